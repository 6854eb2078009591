"""A note down to a commune: what is to be completed, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.returns import RETURN_KINDS
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, DateEntry, Entry, Sheet, label_of

__all__ = ["ReturnDialog"]


class ReturnDialog(Sheet):
    """Kind, subject, content, deadline; the values of a `returns` record."""

    def __init__(
        self, commune: str, today: date, subject: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Gửi ý kiến cho {commune}").format(commune=commune),
            _("Ý kiến đi cùng gói trả lời tiếp theo của xã này."),
            parent,
        )
        self._today = today
        self.kind = CalmChoice()
        for code, words in RETURN_KINDS.items():
            self.kind.addItem(_(words), code)
        label = label_of(_("Loại"), self.kind)
        self.subject = Entry(_("Về việc"), text=subject)
        self.content = QPlainTextEdit()
        self.content.setTabChangesFocus(True)
        self.content.setMinimumHeight(theme.px(110))
        self.content.setAccessibleName(_("Nội dung"))
        told = label_of(_("Nội dung"), self.content)
        self.due_on = DateEntry(_("Thời hạn (nếu có)"))
        for widget in (label, self.kind, self.subject, told, self.content, self.due_on):
            self.body.addWidget(widget)
        self.finish_with(_("Ghi ý kiến"), self._done)
        self.setMinimumWidth(theme.px(560))
        self.subject.setFocus()

    @classmethod
    def ask(
        cls, commune: str, today: date, parent: QWidget | None, subject: str = ""
    ) -> Mapping[str, Value] | None:
        """The values to record, or None."""
        dialog = cls(commune, today, subject, parent)
        return dialog.values() if dialog.ask_person() else None

    def values(self) -> Mapping[str, Value]:
        """The record's values; raises `BadInput`, said beside its field."""
        due = self.due_on.day
        if due is not None and due < self._today:
            error = BadInput(N_("Thời hạn đã qua; hãy chọn ngày khác."))
            self.due_on.say(say(error))
            raise error
        return {
            "kind": self.kind.currentData(),
            "subject": self.subject.demand(),
            "content": self.content.toPlainText().strip() or None,
            "written_on": self._today.isoformat(),
            "due_on": due.isoformat() if due else None,
        }

    def _done(self) -> None:
        try:
            self.values()
        except BadInput:
            return
        self.accept()
