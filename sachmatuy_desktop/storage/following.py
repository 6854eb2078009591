"""What is worked out from the records keeps up with them by reading the journal on.

Nothing on the way of a write knows of it.  Each reader remembers the last entry it has taken in,
so it catches up after acts, imports, bundles and undoings alike, whoever did them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select

from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.statements import Prepared, among, keeping

_CHANGES, _ENTRIES = schema.journal_changes, schema.journal_entries
_REWRITTEN = schema.rewritten
_SETTLE = keeping(schema.followed, ("name",), "upto", "day", "left_out")
_EVER = Prepared(
    select(_CHANGES.c.record, _CHANGES.c.line, _CHANGES.c.before).where(
        among(_CHANGES.c.record, "ids")
    )
)


@dataclass(frozen=True, slots=True)
class Followed:
    """How far a reader has come: the last entry, the day it last judged by, what it left out."""

    upto: int = 0
    day: str = ""
    left_out: int = 0


def followed(connection: Connection, name: str) -> Followed:
    """Where a reader stands; entry 0 for one that has never read."""
    table = schema.followed
    query = select(table.c.upto, table.c.day, table.c.left_out).where(table.c.name == name)
    row = connection.execute(query).one_or_none()
    return Followed(*row) if row else Followed()


def settle(connection: Connection, name: str, state: Followed) -> None:
    """Remember where a reader stands."""
    values = {"name": name, "upto": state.upto, "day": state.day, "left_out": state.left_out}
    _SETTLE.run(connection, values)


def begin_anew(connection: Connection, name: str) -> None:
    """Let a reader work everything out again the next time."""
    connection.execute(delete(schema.followed).where(schema.followed.c.name == name))


def newest_entry(connection: Connection) -> int:
    """The number of the newest entry of the journal."""
    return int(connection.execute(select(func.max(_ENTRIES.c.id))).scalar() or 0)


def how_many_since(connection: Connection, upto: int) -> int:
    """How many changes were written after an entry."""
    written = select(func.count()).select_from(_CHANGES).where(_CHANGES.c.entry > upto)
    anew = select(func.count()).select_from(_REWRITTEN).where(_REWRITTEN.c.entry > upto)
    return connection.execute(written).scalar_one() + connection.execute(anew).scalar_one()


def changed_since(connection: Connection, upto: int) -> dict[str, set[RecordId]]:
    """The records written after an entry, by register; also those written anew from old lines."""
    written = select(_CHANGES.c.register, _CHANGES.c.record).where(_CHANGES.c.entry > upto)
    anew = select(_REWRITTEN.c.register, _REWRITTEN.c.record).where(_REWRITTEN.c.entry > upto)
    found: dict[str, set[RecordId]] = {}
    for register, record in connection.execute(written.union(anew)):
        found.setdefault(register, set()).add(record)
    return found


def ever_said(connection: Connection, records: Iterable[RecordId], field: str) -> set[Value]:
    """Every value that a field of the records ever had: whom they pointed at, what they shared."""
    said: set[Value] = set()
    for _record, line, before in _EVER.run(connection, {"ids": json.dumps(list(records))}):
        after = json.loads(line)["v"]
        if field in after:
            said.add(after[field])
            said.add((json.loads(before) if before else {}).get(field))
    return said - {None}
