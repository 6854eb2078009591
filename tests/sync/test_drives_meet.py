"""Drives of two PCs of one office that meet, and of a commune seen from above."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.drives import Counts
from sachmatuy_desktop.services.drives import (
    EndDrive,
    ExtendDrive,
    HandOut,
    counts_above,
    finder_of,
)
from sachmatuy_desktop.services.merging import MergeRecords
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.storage.facts import Question, facts
from tests.drive_offices import begin, counts, drive_in, hamlets, home, state, take_in
from tests.offices import IA_DOM, TestClock, add_household, new_office
from tests.sync.test_two_offices import DISTRICT, trust

Carry = Callable[[Office, Office], None]


@pytest.fixture
def hands() -> TestClock:
    return TestClock()


@pytest.fixture
def pcs(tmp_path: Path, hands: TestClock) -> Iterator[tuple[Office, Office]]:
    """Two PCs of one commune that trust each other."""
    first = new_office(tmp_path / "máy 1", IA_DOM, clock=hands)
    second = new_office(tmp_path / "máy 2", IA_DOM, clock=hands)
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


def meet(carry: Carry, first: Office, second: Office) -> None:
    carry(first, second)
    carry(second, first)


def signed(office: Office) -> int | bool | None:
    question = Question((IA_DOM,), date.fromisoformat(office.clock.today()))
    (fact,) = facts(office.store, question, ["households_committed"])
    return fact.value


def test_two_piles_are_taken_in_at_two_pcs(pcs: tuple[Office, Office], carry: Carry) -> None:
    first, second = pcs
    drive = begin(first, hamlets(first, 6))
    carry(first, second)
    for number in (1, 2, 3):
        take_in(first, number)
    take_in(second, 4)
    take_in(second, 5, "vang")
    meet(carry, first, second)
    told = Counts(asked=6, da_ky=4, vang=1, chua_gap=1)
    assert counts(first, drive) == counts(second, drive) == told
    assert signed(first) == signed(second) == 4


def test_one_sheet_entered_at_both_pcs_is_one_household(
    pcs: tuple[Office, Office], carry: Carry
) -> None:
    first, second = pcs
    begin(first, hamlets(first, 2))
    carry(first, second)
    take_in(first, 1)
    take_in(second, 1)
    meet(carry, first, second)
    for office in pcs:
        assert counts(office) == Counts(asked=2, da_ky=1, chua_gap=1)
        assert signed(office) == 1


def test_a_signature_holds_against_an_absence_written_elsewhere(
    pcs: tuple[Office, Office], carry: Carry, hands: TestClock
) -> None:
    first, second = pcs
    begin(first, hamlets(first, 2))
    carry(first, second)
    take_in(first, 1)
    hands.advance(minutes=1)
    take_in(second, 1, "vang")
    meet(carry, first, second)
    assert counts(first) == counts(second) == Counts(asked=2, da_ky=1, chua_gap=1)


def test_a_newcomer_added_at_both_pcs_is_counted_once(
    pcs: tuple[Office, Office], carry: Carry
) -> None:
    first, second = pcs
    villages = hamlets(first, 2)
    drive = begin(first, villages)
    newcomer = add_household(first, villages[0], "Hộ mới đến")
    carry(first, second)
    for office in pcs:
        office.run(ExtendDrive(drive=drive))
    meet(carry, first, second)
    for office in pcs:
        assert len(office.queries.ids("drive_sheets")) == 4
        assert counts(office) == Counts(asked=3, chua_gap=3)
        (found,) = [each for each in state(office).homes if each.household == newcomer]
        assert len(found.sheets) == 2
    take_in(first, 3)
    carry(first, second)
    assert counts(second) == Counts(asked=3, da_ky=1, chua_gap=2)
    assert first.queries.count("commitments") == 1


def test_one_number_given_twice_offers_both_households(
    pcs: tuple[Office, Office], carry: Carry
) -> None:
    first, second = pcs
    villages = hamlets(first, 1)
    drive = begin(first, villages)
    carry(first, second)
    for office, name in ((first, "Hộ của máy một"), (second, "Hộ của máy hai")):
        add_household(office, villages[0], name)
        office.run(ExtendDrive(drive=drive))
    meet(carry, first, second)
    finder = finder_of(first.queries, state(first))
    found = finder.find(home(first, 2).sheet.code)
    assert {each.head for each in found} == {"Hộ của máy một", "Hộ của máy hai"}


def test_households_that_were_merged_are_one_in_the_drive(
    pcs: tuple[Office, Office], carry: Carry
) -> None:
    """One PC merges two households while the other enters the sheet of the one that goes."""
    first, second = pcs
    begin(first, hamlets(first, 3))
    carry(first, second)
    kept, gone = (home(first, each).household for each in (1, 2))
    first.run(MergeRecords("households", kept, gone))
    take_in(second, 2, "vang")
    meet(carry, first, second)
    for office in pcs:
        assert counts(office) == Counts(asked=2, vang=1, chua_gap=1)


def test_the_office_above_sees_counts_of_each_commune(
    pcs: tuple[Office, Office], carry: Carry, tmp_path: Path, hands: TestClock
) -> None:
    commune, _other = pcs
    above = new_office(tmp_path / "trên", DISTRICT, "receiving", clock=hands)
    trust(commune, above, "upper")
    trust(above, commune, "lower")
    drive = begin(commune, hamlets(commune, 4), until_date=date(2026, 3, 31))
    take_in(commune, 1)
    sheets = tuple(each.sheet.id for each in state(commune).homes[1:3])
    day = date.fromisoformat(commune.clock.today())
    commune.run(HandOut("drive_sheets", sheets, drive=drive, day=day, carrier="Hồ Văn Mang"))
    carry(commune, above)
    ((told, counted),) = counts_above(above.store, above.queries, above.clock.today())
    assert (told.unit, told.name, told.until_date) == (IA_DOM, "Đợt 1", date(2026, 3, 31))
    assert counted == Counts(asked=4, out=2, da_ky=1, chua_gap=3)

    commune.run(EndDrive(drive=drive, ended_on=day))
    carry(commune, above)
    ((told, counted),) = counts_above(above.store, above.queries, above.clock.today())
    assert not told.is_running
    assert counted == drive_in(commune, drive).closing
    above.close()
