"""What an office has to do, as its papers need it: chosen tasks, who does them, how they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans.due import Event
from sachmatuy_desktop.domain.plans.periods import Period
from sachmatuy_desktop.domain.plans.standing import OpeningStanding, State, TaskStanding
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.domain.text import fold_marks, sort_key
from sachmatuy_desktop.errors import N_, NotFound
from sachmatuy_desktop.packs.forms import load_task_words
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import Choices
from sachmatuy_desktop.services.papers.counts import villages_on
from sachmatuy_desktop.services.papers.heads import Heading, heading_of
from sachmatuy_desktop.services.papers.plan_words import plan_document_words
from sachmatuy_desktop.services.plans import (
    OfficePlan,
    OfficeTask,
    PlanActor,
    plans_of,
    tasks_of,
)
from sachmatuy_desktop.services.plans.events import events_of
from sachmatuy_desktop.services.plans.reading import must_see_tasks

__all__ = ["Doer", "Work", "doers_of", "is_about", "place_names"]

_OF_VILLAGES: Final = "village"
_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Doer:
    """Whoever does a task here: the body of today, or a village; `person` is who is in charge."""

    name: str
    person: str = ""


@dataclass(frozen=True)
class Work:
    """The tasks of a plan (or of all) that this office does or follows up, as of a day.

    Later results are not looked at, so that a paper says of a past day what was known then.
    """

    office: Office
    as_of: date
    plan: OfficePlan | None
    tasks: tuple[OfficeTask, ...]

    @classmethod
    def read(cls, office: Office, as_of: date, choices: Choices) -> Work:
        """Raises `NotAllowed`, `NotFound` for a plan that this office has not adopted."""
        must_see_tasks(office.session)
        unit = office.info.unit_id
        plan = None
        if choices.plan:
            plan = next(
                (each for each in plans_of(office.queries, unit) if each.id == choices.plan), None
            )
            if plan is None:
                raise NotFound(N_("Không tìm thấy kế hoạch đã chọn; hãy chọn lại."))
        tasks = (
            _until(each, as_of)
            for each in tasks_of(office.queries, unit)
            if each.active
            and (each.ours or not each.printed)
            and (plan is None or (each.plan is not None and each.plan.id == plan.id))
        )
        return cls(office, as_of, plan, tuple(tasks))

    @cached_property
    def heading(self) -> Heading:
        """How the office's papers begin and end."""
        return heading_of(self.office)

    @cached_property
    def villages(self) -> Mapping[RecordId, Doer]:
        """The villages of the day, by name."""
        rows = villages_on(self.office, self.as_of.isoformat())
        found = {each: Doer(str(row["name"]), str(row["head"] or "")) for each, row in rows.items()}
        return dict(sorted(found.items(), key=lambda item: (_counted(item[1].name), item[0])))

    def doers(self, task: OfficeTask) -> tuple[Doer, ...]:
        """Who does a task; the office itself where nobody is named.

        A task of one village is that village's, besides the bodies above villages.
        """
        named = [(each.level, Doer(each.shown, _in_charge(each))) for each in task.doers]
        if task.village and task.village in self.villages:
            above = [doer for level, doer in named if level != _OF_VILLAGES]
            return (*above, self.villages[task.village])
        found = tuple(doer for _level, doer in named)
        return found or (Doer(self.heading.letterhead.short),)

    def each_by_village(self, task: OfficeTask) -> tuple[tuple[Doer, OfficeTask], ...]:
        """Whoever gets a sheet with the task: of a task of each village, every one of them."""
        if not task.each_village or not self.villages:
            return tuple((doer, task) for doer in self.doers(task))
        return tuple((doer, task.of_village(each)) for each, doer in self.villages.items())

    def standing(self, task: OfficeTask) -> TaskStanding:
        """How a task stands at the end of the day, or now if the day is today."""
        end = datetime.combine(self.as_of, time(23, 59, 59), VIETNAM)
        now = min(self.office.clock.now().astimezone(VIETNAM), end)
        return task.standing(now, self._calendar, self._events)

    def openings(self, period: Period | None = None) -> list[tuple[OfficeTask, OpeningStanding]]:
        """Every opening that has begun, or of these what is about a period, task by task."""
        return [
            (task, each)
            for task in self.tasks
            for each in self.standing(task).openings
            if each.state is not State.NOT_YET and (period is None or is_about(each, period))
        ]

    def set_by(self, task: OfficeTask) -> str:
        """The document that gives the task and the place in it; or that it is set from above.

        A paper of one plan says its name at the head, and only a number again beside each task.
        """
        if task.plan is None:
            return task.document or load_task_words()["plan_from_above"]
        named = task.plan.document or self.plan is None
        document = plan_document_words(task.plan) if named else ""
        return ", ".join(filter(None, (document, task.paragraph)))

    def addressee(self, task: OfficeTask) -> str:
        """To whom a task's report goes: the body of today if the office has chosen one, or as
        printed.
        """
        actor = task.plan.actor(self._sent_to.get(task.id, "")) if task.plan else None
        return actor.body if actor and actor.body else task.addressee

    @cached_property
    def _sent_to(self) -> Mapping[RecordId, str]:
        """The actor that each report of a plan goes to."""
        ids = [each.id for each in self.tasks if each.book == "plan_tasks" and each.addressee]
        rows = self.office.queries.rows("plan_tasks", ids)
        return {each: str(row["sent_to"] or "") for each, row in rows.items()}

    def hides(self, task: OfficeTask) -> bool:
        """Whether the office's own words of a task name a person on its books."""
        if task.printed:
            return False
        said = f" {fold_marks(task.title)} {fold_marks(task.content)} "
        return any(f" {name} " in said for name in self._names)

    def public_words(self, task: OfficeTask, words: str) -> str:
        """The words for a public paper."""
        return load_task_words()["hidden_words"] if self.hides(task) else words

    @cached_property
    def _names(self) -> frozenset[str]:
        """The names of all persons on the books; read only if the office has tasks of its own."""
        queries = self.office.queries
        ids, found = queries.ids("people"), set[str]()
        for start in range(0, len(ids), _PAGE):
            rows = queries.rows("people", ids[start : start + _PAGE]).values()
            found.update(fold_marks(str(row["full_name"])) for row in rows)
        return frozenset(each for each in found if " " in each)

    @cached_property
    def _calendar(self) -> WorkCalendar:
        return calendar_of(self.office.session)

    @cached_property
    def _events(self) -> tuple[Event, ...]:
        return events_of(self.office.queries, self.office.info.unit_id)


