"""Lines of mixed styles: measuring, breaking and placing runs, dotted places and boxes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sachmatuy_desktop.documents.dots import dot_of
from sachmatuy_desktop.documents.fonts import NO_BREAK_SPACE
from sachmatuy_desktop.documents.lines import Type, cleaned, cut, shrunk
from sachmatuy_desktop.documents.pdf import Frame, Mark, Rule, Words
from sachmatuy_desktop.domain.forms import Align, Inline, Leader, Run, Style, Text, Tick

_RAISED_SIZE: Final = 0.62
_RAISED_BY: Final = 0.36
_BOX: Final = 0.72
_LEAST_LEADER: Final = 24.0
"""A dotted place is at least so long, in points and per share: a name can be written in 48."""

_FREE_LEADER: Final = 60.0
"""So long, per share, is a dotted place in a line that is not filled (centred, to the right)."""


@dataclass(frozen=True, slots=True)
class RichLine:
    """One line as it will print: its parts with their widths, and its whole width.

    `last` ends a paragraph and is never spread; neither is a `full` line, whose dotted places take
    all the room.
    """

    parts: tuple[tuple[Inline, float], ...]
    width: float
    last: bool
    full: bool


@dataclass(frozen=True, slots=True)
class _Atom:
    """Parts that are never parted, and the style of the space before them, if any."""

    parts: tuple[tuple[Inline, float], ...]
    space: Style | None

    @property
    def width(self) -> float:
        return sum(width for _, width in self.parts)


_Flow = Iterator[_Atom | None]
"""Atoms; `None` is a forced end of line."""


def fold_rich(
    line: Sequence[Inline], kind: Type, width: float, indent: float = 0, *, fill: bool = True
) -> list[RichLine]:
    """Break a line of rich text into printed ones at most `width` long, the first by `indent` less.

    With `fill` the dotted places of a printed line share what room its words leave.
    """
    lines: list[RichLine] = []
    taken: list[_Atom] = []
    used, room = 0.0, width - indent
    for atom in _atoms(line, kind, width, fill=fill):
        if atom is None:
            lines.append(_line(taken, kind, room, last=False, fill=fill))
            taken, used, room = [], 0.0, width
            continue
        space = _space(atom, kind) if taken else 0.0
        if taken and used + space + atom.width > room + 0.001:
            lines.append(_line(taken, kind, room, last=False, fill=fill))
            taken, used, room, space = [], 0.0, width, 0.0
        used += space + atom.width
        taken.append(atom)
    lines.append(_line(taken, kind, room, last=True, fill=fill))
    return lines


def balanced_rich(line: Sequence[Inline], kind: Type, width: float) -> list[RichLine]:
    """Break as `fold_rich` does without filling, then draw the lines to much the same length."""
    best = fold_rich(line, kind, width, fill=False)
    widest = max((a.width for a in _atoms(line, kind, width, fill=False) if a), default=0.0)
    low, high = min(max(width / len(best), widest), width), width
    while len(best) > 1 and high - low > 1:
        middle = (low + high) / 2
        tried = fold_rich(line, kind, middle, fill=False)
        if len(tried) == len(best):
            best, high = tried, middle
        else:
            low = middle
    return best


def in_bold(text: Text) -> Text:
    """Titles: words that are neither bold nor italic become bold."""
    return tuple(
        tuple(
            replace(each, style="bold")
            if isinstance(each, Run) and each.style == "regular"
            else each
            for each in line
        )
        for line in text
    )


def fitting_rich(text: Text, kind: Type, width: float) -> Type:
    """The type, smaller where a word of the text is longer than the width (`lines.fitting`)."""
    words = {
        word: _measured(replace(each, text=word), kind)[1]
        for line in text
        for each in line
        if isinstance(each, Run)
        for word in each.text.split()
    }
    return shrunk(kind, words, width)


def rich_width(line: Sequence[Inline], kind: Type) -> float:
    """How long a line prints if nothing breaks it."""
    return fold_rich(line, kind, math.inf, fill=False)[0].width


def draw_rich(
    line: RichLine, kind: Type, align: Align, room: tuple[float, float], top: float
) -> list[Mark]:
    """Put a line between `room` = (left, width), its top edge at `top`."""
    left, width = room
    slack = max(width - line.width, 0.0)
    x, spread = left, 0.0
    if align == "center":
        x = left + slack / 2
    elif align == "right":
        x = left + slack
    elif align == "justify" and not line.last and not line.full:
        spaces = sum(map(_spaces, line.parts))
        spread = slack / spaces if spaces else 0.0
    marks: list[Mark] = []
    for part in line.parts:
        marks.extend(_drawn(part, kind, (x, top + kind.baseline), spread))
        x += part[1] + spread * _spaces(part)
    return marks


# --- atoms ---------------------------------------------------------------------------------------


def _atoms(line: Sequence[Inline], kind: Type, width: float, *, fill: bool) -> _Flow:
    """The pieces between which the line may break."""
    parts: list[tuple[Inline, float]] = []
    space: Style | None = None
    for each in line:
        if isinstance(each, Run):
            for number, word in enumerate(cleaned(each.text).split(" ")):
                if number and parts and isinstance(parts[-1][0], Tick) and len(parts) == 1:
                    parts.append(_measured(replace(each, text=NO_BREAK_SPACE), kind))
                elif number:
                    yield from _atom(parts, space, kind, width)
                    parts, space = [], each.style
                if word:
                    parts.append(_measured(replace(each, text=word), kind))
            continue
        parts.append(_measured(each, kind, fill=fill))
        for _ in range(each.lines - 1 if isinstance(each, Leader) else 0):
            yield from _atom(parts, space, kind, width)
            yield None
            parts, space = [_measured(each, kind, fill=fill)], None
    yield from _atom(parts, space, kind, width)


def _atom(
    parts: list[tuple[Inline, float]], space: Style | None, kind: Type, width: float
) -> Iterator[_Atom]:
    """The parts as one atom; one that no line can hold is cut."""
    if not parts:
        return
    whole = _Atom(tuple(parts), space)
    if whole.width <= width:
        yield whole
        return
    for each, _ in parts:
        pieces: Iterator[Inline] = iter((each,))
        if isinstance(each, Run):
            words = cut(each.text, _type(each, kind), width)
            pieces = (replace(each, text=word) for word in words)
        for piece in pieces:
            part, length = _measured(piece, kind)
            yield _Atom(((part, min(length, width)),), space)
            space = None


def _measured(part: Inline, kind: Type, *, fill: bool = True) -> tuple[Inline, float]:
    if isinstance(part, Run):
        return part, _type(part, kind).width(part.text)
    if isinstance(part, Leader):
        return part, part.share * (_LEAST_LEADER if fill else _FREE_LEADER)
    return part, _BOX * kind.size


def _type(run: Run, kind: Type) -> Type:
    size = kind.size * _RAISED_SIZE if run.raised else kind.size
    return Type(run.style, size, kind.leading)


def _space(atom: _Atom, kind: Type) -> float:
    return 0.0 if atom.space is None else Type(atom.space, kind.size, kind.leading).width(" ")


# --- lines ---------------------------------------------------------------------------------------


def _line(atoms: Sequence[_Atom], kind: Type, room: float, *, last: bool, fill: bool) -> RichLine:
    """Atoms side by side: words of one style as one run, dotted places grown to the room."""
    parts: list[tuple[Inline, float]] = []
    for number, atom in enumerate(atoms):
        if number and atom.space is not None:
            _join(parts, _measured(Run(" ", atom.space), kind))
        for part in atom.parts:
            _join(parts, part)
    width = sum(each for _, each in parts)
    shares = sum(each.share for each, _ in parts if isinstance(each, Leader))
    if not shares or not fill:
        return RichLine(tuple(parts), width, last, full=False)
    slack = max(room - width, 0.0)
    grown = tuple(
        (each, long + slack * each.share / shares) if isinstance(each, Leader) else (each, long)
        for each, long in parts
    )
    return RichLine(grown, width + slack, last, full=True)


def _join(parts: list[tuple[Inline, float]], part: tuple[Inline, float]) -> None:
    """Add a part; words of the same style as the last ones go on with them."""
    each, width = part
    last, before = parts[-1] if parts else (None, 0.0)
    if (
        isinstance(each, Run)
        and isinstance(last, Run)
        and (each.style, each.raised) == (last.style, last.raised)
    ):
        parts[-1] = (replace(last, text=last.text + each.text), before + width)
    else:
        parts.append(part)


def _spaces(part: tuple[Inline, float]) -> int:
    """How many spaces of a part grow when the line is spread."""
    each = part[0]
    return each.text.count(" ") + each.text.count(NO_BREAK_SPACE) if isinstance(each, Run) else 0


def _drawn(
    part: tuple[Inline, float], kind: Type, at: tuple[float, float], spread: float
) -> Iterator[Mark]:
    each, width = part
    x, y = at
    if isinstance(each, Run):
        size = _type(each, kind).size
        up = _RAISED_BY * kind.size if each.raised else 0.0
        if each.text.strip():
            yield Words(x, y - up, each.text, each.style, size, spread)
    elif isinstance(each, Leader):
        dot = kind.width(".")
        dots = int(width / dot + 1e-6)
        yield Words(x + width - dots * dot, y, dot_of(each) * dots, kind.style, kind.size)
    elif isinstance(each, Tick):
        side = width
        yield Frame(x, y - side, side, side)
        if each.ticked:
            yield Rule(x, y - side, x + side, y, 0.8)
            yield Rule(x, y, x + side, y - side, 0.8)
