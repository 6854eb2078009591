"""Somebody who sits at the real window, locks it, and comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.locking import Locking
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.page import PageSpec
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.ui.windows import PATIENCE, rest


@dataclass
class Seat:
    """A window somebody sits at, with a watch that is moved by hand."""

    window: MainWindow
    office: Office
    seconds: float = 0.0
    locked: list[bool] = field(default_factory=list)
    left: bool = False

    def __post_init__(self) -> None:
        self.locking = Locking(self.window, self.office, lambda: self.seconds)
        self.locking.locked.connect(lambda: self.locked.append(True))
        handle = self.window.windowHandle()
        assert handle is not None
        self.locking.idleness.watch(handle)

    def minutes_pass(self, minutes: float) -> None:
        self.seconds += minutes * 60
        self.locking.idleness.look()


def take_seat(qapp: QApplication, qtbot: QtBot, office: Office, pages: Sequence[PageSpec]) -> Seat:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    window = open_window(qapp, office, MemoryPreferences(), pages)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    rest(qtbot, window)
    return Seat(window, office)


def leave(seat: Seat) -> None:
    if seat.left:
        return
    seat.left = True
    if seat.locking.curtain is not None:
        seat.locking.curtain.close()
        seat.locking.curtain.deleteLater()
    seat.window.desk.operations.shut_down()
    seat.office.close()


def until_locked(qtbot: QtBot, seat: Seat) -> None:
    qtbot.waitUntil(lambda: bool(seat.locked), timeout=PATIENCE)
