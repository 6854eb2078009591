"""Ruled tables: cells wrap, heads repeat, rows stay whole while a page can hold them."""

from __future__ import annotations

from dataclasses import replace

from sachmatuy_desktop.documents.lines import Line, Type, balanced, fold, place
from sachmatuy_desktop.documents.pdf import Mark, Rule
from sachmatuy_desktop.documents.strips import Strip
from sachmatuy_desktop.domain.forms import Column, Table

_PAD_X = 3.5
_PAD_Y = 3.0
_WEIGHT = 0.5
_CHUNK = 12
"""Lines of one cell that stay together; a longer row may break across pages between chunks."""

_Cell = tuple[list[Line], Column, float, float]
"""The lines of a cell, its column, its left edge and its width."""


def set_table(table: Table, width: float, head_type: Type, body_type: Type) -> list[Strip]:
    """The table as strips, one a row (more where a row is longer than `_CHUNK` lines)."""
    edges = _edges(table.columns, width)
    head = _head(table.columns, edges, head_type)
    strips = [replace(head, gap=8, glued=True)]
    bold = replace(body_type, style="bold")
    for number, row in enumerate(table.rows):
        last = number == len(table.rows) - 1
        kind = bold if table.totals and last else body_type
        strips.extend(_row(row, table.columns, edges, kind, head))
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
    cells = [
        balanced(column.title, kind, right - left - 2 * _PAD_X)
        for column, left, right in zip(columns, edges, edges[1:], strict=False)
    ]
    height = max(map(len, cells)) * kind.leading + 2 * _PAD_Y
    marks: list[Mark] = [*_grid(edges, height), Rule(0, 0, edges[-1], 0, _WEIGHT)]
    for lines, left, right in zip(cells, edges, edges[1:], strict=False):
        top = (height - len(lines) * kind.leading) / 2
        room = (left + _PAD_X, right - left - 2 * _PAD_X)
        marks += [
            place(line, kind, "center", room, top + n * kind.leading)
            for n, line in enumerate(lines)
        ]
    marks.append(_bottom(edges, height))
    return Strip(height, tuple(marks), glued=True)


def _row(
    row: tuple[str, ...],
    columns: tuple[Column, ...],
    edges: list[float],
    kind: Type,
    head: Strip,
) -> list[Strip]:
    cells: list[_Cell] = [
        (fold(text, kind, right - left - 2 * _PAD_X), column, left, right - left)
        for text, column, left, right in zip(row, columns, edges, edges[1:], strict=False)
    ]
    longest = max(len(lines) for lines, *_ in cells)
    strips = []
    for start in range(0, longest, _CHUNK):
        last = start + _CHUNK >= longest
        strips.append(_slice(cells, (start, min(start + _CHUNK, longest)), edges, kind, last=last))
    return [replace(strip, head=(head,)) for strip in strips]


def _slice(
    cells: list[_Cell], span: tuple[int, int], edges: list[float], kind: Type, *, last: bool
) -> Strip:
    """The lines `span` of every cell; only a row's last slice draws the rule below."""
    start, end = span
    above = _PAD_Y if start == 0 else 0.0
    height = above + (end - start) * kind.leading + (_PAD_Y if last else 0.0)
    marks: list[Mark] = _grid(edges, height)
    for lines, column, left, width in cells:
        room = (left + _PAD_X, width - 2 * _PAD_X)
        marks += [
            place(line, kind, column.align, room, above + n * kind.leading)
            for n, line in enumerate(lines[start:end])
            if line.text
        ]
    bottom = _bottom(edges, height)
    if last:
        return Strip(height, (*marks, bottom))
    return Strip(height, tuple(marks), closing=(bottom,))


def _grid(edges: list[float], height: float) -> list[Mark]:
    return [Rule(x, 0, x, height, _WEIGHT) for x in edges]


def _bottom(edges: list[float], height: float) -> Rule:
    return Rule(0, height, edges[-1], height, _WEIGHT)
