"""The attachments of a record without a panel of its own: an issued paper, one under another."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.attachments.view import AttachmentsView
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Sheet, open_at
from sachmatuy_desktop.ui.models.codes import title_in_words
from sachmatuy_desktop.ui.office_port import RecordKey

__all__ = ["AttachmentsDialog"]


class AttachmentsDialog(Sheet):
    """The list in a dialog; what is done in it is done at once, each act by itself."""

    def __init__(
        self, desk: Desk, register: Register, record: str, parent: QWidget | None = None
    ) -> None:
        title = desk.queries.names(register.name, [record]).get(record, "")
        rows = desk.queries.rows(register.name, [record])
        title = title_in_words(register, rows.get(record, {}), title)
        super().__init__(_("Tệp đính kèm"), title, parent)
        self.view = AttachmentsView(desk, register)
        self.body.addWidget(self.view, 1)
        self.close_with(_("Đóng"))
        self._desk = desk
        desk.changed.connect(self._changed)
        self.view.show_record(record)
        open_at(self, 720, 460)

    def _changed(self, _changed: frozenset[RecordKey]) -> None:
        self.view.refresh()
