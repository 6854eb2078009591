"""The door for people: who came in, who tried in vain, and who used the paper code, all noted.

`services.office.unlock` opens an office; these open it for somebody who sits before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.clock import Clock, clock_trouble
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.access.accounts import RECOVERY
from sachmatuy_desktop.services.access.failed_tries import NOBODY, SHEET, failures_kept
from sachmatuy_desktop.services.office import OLDER_KEYS, Office, unlock
from sachmatuy_desktop.storage.evidence import prelogin
from sachmatuy_desktop.storage.evidence.prelogin import Waiting
from sachmatuy_desktop.storage.keys import keyring_tries
from sachmatuy_desktop.storage.keys.keyring import OFFICE_COST, Cost
from sachmatuy_desktop.storage.keys.keyring_file import Account
from sachmatuy_desktop.storage.keys.recovery import RecoveryCode
from sachmatuy_desktop.storage.places import own_moments
from sachmatuy_desktop.storage.queries import EntryLine

__all__ = ["Since", "enter", "enter_with_code", "since_last_login"]

LOGIN: Final = "login"
FAILED: Final = "login.failed"
LOST: Final = "login.lost"
CLOCK_BACK: Final = "clock.back"


def enter(
    folder: Path, account_id: str, passphrase: str, clock: Clock, cost: Cost = OFFICE_COST
) -> Office:
    """Open an office as one of its accounts; raises as `unlock` does, a failure is kept."""
    tried = keyring_tries.settled_tries(folder)
    with failures_kept(folder, account_id, clock, cost):
        office = unlock(folder, account_id, passphrase, clock, cost)
    _take_in(office, tried)
    _note(office, LOGIN, office.account.id)
    return office


def enter_with_code(
    folder: Path,
    code: RecoveryCode,
    account: Account,
    passphrase: str,
    clock: Clock,
    cost: Cost = OFFICE_COST,
) -> Office:
    """Give an account another passphrase with the paper code and go on as it.

    Everybody is told at the next login.  Raises as `accounts.recover` does.
    """
    tried = keyring_tries.settled_tries(folder)
    with failures_kept(folder, SHEET, clock, cost):
        office = accounts.recover(folder, code, account, passphrase, clock, cost)
    _take_in(office, tried)
    _note(office, LOGIN, office.account.id)
    return office


def lock(office: Office) -> None:
    """Note that the office is locked, and sign where the journal stands; it is still open.

    Raises `StorageTrouble` where the note cannot be written.
    """
    _note(office, "lock", office.account.id)
    office.checkpoint()


@dataclass(frozen=True, slots=True)
class Since:
    """What somebody who comes in is told of: since they last were here.

    `failed` tries in vain, `recovered` the moments at which the paper code was used, `lost` whether
    the log of tries was deleted, altered or put back, `older_keys` whether older key files were.
    """

    failed: int = 0
    recovered: tuple[str, ...] = ()
    lost: bool = False
    older_keys: bool = False

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.failed or self.recovered or self.lost or self.older_keys)


def since_last_login(office: Office) -> Since:
    """What happened at the door between the account's last login and this one.

    That the paper code was used is told to everybody, and to whose passphrase it set as well: what
    counts as their last login may have been somebody else's.
    """
    acts = (LOGIN, FAILED, RECOVERY, LOST, OLDER_KEYS)
    own = office.account.id
    since, before = _apart(office.queries.journal(limit=500, acts=acts), own)
    heard = Counter(each.act for each in since)
    sheets = [each for each in since if each.act == RECOVERY]
    came_in = (each for each in before if each.act in (LOGIN, RECOVERY) and each.why == own)
    sheets += [each for each in islice(came_in, 1) if each.act == RECOVERY]
    return Since(
        sum(int(each.why.partition(" × ")[2] or 1) for each in since if each.act == FAILED),
        tuple(each.at for each in sheets),
        heard[LOST] > 0,
        heard[OLDER_KEYS] > 0,
    )


def _apart(found: Sequence[EntryLine], own: str) -> tuple[Sequence[EntryLine], Sequence[EntryLine]]:
    """What came after an account's last login but one, newest first, and what came before that."""
    logins = [at for at, each in enumerate(found) if each.act == LOGIN and each.why == own]
    last = logins[1] if len(logins) > 1 else len(found)
    return found[:last], found[last + 1 :]


def _take_in(office: Office, tried: int) -> None:
    """What waited at the door goes into the journal; after that the log begins anew.

    The log bears a mark that the office file knows, so that one that is gone or an older one is
    noticed.  An office that knows no mark (of an older program, or restored) begins quietly.
    """
    _note_clock(office)
    waiting = prelogin.read(office.store.folder, office.keys.device)
    marks = prelogin.marks_known(office.store)
    missing = max(0, tried - waiting.count) + waiting.unread
    replaced = bool(marks) and waiting.mark not in marks
    if marks and not (waiting.count or missing or replaced):
        return
    for account, count in sorted(_by_account(waiting).items()):
        _note(office, FAILED, f"{account} × {count}")
    if missing or replaced:
        _note(office, LOST, str(missing or NOBODY))
    prelogin.begin(office.store)


def _note_clock(office: Office) -> None:
    """A clock that went back behind the last act is noted: the moments of what follows say less."""
    with office.store.reading() as connection:
        last = next(iter(own_moments(connection, 1)), "")
    if clock_trouble(office.clock.now(), None, last) is not None:
        _note(office, CLOCK_BACK, f"{last} → {office.clock.stamp()}")


def _by_account(waiting: Waiting) -> Counter[str]:
    counted = Counter(each.account for each in waiting.failed)
    if waiting.let_go:
        counted[NOBODY] += waiting.let_go
    return counted


def _note(office: Office, act: str, why: str) -> None:
    with office.store.noting(Act(act, office.account.name)) as work:
        work.note(Scope.LOCAL, why)
        work.commit()
