"""A spreadsheet to practise importing on, as untidy as those that offices keep.

The rows stand in `resources/training/sample-sheet.toml`; here is how such a sheet looks: title
lines, a head of two rows with merged cells, birthdays written in every way, telephones that Excel
took for numbers, a line of totals at the foot.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.packs.holidays import read_toml
from sachmatuy_desktop.paths import resources_folder
from sachmatuy_desktop.storage.atomic import write_atomically

# Top row of the head: words, first and last column; a heading over two columns has words below.
_HEAD: Final = (
    ("STT", 0, 0),
    ("Họ và tên", 1, 1),
    ("Ngày, tháng, năm sinh", 2, 2),
    ("Giới tính", 3, 3),
    ("Số CCCD", 4, 4),
    ("Dân tộc", 5, 5),
    ("Nơi ở", 6, 7),
    ("Số điện thoại", 8, 8),
    ("Ghi chú", 9, 9),
)
_BELOW: Final = (("Thôn", 6), ("Địa chỉ", 7))
_WIDTHS: Final = (5, 26, 13, 9, 16, 10, 9, 18, 14, 22)
_LAST_COLUMN: Final = len(_WIDTHS) - 1
_MADE: Final = datetime(2024, 4, 3, tzinfo=UTC)
"""Fixed, so that the same program writes the same bytes."""


def write_sample_sheet(path: Path) -> int:
    """Write the sheet; returns how many rows of people it has.  Raises `StorageTrouble`."""
    # Imported when the sheet is asked for: the window opens without it.
    from xlsxwriter import Workbook  # noqa: PLC0415

    data = read_toml(resources_folder() / "training" / "sample-sheet.toml")
    content = io.BytesIO()
    book: Any = Workbook(content, {"in_memory": True})
    book.set_properties({"created": _MADE.replace(tzinfo=None)})
    sheet: Any = book.add_worksheet(data["sheet"])
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    _title(book, sheet, data["title"])
    first = len(data["title"]) + 1
    _head(book, sheet, first)
    line = book.add_format({"border": 1})
    for at, row in enumerate(data["rows"]):
        _row(sheet, line, first + 2 + at, [at + 1, *row])
    foot = first + 2 + len(data["rows"])
    for column, text in enumerate(data["closing"]):
        sheet.write_string(foot, column, text)
    book.close()
    write_atomically(path, content.getvalue())
    return len(data["rows"])


def _title(book: Any, sheet: Any, lines: list[str]) -> None:
    bold = book.add_format({"bold": True, "align": "center"})
    for row, text in enumerate(lines):
        sheet.merge_range(row, 0, row, _LAST_COLUMN, text, bold)


def _head(book: Any, sheet: Any, row: int) -> None:
    style = book.add_format(
        {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    )
    for words, first, last in _HEAD:
        bottom = row + 1 if first == last else row
        sheet.merge_range(row, first, bottom, last, words, style)
    for words, column in _BELOW:
        sheet.write_string(row + 1, column, words, style)


def _row(sheet: Any, line: Any, at: int, cells: list[Any]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(at, column, cell, line)
        else:
            sheet.write_string(at, column, cell, line)
