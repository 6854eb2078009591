"""What units have come to by their kept assessments, as a receiving office reads it."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage import schema


class Result(NamedTuple):
    """One kept assessment: `met` of `total` deciding criteria, as of a day."""

    outcome: str
    klass: str | None
    met: int
    total: int
    as_of: str


def newest_results(connection: Connection, unit: str) -> dict[str, dict[RecordId | None, Result]]:
    """A unit's newest result by pack, and within a pack by village (`None`: the whole unit)."""
    table = schema.register_tables["assessments"]
    query = (
        select(table)
        .where(table.c.unit_id == unit, table.c.deleted == 0)
        .order_by(table.c.as_of, table.c.id)
    )
    newest: dict[str, dict[RecordId | None, Result]] = {}
    for row in connection.execute(query):
        result = Result(row.outcome, row.klass, row.met or 0, row.total or 0, row.as_of)
        newest.setdefault(row.pack, {})[row.village] = result
    return newest
