"""What a PC shows, what waits beside it, and what it asks to be decided."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.sync import conflicts, outbox
from tests.sync.truth import Asked, Cell, Key

TRAVELLING: Final = tuple(each.name for each in REGISTERS if each.scope is not Scope.LOCAL)


def values_shown(
    connection: Connection, registers: Iterable[str] = TRAVELLING
) -> dict[Cell, Value]:
    """Every field of every record of these registers."""
    found: dict[Cell, Value] = {}
    for name in registers:
        table = schema.register_tables[name]
        for row in connection.execute(select(table)).mappings():
            for column, value in row.items():
                if column not in schema.HIDDEN or column == DELETED:
                    found[Cell(name, row["id"], column)] = value
            found[Cell(name, row["id"], "")] = row["unit_id"]
    return found


def waiting_beside(connection: Connection) -> dict[tuple[Cell, Key], Value]:
    """What was written beside a value, by whoever wrote it."""
    siblings, entries = schema.siblings, schema.journal_entries
    sites, streams = schema.sites, schema.streams
    query = (
        select(
            siblings.c.register,
            siblings.c.record,
            siblings.c.field,
            siblings.c.value,
            sites.c.site,
            streams.c.scope,
            streams.c.unit_id,
            entries.c.first,
        )
        .join(entries, entries.c.id == siblings.c.entry)
        .join(sites, sites.c.id == entries.c.site)
        .join(streams, streams.c.id == entries.c.stream)
    )
    return {
        (Cell(*row[:3]), Key(*row[4:])): json.loads(row[3]) for row in connection.execute(query)
    }


def decisions_asked(connection: Connection) -> set[Asked]:
    """The conflicts that wait for somebody."""
    names = _names(connection)
    return {
        Asked(
            each.register,
            each.record,
            each.fields,
            tuple(sorted(each.base.items())),
            frozenset(names[entry] for entry in each.entries),
        )
        for each in conflicts.conflicts(connection)
    }


def _names(connection: Connection) -> dict[int, Key]:
    entries, sites, streams = schema.journal_entries, schema.sites, schema.streams
    query = (
        select(entries.c.id, sites.c.site, streams.c.scope, streams.c.unit_id, entries.c.first)
        .join(sites, sites.c.id == entries.c.site)
        .join(streams, streams.c.id == entries.c.stream)
    )
    return {row[0]: Key(*row[1:]) for row in connection.execute(query)}


def picture(office: Office, unit: str | None = None) -> dict[str, object]:
    """All that a PC shows of a unit, all that waits for a decision, and what it holds."""
    with office.store.reading() as connection:
        shown, beside = values_shown(connection), waiting_beside(connection)
        asked = decisions_asked(connection)
        held = outbox.held_vector(connection, None if unit is None else [unit])
    units = {cell.record: value for cell, value in shown.items() if not cell.field}
    wanted = {record for record, whose in units.items() if unit in (None, whose)}
    return {
        "shown": {cell: value for cell, value in shown.items() if cell.record in wanted},
        "beside": {key: value for key, value in beside.items() if key[0].record in wanted},
        "asked": {each for each in asked if each.record in wanted},
        "held": held,
    }
