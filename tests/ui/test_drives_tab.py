"""The tab of drives in the real window, and the pile taken in by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.drives import Counts, sheet_code
from sachmatuy_desktop.services.drives import BeginDrive, DriveState, drives_of, state_of
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.drives import DrivesTab
from sachmatuy_desktop.ui.pages.plans.drives.dialogs import (
    DriveDialog,
    EndDialog,
    HandOutDialog,
    PrintDialog,
    PrintWanted,
    TakeInDialog,
)
from sachmatuy_desktop.ui.pages.plans.drives.entry import ReturnEntry
from sachmatuy_desktop.ui.preferences import MemoryPreferences

from .asked import when_asked
from .conftest import TestOffice
from .hands import focused, listed, press
from .test_pages import settle

WITH_PLANS = tuple(each for each in PAGES if each.id in {"overview", "households", "plans"})
TODAY = date(2026, 7, 1)


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, office: TestOffice) -> Iterator[MainWindow]:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    made = open_window(qapp, office, MemoryPreferences(), WITH_PLANS)
    made.desk.feedback.said.connect(lambda kind, text: pytest.fail(text) if kind == "bug" else None)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitActive(made)
    yield made
    made.desk.operations.shut_down()


@pytest.fixture
def hamlets(office: TestOffice, village: str) -> tuple[str, str]:
    """Thôn Một with three households, Thôn Hai with two."""
    other = office.add("villages", name="Thôn Hai", kind="thon", head="Hồ Văn Trưởng")
    for place, homes in ((village, "ABC"), (other, "DE")):
        office.fill(
            "households",
            [
                {
                    "head": f"Trần Thị {name}",
                    "village": place,
                    "number": str(at),
                    "state": "dang_cu_tru",
                }
                for at, name in enumerate(homes, start=1)
            ],
        )
    return village, other


@pytest.fixture
def drive(office: TestOffice, hamlets: tuple[str, str]) -> str:
    command = BeginDrive(
        name="Đợt 1",
        from_date=TODAY,
        villages=hamlets,
        until_date=date(2026, 7, 11),
        carriers={hamlets[1]: "Hồ Văn Mang"},
    )
    return str(office.run(command).result)


def opened(qtbot: QtBot, window: MainWindow) -> DrivesTab:
    page = window.open_page("plans")
    assert isinstance(page, PlansPage)
    tab = page.drives
    assert isinstance(tab, DrivesTab)
    page.tabs.setCurrentWidget(tab)
    settle(qtbot, window)
    return tab


def state(office: TestOffice) -> DriveState:
    return state_of(office.store, drives_of(office.queries)[0], office.clock.today())


def counts(office: TestOffice) -> Counts:
    return state(office).counts


def table(tab: DrivesTab) -> list[list[str]]:
    return [[cell.text for cell in row] for row in tab.table.rows]


def entry_of(qtbot: QtBot, window: MainWindow, tab: DrivesTab) -> ReturnEntry:
    tab.take_in_button.click()
    settle(qtbot, window)
    assert tab.acts.entry is not None
    qtbot.waitActive(tab.acts.entry)
    return tab.acts.entry


def keys(text: str) -> None:
    """Type into whatever has the keyboard: digits and letters, ⏎, ↓ and ␛."""
    special = {"⏎": Qt.Key.Key_Return, "↓": Qt.Key.Key_Down, "␛": Qt.Key.Key_Escape}
    for each in text:
        if each in special:
            press(focused(), special[each])
        else:
            QTest.keyClicks(focused(), each)


def typed(number: int) -> str:
    return sheet_code(number).replace("-", "").lstrip("0")


# -- what is seen ----------------------------------------------------------------------------------


def test_without_a_drive_the_tab_says_what_one_is_for(
    qtbot: QtBot, window: MainWindow, hamlets: tuple[str, str]
) -> None:
    tab = opened(qtbot, window)
    assert tab.stack.currentIndex() == 1
    assert tab.first_button.isVisible()


def test_a_drive_is_begun_from_the_tab(
    qtbot: QtBot, window: MainWindow, office: TestOffice, hamlets: tuple[str, str]
) -> None:
    tab = opened(qtbot, window)
    seen: list[str] = []

    def answer(dialog: DriveDialog) -> None:
        seen.extend(each.text() for each in dialog.ticks.values())
        seen.append(dialog.sum.text())
        dialog.name.line.setText("Đợt đầu")
        dialog.until_date.line.setText("11/7/2026")
        dialog.ticks[hamlets[0]].setChecked(False)
        seen.append(dialog.sum.text())
        dialog.done_button.click()

    when_asked(DriveDialog, answer)
    tab.first_button.click()
    settle(qtbot, window)
    settle(qtbot, window)
    assert seen == [
        "Thôn Hai: 2 hộ",
        "Thôn Một: 3 hộ",
        "5 hộ sẽ có phiếu.",
        "2 hộ sẽ có phiếu.",
    ]
    settle(qtbot, window)
    assert tab.title.text() == "Đợt đầu"
    assert tab.deadline.text() == "Từ ngày 01/07/2026 · hạn 11/07/2026 · còn 10 ngày"
    assert counts(office) == Counts(asked=2, chua_gap=2)
    (drive,) = drives_of(office.queries)
    assert drive.carriers == {hamlets[1]: "Hồ Văn Trưởng"}


def test_every_number_is_a_door(
    qtbot: QtBot, window: MainWindow, office: TestOffice, drive: str, hamlets: tuple[str, str]
) -> None:
    tab = opened(qtbot, window)
    assert [row[:2] for row in table(tab)] == [
        ["Cả đợt", "5"],
        ["Thôn Hai", "2"],
        ["Thôn Một", "3"],
    ]
    assert listed(tab.homes, "head") == [f"Trần Thị {each}" for each in "ABCDE"]
    tab.table.choose_number(hamlets[1], "chua_gap")
    assert tab.homes.heading.text() == "Thôn Hai: chưa gặp"
    assert listed(tab.homes, "sheet") == [sheet_code(4), sheet_code(5)]
    tab.table.choose_number(hamlets[1], "da_ky")
    assert listed(tab.homes, "head") == []
    assert [each.accessibleName() for each in tab.bars.bars] == [
        "Thôn Hai: 0 trong 2 đã ký",
        "Thôn Một: 0 trong 3 đã ký",
    ]


# -- the pile --------------------------------------------------------------------------------------


def test_a_pile_goes_out_and_one_sees_with_whom(
    qtbot: QtBot, window: MainWindow, office: TestOffice, drive: str, hamlets: tuple[str, str]
) -> None:
    tab = opened(qtbot, window)
    tab.table.choose_number(hamlets[1], "asked")
    tab.hand_button.click()
    settle(qtbot, window)
    dialog = tab.acts.bulk
    assert isinstance(dialog, HandOutDialog)
    dialog.done_button.click()
    settle(qtbot, window)
    settle(qtbot, window)
    assert counts(office).out == 2
    assert table(tab)[1][-2:] == ["01/07/2026", "Hồ Văn Mang"]
    tab.table.choose_number("", "out")
    assert listed(tab.homes, "holder") == ["Hồ Văn Mang"] * 2


def test_many_sheets_say_the_same(
    qtbot: QtBot, window: MainWindow, office: TestOffice, drive: str, hamlets: tuple[str, str]
) -> None:
    tab = opened(qtbot, window)
    tab.table.choose_number(hamlets[0], "asked")
    tab.many_button.click()
    settle(qtbot, window)
    dialog = tab.acts.bulk
    assert isinstance(dialog, TakeInDialog)
    assert "Kèm theo 3 cam kết" in dialog.told.text()
    dialog.done_button.click()
    settle(qtbot, window)
    settle(qtbot, window)
    assert counts(office) == Counts(asked=5, da_ky=3, chua_gap=2)
    assert [each.accessibleName() for each in tab.bars.bars][1] == "Thôn Một: 3 trong 3 đã ký"


def test_the_dialog_says_how_many_will_be_printed(
    qtbot: QtBot, window: MainWindow, office: TestOffice, drive: str, tmp_path: Path
) -> None:
    tab = opened(qtbot, window)
    told: list[str] = []

    def answer(dialog: PrintDialog) -> None:
        told.append(dialog.sum.text())
        dialog.path.line.setText(str(tmp_path / "phieu"))
        told.append(str(dialog.wanted().path))
        dialog.reject()

    when_asked(PrintDialog, answer)
    tab.print_button.click()
    assert told == ["Sẽ in 5 phiếu.", str(tmp_path / "phieu.pdf")]
    assert PrintWanted(None, False, False, tmp_path).village is None


# -- taken in by keyboard --------------------------------------------------------------------------


def test_a_pile_is_taken_in_by_keyboard_alone(
    qtbot: QtBot, window: MainWindow, office: TestOffice, drive: str
) -> None:
    tab = opened(qtbot, window)
    entry = entry_of(qtbot, window, tab)
    keys(f"{typed(2)}⏎⏎{typed(4)}⏎3⏎{typed(1)}⏎2⏎{typed(5)}⏎⏎")
    settle(qtbot, window)
    assert counts(office) == Counts(asked=5, da_ky=2, tu_choi=1, vang=1, chua_gap=1)
    assert entry.told.text() == "Đã nhập 4 phiếu: 2 đã ký, 1 từ chối, 1 vắng"
    assert [row[1].text for row in entry.log.rows] == [f"Trần Thị {each}" for each in "EADB"]
    assert focused() is entry.typed.line
    entry.accept()
    settle(qtbot, window)
    assert tab.acts.entry is None
    assert table(tab)[0][4:8] == ["2", "1", "1", "0"]


def test_a_slip_of_the_finger_finds_nothing_and_writes_nothing(
    qtbot: QtBot, window: MainWindow, office: TestOffice, drive: str
) -> None:
    tab = opened(qtbot, window)
    entry = entry_of(qtbot, window, tab)
    right = sheet_code(2).replace("-", "")
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    keys(f"{wrong}⏎⏎")
    settle(qtbot, window)
    assert entry.matches == []
    assert "Không có phiếu số này" in entry.warning.text()
    assert focused() is entry.typed.line
    assert counts(office).chua_gap == 5


def test_letters_find_the_household_and_the_arrows_choose(
    qtbot: QtBot, window: MainWindow, office: TestOffice, drive: str
) -> None:
    tab = opened(qtbot, window)
    entry = entry_of(qtbot, window, tab)
    keys("tran thi")
    assert [each.head for each in entry.matches] == [f"Trần Thị {each}" for each in "ABCDE"]
    keys("↓↓⏎⏎")
    settle(qtbot, window)
    (row,) = office.queries.rows("commitments", office.queries.ids("commitments")).values()
    assert row["signer"] == "Trần Thị C"


def test_what_is_written_meanwhile_never_moves_the_choice(
    qtbot: QtBot, window: MainWindow, office: TestOffice, drive: str
) -> None:
    """The answer of the worker for one sheet comes while another household is being chosen."""
    tab = opened(qtbot, window)
    entry = entry_of(qtbot, window, tab)
    keys(f"{typed(1)}⏎⏎tran↓↓↓⏎")
    settle(qtbot, window)
    assert entry.chosen is not None
    assert entry.chosen.head == "Trần Thị D"
    keys("⏎")
    settle(qtbot, window)
    signed = [home.sheet.number for home in state(office).homes if home.answer == "da_ky"]
    assert signed == [1, 4]


def test_the_last_sheet_is_taken_back_and_entered_again(
    qtbot: QtBot, window: MainWindow, office: TestOffice, drive: str
) -> None:
    tab = opened(qtbot, window)
    entry = entry_of(qtbot, window, tab)
    keys(f"{typed(1)}⏎⏎{typed(2)}⏎⏎")
    settle(qtbot, window)
    QTest.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert counts(office) == Counts(asked=5, da_ky=1, chua_gap=4)
    assert entry.log.rows[0][-1].text == "đã hoàn tác"
    assert entry.told.text() == "Đã nhập 1 phiếu: 1 đã ký"
    keys(f"{typed(2)}⏎3⏎")
    settle(qtbot, window)
    assert counts(office) == Counts(asked=5, da_ky=1, vang=1, chua_gap=3)


def test_a_sheet_entered_before_is_told_and_can_be_put_right(
    qtbot: QtBot, window: MainWindow, office: TestOffice, drive: str
) -> None:
    tab = opened(qtbot, window)
    entry = entry_of(qtbot, window, tab)
    keys(f"{typed(1)}⏎⏎")
    settle(qtbot, window)
    keys(typed(1))
    assert "đã nhập «Đã ký» ngày 01/07/2026" in entry.warning.text()
    keys("⏎⏎")
    settle(qtbot, window)
    assert "đã nhập «Đã ký» rồi" in entry.log.rows[0][-1].text
    keys(f"{typed(1)}⏎2⏎")
    settle(qtbot, window)
    assert counts(office) == Counts(asked=5, tu_choi=1, chua_gap=4)
    assert office.queries.count("commitments") == 0


def test_esc_goes_back_to_the_number_and_writes_nothing(
    qtbot: QtBot, window: MainWindow, office: TestOffice, drive: str
) -> None:
    tab = opened(qtbot, window)
    entry = entry_of(qtbot, window, tab)
    keys(f"{typed(1)}⏎2␛")
    assert focused() is entry.typed.line
    assert entry.isVisible()
    assert office.queries.count("commitments") == 0


# -- ended -----------------------------------------------------------------------------------------


def test_a_drive_ends_after_it_said_what_stays_out(
    qtbot: QtBot, window: MainWindow, office: TestOffice, drive: str
) -> None:
    tab = opened(qtbot, window)
    told: list[str] = []

    def answer(dialog: EndDialog) -> None:
        told.append(dialog.told.text())
        dialog.accept()

    when_asked(EndDialog, answer)
    tab.end_button.click()
    settle(qtbot, window)
    settle(qtbot, window)
    assert told == ["5 hộ phải ký: 5 chưa gặp."]
    assert tab.deadline.text() == "Kết thúc ngày 01/07/2026"
    assert not tab.take_in_button.isVisible()
    assert [line.text for line in tab.side.lines] == ["ĐÃ KẾT THÚC", "Đợt 1"]
