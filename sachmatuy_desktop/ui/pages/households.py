"""Hộ và cam kết: the households, who has signed, and how far each village is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from sachmatuy_desktop.domain.registers.places import HOUSEHOLDS
from sachmatuy_desktop.domain.registers.programme import COMMITMENTS
from sachmatuy_desktop.domain.registers.register import Area
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import TONES
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.models.cells import Cell, derived_column
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.commitments import STANDINGS, UNSIGNED, Standings, read_standings
from sachmatuy_desktop.ui.pages.page import Page, PageSpec, Pane
from sachmatuy_desktop.ui.pages.progress_list import ProgressBars
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.side_list import SideLine, SideList
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["PAGE", "HouseholdsPage"]

ALL: Final = "all"
BOOK: Final = "commitments"


class HouseholdsPage(Page):
    """Standing of the commitments at the left, the households beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._standings = Standings({})
        self._reading = False
        self.list = RecordList(
            desk,
            HOUSEHOLDS,
            [derived_column("commitment", N_("Cam kết"), self._standing_cells)],
            first_derived=3,
        )
        self.list.narrow = self._narrow
        self.commitments: RecordList | None = None
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.side = SideList(_("Tình hình ký cam kết"))
        self.side.chosen.connect(self._chosen)
        self._place = "unit_id" if desk.receives else "village"
        self.bars = ProgressBars(
            _("ĐÃ KÝ THEO ĐƠN VỊ") if desk.receives else _("ĐÃ KÝ THEO THÔN, KHU PHỐ")
        )
        self.bars.chosen.connect(self._open_place)
        self._lay_out()
        self.setFocusProxy(self.list.table)
        self._show_counts()
        self.side.choose(ALL)

    def opened(self) -> None:
        """Read the standings anew, off the window."""
        if self._reading:
            return
        self._reading = True
        queries, today = self.desk.queries, self.desk.office.clock.today()
        place = self._place
        work = partial(read_standings, queries, today, place)
        Operation(self.desk.operations, work, self).success(self._take_standings).always(
            self._read
        ).start()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Households or commitments changed."""
        if {"households", "commitments"} & {name for name, _id in changed} and self.isVisible():
            self.opened()

    def go_through(self, door: Door) -> None:
        """A list of households, or the book of commitments."""
        if door.register == COMMITMENTS.name:
            self.side.choose(BOOK)
            self._book().go_through(door)
        else:
            self.side.choose(ALL)
            self.list.go_through(door)

    def panes(self) -> list[Pane]:
        """The list at the left, then list and record."""
        shown = self.stack.currentWidget()
        listed = shown.panes() if isinstance(shown, RecordList) else []
        return [Pane(self.side, self.side.setFocus), *listed]

    def may_close(self) -> bool:
        """Nothing typed may be lost."""
        return not self.list.is_unsaved and not (self.commitments and self.commitments.is_unsaved)

    def _take_standings(self, standings: Standings) -> None:
        self._standings = standings
        self._show_counts()
        self.bars.show_progress(standings.progress)
        self.list.model.forget_all()
        if self.side.current not in (ALL, BOOK):
            self.list.relist()

    def _read(self) -> None:
        self._reading = False

    def _show_counts(self) -> None:
        lines = [
            SideLine("", _("HỘ GIA ĐÌNH")),
            SideLine(ALL, _("Tất cả các hộ"), self.desk.queries.count(HOUSEHOLDS.name)),
        ]
        lines += [
            SideLine(code, _(word), self._standings.count(code)) for code, word in STANDINGS.items()
        ]
        lines += [
            SideLine("", _("CÁC LOẠI CAM KẾT")),
            SideLine(BOOK, _("Sổ cam kết"), self.desk.queries.count(COMMITMENTS.name)),
        ]
        self.side.show_lines(lines)

    def _chosen(self, key: str) -> None:
        if key == BOOK:
            self.stack.setCurrentWidget(self._book())
            return
        self.stack.setCurrentWidget(self.list)
        word = STANDINGS.get(key)
        self.list.heading.setText(
            _("Hộ: {standing}").format(standing=_(word).lower()) if word else _(HOUSEHOLDS.title)
        )
        self.list.show_all()

    def _open_place(self, place: str) -> None:
        """The bar is a door to who has not signed there."""
        self.side.choose(UNSIGNED)
        self.list.show_all((Where(self._place, "=", place),))

    def _book(self) -> RecordList:
        if self.commitments is None:
            self.commitments = RecordList(self.desk, COMMITMENTS)
            self.stack.addWidget(self.commitments)
            self.commitments.show_all()
        return self.commitments

    def _narrow(self) -> frozenset[str] | None:
        key = self.side.current
        return self._standings.households(key) if key in STANDINGS else None

    def _standing_cells(self, ids: Sequence[str]) -> dict[str, Cell]:
        by_household = self._standings.by_household
        return {
            key: Cell(_(STANDINGS[by_household[key]]), TONES.get(by_household[key], Tone.QUIET))
            for key in ids
            if key in by_household and by_household[key] in STANDINGS
        }

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        self.side.setFixedWidth(theme.px(236))
        self.bars.setFixedWidth(theme.px(236))
        left.addWidget(self.side, 1)
        left.addWidget(self.bars, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left)
        layout.addWidget(self.stack, 1)


PAGE: Final = PageSpec(
    "households",
    N_("Hộ và cam kết"),
    "house",
    HouseholdsPage,
    allowed=lambda desk: desk.may_open(HOUSEHOLDS),
    areas=frozenset({Area.HOUSEHOLDS}),
)
