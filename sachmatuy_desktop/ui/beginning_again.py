"""After locking the program begins again, in another process that has never held a key."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Locked", "begin_again", "command_again", "locked_before"]

_NAME: Final = "SACHMATUY_LOCKED"
"""In the environment rather than on the command line: other accounts of the PC can read those."""


@dataclass(frozen=True)
class Locked:
    """What was locked: the office's folder, and whose window it was."""

    folder: Path
    account: str
    training: bool = False


def locked_before(environment: MutableMapping[str, str] = os.environ) -> Locked | None:
    """What the process before this one locked; told once, so that no child hears it."""
    told = environment.pop(_NAME, None)
    if told is None:
        return None
    folder, account, training = json.loads(told)
    return Locked(Path(folder), account, training)


def command_again(
    original: Sequence[str] = tuple(sys.orig_argv), given: Sequence[str] | None = None
) -> list[str]:
    """The command that started this process, without a bundle: that was taken in already."""
    given = sys.argv[1:] if given is None else given
    kept = [each for each in given if not each.lower().endswith(".smt")]
    if getattr(sys, "frozen", False):
        return [sys.executable, *kept]
    return [sys.executable, *original[1 : len(original) - len(given)], *kept]


def begin_again(locked: Locked) -> int:
    """Put another process in the place of this one; its memory is gone with it.

    Elsewhere than on Windows this does not come back.  Where no process can be started (the program
    was moved, a virus scanner is in the way) this one ends all the same: it is locked.
    """
    told = json.dumps([str(locked.folder), locked.account, locked.training])
    environment = {**os.environ, _NAME: told}
    if getattr(sys, "frozen", False):
        environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    command = command_again()
    try:
        if sys.platform == "win32":  # pragma: no cover  (there `exec` leaves the console confused)
            subprocess.Popen(command, env=environment, close_fds=True)  # noqa: S603
        else:
            os.execve(command[0], command, environment)  # noqa: S606
    except OSError:
        return 1
    return 0
