"""Sổ theo dõi: every other book the office keeps, one under the other."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.duties import Duty
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.shelves import SHELVES, under
from sachmatuy_desktop.domain.registers.tip_lines import TIP_OFFS
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.kit import button, search_line
from sachmatuy_desktop.ui.dialogs.tip_results import TipResultsDialog
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.hotspots import HISTORY, standing_column
from sachmatuy_desktop.ui.pages.page import Page, PageSpec, Pane
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.side_list import SideLine, SideList

__all__ = ["PAGE", "RegistersPage"]


def _is_shown(desk: Desk, book: Register) -> bool:
    """Whether the book stands on its shelf: figures come in at the office above alone."""
    return desk.may_open(book) and (desk.receives or book.scope is not Scope.FIGURES)


def shelf_lines(desk: Desk, typed: str = "") -> list[SideLine]:
    """The books the account may open, shelf by shelf; of those, the ones called so."""
    wanted = fold(typed)
    lines: list[SideLine] = []
    for each in SHELVES:
        books = [
            book
            for book in each.books
            if _is_shown(desk, book)
            and (wanted in fold(_(book.title)) or wanted in fold(book.title))
        ]
        if books:
            lines.append(SideLine("", _(each.title)))
        lines += [
            SideLine(
                book.name,
                _(book.title),
                desk.queries.count(book.name),
                inner=under(book) is not None,
            )
            for book in books
        ]
    return lines


class RegistersPage(Page):
    """The shelf of books at the left, the opened one at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.lists: dict[str, RecordList] = {}
        self.stack = QStackedWidget()
        self.side = SideList(_("Các sổ"))
        self.side.chosen.connect(self.open_register)
        self.sought = search_line(_("Tìm sổ"))
        self.sought.textChanged.connect(lambda _typed: self._recount())
        self.sought.returnPressed.connect(self._open_found)
        self.setFocusProxy(self.side)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._build_left())
        layout.addWidget(self.stack, 1)
        self._recount()
        first = next(line.key for line in self.side.lines if line.key)
        self.side.choose(first)

    def opened(self) -> None:
        """Count anew."""
        self._recount()

    def open_register(self, name: str) -> RecordList:
        """Open a book."""
        if name not in self.lists:
            made = self._make(name)
            self.lists[name] = made
            self.stack.addWidget(made)
            made.show_all()
        self.stack.setCurrentWidget(self.lists[name])
        return self.lists[name]

    def _make(self, name: str) -> RecordList:
        if name == "hotspots":
            column, depends_on = standing_column(self.desk), frozenset({HISTORY})
            return RecordList(self.desk, REGISTERS[name], [column], depends_on, first_derived=1)
        made = RecordList(self.desk, REGISTERS[name])
        if name == TIP_OFFS.name and self.desk.role.knows(Duty.TIPS):
            made.add_tool(button(_("Số liệu công khai…"), self._show_results))
        return made

    def _show_results(self) -> None:
        TipResultsDialog(self.desk, self).ask_person()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Numbers at the left may have changed."""
        if {name for name, _id in changed} & {line.key for line in self.side.lines}:
            self._recount()

    def go_through(self, door: Door) -> None:
        """Open the book behind a door."""
        self.sought.clear()
        self.side.choose(door.register)
        self.open_register(door.register).go_through(door)

    def panes(self) -> list[Pane]:
        """The list at the left, then list and record."""
        shown = self.stack.currentWidget()
        listed = shown.panes() if isinstance(shown, RecordList) else []
        return [Pane(self.side, self.side.setFocus), *listed]

    def may_close(self) -> bool:
        """Nothing typed may be lost."""
        for name, each in self.lists.items():
            if each.is_unsaved:
                self.side.choose(name)
                return False
        return True

    def _recount(self) -> None:
        try:
            self.side.show_lines(shelf_lines(self.desk, self.sought.text()))
        except KnownError as error:
            self.desk.feedback.sentence(error)

    def _open_found(self) -> None:
        """Enter opens the first book that is left."""
        for line in self.side.lines:
            if line.key:
                self.side.choose(line.key)
                self.side.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _build_left(self) -> QWidget:
        left = QWidget()
        left.setObjectName("sheet")
        left.setMaximumWidth(theme.px(248))
        left.setMinimumWidth(180)
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        above = QHBoxLayout()
        above.setContentsMargins(theme.px(8), theme.px(8), theme.px(8), theme.px(6))
        above.addWidget(self.sought)
        down.addLayout(above)
        down.addWidget(self.side, 1)
        return left


def _books(desk: Desk) -> bool:
    return any(desk.may_open(book) for shelf in SHELVES for book in shelf.books)


PAGE: Final = PageSpec(
    "registers",
    N_("Sổ theo dõi"),
    "book-open",
    RegistersPage,
    allowed=_books,
    areas=frozenset({Area.REGISTERS}),
    registers=frozenset(
        each.name for each in REGISTERS if each.area is Area.PEOPLE and each.name != "people"
    ),
)
