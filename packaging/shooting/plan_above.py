"""Scenes of tasks set for communes: the list, the dialogs, communes by tasks, what comes below."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.plans.standing import State
from sachmatuy_desktop.packs.reminders import reminder_words
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import RecordResult, events_of, plans_of, tasks_of
from sachmatuy_desktop.services.plans.adopting import AdoptPlan
from sachmatuy_desktop.services.plans.overseeing import SET_HERE
from sachmatuy_desktop.services.plans.setting import ChangeSeries, SetTask
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.ui.dialogs.remind import RemindDialog
from sachmatuy_desktop.ui.pages.board import BoardPage
from sachmatuy_desktop.ui.pages.board.tasks import TasksBoard
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.set_task_dialogs import (
    AddCommunesDialog,
    ChangeTaskDialog,
    SetTaskDialog,
    WithdrawDialog,
)
from sachmatuy_desktop.ui.pages.plans.set_tasks import SetTasksTab
from sachmatuy_desktop.ui.pages.today import TodayPage
from shooting.offices import COMMUNE
from shooting.receiving import OFFICE, merge_all
from shooting.stage import Scene, Stage

PLAN = "ia-hdrai-2024/plan"
BEGUN = date(2026, 1, 1)


def travelled(stage: Stage) -> None:
    """Two tasks are set, one is written anew; communes have answered and sent their plans."""
    stage.once(merge_all)
    world, above, today = stage.offices.world, stage.offices.receiving, stage.offices.today
    units = tuple(each.info.unit_id for each in world.communes.values())
    soon, later = (When("once", on=today + timedelta(days=days)) for days in (5, 20))
    above.run(
        SetTask(
            units,
            "Rà soát, lập danh sách người nghiện, người sử dụng trái phép chất ma túy",
            soon,
            content="Rà soát từng thôn, đối chiếu hồ sơ quản lý của Công an xã.",
            document="112/CV-BCĐ",
            evidence=("people",),
        )
    )
    changed = above.run(SetTask(units[:3], "Báo cáo mô hình phòng, chống ma túy", soon)).result
    above.run(ChangeSeries(str(changed), "Các xã đề nghị thêm thời gian", when=later))
    above.run(SetTask(units, "Báo cáo số liệu hằng tháng", When("periodic", every="month")))
    for number, office in enumerate(world.communes.values()):
        stick = stage.offices.folder / "stick" / f"giao-viec-{number}{bundles.SUFFIX}"
        bundles.export(above, office.keys.device.public.key_id, stick)
        if office is stage.offices.commune:
            stage.merge(stick, COMMUNE)
        else:
            bundles.merge(office, bundles.stage(office, stick))
        if number < len(world.communes) - 1:
            _answer(office, number, today)
        back = stick.with_name(f"ket-qua-{number}{bundles.SUFFIX}")
        bundles.export(office, above.keys.device.public.key_id, back)
        stage.merge(back, OFFICE)


def _answer(office: Office, number: int, today: date) -> None:
    """The commune follows the plan, and has done most of what was due of it."""
    unit = office.info.unit_id
    if not any(each.pack == PLAN for each in plans_of(office.queries, unit)):
        office.run(AdoptPlan(pack=PLAN, from_date=BEGUN))
    calendar, events = calendar_of(office.session), events_of(office.queries, unit)
    for place, task in enumerate(tasks_of(office.queries, unit)):
        if not task.active or not task.ours or (number + place) % 4 == 0:
            continue
        for each in task.standing(office.clock.now(), calendar, events).openings:
            last = each.opening.last_day
            if each.state in (State.DONE, State.GONE) or each.opening.key.startswith("from"):
                continue
            day = min(last or today, today) + timedelta(days=(number + place) % 3 - 1)
            if BEGUN <= day <= today:
                office.run(
                    RecordResult(
                        task=task.id, book=task.book, opening=each.opening.key, done_on=day
                    )
                )


def board(stage: Stage, which: str) -> TasksBoard:
    """Communes by the tasks that were set, or by those of the plan; a cell is looked at."""
    stage.once(travelled)
    page = stage.page("board", BoardPage, OFFICE)
    page.tabs.setCurrentWidget(page.tasks)
    stage.camera.settle()
    page.tasks.seek(which)
    stage.camera.settle()
    tasks = page.tasks
    first = tasks.table.model.columns[3].key
    tasks.table.choose(stage.offices.commune.info.unit_id, first)
    stage.camera.settle()
    return tasks


def matrix(stage: Stage, which: str) -> QWidget:
    """The board's tab."""
    return board(stage, which).window()


