"""The list of a register as a table: ids, and the rows someone has looked at.

The ids of 20,000 records are one query; a row is read, with the 31 around it, when it is first
painted.  `data` only looks up what is cached.  After an act the model asks for the ids again and
moves, drops and adds rows, so the selection and the place in the list stay where they were.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from sachmatuy_desktop.domain.registers.fields import Field
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.ui.models.cells import EMPTY, Cell, Column, column_of, render

__all__ = ["ID_ROLE", "PAGE", "TONE_ROLE", "RecordTableModel", "View"]

Index = QModelIndex | QPersistentModelIndex

PAGE: Final = 32
"""Rows read together."""

KEPT: Final = 80 * PAGE
"""Rows kept; the ones not looked at for longest are dropped first."""

STEPWISE: Final = 200
"""Up to so many rows that come or go are moved one by one; beyond, the list starts anew."""

ID_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
TONE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 2

_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True)
class View:
    """Which records are listed and in what order; `only` narrows to the very records named."""

    where: tuple[Where, ...] = ()
    search: str = ""
    sort: str | None = None
    only: frozenset[str] | None = None


class RecordTableModel(QAbstractTableModel):
    """The records of one register in a `View`."""

    trouble = Signal(object)
    """A `KnownError` met while reading; the rows it concerns stay empty."""

    relisted = Signal()
    """The ids have been asked for again."""

    def __init__(
        self,
        queries: Queries,
        register: Register,
        columns: Sequence[Column] | None = None,
    ) -> None:
        super().__init__()
        self.register = register
        self.columns: tuple[Column, ...] = tuple(columns or listed_columns(register))
        self.view = View()
        self.expects_more = False
        """Whether what is listed is only the first screen, and the rest is being read."""
        self._queries = queries
        self._ids: list[str] = []
        self._rows: OrderedDict[str, tuple[Cell, ...]] = OrderedDict()
        self._places: dict[str, int] | None = None
        self._answers: Mapping[int, Callable[[Index], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda index: self._cell(index).text,
            Qt.ItemDataRole.TextAlignmentRole: self._alignment,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            ID_ROLE: lambda index: self._ids[index.row()],
            TONE_ROLE: lambda index: self._cell(index).tone,
        }

    # What is listed

    @property
    def ids(self) -> Sequence[str]:
        """The records listed, in order."""
        return self._ids

    def id_at(self, row: int) -> str:
        """The record in a row."""
        return self._ids[row]

    def row_of(self, record: str) -> int | None:
        """The row of a record, None when it is not listed."""
        if self._places is None:
            self._places = {key: row for row, key in enumerate(self._ids)}
        return self._places.get(record)

    def show_view(
        self, view: View, found: Sequence[str] | None = None, *, whole: bool = True
    ) -> None:
        """List something else; `found` are its ids where they have been asked for already.

        If they are not the `whole` of it, the others come with `extend`.
        """
        ids = self._ask(view) if found is None else self._among(view, found)
        self.beginResetModel()
        self.view = view
        self._take(ids)
        self.expects_more = not whole
        self.endResetModel()
        self.relisted.emit()

    def extend(self, records: Sequence[str]) -> None:
        """List the rest of a view whose first screen is shown already."""
        self.expects_more = False
        if records:
            had = len(self._ids)
            self.beginInsertRows(QModelIndex(), had, had + len(records) - 1)
            self._ids += records
            self._places = None
            self.endInsertRows()
        self.relisted.emit()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._rows.clear()
        self.endResetModel()

    def refresh(self, changed: Collection[str]) -> None:
        """Re-read these records, and take up the ones that came, went or moved."""
        painted = [record for record in changed if record in self._rows]
        self.forget(painted)
        ids = self._ask(self.view)
        self.expects_more = False
        if ids != self._ids:
            self._become(ids)
        for record in painted:
            row = self.row_of(record)
            if row is not None:
                self._repaint(row)
        self.relisted.emit()

    def forget(self, records: Collection[str]) -> None:
        """Drop cached rows, to be read again when they are painted."""
        for record in records:
            self._rows.pop(record, None)

    def forget_all(self) -> None:
        """Drop every cached row: names of other records that the rows show have changed."""
        self._rows.clear()
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # What Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """The number of records listed."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The number of columns shown."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows; reads a page of records the first time."""
        answer = self._answers.get(role)
        return answer(index) if answer is not None and index.isValid() else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The labels of the columns; rows have no heads."""
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return _(column.label)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the list by a column; −1 is the register's own order."""
        sort: str | None = None
        if 0 <= column < len(self.columns):
            if not self.columns[column].sortable:
                return
            down = order == Qt.SortOrder.DescendingOrder
            sort = f"-{self.columns[column].name}" if down else self.columns[column].name
        view = View(self.view.where, self.view.search, sort, self.view.only)
        if view != self.view:
            self._reorder(view)

    def painted(self, row: int, column: int) -> tuple[Cell, bool]:
        """All that is asked for each cell at every painting: what it shows, and if at the right."""
        return self._cell_at(row, column), self.columns[column].right

    # How it is done

    def _cell(self, index: Index) -> Cell:
        return self._cell_at(index.row(), index.column())

    def _cell_at(self, row: int, column: int) -> Cell:
        record = self._ids[row]
        cells = self._rows.get(record)
        if cells is None:
            self._read_page(row)
            cells = self._rows.get(record)
        else:
            self._rows.move_to_end(record)
        return cells[column] if cells and column < len(cells) else EMPTY

    def _alignment(self, index: Index) -> int:
        return _RIGHT if self.columns[index.column()].right else _LEFT

    def _spoken(self, index: Index) -> str:
        return f"{_(self.columns[index.column()].label)}: {self._cell(index).text}"

    def _read_page(self, row: int) -> None:
        start = row - row % PAGE
        missing = [key for key in self._ids[start : start + PAGE] if key not in self._rows]
        nothing = tuple(EMPTY for _column in self.columns)
        try:
            read = render(self._queries, self.register.name, self.columns, missing)
        except KnownError as error:
            read = {}
            self.trouble.emit(error)
        for key in missing:
            self._rows[key] = read.get(key, nothing)
        while len(self._rows) > KEPT:
            self._rows.popitem(last=False)

    def _ask(self, view: View) -> list[str]:
        try:
            ids = self._queries.ids(self.register.name, view.where, view.search, view.sort)
        except KnownError as error:
            self.trouble.emit(error)
            return list(self._ids)
        return self._among(view, ids)

    def _among(self, view: View, ids: Sequence[str]) -> list[str]:
        return [key for key in ids if view.only is None or key in view.only]

    def _reorder(self, view: View) -> None:
        ids = self._ask(view)
        self.expects_more = False
        self.view = view
        self._become(ids)
        self.relisted.emit()

    def _repaint(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def _become(self, ids: list[str]) -> None:
        """Turn the list into `ids` with the fewest steps a view has to follow."""
        wanted, had = set(ids), set(self._ids)
        if len(wanted ^ had) > STEPWISE:
            self.beginResetModel()
            self._take(ids)
            self.endResetModel()
            return
        self._drop(wanted)
        self._move([key for key in ids if key in had])
        self._add(ids)

    def _take(self, ids: list[str]) -> None:
        self._ids = ids
        self._places = None

    def _drop(self, wanted: set[str]) -> None:
        for row in range(len(self._ids) - 1, -1, -1):
            if self._ids[row] not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._ids[row]
                self._places = None
                self.endRemoveRows()

    def _move(self, ids: list[str]) -> None:
        if ids == self._ids:
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        records = [self._ids[each.row()] for each in old]
        self._take(ids)
        places = {key: row for row, key in enumerate(ids)}
        new = [
            self.index(places[record], each.column())
            for each, record in zip(old, records, strict=True)
        ]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _add(self, ids: list[str]) -> None:
        for row, key in enumerate(ids):
            if row < len(self._ids) and self._ids[row] == key:
                continue
            self.beginInsertRows(QModelIndex(), row, row)
            self._ids.insert(row, key)
            self._places = None
            self.endInsertRows()


def listed_columns(register: Register) -> list[Column]:
    """The columns a register shows unless someone chose others."""
    return [column_of(field) for field in visible_fields(register)]


def visible_fields(register: Register) -> list[Field]:
    """The fields a list shows at first."""
    return [field for field in register.fields if field.listed]
