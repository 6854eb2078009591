"""A register as `.xlsx` that an office works with and that reads back without a difference.

Texts stay texts, so zeros at the front survive and nothing that begins with "=" is a formula.
Whole days are real dates, which Excel sorts and filters; birthdays are text, since many are known
by the year alone.  The last column carries each record's number: a row corrected in Excel finds its
record again even if the name was what had to be corrected.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.values import show
from sachmatuy_desktop.exchange.extent import column_letters
from sachmatuy_desktop.exchange.locking import locked
from sachmatuy_desktop.storage.atomic import write_atomically

ID_HEADING: Final = "Mã bản ghi"
ID_WIDTH: Final = 36
LONGEST_CELL: Final = 32_767
"""Characters that a cell of `.xlsx` holds."""

LARGEST_NUMBER: Final = 10**15
FIRST_DAY: Final = date(1900, 3, 1)
"""Excel believes in a 29 February 1900; days before are written as text."""

TEMPLATE_ROWS: Final = 5_000
"""Rows of a template that are made ready for typing."""

_LISTS: Final = "Danh mục"
_HEAD_ROW: Final = 2  # from 0: a title and a line of counts stand above
_WIDTHS: Final[Mapping[Kind, int]] = {
    Kind.NAME: 26,
    Kind.LONG_TEXT: 40,
    Kind.NUMBER: 12,
    Kind.DATE: 13,
    Kind.PARTIAL_DATE: 13,
    Kind.FLAG: 10,
    Kind.CITIZEN_NUMBER: 17,
    Kind.PHONE: 15,
    Kind.REFERENCE: 26,
}
_SHEET_SIGNS: Final = str.maketrans("", "", "[]:*?/\\'")


@dataclass(frozen=True, slots=True)
class Written:
    """What came of an export: rows, and cells left empty because no cell holds so long a text."""

    rows: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Record:
    """A record to write: its number and values; `labels` are the names of what it points at."""

    id: str
    values: Mapping[str, Value]
    labels: Mapping[str, str]


def sheet_name(register: Register) -> str:
    """The register's title, as far as Excel lets a sheet be called so (31 characters)."""
    return register.title.translate(_SHEET_SIGNS)[:31].strip() or register.name


def write_records(
    register: Register,
    fields: Sequence[Field],
    records: Iterable[Record],
    count: int,
    path: Path,
    said: str = "",
    passphrase: str | None = None,
) -> Written:
    """Write the records as one sheet; the file appears whole or not at all.

    `fields` are the columns that the account may see, `said` a remark for the line above the head
    (office, day); with a `passphrase` the file is locked.  Raises `StorageTrouble`.
    """
    book = _Book(register, fields)
    line = " · ".join(filter(None, (said, f"Số dòng: {show_integer(count)}")))
    book.head(line, starred=False)
    rows = left_out = 0
    for record in records:
        left_out += book.record(_HEAD_ROW + 1 + rows, record)
        rows += 1
    book.filter(_HEAD_ROW + max(rows, 1))
    write_atomically(path, locked(book.finish(), passphrase))
    return Written(rows, left_out)


def write_template(register: Register, fields: Sequence[Field], path: Path) -> None:
    """An empty sheet to type into: columns already text, lists to choose from.

    A heading with * must be filled.  Raises `StorageTrouble`.
    """
    book = _Book(register, fields)
    book.head("Không đổi tên cột. Cột có dấu * bắt buộc điền. Ngày gõ dạng 05/01/1987.", True)
    book.offer_choices()
    write_atomically(path, book.finish())


