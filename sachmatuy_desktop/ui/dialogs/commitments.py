"""Which household commitments to print as one file."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QCheckBox, QWidget

from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, Sheet, faint, label_of
from sachmatuy_desktop.ui.dialogs.pdf_entry import PdfEntry

__all__ = ["CommitmentsDialog", "Wanted"]


class Wanted(NamedTuple):
    """One village or all (None), all households or those without a signed commitment, and where."""

    village: str | None
    only_unsigned: bool
    path: Path


class CommitmentsDialog(Sheet):
    """Village, which households, and the file."""

    def __init__(self, queries: Queries, parent: QWidget | None = None) -> None:
        super().__init__(
            _("In bản cam kết của hộ gia đình"),
            _("Mỗi hộ một trang, điền sẵn chủ hộ và địa chỉ; cả đợt nằm trong một tệp PDF."),
            parent,
        )
        self.village = CalmChoice()
        self.village.setAccessibleName(_("Thôn, khu phố"))
        self.village.addItem(_("Tất cả thôn, khu phố"), None)
        for record, name in queries.names("villages", queries.ids("villages")).items():
            self.village.addItem(name, record)
        self.only_unsigned = QCheckBox(_("Chỉ những hộ chưa ký cam kết"))
        self.only_unsigned.setChecked(True)
        self.path = PdfEntry(lambda: _("Bản cam kết.pdf"))
        label = label_of(_("Thôn, khu phố"), self.village)
        for widget in (label, self.village, self.only_unsigned, self.path):
            self.body.addWidget(widget)
        self.body.addWidget(faint(_("Vài nghìn trang mất khoảng một phút; dừng được giữa chừng.")))
        self.body.addStretch(1)
        self.finish_with(_("In ra tệp PDF"), self._done)
        self.setMinimumWidth(theme.px(540))

    @classmethod
    def ask(cls, queries: Queries, parent: QWidget | None) -> Wanted | None:
        """What to print and where to, or None."""
        dialog = cls(queries, parent)
        return dialog.wanted() if dialog.ask_person() else None

    def wanted(self) -> Wanted:
        """The answers; raises `BadInput`, said beside its field."""
        return Wanted(self.village.currentData(), self.only_unsigned.isChecked(), self.path.path())

    def _done(self) -> None:
        try:
            self.wanted()
        except BadInput:
            return
        self.accept()
