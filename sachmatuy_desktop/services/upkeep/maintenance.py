"""Keeping an office's data alive: backups when they are due, the check, taking up again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, KnownError, NotFound, StorageTrouble
from sachmatuy_desktop.i18n import say
from sachmatuy_desktop.packs.safekeeping import load_safekeeping
from sachmatuy_desktop.services.access.accounts import must_be_acceptable, recover
from sachmatuy_desktop.services.access.failed_tries import SHEET, failures_kept
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.proof.checking_trust import check_trust
from sachmatuy_desktop.storage.attachments import sweep
from sachmatuy_desktop.storage.backups import backup, put_aside, second_place
from sachmatuy_desktop.storage.backups.backup import Backup, acts_after
from sachmatuy_desktop.storage.backups.backup_files import bring_back
from sachmatuy_desktop.storage.backups.restore import Restored, door_of, key_files_for, restore
from sachmatuy_desktop.storage.backups.second_place import SecondPlace
from sachmatuy_desktop.storage.blobs import FOLDER as FILES
from sachmatuy_desktop.storage.evidence import anchors
from sachmatuy_desktop.storage.evidence.anchors import Anchor, Kind
from sachmatuy_desktop.storage.integrity import checks
from sachmatuy_desktop.storage.integrity.checks import CheckReport
from sachmatuy_desktop.storage.keys.keyring import OFFICE_COST, Cost
from sachmatuy_desktop.storage.keys.keyring_file import Account, read_copies
from sachmatuy_desktop.storage.keys.recovery import RecoveryCode
from sachmatuy_desktop.storage.places import days_worked_after, first_moment
from sachmatuy_desktop.storage.sync import outbox

_NO_SECOND: Final = N_("Chưa chọn nơi sao lưu thứ hai; hãy chọn một thư mục trên ổ đĩa khác.")
_SECOND_AWAY: Final = N_(
    "Nơi sao lưu thứ hai {folder} chưa gắn vào máy, hoặc là ổ khác cùng tên; hãy gắn đúng ổ rồi làm"
    " lại."
)
_DAYS_OF_WORK: Final = 3
"""Days of work before what was put aside may go, whatever the clock says of its age."""

_WRONG_CLOCK: Final = timedelta(days=1)
"""A moment further ahead than that was not written by a clock that went right."""

_FAILED = "backup.failed"
"""What the office remembers of a backup that failed since the last good one: moment and words."""


@dataclass(frozen=True, slots=True)
class FailedBackup:
    """A backup that could not be made, and no good one since: when, and the sentence that was said.

    The sentence is in the language of that moment.
    """

    at: datetime
    said: str


def backup_now(office: Office, reason: str = "manual") -> Path:
    """A proved backup in the office's own folder; its path.  Anyone may: it loses nothing.

    Files that no attachment speaks of (a crash left them) are swept out first, and those that were
    deleted from outside come back from the backups that still have them.  Raises `StorageTrouble`.
    """
    sweep(office.store)
    regain_files(office)
    made = backup.back_up(office.store, office.keyring, office.keys, reason)
    _note(office, "backup.make", made.stem)
    return made


def regain_files(office: Office) -> int:
    """Take contents of attachments that are gone from the office's own backups; how many came.

    Raises `StorageTrouble`.
    """
    folder = office.store.folder / backup.FOLDER / FILES
    count = bring_back(office.store, folder, office.keys.former_keys) if folder.is_dir() else 0
    if count:
        _note(office, "attachment.regain", str(count))
    return count


def backup_to(office: Office, folder: Path) -> Path:
    """A proved backup on a stick, for those who manage the office; the paper code opens it.

    Raises `NotAllowed`, `StorageTrouble`.
    """
    office.info.role.must("manages")
    made = backup.back_up_to(office.store, office.keyring, office.keys, folder)
    _carried(office, made, {backup.STICK_AT: office.clock.stamp()})
    return made


def keep_safe(office: Office) -> Path | None:
    """`backup_if_due`, then the second place; a failure is remembered until one succeeds.

    Raises `StorageTrouble`.
    """
    try:
        made = backup_if_due(office)
        beside = backup_beside_if_due(office)
    except StorageTrouble as trouble:
        with suppress(StorageTrouble):  # a full disk takes no note either; the age tells then
            text = json.dumps({"at": office.clock.stamp(), "said": say(trouble)})
            office.store.say(_FAILED, text)
        raise
    if office.store.said(_FAILED):
        office.store.say(_FAILED, "")
    if made is not None:
        clear_put_aside(office)
    return made or beside


def clear_put_aside(office: Office) -> int:
    """Take away what was put aside longer ago than it is kept; how many folders went.

    A clock that leapt makes nothing old: the office was also at work on some days since.  What
    bears a day before the office was founded, or one to come, was put aside while the clock was
    wrong: it counts from now.  Raises `StorageTrouble`.
    """
    now = office.clock.now()
    limit = (now - load_safekeeping().aside).date()
    aside = put_aside.put_aside(office.store.folder)
    for each, day in aside.items():
        if not founded_on(office) <= day <= now.date():
            put_aside.date_anew(each, now)
    aside = put_aside.put_aside(office.store.folder)
    old = [each for each, day in aside.items() if day < limit and _was_worked_since(office, day)]
    for each in old:
        _note(office, "backup.clear", each.name)
        put_aside.clear(each)
    return len(old)


def founded_on(office: Office) -> date:
    """The day of the first entry of the journal."""
    with office.store.reading() as connection:
        moment = first_moment(connection)
    return date.fromisoformat((moment or office.clock.today())[:10])


def _was_worked_since(office: Office, day: date) -> bool:
    with office.store.reading() as connection:
        return days_worked_after(connection, day) >= _DAYS_OF_WORK


def failed_backup(office: Office) -> FailedBackup | None:
    """The backup that failed, unless a later one succeeded."""
    said = office.store.said(_FAILED)
    if not said:
        return None
    told = json.loads(said)
    return FailedBackup(datetime.fromisoformat(told["at"]), str(told["said"]))


def choose_second_place(office: Office, folder: Path | None) -> None:
    """Have a folder outside the PC's own take a copy of every backup; None: no more.

    Raises `NotAllowed`, `BadInput` (within the office's folder, or another office's second place),
    `StorageTrouble`.
    """
    office.info.role.must("manages")
    remembered = second_place.chosen_anew(office.store, folder)
    _note(office, "backup.second", "" if folder is None else "chosen", remembered)


def second_place_of(office: Office) -> SecondPlace | None:
    """The second place, whether it is there, and when it last took a backup."""
    return second_place.chosen(office.store)


def backup_beside_if_due(office: Office) -> Path | None:
    """A backup in the second place if it is there and lacks what was written, or how the office
    opens, since its last one.

    Raises `StorageTrouble`: it is there but cannot be written.
    """
    place = second_place_of(office)
    if place is None or not place.is_there:
        return None
    newest = next((each for each in backup.list_backups(place.folder) if each.verified), None)
    changed = (
        newest is None or _changed_since(office, newest) or _keys_changed_since(office, newest)
    )
    return _back_up_beside(office, place) if changed else None


def backup_beside_now(office: Office) -> Path:
    """A proved backup in the second place; its path.  Anyone may: it loses nothing.

    Raises `NotFound` (none was chosen, or it is not there), `StorageTrouble`.
    """
    place = second_place_of(office)
    if place is None:
        raise NotFound(_NO_SECOND)
    if not place.is_there:
        raise NotFound(_SECOND_AWAY, folder=place.folder)
    return _back_up_beside(office, place)


def _back_up_beside(office: Office, place: SecondPlace) -> Path:
    made = backup.back_up_beside(office.store, office.keyring, office.keys, place.folder)
    _carried(office, made, second_place.seen(office.store))
    return made


def acts_since(office: Office, kept: Backup) -> int:
    """How many acts were written after a backup: what restoring it would lose."""
    heads = {} if kept.manifest is None else kept.manifest.heads
    with office.store.reading() as connection:
        return acts_after(connection, {name: last for name, (last, _chain) in heads.items()})


def backup_if_due(office: Office) -> Path | None:
    """A backup if records changed since the last one and that is from another day or hours ago.

    One whose key file is no more that of the office is replaced at once: with a new data key, or a
    new sheet in place of one that was lost, the backups before may open for nobody here.
    To be called at the start, at the end and every now and then; None if none was due.
    """
    last = last_backup(office)
    if last is not None and last.manifest is not None and not _keys_changed_since(office, last):
        now = office.clock.now().replace(tzinfo=None)
        often = load_safekeeping().often
        recent = last.made.date() == now.date() and abs(now - last.made) < often
        if recent or not _changed_since(office, last):
            return None
    return backup_now(office, "daily")


def _changed_since(office: Office, last: Backup) -> bool:
    """Whether a stream has grown; the office's own notes (printing, backups) do not count."""
    heads = {} if last.manifest is None else last.manifest.heads
    with office.store.reading() as connection:
        held = outbox.held_vector(connection)
    return any(heads.get(stream, (0, ""))[0] != number for stream, number in held.items())


