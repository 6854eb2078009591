"""A paper taken out to be worked on: as Word, its tables as a spreadsheet.

What was signed is the PDF; a Word file is a copy that an office may edit, and says nothing else.
An issued paper that leaves this way stands in the journal as a print does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sachmatuy_desktop.documents.word import write_word
from sachmatuy_desktop.domain.forms import (
    Annex,
    Block,
    FormData,
    Grid,
    GridCell,
    Heading,
    Run,
    Table,
    Text,
    Title,
)
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, BadInput, NotFound
from sachmatuy_desktop.exchange.flat import FlatCell, FlatTable, tables_file
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.issuing import issued_paper
from sachmatuy_desktop.services.papers.notes import NotePrint, called_in_notes

__all__ = ["as_sheets", "as_word", "has_tables", "tables_of", "taken_out"]

_FIGURE: Final = re.compile(r"0|-?[1-9]\d{0,2}(\.\d{3})*")
"""A count as papers print it; digits in a longer row are a number by which something is known."""


def as_word(data: FormData) -> bytes:
    """The paper as `.docx`.  Raises `BadInput`, `Refused`."""
    return write_word(data)


def as_sheets(data: FormData) -> bytes:
    """Every table of the paper as a sheet of one `.xlsx`.  Raises `NotFound` without a table."""
    tables = tables_of(data)
    if not tables:
        raise NotFound(N_("Văn bản này không có bảng nào để ghi ra Excel."))
    return tables_file(tables, data.title)


def taken_out(office: Office, document: RecordId, form: str, purpose: str = "") -> FormData:
    """An issued paper that is to leave as `form` ("Word", "Excel"); the journal notes it.

    Raises `BadInput` for a restricted paper without a purpose, `NotAllowed`, `NotFound`.
    """
    row, data = issued_paper(office, document)
    if data.restriction and not purpose.strip():
        raise BadInput(N_("Hãy ghi mục đích sử dụng danh sách trước khi lưu.")).at("purpose")
    copy = f"; {data.restriction.copy}" if data.restriction else ""
    called = called_in_notes(str(row["number"]), str(row["issued_on"]))
    office.run(NotePrint(f"{called}{copy}; {form}", purpose.strip()))
    return data


# -- tables ---------------------------------------------------------------------------------------


def has_tables(data: FormData) -> bool:
    """Whether there is anything for a spreadsheet."""
    return any(isinstance(block, Table | Grid) for block in _blocks(data))


def tables_of(data: FormData) -> tuple[FlatTable, ...]:
    """The tables in their order, each called as what stands above it."""
    found: list[FlatTable] = []
    title = data.title
    for block in _blocks(data):
        if isinstance(block, Annex | Title):
            title = block.title if isinstance(block, Annex) else block.subject or block.name
        elif isinstance(block, Heading):
            title = block.text
        elif isinstance(block, Table):
            heads = tuple(column.title for column in block.columns)
            found.append(FlatTable(title, heads, _plain_rows(block)))
        elif isinstance(block, Grid):
            rows = tuple(tuple(_spread(row)) for row in block.rows)
            found.append(FlatTable(title, _heads(block), rows))
    return tuple(found)


def _blocks(data: FormData) -> Iterator[Block]:
    return (block for section in data.sections for block in section.blocks)


def _plain_rows(table: Table) -> tuple[tuple[FlatCell, ...], ...]:
    return tuple(tuple(_cell(text) for text in row) for row in table.rows)


def _heads(grid: Grid) -> tuple[str, ...]:
    """The titles, each with the tiers above it."""
    titles = tuple(GridCell(column.title) for column in grid.columns)
    tiers = [tuple(_over(tier)) for tier in (*grid.tiers, titles)]
    return tuple(
        " – ".join(dict.fromkeys(each for each in column if each))
        for column in zip(*tiers, strict=True)
    )


def _over(tier: Sequence[GridCell]) -> Iterator[str]:
    """The words of a tier over every column that they stand over."""
    for cell in tier:
        yield from [" ".join(_said(cell.text).split())] * cell.span


def _spread(row: Sequence[GridCell]) -> Iterator[FlatCell]:
    for cell in row:
        yield _cell(_said(cell.text))
        yield from [""] * (cell.span - 1)


def _said(text: Text) -> str:
    return "\n".join(
        "".join(each.text for each in line if isinstance(each, Run) and not each.raised)
        for line in text
    ).strip()


def _cell(text: str) -> FlatCell:
    """A count as a number, anything else as it stands."""
    return int(text.replace(".", "")) if _FIGURE.fullmatch(text) else text
