"""Books at the left, the chosen one's lines a page at a time, what the chosen line says below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import button, faint, one_above_other, row, side_by_side
from sachmatuy_desktop.ui.dialogs.plain_table import PlainTable
from sachmatuy_desktop.ui.pages.side_list import SideList

__all__ = ["BookPages"]


class BookPages(QWidget):
    """The parts and where they stand; what is in them, its dialog knows.

    `turned` tells by how many pages to turn.
    """

    turned = Signal(int)

    def __init__(self, books: str, lines: str, fields: str, *, books_width: int) -> None:
        super().__init__()
        self.books = SideList(books)
        self.lines = PlainTable(lines)
        self.fields = PlainTable(fields)
        self.back = button(_("Trang trước"), lambda: self.turned.emit(-1))
        self.on = button(_("Trang sau"), lambda: self.turned.emit(1))
        self.where = faint()
        self.told = faint()
        right = QWidget()
        inside = QVBoxLayout(right)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.px(6))
        inside.addWidget(one_above_other(self.lines, self.fields, (250, 170)), 1)
        inside.addWidget(self.told)
        inside.addLayout(row(self.where, None, self.back, self.on))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(side_by_side(self.books, right, (books_width, 650), grow=(0, 1)))

    def show_place(self, number: int, pages: int) -> None:
        """Say which page is shown, and whether there is one before it and one after."""
        self.where.setText(
            _("Trang {number}/{pages}").format(
                number=show_integer(number + 1), pages=show_integer(pages)
            )
        )
        self.back.setEnabled(number > 0)
        self.on.setEnabled(number + 1 < pages)
        for each in (self.where, self.back, self.on):
            each.setVisible(pages > 1)
