"""Lines of rich text as paragraphs: running, in a column, in a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sachmatuy_desktop.documents.lines import Type
from sachmatuy_desktop.documents.rich_lines import balanced_rich, rich_width
from sachmatuy_desktop.documents.setting import Setting
from sachmatuy_desktop.documents.word.runs import inline_runs
from sachmatuy_desktop.documents.word.shapes import Par, Piece, rule
from sachmatuy_desktop.domain.forms import Align, Divider, Inline, Leader, Text

__all__ = ["cell_lines", "column_lines", "is_rule", "rich_par", "rule_below"]


def is_rule(line: Sequence[Inline]) -> bool:
    """Whether the line is a rule below the one above it."""
    return len(line) == 1 and isinstance(line[0], Divider)


def rich_par(
    line: Sequence[Inline],
    kind: Type,
    room: float,
    align: Align,
    *,
    indent: float = 0.0,
    above: float = 0.0,
    spacing: float = 1.0,
) -> Par:
    """One line of rich text as a paragraph `room` points wide."""
    first = 0.0 if _all_dots(line) else indent
    return Par(
        inline_runs(line, kind, room, align, first),
        align,
        above=above,
        spacing=spacing,
        first=first,
        dotted=room if any(isinstance(each, Leader) for each in line) else 0.0,
    )


def rule_below(text: Text, number: int, kind: Type, room: float, short: float) -> Par:
    """The rule that is line `number` of the text."""
    (divider,) = text[number]
    above = _longest(text[number - 1], kind, room) if number else room
    whole = isinstance(divider, Divider) and divider.whole
    return rule(above if whole else above * short, room)


def column_lines(
    text: Text, room: float, align: Align, setting: Setting, kind: Type | None = None
) -> list[Piece]:
    """Lines in a column; one that is just too long is a little smaller (`rich_setting`)."""
    base = kind or setting.type("column")
    made: list[Piece] = []
    for number, line in enumerate(text):
        fits = _fitting(line, base, room, setting)
        if is_rule(line):
            above = _fitting(text[number - 1], base, room, setting) if number else base
            made.append(rule_below(text, number, above, room, setting.typography.short_rule))
        else:
            made.append(rich_par(line, fits, room, align))
    return made


def cell_lines(text: Text, kind: Type, room: float, align: Align) -> tuple[Par, ...]:
    """The lines of a cell of a table; an empty cell keeps the height of one."""
    lines = [line for line in text if not is_rule(line)] or [()]
    return tuple(rich_par(line, kind, room, align) for line in lines)


def _fitting(line: Sequence[Inline], kind: Type, room: float, setting: Setting) -> Type:
    least = setting.typography.styles["column"].least
    length, size = rich_width(line, kind), kind.size
    while length * size / kind.size > room and size - 0.5 >= least:
        size -= 0.5
    return kind if length * size / kind.size > room else replace(kind, size=size)


def _longest(line: Sequence[Inline], kind: Type, room: float) -> float:
    return max(each.width for each in balanced_rich(line, kind, room))


def _all_dots(line: Sequence[Inline]) -> bool:
    return bool(line) and all(isinstance(each, Leader) and each.lines > 1 for each in line)
