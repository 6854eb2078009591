"""The due rules of the five plans, each plan adopted with the dates it was written for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sachmatuy_desktop.domain.plans import PlanPack, PlanTask
from sachmatuy_desktop.domain.plans.due import Basis, DueTask, Event, Opening, openings
from sachmatuy_desktop.domain.plans.periods import Life
from sachmatuy_desktop.domain.terms import start_of
from sachmatuy_desktop.packs.library import load_packs

PLANS = [each for each in load_packs().all() if isinstance(each, PlanPack)]
TASKS = [pytest.param(plan, task, id=task.id) for plan in PLANS for task in plan.tasks]


def as_written(plan: PlanPack) -> Life:
    """The plan from its own first day to its own last."""
    return Life(plan.effective_from, plan.effective_to, plan.phases)


def of(plan: PlanPack, task: PlanTask, life: Life) -> tuple[Opening, ...]:
    """Its openings over the first years of a life, one event of its kind happening."""
    until = min(life.last, life.start + timedelta(days=1200))
    seen = [Event("e", task.when.event, start_of(life.start))] if task.when.event else []
    return openings(DueTask(task.id, task.when), life, until, events=seen)


@pytest.mark.parametrize(("plan", "task"), TASKS)
def test_every_task_opens_within_its_plan_and_by_the_day_it_prints(
    plan: PlanPack, task: PlanTask
) -> None:
    made = of(plan, task, as_written(plan))
    assert made
    assert len({each.key for each in made}) == len(made)
    if task.last_day is not None:
        assert [each.last_day for each in made] == [task.last_day]
    asked = {(each.month, each.day) for each in (o.printed for o in made) if each}
    if task.when.kind == "periodic":
        assert asked == set(task.when.day)
    if task.when.proposed:
        assert {each.basis for each in made} == {Basis.PROPOSED}


@pytest.mark.parametrize(("plan", "task"), TASKS)
def test_adopted_years_later_no_task_is_lost_and_none_is_late_from_the_start(
    plan: PlanPack, task: PlanTask
) -> None:
    life = Life(date(2031, 3, 1), date(2034, 3, 1), plan.phases)
    made = of(plan, task, life)
    assert made
    assert all(each.last_day is None or each.last_day >= life.start for each in made)


def test_there_are_five_plans_to_try() -> None:
    assert len(PLANS) == 5
