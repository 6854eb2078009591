"""What waits to be done before a day: planned tests, unsigned households, models that still run."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.criteria.forecast import VillageLine
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage.facts.circles import PEOPLE, TESTS, alive, ours
from sachmatuy_desktop.storage.facts.ladder import rung
from sachmatuy_desktop.storage.facts.places import VILLAGES, running_models
from sachmatuy_desktop.storage.facts.question import Question

__all__ = ["households_waiting", "people_asked_about", "planned_tests", "running"]

HOUSEHOLD: Final = "ho_gia_dinh"
REFUSED: Final = "tu_choi"
ABSENT: Final = "vang"


def planned_tests(
    connection: Connection, question: Question, last: date
) -> list[tuple[date, RecordId, RecordId]]:
    """Tests planned from the day asked about to `last` and not taken: day, test, person."""
    query = (
        select(TESTS.c.planned_on, TESTS.c.id, TESTS.c.person)
        .where(
            alive(TESTS),
            TESTS.c.unit_id.in_(question.units),
            TESTS.c.taken_on.is_(None),
            TESTS.c.planned_on >= question.as_of.isoformat(),
            TESTS.c.planned_on <= last.isoformat(),
        )
        .order_by(TESTS.c.planned_on, TESTS.c.id)
    )
    rows = connection.execute(query).all()
    return [(date.fromisoformat(row.planned_on), row.id, row.person) for row in rows]


def running(connection: Connection, question: Question) -> Mapping[str, frozenset[RecordId]]:
    """By fact, the records that only lie idle: an activity makes them count again."""
    count = running_models(question.shape)
    query = select(count.table.c.id).where(*count.where)
    found = connection.execute(query, question.values).scalars()
    return {"active_models": frozenset(found)}


def people_asked_about(connection: Connection, question: Question) -> frozenset[RecordId]:
    """The residents of the village asked about."""
    query = select(PEOPLE.c.id).where(*ours(PEOPLE, question.shape))
    return frozenset(connection.execute(query, question.values).scalars())


def households_waiting(connection: Connection, question: Question) -> list[VillageLine]:
    """By village, the households that have not signed by the day; those with most first."""
    waiting: dict[RecordId | None, list[tuple[RecordId, str]]] = defaultdict(list)
    found = rung(connection, question, HOUSEHOLD)
    outstanding = found.outstanding
    for each in found.parties:
        if each.id in outstanding:
            waiting[each.village].append((each.id, each.answer))
    names = _names(connection)
    lines = [_line(village, names, parties) for village, parties in waiting.items()]
    return sorted(lines, key=lambda each: (-len(each.households), each.name))


def _line(
    village: RecordId | None, names: Mapping[RecordId, str], parties: list[tuple[RecordId, str]]
) -> VillageLine:
    answers = Counter(answer for _household, answer in parties)
    refused, absent = answers[REFUSED], answers[ABSENT]
    return VillageLine(
        village,
        names.get(village or "", ""),
        len(parties) - refused - absent,
        refused,
        absent,
        tuple(household for household, _answer in parties),
    )


def _names(connection: Connection) -> Mapping[RecordId, str]:
    rows = connection.execute(select(VILLAGES.c.id, VILLAGES.c.name).where(alive(VILLAGES)))
    return {row.id: row.name for row in rows}
