"""The pictures of the program: everything there is to show has a scene, a scene makes a picture."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from shooting.programme import SCENES

from sachmatuy_desktop.ui.dialogs.kit import Sheet
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.page import Page

ROOT = Path(__file__).resolve().parents[1]
SHOWN = {each.shows for each in SCENES}


def kinds_of(base: type) -> set[type]:
    """The classes of the program that are made of `base`."""
    found: set[type] = set()
    for each in base.__subclasses__():
        found |= {each} | kinds_of(each)
    return {each for each in found if each.__module__.startswith("sachmatuy_desktop.ui.")}


def shoot(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    script = ROOT / "packaging" / "shots.py"
    command = [sys.executable, str(script), "--out", str(folder), *words]
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    return subprocess.run(command, env=settings, capture_output=True, encoding="utf-8", check=False)


def test_every_page_has_its_picture() -> None:
    assert len(kinds_of(Page)) == len(PAGES)
    assert kinds_of(Page) <= SHOWN


def test_every_dialog_has_its_picture() -> None:
    assert kinds_of(QDialog) - {Sheet} <= SHOWN


def test_no_two_scenes_share_a_name() -> None:
    names = [each.name for each in SCENES]
    assert len(names) == len(set(names))


@pytest.mark.slow
def test_a_scene_becomes_a_picture_of_its_size(tmp_path: Path) -> None:
    done = shoot(tmp_path, "--only", "first-run-kind", "--language", "en")
    assert done.returncode == 0, done.stderr
    picture = (tmp_path / "en-first-run-kind.png").read_bytes()
    width, height = struct.unpack(">II", picture[16:24])
    assert (width, height) == (900, 600)
    assert len(picture) > 5_000
    assert "en-first-run-kind.png" in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_name_that_no_scene_has_is_a_usage_error(tmp_path: Path) -> None:
    done = shoot(tmp_path, "--only", "no-such-scene")
    assert done.returncode == 2
    assert "first-run-welcome" in done.stdout
