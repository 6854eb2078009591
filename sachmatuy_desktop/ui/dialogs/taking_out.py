"""What for, and locked or not: asked before data about somebody leaves the program."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.restricted import is_best_locked, is_restricted
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.taken_out import FREELY, TakenOut
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Entry, Sheet, faint
from sachmatuy_desktop.ui.dialogs.passphrase import PassphrasePair

__all__ = ["TakingOutDialog", "ask_terms"]


class TakingOutDialog(Sheet):
    """A purpose, and for a file that can be locked a passphrase, typed twice and kept nowhere."""

    def __init__(
        self,
        what: str,
        *,
        lockable: bool,
        locked: bool = False,
        purpose: str = "",
        parent: QWidget | None = None,
    ) -> None:
        told = _("Có dữ liệu về người, hộ; mỗi lần lấy ra được ghi vào nhật ký cùng với mục đích.")
        super().__init__(_("Lấy ra: {what}").format(what=what), told, parent)
        self.purpose = Entry(_("Mục đích sử dụng"), text=purpose)
        self.locks = QCheckBox(_("Khóa tệp bằng mật khẩu"))
        self.locks.setChecked(locked)
        self.passphrases = PassphrasePair()
        self.hint = faint(
            _(
                "Excel và LibreOffice mở được tệp bằng mật khẩu này. Chương trình không giữ mật "
                "khẩu: quên là không mở lại được tệp. Hãy báo mật khẩu cho người nhận bằng đường "
                "khác, không gửi cùng tệp."
            )
        )
        self.body.addWidget(self.purpose)
        if lockable:
            self.body.addWidget(self.locks)
            self.body.addWidget(self.passphrases)
            self.body.addWidget(self.hint)
            self.locks.toggled.connect(self._show_passphrases)
            self._show_passphrases(locked)
        self._lockable = lockable
        self.finish = self.finish_with(_("Tiếp tục"), self._done)
        self.setMinimumWidth(theme.px(560))
        (self.passphrases.first if purpose and locked else self.purpose).setFocus()

    def terms(self) -> TakenOut:
        """What was answered."""
        locked = self._lockable and self.locks.isChecked()
        return TakenOut(self.purpose.text, self.passphrases.first.text if locked else None)

    def _show_passphrases(self, locked: bool) -> None:
        self.passphrases.setVisible(locked)
        self.hint.setVisible(locked)

    def _done(self) -> None:
        try:
            self.purpose.demand()
            if self._lockable and self.locks.isChecked():
                self.passphrases.demand()
        except BadInput:
            return
        self.accept()


def ask_terms(
    desk: Desk, register: Register, fields: Sequence[str], parent: QWidget | None, *, lockable: bool
) -> TakenOut | None:
    """On what terms these columns leave: at once where they tell of nobody; None to stay.

    The purpose said last for this book is offered again, so that copying row after row asks for no
    more than «Enter».
    """
    if not is_restricted(register, fields):
        return FREELY
    dialog = TakingOutDialog(
        _(register.title),
        lockable=lockable,
        locked=is_best_locked(register, fields),
        purpose=desk.purposes.get(register.name, ""),
        parent=parent,
    )
    if not dialog.ask_person():
        return None
    terms = dialog.terms()
    desk.purposes[register.name] = terms.purpose
    return terms
