"""Restricted copies leave the clipboard after a minute, at locking and at closing."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from sachmatuy_desktop.ui import clipboard

WATCH = "clipboard-watch"


@pytest.fixture
def text(qapp: QApplication) -> str:
    """A name was copied."""
    clipboard.copy_text("Lê Văn Cam\t1990", restricted=True)
    return "Lê Văn Cam\t1990"


def let_a_minute_pass(qapp: QApplication) -> None:
    watch = next(each for each in qapp.children() if each.objectName() == WATCH)
    watch.timer.timeout.emit()  # type: ignore[attr-defined]


def test_after_a_minute_it_is_gone(qapp: QApplication, text: str) -> None:
    assert qapp.clipboard().text() == text
    let_a_minute_pass(qapp)
    assert qapp.clipboard().text() == ""


def test_what_somebody_copied_since_is_left_alone(qapp: QApplication, text: str) -> None:
    qapp.clipboard().setText("của chương trình khác")
    let_a_minute_pass(qapp)
    assert qapp.clipboard().text() == "của chương trình khác"


def test_what_is_for_everybody_stays(qapp: QApplication, text: str) -> None:
    clipboard.copy_text("12 tin báo", restricted=False)
    let_a_minute_pass(qapp)
    clipboard.forget()
    assert qapp.clipboard().text() == "12 tin báo"


def test_at_locking_and_closing_it_goes_at_once(qapp: QApplication, text: str) -> None:
    clipboard.forget()
    assert qapp.clipboard().text() == ""
