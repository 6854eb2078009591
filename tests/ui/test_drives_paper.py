"""The papers of a drive from its tab, in a real office; and the tab of the office above."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.drives import Counts, sheet_code
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers import SAVED
from sachmatuy_desktop.services.papers.print_log import print_log
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.feedback import Feedback
from sachmatuy_desktop.ui.operations import Operations
from sachmatuy_desktop.ui.pages.plans.drives import DrivesAbove, DrivesTab
from sachmatuy_desktop.ui.pages.plans.drives.dialogs import PrintDialog
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.documents.pdf_reading import read, words_of
from tests.drive_offices import begin, counts, drive_in, hamlets, take_in
from tests.offices import TestClock, new_office
from tests.sync.test_two_offices import DISTRICT, trust

from .asked import when_asked

Settle = Callable[[], None]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = new_office(tmp_path / "xã", clock=TestClock())
    one, two = hamlets(made, 3, 2)
    begin(made, (one, two), carriers={one: "Hồ Văn Mang", two: "Lê Thị Gùi"})
    yield made
    made.close()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were opened for a person to see."""
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    return opened


@pytest.fixture
def tab(desk: Desk, qtbot: QtBot, settled: Settle) -> DrivesTab:
    made = DrivesTab(desk)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    made.refresh()
    settled()
    return made


def test_a_pile_is_printed_and_handed_out_in_one_go(
    tab: DrivesTab, office: Office, shown: list[str], tmp_path: Path, settled: Settle
) -> None:
    one = drive_in(office).villages[0].village
    path = tmp_path / "xấp.pdf"

    def answer(dialog: PrintDialog) -> None:
        dialog.village.setCurrentIndex(dialog.village.findData(one))
        dialog.hand_out.setChecked(True)
        dialog.path.line.setText(str(path))
        dialog.done_button.click()

    when_asked(PrintDialog, answer)
    tab.print_button.click()
    settled()
    settled()
    assert shown == [str(path)]
    assert sheet_code(1) in read(path.read_bytes())[0].text
    assert counts(office).printed == counts(office).out
    assert counts(office).out in (2, 3)
    assert [cell.text for cell in tab.table.rows[0]][2:4] == [str(counts(office).out)] * 2


def test_the_list_for_who_carries_a_pile_is_saved(
    tab: DrivesTab,
    office: Office,
    shown: list[str],
    tmp_path: Path,
    settled: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "danh sách.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), ""))
    tab.list_button.click()
    settled()
    assert shown == []
    tab.table.choose_number(drive_in(office).villages[0].village, "asked")
    tab.list_button.click()
    settled()
    assert shown == [str(path)]
    assert "DANH SÁCH PHÁT PHIẾU CAM KẾT" in words_of(path.read_bytes())
    newest = print_log(office)[0].note
    assert newest.how == SAVED
    assert newest.paper.endswith("danh sách, 3 phiếu")


def test_the_office_above_is_shown_counts_alone(
    office: Office, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    above = new_office(tmp_path / "trên", DISTRICT, "receiving", clock=TestClock())
    trust(office, above, "upper")
    trust(above, office, "lower")
    take_in(office, 1)
    bundles.export(office, above.keys.device.public.key_id, tmp_path / "gói.smt")
    bundles.merge(above, bundles.stage(above, tmp_path / "gói.smt"))
    feedback = Feedback()
    there = Desk(above, Operations(feedback), feedback, MemoryPreferences())
    board = DrivesAbove(there)
    qtbot.addWidget(board)
    board.refresh()
    qtbot.waitUntil(lambda: bool(board.table.rows))
    (row,) = board.table.rows
    told = counts(office)
    assert told == Counts(asked=5, da_ky=1, chua_gap=4)
    assert [each.text for each in row][1:5] == ["Đợt 1", "5", "0", "0"]
    assert board.told.text() == "1 đợt đang ký: 1/5 hộ đã ký."
    there.operations.shut_down()
    above.close()
