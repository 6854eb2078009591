"""What two PCs of one commune wrote without knowing of each other: shown whole, decided once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.errors import Conflict, NotAllowed
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.sync.conflicts import (
    Decision,
    Preference,
    Settle,
    may_decide,
    preferred,
    undecided,
)
from sachmatuy_desktop.storage.sync.conflicts import Conflict as Found
from tests.offices import IA_DOM, TestClock, add, add_village, edit, new_office, remove, row
from tests.sync.test_two_offices import DISTRICT, introduce, trust


@pytest.fixture
def pcs(tmp_path: Path) -> tuple[Office, Office]:
    """Two PCs of Ia Dom, the second one a day ahead."""
    first = new_office(tmp_path / "máy 1", IA_DOM)
    ahead = TestClock()
    ahead.advance(days=1)
    second = new_office(tmp_path / "máy 2", IA_DOM, clock=ahead)
    trust(first, second, "sister")
    trust(second, first, "sister")
    return first, second


class Sticks:
    """Bundles on sticks, each under a name of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def carry(self, sender: Office, receiver: Office) -> None:
        self.count += 1
        stick = self.folder / f"{self.count}.smt"
        bundles.export(sender, receiver.keys.device.public.key_id, stick)
        bundles.merge(receiver, bundles.stage(receiver, stick))

    def cross(self, one: Office, other: Office) -> None:
        """Both export before either takes in."""
        for sender, receiver in ((one, other), (other, one)):
            self.carry(sender, receiver)


@pytest.fixture
def sticks(tmp_path: Path) -> Sticks:
    return Sticks(tmp_path)


def story(found: list[Found]) -> list[tuple[object, ...]]:
    """Conflicts as a table: what, base, then each value with who and whether from here."""
    return [
        (
            each.register,
            each.fields,
            dict(each.base),
            [(dict(claim.values), claim.by, claim.is_own) for claim in each.claims],
            [(dict(edit_.values), edit_.is_own) for edit_ in each.edits],
        )
        for each in found
    ]


def test_base_and_every_value_with_who_and_where_from(
    pcs: tuple[Office, Office], sticks: Sticks
) -> None:
    here, there = pcs
    village = add_village(here, "Thôn 1")
    edit(here, "villages", village, head="Đào")
    sticks.carry(here, there)
    edit(here, "villages", village, head="Mận")
    edit(there, "villages", village, head="Lê", phone="0912345678")
    sticks.cross(here, there)

    (found,) = undecided(here)
    assert (found.fields, found.base) == (("head",), {"head": "Đào"})
    shown, beside = found.claims
    assert (shown.values, shown.is_own, shown.shown) == ({"head": "Lê"}, False, True)
    assert (beside.values, beside.is_own, beside.shown) == ({"head": "Mận"}, True, False)
    assert shown.office == there.info.full_name
    assert shown.bundle is not None
    assert beside.bundle is None
    (mirrored,) = undecided(there)
    assert [each.values for each in mirrored.claims] == [each.values for each in found.claims]
    assert [each.is_own for each in mirrored.claims] == [True, False]


def test_a_group_is_decided_as_one(pcs: tuple[Office, Office], sticks: Sticks) -> None:
    here, there = pcs
    model = add(here, "models", name="Tổ tự quản", started_on="2025-01-01", state="dang_hoat_dong")
    sticks.carry(here, there)
    edit(here, "models", model, state="ngung", state_from="2026-02-01")
    edit(there, "models", model, state="ngung", state_from="2026-02-15")
    sticks.cross(here, there)
    (found,) = undecided(here)
    mine = next(each for each in found.claims if each.is_own)
    assert mine.values["state_from"] == "2026-02-01"

    here.run(Settle((Decision.taking(found, mine),)))
    sticks.carry(here, there)
    for office in pcs:
        assert undecided(office) == []
        said = row(office, "models", model)
        assert (said["state"], said["state_from"]) == ("ngung", "2026-02-01")


