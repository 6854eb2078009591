"""Ruled tables with rich cells: spans, heads of several tiers, cells that go on over pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from sachmatuy_desktop.documents.dots import is_white
from sachmatuy_desktop.documents.lines import Type, whole_room
from sachmatuy_desktop.documents.pdf import Mark, Rule
from sachmatuy_desktop.documents.rich_lines import (
    RichLine,
    balanced_rich,
    draw_rich,
    fitting_rich,
    fold_rich,
    in_bold,
)
from sachmatuy_desktop.documents.strips import Strip
from sachmatuy_desktop.documents.tables import PAD_X, PAD_Y, WEIGHT, Cell, Draw, row_strips
from sachmatuy_desktop.domain.forms import Align, Grid, GridCell, Run, Text


@dataclass(frozen=True, slots=True)
class _HeadCell:
    """A cell of the head over columns `start` to `end` and rows `top` to `bottom`."""

    lines: list[RichLine]
    kind: Type
    start: int
    end: int
    top: int
    bottom: int


def set_grid(grid: Grid, width: float, head_type: Type, body_type: Type) -> list[Strip]:
    """The grid as strips, one a row (more where a row is longer than some lines)."""
    unit = width / sum(column.width for column in grid.columns)
    edges = [0.0, *accumulate(column.width * unit for column in grid.columns)]
    heads = _heads(grid, edges, head_type)
    strips = [replace(head, gap=8, glued=True) for head in heads]
    opening = not heads
    for row in grid.rows:
        cells, verticals = _cells(row, grid, edges, body_type)
        made = row_strips(cells, verticals, body_type.leading, heads)
        if opening:
            rule = Rule(0, 0, edges[-1], 0, WEIGHT)
            made[0] = replace(made[0], marks=(rule, *made[0].marks), gap=8)
            opening = False
        if len(row) == 1:  # a title over all columns belongs to the row below it
            made[-1] = replace(made[-1], glued=True)
        strips += made
    if len(grid.rows) > 1:  # the last row never stands alone on a page
        strips[-2] = replace(strips[-2], glued=True)
    return [*strips, Strip(0, (), gap=4)]


def _cells(
    row: Sequence[GridCell], grid: Grid, edges: Sequence[float], kind: Type
) -> tuple[list[Cell], list[float]]:
    """The cells of a row, and the x of its vertical rules."""
    cells: list[Cell] = []
    verticals = [0.0]
    at = 0
    for cell in row:
        left, right = edges[at], edges[at + cell.span]
        usual: Align = "center" if cell.span > 1 else grid.columns[at].align
        align = cell.align or usual
        width = right - left - 2 * PAD_X
        fits = fitting_rich(cell.text, kind, width)
        lines = [
            each
            for line in cell.text
            for each in fold_rich(line, fits, width, fill=align in {"left", "justify"})
        ]
        cells.append(Cell([_drawing(line, fits, align) for line in lines], left, right - left))
        verticals.append(right)
        at += cell.span
    return cells, verticals


def _drawing(line: RichLine, kind: Type, align: Align) -> Draw:
    (only, _), *others = line.parts or ((None, 0.0),)
    if isinstance(only, Run) and not others and is_white(letter := only.text):
        return lambda room, top: (whole_room(letter, kind, room, top),)
    return lambda room, top: draw_rich(line, kind, align, room, top)


# --- the head ------------------------------------------------------------------------------------


def _heads(grid: Grid, edges: Sequence[float], kind: Type) -> tuple[Strip, ...]:
    """The head as one strip; none where no column has a title."""
    titles = tuple(GridCell(column.title) for column in grid.columns)
    rows = [*grid.tiers, titles]
    if not any(each for row in rows for cell in row for line in cell.text for each in line):
        return ()
    cells = _head_cells(rows, edges, kind)
    heights = _heights(cells, len(rows), kind)
    tops = [0.0, *accumulate(heights)]
    marks: list[Mark] = [Rule(0, 0, edges[-1], 0, WEIGHT)]
    for cell in cells:
        left, right = edges[cell.start], edges[cell.end]
        top, bottom = tops[cell.top], tops[cell.bottom]
        room = (left + PAD_X, right - left - 2 * PAD_X)
        first = top + (bottom - top - len(cell.lines) * kind.leading) / 2
        for number, line in enumerate(cell.lines):
            marks += draw_rich(line, cell.kind, "center", room, first + number * kind.leading)
        marks.append(Rule(left, top, left, bottom, WEIGHT))
        marks.append(Rule(left, bottom, right, bottom, WEIGHT))
    marks.append(Rule(edges[-1], 0, edges[-1], tops[-1], WEIGHT))
    return (Strip(tops[-1], tuple(marks), glued=True),)


def _head_cells(
    rows: Sequence[Sequence[GridCell]], edges: Sequence[float], kind: Type
) -> list[_HeadCell]:
    """The cells of all tiers; an empty one is one with what stands above or below it."""
    found: list[_HeadCell] = []
    for number, row in enumerate(rows):
        at = 0
        for cell in row:
            end = at + cell.span
            width = edges[end] - edges[at] - 2 * PAD_X
            fits = fitting_rich(in_bold(cell.text), kind, width)
            lines = _head_lines(cell.text, width, fits)
            above = next((n for n, e in enumerate(found) if (e.start, e.end) == (at, end)), None)
            if above is not None and not (lines and found[above].lines):
                if lines:
                    found[above] = replace(found[above], lines=lines, kind=fits)
                found[above] = replace(found[above], bottom=number + 1)
            else:
                found.append(_HeadCell(lines, fits, at, end, number, number + 1))
            at = end
    return found


def _head_lines(text: Text, width: float, kind: Type) -> list[RichLine]:
    """The lines of a title, in bold; none for an empty one."""
    return [each for line in in_bold(text) if line for each in balanced_rich(line, kind, width)]


def _heights(cells: Sequence[_HeadCell], rows: int, kind: Type) -> list[float]:
    """Each tier as high as its own cells need; the last one gives room to those over several."""
    heights = [0.0] * rows
    for cell in sorted(cells, key=lambda cell: cell.bottom - cell.top):
        needed = len(cell.lines) * kind.leading + 2 * PAD_Y
        lacking = needed - sum(heights[cell.top : cell.bottom])
        if lacking > 0:
            heights[cell.bottom - 1] += lacking
    return heights
