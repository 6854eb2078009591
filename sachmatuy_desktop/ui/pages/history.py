"""Lịch sử: everything that was done in this office, newest first, each with its way back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
)

from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import EntryLine
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.delegates import CellDelegate
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.icons import beside
from sachmatuy_desktop.ui.models.journal_table import JournalTableModel, is_redoable, is_undoable
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.page import Page, PageSpec

__all__ = ["PAGE", "HistoryPage"]


class HistoryPage(Page):
    """The journal; undoing is an act of its own and stands in it too."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.model = JournalTableModel(desk.queries)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(self.table))
        self.table.setAccessibleName(_("Lịch sử"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.table.selectionModel().selectionChanged.connect(self._offer)
        self.undo_button = QPushButton(beside("undo-2"), _("Hoàn tác việc này"))
        self.undo_button.clicked.connect(self.undo)
        self.told = QLabel()
        self.told.setProperty("role", "faint")
        self._lay_out()
        self.setFocusProxy(self.table)

    def opened(self) -> None:
        """Read the journal anew."""
        try:
            self.model.reread()
        except KnownError as error:
            self.desk.feedback.sentence(error)
        self._fit()
        self._offer()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Something was done."""
        if changed and self.isVisible():
            self.opened()

    def undo(self) -> None:
        """Take back (or do again) the chosen act."""
        entry = self._entry()
        if entry is not None:
            self.desk.undo(entry.txn)

    def _entry(self) -> EntryLine | None:
        chosen = self.table.selectionModel().selectedRows()
        return self.model.entries[chosen[0].row()] if chosen else None

    def _offer(self) -> None:
        entry = self._entry()
        self.undo_button.setEnabled(
            entry is not None and (is_undoable(entry) or is_redoable(entry))
        )
        again = entry is not None and is_redoable(entry)
        self.undo_button.setText(_("Làm lại việc này") if again else _("Hoàn tác việc này"))
        self.told.setText("" if entry is None else _why_not(entry))

    def _fit(self) -> None:
        self.table.resizeColumnsToContents()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        heading = QLabel(_("Lịch sử"))
        heading.setFont(theme.scaled_font(1.18, bold=True))
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addStretch(1)
        head.addWidget(self.told)
        head.addWidget(self.undo_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(7))
        layout.addLayout(head)
        layout.addWidget(self.table, 1)


def _why_not(entry: EntryLine) -> str:
    if entry.undone:
        return _("Việc này đã được hoàn tác.")
    if entry.origin is not None:
        return _("Việc này do nơi khác làm nên chỉ nơi đó hoàn tác được.")
    if not entry.count:
        return _("Việc này không ghi vào sổ nào nên không có gì để hoàn tác.")
    return ""


PAGE: Final = PageSpec("history", N_("Lịch sử"), "history", HistoryPage)
