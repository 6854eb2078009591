"""When the recovery sheet is to be tried: an entry of the calendar until it was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sachmatuy_desktop.domain.plans.calendar import Chore, Item
from sachmatuy_desktop.services.calendar.entries import Entry, Kind

__all__ = ["KeepingDays"]


@dataclass(frozen=True)
class KeepingDays:
    """The day by which both halves of the sheet are to be tried."""

    sheet_due: date
    today: date

    def entries(self, first: date, last: date) -> Iterator[Entry]:
        """The trial, on its day; the program alone proposes it."""
        if first <= self.sheet_due <= last:
            yield Entry(
                Item(Chore.SHEET, self.sheet_due, key="sheet"),
                Kind.KEEPING,
                over=self.sheet_due < self.today,
                proposed=True,
            )
