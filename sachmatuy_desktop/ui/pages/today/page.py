"""Hôm nay: what is overdue or due soon, what others ask, what else to do; every line is a door."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Page, PageSpec
from sachmatuy_desktop.ui.pages.today.briefing import Briefing, read_briefing
from sachmatuy_desktop.ui.pages.today.cards import Card, Entry, LineCard, column, figure
from sachmatuy_desktop.ui.pages.today.todo import BELOW, Group

__all__ = ["PAGE", "TodayPage"]

NOTHING: Final = {
    Group.OVERDUE: N_("Không có việc nào quá hạn."),
    Group.WEEK: N_("Không có việc nào đến hạn trong 7 ngày tới."),
}
"""What is worth saying when there is nothing; other cards are away then."""

LONGER: Final = 10
"""Lines of the card that holds everything without a day."""


class TodayPage(Page):
    """Cards: what waits by how soon, criteria, communes, figures, newest acts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        titles = {Group.OTHERS: BELOW} if desk.receives else {}
        self.groups = {
            group: LineCard(
                _(titles.get(group, group.value)),
                self._go,
                _(NOTHING.get(group, "")),
                *((LONGER,) if group is Group.RIGHT else ()),
            )
            for group in Group
        }
        nothing = _("Chưa chọn bộ tiêu chí nào; hãy ghi đăng ký xây dựng địa bàn trước.")
        self.criteria = LineCard(_("Tiêu chí"), self._go, nothing, LONGER)
        self.communes = LineCard(
            _("Các đơn vị gửi lên"), self._go, _("Chưa có đơn vị nào."), LONGER
        )
        self.figures = Card(_("Số liệu hiện có"))
        self.newest = Card(_("Việc vừa làm"))
        self._stale = True
        self._reading = False
        self._lay_out()

    def opened(self) -> None:
        """Read anew if anything changed since: also bundles and backups, which no act tells of."""
        if self._reading:
            self._stale = True
            return
        self._stale, self._reading = False, True
        office = office_in(self.desk)
        Operation(self.desk.operations, lambda: read_briefing(office), self).success(
            self.show_briefing
        ).always(self._read).start()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Numbers may have changed."""
        if changed and self.isVisible():
            self.opened()

    def show_briefing(self, briefing: Briefing) -> None:
        """Fill the cards."""
        for group, card in self.groups.items():
            card.show_lines(briefing.groups[group])
        self.criteria.show_lines(briefing.criteria)
        if self.desk.receives:
            self.communes.show_lines(briefing.communes)
        self.figures.clear()
        for name, count in briefing.figures:
            title = _(REGISTERS[name].title)
            self.figures.body.addWidget(figure(title, count, partial(self.desk.open_list, name)))
        self.newest.clear()
        for entry in briefing.newest:
            self.newest.body.addWidget(Entry(entry))

    def _read(self) -> None:
        self._reading = False
        if self._stale:
            self.opened()

    def _go(self, way: Door | str) -> None:
        if isinstance(way, str):
            self.desk.open_page(way)
        else:
            self.desk.door.emit(way)

    def _lay_out(self) -> None:
        sheet = QWidget()
        across = QHBoxLayout(sheet)
        across.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        across.setSpacing(theme.px(12))
        communes = (self.communes,) if self.desk.receives else ()
        across.addLayout(column(*self.groups.values()), 3)
        across.addLayout(column(*communes, self.criteria, self.figures, self.newest), 2)
        for card in self.groups.values():
            card.hide()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)


PAGE: Final = PageSpec("today", N_("Hôm nay"), "layout-dashboard", TodayPage)
