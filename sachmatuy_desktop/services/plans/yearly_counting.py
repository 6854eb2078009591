"""The figures of one unit and one reporting year, counted from its books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sachmatuy_desktop.domain.criteria import Outcome
from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.domain.plans.difficulties import AnswerKind, Difficulty
from sachmatuy_desktop.domain.plans.due import Event
from sachmatuy_desktop.domain.plans.standing import OpeningStanding, State, standing
from sachmatuy_desktop.domain.plans.yearly import Behind, Entry, Figure, Key, Section, Stretch
from sachmatuy_desktop.domain.recognition import Decision, Ruling
from sachmatuy_desktop.domain.registers.movement import FUNDING_SOURCES, REWARD_KINDS, REWARDED
from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.services.plans.difficulties import DIFFICULTIES
from sachmatuy_desktop.services.plans.reading import OfficeTask
from sachmatuy_desktop.services.recognition import DECISIONS
from sachmatuy_desktop.storage.results import Kept

__all__ = ["FUNDING", "RESULTS", "REWARDS", "SET", "UnitBooks", "entries", "entries_within"]

RESULTS: Final = "assessments"
REWARDS: Final = "rewards"
FUNDING: Final = "funding"
SET: Final = "set"
"""What the tasks set from above stand under, where a plan's id stands for the others."""

GIVEN: Final = "da_co"
ALLOTTED: Final = "muc"

Row = Mapping[str, Any]

_RULINGS: Final = {
    Ruling.RECOGNISE: Key.RECOGNISED,
    Ruling.MAINTAIN: Key.MAINTAINED,
    Ruling.WITHDRAW: Key.WITHDRAWN,
}

_STATES: Final = {
    State.OVERDUE: Key.UNDONE,
    State.GONE: Key.EXCUSED,
    State.SOON: Key.RUNNING,
    State.OPEN: Key.RUNNING,
    State.NOT_YET: Key.RUNNING,
}

_TASK_KEYS: Final = (
    Key.IN_TIME,
    Key.UNCLEAR,
    Key.LATE,
    Key.UNDONE,
    Key.EXCUSED,
    Key.RUNNING,
)


@dataclass(frozen=True)
class UnitBooks:
    """What is counted, of one unit."""

    tasks: Sequence[OfficeTask] = ()
    events: Sequence[Event] = ()
    results: Sequence[Kept] = ()
    decisions: Sequence[Decision] = ()
    difficulties: Sequence[Difficulty] = ()
    rewards: Sequence[Row] = ()
    funding: Sequence[Row] = ()


def entries(
    books: UnitBooks, year: ReportingYear, known: datetime, calendar: WorkCalendar
) -> Iterator[Entry]:
    """Every figure of the year, in the order in which they are told.

    `known` is the moment until which the books tell everything.
    """
    yield from _tasks(books, year, known, calendar)
    yield from _results(books.results, year)
    yield from _decisions(books.decisions, year)
    yield from _difficulties(books.difficulties, year, known.date())
    yield from _rewards(books.rewards, year)
    yield from _funding(books.funding, year.year)


def entries_within(
    books: UnitBooks, days: Stretch, known: datetime, calendar: WorkCalendar
) -> Iterator[Entry]:
    """The same figures of other days, as far as they do not belong to a whole year."""
    yield from _tasks(books, days, known, calendar)
    yield from _difficulties(books.difficulties, days, known.date())
    yield from _rewards(books.rewards, days)


# -- tasks -----------------------------------------------------------------------------------------


def _tasks(
    books: UnitBooks, year: Stretch, known: datetime, calendar: WorkCalendar
) -> Iterator[Entry]:
    """The openings that fall into the year, plan by plan; what was set from above at the end."""
    titles: dict[str, str] = {}
    found: defaultdict[tuple[str, Key], list[Behind]] = defaultdict(list)
    for task in books.tasks:
        if not task.active or not task.ours or task.life.start > year.end:
            continue
        about = task.plan.id if task.plan else SET
        for each in _openings(task, books.events, year, known, calendar):
            titles.setdefault(about, task.plan.title if task.plan else "")
            late = each.days_over if each.late else 0
            day = each.done.on if each.done else each.opening.last_day
            found[about, _key(each)].append(Behind(task.book, task.id, day, task.title, late))
    for about in sorted(titles, key=lambda each: each == SET):
        for key in _TASK_KEYS:
            behind = found[about, key]
            if behind or key is not Key.UNCLEAR:
                yield Entry(Section.TASKS, key, about, _figure(behind), titles[about])


def _openings(
    task: OfficeTask,
    events: Sequence[Event],
    year: Stretch,
    known: datetime,
    calendar: WorkCalendar,
) -> Iterator[OpeningStanding]:
    opened = task.openings(year.end, calendar, events)
    for each in standing(opened, task.rows, known).openings:
        if _day_of(each) in year:
            yield each


def _day_of(standing: OpeningStanding) -> date:
    """The day by which an opening belongs to a year: its last one, or else that of its doing."""
    last = standing.opening.last_day
    if last is not None:
        return last
    return standing.done.on if standing.done else standing.opening.opens.date()


def _key(standing: OpeningStanding) -> Key:
    if standing.state is not State.DONE:
        return _STATES[standing.state]
    if standing.late is None:
        return Key.UNCLEAR
    return Key.LATE if standing.late else Key.IN_TIME


