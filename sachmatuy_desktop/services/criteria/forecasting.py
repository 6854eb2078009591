"""The forecast of one pack to a day: the books judged on the days on which something changes.

    forecast_to(office, pack_id, day, readings=None, village=None, progress=None) -> Forecast

For the worker: it reads only, tells how far it is and stops when `progress` raises.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Final

from sachmatuy_desktop.domain.cases.clock import listed_terms
from sachmatuy_desktop.domain.cases.law import Transition
from sachmatuy_desktop.domain.cases.offers import LawClock, look
from sachmatuy_desktop.domain.cases.watch import ENDINGS
from sachmatuy_desktop.domain.criteria import Assessment, Attestation, Fact, RulePack, evaluate
from sachmatuy_desktop.domain.criteria.acts import Books, Ending, Need, done, needs
from sachmatuy_desktop.domain.criteria.forecast import (
    Alternative,
    Event,
    EventKind,
    Forecast,
    VillageLine,
    events,
    expiries,
    forecast,
    offered_days,
    open_criteria,
)
from sachmatuy_desktop.domain.criteria.vouching import as_judged
from sachmatuy_desktop.domain.criteria.wording import number, sentence
from sachmatuy_desktop.domain.dates import ReportingYear, add_months
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.duties import Duty
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.packs.acts import act_rules
from sachmatuy_desktop.services.cases.reading import law_clock
from sachmatuy_desktop.services.criteria.asking import (
    KEY_CLASS,
    KEY_CLASS_PACK,
    Asked,
    key_class_of,
    only_bases,
    question_of,
)
from sachmatuy_desktop.services.criteria.choosing import library
from sachmatuy_desktop.services.criteria.doors import registers_of
from sachmatuy_desktop.services.criteria.showing import as_shown_to
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage import facts as books_of
from sachmatuy_desktop.storage.case_rows import cases, persons_with_cases
from sachmatuy_desktop.storage.facts import NOT_PERSONAL, Question, opened
from sachmatuy_desktop.storage.facts.over_time import OverTime
from sachmatuy_desktop.storage.facts.waiting import (
    households_waiting,
    people_asked_about,
    planned_tests,
    running,
)

__all__ = ["forecast_to", "furthest_day"]

Progress = Callable[[int, int], None]
"""Told how many of how many days were judged; may raise to stop."""

AT_ONCE: Final = 8
"""Days between today and the day that are judged at first; more only where a state changes."""

CLOSER: Final = 8
"""How many more are judged to find the day on which a state changes."""

PERSONAL_BOOKS: Final = ("people", "tests")
"""Books whose records say who is on a list."""


def furthest_day(today: date) -> date:
    """The last day a forecast is made for."""
    return add_months(today, act_rules().months_ahead)


def forecast_to(
    office: Office,
    pack_id: str,
    day: date,
    readings: Mapping[str, str] | None = None,
    village: RecordId | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """How the office's unit will stand by a pack on a day to come.

    An account that may not know who is on a list is told the same without the records.  Raises
    `NotFound` for an unknown pack, `BadInput` for a reading it does not have or a day that is not
    between tomorrow and `furthest_day`.
    """
    today = date.fromisoformat(office.clock.today())
    furthest = furthest_day(today)
    if not today < day <= furthest:
        raise BadInput(
            N_("Ngày xét phải sau hôm nay và trong vòng {months} tháng."),
            months=act_rules().months_ahead,
        ).at("day")
    packs = library(office)
    pack = packs.rules(pack_id, day)
    asked = Asked(pack, today, village, dict(readings or {}), office.unit.id, packs)
    with opened(office.store) as books:
        terms = _Terms(office, books, asked, furthest)
        walk = _Walk(books, asked, furthest, terms.list_ends, office.session.role)
        return _Forecasting(
            walk, terms.endings, day, progress or (lambda _done, _total: None)
        ).make()


class _Terms:
    """The terms of everybody in the books: who leaves a list when, by which step of the law."""

    def __init__(self, office: Office, books: books_of.Books, asked: Asked, furthest: date) -> None:
        self.clock: LawClock = law_clock(office.session)
        self.today = asked.as_of
        self.endings: list[Ending] = []
        self.list_ends: set[date] = set()
        persons = persons_with_cases(books.connection, asked.unit)
        if asked.village is not None:
            inside = people_asked_about(books.connection, question_of(asked))
            persons = [each for each in persons if each in inside]
        for case in cases(books.connection, persons):
            seen = look(case, self.today, self.clock)
            detained = "SDTP_TDC" in seen.standing.codes
            for term in seen.terms:
                if term.category:
                    state = "SDTP_TDC" if detained and term.state == "SDTP" else term.state
                    self.endings.append(self._ending(case.person, state, term.about, term.end))
            for day in (self.today, furthest):
                terms = listed_terms(case, day, self.clock.book, self.clock.table)
                self.list_ends.update(each.end for each in terms)

    def _ending(self, person: RecordId, state: str, about: str, end: date) -> Ending:
        step = self._step(ENDINGS[state][0], max(end, self.today))
        return Ending(
            person,
            state,
            about,
            end,
            ENDINGS[state][0],
            step.title if step else about,
            step.who if step else "",
            step.source if step else "",
        )

    def _step(self, step: str, day: date) -> Transition | None:
        try:
            return self.clock.book.transition(step, day)
        except KnownError:
            return None


class _Walk:
    """One pack and one unit on any day from today to the furthest, the books as they are."""

    def __init__(
        self,
        books: books_of.Books,
        asked: Asked,
        furthest: date,
        list_ends: set[date],
        role: Role,
    ) -> None:
        self.books, self.asked, self.role = books, asked, role
        self.pack: RulePack = asked.pack
        self.question: Question = question_of(asked)
        self._furthest, self._list_ends = furthest, list_ends
        names = self.pack.counted_facts
        last = self._counted_on(furthest)
        self._over_time = OverTime(
            books, self.question, names, last, list_ends, only_bases(self.pack)
        )
        self._judged: dict[tuple[date, bool], Assessment] = {}

    @property
    def today(self) -> date:
        """The first day."""
        return self.asked.as_of

    @cached_property
    def _key_walk(self) -> _Walk | None:
        """The walk of the pack that says of which class the unit is, where this one asks for it."""
        if KEY_CLASS not in {each.name for each in self.pack.facts}:
            return None
        pack = self.asked.packs.rules(KEY_CLASS_PACK, self.asked.as_of)
        asked = replace(self.asked, pack=pack, readings={})
        return _Walk(self.books, asked, self._furthest, self._list_ends, self.role)

    def days(self) -> list[date]:
        """Every day after today on which the assessment may change."""
        counted = set(self._over_time.days)
        if self._key_walk is not None:
            counted.update(self._key_walk.days())
        found = set(map(self._first_with, counted))
        found.update(day for day, _given in expiries(self.pack, self.attestations(self.today)))
        return sorted(day for day in found if day > self.today)

    def _counted_on(self, day: date) -> date:
        return self.pack.counted_on(day, self.question.readings)

    def _first_with(self, counted: date) -> date:
        """The first day whose figures are those of a day or later; the books may be closed."""
        return (
            counted
            if self._counted_on(counted) == counted
            else ReportingYear.of(counted).next().start
        )

    def facts(self, day: date, *, alone: bool = False, exact: bool = False) -> list[Fact]:
        """The facts of a day with the records behind them, whoever asks; or the numbers `alone`."""
        counted = self._counted_on(day)
        found = self._over_time.on(counted, alone=alone, exact=exact)
        if self._key_walk is not None:
            told = self._key_walk.judge(counted, alone=True)
            found.append(key_class_of(self._key_walk.pack, told))
        return found

    def attestations(self, day: date) -> list[Attestation]:
        """The newest attestations by the day."""
        return self.books.attestations(replace(self.question, as_of=day))

    def judge(self, day: date, *, alone: bool = False, exact: bool = False) -> Assessment:
        """The assessment of a day if nothing more is done, perhaps by the numbers `alone`."""
        key = (day, alone)
        if key not in self._judged:
            found = self.facts(day, alone=alone, exact=exact)
            self._judged[key] = self.evaluate(found, self.attestations(day), day)
        return self._judged[key]

    def evaluate(
        self, found: Sequence[Fact], given: Sequence[Attestation], day: date
    ) -> Assessment:
        """Facts and attestations judged by the pack, as shown to the account."""
        return evaluate(
            self.pack,
            [as_shown_to(self.role, fact) for fact in as_judged(self.pack, found, given, day)],
            given,
            as_of=day,
            readings=self.asked.readings,
        )


@dataclass(frozen=True)
class _Done:
    """A day on which everything needed was done in time."""

    needs: tuple[Need, ...]
    after: Assessment


class _Forecasting:
    """One forecast being made."""

    def __init__(
        self, walk: _Walk, endings: Sequence[Ending], day: date, progress: Progress
    ) -> None:
        self.walk, self.endings, self.day, self._progress = walk, endings, day, progress
        self.rules = act_rules()
        self.today, self.pack = walk.today, walk.pack
        self.changes = [each for each in walk.days() if each < day]
        self._asked = 0

    def make(self) -> Forecast:
        """Judge the days, then what would be if everything were done, then the other days."""
        judged = self._timeline()
        ready = self._if_done(self.day)
        left_out = sum(each not in judged for each in self.changes)
        made = forecast(
            self.pack,
            judged,
            ready.after,
            [self._shown(each) for each in self._with_plans(ready.needs)],
            [self._told(each) for each in self._events(judged)],
        )
        alternatives = tuple(self._alternatives(judged[self.today]))
        villages = tuple(self._villages())
        return replace(made, left_out=left_out, alternatives=alternatives, villages=villages)

    def _judge(self, day: date) -> Assessment:
        """The assessment of a day; the records are asked for where somebody may look at them."""
        self._progress(self._asked, self._asked + AT_ONCE)
        self._asked += 1
        between = self.today < day < self.day
        return self.walk.judge(day, alone=between, exact=not between)

    # -- the timeline -----------------------------------------------------------------------------

    def _timeline(self) -> dict[date, Assessment]:
        """Today, the day, and between them the days on which something changes.

        Where they are too many some are chosen, and then those between which a state changed are
        looked at more closely until the very day is found.
        """
        chosen = {self.today, self.day, *self._chosen()}
        judged = {day: self._judge(day) for day in sorted(chosen)}
        for _round in range(CLOSER):
            day = self._between(judged)
            if day is None:
                break
            judged[day] = self._judge(day)
        return judged

    def _chosen(self) -> Iterator[date]:
        """At most `AT_ONCE` of the days of change, evenly spread."""
        count = len(self.changes)
        places = (
            range(count) if count <= AT_ONCE else (at * count // AT_ONCE for at in range(AT_ONCE))
        )
        for place in places:
            yield self.changes[place]

    def _between(self, judged: Mapping[date, Assessment]) -> date | None:
        """A day of change in the middle of two between which a state changed."""
        days = sorted(judged)
        for before, after in pairwise(days):
            first = bisect_right(self.changes, before)
            last = bisect_left(self.changes, after)
            if first < last and _states(judged[before]) != _states(judged[after]):
                return self.changes[(first + last) // 2]
        return None

    # -- if everything is done --------------------------------------------------------------------

    def _if_done(self, day: date) -> _Done:
        asked = replace(self.walk.question, as_of=day)
        counted, given = self.walk.facts(day), self.walk.attestations(day)
        books = Books(
            day,
            self.today,
            {each.name: each for each in counted},
            {each.name: each for each in as_judged(self.pack, counted, given, day)},
            {each.name: each for each in self.walk.facts(self.today)},
            {each.id: each for each in given},
            self.endings,
            running(self.walk.books.connection, asked),
        )
        needed = needs(self.pack, asked.readings, books, self.rules)
        found, signed = done(self.pack, books, needed, self.rules)
        return _Done(needed, self.walk.evaluate(found, signed, day))

    def _alternatives(self, now: Assessment) -> Iterator[Alternative]:
        offered = offered_days(
            self.pack,
            now,
            self.day,
            self.endings,
            self.rules.moments,
            furthest_day(self.today),
        )
        for day, why in offered.items():
            self._progress(self._asked, self._asked + len(offered))
            then, ready = self.walk.judge(day), self._if_done(day)
            yield Alternative(
                day,
                why,
                then,
                ready.after,
                open_criteria(self.pack, then),
                open_criteria(self.pack, ready.after),
            )

    # -- what is told -----------------------------------------------------------------------------

    @cached_property
    def _planned(self) -> list[tuple[date, RecordId, RecordId]]:
        return planned_tests(self.walk.books.connection, self.walk.question, self.day)

    def _with_plans(self, needed: Sequence[Need]) -> Iterator[Need]:
        """Those to be done within so many days say for how many a test is planned in time."""
        for each in needed:
            wanted = set(each.records)
            planned = {
                person
                for day, _test, person in self._planned
                if person in wanted and each.first <= day <= each.last
            }
            rule = self.rules.for_fact(each.figure)
            tests = rule is not None and bool(rule.within_days)
            yield replace(each, planned=len(planned)) if tests else each

    def _events(self, judged: Mapping[date, Assessment]) -> Iterator[Event]:
        registers = {
            each.name: next(registers_of(self.pack, each.name), "") for each in self.pack.facts
        }
        yield from events(self.pack, judged, self.endings, self.rules.moments, registers)
        by_day: dict[date, list[RecordId]] = {}
        for day, test, _person in self._planned:
            by_day.setdefault(day, []).append(test)
        for day, tests in by_day.items():
            said = sentence(f"{number(len(tests))} lượt xét nghiệm đã lên kế hoạch")
            yield Event(day, EventKind.PLANNED, said, (), "tests", tuple(tests))

    def _villages(self) -> list[VillageLine]:
        if "households_committed" not in {each.name for each in self.pack.facts}:
            return []
        asked = replace(self.walk.question, as_of=self.day)
        return households_waiting(self.walk.books.connection, asked)

    # -- who is told ------------------------------------------------------------------------------

    @property
    def _sees_all(self) -> bool:
        return self.walk.role.knows(Duty.LISTS)

    def _is_open(self, register: str) -> bool:
        return register not in REGISTERS or self.walk.role.may_name(REGISTERS[register])

    def _shown(self, need: Need) -> Need:
        known = self._sees_all or need.figure in NOT_PERSONAL
        if known and self._is_open(need.register):
            return need
        return replace(need, records=())

    def _told(self, event: Event) -> Event:
        known = self._sees_all or event.register not in PERSONAL_BOOKS
        if known and self._is_open(event.register):
            return event
        return replace(event, records=())


def _states(assessment: Assessment) -> list[tuple[str, str, str | None]]:
    return [(each.id, each.status.value, each.band) for each in assessment.criteria]
