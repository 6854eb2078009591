"""The life of a record, read from the journal: what was done to it, and to what stands under it.

A line sent by another office does not say what was there before; that is read from the lines
before it, in the order in which they came to this PC.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, func, select

from sachmatuy_desktop.domain.acts import act_title
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.merged import gone_into
from sachmatuy_desktop.storage.references import pointing_at
from sachmatuy_desktop.storage.statements import among
from sachmatuy_desktop.storage.sync.post import brought
from sachmatuy_desktop.storage.sync.quarantine import fields_aside


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What one act did to one record: fields with the value before (if known) and after.

    `origin` is the digest of the bundle that brought it, `sender` the name of the office or PC that
    wrote it; `undoes` the id of the act it took back.  `register` and `record` tell whose line it
    is, where several are read together.  `aside` of its fields do not count here.  `hlc` and `came`
    (when its bundle came in, "" for this PC's own) tell whether its moment is to be believed.
    """

    at: str
    by: str
    title: str
    why: str
    txn: str
    origin: str | None
    act: str
    changes: tuple[tuple[str, Value, Value], ...] = field(default=())
    register: str = ""
    record: RecordId = ""
    created: bool = False
    undoes: str = ""
    sender: str = ""
    aside: int = 0
    hlc: int = 0
    came: str = ""
    gone: bool = False
    """Whether what it did was erased by law: only that it was done is known."""


def life_of(
    connection: Connection, register: str, record: RecordId, *, below: bool = False
) -> list[HistoryLine]:
    """Everything done to a record and to those that were merged into it, newest first.

    With `below` also what was done to the records under it, living or removed.
    """
    own = [record, *gone_into(connection, register, record)]
    return history_of(connection, [*own, *(_below(connection, register, own) if below else ())])


def life_since(
    connection: Connection, register: str, record: RecordId, mark: RecordId
) -> list[HistoryLine]:
    """What was done to a record and to those under it since another record came to be here.

    The order is that of this PC's journal, so no clock decides what came first.
    """
    own = [record, *gone_into(connection, register, record)]
    lines = history_of(connection, [*own, *_below(connection, register, own), mark])
    newer = takewhile(lambda line: not (line.record == mark and line.created), lines)
    return [each for each in newer if each.record != mark]


def history_of(connection: Connection, records: Sequence[RecordId]) -> list[HistoryLine]:
    """Everything that was ever done to these records, newest first."""
    entries, changes = schema.journal_entries, schema.journal_changes
    sites, author, sender = schema.sites, schema.partners.alias(), schema.partners.alias()
    query = (
        select(
            entries,
            changes.c.line,
            changes.c.before,
            changes.c.register,
            changes.c.record,
            func.coalesce(author.c.name, sender.c.name).label("sender"),
            schema.bundles.c.at.label("came"),
        )
        .join(entries, entries.c.id == changes.c.entry)
        .join(sites, sites.c.id == entries.c.site)
        .outerjoin(author, author.c.key_id == sites.c.author)
        .outerjoin(schema.bundles, brought(entries.c.origin))
        .outerjoin(sender, sender.c.key_id == schema.bundles.c.partner)
        .where(among(changes.c.record, "ids"))
        .order_by(entries.c.id, changes.c.number)
    )
    rows = connection.execute(query, {"ids": json.dumps(list(records))}).all()
    undone = _acts(connection, {row.undoes for row in rows if row.undoes})
    aside = fields_aside(connection, records)
    known: dict[tuple[RecordId, str], Value] = {}
    lines = [
        _line(row, undone.get(row.undoes or "", ""), known, aside)
        for row in rows
        if (row.record, row.id, "") not in aside
    ]
    lines.reverse()
    return lines


def _line(
    row: Any,
    undoes: str,
    known: dict[tuple[RecordId, str], Value],
    aside: AbstractSet[tuple[RecordId, int, str]],
) -> HistoryLine:
    said = json.loads(row.line)
    before = json.loads(row.before) if row.before else {}
    counted = {
        name: value for name, value in said["v"].items() if (row.record, row.id, name) not in aside
    }
    told = []
    for name, value in counted.items():
        cell = (row.record, name)
        told.append((name, before.get(name, known.get(cell)), value))
        known[cell] = value
    return HistoryLine(
        row.at,
        row.by,
        act_title(row.act),
        row.why,
        row.txn,
        row.origin,
        row.act,
        tuple(told),
        row.register,
        row.record,
        said.get("new") == 1,
        undoes,
        row.sender or "",
        len(said["v"]) - len(counted),
        row.hlc,
        row.came or "",
        "gone" in said,
    )


def _acts(connection: Connection, txns: set[str]) -> dict[str, str]:
    entries = schema.journal_entries
    query = select(entries.c.txn, entries.c.act).where(entries.c.txn.in_(txns))
    return {row.txn: row.act for row in connection.execute(query)}


def _below(
    connection: Connection, register: str, records: Sequence[RecordId]
) -> Iterator[RecordId]:
    for pointing in pointing_at(connection, register, records, tombstones=True):
        if REGISTERS[pointing.register].parent == pointing.field:
            yield from pointing.records
