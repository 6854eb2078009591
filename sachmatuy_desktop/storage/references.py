"""Which living records point at a record."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.statements import Prepared, among, is_living


@dataclass(frozen=True, slots=True)
class Pointing:
    """Records of `register` whose `field` names one of the records asked about."""

    register: str
    field: str
    records: tuple[RecordId, ...]


def pointing_at(
    connection: Connection,
    register: str,
    records: Sequence[RecordId],
    *,
    tombstones: bool = False,
) -> list[Pointing]:
    """Everything living that points at any of the records, by register and field.

    With `tombstones` also what was removed: it may come back by being undone.
    """
    found: list[Pointing] = []
    given = {"ids": json.dumps(list(records))}
    for book in REGISTERS:
        for name in _fields_that_may_point(book, register):
            query = _pointing(book.name, name, register, tombstones)
            pointing = tuple(row[0] for row in query.run(connection, given))
            if pointing:
                found.append(Pointing(book.name, name, pointing))
    return found


@cache
def _pointing(pointing: str, field: str, register: str, tombstones: bool) -> Prepared:
    """The records of a book that name one of the register's in a field."""
    book, table = REGISTERS[pointing], schema.register_tables[pointing]
    query = select(table.c.id).where(among(table.c[field], "ids"))
    if not tombstones:
        query = query.where(is_living(table))
    if book.owner_kind:
        query = query.where(table.c[book.owner_kind] == register)
    return Prepared(query)


_NAMED_BY_ID = (("accepted_findings", "about"), ("retention_decisions", "record"))
"""The books that say by its id, in a plain text, which record something was decided about."""


def said_about(connection: Connection, records: Collection[RecordId]) -> list[Pointing]:
    """The decisions about any of the records, tombstones too."""
    found: list[Pointing] = []
    for register, name in _NAMED_BY_ID:
        table = schema.register_tables[register]
        query = select(table.c.id).where(among(table.c[name], "ids"))
        rows = connection.execute(query, {"ids": json.dumps(list(records))}).scalars().all()
        if rows:
            found.append(Pointing(register, name, tuple(rows)))
    return found


def _fields_that_may_point(book: Register, register: str) -> list[str]:
    """The fields of a book that name records of `register`."""
    if book.owner_kind and book.parent is not None:
        return [book.parent]
    return [each.name for each in book.references if each.target == register]
