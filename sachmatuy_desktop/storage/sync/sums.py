"""What the offices below say of the books they keep to themselves: the newest figures sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.registers.figures import (
    HOUSEHOLDS_KEPT,
    PEOPLE_KEPT,
    PERIOD_FIGURES,
)
from sachmatuy_desktop.storage import schema

__all__ = ["Sums", "newest_sums", "sent_figures"]


@dataclass(frozen=True, slots=True)
class Sums:
    """How many persons and households a unit has in its books, and as of which day."""

    people: int
    households: int
    as_of: date


def newest_sums(connection: Connection) -> dict[str, Sums]:
    """The newest sums of every unit that has sent any."""
    table = schema.register_tables[PERIOD_FIGURES.name]
    query = (
        select(table.c.unit_id, table.c.figure, table.c.number, table.c.as_of)
        .where(table.c.deleted == 0, table.c.figure.in_((PEOPLE_KEPT, HOUSEHOLDS_KEPT)))
        .order_by(table.c.as_of)
    )
    found: defaultdict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    for unit, figure, number, as_of in connection.execute(query):
        found[unit][figure] = number, as_of
    return {
        unit: Sums(
            told[PEOPLE_KEPT][0],
            told[HOUSEHOLDS_KEPT][0],
            date.fromisoformat(told[PEOPLE_KEPT][1]),
        )
        for unit, told in found.items()
        if len(told) == 2
    }


def sent_figures(
    connection: Connection, names: Collection[str], first: date, until: date
) -> dict[tuple[str, str], int]:
    """By figure and unit the newest number sent that was taken within the days, both counted."""
    table = schema.register_tables[PERIOD_FIGURES.name]
    query = (
        select(table.c.figure, table.c.unit_id, table.c.number)
        .where(
            table.c.deleted == 0,
            table.c.figure.in_(tuple(names)),
            table.c.as_of >= first.isoformat(),
            table.c.as_of <= until.isoformat(),
        )
        .order_by(table.c.as_of, table.c.id)
    )
    return {(figure, unit): number for figure, unit, number in connection.execute(query)}
