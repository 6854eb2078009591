"""«Xóa theo pháp luật…» above the list of people: for whoever keeps the data of the office."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.erasing import erasing_rules
from sachmatuy_desktop.services.bus import Command
from sachmatuy_desktop.services.erasures.erasing import ErasurePlan, clear_away, plan_erasure
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.erase_person import ErasePersonDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.icons import beside
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.record_list import RecordList

__all__ = ["EraseButton", "ask_erasing", "erase"]


class EraseButton(QPushButton):
    """Offered while one person of this office is chosen."""

    def __init__(self, desk: Desk, people: RecordList) -> None:
        super().__init__(beside("shield"), "")
        self.setAccessibleName(_("Xóa theo pháp luật…"))
        self.desk = desk
        self.people = people
        self.setToolTip(_("Xóa theo pháp luật: xóa hẳn dữ liệu của người đã chọn"))
        self.clicked.connect(lambda _checked=False: self.ask())
        people.table.chosen_changed.connect(lambda _any: self._offer())
        self._offer()

    def ask(self) -> None:
        """Show what would go, and do it once it is confirmed."""
        (person,) = self.people.table.chosen_ids()
        ask_erasing(self.desk, person, self)

    def _offer(self) -> None:
        chosen = self.people.table.chosen_ids()
        rows = self.desk.queries.rows("people", chosen) if len(chosen) == 1 else {}
        own = self.desk.office.info.unit_id
        self.setEnabled(bool(rows) and all(row["unit_id"] == own for row in rows.values()))


def ask_erasing(desk: Desk, person: str, owner: QPushButton) -> None:
    """Read on the worker what would go, ask, erase; then let go of what is left on the disk."""
    office = office_in(desk)

    def plans() -> tuple[ErasurePlan, ErasurePlan]:
        kept = plan_erasure(office, person, keep_statistics=True)
        return kept, plan_erasure(office, person, keep_statistics=False)

    def asked(found: tuple[ErasurePlan, ErasurePlan]) -> None:
        dialog = ErasePersonDialog(*found, erasing_rules(), owner.window())
        command = ErasePersonDialog.ask(dialog)
        if command is not None:
            erase(desk, command)

    Operation(desk.operations, plans, owner).success(asked).with_progress(
        _("Đang xem những gì sẽ xóa…")
    ).start()


def erase(desk: Desk, command: Command) -> None:
    """Do an erasing on the worker, and let go of what is left on the disk."""
    office = office_in(desk)

    def cleared() -> None:
        Operation(desk.operations, lambda: clear_away(office), desk).start()

    desk.run_long(lambda _progress: command, _("Đang xóa dữ liệu…"), lambda _done: cleared())
