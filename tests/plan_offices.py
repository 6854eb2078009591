"""Builders of offices that follow a plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import OfficePlan, OfficeTask, plans_of, tasks_of
from sachmatuy_desktop.services.plans.adopting import AddTask, AdoptPlan
from tests.offices import TestClock, new_office

IA_HDRAI_PLAN = "ia-hdrai-2024/plan"
ACTION_MONTH = "kon-tum-2024/action-month"


def adopt(office: Office, pack: str = IA_HDRAI_PLAN, day: str = "", **more: object) -> RecordId:
    """The office adopts a plan from a day on (today); the plan's id."""
    start = date.fromisoformat(day or office.clock.today())
    return str(office.run(AdoptPlan(pack=pack, from_date=start, **more)).result)  # type: ignore[arg-type]


def own_plan(office: Office, title: str = "Kế hoạch của cơ quan", day: str = "") -> RecordId:
    """The office begins a plan of its own, without a pack."""
    return adopt(office, "", day, title=title)


def add_task(
    office: Office,
    plan: RecordId,
    title: str = "Họp Ban Chỉ đạo",
    when: When | None = None,
    **more: object,
) -> RecordId:
    """The office adds a task of its own, every month unless said otherwise; the task's id."""
    rule = when or When("periodic", every="month")
    return str(office.run(AddTask(plan=plan, title=title, when=rule, **more)).result)  # type: ignore[arg-type]


def office_with_plan(
    folder: Path, clock: TestClock | None = None, pack: str = IA_HDRAI_PLAN, **more: object
) -> tuple[Office, RecordId]:
    """The commune of Ia Dom just founded, with the plan of Ia H'Drai adopted; the plan's id."""
    office = new_office(folder, clock=clock, **more)  # type: ignore[arg-type]
    return office, adopt(office, pack)


def plan_of(office: Office, plan: RecordId) -> OfficePlan:
    """The plan as read."""
    return next(each for each in plans_of(office.queries) if each.id == plan)


def task_of(office: Office, task: str, plan: RecordId | None = None) -> OfficeTask:
    """A task by its id in the pack (`III.13`) or by its record."""
    return next(
        each
        for each in tasks_of(office.queries)
        if task in (each.task, each.id) and plan in (None, each.plan.id if each.plan else None)
    )
