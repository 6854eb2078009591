"""Which columns a list shows, how wide and in what order: remembered, and changed from its head."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.dialogs.columns import ColumnsDialog
from sachmatuy_desktop.ui.filter_bar import FilterBar
from sachmatuy_desktop.ui.icons import icon
from sachmatuy_desktop.ui.models.cells import Column
from sachmatuy_desktop.ui.models.record_table import RecordTableModel
from sachmatuy_desktop.ui.preferences import Preferences
from sachmatuy_desktop.ui.tables import RecordTable

__all__ = ["ColumnMemory", "ListColumns"]


class ColumnMemory:
    """The columns of a list as one account left them; `name` tells it from other lists."""

    def __init__(
        self,
        preferences: Preferences,
        name: str,
        offered: Sequence[Column],
        usual: Sequence[str] = (),
    ) -> None:
        self._preferences = preferences
        self._columns = f"columns-{name}"
        self._widths = f"widths-{name}"
        self._offered = {each.name: each for each in offered}
        self._usual = tuple(usual)

    def chosen(self) -> list[Column]:
        """The columns to show, in order; those of the book until someone chose others."""
        kept = (self._preferences.get(self._columns) or "").split()
        chosen = [self._offered[name] for name in kept if name in self._offered]
        return chosen or self.usual()

    def usual(self) -> list[Column]:
        """The columns a list shows at first: those named, or else the listed fields."""
        if self._usual:
            return [self._offered[name] for name in self._usual if name in self._offered]
        offered = list(self._offered.values())
        listed = [each for each in offered if each.field is None or each.field.listed]
        return listed or offered[:1]

    def keep(self, names: Sequence[str]) -> None:
        """Remember a choice."""
        self._preferences.put(self._columns, " ".join(names))

    def widths(self) -> dict[str, float]:
        """Widths given by hand, in pixels at the base type size."""
        pairs = (
            each.partition(":") for each in (self._preferences.get(self._widths) or "").split()
        )
        return {
            name: float(width)
            for name, _colon, width in pairs
            if name in self._offered and width.replace(".", "", 1).isdigit()
        }

    def keep_widths(self, widths: Mapping[str, float]) -> None:
        """Remember widths."""
        told = (f"{name}:{width:.1f}" for name, width in widths.items())
        self._preferences.put(self._widths, " ".join(told))

    def reset(self) -> None:
        """Forget columns, order and widths."""
        for key in (self._columns, self._widths):
            self._preferences.put(key, "")


class ListColumns(QObject):
    """Keeps the columns of a list as they are chosen, and offers the menu of their heads."""

    changed = Signal()
    """Other columns, or the same in another order."""

    def __init__(
        self,
        memory: ColumnMemory,
        offered: Sequence[Column],
        table: RecordTable,
        filters: FilterBar,
    ) -> None:
        super().__init__(table)
        self.memory = memory
        self.dialog: ColumnsDialog | None = None
        """The one on screen."""
        self.offered = tuple(offered)
        """Every column one may choose."""
        self._table = table
        self._filters = filters
        self._model: RecordTableModel | None = None

    def show(self, model: RecordTableModel) -> None:
        """Follow a list once it stands in its table."""
        table = self._table
        self._model = model
        table.take_widths(self.memory.widths())
        table.fit_columns()
        table.columns_chosen.connect(self.take)
        table.widths_chosen.connect(self.memory.keep_widths)
        table.head_menu = self.menu_of
        self._filters.shown = lambda: [each.name for each in model.columns]

    def take(self, names: Sequence[str]) -> None:
        """Show these columns in this order, and remember them."""
        if names:
            self.memory.keep(names)
            self._put(self.memory.chosen())

    def reset(self) -> None:
        """Columns, order and widths as they were at first."""
        self.memory.reset()
        self._table.take_widths({})
        if not self._put(self.memory.chosen()):
            self._table.fit_columns()

    def ask(self) -> None:
        """Ask which columns to show, and in what order."""
        dialog = ColumnsDialog(self.offered, self._shown, self.memory.usual(), self._table.window())
        self.dialog = dialog
        dialog.accepted.connect(lambda: self.take(dialog.names))
        dialog.finished.connect(self._closed)
        dialog.open()

    def open_menu(self) -> None:
        """The menu of the column the keyboard is in, under its head."""
        place, header = max(self._table.currentIndex().column(), 0), self._table.horizontalHeader()
        left = header.sectionViewportPosition(place)
        menu = self.menu_of(self._shown[place])
        menu.popup(header.mapToGlobal(QPoint(left, header.height())))
        menu.setActiveAction(menu.actions()[0])

    def menu_of(self, column: Column) -> QMenu:
        """The menu of a column: order, filter, hide, choose."""
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = column.name

        def add(text: str, act: Callable[[], object], picture: str = "") -> QAction:
            action = menu.addAction(text)
            if picture:
                action.setIcon(icon(picture))
            action.triggered.connect(lambda _on=False: act())
            return action

        if column.field is not None:
            add(_("Xếp tăng dần"), partial(self._table.order_by, name), "chevron-up")
            add(_("Xếp giảm dần"), partial(self._table.order_by, f"-{name}"), "chevron-down")
            add(_("Xếp như trong sổ"), partial(self._table.order_by, None))
            menu.addSeparator()
            add(_("Lọc theo cột này…"), partial(self._filters.asked.emit, name), "funnel")
            widen = add(_("Bỏ lọc cột này"), partial(self._filters.narrow, name, ()), "x")
            widen.setEnabled(bool(self._filters.on(name)))
            menu.addSeparator()
        hide = add(_("Ẩn cột này"), partial(self._table.show_column, name, False))
        hide.setEnabled(len(self._shown) > 1)
        shown = self._table.column_menu()
        shown.setTitle(_("Hiện, ẩn cột"))
        shown.setParent(menu, shown.windowFlags())
        menu.addMenu(shown)
        add(_("Chọn và xếp cột…"), self.ask, "columns-3")
        add(_("Cột như lúc đầu"), self.reset)
        return menu

    @property
    def _shown(self) -> tuple[Column, ...]:
        return self._model.columns if self._model is not None else ()

    def _put(self, columns: Sequence[Column]) -> bool:
        """Show these columns; whether they are others than before."""
        if self._model is None or tuple(columns) == self._model.columns:
            return False
        self._model.set_columns(columns)
        self.changed.emit()
        return True

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
