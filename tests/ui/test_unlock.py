"""Opening an office: the passphrase, the wait after a wrong one, the code from the paper."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.paths import default_office_folder
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.office import Founding, found
from sachmatuy_desktop.storage.keys.keyring_file import Account
from sachmatuy_desktop.storage.keys.recovery import RecoverySheet, new_recovery_code
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


BEFORE_A_WORD_IS_TYPED = {
    "PySide6": {"QtCore", "QtGui", "QtSvg", "QtWidgets", "support"},
    "sachmatuy_desktop.domain": {"clock", "dates", "text"},
    "sachmatuy_desktop.storage": {
        "atomic",
        "backups.swapping",
        "keys.keyring_file",
        "keys.keyring_public",
        "keys.keyring_shown",
        "keys.keyring_tries",
        "lockfile",
        "strict_json",
    },
    "sachmatuy_desktop.ui.dialogs": {"kit", "unlock"},
}
"""Of these packages nothing else is loaded when the first window asks for a passphrase."""

OF_THE_PROGRAM = {
    *("cli", "diagnostics", "domain", "errors", "hardening", "i18n", "paths", "storage", "ui"),
}
"""Nor is any other room of the program, nor any other package of somebody else's."""

LOOK_AT_THE_FIRST_WINDOW = """
import json, os, sys
from PySide6.QtCore import QTimer
from sachmatuy_desktop.cli import main

def look():
    from PySide6.QtWidgets import QApplication
    if any(each.isExposed() for each in QApplication.topLevelWindows()):
        print(json.dumps(sorted(sys.modules)), flush=True)
        os._exit(0)
    QTimer.singleShot(0, look)

QTimer.singleShot(0, look)
main([])
"""


def loaded_at_the_first_window(folder: Path) -> set[str]:
    """The modules that the program has loaded when its first window has been painted."""
    home = {"XDG_DATA_HOME": str(folder), "LOCALAPPDATA": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", LOOK_AT_THE_FIRST_WINDOW],
        env={**os.environ, **home, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def within(module: str, package: str) -> bool:
    """Whether a module lies in a package."""
    return module.startswith(f"{package}.")


def belongs(module: str, known: str) -> bool:
    """Whether it is a known module, a part of one, or the package of one."""
    return module == known or within(module, known) or within(known, module)


def test_the_first_window_loads_what_it_shows_and_nothing_else(
    tmp_path: Path, clock: TestClock
) -> None:
    answers = Founding(IA_DOM, "commune", "an", "Nguyễn Văn An")
    folder = tmp_path / default_office_folder().name
    found(folder, answers, PASSPHRASE, clock.clock)[0].close()
    loaded = loaded_at_the_first_window(tmp_path)
    assert "sachmatuy_desktop.ui.dialogs.unlock" in loaded
    for package, known in BEFORE_A_WORD_IS_TYPED.items():
        inside = {each.removeprefix(f"{package}.") for each in loaded if within(each, package)}
        assert {each for each in inside if not any(belongs(each, own) for own in known)} == set()
    rooms = {each.split(".")[1] for each in loaded if each.startswith("sachmatuy_desktop.")}
    assert rooms <= OF_THE_PROGRAM
    others = {each.split(".")[0] for each in loaded} & set(packages_distributions())
    assert others <= {"PySide6", "_distutils_hack", "sachmatuy_desktop", "shiboken6"}
    assert not {"socket", "ssl", "pickle", "asyncio", "tomllib", "sqlite3"} & loaded


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
