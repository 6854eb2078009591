"""The very lines that the next bundle will carry, to be read before it is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, func, select

from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.sync.outbox import not_acknowledged

__all__ = ["PAGE", "LeavingLine", "count_lines", "lines"]

PAGE: Final = 100
"""Lines on a page."""


@dataclass(frozen=True, slots=True)
class LeavingLine:
    """What one act wrote of one record, with who did it, when and why; `register` is "" for an act
    that wrote no record.
    """

    at: str
    by: str
    act: str
    why: str
    register: str = ""
    record: RecordId = ""
    values: Mapping[str, Value] | None = None
    is_new: bool = False


def count_lines(
    connection: Connection, scopes: Iterable[str], units: Iterable[str], partner: str
) -> dict[str, int]:
    """How many lines of each register will leave; under "" the acts that wrote no record."""
    register = func.coalesce(schema.journal_changes.c.register, "")
    query = not_acknowledged(_joined(register, func.count()), scopes, units, partner)
    return {row[0]: row[1] for row in connection.execute(query.group_by(register))}


def lines(
    connection: Connection,
    scopes: Iterable[str],
    units: Iterable[str],
    partner: str,
    register: str,
    number: int,
) -> Sequence[LeavingLine]:
    """A page (from 0) of the lines of a register, in the order in which they were written."""
    entries, changes = schema.journal_entries, schema.journal_changes
    wanted = _joined(entries.c.at, entries.c.by, entries.c.act, entries.c.why, changes.c.line)
    query = (
        not_acknowledged(wanted, scopes, units, partner)
        .where(func.coalesce(changes.c.register, "") == register)
        .order_by(entries.c.id, changes.c.number)
        .limit(PAGE)
        .offset(number * PAGE)
    )
    return [
        _line(at, by, act, why, None if line is None else json.loads(line))
        for at, by, act, why, line in connection.execute(query)
    ]


def _joined(*columns: Any) -> Select[Any]:
    entries, changes = schema.journal_entries, schema.journal_changes
    return select(*columns).select_from(entries).outerjoin(changes, changes.c.entry == entries.c.id)


def _line(at: str, by: str, act: str, why: str, said: Mapping[str, Any] | None) -> LeavingLine:
    if said is None:
        return LeavingLine(at, by, act, why)
    return LeavingLine(at, by, act, why, said["r"], said["i"], said["v"], bool(said.get("new")))
