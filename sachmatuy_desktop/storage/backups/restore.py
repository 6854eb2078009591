"""Taking an office up again from a backup.

The copy is put together and proved in a folder of its own beside the office, then put in its place
in one act (`swapping`); the files it replaces are moved aside as they are, write-ahead log and all,
and never overwritten.  So a stale log is never applied to a restored file, and a mistaken restoring
can be taken back by hand.
The contents of attachments come from the `files/` beside the backup or else from the folder's own;
each is proved, and the check says which could not be had.
A restored office goes on as a new site: what the old one wrote after the backup, and others may
already hold, is never contradicted.  It sends nothing until somebody has looked (`pausing`).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, KnownError, NotFound, StorageTrouble
from sachmatuy_desktop.storage.atomic import disk_speaks, make_private_folder
from sachmatuy_desktop.storage.backups import pausing, put_aside
from sachmatuy_desktop.storage.backups.backup import (
    FOLDER,
    Backup,
    backup_at,
    copy_proved,
    held_in,
    opened_copy,
    signed_by_any,
    sound,
)
from sachmatuy_desktop.storage.backups.backup_files import bring_files
from sachmatuy_desktop.storage.backups.pausing import Pause
from sachmatuy_desktop.storage.backups.swapping import (
    STAGING,
    WHO,
    put_in_place,
    settle_locked,
    sweep,
)
from sachmatuy_desktop.storage.blobs import FOLDER as FILES
from sachmatuy_desktop.storage.engine import OFFICE_FILE
from sachmatuy_desktop.storage.erasures.erasures_list import bring as bring_erasures
from sachmatuy_desktop.storage.evidence import prelogin
from sachmatuy_desktop.storage.integrity.checks import CheckReport, check
from sachmatuy_desktop.storage.keys.keyring import OFFICE_COST, Cost, Keyring, OfficeKeys
from sachmatuy_desktop.storage.keys.keyring_file import NAMES, read_copies
from sachmatuy_desktop.storage.keys.rekeying import encrypt_copy_anew, key_that_opens
from sachmatuy_desktop.storage.lockfile import LOCK_NAME, take_lock
from sachmatuy_desktop.storage.store import Store

DRILL: Final = ".drill-"
"""How the folder of a rehearsal begins, within the office's."""

Unlocking = Callable[[Keyring], OfficeKeys]
"""How the keys of the backup are opened: `lambda keyring: keyring.unlock("an", …)`, or by code."""

_OLD: Final = (OFFICE_FILE, f"{OFFICE_FILE}-wal", f"{OFFICE_FILE}-shm", FILES, *NAMES)
_NEW: Final = (FILES, *NAMES, OFFICE_FILE)

