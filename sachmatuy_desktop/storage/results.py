"""What units have come to by their kept assessments: of each the newest within its time.

A kept result carries the figures it was judged by; they are what a unit has answered for, there
even where its lists of persons were not sent.  Absence is absence, never 0.

All but `newest_figures` leave `frozen` alone: it holds the figures of one result and a whole pack,
and a board of a hundred communes over five years would read megabytes of it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import Connection, Integer, bindparam, cast, func, select

from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.statements import Prepared, among, is_living

_TABLE: Final = schema.register_tables["assessments"]
_VILLAGES: Final = schema.register_tables["villages"]


class Result(NamedTuple):
    """One kept assessment: `met` of `total` deciding criteria, as of a day."""

    outcome: str
    klass: str | None
    met: int
    total: int
    as_of: str


class Kept(NamedTuple):
    """The newest kept assessment of a unit, or of one of its villages, by a pack within a year.

    `criteria` and `bands` are JSON as kept (`domain/registers/papers.py`).
    """

    pack: str
    year: int
    unit: str
    village: RecordId | None
    record: RecordId
    outcome: str
    klass: str | None
    met: int | None
    total: int | None
    as_of: str
    criteria: str | None
    bands: str | None
    pack_sha256: str | None
    verified: int | None


class KeptFigure(NamedTuple):
    """A figure of the newest result that has it; no value where the result itself did not know."""

    record: RecordId
    value: int | None


class Span(NamedTuple):
    """From a day to a day, both included."""

    start: date
    until: date


def newest_results(connection: Connection, unit: str) -> dict[str, dict[RecordId | None, Result]]:
    """A unit's newest result by pack, and within a pack by village (`None`: the whole unit)."""
    query = (
        select(
            _TABLE.c.pack,
            _TABLE.c.village,
            _TABLE.c.outcome,
            _TABLE.c.klass,
            _TABLE.c.met,
            _TABLE.c.total,
            _TABLE.c.as_of,
        )
        .where(_TABLE.c.unit_id == unit, _TABLE.c.deleted == 0)
        .order_by(_TABLE.c.as_of, _TABLE.c.id)
    )
    newest: dict[str, dict[RecordId | None, Result]] = {}
    for row in connection.execute(query):
        result = Result(row.outcome, row.klass, row.met or 0, row.total or 0, row.as_of)
        newest.setdefault(row.pack, {})[row.village] = result
    return newest


_YEAR: Final = cast(func.strftime("%Y", _TABLE.c.as_of, "+17 days"), Integer)
"""The reporting year of a day: 15 December and seventeen days are New Year's Day."""

_WITHIN: Final = (
    is_living(_TABLE),
    among(_TABLE.c.pack, "packs"),
    _TABLE.c.as_of >= bindparam("since"),
    _TABLE.c.as_of <= bindparam("until"),
)

_RANKED: Final = (
    select(
        _TABLE.c.pack,
        _YEAR.label("year"),
        _TABLE.c.unit_id,
        _TABLE.c.village,
        _TABLE.c.id,
        func.row_number()
        .over(
            partition_by=(_TABLE.c.pack, _YEAR, _TABLE.c.unit_id, _TABLE.c.village),
            order_by=(_TABLE.c.as_of.desc(), _TABLE.c.id.desc()),
        )
        .label("place"),
    )
    .where(*_WITHIN)
    .subquery()
)

_NEWEST: Final = Prepared(
    select(
        _RANKED.c.pack,
        _RANKED.c.year,
        _RANKED.c.unit_id,
        _RANKED.c.village,
        _RANKED.c.id,
        _TABLE.c.outcome,
        _TABLE.c.klass,
        _TABLE.c.met,
        _TABLE.c.total,
        _TABLE.c.as_of,
        _TABLE.c.criteria,
        _TABLE.c.bands,
        _TABLE.c.pack_sha256,
        _TABLE.c.verified,
    )
    .join(_TABLE, _TABLE.c.id == _RANKED.c.id)
    .where(_RANKED.c.place == 1)
)


def newest_by_year(
    connection: Connection, packs: str, first: ReportingYear, last: ReportingYear
) -> list[Kept]:
    """The newest result of every unit and village by each of the packs in each of the years.

    `packs` is a JSON list of ids.
    """
    return _newest(connection, packs, Span(first.start, last.end))


def newest_in(
    connection: Connection, pack: str, units: Collection[str], span: Span
) -> Mapping[str, Kept]:
    """The newest result of each unit as a whole by the pack, within a span of one reporting year.

    Units without one are left out.
    """
    asked = frozenset(units)
    return {
        kept.unit: kept
        for kept in _newest(connection, json.dumps([pack]), span)
        if kept.village is None and kept.unit in asked
    }


def _newest(connection: Connection, packs: str, span: Span) -> list[Kept]:
    days = {"since": span.start.isoformat(), "until": span.until.isoformat()}
    return [Kept(*row) for row in _NEWEST.run(connection, {"packs": packs, **days})]


def newest_figures(
    connection: Connection, name: str, units: Collection[str], span: Span
) -> Mapping[str, KeptFigure]:
    """The figure called `name` in the newest result that has it, by whatever pack, of each unit."""
    path = f'$.facts."{name}".value'
    value = func.json_extract(_TABLE.c.frozen, path).label("value")
    rows = connection.execute(
        select(_TABLE.c.unit_id, _TABLE.c.id, value)
        .where(
            is_living(_TABLE),
            _TABLE.c.village.is_(None),
            _TABLE.c.unit_id.in_(list(units)),
            _TABLE.c.as_of >= span.start.isoformat(),
            _TABLE.c.as_of <= span.until.isoformat(),
            func.json_type(_TABLE.c.frozen, path).is_not(None),
        )
        .order_by(_TABLE.c.as_of, _TABLE.c.id)
    )
    return {row.unit_id: KeptFigure(row.id, row.value) for row in rows}


def packs_kept(connection: Connection) -> Sequence[str]:
    """The packs that anything here was ever judged by."""
    query = select(_TABLE.c.pack).where(is_living(_TABLE)).distinct().order_by(_TABLE.c.pack)
    return connection.execute(query).scalars().all()


def first_year_kept(connection: Connection) -> int | None:
    """The reporting year of the oldest result; None where nothing was kept."""
    oldest = connection.execute(
        select(func.min(_TABLE.c.as_of)).where(is_living(_TABLE))
    ).scalar_one()
    return ReportingYear.of(date.fromisoformat(oldest)).year if oldest else None


def villages_by_unit(connection: Connection) -> dict[str, int]:
    """How many villages each unit has."""
    query = (
        select(_VILLAGES.c.unit_id, func.count())
        .where(is_living(_VILLAGES))
        .group_by(_VILLAGES.c.unit_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
