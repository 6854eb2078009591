"""Tables as pictures: a text drawing becomes a sheet, or a real file of each format.

Họ và tên      | Ngày sinh
Nguyễn Văn An  | 05/01/1987
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from sachmatuy_desktop.exchange.reading import Sheet

Merged = tuple[tuple[int, int, int, int], ...]


def cells(picture: str) -> list[list[str]]:
    """The drawing's cells; a line of nothing but bars is a row of empty cells."""
    rows = [
        [cell.strip() for cell in line.split("|")]
        for line in picture.strip("\n").splitlines()
        if line.strip()
    ]
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def sheet(picture: str, merged: Merged = ()) -> Sheet:
    """The drawing as it comes out of the reader."""
    return Sheet("bảng.xlsx", "Trang 1", [tuple(row) for row in cells(picture)], merged)


def xlsx(path: Path, picture: str, name: str = "Trang 1") -> Path:
    """The drawing as a file of texts."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet(name)
    for at, row in enumerate(cells(picture)):
        for column, text in enumerate(row):
            if text:
                page.write_string(at, column, text)
    book.close()
    return path


def xls(path: Path, picture: str) -> Path:
    """The same in the format of Excel 97."""
    book = xlwt.Workbook()
    page = book.add_sheet("Trang 1")
    for at, row in enumerate(cells(picture)):
        for column, text in enumerate(row):
            if text:
                page.write(at, column, text)
    book.save(str(path))
    return path


def ods(path: Path, picture: str) -> Path:
    """The same in the format of LibreOffice."""
    return ods_rows(path, cells(picture))


def ods_rows(path: Path, rows: Sequence[Sequence[str]], tail: int = 0) -> Path:
    """Rows of texts; `tail` empty rows after them are said in one element, as LibreOffice does."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="Trang 1")
    for row in rows:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string") if text else TableCell()
            if text:
                cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    if tail:
        line = TableRow(numberrowsrepeated=tail)
        line.addElement(TableCell(numbercolumnsrepeated=16384))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def rezipped(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The file again, with each member passed through `change`."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as old:
        members = [(name, change(name, old.read(name))) for name in old.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members:
            new.writestr(name, data)
    return path
