"""Rows by which somebody went off a list, with the entry of the journal that wrote each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
)

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.domain.registers.shorthand import MERGED_INTO
from sachmatuy_desktop.domain.removals import How, Leaving, Paper, RemovalRules, paper_of
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.facts.circles import (
    DECISIONS,
    EPISODES,
    PEOPLE,
    PRESENCES,
    TRANSFERS,
    alive,
    listed,
)
from sachmatuy_desktop.storage.statements import among

__all__ = ["knows_people_of", "leavings", "listed_on"]

MOVED_AWAY: Final = "chuyen_di"
ENTRIES: Final = schema.journal_entries
CLOCKS: Final = schema.cell_clocks


def knows_people_of(connection: Connection, unit: str) -> bool:
    """Whether any line of a unit's books about people is held here."""
    streams, held = schema.streams, schema.held
    return bool(
        connection.execute(
            select(
                exists().where(
                    streams.c.scope == Scope.PEOPLE.value,
                    streams.c.unit_id == unit,
                    held.c.stream == streams.c.id,
                )
            )
        ).scalar_one()
    )


def listed_on(
    connection: Connection, persons: Sequence[RecordId], lists: Sequence[str], day: date
) -> frozenset[RecordId]:
    """Those of the persons who are on one of the lists on a day."""
    query = select(PEOPLE.c.id).where(among(PEOPLE.c.id, "persons"), alive(PEOPLE), listed(*lists))
    given = {"persons": json.dumps(list(persons)), "day": day.isoformat()}
    return frozenset(connection.execute(query, given).scalars())


def leavings(
    connection: Connection, unit: str, first: date, last: date, rules: RemovalRules
) -> list[Leaving]:
    """Every leaving of a unit's persons from `first` to `last`, or written since `first`."""
    asked = _Asked(unit, first.isoformat(), last.isoformat(), rules)
    found = [
        *_ended(connection, asked),
        *_moved(connection, asked),
        *_presences(connection, asked),
        *_deleted(connection, asked),
        *_merged(connection, asked),
    ]
    return _with_papers(connection, found, rules)


class _Asked:
    """The unit, the days and the rules, and the conditions that come of them."""

    def __init__(self, unit: str, first: str, last: str, rules: RemovalRules) -> None:
        self.unit, self.first, self.last, self.rules = unit, first, last, rules

    def on_list(self) -> ColumnElement[bool]:
        return and_(EPISODES.c.unit_id == self.unit, EPISODES.c.category.in_(self.rules.lists))

    def within(self, day: Any) -> ColumnElement[bool]:
        return and_(day >= self.first, day <= self.last)

    def backdated(self, day: Any) -> ColumnElement[bool]:
        """For an earlier day, but written since the first one and by an act of its own."""
        return and_(day < self.first, ENTRIES.c.at >= self.first, CLOCKS.c.entry.is_not(None))


def _written(table: Any, field: str) -> FromClause:
    """A book with the entry that wrote one of its fields."""
    clock = and_(CLOCKS.c.record == table.c.id, CLOCKS.c.field == field)
    joined: FromClause = table.outerjoin(CLOCKS, clock).join(
        ENTRIES, ENTRIES.c.id == func.coalesce(CLOCKS.c.entry, table.c.base_entry)
    )
    return joined


_WHEN: Final = (ENTRIES.c.at, ENTRIES.c.by, ENTRIES.c.why)


def _ended(connection: Connection, asked: _Asked) -> Iterator[Leaving]:
    """Stays on a list that have a last day."""
    last_day = EPISODES.c.until_date
    query = (
        select(EPISODES, PEOPLE.c.full_name, *_WHEN)
        .select_from(
            _written(EPISODES, "until_date").join(PEOPLE, PEOPLE.c.id == EPISODES.c.person)
        )
        .where(
            alive(EPISODES),
            asked.on_list(),
            last_day <= asked.last,
            or_(asked.within(last_day), asked.backdated(last_day)),
        )
    )
    for row in connection.execute(query):
        words = row.end_reason or ""
        how = How.STEP if row.ended_by else How.IN_WORDS if words else How.NO_GROUND
        yield _leaving(
            row,
            how,
            "episodes",
            row.until_date,
            step=row.ended_by or "",
            ground=row.end_ground or "",
            words=words,
        )


def _moved(connection: Connection, asked: _Asked) -> Iterator[Leaving]:
    """Moves away of somebody whose stay on a list ran on that day."""
    moved_on = TRANSFERS.c.moved_on
    query = (
        select(TRANSFERS, EPISODES.c.category, PEOPLE.c.full_name, *_WHEN)
        .select_from(
            _written(TRANSFERS, "moved_on")
            .join(EPISODES, EPISODES.c.person == TRANSFERS.c.person)
            .join(PEOPLE, PEOPLE.c.id == TRANSFERS.c.person)
        )
        .where(
            alive(TRANSFERS),
            TRANSFERS.c.direction.is_distinct_from("den"),
            alive(EPISODES),
            asked.on_list(),
            _covers(moved_on),
            moved_on <= asked.last,
            or_(
                asked.within(moved_on),
                and_(
                    moved_on < asked.first,
                    ENTRIES.c.at >= asked.first,
                    EPISODES.c.base_entry < TRANSFERS.c.base_entry,
                ),
            ),
        )
    )
    for row in connection.execute(query):
        notice = None
        if row.notice_number:
            notified = date.fromisoformat(row.notified_on) if row.notified_on else None
            notice = Paper("Thông báo chuyển hồ sơ", row.notice_number, notified)
        made = _leaving(row, How.MOVED, "transfers", row.moved_on)
        yield replace(made, paper=notice)


