"""Answering the dialogs that a page asks, as a person would: when they are on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from sachmatuy_desktop.ui.dialogs.taking_out import TakingOutDialog
from sachmatuy_desktop.ui.operations import Operations

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


Answer = tuple[type[QDialog], Callable[[Any], object]]


@contextmanager
def in_turn(operations: Operations, *answers: Answer) -> Iterator[None]:
    """Answer dialogs one after the other, each once its kind is on screen and the worker rests.

    What an answer asserts fails the test, after every dialog was closed so that nothing hangs; so
    does a dialog that never came, and whatever is asked after the last answer is dropped.
    """
    waiting, broken, over = list(answers), list[BaseException](), list[bool]()

    def look() -> None:
        if over:
            return
        QTimer.singleShot(10, look)  # first: the answer may open a dialog and wait in it
        shown = QApplication.activeModalWidget()
        if not isinstance(shown, QDialog) or operations.is_busy or not shown.isEnabled():
            return
        if broken or not waiting:
            shown.reject()
        elif isinstance(shown, waiting[0][0]):
            try:
                waiting.pop(0)[1](shown)
            except BaseException as error:
                broken.append(error)

    QTimer.singleShot(0, look)
    try:
        yield
    finally:
        over.append(True)
        if broken:
            raise broken[0]
    assert not waiting, f"never asked: {[kind.__name__ for kind, _answer in waiting]}"
