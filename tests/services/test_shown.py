"""A list as shown on its way out: clipboard and file, by right and noted in the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import NotAllowed
from sachmatuy_desktop.exchange.flat import FlatTable
from sachmatuy_desktop.exchange.reading import read_sheet
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.shown import copy_table, export_table
from tests.offices import FOR_A_TEST, TestClock, new_office

TABLE = FlatTable(
    "Nhân khẩu",
    ("Họ và tên", "Số định danh", "Số người", "Ngày"),
    [
        ("=1+1", "040085001234", 1234, date(2026, 3, 5)),
        ('Lò "Út"\tAn', "+84912", 0, ""),
    ],
)
FIELDS = ("full_name", "citizen_number")


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path, clock=clock)


def test_what_looks_like_a_formula_stays_a_text_on_the_clipboard(office: Office) -> None:
    copied = copy_table(office.session, "people", FIELDS, TABLE, heads=False, purpose="Đối chiếu")
    first, second, end = copied.text.split("\r\n")
    assert first == "'=1+1\t040085001234\t1234\t05/03/2026"
    assert second == '"Lò ""Út""\tAn"\t\'+84912\t0\t'
    assert end == ""
    assert "<td style=\"mso-number-format:'\\@'\">=1+1</td>" in copied.html
    assert "<td style=\"mso-number-format:'\\@'\">040085001234</td>" in copied.html
    assert "<td>1234</td>" in copied.html


def test_heads_are_copied_when_asked_for(office: Office) -> None:
    copied = copy_table(office.session, "people", FIELDS, TABLE, heads=True, purpose="Đối chiếu")
    assert copied.text.startswith("Họ và tên\tSố định danh\tSố người\tNgày\r\n")
    assert "<th>Họ và tên</th>" in copied.html
    line = office.queries.journal()[0]
    assert (line.act, line.why, line.count) == ("records.copy:people", "Nhân khẩu: 2: Đối chiếu", 0)


def test_the_file_says_what_the_screen_said(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "ra.xlsx"
    written = export_table(
        office.session, "people", FIELDS, TABLE, path, "Giới tính: Nam", terms=FOR_A_TEST
    )
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert written.rows == 2
    assert rows[0][0] == "NHÂN KHẨU"
    assert "Giới tính: Nam · Số dòng: 2" in str(rows[1][0])
    assert rows[2] == TABLE.heads
    assert rows[3][:3] == ("=1+1", "040085001234", 1234)
    assert sheet["A4"].data_type == "s"
    assert sheet["D4"].number_format == "dd/mm/yyyy"
    assert read_sheet(path).rows  # the program's own reader takes it too
    assert office.queries.journal()[0].act == "spreadsheet.export:people"


def test_nobody_takes_out_what_they_may_not_see(office: Office, tmp_path: Path) -> None:
    clerk = replace(office.session, role=role("clerk"))
    with pytest.raises(NotAllowed):
        copy_table(clerk, "people", ("ethnicity",), TABLE, heads=False, purpose="Đối chiếu")
    with pytest.raises(NotAllowed):
        export_table(clerk, "episodes", (), TABLE, tmp_path / "ra.xlsx", terms=FOR_A_TEST)
    assert not (tmp_path / "ra.xlsx").exists()
