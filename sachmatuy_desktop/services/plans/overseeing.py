"""The receiving office's view of tasks: communes by tasks, how each stands by what has come.

Columns are the tasks this office has set, or those of a pack that communes have adopted.  What a
commune has added to a plan has no column: nobody else has it.

A commune's books are known as of the moment its newest bundle was made there, or was taken in here
if that clock is ahead, and not at all while an earlier bundle is missing: see
`domain.plans.oversight`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM, ReportingYear
from sachmatuy_desktop.domain.plans import Phase, When
from sachmatuy_desktop.domain.plans.oversight import (
    Seen,
    Sight,
    Span,
    Tally,
    concerns,
    seen,
    tally,
)
from sachmatuy_desktop.domain.plans.periods import DAY, period_of
from sachmatuy_desktop.domain.plans.standing import State, standing
from sachmatuy_desktop.domain.plans.when import Every
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.services.board import Line, lines_below
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.events import events_by_unit
from sachmatuy_desktop.services.plans.reading import (
    PROOFS,
    REMINDERS,
    RESULTS,
    SET,
    TASKS,
    Book,
    OfficeTask,
    must_see_tasks,
    plans_of,
    tasks_of,
)
from sachmatuy_desktop.storage.sync.outbox import undelivered
from sachmatuy_desktop.storage.sync.parking import waiting_units
from sachmatuy_desktop.storage.sync.post import newest_from
from sachmatuy_desktop.sync.bundle import Kind

__all__ = [
    "READS",
    "SET_HERE",
    "Cell",
    "Heard",
    "Judge",
    "Matrix",
    "Offer",
    "Series",
    "TaskColumn",
    "heard_from",
    "offers",
    "overdue_below",
    "oversee",
    "series_of",
    "spans",
]

SET_HERE: Final = SET
"""Asked for instead of a pack: the tasks this office has set."""

READS: Final = frozenset(
    {SET, TASKS, "plans", RESULTS, PROOFS, "plan_events", "difficulties", REMINDERS}
)
"""The books a matrix comes from."""

RECENT: Final[Mapping[Every, int]] = MappingProxyType({"half_year": 2, "month": 3})
"""Halves and months to choose from, the running ones among them."""

EVERY_DAY: Final = Span(date.min, date.max)

CLOCK_DOUBT: Final = 60 * DAY
"""A bundle said to be made so long before it was taken in comes of a wrong clock, or lay about."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The commune's newest bundle: when it was made there, and taken in here.

    `gap`: an earlier bundle is missing, so that the newest says nothing yet.
    """

    made: datetime
    taken: datetime
    gap: bool = False

    @property
    def known(self) -> datetime | None:
        """As of when its books are known here."""
        return None if self.gap else min(self.made, self.taken)

    @property
    def doubtful(self) -> bool:
        """Whether the two clocks are too far apart to be taken as they are."""
        return abs(self.taken - self.made) > CLOCK_DOUBT


@dataclass(frozen=True, slots=True)
class TaskColumn:
    """A task that several communes have: a series, or a task of a pack."""

    key: str
    title: str
    content: str
    kind: str
    when: When
    phases: tuple[Phase, ...] = ()
    paragraph: str = ""
    set_on: date | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One task at one commune within the span.

    `task` is its record in `book`; `opening` the key of what presses most; `why` the reason where
    the task is turned off or withdrawn; `reminded` how often this office has written a reminder.
    """

    tally: Tally
    book: Book
    task: RecordId
    opening: str = ""
    why: str = ""
    reminded: int = 0


@dataclass(frozen=True)
class Offer:
    """Something to look at: the tasks set here, or those of a pack that communes have adopted."""

    which: str
    title: str
    communes: int


@dataclass(frozen=True)
class Matrix:
    """Communes by tasks; `heard` tells of the newest bundle of each commune that has sent one."""

    which: str
    span: Span
    today: date
    lines: tuple[Line, ...]
    columns: tuple[TaskColumn, ...]
    cells: Mapping[tuple[str, str], Cell] = field(repr=False)
    heard: Mapping[str, Heard] = field(repr=False)

    def cell(self, line: Line, column: str) -> Cell | None:
        """A task at a commune, or at the former one it goes on from; None: it has none such."""
        found = self.cells.get((line.unit.id, column))
        if found is None and line.continues is not None:
            found = self.cells.get((line.continues.id, column))
        return found

    def seen(self, line: Line, column: str) -> Tally:
        """How it stands.  Whether a commune that has sent nothing follows a plan is not known."""
        found = self.cell(line, column)
        if found is not None:
            return found.tally
        unheard = self.which != SET_HERE and self.heard_of(line) is None
        return Tally(Seen.UNHEARD if unheard else Seen.NOT_SET)

    def heard_of(self, line: Line) -> Heard | None:
        """The newest bundle of a commune, or of the former one it goes on from."""
        own = self.heard.get(line.unit.id)
        return own or (self.heard.get(line.continues.id) if line.continues else None)


