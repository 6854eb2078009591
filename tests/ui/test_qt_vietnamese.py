"""Qt's own buttons, menus and dialogs speak Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QErrorMessage,
    QFileDialog,
    QGroupBox,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QTabBar,
    QTextEdit,
    QWidget,
    QWizard,
    QWizardPage,
)
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.ui.qt_vietnamese import WORDS, VietnameseQt

SAME_IN_BOTH = re.compile(
    r"""^(?:
        [\W\d_]*                                   # signs and numbers
        | (?:mm|cm|pt|in|[A-C]\d{1,2}|P̸|DD|CC)     # units and paper sizes
        | \d+\ \(\d+x\d+\)                         # pages on a sheet
        | [%/.~\w-]*/[%/.~\w-]*                    # paths
    )$""",
    re.VERBOSE,
)

PROPER_NAMES = frozenset({"ISO", "JIS", "Pica (P̸)", "Didot (DD)", "Cicero (CC)"})


@pytest.fixture
def asked(qapp: QApplication) -> Iterator[list[tuple[str, str]]]:
    """What Qt asked for in vain while the test ran."""
    missing: list[tuple[str, str]] = []

    class Listening(VietnameseQt):
        def translate(
            self,
            context: str,
            source: str,
            disambiguation: str | None = None,
            n: int = -1,
        ) -> str | None:
            found = super().translate(context, source, disambiguation, n)
            if found is None:
                missing.append((context, source))
            return found

    translator = Listening()
    qapp.installTranslator(translator)
    yield missing
    qapp.removeTranslator(translator)


@pytest.fixture
def vietnamese(qapp: QApplication) -> Iterator[QTranslator]:
    translator = VietnameseQt()
    qapp.installTranslator(translator)
    yield translator
    qapp.removeTranslator(translator)


def every_button() -> QWidget:
    box = QDialogButtonBox()
    for button in QDialogButtonBox.StandardButton:
        if button.value and button.name not in ("NoButton", "FirstButton", "LastButton"):
            box.addButton(button)
    return box


def message_with_details() -> QWidget:
    box = QMessageBox()
    box.setStandardButtons(QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel)
    box.setDetailedText("…")
    return box


def file_dialog() -> QWidget:
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return dialog


def save_dialog() -> QWidget:
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    return dialog


def wizard() -> QWidget:
    made = QWizard()
    made.addPage(QWizardPage())
    made.addPage(QWizardPage())
    made.setOption(QWizard.WizardOption.HaveHelpButton)
    return made


def progress() -> QWidget:
    return QProgressDialog("…", "", 0, 10)


def error_message() -> QWidget:
    return QErrorMessage()


def print_dialog() -> QWidget:
    printer = QPrinter()
    dialog = QPrintDialog(printer)
    dialog._printer = printer  # type: ignore[attr-defined]
    return dialog


def print_preview() -> QWidget:
    printer = QPrinter()
    dialog = QPrintPreviewDialog(printer)
    dialog._printer = printer  # type: ignore[attr-defined]
    return dialog


OPENED: list[Callable[[], QWidget]] = [
    every_button,
    message_with_details,
    file_dialog,
    save_dialog,
    wizard,
    progress,
    error_message,
    QInputDialog,
    print_dialog,
    print_preview,
]


def words_on(widget: QWidget) -> set[str]:
    """Every text a person could read on a widget, and when the mouse rests on it."""
    found: set[str] = set()
    for each in [widget, *widget.findChildren(QWidget)]:
        found.add(each.toolTip())
        if isinstance(each, QAbstractButton | QLabel):
            found.add(each.text())
        if isinstance(each, QGroupBox | QMenu):
            found.add(each.title())
        if isinstance(each, QComboBox):
            found |= {each.itemText(place) for place in range(each.count())}
        if isinstance(each, QTabBar):
            found |= {each.tabText(place) for place in range(each.count())}
        if isinstance(each, QDialog):
            found.add(each.windowTitle())
        found |= {action.text() for action in each.actions()}
    return {text.replace("&", "").strip() for text in found} - {""}


ENGLISH = {
    source.replace("&", "").strip()
    for words in WORDS.values()
    for source, word in words.items()
    if source != word
}


@pytest.mark.parametrize("make", OPENED, ids=lambda make: make.__name__)
def test_no_standard_word_stays_english(
    qtbot: QtBot, vietnamese: QTranslator, make: Callable[[], QWidget]
) -> None:
    widget = make()
    qtbot.addWidget(widget)
    widget.show()
    words = words_on(widget)
    widget.hide()

    assert words & ENGLISH == set()


@pytest.mark.parametrize("make", OPENED, ids=lambda make: make.__name__)
def test_qt_asks_for_nothing_this_program_cannot_answer(
    qtbot: QtBot, asked: list[tuple[str, str]], make: Callable[[], QWidget]
) -> None:
    widget = make()
    qtbot.addWidget(widget)
    widget.show()
    seen = words_on(widget)
    widget.hide()

    left = {
        source
        for _context, source in asked
        if source.replace("&", "").strip() in seen
        and not SAME_IN_BOTH.match(source)
        and source not in PROPER_NAMES
        and _context != "QPageSize"  # names of paper: "Letter", "Tabloid"
    }
    assert left == set()


@pytest.mark.parametrize("make", [QLineEdit, QTextEdit, QPlainTextEdit])
def test_the_menu_of_a_text_is_vietnamese(
    qtbot: QtBot,
    vietnamese: QTranslator,
    make: type[QLineEdit | QTextEdit | QPlainTextEdit],
) -> None:
    edit = make()
    qtbot.addWidget(edit)
    menu = edit.createStandardContextMenu()
    actions: list[QAction] = menu.actions()
    texts = [action.text().split("\t")[0].replace("&", "") for action in actions]

    assert [text for text in texts if text][:6] == [
        "Hoàn tác",
        "Làm lại",
        "Cắt",
        "Sao chép",
        "Dán",
        "Xóa",
    ]


def test_words_that_are_not_ours_are_left_to_qt(vietnamese: QTranslator) -> None:
    assert QCoreApplication.translate("QSomething", "Left alone") == "Left alone"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Hủy"


def test_a_shortcut_letter_is_marked_in_both_or_the_word_has_none() -> None:
    for words in WORDS.values():
        for source, word in words.items():
            assert word, source
            assert word.count("&") <= 1, word
            assert word.count("%1") == source.count("%1"), source


def test_reading_direction_stays_left_to_right(qapp: QApplication, vietnamese: QTranslator) -> None:
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight
