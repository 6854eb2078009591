"""The table that reads like a picture, with its line of totals below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QFrame, QVBoxLayout, QWidget

from sachmatuy_desktop.exchange.flat import FlatTable
from sachmatuy_desktop.services.board import Line
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.pages.board.columns import BoardColumn
from sachmatuy_desktop.ui.pages.board.models import BoardModel, TotalModel
from sachmatuy_desktop.ui.pages.board.painting import BoardTableView, Pinned

__all__ = ["BoardTable"]

_WRAPS: Final = int(Qt.TextFlag.TextWordWrap)


class BoardTable(QWidget):
    """The table and its line of totals.

    With `by_cell` single cells are chosen; a unit's name stands for its whole row.
    """

    line_entered = Signal(str)
    """Enter or a double click on a unit's row."""

    line_chosen = Signal(str, str)
    """The unit whose row became the current one, and the key of the column."""

    def __init__(self, name: str, totals: str, *, by_cell: bool = False) -> None:
        super().__init__()
        self.model = BoardModel()
        self._totals_model = TotalModel()
        self.view = BoardTableView(name)
        self.view.setModel(self.model)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        if by_cell:
            self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.view.horizontalHeader().setSectionsClickable(True)
        self.view.horizontalHeader().setSelectionModel(QItemSelectionModel(self.model, self.view))
        self.view.selectionModel().currentChanged.connect(self._moved)
        self.totals = BoardTableView(totals)
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
        self.names, self._names_total = Pinned(self.view), Pinned(self.totals)
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

    def chosen_cells(self) -> Iterator[tuple[Line, str]]:
        """The units and columns of the chosen cells."""
        ranges = self.view.selectionModel().selection()
        for each in (ranges.at(place) for place in range(ranges.count())):
            for row in range(each.top(), each.bottom() + 1):
                for place in range(each.left(), each.right() + 1):
                    yield self.model.lines[row], self.model.columns[place].key

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
        picked = list(range(len(self.model.lines)))
        if only_chosen:
            chosen = {index.row() for index in self.view.selectionModel().selectedIndexes()}
            picked = [row for row in picked if row in chosen]
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
                QRect(0, 0, max(width - theme.px(20), 1), 10_000), _WRAPS, column.head
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
