"""From rows to plans and tasks: what an office reads of what it has adopted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.plans import Phase, When
from sachmatuy_desktop.domain.plans.due import Basis, Own
from sachmatuy_desktop.domain.plans.standing import State
from sachmatuy_desktop.errors import NotFound
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import (
    phases_from_json,
    phases_to_json,
    plans_of,
    task_of,
    tasks_of,
)
from tests.offices import HOANG_PHONG, add_village, new_office
from tests.plan_tasks import MONTHLY, a_plan, a_set_task, a_task, done, openings, put, read, stands


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = new_office(tmp_path)
    yield made
    made.close()


def test_a_plan_with_who_stands_behind_its_actors(office: Office) -> None:
    phases = (Phase("1", "Giai đoạn 1", "I", "…", None, date(2026, 12, 14), "đã dời"),)
    plan = a_plan(office, until_date="2030-12-14", phases=phases_to_json(phases))
    put(
        office,
        "plan_actors",
        {
            "plan": plan,
            "actor": "cong-an-xa",
            "name": "Công an các xã",
            "level": "commune",
            "body": "Công an xã Ia Dom",
            "account": "an",
        },
    )
    (found,) = plans_of(office.queries)
    assert (found.life.start, found.life.end) == (date(2026, 1, 5), date(2030, 12, 14))
    assert found.phase(date(2026, 3, 2)) == phases[0]
    actor = found.actor("cong-an-xa")
    assert actor is not None
    assert (actor.shown, actor.account) == ("Công an xã Ia Dom", "an")
    assert found.actor("ubmttq") is None


def test_a_plan_that_was_stopped_ends_on_that_day(office: Office) -> None:
    a_plan(office, until_date="2030-12-14", stopped_on="2026-06-30", stopped_why="Có kế hoạch mới")
    (found,) = plans_of(office.queries)
    assert found.life.end == date(2026, 6, 30)


def test_a_plan_stopped_before_it_began_lasts_its_first_day(office: Office) -> None:
    a_plan(office, stopped_on="2025-12-01")
    (found,) = plans_of(office.queries)
    assert (found.life.start, found.life.end) == (date(2026, 1, 5), date(2026, 1, 5))


def test_phases_are_read_as_they_were_written() -> None:
    phases = (
        Phase("a", "Một", "mục 1", "“Đến hết năm”", date(2026, 1, 1), date(2026, 12, 31)),
        Phase("b", "Hai", "mục 2", "từ năm 2027", date(2027, 1, 1), None, "ghi chú"),
    )
    assert phases_from_json(phases_to_json(phases)) == phases
    assert phases_from_json("") == ()


def test_what_the_office_chose_counts_and_says_so(office: Office) -> None:
    plan = a_plan(office)
    once = a_task(office, plan, when=When("once", before=date(2026, 6, 15)), last_on="2026-05-20")
    monthly = a_task(office, plan, when=MONTHLY, cut_offs="[[0,26]]")
    watched = a_task(office, plan, when=When("continuous", months=1), review_days=10)
    assert read(office, monthly).own == Own(cut_offs=((0, 26),))
    found = openings(office, read(office, once), "2026-12-31")["once"]
    assert (found.last_day, found.basis) == (date(2026, 5, 20), Basis.OFFICE)
    found = openings(office, read(office, monthly), "2026-12-31")["2026-03"]
    assert (found.last_day, found.basis) == (date(2026, 3, 25), Basis.OFFICE)
    (found,) = openings(office, read(office, watched), "2026-12-31").values()
    assert (found.last_day, found.basis) == (date(2026, 1, 15), Basis.OFFICE)


def test_tasks_of_plans_come_first_and_then_those_from_above(office: Office) -> None:
    plan = a_plan(office)
    a_task(office, plan, "Việc B", place=20)
    a_task(office, plan, "Việc A", place=10)
    a_set_task(office, "Việc giao", evidence="propaganda models", document="12/CV")
    tasks = tasks_of(office.queries, office.unit.id)
    assert [each.title for each in tasks] == ["Việc A", "Việc B", "Việc giao"]
    assert tasks[2].plan is None
    assert tasks[2].evidence == ("propaganda", "models")
    assert tasks[2].life.start == date(2026, 2, 1)


def test_tasks_of_another_unit_are_not_read_as_ones_own(office: Office) -> None:
    put(
        office,
        "set_tasks",
        {
            "addressee": HOANG_PHONG,
            "series": "s",
            "title": "Việc xã khác",
            "kind": "report",
            "set_on": "2026-02-01",
            "rule": When("once", needs_date=True).to_json(),
        },
        unit=HOANG_PHONG,
    )
    assert tasks_of(office.queries, office.unit.id) == []
    (other,) = tasks_of(office.queries)
    assert other.unit == HOANG_PHONG


def test_a_rule_of_a_newer_program_leaves_the_task_out_and_the_row_in(office: Office) -> None:
    plan = a_plan(office)
    task = a_task(office, plan, rule='{"kind":"lunar"}')
    assert tasks_of(office.queries) == []
    assert office.queries.count("plan_tasks") == 1
    with pytest.raises(NotFound):
        task_of(office.queries, "plan_tasks", task)


def test_one_task_reads_as_it_does_among_all(office: Office) -> None:
    add_village(office)
    plan = a_plan(office)
    planned = a_task(office, plan, each_village=1, actors="cong-an-xa", criteria="p#1 p#2")
    given = a_set_task(office)
    done(office, planned, "2026-01")
    done(office, given, "once", book="set_tasks")
    assert tasks_of(office.queries) == [read(office, planned), read(office, given, "set_tasks")]


def test_a_removed_task_is_not_found(office: Office) -> None:
    plan = a_plan(office)
    task = a_task(office, plan)
    with office.store.begin(Act("training.fill", "Máy")) as work:
        work.remove("plan_tasks", task)
        work.commit()
    with pytest.raises(NotFound):
        read(office, task)


def test_the_law_that_ended_a_task(office: Office) -> None:
    plan = a_plan(office)
    task = a_task(
        office,
        plan,
        active=0,
        active_why="Luật mới",
        obsolete_by="Luật 120/2025/QH15",
        obsolete_from="2026-03-01",
    )
    found = read(office, task)
    assert (found.active, found.active_why) == (False, "Luật mới")
    states = {each.opening.key: each.state for each in stands(office, found).openings}
    assert (states["2026-01"], states["2026-03"]) == (State.OVERDUE, State.GONE)


def test_results_keep_all_they_say(office: Office) -> None:
    plan = a_plan(office)
    task = a_task(office, plan)
    done(office, task, "2026-01", "2026-01-31", who="Nguyễn Văn An", document="7/BC", remark="Tốt")
    done(office, task, "2026-02", "2026-02-10", kind="excused", remark="Nghỉ Tết")
    found = read(office, task)
    kept = {each.opening: each for each in found.results}
    assert (kept["2026-01"].who, kept["2026-01"].document) == ("Nguyễn Văn An", "7/BC")
    assert [each.reason for each in found.rows.excused] == ["Nghỉ Tết"]
    states = [each.state for each in stands(office, found).openings][:3]
    assert states == [State.DONE, State.GONE, State.OPEN]
