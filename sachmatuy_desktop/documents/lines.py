"""From text to lines: measuring, breaking and placing words within a width."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sachmatuy_desktop.documents.fonts import NO_BREAK_SPACE, face
from sachmatuy_desktop.documents.pdf import Words
from sachmatuy_desktop.domain.forms import Align, Style
from sachmatuy_desktop.errors import BadInput

LEAST = 10.0
"""Text that does not fit its place shrinks down to so many points, then it breaks."""

_BREAK_AFTER = "/-,;."
_PIECE = re.compile(f"[^{re.escape(_BREAK_AFTER)}]*[{re.escape(_BREAK_AFTER)}]*")
_PASTED = str.maketrans("\t\r\v\f\u2009\u202f\u3000", " " * 7, "\u00ad\u200b\u200c\u200d\ufeff")
"""What pasted text brings along: other blanks become spaces, invisible signs go."""


@dataclass(frozen=True, slots=True)
class Type:
    """A style at a size with its line height, in points."""

    style: Style
    size: float
    leading: float

    def width(self, text: str) -> float:
        """How long the text prints."""
        return face(self.style).width(text, self.size)

    @property
    def baseline(self) -> float:
        """Distance from the top of a line to its baseline (the ascent of the face is 0,891)."""
        return 0.891 * self.size + (self.leading - 1.107 * self.size) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, its natural width, and whether it ends a paragraph (never spread)."""

    text: str
    width: float
    last: bool


def fold(text: str, kind: Type, width: float, indent: float = 0) -> list[Line]:
    """Break `text` into lines at most `width` long, the first one shorter by `indent`.

    A newline in the text breaks; a word longer than the line is cut, after a sign if it has one.
    """
    lines: list[Line] = []
    clean = cleaned(text)
    try:
        for part in clean.split("\n"):
            lines.extend(_fold_part(part, kind, width, indent if not lines else 0))
    except BadInput:
        kind.width(clean.replace("\n", " "))  # the same complaint, naming the whole text
        raise
    return lines


def cleaned(text: str) -> str:
    """The text without what cannot be seen, other blanks as spaces."""
    return text.translate(_PASTED)


def _fold_part(part: str, kind: Type, width: float, indent: float) -> Iterator[Line]:
    space = kind.width(" ")
    words = [piece for word in part.split(" ") if word for piece in cut(word, kind, width)]
    taken: list[str] = []
    used, room = 0.0, width - indent
    for word in words:
        length = kind.width(word)
        if taken and used + space + length > room:
            yield Line(" ".join(taken), used, last=False)
            taken, used, room = [], 0.0, width
        used += length + (space if taken else 0)
        taken.append(word)
    yield Line(" ".join(taken), used, last=True)


def cut(word: str, kind: Type, width: float) -> Iterator[str]:
    """The word whole, or in pieces that fit."""
    while kind.width(word) > width and len(word) > 1:
        fits = next(
            n for n in range(len(word) - 1, 0, -1) if n == 1 or kind.width(word[:n]) <= width
        )
        signs = [n for n in range(1, fits + 1) if word[n - 1] in _BREAK_AFTER]
        at = signs[-1] if signs else fits
        yield word[:at]
        word = word[at:]
    yield word


def fitting(text: str, kind: Type, width: float) -> Type:
    """The type, smaller where a word of the text is longer than the width, but not below `LEAST`.

    The line height stays, so that a smaller cell keeps step with its neighbours.
    """
    words = text.split()
    if not words or max(map(len, words)) * kind.size < width:
        return kind  # no letter is wider than it is high
    return shrunk(kind, {word: kind.width(word) for word in words}, width)


def shrunk(kind: Type, words: Mapping[str, float], width: float) -> Type:
    """The type in which the words, of such widths at its size, fit the width whole.

    Where even the least size is too large for that, words break after a sign; only what has no
    sign to break after is then made smaller.
    """
    longest = max(words.values(), default=0.0)
    if longest <= width:
        return kind
    if longest * LEAST > width * kind.size:
        pieces = [len(piece) / len(word) * words[word] for word in words for piece in parted(word)]
        longest = max(pieces)
        if longest <= width:
            return kind
    size = math.floor(2 * kind.size * width / longest) / 2
    return Type(kind.style, max(size, min(LEAST, kind.size)), kind.leading)


def parted(word: str) -> list[str]:
    """The word in the pieces that its signs let it break into."""
    return [piece for piece in _PIECE.findall(word) if piece]


def balanced(text: str, kind: Type, width: float) -> list[Line]:
    """Break as `fold` does, then draw the lines of each part to much the same length."""
    lines: list[Line] = []
    for part in text.split("\n"):
        best = fold(part, kind, width)
        longest_word = max(map(kind.width, part.split(" ")))
        low, high = min(max(width / len(best), longest_word), width), width
        while len(best) > 1 and high - low > 1:
            middle = (low + high) / 2
            tried = fold(part, kind, middle)
            if len(tried) == len(best):
                best, high = tried, middle
            else:
                low = middle
        lines.extend(best)
    return lines


def whole_room(letter: str, kind: Type, room: tuple[float, float], top: float) -> Words:
    """A place without dots as wide as its room: its stand-in as often as fits."""
    times = max(int(room[1] / kind.width(letter)), 1)
    return Words(room[0], top + kind.baseline, letter * times, kind.style, kind.size)


def place(line: Line, kind: Type, align: Align, room: tuple[float, float], top: float) -> Words:
    """Put a line between `room` = (left, width), its top edge at `top`."""
    left, width = room
    slack = width - line.width
    x, spread = left, 0.0
    if align == "center":
        x = left + slack / 2
    elif align == "right":
        x = left + slack
    elif align == "justify" and not line.last:
        spaces = line.text.count(" ") + line.text.count(NO_BREAK_SPACE)
        spread = slack / spaces if spaces else 0.0
    return Words(x, top + kind.baseline, line.text, kind.style, kind.size, spread)
