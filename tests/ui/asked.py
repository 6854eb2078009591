"""Answering the dialogs that a page asks, as a person would: when they are on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from sachmatuy_desktop.ui.dialogs.taking_out import TakingOutDialog

D = TypeVar("D", bound=QDialog)


def for_a_purpose(purpose: str = "Đối chiếu") -> None:
    """Say what data is taken out for when the program asks; the file is not locked."""

    def answer(dialog: TakingOutDialog) -> None:
        dialog.purpose.line.setText(purpose)
        dialog.locks.setChecked(False)
        dialog.finish.click()

    when_asked(TakingOutDialog, answer)


def when_asked(kind: type[D], answer: Callable[[D], object]) -> None:
    """Once a dialog of the kind is on screen, answer it."""

    def look() -> None:
        shown = QApplication.activeModalWidget()
        if isinstance(shown, kind):
            answer(shown)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)
