"""Sổ gói đi, đến: every bundle that left or came in, newest first."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import bundles, trusting
from sachmatuy_desktop.storage.post import Partner, Passage
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import PlainTable
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.sync.words import passage_heads, passage_rows
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["PassagesTab"]


class PassagesTab(Tab):
    """The book of bundles."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = PlainTable(_("Sổ gói đi, đến"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def read(self) -> None:
        """The book and the names in it."""
        office = office_in(self.desk)

        def work() -> tuple[list[Passage], list[Partner]]:
            return bundles.passages(office), trusting.partners(office)

        Operation(self.desk.operations, work, self).success(
            lambda found: self.table.show_rows(passage_heads(), passage_rows(*found))
        ).start()
