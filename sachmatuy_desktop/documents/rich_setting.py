"""Blocks of rich text as strips: running text, columns side by side, marks and notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sachmatuy_desktop.documents.grids import set_grid
from sachmatuy_desktop.documents.lines import Type, balanced, place
from sachmatuy_desktop.documents.pdf import Frame, Mark, Rule
from sachmatuy_desktop.documents.rich_lines import (
    RichLine,
    balanced_rich,
    draw_rich,
    fold_rich,
    in_bold,
    rich_width,
)
from sachmatuy_desktop.documents.setting import (
    POINTS_PER_MM,
    SIGNATURE_SPACE,
    Setting,
    TextColumn,
    set_block,
)
from sachmatuy_desktop.documents.strips import Strip, glue_last, moved
from sachmatuy_desktop.domain.forms import (
    Align,
    Break,
    ColumnCell,
    Columns,
    Divider,
    FormMark,
    Grid,
    Inline,
    Leader,
    Notes,
    Rich,
    Run,
    Text,
)

_RULE_ROOM: Final = 6.0
_RULE_BELOW: Final = 3.5
_GUTTER: Final = 8.0
_SIGN_GAP: Final = 14.0
_NOTES_RULE: Final = 0.33
_PHOTO_MM: Final = (30.0, 40.0)
_PHOTO_SIZE: Final = re.compile(r"(\d)\s*[x×]\s*(\d)")


@set_block.register
def _rich(rich: Rich, setting: Setting) -> list[Strip]:
    """Each line of the text is a paragraph; centred lines stand together."""
    kind = setting.body() if rich.role == "body" else setting.type(rich.role)
    usual = setting.gap if rich.role == "body" else 3.0
    gap = usual if rich.gap is None else rich.gap
    strips: list[Strip] = []
    for number, line in enumerate(rich.text):
        above = gap if number == 0 or rich.align in {"justify", "left"} else 0.0
        if _is_rule(line):
            strips = _ruled(strips, rich, number, kind, setting)
        elif rich.align == "justify":
            strips += _running(line, kind, setting, indent=rich.indent, gap=above)
        else:
            strips += _aligned(line, kind, setting, rich.align, above)
    lead = _said(rich.text).rstrip().endswith(":") or _all_bold(rich.text)
    together = rich.align in {"center", "right"} and len(rich.text) > 1
    if together:
        strips = [*(replace(strip, glued=True) for strip in strips[:-1]), *strips[-1:]]
    return glue_last(strips) if lead and strips else strips


def _running(
    line: Sequence[Inline], kind: Type, setting: Setting, *, indent: bool, gap: float
) -> list[Strip]:
    """Justified lines; neither the first nor the last stands alone on a page.

    Lines of nothing but dots begin at the margin.
    """
    dotted = all(isinstance(each, Leader) and each.lines > 1 for each in line)
    left = setting.indent if indent and line and not dotted else 0.0
    lines = fold_rich(line, kind, setting.width, left)
    strips = []
    for number, each in enumerate(lines):
        start = left if number == 0 else 0.0
        marks = draw_rich(each, kind, "justify", (start, setting.width - start), 0)
        alone = len(lines) > 1 and number in {0, len(lines) - 2}
        strips.append(Strip(kind.leading, tuple(marks), gap=0 if number else gap, glued=alone))
    return strips


def _aligned(
    line: Sequence[Inline], kind: Type, setting: Setting, align: Align, gap: float
) -> list[Strip]:
    room = (0.0, setting.width)
    lines = _broken(line, kind, setting.width, align)
    return [
        Strip(
            kind.leading,
            tuple(draw_rich(each, kind, align, room, 0)),
            gap=0 if number else gap,
            glued=number < len(lines) - 1,
        )
        for number, each in enumerate(lines)
    ]


def _broken(line: Sequence[Inline], kind: Type, width: float, align: Align) -> list[RichLine]:
    if align in {"center", "right"}:
        return balanced_rich(line, kind, width)
    return fold_rich(line, kind, width)


# --- rules ---------------------------------------------------------------------------------------


def _is_rule(line: Sequence[Inline]) -> bool:
    return len(line) == 1 and isinstance(line[0], Divider)


def _ruled(
    strips: list[Strip], rich: Rich, number: int, kind: Type, setting: Setting
) -> list[Strip]:
    """The line above and, tied to it, a rule below."""
    rule = _rule(rich.text, number, kind, (0.0, setting.width), 0.0, setting)
    tied = glue_last(strips) if strips else strips
    return [*tied, Strip(_RULE_ROOM, (rule,))]


def _rule(
    text: Text, number: int, kind: Type, room: tuple[float, float], top: float, setting: Setting
) -> Rule:
    """The rule that is line `number` of the text, centred in the room."""
    (divider,) = text[number]
    above = _longest(text[number - 1], kind, room[1]) if number else room[1]
    whole = isinstance(divider, Divider) and divider.whole
    length = above if whole else above * setting.typography.short_rule
    middle, y = room[0] + room[1] / 2, top + _RULE_BELOW
    return Rule(middle - length / 2, y, middle + length / 2, y, 0.75)


def _longest(line: Sequence[Inline], kind: Type, width: float) -> float:
    return max(each.width for each in balanced_rich(line, kind, width))


# --- columns -------------------------------------------------------------------------------------


@set_block.register
def _columns(block: Columns, setting: Setting) -> list[Strip]:
    """Each row is one strip; the rows stay together."""
    strips = [_row(row, setting) for row in block.rows]
    usual = _SIGN_GAP if is_signed(block) else setting.gap
    strips = [replace(strip, glued=True) for strip in strips[:-1]] + strips[-1:]
    first = replace(strips[0], gap=usual if block.gap is None else block.gap)
    return [first, *strips[1:]]


def is_signed(block: Columns) -> bool:
    """Whether somebody signs in it: then it is the foot of a paper."""
    return any(cell.sign for row in block.rows for cell in row)


def _row(row: Sequence[ColumnCell], setting: Setting) -> Strip:
    unit = setting.width / sum(cell.share for cell in row)
    left, height = 0.0, 0.0
    marks: list[Mark] = []
    for cell in row:
        width = cell.share * unit
        drawn, bottom = _cell(cell, (left, width), setting)
        marks += drawn
        height = max(height, bottom)
        left += width
    return Strip(height, tuple(marks), gap=setting.gap)


def _cell(
    cell: ColumnCell, room: tuple[float, float], setting: Setting
) -> tuple[list[Mark], float]:
    """A cell from the top: frame for a picture, text, room for a signature, name.

    What stands to the left is running text in columns: it begins where the lines above begin.
    """
    running = cell.align in {"left", "justify"} and not cell.sign
    left, width = room[0] + (0 if running else _GUTTER / 2), room[1] - _GUTTER
    marks, top = _photo(cell.photo, (left, width), setting) if cell.photo else ([], 0.0)
    kind = setting.body() if running else setting.type("column")
    drawn, height = set_lines(cell.text, (left, width), cell.align, setting, kind)
    marks += [moved(mark, 0, top) for mark in drawn]
    top += height
    if cell.sign:
        top += SIGNATURE_SPACE
        column = TextColumn(left, width)
        column.bottom = top
        if cell.name:
            column.sign(cell.name, setting.type("signer"))
        marks += column.marks
        top = column.bottom
    return marks, top


def set_lines(
    text: Text, room: tuple[float, float], align: Align, setting: Setting, kind: Type | None = None
) -> tuple[list[Mark], float]:
    """The lines of a text in a column from its top, and their height."""
    base, width = kind or setting.type("column"), room[1]
    marks: list[Mark] = []
    top = 0.0
    for number, line in enumerate(text):
        kind = _fitting(line, base, width, setting)
        if _is_rule(line):
            above = _fitting(text[number - 1], base, width, setting) if number else base
            marks.append(_rule(text, number, above, room, top, setting))
            top += _RULE_ROOM
            continue
        for each in _broken(line, kind, width, align):
            marks += draw_rich(each, kind, align, room, top)
            top += kind.leading
    return marks, top


def _fitting(line: Sequence[Inline], kind: Type, width: float, setting: Setting) -> Type:
    """The type of a line, smaller down to what the decree allows if the line is just too long."""
    least = setting.typography.styles["column"].least
    length = rich_width(line, kind)
    size = kind.size
    while length * size / kind.size > width and size - 0.5 >= least:
        size -= 0.5
    return kind if length * size / kind.size > width else replace(kind, size=size)


def _photo(words: str, room: tuple[float, float], setting: Setting) -> tuple[list[Mark], float]:
    """A frame of 30 × 40 mm, or of the centimetres that the words name (“Ảnh 4 x 6”)."""
    found = _PHOTO_SIZE.search(words)
    wide, high = (10.0 * int(found[1]), 10.0 * int(found[2])) if found else _PHOTO_MM
    width, height = wide * POINTS_PER_MM, high * POINTS_PER_MM
    left = room[0] + (room[1] - width) / 2
    kind = setting.type("note")
    lines = balanced(words, kind, width - 6)
    top = (height - len(lines) * kind.leading) / 2
    inside = (left + 3, width - 6)
    marks: list[Mark] = [Frame(left, 0, width, height)]
    marks += [
        place(line, kind, "center", inside, top + n * kind.leading) for n, line in enumerate(lines)
    ]
    return marks, height + setting.gap


# --- tables, marks, notes, pages -----------------------------------------------------------------


@set_block.register
def _grid(grid: Grid, setting: Setting) -> list[Strip]:
    return set_grid(grid, setting.width, setting.type("table_head"), setting.type("table"))


@set_block.register
def _mark(mark: FormMark, setting: Setting) -> list[Strip]:
    kind = setting.type("form_mark")
    strips = [
        strip for line in in_bold(mark.text) for strip in _aligned(line, kind, setting, "right", 0)
    ]
    return [replace(strip, glued=True) for strip in strips]


@set_block.register
def _notes(notes: Notes, setting: Setting) -> list[Strip]:
    """Small print below a rule over a third of the line."""
    kind = setting.type("note")
    rule = Rule(0, 0, setting.width * _NOTES_RULE, 0, 0.5)
    strips = [Strip(4, (rule,), gap=12, glued=True)]
    for line in (line for text in notes.notes for line in text):
        strips += _running(line, kind, setting, indent=False, gap=2)
    return strips


@set_block.register
def _break(_: Break, __: Setting) -> list[Strip]:
    return [Strip(0, (), turns=True)]


# --- words ---------------------------------------------------------------------------------------


def _said(text: Text) -> str:
    """The words of the last line; none where it ends in a place for the pen."""
    last = text[-1] if text else ()
    if last and isinstance(last[-1], Leader):
        return ""
    return "".join(each.text for each in last if isinstance(each, Run))


def _all_bold(text: Text) -> bool:
    """Whether the text is a heading: nothing but bold words."""
    runs = [each for line in text for each in line if not isinstance(each, Divider)]
    return bool(runs) and all(isinstance(each, Run) and "bold" in each.style for each in runs)
