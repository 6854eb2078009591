"""Giao việc và theo dõi các xã: tasks are set, seen commune by commune, reminded of, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.plans.oversight import Seen
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.overseeing import SET_HERE
from sachmatuy_desktop.services.plans.setting import SetTask
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.dialogs.remind import RemindDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.board import BoardPage
from sachmatuy_desktop.ui.pages.board.tasks import TasksBoard
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.set_task_dialogs import (
    AddCommunesDialog,
    ChangeTaskDialog,
    SetTaskDialog,
    WithdrawDialog,
)
from sachmatuy_desktop.ui.pages.plans.set_tasks import SetTasksTab
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.offices import TestClock, new_office
from tests.plan_boards import PACK, acknowledge, done, follow, hear_from
from tests.services.test_board import IA_DAL, IA_DOM, IA_TOI, QUANG_NGAI
from tests.services.test_setting import rows_of
from tests.ui.asked import when_asked
from tests.ui.windows import PATIENCE

NOVEMBER = datetime(2026, 11, 28, 8, 0, tzinfo=VIETNAM)
BY_NOVEMBER = When("once", on=date(2026, 11, 20))


@pytest.fixture
def clock() -> TestClock:
    return TestClock(NOVEMBER)


@pytest.fixture
def province(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    office = new_office(tmp_path / "tinh", QUANG_NGAI, "receiving", clock)
    yield office
    office.close()


@pytest.fixture
def series(province: Office, clock: TestClock) -> str:
    """Rà soát, due on 20 November: Ia Dal was late, Ia Tơi has not done it, a proof lacks."""
    clock.advance(days=-30)
    command = SetTask((IA_DAL, IA_TOI), "Rà soát người nghiện", BY_NOVEMBER, "Theo từng thôn.")
    made = str(province.run(command).result)
    clock.advance(days=30)
    acknowledge(province, [IA_DAL, IA_TOI])
    row = rows_of(province, made)[IA_DAL]
    with province.store.begin(Act("training.fill", "an")) as work:
        household = work.insert("households", {"head": "Trần Thị Bưởi"}, unit=IA_DAL)
        result = done(work, IA_DAL, row, "once", date(2026, 11, 23), "set_tasks", who="Lê Cam")
        for register, record in (("households", household), ("people", "0" * 32)):
            values: dict[str, Value] = {"result": result, "kind": "record", "register": register}
            work.insert("task_proofs", {**values, "record": record}, unit=IA_DAL)
        work.commit()
    hear_from(province, [IA_DAL, IA_TOI], NOVEMBER - timedelta(days=1), NOVEMBER)
    return made


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, province: Office) -> Iterator[MainWindow]:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    made = open_window(qapp, province, MemoryPreferences(), PAGES)
    made.desk.feedback.said.connect(lambda kind, text: pytest.fail(text) if kind == "bug" else None)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.desk.operations.shut_down()


@pytest.fixture
def settle(qtbot: QtBot, window: MainWindow) -> Callable[[], None]:
    def wait() -> None:
        qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=8000)

    return wait


def board(window: MainWindow, settle: Callable[[], None]) -> TasksBoard:
    window.desk.open_page("board")
    page = window.findChild(BoardPage)
    assert page is not None
    page.tabs.setCurrentWidget(page.tasks)
    settle()
    return page.tasks


def given(window: MainWindow, settle: Callable[[], None]) -> SetTasksTab:
    window.desk.open_page("plans")
    page = window.findChild(PlansPage)
    assert page is not None
    page.tabs.setCurrentWidget(page.set_tasks)
    settle()
    return page.set_tasks


def told(view: TasksBoard, unit: str, column: str) -> str:
    """A cell in words, as the tip and the screen reader have it."""
    model = view.table.model
    row = [each.unit.id for each in model.lines].index(unit)
    return model.cell(row, [each.key for each in model.columns].index(column)).told


def words(view: TasksBoard) -> list[str]:
    """Everything the right side says, doors included."""
    labels = [each.text() for each in view.detail.findChildren(QLabel) if each.isVisibleTo(view)]
    return labels + [each.whole for each in view.detail.findChildren(LongDoor)]


def select(view: TasksBoard, *cells: tuple[str, str]) -> None:
    model, chosen = view.table.model, view.table.view.selectionModel()
    chosen.clearSelection()
    for unit, column in cells:
        row = [each.unit.id for each in model.lines].index(unit)
        place = [each.key for each in model.columns].index(column)
        chosen.select(model.index(row, place), QItemSelectionModel.SelectionFlag.Select)


# -- seeing ----------------------------------------------------------------------------------------


def test_each_commune_stands_with_what_it_did(
    window: MainWindow, settle: Callable[[], None], series: str
) -> None:
    view = board(window, settle)
    assert told(view, IA_DAL, series) == "Làm muộn 3 ngày"
    assert told(view, IA_TOI, series).startswith("Quá hạn 7 ngày\nGói mới nhất lập ngày 27/11/2026")
    other = next(
        line.unit.id for line in view.table.model.lines if line.unit.id not in (IA_DAL, IA_TOI)
    )
    assert told(view, other, series) == "Không giao"
    assert told(view, IA_TOI, "@heard").startswith("Gói mới nhất")
    assert told(view, IA_TOI, "@overdue") == "1 việc quá hạn"
    totals = view.table.totals.model()
    texts = [totals.index(0, place).data() for place in range(totals.columnCount())]
    assert texts == ["96 đơn vị", "2/96", "1", "1/2"]


def test_a_cell_shows_who_when_and_what_proves_it(
    window: MainWindow, settle: Callable[[], None], series: str
) -> None:
    view = board(window, settle)
    view.table.choose(IA_DAL, series)
    settle()
    said = words(view)
    assert view.detail.look is not None
    assert [each.seen for each in view.detail.look.sights] == [Seen.LATE]
    assert "Đã làm 23/11/2026 · Lê Cam" in said
    assert any("Trần Thị Bưởi" in each for each in said)
    assert any("không có ở máy này" in each for each in said)
    assert any("Theo từng thôn." in each for each in said)
    doors: list[Door] = []
    window.desk.door.connect(doors.append)
    next(
        each for each in view.detail.findChildren(LongDoor) if "Trần Thị Bưởi" in each.whole
    ).click()
    assert [each.register for each in doors] == ["households"]


def test_rows_and_columns_are_narrowed_by_names_words_and_lateness(
    window: MainWindow, settle: Callable[[], None], province: Office, series: str
) -> None:
    later = When("once", on=date(2026, 12, 10))
    other = str(province.run(SetTask((IA_DAL,), "Tổng kết năm", later)).result)
    view = board(window, settle)
    assert {each.key for each in view.table.model.columns} >= {series, other}
    view.state.setCurrentIndex(view.state.findData("late"))
    view.show_rows()
    assert [each.unit.id for each in view.table.model.lines] == [IA_DAL, IA_TOI]
    assert other not in {each.key for each in view.table.model.columns}
    view.state.setCurrentIndex(0)
    view.tasks.setText("tong ket")
    assert [each.key for each in view.table.model.columns][3:] == [other]
    view.tasks.clear()
    view.units.setText("ia toi")
    assert [each.unit.id for each in view.table.model.lines] == [IA_TOI]


def test_a_door_to_several_tasks_narrows_rows_and_columns_until_the_chip_is_taken_off(
    window: MainWindow, settle: Callable[[], None], province: Office, series: str
) -> None:
    later = When("once", on=date(2026, 12, 10))
    other = str(province.run(SetTask((IA_DAL, IA_DOM), "Tổng kết năm", later)).result)
    there = frozenset({rows_of(province, series)[IA_TOI]})
    window.desk.open_list("set_tasks", only=there, title="Đơn vị có việc được giao đã quá hạn")
    settle()
    page = window.findChild(BoardPage)
    assert page is not None
    view = page.tasks
    assert [each.unit.id for each in view.table.model.lines] == [IA_TOI]
    assert [each.key for each in view.table.model.columns][3:] == [series]
    assert view.only.isVisible()
    assert "Đơn vị có việc được giao đã quá hạn" in view.only.accessibleName()
    view.only.click()
    assert not view.only.isVisible()
    assert {series, other} <= {each.key for each in view.table.model.columns}


def test_a_plan_several_communes_follow_is_chosen_with_its_period(
    window: MainWindow, settle: Callable[[], None], province: Office
) -> None:
    follow(province, [IA_DAL, IA_TOI], 3, today=NOVEMBER.date())
    hear_from(province, [IA_DAL, IA_TOI], NOVEMBER, NOVEMBER)
    view = board(window, settle)
    assert view.which.currentData() == PACK  # nothing was set, so the plan is shown
    assert [each.key for each in view.table.model.columns][3:] == ["V.1", "V.2", "V.3"]
    whole = told(view, IA_DAL, "V.1")
    assert "12 lần" in whole
    labels = [view.span.itemText(place) for place in range(view.span.count())]
    assert labels[:3] == ["Năm báo cáo 2026", "6 tháng cuối năm 2026", "6 tháng đầu năm 2026"]
    view.span.setCurrentIndex(labels.index("Tháng 10/2026"))
    view.span.activated.emit(view.span.currentIndex())
    settle()
    assert "lần" not in told(view, IA_DAL, "V.1")


def test_the_table_leaves_as_it_is_shown(
    window: MainWindow, settle: Callable[[], None], series: str, tmp_path: Path
) -> None:
    view = board(window, settle)
    view.state.setCurrentIndex(view.state.findData("late"))
    view.show_rows()
    path = tmp_path / "bảng.xlsx"
    view.export_to(path)
    settle()
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    texts = [str(value) for row in rows for value in row if value is not None]
    assert "Làm muộn 3 ngày" in texts
    assert "Quá hạn 7 ngày" in texts
    assert any("Có việc muộn" in each and "Năm báo cáo 2026" in each for each in texts)


# -- reminding -------------------------------------------------------------------------------------


def test_chosen_cells_are_reminded_of_and_what_is_done_is_not(
    window: MainWindow, settle: Callable[[], None], province: Office, series: str
) -> None:
    view = board(window, settle)
    select(view, (IA_DAL, series))
    assert not view.remind.isEnabled()
    select(view, (IA_DAL, series), (IA_TOI, series))
    assert view.remind.isEnabled()
    asked: list[str] = []

    def answer(dialog: RemindDialog) -> None:
        asked.append(dialog.content.toPlainText())
        dialog.content.setPlainText("Đề nghị gửi kết quả trước ngày 05/12.")
        dialog.done_button.click()

    when_asked(RemindDialog, answer)
    view.remind.click()
    settle()
    assert asked[0].startswith("Việc đã quá hạn")
    (row,) = province.queries.rows("reminders", province.queries.ids("reminders")).values()
    assert (row["unit_id"], row["opening"]) == (IA_TOI, "once")
    assert row["content"] == "Đề nghị gửi kết quả trước ngày 05/12."
    settle()
    assert "đã nhắc 1 lần" in told(view, IA_TOI, series)


def test_a_name_stands_for_its_whole_row(
    window: MainWindow, settle: Callable[[], None], series: str
) -> None:
    view = board(window, settle)
    select(view, (IA_TOI, "name"))
    assert [about.unit for about, _seen in view.chosen()] == [IA_TOI]


# -- setting ---------------------------------------------------------------------------------------


def test_a_task_is_given_through_the_dialog_and_stands_in_the_list(
    qtbot: QtBot, window: MainWindow, settle: Callable[[], None], province: Office
) -> None:
    tab = given(window, settle)
    complaints: list[str] = []

    def answer(dialog: SetTaskDialog) -> None:
        dialog.title.line.setText("Thống kê hộ đã ký cam kết")
        dialog.rule.kind.setCurrentIndex(dialog.rule.kind.findData("once"))
        dialog.rule.last.line.setText("10/12/2026")
        dialog.done_button.click()  # nobody is ticked
        qtbot.waitUntil(dialog.done_button.isEnabled, timeout=PATIENCE)  # the worker refused
        complaints.append(dialog.wrong.text())
        dialog.communes.tick([IA_DAL, IA_TOI])
        dialog.registers.tick(["commitments"])
        dialog.done_button.click()

    when_asked(SetTaskDialog, answer)
    tab.give.click()
    settle()
    assert complaints == ["Hãy chọn ít nhất một xã."]
    assert [row[0].text for row in tab.table.rows] == ["Thống kê hộ đã ký cam kết"]
    assert [cell.text for cell in tab.table.rows[0]][2:4] == ["chậm nhất ngày 10/12/2026", "2"]
    rows = province.queries.rows("set_tasks", province.queries.ids("set_tasks")).values()
    assert {each["unit_id"] for each in rows} == {IA_DAL, IA_TOI}
    assert {each["evidence"] for each in rows} == {"commitments"}


def test_it_is_given_to_more_changed_and_taken_back(
    window: MainWindow, settle: Callable[[], None], province: Office, series: str
) -> None:
    tab = given(window, settle)

    def add(dialog: AddCommunesDialog) -> None:
        lacking = dialog.communes
        assert lacking.list.count() == 94
        lacking.tick([lacking_unit])
        dialog.done_button.click()

    def change(dialog: ChangeTaskDialog) -> None:
        dialog.rule.last.line.setText("15/12/2026")
        dialog.why_changed.line.setText("Xã đề nghị")
        dialog.done_button.click()

    def withdraw(dialog: WithdrawDialog) -> None:
        assert len(dialog.communes.chosen()) == 3
        dialog.why_withdrawn.line.setText("Bãi bỏ")
        dialog.done_button.click()

    lacking_unit = (
        next(key for key, _name in tab.found.choices.communes if key not in (IA_DAL, IA_TOI))
        if tab.found
        else ""
    )
    when_asked(ChangeTaskDialog, change)
    tab.change.click()
    settle()
    assert tab.table.rows[0][2].text == "chậm nhất ngày 15/12/2026"
    when_asked(AddCommunesDialog, add)
    tab.more.click()
    settle()
    assert tab.table.rows[0][3].text == "3"
    when_asked(WithdrawDialog, withdraw)
    tab.withdraw.click()
    settle()
    assert tab.table.rows[0][3].text == "đã rút lại"
    assert not tab.change.isEnabled()
    assert {
        str(each["withdrawn_why"])
        for each in province.queries.rows("set_tasks", province.queries.ids("set_tasks")).values()
    } == {"Bãi bỏ"}


def test_the_list_leads_to_the_board_at_that_task(
    window: MainWindow, settle: Callable[[], None], series: str
) -> None:
    tab = given(window, settle)
    assert [cell.text for cell in tab.table.rows[0]][4:] == ["1", "1", "1", "", ""]
    tab.board.click()
    settle()
    page = window.findChild(BoardPage)
    assert page is not None
    assert page.tabs.currentWidget() is page.tasks
    assert page.tasks.which.currentData() == SET_HERE
    assert page.tasks.table.column == series


def test_a_commune_has_no_such_tab(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, clock: TestClock
) -> None:
    commune = new_office(tmp_path / "xa", IA_DOM, clock=clock)
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    made = open_window(qapp, commune, MemoryPreferences(), PAGES)
    qtbot.addWidget(made)
    made.desk.open_page("plans")
    page = made.findChild(PlansPage)
    assert page is not None
    assert not hasattr(page, "set_tasks")
    assert made.findChild(BoardPage) is None
    qtbot.waitUntil(lambda: not made.desk.operations.is_busy, timeout=8000)
    made.desk.operations.shut_down()
    commune.close()


def test_keys_reach_the_cells(window: MainWindow, settle: Callable[[], None], series: str) -> None:
    view = board(window, settle)
    view.table.choose(IA_DAL, series)
    settle()
    view.table.view.setFocus()
    QTest.keyClick(view.table.view, Qt.Key.Key_Left)
    assert view.table.column == "@overdue"
    assert len(view.panes()) == 3
