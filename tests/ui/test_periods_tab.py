"""Theo kỳ at a receiving office's window: what stands there, what is done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.dialogs.return_note import ReturnDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.sync import SyncPage
from sachmatuy_desktop.ui.pages.sync.period_dialog import PeriodsDialog
from sachmatuy_desktop.ui.pages.sync.periods import PeriodsTab
from sachmatuy_desktop.ui.pages.sync.receiving import ReceivingView
from sachmatuy_desktop.ui.pages.today import TodayPage
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.offices import HOANG_PHONG, IA_DOM, add_village
from tests.services.test_periods import MONTHS, Three
from tests.ui.asked import when_asked


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    """Ia Dom has sent for March alone, Hoằng Phong's stick of April travelled until 20 May."""
    made = Three(tmp_path)
    made.above.run(MONTHS)
    add_village(made.offices["ia dom"])
    made.today("04-02")
    made.send("ia dom")
    made.today("05-03")
    add_village(made.offices["phong"])
    stick = made.write("phong")
    made.today("05-20")
    made.take_in(stick)
    yield made
    made.close()


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, three: Three) -> Iterator[MainWindow]:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    made = open_window(qapp, three.above, MemoryPreferences(), PAGES)
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


@pytest.fixture
def tab(window: MainWindow, settle: Callable[[], None]) -> PeriodsTab:
    window.desk.open_page("sync")
    page = window.findChild(SyncPage)
    assert page is not None
    page.tabs.setCurrentWidget(page.periods)
    settle()
    return page.periods


def finish(dialog: QDialog) -> None:
    """Press what the dialog is for."""
    next(each for each in dialog.findChildren(QPushButton) if each.isDefault()).click()


def cells(tab: PeriodsTab, unit: str) -> list[str]:
    """The letters of a commune's row, the newest period first."""
    model = tab.table.model
    row = next(at for at, line in enumerate(model.lines) if line.unit.id == unit)
    periods = [at for at, each in enumerate(model.columns) if each.key.startswith("month")]
    return [" ".join(mark.letter for mark in model.cell(row, at).marks) for at in periods]


def said(tab: PeriodsTab) -> str:
    """All that the right side says."""
    doors = [each.accessibleName() for each in tab.detail.findChildren(LongDoor)]
    return "\n".join([*(each.text() for each in tab.detail.findChildren(QLabel)), *doors])


def test_each_cell_says_how_a_period_stands(tab: PeriodsTab) -> None:
    assert cells(tab, IA_DOM)[:2] == ["Q16", "Đ"]
    assert cells(tab, HOANG_PHONG)[:2] == ["T16", "M29"]
    assert "1 xã quá hạn" in tab.told.text()
    tab.table.choose(HOANG_PHONG, "month 2026-04")
    assert "Tháng 4/2026: Lập đúng hạn, tới muộn: 16 ngày" in said(tab)
    assert "nhập ở đây" in said(tab)
    tab.table.choose(IA_DOM, "month 2026-04")
    assert "Quá hạn, chưa có gói: 16 ngày" in said(tab)
    assert "gói có thể đang trên đường" in said(tab)


def test_only_what_needs_work_is_shown(tab: PeriodsTab) -> None:
    tab.narrow_to("overdue")
    assert [each.unit.id for each in tab.table.model.lines] == [IA_DOM]
    tab.narrow_to("")
    tab.units.setText("hoang phong")
    assert [each.unit.id for each in tab.table.model.lines] == [HOANG_PHONG]


def test_what_a_bundle_changed_is_read_when_asked_for(
    tab: PeriodsTab, settle: Callable[[], None]
) -> None:
    tab.table.choose(HOANG_PHONG, "month 2026-04")
    door = next(
        each
        for each in tab.detail.findChildren(LongDoor)
        if each.accessibleName().startswith("Khác gì")
    )
    door.click()
    settle()
    assert tab.detail.difference is not None
    assert f"{REGISTERS['villages'].title}: 1 mới" in said(tab)


