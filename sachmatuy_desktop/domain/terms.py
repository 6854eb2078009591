"""How the law counts time: hours, working days, months, and terms that stand still.

The figures are data (`resources/calendar/`); here are the counting rules only.  Bộ luật Dân sự
2015: hours run from the moment itself, through nights and holidays (Điều 147 khoản 1); of days,
months and years the first day is not counted (Điều 147 khoản 2); a deadline in days that ends on a
day off ends with the next working day (Điều 148).  The end of a management term is never moved
that way: whether it may be is an open legal question, and one day too long on a list is too long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM, add_months
from sachmatuy_desktop.errors import N_, BadInput

__all__ = [
    "LONGEST",
    "Absence",
    "Counting",
    "Deadline",
    "DeadlineRule",
    "DeadlineTable",
    "ManagementTerm",
    "TermUnit",
    "WorkCalendar",
    "counted_after",
    "detention_outlasts",
    "end_after_move",
    "end_of",
    "extended_end",
    "remaining_days",
    "start_of",
]

SATURDAY = 5
LONGEST: Final = 100_000  # of any unit; more is a slip in a data file


class TermUnit(StrEnum):
    """What a deadline is counted in."""

    AT_ONCE = "at_once"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class Counting(StrEnum):
    """From where a deadline is counted.

    `after` an event; `not_later_than` so long before an end ("chậm nhất 30 ngày trước khi hết thời
    hạn"); `within` so long before an end, not earlier ("trong 03 ngày làm việc trước khi hết").
    """

    AFTER = "after"
    NOT_LATER_THAN = "not_later_than"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Monday to Friday, less the days off, plus the Saturdays worked in exchange.

    `years` are those whose days off are known; beyond them only weekends are.
    """

    days_off: frozenset[date] = frozenset()
    worked_instead: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, years: Mapping[int, tuple[frozenset[date], frozenset[date]]]) -> WorkCalendar:
        """From the days off and the days worked instead of each year."""
        none: frozenset[date] = frozenset()
        return cls(
            none.union(*(off for off, _worked in years.values())),
            none.union(*(worked for _off, worked in years.values())),
            frozenset(years),
        )

    def is_working(self, day: date) -> bool:
        if day in self.worked_instead:
            return True
        return day.weekday() < SATURDAY and day not in self.days_off

    def first_working(self, day: date) -> date:
        """The day itself, or the next working day."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def shift(self, day: date, working_days: int) -> date:
        """So many working days later (or earlier, below zero); the day itself is not counted."""
        step = timedelta(days=1 if working_days > 0 else -1)
        for _ in range(abs(working_days)):
            day += step
            while not self.is_working(day):
                day += step
        return day


def counted_after(start: datetime, amount: int, unit: TermUnit, calendar: WorkCalendar) -> datetime:
    """The last moment of a deadline that runs from a moment, by the clock of Vietnam.

    Raises BadInput when the figure leads out of the calendar.
    """
    if abs(amount) > LONGEST:
        raise BadInput(N_("Thời hạn {amount} quá dài."), amount=amount)
    here = start.astimezone(VIETNAM)
    day = here.date()
    match unit:
        case TermUnit.AT_ONCE:
            return here
        case TermUnit.HOURS:
            return here + timedelta(hours=amount)
        case TermUnit.WORKING_DAYS:
            return end_of(calendar.shift(day, amount))
        case TermUnit.DAYS:
            return end_of(calendar.first_working(day + timedelta(days=amount)))
        case TermUnit.MONTHS:
            return end_of(add_months(day, amount))


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One deadline of one law: who must do what, how soon, and where that is written.

    In force from `valid_from` to `valid_to` (None: still); `quote` is the law's own sentence, "" if
    it was not at hand; `verified` once a legal reader has signed the figure off.
    """

    id: str
    act: str
    who: str
    starts: str
    amount: int
    unit: TermUnit
    counting: Counting
    source: str
    quote: str
    valid_from: date
    valid_to: date | None
    verified: bool

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def deadline(self, start: datetime, calendar: WorkCalendar) -> Deadline:
        """The deadline of an act whose clock starts (or whose term ends) at `start`.

        A start of which only the day is known is given as 00:00, the strictest reading.
        Raises BadInput when the figure leads out of the calendar.
        """
        if abs(self.amount) > LONGEST:
            raise BadInput(N_("Thời hạn {id} có số quá lớn."), id=self.id)
        here = start.astimezone(VIETNAM)
        if self.counting is Counting.AFTER:
            return Deadline(
                self.id, here, here, counted_after(here, self.amount, self.unit, calendar)
            )
        early = self._earlier(here, calendar)
        if self.counting is Counting.NOT_LATER_THAN:
            return Deadline(self.id, here, None, early)
        opens = early if self.unit is TermUnit.HOURS else start_of(early.date())
        return Deadline(self.id, here, opens, here)

    def _earlier(self, end: datetime, calendar: WorkCalendar) -> datetime:
        day = end.date()
        match self.unit:
            case TermUnit.AT_ONCE:
                return end
            case TermUnit.HOURS:
                return end - timedelta(hours=self.amount)
            case TermUnit.WORKING_DAYS:
                return end_of(calendar.shift(day, -self.amount))
            case TermUnit.DAYS:
                return end_of(day - timedelta(days=self.amount))
            case TermUnit.MONTHS:
                return end_of(add_months(day, -self.amount))


