"""One office put in the place of another, whole or not at all, whatever cuts it off.

Several names are moved and no disk moves them together.  So it is written down first: once the note
`restoring.json` is flushed, the new office, which lies whole in `.restoring`, is the folder's.
Until then nothing has moved.  Whoever opens the folder next, under its lock, moves what is left to
be moved (`settle`); where the new office is no longer whole, because the folder was copied without
it, say, what lies aside is moved back.  The file that makes an office an office goes out first and
comes in last, so where it lies tells how far the moving got.

The note holds names alone, so it is true in whatever place the folder lies.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.errors import N_, KnownError, StorageTrouble
from sachmatuy_desktop.storage.atomic import (
    CHUNK,
    PRIVATE_FOLDER,
    disk_speaks,
    rename,
    sync_folder,
    trouble,
    write_atomically,
)
from sachmatuy_desktop.storage.lockfile import take_lock
from sachmatuy_desktop.storage.strict_json import Fields, parse_object, readable

__all__ = [
    "NOTE",
    "STAGING",
    "WHO",
    "decide",
    "is_cut_off",
    "put_in_place",
    "settle",
    "settle_locked",
    "sweep",
]

STAGING: Final = ".restoring"
NOTE: Final = "restoring.json"
WHO: Final = N_("Khôi phục")
"""In whose name the folder is locked meanwhile."""

_FORMAT: Final = "sachmatuy-restoring/1"
_LARGEST: Final = 1 << 16
_MOST: Final = 20
_NAME: Final = r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}"

_LATER: Final = N_(
    "Bản khôi phục đã đủ nhưng chưa chuyển xong vào thư mục ({reason}); tệp cũ vẫn còn nguyên."
    " Hãy kiểm tra ổ đĩa, chỗ trống và quyền ghi rồi mở lại: chương trình tự làm nốt."
)


@dataclass(frozen=True, slots=True)
class Swap:
    """What is moved: the names `out` of the folder into `aside`, then those of `into` in.

    `into` names the SHA-256 of each file, "" for a folder.  The first of `out` and the last of
    `into` are the office file.
    """

    aside: str
    out: tuple[str, ...]
    into: Mapping[str, str]

    @property
    def last(self) -> str:
        """The name that is moved in last."""
        return tuple(self.into)[-1]


def is_cut_off(folder: Path) -> bool:
    """Whether a restoring of this folder was decided and is not over."""
    return (folder / NOTE).exists()


def put_in_place(folder: Path, old: Sequence[str], new: Sequence[str], stem: str) -> Path | None:
    """Put the office in `.restoring` in the place of the folder's own; the caller has the lock.

    The names are those of `decide`.  What is replaced lies in the folder that is returned, `stem`
    or `stem-1` and so on; None where nothing was.

    Raises `StorageTrouble`: nothing has changed; or, where the disk does not let that be undone
    either, that the next opening ends it.
    """
    swap = decide(folder, old, new, stem)
    try:
        _forward(folder, swap)
    except OSError as error:
        try:
            _back(folder, swap)
        except OSError as again:
            raise _later(again) from error
        raise trouble(error, folder) from error
    return folder / swap.aside if swap.out else None


def decide(folder: Path, old: Sequence[str], new: Sequence[str], stem: str) -> Swap:
    """Write down what is to be moved: from then on it will be, by whoever opens the folder.

    `old` are the names that may be there, the office file first, and `new` those that may wait in
    `.restoring`, the office file last.  Raises as `put_in_place` does.
    """
    with disk_speaks(folder):
        swap = _swap(folder, old, new, stem)
    text = {
        "format": _FORMAT,
        "aside": swap.aside,
        "out": list(swap.out),
        "into": [{"name": name, "sha256": digest} for name, digest in swap.into.items()],
    }
    try:
        write_atomically(folder / NOTE, readable(text))
    except StorageTrouble as error:
        if is_cut_off(folder):
            raise _later(error.__cause__ or error) from error
        raise
    return swap


def settle(folder: Path, clock: Clock) -> None:
    """End a restoring that was cut off, before anything else is read in the folder.

    Raises `StorageTrouble`: somebody has it open, or the disk does not let it be ended.
    """
    if is_cut_off(folder):
        with take_lock(folder, WHO, clock.now()):
            settle_locked(folder)


def settle_locked(folder: Path) -> None:
    """The same, for who has the lock.  What a restoring that was not decided left is swept out."""
    swap = _noted(folder)
    try:
        if swap is None:
            (folder / NOTE).unlink(missing_ok=True)
        elif _is_whole(folder, swap):
            _forward(folder, swap)
        elif (folder / STAGING / swap.last).exists() or not (folder / swap.last).exists():
            _back(folder, swap)
        else:
            _strike_out(folder)  # everything is in its place, only the note was left
    except OSError as error:
        raise _later(error) from error
    sweep(folder)


def sweep(folder: Path) -> None:
    """Take away what is prepared and was not decided.  What cannot be taken away stays."""
    if not is_cut_off(folder):
        shutil.rmtree(folder / STAGING, ignore_errors=True)


# -- the note -------------------------------------------------------------------------------------


def _swap(folder: Path, old: Sequence[str], new: Sequence[str], stem: str) -> Swap:
    staging = folder / STAGING
    out = tuple(name for name in old if (folder / name).exists())
    there = [staging / name for name in new if (staging / name).exists()]
    into = {path.name: "" if path.is_dir() else _digest(path) for path in there}
    for path in (*(each for each in there if each.is_dir()), staging):
        sync_folder(path)
    aside, number = stem, 0
    while (folder / aside).exists():
        number += 1
        aside = f"{stem}-{number}"
    return Swap(aside, out, into)


def _noted(folder: Path) -> Swap | None:
    """What the note says; None without one, or where it is not as this program writes it."""
    with disk_speaks(folder / NOTE):
        try:
            with (folder / NOTE).open("rb") as file:
                text = file.read(_LARGEST)
        except FileNotFoundError:
            return None
    try:
        said = Fields(parse_object(text, NOTE), NOTE)
        coming = [Fields(each, NOTE) for each in said.items("into", _MOST)]
        into = {
            each.matching("name", _NAME): each.matching("sha256", "[0-9a-f]{64}|")
            for each in coming
        }
        out = tuple(said.texts("out", _MOST))
        aside = said.matching("aside", _NAME)
    except KnownError:
        return None
    names_only = all(re.fullmatch(_NAME, name) for name in out)
    return Swap(aside, out, into) if into and names_only else None


def _strike_out(folder: Path) -> None:
    """Take the note away once everything is where it belongs; should it come back after a power
    cut, nothing is left in `.restoring` that would be moved.
    """
    (folder / NOTE).unlink(missing_ok=True)
    with suppress(OSError):
        sync_folder(folder)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


# -- moving ---------------------------------------------------------------------------------------


def _is_whole(folder: Path, swap: Swap) -> bool:
    """Whether the office file still waits to be moved in, and all that comes with it is there.

    What was moved in already is not looked at again.
    """
    staging = folder / STAGING
    if not (staging / swap.last).exists():
        return False
    return all(
        not digest or _digest(staging / name) == digest
        if (staging / name).exists()
        else (folder / name).exists()
        for name, digest in swap.into.items()
    )


def _forward(folder: Path, swap: Swap) -> None:
    """Move what is left to be moved; what was moved before is passed over."""
    staging, aside = folder / STAGING, folder / swap.aside
    if swap.out:
        aside.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    for name in swap.out:
        is_new = name in swap.into and not (staging / name).exists()
        if (folder / name).exists() and not ((aside / name).exists() or is_new):
            rename(folder / name, aside / name)
    _sync(folder, aside)
    for name in swap.into:
        if name == swap.last:
            _sync(folder, staging)
        if (staging / name).exists():
            rename(staging / name, folder / name)
    _sync(folder, staging)
    _strike_out(folder)


def _back(folder: Path, swap: Swap) -> None:
    """Move what was moved in out again, and what lies aside back."""
    staging, aside = folder / STAGING, folder / swap.aside
    staging.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    for name in reversed(tuple(swap.into)):
        is_new = name not in swap.out or (aside / name).exists()
        if (folder / name).exists() and is_new and not (staging / name).exists():
            rename(folder / name, staging / name)
    for name in reversed(swap.out):
        if (aside / name).exists():
            rename(aside / name, folder / name)
    _sync(folder, staging, aside)
    with suppress(OSError):  # not empty: somebody put something there
        aside.rmdir()
    (staging / swap.last).unlink(missing_ok=True)
    _sync(folder, staging)
    _strike_out(folder)


def _sync(*folders: Path) -> None:
    for folder in folders:
        if folder.exists():
            sync_folder(folder)


def _later(error: BaseException) -> StorageTrouble:
    reason = getattr(error, "strerror", None) or type(error).__name__
    return StorageTrouble(_LATER, reason=reason)
