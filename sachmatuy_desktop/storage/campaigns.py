"""What was done within the days of a campaign, unit by unit: one statement a kind of work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, literal, select

from sachmatuy_desktop.domain.plans.campaign import Line
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.conditions import Where, condition

__all__ = ["Tally", "conditions", "tallies", "units_that_keep"]


class Tally(NamedTuple):
    """How many, how many people, how many materials; None where the kind has no such figure."""

    number: int
    people: int | None
    materials: int | None


NOTHING = Tally(0, 0, 0)


def conditions(
    line: Line, first: date, until: date, village: str | None = None
) -> tuple[Where, ...]:
    """What makes a record one of a kind of work within days, both included; of one village."""
    return (
        *((Where("village", "=", village),) if village else ()),
        Where(line.day, ">=", first.isoformat()),
        Where(line.day, "<=", until.isoformat()),
        *(Where(name, "in", codes) for name, codes in line.only.items()),
    )


def tallies(
    connection: Connection, line: Line, first: date, until: date, village: str | None = None
) -> dict[str, Tally]:
    """Of every unit that has such records; a record without its number counts as one."""
    table = schema.register_tables[line.book]
    count = func.sum(func.coalesce(table.c[line.sum], 1)) if line.sum else func.count()
    query = (
        select(table.c.unit_id, count, _sum(table, line.people), _sum(table, line.materials))
        .where(
            table.c.deleted == 0,
            *(condition(table, each) for each in conditions(line, first, until, village)),
        )
        .group_by(table.c.unit_id)
    )
    return {unit: Tally(*figures) for unit, *figures in connection.execute(query)}


def _sum(table: Any, field: str) -> ColumnElement[Any]:
    return func.coalesce(func.sum(table.c[field]), 0) if field else literal(None)


def units_that_keep(connection: Connection, books: Iterable[str]) -> dict[str, frozenset[str]]:
    """By book the units with at least one record in it: a book never written in tells nothing."""
    found: dict[str, frozenset[str]] = {}
    for book in set(books):
        table = schema.register_tables[book]
        query = select(table.c.unit_id).where(table.c.deleted == 0).distinct()
        found[book] = frozenset(connection.execute(query).scalars())
    return found
