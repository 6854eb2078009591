"""The drawings: each one used, each one drawable, with the licence of the set beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

import sachmatuy_desktop.ui
from sachmatuy_desktop.paths import resources_folder
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.icons import icon, pixmap

FOLDER = resources_folder() / "icons"
DRAWINGS = sorted(path.stem for path in FOLDER.glob("*.svg"))


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_drawn_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    picture = pixmap(name, theme.ACCENT, 48).toImage()
    inked = [
        picture.pixelColor(x, y)
        for x in range(48)
        for y in range(48)
        if picture.pixelColor(x, y).alpha() == 255
    ]
    assert inked
    wanted = QColor(theme.ACCENT)
    assert all(
        abs(colour.red() - wanted.red()) <= 1
        and abs(colour.green() - wanted.green()) <= 1
        and abs(colour.blue() - wanted.blue()) <= 1
        for colour in inked
    )
    assert not icon(name).isNull()


def test_only_what_is_used_is_kept() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(sachmatuy_desktop.ui.__path__[0]).rglob("*.py")
    )
    assert [name for name in DRAWINGS if f'"{name}"' not in source] == []


def test_the_licence_of_the_set_lies_beside_it() -> None:
    licence = (FOLDER / "LICENSE").read_text(encoding="utf-8")
    assert "ISC License" in licence
    assert "Cole Bemis" in licence