# -- what the unit came to -------------------------------------------------------------------------


def _results(kept: Sequence[Kept], year: ReportingYear) -> Iterator[Entry]:
    """Of each pack the criteria met by the year's newest result; of a pack of villages, how many
    of those judged meet it.
    """
    of_year = [each for each in kept if each.year == year.year]
    for each in of_year:
        if each.village is None:
            figure = Figure(each.met or 0, each.total or 0, (_kept(each),))
            yield Entry(Section.RESULTS, Key.CRITERIA, each.pack, figure)
    places: defaultdict[str, list[Kept]] = defaultdict(list)
    for each in of_year:
        if each.village is not None:
            places[each.pack].append(each)
    for pack, villages in places.items():
        well = sum(each.outcome == Outcome.YES.value for each in villages)
        figure = Figure(well, len(villages), tuple(_kept(each) for each in villages))
        yield Entry(Section.RESULTS, Key.VILLAGES, pack, figure)


def _kept(result: Kept) -> Behind:
    return Behind(RESULTS, result.record, date.fromisoformat(result.as_of))


def _decisions(decisions: Sequence[Decision], year: ReportingYear) -> Iterator[Entry]:
    for ruling, key in _RULINGS.items():
        behind = [
            Behind(DECISIONS, each.id, each.signed_on)
            for each in decisions
            if each.ruling is ruling and each.withdrawn_on is None and each.signed_on in year
        ]
        if behind:
            yield Entry(Section.RESULTS, key, "", _figure(behind))


# -- difficulties ----------------------------------------------------------------------------------


def _difficulties(
    difficulties: Sequence[Difficulty], year: Stretch, today: date
) -> Iterator[Entry]:
    """What was raised in the year and answered since; what was settled in it; what was left."""
    if not any(each.raised_on <= year.end for each in difficulties):
        return
    living = [each for each in difficulties if not each.removed]
    raised = [each for each in living if each.raised_on in year]
    answered = [
        each for each in raised if any(answer.kind is AnswerKind.ANSWER for answer in each.answers)
    ]
    settled = [each for each in living if each.closed_on is not None and each.closed_on in year]
    last = min(year.end, today)
    left = [
        each
        for each in living
        if each.raised_on <= last and (each.closed_on is None or each.closed_on > last)
    ]
    for key, found in (
        (Key.RAISED, raised),
        (Key.ANSWERED, answered),
        (Key.SETTLED, settled),
        (Key.UNSETTLED, left),
    ):
        behind = [Behind(DIFFICULTIES, each.id, each.raised_on) for each in found]
        yield Entry(Section.DIFFICULTIES, key, "", _figure(behind))


# -- rewards and money -----------------------------------------------------------------------------


def _rewards(rows: Sequence[Row], year: Stretch) -> Iterator[Entry]:
    """Proposals of the year; what was given in it, by kind and to whom; the money given."""
    proposed = [row for row in rows if _in(row["proposed_on"], year)]
    if proposed:
        yield Entry(Section.REWARDS, Key.PROPOSED, "", _records(proposed, "proposed_on", REWARDS))
    given = [row for row in rows if row["state"] in (None, GIVEN) and _in(row["given_on"], year)]
    for kind in REWARD_KINDS:
        for whom in REWARDED:
            found = [row for row in given if (row["kind"], row["whom"]) == (kind, whom)]
            if found:
                about = f"{kind}/{whom}"
                yield Entry(Section.REWARDS, Key.GIVEN, about, _records(found, "given_on", REWARDS))
    paid = [row for row in given if row["amount"]]
    if paid:
        yield Entry(Section.REWARDS, Key.MONEY, "", _sum(paid, "given_on", REWARDS))


def _funding(rows: Sequence[Row], year: int) -> Iterator[Entry]:
    """What was allotted of the budget year, what was spent and what is left, source by source."""
    of_year = [row for row in rows if row["year"] == year]
    for source in FUNDING_SOURCES:
        mine = [row for row in of_year if row["source"] == source]
        if not mine:
            continue
        allotted = _sum([row for row in mine if row["kind"] == ALLOTTED], "on_date", FUNDING)
        spent = _sum([row for row in mine if row["kind"] != ALLOTTED], "on_date", FUNDING)
        both = _in_order([*allotted.behind, *spent.behind])
        left = Figure(allotted.value - spent.value, None, both)
        for key, figure in ((Key.ALLOTTED, allotted), (Key.SPENT, spent), (Key.LEFT, left)):
            yield Entry(Section.FUNDING, key, source, figure)


def _in(day: Any, year: Stretch) -> bool:
    return bool(day) and date.fromisoformat(str(day)) in year


def _figure(behind: Sequence[Behind]) -> Figure:
    return Figure(len(behind), None, _in_order(behind))


def _in_order(behind: Iterable[Behind]) -> tuple[Behind, ...]:
    return tuple(sorted(behind, key=lambda each: (each.day or date.max, each.record)))


def _records(rows: Iterable[Row], day: str, book: str) -> Figure:
    return _figure([_behind(row, day, book) for row in rows])


def _sum(rows: Sequence[Row], day: str, book: str) -> Figure:
    total = sum(int(row["amount"]) for row in rows)
    return Figure(total, None, _in_order(_behind(row, day, book) for row in rows))


def _behind(row: Row, day: str, book: str) -> Behind:
    return Behind(book, str(row["id"]), date.fromisoformat(str(row[day])))
