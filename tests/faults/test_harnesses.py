"""A short run of each harness; `dev.py faults` runs them for long."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest

from tests.faults import cuts, damage, kills, lives, recorder, tampering
from tests.faults.acts import ACTS
from tests.faults.disk import SECTOR, Call, Disk, File, Kind, Names
from tests.faults.table import Run

pytestmark = pytest.mark.slow

needs_cc = pytest.mark.skipif(not recorder.may_record(), reason="needs Linux with a C compiler")


def nothing_broke(run: Run, least: int) -> None:
    assert run.broken == []
    assert run.total >= least


def test_killed_in_every_act_it_is_before_or_after() -> None:
    nothing_broke(kills.some(len(ACTS), math.inf, 1), len(ACTS))


@needs_cc
def test_the_power_cut_anywhere_it_is_before_or_after() -> None:
    names = ("edit", "change a passphrase")
    control = {"OFF": cuts.CONTROLS["OFF"]}
    nothing_broke(cuts.run(60, math.inf, 1, names, workers=1, controls=control), 60)


def test_whatever_is_damaged_is_told_or_harmless() -> None:
    nothing_broke(damage.run(300, math.inf, 1, workers=1), 300)


def test_whatever_is_done_to_a_journal_is_found_by_what_must_find_it() -> None:
    cells = len(tampering.CELLS)
    nothing_broke(tampering.some(cells, math.inf, 1), cells)


def test_an_ordinary_life_raises_no_alarm() -> None:
    nothing_broke(lives.some(4, math.inf, 1), 4)


# -- the model of the disk -------------------------------------------------------------------------


def test_what_was_not_flushed_may_be_missing_and_what_was_is_there() -> None:
    file = File()
    file.waiting.append((0, b"a" * 2 * SECTOR))
    file.flush()
    file.waiting.append((SECTOR, b"b" * SECTOR))
    found = {file.after_cut(random.Random(each)) for each in range(40)}  # noqa: S311
    assert found == {b"a" * 2 * SECTOR, b"a" * SECTOR + b"b" * SECTOR}


def test_a_rename_is_sure_once_its_folder_is_flushed(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    disk.play(Call(Kind.OPEN, 5, 0o100, "a.part", b""))
    disk.play(Call(Kind.WRITE, 5, 0, "", b"x"))
    disk.play(Call(Kind.SYNC, 5, 0, "", b""))
    disk.play(Call(Kind.RENAME, -1, 0, "a.part", b"a"))

    def names() -> set[tuple[str, ...]]:
        found = set()
        for each in range(30):
            folder = tmp_path / str(each)
            folder.mkdir(exist_ok=True)
            disk.lay_out(folder, Names.IN_ORDER, random.Random(each))  # noqa: S311
            found.add(tuple(sorted(path.name for path in folder.iterdir())))
            for path in folder.iterdir():
                path.unlink()
        return found

    assert names() == {(), ("a",), ("a.part",)}
    disk.flush_names("")
    assert names() == {("a",)}
