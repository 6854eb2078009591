"""The pictures of the program: everything there is to show has a scene, a scene makes a picture."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import catalogue
import pytest
import shots
from PySide6.QtWidgets import QDialog
from shooting.programme import SCENES

from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.bulk import BulkDialog, UnderEachDialog
from sachmatuy_desktop.ui.dialogs.kit import Sheet
from sachmatuy_desktop.ui.dialogs.paper_dialog import PaperDialog
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.page import Page
from sachmatuy_desktop.ui.pages.tabbed import TabbedPage

ROOT = Path(__file__).resolve().parents[1]
MANUAL = ROOT / "resources" / "manual"
LARGEST = 150 * 1024  # bytes of one picture in the manual
SHOWN = {each.shows for each in SCENES}
MADE_INTO_OTHERS = {Sheet, ActSheet, BulkDialog, UnderEachDialog, PaperDialog}


def kinds_of(base: type) -> set[type]:
    """The classes of the program that are made of `base`, but for what only others are made of."""
    found: set[type] = set()
    made: list[type] = base.__subclasses__()
    for each in made:
        found |= {each} | kinds_of(each)
    ours = (each for each in found if each.__module__.startswith("sachmatuy_desktop.ui."))
    return {each for each in ours if not each.__name__.startswith("_")}


def shoot(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    script = ROOT / "packaging" / "shots.py"
    command = [sys.executable, str(script), "--out", str(folder), *words]
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    return subprocess.run(command, env=settings, capture_output=True, encoding="utf-8", check=False)


def test_every_page_has_its_picture() -> None:
    pages = kinds_of(Page) - {TabbedPage}
    assert len(pages) == len(PAGES)
    assert pages <= SHOWN


def test_every_dialog_has_its_picture() -> None:
    assert kinds_of(QDialog) - MADE_INTO_OTHERS <= SHOWN


def test_no_two_scenes_share_a_name() -> None:
    names = [each.name for each in SCENES]
    assert len(names) == len(set(names))


@pytest.mark.slow
def test_a_scene_becomes_a_picture_of_its_size(tmp_path: Path) -> None:
    done = shoot(tmp_path, "--only", "first-run-kind", "--language", "en")
    assert done.returncode == 0, done.stderr
    picture = (tmp_path / "en-first-run-kind.png").read_bytes()
    width, height = struct.unpack(">II", picture[16:24])
    assert (width, height) == (960, 650)
    assert len(picture) > 5_000
    assert "en-first-run-kind.png" in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_name_that_no_scene_has_is_a_usage_error(tmp_path: Path) -> None:
    done = shoot(tmp_path, "--only", "no-such-scene")
    assert done.returncode == 2
    assert "first-run-welcome" in done.stdout


# The users' manual


def manual() -> str:
    return (MANUAL / "huong-dan.md").read_text(encoding="utf-8")


def told_troubles() -> list[str]:
    """The sentences in the left column of the chapter «Khi có sự cố»."""
    chapter = manual().split("## 13.")[1].split("\n---")[0]
    rows = re.findall(r"^\| (.+?) \|", chapter, re.MULTILINE)
    return [row for row in rows if row != "Câu báo"]


def test_the_manual_shows_the_pictures_that_are_taken_for_it() -> None:
    shown = re.findall(r"\(images/(.+?)\.png\)", manual())
    assert sorted(shown) == sorted(shots.MANUAL)
    assert set(shots.MANUAL.values()) <= {each.name for each in SCENES}
    for name in shown:
        assert 5_000 < (MANUAL / "images" / f"{name}.png").stat().st_size <= LARGEST


def test_every_link_inside_the_manual_leads_to_a_heading() -> None:
    heads = re.findall(r"^#+ (.+)$", manual(), re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
    assert set(re.findall(r"\]\(#(.+?)\)", manual())) <= anchors


def test_the_troubles_in_the_manual_are_sentences_of_the_program() -> None:
    said = {
        re.sub(r"\{.+?\}", "…", str(message.id))
        for message in catalogue.gather(catalogue.Shelf(ROOT))
        if message.id
    }
    assert len(told_troubles()) > 20
    assert [each for each in told_troubles() if each not in said] == []
