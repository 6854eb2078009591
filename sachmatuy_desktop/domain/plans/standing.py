"""How a task stands at a moment, read from its openings and the rows written about them.

Nothing of this is stored and nothing is scored: two PCs that hold the same rows say the same.
Every row given counts, whatever its day, so a PC whose clock was set back forgets nothing that was
done; to see an earlier day as it was then, hand over `Rows.until` of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain
from typing import Final, TypeVar

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans.due import Basis, Opening
from sachmatuy_desktop.domain.plans.periods import DAY, PeriodKind
from sachmatuy_desktop.domain.plans.plan import Obsolete
from sachmatuy_desktop.domain.registers.fields import RecordId

__all__ = [
    "SOON_DAYS",
    "Done",
    "Excused",
    "OpeningStanding",
    "Rows",
    "State",
    "TaskStanding",
    "about",
    "standing",
]

SOON_DAYS: Final = 7
"""What is due in so many days counts as due soon, unless the office says otherwise."""

HOUR: Final = timedelta(hours=1)

R = TypeVar("R", "Done", "Excused")


class State(StrEnum):
    """How one opening stands; of a task, how the most pressing of its openings does."""

    OVERDUE = "overdue"
    SOON = "soon"
    OPEN = "open"
    NOT_YET = "not_yet"
    DONE = "done"
    GONE = "gone"  # excused, or no longer asked for by the law


PRESSING: Final = (State.OVERDUE, State.SOON, State.OPEN)


@dataclass(frozen=True, slots=True)
class Done:
    """An opening was done; `at` where the hour is known.

    `opening` is its key; a look back on a continuous task is known by its day and leaves it empty.
    `village`: it was done there alone.
    """

    id: RecordId
    opening: str
    on: date
    at: datetime | None = None
    evidence: tuple[RecordId, ...] = ()
    village: RecordId = ""


@dataclass(frozen=True, slots=True)
class Excused:
    """The office says why an opening is not to be done, in one village or at all."""

    id: RecordId
    opening: str
    on: date
    reason: str
    village: RecordId = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """What has been written about one task, and the later law that no longer asks for it."""

    done: tuple[Done, ...] = ()
    excused: tuple[Excused, ...] = ()
    obsolete: Obsolete | None = None

    @property
    def looks(self) -> tuple[date, ...]:
        """The days that end a review of a continuous task, as `due.openings` asks for them."""
        done = {each.on for each in self.done}
        return tuple(sorted(done | {each.on for each in self.excused}))

    def until(self, day: date) -> Rows:
        """The rows of a day and before."""
        return replace(
            self,
            done=tuple(each for each in self.done if each.on <= day),
            excused=tuple(each for each in self.excused if each.on <= day),
        )


@dataclass(frozen=True, slots=True)
class OpeningStanding:
    """One opening and what is known of it.

    `done` is the row that counts, the earliest; `rows` are all that say so, as after a merge.
    `late`: whether it was done, or still is not done, after its time; None where only the day is
    known and does not decide it.  `over` is by how much, and `left` what is left until the last
    moment; `why` is the reason or the article it is gone by.
    """

    opening: Opening
    state: State
    done: Done | None = None
    rows: tuple[Done, ...] = ()
    late: bool | None = False
    over: timedelta = timedelta()
    left: timedelta | None = None
    why: str = ""

    @property
    def days_left(self) -> int | None:
        """Days between today and the last day in time: 0 on that day itself."""
        return None if self.left is None else self.left // DAY

    @property
    def days_over(self) -> int:
        """How many days late, by the calendar: 1 on the day after the last one."""
        return -(-self.over // DAY)

    @property
    def hours_over(self) -> int:
        """How many hours late, a begun hour counted whole."""
        return -(-self.over // HOUR)


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """A task at a moment: its openings in order, the one that presses most, what opens next."""

    openings: tuple[OpeningStanding, ...]
    state: State
    now: OpeningStanding | None
    next: Opening | None

    @property
    def overdue(self) -> tuple[OpeningStanding, ...]:
        """What should have been done."""
        return tuple(each for each in self.openings if each.state is State.OVERDUE)


def standing(
    openings: Iterable[Opening], rows: Rows, now: datetime, *, soon: int = SOON_DAYS
) -> TaskStanding:
    """How the openings of one task stand.

    `soon` is in days.  What opens next can be told only if `openings` reach beyond the moment.
    """
    here = now.astimezone(VIETNAM).replace(microsecond=0)
    written = _Written.of(rows)
    read = tuple(_one(each, written, here, soon) for each in openings)
    pressing = next(
        (each for state in PRESSING for each in read if each.state is state),
        None,
    )
    coming = next((each for each in read if each.state is State.NOT_YET), None)
    if pressing is not None:
        state = pressing.state
    elif coming is not None and not any(each.state is State.DONE for each in read):
        state = State.NOT_YET
    else:
        settled = [each.state for each in read if each.state in (State.DONE, State.GONE)]
        state = settled[-1] if settled else (State.GONE if rows.obsolete else State.NOT_YET)
    return TaskStanding(read, state, pressing, coming.opening if coming else None)


@dataclass(frozen=True, slots=True)
class _Written:
    """The rows of a task by the opening they name, the earliest first; ids decide within a day."""

    done: Mapping[str, Sequence[Done]]
    excused: Mapping[str, Sequence[Excused]]
    obsolete: Obsolete | None

    @classmethod
    def of(cls, rows: Rows) -> _Written:
        return cls(_by_opening(rows.done), _by_opening(rows.excused), rows.obsolete)


def _by_opening(rows: Iterable[R]) -> Mapping[str, Sequence[R]]:
    found: dict[str, list[R]] = {}
    for row in sorted(rows, key=lambda each: (each.on, each.id)):
        found.setdefault(row.opening, []).append(row)
    return found


def _those_about(opening: Opening, rows: Mapping[str, Sequence[R]]) -> tuple[R, ...]:
    """The rows that are about an opening, the earliest first; those of a review by their days."""
    if opening.period.kind is not PeriodKind.REVIEW:
        return tuple(rows.get(opening.key, ()))
    looks = rows.get("", ())
    if rows.keys() - {""}:  # a look back needs no key, and one given does not count
        looks = sorted(chain.from_iterable(rows.values()), key=lambda each: (each.on, each.id))
    begin = bisect_left(looks, opening.period.first, key=lambda each: each.on)
    end = bisect_right(looks, opening.period.last, key=lambda each: each.on)
    return tuple(looks[begin:end])


def _one(opening: Opening, rows: _Written, now: datetime, soon: int) -> OpeningStanding:
    said = _those_about(opening, rows.done)
    if said:
        late, over = _lateness(opening, said[0])
        return OpeningStanding(opening, State.DONE, said[0], said, late, over)
    why = _gone(opening, rows, now.date())
    if why is not None:
        return OpeningStanding(opening, State.GONE, why=why)
    if now < opening.opens:
        return OpeningStanding(opening, State.NOT_YET)
    if opening.due is None:
        return OpeningStanding(opening, State.OPEN)
    if now > opening.due:
        return OpeningStanding(opening, State.OVERDUE, late=True, over=now - opening.due)
    open_ = OpeningStanding(opening, State.OPEN, left=opening.due - now)
    near = (opening.due.date() - now.date()).days <= soon
    return replace(open_, state=State.SOON) if near else open_


def about(row: Done | Excused, opening: Opening) -> bool:
    """Whether a row is about an opening."""
    if opening.period.kind is PeriodKind.REVIEW:
        return opening.period.first <= row.on <= opening.period.last
    return row.opening == opening.key


def _lateness(opening: Opening, done: Done) -> tuple[bool | None, timedelta]:
    """Whether a row came too late, and by how much."""
    if opening.due is None:
        return False, timedelta()
    if done.at is not None:
        over = max(done.at.replace(microsecond=0) - opening.due, timedelta())
        return over > timedelta(), over
    if opening.timed and done.on == opening.due.date():
        return None, timedelta()
    days = max((done.on - opening.due.date()).days, 0)
    return days > 0, timedelta(days=days)


def _gone(opening: Opening, rows: _Written, today: date) -> str | None:
    """Why it is not asked for; what was missed before the law changed stays missed."""
    for each in _those_about(opening, rows.excused):
        return each.reason
    law = rows.obsolete
    if law is None or today < law.since:
        return None
    last = opening.last if opening.basis is Basis.AT_ONCE else opening.last_day
    return law.by if last is None or last >= law.since else None
