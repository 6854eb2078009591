"""The table every list stands in, and the choice of its columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.delegates import CellDelegate
from sachmatuy_desktop.ui.models.cells import Column
from sachmatuy_desktop.ui.models.record_table import RecordTableModel

__all__ = ["RecordTable"]

SAMPLE = 40
"""Rows measured for the width of a column."""

NARROWEST = 56

LARGEST_SHARE = 0.37
"""However wide its words, no column takes more of a full table than this, or its own `widest`."""


class RecordTable(QTableView):
    """Rows of a register: 28 high, hover and keyboard both visible, columns that fit."""

    record_chosen = Signal(str)
    """The record in the current row, whenever that changes."""

    chosen_changed = Signal(bool)
    """Whether any row is chosen now."""

    record_entered = Signal(str)
    """Enter or a double click on a record."""

    columns_chosen = Signal(list)
    """The names of the columns someone chose to see."""

    def __init__(self, offered: Sequence[Column] = ()) -> None:
        super().__init__()
        self._offered = tuple(offered)
        self._told: str | None = None
        self._fitting = False
        self._fitted_for: tuple[object, ...] = ()
        self._widths_by_hand = False
        self._delegate = CellDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(False)
        self.setShowGrid(True)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsMovable(False)
        header.setHighlightSections(False)
        header.setSortIndicatorShown(False)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._sort_by)
        header.sectionResized.connect(self._resized)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._offer_columns)
        self.activated.connect(self._entered)
        self._measure_rows()

    @property
    def records(self) -> RecordTableModel | None:
        """The model, once it has been set."""
        model = self.model()
        return model if isinstance(model, RecordTableModel) else None

    def show_records(self, model: RecordTableModel, offered: Sequence[Column] = ()) -> None:
        """Show a model; `offered` are all columns that may be chosen."""
        if offered:
            self._offered = tuple(offered)
        self.setModel(model)
        self.horizontalHeader().setSortIndicatorShown(False)
        self.selectionModel().currentRowChanged.connect(self._chose)
        self.selectionModel().selectionChanged.connect(self._chose)
        model.modelReset.connect(self._chose)
        model.modelReset.connect(self._fit_if_new)
        self.fit_columns()

    def chosen_ids(self) -> list[str]:
        """The records of the chosen rows."""
        records = self.records
        if records is None:
            return []
        return [records.id_at(index.row()) for index in self.selectionModel().selectedRows()]

    def choose(self, record: str) -> bool:
        """Make a record the current one; False when it is not listed."""
        records = self.records
        row = None if records is None else records.row_of(record)
        if row is None or records is None:
            return False
        self.setCurrentIndex(records.index(row, max(self.currentIndex().column(), 0)))
        self.scrollTo(self.currentIndex())
        return True

    def fit_columns(self) -> None:
        """Give each column the width of its head and its first rows.

        Words too long for their column get what room is left, names what is left then.
        """
        records = self.records
        if records is None:
            return
        header = self.horizontalHeader()
        bold = theme.scaled_font(bold=True)
        self.ensurePolished()
        room = self.viewport().width()
        wanted = []
        for place, column in enumerate(records.columns):
            metrics = header.fontMetrics()
            metrics = type(metrics)(bold)
            width = metrics.horizontalAdvance(_(column.label)) + theme.px(32)
            for row in range(min(SAMPLE, records.rowCount())):
                hint = self.sizeHintForIndex(records.index(row, place))
                width = max(width, hint.width())
            wanted.append(max(width, theme.px(NARROWEST)))
        most = round(room * LARGEST_SHARE)
        widths = [
            min(width, max(theme.px(column.widest), most))
            for width, column in zip(wanted, records.columns, strict=True)
        ]
        spare = room - sum(widths)
        for place, width in enumerate(wanted):
            more = min(width - widths[place], max(spare, 0))
            widths[place] += more
            spare -= more
        growing = [place for place, column in enumerate(records.columns) if column.grows]
        if spare > 0 and growing:
            for place in growing:
                widths[place] += spare // len(growing)
        self._fitting = True
        for place, width in enumerate(widths):
            header.resizeSection(place, width)
        self._fitting = False

    def rescale(self) -> None:
        """A new type size: new row height, new widths."""
        self._measure_rows()
        self.fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns follow the room there is, until someone drags one."""
        super().resizeEvent(event)
        if not self._widths_by_hand and event.size().width() != event.oldSize().width():
            self.fit_columns()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the row under the mouse."""
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the mouse any more."""
        self._hover(-1)
        super().leaveEvent(event)

    def _fit_if_new(self) -> None:
        """Other columns, or the first rows, are measured; a search in the same columns is not."""
        records = self.records
        if records is None:
            return
        shown = (bool(records.rowCount()), *(column.name for column in records.columns))
        if shown != self._fitted_for:
            self._fitted_for = shown
            self.fit_columns()

    def _resized(self) -> None:
        if not self._fitting and self.isVisible():
            self._widths_by_hand = True

    def _measure_rows(self) -> None:
        header = self.verticalHeader()
        header.setMinimumSectionSize(theme.px(20))
        header.setDefaultSectionSize(theme.row_height())
        self.horizontalHeader().setMinimumSectionSize(theme.px(40))

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.viewport().update()

    def _chose(self) -> None:
        """The keyboard coming to the table stands on a row, which is not yet choosing it."""
        records, selection = self.records, self.selectionModel()
        self.chosen_changed.emit(selection.hasSelection())
        row = self.currentIndex().row()
        chosen = None
        if records is not None and selection.isRowSelected(row, QModelIndex()):
            chosen = records.id_at(row)
        if chosen != self._told:
            self._told = chosen
            if chosen is not None:
                self.record_chosen.emit(chosen)

    def _entered(self) -> None:
        records = self.records
        index = self.currentIndex()
        if records is not None and index.isValid():
            self.record_entered.emit(records.id_at(index.row()))

    def _sort_by(self, section: int) -> None:
        """Up, down, and then the register's own order again."""
        records = self.records
        if records is None or not records.columns[section].sortable:
            return
        name = records.columns[section].name
        down = Qt.SortOrder.DescendingOrder
        up = Qt.SortOrder.AscendingOrder
        order = {name: down, f"-{name}": None}.get(records.view.sort or "", up)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(order is not None)
        if order is None:
            records.sort(-1)
        else:
            header.setSortIndicator(section, order)
            records.sort(section, order)

    def _offer_columns(self, place: QPoint) -> None:
        menu = self.column_menu()
        menu.popup(self.horizontalHeader().mapToGlobal(place))

    def column_menu(self) -> QMenu:
        """The columns to tick, as a right click on the head shows them."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        records = self.records
        shown = {column.name for column in records.columns} if records is not None else set()
        for column in self._offered:
            action = QAction(_(column.label), menu)
            action.setData(column.name)
            action.setCheckable(True)
            action.setChecked(column.name in shown)
            action.setEnabled(shown != {column.name})
            action.toggled.connect(self._column_ticked)
            menu.addAction(action)
        return menu

    def _column_ticked(self, _on: bool) -> None:
        action = self.sender()
        menu = action.parent() if isinstance(action, QAction) else None
        if isinstance(menu, QMenu):
            names = [each.data() for each in menu.actions() if each.isChecked()]
            self.columns_chosen.emit(names)
