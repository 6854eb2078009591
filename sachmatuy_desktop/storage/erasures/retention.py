"""Records whose clock has run out, read in SQL: counted whole, listed by the page, summed by day.

A record that an officer decided to keep comes up on the day of the next review; one whose data was
erased never again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, func, or_, select

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.retention import Clock, RetentionKind, last_start
from sachmatuy_desktop.errors import N_, NotAllowed
from sachmatuy_desktop.storage import schema

__all__ = ["Due", "DueDay", "count_due", "due", "due_days", "start_of_clock"]

KEPT: Final = "giu"


@dataclass(frozen=True, slots=True)
class Due:
    """A record, the day its clock started and the day on which it is to be looked at."""

    record: RecordId
    started: date
    ends: date


@dataclass(frozen=True, slots=True)
class DueDay:
    """So many records are to be looked at on a day."""

    day: date
    count: int


def count_due(connection: Connection, kind: RetentionKind, unit: str, until: date) -> int:
    """How many records of a kind are to be looked at by `until`."""
    if kind.clock is Clock.NONE:
        return 0
    found = _due(kind, unit, until).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one()


def due(
    connection: Connection,
    kind: RetentionKind,
    unit: str,
    until: date,
    *,
    after: int = 0,
    limit: int = 200,
) -> list[Due]:
    """Those records, the oldest first: `limit` of them after the first `after`."""
    if kind.clock is Clock.NONE:
        return []
    query = _due(kind, unit, until)
    query = query.order_by("started", "id").offset(after).limit(limit)
    rows = connection.execute(query).all()
    return [
        Due(str(row.id), date.fromisoformat(row.started), _day(kind, row.started, row.again))
        for row in rows
    ]


def due_days(connection: Connection, kind: RetentionKind, unit: str) -> list[DueDay]:
    """On which days records of a kind are to be looked at, past days and those to come."""
    if kind.clock is Clock.NONE:
        return []
    clocks = _clocks(kind, unit).subquery()
    query = select(clocks.c.started, clocks.c.again, func.count()).group_by(
        clocks.c.started, clocks.c.again
    )
    found: Counter[date] = Counter()
    for started, again, count in connection.execute(query):
        found[_day(kind, started, again)] += count
    return [DueDay(day, count) for day, count in sorted(found.items())]


def start_of_clock(
    connection: Connection, kind: RetentionKind, unit: str, record: RecordId
) -> date | None:
    """The day on which the clock of one record started; None while it does not run."""
    if kind.clock is Clock.NONE:
        raise NotAllowed(N_("Loại ghi chép này không có thời hạn phải rà soát."))
    started = _started(kind, unit, record).subquery()
    row = connection.execute(select(started)).one_or_none()
    return None if row is None or row.started is None else date.fromisoformat(row.started)


def _day(kind: RetentionKind, started: str, again: str | None) -> date:
    """The end of the period, or the later day that was set for the next review."""
    ends = kind.ends(date.fromisoformat(started))
    return max(ends, date.fromisoformat(again)) if again else ends


def _due(kind: RetentionKind, unit: str, until: date) -> Select[Any]:
    clocks = _clocks(kind, unit).subquery()
    latest = last_start(until, kind.period).isoformat()
    return select(clocks).where(
        clocks.c.started <= latest,
        or_(clocks.c.again.is_(None), clocks.c.again <= until.isoformat()),
    )


def _clocks(kind: RetentionKind, unit: str) -> Select[Any]:
    """Id, start and day of the next review of every record whose clock runs and has data left.

    The decisions are joined, not asked for one record at a time: the book has no index by record.
    """
    started, erased = _started(kind, unit).subquery(), schema.erased_records
    decisions = schema.register_tables["retention_decisions"]
    kept = (
        select(decisions.c.record, func.max(decisions.c.review_on).label("again"))
        .where(decisions.c.deleted == 0, decisions.c.decision == KEPT)
        .group_by(decisions.c.record)
        .subquery()
    )
    return (
        select(started.c.id, started.c.started, kept.c.again)
        .outerjoin(kept, kept.c.record == started.c.id)
        .where(~exists().where(erased.c.record == started.c.id))
    )


def _started(kind: RetentionKind, unit: str, record: RecordId | None = None) -> Select[Any]:
    """Id and start of every living record of the unit whose clock runs."""
    book = schema.register_tables[kind.register]
    living = and_(book.c.deleted == 0, book.c.unit_id == unit)
    if record is not None:
        living = and_(living, book.c.id == record)
    if kind.clock is Clock.LAST_EPISODE:
        return _last_episodes(book, living)
    first = func.coalesce(*(book.c[name] for name in kind.columns), None)
    return select(book.c.id, first.label("started")).where(living, first.is_not(None))


def _last_episodes(people: Table, living: ColumnElement[bool]) -> Select[Any]:
    """Persons of whom no time on a list is running, with the end of the last."""
    episodes = schema.register_tables["episodes"]
    return (
        select(people.c.id, func.max(episodes.c.until_date).label("started"))
        .join(episodes, and_(episodes.c.person == people.c.id, episodes.c.deleted == 0))
        .where(living)
        .group_by(people.c.id)
        .having(func.count() == func.count(episodes.c.until_date))
    )
