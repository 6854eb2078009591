"""How long records are kept: what starts the clock, when it has run out, what may be done then.

The laws of drug control state no period (law-rules I9), and nothing goes by the clock alone: a
record whose clock has run out is looked at, and an officer decides (Luật 91/2025/QH15 Điều 3:
kept only as long as the purpose asks).  The periods are data (`resources/retention/`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.dates import add_months
from sachmatuy_desktop.domain.registers.privacy import CATEGORIES
from sachmatuy_desktop.domain.terms import TermUnit, WorkCalendar, counted_after, start_of
from sachmatuy_desktop.errors import N_, BadInput

__all__ = [
    "BREACH_HOURS",
    "LONGEST_MONTHS",
    "Clock",
    "Countdown",
    "PeriodSet",
    "RequestTerms",
    "RetentionKind",
    "RetentionTable",
    "Then",
    "countdown",
    "last_start",
]

LONGEST_MONTHS: Final = 1200
BREACH_HOURS: Final = "breach"
"""The kind of term by which a breach is notified."""


class Clock(StrEnum):
    """What starts the clock of a record."""

    NONE = "none"
    """Nothing: it is kept while its purpose lasts, and never comes up by itself."""
    COLUMN = "column"
    """The first day that stands in one of the named columns, in their order."""
    LAST_EPISODE = "last_episode"
    """The end of a person's last time on a list; not while one is running."""


class Then(StrEnum):
    """What is proposed when the clock has run out."""

    DEIDENTIFY = "deidentify"
    ERASE = "erase"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class PeriodSet:
    """A period that the office has set in place of the proposed one."""

    months: int
    reason: str
    set_on: date


@dataclass(frozen=True, slots=True)
class RetentionKind:
    """One kind of record: an activity of processing and its clock.

    `proposed`: no source states `months`, the program only proposes them.  `categories` are kinds
    of personal data, `who` the officers who use it, `basis` the law that allows it.  `own` is what
    the office has set.
    """

    id: str
    register: str
    title: str
    purpose: str
    basis: str
    who: str
    categories: tuple[str, ...]
    clock: Clock
    columns: tuple[str, ...]
    starts: str
    months: int
    proposed: bool
    then: Then
    source: str
    verified: bool
    own: PeriodSet | None = None

    def __post_init__(self) -> None:
        """Refuse a clock without a period, a period without a clock, unknown data."""
        if (self.clock is Clock.NONE) != (self.months == 0):
            raise ValueError("months")
        if (self.clock is Clock.COLUMN) != bool(self.columns):
            raise ValueError("columns")
        if not set(self.categories) <= set(CATEGORIES):
            raise ValueError("categories")

    @property
    def period(self) -> int:
        """The months that count here: the office's, otherwise the program's."""
        return self.own.months if self.own else self.months

    @property
    def only_proposed(self) -> bool:
        """Whether the program alone says how long: no source does, and the office has not."""
        return self.proposed and self.own is None

    def ends(self, start: date) -> date:
        """The day on which the clock of a record has run out."""
        return add_months(start, self.period)


@dataclass(frozen=True, slots=True)
class RequestTerms:
    """Until when a request of a kind is acknowledged and done.

    `days` is None where no source states a term.
    """

    kind: str
    acknowledge: int
    days: int | None
    source: str
    verified: bool

    def acknowledge_by(self, received: date, calendar: WorkCalendar) -> date:
        """The last day to say that it has come, in working days."""
        unit = TermUnit.WORKING_DAYS
        return counted_after(start_of(received), self.acknowledge, unit, calendar).date()

    def done_by(self, received: date, calendar: WorkCalendar) -> date | None:
        """The last day to have done it; of a day off, the next working day."""
        if self.days is None:
            return None
        return counted_after(start_of(received), self.days, TermUnit.DAYS, calendar).date()


@dataclass(frozen=True)
class RetentionTable:
    """Everything the data files say of keeping and of persons' rights."""

    kinds: tuple[RetentionKind, ...]
    requests: Mapping[str, RequestTerms]
    breach_hours: int
    breach_source: str
    breach_verified: bool = False

    def kind(self, kind: str) -> RetentionKind:
        """The kind with this id; raises `BadInput`."""
        found = next((each for each in self.kinds if each.id == kind), None)
        if found is None:
            raise BadInput(N_("Không có loại ghi chép «{kind}» trong bảng thời hạn."), kind=kind)
        return found

    def with_own(self, own: Mapping[str, PeriodSet]) -> RetentionTable:
        """The same with the periods that the office has set."""
        kinds = tuple(replace(each, own=own.get(each.id)) for each in self.kinds)
        return replace(self, kinds=kinds)


def last_start(until: date, months: int) -> date:
    """The last day of a start whose period of so many months has run out by `until`.

    Several starts may end on the last day of a short month: the latest of them.
    """
    start = add_months(until, -months)
    while add_months(start + timedelta(days=1), months) <= until:
        start += timedelta(days=1)
    return start


@dataclass(frozen=True, slots=True)
class Countdown:
    """Where the notification of a breach stands: due at a moment, perhaps notified.

    Hours run through nights and days off (Bộ luật Dân sự 2015, Điều 147 khoản 1).
    """

    due: datetime
    notified: datetime | None

    def late(self, now: datetime) -> bool:
        """Whether it was notified after its hour, or is not notified although that is over."""
        return (self.notified or now) > self.due

    def minutes_left(self, now: datetime) -> int:
        """Whole minutes until it is due; negative once over."""
        return (self.due - now) // timedelta(minutes=1)


def countdown(detected: datetime, notified: datetime | None, hours: int) -> Countdown:
    """From the moment of detection; a detection of which only the day is known is given as 00:00,
    the strictest reading.
    """
    due = counted_after(detected, hours, TermUnit.HOURS, WorkCalendar())
    return Countdown(due, notified)