_NOT_A_BACKUP: Final = N_(
    "Tệp {file} không phải bản sao lưu; hãy chọn tệp .db do chương trình tạo."
)
_SPOILT: Final = N_(
    "Bản sao lưu {file} bị hỏng hoặc chép thiếu; chưa thay đổi gì, hãy chọn bản sao lưu khác."
)
_FOREIGN: Final = N_(
    "Bản kê của bản sao lưu {file} không phải do máy này ký; chưa thay đổi gì, hãy chọn bản khác."
)
_OTHERWISE: Final = N_(
    "Số ghi chép hoặc đầu nhật ký của bản sao lưu {file} khác với bản kê của nó; hãy sao lưu lại."
)
_STEPS: Final = 4
_NO_KEYS: Final = N_(
    "Thiếu tệp khóa bên cạnh bản sao lưu {file}; hãy chép cả tệp .keys.a hoặc .keys.b rồi thử lại."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored office: where it lies, where what it replaced lies, and what a check of it said.

    `replaced` is None in a folder that held no office.  `by_code` tells that only the paper code
    opens it, until an account is added.
    """

    folder: Path
    backup: Backup
    replaced: Path | None
    report: CheckReport
    by_code: bool


def restore(
    path: Path, target: Path, unlock: Unlocking, clock: Clock, cost: Cost = OFFICE_COST
) -> Restored:
    """Take the office of a backup up again in the folder `target`.

    Where `target` still holds whole keys of the same office, those are used: a passphrase changed
    or an account removed since the backup stays so.

    Raises `NotAllowed` (wrong passphrase or code), `NotFound`, or `StorageTrouble` (spoilt backup,
    disk full, the office is open); then the office that was in `target` is there as it was, unless
    the sentence says that the next opening ends the restoring.
    """
    backup = backup_named(path)
    make_private_folder(target)
    with disk_speaks(target):
        was_empty = not any(target.iterdir())
    try:
        return _restored(backup, target, unlock, clock, cost)
    except BaseException:
        if was_empty:  # it is to be offered again, and only an empty one is
            with suppress(OSError):
                (target / LOCK_NAME).unlink(missing_ok=True)
        raise


def _restored(
    backup: Backup, target: Path, unlock: Unlocking, clock: Clock, cost: Cost
) -> Restored:
    with take_lock(target, WHO, clock.now()):
        settle_locked(target)
        staging = target / STAGING
        with disk_speaks(staging):
            if staging.exists():
                shutil.rmtree(staging)
        make_private_folder(staging)
        try:
            by_code, report = _prepare(backup, staging, target, unlock, clock, cost)
            # Before it counts: whoever was erased since the backup stays so.
            bring_erasures(backup.path.parent, target)
            stem = put_aside.stem(put_aside.REPLACED, clock.now())
            replaced = put_in_place(target, _OLD, _NEW, stem)
        finally:
            sweep(target)
    return Restored(target, backup, replaced, report, by_code)


def rehearse(
    backup: Backup,
    folder: Path,
    unlock: Unlocking,
    clock: Clock,
    tell: Callable[[int, int], None],
    cost: Cost = OFFICE_COST,
) -> tuple[CheckReport, list[KnownError]]:
    """Restore a backup into an empty folder, as a trial: no new site, no note.

    `unlock` opens the keys that lie beside the backup, or proves them and gives those of the opened
    office.  Returns what a check of it said, and all that is wrong with it: spoilt, of other keys,
    problems the check found, counts and journal heads that are not those of its manifest.

    Raises `StorageTrouble` only where the folder cannot be written, and what `tell` raises.
    """
    manifest = backup.manifest
    tell(0, _STEPS)
    sha256 = copy_proved(backup.path, folder / OFFICE_FILE)
    if manifest is None or manifest.sha256 != sha256:
        return CheckReport(), [StorageTrouble(_SPOILT, file=backup.path.name)]
    tell(1, _STEPS)
    for copy, name in zip(backup.key_files, NAMES, strict=True):
        if copy.exists():
            copy_proved(copy, folder / name)
    try:
        keys = unlock(Keyring(folder, cost))
        then = key_that_opens(folder / OFFICE_FILE, keys)
        if then is None or not signed_by_any(backup.path, keys.device.all_signed):
            return CheckReport(), [StorageTrouble(_SPOILT, file=backup.path.name)]
        with opened_copy(folder / OFFICE_FILE, then) as connection:
            _must_be_sound(connection, backup)
            heads, counts = held_in(connection)
    except KnownError as trouble:
        return CheckReport(), [trouble]
    tell(2, _STEPS)
    store = Store.open(folder, then.db_key_hex, then.db_salt_hex, clock)
    try:
        bring_files(store, backup.path.parent / FILES, former=keys.former_keys)
        tell(3, _STEPS)
        report = check(store)
    finally:
        store.close()
    tell(_STEPS, _STEPS)
    found = [each.said for each in report.problems]
    if heads != manifest.heads or counts != manifest.counts:
        found.append(StorageTrouble(_OTHERWISE, file=backup.path.name))
    return report, found


def sweep_drills(office: Path) -> None:
    """Take away what a rehearsal that was cut off left: it may hold persons erased since."""
    for old in office.glob(f"{DRILL}*"):
        shutil.rmtree(old, ignore_errors=True)


def backup_named(path: Path) -> Backup:
    """The backup that a file is.  Raises `NotFound`: there is none, or it is something else."""
    if not path.is_file():
        raise NotFound(N_("Không tìm thấy bản sao lưu {file}."), file=path.name)
    backup = backup_at(path)
    if backup is None:
        raise NotFound(_NOT_A_BACKUP, file=path.name)
    return backup


def _prepare(
    backup: Backup, staging: Path, target: Path, unlock: Unlocking, clock: Clock, cost: Cost
) -> tuple[bool, CheckReport]:
    """The office, whole and proved, in `staging`; whether it opens by code alone, and its check."""
    sha256 = copy_proved(backup.path, staging / OFFICE_FILE)
    if backup.manifest is not None and backup.manifest.sha256 != sha256:
        raise StorageTrouble(_SPOILT, file=backup.path.name)
    _bring_keys(backup, staging, target, cost)
    door = door_of(backup.path, target)
    keyring = Keyring(staging, cost, door if Keyring(door).exists() else None)
    keys = unlock(keyring)
    keys_then = key_that_opens(staging / OFFICE_FILE, keys)
    if keys_then is None:
        raise StorageTrouble(_SPOILT, file=backup.path.name)
    with opened_copy(staging / OFFICE_FILE, keys_then) as connection:
        _must_be_sound(connection, backup)
    if backup.manifest is not None and not signed_by_any(backup.path, keys.device.all_signed):
        raise StorageTrouble(_FOREIGN, file=backup.path.name)
    keys = keyring.set_incarnation(_one_key(keyring, keys, staging, keys_then))
    store = Store.open(staging, keys.db_key_hex, keys.db_salt_hex, clock)
    try:
        store.continue_as(keys.site_id, keys.device.public.key_id)
        store.say(prelogin.MARKS, "")  # the log of tries that lies here is not the backup's
        by = keys.account.name if keys.account else N_("Mã khôi phục")
        with store.begin(Act("backup.restore", by)) as work:
            pausing.begin(work.connection, Pause(clock.stamp(), _moment_of(backup, clock)))
            work.note(Scope.LOCAL, backup.path.stem)
            work.commit()
        bring_files(store, backup.path.parent / FILES, target / FILES, former=keys.former_keys)
        report = check(store)
    finally:
        store.close()
    return not keyring.shown().accounts, report


def _moment_of(backup: Backup, clock: Clock) -> str:
    """When the backup was made; a name alone tells the hour of the PC that made it."""
    if backup.manifest is not None:
        return backup.manifest.made
    return backup.made.replace(tzinfo=clock.now().tzinfo).isoformat(timespec="seconds")


def _one_key(
    keyring: Keyring, keys: OfficeKeys, staging: Path, keys_then: OfficeKeys
) -> OfficeKeys:
    """The keys of the restored office: a backup from before a change of data key comes under the
    present one, so that who was shut out stays so.
    """
    if keys.next_key is not None:
        keys = keyring.end_turning(keys)
    if keys_then.data_key != keys.data_key:
        encrypt_copy_anew(staging / OFFICE_FILE, keys_then, keys)
    return keys


def _must_be_sound(connection: object, backup: Backup) -> None:
    try:
        whole = sound(connection)
    except sqlcipher.DatabaseError as error:
        raise StorageTrouble(_SPOILT, file=backup.path.name) from error
    if not whole:
        raise StorageTrouble(_SPOILT, file=backup.path.name)


def _bring_keys(backup: Backup, staging: Path, target: Path, cost: Cost) -> None:
    for copy, name in zip(key_files_for(backup, target, cost), NAMES, strict=True):
        if copy.exists():
            copy_proved(copy, staging / name)
    if not Keyring(staging, cost).exists():
        raise NotFound(_NO_KEYS, file=backup.path.name)


def key_files_for(backup: Backup, target: Path, cost: Cost = OFFICE_COST) -> tuple[Path, Path]:
    """The key file that opens a backup in a folder: that of the office there where it is whole and
    of the same office, else the one beside the backup.  Never a copy of each.
    """
    own = (target / NAMES[0], target / NAMES[1])
    present, stored = _device(own), _device(backup.key_files)
    is_lawful = bool(present) and _is_lawful(target, cost)
    return own if is_lawful and (not stored or stored[0] in present) else backup.key_files


def door_of(path: Path, target: Path) -> Path:
    """The folder of the office whose tries a restoring counts: the one that is replaced, else the
    one in whose own backups the file lies.
    """
    home = path.parent.parent
    if not Keyring(target).exists() and path.parent.name == FOLDER and Keyring(home).exists():
        return home
    return target


def _device(key_files: tuple[Path, Path]) -> tuple[bytes, ...]:
    """The public key of the office whose keys these are, and those it had before; empty without
    whole keys.
    """
    try:
        document = read_copies(key_files)[0].document
    except KnownError:
        return ()
    return (document.device.sign, *document.former)


def _is_lawful(folder: Path, cost: Cost) -> bool:
    try:
        Keyring(folder, cost).shown()
    except KnownError:
        return False
    return True
