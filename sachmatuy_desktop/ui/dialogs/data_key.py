"""The question before a new data key: with an account that goes, or by itself."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Sheet, faint, paragraph

__all__ = ["DataKeyDialog", "Wanted"]


@dataclass(frozen=True)
class Wanted:
    """What the officer wants: a new data key, and a new paper code after it."""

    rotate: bool
    sheet: bool


class DataKeyDialog(Sheet):
    """`leaving` is whose account goes; without one the key alone is asked about."""

    def __init__(self, leaving: str = "", parent: QWidget | None = None) -> None:
        super().__init__(_("Xóa tài khoản") if leaving else _("Đổi khóa dữ liệu"), "", parent)
        self._leaves = bool(leaving)
        if leaving:
            self.body.addWidget(
                paragraph(
                    _(
                        "{name} sẽ không mở được dữ liệu này nữa. Việc này không hoàn tác được."
                    ).format(name=leaving)
                )
            )
        self.rotate = QCheckBox(_("Đổi luôn khóa dữ liệu (nên chọn)"))
        self.rotate.setChecked(True)
        self.rotate.setVisible(self._leaves)
        self.rotate.toggled.connect(lambda _on: self._word())
        self.sheet = QCheckBox(_("Lập tờ mã khôi phục mới, vì người khác có thể đã biết mã cũ"))
        self.body.addWidget(self.rotate)
        self.body.addWidget(
            faint(
                _(
                    "Toàn bộ dữ liệu và tệp đính kèm được mã hóa lại bằng khóa mới: bản chép cũ"
                    " của tệp khóa không còn mở được. Mật khẩu của mọi người giữ nguyên. Một bản"
                    " sao lưu được làm trước; bản sao lưu cũ vẫn mở được bằng khóa cũ."
                )
            )
        )
        self.body.addWidget(self.sheet)
        self.done_button = self.finish_with("", self.accept)
        self.done_button.setDefault(False)
        self.setMinimumWidth(theme.px(540))
        self._word()

    @property
    def wanted(self) -> Wanted:
        """What was ticked."""
        return Wanted(self.rotate.isChecked(), self.sheet.isChecked())

    @classmethod
    def ask(cls, leaving: str, parent: QWidget | None) -> Wanted | None:
        """What is wanted, or None."""
        dialog = cls(leaving, parent)
        return dialog.wanted if dialog.ask_person() else None

    def _word(self) -> None:
        """Say on the button what it does."""
        if not self._leaves:
            words = _("Đổi khóa dữ liệu")
        elif self.rotate.isChecked():
            words = _("Xóa tài khoản và đổi khóa dữ liệu")
        else:
            words = _("Xóa tài khoản")
        self.done_button.setText(words)
