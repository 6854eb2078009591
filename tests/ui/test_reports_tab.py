"""Báo cáo định kỳ in the real window: chosen, looked behind, edited, written, signed, looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.reports import read_report
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.dialogs.proved import ProvedDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.documents import PapersPage
from sachmatuy_desktop.ui.pages.documents.reports.dialogs import FigureDialog
from sachmatuy_desktop.ui.pages.documents.reports.tab import ReportsTab
from tests.documents.pdf_reading import words_of
from tests.offices import TestClock, add, new_office
from tests.plan_offices import adopt
from tests.report_offices import HALF, JUNE, PERIOD, half_a_year, issue_report
from tests.services.paper_offices import sign_as
from tests.ui.asked import when_asked
from tests.ui.windows import PATIENCE, rest

Open = Callable[[Office], MainWindow]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A commune with half a year in its books; its window closes it."""
    made = new_office(tmp_path / "xã", clock=TestClock(JUNE))
    half_a_year(made)
    return made


def tab_of(qtbot: QtBot, window: MainWindow) -> ReportsTab:
    """The tab in front, read."""
    page = window.open_page("documents")
    assert isinstance(page, PapersPage)
    page.tabs.setCurrentWidget(page.reports)
    page.reports.refresh()
    rest(qtbot, window)
    return page.reports


def choose(qtbot: QtBot, window: MainWindow, tab: ReportsTab, kind: str = HALF) -> None:
    """Choose a report out of those that are due."""
    row = next(n for n, each in enumerate(tab.dues.dues) if each.kind.id == kind)
    tab.dues.choose(row)
    rest(qtbot, window)


def cells(tab: ReportsTab, figure: str) -> list[str]:
    """What the table says of a figure: title, unit, three numbers, the list."""
    row = next(n for n, each in enumerate(tab.figures.shown) if each and each.figure.id == figure)
    return [cell.text for cell in tab.figures.rows[row]]


def edit(
    qtbot: QtBot, window: MainWindow, tab: ReportsTab, figure: str, value: int, why: str
) -> None:
    """Type a number with its reason, as an official does."""

    def answer(dialog: FigureDialog) -> None:
        dialog.value.setValue(value)
        dialog.why.line.setText(why)
        dialog.done_button.click()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE)

    tab.figures.choose_figure(figure)
    when_asked(FigureDialog, answer)
    tab.type_number.click()
    rest(qtbot, window)


def test_what_is_due_first_is_shown_first_with_its_figures_and_its_paper(
    qtbot: QtBot, windows: Open, office: Office
) -> None:
    window = windows(office)
    tab = tab_of(qtbot, window)
    titles = [(each.kind.id, each.days.key) for each in tab.dues.dues]
    assert (HALF, PERIOD) in titles
    assert tab.shown is not None
    own = [each for each in tab.dues.dues if each.received is None]
    assert (tab.shown.report.kind.id, tab.shown.report.days) == (own[0].kind.id, own[0].days)
    choose(qtbot, window, tab)
    assert cells(tab, "tuyen-truyen")[2:5] == ["7", "", "1"]
    assert cells(tab, "tuan-tra")[2:] == ["–", "", "–", ""]
    tab.figures.choose_figure("nghien")
    assert "trong danh sách của địa bàn tại ngày cuối kỳ" in tab.meaning.text()
    assert "6 tháng đầu năm 2026" in words_of(tab.view.pdf)


def test_a_number_leads_to_the_very_records_it_counts(
    qtbot: QtBot, windows: Open, office: Office
) -> None:
    window = windows(office)
    tab = tab_of(qtbot, window)
    choose(qtbot, window, tab)
    doors: list[Door] = []
    window.desk.door.connect(doors.append)
    tab.figures.choose_figure("nghien")
    tab.look.click()
    rest(qtbot, window)
    assert len(doors) == 1
    assert doors[0].only is not None
    assert len(doors[0].only) == 2
    assert doors[0].title == "Người nghiện ma túy, 6 tháng đầu năm 2026"


