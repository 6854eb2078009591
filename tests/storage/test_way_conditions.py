"""Lists narrowed by how far records have gone: not sent, sent, received."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.sync.record_ways import Way, way_of
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.sync.way_conditions import WAY
from tests.offices import IA_DOM, TestClock, add_person, edit, new_office
from tests.sync.test_two_offices import DISTRICT, carry, introduce, trust


@pytest.fixture
def commune(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "xã", IA_DOM, clock=clock)


@pytest.fixture
def district(tmp_path: Path, commune: Office) -> Office:
    office = new_office(tmp_path / "trên", DISTRICT, kind="receiving")
    introduce(commune, office)
    return office


def people(office: Office) -> dict[str, set[str]]:
    """The people of each way, which are everybody, once; single records say the same."""
    found = {way: set(office.queries.ids("people", [Where(WAY, "way", str(way))])) for way in Way}
    everybody = office.queries.ids("people")
    assert sorted(each for ids in found.values() for each in ids) == sorted(everybody)
    for way, ids in found.items():
        for each in ids:
            known = way_of(office, "people", each)
            assert known is not None
            assert known.way is way
        assert office.queries.count("people", [Where(WAY, "way", str(way))]) == len(ids)
    return {str(way): ids for way, ids in found.items()}


def test_a_list_is_narrowed_by_how_far_its_records_have_gone(
    commune: Office, district: Office, clock: TestClock, tmp_path: Path
) -> None:
    old = add_person(commune, "Lò Thị Mận")
    clock.advance(minutes=5)
    assert people(commune) == {"unsent": {old}, "sent": set(), "received": set()}
    receipt = carry(commune, district, tmp_path / "một.smt").receipt
    assert people(commune) == {"unsent": set(), "sent": {old}, "received": set()}
    assert receipt is not None
    bundles.merge(commune, bundles.stage(commune, receipt))
    clock.advance(minutes=5)
    new = add_person(commune, "Lò Văn Mít")
    assert people(commune) == {"unsent": {new}, "sent": set(), "received": {old}}
    clock.advance(minutes=5)
    bundles.export(commune, district.keys.device.public.key_id, tmp_path / "hai.smt")
    clock.advance(minutes=5)
    edit(commune, "people", old, full_name="Lò Thị Mơ")
    assert people(commune) == {"unsent": {old}, "sent": {new}, "received": set()}


def test_what_went_to_another_pc_of_the_office_has_not_been_sent(
    commune: Office, district: Office, clock: TestClock, tmp_path: Path
) -> None:
    sister = new_office(tmp_path / "máy hai", IA_DOM, clock=clock)
    trust(commune, sister, "sister")
    person = add_person(commune, "Lò Thị Mận")
    clock.advance(minutes=5)
    bundles.export(commune, sister.keys.device.public.key_id, tmp_path / "chị em.smt")
    assert people(commune) == {"unsent": {person}, "sent": set(), "received": set()}
    assert district.queries.count("people") == 0
