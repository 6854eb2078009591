"""What has happened that a task of a plan waits for, read from the office's books.

Three kinds are events already: the rows of `plan_events`, a difficulty raised for the office above,
a person on a list who has moved away.  A difficulty that the commune solves itself is nothing to
report, and what the office above asks for is a task of its own (`set_tasks`): neither is an event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, Final

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans.difficulties import Level
from sachmatuy_desktop.domain.plans.due import Event
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage.queries import Queries, Where

__all__ = ["READS", "events_by_unit", "events_of"]

READS: Final = ("plan_events", "difficulties", "presences", "transfers", "episodes")
"""The books that events are read from."""

Row = Mapping[str, Any]


def events_of(queries: Queries, unit: str | None = None) -> tuple[Event, ...]:
    """What has happened in a unit, or in all units of the file, in order.

    An event is known by the record that first told of it, on every PC the same.
    """
    return _in_order(event for _unit, event in _found(queries, unit))


def events_by_unit(queries: Queries) -> Mapping[str, tuple[Event, ...]]:
    """What has happened in each unit of the file, in order; none where nothing has."""
    found: dict[str, list[Event]] = defaultdict(list)
    for unit, event in _found(queries, None):
        found[unit].append(event)
    return defaultdict(tuple, {unit: _in_order(events) for unit, events in found.items()})


def _in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda each: (each.at, each.id)))


def _found(queries: Queries, unit: str | None) -> Iterator[tuple[str, Event]]:
    """The events with the unit each happened in."""
    for row in _rows(queries, "plan_events", unit):
        at = _at(row["happened_on"], row["happened_at"])
        yield str(row["unit_id"]), Event(str(row["id"]), str(row["event"]), at)
    for row in _rows(queries, "difficulties", unit):
        if row["level"] == Level.OWN:
            continue
        at = _at(row["raised_on"], row["raised_at"])
        yield str(row["unit_id"]), Event(str(row["id"]), "difficulty", at)
    yield from _moved_away(queries, unit)


def _moved_away(queries: Queries, unit: str | None) -> Iterator[tuple[str, Event]]:
    """Every time it was established that a person on a list has moved away (003 IV.4.3).

    A presence and a journey of one person tell of one move until the person is back.
    """
    gone = [
        *_rows(queries, "presences", unit, Where("state", "=", "chuyen_di")),
        *_rows(queries, "transfers", unit, Where("direction", "=", "di")),
    ]
    persons = tuple({str(row["person"]) for row in gone})
    if not persons:
        return
    theirs = Where("person", "in", persons)
    back = [
        *_rows(queries, "presences", unit, Where("state", "=", "co_mat"), theirs),
        *_rows(queries, "transfers", unit, Where("direction", "=", "den"), theirs),
    ]
    lists = _by_person(_rows(queries, "episodes", unit, theirs))
    told = _by_person([*gone, *back])
    for person in persons:
        for move in _moves(told[person], {str(row["id"]) for row in gone}):
            at = min(move, key=lambda row: str(row["id"]))
            day = min(_day_of(row) for row in move)
            if any(_runs(row, day) for row in lists[person]):
                hour = next((row["moved_hour"] for row in move if row.get("moved_hour")), None)
                event = Event(str(at["id"]), "moved_away_verified", _at(day, hour))
                yield str(at["unit_id"]), event


def _moves(told: Iterable[Row], gone: set[RecordId]) -> Iterator[list[Row]]:
    """The records of each time away, of one person's records."""
    move: list[Row] = []
    for row in sorted(told, key=lambda each: (_day_of(each), str(each["id"]) in gone)):
        if str(row["id"]) in gone:
            move.append(row)
        elif move:
            yield move
            move = []
    if move:
        yield move


def _runs(episode: Row, day: str) -> bool:
    """Whether the person was on the list on a day; the move itself may have ended it."""
    return str(episode["from_date"]) <= day <= str(episode["until_date"] or day)


def _day_of(row: Row) -> str:
    return str(row["moved_on"] if "moved_on" in row else row["from_date"])


def _by_person(rows: Iterable[Row]) -> Mapping[RecordId, list[Row]]:
    found: dict[RecordId, list[Row]] = defaultdict(list)
    for row in rows:
        found[str(row["person"])].append(row)
    return found


def _rows(queries: Queries, book: str, unit: str | None, *where: Where) -> Iterable[Row]:
    mine = [Where("unit_id", "=", unit)] if unit else []
    return queries.rows(book, queries.ids(book, [*mine, *where])).values()


def _at(day: Any, hour: Any) -> datetime:
    return datetime.combine(
        date.fromisoformat(str(day)), time.fromisoformat(str(hour or "00:00")), VIETNAM
    )
