"""Sổ theo dõi: every other book the office keeps, one under the other."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.page import Page, PageSpec
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.side_list import SideLine, SideList

__all__ = ["PAGE", "RegistersPage"]

SHELVES: Final = (
    (N_("ĐỊA BÀN, CHƯƠNG TRÌNH"), Area.REGISTERS, Scope.PROGRAMME),
    (N_("VỤ VIỆC, ĐIỂM, TỤ ĐIỂM"), Area.REGISTERS, Scope.PEOPLE),
    (N_("SỔ THEO DÕI NGƯỜI"), Area.PEOPLE, Scope.PEOPLE),
)


def shelf(desk: Desk, area: Area, scope: Scope) -> list[Register]:
    """The books that stand together and that the account may open."""
    return [
        each
        for each in REGISTERS
        if each.area is area
        and each.scope is scope
        and each.name != "people"
        and not each.owner_kind
        and desk.may_open(each)
    ]


class RegistersPage(Page):
    """The shelf of books at the left, the opened one at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.lists: dict[str, RecordList] = {}
        self.stack = QStackedWidget()
        self.side = SideList(_("Các sổ"))
        self.side.setMaximumWidth(theme.px(236))
        self.side.setMinimumWidth(170)
        self.side.chosen.connect(self.open_register)
        self.setFocusProxy(self.side)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.side)
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
            made = RecordList(self.desk, REGISTERS[name])
            self.lists[name] = made
            self.stack.addWidget(made)
            made.show_all()
        self.stack.setCurrentWidget(self.lists[name])
        return self.lists[name]

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Numbers at the left may have changed."""
        if {name for name, _id in changed} & {line.key for line in self.side.lines}:
            self._recount()

    def go_through(self, door: Door) -> None:
        """Open the book behind a door."""
        self.side.choose(door.register)
        self.open_register(door.register).go_through(door)

    def may_close(self) -> bool:
        """Nothing typed may be lost."""
        for name, each in self.lists.items():
            if each.is_unsaved:
                self.side.choose(name)
                return False
        return True

    def _recount(self) -> None:
        lines: list[SideLine] = []
        try:
            for heading, area, scope in SHELVES:
                books = shelf(self.desk, area, scope)
                if books:
                    lines.append(SideLine("", _(heading)))
                lines += [
                    SideLine(each.name, _(each.title), self.desk.queries.count(each.name))
                    for each in books
                ]
        except KnownError as error:
            self.desk.feedback.sentence(error)
            return
        self.side.show_lines(lines)


def _books(desk: Desk) -> bool:
    return any(shelf(desk, area, scope) for _heading, area, scope in SHELVES)


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