def reminding(stage: Stage) -> QWidget:
    """The proposed words."""
    tasks = board(stage, PLAN)
    tasks.table.view.selectAll()
    about = [each for each, _seen in tasks.chosen()]
    desk = stage.desk_of(OFFICE)
    words = reminder_words()[State.OVERDUE]
    return stage.show(RemindDialog(desk, about, words, "Vũ Thị Hoa", tasks))


def given(stage: Stage) -> SetTasksTab:
    """The tasks that were set."""
    stage.once(travelled)
    page = stage.page("plans", PlansPage, OFFICE)
    page.tabs.setCurrentWidget(page.set_tasks)
    stage.camera.settle()
    return page.set_tasks


def listed(stage: Stage) -> QWidget:
    """Their list, the changed one looked at."""
    tab = given(stage)
    tab.table.choose(1)
    return tab.window()


def setting(stage: Stage) -> QWidget:
    """A task about to be set for some communes."""
    tab = given(stage)
    assert tab.found is not None  # noqa: S101  (it has settled)
    choices = tab.found.choices
    dialog = SetTaskDialog(stage.desk_of(OFFICE), choices, "Vũ Thị Hoa", tab)
    dialog.title.line.setText("Tổng kết thực hiện kế hoạch năm 2026")
    dialog.rule.last.line.setText("10/12/2026")
    dialog.communes.tick([key for key, _name in choices.communes[:2]])
    return stage.show(dialog)


def changing(stage: Stage) -> QWidget:
    """A set task about to be written anew."""
    tab = given(stage)
    assert tab.found is not None  # noqa: S101  (it has settled)
    return stage.show(ChangeTaskDialog(stage.desk_of(OFFICE), tab.found.series[0], tab))


def adding(stage: Stage) -> QWidget:
    """A set task about to be given to more communes."""
    tab = given(stage)
    assert tab.found is not None  # noqa: S101  (it has settled)
    series = replace(tab.found.series[0], units=tab.found.series[0].units[:1])
    desk, communes = stage.desk_of(OFFICE), tab.found.choices.communes
    return stage.show(AddCommunesDialog(desk, series, communes, "Vũ Thị Hoa", tab))


def withdrawing(stage: Stage) -> QWidget:
    """A set task about to be taken back."""
    tab = given(stage)
    assert tab.found is not None  # noqa: S101  (it has settled)
    series, communes = tab.found.series[0], tab.found.choices.communes
    return stage.show(WithdrawDialog(stage.desk_of(OFFICE), series, communes, tab))


def below(stage: Stage) -> QWidget:
    """What the commune is told on its page of the day."""
    stage.once(travelled)
    return stage.page("today", TodayPage, COMMUNE).window()


SCENES = (
    Scene("above-given", PlansPage, listed),
    Scene("above-set", SetTaskDialog, setting),
    Scene("above-change", ChangeTaskDialog, changing),
    Scene("above-add", AddCommunesDialog, adding),
    Scene("above-withdraw", WithdrawDialog, withdrawing),
    Scene("above-board", BoardPage, partial(matrix, which=SET_HERE)),
    Scene("above-board-plan", BoardPage, partial(matrix, which=PLAN)),
    Scene("above-remind", RemindDialog, reminding),
    Scene("above-below", TodayPage, below),
)
