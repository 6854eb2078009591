"""A page that is tabs only; each is made when first looked at and reads itself in the front.

A page of nine tabs would take a second to open if all were made at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar, overload

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.page import Page, Pane

__all__ = ["Tab", "TabOf", "TabbedPage"]


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


T = TypeVar("T", bound=Tab)


class TabOf(Generic[T]):
    """One line of a page's class: `page.name` is the tab, made by whoever first asks for it.

    `title` is a catalogue message (`N_`); `shows` is said here where `make` is not the tab's class
    and cannot tell; `allowed` says whether the office has this tab at all.
    """

    def __init__(
        self,
        make: Callable[[Desk], T],
        title: str,
        *,
        shows: frozenset[str] = frozenset(),
        allowed: Callable[[Desk], bool] = lambda _desk: True,
    ) -> None:
        self.make, self.title, self.allowed = make, title, allowed
        self.shows: frozenset[str] = shows or getattr(make, "shows", frozenset())

    @overload
    def __get__(self, page: None, kind: type[TabbedPage]) -> TabOf[T]: ...

    @overload
    def __get__(self, page: TabbedPage, kind: type[TabbedPage]) -> T: ...

    def __get__(self, page: TabbedPage | None, kind: type[TabbedPage]) -> TabOf[T] | T:
        """The tab; AttributeError where the office does not have it."""
        return self if page is None else page.tab_of(self)


class _Unmade(QWidget):
    """Keeps the place of a tab that nobody has looked at."""

    def __init__(self, described: TabOf[Any]) -> None:
        super().__init__()
        self.described = described


class TabbedPage(Page):
    """Tabs with their titles, the first in front."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._made: dict[TabOf[Any], Any] = {}
        for described in vars(type(self)).values():
            if isinstance(described, TabOf) and described.allowed(desk):
                self.tabs.addTab(_Unmade(described), _(described.title))
        self.tabs.currentChanged.connect(lambda _place: self.opened())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)

    def add(self, tab: Tab, title: str) -> None:
        """One more tab, the last, of a page that makes its tabs itself."""
        self.tabs.addTab(tab, title)

    def tab_of(self, described: TabOf[T]) -> T:
        """The tab of a description, made in its place if it was not there yet."""
        if described not in self._made:
            for unmade in self._places():
                if isinstance(unmade, _Unmade) and unmade.described is described:
                    self._made[described] = self._make(unmade)
                    break
            else:
                raise AttributeError(described.title)
        tab: T = self._made[described]
        return tab

    @property
    def tab(self) -> Tab:
        """The tab in front."""
        widget = self.tabs.currentWidget()
        tab = self.tab_of(widget.described) if isinstance(widget, _Unmade) else widget
        assert isinstance(tab, Tab)  # noqa: S101  (the page holds such tabs only)
        return tab

    def made(self, tab: Tab) -> None:
        """A tab was made; pages that listen to their tabs do it here."""

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

    def forget(self) -> None:
        """Every tab reads anew when it is looked at next."""
        for tab in self._all():
            tab.is_stale = True

    def go_through(self, door: Door) -> None:
        """The first tab that shows records of that register."""
        for widget in self._places():
            shown = widget.described if isinstance(widget, _Unmade) else widget
            if isinstance(shown, Tab | TabOf) and door.register in shown.shows:
                self.tabs.setCurrentWidget(widget)
                self.tab.go_through(door)
                return

    def panes(self) -> list[Pane]:
        """The parts of the tab in front."""
        return self.tab.panes()

    def may_close(self) -> bool:
        """Nothing typed may be lost in any tab."""
        return all(tab.may_close() for tab in self._all())

    def _make(self, unmade: _Unmade) -> Tab:
        """Put the tab where its place was kept."""
        place, in_front = self.tabs.indexOf(unmade), self.tabs.currentWidget() is unmade
        tab: Tab = unmade.described.make(self.desk)
        self.made(tab)
        with QSignalBlocker(self.tabs):
            self.tabs.insertTab(place, tab, _(unmade.described.title))
            if in_front:
                self.tabs.setCurrentIndex(place)
            self.tabs.removeTab(place + 1)
        unmade.deleteLater()
        return tab

    def _places(self) -> list[QWidget]:
        widgets = (self.tabs.widget(place) for place in range(self.tabs.count()))
        return [each for each in widgets if each is not None]

    def _all(self) -> Iterator[Tab]:
        """The tabs that are made; the others have nothing to forget yet."""
        return (widget for widget in self._places() if isinstance(widget, Tab))
