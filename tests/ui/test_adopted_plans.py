"""Kế hoạch in the real window: adopted in steps, changed, added to, stopped, read above."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.plans.due import Own
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.packs import ImportPack
from sachmatuy_desktop.services.plans import plans_of, tasks_of
from sachmatuy_desktop.storage.keys.keyring_file import Account
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.actor_dialog import ActorDialog
from sachmatuy_desktop.ui.pages.plans.adopt_dialog import ACTORS, CHOOSE, DATES, TASKS, AdoptDialog
from sachmatuy_desktop.ui.pages.plans.adopt_parts import DUE, ON
from sachmatuy_desktop.ui.pages.plans.adopted import AdoptedTab
from sachmatuy_desktop.ui.pages.plans.plan_dialogs import PlanDialog, RenewDialog, StopDialog
from sachmatuy_desktop.ui.pages.plans.rule_entry import RuleEntry
from sachmatuy_desktop.ui.pages.plans.task_dialogs import OwnTaskDialog, SwitchDialog, TaskDialog
from tests.offices import TestClock, new_office
from tests.plan_offices import ACTION_MONTH, IA_HDRAI_PLAN, adopt, plan_of, task_of
from tests.services.test_plan_changing import second_edition
from tests.sync.test_two_offices import DISTRICT, carry, introduce
from tests.ui.asked import when_asked
from tests.ui.windows import PATIENCE, rest

SCREEN = (1366, 768)


@pytest.fixture
def clock() -> TestClock:
    """28 November 2026."""
    made = TestClock()
    made.advance(days=271)
    return made


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "xã", clock=clock)


def tab_of(qtbot: QtBot, window: MainWindow) -> AdoptedTab:
    """The tab in front, read."""
    page = window.open_page("plans")
    assert isinstance(page, PlansPage)
    page.tabs.setCurrentWidget(page.plans)
    rest(qtbot, window)
    return page.plans


def press(widget: QWidget, verb: str) -> None:
    """Click the button with these words."""
    next(each for each in widget.findChildren(QPushButton) if each.text() == verb).click()


def words(widget: QWidget) -> str:
    """Everything a part of the window says."""
    labels = [each.text() for each in widget.findChildren(QLabel)]
    return "\n".join(labels + [each.text() for each in widget.findChildren(QPushButton)])


# -- adopting --------------------------------------------------------------------------------------


def test_a_plan_is_adopted_in_four_steps(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], office: Office
) -> None:
    window = windows(office)
    tab = tab_of(qtbot, window)
    assert "Chưa nhận kế hoạch nào" in words(tab.side)
    seen: list[object] = []

    def answer(dialog: AdoptDialog) -> None:
        room = dialog.size()
        seen.append((room.width() <= SCREEN[0], room.height() <= SCREEN[1]))
        seen.append([each.text for each in (row[0] for row in dialog.choose.table.rows)])
        seen.append(words(dialog.choose.preview))
        dialog.go_on()
        dialog.dates.lines.document.line.setText("15/KH-UBND")
        dialog.dates.lines.from_date.line.setText("1/12/2026")
        dialog.go_on()
        dialog.actors.lines["cong-an-huyen"][0].setCurrentText("Công an xã")
        dialog.actors.lines["cong-an-huyen"][1].setText("Lê Văn Ba")
        dialog.go_on()
        first = dialog.tasks.table.item(0, ON)
        assert first is not None
        first.setCheckState(Qt.CheckState.Unchecked)
        dialog.go_on()
        seen.append(dialog.tasks.why_off.wrong.text())
        dialog.tasks.why_off.line.setText("Huyện đã nhận kế hoạch này")
        dialog.go_on()

    when_asked(AdoptDialog, answer)
    tab.adopt_button.click()
    rest(qtbot, window)
    assert seen[0] == (True, True)
    titles = seen[1]
    assert isinstance(titles, list)
    assert "huyện Ia H’Drai" in titles[0]
    assert "Tháng hành động" in titles[1]
    assert titles[-1] == "Kế hoạch riêng của cơ quan (không theo mẫu)"
    assert "Kế hoạch áp dụng tại huyện Ia H'Drai." in str(seen[2])
    assert seen[3] == "Hãy ghi lý do."
    (plan,) = plans_of(office.queries)
    assert (plan.pack, plan.document, plan.life.start) == (
        IA_HDRAI_PLAN,
        "15/KH-UBND",
        date(2026, 12, 1),
    )
    police = plan.actor("cong-an-huyen")
    assert police is not None
    assert (police.body, police.person) == ("Công an xã", "Lê Văn Ba")
    tasks = tasks_of(office.queries)
    assert (tasks[0].active, tasks[0].active_why) == (False, "Huyện đã nhận kế hoạch này")
    assert tab.plan is not None
    assert tab.plan.id == plan.id
    assert "15/KH-UBND" in words(tab.side)
    assert "Chưa có người đọc pháp lý xác nhận" in words(tab.side)


def test_the_keyboard_alone_adopts_a_plan(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], office: Office
) -> None:
    window = windows(office)
    tab = tab_of(qtbot, window)
    steps: list[int] = []

    def answer(dialog: AdoptDialog) -> None:
        QTest.keyClick(dialog.choose.table, Qt.Key.Key_Return)
        steps.append(dialog.step)
        for _step in (ACTORS, TASKS):
            QTest.keyClick(dialog, Qt.Key.Key_Return)
            steps.append(dialog.step)
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    when_asked(AdoptDialog, answer)
    tab.adopt_button.setFocus()
    QTest.keyClick(tab.adopt_button, Qt.Key.Key_Space)
    rest(qtbot, window)
    assert steps == [DATES, ACTORS, TASKS]
    assert len(plans_of(office.queries)) == 1


def test_a_campaign_that_is_over_is_moved_to_its_next_year(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], office: Office
) -> None:
    window = windows(office)
    tab = tab_of(qtbot, window)

    said: list[str] = []

    def answer(dialog: AdoptDialog) -> None:
        def due() -> str:
            item = dialog.tasks.table.item(0, DUE)
            return item.text() if item is not None else ""

        dialog.choose.table.choose(1)
        for _step in (CHOOSE, DATES, ACTORS):
            dialog.go_on()
        said.append(due())
        for _step in (TASKS, ACTORS):
            dialog.go_back()
        dialog.dates.years.setValue(0)
        for _step in (DATES, ACTORS):
            dialog.go_on()
        said.append(due())
        for _step in (TASKS, ACTORS):
            dialog.go_back()
        dialog.dates.years.setValue(3)
        for _step in (DATES, ACTORS, TASKS):
            dialog.go_on()

    when_asked(AdoptDialog, answer)
    tab.adopt_button.click()
    rest(qtbot, window)
    (plan,) = plans_of(office.queries)
    assert (plan.pack, plan.life.start, plan.life.end) == (
        ACTION_MONTH,
        date(2027, 5, 27),
        date(2027, 7, 8),
    )
    assert said == ["cơ quan chọn: chậm nhất ngày 13/06/2027", "trước ngày 14/06/2024"]
    assert "năm 2027" in plan.title
    assert plan.life.phases[0].starts_on == date(2027, 6, 1)
    assert plan.theme == ""
    lasts = [each.own.last for each in tasks_of(office.queries) if each.own.last]
    assert date(2027, 6, 13) in lasts
    assert date(2027, 7, 3) in lasts


def test_an_office_begins_a_plan_of_its_own_and_is_told_beside_the_entry_what_is_wrong(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], office: Office
) -> None:
    window = windows(office)
    tab = tab_of(qtbot, window)
    said: list[str] = []

    def answer(dialog: AdoptDialog) -> None:
        dialog.choose.table.choose(len(dialog.offers))
        dialog.go_on()
        dialog.dates.lines.title.line.setText("Kế hoạch năm 2027 của xã")
        dialog.dates.lines.until_date.line.setText("1/1/2020")
        dialog.go_on()
        rest(qtbot, window)
        said.append(dialog.dates.lines.until_date.wrong.text())
        dialog.dates.lines.until_date.line.setText("31/12/2027")
        dialog.go_on()

    when_asked(AdoptDialog, answer)
    tab.adopt_button.click()
    rest(qtbot, window)
    assert said == ["Kế hoạch không thể kết thúc trước ngày bắt đầu."]
    (plan,) = plans_of(office.queries)
    assert (plan.title, plan.pack) == ("Kế hoạch năm 2027 của xã", "")


# -- changing --------------------------------------------------------------------------------------


def test_a_task_of_the_office_is_added_and_what_cannot_be_read_said_beside_its_entry(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], office: Office
) -> None:
    adopt(office)
    window = windows(office)
    tab = tab_of(qtbot, window)
    said: list[str] = []

    def own(dialog: OwnTaskDialog) -> None:
        dialog.title.line.setText("Họp Ban Chỉ đạo")
        dialog.rule.cut_offs.line.setText("tháng sau")
        dialog.done_button.click()
        said.append(dialog.rule.cut_offs.wrong.text())
        dialog.rule.cut_offs.line.setText("25")
        dialog.done_button.click()

    when_asked(OwnTaskDialog, own)
    tab.add_button.click()
    rest(qtbot, window)
    assert said == ["Không đọc được ngày “tháng sau”. Ghi như 25."]
    added = tasks_of(office.queries)[-1]
    assert (added.title, added.own.cut_offs) == ("Họp Ban Chỉ đạo", ((0, 25),))
    assert not added.printed
    assert tab.tasks[-1].id == added.id
    tab.task_table.choose(len(tab.tasks) - 1)

    def reword(dialog: OwnTaskDialog) -> None:
        assert dialog.rule.cut_offs.text == "25"
        dialog.title.line.setText("Giao ban")
        dialog.done_button.click()

    when_asked(OwnTaskDialog, reword)
    tab.ask_task("reword")
    rest(qtbot, window)
    assert task_of(office, added.id).title == "Giao ban"
    tab.ask_task("remove")
    rest(qtbot, window)
    assert added.id not in {each.id for each in tasks_of(office.queries)}


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        (0, When("once", needs_date=True)),
        (1, When("periodic", every="month")),
        (2, When("event", event="asked")),
        (3, When("continuous", months=3)),
    ],
)
def test_every_kind_of_rule_can_be_typed(qapp: QApplication, kind: int, rule: When) -> None:
    entry = RuleEntry()
    entry.kind.setCurrentIndex(kind)
    assert entry.rule() == (rule, Own())
    again = RuleEntry(*entry.rule())
    assert again.rule() == entry.rule()


def test_a_look_back_after_days_is_offered_to_the_office_alone(qapp: QApplication) -> None:
    units = [RuleEntry(by_days=each).review.unit for each in (True, False)]
    assert [[box.itemText(n) for n in range(box.count())] for box in units] == [
        ["tháng", "ngày"],
        ["tháng"],
    ]


def test_a_printed_task_gets_a_day_of_the_office_and_is_turned_off_with_a_reason(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], office: Office
) -> None:
    adopt(office)
    window = windows(office)
    tab = tab_of(qtbot, window)
    said: list[str] = []
    blank = next(each for each in tab.tasks if each.when.needs_date)
    tab.task_table.choose(tab.tasks.index(blank))

    def days(dialog: TaskDialog) -> None:
        dialog.own.last.line.setText("1/1/2026")
        dialog.done_button.click()
        rest(qtbot, window)
        said.append(dialog.own.last.wrong.text())
        dialog.own.last.line.setText("15/12/2026")
        dialog.done_button.click()

    when_asked(TaskDialog, days)
    tab.ask_task()
    rest(qtbot, window)
    assert "trước ngày bắt đầu kế hoạch" in said[-1]
    assert task_of(office, blank.id).own.last == date(2026, 12, 15)
    assert "chậm nhất ngày 15/12/2026" in words(tab.task_side)

    def off(dialog: SwitchDialog) -> None:
        dialog.done_button.click()
        rest(qtbot, window)
        said.append(dialog.why.wrong.text())
        dialog.why.line.setText("Do tỉnh làm")
        dialog.done_button.click()

    when_asked(SwitchDialog, off)
    press(tab.task_side, "Tắt việc…")
    rest(qtbot, window)
    assert said[-1] == "Hãy ghi lý do không thực hiện việc này."
    assert not task_of(office, blank.id).active
    assert "Do tỉnh làm" in words(tab.task_side)


def test_dates_are_changed_and_a_plan_stopped_and_taken_up_again(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], office: Office
) -> None:
    plan = adopt(office)
    window = windows(office)
    tab = tab_of(qtbot, window)

    def dates(dialog: PlanDialog) -> None:
        dialog.lines.signer.line.setText("Nguyễn Văn Chủ")
        dialog.lines.until_date.line.setText("14/12/2027")
        dialog.done_button.click()

    when_asked(PlanDialog, dates)
    tab.change_button.click()
    rest(qtbot, window)
    assert plan_of(office, plan).life.end == date(2027, 12, 14)
    assert "Nguyễn Văn Chủ" in words(tab.side)

    def stop(dialog: StopDialog) -> None:
        dialog.why.line.setText("Nhận nhầm")
        dialog.done_button.click()

    when_asked(StopDialog, stop)
    tab.stop_button.click()
    rest(qtbot, window)
    assert plan_of(office, plan).stopped_why == "Nhận nhầm"
    assert not tab.add_button.isEnabled()
    tab.resume_button.click()
    rest(qtbot, window)
    assert plan_of(office, plan).stopped_on is None
    assert tab.add_button.isEnabled()


def test_who_stands_behind_an_actor_is_set_and_one_is_added(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], office: Office
) -> None:
    plan = adopt(office)
    window = windows(office)
    tab = tab_of(qtbot, window)
    tab.parts.setCurrentIndex(1)

    def behind(dialog: ActorDialog) -> None:
        dialog.body_now.setCurrentText("Công an xã")
        dialog.account.setCurrentIndex(dialog.account.findData("an"))
        dialog.done_button.click()

    when_asked(ActorDialog, behind)
    tab.actor_table.choose(0)
    tab.actor_table.setFocus()
    QTest.keyClick(tab.actor_table, Qt.Key.Key_Return)
    rest(qtbot, window)
    first = plan_of(office, plan).actors[0]
    assert (first.shown, first.account) == ("Công an xã", "an")

    def new(dialog: ActorDialog) -> None:
        dialog.name.line.setText("Tổ công nghệ số cộng đồng")
        dialog.done_button.click()

    when_asked(ActorDialog, new)
    tab.actor_button.click()
    rest(qtbot, window)
    assert plan_of(office, plan).actors[-1].name == "Tổ công nghệ số cộng đồng"
    assert tab.actor_table.rows[-1][0].text == "Tổ công nghệ số cộng đồng"


def test_a_newer_edition_is_told_and_taken_over(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], office: Office
) -> None:
    plan = adopt(office)
    office.run(ImportPack(second_edition().encode(), "KH sửa đổi"))
    window = windows(office)
    tab = tab_of(qtbot, window)
    assert "Có bản số 2 của kế hoạch này" in words(tab.side)
    told: list[str] = []

    def renew(dialog: RenewDialog) -> None:
        told.append(words(dialog))
        dialog.done_button.click()

    when_asked(RenewDialog, renew)
    tab.renew_button.click()
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    rest(qtbot, window)
    assert "Việc thêm mới: 1" in told[0]
    assert "Việc mới" in told[0]
    assert task_of(office, "MOI.1").plan == plan_of(office, plan)
    assert not tab.renew_button.isVisible()


# -- reading ---------------------------------------------------------------------------------------


def test_the_same_plan_adopted_at_two_pcs_is_told_and_one_of_them_stopped(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], office: Office
) -> None:
    plan = adopt(office)
    row = office.queries.rows("plans", [plan])[plan]
    with office.store.begin(Act("training.fill", "Máy hai")) as work:
        copied = {name: row[name] for name in ("title", "pack", "edition", "adopted_on")}
        work.insert("plans", {**copied, "from_date": "2026-11-30"})
        work.commit()
    window = windows(office)
    tab = tab_of(qtbot, window)
    assert "được nhận hai lần" in words(tab.side)

    def stop(dialog: StopDialog) -> None:
        dialog.why.line.setText("Nhận hai lần")
        dialog.done_button.click()

    when_asked(StopDialog, stop)
    tab.stop_button.click()
    rest(qtbot, window)
    stopped = [each for each in plans_of(office.queries) if each.stopped_on]
    assert len(stopped) == 1
    assert "được nhận hai lần" not in words(tab.side)


def test_the_office_above_reads_the_plan_of_a_commune(
    qtbot: QtBot,
    windows: Callable[[Office], MainWindow],
    office: Office,
    tmp_path: Path,
    clock: TestClock,
) -> None:
    above = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(office, above)
    plan = adopt(office)
    carry(office, above, tmp_path / "một.smt")
    window = windows(above)
    tab = tab_of(qtbot, window)
    assert tab.list.rows[0][0].text.startswith("Xã Ia Dom: ")
    assert len(tab.tasks) == 11
    assert not tab.change_button.isEnabled()
    assert not tab.stop_button.isEnabled()
    assert "Sửa hạn…" not in words(tab.task_side)
    window.desk.door.emit(Door("plans", record=plan))
    rest(qtbot, window)
    assert tab.plan is not None
    assert tab.plan.id == plan
    office.close()


def test_all_tasks_are_shown_when_wanted_and_an_actor_has_a_door(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], office: Office
) -> None:
    plan = adopt(office)
    adopt(office, "", title="Khác")
    window = windows(office)
    tab = tab_of(qtbot, window)
    window.desk.open_record("plan_actors", plan_of(office, plan).actors[0].id)
    rest(qtbot, window)
    assert tab.plan is not None
    assert tab.plan.id == plan
    assert tab.parts.currentIndex() == 1
    assert len(tab.tasks) == 11
    tab.only_ours.setChecked(False)
    assert len(tab.tasks) == 53


def test_a_chair_reads_the_plan_and_issues_its_papers_and_changes_nothing(
    qtbot: QtBot, windows: Callable[[Office], MainWindow], office: Office
) -> None:
    adopt(office)
    office.account = Account("chu", "Nguyễn Văn Chủ", "chair")
    window = windows(office)
    tab = tab_of(qtbot, window)
    shown = [each.text() for each in tab.findChildren(QPushButton) if each.isVisible()]
    assert shown == ["Văn bản"]
    assert tab.tasks
