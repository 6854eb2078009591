"""Units in time, on a small table drawn like the reform itself."""

from __future__ import annotations

from datetime import date

import pytest

from sachmatuy_desktop.domain.units import Extent, Kind, Succession, Unit, UnitTable
from sachmatuy_desktop.errors import NotFound

LAST_OLD, FIRST_NEW = date(2025, 6, 30), date(2025, 7, 1)
BEFORE, AFTER = date(2024, 11, 8), date(2026, 7, 1)


def unit(unit_id: str, name: str, parent: str | None = None, era: str = "both") -> Unit:
    kind, code = unit_id.partition("@")[0].rsplit("-", 1)
    return Unit(
        id=unit_id,
        code=code,
        name=name,
        kind=Kind(kind),
        parent_id=parent,
        valid_from=FIRST_NEW if era == "new" else None,
        valid_to=LAST_OLD if era == "old" else None,
        source="bảng thử",
    )


TABLE = UnitTable(
    [
        unit("tinh-62@1", "Kon Tum", era="old"),
        unit("tinh-64@1", "Gia Lai", era="old"),
        unit("tinh-51@2", "Quảng Ngãi", era="new"),
        unit("tinh-52@2", "Gia Lai", era="new"),
        unit("huyen-618@1", "Ia H'Drai", "tinh-62@1", "old"),
        unit("huyen-631@1", "Đức Cơ", "tinh-64@1", "old"),
        unit("xa-23537@1", "Ia Dom", "huyen-618@1", "old"),
        unit("xa-23538@1", "Ia Tơi", "huyen-618@1", "old"),
        unit("xa-23872@1", "Ia Dom", "huyen-631@1", "old"),
        unit("xa-23538@2", "Ia Tơi", "tinh-51@2", "new"),
        unit("xa-23872@2", "Ia Dom", "tinh-52@2", "new"),
        unit("phuong-26734@1", "12", "tinh-64@1", "old"),
    ],
    [
        Succession("tinh-62@1", "tinh-51@2", Extent.WHOLE),
        Succession("xa-23537@1", "xa-23538@2", Extent.WHOLE),
        Succession("xa-23538@1", "xa-23538@2", Extent.WHOLE),
        Succession("xa-23872@1", "xa-23872@2", Extent.UNCHANGED),
    ],
)
IA_DOM = TABLE.unit("xa-23537@1")
IA_TOI = TABLE.unit("xa-23538@2")


def test_a_unit_is_told_with_its_parents_and_its_period() -> None:
    assert TABLE.full_name(IA_DOM) == "xã Ia Dom, huyện Ia H'Drai, tỉnh Kon Tum"
    assert IA_DOM.on_paper == "XÃ IA DOM"
    assert IA_DOM.period == "đến 30/06/2025"
    assert IA_TOI.period == "từ 01/07/2025"
    assert TABLE.unit("phuong-26734@1").titled == "Phường 12"


def test_a_code_says_who_only_together_with_a_day() -> None:
    assert TABLE.with_code("23538", BEFORE) == TABLE.unit("xa-23538@1")
    assert TABLE.with_code("23538", AFTER) == IA_TOI
    assert TABLE.with_code("23537", AFTER) is None


def test_a_merged_commune_knows_its_successor_and_the_new_one_its_parts() -> None:
    assert TABLE.successors(IA_DOM) == (Succession(IA_DOM.id, IA_TOI.id, Extent.WHOLE),)
    assert [line.old_id for line in TABLE.predecessors(IA_TOI)] == ["xa-23537@1", "xa-23538@1"]
    assert TABLE.now(IA_DOM, AFTER) == (IA_TOI,)
    assert TABLE.now(IA_DOM, BEFORE) == (IA_DOM,)


def test_any_unit_above_may_receive() -> None:
    assert [u.titled for u in TABLE.receivers(IA_DOM)] == ["huyện Ia H'Drai", "tỉnh Kon Tum"]
    assert [u.titled for u in TABLE.receivers(IA_TOI)] == ["tỉnh Quảng Ngãi"]


def test_children_depend_on_the_day() -> None:
    district = TABLE.unit("huyen-618@1")
    assert [child.name for child in TABLE.children(district, BEFORE)] == ["Ia Dom", "Ia Tơi"]
    assert TABLE.children(district, AFTER) == ()
    assert {u.id for u in TABLE.on(LAST_OLD)}.isdisjoint(u.id for u in TABLE.on(FIRST_NEW))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ia dom", ["xa-23872@2", "xa-23537@1", "xa-23872@1"]),
        ("IA DOM kon tum", ["xa-23537@1"]),
        ("ia dom duc co", ["xa-23872@1"]),
        ("ia h’ drai", ["huyen-618@1", "xa-23537@1", "xa-23538@1"]),
        ("không có nơi này", []),
        ("", []),
    ],
)
def test_a_name_is_found_in_every_place_that_bears_it(typed: str, found: list[str]) -> None:
    assert [hit.id for hit in TABLE.search(typed)] == found


def test_a_search_may_be_held_to_a_day() -> None:
    assert [hit.id for hit in TABLE.search("ia dom", on=AFTER)] == ["xa-23872@2"]


def test_an_unknown_id_is_a_sentence() -> None:
    assert "xa-99999@1" not in TABLE
    with pytest.raises(NotFound, match="xa-99999@1"):
        TABLE.unit("xa-99999@1")


def test_the_communes_below_are_those_of_the_day_however_deep() -> None:
    quang_ngai = TABLE.unit("tinh-51@2")
    kon_tum = TABLE.unit("tinh-62@1")
    assert [each.id for each in TABLE.below(kon_tum, BEFORE, 3)] == ["xa-23537@1", "xa-23538@1"]
    assert [each.id for each in TABLE.below(kon_tum, BEFORE, 2)] == ["huyen-618@1"]
    assert TABLE.below(quang_ngai, AFTER, 3) == (IA_TOI,)


def test_before_it_began_a_unit_had_what_it_was_made_of_and_after_it_ended_what_it_last_had() -> (
    None
):
    quang_ngai, district = TABLE.unit("tinh-51@2"), TABLE.unit("huyen-618@1")
    assert [each.id for each in TABLE.below(quang_ngai, BEFORE, 3)] == ["xa-23537@1", "xa-23538@1"]
    assert TABLE.below(district, AFTER, 3) == TABLE.below(district, BEFORE, 3)


def test_a_unit_of_one_unchanged_unit_goes_on_and_a_merged_one_does_not() -> None:
    gia_lai = TABLE.unit("xa-23872@2")
    assert TABLE.continues(gia_lai) == TABLE.unit("xa-23872@1")
    assert TABLE.continues(IA_TOI) is None
    assert TABLE.continues(IA_DOM) is None


def test_origins_reach_back_through_several_conversions_and_a_part_stays_a_part() -> None:
    units = [unit(f"xa-0000{n}@1", name) for n, name in enumerate(("A", "B", "C", "D"))]
    first, second, third, last = (each.id for each in units)
    table = UnitTable(
        units,
        [
            Succession(first, second, Extent.PART),
            Succession(second, third, Extent.WHOLE),
            Succession(third, last, Extent.UNCHANGED),
        ],
    )
    found = {line.old_id: line.extent for line in table.origins(units[3])}
    assert found == {third: Extent.UNCHANGED, second: Extent.WHOLE, first: Extent.PART}
    assert {line.new_id for line in table.origins(units[3])} == {last}
