"""What plans put into the calendar: last days of tasks, and the days a document marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans import YearlyDay
from sachmatuy_desktop.domain.plans.calendar import Item, OwnTask, PrintedTask, Subject, of_openings
from sachmatuy_desktop.domain.plans.due import Basis, Event
from sachmatuy_desktop.domain.plans.standing import State, standing
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.packs.plans import read_yearly_days
from sachmatuy_desktop.packs.reading import Problem, parse_sheet
from sachmatuy_desktop.services.calendar.entries import Behind, Entry, Kind
from sachmatuy_desktop.services.plans.reading import PLANS, OfficePlan, OfficeTask
from sachmatuy_desktop.storage.queries import Queries

__all__ = ["PlanDays", "PlanTasks", "Printed", "printed_by"]


@dataclass(frozen=True, slots=True)
class Printed:
    """What the text of a plan prints: its titles, and the days of every year it names."""

    titles: frozenset[str] = frozenset()
    days: tuple[YearlyDay, ...] = ()


_NOTHING: Final = Printed()


@dataclass(frozen=True)
class PlanTasks:
    """Last days in time of what the office does, or follows up, and has not done.

    `printed` are the plans' own texts, by plan: a title leaves the office only if it stands there.
    """

    tasks: tuple[OfficeTask, ...]
    events: tuple[Event, ...]
    calendar: WorkCalendar
    now: datetime
    printed: Mapping[RecordId, Printed]

    def entries(self, first: date, last: date) -> Iterator[Entry]:
        """Openings whose last day falls between the two."""
        for task in self.tasks:
            if task.active and task.ours:
                yield from self._of(task, first, last)

    def _of(self, task: OfficeTask, first: date, last: date) -> Iterator[Entry]:
        today = self.now.astimezone(VIETNAM).date()
        made = task.openings(max(last, today), self.calendar, self.events)
        read = {each.opening.key: each for each in standing(made, task.rows, self.now).openings}
        for item in of_openings(self._subject(task), read.values(), first, last):
            here = read[item.key]
            yield Entry(
                replace(item, key=f"{task.id} {item.key}"),
                Kind.REPORT if task.kind == "report" else Kind.TASK,
                task.title,
                behind=Behind(task.book, frozenset({task.id})),
                over=here.state is State.OVERDUE,
                hint=here.opening.hint,
                proposed=here.opening.basis is Basis.PROPOSED,
            )

    def _subject(self, task: OfficeTask) -> Subject:
        plan = task.plan
        if plan is not None and task.title in self.printed.get(plan.id, _NOTHING).titles:
            return PrintedTask(plan.pack, task.task, task.title)
        return OwnTask(task.id)


@dataclass(frozen=True)
class PlanDays:
    """First days of phases, and days of every year that a plan's document names."""

    plans: tuple[OfficePlan, ...]
    printed: Mapping[RecordId, Printed]

    def entries(self, first: date, last: date) -> Iterator[Entry]:
        """Those within the plans' lives."""
        for plan in self.plans:
            for day, name, title in self._days(plan, first, last):
                if first <= day <= last and day in plan.life:
                    item = Item(self._subject(plan, name, title), day, key=f"{plan.id} {day.year}")
                    behind = Behind(PLANS, frozenset({plan.id}))
                    yield Entry(item, Kind.DAY, title, behind=behind)

    def _days(self, plan: OfficePlan, first: date, last: date) -> Iterator[tuple[date, str, str]]:
        for phase in plan.life.phases:
            if phase.starts_on is not None:
                yield phase.starts_on, f"phase {phase.id}", phase.title
        years = range(max(first, plan.life.start).year, min(last, plan.life.last).year + 1)
        for each in self.printed.get(plan.id, _NOTHING).days:
            for year in years:
                yield each.in_year(year), f"day {each.id}", each.title

    def _subject(self, plan: OfficePlan, name: str, title: str) -> Subject:
        if title in self.printed.get(plan.id, _NOTHING).titles:
            return PrintedTask(plan.pack, name, title)
        return OwnTask(f"{plan.id} {name}")


def printed_by(queries: Queries, plans: Iterable[OfficePlan]) -> Mapping[RecordId, Printed]:
    """What each plan prints, by the text it was adopted with."""
    rows = queries.rows(PLANS, [each.id for each in plans])
    return {record: _printed(str(row["frozen"] or "")) for record, row in rows.items()}


@lru_cache(maxsize=16)
def _printed(text: str) -> Printed:
    """Nothing, where this program cannot read the text."""
    sheet = parse_sheet(text.encode())
    if isinstance(sheet, Problem):
        return _NOTHING
    top = sheet.top()
    days = read_yearly_days(top)
    titles = [
        table.text("title", "") for key in ("task", "phase", "day") for table in top.tables(key)
    ]
    return Printed(frozenset(filter(None, titles)), () if sheet.problems() else days)
