"""The quiet line at the foot: is everything saved, when was the last backup, the last bundle."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.icons import pixmap

__all__ = ["StatusLine"]


class StatusLine(QFrame):
    """Three facts and who is signed in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setStyleSheet(
            f"#status {{ background: {theme.RAIL}; border: 0;"
            f" border-top: 1px solid {theme.LINE}; }}"
        )
        self._mark = QLabel()
        self.saving = QLabel()
        self.backup = QLabel(_("Chưa có bản sao lưu"))
        self.bundle = QLabel(_("Chưa gửi gói nào"))
        self.account = QLabel(desk.office.info.account_name)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(3), theme.px(12), theme.px(3))
        layout.setSpacing(theme.px(6))
        layout.addWidget(self._mark)
        layout.addWidget(self.saving)
        for label in (self.backup, self.bundle):
            layout.addSpacing(theme.px(18))
            layout.addWidget(label)
        layout.addStretch(1)
        layout.addWidget(self.account)
        for label in (self.saving, self.backup, self.bundle, self.account):
            label.setProperty("role", "faint")
        desk.operations.busy.connect(self.show_saving)
        self.show_saving(busy=False)

    def show_saving(self, busy: bool) -> None:
        """Say whether the worker is at work."""
        self.saving.setText(_("Đang làm việc…") if busy else _("Đã lưu mọi thay đổi"))
        self._mark.setPixmap(pixmap("refresh-cw" if busy else "check", theme.FAINT, theme.px(16)))

    def show_backup(self, text: str) -> None:
        """Say when the last backup was made."""
        self.backup.setText(text)

    def show_bundle(self, text: str) -> None:
        """Say when the last bundle was sent or taken in."""
        self.bundle.setText(text)
