"""Tables as pictures: a text drawing becomes a sheet, or a real file of each format.

Họ và tên      | Ngày sinh
Nguyễn Văn An  | 05/01/1987
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

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
    lines = ["".join(_ods_cell(text) for text in row) for row in rows]
    body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    if tail:
        body += (
            f'<table:table-row table:number-rows-repeated="{tail}">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", _ODS_TYPE)
        book.writestr("META-INF/manifest.xml", _ODS_MANIFEST, zipfile.ZIP_DEFLATED)
        book.writestr("content.xml", _ODS_CONTENT.format(body=body), zipfile.ZIP_DEFLATED)
    return path


_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_ODS_CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    "<office:document-content"
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' office:version="1.2"><office:body><office:spreadsheet>'
    '<table:table table:name="Trang 1">{body}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def _ods_cell(text: str) -> str:
    if not text:
        return "<table:table-cell/>"
    return (
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(text)}</text:p></table:table-cell>"
    )


def rezipped(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The file again, with each member passed through `change`."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as old:
        members = [(name, change(name, old.read(name))) for name in old.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members:
            new.writestr(name, data)
    return path
