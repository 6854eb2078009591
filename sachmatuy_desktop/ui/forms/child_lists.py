"""What stands under a record: its tests, decisions, openings … each a small list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, keys_of
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.icons import beside
from sachmatuy_desktop.ui.list_out import ListOut
from sachmatuy_desktop.ui.models.cells import column_of
from sachmatuy_desktop.ui.models.record_table import RecordTableModel, View
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.tables import RecordTable

__all__ = ["ChildList", "ChildLists", "child_registers"]

MOST_ROWS = 6
"""Rows of a small list seen at once; the rest scrolls."""


def child_registers(desk: Desk, register: Register) -> list[Register]:
    """The registers whose records stand under those of `register` and which the account sees."""
    return [each for each in REGISTERS.under(register.name) if desk.may_open(each)]


class ChildLists(QScrollArea):
    """All small lists of a record, the ones with something in them first to the eye."""

    def __init__(self, desk: Desk, register: Register) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sheet = QWidget()
        sheet.setObjectName("sheet")
        layout = QVBoxLayout(sheet)
        layout.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(8))
        layout.setSpacing(theme.px(10))
        self.lists = {each.name: ChildList(desk, each) for each in child_registers(desk, register)}
        for each in self.lists.values():
            layout.addWidget(each)
        layout.addStretch(1)
        self.setWidget(sheet)

    def show_record(self, record: str) -> None:
        """Show what stands under a record."""
        for each in self.lists.values():
            each.show_parent(record)

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Re-read what changed."""
        for name, each in self.lists.items():
            ids = keys_of(changed, name)
            if ids:
                each.refresh(ids)


class ChildList(QWidget):
    """Head with a count and «Thêm», and the rows."""

    def __init__(self, desk: Desk, register: Register) -> None:
        super().__init__()
        self._desk = desk
        self.register = register
        self._parent_field = str(register.parent)
        self._parent: str | None = None
        columns = [
            column_of(field)
            for field in register.fields
            if field.listed and field.name != self._parent_field and desk.may_see(field)
        ]
        self.model = RecordTableModel(desk.queries, register, columns)
        self.model.trouble.connect(desk.feedback.sentence)
        self.table = RecordTable()
        self.table.show_records(self.model, columns)
        self.table.setAccessibleName(_(register.title))
        self.table.record_entered.connect(self.edit)
        ListOut(desk, register, self.model).bind_to(self.table)
        self.head = QLabel()
        self.add_button = QPushButton(beside("plus"), _("Thêm"))
        self.add_button.setAccessibleName(_("Thêm {one}").format(one=_(register.one)))
        if not desk.may_write(register):
            self.add_button.hide()
        self.add_button.clicked.connect(self.add)
        row = QHBoxLayout()
        row.addWidget(self.head)
        row.addStretch(1)
        row.addWidget(self.add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addLayout(row)
        layout.addWidget(self.table)

    def show_parent(self, record: str) -> None:
        """Show what stands under `record`."""
        self._parent = record
        self.model.forget_all()
        self.model.show_view(View((Where(self._parent_field, "=", record),)))
        self._fit()

    def refresh(self, changed: frozenset[str]) -> None:
        """Re-read records that changed."""
        self.model.refresh(changed)
        self._fit()

    def add(self) -> None:
        """A new record under this one."""
        self._open(None)

    def edit(self, record: str) -> None:
        """The record someone entered."""
        self._open(record)

    def _open(self, record: str | None) -> None:
        if self._parent is None:
            return
        defaults = {self._parent_field: self._parent}
        dialog = RecordDialog(self._desk, self.register, record, defaults, self.window())
        dialog.open()

    def _fit(self) -> None:
        count = self.model.rowCount()
        self.head.setText(f"<b>{_(self.register.title)}</b>  ({count})")
        self.table.setVisible(count > 0)
        rows = min(count, MOST_ROWS)
        bar = theme.px(12)
        height = self.table.horizontalHeader().sizeHint().height() + rows * theme.row_height()
        self.table.setFixedHeight(height + bar + 2)
