"""One thing done to many records: told beforehand, whole or not at all, undone as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import BadInput, Conflict, NotAllowed
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.bulk import RemoveRecords, SetField, may_set, survey
from sachmatuy_desktop.services.bulk_acts import (
    AssignHelper,
    PlanTests,
    SignCommitments,
    households_of,
)
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.undo import Undo
from tests.offices import TestClock, add, add_household, add_person, add_village, new_office, row
from tests.pictures import pdf


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path, clock=clock)


@pytest.fixture
def people(office: Office) -> tuple[RecordId, ...]:
    return tuple(add_person(office, name) for name in ("Lò An", "Vi Bình", "Hà Cường"))


def manage(office: Office, person: RecordId, until: str | None = None) -> None:
    add(
        office,
        "episodes",
        person=person,
        category="nghien",
        from_date="2026-01-01",
        until_date=until,
    )


def acts(office: Office) -> list[str]:
    return [line.act for line in office.queries.journal()]


# One value for many


def test_one_value_is_written_to_all_in_one_act(
    office: Office, people: tuple[RecordId, ...]
) -> None:
    command = SetField("people", people, name="occupation", value="Làm ruộng")
    seen = survey(command, office.session)
    assert (seen.ready, seen.already, seen.refused) == (people, (), ())
    assert row(office, "people", people[0])["occupation"] is None  # looking writes nothing
    outcome = office.run(command)

    assert outcome.result == 3
    assert {row(office, "people", each)["occupation"] for each in people} == {"Làm ruộng"}
    assert acts(office)[0] == "records.set:people"
    office.run(Undo(outcome.txn))
    assert {row(office, "people", each)["occupation"] for each in people} == {None}


def test_who_says_so_already_is_left_alone(office: Office, people: tuple[RecordId, ...]) -> None:
    office.run(SetField("people", people[:1], name="sex", value="nu"))
    seen = survey(SetField("people", people, name="sex", value="nu"), office.session)
    assert (seen.ready, seen.already) == (people[1:], people[:1])


def test_one_refused_record_holds_all_back(office: Office, people: tuple[RecordId, ...]) -> None:
    ids = tuple(
        add(office, "treatments", person=person, form="bat_buoc", state="hoan_thanh", from_date=day)
        for person, day in zip(people, ("2026-01-01", "2026-02-01", "2026-06-01"), strict=True)
    )
    command = SetField("treatments", ids, name="until_date", value="2026-03-01")
    (refused,) = survey(command, office.session).refused
    assert refused.record == ids[2]
    assert str(refused.why) == "Ngày kết thúc trước ngày bắt đầu."
    with pytest.raises(Conflict):
        office.run(command)

    assert [row(office, "treatments", each)["until_date"] for each in ids] == [None] * 3


@pytest.mark.parametrize(
    ("register", "field", "value"),
    [
        ("people", "full_name", "Lò An"),  # what a record is called is its own
        ("people", "citizen_number", "001090000001"),
        ("tests", "person", None),  # and whose it is
        ("households", "number", "12"),
        ("households", "state", None),  # required
        ("documents", "state", "issued"),  # the program's own book
    ],
)
def test_what_is_each_records_own_is_not_written_for_all(
    register: str, field: str, value: Value
) -> None:
    book = REGISTERS[register]
    assert isinstance(may_set(book, book[field], value), NotAllowed)
    assert may_set(REGISTERS["people"], REGISTERS["people"]["village"]) is None


# Removing many


def test_many_are_removed_with_what_stands_under_them(
    office: Office, people: tuple[RecordId, ...]
) -> None:
    manage(office, people[0])
    add(office, "tests", person=people[0], planned_on="2026-04-01")
    command = RemoveRecords("people", people)
    assert survey(command, office.session).written == {"people": 3, "episodes": 1, "tests": 1}
    outcome = office.run(command)

    assert office.queries.count("people") == office.queries.count("tests") == 0
    office.run(Undo(outcome.txn))
    assert (office.queries.count("people"), office.queries.count("tests")) == (3, 1)


def test_what_is_attached_below_goes_along_and_comes_back(
    office: Office, people: tuple[RecordId, ...]
) -> None:
    test = add(office, "tests", person=people[0], planned_on="2026-04-01")
    scan = NewFile("phieu.pdf", pdf())
    for register, record in (("people", people[0]), ("tests", test)):
        office.run(AddAttachments(register, record, (scan,)))
    command = RemoveRecords("people", people)
    assert survey(command, office.session).written["attachments_people"] == 2
    outcome = office.run(command)

    assert office.queries.count("attachments_people") == 0
    office.run(Undo(outcome.txn))
    assert office.queries.count("attachments_people") == 2


def test_what_others_still_speak_of_stays_with_all_the_rest(office: Office) -> None:
    one, other = add_village(office, "Thôn 1"), add_village(office, "Thôn 2")
    add_household(office, one)
    command = RemoveRecords("villages", (one, other))
    seen = survey(command, office.session)
    assert seen.ready == (other,)
    assert str(seen.refused[0].why) == "còn 1 hộ liên quan; hãy chuyển hoặc xóa trước"
    with pytest.raises(Conflict):
        office.run(command)

    assert office.queries.count("villages") == 2


def test_stopping_leaves_nothing_done(office: Office, people: tuple[RecordId, ...]) -> None:
    class Stop(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        office.run(SetField("people", people, name="sex", value="nu", report=stop))
    assert row(office, "people", people[0])["sex"] is None


# Helpers, tests, commitments


def test_a_helper_is_assigned_once(office: Office, people: tuple[RecordId, ...]) -> None:
    values: dict[str, Value] = {
        "helper": "Trần Thị Mận",
        "organisation": "Hội Phụ nữ",
        "role": "giup_do",
        "from_date": "2026-03-01",
    }
    assert office.run(AssignHelper("people", people[:2], values=values)).result == 2
    seen = survey(AssignHelper("people", people, values=values), office.session)

    assert (seen.ready, seen.already) == (people[2:], people[:2])
    assert acts(office)[0] == "assignments.give"
    with pytest.raises(BadInput):
        survey(AssignHelper("people", people, values={**values, "helper": None}), office.session)


def test_only_people_under_management_get_a_test_planned(
    office: Office, people: tuple[RecordId, ...]
) -> None:
    manage(office, people[0])
    manage(office, people[1], until="2026-03-15")
    planned: dict[str, Value] = {"kind": "dinh_ky", "planned_on": "2026-04-01"}
    seen = survey(PlanTests("people", people, values=planned), office.session)
    assert seen.ready == people[:1]
    assert [each.title for each in seen.refused] == ["Vi Bình, 01/05/1990", "Hà Cường, 01/05/1990"]
    office.run(PlanTests("people", people[:1], values=planned))

    assert survey(PlanTests("people", people[:1], values=planned), office.session).ready == ()
    with pytest.raises(BadInput):
        survey(PlanTests("people", people, values={"kind": "dinh_ky"}), office.session)


def test_a_whole_hamlet_signs_in_one_act(office: Office) -> None:
    village = add_village(office)
    homes = [add_household(office, village, head) for head in ("Lò An", "Vi Bình", "Hà Cường")]
    add(office, "households", head="Mùa Dế", village=village, state="da_chuyen_di")
    add_household(office, add_village(office, "Thôn 2"))
    chosen = tuple(households_of(office.session, village))
    assert set(chosen) == set(homes)
    values: dict[str, Value] = {"outcome": "da_ky", "signed_on": "2026-03-02"}
    outcome = office.run(SignCommitments("households", chosen, values=values))

    made = office.queries.rows("commitments", office.queries.ids("commitments")).values()
    assert {each["signer"] for each in made} == {"Lò An", "Vi Bình", "Hà Cường"}
    assert {each["kind"] for each in made} == {"ho_gia_dinh"}
    again = {**values, "signed_on": "2026-05-05"}
    assert survey(SignCommitments("households", chosen, values=again), office.session).ready == ()
    office.run(Undo(outcome.txn))
    assert office.queries.count("commitments") == 0


def test_a_household_that_is_away_does_not_sign(office: Office) -> None:
    village = add_village(office)
    away = add(office, "households", head="Mùa Dế", village=village, state="da_chuyen_di")
    absent = add(office, "households", head="Mùa Sử", village=village, state="vang_ca_ho")
    values: dict[str, Value] = {"outcome": "da_ky", "signed_on": "2026-03-02"}
    seen = survey(SignCommitments("households", (away, absent), values=values), office.session)
    assert [str(each.why) for each in seen.refused] == ["hộ đã chuyển đi", "hộ đang vắng cả hộ"]
