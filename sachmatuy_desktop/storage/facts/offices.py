"""Figures of the office itself and of the offices below it.

Population, settings and registration are a handful of rows each.  What a receiving office says of
its communes comes from the assessments they have kept and sent: while one commune has sent none
for the year, the number is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, or_, select

from sachmatuy_desktop.domain.criteria import Fact, FactRecord
from sachmatuy_desktop.storage.facts.circles import PEOPLE, alive, ours
from sachmatuy_desktop.storage.facts.figures import Count, Figure, Told
from sachmatuy_desktop.storage.facts.people import resident_addicts, resident_users
from sachmatuy_desktop.storage.facts.question import Question, Shape
from sachmatuy_desktop.storage.schema import register_tables

POPULATIONS: Final = register_tables["populations"]
VILLAGES: Final = register_tables["villages"]
SETTINGS: Final = register_tables["settings"]
CAMPAIGNS: Final = register_tables["campaigns"]
ASSESSMENTS: Final = register_tables["assessments"]
DECISIONS: Final = register_tables["recognition_decisions"]


def figure(value: int | bool | None, records: tuple[FactRecord, ...] = ()) -> Fact:
    """A value whose name is given by the table."""
    return Fact("", value, records)


# -- population ------------------------------------------------------------------------------------


def population(connection: Connection, question: Question) -> Fact:
    """“Nhân khẩu hiện đang cư trú” by the newest figures at or before the day.

    Of a commune: its own row, or the sum of its villages' newest rows, whichever is newer; villages
    of which one has no row make no sum.  By default figures after the end of the year do not count
    (reading Q5 `population_date`).  By the reading `population_of_whom` the registered count in
    place of those who live there (003 II.1.2).  Not known is not 0.
    """
    day = question.as_of
    if question.readings.get("population_date") != "as_of":
        day = min(day, question.year.end)
    found = [_of_unit(connection, question, unit, day.isoformat()) for unit in question.units]
    records = tuple(record for _, rows in found for record in rows)
    values = [value for value, _ in found]
    if not values or None in values:
        return figure(None, records)
    return figure(sum(value for value in values if value is not None), records)


def _column(question: Question) -> str:
    of_whom = question.readings.get("population_of_whom")
    return "registered" if of_whom == "registered" else "people"


_Counted = tuple[int | None, tuple[FactRecord, ...]]


def _of_unit(connection: Connection, question: Question, unit: str, day: str) -> _Counted:
    rows = connection.execute(
        select(POPULATIONS)
        .where(alive(POPULATIONS), POPULATIONS.c.unit_id == unit, POPULATIONS.c.as_of <= day)
        .order_by(POPULATIONS.c.as_of, POPULATIONS.c.id)
    )
    column = _column(question)
    newest = {row.village: row for row in rows if row._mapping[column] is not None}
    if question.village is not None:
        found = [newest[question.village]] if question.village in newest else []
        return _counted(found, column)
    whole = newest.pop(None, None)
    villages = _villages(connection, unit, day)
    parts = [newest[village] for village in villages if village in newest]
    complete = bool(villages) and len(parts) == len(villages)
    if complete and (whole is None or max(part.as_of for part in parts) > whole.as_of):
        return _counted(parts, column)
    return _counted([whole] if whole is not None else [], column)


def _counted(rows: list[Any], column: str) -> _Counted:
    if not rows:
        return None, ()
    records = tuple(FactRecord("populations", row.id, str(row.basis or "")) for row in rows)
    return sum(row._mapping[column] for row in rows), records


def _villages(connection: Connection, unit: str, day: str) -> list[str]:
    return list(
        connection.execute(
            select(VILLAGES.c.id).where(
                alive(VILLAGES),
                VILLAGES.c.unit_id == unit,
                or_(VILLAGES.c.from_date.is_(None), VILLAGES.c.from_date <= day),
                or_(VILLAGES.c.until_date.is_(None), VILLAGES.c.until_date >= day),
            )
        ).scalars()
    )


# -- settings --------------------------------------------------------------------------------------


def _route(connection: Connection, question: Question) -> tuple[bool | None, str, str]:
    """Whether the office lies on a key route, of which kind, and the row that says so."""
    row = connection.execute(
        select(SETTINGS.c.id, SETTINGS.c.on_key_route, SETTINGS.c.route_kind)
        .where(alive(SETTINGS), SETTINGS.c.unit_id == question.owner)
        .order_by(SETTINGS.c.last_entry.desc())
        .limit(1)
    ).first()
    if row is None or row.on_key_route is None:
        return None, "", "" if row is None else row.id
    return bool(row.on_key_route), row.route_kind or "", row.id


def on_key_route(connection: Connection, question: Question) -> Fact:
    """The office's own setting, not known until somebody answers it (Điều 4)."""
    value, _kind, record = _route(connection, question)
    return figure(value, (FactRecord("settings", record),) if record else ())


