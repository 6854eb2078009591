"""The table that reads like a picture: one model, one painter, a line of totals that stays below.

Cells are made when they are first painted or sorted by, so a hundred communes by twelve criteria
cost what is in sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.exchange.flat import FlatTable
from sachmatuy_desktop.services.board import Line
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.pages.board.columns import BoardCell, BoardColumn
from sachmatuy_desktop.ui.pages.board.marks import Mark, paint_mark

__all__ = ["BoardTable"]

Index = QModelIndex | QPersistentModelIndex
SELECTED: Final = QStyle.StateFlag.State_Selected.value
FOCUSED: Final = QStyle.StateFlag.State_HasFocus.value
REMEMBERED: Final = 2048
"""Pictures of marks, and shortened words, that are kept."""

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


class _TotalModel(QAbstractTableModel):
    """The one row under the table."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[BoardColumn, ...] = ()
        self.cells: tuple[BoardCell, ...] = ()

    def take(self, columns: Sequence[BoardColumn], lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.columns = tuple(columns)
        self.cells = tuple(
            column.total(lines) if column.total is not None else BoardCell() for column in columns
        )
        self.endResetModel()

    def cell(self, _row: int, column: int) -> BoardCell:
        return self.cells[column]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.cells)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell, column = self.cells[index.column()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{column.full}: {cell.told}" if cell.told else None
        return None


class _Painter(QStyledItemDelegate):
    """Ground, then marks side by side or words, then a line where the keyboard is.

    A board has a few dozen different marks in a few thousand cells, so each is drawn once and then
    copied: scrolling a hundred communes paints two hundred cells anew at every step.
    """

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._ink, self._wash, self._accent = map(QColor, (theme.INK, theme.WASH, theme.ACCENT))
        self._drawn: dict[tuple[object, ...], QPixmap] = {}
        self._shortened: dict[tuple[str, int], str] = {}
        self._type_size = 0.0
        self._pad = 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Words at the left of the first column, everything else in the middle."""
        state = option.state.value
        if option.font.pointSizeF() != self._type_size:
            self._measure(option.font.pointSizeF())
        if state & SELECTED:
            painter.fillRect(option.rect, self._wash)
        model = index.model()
        if isinstance(model, BoardModel | _TotalModel):
            cell = model.cell(index.row(), index.column())
            if cell.marks:
                self._paint_marks(painter, option, cell)
            elif cell.text:
                self._write(painter, option, cell.text, first=index.column() == 0)
        if state & FOCUSED:
            painter.save()
            painter.setPen(QPen(self._accent, 1))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
            painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Columns have their width from their description."""
        return QSize(theme.px(40), theme.row_height())

    def _measure(self, type_size: float) -> None:
        self._type_size = type_size
        self._pad = theme.px(8)
        self._drawn.clear()
        self._shortened.clear()

    def _paint_marks(
        self, painter: QPainter, option: QStyleOptionViewItem, cell: BoardCell
    ) -> None:
        rect = option.rect
        width = rect.width() // len(cell.marks)
        for place, mark in enumerate(cell.marks):
            picture = self._picture(painter, option, mark, QSize(width, rect.height()))
            painter.drawPixmap(rect.left() + place * width, rect.top(), picture)

    def _picture(
        self, painter: QPainter, option: QStyleOptionViewItem, mark: Mark, size: QSize
    ) -> QPixmap:
        ratio = painter.device().devicePixelRatioF()
        shape = (mark.sign, mark.letter, mark.tone, mark.filled, mark.bars)
        key = (*shape, size.width(), size.height(), ratio)
        known = self._drawn.get(key)
        if known is None:
            known = QPixmap(size * ratio)
            known.setDevicePixelRatio(ratio)
            known.fill(Qt.GlobalColor.transparent)
            brush = QPainter(known)
            brush.setFont(option.font)
            paint_mark(brush, QRectF(0, 0, size.width(), size.height()), mark)
            brush.end()
            if len(self._drawn) > REMEMBERED:
                self._drawn.clear()
            self._drawn[key] = known
        return known

    def _write(
        self, painter: QPainter, option: QStyleOptionViewItem, text: str, *, first: bool
    ) -> None:
        pad = self._pad if first else 1
        area = option.rect.adjusted(pad, 0, -pad, 0)
        shown = self._shortened.get((text, area.width()))
        if shown is None:
            shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            if len(self._shortened) > REMEMBERED:
                self._shortened.clear()
            self._shortened[text, area.width()] = shown
        painter.setFont(option.font)
        painter.setPen(self._ink)
        painter.drawText(area, _LEFT if first else _MIDDLE, shown)


class _View(QTableView):
    resized = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(_Painter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(theme.px(32))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class _Pinned(_View):
    """The first column of a view, over it, so that names stay where the rest is moved aside."""

    def __init__(self, below: _View) -> None:
        super().__init__(below.accessibleName())
        self._below = below
        self.setParent(below)
        self.setModel(below.model())
        self.setSelectionModel(below.selectionModel())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setStyleSheet("QTableView { border: 0; }")
        self.setSelectionMode(below.selectionMode())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(below.font())
        self.horizontalHeader().setVisible(not below.horizontalHeader().isHidden())
        bar, own = below.verticalScrollBar(), self.verticalScrollBar()
        bar.valueChanged.connect(own.setValue)
        own.valueChanged.connect(bar.setValue)
        below.resized.connect(self.place)
        self.show()

    def place(self) -> None:
        """Lie over the first column, as wide and as high as that is."""
        below = self._below
        for column in range(self.model().columnCount()):
            self.setColumnHidden(column, column > 0)
        header = 0 if below.horizontalHeader().isHidden() else below.horizontalHeader().height()
        self.horizontalHeader().setFixedHeight(max(header, 1))
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.setColumnWidth(0, below.columnWidth(0))
        edge = below.frameWidth()
        self.setGeometry(edge, edge, below.columnWidth(0), header + below.viewport().height())

    def bare(self, index: QModelIndex) -> None:
        """Move a cell that has become the current one out from under the names."""
        below = self._below
        hidden = below.columnWidth(0) - below.visualRect(index).left()
        if index.column() > 0 and hidden > 0:
            bar = below.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)


class BoardTable(QWidget):
    """The table and its line of totals."""

    line_entered = Signal(str)
    """Enter or a double click on a unit's row."""

    line_chosen = Signal(str, str)
    """The unit whose row became the current one, and the key of the column."""

    def __init__(self, name: str, totals: str) -> None:
        super().__init__()
        self.model = BoardModel()
        self._totals_model = _TotalModel()
        self.view = _View(name)
        self.view.setModel(self.model)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.horizontalHeader().setSectionsClickable(True)
        self.view.horizontalHeader().setSelectionModel(QItemSelectionModel(self.model, self.view))
        self.view.selectionModel().currentChanged.connect(self._moved)
        self.totals = _View(totals)
        self.totals.setModel(self._totals_model)
        self.totals.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.totals.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.totals.setFrameShape(QFrame.Shape.NoFrame)
        self.totals.horizontalHeader().hide()
        self.totals.setFont(theme.scaled_font(0.87, bold=True))
        for policy in (
            self.totals.setHorizontalScrollBarPolicy,
            self.totals.setVerticalScrollBarPolicy,
        ):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names, self._names_total = _Pinned(self.view), _Pinned(self.totals)
        self._connect()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.totals)
        self.rescale()

    @property
    def chosen(self) -> str | None:
        """The unit of the current row."""
        row = self.view.currentIndex().row()
        return self.model.lines[row].unit.id if 0 <= row < len(self.model.lines) else None

    @property
    def column(self) -> str:
        """The key of the current column."""
        place = self.view.currentIndex().column()
        return self.model.columns[place].key if 0 <= place < len(self.model.columns) else ""

    def show_lines(self, columns: Sequence[BoardColumn], lines: Sequence[Line]) -> None:
        """Other columns or lines; the current unit stays the current one where it is shown."""
        chosen, column = self.chosen, self.column
        fresh = [each.key for each in columns] != [each.key for each in self.model.columns]
        self.model.take(columns, lines)
        self._totals_model.take(columns, lines)
        self._mark_order()
        if fresh:
            self.fit()
        if chosen is not None:
            self.choose(chosen, column)

    def choose(self, unit: str, column: str = "") -> None:
        """Make a unit's row the current one; nothing happens where it is not shown."""
        keys = [each.key for each in self.model.columns]
        place = keys.index(column) if column in keys else 0
        for row, line in enumerate(self.model.lines):
            if line.unit.id == unit:
                self.view.setCurrentIndex(self.model.index(row, place))
                return

    def order_by(self, key: str, *, down: bool = False) -> None:
        """Order by a column; the current unit stays the current one."""
        chosen, column = self.chosen, self.column
        self.model.order_by((key, down))
        self._mark_order()
        if chosen is not None:
            self.choose(chosen, column)

    def flat(self, title: str, *, only_chosen: bool = False) -> FlatTable:
        """The rows as they leave the program: words for marks, days as days, in this order."""
        columns = self.model.columns
        rows = range(len(self.model.lines))
        if only_chosen:
            rows_chosen = {index.row() for index in self.view.selectionModel().selectedRows()}
            picked = sorted(rows_chosen)
        else:
            picked = list(rows)
        cells = [
            [self.model.cell(row, place).flat for place in range(len(columns))] for row in picked
        ]
        return FlatTable(title, tuple(each.full for each in columns), cells)

    def fit(self) -> None:
        """Columns as wide as described; the growing ones share what is left."""
        columns = self.model.columns
        if not columns:
            return
        widths = [theme.px(each.width) for each in columns]
        spare = self.view.viewport().width() - sum(widths)
        growing = [place for place, each in enumerate(columns) if each.grows]
        for place in growing:
            widths[place] += max(spare, 0) // len(growing)
        edge = self.view.frameWidth()
        self.totals.setMaximumWidth(self.view.viewport().width() + 2 * edge)
        for place, width in enumerate(widths):
            self.view.setColumnWidth(place, width)
            self.totals.setColumnWidth(place, width)
        self._fit_heads(widths)
        for pinned in (self.names, self._names_total):
            pinned.place()

    def rescale(self) -> None:
        """Another type size."""
        for view in (self.view, self.totals):
            view.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.totals.setFixedHeight(theme.row_height())
        self.fit()

    def _fit_heads(self, widths: Sequence[int]) -> None:
        bold = QFontMetrics(theme.scaled_font(bold=True))
        heights = [
            bold.boundingRect(
                QRect(0, 0, max(width - theme.px(16), 1), 10_000), _WRAPS, column.head
            ).height()
            for column, width in zip(self.model.columns, widths, strict=True)
        ]
        high = max(theme.row_height(), max(heights) + theme.px(10))
        self.view.horizontalHeader().setFixedHeight(high)

    def _connect(self) -> None:
        header = self.view.horizontalHeader()
        header.sectionClicked.connect(self._sort_by)
        self.names.horizontalHeader().setSectionsClickable(True)
        self.names.horizontalHeader().sectionClicked.connect(self._sort_by)
        self.view.resized.connect(self.fit)
        for view in (self.view, self.names):
            view.activated.connect(self._entered)
        header.sectionResized.connect(
            lambda place, _before, width: self.totals.setColumnWidth(place, width)
        )
        self.view.horizontalScrollBar().valueChanged.connect(
            self.totals.horizontalScrollBar().setValue
        )

    def _sort_by(self, section: int) -> None:
        """Up, then down, then the names again."""
        key = self.model.columns[section].key
        now = self.model.sorted_by
        if now == (key, True):
            self.order_by("name")
        else:
            self.order_by(key, down=now == (key, False))

    def _mark_order(self) -> None:
        header = self.view.horizontalHeader()
        key, down = self.model.sorted_by or ("name", False)
        keys = [each.key for each in self.model.columns]
        header.setSortIndicatorShown(key in keys and key != "name")
        if key in keys and key != "name":
            order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(keys.index(key), order)

    def _entered(self, index: QModelIndex) -> None:
        self.line_entered.emit(self.model.lines[index.row()].unit.id)

    def _moved(self, now: QModelIndex) -> None:
        if now.isValid():
            self.names.bare(now)
            unit = self.model.lines[now.row()].unit.id
            self.line_chosen.emit(unit, self.model.columns[now.column()].key)
