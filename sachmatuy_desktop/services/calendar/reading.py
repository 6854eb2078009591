"""The calendar of an office, read once; its months are then only counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.recognition import Place
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.services import recognition
from sachmatuy_desktop.services.calendar.answers import Opinions, Recognitions
from sachmatuy_desktop.services.calendar.drives import DriveDays
from sachmatuy_desktop.services.calendar.entries import Entry, Kind, Source, sorted_entries
from sachmatuy_desktop.services.calendar.incoming import IncomingDays, waiting_papers
from sachmatuy_desktop.services.calendar.keeping import KeepingDays
from sachmatuy_desktop.services.calendar.persons import Persons
from sachmatuy_desktop.services.calendar.plans import PlanDays, PlanTasks, printed_by
from sachmatuy_desktop.services.calendar.privacy import BOOKS_OF_PRIVACY, PrivacyDays
from sachmatuy_desktop.services.cases import survey
from sachmatuy_desktop.services.drives.reading import DRIVES, VILLAGES, drives_of
from sachmatuy_desktop.services.holidays import calendar_of, years_of
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.papers.books.incoming import INCOMING
from sachmatuy_desktop.services.plans.events import events_of
from sachmatuy_desktop.services.plans.reading import TASKS, must_see_tasks, plans_of, tasks_of
from sachmatuy_desktop.services.retention import may_keep_data, open_breaches, open_requests
from sachmatuy_desktop.services.retention.days import review_days
from sachmatuy_desktop.services.sync.returns_reading import RETURN_BOOKS, RETURNS, visible_returns
from sachmatuy_desktop.services.upkeep.drills_by_people import people_drill_due_on
from sachmatuy_desktop.services.upkeep.trials import sheet_due_on

__all__ = ["BOOKS", "Diary", "drives_here", "incoming_here", "kinds_of", "read_diary", "tasks_here"]

BOOKS: Final = frozenset(
    {
        *("plans", "plan_actors", "plan_tasks", "set_tasks", "task_results", "plan_events"),
        *("people", "episodes", "decisions", "presences", "treatments", "tests", "visits"),
        *("transfers", "holidays", *RETURN_BOOKS, DRIVES, VILLAGES, *recognition.BOOKS, INCOMING),
        *BOOKS_OF_PRIVACY,
    }
)
"""The registers whose records the calendar is read from."""

Progress = Callable[[int, int], None]

_PERSONS: Final = frozenset({Kind.TIMER, Kind.TERM, Kind.TEST, Kind.CHECK})
LONG_AGO: Final = date(1900, 1, 1)


@dataclass(frozen=True)
class Diary:
    """What an account may see of the dated things of its office, at a moment.

    `off` and `worked` name the holidays, and the days worked instead.
    """

    now: datetime
    kinds: tuple[Kind, ...]
    sources: tuple[Source, ...]
    working: WorkCalendar
    off: Mapping[date, str]
    worked: Mapping[date, str]

    @property
    def today(self) -> date:
        """The day it was read on."""
        return self.now.astimezone(VIETNAM).date()

    def between(self, first: date, last: date) -> tuple[Entry, ...]:
        """What stands between two days, both counted, in order."""
        return sorted_entries(self._from(first, last))

    def overdue(self) -> tuple[Entry, ...]:
        """What should have been done by now, the oldest first."""
        return sorted_entries(each for each in self._from(LONG_AGO, self.today) if each.over)

    def _from(self, first: date, last: date) -> Iterator[Entry]:
        for source in self.sources:
            yield from source.entries(first, last)


def kinds_of(office: Office) -> tuple[Kind, ...]:
    """What the account finds in its calendar; who may not open persons finds none of them."""
    seen = set(Kind)
    role, receives = office.info.role, office.info.kind == RECEIVING
    if receives or not role.may_open(REGISTERS["episodes"]):
        seen -= _PERSONS
    if not role.may_open(REGISTERS[TASKS]):
        seen -= {Kind.TASK, Kind.REPORT, Kind.DAY}
    if not role.may_see(REGISTERS[recognition.STEPS]["who"]):
        seen -= {Kind.RECOGNITION}
    if receives or not role.may_open(REGISTERS[RETURNS]):
        seen -= {Kind.ANSWER}
    if receives or not role.may_open(REGISTERS[DRIVES]):
        seen -= {Kind.DRIVE}
    if not role.may_open(REGISTERS[INCOMING]):
        seen -= {Kind.INCOMING}
    if not role.manages:
        seen -= {Kind.KEEPING}
    if not may_keep_data(role):
        seen -= {Kind.PRIVACY}
    return tuple(each for each in Kind if each in seen)


def read_diary(office: Office, progress: Progress | None = None) -> Diary:
    """Read everything once; for the worker.  `progress` is told how many cases were looked at."""
    days_off, worked = _named(office, worked=False), _named(office, worked=True)
    return Diary(
        office.clock.now(),
        kinds_of(office),
        tuple(_sources(office, progress)),
        calendar_of(office.session),
        days_off,
        worked,
    )


def tasks_here(office: Office, *, printed: bool = True) -> PlanTasks:
    """The tasks of the office's own unit; without `printed` they are for the screen alone.

    Raises `NotAllowed` for an account that may not see tasks.
    """
    must_see_tasks(office.session)
    unit, queries = office.info.unit_id, office.queries
    plans = plans_of(queries, unit) if printed else []
    return PlanTasks(
        tuple(tasks_of(queries, unit)),
        tuple(events_of(queries, unit)),
        calendar_of(office.session),
        office.clock.now(),
        printed_by(queries, plans),
    )


def drives_here(office: Office) -> DriveDays:
    """The drives of the office's own unit; none for an account that does not see them."""
    sees = Kind.DRIVE in kinds_of(office)
    found = drives_of(office.seen, office.info.unit_id) if sees else []
    today = date.fromisoformat(office.clock.today())
    return DriveDays(tuple(found), calendar_of(office.session), today)


