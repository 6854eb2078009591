"""An opened office: what the window and the command line hold in their hand.

`found` makes one on a blank PC, `unlock` opens it.  Methods block; the window calls those that
write or read much on its one worker thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.domain.roles import Role, role
from sachmatuy_desktop.domain.units import Unit, UnitTable
from sachmatuy_desktop.errors import N_, BadInput, Conflict, StorageTrouble
from sachmatuy_desktop.packs.passphrases import must_be_uncommon
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.bus import Command, Outcome, Session, execute
from sachmatuy_desktop.services.erasures.erasing_again import repeat_erasures
from sachmatuy_desktop.services.sync.catching_up import catch_up
from sachmatuy_desktop.services.undo import Undo
from sachmatuy_desktop.storage.atomic import disk_speaks, make_private_folder, sweep_drafts
from sachmatuy_desktop.storage.backups.backup import back_up
from sachmatuy_desktop.storage.backups.restore import sweep_drills
from sachmatuy_desktop.storage.backups.swapping import settle, sweep
from sachmatuy_desktop.storage.engine import OFFICE_FILE
from sachmatuy_desktop.storage.evidence import checkpoints, prelogin
from sachmatuy_desktop.storage.evidence.checkpoints import Checkpoint
from sachmatuy_desktop.storage.keys.keyring import ALREADY, Keyring, OfficeKeys
from sachmatuy_desktop.storage.keys.keyring_crypto import OFFICE_COST, Cost
from sachmatuy_desktop.storage.keys.keyring_file import NAMES, Account
from sachmatuy_desktop.storage.keys.keyring_file import Office as OfficeName
from sachmatuy_desktop.storage.keys.recovery import RecoveryCode, RecoverySheet
from sachmatuy_desktop.storage.keys.rekeying import Ending, open_store
from sachmatuy_desktop.storage.lockfile import OfficeLock, take_lock
from sachmatuy_desktop.storage.queries import EntryLine, Queries
from sachmatuy_desktop.storage.role_queries import queries_for, queries_seen_by
from sachmatuy_desktop.storage.store import OfficeFacts, Store
from sachmatuy_desktop.storage.sync.outbox import author_of
from sachmatuy_desktop.storage.sync.replaying import Replayed
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork
from sachmatuy_desktop.sync.paper_codes import PaperSigner

COMMUNE: Final = "commune"
RECEIVING: Final = "receiving"
_LOOK_EVERY: Final = 20
"""After so many acts it is asked whether a checkpoint is due."""

_LOGS: Final = ("", "-wal", "-shm")
OLDER_KEYS: Final = "key.older"
_GENERATION: Final = "keys.generation"
"""Under this key the office file remembers the newest generation of its key file."""

_FOUNDING: Final = "founding"
"""A file that lies in the folder while an office is being made."""

_MADE: Final = (
    *(f"{OFFICE_FILE}{unfinished}{log}" for unfinished in ("", ".creating") for log in _LOGS),
    prelogin.NAME,
)
"""What a founding makes besides the key files."""

_HALF: Final = N_(
    "Ổ đĩa không nhận ghi giữa chừng: việc vừa làm với tài khoản hoặc phiếu khôi phục có thể đã có"
    " hiệu lực mà chưa ghi vào nhật ký. Hãy giải phóng chỗ trống, kiểm tra ổ đĩa rồi làm lại việc"
    " đó."
)
_REPLACED: Final = N_(
    "Trong lúc mở, dữ liệu vừa được khôi phục ở một cửa sổ khác; hãy mở lại bằng mật khẩu."
)


@dataclass(frozen=True, slots=True)
class Founding:
    """The answers of the first-run wizard.

    `unit` is an id of the unit table; `kind` is `commune` or `receiving`; `packs` are the rule
    packs the programme runs by; `registered_on` is the day it was registered (ISO), with the
    document that says so.
    """

    unit: str
    kind: str
    account_id: str
    account_name: str
    role: str = "admin"
    packs: tuple[str, ...] = ()
    registered_on: str | None = None
    registration_document: str | None = None
    training: bool = False


@dataclass(frozen=True, slots=True)
class OfficeInfo:
    """What is said of an opened office on screen and on paper."""

    unit_id: str
    unit_name: str
    full_name: str
    kind: str
    training: bool
    folder: Path
    account_id: str
    account_name: str
    role: Role
    packs: tuple[str, ...]


@dataclass
class Office:
    """An opened office file, its keys and who sits before it."""

    store: Store
    keys: OfficeKeys
    keyring: Keyring
    account: Account
    units: UnitTable
    lock: OfficeLock
    caught_up: Replayed = field(default_factory=Replayed)
    """What an older program had set aside and this one understands, put in when it was opened."""
    turned: Ending = Ending.NONE
    """What opening did with a change of data key that had been cut off."""
    looked: dict[tuple[str, str], datetime] = field(default_factory=dict, repr=False)
    """When a record of a person was last noted as looked at (`services.access.looking`)."""
    _acts: int = field(default=0, init=False, repr=False)

    @property
    def queries(self) -> Queries:
        """The read side, with names masked where the account may read no others."""
        return queries_for(self.store, role(self.account.role))

    @property
    def seen(self) -> Queries:
        """The read side for the window: what the account sees of the books, and nothing else."""
        return queries_seen_by(self.store, role(self.account.role))

    @property
    def clock(self) -> Clock:
        """The program's clock."""
        return self.store.clock

    @property
    def unit(self) -> Unit:
        """The unit this office serves."""
        return self.units.unit(self.store.facts.unit_id)

    @property
    def info(self) -> OfficeInfo:
        """What is said of the office on screen and on paper."""
        facts = self.store.facts
        return OfficeInfo(
            unit_id=facts.unit_id,
            unit_name=self.unit.titled,
            full_name=self.units.full_name(self.unit),
            kind=facts.kind,
            training=facts.training,
            folder=self.store.folder,
            account_id=self.account.id,
            account_name=self.account.name,
            role=role(self.account.role),
            packs=facts.packs,
        )

    @property
    def session(self) -> Session:
        """What commands are run with."""
        signer = PaperSigner.of(self.keys.device.signing)
        by, may = self.account.name, role(self.account.role)
        return Session(self.store, self.queries, by, may, signer, self.checkpoint, self.looked)

    def run(self, command: Command) -> Outcome:
        """Do one thing, whole or not at all; raises a `KnownError` with what to do."""
        outcome = execute(command, self.session)
        self._acts += 1
        if self._acts % _LOOK_EVERY == 0:
            self.checkpoint_if_due()
        return outcome

    def checkpoint_if_due(self) -> None:
        """Sign where the journal stands if much was written since that was last done."""
        if checkpoints.is_due(self.store):
            self.checkpoint()

    def checkpoint(self) -> Checkpoint | None:
        """Sign where the journal stands; the disk's trouble is left for the next time."""
        try:
            return checkpoints.write(self.store, self.keys)
        except StorageTrouble:
            return None

    def remember_keys(self) -> None:
        """Remember how far the key file is: an older one put back is noticed at the next opening.

        Raises `StorageTrouble`.
        """
        if int(self.store.said(_GENERATION) or 0) < self.keys.generation:
            self.store.say(_GENERATION, str(self.keys.generation))

    @contextmanager
    def changing_keys(self, act: Act) -> Iterator[UnitOfWork]:
        """An act that changes the key file as well: both or neither.

        Should the journal not take its note, the key file is put back as it was: who is told that
        nothing was saved must find the old passphrase, and the old sheet, still good.  Raises
        `StorageTrouble`, which says so where even that does not succeed.
        """
        before, kept = self.keys, self.keyring.kept(self.keys)
        try:
            with self.store.begin(act) as work:
                yield work
                work.remember(_GENERATION, str(self.keys.generation))
                work.commit()
        except BaseException:
            try:
                self.keys = self.keyring.put_back(before, kept)
            except StorageTrouble as again:
                raise StorageTrouble(_HALF) from again
            raise

    def undo(self, txn: str) -> Outcome:
        """Take an act back; undoing an undoing does the act again."""
        return self.run(Undo(txn))

    def last_undoable(self) -> EntryLine | None:
        """What Ctrl+Z would take back."""
        return self.queries.last_undoable()

    def last_redoable(self) -> EntryLine | None:
        """What Ctrl+Y would do again."""
        return self.queries.last_redoable()

    def close(self) -> None:
        """Sign where the journal stands, let go of the file and of the lock."""
        try:
            if not self.store.is_closed:
                self.checkpoint()
                with suppress(StorageTrouble):
                    self.remember_keys()
            self.store.close()
        finally:
            self.lock.release()


