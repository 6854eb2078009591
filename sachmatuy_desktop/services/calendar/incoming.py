"""What arrived and waits for an answer by a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sachmatuy_desktop.domain.plans.calendar import Count, Item, Matter
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.services.calendar.answers import hint_of
from sachmatuy_desktop.services.calendar.entries import Behind, Entry, Kind
from sachmatuy_desktop.services.papers.books.incoming import ENTERED, INCOMING, UNDER_WAY
from sachmatuy_desktop.storage.queries import Queries, Where

__all__ = ["IncomingDays", "waiting_papers"]


def waiting_papers(queries: Queries, unit: str) -> Mapping[RecordId, Mapping[str, Value]]:
    """The papers of the incoming book that are being handled and have a deadline."""
    where = (
        Where("unit_id", "=", unit),
        Where("state", "=", ENTERED),
        Where("progress", "=", UNDER_WAY),
        Where("due_on", "not_null"),
    )
    return queries.rows(INCOMING, queries.ids(INCOMING, where))


@dataclass(frozen=True)
class IncomingDays:
    """Last days of the papers that arrived.  What they are about stays on the screen."""

    papers: Mapping[RecordId, Mapping[str, Value]]
    calendar: WorkCalendar
    today: date

    def entries(self, first: date, last: date) -> Iterator[Entry]:
        """One a paper."""
        for record, row in self.papers.items():
            day = date.fromisoformat(str(row["due_on"]))
            if first <= day <= last:
                yield Entry(
                    Item(Count(Matter.INCOMING, INCOMING, 1), day, key=record),
                    Kind.INCOMING,
                    f"{row['author']}: {row['title']}",
                    behind=Behind(INCOMING, frozenset({record})),
                    over=day < self.today,
                    hint=hint_of(day, self.today, self.calendar),
                )
