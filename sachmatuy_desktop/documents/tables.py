"""Ruled tables: cells wrap, heads repeat, rows stay whole while a page can hold them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sachmatuy_desktop.documents.dots import is_white
from sachmatuy_desktop.documents.lines import (
    Line,
    Type,
    balanced,
    fitting,
    fold,
    place,
    whole_room,
)
from sachmatuy_desktop.documents.pdf import Mark, Rule
from sachmatuy_desktop.documents.strips import Strip
from sachmatuy_desktop.domain.forms import Column, Table

PAD_X = 3.5
PAD_Y = 3.0
WEIGHT = 0.5
_CHUNK = 12
"""Lines of one cell that stay together; a longer row may break across pages between chunks."""

Draw = Callable[[tuple[float, float], float], Sequence[Mark]]
"""Draws one line of a cell into a room = (left, width) at a height."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The lines of a cell, its left edge and its width."""

    lines: list[Draw]
    left: float
    width: float


def set_table(table: Table, width: float, head_type: Type, body_type: Type) -> list[Strip]:
    """The table as strips, one a row (more where a row is longer than `_CHUNK` lines)."""
    edges = _edges(table.columns, width)
    head = _head(table.columns, edges, head_type)
    strips = [replace(head, gap=8, glued=True)]
    bold = replace(body_type, style="bold")
    for number, row in enumerate(table.rows):
        last = number == len(table.rows) - 1
        kind = bold if table.totals and last else body_type
        cells = _cells(row, table.columns, edges, kind)
        strips.extend(row_strips(cells, edges, kind.leading, (head,)))
    if len(table.rows) > 1:  # the last row, or the totals, never stand alone on a page
        strips[-2] = replace(strips[-2], glued=True)
    return [*strips, Strip(0, (), gap=4)]


def _edges(columns: tuple[Column, ...], width: float) -> list[float]:
    """The x of every vertical rule."""
    unit = width / sum(column.width for column in columns)
    edges = [0.0]
    for column in columns:
        edges.append(edges[-1] + column.width * unit)
    return edges


def _head(columns: tuple[Column, ...], edges: list[float], kind: Type) -> Strip:
    widths = [right - left - 2 * PAD_X for left, right in pairwise(edges)]
    kinds = [
        fitting(column.title, kind, width) for column, width in zip(columns, widths, strict=True)
    ]
    cells = [
        balanced(column.title, each, width)
        for column, each, width in zip(columns, kinds, widths, strict=True)
    ]
    height = max(map(len, cells)) * kind.leading + 2 * PAD_Y
    marks: list[Mark] = [*_grid(edges, height), Rule(0, 0, edges[-1], 0, WEIGHT)]
    for lines, each, (left, right) in zip(cells, kinds, pairwise(edges), strict=True):
        top = (height - len(lines) * kind.leading) / 2
        room = (left + PAD_X, right - left - 2 * PAD_X)
        marks += [
            place(line, each, "center", room, top + n * kind.leading)
            for n, line in enumerate(lines)
        ]
    marks.append(_bottom(edges, height))
    return Strip(height, tuple(marks), glued=True)


def _cells(
    row: tuple[str, ...], columns: tuple[Column, ...], edges: list[float], kind: Type
) -> list[Cell]:
    return [
        Cell(_lines(text, kind, column, right - left - 2 * PAD_X), left, right - left)
        for text, column, (left, right) in zip(row, columns, pairwise(edges), strict=False)
    ]


def _lines(text: str, kind: Type, column: Column, width: float) -> list[Draw]:
    fits = fitting(text, kind, width)
    return [_drawing(line, fits, column) for line in fold(text, fits, width)]


def _drawing(line: Line, kind: Type, column: Column) -> Draw:
    if is_white(line.text):
        return lambda room, top: (whole_room(line.text, kind, room, top),)
    return lambda room, top: (place(line, kind, column.align, room, top),) if line.text else ()


def row_strips(
    cells: Sequence[Cell], edges: Sequence[float], leading: float, heads: tuple[Strip, ...]
) -> list[Strip]:
    """One row, in slices of some lines where it is long; `edges` are its vertical rules."""
    longest = max(len(cell.lines) for cell in cells)
    strips = []
    for start in range(0, longest, _CHUNK):
        last = start + _CHUNK >= longest
        span = (start, min(start + _CHUNK, longest))
        strips.append(_slice(cells, span, edges, leading, last=last))
    return [replace(strip, head=heads) for strip in strips]


def _slice(
    cells: Sequence[Cell],
    span: tuple[int, int],
    edges: Sequence[float],
    leading: float,
    *,
    last: bool,
) -> Strip:
    """The lines `span` of every cell; only a row's last slice draws the rule below."""
    start, end = span
    above = PAD_Y if start == 0 else 0.0
    height = above + (end - start) * leading + (PAD_Y if last else 0.0)
    marks: list[Mark] = _grid(edges, height)
    for cell in cells:
        room = (cell.left + PAD_X, cell.width - 2 * PAD_X)
        for n, draw in enumerate(cell.lines[start:end]):
            marks += draw(room, above + n * leading)
    bottom = _bottom(edges, height)
    if last:
        return Strip(height, (*marks, bottom))
    return Strip(height, tuple(marks), closing=(bottom,))


def _grid(edges: Sequence[float], height: float) -> list[Mark]:
    return [Rule(x, 0, x, height, WEIGHT) for x in edges]


def _bottom(edges: Sequence[float], height: float) -> Rule:
    return Rule(0, height, edges[-1], height, WEIGHT)
