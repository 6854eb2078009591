"""Which living records point at a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage import schema

_BATCH = 400


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
    for book in REGISTERS:
        table = schema.register_tables[book.name]
        for reference in book.references:
            if reference.target != register:
                continue
            column = table.c[reference.name]
            pointing: list[RecordId] = []
            for start in range(0, len(records), _BATCH):
                query = select(table.c.id).where(column.in_(records[start : start + _BATCH]))
                if not tombstones:
                    query = query.where(table.c.deleted == 0)
                pointing += connection.execute(query).scalars()
            if pointing:
                found.append(Pointing(book.name, reference.name, tuple(pointing)))
    return found
