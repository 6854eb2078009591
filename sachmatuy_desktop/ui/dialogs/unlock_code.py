"""The way in for those who forgot: the code from the paper and a new passphrase."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import faint, paragraph
from sachmatuy_desktop.ui.dialogs.passphrase import PassphrasePair
from sachmatuy_desktop.ui.dialogs.recovery import CodeEntry

__all__ = ["WithCode"]


class WithCode(QWidget):
    """A page of the unlock dialog."""

    def __init__(self, *, halves: bool) -> None:
        super().__init__()
        self.code = CodeEntry(halves=halves)
        self.fresh = PassphrasePair()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        layout.addWidget(
            paragraph(_("Gõ hai phần của phiếu khôi phục và mật khẩu mới cho tài khoản này."))
        )
        layout.addWidget(self.code)
        layout.addWidget(self.fresh)
        layout.addWidget(
            faint(_("Cần cả hai người giữ phiếu. Việc dùng phiếu được ghi vào nhật ký."))
        )
