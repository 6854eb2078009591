"""Ruled tables as Word has them: heads that repeat, rows that stay whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sachmatuy_desktop.documents.lines import Type, fitting
from sachmatuy_desktop.documents.rich_lines import fitting_rich, in_bold
from sachmatuy_desktop.documents.tables import PAD_X, PAD_Y
from sachmatuy_desktop.documents.word import shapes
from sachmatuy_desktop.documents.word.blocks import Page, pieces_of
from sachmatuy_desktop.documents.word.rich_text import cell_lines
from sachmatuy_desktop.documents.word.runs import as_words
from sachmatuy_desktop.documents.word.shapes import Cell, Par, Piece, Row, spacer
from sachmatuy_desktop.domain.forms import Grid, GridCell, Table, Text

__all__: list[str] = []

_LONG_CELL: Final = 900
"""Letters of a cell from which its row may be parted, so that no page stays empty before it."""

_PAD: Final = (PAD_X, PAD_Y)


def _table_gap() -> Piece:
    return spacer(8)


# --- tables of plain cells -----------------------------------------------------------------------


@pieces_of.register
def _table(table: Table, page: Page) -> list[Piece]:
    unit = page.width / sum(column.width for column in table.columns)
    widths = tuple(column.width * unit for column in table.columns)
    head, kind = page.type("table_head"), page.type("table")
    titles = tuple(
        Cell((_plain(column.title, head, width - 2 * PAD_X, "center"),), middle=True)
        for column, width in zip(table.columns, widths, strict=True)
    )
    rows = [Row(titles, head=True)]
    for number, row in enumerate(table.rows, start=1):
        last = number == len(table.rows)
        styled = replace(kind, style="bold") if table.totals and last else kind
        cells = tuple(
            Cell((_plain(text, styled, width - 2 * PAD_X, column.align),))
            for text, column, width in zip(row, table.columns, widths, strict=True)
        )
        whole = max(map(len, row), default=0) < _LONG_CELL
        rows.append(Row(cells, whole=whole, keep=number == len(table.rows) - 1))
    return [_table_gap(), shapes.Grid(widths, tuple(rows), ruled=True, pad=_PAD), spacer(4)]


def _plain(text: str, kind: Type, room: float, align: str) -> Par:
    """The words of a cell; left where they would be justified, since cells are narrow."""
    how = align if align in {"center", "right"} else "left"
    words = as_words(text, fitting(text, kind, room))
    return Par(words, "center" if how == "center" else "right" if how == "right" else "left")


# --- grids ---------------------------------------------------------------------------------------


@pieces_of.register
def _grid(grid: Grid, page: Page) -> list[Piece]:
    unit = page.width / sum(column.width for column in grid.columns)
    widths = tuple(column.width * unit for column in grid.columns)
    rows = _heads(grid, widths, page.type("table_head"))
    kind = page.type("table")
    for number, row in enumerate(grid.rows, start=1):
        alone = len(row) == 1 or number == len(grid.rows) - 1
        whole = max((_letters(cell.text) for cell in row), default=0) < _LONG_CELL
        rows.append(Row(_grid_cells(row, grid, widths, kind), whole=whole, keep=alone))
    return [_table_gap(), shapes.Grid(widths, tuple(rows), ruled=True, pad=_PAD), spacer(4)]


def _grid_cells(
    row: tuple[GridCell, ...], grid: Grid, widths: tuple[float, ...], kind: Type
) -> tuple[Cell, ...]:
    cells, at = [], 0
    for cell in row:
        room = sum(widths[at : at + cell.span]) - 2 * PAD_X
        usual = "center" if cell.span > 1 else grid.columns[at].align
        fits = fitting_rich(cell.text, kind, room)
        cells.append(Cell(cell_lines(cell.text, fits, room, cell.align or usual), cell.span))
        at += cell.span
    return tuple(cells)


def _letters(text: Text) -> int:
    return sum(len(getattr(each, "text", "")) for line in text for each in line)


@dataclass
class _Head:
    """A cell of the head over columns from `start` to `end` and tiers from `top` to `bottom`."""

    text: Text
    start: int
    end: int
    top: int
    bottom: int


def _heads(grid: Grid, widths: tuple[float, ...], kind: Type) -> list[Row]:
    """The tiers and the titles; an empty one is one with what stands above or below it."""
    titles = tuple(GridCell(column.title) for column in grid.columns)
    tiers = [*grid.tiers, titles]
    if not any(_letters(cell.text) for tier in tiers for cell in tier):
        return []
    found: list[_Head] = []
    for number, tier in enumerate(tiers):
        at = 0
        for cell in tier:
            _take(found, cell, at, number)
            at += cell.span
    return [
        Row(tuple(_tier_cells(found, number, widths, kind)), head=True)
        for number in range(len(tiers))
    ]


def _take(found: list[_Head], cell: GridCell, start: int, number: int) -> None:
    end, said = start + cell.span, _letters(cell.text)
    above = next((each for each in found if (each.start, each.end) == (start, end)), None)
    if above is None or (said and _letters(above.text)):
        found.append(_Head(cell.text, start, end, number, number + 1))
        return
    above.bottom = number + 1
    if said:
        above.text = cell.text


def _tier_cells(
    found: list[_Head], number: int, widths: tuple[float, ...], kind: Type
) -> list[Cell]:
    cells = []
    here = [each for each in found if each.top <= number < each.bottom]
    for each in sorted(here, key=lambda each: each.start):
        span, several = each.end - each.start, each.bottom - each.top > 1
        if each.top < number:
            cells.append(Cell((), span, merge="continue"))
            continue
        room = sum(widths[each.start : each.end]) - 2 * PAD_X
        text = in_bold(tuple(line for line in each.text if line))
        lines = cell_lines(text, fitting_rich(text, kind, room), room, "center")
        cells.append(Cell(lines, span, merge="restart" if several else "", middle=True))
    return cells
