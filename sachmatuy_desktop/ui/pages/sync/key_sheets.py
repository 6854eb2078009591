"""Certifying a commune's PC, and revoking a key: what is decided, and what cannot be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    DateEntry,
    Entry,
    Sheet,
    faint,
    label_of,
    paragraph,
)
from sachmatuy_desktop.ui.models.codes import capital
from sachmatuy_desktop.ui.pages.sync.commune import CARRIES

__all__ = ["CertifyDialog", "RevokeDialog", "Revoking"]


class CertifyDialog(Sheet):
    """Which books the PC may send, and until when."""

    def __init__(
        self, partner: Partner, until: date, today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Chứng nhận khóa"),
            _(
                "Chứng nhận đi cùng gói trả lời; các máy khác của cùng đơn vị nhờ đó tin cậy máy "
                "này mà không phải gõ nhóm. Hết hạn thì chương trình nhắc, không khóa máy nào."
            ),
            parent,
        )
        self._today = today
        self.body.addWidget(paragraph(capital(partner.name)))
        self.body.addWidget(faint(_("Mã khóa {key}").format(key=partner.key_id)))
        self.carries = CalmChoice()
        for code, words in CARRIES.items():
            self.carries.addItem(_(words), code)
        self.body.addWidget(label_of(_("Máy này được gửi"), self.carries))
        self.body.addWidget(self.carries)
        self.until = DateEntry(_("Có giá trị đến hết ngày"), until)
        self.body.addWidget(self.until)
        self.finish_with(_("Chứng nhận"), self._done)
        self.setMinimumWidth(theme.px(520))
        self.until.setFocus()

    @classmethod
    def ask(
        cls, partner: Partner, until: date, today: date, parent: QWidget | None
    ) -> tuple[str, date] | None:
        """Which books and until when; or None."""
        dialog = cls(partner, until, today, parent)
        if not dialog.ask_person():
            return None
        return str(dialog.carries.currentData()), dialog.until.demand_day()

    def _done(self) -> None:
        try:
            day = self.until.demand_day()
        except BadInput:
            return
        if day <= self._today:
            self.until.say(say(BadInput(N_("Ngày hết hạn phải sau hôm nay."))))
            return
        self.accept()


@dataclass(frozen=True, slots=True)
class Revoking:
    """Why a key is revoked, and the number of its last bundle that is still good."""

    reason: str
    last_good: int


class RevokeDialog(Sheet):
    """The reason, and up to which bundle the key was still its holder's."""

    def __init__(
        self,
        partner: Partner,
        came: int,
        reasons: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("Thu hồi khóa"),
            _(
                "Từ nay không gói mới nào ký bằng khóa này được nhận, ở đây và ở mọi đơn vị nhận "
                "gói trả lời. Thu hồi rồi không lấy lại được: cơ quan đó cần khóa mới, thẻ mới."
            ),
            parent,
        )
        self.body.addWidget(paragraph(capital(partner.name)))
        self.body.addWidget(faint(_("Mã khóa {key}").format(key=partner.key_id)))
        self.reason = CalmChoice()
        self.reason.setEditable(True)
        self.reason.addItems([_(each) for each in reasons])
        self.reason.setCurrentIndex(-1)
        self.reason.setAccessibleName(_("Lý do"))
        self.body.addWidget(label_of(_("Lý do"), self.reason))
        self.body.addWidget(self.reason)
        self.last_good = Entry(
            _("Còn nhận đến gói số"),
            hint=_(
                "Gói gần nhất đã nhập là số {number}. Chỉ tăng lên khi biết chắc gói đang trên "
                "đường là do chính cơ quan đó lập."
            ).format(number=came)
            if came
            else _("Chưa nhập gói nào của khóa này, nên không gói nào được nhận nữa."),
            text=str(came),
            width=110,
        )
        self.last_good.line.setEnabled(bool(came))
        self.body.addWidget(self.last_good)
        self.finish_with(_("Thu hồi khóa này"), self._done)
        self.setMinimumWidth(theme.px(560))
        self.reason.setFocus()

    @classmethod
    def ask(
        cls, partner: Partner, came: int, reasons: tuple[str, ...], parent: QWidget | None
    ) -> Revoking | None:
        """What was decided; or None."""
        dialog = cls(partner, came, reasons, parent)
        return dialog.decided() if dialog.ask_person() else None

    def decided(self) -> Revoking:
        """Reason and number; raises `BadInput`, said in the dialog."""
        reason = self.reason.currentText().strip()
        if not reason:
            error = BadInput(N_("Hãy ghi lý do thu hồi."))
            self.complain(error)
            raise error
        text = self.last_good.demand()
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            error = BadInput(N_("Hãy ghi số của gói, chỉ gồm chữ số."))
            self.last_good.say(say(error))
            raise error
        return Revoking(reason, int(text))

    def _done(self) -> None:
        try:
            self.decided()
        except BadInput:
            return
        self.accept()
