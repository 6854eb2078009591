"""What the data checks find, on real files: each rule by a record that breaks it, and only it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import BadInput, KnownError, NotAllowed
from sachmatuy_desktop.packs.recognition import process_named
from sachmatuy_desktop.services import checking
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.checking import AcceptFinding, ReopenFinding, refresh
from sachmatuy_desktop.services.merging import ForgetDistinct, MarkDistinct, MergeRecords
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage import alike
from sachmatuy_desktop.storage.findings import ledger
from sachmatuy_desktop.storage.findings.rules import RULES
from sachmatuy_desktop.storage.store import Store
from tests.offices import (
    TestClock,
    add,
    add_household,
    add_person,
    add_village,
    edit,
    new_office,
    remove,
    reopen,
    row,
)

# The office's day is 2 March 2026.


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    made = new_office(tmp_path / "xã", clock=clock)
    yield made
    made.close()


def told(office: Office) -> dict[str, int]:
    refresh(office)
    return checking.counts(office)


def sound(office: Office, **said: object) -> str:
    """A person whom no rule speaks of."""
    values: dict[str, object] = {
        "full_name": "Lò Văn Mẫu",
        "birth": "1990-05-01",
        "sex": "nam",
        "citizen_number": "038090000001",
    }
    return add(office, "people", **(values | said))  # type: ignore[arg-type]


def under(register: str, **said: object) -> Callable[[Office], None]:
    """A record under a sound person."""

    def make(office: Office) -> None:
        person = sound(office)
        add(office, register, person=person, **said)  # type: ignore[arg-type]

    return make


def late_village(office: Office) -> None:
    village = add(office, "villages", name="Thôn Cũ", kind="thon", until_date="2025-06-30")
    sound(office, village=village)


def hotspot_too_late(office: Office) -> None:
    village = add(office, "villages", name="Thôn Cũ", kind="thon", until_date="2025-06-30")
    add(office, "hotspots", kind="tu_diem", village=village, detected_on="2025-07-01")


def stranger_at_the_head(office: Office) -> None:
    home = add_household(office, add_village(office), "Trần Thị Bưởi")
    sound(office, household=home)


def two_heads(office: Office) -> None:
    home = add_household(office, add_village(office), "LO VAN MAU")
    sound(office, household=home, relation="Chủ hộ")
    sound(
        office,
        household=home,
        relation="chủ hộ",
        full_name="Vi Thị Lan",
        sex="nu",
        citizen_number="038190000002",
    )


def one_head_of_two(office: Office) -> None:
    village = add_village(office)
    for head in ("Trần Thị Bưởi", "Trần T Bưởi"):
        add(
            office,
            "households",
            head=head,
            village=village,
            state="dang_cu_tru",
            citizen_number="038190000003",
        )


def addict_nobody_looked_for(office: Office) -> None:
    add(office, "episodes", person=sound(office), category="nghien", from_date="2025-01-10")


def found_late(office: Office) -> None:
    person = sound(office)
    add(office, "decisions", person=person, kind="quan_ly_sdtp", number="1", signed_on="2025-01-10")
    add(office, "drug_profiles", person=person, first_found="2025-03")


def step_of_two_pcs(office: Office) -> None:
    """As the rows of two PCs stand beside each other after their bundles have met."""
    with office.store.begin(Act("recognition.step", "an")) as work:
        process = process_named("ra-soat-nam")
        given: dict[str, Value] = {
            "process": process.id,
            "version": process.version,
            "packs": "a b",
            "year": 2026,
        }
        recognition = work.insert(
            "recognitions",
            {"programme": "Rà soát", "registered_on": "2026-01-05", **given},
        )
        for who in ("Vi Văn Một", "Vi Văn Hai"):
            step: dict[str, Value] = {
                "recognition": recognition,
                "step": "request",
                "round": 1,
                "year": 2026,
            }
            work.insert(
                "recognition_steps",
                {**step, "done_on": "2026-02-01", "who": who, "position": "Chủ tịch"},
            )
        work.commit()


BROKEN: list[tuple[str, int, Callable[[Office], object]]] = [
    ("no-number", 1, add_person),
    ("number-contradicts", 1, lambda office: sound(office, sex="nu")),
    ("number-contradicts", 1, lambda office: sound(office, birth="1991")),
    (
        "future-people-birth",
        1,
        lambda office: sound(
            office, birth="2027", citizen_number=None, no_number_reason="Mới sinh"
        ),
    ),
    (
        "too-old",
        1,
        lambda office: sound(office, birth="1905", citizen_number=None, no_number_reason="Già yếu"),
    ),
    ("no-presence", 1, addict_nobody_looked_for),
    ("future-tests-taken_on", 1, under("tests", taken_on="2026-03-03", result="am_tinh")),
    ("test-not-done", 1, under("tests", planned_on="2026-01-05")),
    ("birth-tests-taken_on", 1, under("tests", taken_on="1989-12-31", result="am_tinh")),
    (
        "order-decisions-signed_on-term_until",
        1,
        under(
            "decisions",
            kind="quan_ly_sdtp",
            number="1",
            signed_on="2026-01-10",
            term_until="2025-12-31",
        ),
    ),
    (
        "order-drug_profiles-started-first_found",
        1,
        under("drug_profiles", started="2020", first_found="2019-05"),
    ),
    ("found-after-decision", 1, found_late),
    ("village-gone-people", 1, late_village),
    ("village-then-hotspots", 1, hotspot_too_late),
    ("head-elsewhere", 1, stranger_at_the_head),
    ("two-heads", 1, two_heads),
    ("same-head", 2, one_head_of_two),
    ("recognition-step-twice", 2, step_of_two_pcs),
]


def minor_without_guardian(office: Office) -> None:
    young = sound(office, birth="2012", citizen_number="038212000001")
    add(office, "episodes", person=young, category="sdtp", from_date="2026-01-10")


if "guardians" in REGISTERS:
    BROKEN.append(("no-guardian", 1, minor_without_guardian))


@pytest.mark.parametrize(
    ("rule", "count", "break_it"),
    BROKEN,
    ids=[f"{place}-{row[0]}" for place, row in enumerate(BROKEN)],
)
def test_a_rule_finds_what_breaks_it_and_nothing_else(
    office: Office, rule: str, count: int, break_it: Callable[[Office], object]
) -> None:
    sound(office, full_name="Vi Văn Tốt", citizen_number="038090000009")
    assert told(office) == {}
    break_it(office)
    assert told(office) == {rule: count}
    for finding in checking.findings_of(office, rule):
        assert finding.field in row(office, finding.register, finding.record)


def test_a_partial_birthday_is_not_in_the_future_before_its_end(office: Office) -> None:
    sound(office, birth="2026", citizen_number=None, no_number_reason="Mới sinh")
    assert told(office) == {}


def everything_anew(office: Office) -> None:
    """Forget all that was worked out, then work it out again."""
    with office.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM followed")
        connection.exec_driver_sql("DELETE FROM findings")
    refresh(office)


def all_found(office: Office) -> set[tuple[str, str, str]]:
    return {
        (rule, each.record, each.basis)
        for rule in RULES
        for each in checking.findings_of(office, rule)
    }


def test_following_the_journal_finds_what_asking_everything_finds(office: Office) -> None:
    village = add_village(office)
    home = add_household(office, village, "Trần Thị Bưởi")
    person = sound(office, household=home)
    episode = add(office, "episodes", person=person, category="nghien", from_date="2025-01-10")
    told(office)
    steps: list[Callable[[], object]] = [
        lambda: edit(office, "people", person, full_name="Trần Thị Bưởi"),
        lambda: edit(office, "people", person, household=None),
        lambda: add(office, "presences", person=person, state="co_mat", from_date="2025-02-01"),
        lambda: edit(office, "villages", village, until_date="2025-05-01"),
        lambda: edit(office, "people", person, village=village),
        lambda: remove(office, "episodes", episode),
        lambda: edit(office, "villages", village, until_date=None),
        lambda: one_head_of_two(office),
        lambda: office.undo(office.queries.journal(limit=1)[0].txn),
        lambda: edit(office, "people", person, birth="2030"),
    ]
    for step in steps:
        step()
        refresh(office)
        followed = all_found(office)
        everything_anew(office)
        assert followed == all_found(office)


def test_another_day_finds_what_the_day_makes_wrong(office: Office, clock: TestClock) -> None:
    under("tests", planned_on="2026-02-20")(office)
    assert told(office) == {}
    clock.advance(days=40)
    assert told(office) == {"test-not-done": 1}


def test_an_accepted_find_rests_until_a_value_it_rests_on_changes(office: Office) -> None:
    person = sound(office, sex="nu")
    told(office)
    (finding,) = checking.findings_of(office, "number-contradicts")
    with pytest.raises(BadInput, match="Hãy ghi lý do"):
        office.run(AcceptFinding(finding.id, "  "))
    office.run(AcceptFinding(finding.id, "Đã xem thẻ, ghi đúng như vậy"))
    assert told(office) == {}
    assert [each.record for each in checking.accepted(office)] == [person]
    edit(office, "people", person, phone="0912345678")
    assert told(office) == {}
    edit(office, "people", person, birth="1991-05-01")
    assert told(office) == {"number-contradicts": 1}


def test_an_acceptance_is_taken_back_by_hand_or_by_undo(office: Office) -> None:
    sound(office, sex="nu")
    told(office)
    (finding,) = checking.findings_of(office, "number-contradicts")
    txn = office.run(AcceptFinding(finding.id, "Đã xem thẻ")).txn
    office.undo(txn)
    assert told(office) == {"number-contradicts": 1}
    office.run(AcceptFinding(finding.id, "Đã xem thẻ"))
    assert told(office) == {}
    office.run(ReopenFinding(finding.id))
    assert told(office) == {"number-contradicts": 1}


def test_a_role_is_told_of_what_it_may_see(office: Office) -> None:
    under("tests", taken_on="2026-03-03", result="am_tinh")(office)
    add_person(office)
    told(office)
    seen = {
        who: checking.rules_for(role(who)).keys() & {"future-tests-taken_on", "no-number"}
        for who in ("police", "health", "clerk", "viewer")
    }
    assert seen == {
        "police": {"future-tests-taken_on", "no-number"},
        "health": {"future-tests-taken_on", "no-number"},
        "clerk": set(),
        "viewer": set(),
    }
    (finding,) = checking.findings_of(office, "no-number")
    clerk = Session(office.store, office.queries, "Bình", role("clerk"))
    with pytest.raises(NotAllowed):
        execute(AcceptFinding(finding.id, "Đã xem"), clerk)


def test_finds_are_filtered_by_village(office: Office) -> None:
    here, there = add_village(office, "Thôn 1"), add_village(office, "Thôn 2")
    home = add_household(office, there)
    add_person(office, "Vi Văn Một", here)
    add(office, "people", full_name="Trần Thị Bưởi", household=home)
    told(office)
    assert checking.counts(office, here) == {"no-number": 1}
    assert checking.counts(office, there) == {"no-number": 1}


def test_stopped_half_way_nothing_has_changed(office: Office) -> None:
    add_person(office)
    told(office)
    add_person(office, "Vi Văn Hai")

    def stop(done: int, _total: int) -> None:
        if done > 3:
            raise KnownError("dừng")

    with pytest.raises(KnownError, match="dừng"):
        refresh(office, stop)
    assert checking.counts(office) == {"no-number": 1}
    assert told(office) == {"no-number": 2}


def test_nothing_is_worked_out_twice_and_it_stays_with_the_file(office: Office) -> None:
    add_person(office)
    told(office)
    again = reopen(office)
    assert checking.counts(again) == {"no-number": 1}
    with again.store.reading() as connection:
        assert not ledger.is_behind(connection, again.clock.today())
        assert not alike.is_behind(connection)
    again.store.engine.dispose()


# -- who may be whom -------------------------------------------------------------------------------


def pairs(office: Office) -> set[tuple[str, str]]:
    refresh(office)
    return {(each.first, each.second) for each in checking.likely_pairs(office, "people")}


def test_pairs_come_and_go_with_what_is_written(office: Office) -> None:
    one, other = sound(office), sound(office, citizen_number=None)
    third = sound(office, citizen_number=None, birth=None, full_name="Vi Văn Ba")
    assert pairs(office) == {(one, other)}
    paper = add(office, "identity_docs", person=third, kind="cccd", number="038090000001")
    assert pairs(office) == {(one, other), (one, third)}
    edit(office, "identity_docs", paper, person=other)
    assert pairs(office) == {(one, other)}
    edit(office, "people", other, birth="1991-05-01")
    assert pairs(office) == {(one, other)}  # the paper still bears the number
    remove(office, "identity_docs", paper)
    assert pairs(office) == set()


def test_a_pair_said_to_be_two_never_shows_until_that_is_taken_back(office: Office) -> None:
    one, other = sound(office), sound(office, citizen_number=None)
    said = str(office.run(MarkDistinct("people", one, other)).result)
    assert pairs(office) == set()
    edit(office, "people", other, phone="0912345678")
    assert pairs(office) == set()
    assert checking.likely(office, "people", row(office, "people", one), one) == []
    office.run(ForgetDistinct(said, "people"))
    assert pairs(office) == {(one, other)}


def test_merged_away_is_no_candidate_and_undone_is_one_again(office: Office) -> None:
    one, other = sound(office), sound(office, citizen_number=None)
    txn = office.run(MergeRecords("people", one, other)).txn
    assert pairs(office) == set()
    office.undo(txn)
    assert pairs(office) == {(one, other)}


def test_while_typing_one_is_told_who_it_may_be(office: Office) -> None:
    known = sound(office)
    typed = {"full_name": "Lo Van Mau", "birth": "1990-05-01"}
    assert checking.likely(office, "people", typed, None) == [(known, ("name", "birth"))]
    assert checking.likely(office, "people", {"full_name": "Lo Van"}, None) == []
    assert checking.likely(office, "people", row(office, "people", known), known) == []


def test_many_pairs_are_found_by_asking_everything_as_by_following(
    office: Office, store_of: Callable[[Office], Store]
) -> None:
    for number in range(6):
        sound(office, citizen_number=None, phone=f"091234567{number}")
        refresh(office)
    followed = pairs(office)
    with store_of(office).writing() as connection:
        connection.exec_driver_sql("DELETE FROM followed")
    assert pairs(office) == followed
    assert len(followed) == 15


@pytest.fixture
def store_of() -> Callable[[Office], Store]:
    return lambda office: office.store
