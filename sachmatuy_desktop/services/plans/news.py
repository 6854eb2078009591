"""What the office above has written anew or taken back, for the page of the day at a commune.

Nothing is marked as read: a change is told until something is written about the task, a withdrawal
for a fortnight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.plans.reading import SET, OfficeTask
from sachmatuy_desktop.storage.queries import Queries

__all__ = ["changed", "withdrawn"]

TOLD_FOR: Final = timedelta(days=14)
"""So long a withdrawal is told, by whichever of the two clocks is ahead."""


def changed(tasks: Iterable[OfficeTask]) -> Iterator[OfficeTask]:
    """The tasks set from above that were written anew and of which nothing is written yet."""
    return (each for each in tasks if each.active and each.change and not each.results)


def withdrawn(
    queries: Queries, tasks: Iterable[OfficeTask], today: date
) -> Iterator[tuple[OfficeTask, date]]:
    """The tasks taken back of late, with the day."""
    gone = {each.id: each for each in tasks if each.book == SET and not each.active}
    rows: Mapping[RecordId, Mapping[str, Any]] = queries.rows(SET, list(gone))
    for record, row in rows.items():
        on = date.fromisoformat(str(row["withdrawn_on"]))
        if abs(today - on) <= TOLD_FOR:
            yield gone[record], on
