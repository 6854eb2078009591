"""One call to the disk fails: the n-th, for every n of every act, with every error there is.

A full disk (all later calls fail too), a disk that reports an error, a folder that nobody may write
to any more, a write that only half happened.  Whatever call it is: the program says one sentence or
has done what it says, and the office stands before or after the act.  The recorder lets the calls
fail (see `packaging/faults/recorder.c`).  The other named faults are tests of their own; the table
`NAMED` says which, and `dev.py faults named` runs them all.
"""

from __future__ import annotations

import errno
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.errors import KnownError
from tests.faults import NAMED, recorder
from tests.faults.acts import (
    ACTS,
    Broken,
    Ends,
    all_files,
    closely,
    ends_of,
    judge,
    lay_out,
    must,
    set_stage,
)
from tests.faults.table import Run
from tests.storage.test_faults import all_heard, child
from tests.sync.damage.judge import sentence


@dataclass(frozen=True)
class Fault:
    """What a call says; `stays` when all later ones say it too."""

    error: int
    stays: bool = False


FAULTS: Final = {
    "disk full": Fault(errno.ENOSPC, stays=True),
    "disk error": Fault(errno.EIO),
    "not allowed": Fault(errno.EACCES, stays=True),
    "short write": Fault(0, stays=True),
}
_NONE: Final = 1 << 30

ALL: Final = _NONE
"""More cases than there are: before a release each is tried, every call with every error."""

WORKERS: Final = 2


# -- in a Python with the recorder loaded ----------------------------------------------------------


def _act(say: Connection, name: str, folder: Path, nth: int, fault: Fault) -> None:
    recorder.record(folder, None)
    recorder.fail(nth, fault.error, stays=fault.stays)
    try:
        ACTS[name].do(folder, say.send)
    except KnownError as error:
        say.send(f"told {sentence(error)}")
    except BaseException as error:
        where = "".join(traceback.format_tb(error.__traceback__)[-4:])
        say.send(f"BUG {type(error).__name__}: {error}\n{where}")
    say.send(f"calls {recorder.count()}")


def hindered(
    stage: Path, folder: Path, name: str, nth: int, fault: Fault, ends: Ends
) -> tuple[str, int]:
    """How an act stands when its n-th call failed, and how many calls there were."""
    lay_out(stage, folder, name)
    with child(_act, name, folder, nth, fault) as (hear, _kill):
        heard = all_heard(hear)
    must(bool(heard) and heard[-1].startswith("calls "), f"the process died: {heard[-1:]}")
    for each in heard:
        if each.startswith("BUG"):
            raise Broken(each)
    said = [each for each in heard if not each.startswith(("told ", "calls "))]
    told = any(each.startswith("told ") for each in heard)
    stands = judge(name, folder, ends, said, all_files if ACTS[name].files else closely)
    finished = "done" in said or (ACTS[name].steps and stands == "after")
    must(told or finished, f"neither done nor told: {heard}")
    return f"{'told' if told else 'done'}, {stands}", int(heard[-1].split()[1])


def every_call(folder: Path, count: int, seconds: float, seed: int, worker: int) -> Run:
    """So many of a worker's share of all cases (act, n-th call, fault), in an order thrown by dice.

    Each has every so-many-th call of every act: together they have them all.
    """
    run, until = Run("Calls that fail", "calls"), time.monotonic() + seconds
    stage, live = folder / "stage", folder / "live"
    stage.mkdir(parents=True)
    set_stage(stage)
    ends, cases = {}, []
    for name in ACTS:
        ends[name], _said = ends_of(stage, live, name)
        _told, calls = hindered(stage, live, name, _NONE, FAULTS["disk error"], ends[name])
        own = range(1 + worker, calls + 1, WORKERS)
        cases += [(name, nth, word) for nth in own for word in FAULTS]
    random.Random(seed).shuffle(cases)  # noqa: S311
    for name, nth, word in cases[:count]:
        if time.monotonic() > until:
            break
        try:
            told, _calls = hindered(stage, live, name, nth, FAULTS[word], ends[name])
            run.add(f"{name}, {word}", told)
        except Exception as error:
            run.fail(f"{name}, {word}", f"call {nth}: {type(error).__name__}: {error}")
    run.notes.append(f"{min(run.total, len(cases)):,} of the {len(cases):,} cases of a worker")
    return run


# -- the command -----------------------------------------------------------------------------------


def run(count: int, seconds: float, seed: int) -> Run:
    """The tests of the table, then calls that fail."""
    whole = Run("Named faults: one sentence, and the state before or after", "faults")
    nodes = [f"{file}::{test}" for file, held in NAMED.items() for test in held.values()]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *nodes]
    done = subprocess.run(
        command, cwd=recorder.ROOT, check=False, stdout=subprocess.PIPE, encoding="utf-8"
    )
    if done.returncode:
        whole.fail("tests of the table", done.stdout[-2000:])
    else:
        passed = re.search(r"(\d+) passed", done.stdout)
        whole.add("tests of the table", "passed", int(passed[1]) if passed else 0)
    if not recorder.may_record():
        whole.notes.append("calls that fail not tried: it needs Linux with a C compiler (cc)")
        return whole.ended()
    told = str(min(seconds, 1e9))
    share = str(min(-(-count // WORKERS), _NONE))
    with tempfile.TemporaryDirectory(prefix="calls-") as folder, ThreadPoolExecutor() as pool:
        recorder.library()
        given = [
            [str(Path(folder, str(worker))), share, told, str(seed), str(worker)]
            for worker in range(WORKERS)
        ]
        for printed in pool.map(partial(recorder.recorded, "tests.faults.named"), given):
            _take(whole, json.loads(printed.splitlines()[-1]))
    return whole.ended()


def _take(whole: Run, found: dict[str, Any]) -> None:
    """Add what a worker printed."""
    for what, outcomes in found["outcomes"].items():
        for outcome, number in outcomes.items():
            whole.add(what, outcome, number)
    whole.broken += found["broken"]
    whole.notes += found["notes"]


if __name__ == "__main__":
    place, *numbers = sys.argv[1:]
    count, seconds, seed, worker = numbers
    made = every_call(Path(place), int(count), float(seconds), int(seed), int(worker))
    print(json.dumps(made.as_json()))
