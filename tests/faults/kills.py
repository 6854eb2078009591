"""Processes killed at random moments of everything that changes something.

After each kill the office opens and is sound, it stands before or after the act, what was told done
is there, no file has its name unless it is whole, and the act can be done again to the same end.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from tests.faults.acts import (
    ACTS,
    Broken,
    Ends,
    all_files,
    bring,
    closely,
    ends_of,
    judge,
    lay_out,
    set_stage,
    state_of,
)
from tests.faults.table import Run
from tests.storage.test_faults import all_heard, child

WORKERS = 2


@dataclass(frozen=True)
class Timed:
    """An act that was watched once: its states, and how long it takes, in seconds."""

    ends: Ends
    lasts: float


def _act(say: Connection, name: str, folder: Path) -> None:
    ACTS[name].do(folder, say.send)


def _watched(stage: Path, folder: Path, name: str) -> Timed:
    ends, _said = ends_of(stage, folder, name)
    lay_out(stage, folder, name)
    with child(_act, name, folder) as (hear, _kill):
        hear.recv()
        begun = time.monotonic()
        all_heard(hear)
        return Timed(ends, time.monotonic() - begun)


def kill_one(
    stage: Path, folder: Path, name: str, wait: float, ends: Ends, *, repeated: bool = True
) -> str:
    """Kill one act after so many seconds; how it stands then.  Raises `Broken`."""
    lay_out(stage, folder, name)
    with child(_act, name, folder) as (hear, kill):
        said = [hear.recv()]
        threading.Event().wait(wait)
        kill()
        said += all_heard(hear)
    stands = judge(name, folder, ends, said, all_files if ACTS[name].files else closely)
    if repeated and ACTS[name].again:
        bring(stage, folder, name)
        ACTS[name].do(folder, lambda _word: None)
        found = state_of(folder)
        if ends.place_of(found) != len(ends.states) - 1:
            msg = f"done again it comes to another end: {ends.nearest(found)}"
            raise Broken(msg)
    return stands


def some(count: int, until: float, seed: int, names: Sequence[str] = ()) -> Run:
    """So many kills, or as many as there is time for; `until` is a moment of `time.monotonic`."""
    chance = random.Random(seed)  # noqa: S311
    run = Run("Kills", "kills")
    names = names or tuple(ACTS)
    with tempfile.TemporaryDirectory(prefix="kills-") as text:
        stage = Path(text)
        set_stage(stage)
        timed: dict[str, Timed] = {}
        for number in range(count):
            if time.monotonic() > until:
                break
            name = names[number % len(names)]
            if name not in timed:
                timed[name] = _watched(stage, stage / "một lần", name)
            wait = timed[name].lasts * chance.uniform(0.0, 1.1)
            folder = stage / "một lần"
            try:
                told = kill_one(
                    stage, folder, name, wait, timed[name].ends, repeated=number % 4 == 0
                )
                run.add(name, told)
            except Exception as error:
                run.fail(name, f"seed {seed}, number {number}: {type(error).__name__}: {error}")
                shutil.copytree(folder, Path(tempfile.mkdtemp(prefix="broken-")) / "office")
    return run.ended()


def run(count: int, seconds: float, seed: int) -> Run:
    """Kill on all workers."""
    whole = Run("Kills: processes ended by SIGKILL", "kills")
    until = time.monotonic() + seconds
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        share = -(-count // WORKERS)
        parts = [pool.submit(some, share, until, seed + at) for at in range(WORKERS)]
        for each in parts:
            whole.take(each.result())
    whole.notes.append("0 acknowledged changes lost, 0 half states" if not whole.broken else "")
    return whole.ended()
