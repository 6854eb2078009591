"""What the law's clock puts into the calendar: terms, hours, tests, checks, counted by day.

A day with one person says who, for the account that may see it; a calendar file never does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Final

from sachmatuy_desktop.domain.cases.watch import Due, DueKind, Urgency
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans.calendar import Count, Item, Matter
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.terms import end_of
from sachmatuy_desktop.services.calendar.entries import Behind, Entry, Kind
from sachmatuy_desktop.services.cases import Survey

__all__ = ["Persons"]

PEOPLE: Final = "people"
TESTS: Final = "tests"
_TIMED: Final = frozenset({DueKind.DEADLINE, DueKind.MONITORING})


@dataclass(frozen=True, slots=True)
class _Pile:
    """What is counted together: one day or moment of one rule; `title` is the law's words."""

    kind: Kind
    rule: str
    day: date
    at: datetime | None
    title: str
    over: bool

    @property
    def matter(self) -> Matter:
        return _MATTERS[self.kind]


_MATTERS: Final = {
    Kind.TERM: Matter.TERM_ENDS,
    Kind.TIMER: Matter.TIMER,
    Kind.TEST: Matter.TEST,
    Kind.CHECK: Matter.CHECK,
}


@dataclass(frozen=True)
class Persons:
    """The cases of an office at a moment."""

    seen: Survey
    now: datetime

    def entries(self, first: date, last: date) -> Iterator[Entry]:
        """What falls between the two."""
        return (each for each in self._all if first <= each.day <= last)

    @cached_property
    def _all(self) -> tuple[Entry, ...]:
        piles: dict[_Pile, dict[RecordId, str]] = defaultdict(dict)
        for pile, record, name in (*self._terms(), *self._dues(), *self._tests()):
            piles[pile][record] = name
        return tuple(_entry(pile, records) for pile, records in piles.items())

    def _terms(self) -> Iterable[tuple[_Pile, RecordId, str]]:
        today = self.now.astimezone(VIETNAM).date()
        for each in self.seen.terms:
            term = each.term
            pile = _Pile(Kind.TERM, term.id, term.end, None, term.about, term.end < today)
            yield pile, each.person, each.name

    def _dues(self) -> Iterable[tuple[_Pile, RecordId, str]]:
        for each in self.seen.due:
            if each.due is None:
                continue
            if each.kind in _TIMED:
                yield self._pile(Kind.TIMER, each, each.due, each.says), each.person, each.name
            elif each.kind is DueKind.VISIT:
                yield self._pile(Kind.CHECK, each, each.due, ""), each.person, each.name

    def _tests(self) -> Iterable[tuple[_Pile, RecordId, str]]:
        today = self.now.astimezone(VIETNAM).date()
        for each in self.seen.planned:
            yield _Pile(Kind.TEST, "", each.day, None, "", each.day < today), each.id, each.name

    def _pile(self, kind: Kind, due: Due, moment: datetime, title: str) -> _Pile:
        here = moment.astimezone(VIETNAM).replace(microsecond=0)
        whole = here == end_of(here.date())
        over = due.urgency is Urgency.OVERDUE
        return _Pile(kind, due.id, here.date(), None if whole else here, title, over)


def _entry(pile: _Pile, records: dict[RecordId, str]) -> Entry:
    register = TESTS if pile.kind is Kind.TEST else PEOPLE
    moment = "" if pile.at is None else pile.at.isoformat()
    item = Item(
        Count(pile.matter, register, len(records)), pile.day, pile.at, f"{pile.rule} {moment}"
    )
    return Entry(
        item,
        pile.kind,
        pile.title,
        next(iter(records.values())) if len(records) == 1 else "",
        len(records),
        Behind(register, frozenset(records)),
        pile.over,
    )
