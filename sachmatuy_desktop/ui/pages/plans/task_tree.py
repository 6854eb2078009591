"""The list of tasks: groups, tasks and openings that open up under each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTreeView,
)

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.plans.listing import Listed
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.delegates import CellDelegate
from sachmatuy_desktop.ui.models.record_table import TONE_ROLE
from sachmatuy_desktop.ui.pages.plans.task_lines import HEADS, Line
from sachmatuy_desktop.ui.pages.plans.task_words import where_told

__all__ = ["TaskTree"]

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()

WIDTHS: Final = (0, 152, 98, 86, 112, 86, 84)
"""Widths of the columns at the base type size; the first takes what is left."""

LEAST: Final = 150


class _Node:
    """A line in its place; what stands under it is made when it is first looked at."""

    def __init__(self, line: Line, parent: _Node | None, row: int) -> None:
        self.line, self.parent, self.row = line, parent, row
        self._children: list[_Node] | None = None

    @property
    def children(self) -> list[_Node]:
        if self._children is None:
            lines = self.line.children
            self._children = [_Node(each, self, row) for row, each in enumerate(lines)]
        return self._children


class TaskModel(QAbstractItemModel):
    """Lines as Qt asks for them."""

    def __init__(self) -> None:
        super().__init__()
        self._top: list[_Node] = []

    def take(self, lines: Sequence[Line]) -> None:
        """Other lines."""
        before = self._top  # indexes point at these until the reset is over
        self.beginResetModel()
        self._top = [_Node(line, None, row) for row, line in enumerate(lines)]
        self.endResetModel()
        before.clear()

    def line(self, index: Index) -> Line | None:
        """The line of an index."""
        node = self._node(index)
        return node.line if node else None

    def _node(self, index: Index) -> _Node | None:
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, _Node) else None

    def _below(self, index: Index) -> list[_Node]:
        if not index.isValid():
            return self._top
        node = self._node(index)
        return node.children if node and index.column() == 0 else []

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """The place of a cell."""
        nodes = self._below(parent)
        if 0 <= row < len(nodes) and 0 <= column < len(HEADS):
            return self.createIndex(row, column, nodes[row])
        return QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """The line it stands under."""
        node = self._node(index)
        if node is None or node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.row, 0, node.parent)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many lines stand under it."""
        return len(self._below(parent))

    def columnCount(self, _parent: Index = _NOWHERE) -> int:
        """The same everywhere."""
        return len(HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words and their colour; the tip tells the plan and the paragraph."""
        line = self.line(index)
        if line is None:
            return None
        cell = line.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == TONE_ROLE:
            return cell.tone
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_(HEADS[index.column()])}: {cell.text}"
        if role == Qt.ItemDataRole.ToolTipRole and line.listed is not None:
            return f"{line.title}\n{where_told(line.listed.task)}" if index.column() == 0 else None
        return theme.scaled_font(bold=True) if _is_head(line, role) else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heads."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(HEADS[section])
        return super().headerData(section, orientation, role)


def _is_head(line: Line, role: int) -> bool:
    return role == Qt.ItemDataRole.FontRole and line.listed is None


class _Lines(CellDelegate):
    """Heads of groups are bold."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """As every cell, in the font of the line."""
        bold = index.data(Qt.ItemDataRole.FontRole)
        if bold is None:
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setFont(bold)
        super().paint(painter, option, index)
        painter.restore()


class TaskTree(QTreeView):
    """Arrows walk and open, Enter or a double click does, several lines may be chosen."""

    line_chosen = Signal()
    """Another line became the current one, or others were chosen with it."""

    line_entered = Signal()
    """Enter or a double click on a task or an opening."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.model_ = TaskModel()
        self.setAccessibleName(name)
        self.setModel(self.model_)
        self.setItemDelegate(_Lines(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setIndentation(theme.px(16))
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(theme.px(32))
        self.header().setSectionsMovable(False)
        self.selectionModel().selectionChanged.connect(lambda _new, _old: self.line_chosen.emit())
        self.doubleClicked.connect(lambda _index: self._enter())

    @property
    def current(self) -> Line | None:
        """The line with the keyboard."""
        return self.model_.line(self.currentIndex())

    @property
    def chosen(self) -> tuple[Line, ...]:
        """The tasks and openings chosen, in their order."""
        rows = self.selectionModel().selectedRows()
        lines = (self.model_.line(each) for each in rows)
        return tuple(each for each in lines if each is not None and each.listed is not None)

    def show_lines(
        self,
        lines: Sequence[Line],
        needless: Collection[int] = (),
        *,
        groups_open: bool = True,
    ) -> None:
        """Other lines; what was open stays open, the current line stays the current one.

        `needless` are the columns that need not be shown.
        """
        for place in range(len(HEADS)):
            self.setColumnHidden(place, place in needless)
        self.fit()
        current = self.current
        opened = {line.key for index, line in self._all() if self.isExpanded(index)}
        self.model_.take(lines)
        for index, line in self._all(opened, groups_open=groups_open):
            if line.listed is None:
                self.setFirstColumnSpanned(index.row(), index.parent(), True)
            if line.key in opened or (groups_open and line.listed is None):
                self.expand(index)
        if current is None or not self.choose(current.key):
            first = self.model_.index(0, 0)
            below = self.model_.index(0, 0, first)
            self.setCurrentIndex(below if self._is_group(first) and below.isValid() else first)

    def choose(self, key: str) -> bool:
        """Make a line the current one; False where it is not shown."""
        for index, line in self._all():
            if line.key == key:
                self.setCurrentIndex(index)
                return True
        return False

    def choose_task(self, task: str) -> bool:
        """Make the line of a task the current one; False where it is not shown."""
        for index, line in self._all():
            if line.listed is not None and line.listed.task.id == task:
                self.setCurrentIndex(index)
                self.scrollTo(index)
                return True
        return False

    def listed(self) -> list[Listed]:
        """Every task shown, once."""
        found = {line.listed.task.id: line.listed for _index, line in self._all() if line.listed}
        return list(found.values())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does; on a group it opens and closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The first column follows."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Columns as wide as described, the first with the room that is left."""
        hidden = self.header().isSectionHidden
        widths = [0 if hidden(place) else theme.px(each) for place, each in enumerate(WIDTHS)]
        widths[0] = 0
        widths[0] = max(self.viewport().width() - sum(widths), theme.px(LEAST))
        for place, width in enumerate(widths):
            if hidden(place):
                continue
            self.header().setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(place, width)

    def rescale(self) -> None:
        """Another type size."""
        self.setIndentation(theme.px(16))
        self.fit()

    def _is_group(self, index: QModelIndex) -> bool:
        line = self.model_.line(index)
        return line is not None and line.listed is None

    def _enter(self) -> None:
        index = self.currentIndex().siblingAtColumn(0)
        if self._is_group(index):
            self.setExpanded(index, not self.isExpanded(index))
        elif self.current is not None:
            self.line_entered.emit()

    def _all(
        self, opened: set[str] | None = None, *, groups_open: bool = True
    ) -> Iterator[tuple[QModelIndex, Line]]:
        """Groups and tasks, and the openings of tasks that are open (or in `opened`)."""
        waiting = [self.model_.index(row, 0) for row in range(self.model_.rowCount())]
        while waiting:
            index = waiting.pop(0)
            line = self.model_.line(index)
            if line is None:
                continue
            yield index, line
            inside = line.listed is None and groups_open
            if inside or self.isExpanded(index) or (opened is not None and line.key in opened):
                rows = range(self.model_.rowCount(index))
                waiting[:0] = [self.model_.index(row, 0, index) for row in rows]
