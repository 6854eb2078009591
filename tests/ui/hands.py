"""What a person does at a list: read it, stand in it, press keys, open its dialogs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from sachmatuy_desktop.ui.dialogs.column_filter import ColumnFilterDialog
from sachmatuy_desktop.ui.pages.record_list import RecordList


def listed(records: RecordList, column: str = "full_name") -> list[str]:
    place = [each.name for each in records.model.columns].index(column)
    return [records.model.index(row, place).data() for row in range(records.model.rowCount())]


def stand_on(records: RecordList, row: int, column: str) -> None:
    place = [each.name for each in records.model.columns].index(column)
    records.table.setFocus()
    records.table.setCurrentIndex(records.model.index(row, place))


def press(widget: QWidget, *keys: Qt.Key | tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    for key in keys:
        one, held = key if isinstance(key, tuple) else (key, Qt.KeyboardModifier.NoModifier)
        QTest.keyClick(widget, one, held)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def act_of(menu: QMenu, text: str) -> QAction:
    return next(each for each in menu.actions() if each.text() == text)


def filter_dialog(records: RecordList) -> ColumnFilterDialog:
    dialog = records.filtering.dialog
    assert isinstance(dialog, ColumnFilterDialog)
    return dialog


def chips(records: RecordList) -> list[str]:
    return [each.text() for each in records.filters.chips]
