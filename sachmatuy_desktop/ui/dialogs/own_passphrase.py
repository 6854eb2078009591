"""Changing one's own passphrase, from the menu of the window: every account may."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.passphrase import PassphraseDialog
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["change_own_passphrase"]


def change_own_passphrase(desk: Desk, parent: QWidget) -> None:
    """Ask for both passphrases and change one's own on the worker; no page is encrypted anew."""
    office = office_in(desk)
    typed = PassphraseDialog.ask(desk.office.info.account_name, parent)
    if typed is not None:
        told = _("Đã đổi mật khẩu.")
        Operation(
            desk.operations,
            lambda: accounts.change_passphrase(office, typed.old, typed.new),
            desk,
        ).success(lambda _none: desk.feedback.notice(told)).start()
