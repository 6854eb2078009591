"""The answer of many who were asked to sign: signed, refused or absent, on which day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.commitments import COMMITMENT_OUTCOMES, NOT_SIGNED
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.dialog_drafts import DialogDraft
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, DateEntry, Entry, Sheet, label_of

__all__ = ["Answer", "SignDialog"]


class Answer(NamedTuple):
    """What all of them answered, when, in which round and, where they did not sign, why."""

    outcome: str
    signed_on: str
    round: str | None
    reason: str | None


class SignDialog(Sheet):
    """Outcome, day, round and reason; `told` says whose commitments will be written."""

    def __init__(self, told: str, today: date, parent: QWidget | None = None) -> None:
        super().__init__(_("Ghi cam kết"), told, parent)
        self.outcome = CalmChoice()
        self.outcome.setAccessibleName(_("Kết quả"))
        for code, word in COMMITMENT_OUTCOMES.items():
            self.outcome.addItem(_(word), code)
        self.signed_on = DateEntry(_("Ngày ký"), today)
        self.round = Entry(_("Đợt ký"), hint=_("Ví dụ: Tháng hành động phòng, chống ma túy"))
        self.reason = Entry(_("Lý do"))
        label = label_of(_("Kết quả"), self.outcome)
        for widget in (label, self.outcome, self.signed_on, self.reason, self.round):
            self.body.addWidget(widget)
        self.outcome.currentIndexChanged.connect(lambda _index: self._ask_reason())
        self._ask_reason()
        self.body.addStretch(1)
        self.finish_with(_("Ghi cam kết"), self._done)
        self.setMinimumWidth(theme.px(460))

    @classmethod
    def ask(cls, desk: Desk, told: str, parent: QWidget | None) -> Answer | None:
        """The answer, or None."""
        dialog = cls(told, date.fromisoformat(desk.office.clock.today()), parent)
        DialogDraft(dialog, desk, lambda: told)
        return dialog.answer() if dialog.ask_person() else None

    def answer(self) -> Answer:
        """What was said; raises `BadInput`, said beside its field."""
        outcome = str(self.outcome.currentData())
        day = self.signed_on.demand_day()
        reason = self.reason.demand() if outcome in NOT_SIGNED else None
        return Answer(outcome, day.isoformat(), self.round.text or None, reason)

    def _ask_reason(self) -> None:
        self.reason.setVisible(self.outcome.currentData() in NOT_SIGNED)

    def _done(self) -> None:
        try:
            self.answer()
        except BadInput:
            return
        self.accept()
