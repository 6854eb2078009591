"""Dots that know which place of a form they stand for: a blank form set with them tells where.

A stand-in is a letter of a private plane of Unicode that measures as the dot it stands for, so the
page is set exactly as the blank one.  Stand-ins live from composing to setting only: no snapshot
keeps them and no page prints them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.domain.forms import BLANK, Inline, Leader, Run, Text

__all__ = [
    "POINT",
    "WHITE",
    "PlaceLeader",
    "bare",
    "dot_of",
    "is_blank",
    "is_white",
    "measures_as",
    "named_dots",
    "place_of",
    "whitened",
]

_FIRST: Final = 0xF0000
_LAST: Final = 0xFFFFD

POINT: Final = "."
WHITE: Final = ""
"""A place without dots: a white cell, the room for a name."""

_SHAPES: Final = (POINT, "…", WHITE)


@dataclass(frozen=True, slots=True)
class PlaceLeader(Leader):
    """A dotted place that is drawn with stand-ins."""

    dot: str = POINT


def named_dots(place: int, dots: str) -> str:
    """The dots of a place, numbered from 0: `…` and `.` each as its stand-in, one for no dots."""
    return "".join(_stand_in(place, shape) for shape in dots or (WHITE,))


def _stand_in(place: int, shape: str) -> str:
    return chr(_FIRST + len(_SHAPES) * place + _SHAPES.index(shape))


def place_of(letter: str) -> int | None:
    """The number of the place that a letter stands in; None for an ordinary letter."""
    return (ord(letter) - _FIRST) // len(_SHAPES) if _FIRST <= ord(letter) <= _LAST else None


def measures_as(letter: str) -> str | None:
    """The letter whose width a stand-in has; None for an ordinary letter."""
    return None if place_of(letter) is None else _shape(letter) or POINT


def bare(text: str) -> str:
    """What the blank form prints where the stand-ins are."""
    return "".join(letter if place_of(letter) is None else _shape(letter) for letter in text)


def is_blank(text: str) -> bool:
    """Whether a text is nothing but an empty place."""
    return bare(text) == BLANK


def is_white(text: str) -> bool:
    """Whether a text is nothing but a place without dots."""
    return bool(text) and not bare(text)


def dot_of(piece: str | Leader) -> str:
    """The letter that dots out a leader, or the rest of the line after such a text."""
    if isinstance(piece, Leader):
        return piece.dot if isinstance(piece, PlaceLeader) else POINT
    place = place_of(piece[0]) if piece else None
    return POINT if place is None else _stand_in(place, POINT)


def whitened(text: Text) -> Text:
    """A cell that is nothing but dotted places, left white; a named place stays to be found."""
    named = [each for line in text for each in line if isinstance(each, PlaceLeader)]
    places = [place_of(each.dot) for each in named]
    line: tuple[Inline, ...] = tuple(
        Run(_stand_in(place, WHITE)) for place in places[:1] if place is not None
    )
    return (line,) if line else ()


def _shape(letter: str) -> str:
    return _SHAPES[(ord(letter) - _FIRST) % len(_SHAPES)]
