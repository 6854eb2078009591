"""When the sheet is to be tried and a restoring rehearsed: entries until it was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sachmatuy_desktop.domain.plans.calendar import Chore, Item
from sachmatuy_desktop.services.calendar.entries import Entry, Kind

__all__ = ["KeepingDays"]


@dataclass(frozen=True)
class KeepingDays:
    """The days by which the sheet is to be tried, and people are to rehearse a restoring."""

    sheet_due: date
    people_due: date
    today: date

    def entries(self, first: date, last: date) -> Iterator[Entry]:
        """Each on its day; the program alone proposes it."""
        for chore, due in ((Chore.SHEET, self.sheet_due), (Chore.DRILL, self.people_due)):
            if first <= due <= last:
                yield Entry(
                    Item(chore, due, key=chore.name.lower()),
                    Kind.KEEPING,
                    over=due < self.today,
                    proposed=True,
                )
