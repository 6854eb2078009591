"""Sổ theo năm: each book of a year, printed as the decree asks, shut when its year is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QVBoxLayout

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.papers import NotePrint
from sachmatuy_desktop.services.papers.books import (
    BookYear,
    book_years,
    close_book,
    print_book,
)
from sachmatuy_desktop.services.papers.books.incoming import INCOMING
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, faint, heading
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.paper_view import PaperDialog
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["BookYearsTab"]


class BookYearsTab(Tab):
    """The books by year; shutting one is for good."""

    reads = frozenset({"documents", INCOMING, "closed_books"})
    shows = frozenset({"closed_books"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.years: Sequence[BookYear] = ()
        self.table = PlainTable(_("Sổ theo năm"))
        self.table.row_chosen.connect(lambda _row: self._ready())
        self.table.row_entered.connect(lambda _row: self._look())
        self.look = button(_("Xem, in sổ…"), self._look, picture="printer", primary=True)
        self.handling = button(_("Sổ theo dõi giải quyết…"), self._look_handling)
        self.shut = button(_("Khóa sổ…"), self._shut, picture="lock")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(7))
        layout.addWidget(heading(_("Sổ theo năm")))
        layout.addWidget(
            faint(
                _(
                    "Hết năm thì in sổ, ký và khóa: sổ đã khóa không cấp thêm số, không sửa dòng "
                    "nào, không mở lại; chỗ sai ghi đính chính ở cột Ghi chú."
                )
            )
        )
        layout.addLayout(FlowRow(self.look, self.handling, self.shut))
        layout.addWidget(self.table, 1)
        self._ready()

    def read(self) -> None:
        """Ask for the books, on the worker."""
        office = office_in(self.desk)
        Operation(self.desk.operations, lambda: book_years(office), self).success(
            self._show
        ).start()

    def panes(self) -> list[Pane]:
        """The table."""
        return [Pane(self.table, self.table.setFocus)]

    @property
    def chosen(self) -> BookYear | None:
        """The book of the current row."""
        return self.years[self.table.row] if 0 <= self.table.row < len(self.years) else None

    def _show(self, years: Sequence[BookYear]) -> None:
        row = max(self.table.row, 0)
        self.years = years
        heads = (
            Head(_("Sổ"), grows=True),
            Head(_("Năm")),
            Head(_("Số văn bản"), right=True),
            Head(_("Số cuối"), widest=420),
            Head(_("Tình trạng")),
            Head(_("Khóa sổ")),
        )
        self.table.show_rows(heads, [_cells(each) for each in years])
        if years:
            self.table.choose(min(row, len(years) - 1))
        self._ready()

    def _ready(self) -> None:
        each = self.chosen
        self.look.setEnabled(each is not None)
        self.handling.setEnabled(each is not None and each.book.register == INCOMING)
        may = self.desk.role.issues and self.desk.may_act_on(REGISTERS["closed_books"])
        this_year = date.fromisoformat(self.desk.office.clock.today()).year
        over = each is not None and each.closing is None and each.year < this_year
        self.shut.setEnabled(may and over)
        self.shut.setToolTip("" if over else _("Khóa được từ ngày 01/01 năm sau."))

    def _look(self) -> None:
        self._print(handling=False)

    def _look_handling(self) -> None:
        self._print(handling=True)

    def _print(self, *, handling: bool) -> None:
        each, office = self.chosen, office_in(self.desk)
        if each is None:
            return
        name = _("Sổ theo dõi giải quyết văn bản đến") if handling else _(each.book.title)
        title = _("{book} năm {year}").format(book=name, year=each.year)

        def told(pdf: bytes) -> None:
            PaperDialog.show_paper(self.desk, title, pdf, NotePrint(title), self)

        Operation(
            self.desk.operations,
            lambda: print_book(office, each.book.id, each.year, handling=handling),
            self,
        ).success(told).start()

    def _shut(self) -> None:
        each, office = self.chosen, office_in(self.desk)
        if each is None:
            return
        typed = LineDialog.ask(
            _("Khóa {book} năm {year}").format(book=_(each.book.title), year=each.year),
            _(
                "{count} văn bản, số cuối {last}. Sổ đã khóa không mở lại được. "
                "Gõ lại năm của sổ để khóa."
            ).format(count=show_integer(each.count), last=each.last),
            _("Năm"),
            _("Khóa sổ"),
            self,
        )
        if typed is None:
            return
        if typed.strip() != str(each.year):
            self.desk.feedback.notice(_("Năm gõ lại không đúng nên chưa khóa sổ."))
            return
        self.desk.run(close_book(office, each.book.id, each.year), owner=self)


def _cells(each: BookYear) -> list[Cell]:
    if each.closing is None:
        state, shut = Cell(_("Đang ghi"), Tone.BUSY), ""
    else:
        state = Cell(_("Đã khóa"), Tone.GOOD)
        day = show_date(date.fromisoformat(each.closed_on))
        shut = " – ".join(filter(None, (day, each.closed_by)))
    if each.later:
        state = Cell(_("Đã khóa; {n} văn bản đến sau").format(n=each.later), Tone.CARE)
    return [
        Cell(_(each.book.title)),
        Cell(str(each.year)),
        Cell(show_integer(each.count)),
        Cell(each.last),
        state,
        Cell(shut),
    ]
