"""Lịch in the real window: months by keyboard and mouse, the agenda, the file that leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.services.calendar import Behind, Kind
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.desk import CASE, Door
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.calendar import CalendarTab
from sachmatuy_desktop.ui.pages.plans.calendar.entry_list import EntryList, Heading, two_lines
from sachmatuy_desktop.ui.pages.plans.calendar.export_dialog import ExportDialog
from sachmatuy_desktop.ui.pages.plans.calendar.month import days_shown, strip_at
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.offices import TestClock, add, new_office
from tests.plan_offices import add_task, adopt, own_plan
from tests.rfc5545 import read_calendar
from tests.services.test_calendar import managed
from tests.ui.asked import when_asked
from tests.ui.windows import rest

TODAY = datetime(2026, 7, 6, 8, tzinfo=VIETNAM)
"""A Monday."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The plan of Ia H'Drai since January, and a meeting on Monday 20 July."""
    opened = new_office(tmp_path / "xã", clock=TestClock(TODAY))
    adopt(opened, day="2026-01-05")
    add_task(opened, own_plan(opened), "Họp quý", When("once", on=date(2026, 7, 20)))
    yield opened
    opened.close()


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, office: Office) -> Iterator[MainWindow]:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    made = open_window(qapp, office, MemoryPreferences())
    made.desk.feedback.said.connect(
        lambda kind, text: pytest.fail(f"{kind}: {text}") if kind != "notice" else None
    )
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitActive(made)
    yield made
    rest(qtbot, made)
    made.desk.operations.shut_down()


@pytest.fixture
def tab(qtbot: QtBot, window: MainWindow) -> CalendarTab:
    return tab_of(qtbot, window)


@pytest.fixture
def doors(window: MainWindow) -> list[Door]:
    """The doors gone through."""
    found: list[Door] = []
    window.desk.door.connect(found.append)
    return found


def tab_of(qtbot: QtBot, window: MainWindow) -> CalendarTab:
    """The tab in front, read."""
    page = window.open_page("plans")
    assert isinstance(page, PlansPage)
    page.tabs.setCurrentWidget(page.calendar)
    rest(qtbot, window)
    return page.calendar


def shown(view: EntryList) -> list[str]:
    """What a list says: headings bare, lines as chip: words (detail)."""
    return [
        row.text if isinstance(row, Heading) else f"{row.chip}: {row.text} ({row.detail})"
        for row in view.rows.rows
    ]


def press(tab: CalendarTab, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(tab.month, key)


def test_weeks_begin_on_monday_and_a_month_stands_whole(
    tab: CalendarTab, qtmodeltester: ModelTester
) -> None:
    model = tab.month.days
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]
    heads = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(7)]
    assert heads == ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
    assert days_shown(date(2026, 2, 14)) == (date(2026, 1, 26), date(2026, 3, 1))
    assert tab.title.text() == "Tháng 7/2026"
    assert model.day(model.index(0, 0)) == date(2026, 6, 29)
    assert model.index_of(date(2026, 7, 6)).row() == 1