def on_interprovincial_route(connection: Connection, question: Question) -> Fact:
    """Not on any key route is not on an interprovincial one; on one, its kind says (Điều 5)."""
    value, kind, record = _route(connection, question)
    known = kind == "lien_tinh" if value and kind else False if value is False else None
    return figure(known, (FactRecord("settings", record),) if record else ())


# -- registration ----------------------------------------------------------------------------------


def registered_on(connection: Connection, unit: str, pack: str, day: date) -> date | None:
    """The newest day of registration by the pack at or before the day."""
    row = _campaign(connection, unit, pack, day)
    return None if row is None else date.fromisoformat(row.registered_on)


def _campaign(connection: Connection, unit: str, pack: str, day: date) -> Any:
    return connection.execute(
        select(CAMPAIGNS)
        .where(
            alive(CAMPAIGNS),
            CAMPAIGNS.c.unit_id == unit,
            CAMPAIGNS.c.pack == pack,
            CAMPAIGNS.c.registered_on <= day.isoformat(),
        )
        .order_by(CAMPAIGNS.c.registered_on.desc(), CAMPAIGNS.c.id.desc())
        .limit(1)
    ).first()


def _baseline(
    column: str, circle: Callable[[Shape], tuple[Any, ...]]
) -> Callable[[Connection, Question], Fact]:
    """The number written down at registration, or else the state of the records on that day."""

    def tell(connection: Connection, question: Question) -> Fact:
        row = _campaign(connection, question.owner, question.pack, question.as_of)
        if row is None:
            return figure(None)
        record = (FactRecord("campaigns", row.id),)
        written = row._mapping[column]
        if written is not None and question.village is None:
            return figure(written, record)
        then = replace(
            question, as_of=date.fromisoformat(row.registered_on), period=None, registered_on=None
        )
        where = (*ours(PEOPLE, then.shape), *circle(then.shape))
        counted = Count("people", where, names_all=False).fact("", connection, then)
        return figure(counted.value, record)

    return tell


# -- the communes below ----------------------------------------------------------------------------

NO_DRUGS: Final = "none"
WITHDRAWN: Final = "withdraw"


def communes_total(_connection: Connection, question: Question) -> Fact:
    """The communes below the office, as the asker found them in the table of units."""
    return figure(None if question.units == (question.owner,) else len(question.units))


def _newest(connection: Connection, question: Question, pack: str) -> dict[str, Any] | None:
    """The newest assessment of every commune within the year; `None` while one is missing."""
    if not pack or not question.units:
        return None
    rows = connection.execute(
        select(ASSESSMENTS)
        .where(
            alive(ASSESSMENTS),
            ASSESSMENTS.c.unit_id.in_(question.units),
            ASSESSMENTS.c.pack == pack,
            ASSESSMENTS.c.as_of >= question.year.start.isoformat(),
            ASSESSMENTS.c.as_of <= question.as_of.isoformat(),
        )
        .order_by(ASSESSMENTS.c.as_of, ASSESSMENTS.c.id)
    )
    newest = {row.unit_id: row for row in rows}
    return newest if len(newest) == len(question.units) else None


