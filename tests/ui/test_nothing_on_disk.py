"""Composing, previewing and printing leave no file behind outside the office's folder."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.offices import new_office
from tests.ui.conftest import LIST_PAGES
from tests.ui.windows import PATIENCE, rest

_opened: list[str] | None = None


def _hear(event: str, given: tuple[object, ...]) -> None:
    if _opened is not None and event == "open" and isinstance(given[0], str | bytes | os.PathLike):
        flags = given[2] if isinstance(given[2], int) else 0
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            _opened.append(os.fsdecode(given[0]))


sys.addaudithook(_hear)  # for ever, as Python wants it; silent but in this module's test


@pytest.fixture
def written() -> Iterator[list[str]]:
    """What Python opens to write."""
    global _opened  # noqa: PLW0603  (a hook of Python's cannot be taken out again)
    _opened = []
    yield _opened
    _opened = None


def test_a_paper_is_composed_and_shown_in_memory_alone(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, written: list[str]
) -> None:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    folder = tmp_path / "xã"
    office = new_office(folder)
    window = open_window(qapp, office, MemoryPreferences(), LIST_PAGES)
    qtbot.addWidget(window)
    window.show()
    written.clear()
    temporary = Path(tempfile.gettempdir())
    before = set(temporary.iterdir())
    dialog = ComposeDialog(window.desk, window)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.data is not None, timeout=PATIENCE)
    rest(qtbot, window)
    appeared = {each for each in temporary.iterdir() if each not in before}
    assert [each for each in written if not Path(each).is_relative_to(folder)] == []
    assert {each.name for each in appeared if _ours(each)} == set()
    dialog.reject()
    window.desk.operations.shut_down()
    office.close()


def _ours(path: Path) -> bool:
    """Other tests and programs use the folder too; a page would be a picture or a PDF."""
    return path.suffix.lower() in {".pdf", ".png", ".ppm", ".ps", ".tmp"}