def _keys_changed_since(office: Office, last: Backup) -> bool:
    """Whether accounts, passphrases, the sheet or the data key are others than beside a backup."""
    return backup.keys_beside(last) != office.keys.generation


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
    """How long ago the office was last backed up to a stick; None if it never was, or as
    `age_of` says.
    """
    said = office.store.said(backup.STICK_AT)
    return None if said is None else age_of(office, datetime.fromisoformat(said))


def age_of(office: Office, moment: datetime) -> timedelta | None:
    """How long ago a moment was; None for one far in the future: it was written while the clock was
    wrong, so nobody knows, and what waits for it must not be silent until then.
    """
    age = office.clock.now() - moment
    return None if age < -_WRONG_CLOCK else max(age, timedelta())


def check(office: Office) -> CheckReport:
    """Check the office file through and through; seconds for a large commune."""
    report = checks.check(office.store, office.keys.device.all_signed)
    try:
        check_trust(office, report)
    except KnownError as trouble:
        report.add(trouble.message, **trouble.values)
    return report


@dataclass(frozen=True, slots=True)
class WayIn:
    """With what a backup is opened: the accounts, none for one of a stick, and the sheet's number.

    `as_now`: by the key file of the office that is there, so passphrases and sheet are today's;
    else they are those of the day of the backup.
    """

    accounts: tuple[Account, ...]
    sheet: int | None
    as_now: bool


