"""One program at a time on an office's folder.

The lock is the kernel's, on the file `app.lock`: it vanishes with the process that holds it, so a
power cut or a crash never leaves a stale lock behind.  The file's text only tells a second program
who holds it and since when.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sachmatuy_desktop.domain.dates import parse_moment
from sachmatuy_desktop.errors import N_, KnownError, StorageTrouble
from sachmatuy_desktop.storage.atomic import PRIVATE_FILE, disk_speaks
from sachmatuy_desktop.storage.strict_json import Fields, parse_object

LOCK_NAME = "app.lock"
_TEXT_LIMIT = 1024
# On Windows a locked byte cannot be read by others, so the byte locked lies far behind the text.
_LOCKED_BYTE = 1 << 30

_HELD = N_("Đang mở bởi {who} từ {since}; hãy đóng chương trình ở đó rồi mở lại.")
_SOMEBODY = N_("Dữ liệu đang được một cửa sổ khác mở; hãy đóng cửa sổ đó rồi mở lại.")


class OfficeLock:
    """The held lock; `release` it, use it as a context manager, or let the process end."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    def release(self) -> None:
        """Let others open the office; doing so twice is harmless."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        with suppress(OSError):  # full, or pulled out: the lock goes all the same
            os.ftruncate(handle, 0)
        with suppress(OSError):
            _unlock(handle)
        with suppress(OSError):
            os.close(handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def take_lock(folder: Path, who: str, now: datetime) -> OfficeLock:
    """Take the office's folder for this process, in the name of `who`.

    Raises:
        StorageTrouble: another process holds it (the sentence says who, since when), or the folder
            cannot be written.
    """
    path = folder / LOCK_NAME
    with disk_speaks(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
        try:
            if not _lock(handle):
                raise _held_sentence(handle, now)
            note = {"who": who, "since": now.isoformat(timespec="seconds")}
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, json.dumps(note, ensure_ascii=False).encode())
        except BaseException:
            os.close(handle)
            raise
    return OfficeLock(handle)


def _held_sentence(handle: int, now: datetime) -> StorageTrouble:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        note = Fields(parse_object(os.read(handle, _TEXT_LIMIT), LOCK_NAME), LOCK_NAME)
        since, who = parse_moment(note.moment("since")), note.text("who")
    except (OSError, KnownError):
        return StorageTrouble(_SOMEBODY)  # caught between taking the lock and writing the note
    today = since.date() == now.astimezone(since.tzinfo).date()
    return StorageTrouble(
        _HELD, who=who, since=since.strftime("%H:%M" if today else "%H:%M %d/%m/%Y")
    )


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
