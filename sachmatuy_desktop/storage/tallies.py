"""Sums and counts over a list, worked out by SQLite: the foot of a list, the ticks of a filter."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.statements import among

__all__ = ["Totals", "tally_of", "totals_of"]


@dataclass(frozen=True, slots=True)
class Totals:
    """How many records, and the sum of each field asked for; of a yes/no field, how many yes."""

    count: int
    sums: Mapping[str, int]


def totals_of(
    connection: Connection,
    register: str,
    fields: Sequence[str],
    records: Sequence[RecordId] | None = None,
) -> Totals:
    """Sums of whole-number fields over the living records, or over the ones of them named."""
    table = schema.register_tables[register]
    sums = [func.coalesce(func.sum(table.c[name]), 0) for name in fields]
    query, given = _living(select(func.count(), *sums), table, records)
    count, *summed = connection.execute(query, given).one()
    return Totals(count, dict(zip(fields, summed, strict=True)))


def tally_of(
    connection: Connection, register: str, name: str, records: Sequence[RecordId] | None = None
) -> dict[Value, int]:
    """How often each value of a field occurs, the emptiness (None) too."""
    table = schema.register_tables[register]
    column = table.c[name]
    query, given = _living(select(column, func.count()).group_by(column), table, records)
    return {row[0]: row[1] for row in connection.execute(query, given)}


def _living(
    query: Select[Any], table: Any, records: Sequence[RecordId] | None
) -> tuple[Select[Any], dict[str, str]]:
    living = query.select_from(table).where(table.c.deleted == 0)
    if records is None:
        return living, {}
    return living.where(among(table.c.id, "ids")), {"ids": json.dumps(list(records))}
