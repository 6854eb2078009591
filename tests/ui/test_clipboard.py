"""Restricted copies leave the clipboard after a minute, at locking and at closing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.ui import clipboard

WATCH = "clipboard-watch"


@pytest.fixture
def text(qapp: QApplication) -> str:
    """A name was copied."""
    clipboard.copy_text("Lê Văn Cam\t1990", restricted=True)
    return "Lê Văn Cam\t1990"


def let_a_minute_pass(qapp: QApplication) -> None:
    watch = next(each for each in qapp.children() if each.objectName() == WATCH)
    watch.timer.timeout.emit()  # type: ignore[attr-defined]


def test_after_a_minute_it_is_gone(qapp: QApplication, text: str) -> None:
    assert qapp.clipboard().text() == text
    let_a_minute_pass(qapp)
    assert qapp.clipboard().text() == ""


def test_what_somebody_copied_since_is_left_alone(qapp: QApplication, text: str) -> None:
    qapp.clipboard().setText("của chương trình khác")
    let_a_minute_pass(qapp)
    assert qapp.clipboard().text() == "của chương trình khác"


def test_what_is_for_everybody_stays(qapp: QApplication, text: str) -> None:
    clipboard.copy_text("12 tin báo", restricted=False)
    let_a_minute_pass(qapp)
    clipboard.forget()
    assert qapp.clipboard().text() == "12 tin báo"


def test_at_locking_and_closing_it_goes_at_once(qapp: QApplication, text: str) -> None:
    clipboard.forget()
    assert qapp.clipboard().text() == ""


def test_no_manager_of_clipboards_keeps_it(qapp: QApplication, text: str) -> None:
    data = qapp.clipboard().mimeData()
    assert data.data("x-kde-passwordManagerHint") == b"secret"
    assert any("CanIncludeInClipboardHistory" in each for each in data.formats())


# -- what Qt itself copies out of a field ----------------------------------------------------------

NAME = "Lê Văn Cam"


class Foreign(QMimeData):
    """What lies there of another program: Qt shows it in a class that is not plain `QMimeData`."""


@pytest.fixture
def watched(qapp: QApplication) -> Iterator[None]:
    """The program watches its fields, as it does from the start."""
    watching = clipboard.watch_fields()
    yield
    QObject.disconnect(watching)


def a_line() -> QWidget:
    made = QLineEdit(NAME)
    made.selectAll()
    return made


def a_text() -> QWidget:
    made = QPlainTextEdit(NAME)
    made.selectAll()
    return made


def a_label() -> QWidget:
    made = QLabel(NAME)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
    made.setSelection(0, len(NAME))
    return made


@pytest.mark.usefixtures("watched")
@pytest.mark.parametrize("key", [Qt.Key.Key_C, Qt.Key.Key_X])
@pytest.mark.parametrize("field", [a_line, a_text])
def test_a_name_copied_out_of_a_field_goes_as_well(
    qapp: QApplication, qtbot: QtBot, field: Callable[[], QWidget], key: Qt.Key
) -> None:
    copied_from(field(), key, qtbot)
    assert qapp.clipboard().text() == NAME
    assert qapp.clipboard().mimeData().hasFormat("x-kde-passwordManagerHint")
    let_a_minute_pass(qapp)
    assert qapp.clipboard().text() == ""


@pytest.mark.usefixtures("watched")
def test_so_does_one_out_of_words_that_may_be_selected(qapp: QApplication, qtbot: QtBot) -> None:
    copied_from(a_label(), Qt.Key.Key_C, qtbot)
    assert qapp.clipboard().text() == NAME
    clipboard.forget()
    assert qapp.clipboard().text() == ""


def copied_from(field: QWidget, key: Qt.Key, qtbot: QtBot) -> None:
    qtbot.addWidget(field)
    field.show()
    QTest.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.usefixtures("watched")
def test_a_copy_of_another_program_is_not_touched(qapp: QApplication, text: str) -> None:
    foreign = Foreign()
    foreign.setText("của chương trình khác")
    qapp.clipboard().setMimeData(foreign)
    let_a_minute_pass(qapp)
    clipboard.forget()
    assert qapp.clipboard().mimeData() is foreign
    qapp.clipboard().clear()  # a class of Python's must not outlive Python


LEFT_AT_THE_DOOR = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from sachmatuy_desktop.ui import clipboard, startup

def leave():
    shown = QApplication.activeModalWidget()
    if shown is None:
        QTimer.singleShot(20, leave)
        return
    clipboard.copy_text("720313-292930", restricted=True)
    shown.reject()

QTimer.singleShot(0, leave)
startup.open_office(Path(sys.argv[1]))
print(QApplication.clipboard().text() or "nothing")
"""
"""Somebody copies a part of the paper code and goes, before any office is open."""


def test_it_goes_with_the_program_also_where_no_window_was_opened(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEFT_AT_THE_DOOR, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "nothing\n"
