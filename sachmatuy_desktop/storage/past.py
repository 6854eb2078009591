"""What an act did, read back from the journal, and whether it still stands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.storage import schema

_BATCH = 400


@dataclass(frozen=True, slots=True)
class PastChange:
    """One change of one act.  `opposite` are the fields that take it back."""

    entry: int
    register: str
    record: RecordId
    written: tuple[str, ...]
    opposite: Mapping[str, Value]
    created: bool
    received: bool
    gone: bool = False
    """Whether what it said was erased by law."""


def past_changes(connection: Connection, txn: str) -> list[PastChange]:
    """The changes of an act, newest first: the order in which they are taken back."""
    entries, changes = schema.journal_entries, schema.journal_changes
    query = (
        select(changes, entries.c.origin)
        .join(entries, entries.c.id == changes.c.entry)
        .where(entries.c.txn == txn)
        .order_by(changes.c.entry.desc(), changes.c.number.desc())
    )
    return [_past(row) for row in connection.execute(query).mappings()]


def act_of(connection: Connection, txn: str) -> str:
    """The id of an act by its transaction; empty if there is none."""
    entries = schema.journal_entries
    query = select(entries.c.act).where(entries.c.txn == txn).limit(1)
    return connection.execute(query).scalar_one_or_none() or ""


def _past(row: Mapping[Any, Any]) -> PastChange:
    line = json.loads(str(row["line"]))
    created = line.get("new") == 1
    before = json.loads(str(row["before"])) if row["before"] else {}
    return PastChange(
        entry=row["entry"],
        register=str(row["register"]),
        record=str(row["record"]),
        written=tuple(line["v"]),
        opposite={DELETED: 1} if created else before,
        created=created,
        received=row["origin"] is not None,
        gone="gone" in line,
    )


def moved_on(connection: Connection, changes: Sequence[PastChange]) -> PastChange | None:
    """A change that no longer stands: some field of it was written by a later act since."""
    suspects = (
        [each for each in changes if not _newest(connection, each)]
        if len(changes) <= _BATCH
        else list(changes)
    )
    now, left = _writers(connection, [each.record for each in suspects])
    for change in suspects:
        names = now[change.record] if change.created else change.written
        for name in names:
            if now[change.record].get(name) != left.get((change.entry, change.record, name)):
                return change
    return None


def fields_standing(connection: Connection, change: PastChange) -> frozenset[str]:
    """The fields that still say what the act wrote."""
    now, left = _writers(connection, [change.record])
    return frozenset(
        name
        for name in change.written
        if now[change.record].get(name) == left.get((change.entry, change.record, name))
    )


def _newest(connection: Connection, change: PastChange) -> bool:
    """Whether the act is the last one that touched the record at all."""
    table = schema.register_tables[change.register]
    last = connection.execute(
        select(table.c.last_entry).where(table.c.id == change.record)
    ).scalar_one()
    return bool(last == change.entry)


_Cell = tuple[int, RecordId, str]


def _writers(
    connection: Connection, records: Sequence[RecordId]
) -> tuple[dict[RecordId, dict[str, int]], dict[_Cell, int]]:
    """Which entry each field's value goes back to: now, and as each entry left it.

    An undone act counts as if it had not been: the field goes back to the writer before it, so
    that acts can be undone one after the other, newest first, and done again in turn.
    """
    entries, changes = schema.journal_entries, schema.journal_changes
    stacks: dict[RecordId, dict[str, list[int]]] = {each: {} for each in records}
    taken: dict[tuple[str, RecordId, str], int] = {}
    left: dict[_Cell, int] = {}
    for start in range(0, len(records), _BATCH):
        query = (
            select(changes.c.record, changes.c.line, entries.c.id, entries.c.txn, entries.c.undoes)
            .join(entries, entries.c.id == changes.c.entry)
            .where(changes.c.record.in_(records[start : start + _BATCH]))
            .order_by(entries.c.id)
        )
        for row in connection.execute(query):
            for name in json.loads(row.line)["v"]:
                stack = stacks[row.record].setdefault(name, [])
                _apply(stack, taken, row, name)
                if stack:
                    left[row.id, row.record, name] = stack[-1]
    now = {
        record: {name: stack[-1] for name, stack in fields.items() if stack}
        for record, fields in stacks.items()
    }
    return now, left


def _apply(
    stack: list[int], taken: dict[tuple[str, RecordId, str], int], row: Any, name: str
) -> None:
    """One entry's effect on one field's stack of writers."""
    again = taken.pop((row.undoes, row.record, name), None) if row.undoes else None
    if again is not None:
        stack.append(again)
    elif row.undoes and stack:
        taken[row.txn, row.record, name] = stack.pop()
    else:
        stack.append(row.id)
