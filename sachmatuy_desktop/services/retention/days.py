"""On which days old records are to be looked at, kind by kind: read once, for a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sachmatuy_desktop.domain.retention import RetentionKind
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.retention.reviewing import retention_of
from sachmatuy_desktop.services.retention.rights import may_keep_data
from sachmatuy_desktop.storage.erasures import retention as stored

__all__ = ["ReviewDay", "review_days"]


@dataclass(frozen=True, slots=True)
class ReviewDay:
    """So many records of a kind are to be looked at on a day: their period ends, or they were kept
    until then.
    """

    kind: RetentionKind
    day: date
    count: int


def review_days(office: Office) -> list[ReviewDay]:
    """Past days and those to come, by kind; nothing for who does not look after the data."""
    if not may_keep_data(office.info.role):
        return []
    with office.store.reading() as connection:
        return [
            ReviewDay(kind, each.day, each.count)
            for kind in retention_of(office).kinds
            for each in stored.due_days(connection, kind, office.info.unit_id)
        ]
