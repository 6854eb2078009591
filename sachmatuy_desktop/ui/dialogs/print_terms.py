"""How a list of persons is printed: what for, which copy of how many, with its mark or without."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QSpinBox, QWidget

from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.papers import PrintTerms
from sachmatuy_desktop.services.papers.filling import MOST_COPIES
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Entry, Sheet, label_of, row

__all__ = ["PrintTermsDialog"]


class PrintTermsDialog(Sheet):
    """A purpose, a copy; the tick only where whoever prints decides about the mark."""

    def __init__(self, mark: str, *, mark_asked: bool, parent: QWidget | None = None) -> None:
        told = _("Danh sách có thông tin nhạy cảm; mỗi lần in được ghi vào nhật ký.")
        super().__init__(_("In danh sách người"), told, parent)
        self.purpose = Entry(_("Mục đích sử dụng"))
        self.copy, self.copies = _number(_("Bản số")), _number(_("Tổng số bản"))
        self.copy.valueChanged.connect(self.copies.setMinimum)
        self.mark = QCheckBox(
            _("In dấu «{mark}», số bản và người in trên danh sách").format(mark=mark)
        )
        self.mark.setChecked(True)
        self.body.addWidget(self.purpose)
        self.body.addLayout(
            row(
                label_of(_("Bản số"), self.copy),
                self.copy,
                label_of(_("Tổng số bản"), self.copies),
                self.copies,
                None,
            )
        )
        if mark_asked:
            self.body.addWidget(self.mark)
        self.done_button = self.finish_with(_("Tiếp tục"), self._done)
        self.setMinimumWidth(theme.px(520))
        self.purpose.setFocus()

    @classmethod
    def ask(cls, mark: str, *, mark_asked: bool, parent: QWidget | None) -> PrintTerms | None:
        """How to print, None when it was dropped."""
        dialog = cls(mark, mark_asked=mark_asked, parent=parent)
        return dialog.terms() if dialog.ask_person() else None

    def terms(self) -> PrintTerms:
        """What was answered."""
        return PrintTerms(
            self.purpose.text, self.copy.value(), self.copies.value(), self.mark.isChecked()
        )

    def _done(self) -> None:
        try:
            self.purpose.demand()
        except BadInput:
            return
        self.accept()


def _number(name: str) -> QSpinBox:
    made = QSpinBox()
    made.setRange(1, MOST_COPIES)
    made.setAccessibleName(name)
    return made
