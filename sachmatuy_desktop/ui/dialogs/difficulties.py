"""Dialogs about difficulties: the answer from above; what a commune adds; how it was settled."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.plans.difficulties import AnswerKind, Difficulty
from sachmatuy_desktop.domain.registers.plans import ANSWERS
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.plans.difficulties import (
    AnswerDifficulty,
    ClarifyDifficulty,
    CloseDifficulty,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.detail_side import quoted
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, DateEntry, label_of, long_text, paragraph
from sachmatuy_desktop.ui.dialogs.signed import SignedLines

__all__ = ["AnswerDifficultyDialog", "ClarifyDialog", "CloseDifficultyDialog"]


class AnswerDifficultyDialog(ActSheet):
    """What kind of word it is, what is said, who says it by which paper; the question above."""

    def __init__(
        self, desk: Desk, difficulty: Difficulty, today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            desk,
            _("Trả lời khó khăn, vướng mắc"),
            _("Câu trả lời đi cùng gói trả lời tiếp theo của xã này."),
            parent,
        )
        self._difficulty = difficulty
        words = difficulty.words
        self.body.addWidget(paragraph(words.subject))
        asked = "\n".join(filter(None, (words.content, words.supplement)))
        if asked:
            self.body.addWidget(quoted(asked, words.proposal))
        self.kind = CalmChoice()
        self.kind.setAccessibleName(_("Loại"))
        for code, told in ANSWERS.items():
            self.kind.addItem(_(told), code)
        self.content = long_text(_("Nội dung"), 84)
        self.lines = SignedLines(today, (), day=_("Ngày trả lời"), who=_("Người trả lời"))
        self.lines.document_on.hide()
        for label, widget in ((_("Loại"), self.kind), (_("Nội dung"), self.content)):
            self.body.addWidget(label_of(label, widget))
            self.body.addWidget(widget)
        self.body.addWidget(self.lines)
        self.end_with(_("Ghi trả lời"), self.command)
        self.setMinimumWidth(theme.px(600))
        self.content.setFocus()

    def command(self) -> AnswerDifficulty:
        """What is to be done; raises `BadInput`, said beside its field."""
        return AnswerDifficulty(
            difficulty=self._difficulty.id,
            kind=AnswerKind(str(self.kind.currentData())),
            answered_on=self.lines.day(),
            content=self.content.toPlainText(),
            who=self.lines.who.demand(),
            position=self.lines.position_held(),
            document=self.lines.document.text,
        )

    def refused(self, error: KnownError) -> None:
        """Beside its field, or above the buttons."""
        super().refused(error)
        if isinstance(error, BadInput) and self.lines.say(error.field, say(error)):
            self.wrong.hide()


class ClarifyDialog(ActSheet):
    """What the commune adds where the office above has asked for more."""

    def __init__(
        self, desk: Desk, difficulty: Difficulty, today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, _("Làm rõ thêm"), difficulty.words.subject, parent)
        self._difficulty = difficulty
        if difficulty.newest is not None:
            self.body.addWidget(quoted(difficulty.newest.content, difficulty.newest.who))
        self.on = DateEntry(_("Ngày"), today)
        self.content = long_text(_("Nội dung làm rõ"), 84)
        self.body.addWidget(self.on)
        self.body.addWidget(label_of(_("Nội dung làm rõ"), self.content))
        self.body.addWidget(self.content)
        self.end_with(_("Ghi"), self.command)
        self.setMinimumWidth(theme.px(560))
        self.content.setFocus()

    def command(self) -> ClarifyDifficulty:
        """What is to be done; raises `BadInput`, said beside its field."""
        return ClarifyDifficulty(
            difficulty=self._difficulty.id,
            supplement=self.content.toPlainText(),
            on=self.on.demand_day(),
        )


class CloseDifficultyDialog(ActSheet):
    """When it was settled, and how."""

    def __init__(
        self, desk: Desk, difficulty: Difficulty, today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, _("Giải quyết xong"), difficulty.words.subject, parent)
        self._difficulty = difficulty
        self.closed_on = DateEntry(_("Ngày giải quyết xong"), today)
        self.content = long_text(_("Kết quả giải quyết"), 84)
        self.body.addWidget(self.closed_on)
        self.body.addWidget(label_of(_("Kết quả giải quyết"), self.content))
        self.body.addWidget(self.content)
        self.end_with(_("Ghi giải quyết xong"), self.command)
        self.setMinimumWidth(theme.px(560))
        self.content.setFocus()

    def command(self) -> CloseDifficulty:
        """What is to be done; raises `BadInput`, said beside its field."""
        return CloseDifficulty(
            difficulty=self._difficulty.id,
            closed_on=self.closed_on.demand_day(),
            outcome=self.content.toPlainText(),
        )

    def refused(self, error: KnownError) -> None:
        """Beside its field, or above the buttons."""
        super().refused(error)
        if isinstance(error, BadInput) and error.field == "closed_on":
            self.closed_on.say(say(error))
            self.wrong.hide()
