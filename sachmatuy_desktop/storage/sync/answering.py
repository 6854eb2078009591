"""What became of the lines that one bundle brought, and what waits of a unit: for its receipt."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.statements import among
from sachmatuy_desktop.storage.sync.conflicts import conflicted_records

__all__ = ["LineAside", "conflicts_from", "segments_waiting", "set_aside_from"]


@dataclass(frozen=True, slots=True)
class LineAside:
    """A line that is kept and does not count, or a field of it; `why` is a code."""

    register: str
    record: RecordId
    field: str
    why: str


def set_aside_from(connection: Connection, digest: str) -> list[LineAside]:
    """The lines of a bundle that are kept and not applied, in their order."""
    entries, changes, aside = schema.journal_entries, schema.journal_changes, schema.quarantine
    query = (
        select(changes.c.register, changes.c.record, aside.c.field, aside.c.why)
        .join(entries, entries.c.id == aside.c.entry)
        .join(changes, (changes.c.entry == aside.c.entry) & (changes.c.number == aside.c.number))
        .where(entries.c.origin == digest)
        .order_by(aside.c.entry, aside.c.number, aside.c.field)
    )
    return [LineAside(*row) for row in connection.execute(query)]


def conflicts_from(connection: Connection, digest: str) -> list[tuple[str, RecordId]]:
    """The records that wait for a decision and that a bundle wrote."""
    waiting = conflicted_records(connection)
    entries, changes = schema.journal_entries, schema.journal_changes
    query = (
        select(changes.c.record)
        .join(entries, entries.c.id == changes.c.entry)
        .where(among(changes.c.record, "records"), entries.c.origin == digest)
    )
    records = json.dumps([record for _register, record in waiting])
    written = set(connection.execute(query, {"records": records}).scalars())
    return [(register, record) for register, record in waiting if record in written]


def segments_waiting(connection: Connection, units: Collection[str]) -> int:
    """How many segments of some units' streams wait for what was before them."""
    parked = schema.parked_segments
    query = select(func.count()).select_from(parked).where(parked.c.reason.in_(list(units)))
    return connection.execute(query).scalar_one()
