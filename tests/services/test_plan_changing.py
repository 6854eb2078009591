"""What an office changes of the plan it follows, and taking a newer edition over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.plans.due import Own
from sachmatuy_desktop.domain.plans.standing import State
from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.errors import BadInput, Conflict, NotAllowed
from sachmatuy_desktop.packs.library import packs_folder
from sachmatuy_desktop.services.bus import Command, Session, execute
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.packs import ImportPack
from sachmatuy_desktop.services.plans import RecordResult, plans_of, tasks_of
from sachmatuy_desktop.services.plans.adopting import AddTask, AdoptPlan
from sachmatuy_desktop.services.plans.changing import (
    AddActor,
    ChangeOwnTask,
    ChangePlan,
    ChangeTask,
    RemoveActor,
    RemoveOwnTask,
    ResumePlan,
    SetActor,
    StopPlan,
    SwitchTasks,
)
from sachmatuy_desktop.services.plans.looking import twins
from sachmatuy_desktop.services.plans.renewing import RenewPlan, renewal_of
from sachmatuy_desktop.services.plans.rows import Behind
from tests.offices import TestClock, new_office, row
from tests.plan_offices import IA_HDRAI_PLAN, add_task, adopt, own_plan, plan_of, task_of
from tests.sync.test_two_offices import DISTRICT, carry, introduce, trust

TODAY = date(2026, 3, 2)
CALENDAR = WorkCalendar()


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    made = new_office(tmp_path / "xã", clock=clock)
    yield made
    made.close()


def as_role(office: Office, role: str) -> Session:
    return Session(office.store, office.queries, "Người khác", ROLES[role])


# -- dates, phases, the end ------------------------------------------------------------------------


def test_dates_document_and_phases_are_changed_and_taken_back(office: Office) -> None:
    plan = adopt(office)
    phases = plan_of(office, plan).life.phases
    moved = (phases[0], *phases[1:])
    change = ChangePlan(
        plan=plan,
        title="Kế hoạch của xã",
        from_date=date(2026, 1, 15),
        until_date=date(2026, 12, 14),
        phases=moved,
        document="15/KH-UBND",
        document_on=date(2026, 1, 14),
        signer="Nguyễn Văn Chủ",
        position="Chủ tịch",
    )
    txn = office.run(change).txn
    now = plan_of(office, plan)
    assert (now.life.start, now.life.end, now.document) == (
        date(2026, 1, 15),
        date(2026, 12, 14),
        "15/KH-UBND",
    )
    assert now.title == "Kế hoạch của xã"
    office.undo(txn)
    assert plan_of(office, plan).life.start == TODAY


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"until_date": date(2026, 1, 1)}, "kết thúc trước ngày bắt đầu"),
        ({"phases": ()}, "Các giai đoạn phải là"),
    ],
)
def test_a_plan_is_not_given_dates_that_cannot_be(
    office: Office, change: dict[str, object], told: str
) -> None:
    plan = adopt(office)
    phases = plan_of(office, plan).life.phases
    given = {"phases": phases, **change}
    with pytest.raises(BadInput, match=told):
        office.run(ChangePlan(plan=plan, title="Khác", from_date=TODAY, **given))  # type: ignore[arg-type]


def test_a_plan_does_not_begin_after_a_last_day_that_the_office_chose(office: Office) -> None:
    plan = own_plan(office)
    add_task(office, plan, "Họp", When("once", needs_date=True), own=Own(last=date(2026, 4, 1)))
    with pytest.raises(BadInput, match="Việc «Họp» có hạn trước"):
        office.run(ChangePlan(plan=plan, from_date=date(2026, 5, 1), title="Kế hoạch"))


def test_a_stopped_plan_keeps_what_was_done_and_may_be_adopted_anew(office: Office) -> None:
    plan = adopt(office)
    stop = StopPlan(plan=plan, stopped_on=TODAY, why="Huyện đã thôi kế hoạch")
    office.run(stop)
    assert plan_of(office, plan).stopped_why == "Huyện đã thôi kế hoạch"
    with pytest.raises(Conflict, match="thôi thực hiện trước đó"):
        office.run(stop)
    again = adopt(office)
    with pytest.raises(Conflict, match="đang thực hiện kế hoạch này"):
        office.run(ResumePlan(plan=plan))
    office.run(StopPlan(plan=again, stopped_on=TODAY, why="Nhận nhầm"))
    with pytest.raises(BadInput, match="lý do"):
        office.run(StopPlan(plan=adopt(office, "", title="Khác"), stopped_on=TODAY, why=" "))


def test_what_is_undone_when_a_plan_is_stopped_is_asked_for_no_more(office: Office) -> None:
    plan = own_plan(office, day="2026-01-05")
    late = add_task(office, plan, "Đã quá hạn", When("once", on=date(2026, 2, 1)))
    coming = add_task(office, plan, "Chưa đến hạn", When("once", on=date(2026, 6, 1)))
    monthly = add_task(office, plan)
    office.run(StopPlan(plan=plan, stopped_on=TODAY, why="Sáp nhập"))
    now = datetime(2026, 9, 1, 8, 0, tzinfo=VIETNAM)
    stands = {each: task_of(office, each).standing(now, CALENDAR) for each in (late, coming)}
    assert stands[late].state is State.OVERDUE
    assert stands[coming].state is State.GONE
    assert [
        each.opening.key for each in task_of(office, monthly).standing(now, CALENDAR).overdue
    ] == [
        "2026-01",
        "2026-02",
    ]


def test_a_stopped_plan_is_taken_up_again(office: Office) -> None:
    plan = adopt(office)
    office.run(StopPlan(plan=plan, stopped_on=TODAY, why="Nhầm"))
    office.run(ResumePlan(plan=plan))
    assert plan_of(office, plan).stopped_on is None


# -- actors ----------------------------------------------------------------------------------------


def test_who_stands_behind_an_actor_is_set_and_a_stale_form_refused(office: Office) -> None:
    plan = plan_of(office, adopt(office))
    actor = plan.actors[0]
    seen = row(office, "plan_actors", actor.id)
    office.run(SetActor(actor=actor.id, behind=Behind(body="Công an xã", person="Lê Văn Ba")))
    now = plan_of(office, plan.id).actor(actor.actor)
    assert now is not None
    assert (now.name, now.shown, now.person) == (actor.name, "Công an xã", "Lê Văn Ba")
    with pytest.raises(Conflict):
        office.run(SetActor(actor=actor.id, behind=Behind(body="Khác"), loaded=seen))


def test_an_office_adds_an_actor_and_takes_it_out_while_no_task_names_it(office: Office) -> None:
    plan = own_plan(office)
    police = str(office.run(AddActor(plan=plan, name="Công an xã")).result)
    task = add_task(office, plan, actors=(police,))
    (actor,) = plan_of(office, plan).actors
    assert [each.name for each in task_of(office, task).doers] == ["Công an xã"]
    with pytest.raises(Conflict, match="đang giao cho cơ quan này"):
        office.run(RemoveActor(actor=actor.id))
    office.run(RemoveOwnTask(record=task))
    office.run(RemoveActor(actor=actor.id))
    assert plan_of(office, plan).actors == ()
    printed = plan_of(office, adopt(office)).actors[0]
    with pytest.raises(NotAllowed):
        office.run(RemoveActor(actor=printed.id))


# -- tasks -----------------------------------------------------------------------------------------


def test_a_task_the_law_has_ended_is_off_with_its_article_and_may_be_turned_on(
    tmp_path: Path,
) -> None:
    clock = TestClock()
    clock.advance(days=270)
    office = new_office(tmp_path / "xã", clock=clock)
    adopt(office)
    ended = [each for each in tasks_of(office.queries) if not each.active]
    assert ended
    task = ended[0]
    assert task.active_why
    with pytest.raises(BadInput, match="lý do vẫn làm"):
        office.run(ChangeTask(task=task.id, active=True))
    office.run(ChangeTask(task=task.id, active=True, why="Xã vẫn làm theo nghị quyết"))
    now = task_of(office, task.task)
    assert now.active
    assert now.rows.obsolete is None
    office.run(SwitchTasks(tasks=(task.id,), active=False, why="Thôi"))
    assert task_of(office, task.task).active_why == "Thôi"
    office.close()


def test_turning_a_task_off_wants_a_reason(office: Office) -> None:
    adopt(office)
    task = tasks_of(office.queries)[0]
    with pytest.raises(BadInput, match="lý do không thực hiện"):
        office.run(ChangeTask(task=task.id, active=False))
    office.run(ChangeTask(task=task.id, active=False, why="Do huyện làm"))
    assert not task_of(office, task.id).active


@pytest.mark.parametrize(
    ("when", "own", "told"),
    [
        (When("once", on=date(2026, 6, 1)), Own(last=date(2026, 3, 1)), "trước ngày bắt đầu"),
        (
            When("periodic", every="half_year"),
            Own(cut_offs=((6, 15), (7, 4))),
            "rơi vào cùng một kỳ",
        ),
        (When("continuous", months=3), Own(last=date(2026, 6, 1)), "không dùng mục đó"),
        (When("once", on=date(2026, 6, 1)), Own(months=3), "không dùng mục đó"),
    ],
)
def test_dates_of_the_office_that_the_rule_has_no_use_for_are_refused(
    office: Office, when: When, own: Own, told: str
) -> None:
    plan = own_plan(office)
    task = add_task(office, plan, when=when)
    with pytest.raises(BadInput, match=told):
        office.run(ChangeTask(task=task, own=own))


@pytest.mark.parametrize(
    ("when", "own"),
    [
        (When("once", needs_date=True), Own(last=date(2026, 6, 1))),
        (When("periodic", every="month"), Own(cut_offs=((0, 25),))),
        (When("event", event="asked", hours=24), Own()),
        (When("continuous", months=3), Own(days=14)),
    ],
)
def test_tasks_of_every_kind_of_rule_are_added_with_dates_of_the_office(
    office: Office, when: When, own: Own
) -> None:
    task = task_of(office, add_task(office, own_plan(office), when=when, own=own))
    assert (task.when, task.own) == (when, own)


@pytest.mark.parametrize("when", [When("periodic"), When("event")])
def test_a_rule_that_says_nothing_is_refused(office: Office, when: When) -> None:
    with pytest.raises(BadInput):
        add_task(office, own_plan(office), when=when)


def test_a_task_of_the_office_is_reworded_and_taken_out_until_something_is_written(
    office: Office,
) -> None:
    plan = own_plan(office)
    task = add_task(office, plan)
    monthly = task_of(office, task).when
    office.run(ChangeOwnTask(record=task, task=AddTask(plan=plan, title="Giao ban", when=monthly)))
    assert task_of(office, task).title == "Giao ban"
    result = RecordResult(task=task, book="plan_tasks", opening="2026-03", done_on=TODAY)
    office.run(result)
    yearly = AddTask(plan=plan, title="Giao ban", when=When("periodic", every="year"))
    with pytest.raises(Conflict, match="kết quả theo thời hạn cũ"):
        office.run(ChangeOwnTask(record=task, task=yearly))
    with pytest.raises(Conflict, match="đã có ghi chép"):
        office.run(RemoveOwnTask(record=task))


def test_printed_words_stay_as_printed(office: Office) -> None:
    plan = adopt(office)
    task = tasks_of(office.queries)[0]
    with pytest.raises(NotAllowed, match="giữ nguyên câu chữ"):
        office.run(RemoveOwnTask(record=task.id))
    words = AddTask(plan=plan, title="Khác", when=task.when)
    with pytest.raises(NotAllowed, match="giữ nguyên câu chữ"):
        office.run(ChangeOwnTask(record=task.id, task=words))


@pytest.mark.parametrize("role", ["chair", "viewer"])
def test_who_may_not_write_plans_changes_nothing_of_them(office: Office, role: str) -> None:
    plan = adopt(office)
    task, actor = tasks_of(office.queries)[0].id, plan_of(office, plan).actors[0].id
    acts: list[Command] = [
        AdoptPlan(from_date=TODAY, title="Khác"),
        AddTask(plan=plan, title="Khác", when=When("once", needs_date=True)),
        ChangePlan(plan=plan, title="Khác", from_date=TODAY),
        StopPlan(plan=plan, stopped_on=TODAY, why="Khác"),
        ResumePlan(plan=plan),
        SetActor(actor=actor, behind=Behind()),
        AddActor(plan=plan, name="Khác"),
        RemoveActor(actor=actor),
        ChangeTask(task=task),
        SwitchTasks(tasks=(task,), active=False, why="Khác"),
        RemoveOwnTask(record=task),
        RenewPlan(plan=plan, edition=2),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            execute(act, as_role(office, role))


# -- the office above ------------------------------------------------------------------------------


def test_the_office_above_reads_the_plan_with_every_task_and_changes_nothing(
    office: Office, tmp_path: Path, clock: TestClock
) -> None:
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(office, above)
    plan = adopt(office, document="15/KH-UBND")
    add_task(office, plan, "Việc riêng của xã")
    carry(office, above, tmp_path / "một.smt")
    (seen,) = plans_of(above.queries, office.unit.id)
    assert (seen.title, seen.document) == (plan_of(office, plan).title, "15/KH-UBND")
    assert tasks_of(above.queries) == tasks_of(office.queries)
    assert len(seen.actors) == len(plan_of(office, plan).actors)
    with pytest.raises(NotAllowed, match="của đơn vị khác"):
        above.run(StopPlan(plan=plan, stopped_on=TODAY, why="Khác"))
    with pytest.raises(NotAllowed, match="của đơn vị khác"):
        add_task(above, plan)
    above.close()


# -- a newer edition -------------------------------------------------------------------------------


def second_edition() -> str:
    """The plan of Ia H'Drai as its district might amend it: a task goes, one comes, one changes."""
    text = (packs_folder() / f"{IA_HDRAI_PLAN}.toml").read_text("utf-8")
    text = text.replace(
        'effective_from = "2024-04-03"', 'effective_from = "2026-02-01"\nedition = 2', 1
    )
    head, *tasks = text.split("[[task]]\n")
    first, second, *others = tasks
    assert 'title = "' in second
    place = second.index('title = "') + len('title = "')
    changed = second[:place] + "Sửa đổi: " + second[place:]
    new = (
        'id = "MOI.1"\nkind = "activity"\nparagraph = "mục bổ sung"\n'
        'actors = ["cong-an-huyen"]\ntitle = "Việc mới"\nquote = "Việc mới của bản sửa đổi."\n'
        'when = { kind = "periodic", every = "month" }\nfor_commune = true\n\n'
    )
    del first
    return "[[task]]\n".join([head, changed, *others[:-1], others[-1].rstrip() + "\n\n", new])


