"""Hears from the desktop that the screen is locked or the PC goes to sleep.

On Linux over D-Bus: logind (org.freedesktop.login1) and the screen savers of GNOME and KDE.
Without a bus nothing is heard, and the time without keys is what locks.
"""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import SLOT, QObject, Signal, Slot

__all__ = ["ScreenLock"]

_LOGIN: Final = "org.freedesktop.login1"
_SAVERS: Final = ("org.gnome.ScreenSaver", "org.freedesktop.ScreenSaver")


def _slot(signature: str) -> bytes:
    return SLOT(signature).encode()


class ScreenLock(QObject):
    """Says `locked` when the desktop does."""

    locked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        if sys.platform != "win32":
            self._listen()

    def _listen(self) -> None:
        from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415  (there is none on Windows)

        self._system = QDBusConnection.systemBus()
        if self._system.isConnected():
            self._system.connect(
                "", "", f"{_LOGIN}.Session", "Lock", self, _slot("session_locked()")
            )
            self._system.connect(
                "", "", f"{_LOGIN}.Manager", "PrepareForSleep", self, _slot("turned(bool)")
            )
        self._session = QDBusConnection.sessionBus()
        if self._session.isConnected():
            for saver in _SAVERS:
                self._session.connect("", "", saver, "ActiveChanged", self, _slot("turned(bool)"))

    @Slot()
    def session_locked(self) -> None:
        """The desktop locks its session."""
        self.locked.emit()

    @Slot(bool)
    def turned(self, on: bool) -> None:
        """The screen saver comes or goes; the PC falls asleep or wakes."""
        if on:
            self.locked.emit()