class _Book:
    """The workbook being written; in memory, since a temporary file would hold names in clear."""

    def __init__(self, register: Register, fields: Sequence[Field]) -> None:
        # Imported when the first spreadsheet is written: the window opens without it.
        from xlsxwriter import Workbook  # noqa: PLC0415

        self._register = register
        self._fields = fields
        self._bytes = io.BytesIO()
        self._book: Any = Workbook(self._bytes, {"in_memory": True})
        self._sheet: Any = self._book.add_worksheet(sheet_name(register))
        self._text = self._book.add_format({"num_format": "@", "valign": "top"})
        self._day = self._book.add_format(
            {"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"}
        )
        self._number = self._book.add_format({"num_format": "0", "valign": "top"})
        self._faint = self._book.add_format(
            {"num_format": "@", "valign": "top", "font_color": "#808080"}
        )
        self._writers: dict[Kind, Callable[[int, int, Value], bool]] = {
            Kind.NUMBER: self._write_number,
            Kind.DATE: self._write_day,
        }

    def head(self, line: str, starred: bool) -> None:
        """Title, remark, headings; widths; the head stays in sight when the rows move."""
        title = self._book.add_format({"bold": True, "font_size": 14})
        heading = self._book.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "vcenter",
                "border": 1,
                "bg_color": "#E8EEF4",
            }
        )
        self._sheet.write_string(0, 0, self._register.title.upper(), title)
        self._sheet.write_string(1, 0, line)
        for column, field in enumerate(self._fields):
            star = " *" if starred and field.required else ""
            width = max(_WIDTHS.get(field.kind, 20), min(len(field.label), 24) + 3)
            self._sheet.set_column(column, column, width, self._format(field))
            self._sheet.write_string(_HEAD_ROW, column, field.label + star, heading)
        last = len(self._fields)
        self._sheet.set_column(last, last, ID_WIDTH, self._faint)
        self._sheet.write_string(_HEAD_ROW, last, ID_HEADING, heading)
        self._sheet.freeze_panes(_HEAD_ROW + 1, 1)

    def filter(self, last_row: int) -> None:
        """Excel's filter buttons over the head."""
        self._sheet.autofilter(_HEAD_ROW, 0, last_row, len(self._fields))

    def record(self, row: int, record: Record) -> int:
        """One record; returns how many of its cells had to stay empty."""
        left_out = 0
        for column, field in enumerate(self._fields):
            value = record.values.get(field.name)
            if value is None:
                continue
            if field.kind is Kind.REFERENCE:
                value = record.labels.get(str(value), "")
                if not value:
                    continue
            writer = self._writers.get(field.kind)
            if writer is None or not writer(row, column, value):
                shown = value if field.kind is Kind.REFERENCE else show(field, value)
                left_out += not self._write_text(row, column, str(shown))
        self._sheet.write_string(row, len(self._fields), record.id, self._faint)
        return left_out

    def offer_choices(self) -> None:
        """Lists to choose from in the rows of a template."""
        lists: Any = None
        for column, field in enumerate(self._fields):
            words = _choices(field)
            if not words:
                continue
            if lists is None:
                lists = self._book.add_worksheet(_LISTS)
                lists.hide()
            lists.write_column(0, column, words)
            letters = column_letters(column + 1)
            self._sheet.data_validation(
                _HEAD_ROW + 1,
                column,
                _HEAD_ROW + TEMPLATE_ROWS,
                column,
                {
                    "validate": "list",
                    "source": f"='{_LISTS}'!${letters}$1:${letters}${len(words)}",
                    "error_title": "Không có trong danh mục",
                    "error_message": "Hãy chọn trong danh sách.",
                },
            )

    def finish(self) -> bytes:
        """The whole file."""
        self._book.close()
        return self._bytes.getvalue()

    def _format(self, field: Field) -> Any:
        return {Kind.DATE: self._day, Kind.NUMBER: self._number}.get(field.kind, self._text)

    def _write_number(self, row: int, column: int, value: Value) -> bool:
        if not isinstance(value, int) or value >= LARGEST_NUMBER:
            return False
        self._sheet.write_number(row, column, value, self._number)
        return True

    def _write_day(self, row: int, column: int, value: Value) -> bool:
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            return False
        if day < FIRST_DAY:
            return False
        self._sheet.write_datetime(row, column, day, self._day)
        return True

    def _write_text(self, row: int, column: int, text: str) -> bool:
        if len(text) > LONGEST_CELL:
            return False
        self._sheet.write_string(row, column, text, self._text)
        return True


def _choices(field: Field) -> list[str]:
    if field.kind is Kind.FLAG:
        return [show(field, 1), show(field, 0)]
    if field.kind is Kind.SEVERAL:
        return []  # a list of Excel allows one word a cell
    return list((field.choices or {}).values())
