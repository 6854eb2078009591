"""From a due rule to its openings: what is to be done, for which time, from when, until when.

A printed date is never moved.  “Trước ngày 15/6” is in time until the end of 14 June, and if that
is a day off the office gets the last working day before as a hint.  Deadlines counted from an event
follow the law's own counting (`domain/terms.py`): hours run through nights and holidays, and days
that end on a day off end with the next working day.  Nothing here looks at a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from sachmatuy_desktop.domain.dates import VIETNAM, add_months
from sachmatuy_desktop.domain.plans.periods import (
    DAY,
    Life,
    Period,
    PeriodKind,
    last_day_before,
    periods_of,
)
from sachmatuy_desktop.domain.plans.when import Every, MonthDay, When
from sachmatuy_desktop.domain.terms import (
    LONGEST,
    TermUnit,
    WorkCalendar,
    counted_after,
    end_of,
    start_of,
)
from sachmatuy_desktop.errors import N_, BadInput

__all__ = ["Basis", "DueTask", "Event", "Opening", "Own", "openings"]


class Basis(StrEnum):
    """What the last day of an opening rests on."""

    PRINTED = "printed"
    PROPOSED = "proposed"
    OFFICE = "office"
    PLAN = "plan"  # the end of the period, the phase or the plan itself
    AT_ONCE = "at_once"  # “ngay”, “kịp thời”: no moment is printed, and none is made up
    PASSED = "passed"  # the printed date was before the plan's start: the office must choose one
    NONE = "none"  # no day until the office has chosen one


@dataclass(frozen=True, slots=True)
class Own:
    """What an office has chosen for a task; it counts instead of the printed, and says so.

    `last` is the last day of a task done once; `cut_offs` are “trước ngày …” of a periodic one,
    month 0 for every month; `days` or `months` are between two looks at a continuous one.
    """

    last: date | None = None
    cut_offs: tuple[MonthDay, ...] = ()
    days: int = 0
    months: int = 0

    def __post_init__(self) -> None:
        if self.days < 0 or self.months < 0 or (self.days and self.months):
            raise BadInput(N_("Hãy chọn rà soát sau một số ngày hoặc một số tháng."))
        if max(self.days, self.months) > LONGEST:
            raise BadInput(N_("Thời hạn {amount} quá dài."), amount=max(self.days, self.months))


@dataclass(frozen=True, slots=True)
class DueTask:
    """A task as due rules see it."""

    id: str
    when: When
    own: Own = Own()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; of which only the day is known is given at 00:00, the strictest."""

    id: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """One time that a task is to be done.

    `first` to `last` are the days of the plan's life it is for, `period` the whole stretch they
    belong to.  It may be done from `opens`, and is in time until `due`, that moment counted; None:
    nobody has said until when.  `timed` means counted in hours.  `hint` is the last working day
    before a last day that is a day off.
    """

    period: Period
    first: date
    last: date
    opens: datetime
    due: datetime | None
    basis: Basis
    timed: bool = False
    printed: date | None = None
    hint: date | None = None

    @property
    def key(self) -> str:
        """What rows of this task call it by."""
        return self.period.key

    @property
    def last_day(self) -> date | None:
        """The last day in time."""
        return self.due.date() if self.due else None


def openings(
    task: DueTask,
    life: Life,
    until: date,
    *,
    calendar: WorkCalendar | None = None,
    events: Iterable[Event] = (),
    done: Iterable[date] = (),
) -> tuple[Opening, ...]:
    """Every opening of a task that opens by a day, in order.

    `done` are the days on which a continuous task was looked back on; other kinds do not ask.
    Raises `NotFound` for a phase the plan does not have, `BadInput` for two dates of one period.
    """
    if until < life.start:
        return ()
    when = task.when
    if when.kind == "periodic" and not when.every:
        raise BadInput(N_("Việc định kỳ {task} chưa ghi kỳ."), task=task.id)
    rule = _Rule(when, task.own, life, min(until, life.last), calendar or WorkCalendar())
    match when.kind:
        case "once" | "periodic":
            return _by_dates(rule)
        case "event":
            return tuple(rule.after(events))
        case "continuous":
            return tuple(rule.reviews(done))


