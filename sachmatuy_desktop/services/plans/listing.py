"""All tasks of an office as they stand at a moment, for the page that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans.standing import OpeningStanding, State, TaskStanding
from sachmatuy_desktop.domain.plans.villages import Village
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.plans.events import events_of
from sachmatuy_desktop.services.plans.reading import (
    OfficeTask,
    Result,
    must_see_tasks,
    tasks_of,
    villages_of,
)

__all__ = ["Listed", "TaskList", "list_tasks"]

TO_DO = (State.OVERDUE, State.SOON, State.OPEN)


@dataclass(frozen=True)
class Listed:
    """A task and how it stands; `words` is what a search looks in, folded.

    `villages`: how it stands in each village, of a task that each of them does.
    """

    task: OfficeTask
    standing: TaskStanding
    words: str
    villages: Mapping[RecordId, TaskStanding] = field(default_factory=dict)

    @property
    def is_to_do(self) -> bool:
        """Whether something of it is open, or late."""
        return self.task.active and self.standing.state in TO_DO

    def in_village(self, village: RecordId) -> TaskStanding:
        """How it stands there."""
        return self.villages.get(village, self.standing)

    def results(self, shown: OpeningStanding) -> tuple[Result, ...]:
        """What was written about one opening, the earliest first."""
        about = {each.id for each in shown.rows}
        key, period = shown.opening.key, shown.opening.period
        looks = self.task.when.kind == "continuous"
        found = (
            each
            for each in self.task.results
            if each.id in about
            or (period.first <= each.on <= period.last if looks else each.opening == key)
        )
        return tuple(sorted(found, key=lambda each: (each.on, each.id)))


@dataclass(frozen=True)
class TaskList:
    """What the worker brings; `criteria` are titles by `pack#criterion`."""

    now: datetime
    tasks: tuple[Listed, ...] = ()
    villages: tuple[Village, ...] = ()
    criteria: Mapping[str, str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day of the moment."""
        return self.now.astimezone(VIETNAM).date()


def list_tasks(session: Session) -> TaskList:
    """The tasks of the office's own unit as they stand now; reads much, so for the worker.

    Raises `NotAllowed` for an account that may not see tasks.
    """
    must_see_tasks(session)
    unit, now = session.store.facts.unit_id, session.store.clock.now()
    calendar, events = calendar_of(session), events_of(session.queries, unit)
    tasks = tasks_of(session.queries, unit)
    titles = _titles(session, tasks)
    listed = tuple(
        Listed(
            task,
            task.standing(now, calendar, events),
            _words(task, titles),
            {
                village.id: task.of_village(village.id).standing(now, calendar, events)
                for village in task.villages
            },
        )
        for task in tasks
    )
    return TaskList(now, listed, villages_of(session.queries, unit), titles)


def _words(task: OfficeTask, criteria: Mapping[str, str]) -> str:
    told = (
        task.title,
        task.content,
        task.paragraph,
        task.document,
        *(each.shown for each in task.doers),
        *(each.person for each in task.doers),
        *(criteria.get(each, "") for each in task.criteria),
    )
    return fold(" ".join(told))


def _titles(session: Session, tasks: Iterable[OfficeTask]) -> Mapping[str, str]:
    """The criteria that tasks serve, as their packs call them today."""
    served = {each for task in tasks for each in task.criteria}
    return dict(_found(session, served))


def _found(session: Session, served: Iterable[str]) -> Iterator[tuple[str, str]]:
    packs = library(session)
    for pack_id in sorted({each.partition("#")[0] for each in served}):
        try:
            pack = packs.rules(pack_id)
        except KnownError:  # a pack this PC does not have
            continue
        for criterion in pack.criteria:
            mark = pack.marks.get(criterion.id, criterion.id)
            yield f"{pack_id}#{criterion.id}", f"{mark}) {criterion.title}"