def test_a_newer_edition_is_told_before_and_taken_over_with_every_result(office: Office) -> None:
    plan = adopt(office)
    gone, changed = tasks_of(office.queries)[:2]
    own = add_task(office, plan, "Việc riêng")
    office.run(
        RecordResult(task=changed.id, book="plan_tasks", opening="once", done_on=TODAY)
        if changed.when.kind == "once"
        else ChangeTask(task=changed.id, remark="Đã xem")
    )
    assert renewal_of(office.queries, library(office), plan, TODAY) is None
    office.run(ImportPack(second_edition().encode(), "KH sửa đổi"))
    told = renewal_of(office.queries, library(office), plan, TODAY)
    assert told is not None
    assert ([each.id for each in told.added], told.ended) == (["MOI.1"], (gone.title,))
    assert [(each.id, fields) for each, fields in told.changed] == [(changed.task, ("title",))]
    txn = office.run(RenewPlan(plan=plan, edition=2)).txn
    now = {each.id: each for each in tasks_of(office.queries)}
    assert not now[gone.id].active
    assert "bản số 2" in now[gone.id].active_why
    assert now[changed.id].title.startswith("Sửa đổi: ")
    assert now[changed.id].results == task_of(office, changed.id).results
    assert task_of(office, "MOI.1").ours
    assert own in now
    assert renewal_of(office.queries, library(office), plan, TODAY) is None
    office.undo(txn)
    assert task_of(office, gone.id).active