def _presences(connection: Connection, asked: _Asked) -> Iterator[Leaving]:
    """Presences by which somebody on a list is no longer counted as being there."""
    since = PRESENCES.c.from_date
    query = (
        select(PRESENCES, EPISODES.c.category, PEOPLE.c.full_name, *_WHEN)
        .select_from(
            _written(PRESENCES, "from_date")
            .join(EPISODES, EPISODES.c.person == PRESENCES.c.person)
            .join(PEOPLE, PEOPLE.c.id == PRESENCES.c.person)
        )
        .where(
            alive(PRESENCES),
            PRESENCES.c.state.in_((*asked.rules.away, MOVED_AWAY)),
            alive(EPISODES),
            asked.on_list(),
            _covers(since),
            asked.within(since),
        )
    )
    for row in connection.execute(query):
        how = How.MOVED if row.state == MOVED_AWAY else How.AWAY
        yield _leaving(row, how, "presences", row.from_date)


def _covers(day: Any) -> ColumnElement[bool]:
    until = EPISODES.c.until_date
    return and_(EPISODES.c.from_date <= day, or_(until.is_(None), until >= day))


def _deleted(connection: Connection, asked: _Asked) -> Iterator[Leaving]:
    """Stays that ran when they were taken out of the book, alone or with their person.

    One written on the day it was taken out is a slip of the hand and never stood in the books.
    """
    made = ENTRIES.alias("made")
    taken_out = func.substr(ENTRIES.c.at, 1, 10)
    query = (
        select(EPISODES, PEOPLE.c.full_name, *_WHEN)
        .select_from(
            _written(EPISODES, DELETED)
            .join(PEOPLE, PEOPLE.c.id == EPISODES.c.person)
            .join(made, made.c.id == EPISODES.c.base_entry)
        )
        .where(
            EPISODES.c.deleted == 1,
            asked.on_list(),
            ENTRIES.c.at >= asked.first,
            func.substr(made.c.at, 1, 10) < taken_out,
            or_(EPISODES.c.until_date.is_(None), EPISODES.c.until_date >= taken_out),
        )
    )
    for row in connection.execute(query):
        how = How.DELETED if row.why else How.DELETED_NO_GROUND
        yield _leaving(row, how, "episodes", row.at[:10], words=row.why)


def _merged(connection: Connection, asked: _Asked) -> Iterator[Leaving]:
    """Persons' records that went into that of somebody who is or was on a list."""
    kept = PEOPLE.alias("kept")
    was_listed = exists().where(
        alive(EPISODES),
        EPISODES.c.person == kept.c.id,
        EPISODES.c.category.in_(asked.rules.lists),
    )
    query: Select[Any] = (
        select(PEOPLE.c.id, kept.c.id.label("person"), kept.c.full_name, *_WHEN)
        .select_from(_written(PEOPLE, MERGED_INTO).join(kept, kept.c.id == PEOPLE.c[MERGED_INTO]))
        .where(
            PEOPLE.c.deleted == 1,
            PEOPLE.c.unit_id == asked.unit,
            ENTRIES.c.at >= asked.first,
            was_listed,
        )
    )
    for row in connection.execute(query):
        yield Leaving(
            how=How.MERGED,
            register="people",
            record=row.person,
            person=row.person,
            name=row.full_name,
            category="",
            on=date.fromisoformat(row.at[:10]),
            words=row.why,
            written_on=date.fromisoformat(row.at[:10]),
            written_by=row.by,
        )


def _leaving(
    row: Any,
    how: How,
    register: str,
    on: str,
    *,
    step: str = "",
    ground: str = "",
    words: str = "",
) -> Leaving:
    return Leaving(
        how=how,
        register=register,
        record=row.id,
        person=row.person,
        name=row.full_name,
        category=row.category,
        on=date.fromisoformat(on),
        step=step,
        ground=ground,
        words=words,
        written_on=date.fromisoformat(row.at[:10]),
        written_by=row.by,
    )


# -- papers ----------------------------------------------------------------------------------------


def _with_papers(
    connection: Connection, found: Sequence[Leaving], rules: RemovalRules
) -> list[Leaving]:
    persons = sorted({each.person for each in found})
    query = select(DECISIONS).where(alive(DECISIONS), among(DECISIONS.c.person, "persons"))
    decisions: dict[RecordId, list[Any]] = {}
    for row in connection.execute(query, {"persons": json.dumps(persons)}):
        decisions.setdefault(row.person, []).append(row)
    return [
        replace(each, paper=each.paper or _paper(each, decisions.get(each.person, ()), rules))
        for each in found
    ]


def _paper(leaving: Leaving, decisions: Iterable[Any], rules: RemovalRules) -> Paper | None:
    """The decision written by the same step, else the nearest one that ends a stay on a list."""
    if leaving.how in (How.AWAY, How.MERGED):
        return None
    signed = [(each, date.fromisoformat(each.signed_on)) for each in decisions]
    own = [
        each
        for each, on in signed
        if leaving.step and each.transition == leaving.step and on == leaving.on
    ]
    near = sorted(
        (abs((on - leaving.on).days), each.id, each)
        for each, on in signed
        if each.kind in rules.papers and abs((on - leaving.on).days) <= rules.paper_days
    )
    row = own[0] if own else near[0][2] if near else None
    if row is None:
        return None
    return paper_of(
        row.kind,
        row.number or "",
        date.fromisoformat(row.signed_on),
        row.signer or "",
        row.signer_role or "",
    )