def found(
    folder: Path,
    answers: Founding,
    passphrase: str,
    clock: Clock,
    cost: Cost = OFFICE_COST,
    units: UnitTable | None = None,
) -> tuple[Office, RecoverySheet]:
    """Make an office on a blank PC and open it; the code is for the recovery sheet, shown once.

    Raises `BadInput`, `Conflict` (the folder holds an office already) or `StorageTrouble`; then the
    folder holds no office.
    """
    table = units or unit_table()
    table.unit(answers.unit)  # there is one
    if answers.kind not in (COMMUNE, RECEIVING):
        raise BadInput(N_("Hãy chọn đơn vị là cấp xã hay cơ quan tiếp nhận.")).at("kind")
    must_be_uncommon(passphrase, answers.account_id, answers.account_name)
    settle(folder, clock)
    make_private_folder(folder)
    lock = take_lock(folder, answers.account_name, clock.now())
    try:
        _begin_founding(folder)
    except BaseException:
        lock.release()
        raise
    try:
        return _founded(folder, answers, passphrase, clock, cost, table, lock)
    except BaseException:
        _end_founding_in_vain(folder)
        lock.release()
        raise


def _founded(
    folder: Path,
    answers: Founding,
    passphrase: str,
    clock: Clock,
    cost: Cost,
    table: UnitTable,
    lock: OfficeLock,
) -> tuple[Office, RecoverySheet]:
    unit = table.unit(answers.unit)
    keyring = Keyring(folder, cost)
    account = Account(answers.account_id, answers.account_name, answers.role)
    name = OfficeName(table.full_name(unit), answers.training)
    keys, code = keyring.create(name, account, passphrase)
    facts = OfficeFacts(
        unit_id=unit.id,
        kind=answers.kind,
        site=keys.site_id,
        training=answers.training,
        packs=answers.packs,
        name=table.full_name(unit),
    )
    store = Store.create(folder, keys.db_key_hex, keys.db_salt_hex, facts, clock)
    try:
        store.signed_by(keys.device.public.key_id)
        office = Office(store, keys, keyring, account, table, lock)
        _first_entry(office, answers)
        prelogin.begin(store)
        office.remember_keys()
        with disk_speaks(folder):
            (folder / _FOUNDING).unlink(missing_ok=True)
    except BaseException:
        store.engine.dispose()
        raise
    return office, code


