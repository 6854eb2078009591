"""What the state of a task looks like in a cell of communes × tasks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.plans.oversight import Seen, Tally
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.pages.board.marks import Mark, Sign
from sachmatuy_desktop.ui.task_words import seen_words
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["legend_of_tasks", "task_mark"]

_MARKS: Final[Mapping[Seen, tuple[Sign, str, Tone | None]]] = MappingProxyType(
    {
        Seen.DONE: (Sign.TICK, N_("Đ"), Tone.GOOD),
        Seen.LATE: (Sign.TICK, N_("M"), Tone.CARE),
        Seen.OVERDUE: (Sign.CROSS, N_("Q"), Tone.BLOCK),
        Seen.SOON: (Sign.OPEN, N_("S"), Tone.BUSY),
        Seen.OPEN: (Sign.OPEN, N_("C"), None),
        Seen.UNHEARD: (Sign.RING, N_("G"), None),
        Seen.UNDELIVERED: (Sign.QUESTION, N_("T"), Tone.QUIET),
        Seen.GONE: (Sign.DASH, N_("K"), None),
        Seen.NOT_SET: (Sign.DOT, "", None),
    }
)
"""The sign, the letter and the colour of each state, in the order of the legend."""


def task_mark(found: Tally) -> Mark | None:
    """The mark of a cell: the days late, or of several openings how many are done."""
    if found.seen not in _MARKS:
        return None
    sign, letter, tone = _MARKS[found.seen]
    letter = _(letter) if letter else ""
    if found.asked > 1:
        letter = f"{letter} {found.done}/{found.asked}"
    elif found.days:
        letter = f"{letter}{found.days}"
    return Mark(sign, letter, seen_words(found.seen, found.days), tone)


def legend_of_tasks() -> list[Mark]:
    """Every mark that a cell may show."""
    return [
        Mark(sign, _(letter) if letter else "", seen_words(seen), tone)
        for seen, (sign, letter, tone) in _MARKS.items()
    ]
