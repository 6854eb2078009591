"""Whole records by their ids: for the unit of work, the inbox and the lists."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, select

from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.statements import Prepared, among


def read_rows(
    connection: Connection, register: str, records: Iterable[RecordId]
) -> Iterator[dict[str, Value]]:
    """The rows of a register with these ids, tombstones too, in the order of their ids."""
    statement, names = _reading(register)
    for row in statement.run(connection, {"ids": json.dumps(list(records))}):
        yield dict(zip(names, row, strict=True))


@cache
def _reading(register: str) -> tuple[Prepared, tuple[str, ...]]:
    table = schema.register_tables[register]
    return Prepared(select(table).where(among(table.c.id, "ids"))), tuple(table.columns.keys())


def read_living(
    connection: Connection,
    register: str,
    unit: str | None = None,
    names: tuple[str, ...] | None = None,
) -> Iterator[dict[str, Value]]:
    """Every living row of a register, or of one unit's part of it, in the order of its list.

    With `names` no other columns are read.
    """
    statement, names = _living(register, names, of_unit=unit is not None)
    for row in statement.run(connection, {} if unit is None else {"unit": unit}):
        yield dict(zip(names, row, strict=True))


@cache
def _living(
    register: str, names: tuple[str, ...] | None, *, of_unit: bool
) -> tuple[Prepared, tuple[str, ...]]:
    table = schema.register_tables[register]
    read = names or tuple(table.columns.keys())
    query = select(*(table.c[each] for each in read)).where(table.c.deleted == 0)
    if of_unit:
        query = query.where(table.c.unit_id == bindparam("unit"))
    return Prepared(query.order_by(table.c.sort_key, table.c.id)), read


def read_marks(connection: Connection, table: Any, records: Iterable[RecordId]) -> Iterator[Any]:
    """The rows of a table about records (clocks, concurrent values) for these records."""
    statement = _marks(table.name)
    return iter(statement.run(connection, {"ids": json.dumps(list(records))}))


@cache
def _marks(name: str) -> Prepared:
    table = schema.metadata.tables[name]
    return Prepared(select(table).where(among(table.c.record, "ids")))
