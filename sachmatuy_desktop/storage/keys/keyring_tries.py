"""Failed unlocks slow the next one down (1, 2, 4 … 60 seconds) and never destroy anything.

The count lies beside the key file in `tries.json`.  A try is counted before it is made, so ending
the program half-way does not make it free.  Whether it failed is put down afterwards: a power cut
while somebody types the right passphrase must not look as if a failure had been hidden.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from sachmatuy_desktop.domain.dates import parse_moment
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.storage.atomic import disk_speaks, write_atomically
from sachmatuy_desktop.storage.strict_json import Fields, parse_object

TRIES_NAME = "tries.json"
LONGEST_WAIT = 60


def seconds_to_wait(folder: Path, now: datetime) -> int:
    """How long the next unlock must still wait; 0 means it may be tried.

    The clock is only trusted within the wait itself: one set back by years locks nobody out.
    """
    failed, _settled, last = _read(folder)
    if not failed or last is None:
        return 0
    wait = min(LONGEST_WAIT, 1 << min(failed - 1, 6))
    return max(0, wait - int(abs((now - last).total_seconds())))


def failed_tries(folder: Path) -> int:
    """How many tries failed since the last good one."""
    return _read(folder)[0]


def settled_tries(folder: Path) -> int:
    """How many of them are known to have failed: the others were cut off, with no answer given."""
    return _read(folder)[1]


def count_try(folder: Path, now: datetime) -> None:
    """Count one more try as failed; `forget_tries` takes it back after a good one."""
    failed, settled, _last = _read(folder)
    _write(folder, failed + 1, settled, now)


def settle_tries(folder: Path) -> None:
    """The tries that are counted have failed, and the log of tries knows of it."""
    failed, _settled, last = _read(folder)
    if last is not None:
        _write(folder, failed, failed, last)


def forget_tries(folder: Path) -> None:
    """Start again from no failed try."""
    path = folder / TRIES_NAME
    with disk_speaks(path):
        path.unlink(missing_ok=True)


def _write(folder: Path, failed: int, settled: int, last: datetime) -> None:
    note = {"failed": failed, "settled": settled, "last": last.isoformat(timespec="seconds")}
    write_atomically(folder / TRIES_NAME, json.dumps(note).encode())


def _read(folder: Path) -> tuple[int, int, datetime | None]:
    """Tries, those known to have failed (all, in an older file), and the last one's moment; a file
    that tells nothing counts as none.
    """
    try:
        note = Fields(parse_object((folder / TRIES_NAME).read_bytes(), TRIES_NAME), TRIES_NAME)
        failed = note.number("failed")
        settled = note.number("settled") if "settled" in note else failed
        return failed, min(settled, failed), parse_moment(note.moment("last"))
    except (OSError, KnownError):
        return 0, 0, None
