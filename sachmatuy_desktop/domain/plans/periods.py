"""The stretches of time a task is for: months, halves and whole reporting years, and a plan's life.

Halves and years are those of reports: 15/12–14/6, 15/6–14/12, and both together, numbered by the
year they end in (Quyết định 28/2025/QĐ-TTg, Điều 7).  Months are those of the calendar.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final

from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.domain.plans.plan import Phase
from sachmatuy_desktop.domain.plans.when import Every, MonthDay
from sachmatuy_desktop.errors import N_, BadInput, NotFound

__all__ = [
    "DAY",
    "Life",
    "Period",
    "PeriodKind",
    "clash",
    "last_day_before",
    "period_of",
    "periods_of",
]

DAY: Final = timedelta(days=1)

MIDDLE: Final = 15
"""Up to this day a cut-off of every month is about the month before."""


class PeriodKind(StrEnum):
    """What an opening is for."""

    MONTH = "month"
    HALF_YEAR = "half_year"
    YEAR = "year"
    PHASE = "phase"
    WHOLE = "whole"  # the plan from its first day to its last: a campaign, a task done once
    EVENT = "event"
    REVIEW = "review"  # from one look back on a continuous task to the next


@dataclass(frozen=True)
class Period:
    """A stretch of days, both counted; `last` is the last of all days where the end is open.

    `number` is the month of the year or the half of it.  `name` is the id of a phase or an event.
    """

    kind: PeriodKind
    first: date
    last: date
    year: int = 0
    number: int = 0
    name: str = ""

    @property
    def open_ended(self) -> bool:
        return self.last == date.max

    @cached_property
    def key(self) -> str:
        """What rows call it by: `2027-03`, `2027-H1`, `2027`, `once`, …

        The same on every PC, and whatever dates the office moves later.
        """
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.year}-{self.number:02d}"
            case PeriodKind.HALF_YEAR:
                return f"{self.year}-H{self.number}"
            case PeriodKind.YEAR:
                return str(self.year)
            case PeriodKind.WHOLE | PeriodKind.PHASE:
                return "once"
            case PeriodKind.REVIEW:
                return f"from {self.first.isoformat()}"
        return f"event {self.name}"


@dataclass(frozen=True, slots=True)
class Life:
    """The dates of a plan as an office has adopted it; `end` None: “trở đi”.

    `phases` are the plan's, or with the days the office has moved them to.
    """

    start: date
    end: date | None = None
    phases: tuple[Phase, ...] = ()

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise BadInput(N_("Kế hoạch không thể kết thúc trước ngày bắt đầu.")).at("end")

    @property
    def last(self) -> date:
        """Its last day, or the last of all days."""
        return self.end or date.max

    @property
    def whole(self) -> Period:
        return Period(PeriodKind.WHOLE, self.start, self.last)

    def phase(self, name: str) -> Period:
        """The days of the phase of that id.  Raises `NotFound`."""
        for each in self.phases:
            if each.id == name:
                first, last = each.starts_on or self.start, each.ends_on or date.max
                return Period(PeriodKind.PHASE, first, last, name=name)
        raise NotFound(N_("Kế hoạch không có giai đoạn «{phase}»."), phase=name)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.last


def period_of(every: Every, day: date) -> Period:
    """The month, half or year that a day falls into."""
    if every == "month":
        length = calendar.monthrange(day.year, day.month)[1]
        month = day.replace(day=1), day.replace(day=length)
        return Period(PeriodKind.MONTH, *month, day.year, day.month)
    year = ReportingYear.of(day)
    if every == "year":
        return Period(PeriodKind.YEAR, year.start, year.end, year.year)
    if day <= year.half:
        return Period(PeriodKind.HALF_YEAR, year.start, year.half, year.year, 1)
    return Period(PeriodKind.HALF_YEAR, year.half + DAY, year.end, year.year, 2)


def periods_of(every: Every, first: date, last: date) -> Iterator[Period]:
    """Every period that has a day between the two, in order."""
    period = period_of(every, first)
    while period.first <= last:
        yield period
        period = period_of(every, period.last + DAY)


def last_day_before(every: Every, period: Period, cut_offs: tuple[MonthDay, ...]) -> date | None:
    """The last day in time for a period by the printed “trước ngày …”; None if it has none.

    A cut-off is about the period whose end is nearest to it: “trước ngày 15/6” and a day in July
    are both about the half that ends on 14 June.  Month 0 is every month: up to the 15th it is
    about the month before, later about its own, because months differ in length.  A day that a
    month lacks is its end: before the 31st lie all days of April.  Raises `BadInput` where two
    cut-offs are about one period.
    """
    found = _all_lasts(every, period, cut_offs)
    if len(found) > 1:
        raise BadInput(N_("Kỳ {period} có hai hạn khác nhau. Hãy giữ một."), period=period.key)
    return next(iter(found), None)


def clash(every: Every, cut_offs: tuple[MonthDay, ...]) -> bool:
    """Whether two cut-offs are about one period, in a common year or a leap year."""
    years = periods_of(every, date(2026, 12, 15), date(2028, 12, 14))
    return any(len(_all_lasts(every, each, cut_offs)) > 1 for each in years)


def _all_lasts(every: Every, period: Period, cut_offs: tuple[MonthDay, ...]) -> set[date]:
    return {
        last
        for month, day in cut_offs
        for last in _lasts(month, day, period.last)
        if (_of_month(last, day) if every == "month" and not month else _nearest(every, last))
        == period
    }


def _of_month(last: date, day: int) -> Period:
    """The month that the last day before a cut-off of every month is about."""
    if day > MIDDLE:
        return period_of("month", last)
    return period_of("month", period_of("month", last + DAY).first - DAY)


def _lasts(month: int, day: int, around: date) -> Iterator[date]:
    """The days before a cut-off this year and the next, or this month and the next."""
    here = around.year * 12 + around.month - 1
    that = around.year * 12 + month - 1
    for number in (that, that + 12) if month else (here, here + 1):
        first = date(number // 12, number % 12 + 1, 1)
        length = calendar.monthrange(first.year, first.month)[1]
        yield first + timedelta(days=min(day - 1, length) - 1)


def _nearest(every: Every, day: date) -> Period:
    """The period whose end is nearest to a day; the earlier one of two as near."""
    here = period_of(every, day)
    before = period_of(every, here.first - DAY)
    return before if day - before.last <= here.last - day else here
