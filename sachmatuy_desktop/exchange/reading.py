"""A sheet as rows of texts, each cell as a person reads it.

A date cell becomes `05/01/1987`, a number loses the `.0` that Excel keeps to itself, yes/no
becomes `TRUE`, a formula's error its own word (`#N/A`), and every cell of a merged block says what
the block says.  From here on a spreadsheet is text, and only the fields decide what it means.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.errors import N_, NotFound, Refused
from sachmatuy_desktop.exchange import plain_text
from sachmatuy_desktop.exchange.asides import Asides, Block
from sachmatuy_desktop.exchange.encodings import UNICODE
from sachmatuy_desktop.exchange.extent import Extent
from sachmatuy_desktop.exchange.growing import growing
from sachmatuy_desktop.exchange.guards import CheckedFile, check_file

EXACT: Final = 10**15
"""From here on a spreadsheet has lost digits of a whole number."""

MERGED_AT_MOST: Final = 20_000
"""Merged blocks that are read out into their cells; no table made by hand has more."""

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts.  `rows[0]` is row 1 of the sheet; all rows have the same width.

    `merged` are the blocks that were one cell.  `hidden_rows` (numbers from 1) and `hidden_columns`
    (from 0) do not show in the sheet.  `notes` hang on cells (row and column from 0).  `fonts` are
    the fonts from before Unicode, for each column the one of most cells, and `capitals` the cells
    whose font shows capitals only.  `encoding` is what a file of plain text must be turned from.
    """

    file: str
    name: str
    rows: Sequence[Row]
    merged: tuple[Block, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    fonts: tuple[str, ...] = ()
    capitals: frozenset[tuple[int, int]] = frozenset()
    encoding: str = UNICODE


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """A sheet of a workbook, for the person to choose from."""

    name: str
    rows: int
    hidden: bool


def list_sheets(path: Path) -> tuple[SheetChoice, ...]:
    """The sheets of a file; raises as `read_sheet` does."""
    return sheets_of(check_file(path))


def sheets_of(file: CheckedFile) -> tuple[SheetChoice, ...]:
    """The same for a file that was looked over already."""
    if file.text is not None:
        rows = len(plain_text.rows(file.text, file.name))
        return (SheetChoice(Path(file.name).stem, rows, hidden=False),)
    with _opened(file) as workbook:
        return _choices(workbook)


def read_sheet(
    path: Path,
    name: str | None = None,
    encoding: str | None = None,
    passphrase: str | None = None,
) -> Sheet:
    """The sheet called `name`, or the first visible one that holds anything.

    `encoding` says what a file of plain text is written in; by default that is made out.
    `passphrase` opens a locked workbook.

    Raises:
        Refused: the file is no spreadsheet, locked, too large or damaged, or has nothing in it.
        NotFound: there is no sheet of that name.
        StorageTrouble: the disk does not give the file.
    """
    return read_checked(check_file(path, encoding, passphrase), name)


def read_checked(file: CheckedFile, name: str | None = None) -> Sheet:
    """The same for a file that was looked over already."""
    if file.text is not None:
        return _read_text(file.text, file)
    with _opened(file) as workbook:
        if name is None:
            place, found = _first_filled(workbook, file.name)
        else:
            place = _named(workbook, name, file.name)
            found = workbook.get_sheet_by_index(place)
        return _read(found, file, file.asides.get(place, Asides()))


class _opened:  # noqa: N801  (reads as a verb where it is used)
    """The workbook, with the reader's complaints told as ours."""

    def __init__(self, file: CheckedFile) -> None:
        self._file = file
        self._workbook: Any = None

    def __enter__(self) -> Any:
        # Imported when the first spreadsheet is read: the window opens without it.
        from python_calamine import CalamineWorkbook  # noqa: PLC0415

        try:
            self._workbook = CalamineWorkbook.from_filelike(io.BytesIO(self._file.data))
        except BaseException as error:
            self._tell(error)
            raise
        return self._workbook

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is not None:
            self._tell(error)

    def _tell(self, error: BaseException) -> None:
        from python_calamine import CalamineError, PasswordError  # noqa: PLC0415

        if isinstance(error, PasswordError):
            raise Refused(
                N_("Tệp «{file}» có mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu, lưu lại rồi nhập."),
                file=self._file.name,
            ) from error
        # The reader is compiled; where it meets the impossible it raises a `PanicException`, which
        # is no `Exception` and has no importable name.
        if isinstance(error, CalamineError) or type(error).__name__ == "PanicException":
            raise Refused(
                N_("Tệp «{file}» bị hỏng nên không đọc được. Hãy mở bằng Excel rồi lưu lại."),
                file=self._file.name,
            ) from error


def _choices(workbook: Any) -> tuple[SheetChoice, ...]:
    return tuple(
        SheetChoice(about.name, _extent(workbook.get_sheet_by_index(place)).rows, _hidden(about))
        for place, about in enumerate(workbook.sheets_metadata)
    )


def _hidden(about: Any) -> bool:
    return not str(about.visible).endswith(".Visible")


def _extent(sheet: Any) -> Extent:
    """From the sheet's first cell to the last filled one."""
    row, column = sheet.end or (-1, -1)
    return Extent(row + 1, column + 1)


def _named(workbook: Any, name: str, file: str) -> int:
    names = list(workbook.sheet_names)
    if name not in names:
        raise NotFound(
            N_("Tệp «{file}» không có sheet «{sheet}». Các sheet: {sheets}."),
            file=file,
            sheet=name,
            sheets=", ".join(names),
        )
    return names.index(name)


def _first_filled(workbook: Any, file: str) -> tuple[int, Any]:
    """The first visible sheet that holds anything, else the first hidden one."""
    order = sorted(enumerate(workbook.sheets_metadata), key=lambda each: _hidden(each[1]))
    for place, _about in order:
        sheet = workbook.get_sheet_by_index(place)
        if sheet.end:
            return place, sheet
    raise Refused(N_("Tệp «{file}» không có ô nào được điền. Hãy chọn tệp khác."), file=file)


def _read(found: Any, file: CheckedFile, asides: Asides) -> Sheet:
    _extent(found).refuse_if_huge(file.name)
    if not found.end:
        raise Refused(
            N_("Sheet «{sheet}» của tệp «{file}» không có ô nào được điền. Hãy chọn sheet khác."),
            sheet=found.name,
            file=file.name,
        )
    left_out = [""] * found.start[1]  # empty columns before the first filled one
    with growing():
        texts = [
            tuple(left_out + [cell if type(cell) is str else cell_text(cell) for cell in row])
            for row in found.iter_rows()
        ]
    for (row, column), word in asides.errors.items():
        if row < len(texts) and column < len(texts[row]):
            texts[row] = (*texts[row][:column], word, *texts[row][column + 1 :])
    blocks = [(*first, *last) for first, last in found.merged_cell_ranges or ()] or asides.merged
    merged: tuple[Block, ...] = tuple(blocks[:MERGED_AT_MOST])
    _fill_merged(texts, merged)
    return Sheet(
        file.name,
        found.name,
        texts,
        merged,
        frozenset(asides.hidden_rows),
        frozenset(asides.hidden_columns),
        asides.notes,
        asides.fonts,
        frozenset(asides.capitals),
    )


def _read_text(text: str, file: CheckedFile) -> Sheet:
    rows = [tuple(row) for row in plain_text.rows(text, file.name)]
    if not rows:
        raise Refused(
            N_("Tệp «{file}» không có ô nào được điền. Hãy chọn tệp khác."), file=file.name
        )
    return Sheet(file.name, Path(file.name).stem, rows, encoding=file.encoding)


def _fill_merged(texts: list[Row], merged: Sequence[Block]) -> None:
    for top, left, bottom, right in merged:
        if top >= len(texts) or left >= len(texts[top]):
            continue
        text = texts[top][left]
        for at in range(top, min(bottom + 1, len(texts))):
            row = texts[at]
            texts[at] = (*row[:left], *[text] * len(row[left : right + 1]), *row[right + 1 :])


def cell_text(cell: object) -> str:
    """What a person reads in the cell.

    A decimal comma keeps 1.234 (one and a bit) from being taken for 1.234 (thousand); a whole
    number too long for a spreadsheet is left in its lossy form (`1.23E+15`), to be sent back.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (int, float)):
        return _number_text(cell)
    if isinstance(cell, date):  # a moment is a date too; its hour is the sheet's affair
        return show_date(cell.date() if isinstance(cell, datetime) else cell)
    return str(cell) if isinstance(cell, (time, timedelta)) else ""


def _number_text(number: float) -> str:
    if abs(number) >= EXACT:
        return f"{number:.14E}"
    if isinstance(number, int) or number.is_integer():
        return str(int(number))
    return repr(number).replace(".", ",")
