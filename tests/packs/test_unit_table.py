"""The program's own unit table: the numbers of the reform and the units of the seed plans."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.units import Extent, Kind
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.units import load_units, unit_table
from sachmatuy_desktop.paths import resources_folder

BEFORE, REFORM, TODAY = date(2025, 6, 30), date(2025, 7, 1), date(2026, 7, 1)


def names(unit_id: str) -> str:
    return unit_table().full_name(unit_table().unit(unit_id))


@pytest.mark.parametrize(
    ("old", "called", "new", "now_called", "made_of"),
    [
        (
            "xa-23537@1",
            "xã Ia Dom, huyện Ia H'Drai, tỉnh Kon Tum",
            "xa-23538@2",
            "xã Ia Tơi, tỉnh Quảng Ngãi",
            {"23537", "23538"},
        ),
        (
            "xa-15973@1",
            "xã Hoằng Phong, huyện Hoằng Hóa, tỉnh Thanh Hóa",
            "xa-15976@2",
            "xã Hoằng Châu, tỉnh Thanh Hóa",
            {"15949", "15973", "15976", "15979"},
        ),
        (
            "thi-tran-15055@1",
            "thị trấn Lang Chánh, huyện Lang Chánh, tỉnh Thanh Hóa",
            "xa-15055@2",
            "xã Linh Sơn, tỉnh Thanh Hóa",
            {"15055", "15037"},
        ),
    ],
)
def test_the_communes_of_the_plans_and_what_became_of_them(
    old: str, called: str, new: str, now_called: str, made_of: set[str]
) -> None:
    table = unit_table()
    assert names(old) == called
    assert names(new) == now_called
    (line,) = table.successors(table.unit(old))
    assert (line.new_id, line.extent) == (new, Extent.WHOLE)
    parts = table.predecessors(table.unit(new))
    assert {table.unit(part.old_id).code for part in parts} == made_of
    assert table.now(table.unit(old), TODAY) == (table.unit(new),)


def test_a_code_was_reused_for_another_extent() -> None:
    assert names("xa-15976@1") == "xã Hoằng Lưu, huyện Hoằng Hóa, tỉnh Thanh Hóa"
    assert names("xa-15976@2") == "xã Hoằng Châu, tỉnh Thanh Hóa"


def test_ia_dal_went_on_unchanged_under_another_parent() -> None:
    (line,) = unit_table().successors(unit_table().unit("xa-23535@1"))
    assert (line.new_id, line.extent) == ("xa-23535@2", Extent.UNCHANGED)


def test_ia_dom_is_found_in_kon_tum_and_in_gia_lai() -> None:
    found = unit_table().search("ia dom")
    told = {f"{unit_table().full_name(hit)} ({hit.period})" for hit in found}
    assert told == {
        "xã Ia Dom, huyện Ia H'Drai, tỉnh Kon Tum (đến 30/06/2025)",
        "xã Ia Dom, huyện Đức Cơ, tỉnh Gia Lai (đến 30/06/2025)",
        "xã Ia Dom, tỉnh Gia Lai (từ 01/07/2025)",
    }


@pytest.mark.parametrize(
    ("old", "new", "communes_before", "communes_after"),
    [("tinh-62@1", "tinh-51@2", 102, 40), ("tinh-58@1", "tinh-56@2", 62, 24)],
)
def test_provinces_that_merged(
    old: str, new: str, communes_before: int, communes_after: int
) -> None:
    table = unit_table()
    (line,) = table.successors(table.unit(old))
    assert (line.new_id, line.extent) == (new, Extent.WHOLE)
    former = [
        commune
        for district in table.children(table.unit(old), BEFORE)
        for commune in table.children(district, BEFORE)
    ]
    assert len(former) == communes_before
    after = {heir for commune in former for heir in table.now(commune, REFORM)}
    assert len(after) == communes_after


def test_thanh_hoa_stayed_itself_with_other_children() -> None:
    table = unit_table()
    province = table.unit("tinh-38@1")
    assert (province.valid_from, province.valid_to) == (None, None)
    assert {child.kind.level for child in table.children(province, BEFORE)} == {2}
    assert len(table.children(province, REFORM)) == 166


def counted(day: date) -> Counter[Kind]:
    return Counter(unit.kind for unit in unit_table().on(day))


def test_the_numbers_of_each_period() -> None:
    old, reform, today = counted(BEFORE), counted(REFORM), counted(TODAY)
    assert old[Kind.PROVINCE] + old[Kind.CENTRAL_CITY] == 63
    assert sum(old[k] for k in Kind if k.level == 2) == 696
    assert sum(old[k] for k in Kind if k.level == 3) == 10035
    assert (reform[Kind.PROVINCE], reform[Kind.CENTRAL_CITY]) == (28, 6)
    assert (reform[Kind.COMMUNE], reform[Kind.WARD], reform[Kind.SPECIAL_ZONE]) == (2621, 687, 13)
    assert (today[Kind.COMMUNE], today[Kind.WARD], today[Kind.SPECIAL_ZONE]) == (2611, 697, 13)
    assert (today[Kind.PROVINCE], today[Kind.CENTRAL_CITY]) == (27, 7)
    assert sum(reform.values()) == sum(today.values()) == 34 + 3321


def test_every_unit_has_its_parent_and_its_heirs_in_time() -> None:
    table = unit_table()
    for unit in table:
        assert re.fullmatch(r"[a-z-]+-\d+@\d", unit.id)
        for line in table.successors(unit):
            heir = table.unit(line.new_id)
            assert unit.valid_to is not None
            assert heir.valid_from is not None
            assert (heir.valid_from - unit.valid_to).days == 1
        if unit.kind.level == 3 and unit.valid_to is not None:
            assert table.now(unit, TODAY)


def test_no_code_has_two_bearers_on_one_day() -> None:
    for day in (BEFORE, REFORM, TODAY):
        bearers = Counter(unit.code for unit in unit_table().on(day))
        assert max(bearers.values()) == 1


def test_the_table_is_small_and_read_once() -> None:
    assert (resources_folder() / "units" / "units.csv").stat().st_size <= 1_000_000
    assert unit_table() is unit_table()


def test_a_later_change_is_laid_over_the_table(tmp_path: Path) -> None:
    change = tmp_path / "thay-doi.csv"
    change.write_text(
        "id,name,parent,from,to,source,became\n"
        "xa-23538@2,Ia Tơi,tinh-51@2,2025-07-01,2027-12-31,qd-19-2025,phuong-23538@3:toan-bo\n"
        "phuong-23538@3,Ia Tơi,tinh-51@2,2028-01-01,,Nghị quyết thử,\n",
        encoding="utf-8",
    )
    table = load_units(change)
    assert len(table) == len(unit_table()) + 1
    (heir,) = table.now(table.unit("xa-23537@1"), date(2028, 6, 1))
    assert heir.titled == "phường Ia Tơi"
    assert heir.source == "Nghị quyết thử"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("mã,tên\n", "dòng 1"),
        ("id,name,parent,from,to,source,became\nlàng-1@1,A,,,,x,\n", "dòng 2"),
        ("id,name,parent,from,to,source,became\nxa-1@1,A,,31/12/2025,,x,\n", "dòng 2"),
        ("id,name,parent,from,to,source,became\nxa-1@1,A,tinh-99@9,,,x,\n", "tinh-99@9"),
    ],
)
def test_a_damaged_file_is_told_by_its_line(tmp_path: Path, lines: str, said: str) -> None:
    file = tmp_path / "hong.csv"
    file.write_text(lines, encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        load_units(file)
