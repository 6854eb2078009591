"""A new passphrase, typed twice; and changing one's own."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.packs.passphrases import must_be_uncommon
from sachmatuy_desktop.storage.keys.keyring_crypto import checked_passphrase
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import PassphraseEntry, Sheet

__all__ = ["FreshPassphraseDialog", "PassphraseDialog", "PassphrasePair", "Passphrases"]


class PassphrasePair(QWidget):
    """A new passphrase and the same again."""

    def __init__(self) -> None:
        super().__init__()
        self.first = PassphraseEntry(
            _("Mật khẩu mới"), hint=_("Ít nhất 12 ký tự; một câu của riêng mình là tốt nhất.")
        )
        self.again = PassphraseEntry(_("Gõ lại mật khẩu mới"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(16))
        for entry in (self.first, self.again):
            layout.addWidget(entry, 1)
            layout.setAlignment(entry, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self.first)

    def demand(self) -> str:
        """The passphrase; raises `BadInput`, said beside its field."""
        try:
            passphrase = checked_passphrase(self.first.text)
            must_be_uncommon(passphrase)
        except BadInput as error:
            self.first.say(say(error))
            self.first.setFocus()
            raise
        if self.first.text != self.again.text:
            different = BadInput(N_("Hai lần gõ mật khẩu chưa giống nhau."))
            self.again.say(say(different))
            self.again.setFocus()
            raise different
        return passphrase


class Passphrases(NamedTuple):
    """The passphrase in use and the one to take its place."""

    old: str
    new: str


class PassphraseDialog(Sheet):
    """Change one's own passphrase."""

    def __init__(self, account: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Đổi mật khẩu"), _("Tài khoản: {name}").format(name=account), parent)
        self.old = PassphraseEntry(_("Mật khẩu đang dùng"))
        self.fresh = PassphrasePair()
        self.body.addWidget(self.old)
        self.body.addWidget(self.fresh)
        self.finish_with(_("Đổi mật khẩu"), self._done)
        self.setMinimumWidth(theme.px(520))

    @classmethod
    def ask(cls, account: str, parent: QWidget | None) -> Passphrases | None:
        """Both passphrases, or None."""
        dialog = cls(account, parent)
        if not dialog.ask_person():
            return None
        return Passphrases(dialog.old.text, dialog.fresh.first.text)

    def _done(self) -> None:
        try:
            self.old.demand()
            self.fresh.demand()
        except BadInput:
            return
        self.accept()


class FreshPassphraseDialog(Sheet):
    """Another passphrase for somebody who forgot theirs; the person types it."""

    def __init__(self, account: str, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Đặt lại mật khẩu"),
            _("Người dùng {name} tự gõ mật khẩu mới của mình.").format(name=account),
            parent,
        )
        self.fresh = PassphrasePair()
        self.body.addWidget(self.fresh)
        self.finish_with(_("Đặt mật khẩu"), self._done)
        self.setMinimumWidth(theme.px(520))

    @classmethod
    def ask(cls, account: str, parent: QWidget | None) -> str | None:
        """The new passphrase, or None."""
        dialog = cls(account, parent)
        return dialog.fresh.first.text if dialog.ask_person() else None

    def _done(self) -> None:
        try:
            self.fresh.demand()
        except BadInput:
            return
        self.accept()
