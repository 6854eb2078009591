"""The table every list stands in, and the choice of its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QMenu, QTableView

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.delegates import CellDelegate
from sachmatuy_desktop.ui.models.cells import Column
from sachmatuy_desktop.ui.models.record_table import RecordTableModel

__all__ = ["RecordTable"]

SAMPLE = 40
"""Rows measured for the width of a column."""

WIDTHS_MS = 400
"""How long a column rests before its new width is told, in milliseconds."""

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
    """The names of the columns someone chose to see, in the order they are to stand in."""

    widths_chosen = Signal(object)
    """The widths someone dragged columns to: pixels at the base type size by the column's name."""

    ordering: Callable[[str | None], None] | None = None
    """Set by a list that orders its records itself; otherwise the model does it at once."""

    head_menu: Callable[[Column], QMenu] | None = None
    """Set by a list that offers more about a column than which are shown."""

    row_menu: Callable[[], QMenu | None] | None = None
    """Set by a list that offers something to do with the chosen rows."""

    cell_editor: Callable[[QModelIndex], bool] | None = None
    """Set by a list whose cells may be written in; says whether it took the cell up."""

    def __init__(self, offered: Sequence[Column] = ()) -> None:
        super().__init__()
        self._offered = tuple(offered)
        self._told: str | None = None
        self._fitting = False
        self._fitted_for: tuple[object, ...] = ()
        self._widths: dict[str, float] = {}
        self._told_widths = QTimer(self)
        self._told_widths.setSingleShot(True)
        self._told_widths.timeout.connect(lambda: self.widths_chosen.emit(dict(self._widths)))
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
        header.setSectionsMovable(bool(offered))
        header.setHighlightSections(False)
        header.setSortIndicatorShown(False)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._sort_by)
        header.sectionResized.connect(self._resized)
        header.sectionMoved.connect(lambda *_where: QTimer.singleShot(0, self, self._moved))
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._offer_head_menu)
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
            self.horizontalHeader().setSectionsMovable(True)
        self.setModel(model)
        # Qt asks of every head whether its whole column is chosen, cell by cell: in a list with all
        # of 20,000 rows chosen that takes a second.  Heads with a selection of their own, always
        # empty, answer at once; nothing here shows it.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self))
        self.horizontalHeader().setSortIndicatorShown(False)
        self.selectionModel().currentRowChanged.connect(self._chose)
        self.selectionModel().selectionChanged.connect(self._chose)
        model.modelReset.connect(self._chose)
        model.modelReset.connect(self._fit_if_new)
        self.fit_columns()

    def chosen_ids(self) -> list[str]:
        """The records of the chosen rows, from top to bottom."""
        records = self.records
        if records is None:
            return []
        chosen = self.selectionModel().selection()
        ranges = [chosen.at(place) for place in range(chosen.count())]
        rows = {row for each in ranges for row in range(each.top(), each.bottom() + 1)}
        return [records.id_at(row) for row in sorted(rows)]

    def chosen_count(self) -> int:
        """How many rows are chosen."""
        chosen = self.selectionModel().selection()
        return sum(chosen.at(place).height() for place in range(chosen.count()))

    @property
    def widths(self) -> Mapping[str, float]:
        """The widths someone gave to columns, in pixels at the base type size."""
        return self._widths

    def take_widths(self, widths: Mapping[str, float]) -> None:
        """Give columns these widths when they are fitted next; the others fit their words."""
        self._widths = dict(widths)

    def choose(self, record: str) -> bool:
        """Make a record the current one; False when it is not listed."""
        records = self.records
        row = None if records is None else records.row_of(record)
        if row is None or records is None:
            return False
        self.stand_on(records.index(row, max(self.currentIndex().column(), 0)))
        return True

    def choose_all(self, records: Iterable[str]) -> None:
        """Choose the rows of these records, and no others."""
        model = self.records
        if model is None:
            return
        chosen = QItemSelection()
        for each in records:
            row = model.row_of(each)
            if row is not None:
                chosen.select(model.index(row, 0), model.index(row, len(model.columns) - 1))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def stand_on(self, index: QModelIndex) -> None:
        """Make a cell the current one and its row the only one chosen, whatever keys are held."""
        rows = QItemSelectionModel.SelectionFlag.ClearAndSelect
        rows |= QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, rows)
        self.scrollTo(index)

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
            if any(each.field == column.name for each in records.view.where):
                width += theme.px(theme.BESIDE)
            wanted.append(max(width, theme.px(column.narrowest)))
        by_hand = [each.name in self._widths for each in records.columns]
        most = round(room * LARGEST_SHARE)
        widths = [
            theme.px(self._widths[column.name])
            if column.name in self._widths
            else min(width, max(theme.px(column.widest), most))
            for width, column in zip(wanted, records.columns, strict=True)
        ]
        spare = room - sum(widths)
        for place, width in enumerate(wanted):
            if by_hand[place]:
                continue
            more = min(width - widths[place], max(spare, 0))
            widths[place] += more
            spare -= more
        growing = [
            place
            for place, column in enumerate(records.columns)
            if column.grows and not by_hand[place]
        ]
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
        """Columns follow the room there is, but for those someone dragged."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_columns()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the row under the mouse."""
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the mouse any more."""
        self._hover(-1)
        super().leaveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A cell that may be written in is; any other enters its record."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.cell_editor is not None and self.cell_editor(index):
            event.accept()
            return
        super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button, or the menu key at the current row."""
        menu = self.row_menu() if self.row_menu is not None else None
        if menu is None:
            super().contextMenuEvent(event)
            return
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            below = self.visualRect(self.currentIndex()).bottomLeft()
            at = self.viewport().mapToGlobal(below)
        menu.popup(at)

    def _fit_if_new(self) -> None:
        """Other columns, or the first rows, are measured; a search in the same columns is not."""
        records = self.records
        if records is None:
            return
        shown = (
            bool(records.rowCount()),
            *(column.name for column in records.columns),
            frozenset(each.field for each in records.view.where),
        )
        if shown != self._fitted_for:
            self._fitted_for = shown
            self.fit_columns()
        self._mark_order()

    def _resized(self, place: int, _before: int, width: int) -> None:
        records = self.records
        if self._fitting or not self.isVisible() or records is None:
            return
        points = QApplication.font().pointSizeF()
        self._widths[records.columns[place].name] = width * theme.BASE_POINTS / points
        self._told_widths.start(WIDTHS_MS)

    def _moved(self) -> None:
        """A head was dragged: the columns take that order, and the head its own again."""
        records, header = self.records, self.horizontalHeader()
        if records is None or not header.sectionsMoved():
            return
        places = [header.logicalIndex(place) for place in range(header.count())]
        names = [records.columns[place].name for place in places]
        header.blockSignals(True)
        for place in range(header.count()):
            header.moveSection(header.visualIndex(place), place)
        header.blockSignals(False)
        self.columns_chosen.emit(names)

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
        self.order_by({name: f"-{name}", f"-{name}": None}.get(records.view.sort or "", name))

    def order_by(self, sort: str | None) -> None:
        """Order the records by a field, `-` before it for descending; None is their own order."""
        records = self.records
        if records is None:
            return
        if self.ordering is None:
            records.sort_by(sort)
        else:
            self.ordering(sort)
        self._mark_order()

    def _mark_order(self) -> None:
        """The arrow in the head of the column that orders the list."""
        records, header = self.records, self.horizontalHeader()
        sort = (records.view.sort if records is not None else None) or ""
        names = [each.name for each in records.columns] if records is not None else []
        shown = sort.removeprefix("-") in names
        header.setSortIndicatorShown(shown)
        if shown:
            down, up = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
            header.setSortIndicator(
                names.index(sort.removeprefix("-")), down if sort.startswith("-") else up
            )

    def _offer_head_menu(self, place: QPoint) -> None:
        records, header = self.records, self.horizontalHeader()
        section = header.logicalIndexAt(place)
        menu = self.column_menu()
        if self.head_menu is not None and records is not None and section >= 0:
            menu = self.head_menu(records.columns[section])
        menu.popup(header.mapToGlobal(place))

    def column_menu(self) -> QMenu:
        """The columns to tick, as a right click on the head shows them."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        records = self.records
        shown = [column.name for column in records.columns] if records is not None else []
        for column in self._offered:
            action = QAction(_(column.label), menu)
            action.setCheckable(True)
            action.setChecked(column.name in shown)
            action.setEnabled(shown != [column.name])
            action.toggled.connect(lambda on, name=column.name: self.show_column(name, on))
            menu.addAction(action)
        return menu

    def show_column(self, name: str, shown: bool) -> None:
        """Show one more column, or hide one; a new one comes where the register has it."""
        records = self.records
        names = [column.name for column in records.columns] if records is not None else []
        if not shown:
            self.columns_chosen.emit([each for each in names if each != name])
            return
        order = [column.name for column in self._offered]
        before = [each for each in names if order.index(each) < order.index(name)]
        place = names.index(before[-1]) + 1 if before else 0
        self.columns_chosen.emit([*names[:place], name, *names[place:]])
