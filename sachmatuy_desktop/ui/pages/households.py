"""Hộ và cam kết: the households, the ladder of commitments, and how far each village is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from sachmatuy_desktop.domain.registers.commitments import COMMITMENT_KINDS, COMMITMENTS
from sachmatuy_desktop.domain.registers.places import HOUSEHOLDS
from sachmatuy_desktop.domain.registers.register import Area
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.commitments import ladder
from sachmatuy_desktop.storage.facts.ladder import Rung
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import TONES
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.bulk_acts import SIGNING
from sachmatuy_desktop.ui.dialogs.kit import button
from sachmatuy_desktop.ui.models.cells import Cell, derived_column
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.commitments import (
    STANDINGS,
    UNSIGNED,
    Progress,
    Standings,
    read_standings,
    rung_progress,
)
from sachmatuy_desktop.ui.pages.page import Page, PageSpec, Pane
from sachmatuy_desktop.ui.pages.progress_list import ProgressBars
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.rungs import NOBODY_WAITS, RungList
from sachmatuy_desktop.ui.pages.side_list import SideLine, SideList
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["PAGE", "HouseholdsPage"]

SIGNERS: Final = frozenset(
    {"households", "commitments", "villages", "subunits", "people", "episodes"}
)
"""Registers that say who is asked to sign, and who has."""

ALL: Final = "all"
BOOK: Final = "commitments"
NUMBERS: Final = "numbers"
WITHOUT_NUMBERS: Final = N_("Chưa có số điện thoại lực lượng chức năng")
"""“100% các hộ dân có số điện thoại lực lượng chức năng” (001 III.2)."""

RUNG: Final = "rung:"
"""Begins the key of a kind of commitment in the list at the left."""


class HouseholdsPage(Page):
    """Standing of the commitments at the left, the households beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._standings = Standings({})
        self._ladder: Mapping[str, Rung] = {}
        self._reading = False
        self.list = RecordList(
            desk,
            HOUSEHOLDS,
            [derived_column("commitment", N_("Cam kết"), self._standing_cells)],
            first_derived=3,
        )
        self.list.narrow = self._narrow
        self.sign_button = button(_(SIGNING.title), self.sign, picture=SIGNING.picture)
        self.sign_button.setToolTip(
            _("Ghi một lần cho các dòng đang chọn, hoặc cho mọi dòng chưa ký đang liệt kê")
        )
        if desk.receives or not SIGNING.fits(desk, HOUSEHOLDS):
            self.sign_button.hide()
        self.list.add_tool(self.sign_button)
        self.rungs: dict[str, RungList] = {}
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
        session = self.desk.office.session

        def work() -> tuple[Standings, tuple[Rung, ...]]:
            return read_standings(queries, today, place), ladder(session, today)

        Operation(self.desk.operations, work, self).success(self._take_standings).always(
            self._read
        ).start()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Somebody who is asked to sign changed, or a commitment did."""
        if SIGNERS & {name for name, _id in changed} and self.isVisible():
            self.opened()

    def go_through(self, door: Door) -> None:
        """A list of households, or the book of commitments."""
        if door.register == COMMITMENTS.name:
            self.side.choose(BOOK)
            self._book().go_through(door)
        else:
            self.side.choose(ALL)
            self.list.go_through(door)

    def sign(self) -> None:
        """Ask what the chosen households answered; of one or none, all listed that have not signed.

        Those are chosen first, so that one sees whose commitments will be written.
        """
        if self.list.table.chosen_count() <= 1:
            unsigned = self._standings.households(UNSIGNED)
            listed = [each for each in self.list.model.ids if each in unsigned]
            if not listed:
                self.desk.feedback.notice(_(NOBODY_WAITS))
                return
            self.list.table.choose_all(listed)
        self.list.bulk.ask(SIGNING)

    def panes(self) -> list[Pane]:
        """The list at the left, then list and record."""
        shown = self.stack.currentWidget()
        listed = shown.panes() if isinstance(shown, RecordList) else []
        return [Pane(self.side, self.side.setFocus), *listed]

    def may_close(self) -> bool:
        """Nothing typed may be lost."""
        lists = [self.list, *self.rungs.values(), *filter(None, [self.commitments])]
        return not any(each.is_unsaved for each in lists)

    def _take_standings(self, read: tuple[Standings, tuple[Rung, ...]]) -> None:
        self._standings, rungs = read
        self._ladder = {each.kind: each for each in rungs}
        self._show_counts()
        self.list.model.forget_all()
        for kind, records in self.rungs.items():
            if kind in self._ladder:
                records.show_rung(self._ladder[kind])
        if self.side.current in (NUMBERS, *STANDINGS):
            self.list.relist()
        self._show_bars()

    def _show_bars(self) -> None:
        """The progress of the kind of commitment one looks at; of the households otherwise."""
        rung = self._ladder.get(self._kind)
        self.bars.show_progress(
            self._standings.progress
            if rung is None
            else rung_progress(self.desk.queries, rung, self._place)
        )

    @property
    def _kind(self) -> str:
        """The kind of commitment one looks at, "" when it is none."""
        key = self.side.current
        return key.removeprefix(RUNG) if key.startswith(RUNG) else ""

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
        with_numbers = self._standings.residing - len(self._standings.without_numbers)
        lines += [
            SideLine(
                NUMBERS,
                _("Có số điện thoại lực lượng chức năng"),
                with_numbers,
                of=self._standings.residing,
            ),
            SideLine("", _("CAM KẾT THEO CẤP, LOẠI")),
            *(
                SideLine(
                    f"{RUNG}{kind}",
                    _(COMMITMENT_KINDS[kind]),
                    each.signed,
                    of=len(each.parties),
                )
                for kind, each in self._ladder.items()
            ),
            SideLine(BOOK, _("Sổ cam kết"), self.desk.queries.count(COMMITMENTS.name)),
        ]
        self.side.show_lines(lines)

    def _chosen(self, key: str) -> None:
        self._show_bars()
        if key == BOOK:
            self.stack.setCurrentWidget(self._book())
            return
        if self._kind:
            self.stack.setCurrentWidget(self._rung_list(self._kind))
            self._rung_list(self._kind).show_all()
            return
        self.stack.setCurrentWidget(self.list)
        word = STANDINGS.get(key) or (WITHOUT_NUMBERS if key == NUMBERS else None)
        self.list.heading.setText(
            _("Hộ: {standing}").format(standing=_(word).lower()) if word else _(HOUSEHOLDS.title)
        )
        self.list.show_all()

    def _open_place(self, place: str) -> None:
        """The bar is a door to who has not signed there."""
        rung = self._ladder.get(self._kind)
        if rung is None:
            self.side.choose(UNSIGNED)
            self.list.show_all((Where(self._place, "=", place),))
            return
        there = {
            each.id
            for each in rung.parties
            if place == ((each.village if self._place == "village" else each.unit) or "")
        }
        records = self._rung_list(rung.kind)
        name = next((each.name for each in self._bars_now() if each.place == place), "")
        records.show_all(only=rung.outstanding & there, title=name)

    def _bars_now(self) -> list[Progress]:
        return [each.progress for each in self.bars.bars]

    def _rung_list(self, kind: str) -> RungList:
        if kind not in self.rungs:
            self.rungs[kind] = RungList(self.desk, self._ladder[kind])
            self.stack.addWidget(self.rungs[kind])
        return self.rungs[kind]

    def _book(self) -> RecordList:
        if self.commitments is None:
            self.commitments = RecordList(self.desk, COMMITMENTS)
            self.stack.addWidget(self.commitments)
            self.commitments.show_all()
        return self.commitments

    def _narrow(self) -> frozenset[str] | None:
        key = self.side.current
        if key == NUMBERS:
            return self._standings.without_numbers
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
        left.addWidget(self.side, 5)
        left.addWidget(self.bars, 3)
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
