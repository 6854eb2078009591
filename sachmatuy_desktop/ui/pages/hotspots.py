"""What a list of points shows besides their own fields: how each stands today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.domain.hotspots import Standing
from sachmatuy_desktop.domain.registers.enforcement import HOTSPOT_STATES
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.hotspots import standings
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.models.cells import Cell, Column, derived_column
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["HISTORY", "standing_column"]

HISTORY: Final = "hotspot_history"


def standing_column(desk: Desk) -> Column:
    """The state that follows from the history, and since when."""

    def read(ids: Sequence[str]) -> Mapping[str, Cell]:
        today = desk.office.clock.today()
        found = standings(desk.queries, ids, today)
        return {record: _cell(each) for record, each in found.items()}

    return derived_column("standing", N_("Tình trạng hiện nay"), read)


def _cell(each: Standing) -> Cell:
    told = _("{state} từ {day}").format(
        state=_(HOTSPOT_STATES[each.state]), day=show_date(parse_date(each.since))
    )
    return Cell(told, Tone.CARE if each.is_there else Tone.GOOD)