def offers(office: Office) -> list[Offer]:
    """What there is to look at: what was set here first, then plans by how many have them."""
    must_see_tasks(office.session)
    queries = office.queries
    given = {str(row["addressee"]) for row in queries.rows(SET, queries.ids(SET)).values()}
    found = [Offer(SET_HERE, N_("Việc cơ quan giao"), len(given))]
    followed: dict[str, dict[str, str]] = defaultdict(dict)
    for plan in plans_of(queries):
        if plan.pack and plan.unit != office.unit.id:
            followed[plan.pack].setdefault(plan.unit, plan.title)
    by_pack = [
        Offer(pack, next(iter(titles.values())), len(titles)) for pack, titles in followed.items()
    ]
    return found + sorted(by_pack, key=lambda each: (-each.communes, each.title))


def spans(today: date) -> list[Span]:
    """Spans to choose from: the reporting year asked for first, then halves, months, the other."""
    year = ReportingYear.asked(today)
    running = ReportingYear.of(today)
    other = running.previous() if year == running else running
    found = [Span(year.start, year.end)]
    for every in RECENT:
        period = period_of(every, today)
        for _step in range(RECENT[every]):
            found.append(Span(period.first, period.last))
            period = period_of(every, period.first - DAY)
    return [*found, Span(other.start, other.end)]


def oversee(office: Office, which: str, span: Span) -> Matrix:
    """The communes below by the tasks of a pack, or (`SET_HERE`) by those set here.

    Raises `NotAllowed` for an account that may not see tasks.
    """
    must_see_tasks(office.session)
    now = office.clock.now()
    today = now.astimezone(VIETNAM).date()
    heard = heard_from(office)
    judge = Judge(office, span, now, heard)
    columns: dict[str, TaskColumn] = {}
    cells: dict[tuple[str, str], Cell] = {}
    for task, key, column in _columned(office, which):
        columns.setdefault(key, column)
        cells.setdefault((task.unit, key), judge.cell(task))
    lines = lines_below(office, today, {unit for unit, _key in cells})
    return Matrix(which, span, today, lines, tuple(columns.values()), cells, heard)


# -- the tasks that were set -----------------------------------------------------------------------


@dataclass(frozen=True)
class Series:
    """A task as it was given, to whom, and how many of them have done it by what has come.

    `units` still have it; `withdrawn` had it.  `counted` is by how it stands there.  `record` is
    the row of one of them.
    """

    id: str
    column: TaskColumn
    who: str
    units: tuple[str, ...]
    withdrawn: tuple[str, ...]
    counted: Mapping[Seen, int]
    record: RecordId
    evidence: tuple[str, ...] = ()

    def count(self, *which: Seen) -> int:
        """How many of those who have it stand in one of these ways."""
        return sum(self.counted.get(each, 0) for each in which)

    @property
    def stands(self) -> bool:
        """Whether somebody still has it."""
        return bool(self.units)


def series_of(office: Office) -> list[Series]:
    """The tasks that this office has set, the newest first; all their time counts."""
    must_see_tasks(office.session)
    judge = Judge(office, EVERY_DAY, office.clock.now(), heard_from(office))
    given: dict[str, list[tuple[OfficeTask, Cell]]] = defaultdict(list)
    columns: dict[str, TaskColumn] = {}
    for task, key, column in _columned(office, SET_HERE):
        columns.setdefault(key, column)
        given[key].append((task, judge.cell(task)))
    found = [_series(key, columns[key], each) for key, each in given.items()]
    return sorted(found, key=lambda each: (each.column.set_on or date.min, each.id), reverse=True)


