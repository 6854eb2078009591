"""Putting a smaller picture in the place of an attached one, its size told before it is done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.attachments import Attachment, content
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.attachments.add_dialog import ShrinkChoice
from sachmatuy_desktop.ui.attachments.pictures import shrunk
from sachmatuy_desktop.ui.attachments.words import show_size
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Sheet, faint, label_of, paragraph, row
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["ShrinkDialog"]


class ShrinkDialog(Sheet):
    """Choose a size; what the picture weighs then is found out on the worker."""

    def __init__(self, desk: Desk, which: Attachment, parent: QWidget | None = None) -> None:
        super().__init__(_("Thu nhỏ ảnh"), which.title, parent)
        self._desk = desk
        self._which = which
        self.data: bytes | None = None
        self.choice = ShrinkChoice(may_keep=False)
        self.choice.activated.connect(lambda _place: self.recount())
        self.told = paragraph()
        label = label_of(_("Thu nhỏ ảnh"), self.choice)
        self.body.addLayout(row(label, self.choice, None))
        self.body.addWidget(self.told)
        self.body.addWidget(
            faint(
                _(
                    "Thu nhỏ bỏ hết thông tin kèm trong ảnh: máy chụp, ngày giờ, vị trí GPS."
                    " Ảnh cũ lấy lại được bằng «Hoàn tác»."
                )
            )
        )
        self.body.addStretch(1)
        self.done_button = self.finish_with(_("Thay ảnh"), self.accept)
        self.setMinimumWidth(theme.px(460))
        self.recount()

    @classmethod
    def ask(cls, desk: Desk, which: Attachment, parent: QWidget | None) -> bytes | None:
        """The smaller picture, or None."""
        dialog = cls(desk, which, parent)
        return dialog.data if dialog.ask_person() else None

    def recount(self) -> None:
        """Shrink on the worker and tell what comes of it."""
        session, which, how = self._desk.office.session, self._which, self.choice.how
        self.done_button.setEnabled(False)
        if how is None:
            return
        self.told.setText(_("Đang có {size}.").format(size=show_size(which.size)))
        operation = Operation(
            self._desk.operations, lambda: shrunk(content(session, which), how), self
        )
        operation.success(self._show).failure(self._refused).start()

    def _show(self, data: bytes) -> None:
        self.data = data
        smaller = len(data) < self._which.size
        self.done_button.setEnabled(smaller)
        told = _("Trước {before}, sau {after}.").format(
            before=show_size(self._which.size), after=show_size(len(data))
        )
        if not smaller:
            told += " " + _("Không nhẹ hơn ảnh đang có; hãy chọn cỡ nhỏ hơn hoặc giữ nguyên.")
        self.told.setText(told)

    def _refused(self, error: KnownError) -> None:
        self.complain(error)
