"""Văn bản: the book of issued papers and the reports that are due, side by side as tabs."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.pages.documents.page import DocumentsPage
from sachmatuy_desktop.ui.pages.documents.reports.tab import ReportsTab
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.tabbed import Tab, TabbedPage, TabOf

__all__ = ["IssuedTab", "PapersPage"]


class IssuedTab(Tab):
    """The book of issued papers; it reads itself, so it is never stale."""

    shows = frozenset({"documents"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.page = DocumentsPage(desk)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)

    def read(self) -> None:
        """List everything the first time."""
        self.page.opened()

    def go_through(self, door: Door) -> None:
        """One paper, or the papers meant."""
        self.page.go_through(door)

    def panes(self) -> list[Pane]:
        """The list and the paper."""
        return self.page.panes()

    def may_close(self) -> bool:
        """Nothing is typed here."""
        return self.page.may_close()


class PapersPage(TabbedPage):
    """The book in front, the reports behind it."""

    issued = TabOf(IssuedTab, N_("Sổ văn bản đi"))
    reports = TabOf(ReportsTab, N_("Báo cáo định kỳ"))
