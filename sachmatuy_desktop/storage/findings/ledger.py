"""What the checks found, kept in the office file and brought up to date from the journal.

The first check asks every rule of everything; later ones ask about the records that changed, and
on another day also the rules that are judged by the date.  All of it stands in one transaction:
stopped half way, nothing has changed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, func, select

from sachmatuy_desktop.domain.findings import Found
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.findings.finders import Rule
from sachmatuy_desktop.storage.findings.rules import RULES
from sachmatuy_desktop.storage.following import (
    Followed,
    changed_since,
    followed,
    how_many_since,
    newest_entry,
    settle,
)
from sachmatuy_desktop.storage.pace import Tell
from sachmatuy_desktop.storage.statements import among, inserting

NAME: Final = "findings"

MANY: Final = 5000
"""Changes beyond which asking everything anew is quicker than asking about each."""

_CHUNK: Final = 1000
_FINDINGS = schema.findings
_ACCEPTED = schema.register_tables["accepted_findings"]
_ADD = inserting(_FINDINGS, "id")


@dataclass(frozen=True, slots=True)
class Finding:
    """One find as it is kept."""

    id: int
    rule: str
    register: str
    record: RecordId
    field: str
    unit: str
    place: RecordId | None
    told: Mapping[str, Value]
    basis: str


def is_behind(connection: Connection, today: str) -> bool:
    """Whether the journal or the calendar has gone on since the last check."""
    state = followed(connection, NAME)
    return state.upto < newest_entry(connection) or state.day != today


def catch_up(connection: Connection, today: str, tell: Tell) -> None:
    """Check what changed since the last time; everything the first time or after a great import."""
    state, newest = followed(connection, NAME), newest_entry(connection)
    many = state.upto == 0 or how_many_since(connection, state.upto) > MANY
    changed = {} if many else changed_since(connection, state.upto)
    for place, rule in enumerate(RULES.values()):
        tell(place, len(RULES))
        if many or (rule.daily and state.day != today):
            connection.execute(delete(_FINDINGS).where(_FINDINGS.c.rule == rule.id))
            _keep(connection, rule, rule.finder.find(connection, today, None))
        elif changed:
            concerned = rule.finder.concerned(connection, changed)
            _ask_again(connection, rule, today, concerned)
    settle(connection, NAME, Followed(newest, today))
    tell(len(RULES), len(RULES))


def _ask_again(
    connection: Connection, rule: Rule, today: str, concerned: Collection[RecordId]
) -> None:
    if not concerned:
        return
    gone = delete(_FINDINGS).where(_FINDINGS.c.rule == rule.id, among(_FINDINGS.c.record, "ids"))
    connection.execute(gone, {"ids": json.dumps(list(concerned))})
    _keep(connection, rule, rule.finder.find(connection, today, concerned))


def forget(connection: Connection, records: Collection[RecordId]) -> None:
    """Drop what was found of these records."""
    gone = delete(_FINDINGS).where(among(_FINDINGS.c.record, "ids"))
    connection.execute(gone, {"ids": json.dumps(list(records))})


def _keep(connection: Connection, rule: Rule, found: Iterable[Found]) -> None:
    rows = (_row(rule, each) for each in found)
    while chunk := list(islice(rows, _CHUNK)):
        _ADD.many(connection, chunk)


def _row(rule: Rule, found: Found) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "register": found.register,
        "record": found.record,
        "field": found.field,
        "place": found.place,
        "unit_id": found.unit,
        "told": json.dumps(dict(found.told), ensure_ascii=False),
        "basis": found.basis(rule.id),
    }


# -- reading ---------------------------------------------------------------------------------------


def counts(
    connection: Connection, rules: Collection[str], place: RecordId | None = None
) -> dict[str, int]:
    """How many finds each of the rules has that nobody has accepted."""
    query = _waiting(select(_FINDINGS.c.rule, func.count().label("many")), place)
    query = query.where(_FINDINGS.c.rule.in_(list(rules))).group_by(_FINDINGS.c.rule)
    return {row.rule: row.many for row in connection.execute(query)}


def listed(
    connection: Connection, rule: str, place: RecordId | None = None, limit: int = -1
) -> list[Finding]:
    """The finds of a rule that nobody has accepted, oldest record first."""
    query = _waiting(select(_FINDINGS), place)
    query = query.where(_FINDINGS.c.rule == rule).order_by(_FINDINGS.c.record).limit(limit)
    return [_finding(row) for row in connection.execute(query)]


def accepted(connection: Connection, rules: Collection[str], limit: int = -1) -> list[Finding]:
    """The finds of these rules that rest because somebody accepted them."""
    query = select(_FINDINGS).where(_FINDINGS.c.rule.in_(list(rules)), _is_accepted())
    query = query.order_by(_FINDINGS.c.rule, _FINDINGS.c.record).limit(limit)
    return [_finding(row) for row in connection.execute(query)]


def find_one(connection: Connection, number: int) -> Finding | None:
    """A find by its number."""
    row = connection.execute(select(_FINDINGS).where(_FINDINGS.c.id == number)).one_or_none()
    return None if row is None else _finding(row)


def acceptance_of(connection: Connection, finding: Finding) -> RecordId | None:
    """The record by which somebody accepted a find, if it still stands."""
    query = select(_ACCEPTED.c.id).where(
        _ACCEPTED.c.deleted == 0,
        _ACCEPTED.c.rule == finding.rule,
        _ACCEPTED.c.about == finding.record,
        _ACCEPTED.c.basis == finding.basis,
    )
    found: RecordId | None = connection.execute(query.limit(1)).scalar_one_or_none()
    return found


def _waiting(query: Select[Any], place: RecordId | None) -> Select[Any]:
    query = query.where(~_is_accepted())
    return query if place is None else query.where(_FINDINGS.c.place == place)


def _is_accepted() -> ColumnElement[bool]:
    return exists().where(
        _ACCEPTED.c.deleted == 0,
        _ACCEPTED.c.about == _FINDINGS.c.record,
        _ACCEPTED.c.rule == _FINDINGS.c.rule,
        _ACCEPTED.c.basis == _FINDINGS.c.basis,
    )


def _finding(row: Any) -> Finding:
    return Finding(
        row.id,
        row.rule,
        row.register,
        row.record,
        row.field,
        row.unit_id,
        row.place,
        json.loads(row.told),
        row.basis,
    )