def _begin_founding(folder: Path) -> None:
    """Mark the folder as being founded; what an earlier founding left half done is cleared.

    Keys without that mark are never touched, nor is a folder with them marked: they may be all that
    opens a backup.  Raises `Conflict`.
    """
    mark = folder / _FOUNDING
    with disk_speaks(folder):
        if mark.exists() and not (folder / OFFICE_FILE).exists():
            for name in NAMES:
                (folder / name).unlink(missing_ok=True)
        if (folder / OFFICE_FILE).exists() or Keyring(folder).exists():
            raise Conflict(ALREADY)
        mark.touch(mode=0o600)


def _end_founding_in_vain(folder: Path) -> None:
    """Take away what a founding that failed has made: nobody was given a sheet for it."""
    with suppress(OSError):
        for name in (*_MADE, *NAMES, _FOUNDING):
            (folder / name).unlink(missing_ok=True)


def _first_entry(office: Office, answers: Founding) -> None:
    with office.store.begin(Act("office.found", office.account.name)) as work:
        if answers.registered_on:
            for pack in answers.packs:
                work.insert(
                    "campaigns",
                    {
                        "pack": pack,
                        "registered_on": answers.registered_on,
                        "document": answers.registration_document,
                    },
                )
        work.insert("settings", _letterhead(office))
        work.commit()


