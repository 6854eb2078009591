"""A restored office comes into its folder whole or not at all, wherever it is cut off.

The power cut at any call, the process killed, each call failing: `tests/faults`.  Here is what is
found then, told move by move.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.storage.lockfile import take_lock
from sachmatuy_desktop.storage.swapping import (
    NOTE,
    STAGING,
    is_cut_off,
    put_in_place,
    settle,
    settle_locked,
)
from tests.offices import TestClock

OLD = ("office.db", "office.db-wal", "files", "keys.a", "keys.b")
NEW = ("files", "keys.a", "keys.b", "office.db")
ASIDE = "replaced-20260302-080000"

Picture = dict[str, str]
"""What a folder holds: path to text."""

BEFORE: Picture = {
    "office.db": "old",
    "office.db-wal": "old log",
    "keys.a": "old a",
    "keys.b": "old b",
    "files/1": "old file",
}
COMING: Picture = {"office.db": "new", "keys.a": "new a", "keys.b": "new b", "files/2": "new file"}
AFTER: Picture = COMING | {f"{ASIDE}/{name}": text for name, text in BEFORE.items()}

MOVES = (
    *((name, f"{ASIDE}/{name}") for name in OLD),
    *((f"{STAGING}/{name}", name) for name in NEW),
)
"""Every renaming in its order, as a disk may have done only the first so many of them."""


def laid(folder: Path, picture: Picture) -> Path:
    for name, text in picture.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def picture_of(folder: Path) -> Picture:
    """All but the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != "app.lock"
    }


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office, and another that waits to take its place."""
    folder = laid(tmp_path / "office", BEFORE)
    laid(folder / STAGING, COMING)
    return folder


@pytest.fixture
def decided(office: Path) -> Path:
    """The same, written down, and nothing moved yet."""
    kept = office.with_name("kept")
    shutil.copytree(office, kept)
    note = noted(office)
    shutil.rmtree(office)
    kept.replace(office)
    (office / NOTE).write_bytes(note)
    return office


def noted(office: Path) -> bytes:
    """What is written down before anything moves: seen through a folder that takes no files."""
    held: list[bytes] = []
    (office / ASIDE.replace("80000", "80000-1")).parent.mkdir(exist_ok=True)
    real = os.replace

    def watched(source: str | Path, target: str | Path) -> None:
        if not held and (office / NOTE).exists():
            held.append((office / NOTE).read_bytes())
        real(source, target)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Path, "replace", lambda self, target: watched(self, target))
        put_in_place(office, OLD, NEW, ASIDE)
    return held[0]


def moved(folder: Path, count: int) -> Path:
    """The first so many moves done."""
    for source, target in MOVES[:count]:
        (folder / target).parent.mkdir(exist_ok=True)
        (folder / source).rename(folder / target)
    return folder
