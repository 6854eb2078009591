"""Which living records point at a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.storage import schema

_BATCH = 400


@dataclass(frozen=True, slots=True)
class Pointing:
    """Records of `register` whose `field` names one of the records asked about."""

    register: str
    field: str
    records: tuple[RecordId, ...]


def pointing_at(
    connection: Connection, register: str, records: Sequence[RecordId]
) -> list[Pointing]:
    """Everything that points at any of the records, by register and field."""
    found: list[Pointing] = []
    for book in REGISTERS:
        for name in _fields_that_may_point(book, register):
            table = schema.register_tables[book.name]
            living = table.c.deleted == 0
            if book.owner_kind:
                living &= table.c[book.owner_kind] == register
            pointing: list[RecordId] = []
            for start in range(0, len(records), _BATCH):
                among = table.c[name].in_(records[start : start + _BATCH])
                pointing += connection.execute(select(table.c.id).where(among, living)).scalars()
            if pointing:
                found.append(Pointing(book.name, name, tuple(pointing)))
    return found


def _fields_that_may_point(book: Register, register: str) -> list[str]:
    """The fields of a book that name records of `register`."""
    if book.owner_kind and book.parent is not None:
        return [book.parent]
    return [each.name for each in book.references if each.target == register]
