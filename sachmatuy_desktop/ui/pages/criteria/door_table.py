"""A table each row of which leads somewhere: to a record, or to the list of those it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex

from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["DoorTable", "Way"]

OPEN: Final = N_("Mở")


@dataclass(frozen=True)
class Way:
    """Where a row of a table leads."""

    register: str = ""
    records: tuple[str, ...] = ()
    title: str = ""


class DoorTable(PlainTable):
    """A table whose last column opens, at one click, what a row is about; Enter does so too."""

    def __init__(self, name: str, open_way: Callable[[Way], None]) -> None:
        super().__init__(name)
        self._open_way = open_way
        self._ways: Sequence[Way] = ()
        self.row_entered.connect(self._enter)
        self.clicked.connect(self._clicked)

    def show_ways(
        self, heads: Sequence[Head], rows: Sequence[Sequence[Cell]], ways: Sequence[Way]
    ) -> None:
        """List rows, each with where it leads."""
        self._ways = ways
        opens = [
            [*row, Cell(_(OPEN), Tone.BUSY) if way.register else Cell("")]
            for row, way in zip(rows, ways, strict=True)
        ]
        self.show_rows([*heads, Head(_("Sổ"))], opens)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == len(self.heads) - 1:
            self._enter(index.row())

    def _enter(self, row: int) -> None:
        if 0 <= row < len(self._ways) and self._ways[row].register:
            self._open_way(self._ways[row])
