"""One line of the first page, and the shapes in which lines are made."""

from __future__ import annotations

from dataclasses import dataclass

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Line", "days_chip", "number", "persons"]


@dataclass(frozen=True)
class Line:
    """A chip and words; `way` is the list or the record behind them, or the id of a page."""

    chip: str
    tone: Tone
    title: str
    way: Door | str
    detail: str = ""


def number(count: int, tone: Tone, title: str, way: Door | str, detail: str = "") -> Line:
    """So many of something."""
    return Line(show_integer(count), tone, title, way, detail)


def days_chip(left: int) -> str:
    """“còn 3 ngày”, “hôm nay”, “quá 2 ngày”."""
    if left < 0:
        return _("quá {n} ngày").format(n=show_integer(-left))
    return _("còn {n} ngày").format(n=show_integer(left)) if left else _("hôm nay")


def persons(found: frozenset[str], tone: Tone, title: str) -> list[Line]:
    """So many persons and the list of them; nothing where there is nobody."""
    if not found:
        return []
    return [number(len(found), tone, title, Door("people", only=found, title=title))]
