"""Hidden parts, notes and old fonts of each kind of workbook."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter
import xlwt
from openpyxl.comments import Comment
from openpyxl.styles import Font

from sachmatuy_desktop.exchange.legacy import detect
from sachmatuy_desktop.exchange.reading import Sheet, read_sheet
from tests.exchange.old_fonts import typed_in
from tests.exchange.sheet_tables import ods, rezipped


def _rich(path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (["Họ và tên", "Thôn", "Ghi chú"], ["An", "1", ""], ["Bình", "2", ""]):
        page.append(row)
    page["A2"].comment = Comment("Cán bộ:\nđã đi làm xa", "Cán bộ")
    page["B3"].comment = Comment("a < b & c", "Cán bộ")
    page.row_dimensions[3].hidden = True
    page.column_dimensions["B"].hidden = True
    book.save(path)
    return path


def test_hidden_parts_and_notes_of_excel(tmp_path: Path) -> None:
    page = read_sheet(_rich(tmp_path / "a.xlsx"))
    assert page.hidden_rows == {3}
    assert page.hidden_columns == {1}
    assert page.notes == {(1, 0): "Cán bộ:\nđã đi làm xa", (2, 1): "a < b & c"}


def test_macros_are_not_looked_at(tmp_path: Path) -> None:
    path = _rich(tmp_path / "a.xlsm")
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macros")

    def with_macros(name: str, data: bytes) -> bytes:
        if name != "[Content_Types].xml":
            return data
        return data.replace(
            b"spreadsheetml.sheet.main+xml", b"vnd.ms-excel.sheet.macroEnabled.main+xml"
        )

    assert read_sheet(rezipped(path, with_macros)).rows[1][0] == "An"


def test_old_fonts_of_excel(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append([typed_in("tcvn3", "Họ và tên"), "Thôn"])
    page.append([typed_in("tcvn3", "nguyễn văn ân"), "1"])
    page.append([typed_in("tcvn3", "Đỗ Thị Ước"), "2"])
    for row in (1, 3):
        page.cell(row, 1).font = Font(name=".VnTime")
    page.cell(2, 1).font = Font(name=".VnTimeH")
    book.save(tmp_path / "a.xlsx")
    read = read_sheet(tmp_path / "a.xlsx")
    assert read.fonts == (".VnTime",)
    assert read.capitals == {(1, 0)}
    found = detect(read)
    assert found is not None
    assert found.columns == {0: "tcvn3"}
    assert dict(found.samples)["nguyÔn v¨n ©n"] == "NGUYỄN VĂN ÂN"


def test_excel_97_tells_the_same(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("Một")
    plain, capitals = (xlwt.easyxf(f"font: name {name}") for name in (".VnTime", ".VnTimeH"))
    page.write(0, 0, typed_in("tcvn3", "Họ và tên"), plain)
    page.write(1, 0, typed_in("tcvn3", "nguyễn văn ân"), capitals)
    page.write(2, 0, typed_in("tcvn3", "Đỗ Thị Ước"), plain)
    page.write(2, 1, "x")
    page.row(2).hidden = True
    page.col(1).hidden = True
    book.save(str(tmp_path / "cũ.xls"))
    read = read_sheet(tmp_path / "cũ.xls")
    assert read.hidden_rows == {3}
    assert read.hidden_columns == {1}
    assert read.fonts == (".VnTime",)
    assert read.capitals == {(1, 0)}


def test_libreoffice_tells_hidden_parts_notes_blocks_and_errors(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", "Họ và tên | Thôn | Tuổi\nAn | 1 | 30\nBình | 2 | 31")

    def richer(name: str, data: bytes) -> bytes:
        if name != "content.xml":
            return data
        text = data.decode()
        text = text.replace(
            "<text:p>An</text:p>",
            "<office:annotation><dc:date>2026-01-01</dc:date><text:p>đi xa</text:p>"
            "</office:annotation><text:p>An</text:p>",
        )
        text = text.replace(
            '<table:table-row><table:table-cell office:value-type="string"><text:p>Bình',
            '<table:table-row table:visibility="collapse"><table:table-cell'
            ' office:value-type="string"><text:p>Bình',
        )
        text = text.replace(
            '<table:table-cell office:value-type="string"><text:p>30</text:p>',
            '<table:table-cell office:value-type="string" calcext:value-type="error">'
            "<text:p>#N/A</text:p>",
        )
        text = text.replace(
            '<table:table table:name="Trang 1">',
            '<table:table table:name="Trang 1"><table:table-column/>'
            '<table:table-column table:visibility="collapse"/><table:table-column/>',
        )
        return text.replace(
            "xmlns:office", 'xmlns:calcext="urn:calc" xmlns:dc="urn:dc" xmlns:office', 1
        ).encode()

    read = read_sheet(rezipped(path, richer))
    assert read.rows[1] == ("An", "1", "#N/A")
    assert read.hidden_rows == {3}
    assert read.hidden_columns == {1}
    assert read.notes == {(1, 0): "đi xa"}


def test_letters_of_many_fonts_in_one_cell_are_one_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    bold = book.add_format({"bold": True})
    page.write_rich_string("A1", "Nguyễn ", bold, "Văn", " An")
    page.write_formula("B1", "=1/0", None, "#DIV/0!")
    page.write_formula("C1", "=A1", None, "An")
    page.write_string("D1", "Le\u0302\u00a0Va\u0306n\u200b An")
    book.close()
    read: Sheet = read_sheet(path)
    assert read.rows[0][:3] == ("Nguyễn Văn An", "#DIV/0!", "An")
