"""What another reading would change: as if assessed anew by it, for a fraction of the work."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from sachmatuy_desktop.domain.criteria import Assessment, Status
from sachmatuy_desktop.domain.criteria.comparing import Alternative
from sachmatuy_desktop.services.criteria import assess, other_readings, program_library
from tests.fact_cases import DAY, IA_HDRAI, Commune, attest, drug_free_commune, new_commune
from tests.offices import add_household, remove

Q28_FREE = "q28-2025/commune-drug-free"
PACKS = [
    "hoang-phong-2024/commune-drug-free",
    IA_HDRAI,
    "lang-chanh-2023/neighbourhood",
    "ninh-thuan-2024/commune-class",
    "ninh-thuan-2024/commune-drug-free",
    "q28-2025/commune-class",
    Q28_FREE,
]


@pytest.fixture
def commune(tmp_path: Path) -> Commune:
    """Everything met, then somebody and something of every kind that a reading is about."""
    made = drug_free_commune(tmp_path / "office")
    village = made.office.queries.ids("villages")[0]
    addict = made.on_list("nghien", "2025-06-01", file_number="02/HS", file_date="2025-06-02")
    made.presence(addict, "co_so_cai_nghien", "2026-01-01")
    cured = made.on_list("nghien", "2024-06-01", name="Trần Văn Ổi")
    made.treatment(cured, "thay_the", from_date="2024-07-01")
    made.test(cured, "2026-02-20", "duong_tinh", prescribed=1)
    made.on_list("sdtp", "2026-02-01", name="Đỗ Văn Xoài", arrived=1)
    point = made.add("hotspots", kind="diem_to_chuc", village=village, detected_on="2025-11-01")
    made.add("hotspot_history", hotspot=point, change="triet_xoa", happened_on="2026-01-20")
    made.add("incidents", kind="trong_cay", happened_on="2025-12-20", village=village, plants=600)
    made.add(
        "households", head="Vắng Cả Hộ", village=village, state="vang_ca_ho", state_reason="đi làm"
    )
    made.add("populations", as_of="2026-03-01", households=900, people=3000, basis="Sổ cư trú")
    return made


def told(found: Assessment) -> tuple[object, ...]:
    states = [(each.id, each.status, each.band, each.numerator) for each in found.criteria]
    return found.outcome, found.class_id, found.possible_classes, states


@pytest.mark.parametrize("pack", PACKS)
def test_every_option_is_judged_as_if_it_had_been_taken(commune: Commune, pack: str) -> None:
    taken = assess(commune.office, pack, DAY)
    others = other_readings(commune.office, taken)
    options = [
        (reading.id, option.value)
        for reading in program_library().rules(pack).readings
        for option in reading.options
        if option.value != reading.default
    ]
    assert [(each.reading, each.value) for each in others] == options
    for each in others:
        anew = assess(commune.office, pack, DAY, readings={each.reading: each.value})
        assert told(each.after) == told(anew), (each.reading, each.value)


@pytest.mark.parametrize("reviewed", [True, False])
def test_a_zero_nobody_vouches_for_comes_back_where_its_sum_has_risen(
    tmp_path: Path, *, reviewed: bool
) -> None:
    made = new_commune(tmp_path / "office")
    addict = made.on_list("nghien")
    made.presence(addict, "co_so_cai_nghien", "2026-01-01")
    if reviewed:
        attest(made, "review", pack=Q28_FREE)
    taken = assess(made.office, Q28_FREE, DAY)
    by_reading = {each.reading: each for each in other_readings(made.office, taken)}
    (change,) = by_reading["in_facility"].changes
    stood = Status.MET if reviewed else Status.UNKNOWN
    assert (change.before.status, change.after.status) == (stood, Status.NOT_MET)


def test_an_option_says_what_it_changes_and_that_it_changes_nothing(commune: Commune) -> None:
    assert _boxes_alone(commune).changes_nothing
    remove(commune.office, "hotline_boards", commune.office.queries.ids("hotline_boards")[0])
    moved = _boxes_alone(commune)
    (change,) = moved.changes
    assert (change.before.id, change.before.status, change.after.status) == (
        "IAH.f",
        Status.NOT_MET,
        Status.MET,
    )
    assert not moved.changes_nothing


def _boxes_alone(commune: Commune) -> Alternative:
    found = other_readings(commune.office, assess(commune.office, IA_HDRAI, DAY))
    wanted = ("box_and_board", "tip_box_only")
    return next(each for each in found if (each.reading, each.value) == wanted)


def test_only_what_a_reading_can_move_is_counted_again(commune: Commune) -> None:
    """A reading of the rule asks the books nothing; one of the figures only for those it moves."""
    taken = assess(commune.office, IA_HDRAI, DAY)
    asked: list[str] = []

    def note(_c: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    engine = commune.office.store.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        found = other_readings(commune.office, taken)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(found) > 3
    counting = [each for each in asked if "count(" in each.lower()]
    assert len(counting) <= 2 * len(found)


def test_it_stops_when_asked(commune: Commune) -> None:
    class Stopped(Exception):
        pass

    def stop() -> None:
        raise Stopped

    taken = assess(commune.office, IA_HDRAI, DAY)
    with pytest.raises(Stopped):
        other_readings(commune.office, taken, check=stop)


def test_a_household_base_by_another_reading(commune: Commune) -> None:
    add_household(commune.office, commune.office.queries.ids("villages")[0], "Chưa Ký")
    taken = assess(commune.office, IA_HDRAI, date(2026, 3, 2))
    found = {each.reading: each for each in other_readings(commune.office, taken)}
    assert found["household_base"].after.criterion("IAH.e").denominator != (
        taken.criterion("IAH.e").denominator
    )
