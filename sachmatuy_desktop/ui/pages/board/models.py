"""What the board's table asks: units by columns, and the one row of totals below.

Cells are made when they are first painted or sorted by, so a hundred communes by twelve criteria
cost what is in sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from sachmatuy_desktop.services.board import Line
from sachmatuy_desktop.ui.pages.board.columns import BoardCell, BoardColumn

__all__ = ["BoardModel", "TotalModel"]

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_MIDDLE: Final = int(Qt.AlignmentFlag.AlignCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_WRAPS: Final = int(Qt.TextFlag.TextWordWrap)


class BoardModel(QAbstractTableModel):
    """Lines by columns; sorting is by what a cell means, not by its words."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[BoardColumn, ...] = ()
        self.lines: list[Line] = []
        self.sorted_by: tuple[str, bool] | None = None
        self._cells: dict[tuple[str, int], BoardCell] = {}

    def take(self, columns: Sequence[BoardColumn], lines: Sequence[Line]) -> None:
        """Other columns, or other lines."""
        self.beginResetModel()
        self.columns, self.lines = tuple(columns), list(lines)
        self._cells.clear()
        self._arrange()
        self.endResetModel()

    def order_by(self, sorted_by: tuple[str, bool] | None) -> None:
        """Order by a column, downwards if said; `None` is the order of the names."""
        self.sorted_by = sorted_by
        self.take(self.columns, self.lines)

    def cell(self, row: int, column: int) -> BoardCell:
        """What stands there; made once."""
        line = self.lines[row]
        key = (line.unit.id, column)
        found = self._cells.get(key)
        if found is None:
            found = self._cells[key] = self.columns[column].cell(line)
        return found

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row a unit."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One column a criterion, and a few more."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for the eye, the tip and the ear; the painter asks for the cell itself."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            cell = self.cell(index.row(), index.column())
            return cell.text or " ".join(each.letter for each in cell.marks)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            column = self.columns[index.column()]
            told = self.cell(index.row(), index.column()).told
            return f"{self.lines[index.row()].name}, {column.full}: {told}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The short mark; the whole title for the tip and the ear."""
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.head
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return column.full
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return (_LEFT if section == 0 else _MIDDLE) | _WRAPS
        return None

    def _tip(self, index: Index) -> str | None:
        cell, column = self.cell(index.row(), index.column()), self.columns[index.column()]
        if not cell.told:
            return None
        return cell.told if index.column() == 0 else f"{column.full}\n{cell.told}"

    def _arrange(self) -> None:
        keys = [column.key for column in self.columns]
        name, down = self.sorted_by or ("name", False)
        if name not in keys:
            name, down = "name", False
        place = keys.index(name) if keys else -1
        if place < 0:
            return
        cell = self.columns[place].cell
        self.lines.sort(key=lambda line: cell(line).order, reverse=down)


class TotalModel(QAbstractTableModel):
    """The one row under the table."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[BoardColumn, ...] = ()
        self.cells: tuple[BoardCell, ...] = ()

    def take(self, columns: Sequence[BoardColumn], lines: Sequence[Line]) -> None:
        """Count anew."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self.cells = tuple(
            column.total(lines) if column.total is not None else BoardCell() for column in columns
        )
        self.endResetModel()

    def cell(self, _row: int, column: int) -> BoardCell:
        """The total of a column."""
        return self.cells[column]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One."""
        return 0 if parent.isValid() else 1

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Those of the table above."""
        return 0 if parent.isValid() else len(self.cells)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A figure, and for the tip and the ear what it counts."""
        if not index.isValid():
            return None
        cell, column = self.cells[index.column()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{column.full}: {cell.told}" if cell.told else None
        return None
