"""The power cut at any call to the disk, and any of what was not flushed kept, dropped or torn.

Every act of `acts` is done once while the recorder writes down what it does to the disk (see
`packaging/faults/recorder.c`, and `disk` for the model).  Then the disk is laid out as it may be
found after a cut at a random call, and opened: before or after the act, never between, and nothing
that was told done is lost.  Every eighth is put through the program's own check as well, every
third of those with all backups and files beside it.  The controls prove that this can see: with
`synchronous=OFF` more than half of the states of an edit must be broken, with `NORMAL` more than a
tenth must have lost some.
"""

from __future__ import annotations

import json
import math
import os
import pickle
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from sachmatuy_desktop.storage import engine
from tests.faults import recorder
from tests.faults.acts import (
    ACTS,
    Ends,
    all_files,
    closely,
    judge,
    lay_out,
    quickly,
    set_stage,
    state_of,
)
from tests.faults.disk import Call, Disk, Kind, Names, read_log
from tests.faults.table import Run

WORKERS: Final = 2
SAID: Final = "said"
"""The file that acts tell in what they have done: recorded in its place among the calls."""

AT_A_TIME: Final = 50
"""States of one act before the next has its turn, so that a run stopped by the clock saw all."""

MOST_TURNS: Final = 4_000

CONTROLS: Final[Mapping[str, float]] = {"OFF": 0.5, "NORMAL": 0.1}
"""The share of states that must be broken under a setting that is too weak."""


# -- recording, in a Python with the recorder loaded -----------------------------------------------


def record_all(folder: Path, names: Sequence[str], synchronous: str) -> None:
    """Do acts below `folder/live` and leave what was recorded in `folder/NUMBER`."""
    engine._AFTER_KEY = tuple(  # type: ignore[assignment,misc]
        f"synchronous={synchronous}" if each.startswith("synchronous=") else each
        for each in engine._AFTER_KEY
    )
    stage, live = folder / "stage", folder / "live"
    stage.mkdir()
    set_stage(stage)
    for number, name in enumerate(names):
        _record_one(stage, live, folder / str(number), name)


def _record_one(stage: Path, live: Path, out: Path, name: str) -> None:
    out.mkdir()
    lay_out(stage, live, name)
    shutil.copytree(live, out / "start")
    states = []

    def say(word: str) -> None:
        handle = os.open(live / SAID, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(handle, word.encode() + b"\n")
        os.close(handle)
        if ACTS[name].steps:
            recorder.record(live, None)
            shutil.copytree(live / "office", out / "copy" / "office")
            states.append(state_of(out / "copy"))
            shutil.rmtree(out / "copy")
            recorder.record(live, out / "log")

    recorder.record(live, out / "log")
    ACTS[name].do(live, say)
    recorder.record(live, None)
    if not ACTS[name].steps:
        shutil.copytree(out / "start", out / "copy")
        states = [state_of(out / "copy"), state_of(live)]
        shutil.rmtree(out / "copy")
    (out / "ends").write_bytes(pickle.dumps(Ends(states)))


# -- cutting ---------------------------------------------------------------------------------------


@dataclass
class Tape:
    """An act that was recorded, played up to some call."""

    name: str
    disk: Disk
    calls: list[Call]
    ends: Ends

    @classmethod
    def of(cls, folder: Path, live: Path, name: str) -> Tape:
        """From what `record_all` left."""
        ends = pickle.loads((folder / "ends").read_bytes())  # noqa: S301  (we wrote it)
        calls = read_log(folder / "log", live)
        return cls(name, Disk(folder / "start"), calls, ends)

    def played(self) -> Iterator[tuple[int, list[str]]]:
        """Play one call after the other: its number, and what had been told by then."""
        said: list[str] = []
        telling: set[int] = set()
        for number, call in enumerate(self.calls):
            if call.kind is Kind.OPEN and call.path == SAID:
                telling.add(call.fd)
            elif call.kind is Kind.OPEN:
                telling.discard(call.fd)
                self.disk.play(call)
            elif call.kind is Kind.WRITE and call.fd in telling:
                said.append(call.more.decode().strip())
            else:
                self.disk.play(call)
            yield number, said


def cut(
    recorded: Path, name: str, each: int, seed: int, until: float, models: Sequence[Names]
) -> Run:
    """About `each` states of one act, spread over its calls."""
    chance = random.Random(f"{seed} {name}")  # noqa: S311
    run = Run("Power cuts", "states")
    folder = Path(tempfile.mkdtemp(prefix="cut-"))
    tape = Tape.of(recorded, recorded.parent / "live", name)
    share, tried = each / max(len(tape.calls), 1), 0
    for number, said in tape.played():
        for turn in range(int(share) + (chance.random() < share % 1)):
            if time.monotonic() > until:
                break
            model = models[(number + turn) % len(models)]
            state = f"{seed} {name} {number} {turn}"
            shutil.rmtree(folder)
            folder.mkdir()
            tape.disk.lay_out(folder, model, random.Random(state))  # noqa: S311
            try:
                look = all_files if tried % 24 == 0 else closely if tried % 8 == 0 else quickly
                tried += 1
                run.add(name, judge(name, folder, tape.ends, said, look))
            except Exception as error:
                run.fail(
                    name, f"{model} {state} after {said[-1:]}: {type(error).__name__}: {error}"
                )
    shutil.rmtree(folder)
    return run


def recorded_acts(folder: Path, names: Sequence[str], synchronous: str = "FULL") -> None:
    """Have acts recorded by a Python of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    recorder.recorded("tests.faults.cuts", [str(folder), synchronous, json.dumps(list(names))])


def run(
    count: int,
    seconds: float,
    seed: int,
    names: Sequence[str] = (),
    workers: int = WORKERS,
    controls: Mapping[str, float] = CONTROLS,
) -> Run:
    """Cut the power of every act, and of the controls a twentieth as often."""
    whole = Run("Power cuts: unflushed writes kept, dropped, torn at 512 bytes", "states")
    if not recorder.may_record():
        whole.notes.append("not tried: it needs Linux with a C compiler (cc)")
        return whole.ended()
    until = time.monotonic() + seconds
    names = names or tuple(ACTS)
    models = (Names.AT_ONCE, Names.IN_ORDER)
    with tempfile.TemporaryDirectory(prefix="cuts-") as text:
        folder = Path(text)
        recorded_acts(folder / "FULL", names)
        each = count // len(names) + 1
        jobs = [
            (folder / "FULL" / str(at), name, min(AT_A_TIME, each), seed + turn)
            for turn in range(min(-(-each // AT_A_TIME), MOST_TURNS))
            for at, name in enumerate(names)
        ]
        if workers == 1:
            for job in jobs:
                whole.take(cut(*job, until, models))
        else:
            with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
                for part in [pool.submit(cut, *job, until, models) for job in jobs]:
                    whole.take(part.result())
        for word, least in controls.items():
            recorded_acts(folder / word, ["edit"], word)
            # A run that the clock has stopped still proves that it could see.
            place = folder / word / "0"
            control = cut(place, "edit", min(max(each // 2, 60), 500), seed, math.inf, models)
            share = len(control.broken) / max(control.total, 1)
            told = f"control synchronous={word}: {share:.0%} of {control.total:,} states broken"
            whole.notes.append(f"{told} (must be over {least:.0%})")
            if share <= least:
                whole.broken.append(told)
    return whole.ended()


if __name__ == "__main__":
    record_all(Path(sys.argv[1]), json.loads(sys.argv[3]), sys.argv[2])