def test_an_account_that_sees_no_lists_is_offered_none(
    qtbot: QtBot, windows: Open, office: Office
) -> None:
    window = windows(sign_as(office, "clerk"))
    tab = tab_of(qtbot, window)
    choose(qtbot, window, tab)
    assert cells(tab, "nghien")[5] == ""
    assert cells(tab, "tuyen-truyen")[5] == "Mở"


def test_the_story_of_an_edited_number_until_the_report_is_signed(
    qtbot: QtBot, windows: Open, office: Office
) -> None:
    adopt(office, day="2026-01-01")
    window = windows(office)
    tab = tab_of(qtbot, window)
    choose(qtbot, window, tab)
    edit(qtbot, window, tab, "vu-viec", 2, "Công an huyện báo thêm một vụ")
    assert cells(tab, "vu-viec")[2:4] == ["1", "2 (*)"]
    assert "Lý do: Công an huyện báo thêm một vụ." in words_of(tab.view.pdf)
    tab.tabs.setCurrentWidget(tab.words)
    tab.words.edits["assessment"].setPlainText("Tình hình ổn định.")
    tab.issue.click()  # what is written is kept first, and the paper shown again
    rest(qtbot, window)
    assert office.queries.count("documents") == 0
    assert "Tình hình ổn định." in words_of(tab.view.pdf)
    tab.issue.click()
    rest(qtbot, window)
    assert tab.state.text == "Đã phát hành 01/BC-UBND"
    assert "Số: 01/BC-UBND" in words_of(tab.view.pdf)
    assert not tab.issue.isVisibleTo(tab)
    assert not tab.type_number.isEnabled()

    def prove(dialog: ProvedDialog) -> None:
        dialog.accept()

    assert tab.prove.isVisibleTo(tab)
    when_asked(ProvedDialog, prove)
    tab.prove.click()
    rest(qtbot, window)


def test_what_the_books_say_later_stands_beside_the_signed_number_and_never_in_the_paper(
    qtbot: QtBot, windows: Open, office: Office
) -> None:
    issue_report(office)
    add(office, "incidents", kind="mua_ban", happened_on="2026-05-05")
    window = windows(office)
    tab = tab_of(qtbot, window)
    choose(qtbot, window, tab)
    assert cells(tab, "vu-viec")[2:4] == ["1", "nay là 2"]
    assert "Nay sổ khác 1 số." in tab.told.text()
    signed = tab.view.pdf
    tab.anew.click()
    rest(qtbot, window)
    assert tab.view.pdf != signed
    assert cells(tab, "vu-viec")[2:4] == ["2", ""]
    tab.issue.click()
    rest(qtbot, window)
    issued = read_report(office, HALF, PERIOD).issued
    assert issued is not None
    assert issued.number == "02/BC-UBND"


def test_days_chosen_freely_and_the_report_of_a_village(
    qtbot: QtBot, windows: Open, office: Office
) -> None:
    window = windows(office)
    tab = tab_of(qtbot, window)
    choosing = tab.choosing
    choosing.kind.setCurrentIndex(choosing.kind.findData("dot-xuat"))
    choosing.kind.activated.emit(choosing.kind.currentIndex())
    choosing.first.line.setText("01/03/2026")
    choosing.first.line.editingFinished.emit()
    rest(qtbot, window)
    assert cells(tab, "nghien-them")[2] == "1"
    assert "từ ngày 01/03/2026 đến ngày 14/06/2026" in words_of(tab.view.pdf)
    choosing.kind.setCurrentIndex(choosing.kind.findData("thang-khu-pho"))
    choosing.kind.activated.emit(choosing.kind.currentIndex())
    rest(qtbot, window)
    assert "THÔN 1" in words_of(tab.view.pdf)
    assert not tab.issue.isVisibleTo(tab)


def test_what_was_written_is_kept_when_the_window_closes(
    qtbot: QtBot, windows: Open, office: Office
) -> None:
    window = windows(office)
    tab = tab_of(qtbot, window)
    choose(qtbot, window, tab)
    tab.words.edits["next"].setPlainText("Tiếp tục rà soát.")
    assert tab.may_close()
    rest(qtbot, window)
    assert read_report(office, HALF, PERIOD).text("next") == "Tiếp tục rà soát."
