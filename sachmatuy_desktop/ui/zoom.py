"""The size of everything: 9 to 16 points, remembered per account."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.garbage import collect_on_window_thread
from sachmatuy_desktop.ui.preferences import Preferences
from sachmatuy_desktop.ui.rescale import rescale_everything

__all__ = ["LARGEST", "SMALLEST", "Zoom"]

SMALLEST: Final = 9
LARGEST: Final = 16
REMEMBERED_AS: Final = "zoom"


class Zoom(QObject):
    """Ctrl + and −, and Ctrl 0 for the size the program came with."""

    changed = Signal(int)
    """The new size in points, once everything has been dressed in it."""

    def __init__(
        self, app: QApplication, preferences: Preferences, family: str | None = None
    ) -> None:
        super().__init__()
        self._app = app
        self._preferences = preferences
        self._family = family
        self.points = _remembered(preferences)
        theme.dress(app, self.points, family)

    def larger(self) -> None:
        """One point more, up to the largest."""
        self._become(self.points + 1)

    def smaller(self) -> None:
        """One point less, down to the smallest."""
        self._become(self.points - 1)

    def reset(self) -> None:
        """Back to the base size."""
        self._become(theme.BASE_POINTS)

    def _become(self, points: int) -> None:
        points = min(max(points, SMALLEST), LARGEST)
        if points == self.points:
            return
        before, self.points = self.points, points
        self._preferences.put(REMEMBERED_AS, str(points))
        collect_on_window_thread(self._app).let_go()  # closed windows need no new dress
        theme.dress(self._app, points, self._family)
        rescale_everything(self._app, before, points)
        self.changed.emit(points)


def _remembered(preferences: Preferences) -> int:
    text = preferences.get(REMEMBERED_AS) or ""
    return min(max(int(text), SMALLEST), LARGEST) if text.isdecimal() else theme.BASE_POINTS
