"""Records that were merged into others: which one stands for a tombstone, and what went into one.

A merge leaves a tombstone whose `merged_into` names the record that was kept.  Two offices that
merge the same pair in opposite directions make a circle; nothing stands for it until one decides.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.shorthand import MERGED_INTO
from sachmatuy_desktop.storage import schema


def standing_for(connection: Connection, register: str, record: RecordId) -> RecordId | None:
    """The living record that a reference to `record` means now; `None` if there is none."""
    if not REGISTERS[register].is_mergeable:
        return record
    table = schema.register_tables[register]
    seen: set[RecordId] = set()
    at: RecordId | None = record
    while at is not None and at not in seen:
        seen.add(at)
        found = connection.execute(
            select(table.c[DELETED], table.c[MERGED_INTO]).where(table.c.id == at)
        ).one_or_none()
        if found is None:
            return None
        if not found[0]:
            return at
        at = found[1]
    return None


def gone_into(connection: Connection, register: str, record: RecordId) -> list[RecordId]:
    """The tombstones that went into a record, directly or one after the other."""
    if not REGISTERS[register].is_mergeable:
        return []
    table = schema.register_tables[register]
    found: list[RecordId] = []
    waiting = [record]
    while waiting:
        query = (
            select(table.c.id)
            .where(table.c[MERGED_INTO] == waiting.pop(), table.c[DELETED] == 1)
            .order_by(table.c.id)
        )
        fresh = [each for each in connection.execute(query).scalars() if each not in found]
        fresh = [each for each in fresh if each != record]
        found += fresh
        waiting += fresh
    return found
