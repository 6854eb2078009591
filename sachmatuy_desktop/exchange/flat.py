"""A table of plain cells on its way to a spreadsheet: as text, as HTML, as `.xlsx`.

Numbers leave as numbers and days as days where the way knows such things; everything else is text
and stays text, so zeros at the front survive and nothing that begins with = + - @ is a formula.
"""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.exchange.locking import locked
from sachmatuy_desktop.exchange.writing import FIRST_DAY, LARGEST_NUMBER, LONGEST_CELL
from sachmatuy_desktop.storage.atomic import write_atomically

__all__ = ["FlatCell", "FlatTable", "as_html", "as_text", "tables_file", "write_table"]

FlatCell = str | int | date
"""What a cell says; the empty text for nothing."""

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula (OWASP, CSV injection)."""

WIDEST: Final = 44
NARROWEST: Final = 9
SAMPLE: Final = 200
"""Rows looked at for the width of a column."""

_SHEET_SIGNS: Final = str.maketrans("", "", "[]:*?/\\'")
_HEAD_ROW: Final = 2  # from 0: a title and a line about it stand above


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A title, the heads of the columns, and rows as long as the heads."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[FlatCell]]


def as_text(table: FlatTable, *, heads: bool = False) -> str:
    """Lines with tabs between the cells, as Excel and Calc put them on the clipboard."""
    lines = ["\t".join(map(_tabbed, table.heads))] if heads else []
    lines += ["\t".join(map(_tabbed, row)) for row in table.rows]
    return "\r\n".join(lines) + "\r\n"


def as_html(table: FlatTable, *, heads: bool = False) -> str:
    """A table that Excel and Calc take over a text beside it; text cells are marked as text."""
    rows = (
        [f"<tr>{''.join(f'<th>{_said(head)}</th>' for head in table.heads)}</tr>"] if heads else []
    )
    rows += [f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in table.rows]
    return f"<html><body><table>{''.join(rows)}</table></body></html>"


def write_table(table: FlatTable, path: Path, said: str = "", passphrase: str | None = None) -> int:
    """Write `.xlsx`, locked where a passphrase is given; the file appears whole or not at all.

    Raises `StorageTrouble`.

    Returns how many cells were left empty because no cell holds so long a text.
    """
    book = _Book()
    left_out = book.add(table, said)
    write_atomically(path, locked(book.finish(), passphrase))
    return left_out


def tables_file(tables: Sequence[FlatTable], said: str = "") -> bytes:
    """Several tables as the sheets of one `.xlsx`."""
    book = _Book()
    for table in tables:
        book.add(table, said)
    return book.finish()


class _Book:
    """The workbook being written; in memory, since a temporary file would hold names in clear."""

    def __init__(self) -> None:
        # Imported when the first spreadsheet is written: the window opens without it.
        from xlsxwriter import Workbook  # noqa: PLC0415

        self._bytes = io.BytesIO()
        self._book: Any = Workbook(self._bytes, {"in_memory": True})
        self._names: set[str] = set()
        made = self._book.add_format
        self._text = made({"num_format": "@", "valign": "top"})
        self._day = made({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
        self._number = made({"num_format": "0", "valign": "top"})
        self._title = made({"bold": True, "font_size": 14})
        look = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
        self._heading = made({**look, "bg_color": "#E8EEF4"})

    def add(self, table: FlatTable, said: str) -> int:
        """A sheet of one table; gives how many of its cells were left empty."""
        sheet = self._book.add_worksheet(self._name(table.title))
        count = f"Số dòng: {show_integer(len(table.rows))}"
        sheet.write_string(0, 0, table.title.upper(), self._title)
        sheet.write_string(1, 0, " · ".join(filter(None, (said, count))))
        for column, head in enumerate(table.heads):
            sheet.set_column(column, column, _width(table, column))
            sheet.write_string(_HEAD_ROW, column, head, self._heading)
        left_out = 0
        for place, row in enumerate(table.rows, start=_HEAD_ROW + 1):
            for column, cell in enumerate(row):
                left_out += self._write(sheet, place, column, cell)
        sheet.freeze_panes(_HEAD_ROW + 1, 0)
        last = _HEAD_ROW + max(len(table.rows), 1)
        sheet.autofilter(_HEAD_ROW, 0, last, len(table.heads) - 1)
        return left_out

    def finish(self) -> bytes:
        """The whole file."""
        self._book.close()
        return self._bytes.getvalue()

    def _write(self, sheet: Any, row: int, column: int, cell: FlatCell) -> int:
        if isinstance(cell, int) and abs(cell) < LARGEST_NUMBER:
            sheet.write_number(row, column, cell, self._number)
        elif isinstance(cell, date) and cell >= FIRST_DAY:
            sheet.write_datetime(row, column, cell, self._day)
        elif cell != "":
            return _write_text(sheet, row, column, _said_plainly(cell), self._text)
        return 0

    def _name(self, title: str) -> str:
        """What a sheet may be called; Excel takes no name twice, capitals aside."""
        plain = title.translate(_SHEET_SIGNS)[:31].strip() or "1"
        name, number = plain, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{plain[:27].strip()} {number}"
        self._names.add(name.casefold())
        return name


def _write_text(sheet: Any, row: int, column: int, said: str, text: Any) -> int:
    if len(said) > LONGEST_CELL:
        return 1
    sheet.write_string(row, column, said, text)
    return 0


def _width(table: FlatTable, column: int) -> int:
    longest = max((len(_said_plainly(row[column])) for row in table.rows[:SAMPLE]), default=0)
    return min(max(longest + 2, min(len(table.heads[column]), 24) + 3, NARROWEST), WIDEST)


def _said_plainly(cell: FlatCell) -> str:
    return show_date(cell) if isinstance(cell, date) else str(cell)


def _tabbed(cell: FlatCell) -> str:
    """A cell between tabs: quoted where it would break the line, never read as a formula."""
    said = _said_plainly(cell)
    if isinstance(cell, str) and said.startswith(FORMULA_SIGNS):
        said = f"'{said}"
    if any(each in said for each in '\t\r\n"'):
        said = '"' + said.replace('"', '""') + '"'
    return said


def _html_cell(cell: FlatCell) -> str:
    if isinstance(cell, int):
        return f"<td>{cell}</td>"
    return f"<td style=\"mso-number-format:'\\@'\">{_said(_said_plainly(cell))}</td>"


def _said(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