def test_arrows_and_pages_walk_through_days_and_months(
    qtbot: QtBot, window: MainWindow, tab: CalendarTab
) -> None:
    tab.month.setFocus()
    press(tab, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert tab.month.day == date(2026, 7, 14)
    press(tab, Qt.Key.Key_PageDown)
    rest(qtbot, window)
    assert tab.title.text() == "Tháng 8/2026"
    press(tab, Qt.Key.Key_End, Qt.Key.Key_Right)
    rest(qtbot, window)
    assert (tab.month.day, tab.title.text()) == (date(2026, 9, 1), "Tháng 9/2026")
    press(tab, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp, Qt.Key.Key_Home)
    rest(qtbot, window)
    assert (tab.month.day, tab.title.text()) == (date(2026, 6, 1), "Tháng 6/2026")
    tab.today_button.click()
    rest(qtbot, window)
    assert (tab.month.day, tab.title.text()) == (date(2026, 7, 6), "Tháng 7/2026")
    tab.later.click()
    rest(qtbot, window)
    assert tab.title.text() == "Tháng 8/2026"


def test_pages_pressed_faster_than_read_end_where_they_lead(
    qtbot: QtBot, window: MainWindow, tab: CalendarTab
) -> None:
    press(tab, *[Qt.Key.Key_PageDown] * 11)
    rest(qtbot, window)
    assert tab.title.text() == "Tháng 6/2027"
    assert [each.day for each in tab.month.days.of(date(2027, 6, 14))] == [date(2027, 6, 14)]


def test_holidays_and_days_worked_instead_say_their_names(
    qtbot: QtBot, window: MainWindow, tab: CalendarTab
) -> None:
    tab.month.choose(date(2026, 8, 22))
    rest(qtbot, window)
    assert tab.day_said.text() == "Làm bù ngày 31/8"
    tab.month.choose(date(2026, 9, 2))
    rest(qtbot, window)
    assert (tab.day_title.text(), tab.day_said.text()) == ("Thứ Tư, 02/09/2026", "Quốc khánh")
    told = tab.month.days.index_of(date(2026, 9, 2)).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("Thứ Tư, 02/09/2026 – Quốc khánh")


def test_enter_opens_what_the_day_holds(
    qtbot: QtBot, window: MainWindow, tab: CalendarTab, doors: list[Door]
) -> None:
    tab.month.choose(date(2026, 7, 20))
    assert shown(tab.day_list) == ["Việc: Họp quý ()"]
    press(tab, Qt.Key.Key_Return)
    [door] = doors
    assert door.register == "plan_tasks"
    assert door.record in window.desk.queries.ids("plan_tasks")


def test_a_click_on_a_line_of_a_day_opens_it_and_beside_it_chooses_the_day(
    qtbot: QtBot, window: MainWindow, tab: CalendarTab, doors: list[Door]
) -> None:
    month = tab.month
    area = month.visualRect(month.days.index_of(date(2026, 7, 20)))
    QTest.mouseClick(month.viewport(), Qt.MouseButton.LeftButton, pos=strip_at(area, 0).center())
    assert [each.register for each in doors] == ["plan_tasks"]
    area = month.visualRect(month.days.index_of(date(2026, 7, 22)))
    QTest.mouseClick(month.viewport(), Qt.MouseButton.LeftButton, pos=area.topLeft() + QPoint(5, 5))
    assert month.day == date(2026, 7, 22)
    assert len(doors) == 1


def test_a_full_day_says_how_many_more_and_lists_them_beside(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    plan = own_plan(office, "Kế hoạch thứ hai")
    for number in range(9):
        add_task(office, plan, f"Việc {number}", When("once", on=date(2026, 7, 21)))
    tab = tab_of(qtbot, window)
    tab.month.choose(date(2026, 7, 21))
    assert len(tab.day_list.lines) == 9
    area = tab.month.visualRect(tab.month.days.index_of(date(2026, 7, 21)))
    assert 0 < (area.height() - theme.px(22)) // theme.px(19) < 9
    press(tab, Qt.Key.Key_Return)
    assert window.focusWidget() is tab.day_list


def test_persons_of_one_day_lead_to_their_list_and_one_to_the_case(
    qtbot: QtBot, window: MainWindow, office: Office, doors: list[Door]
) -> None:
    first = managed(office)
    add(office, "tests", person=first, planned_on="2026-07-22")
    managed(office, "Hà Văn Đào")
    tab = tab_of(qtbot, window)
    tab.month.choose(date(2026, 7, 22))
    assert shown(tab.day_list) == ["Xét nghiệm: Lê Văn Cam ()"]
    tab.month.choose(date(2027, 7, 6))
    rest(qtbot, window)
    [line] = tab.day_list.lines
    assert line.text.startswith("2 người – ")
    tab.open_entry(line.entry)
    assert doors[-1].register == "people"
    assert doors[-1].only is not None
    assert len(doors[-1].only) == 2
    tab.open_entry(replace(line.entry, behind=Behind("people", frozenset({first}))))
    assert (doors[-1].record, doors[-1].field) == (first, CASE)


def test_the_agenda_has_what_is_overdue_on_top_then_day_by_day(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    plan = own_plan(office, "Kế hoạch thứ hai")
    add_task(office, plan, "Họp quý sau", When("once", on=date(2026, 9, 15)))
    tab = tab_of(qtbot, window)
    tab.by_day.click()
    rows = shown(tab.agenda)
    assert rows[0] == "Quá hạn"
    assert "Báo cáo: Báo cáo kết quả 6 tháng (quá 22 ngày)" in rows
    assert rows[-2:] == ["Thứ Hai, 20/07/2026", "Việc: Họp quý ()"]
    tab.ahead.setCurrentIndex(1)
    tab.ahead.activated.emit(1)
    rest(qtbot, window)
    assert shown(tab.agenda)[-2:] == ["Thứ Ba, 15/09/2026", "Việc: Họp quý sau ()"]


def test_the_last_working_day_is_said_before_a_day_off(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    plan = own_plan(office, "Kế hoạch thứ hai")
    add_task(office, plan, "Nộp báo cáo", When("once", before=date(2026, 8, 3)))
    add_task(office, plan, "Lễ ra quân", When("once", on=date(2026, 9, 2)))
    tab = tab_of(qtbot, window)
    tab.ahead.setCurrentIndex(1)
    tab.ahead.activated.emit(1)
    rest(qtbot, window)
    rows = shown(tab.agenda)
    assert "Việc: Nộp báo cáo (2/8 là Chủ nhật, ngày làm việc cuối là 31/7)" in rows
    holiday = "2/9 là ngày nghỉ (Quốc khánh), ngày làm việc cuối là 28/8"
    assert f"Việc: Lễ ra quân ({holiday})" in rows


def test_what_changes_is_read_again_and_so_is_a_new_day(
    qtbot: QtBot, window: MainWindow, tab: CalendarTab, office: Office
) -> None:
    add_task(office, own_plan(office, "Nữa"), "Việc mới", When("once", on=date(2026, 7, 23)))
    window.desk.changed.emit(frozenset({("plan_tasks", "x")}))
    rest(qtbot, window)
    assert [each.title for each in tab.month.days.of(date(2026, 7, 23))] == ["Việc mới"]
    read = tab.diary
    tab.refresh()
    rest(qtbot, window)
    assert tab.diary is read


def test_the_file_is_asked_for_and_written(
    qtbot: QtBot,
    window: MainWindow,
    tab: CalendarTab,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "lịch"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(path), ""))
    seen: list[bool] = []

    def answer(dialog: ExportDialog) -> None:
        seen.extend(box.isChecked() for box in dialog.kinds.values())
        dialog.last.line.setText("01/01/2026")
        dialog._finish()
        seen.append("trước ngày bắt đầu" in dialog.wrong.text())
        dialog.last.line.setText("31/12/2026")
        dialog._finish()

    when_asked(ExportDialog, answer)
    tab.export_button.click()
    rest(qtbot, window)
    assert seen == [each not in _LEFT_OUT for each in Kind] + [True]
    events = read_calendar(path.with_name("lịch.ics").read_bytes())
    assert "Việc của cơ quan" in {each.summary for each in events}
    assert window.desk.queries.journal(limit=1)[0].act == "calendar.export"


_LEFT_OUT = {Kind.TIMER, Kind.TERM, Kind.TEST, Kind.CHECK, Kind.PRIVACY}


def test_the_keyboard_reaches_every_part(tab: CalendarTab) -> None:
    assert [each.widget for each in tab.panes()] == [tab.month, tab.day_list]
    tab.look_at(tab.agenda)
    assert [each.widget for each in tab.panes()] == [tab.agenda]


def test_long_words_take_two_lines_at_the_most(tab: CalendarTab) -> None:
    metrics = tab.fontMetrics()
    wide = metrics.horizontalAdvance("Ngày quốc tế phòng")
    lines = two_lines(metrics, "Ngày quốc tế phòng, chống ma túy và Ngày toàn dân phòng", wide)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(metrics.horizontalAdvance(each) <= wide for each in lines)
    assert two_lines(metrics, "Họp", wide) == ["Họp"]
