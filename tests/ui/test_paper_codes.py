"""Codes in the real window: a paper is checked, a pile of scans files itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.drives import sheet_code
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.drives import print_pile
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui.dialogs.check_code import CheckCodeDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.documents import PapersPage
from sachmatuy_desktop.ui.pages.documents.page import IssuedTab
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.drives import DrivesTab
from sachmatuy_desktop.ui.pages.plans.drives.scans import ScansDialog
from tests.drive_offices import begin, counts, hamlets, state
from tests.offices import TestClock, new_office
from tests.scans import as_pdf, as_png, scanned
from tests.ui.asked import when_asked
from tests.ui.windows import rest

Windows = Callable[[Office], MainWindow]


@pytest.fixture
def commune(tmp_path: Path) -> Office:
    office = new_office(tmp_path / "xã", clock=TestClock())
    begin(office, hamlets(office, 3, 2))
    return office


@pytest.fixture
def window(commune: Office, windows: Windows) -> MainWindow:
    return windows(commune)


@pytest.fixture
def pile(commune: Office, tmp_path: Path) -> bytes:
    path = tmp_path / "xấp.pdf"
    print_pile(commune, state(commune), state(commune).homes, path)
    return path.read_bytes()


def issued(window: MainWindow) -> IssuedTab:
    page = window.open_page("documents")
    assert isinstance(page, PapersPage)
    return page.issued


def checked(page: IssuedTab, qtbot: QtBot, ask: Callable[[CheckCodeDialog], object]) -> str:
    """What the dialog says once it was asked; then it is closed."""
    said: list[str] = []

    def answer(dialog: CheckCodeDialog) -> None:
        ask(dialog)
        qtbot.waitUntil(lambda: bool(dialog.verdict.text() or dialog.wrong.text()), timeout=10_000)
        told = (dialog.verdict.text(), dialog.remarks.text(), dialog.wrong.text())
        said.append(" ".join(told))
        (dialog.accept if dialog.document else dialog.reject)()

    when_asked(CheckCodeDialog, answer)
    page.check.click()
    return said[0]


def test_a_scan_is_checked_and_its_paper_opened(
    window: MainWindow, commune: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    data = papers.draft(commune, "roster", date(2026, 3, 1), purpose="Rà soát")
    document = str(commune.run(papers.IssueDocument("roster", data)).result)
    scan = tmp_path / "quét.png"
    scan.write_bytes(as_png(scanned(papers.reprint(commune, document, "x"), turned=2, noise=12)))
    page = issued(window)
    rest(qtbot, window)
    said = checked(page, qtbot, lambda dialog: dialog.check_file(scan))
    assert "✓ Thật. Chữ ký đúng: Danh sách người thuộc diện quản lý số 01/DS-UBND" in said
    assert "Trùng với bản trong sổ" in said
    rest(qtbot, window)
    assert page.shown == document


def test_a_typed_code_that_is_wrong_names_its_group(window: MainWindow, qtbot: QtBot) -> None:
    page = issued(window)

    def ask(dialog: CheckCodeDialog) -> None:
        dialog.code.setText("ABCDEF GHJKLM")
        dialog.check.click()

    assert "Nhóm thứ 1 (ABCDEF) chưa đúng" in checked(page, qtbot, ask)


def drives_tab(window: MainWindow, qtbot: QtBot) -> DrivesTab:
    page = window.open_page("plans")
    assert isinstance(page, PlansPage)
    tab = page.drives
    assert isinstance(tab, DrivesTab)
    page.tabs.setCurrentWidget(tab)
    rest(qtbot, window)
    return tab


def test_a_pile_of_scans_files_itself(
    window: MainWindow,
    commune: Office,
    pile: bytes,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    blank = Image.new("L", (1200, 1700), 255)
    pages = [scanned(pile, 1, turned=2, noise=12), blank, scanned(pile, 0, turned=180)]
    scan = tmp_path / "xấp quét.pdf"
    scan.write_bytes(as_pdf(pages))
    tab = drives_tab(window, qtbot)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: ([str(scan)], ""))
    tab.scan_button.click()
    qtbot.waitUntil(lambda: tab.acts.scans is not None, timeout=20_000)
    dialog = tab.acts.scans
    assert isinstance(dialog, ScansDialog)
    assert [each[1].text for each in dialog.table.rows] == [sheet_code(2), "", sheet_code(1)]
    assert dialog.table.row == 1  # the first that waits for a hand
    assert f"1 hộ chưa thấy phiếu về: {sheet_code(3)}" in dialog.absent.text()
    qtbot.waitUntil(lambda: not dialog.picture.pixmap().isNull(), timeout=10_000)
    dialog.number.setText("0003-1")
    dialog.assign.click()
    assert "Không có đúng một phiếu" in dialog.wrong.text()
    dialog.number.setText(sheet_code(3))
    dialog.assign.click()
    assert not dialog.wrong.isVisible()
    assert dialog.absent.text() == ""
    assert dialog.enter.text() == "Ghi 3 phiếu đã ký"
    dialog.enter.click()
    qtbot.waitUntil(lambda: tab.acts.scans is None, timeout=20_000)
    rest(qtbot, window)
    assert counts(commune).da_ky == 3
    window.desk.undo_last()
    rest(qtbot, window)
    assert counts(commune).da_ky == 0


def test_a_page_may_be_left_and_nothing_is_written_before_the_end(
    window: MainWindow, commune: Office, pile: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    scan = tmp_path / "a.png"
    scan.write_bytes(as_png(scanned(pile, 4)))
    tab = drives_tab(window, qtbot)
    tab.acts.read_scans([scan])
    qtbot.waitUntil(lambda: tab.acts.scans is not None, timeout=20_000)
    dialog = tab.acts.scans
    assert dialog is not None
    assert dialog.enter.isEnabled()
    dialog.leave.click()
    assert not dialog.enter.isEnabled()
    rest(qtbot, window)
    dialog.reject()
    rest(qtbot, window)
    assert counts(commune).da_ky == 0