def _letterhead(office: Office) -> dict[str, Value]:
    """How the office's papers begin, to be corrected by the office."""
    unit = office.unit
    superior = office.units.parent(unit)
    return {
        "body": f"ỦY BAN NHÂN DÂN {unit.on_paper}",
        "symbol": "UBND",
        "place": unit.name,
        "addressee": None if superior is None else f"Ủy ban nhân dân {superior.titled}",
        "authority": "TM. ỦY BAN NHÂN DÂN",
        "position": "CHỦ TỊCH",
        "drafting": "CAX",
    }


def unlock(
    folder: Path,
    account_id: str,
    passphrase: str,
    clock: Clock,
    cost: Cost = OFFICE_COST,
) -> Office:
    """Open an office as one of its accounts.

    Raises `NotAllowed` (wrong passphrase, too soon), `StorageTrouble` (no office here, open
    elsewhere, damaged), always with what to do.
    """
    settle(folder, clock)
    if not (folder / OFFICE_FILE).exists():
        raise StorageTrouble(
            N_("Không thấy tệp dữ liệu trong thư mục. Hãy khôi phục từ bản sao lưu.")
        )
    keyring = Keyring(folder, cost)
    keys = keyring.unlock(account_id, passphrase, clock.now())
    account = keys.account or Account(account_id, account_id, "viewer")
    return _opened(folder, keyring, keys, account, clock)


def unlock_with_recovery(
    folder: Path, code: RecoveryCode, clock: Clock, cost: Cost = OFFICE_COST
) -> Office:
    """Open an office with its paper code, to give an account another passphrase."""
    settle(folder, clock)
    keyring = Keyring(folder, cost)
    keys = keyring.unlock_with_recovery(code, clock.now())
    account = Account("recovery", N_("Mã khôi phục"), "admin")
    return _opened(folder, keyring, keys, account, clock)


def _opened(
    folder: Path, keyring: Keyring, keys: OfficeKeys, account: Account, clock: Clock
) -> Office:
    lock = take_lock(folder, account.name, clock.now())
    try:
        if not keyring.still_has(keys):
            raise StorageTrouble(_REPLACED)
        sweep(folder)
        sweep_drafts(folder)
        sweep_drills(folder)

        def keep_as_it_was(old: Store, present: OfficeKeys) -> None:
            back_up(old, keyring, present, "upgrade")

        store, keys, turned = open_store(keyring, keys, clock, account.name, keep_as_it_was)
        office = Office(store, keys, keyring, account, unit_table(), lock, turned=turned)
        with disk_speaks(folder):  # somebody works in it: it is founded, whatever cut that off
            (folder / _FOUNDING).unlink(missing_ok=True)
        if store.facts.site != keys.site_id:
            finish_renewal(office)
        _remember_signer(office)
        _notice_older_keys(office)
        repeat_erasures(office.session, keys.device)
        office.caught_up = catch_up(store, account.name)
        return office
    except BaseException:
        lock.release()
        raise


def _remember_signer(office: Office) -> None:
    """A file that was cut off while it was founded does not know yet which key signs for it."""
    store = office.store
    with store.reading() as connection:
        known = author_of(connection, store.facts.site) is not None
    if not known:
        store.signed_by(office.keys.device.public.key_id)


def _notice_older_keys(office: Office) -> None:
    """Somebody put back key files of before: who was taken out may be in them again.

    It opens all the same, for they may have been taken from a backup because the others were
    spoilt; but it is told.
    """
    known, found = int(office.store.said(_GENERATION) or 0), office.keys.generation
    if found < known:
        with office.store.begin(Act(OLDER_KEYS, office.account.name)) as work:
            work.note(Scope.LOCAL, f"{known} → {found}")
            work.remember(_GENERATION, str(found))
            work.commit()
    office.remember_keys()


def finish_renewal(office: Office) -> None:
    """Go on as the site that the key file names: its keys were renewed, or the file restored.

    Also after a power cut between the two.  The journal says it if the key is another one.
    """
    store, key = office.store, office.keys.device.public.key_id
    with store.reading() as connection:
        before = author_of(connection, store.facts.site)
    store.continue_as(office.keys.site_id, key)
    if before not in (None, key):
        with store.begin(Act("key.renew", office.account.name)) as work:
            work.note(Scope.LOCAL, f"{before} → {key}")
            work.commit()