def test_an_edition_other_than_the_one_looked_at_is_not_taken(office: Office) -> None:
    plan = adopt(office)
    with pytest.raises(Conflict, match="vừa thay đổi"):
        office.run(RenewPlan(plan=plan, edition=2))


# -- two PCs of one office -------------------------------------------------------------------------


def test_two_pcs_that_adopt_the_same_plan_hold_it_twice_until_one_is_stopped(
    tmp_path: Path, clock: TestClock
) -> None:
    first = new_office(tmp_path / "một", clock=clock)
    second = new_office(tmp_path / "hai", clock=clock)
    trust(first, second, "sister")
    trust(second, first, "sister")
    kept, given_up = adopt(first), adopt(second)
    carry(first, second, tmp_path / "1.smt")
    carry(second, first, tmp_path / "2.smt")
    for pc in (first, second):
        (pair,) = twins(plans_of(pc.queries))
        assert {each.id for each in pair} == {kept, given_up}
    second.run(StopPlan(plan=given_up, stopped_on=TODAY, why="Hai máy cùng nhận"))
    carry(second, first, tmp_path / "3.smt")
    assert plan_of(first, given_up).stopped_why == "Hai máy cùng nhận"
    assert plan_of(first, kept).stopped_on is None
    assert twins(plans_of(first.queries)) == []
    assert [len(tasks_of(pc.queries)) for pc in (first, second)] == [106, 106]
    first.close()
    second.close()
