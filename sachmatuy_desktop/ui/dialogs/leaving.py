"""«Những gì sẽ đi»: every line of the next bundle, book by book, before anything is saved."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.acts import act_title
from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync import leaving
from sachmatuy_desktop.services.sync.leaving import LeavingPage, ShownLine
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.book_pages import BookPages
from sachmatuy_desktop.ui.dialogs.kit import Sheet, open_at
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head
from sachmatuy_desktop.ui.models.cells import Cell, words
from sachmatuy_desktop.ui.models.codes import capital, code_words, title_in_words
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.side_list import SideLine

__all__ = ["LeavingDialog"]

_ACTS: Final = " "
"""The key of the acts that wrote no record in the list of books, where "" is a heading."""


class LeavingDialog(Sheet):
    """Books at the left, the chosen one's lines above, what the chosen line says below."""

    def __init__(self, desk: Desk, partner: Partner, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Chính xác những gì sẽ đi"),
            _("Gói tiếp theo cho {name} mang đúng những dòng này, cùng tên người ghi.").format(
                name=partner.name
            ),
            parent,
        )
        self.desk, self._partner = desk, partner
        self.page = LeavingPage({}, "", 0)
        self.pages = BookPages(
            _("Sổ có dòng sẽ đi"), _("Dòng sẽ đi"), _("Dòng này nói gì"), books_width=270
        )
        self.books, self.lines, self.fields = self.pages.books, self.pages.lines, self.pages.fields
        self.told = self.pages.told
        self.body.addWidget(self.pages, 1)
        self.close_with(_("Đóng"))
        self.pages.turned.connect(self._turn)
        self.books.chosen.connect(lambda key: self.read(key.strip(), 0))
        self.lines.row_chosen.connect(self._tell)
        open_at(self, 1000, 640)
        self.read(None, 0)

    def read(self, register: str | None, number: int) -> None:
        """Read a page of a book on the worker; of the first book for `None`."""
        office, key = office_in(self.desk), self._partner.key_id
        Operation(
            self.desk.operations, lambda: leaving.page(office, key, register, number), self
        ).success(self._show).start()

    def _turn(self, by: int) -> None:
        self.read(self.page.register, self.page.number + by)

    def _show(self, page: LeavingPage) -> None:
        first = not self.books.lines
        self.page = page
        if first:
            self.books.show_lines(
                [
                    SideLine(name or _ACTS, _book_title(name), count)
                    for name, count in page.counts.items()
                ]
            )
            self.books.blockSignals(True)
            self.books.choose(page.register or _ACTS)
            self.books.blockSignals(False)
        self.lines.show_rows(
            [
                Head(_("Lúc")),
                Head(_("Ghi chép"), grows=True),
                Head(_("Việc"), widest=190),
                Head(_("Người ghi")),
            ],
            [self._row(each) for each in page.lines],
        )
        self.pages.show_place(page.number, page.pages)
        if page.lines:
            self.lines.choose(0)
            self._tell(0)
        else:
            self.told.setText(_("Không có gì mới để gửi."))

    def _row(self, each: ShownLine) -> list[Cell]:
        line = each.line
        title = each.title
        if line.register in REGISTERS:
            book = REGISTERS[line.register]
            title = title_in_words(book, line.values or {}, title) if title else ""
            title = title or capital(_(book.one))
        return [
            Cell(show_moment(parse_moment(line.at))),
            Cell(title),
            Cell(act_title(line.act, _)),
            Cell(line.by),
        ]

    def _tell(self, place: int) -> None:
        """All that a line says."""
        if not 0 <= place < len(self.page.lines):
            return
        each = self.page.lines[place]
        rows = [[Cell(_field(each, name)), Cell(self._words(each, name))] for name in _named(each)]
        if each.line.why:
            rows.append([Cell(_("Lý do")), Cell(each.line.why)])
        self.fields.show_rows([Head(_("Trường")), Head(_("Nội dung đi"), grows=True)], rows)
        hidden = _("Và {count} trường mà tài khoản này không được xem.")
        self.told.setText(hidden.format(count=each.hidden) if each.hidden else "")

    def _words(self, each: ShownLine, name: str) -> str:
        values = each.line.values or {}
        value = values[name]
        if value is None:
            return ""
        field = REGISTERS[each.line.register].by_name.get(name)
        if field is None:
            return _("Có") if name == DELETED and value else str(value)
        if field.kind is Kind.REFERENCE:
            return self.page.names.get(str(value), str(value))
        return code_words(field, values) or words(field, value)


def _named(each: ShownLine) -> list[str]:
    """The fields of a line; of a new record those that are filled."""
    values = each.line.values or {}
    return [name for name, value in values.items() if value is not None or not each.line.is_new]


def _field(each: ShownLine, name: str) -> str:
    field = REGISTERS[each.line.register].by_name.get(name)
    if field is not None:
        return _(field.label)
    return _("Xóa") if name == DELETED else name


def _book_title(name: str) -> str:
    return _(REGISTERS[name].title) if name in REGISTERS else name or _("Việc không ghi vào sổ nào")
