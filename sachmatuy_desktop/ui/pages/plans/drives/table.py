"""Hamlets by counts; every number is a door to the households it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.drives import DriveState
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.pages.plans.drives.words import COLUMNS, days

__all__ = ["HamletTable"]

WHOLE: Final = ""
"""The row of the whole drive."""


class HamletTable(PlainTable):
    """The whole drive, and one row a hamlet."""

    number_chosen = Signal(str, str)
    """A hamlet ("" for the whole drive) and a name of `Counts`."""

    def __init__(self) -> None:
        super().__init__(_("Đợt ký theo thôn, khu phố"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self._villages: list[RecordId] = []
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._cell_chosen)
        self.clicked.connect(self._cell_chosen)

    def show_state(self, state: DriveState, names: Mapping[RecordId, str]) -> None:
        """Count anew; the current cell stays the current one."""
        at = self.currentIndex()
        place = (at.row(), at.column())
        self._quiet = True
        carriers = state.drive.carriers
        self._villages = [WHOLE, *(each for each in names if each in state.villages)]
        rows = [
            self._row(state, village, names.get(village, _("Cả đợt")), carriers.get(village, ""))
            for village in self._villages
        ]
        heads = (
            Head(_("Thôn, khu phố"), grows=True),
            *(Head(_(word), right=True) for word in COLUMNS.values()),
            Head(_("Phát từ")),
            Head(_("Người mang phiếu"), grows=True),
        )
        self.show_rows(heads, rows)
        if 0 <= place[0] < len(rows):
            self.setCurrentIndex(self.model().index(*place))
        self._quiet = False

    def choose_number(self, village: RecordId, column: str) -> None:
        """Stand on a number, as if it had been clicked."""
        if village in self._villages:
            row = self._villages.index(village)
            self.setCurrentIndex(self.model().index(row, 1 + list(COLUMNS).index(column)))

    def _row(
        self, state: DriveState, village: RecordId, name: str, carrier: str
    ) -> tuple[Cell, ...]:
        counts = state.counts if village == WHOLE else state.villages[village]
        pile = state.out.get(village)
        since = pile.since if pile else ""
        if village == WHOLE:
            since = min((each.since for each in state.out.values()), default="")
        told = ", ".join(pile.carriers) if pile and pile.carriers else carrier
        return (
            Cell(name),
            *(Cell(show_integer(getattr(counts, column))) for column in COLUMNS),
            Cell(days(since)),
            Cell(told),
        )

    def _cell_chosen(self, now: QModelIndex, _before: object = None) -> None:
        if self._quiet or not now.isValid() or now.row() >= len(self._villages):
            return
        columns = list(COLUMNS)
        place = now.column() - 1
        column = columns[place] if 0 <= place < len(columns) else columns[0]
        self.number_chosen.emit(self._villages[now.row()], column)
