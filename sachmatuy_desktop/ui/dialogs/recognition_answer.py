"""Dialogs of the office above: the answer to a request, the decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.recognition import Does, Opinion, Ruling, Standing, Verdict
from sachmatuy_desktop.domain.registers.recognition import RULINGS, VERDICTS
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.recognition import Appraise, Case, Decide
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.kit import DateEntry, Entry, label_of, long_text, paragraph, row
from sachmatuy_desktop.ui.dialogs.signed import SignedLines
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["AppraiseDialog", "DecideDialog"]


class AppraiseDialog(ActSheet):
    """Who answers, when, by which paper; the criteria given back stand above.

    `lacking` criteria do not stand by the books received: said before a request is accepted.
    """

    def __init__(
        self,
        desk: Desk,
        case: Case,
        verdict: Verdict,
        opinions: Sequence[Opinion],
        today: date,
        parent: QWidget | None = None,
        *,
        lacking: int = 0,
    ) -> None:
        super().__init__(
            desk,
            _(VERDICTS[verdict.value]),
            _("Ý kiến đi cùng gói trả lời tiếp theo của xã này."),
            parent,
        )
        self._case, self._verdict, self._opinions = case, verdict, tuple(opinions)
        step = case.process.first(Does.APPRAISE)
        self.lines = SignedLines(today, step.who if step else (), who=_("Người thẩm định"))
        self.reason = long_text(_("Ý kiến chung"), 64)
        against = [each for each in opinions if not each.agrees]
        if against:
            words = _("Trả lại {count} tiêu chí, mỗi tiêu chí kèm lý do.")
            self.body.addWidget(paragraph(words.format(count=len(against))))
        if lacking and verdict is Verdict.ACCEPT:
            words = _("Tính lại từ sổ đã nhận: còn {count} tiêu chí chưa đạt hoặc chưa đủ căn cứ.")
            warned = paragraph(words.format(count=lacking))
            warned.setStyleSheet(f"color: {Tone.BLOCK.ink};")
            self.body.addWidget(warned)
        self.body.addWidget(self.lines)
        self.body.addWidget(label_of(_("Ý kiến chung"), self.reason))
        self.body.addWidget(self.reason)
        self.end_with(_(VERDICTS[verdict.value]), self.command)
        self.setMinimumWidth(theme.px(640))
        self.lines.who.setFocus()

    def command(self) -> Appraise:
        """What is to be done; raises `BadInput`, said beside its field."""
        return Appraise(
            recognition=self._case.recognition.id,
            verdict=self._verdict,
            written_on=self.lines.day(),
            who=self.lines.who.demand(),
            position=self.lines.position_held(),
            document=self.lines.document.text,
            reason=self.reason.toPlainText(),
            opinions=self._opinions,
        )

    def refused(self, error: KnownError) -> None:
        """Beside its field, or above the buttons."""
        super().refused(error)
        if isinstance(error, BadInput) and self.lines.say(error.field, say(error)):
            self.wrong.hide()


class DecideDialog(ActSheet):
    """Number, day and signer of a decision; certificate and last day; reasons of a withdrawal."""

    def __init__(
        self,
        desk: Desk,
        case: Case,
        standing: Standing,
        ruling: Ruling,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            desk,
            _(RULINGS[ruling.value]),
            _("Quyết định đi cùng gói trả lời tiếp theo của xã này."),
            parent,
        )
        self._case, self._ruling = case, ruling
        step = case.process.first(Does.CONFIRM if ruling is Ruling.MAINTAIN else Does.DECIDE)
        self.lines = SignedLines(
            today,
            step.who if step else (),
            day=_("Ngày ký"),
            who=_("Người ký"),
            wants_paper=False,
        )
        self.number = Entry(_("Quyết định số"), hint=_("Ví dụ: 120/QĐ-UBND"))
        self.approved = Entry(_("Kết quả được phê duyệt"), text=proposed_result(case, standing))
        self.certificate = Entry(_("Giấy chứng nhận số (nếu có)"))
        self.until = DateEntry(_("Có giá trị đến ngày (nếu có)"))
        self.why = long_text(_("Lý do"), 64)
        self._lay_out(withdraws=ruling is Ruling.WITHDRAW)
        self.end_with(_(RULINGS[ruling.value]), self.command)
        self.setMinimumWidth(theme.px(640))
        self.number.setFocus()

    def command(self) -> Decide:
        """What is to be done; raises `BadInput`, said beside its field."""
        withdraws = self._ruling is Ruling.WITHDRAW
        return Decide(
            recognition=self._case.recognition.id,
            ruling=self._ruling,
            number=self.number.demand(),
            signed_on=self.lines.day(),
            signer=self.lines.who.demand(),
            position=self.lines.position_held(),
            result="" if withdraws else self.approved.text,
            until=None if withdraws else self.until.day,
            certificate="" if withdraws else self.certificate.text,
            why=self.why.toPlainText(),
        )

    def refused(self, error: KnownError) -> None:
        """Beside its field, or above the buttons."""
        super().refused(error)
        field = error.field if isinstance(error, BadInput) else None
        own = {"number": self.number, "until": self.until}.get(field or "")
        if own is not None:
            own.say(say(error))
        if own is not None or self.lines.say(field, say(error)):
            self.wrong.hide()

    def _lay_out(self, *, withdraws: bool) -> None:
        self.body.addLayout(row(self.number, self.approved))
        self.body.addWidget(self.lines)
        self.body.addLayout(row(self.certificate, self.until))
        label = label_of(_("Lý do") if withdraws else _("Ghi chú"), self.why)
        self.body.addWidget(label)
        self.body.addWidget(self.why)
        for each in (self.approved, self.certificate, self.until):
            each.setVisible(not withdraws)


def proposed_result(case: Case, standing: Standing) -> str:
    """What the decision would say: what was chosen, or the name of the programme."""
    request = next((each for each in standing.rungs if each.step.does is Does.REQUEST), None)
    chosen = getattr(request.stands, "choice", "") if request else ""
    titles = {o.id: o.title for asked in case.process.choices for o in asked.options}
    if chosen:
        return titles.get(chosen, chosen)
    return "" if case.process.together else case.recognition.programme
