"""Waiting at the real window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.ui.main_window import MainWindow

PATIENCE: Final = 20_000
"""Milliseconds that a step of the worker may take on a busy machine."""


def rest(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the worker has nothing left to do."""
    qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=PATIENCE)
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
