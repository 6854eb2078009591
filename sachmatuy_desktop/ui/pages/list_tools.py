"""Columns, filters, copying and export for a list that shows no record beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QToolButton

from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.filter_bar import FilterBar
from sachmatuy_desktop.ui.icons import icon
from sachmatuy_desktop.ui.keys import LIST_KEYS, TABLE_KEYS, bind, hint
from sachmatuy_desktop.ui.list_out import ListOut
from sachmatuy_desktop.ui.models.record_table import RecordTableModel, View
from sachmatuy_desktop.ui.pages.list_columns import ColumnMemory, ListColumns
from sachmatuy_desktop.ui.pages.list_filters import ListFilters
from sachmatuy_desktop.ui.pages.list_parts import offered_columns
from sachmatuy_desktop.ui.pages.sheets import SheetButton
from sachmatuy_desktop.ui.tables import RecordTable

__all__ = ["ListTools"]


class ListTools(QObject):
    """What a table of the program's own books has in common with a `RecordList`.

    `usual` are the columns shown at first, `view` tells search and order as they stand; the list is
    shown by the conditions in `filters`, whose `changed` its page follows.
    """

    def __init__(
        self,
        desk: Desk,
        register: Register,
        table: RecordTable,
        usual: Sequence[str],
        view: Callable[[], View],
        search: Callable[[str], None],
    ) -> None:
        super().__init__(table)
        offered = offered_columns(desk, register, (), None)
        self.filters = FilterBar(desk, register)
        memory = ColumnMemory(desk.preferences, register.name, offered, usual)
        self.columns = ListColumns(memory, offered, table, self.filters)
        self.model = RecordTableModel(desk.queries, register, self.columns.memory.chosen())
        self.model.trouble.connect(desk.feedback.sentence)
        self.filtering = ListFilters(desk, register, self.filters, view, search)
        self.out = ListOut(desk, register, self.model, self.filters.told)
        table.setAccessibleName(_(register.title))
        table.show_records(self.model, offered)
        self.columns.show(self.model)
        self.sheets = SheetButton(desk, register, lambda: list(self.model.ids), self.out.export_to)
        self.button = QToolButton()
        self.button.setIcon(icon("columns-3"))
        self.button.setIconSize(QSize(theme.px(theme.ICON), theme.px(theme.ICON)))
        self.button.setToolTip(hint(_("Chọn và xếp cột"), "columns"))
        self.button.setAccessibleName(_("Chọn và xếp cột"))
        self.button.clicked.connect(self.columns.ask)
        near = {
            "widen": self.filters.clear,
            "columns": self.columns.ask,
            "export": self.sheets.write_shown,
        }
        bind(table, LIST_KEYS, near)
        bind(table, TABLE_KEYS, {"head": self.columns.open_menu}, alone=True)
        self.out.bind_to(table)