def way_into(kept: Backup, target: Path, cost: Cost = OFFICE_COST) -> WayIn:
    """With what a backup is opened in a folder.  Raises `StorageTrouble`: no whole keys."""
    files = key_files_for(kept, target, cost)
    document = read_copies(files)[0].document
    accounts = tuple(slot.account for slot in document.accounts)
    return WayIn(accounts, document.recovery.sheet, files != kept.key_files)


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
    with failures_kept(door_of(path, target), account_id, clock, cost):
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
    Raises as `restore_with_passphrase` does, and `BadInput` for the account or the passphrase;
    then nothing has changed either.
    """
    must_be_acceptable(account, passphrase)
    with failures_kept(door_of(path, target), SHEET, clock, cost):
        restored = restore(
            path,
            target,
            lambda keyring: keyring.unlock_with_recovery(code, clock.now()),
            clock,
            cost,
        )
    return restored, recover(target, code, account, passphrase, clock, cost)


def _note(
    office: Office, act: str, why: str, remembered: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Note an act, and what the office file remembers of it: both or neither."""
    with office.store.begin(Act(act, office.account.name)) as work:
        work.note(Scope.LOCAL, why)
        for key, value in remembered.items():
            work.remember(key, value)
        work.commit()


def _carried(office: Office, made: Path, remembered: Mapping[str, str]) -> None:
    """A backup lies outside: it is noted, its checkpoint anchored there, and what the office file
    remembers of it; all or nothing.
    """
    kept = backup.backup_at(made)
    point = 0 if kept is None or kept.manifest is None else kept.manifest.checkpoint
    with office.store.begin(Act("backup.carry", office.account.name)) as work:
        work.note(Scope.LOCAL, made.stem)
        if point:
            stands = Anchor(point, Kind.BACKUP, made.stem, office.clock.stamp())
            anchors.add_in(work.connection, stands)
        for key, value in remembered.items():
            work.remember(key, value)
        work.commit()
