"""A tab that is the list of one register."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["RecordTab"]


class RecordTab(Tab):
    """The whole book, as on the page of registers."""

    def __init__(self, desk: Desk, register: Register) -> None:
        super().__init__(desk)
        self.shows = frozenset({register.name})
        self.list = RecordList(desk, register)
        self.list.show_all()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)

    def go_through(self, door: Door) -> None:
        """The record, or the list narrowed."""
        self.list.go_through(door)

    def panes(self) -> list[Pane]:
        """The list and the form beside it."""
        return self.list.panes()

    def may_close(self) -> bool:
        """What is being typed is asked about first."""
        return not self.list.is_unsaved