def test_a_reminder_is_a_note_to_the_commune(
    tab: PeriodsTab, three: Three, settle: Callable[[], None]
) -> None:
    tab.table.choose(IA_DOM, "month 2026-04")
    subjects: list[str] = []

    def answer(dialog: ReturnDialog) -> None:
        subjects.append(dialog.form.subject.text)
        dialog.done_button.click()

    when_asked(ReturnDialog, answer)
    tab.write_reminder()
    settle()
    rows = three.above.queries.rows("returns", three.above.queries.ids("returns"))
    assert subjects == ["Nhắc gửi gói dữ liệu tháng 4/2026"]
    assert [row["addressee"] for row in rows.values()] == [IA_DOM]


def test_the_office_chooses_its_periods(
    tab: PeriodsTab, three: Three, settle: Callable[[], None]
) -> None:
    complaints: list[str] = []

    def answer(dialog: PeriodsDialog) -> None:
        month = dialog.asked[0]
        for typed in ("15/6", "32", "20"):
            month.cut_off.line.setText(typed)
            finish(dialog)
            complaints.append(month.cut_off.wrong.text())

    when_asked(PeriodsDialog, answer)
    tab.choose_periods()
    settle()
    assert ["05" in each for each in complaints] == [True, True, False]
    assert tab.found is not None
    april = next(each for each in tab.found.board.periods if each.key == "month 2026-04")
    assert april.last_day == date(2026, 4, 19)


def test_the_table_leaves_as_a_spreadsheet(
    tab: PeriodsTab, tmp_path: Path, settle: Callable[[], None]
) -> None:
    path = tmp_path / "kỳ.xlsx"
    tab.narrow_to("overdue")
    tab.export_to(path)
    settle()
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    words = [[str(cell) for cell in row if cell is not None] for row in sheet.values]
    told = next(row for row in words if row and row[0] == "Xã Ia Dom")
    assert "Quá hạn, chưa có gói: 16 ngày" in told
    assert any("Quá hạn" in cell for row in words[:3] for cell in row)


def test_today_tells_of_communes_that_are_late(
    window: MainWindow, settle: Callable[[], None]
) -> None:
    window.desk.open_page("today")
    settle()
    page = window.findChild(TodayPage)
    assert page is not None
    line = next(
        each
        for each in page.findChildren(QPushButton)
        if each.text() == "Xã quá hạn gửi gói theo kỳ"
    )
    line.click()
    settle()
    sync = window.findChild(SyncPage)
    assert sync is not None
    assert sync.tab is sync.periods
    assert IA_DOM in {each.unit.id for each in sync.periods.table.model.lines}


def test_a_commune_has_no_such_tab(qapp: QApplication, qtbot: QtBot, three: Three) -> None:
    window = open_window(qapp, three.offices["ia dom"], MemoryPreferences(), PAGES)
    qtbot.addWidget(window)
    page = window.open_page("sync")
    assert isinstance(page, SyncPage)
    titles = [page.tabs.tabText(at) for at in range(page.tabs.count())]
    assert "Theo kỳ" not in titles
    window.desk.operations.shut_down()


def test_all_communes_are_answered_into_one_folder(
    window: MainWindow, three: Three, tmp_path: Path, settle: Callable[[], None]
) -> None:
    page = window.open_page("sync")
    assert isinstance(page, SyncPage)
    settle()
    view = page.exchange.view
    assert isinstance(view, ReceivingView)
    folder = tmp_path / "trả lời"
    folder.mkdir()
    view.reply_to_all(folder)
    settle()
    names = sorted(each.name for each in folder.iterdir())
    assert names == [
        "tra-loi-xa-hoang-phong-xa-15973-2026-05-20.smt",
        "tra-loi-xa-ia-dom-xa-23537-2026-05-20.smt",
    ]
    staged = bundles.stage(three.offices["ia dom"], folder / names[1])
    assert staged.kind is Kind.RETURN