_DIGITS: Final = re.compile(r"(\d+)")


def _counted(name: str) -> list[tuple[int, str]]:
    """The order of villages as people count them: “Thôn 9” before “Thôn 10”."""
    pieces = _DIGITS.split(name)
    return [(int(each), "") if each.isdigit() else (-1, sort_key(each)) for each in pieces]


def _until(task: OfficeTask, day: date) -> OfficeTask:
    """The task as the rows of a day and before have it."""
    results = tuple(each for each in task.results if each.on <= day)
    return replace(task, rows=task.rows.until(day), results=results)


def _in_charge(actor: PlanActor) -> str:
    return ", ".join(filter(None, (actor.person, actor.position)))


def is_about(stands: OpeningStanding, period: Period) -> bool:
    """Whether an opening belongs to the report on a period.

    What was done or was due within it, and what had begun by its end and waits still, however long.
    """
    last = stands.opening.last_day
    due_within = last is not None and period.first <= last <= period.last
    match stands.state:
        case State.DONE:
            done = stands.done.on if stands.done else None
            return due_within or (done is not None and period.first <= done <= period.last)
        case State.GONE:
            lasts = stands.opening.first <= period.last and stands.opening.last >= period.first
            return due_within or (last is None and lasts)
        case State.NOT_YET:
            return False
    return stands.opening.first <= period.last


def place_names(doers: Iterable[Doer]) -> str:
    """The names of several doers on one line."""
    return "; ".join(each.name for each in doers)


def doers_of(office: Office) -> list[str]:
    """Everybody whom a sheet can be printed for today: bodies in the plans' order, then villages.

    Read on the window's thread: plans, actors and villages, never the tasks.
    """
    plans = plans_of(office.queries, office.info.unit_id)
    bodies = [each.shown for plan in plans for each in plan.actors]
    today = office.clock.today()
    villages = [str(row["name"]) for row in villages_on(office, today).values()]
    return list(dict.fromkeys((*bodies, *sorted(villages, key=_counted))))
