"""Which commune a person's file is sealed for; only that commune can open it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, Sheet, label_of, paragraph

__all__ = ["SendFileDialog"]


class SendFileDialog(Sheet):
    """The communes whose cards are trusted; the one written as destination stands first."""

    def __init__(
        self, communes: Sequence[Partner], destination: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Xuất tệp hồ sơ"),
            _("Tệp được mã hóa, chỉ máy của xã được chọn mới mở được."),
            parent,
        )
        self._communes = {each.key_id: each for each in communes}
        self.commune = CalmChoice()
        self.commune.setMinimumContentsLength(30)
        for key, each in self._communes.items():
            self.commune.addItem(each.name, key)
        self.commune.setCurrentIndex(_nearest(communes, destination))
        label = label_of(_("Xã nơi đến"), self.commune)
        self.body.addWidget(paragraph(_("Nơi đến đã ghi: {place}").format(place=destination)))
        self.body.addWidget(label)
        self.body.addWidget(self.commune)
        self.body.addStretch(1)
        self.finish_with(_("Chọn nơi lưu…"), self.accept)
        self.setMinimumWidth(theme.px(480))

    @classmethod
    def ask(
        cls, communes: Sequence[Partner], destination: str, parent: QWidget | None
    ) -> Partner | None:
        """The commune, or None."""
        dialog = cls(communes, destination, parent)
        return dialog.chosen if dialog.ask_person() else None

    @property
    def chosen(self) -> Partner:
        """The commune chosen."""
        return self._communes[str(self.commune.currentData())]


def _nearest(communes: Sequence[Partner], destination: str) -> int:
    """The commune whose name the written destination holds, or the first."""
    written = fold(destination)
    for place, each in enumerate(communes):
        if fold(each.name) in written or (written and written in fold(each.name)):
            return place
    return 0