@dataclass(frozen=True, slots=True)
class Deadline:
    """When an act is due, by the clock of Vietnam; it may be done from `opens` (None: any time)."""

    rule_id: str
    start: datetime
    opens: datetime | None
    due: datetime

    def overdue(self, now: datetime) -> bool:
        return now > self.due

    def hours_left(self, now: datetime) -> int:
        """Whole hours until it is due; negative once overdue."""
        return (self.due - now) // timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ManagementTerm:
    """How long a person is under management: since which event, for how many months.

    `least` is the shortest length where the law leaves a choice, 0 where it does not.
    """

    id: str
    about: str
    starts: str
    months: int
    source: str
    quote: str
    valid_from: date
    valid_to: date | None
    verified: bool
    least: int = 0

    def end(self, start: date) -> date:
        """The last day of the term: the corresponding day, 29 February becoming 28 February."""
        return add_months(start, self.months)


@dataclass(frozen=True, slots=True)
class DeadlineTable:
    """All deadlines and management terms, old law and new."""

    rules: tuple[DeadlineRule, ...]
    terms: tuple[ManagementTerm, ...]

    def rule(self, rule_id: str, on: date) -> DeadlineRule | None:
        """The rule in force on the day of the act; None where that law had none."""
        return next((r for r in self.rules if r.id == rule_id and r.in_force(on)), None)

    def term(self, term_id: str, on: date) -> ManagementTerm | None:
        """The term in force on the day of the decision that started it."""
        found = (t for t in self.terms if t.id == term_id and t.valid_from <= on)
        return next((t for t in found if t.valid_to is None or on <= t.valid_to), None)


# Terms that stand still.  Nghị định 163/2026/NĐ-CP: days of absence in breach of the residence
# rules do not count (Điều 60 khoản 2); after a move the rest of the term runs from the new decision
# (Điều 60 khoản 1); detention does not move the end (Luật 120/2025/QH15, Điều 24 khoản 7).


@dataclass(frozen=True, slots=True, order=True)
class Absence:
    """Days, both counted, on which a person was away and nobody could say where."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadInput(
                N_("Vắng mặt từ {first} thì không thể kết thúc trước, ngày {last}."),
                first=self.first.isoformat(),
                last=self.last.isoformat(),
            )


def extended_end(end: date, absences: Iterable[Absence]) -> date:
    """The end of a term after the days of absence that do not count; each day once."""
    counted_to = date.min
    for absence in sorted(absences):
        first = max(absence.first, counted_to)
        if first <= end and absence.last >= first:
            end += absence.last - first + timedelta(days=1)
            counted_to = absence.last + timedelta(days=1)
    return end


def remaining_days(end: date, on: date) -> int:
    """Days of the term still to run after `on`; 0 once it is over."""
    return max(0, (end - on).days)


def end_after_move(end: date, left: date, decided: date, *, stands_still: bool = True) -> date:
    """The end of a term after a move: what was left at leaving runs from the new decision.

    `stands_still=False` is the reading of the old law, in which the clock ran on
    (Nghị định 105/2021/NĐ-CP, Điều 43 khoản 3).
    """
    return decided + timedelta(days=remaining_days(end, left)) if stands_still else end


def detention_outlasts(end: date, released: date) -> bool:
    """Whether detention lasts longer than the term: then management stops instead of resuming."""
    return released > end


def start_of(day: date) -> datetime:
    """Its first moment by the clock of Vietnam."""
    return datetime.combine(day, time(), VIETNAM)


def end_of(day: date) -> datetime:
    """Its last moment by the clock of Vietnam."""
    return datetime.combine(day, time(23, 59, 59), VIETNAM)
