"""What the office above may say of a commune's task by what has come: done, late, or not known.

*Nothing is late that is not known.*  A commune's books are known as of a moment (`heard`), and an
opening whose time ran out after it is unheard of, not late; how late one is, is said as of that
moment too.  Lateness of what was done goes by the day of the result, whatever any clock says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans.due import Basis, Opening
from sachmatuy_desktop.domain.plans.periods import DAY
from sachmatuy_desktop.domain.plans.standing import OpeningStanding, State

__all__ = ["Seen", "Sight", "Span", "Tally", "concerns", "seen", "tally"]


class Seen(StrEnum):
    """How an opening, or a commune's task in a span of days, looks from above.

    The order is that of what presses most.
    """

    OVERDUE = "overdue"
    UNDELIVERED = "undelivered"  # no bundle has brought the task to its commune yet
    UNHEARD = "unheard"  # its time ran out after the commune's newest bundle
    SOON = "soon"
    OPEN = "open"
    LATE = "late"  # done, after its time
    DONE = "done"
    GONE = "gone"  # excused, turned off, withdrawn, or no longer asked for by the law
    NOTHING = "nothing"  # no opening in the span
    NOT_SET = "not_set"  # not this commune's task


ORDER = tuple(Seen)
STATES = {State.SOON: Seen.SOON, State.OPEN: Seen.OPEN, State.GONE: Seen.GONE}


@dataclass(frozen=True, slots=True)
class Span:
    """The days looked at, both counted."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Sight:
    """One opening as seen from above; `days` is how many it is or was late."""

    standing: OpeningStanding
    seen: Seen
    days: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """A commune's task in a span: what presses most of its openings, and how many are done.

    `days` are those of the most late one among the openings that press so.
    """

    seen: Seen
    days: int = 0
    done: int = 0
    asked: int = 0


def seen(found: OpeningStanding, heard: datetime | None, *, delivered: bool = True) -> Sight:
    """One opening that has begun, by the books as they were known at `heard`; None: never.

    A day that only the program proposes makes nobody late before others.
    """
    proposed = found.opening.basis is Basis.PROPOSED
    if found.state is State.DONE:
        late = bool(found.late) and not proposed
        return Sight(found, Seen.LATE if late else Seen.DONE, found.days_over if late else 0)
    if found.state is State.GONE:
        return Sight(found, Seen.GONE)
    if not delivered:
        return Sight(found, Seen.UNDELIVERED)
    due = found.opening.due
    if proposed or found.state is not State.OVERDUE or due is None:
        return Sight(found, STATES.get(found.state, Seen.OPEN))
    if heard is None or heard <= due:
        return Sight(found, Seen.UNHEARD)
    return Sight(found, Seen.OVERDUE, -((due - heard) // DAY))


def concerns(found: OpeningStanding, span: Span, today: date) -> bool:
    """Whether an opening is one of a span: due within it, or pressing now if the span holds today.

    One without a day is of every span that it runs through.
    """
    opening = found.opening
    if found.state is State.NOT_YET:
        return False
    last = opening.last_day
    if last is not None and last in span:
        return True
    if today in span and found.state in (State.OVERDUE, State.SOON, State.OPEN):
        return True
    return last is None and _runs_through(opening, found, span)


def _runs_through(opening: Opening, found: OpeningStanding, span: Span) -> bool:
    last = found.done.on if found.done else opening.last
    return opening.opens.astimezone(VIETNAM).date() <= span.last and span.first <= last


def tally(sights: Iterable[Sight]) -> Tally:
    """The openings of one task at one commune together."""
    given = list(sights)
    if not given:
        return Tally(Seen.NOTHING)
    worst = min((each.seen for each in given), key=ORDER.index)
    done = sum(each.seen in (Seen.DONE, Seen.LATE) for each in given)
    asked = sum(each.seen is not Seen.GONE for each in given)
    return Tally(worst, max(each.days for each in given if each.seen is worst), done, asked)
