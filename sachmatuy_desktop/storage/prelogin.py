"""Failed logins, kept until somebody comes in: before that nothing can be written to the journal.

Each is sealed to the machine's age recipient, which the key file shows, and appended to
`prelogin.log` beside it (mode 0600).  Whoever reads the file learns when it grew and no more: which
account was tried is inside.  At most 64 kB: then the oldest half is let go, and its count is kept
in the first line.  `tries.json` counts the tries since the last good one by itself, so a log that
was deleted has fewer lines than that says.
"""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyrage
from pyrage import x25519

from sachmatuy_desktop.storage.atomic import disk_speaks, write_atomically
from sachmatuy_desktop.storage.keyring_device import DeviceKeys
from sachmatuy_desktop.storage.keyring_json import canonical

__all__ = ["LARGEST", "NAME", "Failed", "Waiting", "forget", "note", "read"]

NAME: Final = "prelogin.log"
LARGEST: Final = 64 << 10


@dataclass(frozen=True, slots=True)
class Failed:
    """One failed login: when, and as which account; "?" where there is none of that name."""

    at: str
    account: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in the log; `let_go` more were too many for it, `unread` do not open."""

    failed: tuple[Failed, ...] = ()
    let_go: int = 0
    unread: int = 0

    @property
    def count(self) -> int:
        """How many tries the log knows of."""
        return len(self.failed) + self.let_go + self.unread


def note(folder: Path, recipient: str, failed: Failed) -> None:
    """Append one failed login.  Raises `StorageTrouble`."""
    path = folder / NAME
    plain = canonical({"at": failed.at, "account": failed.account})
    sealed = pyrage.encrypt(plain, [x25519.Recipient.from_str(recipient)])
    line = base64.b64encode(sealed) + b"\n"
    with disk_speaks(path):
        if path.exists() and path.stat().st_size + len(line) > LARGEST:
            _let_half_go(path)
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, line)
            os.fsync(file)
        finally:
            os.close(file)


def read(folder: Path, device: DeviceKeys) -> Waiting:
    """What waits, opened with the machine's keys, present or former."""
    let_go, lines = _lines(folder / NAME)
    identities = [device.age_identity, *(each.age_identity for each in device.retired)]
    opened = [_open(line, identities) for line in lines]
    known = tuple(each for each in opened if each is not None)
    return Waiting(known, let_go, len(opened) - len(known))


def forget(folder: Path) -> None:
    """All of it is in the journal now."""
    path = folder / NAME
    with disk_speaks(path):
        path.unlink(missing_ok=True)


def _open(line: bytes, identities: list[x25519.Identity]) -> Failed | None:
    try:
        said = json.loads(pyrage.decrypt(base64.b64decode(line, validate=True), identities))
        return Failed(str(said["at"])[:40], str(said["account"])[:40])
    except (pyrage.DecryptError, ValueError, KeyError, TypeError):
        return None


def _lines(path: Path) -> tuple[int, list[bytes]]:
    """How many were let go, and the lines that are left."""
    try:
        with path.open("rb") as file:
            lines = file.read(2 * LARGEST).splitlines()
    except OSError:
        return 0, []
    if lines and lines[0].startswith(b"#"):
        count = lines[0][1:].strip()
        return (int(count) if count.isdigit() and len(count) < 10 else 0), lines[1:]
    return 0, lines


def _let_half_go(path: Path) -> None:
    let_go, lines = _lines(path)
    half = len(lines) // 2
    kept = [b"# %d" % (let_go + half), *lines[half:]]
    write_atomically(path, b"\n".join(kept) + b"\n")
