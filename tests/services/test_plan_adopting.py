"""An office adopts a plan: everything of it at once, or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.errors import BadInput, Conflict
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import tasks_of
from sachmatuy_desktop.services.plans.adopting import AdoptPlan
from tests.offices import new_office
from tests.plan_offices import IA_HDRAI_PLAN, add_task, adopt, plan_of, task_of


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path / "xa")


def test_every_task_of_the_plan_is_taken_over_word_for_word_in_its_order(office: Office) -> None:
    plan = adopt(office)
    pack = library(office).plan(IA_HDRAI_PLAN)
    found = tasks_of(office.queries, office.unit.id)
    assert [(each.task, each.content, each.when) for each in found] == [
        (each.id, each.quote, each.when) for each in pack.tasks
    ]
    assert {each.actor for each in plan_of(office, plan).actors} == {e.id for e in pack.actors}


def test_the_same_plan_is_not_adopted_twice_for_the_same_days(office: Office) -> None:
    adopt(office, until_date=date(2026, 12, 14))
    with pytest.raises(Conflict, match="đang thực hiện kế hoạch này"):
        adopt(office, day="2026-12-14")
    adopt(office, day="2026-12-15")


def test_an_office_begins_a_plan_of_its_own_and_adds_tasks(office: Office) -> None:
    plan = adopt(office, "", title="Kế hoạch năm 2026 của xã")
    first = add_task(office, plan)
    second = add_task(office, plan, "Tổng kết năm", When("once", on=date(2026, 12, 20)))
    assert [each.id for each in tasks_of(office.queries)] == [first, second]
    assert task_of(office, second).when.on == date(2026, 12, 20)


def test_a_plan_without_pack_wants_a_name(office: Office) -> None:
    with pytest.raises(BadInput, match="tên kế hoạch"):
        office.run(AdoptPlan(from_date=date(2026, 3, 2)))
