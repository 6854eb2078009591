"""Reminding communes of their tasks: what is written, to how many."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.plans.setting import Remind, Reminded
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.kit import Entry, label_of, paragraph

__all__ = ["RemindDialog"]


class RemindDialog(ActSheet):
    """The proposed words, to be changed; one reminder for each task and commune."""

    def __init__(
        self,
        desk: Desk,
        about: Sequence[Reminded],
        words: str,
        who: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            desk,
            _("Nhắc việc"),
            _("Lời nhắc đi cùng gói trả lời tiếp theo của từng xã."),
            parent,
        )
        self._about = tuple(about)
        units = len({each.unit for each in about})
        told = _("{count} lời nhắc cho {units} xã.").format(count=len(self._about), units=units)
        self.body.addWidget(paragraph(told))
        self.content = QPlainTextEdit(words)
        self.content.setTabChangesFocus(True)
        self.content.setMinimumHeight(theme.px(120))
        self.content.setAccessibleName(_("Nội dung nhắc"))
        label = label_of(_("Nội dung nhắc"), self.content)
        self.who = Entry(_("Người nhắc"), text=who)
        for widget in (label, self.content, self.who):
            self.body.addWidget(widget)
        self.end_with(_("Ghi lời nhắc"), self.command)
        self.setMinimumWidth(theme.px(560))
        self.content.setFocus()

    def command(self) -> Remind:
        """What was asked for."""
        return Remind(self._about, self.content.toPlainText(), self.who.text)
