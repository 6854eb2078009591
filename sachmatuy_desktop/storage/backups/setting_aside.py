"""Damaged files of an office, kept as they are; and a key file taken from a backup."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.errors import N_, KnownError, NotFound
from sachmatuy_desktop.storage.atomic import disk_speaks, make_private_folder, write_atomically
from sachmatuy_desktop.storage.backups import put_aside
from sachmatuy_desktop.storage.backups.backup import Backup, copy_proved
from sachmatuy_desktop.storage.engine import OFFICE_FILE
from sachmatuy_desktop.storage.keys.keyring_file import NAMES, read_copies

_KEPT: Final = (OFFICE_FILE, f"{OFFICE_FILE}-wal", f"{OFFICE_FILE}-shm", *NAMES)
_NOTHING: Final = N_("Trong thư mục không có tệp dữ liệu nào để chép riêng.")


def copy_aside(folder: Path, clock: Clock) -> Path:
    """Copy database, log and keys, proved, into a new `damaged-…` beside them.

    Raises `NotFound` (none is there), `StorageTrouble` (no room; then there is no copy).
    """
    there = [name for name in _KEPT if (folder / name).is_file()]
    if not there:
        raise NotFound(_NOTHING)
    kept = _new_folder(folder, clock)
    try:
        for name in there:
            with disk_speaks(folder / name):
                copy_proved(folder / name, kept / name)
    except BaseException:
        shutil.rmtree(kept, ignore_errors=True)
        raise
    return kept


def keys_are_whole(backup: Backup) -> bool:
    """Whether the key file beside a backup can be read."""
    try:
        read_copies(backup.key_files)
    except KnownError:
        return False
    return True


def take_keys(folder: Path, backup: Backup, clock: Clock) -> Path:
    """Put a backup's key files in the office's folder; what lay there goes aside.  Returns that."""
    kept = _new_folder(folder, clock)
    with disk_speaks(folder):
        for name in NAMES:
            if (folder / name).exists():
                copy_proved(folder / name, kept / name)
        for copy, name in zip(backup.key_files, NAMES, strict=True):
            if copy.exists():
                write_atomically(folder / name, copy.read_bytes(), verify=True)
    return kept


def _new_folder(folder: Path, clock: Clock) -> Path:
    stem = put_aside.stem(put_aside.DAMAGED, clock.now())
    number = 0
    while (made := folder / (f"{stem}-{number}" if number else stem)).exists():
        number += 1
    with disk_speaks(folder):
        return make_private_folder(made)
