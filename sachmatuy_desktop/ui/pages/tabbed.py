"""A page that is tabs only; each tab reads itself when it comes to the front."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.page import Page, Pane

__all__ = ["Tab", "TabbedPage"]


class Tab(QWidget):
    """One tab; `reads` are the registers whose records make it stale when they change, `shows`
    those whose records a door leads to here.
    """

    reads: frozenset[str] = frozenset()
    shows: frozenset[str] = frozenset()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.is_stale = True
        self._read_on = ""

    def refresh(self) -> None:
        """Read anew, on the worker, if something changed since, or another day has begun."""
        today = self.desk.office.clock.today()
        if self.is_stale or today != self._read_on:
            self.is_stale, self._read_on = False, today
            self.read()

    def panes(self) -> list[Pane]:
        """The parts that the keyboard goes to with F6."""
        return [Pane(self, self.setFocus)]

    def read(self) -> None:
        """Hand the question to the worker; subclasses do."""

    def go_through(self, door: Door) -> None:
        """Show what is behind a door; subclasses with something to show do."""

    def may_close(self) -> bool:
        """Whether the window may close now; False after saying what is unfinished."""
        return True


class TabbedPage(Page):
    """Tabs with their titles, the first in front."""

    def __init__(self, desk: Desk, tabs: Sequence[tuple[Tab, str]] = ()) -> None:
        super().__init__(desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for tab, title in tabs:
            self.add(tab, title)
        self.tabs.currentChanged.connect(lambda _place: self.opened())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)

    def add(self, tab: Tab, title: str) -> None:
        """One more tab, the last."""
        self.tabs.addTab(tab, title)

    @property
    def tab(self) -> Tab:
        """The tab in front."""
        tab = self.tabs.currentWidget()
        assert isinstance(tab, Tab)  # noqa: S101  (the page holds such tabs only)
        return tab

    def opened(self) -> None:
        """The tab in front reads itself if anything changed since."""
        self.tab.refresh()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Every tab is told; the one in front reads itself again."""
        for tab in self._all():
            if any(name in tab.reads for name, _id in changed):
                tab.is_stale = True
        if self.isVisible():
            self.tab.refresh()

    def go_through(self, door: Door) -> None:
        """The first tab that shows records of that register."""
        for tab in self._all():
            if door.register in tab.shows:
                self.tabs.setCurrentWidget(tab)
                tab.go_through(door)
                return

    def panes(self) -> list[Pane]:
        """The parts of the tab in front."""
        return self.tab.panes()

    def may_close(self) -> bool:
        """Nothing typed may be lost in any tab."""
        return all(tab.may_close() for tab in self._all())

    def _all(self) -> list[Tab]:
        found = (self.tabs.widget(place) for place in range(self.tabs.count()))
        return [tab for tab in found if isinstance(tab, Tab)]
