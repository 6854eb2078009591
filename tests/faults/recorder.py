"""The recorder (`packaging/faults/recorder.c`): compiled once, loaded into a Python, told what to do."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCE: Final = ROOT / "packaging" / "faults" / "recorder.c"


def may_record() -> bool:
    """Whether this machine can: Linux with a C compiler."""
    return sys.platform.startswith("linux") and shutil.which("cc") is not None


@cache
def library() -> Path:
    """The compiled recorder; raises `CalledProcessError` with what the compiler says."""
    if preloaded := os.environ.get("LD_PRELOAD"):
        return Path(preloaded)
    made = Path(tempfile.mkdtemp(prefix="recorder-")) / "recorder.so"
    flags = ("-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC")
    subprocess.run(["cc", *flags, "-o", made, SOURCE, "-ldl", "-lpthread"], check=True)
    return made


def recorded(module: str, arguments: Sequence[str]) -> str:
    """Run a module of the tests in a Python that has the recorder loaded; what it printed."""
    environment = {**os.environ, "LD_PRELOAD": str(library()), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    return done.stdout


@cache
def _loaded() -> Any:
    return ctypes.CDLL(str(library()))


def record(root: Path, log: Path | None) -> None:
    """From now on write down what happens below `root`; with no log only watch it."""
    _loaded().faults_record(os.fsencode(root), os.fsencode(log) if log else None)


def fail(nth: int, error: int, *, stays: bool) -> None:
    """Let the n-th call from now on fail; 0 for none.  An error of 0 is a short write."""
    _loaded().faults_fail(nth, error, int(stays))


def count() -> int:
    """How many calls there were since `fail`."""
    return int(_loaded().faults_count())
