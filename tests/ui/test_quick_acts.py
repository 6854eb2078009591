"""What is written down most often, in two or three keys: residence, a test, a test to come."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.forms.quick_acts import open_test_plan, open_test_result, open_visit
from sachmatuy_desktop.ui.forms.quick_dialog import QuickDialog

from .conftest import TestOffice

Settled = Callable[[], None]


@pytest.fixture
def person(office: TestOffice) -> str:
    return office.add("people", full_name="Lò Văn Mẫu", birth="1990")


def shown(qtbot: QtBot, dialog: QuickDialog) -> QuickDialog:
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=3000)
    return dialog


def test_enter_alone_writes_down_that_somebody_was_at_home_today(
    qtbot: QtBot, desk: Desk, office: TestOffice, person: str, settled: Settled
) -> None:
    dialog = shown(qtbot, open_visit(desk, person, None))
    focus = QApplication.focusWidget()
    assert focus is dialog.ways["Có mặt"]
    QTest.keyClick(focus, Qt.Key.Key_Return)
    settled()

    [visit] = office.queries.ids("visits")
    assert office.value("visits", visit, "person") == person
    assert office.value("visits", visit, "visited_on") == "2026-07-01"
    assert office.value("visits", visit, "visitor") == "Cán bộ trực"
    assert office.value("visits", visit, "found") == 1


def test_tab_and_enter_write_down_that_somebody_was_not_there_and_it_is_undone(
    qtbot: QtBot, desk: Desk, office: TestOffice, person: str, settled: Settled
) -> None:
    dialog = shown(qtbot, open_visit(desk, person, None))
    QTest.keyClick(dialog.ways["Có mặt"], Qt.Key.Key_Tab)
    QTest.keyClick(dialog.ways["Không có mặt"], Qt.Key.Key_Return)
    settled()
    [visit] = office.queries.ids("visits")
    assert office.value("visits", visit, "found") == 0

    desk.undo_last()
    settled()
    assert office.queries.ids("visits") == []


def test_a_planned_test_takes_the_result_and_keeps_its_day(
    qtbot: QtBot, desk: Desk, office: TestOffice, person: str, settled: Settled
) -> None:
    first = office.add("tests", person=person, planned_on="2026-06-20", ground="c")
    office.add("tests", person=person, planned_on="2026-07-20")
    dialog = shown(qtbot, open_test_result(desk, person, None))
    assert dialog.ways["Âm tính"].hasFocus()
    QTest.keyClick(dialog.ways["Âm tính"], Qt.Key.Key_Return)
    settled()

    row = office.queries.rows("tests", [first])[first]
    assert (row["planned_on"], row["taken_on"], row["taken_at"], row["result"], row["ground"]) == (
        "2026-06-20",
        "2026-07-01",
        "08:30",
        "am_tinh",
        "c",
    )
    assert len(office.queries.ids("tests")) == 2


def test_a_test_that_nobody_planned_is_a_new_one(
    qtbot: QtBot, desk: Desk, office: TestOffice, person: str, settled: Settled
) -> None:
    dialog = shown(qtbot, open_test_result(desk, person, None))
    QTest.keyClick(dialog.ways["Âm tính"], Qt.Key.Key_Tab)
    QTest.keyClick(dialog.ways["Dương tính"], Qt.Key.Key_Return)
    settled()

    [test] = office.queries.ids("tests")
    assert office.value("tests", test, "person") == person
    assert office.value("tests", test, "result") == "duong_tinh"


def test_a_test_is_planned_a_week_ahead_unless_another_day_is_typed(
    qtbot: QtBot, desk: Desk, office: TestOffice, person: str, settled: Settled
) -> None:
    dialog = shown(qtbot, open_test_plan(desk, person, None))
    QTest.keyClick(dialog.ways["Hẹn xét nghiệm"], Qt.Key.Key_Return)
    settled()
    [test] = office.queries.ids("tests")
    assert office.value("tests", test, "planned_on") == "2026-07-08"

    dialog = shown(qtbot, open_test_plan(desk, person, None))
    day = dialog.form.editor("planned_on")
    assert isinstance(day, QLineEdit)
    day.setFocus()
    day.selectAll()
    QTest.keyClicks(day, "15/8/2026")
    QTest.keyClick(day, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert {office.value("tests", each, "planned_on") for each in office.queries.ids("tests")} == {
        "2026-07-08",
        "2026-08-15",
    }


def test_a_day_that_cannot_be_read_is_said_beside_it_and_nothing_is_written(
    qtbot: QtBot, desk: Desk, office: TestOffice, person: str, settled: Settled
) -> None:
    dialog = shown(qtbot, open_visit(desk, person, None))
    day = dialog.form.editor("visited_on")
    assert isinstance(day, QLineEdit)
    day.setText("31/2/2026")
    QTest.keyClick(dialog.ways["Có mặt"], Qt.Key.Key_Return)
    settled()

    assert "31/2/2026" in dialog.form.complaint_beside("visited_on")
    assert office.queries.ids("visits") == []
    dialog.reject()