def overdue_below(office: Office) -> list[OfficeTask]:
    """The tasks set here that are known to be overdue at a commune."""
    must_see_tasks(office.session)
    judge = Judge(office, EVERY_DAY, office.clock.now(), heard_from(office))
    return [
        task
        for task, _key, _column in _columned(office, SET_HERE)
        if task.active and judge.cell(task).tally.seen is Seen.OVERDUE
    ]


def _series(
    key: str,
    column: TaskColumn,
    given: Sequence[tuple[OfficeTask, Cell]],
) -> Series:
    counted: dict[Seen, int] = defaultdict(int)
    for task, cell in given:
        if task.active:
            counted[cell.tally.seen] += 1
    units = tuple(task.unit for task, _cell in given if task.active)
    withdrawn = tuple(task.unit for task, _cell in given if not task.active)
    first = given[0][0]
    gone = tuple(each for each in dict.fromkeys(withdrawn) if each not in units)
    return Series(key, column, first.given_by, units, gone, counted, first.id, first.evidence)


# -- reading ---------------------------------------------------------------------------------------


def _columned(office: Office, which: str) -> Iterator[tuple[OfficeTask, str, TaskColumn]]:
    """The communes' tasks that have a column, the living before the withdrawn, with the column."""
    if which == SET_HERE:
        given = [each for each in _below(office) if each.book == SET]
        for task in sorted(given, key=lambda each: not each.active):
            column = TaskColumn(
                task.series,
                task.title,
                task.content,
                task.kind,
                task.when,
                set_on=task.life.start,
                document=task.document,
            )
            yield task, column.key, column
        return
    for task in _below(office):
        if task.plan is not None and task.plan.pack == which and task.task and task.ours:
            column = TaskColumn(
                task.task,
                task.title,
                task.content,
                task.kind,
                task.when,
                task.life.phases,
                task.paragraph,
            )
            yield task, column.key, column


def _below(office: Office) -> Iterator[OfficeTask]:
    """The tasks of all but the office itself."""
    return (each for each in tasks_of(office.queries) if each.unit != office.unit.id)


class Judge:
    """Judges tasks by what has come: one span, one moment, many communes."""

    def __init__(
        self, office: Office, span: Span, now: datetime, heard: Mapping[str, Heard]
    ) -> None:
        self.span = span
        self._now, self._heard = now, heard
        self._today = now.astimezone(VIETNAM).date()
        self._calendar: WorkCalendar = calendar_of(office.session)
        self._events = events_by_unit(office.queries)
        with office.store.reading() as connection:
            self._waiting = undelivered(connection, SET)
        self._reminded = _reminded(office)

    def delivered(self, task: OfficeTask) -> bool:
        """Whether the commune has the task: its own it has."""
        return task.book != SET or task.id not in self._waiting

    def sights(self, task: OfficeTask) -> tuple[Sight, ...]:
        """The openings of a task within the span, in order."""
        heard = self._heard.get(task.unit)
        known = heard.known if heard else None
        delivered = self.delivered(task)
        made = task.openings(self._today, self._calendar, self._events[task.unit])
        found = standing(made, task.rows, self._now).openings
        judged = [
            seen(each, known, delivered=delivered)
            for each in found
            if concerns(each, self.span, self._today)
        ]
        if task.active:
            return tuple(judged)
        return tuple(each for each in judged if each.standing.state in (State.DONE, State.GONE))

    def cell(self, task: OfficeTask) -> Cell:
        """The task in few words."""
        sights = self.sights(task)
        whole = tally(sights)
        if not task.active and whole.seen is Seen.NOTHING:
            whole = Tally(Seen.GONE)
        pressing = next((each for each in sights if each.seen is whole.seen), None)
        return Cell(
            whole,
            task.book,
            task.id,
            pressing.standing.opening.key if pressing else "",
            task.active_why,
            self._reminded.get(task.id, 0),
        )


def heard_from(office: Office) -> dict[str, Heard]:
    with office.store.reading() as connection:
        newest = newest_from(connection, Kind.CHANGES)
        gaps = waiting_units(connection)
    return {
        unit: Heard(datetime.fromisoformat(made), datetime.fromisoformat(taken), unit in gaps)
        for unit, (made, taken) in newest.items()
    }


def _reminded(office: Office) -> Mapping[RecordId, int]:
    counted: dict[RecordId, int] = defaultdict(int)
    queries = office.queries
    for row in queries.rows(REMINDERS, queries.ids(REMINDERS)).values():
        counted[str(row["set_task"] or row["task"])] += 1
    return counted
