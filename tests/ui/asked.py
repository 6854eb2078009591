"""Answering the dialogs that a page asks, as a person would: when they are on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

D = TypeVar("D", bound=QDialog)


def when_asked(kind: type[D], answer: Callable[[D], object]) -> None:
    """Once a dialog of the kind is on screen, answer it."""

    def look() -> None:
        shown = QApplication.activeModalWidget()
        if isinstance(shown, kind):
            answer(shown)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)
