"""Opening an office: the passphrase, the wait after a wrong one, the code from the paper."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.services import accounts
from sachmatuy_desktop.services.office import Founding, found
from sachmatuy_desktop.storage.keyring_file import Account
from sachmatuy_desktop.storage.recovery import RecoverySheet, new_recovery_code
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.beginning_again import Locked
from sachmatuy_desktop.ui.dialogs.repair import RepairDialog
from sachmatuy_desktop.ui.dialogs.unlock import Door, UnlockDialog
from sachmatuy_desktop.ui.feedback import Feedback
from sachmatuy_desktop.ui.operations import Operations
from sachmatuy_desktop.ui.startup import Reception
from tests.offices import CHEAP, IA_DOM, PASSPHRASE, TestClock


@pytest.fixture
def code(tmp_path: Path, clock: TestClock) -> RecoverySheet:
    """The paper code of an office that lies closed in the folder."""
    answers = Founding(IA_DOM, "commune", "an", "Nguyễn Văn An")
    office, made = found(tmp_path, answers, PASSPHRASE, clock.clock, CHEAP)
    office.close()
    return made


@pytest.fixture
def dialog(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, clock: TestClock, code: RecoverySheet
) -> Iterator[UnlockDialog]:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    operations = Operations(Feedback())
    made = UnlockDialog(Door(tmp_path, clock.clock, CHEAP), operations)
    qtbot.addWidget(made)
    made.show()
    yield made
    operations.shut_down()
    if made.office is not None:
        made.office.close()


def enter(dialog: UnlockDialog, qtbot: QtBot, passphrase: str) -> None:
    dialog.passphrase.line.setText(passphrase)
    dialog.try_to_open()
    qtbot.waitUntil(lambda: not dialog.operations.is_busy, timeout=10_000)


def test_the_dialog_is_up_before_the_database_is_loaded() -> None:
    asked = (
        "import sys; import sachmatuy_desktop.ui.startup;"
        "books = 'sachmatuy_desktop.domain.registers.catalogue';"
        "heavy = ('sqlalchemy', 'reportlab', 'docx', 'lxml', books);"
        "sys.exit(int(any(name in sys.modules for name in heavy)))"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_the_window_opens_without_what_word_files_need() -> None:
    asked = (
        "import sys; import sachmatuy_desktop.ui.main_window, sachmatuy_desktop.ui.pages.documents,"
        " sachmatuy_desktop.ui.pages.admin; sys.exit(int('docx' in sys.modules or 'lxml' in"
        " sys.modules or 'xlsxwriter' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_the_right_passphrase_opens_the_office(dialog: UnlockDialog, qtbot: QtBot) -> None:
    enter(dialog, qtbot, PASSPHRASE)
    assert dialog.office is not None
    assert dialog.office.info.account_name == "Nguyễn Văn An"
    assert not dialog.isVisible()


def test_enter_in_the_field_is_enough(dialog: UnlockDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(dialog.passphrase.line, "sai hoan toan roi")
    QTest.keyClick(dialog.passphrase.line, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.wrong.isVisible, timeout=10_000)


def test_a_wrong_passphrase_is_one_sentence_and_a_wait(
    dialog: UnlockDialog, qtbot: QtBot, clock: TestClock
) -> None:
    enter(dialog, qtbot, "không phải mật khẩu này")
    assert dialog.office is None
    assert dialog.wrong.text().startswith("Mật khẩu không đúng")
    assert not dialog.enter.isEnabled()
    assert "giây" in dialog.enter.text()
    clock.advance(minutes=2)
    qtbot.waitUntil(dialog.enter.isEnabled, timeout=3000)
    enter(dialog, qtbot, PASSPHRASE)
    assert dialog.office is not None


def test_an_empty_passphrase_is_not_a_try(dialog: UnlockDialog, qtbot: QtBot) -> None:
    enter(dialog, qtbot, "")
    assert dialog.passphrase.wrong.text() == "Hãy điền «Mật khẩu»."
    assert dialog.enter.isEnabled()


def test_the_eye_shows_what_was_typed(dialog: UnlockDialog) -> None:
    dialog.passphrase.line.setText(PASSPHRASE)
    assert dialog.passphrase.line.echoMode() is QLineEdit.EchoMode.Password
    dialog.passphrase.eye.setChecked(True)
    assert dialog.passphrase.line.echoMode() is QLineEdit.EchoMode.Normal


@pytest.mark.parametrize(
    ("letter", "shift", "shown"),
    [("A", False, True), ("a", True, True), ("a", False, False), ("A", True, False)],
)
def test_caps_lock_is_told_by_the_letters_it_makes(
    dialog: UnlockDialog, letter: str, shift: bool, shown: bool
) -> None:
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    typed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, modifier, letter)
    QApplication.sendEvent(dialog.passphrase.line, typed)
    assert dialog.passphrase.capitals.isVisible() is shown


def test_after_locking_the_same_account_is_in_front(
    qtbot: QtBot, dialog: UnlockDialog, clock: TestClock
) -> None:
    enter(dialog, qtbot, PASSPHRASE)
    assert dialog.office is not None
    accounts.add_account(dialog.office, Account("binh", "Trần Thị Bình", "clerk"), PASSPHRASE)
    again = UnlockDialog(dialog.door, dialog.operations, locked="binh")
    qtbot.addWidget(again)
    assert again.account.id == "binh"


def test_the_paper_code_gives_a_new_passphrase(
    dialog: UnlockDialog, qtbot: QtBot, code: RecoverySheet
) -> None:
    dialog.other.click()
    dialog.code.put(code.text)
    dialog.fresh.first.line.setText("một câu mới thật dài")
    dialog.fresh.again.line.setText("một câu mới thật dài")
    dialog.try_to_open()
    qtbot.waitUntil(lambda: dialog.office is not None, timeout=10_000)
    assert dialog.office is not None
    assert dialog.office.info.account_id == "an"


def test_a_code_pasted_into_one_field_fills_them_all(
    dialog: UnlockDialog, qtbot: QtBot, code: RecoverySheet
) -> None:
    dialog.other.click()
    QApplication.clipboard().setText(code.text)
    first = dialog.code.groups[0]
    QTest.keyClick(first, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [each.text() for each in dialog.code.groups] == list(code.groups)


def test_halves_are_pasted_one_by_one_in_either_order(
    dialog: UnlockDialog, code: RecoverySheet
) -> None:
    dialog.other.click()
    for half, place in ((code.halves[1], 0), (code.halves[0], 12)):
        QApplication.clipboard().setText(" ".join((half.mark, *half.groups)))
        QTest.keyClick(dialog.code.groups[place], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert dialog.code.code() == code


def test_halves_that_do_not_belong_together_are_told(
    dialog: UnlockDialog, code: RecoverySheet
) -> None:
    dialog.other.click()
    one, other = code.halves[0], new_recovery_code(apart_from=code.number).halves[1]
    dialog.code.put("".join((one.mark, *one.groups, other.mark, *other.groups)))
    dialog.try_to_open()
    assert f"số {one.sheet} và số {other.sheet}" in dialog.code.wrong.text()
    dialog.code.put("".join((one.mark, *one.groups, one.mark, *one.groups)))
    dialog.try_to_open()
    assert "đều là phần 1" in dialog.code.wrong.text()


def test_the_sheet_of_another_office_is_told_before_it_counts_as_a_try(
    dialog: UnlockDialog, qtbot: QtBot, code: RecoverySheet
) -> None:
    strange = new_recovery_code(apart_from=code.number)
    dialog.other.click()
    dialog.code.put(strange.text)
    dialog.fresh.first.line.setText("một câu mới thật dài")
    dialog.fresh.again.line.setText("một câu mới thật dài")
    dialog.try_to_open()
    qtbot.waitUntil(dialog.wrong.isVisible, timeout=10_000)
    assert f"phiếu khôi phục số {strange.number}" in dialog.wrong.text()
    assert dialog.door.seconds_to_wait() == 0


def test_a_group_that_cannot_be_right_is_named(
    dialog: UnlockDialog, qtbot: QtBot, code: RecoverySheet
) -> None:
    dialog.other.click()
    dialog.code.put(code.text)
    dialog.code.groups[15].setText("12")
    dialog.try_to_open()
    assert "Phần 2: nhóm thứ 6" in dialog.code.wrong.text()
    assert dialog.office is None


def test_a_folder_without_keys_says_what_to_do(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble, match=r"keys\.a"):
        UnlockDialog(Door(tmp_path / "nothing", TestClock().clock, CHEAP), Operations(Feedback()))


def test_a_locked_window_leads_to_the_repair_screen_and_back(
    qapp: QApplication,
    tmp_path: Path,
    clock: TestClock,
    code: RecoverySheet,
) -> None:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    reception = Reception(qapp, clock.clock, CHEAP)
    seen: list[str] = []

    def look() -> None:
        for each in QApplication.topLevelWidgets():
            if isinstance(each, UnlockDialog) and each.isVisible():
                seen.append(f"unlock {each.account.id}")
                each.leave_to_repair() if len(seen) == 1 else each.reject()
            elif isinstance(each, RepairDialog) and each.isVisible():
                seen.append("repair")
                each.reject()

    hands = QTimer()
    hands.timeout.connect(look)
    hands.start(20)
    assert reception.unlocked_again(Locked(tmp_path, "an")) is None
    hands.stop()
    reception.operations.shut_down()
    assert seen == ["unlock an", "repair", "unlock an"]
