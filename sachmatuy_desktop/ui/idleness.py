"""Whether somebody still sits at the program: keys, mouse, work under way."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from sachmatuy_desktop.ui.preferences import Preferences

__all__ = ["CHOICES", "OFF", "USUAL", "Idleness", "minutes_of", "remember_minutes", "seconds_up"]

CHOICES: Final = (2, 3, 5, 10, 15)
"""After how many minutes without a key or a move of the mouse the program locks itself."""

USUAL: Final = 5
OFF: Final = 0
"""Never: only where nobody's data can be seen, in the training world."""

LOCK_MINUTES: Final = "lock_minutes"
LOOK_MS: Final = 5_000

_SIGNS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
    }
)


def minutes_of(preferences: Preferences, *, training: bool) -> int:
    """What was chosen; anything that is no choice is the usual."""
    said = preferences.get(LOCK_MINUTES)
    lawful = {str(each): each for each in ((*CHOICES, OFF) if training else CHOICES)}
    return lawful.get(said or "", USUAL)


def remember_minutes(preferences: Preferences, minutes: int) -> None:
    """Choose another time, from now on."""
    preferences.put(LOCK_MINUTES, str(minutes))


def seconds_up() -> float:
    """Seconds on a clock that nobody sets, and that goes on while the PC sleeps where it can."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class Idleness(QObject):
    """Watches the windows of the program, not each of their widgets: that would cost every event.

    `minutes` tells after how many it counts as idle; `busy` whether work is under way, at which
    somebody may be looking.
    """

    idle = Signal()
    lock_asked = Signal()
    """Ctrl+L in a dialog, where the window's own keys do not reach."""

    def __init__(
        self,
        minutes: Callable[[], int],
        busy: Callable[[], bool],
        now: Callable[[], float],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._minutes, self._busy, self._now = minutes, busy, now
        self._last = now()
        self._windows: set[QWindow] = set()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)  # noqa: S101  (a window is being watched)
        app.focusWindowChanged.connect(self._watch)
        # A syllable that an input method composes never comes as a key: only the caret moves.
        app.inputMethod().cursorRectangleChanged.connect(self._somebody)
        self._watch(app.focusWindow())
        timer = QTimer(self)
        timer.setInterval(LOOK_MS)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Tell if nobody has been here for long enough."""
        minutes = self._minutes()
        if self._busy():
            self._last = self._now()
        elif minutes != OFF and self._now() - self._last >= minutes * 60:
            self.idle.emit()

    def watch(self, window: QWindow | None) -> None:
        """Watch a window before it has had the keyboard."""
        self._watch(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice, and let everything through but the key that locks."""
        if event.type() in _SIGNS:
            self._somebody()
            if (
                event.type() == QEvent.Type.KeyPress
                and isinstance(event, QKeyEvent)
                and event.key() == Qt.Key.Key_L
                and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            ):
                self.lock_asked.emit()
                return True
        return super().eventFilter(watched, event)

    def _somebody(self) -> None:
        self._last = self._now()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None and window not in self._windows:
            self._windows.add(window)
            window.destroyed.connect(lambda: self._windows.discard(window))
            window.installEventFilter(self)
