"""Real files of each format come out as the texts a person reads."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from sachmatuy_desktop.errors import NotFound
from sachmatuy_desktop.exchange.reading import cell_text, list_sheets, read_sheet
from tests.exchange.sheet_tables import cells, ods, ods_rows, xls, xlsx

ROSTER = """
    STT | Họ và tên     | Ngày sinh  | CCCD
    1   | Nguyễn Văn An | 05/01/1987 | 062087000001
    2   | Y Blo         | 1990       |
"""


@pytest.mark.parametrize(("write", "suffix"), [(xlsx, "xlsx"), (xls, "xls"), (ods, "ods")])
def test_every_format_gives_the_same_rows(tmp_path: Path, write: object, suffix: str) -> None:
    assert callable(write)
    path = write(tmp_path / f"danh sách.{suffix}", ROSTER)
    assert [list(row) for row in read_sheet(path).rows] == cells(ROSTER)


def test_a_file_with_the_wrong_ending_is_read_by_what_it_is(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ROSTER).rename(tmp_path / "a.xls")
    assert read_sheet(path).rows[1][1] == "Nguyễn Văn An"


def test_cells_of_excel_read_as_a_person_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "ô.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    page.write_number("A1", 1987)
    page.write_number("B1", 38090012345)
    page.write_number("C1", 8.5)
    page.write_datetime("D1", datetime(1987, 1, 5), day)  # noqa: DTZ001
    page.write_datetime("E1", datetime(1987, 1, 5, 10, 30), day)  # noqa: DTZ001
    page.write_boolean("F1", True)
    page.write_formula("G1", "=NA()", None, "#N/A")
    page.write_formula("H1", "=1+1", None, 2)
    page.write_string("I1", "=1+1")
    page.write_number("J1", 1.2345e20)
    book.close()
    assert read_sheet(path).rows[0] == (
        "1987",
        "38090012345",
        "8,5",
        "05/01/1987",
        "05/01/1987",
        "TRUE",
        "#N/A",
        "2",
        "=1+1",
        "1.23450000000000E+20",
    )


def test_an_openpyxl_file_reads_alike(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Họ và tên", date(1987, 1, 5), 912345678, None, "x"])
    book.save(tmp_path / "o.xlsx")
    assert read_sheet(tmp_path / "o.xlsx").rows[0] == (
        "Họ và tên",
        "05/01/1987",
        "912345678",
        "",
        "x",
    )


def test_cells_of_excel_97_read_as_a_person_reads_them(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("Một")
    page.write(0, 0, 38090012345)
    page.write(0, 1, date(1987, 1, 5), xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    page.write_merge(1, 3, 0, 0, "Thôn 1")
    page.row(1).set_cell_error(1, 0x2A)
    page.write(3, 1, "x")
    book.save(str(tmp_path / "cũ.xls"))
    rows = read_sheet(tmp_path / "cũ.xls").rows
    assert rows[0] == ("38090012345", "05/01/1987")
    assert rows[1] == ("Thôn 1", "#N/A")
    assert rows[3][0] == "Thôn 1"


def test_every_cell_of_a_merged_block_says_what_the_block_says(tmp_path: Path) -> None:
    path = tmp_path / "gộp.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.merge_range("A1:A3", "Thôn 1")
    page.write_column("B1", ["An", "Bình", "Cường"])
    page.merge_range("C1:D1", "Năm sinh")
    page.write_row("C2", ["Nam", "Nữ"])
    book.close()
    read = read_sheet(path)
    assert read.rows == [
        ("Thôn 1", "An", "Năm sinh", "Năm sinh"),
        ("Thôn 1", "Bình", "Nam", "Nữ"),
        ("Thôn 1", "Cường", "", ""),
    ]
    assert (0, 0, 2, 0) in read.merged


def test_the_first_visible_sheet_that_holds_anything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "nhiều.xlsx"
    book = xlsxwriter.Workbook(str(path))
    hidden = book.add_worksheet("Ẩn")
    hidden.write_string("A1", "bí mật")
    empty = book.add_worksheet("Trống")
    empty.activate()
    empty.set_first_sheet()
    book.add_worksheet("Dữ liệu").write_string("A1", "đây")
    hidden.hide()
    book.close()
    assert read_sheet(path).name == "Dữ liệu"
    assert read_sheet(path, "Ẩn").rows == [("bí mật",)]
    assert [(each.name, each.rows, each.hidden) for each in list_sheets(path)] == [
        ("Ẩn", 1, True),
        ("Trống", 0, False),
        ("Dữ liệu", 1, False),
    ]
    with pytest.raises(NotFound, match="Dữ liệu"):
        read_sheet(path, "Không có")


def test_a_tail_of_a_million_empty_rows_is_no_data(tmp_path: Path) -> None:
    path = ods_rows(tmp_path / "đuôi.ods", cells(ROSTER), tail=1_048_000)
    assert len(read_sheet(path).rows) == 3


@given(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.floats(),
        st.dates(),
        st.times(),
        st.text(),
    )
)
def test_any_cell_has_a_text(cell: object) -> None:
    assert isinstance(cell_text(cell), str)


def test_hours_read_as_hours() -> None:
    assert cell_text(time(8, 30)) == "08:30:00"
