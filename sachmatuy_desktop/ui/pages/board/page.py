"""Bảng theo dõi: tabs only; each tab reads itself when it comes to the front."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QVBoxLayout

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.board.communes import (
    CommunesBoard,
    ProgrammesBoard,
    YearsBoard,
)
from sachmatuy_desktop.ui.pages.board.roadmap import RoadmapBoard
from sachmatuy_desktop.ui.pages.board.tab import BoardTab
from sachmatuy_desktop.ui.pages.board.targets import TargetsBoard
from sachmatuy_desktop.ui.pages.page import Page, Pane

__all__ = ["BoardPage"]


class BoardPage(Page):
    """What the communes below have come to."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.communes = CommunesBoard(desk)
        self.programmes = ProgrammesBoard(desk)
        self.years = YearsBoard(desk)
        self._add(self.communes, _("Theo tiêu chí"))
        self._add(self.programmes, _("Theo bộ tiêu chí"))
        self._add(self.years, _("Qua các năm"))
        self.targets = TargetsBoard(desk)
        self.roadmap = RoadmapBoard(desk)
        self._add(self.targets, _("Chỉ tiêu"))
        self._add(self.roadmap, _("Lộ trình"))
        self.tabs.currentChanged.connect(lambda _place: self.opened())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)

    @property
    def tab(self) -> BoardTab:
        """The tab in front."""
        tab = self.tabs.currentWidget()
        assert isinstance(tab, BoardTab)  # noqa: S101  (the page holds such tabs only)
        return tab

    def opened(self) -> None:
        """The tab in front reads itself if anything changed since."""
        self.tab.refresh()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Every tab is told; the one in front reads itself again."""
        for place in range(self.tabs.count()):
            tab = self.tabs.widget(place)
            if isinstance(tab, BoardTab) and any(name in tab.reads for name, _id in changed):
                tab.is_stale = True
        if self.isVisible():
            self.tab.refresh()

    def go_through(self, door: Door) -> None:
        """A line of the roadmap, or a figure typed for a target."""
        home = self.roadmap if door.register == "roadmap" else self.targets
        self.tabs.setCurrentWidget(home)
        if door.record is not None:
            home.show_record(door.record)

    def panes(self) -> list[Pane]:
        """The parts of the tab in front."""
        return self.tab.panes()

    def _add(self, tab: BoardTab, title: str) -> None:
        self.tabs.addTab(tab, title)
