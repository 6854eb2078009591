"""Hears from the desktop that the screen is locked or the PC goes to sleep.

On Linux over D-Bus: logind (org.freedesktop.login1) and the screen savers of GNOME and KDE.
On Windows by the messages that the window is sent: WM_WTSSESSION_CHANGE, once it has asked for it
(WTSRegisterSessionNotification), and WM_POWERBROADCAST.
Where the system tells nothing, the time without keys is what locks.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from ctypes import wintypes
from typing import Final, SupportsInt

from PySide6.QtCore import (
    SLOT,
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QObject,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QWidget

__all__ = ["ScreenLock", "WindowsMessages", "means_locking"]

_LOGIN: Final = "org.freedesktop.login1"
_SAVERS: Final = ("org.gnome.ScreenSaver", "org.freedesktop.ScreenSaver")

_SESSION_CHANGE: Final = 0x02B1
"""WM_WTSSESSION_CHANGE."""
_LEAVING: Final = frozenset({0x2, 0x4, 0x7})
"""WTS_CONSOLE_DISCONNECT (another account takes the screen), WTS_REMOTE_DISCONNECT,
WTS_SESSION_LOCK."""
_POWER: Final = 0x0218
"""WM_POWERBROADCAST."""
_SUSPEND: Final = 0x0004
"""PBT_APMSUSPEND; about two seconds are left."""
_THIS_SESSION: Final = 0
"""NOTIFY_FOR_THIS_SESSION."""
_TO_A_WINDOW: Final = b"windows_generic_MSG"


def _slot(signature: str) -> bytes:
    return SLOT(signature).encode()


def means_locking(message: int, parameter: int) -> bool:
    """Whether a message of Windows says that nobody sits here any more."""
    if message == _SESSION_CHANGE:
        return parameter in _LEAVING
    return message == _POWER and parameter == _SUSPEND


class WindowsMessages(QAbstractNativeEventFilter):
    """Reads what Windows sends to the windows of the program, and lets all of it through."""

    def __init__(self, screen: ScreenLock) -> None:
        super().__init__()
        self._screen = screen

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview[int], message: SupportsInt
    ) -> tuple[bool, int]:
        """`message` points at a MSG."""
        address = int(message)
        if kind == _TO_A_WINDOW and address:
            told = wintypes.MSG.from_address(address)
            if means_locking(told.message, told.wParam):
                self._screen.locked.emit()
        return False, 0


class ScreenLock(QObject):
    """Says `locked` when the desktop does; `window` is where Windows sends its messages."""

    locked = Signal()

    def __init__(self, parent: QObject, window: QWidget) -> None:
        super().__init__(parent)
        self._messages: WindowsMessages | None = None
        if sys.platform == "win32":
            self._ask_windows(window)
        else:
            self._listen()

    def _ask_windows(self, window: QWidget) -> None:
        """What this Windows does not have is left out: the program must open all the same."""
        app = QCoreApplication.instance()
        if app is None:
            return
        self._messages = WindowsMessages(self)
        app.installNativeEventFilter(self._messages)
        window.destroyed.connect(self._stop)
        with contextlib.suppress(OSError, AttributeError):
            register = ctypes.windll.wtsapi32.WTSRegisterSessionNotification  # type: ignore[attr-defined, unused-ignore]
            register.argtypes = (wintypes.HWND, wintypes.DWORD)
            register.restype = wintypes.BOOL
            register(int(window.winId()), _THIS_SESSION)

    def _stop(self) -> None:
        app = QCoreApplication.instance()
        if app is not None and self._messages is not None:
            app.removeNativeEventFilter(self._messages)
            self._messages = None

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
