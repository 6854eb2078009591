"""An office adopts a plan: everything of it at once, or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.errors import BadInput, Conflict, Refused
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.criteria import library, program_library
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import RecordResult, plans_of, tasks_of
from sachmatuy_desktop.services.plans.adopting import AdoptPlan
from sachmatuy_desktop.services.plans.changing import GivePaper
from sachmatuy_desktop.services.plans.offering import Ground, offers
from sachmatuy_desktop.services.plans.rows import Behind, TaskChoice
from tests.offices import new_office
from tests.plan_offices import ACTION_MONTH, IA_HDRAI_PLAN, add_task, adopt, plan_of, task_of
from tests.plan_tasks import put

FIRST = program_library().plan(IA_HDRAI_PLAN).tasks[0].id


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


def test_tasks_of_others_are_taken_over_to_be_read_and_are_nobodys_lateness(
    office: Office,
) -> None:
    adopt(office)
    pack = library(office).plan(IA_HDRAI_PLAN)
    found = {each.task: each.ours for each in tasks_of(office.queries)}
    assert found == {each.id: each.for_commune for each in pack.tasks}
    assert sum(found.values()) == 11


def test_what_the_office_chooses_counts_from_the_first_day(office: Office) -> None:
    pack = library(office).plan(IA_HDRAI_PLAN)
    off, mine = pack.tasks[0], next(each for each in pack.tasks if not each.for_commune)
    plan = adopt(
        office,
        tasks={
            off.id: TaskChoice(active=False, why="Do huyện làm"),
            mine.id: TaskChoice(ours=True, remark="Xã cũng làm"),
        },
        actors={"cong-an-huyen": Behind(body="Công an xã", person="Lê Văn Ba", account="an")},
    )
    assert (task_of(office, off.id).active, task_of(office, off.id).active_why) == (
        False,
        "Do huyện làm",
    )
    assert task_of(office, mine.id).ours
    police = plan_of(office, plan).actor("cong-an-huyen")
    assert police is not None
    assert (police.shown, police.person, police.account) == ("Công an xã", "Lê Văn Ba", "an")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"until_date": date(2020, 1, 1)}, "kết thúc trước ngày bắt đầu"),
        ({"phases": ()}, "Các giai đoạn phải là"),
        ({"tasks": {"không có": TaskChoice()}}, "không có mục"),
        ({"actors": {"không có": Behind()}}, "không có mục"),
        ({"tasks": {FIRST: TaskChoice(active=False)}}, "lý do"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_adopted(
    office: Office, more: dict[str, Any], told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        adopt(office, **more)
    assert plans_of(office.queries) == []
    assert tasks_of(office.queries) == []


def test_adopting_is_one_act_and_taken_back_whole_until_something_is_written(
    office: Office,
) -> None:
    start = date.fromisoformat(office.clock.today())
    outcome = office.run(AdoptPlan(pack=IA_HDRAI_PLAN, from_date=start))
    office.undo(outcome.txn)
    assert plans_of(office.queries) == []
    assert tasks_of(office.queries) == []
    txn = office.run(AdoptPlan(pack=IA_HDRAI_PLAN, from_date=start)).txn
    task = next(each for each in tasks_of(office.queries) if each.when.kind == "once")
    result = RecordResult(task=task.id, book="plan_tasks", opening="once", done_on=start)
    office.run(result)
    with pytest.raises(Conflict, match="liên quan được ghi sau đó"):
        office.undo(txn)


def test_a_plan_that_is_a_pack_of_criteria_cannot_be_adopted(office: Office) -> None:
    with pytest.raises(Refused, match="không phải là kế hoạch"):
        adopt(office, "ia-hdrai-2024/commune-drug-free")


def test_a_province_does_what_the_plan_gives_to_its_level(tmp_path: Path) -> None:
    province = next(
        each
        for each in unit_table().on(date(2026, 3, 2))
        if each.kind.level == 1 and each.name == "Khánh Hòa"
    )
    office = new_office(tmp_path / "tỉnh", province.id, kind="receiving")
    adopt(office, "ninh-thuan-2024/plan", until_date=date(2030, 12, 14))
    pack = library(office).plan("ninh-thuan-2024/plan")
    ours = [each for each in tasks_of(office.queries) if each.ours]
    assert ours
    for task in ours:
        levels = {pack.actor(name).level for name in task.actors}
        assert "province" in levels or any(
            body.level == "province" for name in task.actors for body in pack.actor(name).today
        )
    office.close()


# -- what is offered -------------------------------------------------------------------------------


def offered(unit: str, day: date = date(2026, 11, 28)) -> dict[str, Ground]:
    """Every plan with why it is offered, those of the place first."""
    table = unit_table()
    found = offers(program_library(), table, table.unit(unit), day)
    return {each.pack.id: each.ground for each in found}


def named(name: str, level: int) -> str:
    day = date(2026, 11, 28)
    return next(
        each.id for each in unit_table().on(day) if (each.name, each.kind.level) == (name, level)
    )


@pytest.mark.parametrize(
    ("unit", "level", "ground"),
    [
        ("xa-23537@1", 0, Ground.HERE),
        ("huyen-618@1", 0, Ground.HERE),
        ("Ia Tơi", 3, Ground.FORMER),
    ],
)
def test_a_commune_is_offered_its_districts_plan_and_its_provinces_month_first(
    unit: str, level: int, ground: Ground
) -> None:
    found = offered(named(unit, level) if level else unit)
    assert list(found)[:2] == [IA_HDRAI_PLAN, ACTION_MONTH]
    assert {found[IA_HDRAI_PLAN], found[ACTION_MONTH]} == {ground}
    assert set(list(found.values())[2:]) == {Ground.ELSEWHERE}


def test_a_province_is_offered_the_plans_below_it_that_name_its_level() -> None:
    assert offered(named("Quảng Ngãi", 1))[IA_HDRAI_PLAN] is Ground.BELOW
    assert offered(named("Quảng Ngãi", 1))[ACTION_MONTH] is Ground.FORMER
    assert offered(named("Khánh Hòa", 1))["ninh-thuan-2024/plan"] is Ground.FORMER
    assert set(offered(named("Hà Nội", 1)).values()) == {Ground.ELSEWHERE}


def test_a_commune_of_the_same_name_elsewhere_is_offered_patterns_only() -> None:
    day = date(2026, 11, 28)
    others = [
        each.id for each in unit_table().on(day) if each.name == "Ia Dom" and each.kind.level == 3
    ]
    assert others
    for unit in others:
        assert set(offered(unit).values()) == {Ground.ELSEWHERE}


# -- the document ----------------------------------------------------------------------------------


def test_the_document_issued_as_the_plan_gives_it_its_number(office: Office) -> None:
    plan = adopt(office)
    paper = put(
        office,
        "documents",
        {
            "number": "15/KH-UBND",
            "issued_on": "2026-03-02",
            "form": "plan-document",
            "title": "Kế hoạch",
            "signer": "Nguyễn Văn Chủ",
            "state": "issued",
        },
    )
    office.run(GivePaper(plan=plan, paper=paper))
    found = plan_of(office, plan)
    assert (found.document, found.document_on) == ("15/KH-UBND", date(2026, 3, 2))
