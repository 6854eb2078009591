"""What is said of an attachment: its title, kind, day and a remark."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.dates import parse_date
from sachmatuy_desktop.domain.registers.attachments import KINDS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.text import clean
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.attachments import Attachment, EditAttachment
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, DateEntry, Entry, Sheet, label_of, row

__all__ = ["EditDialog"]


class EditDialog(Sheet):
    """The content itself is never changed here."""

    def __init__(self, which: Attachment, parent: QWidget | None = None) -> None:
        super().__init__(_("Sửa thông tin tệp đính kèm"), which.file_name, parent)
        self._which = which
        self.title = Entry(_("Tên tệp, trích yếu"), text=which.title)
        self.kind = CalmChoice()
        self.kind.setAccessibleName(_("Loại giấy tờ"))
        for code, words in KINDS.items():
            self.kind.addItem(_(words), code)
        self.kind.setCurrentIndex(self.kind.findData(which.kind))
        day = None if which.taken_on is None else parse_date(which.taken_on)
        self.day = DateEntry(_("Ngày lập, ngày chụp"), day)
        self.remark = Entry(_("Ghi chú"), text=which.remark)
        label = label_of(_("Loại giấy tờ"), self.kind)
        self.body.addWidget(self.title)
        self.body.addLayout(row(label, self.kind, None))
        self.body.addWidget(self.day)
        self.body.addWidget(self.remark)
        self.finish_with(_("Lưu"), self._done)
        self.setMinimumWidth(theme.px(500))

    @classmethod
    def ask(cls, which: Attachment, parent: QWidget | None) -> EditAttachment | None:
        """What is to be written, or None."""
        dialog = cls(which, parent)
        return dialog.command() if dialog.ask_person() else None

    def command(self) -> EditAttachment:
        """The act that writes what was typed over what was shown."""
        which, day = self._which, self.day.day
        loaded: dict[str, Value] = {
            "title": which.title,
            "kind": which.kind,
            "taken_on": which.taken_on,
            "remark": which.remark or None,
        }
        values: dict[str, Value] = {
            "title": clean(self.title.text),
            "kind": self.kind.currentData() or which.kind,
            "taken_on": None if day is None else day.isoformat(),
            "remark": clean(self.remark.text) or None,
        }
        return EditAttachment(which.register, which.record, values, loaded)

    def _done(self) -> None:
        try:
            self.title.demand()
            _day = self.day.day
        except BadInput:
            return
        self.accept()
