"""«Chuyển đi…» above the list of people: one person left for another commune."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.case.moving_out import ask_move_out
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.icons import beside
from sachmatuy_desktop.ui.pages.record_list import RecordList

__all__ = ["MoveButton"]


class MoveButton(QPushButton):
    """Offered while one person of this commune is chosen."""

    def __init__(self, desk: Desk, people: RecordList) -> None:
        super().__init__(beside("arrow-right"), _("Chuyển đi…"))
        self.desk = desk
        self.people = people
        self.setToolTip(_("Ghi người đã chọn chuyển nơi cư trú, báo hạn thông báo cho nơi đến"))
        self.clicked.connect(lambda _checked=False: self.ask())
        people.table.chosen_changed.connect(lambda _any: self._offer())
        self._offer()

    def ask(self) -> None:
        """Ask when and where to, and record it as one act."""
        (person,) = self.people.table.chosen_ids()
        ask_move_out(self.desk, person, self)

    def _offer(self) -> None:
        chosen = self.people.table.chosen_ids()
        rows = self.desk.queries.rows("people", chosen) if len(chosen) == 1 else {}
        own = self.desk.office.info.unit_id
        self.setEnabled(bool(rows) and all(row["unit_id"] == own for row in rows.values()))
