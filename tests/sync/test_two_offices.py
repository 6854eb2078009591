"""What a commune writes arrives at its receiving office: once, whole, and whoever crosses whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.errors import Refused
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.storage.sync import outbox
from tests.offices import (
    HOANG_PHONG,
    IA_DOM,
    TestClock,
    add_household,
    add_person,
    add_return,
    add_village,
    edit,
    new_office,
    remove,
    row,
)

DISTRICT = "huyen-618@1"


def trust(here: Office, there: Office, role: str) -> None:
    """Trust the other's card, two groups of its fingerprint read from paper."""
    groups = there.keys.device.public.fingerprint[:9]
    trusting.trust(here, trusting.own_card(there), groups, role)


def introduce(lower: Office, upper: Office, role: str = "lower") -> None:
    """Both offices trust each other's cards, fingerprints read from paper."""
    for here, there, as_what in ((upper, lower, role), (lower, upper, "upper")):
        trust(here, there, as_what)


@pytest.fixture
def commune(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "xã", IA_DOM, clock=clock)


@pytest.fixture
def district(tmp_path: Path, commune: Office) -> Office:
    office = new_office(tmp_path / "trên", DISTRICT, kind="receiving")
    introduce(commune, office)
    return office


def carry(sender: Office, receiver: Office, stick: Path) -> bundles.MergeOutcome:
    """One bundle, there."""
    bundles.export(sender, receiver.keys.device.public.key_id, stick)
    return bundles.merge(receiver, bundles.stage(receiver, stick))


def same(first: Office, second: Office, register: str, record: str) -> bool:
    """Whether both offices show the same record, the local bookkeeping aside."""
    local = {"base_entry", "last_entry", "_last"}
    here, there = (
        {name: value for name, value in row(each, register, record).items() if name not in local}
        for each in (first, second)
    )
    return here == there


def test_records_arrive_and_are_found(commune: Office, district: Office, tmp_path: Path) -> None:
    village = add_village(commune)
    household = add_household(commune, village)
    person = add_person(commune, "Lò Thị Mận", village)
    outcome = carry(commune, district, tmp_path / "một.smt")
    assert outcome.report.new["households"] == 1
    for register, record in (
        ("villages", village),
        ("households", household),
        ("people", person),
    ):
        assert same(commune, district, register, record)
    assert [hit.id for hit in district.queries.find("man")] == [person]


def test_the_preview_says_what_will_happen_and_does_nothing(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_village(commune)
    stick = tmp_path / "một.smt"
    bundles.export(commune, district.keys.device.public.key_id, stick)
    staged = bundles.stage(district, stick)
    assert staged.report.new["villages"] == 1
    assert district.queries.count("villages") == 0
    assert bundles.merge(district, staged).report.new == staged.report.new


def test_taking_a_bundle_in_twice_changes_nothing(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    village = add_village(commune)
    stick = tmp_path / "một.smt"
    carry(commune, district, stick)
    before = len(district.queries.journal())
    again = bundles.merge(district, bundles.stage(district, stick))
    assert again.report.nothing_new
    assert len(district.queries.journal()) == before
    assert same(commune, district, "villages", village)


def test_a_lost_stick_costs_nothing(commune: Office, district: Office, tmp_path: Path) -> None:
    first = add_village(commune, "Thôn 1")
    bundles.export(commune, district.keys.device.public.key_id, tmp_path / "mất.smt")
    second = add_village(commune, "Thôn 2")
    carry(commune, district, tmp_path / "hai.smt")
    assert same(commune, district, "villages", first)
    assert same(commune, district, "villages", second)


def test_after_the_receipt_only_what_is_new_travels(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_village(commune, "Thôn 1")
    outcome = carry(commune, district, tmp_path / "một.smt")
    receipt = outcome.receipt
    assert receipt is not None
    bundles.merge(commune, bundles.stage(commune, receipt))
    second = add_village(commune, "Thôn 2")
    report = bundles.export(commune, district.keys.device.public.key_id, tmp_path / "hai.smt")
    assert report.lines == 2
    bundles.merge(district, bundles.stage(district, tmp_path / "hai.smt"))
    assert same(commune, district, "villages", second)


def test_bundles_in_the_wrong_order_wait_for_each_other(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    village = add_village(commune, "Thôn 1")
    outcome = carry(commune, district, tmp_path / "một.smt")
    assert outcome.receipt is not None
    bundles.merge(commune, bundles.stage(commune, outcome.receipt))
    edit(commune, "villages", village, head="Một")
    key = district.keys.device.public.key_id
    bundles.export(commune, key, tmp_path / "hai.smt")
    with commune.store.writing() as connection:
        outbox.acknowledge(connection, key, outbox.held_vector(connection))
    edit(commune, "villages", village, head="Hai")
    bundles.export(commune, key, tmp_path / "ba.smt")
    late = bundles.merge(district, bundles.stage(district, tmp_path / "ba.smt"))
    assert late.report.parked == 1
    assert row(district, "villages", village)["head"] is None
    filled = bundles.merge(district, bundles.stage(district, tmp_path / "hai.smt"))
    assert filled.report.parked == 0
    assert same(commune, district, "villages", village)


def test_a_bundle_for_someone_else_is_refused(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    other = new_office(tmp_path / "khác", HOANG_PHONG)
    introduce(other, district)
    introduce(commune, other)
    add_village(commune)
    stick = tmp_path / "một.smt"
    bundles.export(commune, other.keys.device.public.key_id, stick)
    with pytest.raises(Refused):
        bundles.stage(district, stick)


def test_a_stranger_is_refused(commune: Office, district: Office, tmp_path: Path) -> None:
    stranger = new_office(tmp_path / "lạ", HOANG_PHONG)
    trust(stranger, district, "upper")
    add_village(stranger)
    stick = tmp_path / "một.smt"
    bundles.export(stranger, district.keys.device.public.key_id, stick)
    with pytest.raises(Refused):
        bundles.stage(district, stick)


def test_a_truncated_or_altered_bundle_changes_nothing(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_village(commune)
    stick = tmp_path / "một.smt"
    bundles.export(commune, district.keys.device.public.key_id, stick)
    whole = stick.read_bytes()
    for damaged in (whole[:-1], whole[: len(whole) // 2], whole[:-20] + b"\0" * 20, b""):
        stick.write_bytes(damaged)
        with pytest.raises(Refused):
            bundles.stage(district, stick)
    assert district.queries.count("villages") == 0


def test_a_removed_record_is_removed_above(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    person = add_person(commune)
    carry(commune, district, tmp_path / "một.smt")
    remove(commune, "people", person)
    outcome = carry(commune, district, tmp_path / "hai.smt")
    assert outcome.report.removed["people"] == 1
    assert district.queries.find("cam") == []


def test_what_the_office_above_returns_comes_down(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    add_village(commune)
    carry(commune, district, tmp_path / "lên.smt")
    note = add_return(district, commune.info.unit_id, "Bổ sung bảng niêm yết")
    carry(district, commune, tmp_path / "xuống.smt")
    assert row(commune, "returns", note)["subject"] == "Bổ sung bảng niêm yết"


def test_the_office_above_cannot_write_a_communes_book(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    village = add_village(commune)
    carry(commune, district, tmp_path / "lên.smt")
    with pytest.raises(Exception, match="thuộc đơn vị khác"):
        edit(district, "villages", village, head="Người khác")


def test_training_and_real_offices_do_not_mix(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    training = new_office(tmp_path / "tập huấn", HOANG_PHONG, training=True)
    with pytest.raises(Refused, match="tập huấn"):
        trust(district, training, "lower")