def incoming_here(office: Office) -> IncomingDays:
    """The papers that wait at the office's own unit; none for an account that does not see them."""
    sees = Kind.INCOMING in kinds_of(office)
    found = waiting_papers(office.queries, office.info.unit_id) if sees else {}
    today = date.fromisoformat(office.clock.today())
    return IncomingDays(found, calendar_of(office.session), today)


def _sources(office: Office, progress: Progress | None) -> Iterator[Source]:
    kinds = kinds_of(office)
    queries, unit = office.queries, office.info.unit_id
    now, working = office.clock.now(), calendar_of(office.session)
    today = now.astimezone(VIETNAM).date()
    receives = office.info.kind == RECEIVING
    if Kind.TASK in kinds:
        tasks = tasks_here(office)
        yield tasks
        yield PlanDays(tuple(plans_of(queries, unit)), tasks.printed)
    if Kind.TERM in kinds:
        yield Persons(survey(office.session, now, progress), now)
    if Kind.RECOGNITION in kinds:
        cases = recognition.cases(queries, None if receives else unit)
        side = Place.RECEIVING if receives else Place.COMMUNE
        yield Recognitions(tuple(cases), side, working, today)
    if Kind.ANSWER in kinds:
        waiting = [
            each.returned for each in visible_returns(office.session) if each.standing.is_open
        ]
        yield Opinions(tuple(waiting), working, today)
    yield drives_here(office)
    yield incoming_here(office)
    if Kind.KEEPING in kinds:
        yield KeepingDays(sheet_due_on(office), people_drill_due_on(office), today)
    if Kind.PRIVACY in kinds:
        requests, breaches = tuple(open_requests(office)), tuple(open_breaches(office))
        yield PrivacyDays(requests, breaches, tuple(review_days(office)), now)


def _named(office: Office, *, worked: bool) -> Mapping[date, str]:
    spans = (each for year in years_of(office.session).values() for each in year.entries)
    return {day: each.name for each in spans if each.worked is worked for day in each.days()}
