"""The households of a drive: their sheets, their answers, who carries the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sachmatuy_desktop.domain.drives import Home
from sachmatuy_desktop.domain.registers.drives import SHEET_OUTCOMES
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.places import HOUSEHOLDS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.models.cells import Cell, derived_column
from sachmatuy_desktop.ui.models.record_table import View
from sachmatuy_desktop.ui.pages.plans.drives.words import TONES, days
from sachmatuy_desktop.ui.pages.record_list import RecordList

__all__ = ["HomesList"]

FIRST: Final = 2
"""The columns of the drive stand after the house number and its head."""


class HomesList(RecordList):
    """The book of households narrowed to a drive, in the order of the pile."""

    remembered_as = "drive-homes"
    usual = ("sheet", "number", "head", "answer", "holder", "handed_on", "visits")

    def __init__(self, desk: Desk) -> None:
        self._homes: Mapping[RecordId, Home] = {}
        self._place: Mapping[RecordId, int] = {}
        super().__init__(
            desk,
            HOUSEHOLDS,
            [
                derived_column("sheet", N_("Phiếu số"), self._codes),
                derived_column("answer", N_("Kết quả"), self._answers),
                derived_column("holder", N_("Phiếu đang ở"), self._holders),
                derived_column("handed_on", N_("Phát ngày"), self._handed),
                derived_column("came_back_on", N_("Về ngày"), self._back),
                derived_column("visits", N_("Số lần đến"), self._visits),
            ],
            first_derived=FIRST,
        )
        self.narrow = lambda: frozenset(self._homes)
        self.add_button.hide()
        self.remove_button.hide()

    def show_homes(self, homes: Sequence[Home]) -> None:
        """The households of another drive, or the same as they stand now."""
        self._homes = {home.household: home for home in homes}
        self._place = {home.household: at for at, home in enumerate(homes)}
        self.model.forget_all()
        self.relist()

    def chosen_homes(self) -> list[Home]:
        """The chosen rows if there are several, else all that are listed."""
        chosen = self.table.chosen_ids()
        listed = chosen if len(chosen) > 1 else self.model.ids
        return [self._homes[each] for each in listed if each in self._homes]

    def _show_view(
        self, view: View, found: Sequence[str] | None = None, *, whole: bool = True
    ) -> None:
        """Until a column is asked to order them, households stand as their sheets lie."""
        if found is not None and view.sort is None and not view.search:
            found = sorted(found, key=lambda each: self._place.get(each, len(self._place)))
        super()._show_view(view, found, whole=whole)

    def _refresh(self, changed: frozenset[str]) -> None:
        """The pile keeps its order."""
        self.model.forget(changed)
        self.relist()

    def _codes(self, ids: Sequence[str]) -> dict[str, Cell]:
        return self._cells(ids, lambda home: Cell(home.sheet.code))

    def _answers(self, ids: Sequence[str]) -> dict[str, Cell]:
        return self._cells(
            ids, lambda home: Cell(_(SHEET_OUTCOMES[home.answer]), TONES[home.answer])
        )

    def _holders(self, ids: Sequence[str]) -> dict[str, Cell]:
        return self._cells(ids, lambda home: Cell(_holder(home)))

    def _handed(self, ids: Sequence[str]) -> dict[str, Cell]:
        return self._cells(ids, lambda home: Cell(days(home.sheet.handed_on)))

    def _back(self, ids: Sequence[str]) -> dict[str, Cell]:
        return self._cells(ids, lambda home: Cell(days(home.sheet.came_back_on)))

    def _visits(self, ids: Sequence[str]) -> dict[str, Cell]:
        return self._cells(ids, lambda home: Cell(str(home.sheet.visits or "")))

    def _cells(self, ids: Sequence[str], cell: Callable[[Home], Cell]) -> dict[str, Cell]:
        return {key: cell(self._homes[key]) for key in ids if key in self._homes}


def _holder(home: Home) -> str:
    """Where the form is: with somebody, back, printed and waiting, or not printed."""
    if home.is_out:
        return home.sheet.carrier or _("Đang phát")
    if home.sheet.came_back_on:
        return _("Đã về")
    return _("Đã in, chưa phát") if home.is_printed else _("Chưa in")
