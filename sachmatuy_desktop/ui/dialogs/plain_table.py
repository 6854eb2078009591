"""A table of words that are not records: criteria, communes, rows of a spreadsheet.

Rows are 28 high unless a column wraps; then each row is as high as its longest text.  Long heads
take two lines rather than more room than what stands below them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
)

from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.delegates import CellDelegate, width_of
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.record_table import TONE_ROLE

__all__ = ["Head", "PlainTable"]

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_WRAPS: Final = int(Qt.TextFlag.TextWordWrap)
_WRAPPED: Final = _WRAPS | _LEFT

SAMPLE: Final = 60
"""Rows measured for the width of a column."""

FEW: Final = 200
"""So many rows are measured at once where text wraps; of longer tables, those in sight."""

LEAST: Final = 120
"""A growing column keeps so many pixels of its longest words before the table scrolls sideways."""

SHORT_HEAD: Final = 100
"""A head up to this wide, in pixels at the base type size, stays on one line."""


_ANSWERED: Final = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        TONE_ROLE,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.AccessibleTextRole,
    }
)


@dataclass(frozen=True)
class Head:
    """One column: `grows` takes the room that is left, `wraps` may take several lines.

    `widest` limits a column in pixels at the base type size.
    """

    label: str
    right: bool = False
    grows: bool = False
    wraps: bool = False
    widest: int = 320


class _Rows(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.heads: tuple[Head, ...] = ()
        self.rows: Sequence[Sequence[Cell]] = ()

    def take(self, heads: Sequence[Head], rows: Sequence[Sequence[Cell]]) -> None:
        self.beginResetModel()
        self.heads, self.rows = tuple(heads), rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role not in _ANSWERED:
            return None
        cell, head = self.rows[index.row()][index.column()], self.heads[index.column()]
        return {
            Qt.ItemDataRole.DisplayRole: cell.text,
            Qt.ItemDataRole.ToolTipRole: cell.text or None,
            TONE_ROLE: cell.tone,
            Qt.ItemDataRole.TextAlignmentRole: _RIGHT if head.right else _LEFT,
            Qt.ItemDataRole.AccessibleTextRole: f"{head.label}: {cell.text}",
        }[role]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.heads):
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self.heads[section].label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return (_RIGHT if self.heads[section].right else _LEFT) | _WRAPS
        return None


class _WrappingDelegate(CellDelegate):
    """Cells of a wrapping column take as many lines as they need."""

    def __init__(self, table: PlainTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line as everywhere else, several lines where the column wraps."""
        if not self._table.heads[index.column()].wraps:
            super().paint(painter, option, index)
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(theme.WASH))
        elif index.row() == self.hovered_row:
            painter.fillRect(option.rect, QColor(theme.HOVER))
        area = option.rect.adjusted(theme.px(8), theme.px(4), -theme.px(8), -theme.px(4))
        painter.save()
        painter.setFont(option.font)
        painter.setPen(QColor(theme.INK))
        painter.drawText(area, _WRAPPED, str(index.data() or ""))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.ACCENT), 1))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A wrapping cell is as high as its lines."""
        plain = super().sizeHint(option, index)
        if not self._table.heads[index.column()].wraps:
            return plain
        return QSize(plain.width(), self._table.height_of(index.row(), index.column()))


class PlainTable(QTableView):
    """Rows of words and chips; the arrows walk, Enter or a double click enters."""

    row_chosen = Signal(int)
    """The row that became the current one."""

    row_entered = Signal(int)
    """Enter or a double click on a row."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._rows = _Rows()
        self._measured: set[int] = set()
        self.setAccessibleName(name)
        self.setModel(self._rows)
        self._delegate = _WrappingDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(theme.px(32))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._measure_rows())
        self.activated.connect(lambda index: self.row_entered.emit(index.row()))

    @property
    def heads(self) -> tuple[Head, ...]:
        """The columns."""
        return self._rows.heads

    @property
    def rows(self) -> Sequence[Sequence[Cell]]:
        """What is listed."""
        return self._rows.rows

    @property
    def row(self) -> int:
        """The current row, −1 when there is none."""
        return self.currentIndex().row()

    def show_rows(self, heads: Sequence[Head], rows: Sequence[Sequence[Cell]]) -> None:
        """List other rows; the current row keeps its number where it can."""
        row = self.row
        self._rows.take(heads, rows)
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.fit()
        if 0 <= row < len(rows):
            self.choose(row)

    def choose(self, row: int) -> None:
        """Make a row the current one."""
        self.setCurrentIndex(self._rows.index(row, 0))

    def height_of(self, row: int, column: int) -> int:
        """How high a row must be for the text of a wrapping column."""
        width = max(self.columnWidth(column) - theme.px(18), theme.px(60))
        room, text = QRect(0, 0, width, 10_000), self.rows[row][column].text
        high = self.fontMetrics().boundingRect(room, _WRAPPED, text).height()
        return max(theme.row_height(), high + theme.px(10))

    def fit(self) -> None:
        """Columns as wide as their words, the growing ones as wide as there is room."""
        heads = self.heads
        if not heads:
            return
        widths = [self._wanted(place, head) for place, head in enumerate(heads)]
        spare = self.viewport().width() - sum(widths)
        growing = [place for place, head in enumerate(heads) if head.grows]
        for others, place in zip(range(len(growing), 0, -1), growing, strict=True):
            least = min(theme.px(LEAST), max(widths[place], self._longest(place)))
            width = max(widths[place] + spare // others, least)
            spare -= width - widths[place]
            widths[place] = width
        for place, width in enumerate(widths):
            self.setColumnWidth(place, width)
        self._fit_heads(widths)
        self._measured.clear()
        self._measure_rows()

    def rescale(self) -> None:
        """Another type size: other widths, and other heights where text wraps."""
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The growing columns follow; another height only brings other rows into sight."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()
        else:
            self._measure_rows()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the row under the mouse."""
        row = self.rowAt(event.position().toPoint().y())
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.viewport().update()
        super().mouseMoveEvent(event)

    def _wanted(self, place: int, head: Head) -> int:
        width = _head_width(head.label) + theme.px(22)
        if head.wraps and head.grows:
            return width
        return min(max(width, self._longest(place)), theme.px(head.widest))

    def _longest(self, place: int) -> int:
        """The width of the longest text of a column, on one line."""
        sample = range(min(SAMPLE, len(self.rows)))
        if self.itemDelegateForColumn(place) is not None:  # something drawn, and no text
            drawn = (self.sizeHintForIndex(self._rows.index(row, place)) for row in sample)
            return max((each.width() for each in drawn), default=0)
        metrics, cells = self.fontMetrics(), (self.rows[row][place] for row in sample)
        return max((width_of(metrics, each.text, each.tone) for each in cells), default=0)

    def _fit_heads(self, widths: Sequence[int]) -> None:
        """The line of the heads is as high as the one with most lines."""
        bold = QFontMetrics(theme.scaled_font(bold=True))
        high = max(
            bold.boundingRect(
                QRect(0, 0, max(width - theme.px(18), 1), 10_000), _WRAPPED, head.label
            ).height()
            for head, width in zip(self.heads, widths, strict=True)
        )
        self.horizontalHeader().setFixedHeight(max(theme.row_height(), high + theme.px(10)))

    def _measure_rows(self) -> None:
        """Rows as high as their text, where a column wraps."""
        wrapping = [place for place, head in enumerate(self.heads) if head.wraps]
        if not wrapping:
            return
        line = int(self.showGrid())
        for row in self._rows_in_sight():
            if row not in self._measured:
                self._measured.add(row)
                self.setRowHeight(row, max(self.height_of(row, each) for each in wrapping) + line)

    def _rows_in_sight(self) -> range:
        count = len(self.rows)
        if count <= FEW:
            return range(count)
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return range(max(first, 0), (last if last >= 0 else count - 1) + 1)

    def _moved(self, now: QModelIndex) -> None:
        if now.isValid():
            self.row_chosen.emit(now.row())


def _head_width(label: str) -> int:
    """The width of a head in bold; a long one is folded once, where that makes it narrowest."""
    bold = QFontMetrics(theme.scaled_font(bold=True))
    whole = bold.horizontalAdvance(label)
    if whole <= theme.px(SHORT_HEAD):
        return whole
    words = label.split(" ")
    folds = [
        max(
            bold.horizontalAdvance(" ".join(words[:place])),
            bold.horizontalAdvance(" ".join(words[place:])),
        )
        for place in range(1, len(words))
    ]
    return min(folds, default=whole)
