"""Speaking to the developer, and calling other programs on their behalf."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path


class Stop(Exception):
    """The command cannot go on; the text says what happened and what to do."""


def say(text: str) -> None:
    """One line to the developer, seen at once even where the output goes to a file."""
    print(text, flush=True)


def call(command: Iterable[object], folder: Path, settings: Mapping[str, str] | None = None) -> int:
    """Run a program in `folder` with its output on our screen; return its exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1", **(settings or {})}
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=folder, env=environment, check=False).returncode


def call_quietly(
    command: Iterable[object], folder: Path, settings: Mapping[str, str] | None = None
) -> int:
    """Like `call`, for programs that talk much: their words are shown only when they fail."""
    environment = {**os.environ, **(settings or {})}
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=folder,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        say(done.stdout)
    return done.returncode
