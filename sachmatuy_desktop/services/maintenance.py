"""Keeping an office's data alive: backups when they are due, the check, taking up again."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.services.accounts import recover
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage import backup, checks, outbox
from sachmatuy_desktop.storage.attachments import sweep
from sachmatuy_desktop.storage.backup import Backup
from sachmatuy_desktop.storage.checks import CheckReport
from sachmatuy_desktop.storage.keyring import OFFICE_COST, Cost
from sachmatuy_desktop.storage.keyring_file import Account
from sachmatuy_desktop.storage.recovery import RecoveryCode
from sachmatuy_desktop.storage.restore import Restored, restore
from sachmatuy_desktop.storage.unit_of_work import Act

_OFTEN = timedelta(hours=2)
"""How long work may go on before the next backup by itself."""


def backup_now(office: Office, reason: str = "manual") -> Path:
    """A proved backup in the office's own folder; its path.  Anyone may: it loses nothing.

    Files that no attachment speaks of (a crash left them) are swept out first.  Raises
    `StorageTrouble`.
    """
    sweep(office.store)
    made = backup.back_up(office.store, office.keyring, office.keys, reason)
    _note(office, "backup.make", made.stem)
    return made


def backup_to(office: Office, folder: Path) -> Path:
    """A proved backup on a stick, for those who manage the office; the paper code opens it.

    Raises `NotAllowed`, `StorageTrouble`.
    """
    office.info.role.must("manages")
    made = backup.back_up_to(office.store, office.keyring, office.keys, folder)
    _note(office, "backup.carry", made.stem)
    return made


def backup_if_due(office: Office) -> Path | None:
    """A backup if records changed since the last one and that is from another day or hours ago.

    To be called at the start, at the end and every now and then; None if none was due.
    """
    last = last_backup(office)
    if last is not None and last.manifest is not None:
        now = office.clock.now().replace(tzinfo=None)
        recent = last.made.date() == now.date() and abs(now - last.made) < _OFTEN
        if recent or not _changed_since(office, last):
            return None
    return backup_now(office, "daily")


def _changed_since(office: Office, last: Backup) -> bool:
    """Whether a stream has grown; the office's own notes (printing, backups) do not count."""
    heads = {} if last.manifest is None else last.manifest.heads
    with office.store.reading() as connection:
        held = outbox.held_vector(connection)
    return any(heads.get(stream, (0, ""))[0] != number for stream, number in held.items())


def backups(office: Office) -> list[Backup]:
    """The backups in the office's own folder, newest first."""
    return backup.list_backups(office.store.folder / backup.FOLDER)


def last_backup(office: Office) -> Backup | None:
    """The newest proved backup in the office's own folder."""
    return next((each for each in backups(office) if each.verified), None)


def backup_age(office: Office) -> timedelta | None:
    """How old the newest proved backup is; None if there is none."""
    last = last_backup(office)
    return None if last is None else office.clock.now().replace(tzinfo=None) - last.made


def stick_backup_age(office: Office) -> timedelta | None:
    """How long ago the office was last backed up to a stick; None if it never was."""
    said = office.store.said(backup.STICK_AT)
    return None if said is None else office.clock.now() - datetime.fromisoformat(said)


def check(office: Office) -> CheckReport:
    """Check the office file through and through; seconds for a large commune."""
    return checks.check(office.store, office.keys.device.all_signed)


def accounts_in(path: Path, cost: Cost = OFFICE_COST) -> tuple[Account, ...]:
    """The accounts whose passphrase opens a backup; none for one made on a stick."""
    found = backup.backup_at(path)
    return () if found is None else backup.accounts_of(found, cost)


def restore_with_passphrase(
    path: Path,
    target: Path,
    account_id: str,
    passphrase: str,
    clock: Clock,
    cost: Cost = OFFICE_COST,
) -> Restored:
    """Take an office up again from a backup that lies in an office's own folder.

    Raises `NotAllowed`, `NotFound`, `StorageTrouble`; then nothing has changed in `target`.
    """
    return restore(
        path,
        target,
        lambda keyring: keyring.unlock(account_id, passphrase, clock.now()),
        clock,
        cost,
    )


def restore_with_code(
    path: Path,
    target: Path,
    code: RecoveryCode,
    account: Account,
    passphrase: str,
    clock: Clock,
    cost: Cost = OFFICE_COST,
) -> tuple[Restored, Office]:
    """Take an office up again with the paper code, from any backup; it is open afterwards.

    `account` gets the passphrase, and is added if the backup (of a stick) has no such account.
    Raises as `restore_with_passphrase` does, and `BadInput` for the passphrase.
    """
    restored = restore(
        path, target, lambda keyring: keyring.unlock_with_recovery(code, clock.now()), clock, cost
    )
    return restored, recover(target, code, account, passphrase, clock, cost)


def _note(office: Office, act: str, why: str) -> None:
    with office.store.begin(Act(act, office.account.name)) as work:
        work.note(Scope.LOCAL, why)
        work.commit()
