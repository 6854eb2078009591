"""Merges and bundles that cross: nothing written elsewhere in the meantime is lost, all is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import NotAllowed
from sachmatuy_desktop.services import checking
from sachmatuy_desktop.services.merging import MarkDistinct, MergeRecords
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.storage.merged import gone_into, standing_for
from tests.offices import HOANG_PHONG, IA_DOM, TestClock, add, add_village, edit, new_office, row
from tests.sync.test_two_offices import DISTRICT, introduce, trust

Carry = Callable[[Office, Office], None]


@pytest.fixture
def pcs(tmp_path: Path, clock: TestClock) -> Iterator[tuple[Office, Office]]:
    """Two PCs of one commune that trust each other."""
    first = new_office(tmp_path / "máy 1", IA_DOM, clock=clock)
    second = new_office(tmp_path / "máy 2", IA_DOM, clock=clock)
    trust(first, second, "sister")
    trust(second, first, "sister")
    yield first, second
    first.close()
    second.close()


@pytest.fixture
def carry(tmp_path: Path) -> Carry:
    """One bundle from one office to another."""
    numbers = count()

    def go(sender: Office, receiver: Office) -> None:
        stick = tmp_path / f"{next(numbers)}.smt"
        bundles.export(sender, receiver.keys.device.public.key_id, stick)
        bundles.merge(receiver, bundles.stage(receiver, stick))

    return go


def both_ways(carry: Carry, first: Office, second: Office) -> None:
    carry(first, second)
    carry(second, first)


def two_of_one(office: Office) -> tuple[str, str]:
    return (
        add(
            office,
            "people",
            full_name="Lò Văn Mẫu",
            birth="1990-05-01",
            phone="0912345678",
            citizen_number="038090000001",
        ),
        add(
            office,
            "people",
            full_name="Lò Văn Mẫu",
            birth="1990-05-01",
            no_number_reason="Chưa làm",
        ),
    )


def found(office: Office) -> dict[str, int]:
    checking.refresh(office)
    return checking.counts(office)


def settle(office: Office, rule: str) -> None:
    """Do what the page offers for the first find of a rule."""
    checking.refresh(office)
    command = checking.remedy(checking.findings_of(office, rule)[0])
    assert command is not None
    office.run(command)


def test_a_merge_travels_as_a_whole_and_so_does_its_undoing(
    pcs: tuple[Office, Office], carry: Carry
) -> None:
    here, there = pcs
    kept, gone = two_of_one(here)
    test = add(here, "tests", person=gone, planned_on="2026-03-20")
    carry(here, there)
    txn = here.run(MergeRecords("people", kept, gone)).txn
    carry(here, there)
    assert row(there, "people", gone)["merged_into"] == kept
    assert row(there, "tests", test)["person"] == kept
    with there.store.reading() as connection:
        assert standing_for(connection, "people", gone) == kept
        assert gone_into(connection, "people", kept) == [gone]
    here.undo(txn)
    carry(here, there)
    assert row(there, "people", gone)["deleted"] == 0
    assert row(there, "tests", test)["person"] == gone


def test_an_edit_of_the_merged_record_elsewhere_is_told_and_taken_over(
    pcs: tuple[Office, Office], carry: Carry
) -> None:
    here, there = pcs
    kept, gone = two_of_one(here)
    carry(here, there)
    here.run(MergeRecords("people", kept, gone))
    edit(there, "people", gone, occupation="Thợ xây", phone="0987654321")
    both_ways(carry, here, there)
    for office in pcs:
        assert row(office, "people", gone)["occupation"] == "Thợ xây"
        assert row(office, "people", gone)["deleted"] == 1
        assert found(office) == {"late-edit": 2}
        assert {each.record for each in checking.findings_of(office, "late-edit")} == {kept}
    settle(here, "late-edit")
    settle(here, "late-edit")
    now = row(here, "people", kept)
    assert (now["occupation"], now["phone"]) == ("Thợ xây", "0987654321")
    carry(here, there)
    assert found(here) == found(there) == {}


def test_what_was_written_under_the_merged_record_elsewhere_is_brought_over(
    pcs: tuple[Office, Office], carry: Carry
) -> None:
    here, there = pcs
    kept, gone = two_of_one(here)
    carry(here, there)
    here.run(MergeRecords("people", kept, gone))
    test = add(there, "tests", person=gone, planned_on="2026-03-20")
    both_ways(carry, here, there)
    assert found(here) == found(there) == {"dangling": 1}
    settle(there, "dangling")
    assert row(there, "tests", test)["person"] == kept
    carry(there, here)
    assert found(here) == found(there) == {}
    assert row(here, "tests", test)["person"] == kept


def test_two_pcs_merging_in_opposite_directions_lose_nobody(
    pcs: tuple[Office, Office], carry: Carry
) -> None:
    here, there = pcs
    one, other = two_of_one(here)
    tests = [add(here, "tests", person=each, planned_on="2026-03-20") for each in (one, other)]
    carry(here, there)
    here.run(MergeRecords("people", one, other))
    there.run(MergeRecords("people", other, one))
    both_ways(carry, here, there)
    for office in pcs:
        assert office.queries.count("people") == 0
        assert found(office)["merge-circle"] == 1
    settle(here, "merge-circle")
    assert {row(here, "tests", each)["person"] for each in tests} == {one}
    assert row(here, "people", one)["deleted"] == 0
    assert row(here, "people", other)["merged_into"] == one
    carry(here, there)
    assert found(here).keys() | found(there).keys() <= {"late-edit"}
    assert row(there, "people", one)["deleted"] == 0


def test_two_pcs_merging_one_record_into_two_others_must_choose(
    pcs: tuple[Office, Office], carry: Carry
) -> None:
    here, there = pcs
    kept, gone = two_of_one(here)
    third = add(
        here, "people", full_name="Lò Văn Mẫu", birth="1990-05-01", no_number_reason="Chưa làm"
    )
    carry(here, there)
    here.run(MergeRecords("people", kept, gone))
    there.run(MergeRecords("people", third, gone))
    both_ways(carry, here, there)
    assert row(here, "people", gone)["merged_into"] == row(there, "people", gone)["merged_into"]
    assert "undecided" in found(here)
    assert "undecided" in found(there)


def test_not_the_same_travels(pcs: tuple[Office, Office], carry: Carry) -> None:
    here, there = pcs
    one, other = two_of_one(here)
    carry(here, there)
    checking.refresh(there)
    assert len(checking.likely_pairs(there, "people")) == 1
    here.run(MarkDistinct("people", one, other))
    carry(here, there)
    checking.refresh(there)
    assert checking.likely_pairs(there, "people") == []


def test_the_receiving_office_is_shown_who_stands_in_two_communes_and_changes_nothing(
    tmp_path: Path, clock: TestClock, carry: Carry
) -> None:
    lower = [new_office(tmp_path / unit, unit, clock=clock) for unit in (IA_DOM, HOANG_PHONG)]
    upper = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    people = []
    for commune in lower:
        introduce(commune, upper)
        add_village(commune)
        people.append(
            add(
                commune,
                "people",
                full_name="Lò Văn Mẫu",
                birth="1990-05-01",
                citizen_number="038090000001",
                sex="nam",
            )
        )
        carry(commune, upper)
    checking.refresh(upper)
    (pair,) = checking.likely_pairs(upper, "people")
    assert {pair.first, pair.second} == set(people)
    for command in (MergeRecords("people", people[0], people[1]), MarkDistinct("people", *people)):
        with pytest.raises(NotAllowed, match="thuộc đơn vị khác"):
            upper.run(command)
    for office in (*lower, upper):
        office.close()


def test_the_choice_between_two_merges_travels(pcs: tuple[Office, Office], carry: Carry) -> None:
    here, there = pcs
    kept, gone = two_of_one(here)
    third = add(
        here, "people", full_name="Lò Văn Mẫu", birth="1990-05-01", no_number_reason="Chưa làm"
    )
    carry(here, there)
    here.run(MergeRecords("people", kept, gone))
    there.run(MergeRecords("people", third, gone))
    both_ways(carry, here, there)
    settle(here, "undecided")
    carry(here, there)
    assert found(here).keys() == found(there).keys() == set()
