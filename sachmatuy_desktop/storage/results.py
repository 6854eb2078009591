"""What units have come to by their kept assessments, as a receiving office reads it.

Everything here leaves `frozen` alone: it holds the figures of one result and a whole pack, and a
board of a hundred communes over five years would read megabytes of it.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    asked = {
        "packs": packs,
        "since": first.start.isoformat(),
        "until": last.end.isoformat(),
    }
    return [Kept(*row) for row in _NEWEST.run(connection, asked)]


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
