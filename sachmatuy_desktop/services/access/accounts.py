"""Who may open an office, and with what: accounts, passphrases, the paper code.

Every change stands in the office's own journal (it never leaves the office) with the account's id,
in the same breath as the change itself: if one of the two cannot be written, neither is the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.domain.roles import ROLES, role
from sachmatuy_desktop.errors import N_, BadInput, NotAllowed, NotFound
from sachmatuy_desktop.packs.passphrases import must_be_uncommon
from sachmatuy_desktop.services.access.failed_tries import failures_kept
from sachmatuy_desktop.services.office import Office, unlock, unlock_with_recovery
from sachmatuy_desktop.storage import drafts
from sachmatuy_desktop.storage.keys.keyring import OFFICE_COST, Cost, checked_account
from sachmatuy_desktop.storage.keys.keyring_crypto import checked_passphrase
from sachmatuy_desktop.storage.keys.keyring_file import Account
from sachmatuy_desktop.storage.keys.recovery import RecoveryCode, RecoverySheet
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

_MANAGES = "manages"

RECOVERY = "login.recovery"
SHEET_MADE = "recovery.made"
SHEET_TRIED = "recovery.tried"
"""The days on which the recovery sheet in use was made anew and last tried, as ISO text."""


def accounts(office: Office) -> tuple[Account, ...]:
    """The accounts that open the office, in the order in which they were added."""
    return office.keyring.shown().accounts


def account_of(office: Office, account_id: str) -> Account:
    """One account.  Raises `NotFound`."""
    for each in accounts(office):
        if each.id == account_id:
            return each
    raise NotFound(
        N_("Không có tài khoản “{account}”; hãy chọn trong danh sách."), account=account_id
    )


def add_account(office: Office, account: Account, passphrase: str) -> None:
    """Let one more person open the office.

    Raises `NotAllowed`, `Conflict` (the id is taken), `BadInput` (id, name, role, passphrase).
    """
    office.info.role.must(_MANAGES)
    _must_be_role(account.role)
    must_be_uncommon(passphrase, account.id, account.name)
    with _noted(office, "account.add", f"{account.id}: {account.role}"):
        office.keys = office.keyring.add_account(office.keys, account, passphrase)


def rename_account(office: Office, account_id: str, name: str) -> None:
    """Show another name for an account.  Raises `NotAllowed`, `NotFound`, `BadInput`."""
    office.info.role.must(_MANAGES)
    _change(office, replace(account_of(office, account_id), name=name), "account.rename")


def change_role(office: Office, account_id: str, new: str) -> None:
    """Give an account another role.

    Raises `NotAllowed` (also for the last one that manages), `NotFound`, `BadInput`.
    """
    office.info.role.must(_MANAGES)
    _must_be_role(new)
    account = account_of(office, account_id)
    if not ROLES[new].manages:
        _must_not_be_last(office, account)
    _change(office, replace(account, role=new), "account.role")


def remove_account(office: Office, account_id: str) -> None:
    """Take an account away; it no longer opens this folder.

    Raises `NotAllowed` (also for the last one that manages), `NotFound`.
    """
    office.info.role.must(_MANAGES)
    _must_not_be_last(office, account_of(office, account_id))
    with _noted(office, "account.remove", account_id) as work:
        drafts.forget_account(work.connection, account_id)
        office.keys = office.keyring.remove_account(office.keys, account_id)


def change_passphrase(office: Office, old: str, new: str) -> None:
    """Another passphrase for oneself.  A wrong old one is a failed try like one at the door.

    Raises `NotAllowed` (the old one is wrong, or too soon after a wrong one), `BadInput` (too
    short, or guessed at once).
    """
    own, keyring = office.account, office.keyring
    must_be_uncommon(new, own.id, own.name)
    with (
        failures_kept(keyring.folder, own.id, office.clock, keyring.cost),
        _noted(office, "account.passphrase", own.id),
    ):
        office.keys = keyring.change_passphrase(office.keys, own.id, old, new, office.clock.now())


def reset_passphrase(office: Office, account_id: str, new: str) -> None:
    """Another passphrase for somebody who forgot theirs.

    Raises `NotAllowed`, `NotFound`, `BadInput`.
    """
    office.info.role.must(_MANAGES)
    account = account_of(office, account_id)
    must_be_uncommon(new, account.id, account.name)
    with _noted(office, "account.reset", account_id):
        office.keys = office.keyring.reset_passphrase(office.keys, account_id, new)


def new_recovery_code(office: Office) -> RecoverySheet:
    """A fresh recovery sheet, both halves new, shown once; the old one opens nothing any more."""
    office.info.role.must(_MANAGES)
    with _noted(office, "recovery.replace", office.account.id) as work:
        work.remember(SHEET_MADE, office.clock.today())
        work.remember(SHEET_TRIED, "")
        office.keys, sheet = office.keyring.replace_recovery(office.keys)
    return sheet


def recover(
    folder: Path,
    code: RecoveryCode,
    account: Account,
    passphrase: str,
    clock: Clock,
    cost: Cost = OFFICE_COST,
) -> Office:
    """Open an office by its paper code, give an account a new passphrase, go on as that account.

    An id that is not there yet (after restoring from a stick there is none) is added as it is
    given.  Raises `NotAllowed` (wrong code), `BadInput`, `StorageTrouble`.
    """
    with_code = unlock_with_recovery(folder, code, clock, cost)
    try:
        with with_code.store.begin(Act(RECOVERY, with_code.account.name)) as work:
            work.note(Scope.LOCAL, account.id)  # first: whatever is cut off, everybody is told
            work.commit()
        if account.id in {each.id for each in accounts(with_code)}:
            reset_passphrase(with_code, account.id, passphrase)
        else:
            add_account(with_code, account, passphrase)
    finally:
        with_code.close()
    return unlock(folder, account.id, passphrase, clock, cost)


def must_be_acceptable(account: Account, passphrase: str) -> None:
    """Raise `BadInput` for an account or a passphrase that `recover` would not take: to be asked
    before what cannot be taken back.
    """
    checked_account(account)
    _must_be_role(account.role)
    checked_passphrase(passphrase)
    must_be_uncommon(passphrase, account.id, account.name)


def _change(office: Office, account: Account, act: str) -> None:
    with _noted(office, act, f"{account.id}: {account.role}"):
        office.keys = office.keyring.change_account(office.keys, account)
    if account.id == office.account.id:
        office.account = account_of(office, account.id)


@contextmanager
def _noted(office: Office, act: str, why: str) -> Iterator[UnitOfWork]:
    """The block, which changes the key file, and its note in the journal: both or none."""
    with office.changing_keys(Act(act, office.account.name)) as work:
        work.note(Scope.LOCAL, why)
        yield work


def _must_be_role(name: str) -> None:
    if name not in ROLES:
        raise BadInput(
            N_("Không có vai trò “{role}”; hãy chọn một trong: {roles}."),
            role=name,
            roles=", ".join(ROLES),
        ).at("role")


def _must_not_be_last(office: Office, account: Account) -> None:
    others = [each for each in accounts(office) if each.id != account.id]
    if role(account.role).manages and not any(role(each.role).manages for each in others):
        raise NotAllowed(
            N_(
                "“{account}” là tài khoản quản trị duy nhất;"
                " hãy giao quyền quản trị cho tài khoản khác trước."
            ),
            account=account.id,
        )
