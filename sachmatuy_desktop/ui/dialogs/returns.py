"""Dialogs about what was returned: the commune's answer; accepting, opening again, taking back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.returns import RETURN_ANSWER_KINDS
from sachmatuy_desktop.domain.returns import AnswerKind, Return
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.bus import Command
from sachmatuy_desktop.services.sync.returns import AnswerReturn
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.detail_side import quoted
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    DateEntry,
    Entry,
    complaint,
    label_of,
    long_text,
    paragraph,
    row,
)
from sachmatuy_desktop.ui.return_words import due_words, marked_words

__all__ = ["AnswerReturnDialog", "ReasonDialog"]


class AnswerReturnDialog(ActSheet):
    """The question above, then what was done about it; `told` says what it is about."""

    def __init__(
        self, desk: Desk, returned: Return, told: str, today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            desk,
            _("Trả lời ý kiến của cơ quan tiếp nhận"),
            _("Câu trả lời đi cùng gói dữ liệu tiếp theo. Ý kiến kết thúc khi có trả lời."),
            parent,
        )
        self._returned = returned
        question = returned.question
        self.body.addWidget(paragraph(told))
        marked = marked_words(returned.subject)
        below = [
            _("Mục cần bổ sung: {fields}").format(fields=marked) if marked else "",
            _("Thời hạn: {day}").format(day=due_words(returned)) if returned.due_on else "",
        ]
        asked = ". ".join(filter(None, (question.subject.rstrip("."), question.content)))
        self.body.addWidget(quoted(asked, *below))
        self.kind = CalmChoice()
        self.kind.setAccessibleName(_("Trả lời"))
        for code, words in RETURN_ANSWER_KINDS.items():
            self.kind.addItem(_(words), code)
        self.content = long_text(_("Nội dung trả lời"), 84)
        self.beside = complaint()
        self.answered_on = DateEntry(_("Ngày trả lời"), today)
        self.document = Entry(_("Văn bản số (nếu có)"))
        self.who = Entry(_("Người trả lời"), text=_account_name(desk))
        self.position = Entry(_("Chức vụ"))
        for label, widget in (
            (_("Trả lời"), self.kind),
            (_("Nội dung trả lời"), self.content),
        ):
            self.body.addWidget(label_of(label, widget))
            self.body.addWidget(widget)
        self.body.addWidget(self.beside)
        self.body.addLayout(row(self.who, self.position, space=16))
        self.body.addLayout(row(self.answered_on, self.document, space=16))
        self.end_with(_("Ghi trả lời"), self.command)
        self.setMinimumWidth(theme.px(600))
        self.content.textChanged.connect(self.beside.hide)
        self.kind.setFocus()

    def choose(self, kind: AnswerKind) -> None:
        """Choose what is said."""
        self.kind.setCurrentIndex(self.kind.findData(kind.value))

    def command(self) -> AnswerReturn:
        """What is to be done; raises `BadInput`, said beside its field."""
        return AnswerReturn(
            returned=self._returned.id,
            kind=AnswerKind(str(self.kind.currentData())),
            answered_on=self.answered_on.demand_day(),
            content=self.content.toPlainText(),
            who=self.who.text,
            position=self.position.text,
            document=self.document.text,
            seen=self._returned.question,
        )

    def refused(self, error: KnownError) -> None:
        """Beside its field, or above the buttons."""
        super().refused(error)
        if not isinstance(error, BadInput):
            return
        if error.field == "content":
            self.beside.setText(say(error))
            self.beside.show()
        elif error.field == "answered_on":
            self.answered_on.say(say(error))
        else:
            return
        self.wrong.hide()


class ReasonDialog(ActSheet):
    """One reason for an act upon an opinion; `head` is its title and what it means."""

    def __init__(
        self,
        desk: Desk,
        head: tuple[str, str],
        verb: str,
        make: Callable[[str], Command],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, *head, parent)
        self.reason = long_text(_("Lý do"), 84)
        self.body.addWidget(label_of(_("Lý do"), self.reason))
        self.body.addWidget(self.reason)
        self.end_with(verb, lambda: make(self.reason.toPlainText()))
        self.setMinimumWidth(theme.px(520))
        self.reason.setFocus()


def _account_name(desk: Desk) -> str:
    """Who sits here."""
    return desk.office.session.account
