"""What drives of household commitments put into the calendar: by when all must have signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sachmatuy_desktop.domain.plans.calendar import Count, Item, Matter
from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.services.calendar.answers import hint_of
from sachmatuy_desktop.services.calendar.entries import Behind, Entry, Kind
from sachmatuy_desktop.services.drives.reading import DRIVES, Drive

__all__ = ["DriveDays"]


@dataclass(frozen=True)
class DriveDays:
    """Last days of the drives that have not ended.  What a drive is called stays on the screen."""

    drives: tuple[Drive, ...]
    calendar: WorkCalendar
    today: date

    def entries(self, first: date, last: date) -> Iterator[Entry]:
        """One a drive."""
        for drive in self.drives:
            day = drive.until_date
            if day is not None and drive.is_running and first <= day <= last:
                yield Entry(
                    Item(Count(Matter.DRIVE, DRIVES, 1), day, key=drive.id),
                    Kind.DRIVE,
                    drive.name,
                    behind=Behind(DRIVES, frozenset({drive.id})),
                    over=day < self.today,
                    hint=hint_of(day, self.today, self.calendar),
                )
