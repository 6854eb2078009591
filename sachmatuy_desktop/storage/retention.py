"""Records whose clock has run out, read in SQL: counted whole, listed by the page.

A record is left out while a decision to keep it waits for its day, and once its data was erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, func, select

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.retention import Clock, RetentionKind, last_start
from sachmatuy_desktop.errors import N_, NotAllowed
from sachmatuy_desktop.storage import schema

__all__ = ["Due", "count_due", "due", "start_of_clock"]

KEPT: Final = "giu"


@dataclass(frozen=True, slots=True)
class Due:
    """A record, the day its clock started and the day it has run out."""

    record: RecordId
    started: date
    ends: date


def count_due(
    connection: Connection, kind: RetentionKind, unit: str, today: date, until: date
) -> int:
    """How many records of a kind have run out by `until`."""
    if kind.clock is Clock.NONE:
        return 0
    found = _due(kind, unit, today, until).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one()


def due(
    connection: Connection,
    kind: RetentionKind,
    unit: str,
    today: date,
    until: date,
    *,
    after: int = 0,
    limit: int = 200,
) -> list[Due]:
    """Those records, the oldest first: `limit` of them after the first `after`."""
    if kind.clock is Clock.NONE:
        return []
    query = _due(kind, unit, today, until)
    query = query.order_by("started", "id").offset(after).limit(limit)
    rows = connection.execute(query).all()
    starts = ((str(row.id), date.fromisoformat(row.started)) for row in rows)
    return [Due(record, start, kind.ends(start)) for record, start in starts]


def start_of_clock(
    connection: Connection, kind: RetentionKind, unit: str, record: RecordId
) -> date | None:
    """The day on which the clock of one record started; None while it does not run."""
    if kind.clock is Clock.NONE:
        raise NotAllowed(N_("Loại ghi chép này không có thời hạn phải rà soát."))
    started = _started(kind, unit, record).subquery()
    row = connection.execute(select(started)).one_or_none()
    return None if row is None or row.started is None else date.fromisoformat(row.started)


def _due(kind: RetentionKind, unit: str, today: date, until: date) -> Select[Any]:
    started = _started(kind, unit).subquery()
    decisions, erased = schema.register_tables["retention_decisions"], schema.erased_records
    kept = exists().where(
        decisions.c.record == started.c.id,
        decisions.c.deleted == 0,
        decisions.c.decision == KEPT,
        decisions.c.review_on > today.isoformat(),
    )
    gone = exists().where(erased.c.record == started.c.id)
    latest = last_start(until, kind.period).isoformat()
    return select(started.c.id, started.c.started).where(started.c.started <= latest, ~kept, ~gone)


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