def _told_of(rows: list[Any]) -> Fact:
    records = tuple(FactRecord("assessments", row.id, row.unit_id) for row in rows)
    return figure(len(rows), records)


def key_communes(connection: Connection, question: Question) -> Fact:
    """Communes of a class the asking pack calls key."""
    newest = _classed(connection, question)
    if newest is None:
        return figure(None)
    return _told_of([row for row in newest.values() if row.klass in question.below.key_classes])


def _classed(connection: Connection, question: Question) -> dict[str, Any] | None:
    """The newest class of every commune; a class left open is not known."""
    newest = _newest(connection, question, question.below.classed_by)
    if newest is None or any(row.klass is None for row in newest.values()):
        return None
    return newest


def communes_with_drugs(connection: Connection, question: Question) -> Fact:
    """Communes of any class, the least complex among them (003 II.1.1 d)."""
    newest = _classed(connection, question)
    if newest is None:
        return figure(None)
    return _told_of([row for row in newest.values() if row.klass != NO_DRUGS])


def _in_force(connection: Connection, question: Question) -> dict[str, Any] | None:
    """The decision by which each commune is recognised on the day; a commune without one is not.

    Not known while a commune has kept no result by the pack within the year.  A commune does not
    recognise itself, whatever it found: the receiving office's newest decision by the day counts,
    unless it withdraws or its last day is over.
    """
    pack = question.below.recognised_by
    if _newest(connection, question, pack) is None:
        return None
    return decisions_in_force(connection, pack, question.units, question.as_of)


def decisions_in_force(
    connection: Connection, pack: str, units: Collection[str], on: date
) -> dict[str, Any]:
    """The decisions by which units are recognised by a pack on a day, by unit."""
    day = on.isoformat()
    rows = connection.execute(
        select(DECISIONS)
        .where(
            alive(DECISIONS),
            DECISIONS.c.addressee.in_(list(units)),
            DECISIONS.c.signed_on <= day,
            DECISIONS.c.withdrawn_on.is_(None),
        )
        .order_by(DECISIONS.c.signed_on, DECISIONS.c.id)
    )
    newest = {row.addressee: row for row in rows if pack in str(row.packs or "").split()}
    return {
        unit: row
        for unit, row in newest.items()
        if row.ruling != WITHDRAWN and (row.until is None or row.until >= day)
    }


def communes_recognised(connection: Connection, question: Question) -> Fact:
    """Communes recognised drug-free by a decision in force on the day (003 II.2.1)."""
    recognised = _in_force(connection, question)
    if recognised is None:
        return figure(None)
    rows = recognised.values()
    records = tuple(FactRecord(DECISIONS.name, row.id, row.addressee) for row in rows)
    return figure(len(records), records)


def remaining_key_communes(connection: Connection, question: Question) -> Fact:
    """Of the communes not recognised those of a key class (003 II.2.1)."""
    recognised = _in_force(connection, question)
    key = question.below.key_classes
    newest = _classed(connection, question)
    if recognised is None or newest is None:
        return figure(None)
    rows = [row for unit, row in newest.items() if unit not in recognised and row.klass in key]
    return _told_of(rows)


OFFICE_FIGURES: Final[Mapping[str, Figure]] = MappingProxyType(
    {
        "population": Told("populations", population),
        "on_key_route": Told("settings", on_key_route),
        "on_interprovincial_route": Told("settings", on_interprovincial_route),
        "addicts_at_registration": Told(
            "campaigns", _baseline("baseline_addicts", resident_addicts)
        ),
        "users_at_registration": Told("campaigns", _baseline("baseline_users", resident_users)),
        "communes_total": Told("assessments", communes_total),
        "key_communes": Told("assessments", key_communes),
        "communes_with_drugs": Told("assessments", communes_with_drugs),
        "communes_recognised": Told(DECISIONS.name, communes_recognised),
        "remaining_key_communes": Told("assessments", remaining_key_communes),
    }
)
