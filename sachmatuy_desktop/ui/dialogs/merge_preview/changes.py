"""The second tab: every record that changes, a page at a time, and each field before and after."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind, Value
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync import previewing
from sachmatuy_desktop.services.sync.bundles import Staged
from sachmatuy_desktop.services.sync.previewing import Altered, Fate, Page
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.book_pages import BookPages
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head
from sachmatuy_desktop.ui.looking import note_look
from sachmatuy_desktop.ui.models.cells import Cell, words
from sachmatuy_desktop.ui.models.codes import capital, code_words
from sachmatuy_desktop.ui.pages.side_list import SideLine
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Changes"]

FATES: Final = {
    Fate.NEW: (N_("Mới"), Tone.GOOD),
    Fate.CHANGED: (N_("Sửa"), Tone.BUSY),
    Fate.REMOVED: (N_("Xóa"), Tone.BLOCK),
}


class Changes(QWidget):
    """Books at the left, records of the chosen one above, fields of the chosen record below."""

    def __init__(self, desk: Desk, staged: Staged) -> None:
        super().__init__()
        self._desk, self._office = desk, office_in(desk)
        self._preview = staged.preview
        self._told: Altered | None = None
        self._page = Page()
        self._register, self._number = "", 0
        self.pages = BookPages(
            _("Sổ có thay đổi"), _("Ghi chép thay đổi"), _("Trước và sau"), books_width=210
        )
        self.books, self.records = self.pages.books, self.pages.lines
        self.fields, self.told = self.pages.fields, self.pages.told
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(10), 0, 0)
        layout.addWidget(self.pages)
        counts = previewing.counts(self._office, staged.preview)
        self.pages.turned.connect(self._turn)
        self.books.chosen.connect(self.show_book)
        self.records.row_chosen.connect(self._tell)
        self.books.show_lines(
            [
                SideLine(name, _(REGISTERS[name].title), count.total())
                for name, count in counts.items()
            ]
        )
        if counts:
            self.choose(next(iter(counts)))

    def choose(self, register: str) -> None:
        """Go to a book."""
        self.books.choose(register)
        self.show_book(register)

    def show_book(self, register: str) -> None:
        """Show the first page of a book."""
        if register in REGISTERS:
            self._register, self._number = register, 0
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """What was told before anybody could see it is looked at now."""
        super().showEvent(event)
        self._note_look()

    def _note_look(self) -> None:
        """What a bundle says of a person is looked at like what the books say."""
        if self._told is not None and self.isVisible():
            note_look(self._desk, REGISTERS[self._register], self._told.record)

    def _turn(self, by: int) -> None:
        self._number += by
        self._show()

    def _show(self) -> None:
        """One page: it is unpacked, and the one before it let go."""
        pages = self._preview.differences.pages(self._register)
        self._page = previewing.page(self._office, self._preview, self._register, self._number)
        self.records.show_rows(
            [Head(_("Việc")), Head(_("Ghi chép"), grows=True), Head(_("Thôn")), Head(_("Đổi gì"))],
            [self._row(each) for each in self._page.records],
        )
        self.pages.show_place(self._number, pages)
        if self._page.records:
            self.records.choose(0)
            self._tell(0)

    def _row(self, each: Altered) -> list[Cell]:
        title, tone = FATES[each.fate]
        book = REGISTERS[self._register]
        village = self._page.names.get(each.village or "", "")
        changed = [_(book[name].label) for name in each.fields if name in book.by_name]
        return [
            Cell(_(title), tone),
            Cell(each.title or capital(_(book.one))),
            Cell(village),
            Cell(", ".join(changed) if each.fate is Fate.CHANGED else ""),
        ]

    def _tell(self, place: int) -> None:
        """The fields of one record."""
        if not 0 <= place < len(self._page.records):
            return
        each = self._told = self._page.records[place]
        self._note_look()
        book = REGISTERS[self._register]
        after = {name: value for name, (_before, value) in each.fields.items()}
        was = {name: value for name, (value, _after) in each.fields.items()}
        self.fields.show_rows(
            [Head(_("Mục")), Head(_("Trước"), grows=True), Head(_("Sau"), grows=True)],
            [
                [
                    Cell(_(book[name].label)),
                    Cell(self._words(name, was)),
                    Cell(self._words(name, after)),
                ]
                for name in each.fields
            ],
        )
        self.told.setText(_told(each))
        self.told.setVisible(bool(self.told.text()))

    def _words(self, name: str, values: dict[str, Value]) -> str:
        value = values[name]
        if value is None:
            return ""
        field = REGISTERS[self._register][name]
        if field.kind is Kind.REFERENCE:
            return self._page.names.get(str(value), "…")
        return code_words(field, values) or words(field, value)


def _told(each: Altered) -> str:
    if each.hidden:
        return _("Và {count} mục mà tài khoản này không được xem.").format(count=each.hidden)
    if each.fate is Fate.CHANGED and not each.fields:
        return _("Giá trị đang hiện không đổi.")
    return ""
