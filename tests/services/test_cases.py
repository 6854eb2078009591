"""Cases in a real office: who may see and act, what a step writes, ages, one's own holidays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.cases.offers import refusal, warnings
from sachmatuy_desktop.domain.cases.watch import Urgency
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import BadInput, KnownError, NotAllowed
from sachmatuy_desktop.services.bus import execute
from sachmatuy_desktop.services.cases import Transit, case_of, due, law_clock, survey
from sachmatuy_desktop.services.holidays import (
    DayOff,
    ForgetHolidays,
    ReplaceHolidays,
    calendar_of,
    years_of,
)
from sachmatuy_desktop.services.office import Office
from tests.offices import TestClock, add, add_person, edit, new_office, row

DECIDED = date(2026, 7, 6)


@pytest.fixture
def clock() -> TestClock:
    return TestClock(datetime(2026, 7, 6, 8, tzinfo=VIETNAM))


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    office = new_office(tmp_path / "xã", clock=clock)
    yield office
    office.close()


def take(
    office: Office, person: RecordId, step: str, on: date, ground: str = "", **details: Value
) -> str:
    """Take a step; its transaction."""
    return office.run(Transit(person, step, on, ground, details)).txn


def managed(office: Office, birth: str = "1990-05-01") -> RecordId:
    """A user, decided on today."""
    person = add(office, "people", full_name="Lê Văn Cam", birth=birth)
    take(office, person, "T01", DECIDED, "b-h")
    take(office, person, "T04", DECIDED, number="12/QĐ-CAX", time="9h15", signer="Vũ Thị Hoa")
    return person


def only(office: Office, book: str, person: RecordId) -> dict[str, Value]:
    """The one record of a book about a person."""
    [record] = office.queries.children(book, "person", person)
    return dict(row(office, book, record))


def test_a_step_writes_list_decision_and_term_in_one_act(office: Office) -> None:
    person = managed(office)
    episode = only(office, "episodes", person)
    assert episode["category"] == "sdtp"
    assert episode["law"] == "Luật 120/2025/QH15"
    assert (episode["state"], episode["began_by"]) == ("SDTP", "T04")
    decision = only(office, "decisions", person)
    assert decision["number"] == "12/QĐ-CAX"
    assert (decision["signed_on"], decision["signed_at"]) == ("2026-07-06", "09:15")
    assert (decision["term_from"], decision["term_until"]) == ("2026-07-06", "2027-07-06")
    assert (decision["form"], decision["transition"]) == ("PL III-04", "T04")
    line = office.last_undoable()
    assert line is not None
    assert line.why == "T04 – Ra quyết định quản lý người sử dụng trái phép chất ma túy"
    office.undo(line.txn)
    assert office.queries.children("episodes", "person", person) == []
    assert office.queries.children("decisions", "person", person) == []


def test_a_new_decision_marks_the_old_one_and_changes_nothing_else_of_it(
    office: Office, clock: TestClock
) -> None:
    """Question Q05: “thay thế bởi”."""
    person = managed(office)
    before = only(office, "decisions", person)
    clock.moment = datetime(2026, 10, 2, 8, tzinfo=VIETNAM)
    take(office, person, "T10", date(2026, 10, 1), number="30/QĐ-CAX")
    after = dict(row(office, "decisions", str(before["id"])))
    assert after["replaced_by"] == "30/QĐ-CAX ngày 01/10/2026"
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"replaced_by", "base_entry", "last_entry", "_last"}
    view = case_of(office.session, person, date(2026, 10, 2))
    assert view.terms[0].end == date(2027, 10, 1)


def test_detention_longer_than_the_term_is_the_only_such_ground_to_stop(
    office: Office, clock: TestClock
) -> None:
    """Luật 120/2025/QH15, Điều 24 khoản 5 đ, khoản 7; equal terms are asked about (Q03)."""
    person = managed(office)
    clock.moment = datetime(2026, 9, 2, 8, tzinfo=VIETNAM)
    day = date(2026, 9, 1)
    take(office, person, "T11", day, paper="1/QĐ", expected_until="2027-07-05")
    with pytest.raises(NotAllowed, match="Điều 24 khoản 7"):
        take(office, person, "T13", day, "đ")
    [presence] = office.queries.children("presences", "person", person)
    edit(office, "presences", presence, expected_until="2027-07-06")
    view = case_of(office.session, person, day)
    asked = warnings(view.case, "T13", day, law_clock(office.session), "đ")
    assert [each.question for each in asked] == ["Q03"]
    edit(office, "presences", presence, expected_until="2027-07-07")
    take(office, person, "T13", day, "đ")


@pytest.mark.parametrize(
    ("step", "ground", "said"),
    [
        ("T12", "", "Điều 63 khoản 3"),
        ("T54", "", "Điều 138"),
        ("T22", "gia_dinh", "Điều 89"),
        ("T13", "zz", "Điều 24 khoản 5"),
    ],
)
def test_a_refusal_names_the_article(office: Office, step: str, ground: str, said: str) -> None:
    person = managed(office)
    with pytest.raises(KnownError, match=said):
        take(office, person, step, DECIDED, ground)


def test_what_is_missing_is_said_beside_its_field(office: Office) -> None:
    person = managed(office)
    view = case_of(office.session, person, DECIDED)
    wrong = refusal(view.case, "T11", DECIDED, law_clock(office.session))
    assert isinstance(wrong, BadInput)
    assert wrong.field == "paper"
    with pytest.raises(BadInput, match="giờ:phút"):
        take(office, person, "T11", DECIDED, paper="1", time="25:00")


def test_no_step_lies_in_the_future_or_before_the_last_one(
    office: Office, clock: TestClock
) -> None:
    person = managed(office)
    with pytest.raises(BadInput, match="tương lai"):
        take(office, person, "T11", date(2026, 7, 7), paper="1")
    clock.advance(days=400)
    with pytest.raises(BadInput, match="trước ngày 06/07/2026"):
        take(office, person, "T13", date(2026, 7, 1), "d")


def test_a_clean_year_is_needed_to_end_management(office: Office, clock: TestClock) -> None:
    """Nghị định 163/2026/NĐ-CP, Điều 63 khoản 3."""
    person = managed(office)
    clock.advance(days=366)
    add(office, "tests", person=person, taken_on="2027-03-01", result="duong_tinh")
    with pytest.raises(NotAllowed, match="đã phát hiện sử dụng"):
        take(office, person, "T12", date(2027, 7, 6))


# -- ages ------------------------------------------------------------------------------------------


def test_under_12_management_is_warned_about_and_rehabilitation_refused(office: Office) -> None:
    """Questions Q23, Q24; Luật 120/2025/QH15, Điều 31 khoản 6 begins at 12."""
    child = add(office, "people", full_name="Lê Văn Bé", birth="2016-01-01")
    take(office, child, "T01", DECIDED, "b-h")
    view = case_of(office.session, child, DECIDED)
    offer = next(each for each in view.offers if each.transition.id == "T04")
    assert "Q23" in {each.question for each in offer.warnings}
    assert any("giám hộ" in each.says for each in offer.warnings)
    assert "T20" not in {each.transition.id for each in view.offers}
    with pytest.raises(NotAllowed, match="từ đủ 12 tuổi"):
        take(office, child, "T20", DECIDED, "a")


def test_without_a_birthday_ages_are_asked_not_assumed(office: Office) -> None:
    person = add(office, "people", full_name="Chưa rõ", birth=None)
    take(office, person, "T01", DECIDED, "b-h")
    clock = law_clock(office.session)
    case = case_of(office.session, person, DECIDED).case
    asked = [each.says for each in warnings(case, "T20", DECIDED, clock)]
    assert any("12 tuổi" in each for each in asked)


# -- who may ---------------------------------------------------------------------------------------


def test_who_may_not_see_the_lists_neither_reads_nor_acts(office: Office) -> None:
    person = managed(office)
    clerk = replace(office.session, role=role("clerk"))
    for read in (lambda: case_of(clerk, person, DECIDED), lambda: due(clerk)):
        with pytest.raises(NotAllowed):
            read()
    with pytest.raises(NotAllowed):
        execute(Transit(person, "T13", DECIDED, "d"), clerk)
    assert case_of(office.session, person, DECIDED).standing.state.code == "SDTP"


# -- the whole office ------------------------------------------------------------------------------


def test_the_office_is_told_what_waits_by_person(office: Office, clock: TestClock) -> None:
    over, fresh = managed(office), add_person(office, "Hà Văn Mới")
    clock.moment = datetime(2027, 7, 10, 8, tzinfo=VIETNAM)
    take(office, fresh, "T01", date(2027, 7, 10), "b-h")
    told = {(each.person, each.id): each.urgency for each in due(office.session)}
    assert told[over, "TM1"] is Urgency.OVERDUE
    assert told[fresh, "D04"] is Urgency.NOW
    steps: list[tuple[int, int]] = []
    survey(office.session, progress=lambda done, total: steps.append((done, total)))
    assert steps == [(0, 2)]


def test_a_list_entered_twice_by_two_hands_is_told_and_stops_nobody(office: Office) -> None:
    person = managed(office)
    add(office, "episodes", person=person, category="sdtp", from_date="2026-07-06")
    [wrong] = survey(office.session).findings
    assert (wrong.person, wrong.register) == (person, "episodes")
    take(office, person, "T13", DECIDED, "d")
    assert case_of(office.session, person, DECIDED).standing.lists == ()


# -- one's own holidays ----------------------------------------------------------------------------

TET = DayOff(date(2027, 2, 4), date(2027, 2, 10), worked=False, name="Tết Đinh Mùi")
SATURDAY = DayOff(date(2027, 2, 13), date(2027, 2, 13), worked=True, name="Làm bù")


def test_an_office_writes_down_a_year_and_counts_by_it(office: Office) -> None:
    assert calendar_of(office.session).is_working(date(2027, 2, 4))
    txn = office.run(ReplaceHolidays(2027, [SATURDAY, TET])).txn
    calendar = calendar_of(office.session)
    assert calendar.first_working(date(2027, 2, 4)) == date(2027, 2, 11)
    assert calendar.is_working(date(2027, 2, 13))
    assert law_clock(office.session).calendar == calendar
    year = years_of(office.session)[2027]
    assert (year.own, year.entries) == (True, (TET, SATURDAY))
    office.undo(txn)
    assert 2027 not in years_of(office.session)


def test_its_own_year_counts_instead_of_the_programs_and_can_be_given_up(office: Office) -> None:
    day = DayOff(date(2026, 9, 2), date(2026, 9, 2), worked=False, name="Quốc khánh")
    office.run(ReplaceHolidays(2026, [day]))
    assert not calendar_of(office.session).is_working(date(2026, 9, 2))
    assert calendar_of(office.session).is_working(date(2026, 9, 1))
    office.run(ReplaceHolidays(2026, [day, replace(day, first=date(2026, 9, 1))]))
    assert len(years_of(office.session)[2026].entries) == 2
    office.run(ForgetHolidays(2026))
    assert not years_of(office.session)[2026].own
    assert not calendar_of(office.session).is_working(date(2026, 8, 31))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], "ít nhất một"),
        ([replace(TET, first=date(2026, 12, 31))], "không thuộc năm 2027"),
        ([replace(TET, last=date(2027, 1, 1))], "trước ngày bắt đầu"),
        ([replace(TET, last=date(2027, 6, 1))], "quá 31 ngày"),
    ],
)
def test_a_wrong_table_is_refused_whole(office: Office, days: list[DayOff], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        office.run(ReplaceHolidays(2027, days))
    assert 2027 not in years_of(office.session)


def test_only_who_manages_the_office_writes_its_holidays(office: Office) -> None:
    police = replace(office.session, role=role("police"))
    with pytest.raises(NotAllowed):
        execute(ReplaceHolidays(2027, [TET]), police)
