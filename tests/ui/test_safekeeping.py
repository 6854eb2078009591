"""Backups nobody has to think of."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.preferences import (
    LANGUAGE,
    FilePreferences,
    MemoryPreferences,
    language_last_used,
)
from sachmatuy_desktop.ui.safekeeping import Safekeeping
from tests.offices import add_village, new_office


def test_what_was_written_is_backed_up_once(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    office = new_office(tmp_path / "xã")
    window = open_window(qapp, office, MemoryPreferences())
    qtbot.addWidget(window)
    keeping = Safekeeping(window.desk, office)
    keeping.made.connect(window.read_first_page_anew)
    add_village(office)
    with qtbot.waitSignal(keeping.made, timeout=20_000):
        keeping.look()
    keeping.look()
    qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=20_000)
    assert len(maintenance.backups(office)) == 1
    keeping.at_the_end()
    assert len(maintenance.backups(office)) == 1
    window.close()
    office.close()


def test_the_language_of_whoever_sat_here_last(tmp_path: Path, qapp: QApplication) -> None:
    assert language_last_used(tmp_path) is None
    kept = FilePreferences(tmp_path / "window-0123.ini")
    kept.put(LANGUAGE, "en")
    kept._settings.sync()
    assert language_last_used(tmp_path) == "en"
