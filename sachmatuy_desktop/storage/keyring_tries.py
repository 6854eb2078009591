"""Failed unlocks slow the next one down (1, 2, 4 … 60 seconds) and never destroy anything.

The count lies beside the key file in `tries.json`.  A try is counted before it is made, so ending
the program half-way does not make it free.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from sachmatuy_desktop.domain.dates import parse_moment
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.storage.atomic import disk_speaks, write_atomically
from sachmatuy_desktop.storage.keyring_json import Fields, parse_object

TRIES_NAME = "tries.json"
LONGEST_WAIT = 60


def seconds_to_wait(folder: Path, now: datetime) -> int:
    """How long the next unlock must still wait; 0 means it may be tried.

    The clock is only trusted within the wait itself: one set back by years locks nobody out.
    """
    failed, last = _read(folder)
    if not failed or last is None:
        return 0
    wait = min(LONGEST_WAIT, 1 << min(failed - 1, 6))
    return max(0, wait - int(abs((now - last).total_seconds())))


def failed_tries(folder: Path) -> int:
    """How many tries failed since the last good one."""
    return _read(folder)[0]


def count_try(folder: Path, now: datetime) -> None:
    """Count one more try as failed; `forget_tries` takes it back after a good one."""
    failed, _ = _read(folder)
    note = {"failed": failed + 1, "last": now.isoformat(timespec="seconds")}
    write_atomically(folder / TRIES_NAME, json.dumps(note).encode())


def forget_tries(folder: Path) -> None:
    """Start again from no failed try."""
    path = folder / TRIES_NAME
    with disk_speaks(path):
        path.unlink(missing_ok=True)


def _read(folder: Path) -> tuple[int, datetime | None]:
    """Failed tries and the last one's moment; a file that tells nothing counts as none."""
    try:
        note = Fields(parse_object((folder / TRIES_NAME).read_bytes(), TRIES_NAME), TRIES_NAME)
        return note.number("failed"), parse_moment(note.moment("last"))
    except (OSError, KnownError):
        return 0, None
