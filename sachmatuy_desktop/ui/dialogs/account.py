"""A new account: name, login name, role, passphrase."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Entry, Sheet, faint, label_of
from sachmatuy_desktop.ui.dialogs.passphrase import PassphrasePair
from sachmatuy_desktop.ui.wizard.steps import LOGIN, login_name

__all__ = ["AccountDialog", "NewAccount"]


class NewAccount(NamedTuple):
    """What an account is made of."""

    id: str
    name: str
    role: str
    passphrase: str


class AccountDialog(Sheet):
    """The person types the passphrase; nobody else needs to know it."""

    def __init__(self, taken: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(
            _("Thêm tài khoản"),
            _("Người dùng tự gõ mật khẩu của mình; không dùng chung tài khoản."),
            parent,
        )
        self._taken = frozenset(taken)
        self.name = Entry(_("Họ và tên"))
        self.login = Entry(_("Tên đăng nhập"), hint=_("Chữ thường không dấu"))
        self.role = QComboBox()
        self.role.setAccessibleName(_("Vai trò"))
        for each in ROLES.values():
            self.role.addItem(_(each.title), each.id)
        self.role.setCurrentIndex(self.role.findData("police"))
        self.fresh = PassphrasePair()
        self._suggested = ""
        self.name.edited.connect(self._suggest)
        label = label_of(_("Vai trò"), self.role)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(8))
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.login, 0, 1)
        grid.addWidget(label, 1, 0, 1, 2)
        grid.addWidget(self.role, 2, 0, 1, 2)
        grid.addWidget(self.fresh, 3, 0, 1, 2)
        self.body.addLayout(grid)
        self.body.addWidget(
            faint(_("Vai trò quyết định sổ nào được xem và được ghi; đổi được về sau."))
        )
        self.body.addStretch(1)
        self.finish_with(_("Thêm tài khoản"), self._done)
        self.setMinimumWidth(theme.px(600))
        self.name.setFocus()

    @classmethod
    def ask(cls, taken: Collection[str], parent: QWidget | None) -> NewAccount | None:
        """The new account, or None."""
        dialog = cls(taken, parent)
        return dialog.account() if dialog.ask_person() else None

    def account(self) -> NewAccount:
        """The answers; raises `BadInput`, said beside its field."""
        name = self.name.demand()
        login = self.login.demand()
        if not LOGIN.fullmatch(login):
            raise self._wrong(
                N_("Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số và dấu chấm, gạch.")
            )
        if login in self._taken:
            raise self._wrong(N_("Đã có tài khoản này; hãy chọn tên đăng nhập khác."))
        return NewAccount(login, name, str(self.role.currentData()), self.fresh.demand())

    def _wrong(self, sentence: str) -> BadInput:
        error = BadInput(sentence)
        self.login.say(say(error))
        self.login.setFocus()
        return error

    def _suggest(self) -> None:
        if self.login.text in ("", self._suggested):
            self._suggested = login_name(self.name.text)
            self.login.line.setText(self._suggested)

    def _done(self) -> None:
        try:
            self.account()
        except BadInput:
            return
        self.accept()
