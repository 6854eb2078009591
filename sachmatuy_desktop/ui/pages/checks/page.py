"""The page: what waits at the left, the list behind it at the right, what settles it above."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import checking
from sachmatuy_desktop.services.checking import AcceptFinding, Finding, Pair, ReopenFinding
from sachmatuy_desktop.services.comparing import Comparison, compare
from sachmatuy_desktop.services.merging import ForgetDistinct, MarkDistinct
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, button, faint, heading, row
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.pair import PairDialog
from sachmatuy_desktop.ui.dialogs.plain_table import PlainTable
from sachmatuy_desktop.ui.models.finding_words import REMEDIES
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.pages.checks.reading import (
    ACCEPTED,
    RULE,
    Distinct,
    Listing,
    read_lines,
    read_listing,
)
from sachmatuy_desktop.ui.pages.page import Page
from sachmatuy_desktop.ui.pages.side_list import SideLine, SideList

__all__ = ["ChecksPage"]

NAME_COLUMN: Final = 0


class ChecksPage(Page):
    """Likely duplicates and data checks, brought up to date each time one looks."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.listing: Listing | None = None
        self._busy = False
        self._stale = False
        self.side = SideList(_("Điều cần xem"))
        self.side.setMinimumWidth(210)
        self.side.setMaximumWidth(theme.px(290))
        self.side.chosen.connect(lambda _key: self._list())
        self.title = heading("")
        self.told = faint()
        self.places = CalmChoice()
        self.places.setAccessibleName(_("Thôn, khu phố"))
        self.places.activated.connect(lambda _at: self._recount())
        self.table = PlainTable(_("Điều cần xem"))
        self.table.row_chosen.connect(lambda _row: self._offer())
        self.table.row_entered.connect(self.enter)
        self.table.clicked.connect(self._clicked)
        self.open_button = button(_("Mở ghi chép"), lambda: self.enter(self.table.row))
        self.accept_button = button(_("Đúng như vậy…"), self.accept)
        self.remedy_button = button("", self.settle)
        self.distinct_button = button(_("Không phải một"), self.mark_distinct)
        self.again_button = button("", self.refresh, picture="refresh-cw")
        self.again_button.setToolTip(_("Kiểm tra lại"))
        self.again_button.setAccessibleName(_("Kiểm tra lại"))
        self._lay_out()
        self.setFocusProxy(self.side)

    # What it shows

    def opened(self) -> None:
        """Bring everything up to date, then count and list."""
        self._fill_places()
        self.refresh()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Something was done: ask about what changed, if anybody looks."""
        if changed and self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Catch up on the worker; it can be stopped, and then nothing has changed."""
        if self._busy:
            self._stale = True
            return
        self._busy, self._stale = True, False
        office, place = self.desk.office, self.place

        def work(progress: Progress) -> list[SideLine]:
            checking.refresh(office, progress.report)
            return read_lines(office, place)

        operation = Operation.reporting(self.desk.operations, work, self)
        operation.with_progress(_("Đang kiểm tra dữ liệu…"), stoppable=True)
        operation.success(self._count).failure(self._stopped).always(self._rest).start()

    @property
    def place(self) -> str | None:
        """The village one looks at; None for all."""
        chosen = self.places.currentData()
        return str(chosen) if chosen else None

    @property
    def entry(self) -> Finding | Pair | Distinct | None:
        """What the current row is about."""
        at = self.table.row
        listing = self.listing
        return listing.entries[at] if listing and 0 <= at < len(listing.entries) else None

    # What one can do

    def enter(self, at: int) -> None:
        """Open what a row is about: a record at its field, or two side by side."""
        if at >= 0 and at != self.table.row:
            self.table.choose(at)
        entry = self.entry
        if isinstance(entry, Finding):
            self.desk.open_record(entry.register, entry.record, entry.field)
        elif entry is not None:
            self._compare(entry)

    def accept(self) -> None:
        """Say that a record is right as it is, or take that back."""
        entry = self.entry
        if not isinstance(entry, Finding):
            return
        if self.side.current == ACCEPTED:
            self.desk.run(ReopenFinding(entry.id), owner=self)
            return
        reason = LineDialog.ask(
            _("Xác nhận số liệu đúng"),
            _("Điểm này sẽ không hiện nữa, cho đến khi số liệu liên quan thay đổi."),
            _("Đã xem gì, vì sao đúng như vậy"),
            _("Xác nhận"),
            self.window(),
        )
        if reason:
            self.desk.run(AcceptFinding(entry.id, reason), owner=self)

    def settle(self) -> None:
        """Do what settles the find without typing."""
        entry = self.entry
        if isinstance(entry, Distinct):
            self.desk.run(ForgetDistinct(entry.id, entry.register), owner=self)
        elif isinstance(entry, Finding):
            command = checking.remedy(entry)
            if command is not None:
                self.desk.run(command, owner=self)

    def mark_distinct(self) -> None:
        """The two of the row are two."""
        entry = self.entry
        if isinstance(entry, Pair):
            self.desk.run(MarkDistinct(entry.register, entry.first, entry.second), owner=self)

    # How it is done

    def _compare(self, pair: Pair | Distinct) -> None:
        session = self.desk.office.session
        reasons = pair.reasons if isinstance(pair, Pair) else ()

        def read() -> Comparison:
            return compare(session, pair.register, pair.first, pair.second)

        def show(comparison: Comparison) -> None:
            PairDialog(self.desk, comparison, reasons, self.window()).open()

        Operation(self.desk.operations, read, self).success(show).start()

    def _clicked(self, index: QModelIndex) -> None:
        """The name is a door: one click."""
        if index.column() == NAME_COLUMN and isinstance(self.entry, Finding):
            self.enter(index.row())

    def _count(self, lines: list[SideLine]) -> None:
        keys = [line.key for line in lines if line.key]
        self.side.show_lines(lines)
        if self.side.current in keys:
            self._list()
        elif keys:
            waiting = [line.key for line in lines if line.key and line.count]
            self.side.choose((waiting or keys)[0])

    def _recount(self) -> None:
        office, place = self.desk.office, self.place
        Operation(self.desk.operations, lambda: read_lines(office, place), self).success(
            self._count
        ).start()

    def _list(self) -> None:
        key = self.side.current
        if not key:
            return
        office, place = self.desk.office, self.place

        def show(listing: Listing) -> None:
            if key == self.side.current:
                self._show(listing)

        Operation(
            self.desk.operations,
            lambda: read_listing(office, key, place),
            self,
        ).success(show).start()

    def _show(self, listing: Listing) -> None:
        self.listing = listing
        self.title.setText(listing.title)
        self.told.setText(listing.told if listing.rows else _("Không có gì cần xem ở mục này."))
        is_rule = listing.key.startswith(RULE)
        self.places.setVisible(is_rule and self.places.count() > 1)
        self.table.show_rows(listing.heads, listing.rows)
        if listing.rows and self.table.row < 0:
            self.table.choose(0)
        self._offer()

    def _offer(self) -> None:
        entry = self.entry
        finding = entry if isinstance(entry, Finding) else None
        self.open_button.setEnabled(entry is not None)
        self.open_button.setText(_("Mở ghi chép") if finding is not None else _("Xem cạnh nhau"))
        self.accept_button.setVisible(finding is not None)
        self.accept_button.setText(
            _("Bỏ xác nhận") if self.side.current == ACCEPTED else _("Đúng như vậy…")
        )
        self.distinct_button.setVisible(isinstance(entry, Pair) and self._may_act_on(entry))
        told = REMEDIES.get(finding.rule, "") if finding and checking.remedy(finding) else ""
        if isinstance(entry, Distinct):
            told = N_("Bỏ ghi nhận")
        self.remedy_button.setVisible(bool(told))
        self.remedy_button.setText(_(told) if told else "")

    def _may_act_on(self, entry: Pair | Distinct) -> bool:
        return self.desk.role.may_act_on(REGISTERS[entry.register])

    def _stopped(self, error: KnownError) -> None:
        self.desk.feedback.sentence(error)
        self._recount()

    def _rest(self) -> None:
        self._busy = False
        if self._stale:
            self.refresh()

    def _fill_places(self) -> None:
        kept = self.place
        try:
            ids = self.desk.queries.ids("villages")
            names: Mapping[str, str] = self.desk.queries.names("villages", ids)
        except KnownError as error:
            self.desk.feedback.sentence(error)
            return
        self.places.clear()
        self.places.addItem(_("Mọi thôn, khu phố"), "")
        for each in ids:
            self.places.addItem(names.get(each, "…"), each)
        self.places.setCurrentIndex(max(self.places.findData(kept or ""), 0))

    def _lay_out(self) -> None:
        right = QWidget()
        down = QVBoxLayout(right)
        down.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        down.setSpacing(theme.px(7))
        head = row(
            self.title,
            self.remedy_button,
            self.distinct_button,
            self.accept_button,
            self.open_button,
            self.again_button,
        )
        head.setStretch(0, 1)
        under = row(self.places, self.told)
        under.setStretch(1, 1)
        down.addLayout(head)
        down.addLayout(under)
        down.addWidget(self.table, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.side)
        layout.addWidget(right, 1)
        self.places.hide()
        self._offer()
