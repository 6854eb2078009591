"""The yearly review: what units' books say of a reporting year, and of the one before.

    review(session, unit, 2026)         # one unit
    reviews(session, 2026)              # every unit in the file, for the office above

Nothing is stored: what a task came to is read from its results, so a result written down late
changes a year that is over too.  Of a commune below nothing is called undone that its newest bundle
could not know of.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeVar

from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.domain.plans.difficulties import Difficulty
from sachmatuy_desktop.domain.plans.due import Event
from sachmatuy_desktop.domain.plans.yearly import (
    SUMS,
    Behind,
    Entry,
    Figure,
    Key,
    ReviewRow,
    Section,
    Stretch,
    YearFigures,
    YearReview,
)
from sachmatuy_desktop.domain.recognition import Decision
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.office import RECEIVING
from sachmatuy_desktop.services.plans.difficulties import DIFFICULTIES, difficulties_of
from sachmatuy_desktop.services.plans.events import events_by_unit, events_of
from sachmatuy_desktop.services.plans.reading import OfficeTask, tasks_of
from sachmatuy_desktop.services.plans.yearly_counting import (
    FUNDING,
    RESULTS,
    REWARDS,
    SET,
    UnitBooks,
    entries,
    entries_within,
)
from sachmatuy_desktop.services.recognition import decisions_by_unit
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.storage.results import Kept, newest_by_year, packs_kept
from sachmatuy_desktop.storage.sync.post import newest_from
from sachmatuy_desktop.sync.bundle import Kind

__all__ = [
    "FUNDING",
    "RESULTS",
    "REWARDS",
    "SET",
    "SUMS",
    "Behind",
    "Entry",
    "Figure",
    "Key",
    "ReviewRow",
    "Section",
    "YearFigures",
    "YearReview",
    "review",
    "reviews",
    "told_within",
    "years_to_review",
]

YEARS: Final = 5
"""How many reporting years there are to choose from."""

READ_FROM: Final = {
    Section.TASKS: "plan_tasks",
    Section.RESULTS: RESULTS,
    Section.DIFFICULTIES: DIFFICULTIES,
    Section.REWARDS: REWARDS,
    Section.FUNDING: FUNDING,
}
"""A section is left out for an account that may not open its book."""

DATED: Final = (Section.TASKS, Section.DIFFICULTIES, Section.REWARDS)
"""What can be told of any days."""

Row = Mapping[str, Any]
T = TypeVar("T")


def years_to_review(session: Session) -> list[int]:
    """The reporting years to choose from, the one asked for first."""
    return ReportingYear.choices(date.fromisoformat(session.store.clock.today()), YEARS)


def review(session: Session, unit: str, year: int) -> YearReview:
    """The review of one unit."""
    return next(_reviews(_Books.read(session, year, unit), session, year, [unit]))


def reviews(
    session: Session, year: int, report: Callable[[int, int], None] | None = None
) -> list[YearReview]:
    """The reviews of all other units whose books are in the file; `report` hears how far it is."""
    books = _Books.read(session, year, None)
    units = sorted(books.units - {session.store.facts.unit_id})
    found = []
    for number, each in enumerate(_reviews(books, session, year, units), start=1):
        found.append(each)
        if report is not None:
            report(number, len(units))
    return found


def told_within(
    session: Session, unit: str | None, stretches: Sequence[Stretch]
) -> dict[str, list[tuple[Entry, ...]]]:
    """By unit (the one meant, or all in the file) the figures of each stretch of days.

    Only what belongs to days rather than to a whole year: tasks, difficulties, rewards.
    """
    books = _Books.read(session, 0, unit, DATED)
    now, calendar, heard = session.store.clock.now(), calendar_of(session), _heard(session)
    return {
        each: [
            tuple(entries_within(books.of(each), days, min(now, heard.get(each, now)), calendar))
            for days in stretches
        ]
        for each in ([unit] if unit else sorted(books.units))
    }


@dataclass
class _Books:
    """What the reviews are counted from, by unit; read once."""

    tasks: Mapping[str, list[OfficeTask]] = field(default_factory=dict)
    events: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    results: Mapping[str, list[Kept]] = field(default_factory=dict)
    decisions: Mapping[str, list[Decision]] = field(default_factory=dict)
    difficulties: Mapping[str, list[Difficulty]] = field(default_factory=dict)
    rewards: Mapping[str, list[Row]] = field(default_factory=dict)
    funding: Mapping[str, list[Row]] = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        session: Session,
        year: int,
        unit: str | None,
        sections: Collection[Section] = tuple(Section),
    ) -> _Books:
        """All that the account may see, of a unit or of all units in the file."""
        queries, books = session.queries, cls()
        may_open = session.role.may_open
        seen = {each for each in sections if may_open(REGISTERS[READ_FROM[each]])}
        if Section.TASKS in seen:
            books.tasks = _by(tasks_of(queries, unit), lambda each: each.unit)
            books.events = (
                events_by_unit(queries) if unit is None else {unit: events_of(queries, unit)}
            )
        if Section.RESULTS in seen:
            books.results = _results(session, year)
            books.decisions = decisions_by_unit(queries)
        if Section.DIFFICULTIES in seen:
            books.difficulties = _by(difficulties_of(queries, unit), lambda each: each.unit)
        if Section.REWARDS in seen:
            books.rewards = _by(_rows(queries, REWARDS, unit), _unit_of)
        if Section.FUNDING in seen:
            books.funding = _by(_rows(queries, FUNDING, unit), _unit_of)
        return books

    @property
    def units(self) -> set[str]:
        """Whose books they are."""
        every = (self.tasks, self.results, self.difficulties, self.rewards, self.funding)
        return {unit for each in every for unit in each}

    def of(self, unit: str) -> UnitBooks:
        """Those of one unit."""
        return UnitBooks(
            self.tasks.get(unit, ()),
            self.events.get(unit, ()),
            self.results.get(unit, ()),
            self.decisions.get(unit, ()),
            self.difficulties.get(unit, ()),
            self.rewards.get(unit, ()),
            self.funding.get(unit, ()),
        )


def _reviews(
    books: _Books, session: Session, year: int, units: Iterable[str]
) -> Iterator[YearReview]:
    now, calendar = session.store.clock.now(), calendar_of(session)
    heard = _heard(session)
    for unit in units:
        known = min(now, heard[unit]) if unit in heard else now
        own = books.of(unit)
        here, then = (
            YearFigures(each, tuple(entries(own, ReportingYear(each), known, calendar)))
            for each in (year, year - 1)
        )
        yield YearReview(unit, year, here, then, known)


def _heard(session: Session) -> Mapping[str, datetime]:
    """Until when the books of each commune below are known: its newest bundle says so."""
    if session.store.facts.kind != RECEIVING:
        return {}
    with session.store.reading() as connection:
        newest = newest_from(connection, Kind.CHANGES)
    return {
        unit: min(datetime.fromisoformat(each) for each in stamps if each)
        for unit, stamps in newest.items()
    }


def _results(session: Session, year: int) -> Mapping[str, list[Kept]]:
    """The newest kept result of each unit, pack and year; of packs of villages, of each village."""
    with session.store.reading() as connection:
        packs = json.dumps(list(packs_kept(connection)))
        kept = newest_by_year(connection, packs, ReportingYear(year - 1), ReportingYear(year))
    return _by(kept, lambda each: each.unit)


def _rows(queries: Queries, book: str, unit: str | None) -> Iterable[Row]:
    where = [Where("unit_id", "=", unit)] if unit else []
    return queries.rows(book, queries.ids(book, where)).values()


def _unit_of(row: Row) -> str:
    return str(row["unit_id"])


def _by(found: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    by_unit: defaultdict[str, list[T]] = defaultdict(list)
    for each in found:
        by_unit[key(each)].append(each)
    return dict(by_unit)
