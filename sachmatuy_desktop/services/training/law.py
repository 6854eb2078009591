"""Which law governs a day: who decides, on which form, for how long.

The course of the persons on the lists must be lawful on each of its days; on 1 July 2026 the
deciding officer, the forms and the terms change (Luật 120/2025/QH15, Điều 56).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from sachmatuy_desktop.domain.dates import add_months
from sachmatuy_desktop.domain.terms import DeadlineTable, TermUnit, WorkCalendar
from sachmatuy_desktop.errors import N_, NotFound
from sachmatuy_desktop.packs.deadlines import load_deadlines
from sachmatuy_desktop.packs.holidays import load_calendar
from sachmatuy_desktop.services.training.plan import load_data

MANAGEMENT_TERM: Final = "TM1"
AFTER_COMPULSORY_TERM: Final = "TM7-02-nam"
_DECIDING: Final = "D04"
_MOVING: Final = "D07"
_LONGEST_COURSE: Final = 36  # months


@dataclass(frozen=True)
class Law:
    """One law's time; see `resources/training/law.toml`."""

    name: str
    begins: date
    ends: date | None
    signers: Mapping[str, str]
    forms: Mapping[str, str]
    facility_leaves_list: bool
    voluntary_months: int
    compulsory_months: int


@dataclass(frozen=True)
class LawBook:
    """The laws in their order, their deadlines, and the days on which offices work."""

    laws: tuple[Law, ...]
    deadlines: DeadlineTable
    calendar: WorkCalendar

    @property
    def first_day(self) -> date:
        """The first day a world can be of: the courses of life run up to three years back."""
        return add_months(self.laws[0].begins, _LONGEST_COURSE)

    def on(self, day: date) -> Law:
        """The law in force on a day."""
        return next(law for law in reversed(self.laws) if law.begins <= day)

    def working(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def term_end(self, term: str, day: date) -> date:
        """The last day of a management term decided on `day`; `NotFound` for an unknown term."""
        found = self.deadlines.term(term, day)
        if found is None:
            raise NotFound(N_("Không có thời hạn {term} vào ngày {day}."), term=term, day=day)
        return found.end(day)

    def found_before(self, decided: date, dice: Random) -> date:
        """The day of a positive test that a decision of `decided` answered in time."""
        return self.calendar.shift(decided, -dice.randint(1, 2)) if self._slow(decided) else decided

    def notified_after(self, moved: date, dice: Random) -> date:
        """The day on which a move was lawfully notified."""
        rule = self.deadlines.rule(_MOVING, moved)
        slow = rule is not None and rule.unit is TermUnit.WORKING_DAYS
        return self.calendar.shift(moved, dice.randint(1, 3)) if slow else moved

    def _slow(self, decided: date) -> bool:
        """Whether the law gives working days, not hours, to decide."""
        rule = self.deadlines.rule(_DECIDING, decided)
        return rule is not None and rule.unit is TermUnit.WORKING_DAYS


def load_laws() -> LawBook:
    """The laws of `law.toml` with the program's own deadlines and holidays."""
    laws = tuple(
        Law(
            name=each["name"],
            begins=each["from"],
            ends=each.get("to"),
            signers=each["signers"],
            forms=each["forms"],
            facility_leaves_list=each["facility_leaves_list"],
            voluntary_months=each["voluntary_months"],
            compulsory_months=each["compulsory_months"],
        )
        for each in load_data("law")["law"]
    )
    return LawBook(laws, load_deadlines(), load_calendar())