@pytest.mark.parametrize("keep", [True, False])
def test_removed_here_and_edited_there_is_asked_and_decided(
    pcs: tuple[Office, Office], sticks: Sticks, keep: bool
) -> None:
    here, there = pcs
    village = add_village(here, "Thôn 1")
    sticks.carry(here, there)
    remove(here, "villages", village)
    edit(there, "villages", village, head="Lê")
    sticks.cross(here, there)

    for office in pcs:
        (found,) = undecided(office)
        assert found.is_removal
        assert [dict(each.values) for each in found.claims] == [{DELETED: 1}]
        assert [dict(each.values) for each in found.edits] == [{"head": "Lê"}]
    claim = found.edits[0] if keep else found.claims[0]
    there.run(Settle((Decision.taking(found, claim),)))
    sticks.carry(there, here)
    for office in pcs:
        assert undecided(office) == []
        said = row(office, "villages", village)
        assert (said[DELETED], said["head"]) == (0 if keep else 1, "Lê")
    sticks.cross(here, there)
    assert undecided(here) == undecided(there) == []


def test_what_was_seen_before_it_was_removed_is_no_conflict(
    pcs: tuple[Office, Office], sticks: Sticks
) -> None:
    here, there = pcs
    village = add_village(here, "Thôn 1")
    sticks.carry(here, there)
    edit(there, "villages", village, head="Lê")
    sticks.carry(there, here)
    remove(here, "villages", village)
    sticks.cross(here, there)
    assert undecided(here) == undecided(there) == []


def test_many_are_decided_at_once_or_none(pcs: tuple[Office, Office], sticks: Sticks) -> None:
    here, there = pcs
    villages = [add_village(here, f"Thôn {number}") for number in range(3)]
    sticks.carry(here, there)
    for village in villages:
        edit(here, "villages", village, head="Mận")
        edit(there, "villages", village, head="Lê")
    sticks.cross(here, there)
    found = undecided(here)
    heads = {how: [each.values.get("head") for each in preferred(found, how)] for how in Preference}
    assert heads == {
        Preference.SHOWN: ["Lê"] * 3,
        Preference.LATEST: ["Lê"] * 3,
        Preference.OWN: ["Mận"] * 3,
        Preference.OTHER: ["Lê"] * 3,
    }
    here.run(Settle((Decision.taking(found[0], found[0].claims[1]),)))
    with pytest.raises(Conflict):
        here.run(Settle(preferred(found, Preference.OTHER)))
    assert len(undecided(here)) == 2
    here.run(Settle(preferred(undecided(here), Preference.OWN)))
    sticks.carry(here, there)
    assert undecided(there) == []
    assert {row(there, "villages", each)["head"] for each in villages} == {"Mận"}


def test_a_value_that_came_meanwhile_must_be_seen_first(
    pcs: tuple[Office, Office], sticks: Sticks, tmp_path: Path
) -> None:
    here, there = pcs
    third = new_office(tmp_path / "máy 3", IA_DOM)
    for office in pcs:
        trust(office, third, "sister")
        trust(third, office, "sister")
    village = add_village(here, "Thôn 1")
    sticks.carry(here, there)
    sticks.carry(here, third)
    for office, head in ((here, "Mận"), (there, "Lê"), (third, "Ổi")):
        edit(office, "villages", village, head=head)
    sticks.carry(there, here)
    (found,) = undecided(here)
    sticks.carry(third, here)
    with pytest.raises(Conflict, match="giá trị mới"):
        here.run(Settle((Decision.taking(found, found.claims[0]),)))
    (again,) = undecided(here)
    assert {each.values["head"] for each in again.claims} == {"Mận", "Lê", "Ổi"}


def test_the_office_above_sees_it_and_leaves_it_to_the_commune(
    pcs: tuple[Office, Office], sticks: Sticks, tmp_path: Path
) -> None:
    here, there = pcs
    above = new_office(tmp_path / "huyện", DISTRICT, kind="receiving")
    introduce(here, above)
    village = add_village(here, "Thôn 1")
    sticks.carry(here, there)
    edit(here, "villages", village, head="Mận")
    edit(there, "villages", village, head="Lê")
    sticks.cross(here, there)
    sticks.carry(here, above)
    (found,) = undecided(above)
    assert not may_decide(above, found)
    assert may_decide(here, undecided(here)[0])
    with pytest.raises(NotAllowed):
        above.run(Settle((Decision.taking(found, found.claims[0]),)))
    assert len(undecided(above)) == 1


def test_history_names_the_office_that_wrote_it(pcs: tuple[Office, Office], sticks: Sticks) -> None:
    here, there = pcs
    village = add_village(here, "Thôn 1")
    sticks.carry(here, there)
    edit(there, "villages", village, head="Lê")
    sticks.carry(there, here)
    newest = here.queries.history("villages", village)[0]
    assert "Ia Dom" in newest.sender
    assert here.queries.history("villages", village)[-1].sender == ""
