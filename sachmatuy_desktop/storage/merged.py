"""Records that were merged into others: which one stands for a tombstone, and what went into one.

A merge leaves a tombstone whose `merged_into` names the record that was kept.  Two offices that
merge the same pair in opposite directions make a circle; nothing stands for it until one decides.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, or_, select

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
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


# -- what a merge must know first ------------------------------------------------------------------


def running_cases(
    connection: Connection, person: RecordId, today: str
) -> list[Mapping[str, Value]]:
    """The categories a person is under today, oldest first: `category`, `from_date`."""
    episodes = schema.register_tables["episodes"]
    query = (
        select(episodes.c.category, episodes.c.from_date)
        .where(episodes.c.person == person, episodes.c.deleted == 0)
        .where(or_(episodes.c.until_date.is_(None), episodes.c.until_date >= today))
        .order_by(episodes.c.from_date)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def waiting_values(
    connection: Connection, records: Sequence[RecordId]
) -> Iterator[tuple[RecordId, str, Value]]:
    """The values beside the shown ones: record, field, value."""
    siblings = schema.siblings
    query = select(siblings.c.record, siblings.c.field, siblings.c.value).where(
        siblings.c.record.in_(records)
    )
    for record, name, text in connection.execute(query).all():
        yield record, name, json.loads(text)


def said_distinct(
    connection: Connection, register: str, one: RecordId, other: RecordId
) -> RecordId | None:
    """The record by which somebody said that the two are not one."""
    first, second = sorted((one, other))
    return next(
        (
            pair
            for pair, this, that in distinct_naming(connection, register, first)
            if (this, that) == (first, second)
        ),
        None,
    )


def distinct_naming(
    connection: Connection, register: str, record: RecordId
) -> list[tuple[RecordId, RecordId, RecordId]]:
    """Every standing word that a record is not another: its id, the first and the second."""
    pairs = schema.register_tables["distinct_pairs"]
    query = select(pairs.c.id, pairs.c.first, pairs.c.second).where(
        pairs.c.deleted == 0,
        pairs.c.book == register,
        or_(pairs.c.first == record, pairs.c.second == record),
    )
    return [(row.id, row.first, row.second) for row in connection.execute(query)]
