"""The life of a record without a panel of its own: a task of a plan, a result."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Sheet, open_at
from sachmatuy_desktop.ui.forms.history_view import HistoryView
from sachmatuy_desktop.ui.office_port import RecordKey

__all__ = ["HistoryDialog"]


class HistoryDialog(Sheet):
    """What was done to it and to what stands under it; an act can be taken back here."""

    def __init__(
        self,
        desk: Desk,
        register: Register,
        record: str,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Lịch sử"), title, parent)
        self.view = HistoryView(desk, register)
        self.view.below.setChecked(self.view.below.isVisibleTo(self.view))
        self.body.addWidget(self.view, 1)
        self.close_with(_("Đóng"))
        self._record = record
        desk.changed.connect(self._changed)
        self.view.show_record(record)
        open_at(self, 640, 480)

    def _changed(self, _changed: frozenset[RecordKey]) -> None:
        self.view.show_record(self._record)
