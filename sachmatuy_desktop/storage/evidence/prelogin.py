"""Failed logins, kept until somebody comes in: before that nothing can be written to the journal.

Each is sealed to the machine's age recipient, which the key file shows, and appended to
`prelogin.log` beside it (mode 0600).  Whoever reads the file learns when it grew and no more: which
account was tried is inside.  At most 64 kB: then the oldest half is let go, and its count is kept
in the first line.  That line also bears a mark that the office file knows: a log that was deleted,
or an older one put back, has none or another.  `tries.json` counts the tries since the last good
one by itself, so a log that was only shortened has fewer lines than that says.  Whoever puts back
both files as they were right after the last login is not noticed: nothing here is older than what
he kept.
"""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyrage
from pyrage import x25519

from sachmatuy_desktop.storage.atomic import disk_speaks, write_atomically
from sachmatuy_desktop.storage.keys.keyring_device import DeviceKeys
from sachmatuy_desktop.storage.store import Store
from sachmatuy_desktop.storage.strict_json import canonical

__all__ = ["LARGEST", "MARKS", "NAME", "Failed", "Waiting", "begin", "marks_known", "note", "read"]

NAME: Final = "prelogin.log"
MARKS: Final = "door.marks"
"""Under this key the office file remembers which marks the log may bear, apart by blanks."""

LARGEST: Final = 64 << 10
_FIRST: Final = re.compile(rb"# ?(\d{1,9})(?: ([0-9a-f]{16}))?")


@dataclass(frozen=True, slots=True)
class Failed:
    """One failed login: when, and as which account; "?" where there is none of that name."""

    at: str
    account: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in the log; `let_go` more were too many for it, `unread` do not open.

    `mark` is the one its first line bears; "" where there is no log, or none of this program's.
    """

    failed: tuple[Failed, ...] = ()
    let_go: int = 0
    unread: int = 0
    mark: str = ""

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
    let_go, mark, lines = _lines(folder / NAME)
    identities = [device.age_identity, *(each.age_identity for each in device.retired)]
    opened = [_open(line, identities) for line in lines]
    known = tuple(each for each in opened if each is not None)
    return Waiting(known, let_go, len(opened) - len(known), mark)


def marks_known(store: Store) -> list[str]:
    """The marks that the log of an opened office may bear; none where it knows of no log."""
    return (store.said(MARKS) or "").split()


def begin(store: Store) -> None:
    """All of it is in the journal now: an empty log, with a mark that the office file knows.

    Raises `StorageTrouble`; cut off in between, the log has one of two marks and both count.
    """
    fresh = secrets.token_hex(8)
    store.say(MARKS, " ".join([*marks_known(store), fresh]))
    write_atomically(store.folder / NAME, _head(0, fresh))
    store.say(MARKS, fresh)


def _open(line: bytes, identities: list[x25519.Identity]) -> Failed | None:
    try:
        said = json.loads(pyrage.decrypt(base64.b64decode(line, validate=True), identities))
        return Failed(str(said["at"])[:40], str(said["account"])[:40])
    except (pyrage.DecryptError, ValueError, KeyError, TypeError):
        return None


def _lines(path: Path) -> tuple[int, str, list[bytes]]:
    """How many were let go, the mark, and the lines that are left."""
    try:
        with path.open("rb") as file:
            lines = file.read(2 * LARGEST).splitlines()
    except OSError:
        return 0, "", []
    head = _FIRST.fullmatch(lines[0]) if lines else None
    if head is None:
        return 0, "", lines
    return int(head[1]), (head[2] or b"").decode(), lines[1:]


def _head(let_go: int, mark: str) -> bytes:
    return f"# {let_go} {mark}".rstrip().encode() + b"\n"


def _let_half_go(path: Path) -> None:
    let_go, mark, lines = _lines(path)
    half = len(lines) // 2
    kept = b"\n".join(lines[half:]) + b"\n"
    write_atomically(path, _head(let_go + half, mark) + kept)
