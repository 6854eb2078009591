"""What units have kept and sent within a reporting year, one newest result or figure a unit.

A kept result carries the figures it was judged by; they are what the commune has answered for, and
they are there even where its lists of persons were not sent.  Absence is absence, never 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage import schema

__all__ = ["KeptFigure", "KeptResult", "Span", "newest_figures", "newest_in", "people_held"]


class Span(NamedTuple):
    """From a day to a day, both included."""

    start: date
    until: date


class KeptResult(NamedTuple):
    """The newest result of a unit in the span."""

    record: RecordId
    outcome: str
    klass: str | None


class KeptFigure(NamedTuple):
    """A figure of the newest result that has it; no value where the result itself did not know."""

    record: RecordId
    value: int | None


def newest_in(
    connection: Connection, pack: str, units: Collection[str], span: Span
) -> Mapping[str, KeptResult]:
    """The newest result of each unit by the pack; units without one are left out."""
    table = schema.register_tables["assessments"]
    rows = connection.execute(
        select(table.c.unit_id, table.c.id, table.c.outcome, table.c.klass)
        .where(*_within(table, units, span), table.c.pack == pack)
        .order_by(table.c.as_of, table.c.id)
    )
    return {row.unit_id: KeptResult(row.id, row.outcome, row.klass) for row in rows}


def newest_figures(
    connection: Connection, name: str, units: Collection[str], span: Span
) -> Mapping[str, KeptFigure]:
    """The figure called `name` in the newest result that has it, by whatever pack, of each unit."""
    table = schema.register_tables["assessments"]
    path = f'$.facts."{name}".value'
    rows = connection.execute(
        select(table.c.unit_id, table.c.id, func.json_extract(table.c.frozen, path).label("value"))
        .where(
            *_within(table, units, span),
            func.json_type(table.c.frozen, path).is_not(None),
        )
        .order_by(table.c.as_of, table.c.id)
    )
    return {row.unit_id: KeptFigure(row.id, row.value) for row in rows}


def people_held(connection: Connection, units: Collection[str]) -> frozenset[str]:
    """The units of whose stream of persons, points and incidents something is held here."""
    streams, entries = schema.streams, schema.journal_entries
    rows = connection.execute(
        select(streams.c.unit_id)
        .join(entries, entries.c.stream == streams.c.id)
        .where(streams.c.scope == "people", streams.c.unit_id.in_(list(units)))
        .distinct()
    )
    return frozenset(rows.scalars())


def _within(table: Any, units: Collection[str], span: Span) -> tuple[ColumnElement[bool], ...]:
    return (
        table.c.deleted == 0,
        table.c.village.is_(None),
        table.c.unit_id.in_(list(units)),
        table.c.as_of >= span.start.isoformat(),
        table.c.as_of <= span.until.isoformat(),
    )
