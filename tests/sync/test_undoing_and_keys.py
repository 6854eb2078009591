"""Undoing a bundle where keys were certified, revoked or renewed before, with it, or since."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.errors import Conflict
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles, certifying, renewing, trusting
from sachmatuy_desktop.services.sync.aside import aside_here
from sachmatuy_desktop.services.sync.unmerging import undo_bundle, write_undone_receipt
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.sync.undone import set_aside
from tests.offices import IA_DOM, TestClock, add_person, add_return, add_village, edit, row
from tests.sync.test_keys_of_offices import World, founded, introduced, key_of, shows, take

pytestmark = pytest.mark.slow

WHY = "Nhập nhầm"


@pytest.fixture
def world(tmp_path: Path, clock: TestClock) -> World:
    return founded(tmp_path, clock)


def newest_in(office: Office) -> str:
    """The digest of the bundle of records that came in last and is still in."""
    came = [each for each in bundles.passages(office) if each.direction == "in"]
    return next(each.digest for each in came if each.kind != "receipt" and each.undone is None)


def kept_aside(office: Office) -> int:
    """How many segments of undone bundles are kept."""
    with office.store.reading() as connection:
        return len(set_aside(connection))


def test_a_bundle_is_undone_and_sent_again_across_a_change_of_key(world: World) -> None:
    """The receipt goes to the new key, and what the old one had sent comes again."""
    introduced(world)
    old = add_village(world.first, "Thôn 1")
    edit(world.first, "villages", old, head="Hai")
    receipt = world.carry(world.first, world.above).receipt
    assert receipt is not None
    take(world.first, receipt)
    before = newest_in(world.above)
    renewing.renew(world.first)
    new = add_village(world.first, "Thôn 2")
    receipt = world.carry(world.first, world.above).receipt
    assert receipt is not None
    take(world.first, receipt)
    with pytest.raises(Conflict, match="Hãy hoàn tác gói đó trước"):
        undo_bundle(world.above, before, WHY)
    undo_bundle(world.above, newest_in(world.above), WHY)
    undo_bundle(world.above, before, WHY)
    assert not shows(world.above, "villages", old)
    assert not shows(world.above, "villages", new)
    kept = aside_here(world.above).undone
    assert sorted(each.bundle or 0 for each in kept) == [1, 2]  # numbered anew by the new key
    assert all(each.units == (IA_DOM,) and each.lines for each in kept)
    assert all(each.office and each.undone for each in kept)
    assert check(world.above.store).problems == []
    add_village(world.first, "Thôn 3")
    assert world.carry(world.first, world.above).report.parked > 0  # it has not heard yet
    take(world.first, write_undone_receipt(world.above, before, world.folder / "undone.smt"))
    world.carry(world.first, world.above)
    assert row(world.above, "villages", old)["head"] == "Hai"
    assert shows(world.above, "villages", new)
    assert kept_aside(world.above) == 0
    assert check(world.above.store).problems == []


def test_what_was_heard_of_keys_stays_when_its_bundle_is_undone(world: World) -> None:
    world.certify_both()
    village = add_village(world.first, "Thôn 1")
    world.carry(world.first, world.second)
    certifying.revoke(world.above, key_of(world.first), "Mất máy")
    add_return(world.above, IA_DOM, "Bổ sung")
    world.carry(world.above, world.second)
    undo_bundle(world.second, newest_in(world.second), WHY)
    assert world.second.queries.count("returns") == 0
    assert shows(world.second, "villages", village)
    assert trusting.directory(world.second).revocation_of(key_of(world.first)) is not None
    world.carry(world.above, world.second)
    assert world.second.queries.count("returns") == 1


def test_lines_that_count_after_all_go_with_their_bundle(world: World) -> None:
    certifying.certify(world.above, key_of(world.first), "programme")
    person = add_person(world.first)
    world.carry(world.first, world.above)
    certifying.certify(world.above, key_of(world.first), "all")
    assert shows(world.above, "people", person)
    undo_bundle(world.above, newest_in(world.above), WHY)
    assert not shows(world.above, "people", person)
    assert check(world.above.store).problems == []
    world.carry(world.first, world.above)
    assert shows(world.above, "people", person)


def test_what_was_set_aside_goes_with_its_bundle_and_the_rest_stands(world: World) -> None:
    """Undone before its author is certified, nothing of it comes back with the certificate."""
    introduced(world)
    person = add_person(world.first)
    world.carry(world.first, world.above)
    certifying.certify(world.above, key_of(world.first), "programme")
    edit(world.first, "people", person, full_name="Rơ Châm Mới")
    assert len(world.carry(world.first, world.above).report.quarantined) == 1
    undo_bundle(world.above, newest_in(world.above), WHY)
    assert aside_here(world.above).lines == []
    certifying.certify(world.above, key_of(world.first), "all")
    assert row(world.above, "people", person)["full_name"] != "Rơ Châm Mới"
    assert check(world.above.store).problems == []
    world.carry(world.first, world.above)
    assert row(world.above, "people", person)["full_name"] == "Rơ Châm Mới"