@dataclass(frozen=True, slots=True)
class _Rule:
    """One task within one plan's life, up to a day of it."""

    when: When
    own: Own
    life: Life
    until: date
    calendar: WorkCalendar

    def once(self) -> Iterator[Opening]:
        """The one opening of a task done once."""
        when = self.when
        period = self.life.phase(when.by_phase) if when.by_phase else self.life.whole
        if period.first > self.until:
            return
        last, basis = self._last_of_once(period)
        if period.last < self.life.start:
            period = self.life.whole
        yield self._opening(period, last, basis, printed=when.before or when.on)

    def _last_of_once(self, period: Period) -> tuple[date | None, Basis]:
        when = self.when
        last = when.before - DAY if when.before else when.on
        if self.own.last is not None:
            return self.own.last, Basis.OFFICE
        if period.last < self.life.start or (last is not None and last < self.life.start):
            return None, Basis.PASSED
        if last is not None:
            return last, self._printed
        if when.needs_date or min(period.last, self.life.last) == date.max:
            return None, Basis.NONE
        return min(period.last, self.life.last), Basis.PLAN

    def periodic(self) -> Iterator[Opening]:
        """One opening a period; none for a period the printed cut-offs do not ask about."""
        when, own = self.when, self.own
        cut_offs = own.cut_offs or when.day
        basis = Basis.OFFICE if own.cut_offs else self._printed
        for period, last in _asked(when.every, self.life.start, self.until, cut_offs):
            if not cut_offs:
                dated = not when.needs_date
                until = min(period.last, self.life.last) if dated else None
                yield self._opening(period, until, Basis.PLAN if dated else Basis.NONE)
            elif last is not None and last >= self.life.start:
                yield self._opening(period, last, basis, printed=last + DAY)

    def after(self, events: Iterable[Event]) -> Iterator[Opening]:
        """One opening for each event within the plan's life."""
        when = self.when
        amount, unit = when.hours, TermUnit.HOURS
        if when.days:
            amount, unit = when.days, TermUnit.WORKING_DAYS if when.working else TermUnit.DAYS
        for event in sorted(events, key=lambda each: (each.at, each.id)):
            opens = event.at.astimezone(VIETNAM)
            day = opens.date()
            if event.name != when.event or day not in self.life or day > self.until:
                continue
            due = counted_after(opens, amount, unit, self.calendar) if amount else None
            last = due.date() if due else day
            yield Opening(
                Period(PeriodKind.EVENT, day, last, name=event.id),
                day,
                last,
                opens,
                due,
                self._printed if due else Basis.AT_ONCE,
                timed=due is not None and unit is TermUnit.HOURS,
            )

    def reviews(self, done: Iterable[date]) -> Iterator[Opening]:
        """The looks back: each runs from the day after the one before to its own.

        The first runs from the plan's start; the one nobody has taken yet runs on, however late.
        It is due with the plan's own end at the latest; without an interval it has no day.
        """
        days, months, basis = self._interval()
        first, counted_from = self.life.start, self.life.start
        for day in sorted({each for each in done if each in self.life}):
            if first > self.until:
                return
            yield self._review(first, day, self._later(counted_from, days, months), basis)
            first, counted_from = day + DAY, day
        if first <= self.until:
            last = self._later(counted_from, days, months)
            yield self._review(first, date.max, last, basis)

    def _interval(self) -> tuple[int, int, Basis]:
        own = self.own
        if own.days or own.months:
            return own.days, own.months, Basis.OFFICE
        months = self.when.months
        return 0, months, self._printed if months else Basis.NONE

    def _later(self, day: date, days: int, months: int) -> date | None:
        if not days and not months:
            return None
        return min(add_months(day, months) + timedelta(days=days), self.life.last)

    def _review(self, first: date, last: date, due: date | None, basis: Basis) -> Opening:
        return self._opening(Period(PeriodKind.REVIEW, first, last), due, basis)

    @property
    def _printed(self) -> Basis:
        return Basis.PROPOSED if self.when.proposed else Basis.PRINTED

    def _opening(
        self, period: Period, last: date | None, basis: Basis, printed: date | None = None
    ) -> Opening:
        first = max(period.first, self.life.start)
        return Opening(
            period,
            first,
            min(period.last, self.life.last),
            start_of(first),
            end_of(last) if last else None,
            basis,
            printed=printed,
            hint=self._hint(first, last),
        )

    def _hint(self, first: date, last: date | None) -> date | None:
        if last is None or self.calendar.is_working(last):
            return None
        working = self.calendar.shift(last, -1)
        return working if working >= first else None


@lru_cache(maxsize=128)
def _by_dates(rule: _Rule) -> tuple[Opening, ...]:
    """The openings that follow from dates alone; kept, because most tasks go by a few rules."""
    return tuple(rule.once() if rule.when.kind == "once" else rule.periodic())


def _asked(
    every: Every, first: date, until: date, cut_offs: tuple[MonthDay, ...]
) -> Iterator[tuple[Period, date | None]]:
    """The periods between two days with the last day in time of each by the cut-offs."""
    for period in periods_of(every, first, until):
        yield period, last_day_before(every, period, cut_offs) if cut_offs else None
