"""Pages of tabs: made when looked at, in their place, and never a window of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu, QWidget
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.board import BoardPage
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.page import Page
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.tabbed import Tab, TabbedPage, TabOf
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.offices import new_office
from tests.services.test_board import IA_DOM, QUANG_NGAI

PATIENCE = 20_000


@pytest.fixture
def open_office(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> Iterator[Callable[[str], MainWindow]]:
    """The window of a commune, or of a receiving office."""
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    opened: list[tuple[Office, MainWindow]] = []

    def open_it(kind: str) -> MainWindow:
        unit = IA_DOM if kind == "commune" else QUANG_NGAI
        office = new_office(tmp_path / kind, unit, kind)
        window = open_window(qapp, office, MemoryPreferences(), PAGES)
        window.desk.feedback.said.connect(
            lambda kind, text: pytest.fail(text) if kind == "bug" else None
        )
        opened.append((office, window))
        window.show()
        return window

    yield open_it
    for office, window in opened:
        rest(qtbot, window)
        window.close()
        window.deleteLater()
        office.close()


def rest(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the worker has nothing left to do."""
    qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=PATIENCE)


def made(page: TabbedPage) -> list[str]:
    """The titles of the tabs that are made."""
    places = range(page.tabs.count())
    return [page.tabs.tabText(each) for each in places if isinstance(page.tabs.widget(each), Tab)]


def plans(window: MainWindow) -> PlansPage:
    """«Công việc», in front."""
    page = window.open_page("plans")
    assert isinstance(page, PlansPage)
    return page


def test_only_the_tab_in_front_is_made(open_office: Callable[[str], MainWindow]) -> None:
    page = plans(open_office("commune"))
    titles = [page.tabs.tabText(each) for each in range(page.tabs.count())]
    assert made(page) == ["Việc"]

    page.tabs.setCurrentIndex(titles.index("Lịch"))

    assert made(page) == ["Việc", "Lịch"]
    assert page.tabs.currentWidget() is page.calendar
    assert [page.tabs.tabText(each) for each in range(page.tabs.count())] == titles


def test_a_tab_asked_for_by_name_is_made_once_and_stays_behind(
    open_office: Callable[[str], MainWindow],
) -> None:
    page = plans(open_office("commune"))

    difficulties = page.difficulties

    assert page.difficulties is difficulties
    assert page.tabs.currentWidget() is page.tasks
    assert page.tabs.tabText(page.tabs.indexOf(difficulties)) == "Khó khăn, vướng mắc"


def test_a_tab_the_office_does_not_have_is_no_attribute(
    open_office: Callable[[str], MainWindow],
) -> None:
    page = plans(open_office("commune"))

    assert not hasattr(page, "set_tasks")
    assert "Việc giao xuống" not in [page.tabs.tabText(each) for each in range(page.tabs.count())]


def test_a_door_leads_to_a_tab_nobody_has_looked_at(
    open_office: Callable[[str], MainWindow],
) -> None:
    page = plans(open_office("commune"))

    page.go_through(Door("plan_events"))

    assert page.tabs.currentWidget() is page.events


@pytest.mark.parametrize("kind", ["commune", "receiving"])
def test_what_a_tab_shows_is_said_before_it_is_made(
    open_office: Callable[[str], MainWindow], kind: str
) -> None:
    window = open_office(kind)
    for page_id, page_class in (("plans", PlansPage), ("board", BoardPage)):
        if page_id == "board" and kind == "commune":
            continue
        page = window.open_page(page_id)
        for name, described in vars(page_class).items():
            if isinstance(described, TabOf) and hasattr(page, name):
                assert getattr(page, name).shows <= described.shows, name


class _Strays(QObject):
    """Widgets that are shown as windows of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and not isinstance(watched, QDialog | QMainWindow | QMenu)
        ):
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@pytest.mark.parametrize("kind", ["commune", "receiving"])
def test_no_part_of_a_page_flashes_as_a_window_while_the_page_is_made(
    qapp: QApplication, qtbot: QtBot, open_office: Callable[[str], MainWindow], kind: str
) -> None:
    window = open_office(kind)
    strays = _Strays()
    qapp.installEventFilter(strays)
    try:
        for spec in PAGES:
            if not spec.allowed(window.desk):
                continue
            page: Page = window.open_page(spec.id)
            if isinstance(page, TabbedPage):
                for place in range(page.tabs.count()):
                    page.tabs.setCurrentIndex(place)
            rest(qtbot, window)
    finally:
        qapp.removeEventFilter(strays)

    assert strays.seen == []
