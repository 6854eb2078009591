"""The editor of a place that takes rows: a small table, its columns named by the form.

Enter or a typed letter edits a cell, rows are added and taken out below it, and what was copied
from a spreadsheet is pasted from the current cell on.  A first column «TT» numbers itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.forms import Rows
from sachmatuy_desktop.domain.forms.row_tables import RowTable
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import button, row

__all__ = ["RowsEditor"]

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_SHOWN: Final = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole})
_WIDE, _NARROW = 130, 44
"""Widths of columns, in pixels at the base type size."""

_FEWEST, _MOST = 3, 7
"""Rows the table shows at once."""


class _Cells(QAbstractTableModel):
    """The cells as text."""

    def __init__(self, table: RowTable) -> None:
        super().__init__()
        self.titles, self.numbered, self.first = table.titles, table.numbered, table.first
        self.cells: list[list[str]] = []

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.cells)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.titles)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        fixed = self.numbered and index.column() == 0
        return flags if fixed else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.titles[index.column()]}: {self.cell(index.row(), index.column())}"
        if role in _SHOWN or role == Qt.ItemDataRole.ToolTipRole:
            return self.cell(index.row(), index.column())
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or str(value) == index.data(role):
            return False
        self.cells[index.row()][index.column()] = str(value).strip()
        self.dataChanged.emit(index, index)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        titled = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if titled and orientation == Qt.Orientation.Horizontal:
            return self.titles[section]
        return None

    def cell(self, line: int, column: int) -> str:
        """The words of a cell."""
        return str(line + self.first) if self.numbered and column == 0 else self.cells[line][column]

    def take(self, cells: list[list[str]]) -> None:
        """Other cells."""
        self.beginResetModel()
        self.cells = cells
        self.endResetModel()


class RowsEditor(QWidget):
    """The rows of one place."""

    edited = Signal()

    def __init__(self, table: RowTable) -> None:
        super().__init__()
        self.cells = _Cells(table)
        self.table = _Table(self)
        self.table.setModel(self.cells)
        self.add = button(_("Thêm dòng"), self._add, picture="plus")
        self.drop = button(_("Bỏ dòng"), self._drop)
        for place in range(len(table.titles)):
            narrow = self.cells.numbered and place == 0
            self.table.setColumnWidth(place, theme.px(_NARROW if narrow else _WIDE))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.table)
        layout.addLayout(row(self.add, self.drop, None))
        self.setFocusProxy(self.table)
        self.cells.dataChanged.connect(lambda *_of: self.edited.emit())
        self.table.selectionModel().currentChanged.connect(lambda *_of: self._droppable())
        self._fit()

    def setAccessibleName(self, name: str) -> None:
        """The table bears the name of the place."""
        super().setAccessibleName(name)
        self.table.setAccessibleName(name)

    def put(self, value: Rows | None) -> None:
        """Show rows; those that stand there already are left alone, someone may be typing."""
        cells = [self._line(each) for each in value or ()]
        if cells != self.cells.cells:
            self.cells.take(cells)
        self._fit()

    def value(self) -> Rows | None:
        """The rows that say something, numbered anew where they bear numbers."""
        said = [line for line in self.cells.cells if any(line)]
        if not self.cells.numbered:
            return tuple(tuple(line) for line in said) or None
        counted = enumerate(said, start=self.cells.first)
        return tuple((number, *line[1:]) for number, line in counted) or None

    def paste(self, text: str) -> None:
        """Cells copied from a spreadsheet, from the current cell on; rows are added as needed."""
        at = self.table.currentIndex()
        top = at.row() if at.isValid() else len(self.cells.cells)
        left = max(at.column(), int(self.cells.numbered))
        cells = [list(line) for line in self.cells.cells]
        for down, line in enumerate(text.rstrip("\n").split("\n")):
            if top + down == len(cells):
                cells.append(self._line(()))
            for across, words in enumerate(line.split("\t")):
                if left + across < len(self.cells.titles):
                    cells[top + down][left + across] = words.strip()
        self._change(cells, top, left)

    def _line(self, given: Sequence[object]) -> list[str]:
        """As many cells as there are columns."""
        said = ["" if cell is None else str(cell) for cell in given[: len(self.cells.titles)]]
        if said and self.cells.numbered:
            said[0] = ""
        return said + [""] * (len(self.cells.titles) - len(said))

    def _add(self) -> None:
        cells = [*self.cells.cells, self._line(())]
        self._change(cells, len(cells) - 1, int(self.cells.numbered))
        self.table.edit(self.table.currentIndex())

    def _drop(self) -> None:
        at = self.table.currentIndex()
        cells = [line for n, line in enumerate(self.cells.cells) if n != at.row()]
        self._change(cells, min(at.row(), len(cells) - 1), at.column())

    def _change(self, cells: list[list[str]], line: int, column: int) -> None:
        self.cells.take(cells)
        self.table.setCurrentIndex(self.cells.index(line, column))
        self._fit()
        self.edited.emit()

    def _droppable(self) -> None:
        self.drop.setEnabled(self.table.currentIndex().isValid())

    def _fit(self) -> None:
        """High enough for a few rows, the head and the bar that scrolls sideways."""
        lines = min(max(self.cells.rowCount(), _FEWEST), _MOST)
        self.table.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.table.setFixedHeight(theme.row_height() * (lines + 1) + theme.px(18))
        self._droppable()


class _Table(QTableView):
    """Ctrl+V pastes, Delete empties the current cell."""

    def __init__(self, editor: RowsEditor) -> None:
        super().__init__()
        self._editor = editor
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.setTabKeyNavigation(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits as a double click does."""
        at = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Paste):
            self._editor.paste(QGuiApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_Delete and at.isValid():
            self.model().setData(at, "")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at.isValid():
            self.edit(at)
        else:
            super().keyPressEvent(event)
