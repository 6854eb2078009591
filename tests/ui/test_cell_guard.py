"""No list, table or tree copies a cell by itself, past the purpose and the journal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.ui.cell_guard import guard_cells

NAME = "Lê Văn Cam"


def a_list() -> QWidget:
    made = QListWidget()
    made.addItem(NAME)
    made.setCurrentRow(0)
    return made


def a_table() -> QWidget:
    made = QTableWidget(1, 1)
    made.setItem(0, 0, QTableWidgetItem(NAME))
    made.setCurrentCell(0, 0)
    return made


def a_tree() -> QWidget:
    made = QTreeWidget()
    item = QTreeWidgetItem([NAME])
    made.addTopLevelItem(item)
    made.setCurrentItem(item)
    return made


@pytest.mark.parametrize("view", [a_list, a_table, a_tree])
def test_the_key_that_copies_is_taken(
    qapp: QApplication, qtbot: QtBot, view: Callable[[], QWidget]
) -> None:
    guard_cells(qapp)
    qapp.clipboard().setText("của người khác")
    window, cells, field = QWidget(), view(), QLineEdit("tự gõ")
    layout = QVBoxLayout(window)
    layout.addWidget(field)
    layout.addWidget(cells)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    cells.setFocus()
    qtbot.waitUntil(cells.hasFocus)
    QTest.keyClick(cells, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert qapp.clipboard().text() == "của người khác"
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert qapp.clipboard().text() == "tự gõ"
