"""A restored office comes into its folder whole or not at all, wherever it is cut off.

The power cut at any call, the process killed, each call failing: `tests/faults`.  Here is what is
found then, told move by move.
"""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.storage.backups.swapping import (
    NOTE,
    STAGING,
    decide,
    is_cut_off,
    put_in_place,
    settle,
    sweep,
)
from sachmatuy_desktop.storage.lockfile import take_lock
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
    decide(office, OLD, NEW, ASIDE)
    return office


def moved(folder: Path, count: int) -> Path:
    """The first so many moves done."""
    for source, target in MOVES[:count]:
        (folder / target).parent.mkdir(exist_ok=True)
        (folder / source).rename(folder / target)
    return folder


def settled(folder: Path) -> Picture:
    settle(folder, TestClock().clock)
    return picture_of(folder)


def test_what_is_decided_takes_place_and_what_it_replaces_lies_aside(office: Path) -> None:
    assert put_in_place(office, OLD, NEW, ASIDE) == office / ASIDE
    assert picture_of(office) == AFTER
    assert not is_cut_off(office)


def test_in_a_blank_folder_nothing_is_replaced(tmp_path: Path) -> None:
    laid(tmp_path / STAGING, COMING)
    assert put_in_place(tmp_path, OLD, NEW, ASIDE) is None
    assert picture_of(tmp_path) == COMING


@pytest.mark.parametrize("count", range(len(MOVES) + 1))
def test_cut_off_after_any_move_it_is_finished_by_whoever_comes_next(
    decided: Path, count: int
) -> None:
    assert settled(moved(decided, count)) == AFTER
    assert not is_cut_off(decided)
    assert not (decided / STAGING).exists()


@pytest.mark.parametrize("count", range(len(MOVES)))
def test_copied_without_the_office_that_waits_the_old_one_is_back(
    decided: Path, count: int, tmp_path: Path
) -> None:
    copy = tmp_path / "bản chép"
    shutil.copytree(moved(decided, count), copy, ignore=shutil.ignore_patterns(STAGING))
    assert settled(copy) == BEFORE
    assert [each.name for each in copy.iterdir() if each.name.startswith("replaced")] == []


@pytest.mark.parametrize("count", range(len(MOVES)))
def test_where_what_waits_is_no_longer_whole_the_old_one_is_back(decided: Path, count: int) -> None:
    (moved(decided, count) / STAGING / "office.db").write_bytes(b"ne")
    assert settled(decided) == BEFORE


def test_copied_elsewhere_with_all_that_lies_in_it_it_is_finished_there(
    decided: Path, tmp_path: Path
) -> None:
    shutil.copytree(moved(decided, 4), tmp_path / "ổ khác")
    assert settled(tmp_path / "ổ khác") == AFTER


def test_a_note_that_comes_back_later_moves_nothing(decided: Path) -> None:
    """Its removal was the last that a power cut could take back; people have worked since."""
    note = (decided / NOTE).read_bytes()
    settled(decided)
    laid(decided, {"office.db": "worked on", "office.db-wal": "and saved", NOTE: note.decode()})
    assert settled(decided) == AFTER | {"office.db": "worked on", "office.db-wal": "and saved"}


@pytest.mark.parametrize("text", ["", "{}", "\x00" * 90, '{"into": [{"name": "../a"}]}'])
def test_a_note_that_says_nothing_moves_nothing(office: Path, text: str) -> None:
    laid(office, {NOTE: text})
    assert settled(office) == BEFORE


@pytest.mark.parametrize("name", ["../office.db", "/etc/hosts", "a/b", "..", ""])
def test_a_note_names_nothing_outside_the_folder(decided: Path, name: str) -> None:
    text = (decided / NOTE).read_text(encoding="utf-8")
    for mine in ("keys.a", ASIDE):
        laid(decided, {NOTE: text.replace(f'"{mine}"', f'"{name}"')})
        laid(decided / STAGING, COMING)
        assert settled(decided) == BEFORE


def test_no_folder_of_an_earlier_restoring_is_written_into(office: Path) -> None:
    laid(office, {f"{ASIDE}/office.db": "older still"})
    assert put_in_place(office, OLD, NEW, ASIDE) == office / f"{ASIDE}-1"
    assert (office / ASIDE / "office.db").read_text(encoding="utf-8") == "older still"


def test_while_somebody_has_the_folder_nobody_else_moves(decided: Path) -> None:
    clock = TestClock().clock
    with take_lock(decided, "Khôi phục", clock.now()), pytest.raises(StorageTrouble) as told:
        settle(decided, clock)
    assert "Khôi phục" in str(told.value.values)
    assert picture_of(decided).items() >= BEFORE.items()


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("nth", range(1, len(MOVES) + 2))
def test_a_name_that_cannot_be_moved_is_a_sentence_and_no_half_office(
    office: Path, nth: int, lasting: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scanner holds the file, the right to write was taken away: for a moment, or for good.

    The first name is the note's own.
    """
    calls = 0
    real = os.replace

    def held(source: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == nth or (lasting and calls > nth):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        real(source, target)
        return target

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", held)
        with pytest.raises(StorageTrouble) as told:
            put_in_place(office, OLD, NEW, ASIDE)
    assert is_cut_off(office) == ("tự làm nốt" in told.value.message)
    if is_cut_off(office):
        assert settled(office) == AFTER
    else:
        sweep(office)
        assert picture_of(office) == BEFORE
