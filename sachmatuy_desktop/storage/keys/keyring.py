"""The keys of an office: who may open it, and what is in the hand once it is open.

A random data key encrypts the office file.  It is sealed to each account's own key pair, whose
private half the account's passphrase opens, and to the paper recovery code.  Whoever lacks the data
key can neither add an account nor raise a role unnoticed: the file carries a MAC under it.
`resources/formats/keys.md` tells the whole hierarchy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed, NotFound, StorageTrouble
from sachmatuy_desktop.storage.keys import keyring_tries as tries
from sachmatuy_desktop.storage.keys.keyring_crypto import (
    KEY_BYTES,
    OFFICE_COST,
    Cost,
    derive,
    seal,
    unseal,
)
from sachmatuy_desktop.storage.keys.keyring_device import DeviceKeys, new_device, new_incarnation
from sachmatuy_desktop.storage.keys.keyring_file import (
    TAMPERED,
    Account,
    AccountSlot,
    KeyDocument,
    Office,
    StoredKeys,
    exists,
    write_pair,
)
from sachmatuy_desktop.storage.keys.keyring_open import OfficeKeys
from sachmatuy_desktop.storage.keys.keyring_shown import Shown, read_keys, shown
from sachmatuy_desktop.storage.keys.keyring_slots import (
    data_keys_in,
    lock_slot,
    must_be_sheet,
    new_private,
    new_slot,
    open_slot,
    opened_by,
    recovery_slot,
    untouched,
)
from sachmatuy_desktop.storage.keys.keyring_turning import (
    abandoned,
    begun,
    ended,
    former_data_keys,
    is_genuine,
    new_data_key,
)
from sachmatuy_desktop.storage.keys.recovery import RecoveryCode, RecoverySheet, new_recovery_code

__all__ = [
    "ALREADY",
    "OFFICE_COST",
    "Account",
    "Cost",
    "Keyring",
    "Office",
    "OfficeKeys",
    "Shown",
    "checked_account",
]

_WRONG_PASSPHRASE = N_("Mật khẩu không đúng; hãy kiểm tra bộ gõ và phím Caps Lock rồi nhập lại.")
_WAIT = N_("Vừa nhập sai; hãy đợi {seconds} giây rồi thử lại.")
_NO_ACCOUNT = N_("Không có tài khoản “{account}” trong dữ liệu này; hãy chọn trong danh sách.")
_SAME_ACCOUNT = N_("Đã có tài khoản “{account}”; hãy chọn tên đăng nhập khác.")
_LAST_ACCOUNT = N_(
    "Phải còn ít nhất một tài khoản; hãy thêm tài khoản mới rồi mới xóa “{account}”."
)
ALREADY = N_("Thư mục này đã có dữ liệu; hãy chọn một thư mục trống.")
_BAD_ID = N_(
    "Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số và dấu chấm, gạch, tối đa 40 ký tự."
)
_BAD_NAME = N_("Tên hiển thị phải có từ 1 đến 200 ký tự và không có dấu xuống dòng.")


@dataclass(frozen=True)
class Keyring:
    """The key file of the office in `folder`.

    `cost` is what a new passphrase's guess costs.  On reading, only costs within the office limits
    are accepted, and besides them exactly this one: so tests may be quick, offices may not.

    `door` is the folder where tries are counted; None: `folder` itself.  Copies of an office's keys
    count at its own door, so that a copy is no way around the slowing down.
    """

    folder: Path
    cost: Cost = OFFICE_COST
    door: Path | None = None

    # ── before unlocking ──────────────────────────────────────────────────────────────────────

    def exists(self) -> bool:
        """Whether the folder holds a key file in any state."""
        return exists(self.folder)

    def shown(self) -> Shown:
        """The office's name, accounts and public keys, for the login screen."""
        return shown(self.folder, self.cost)

    def whole_copies(self) -> int:
        """How many of the two copies can be read.  Raises `StorageTrouble`: none."""
        return len(self._read())

    def seconds_to_wait(self, now: datetime) -> int:
        """How long after failed tries the next unlock must wait."""
        return tries.seconds_to_wait(self.door or self.folder, now)

    def still_has(self, keys: OfficeKeys) -> bool:
        """Whether the folder still holds the key file that these keys came from, and not one that
        a restoring put there meanwhile.  Raises `StorageTrouble`: damaged or altered.
        """
        document = self._proved(keys)
        return document.generation == keys.generation and (
            _office_keys(document, keys.data_key, None, None).site_id == keys.site_id
        )

    def create(
        self, office: Office, account: Account, passphrase: str
    ) -> tuple[OfficeKeys, RecoverySheet]:
        """Make the keys of a new office and its first account.

        Raises:
            Conflict: the folder holds a key file already.
            BadInput: the passphrase, the account's id or a name is not acceptable.
            StorageTrouble: the folder cannot be written.
        """
        if self.exists():
            raise Conflict(ALREADY)
        data_key = new_data_key()
        device, code = new_device(), new_recovery_code()
        office = replace(office, name=_checked_name(office.name))
        private = new_private()
        slot = new_slot(checked_account(account), private, passphrase, self.cost, data_key)
        document = KeyDocument(
            generation=1,
            office=office,
            device=device.public,
            device_private=_seal_device(device, data_key),
            accounts=(slot,),
            recovery=recovery_slot(code, data_key),
        )
        self._write(document, data_key)
        return _office_keys(document, data_key, slot.account, private), code

    # ── unlocking ─────────────────────────────────────────────────────────────────────────────

    def unlock(self, account_id: str, passphrase: str, now: datetime) -> OfficeKeys:
        """Open the office as the account.

        Raises:
            NotAllowed: wrong passphrase, or too soon after a failed try.
            NotFound: no such account.
            StorageTrouble: the key file is damaged or was altered from outside.
        """
        stored = self._read()
        slot = _find(stored[0].document, account_id)
        self._count_try(now)
        private = open_slot(slot, passphrase)
        if private is None:
            raise NotAllowed(_WRONG_PASSPHRASE)
        opened = data_keys_in(private[:KEY_BYTES], slot, account_id)
        return self._welcome(stored, *opened, slot.account, private)

    def unlock_with_recovery(self, code: RecoveryCode, now: datetime) -> OfficeKeys:
        """Open the office with the paper code; raises as `unlock` does."""
        stored = self._read()
        slot = stored[0].document.recovery
        must_be_sheet(code, slot)
        self._count_try(now)
        return self._welcome(stored, *opened_by(code, slot), None, None)

    def prove_recovery(self, keys: OfficeKeys, code: RecoveryCode, now: datetime) -> None:
        """Try the sheet on an open office's key file; nothing changes.

        Raises `NotAllowed`: it does not open it, or too soon after a failed try.
        """
        slot = self._proved(keys).recovery
        must_be_sheet(code, slot)
        self._count_try(now)
        if keys.data_key not in opened_by(code, slot):
            raise StorageTrouble(TAMPERED)
        tries.forget_tries(self.door or self.folder)

    # ── changes, all with the office open ─────────────────────────────────────────────────────

    def kept(self, keys: OfficeKeys) -> KeyDocument:
        """The key file as it is, for `put_back`."""
        return self._proved(keys)

    def put_back(self, keys: OfficeKeys, kept: KeyDocument) -> OfficeKeys:
        """The key file as it was kept, where a change must not count after all: the journal could
        not take its note, or only one copy was written.  Raises `StorageTrouble`.
        """
        newest = self._read()[0].document.generation
        if newest == kept.generation:
            return keys
        document = replace(kept, generation=newest + 1)
        self._write(document, keys.data_key, keys.next_key)
        return replace(keys, generation=document.generation)

    def add_account(self, keys: OfficeKeys, account: Account, passphrase: str) -> OfficeKeys:
        """Let one more person open the office."""
        checked = checked_account(account)
        slot = new_slot(checked, new_private(), passphrase, self.cost, keys.data_key)

        def change(document: KeyDocument) -> KeyDocument:
            if any(other.account.id == account.id for other in document.accounts):
                raise Conflict(_SAME_ACCOUNT, account=account.id)
            return replace(document, accounts=(*document.accounts, slot))

        return self._change(keys, change)

    def change_account(self, keys: OfficeKeys, account: Account) -> OfficeKeys:
        """Give the account of the same id another name or role."""
        checked = checked_account(account)
        return self._change_slot(keys, account.id, lambda slot: replace(slot, account=checked))

    def remove_account(self, keys: OfficeKeys, account_id: str) -> OfficeKeys:
        """Take an account away.

        It no longer opens this folder.  Someone who kept a copy of an older key file still knows
        the data key; only a new data key (`rekeying.rotate`) shuts that door.
        """

        def change(document: KeyDocument) -> KeyDocument:
            _find(document, account_id)
            rest = tuple(slot for slot in document.accounts if slot.account.id != account_id)
            if not rest:
                raise NotAllowed(_LAST_ACCOUNT, account=account_id)
            return replace(document, accounts=rest)

        return self._change(keys, change)

    def change_passphrase(
        self, keys: OfficeKeys, account_id: str, old: str, new: str, now: datetime
    ) -> OfficeKeys:
        """Another passphrase for an account whose present one is known; its key pair stays.

        A wrong one counts as a try: an office that stands open is no place to guess it.
        """

        def change(slot: AccountSlot) -> AccountSlot:
            self._count_try(now)
            private = open_slot(slot, old)
            if private is None:
                raise NotAllowed(_WRONG_PASSPHRASE)
            tries.forget_tries(self.door or self.folder)
            return lock_slot(slot, private, new, self.cost)

        return self._change_slot(keys, account_id, change)

    def reset_passphrase(self, keys: OfficeKeys, account_id: str, new: str) -> OfficeKeys:
        """Another passphrase for an account that forgot its own: it gets a fresh key pair."""
        private = new_private()

        def change(slot: AccountSlot) -> AccountSlot:
            return new_slot(slot.account, private, new, self.cost, keys.data_key)

        return self._change_slot(keys, account_id, change)

    def replace_recovery(self, keys: OfficeKeys) -> tuple[OfficeKeys, RecoverySheet]:
        """A fresh sheet, both halves new; the old one opens nothing any more."""
        code = new_recovery_code(apart_from=self._proved(keys).recovery.sheet)
        slot = recovery_slot(code, keys.data_key)
        return self._change(keys, lambda document: replace(document, recovery=slot)), code

    def set_incarnation(self, keys: OfficeKeys, incarnation: str | None = None) -> OfficeKeys:
        """A new incarnation (32 hexadecimal digits, fresh unless given), hence a new site id."""
        device = keys.device.reincarnated(incarnation or new_incarnation())
        sealed = _seal_device(device, keys.data_key)
        changed = self._change(keys, lambda document: replace(document, device_private=sealed))
        return replace(changed, device=device)

    def renew_device(self, keys: OfficeKeys, device: DeviceKeys) -> OfficeKeys:
        """Other keys for this machine, hence another site id.  The office has them from the moment
        the first copy is whole, and before that the old ones: nothing lies between.
        """
        sealed = _seal_device(device, keys.data_key)
        changed = self._change(
            keys,
            lambda document: replace(
                document,
                device=device.public,
                device_private=sealed,
                former=device.all_signed[1:],
            ),
        )
        return replace(changed, device=device)

    def begin_turning(self, keys: OfficeKeys, fresh: bytes) -> OfficeKeys:
        """Let everybody who opens the office reach a fresh data key as well as the present one."""
        document = begun(self._proved(keys), fresh)
        self._write(document, keys.data_key, fresh)
        return replace(keys, generation=document.generation, next_key=fresh)

    def end_turning(self, keys: OfficeKeys) -> OfficeKeys:
        """The fresh data key alone; from now on the old one leads nowhere."""
        fresh = untouched(keys.next_key)
        former = (keys.data_key, *keys.former_keys)
        sealed = _seal_device(keys.device, fresh)
        document = ended(self._proved(keys), fresh, sealed, former)
        self._write(document, fresh)
        return replace(
            keys,
            generation=document.generation,
            data_key=fresh,
            next_key=None,
            former_keys=former,
        )

    def abandon_turning(self, keys: OfficeKeys) -> OfficeKeys:
        """The present data key alone, as it was."""
        document = abandoned(self._proved(keys))
        self._write(document, keys.data_key)
        return replace(keys, generation=document.generation, next_key=None)

    def write_travel_copy(self, keys: OfficeKeys, folder: Path) -> None:
        """Put a key file for a backup on a stick into `folder`: it opens with the paper code only.

        Without passphrase slots a stolen stick faces the code's 128 bits.
        """
        document = replace(self._proved(keys), accounts=())
        write_pair(folder, document, derive(keys.data_key, "mac"))

    # ── within ────────────────────────────────────────────────────────────────────────────────

    def _read(self) -> tuple[StoredKeys, ...]:
        return read_keys(self.folder, self.cost)

    def _count_try(self, now: datetime) -> None:
        if seconds := self.seconds_to_wait(now):
            raise NotAllowed(_WAIT, seconds=seconds)
        tries.count_try(self.door or self.folder, now)

    def _welcome(
        self,
        stored: tuple[StoredKeys, ...],
        data_key: bytes,
        next_key: bytes | None,
        account: Account | None,
        private: bytes | None,
    ) -> OfficeKeys:
        """The open office, its key file proved genuine and both copies made whole and equal."""
        document = _prove(stored, data_key, next_key)
        keys = replace(_office_keys(document, data_key, account, private), next_key=next_key)
        if len(stored) < 2 or stored[0] != stored[1]:
            self._write(document, data_key, next_key)
        tries.forget_tries(self.door or self.folder)
        return keys

    def _proved(self, keys: OfficeKeys) -> KeyDocument:
        return _prove(self._read(), keys.data_key, keys.next_key)

    def _write(self, document: KeyDocument, data_key: bytes, next_key: bytes | None = None) -> None:
        next_mac_key = None if next_key is None else derive(next_key, "mac")
        write_pair(self.folder, document, derive(data_key, "mac"), next_mac_key)

    def _change(self, keys: OfficeKeys, change: Callable[[KeyDocument], KeyDocument]) -> OfficeKeys:
        """Write the next generation, its text proved genuine first."""
        document = change(self._proved(keys))
        document = replace(document, generation=document.generation + 1)
        self._write(document, keys.data_key, keys.next_key)
        return replace(keys, generation=document.generation)

    def _change_slot(
        self, keys: OfficeKeys, account_id: str, change: Callable[[AccountSlot], AccountSlot]
    ) -> OfficeKeys:
        def change_document(document: KeyDocument) -> KeyDocument:
            wanted = _find(document, account_id)
            slots = (change(slot) if slot is wanted else slot for slot in document.accounts)
            return replace(document, accounts=tuple(slots))

        return self._change(keys, change_document)


def _unaltered(keys: tuple[bytes, ...] | None) -> tuple[bytes, ...]:
    if keys is None:
        raise StorageTrouble(TAMPERED)
    return keys


def _prove(stored: tuple[StoredKeys, ...], data_key: bytes, next_key: bytes | None) -> KeyDocument:
    """The newest document, once every undamaged copy has shown a MAC of a key in hand."""
    newest = stored[0].document
    if newest.is_turning != (next_key is not None) or not all(
        is_genuine(copy, data_key, next_key) for copy in stored
    ):
        raise StorageTrouble(TAMPERED)
    return newest


def _office_keys(
    document: KeyDocument, data_key: bytes, account: Account | None, private: bytes | None
) -> OfficeKeys:
    device_key = derive(data_key, "device")
    plain = untouched(unseal(device_key, document.device_private, document.device.sign))
    signing = Ed25519PrivateKey.from_private_bytes(private[KEY_BYTES:]) if private else None
    return OfficeKeys(
        office=document.office,
        device=DeviceKeys.from_bytes(plain),
        generation=document.generation,
        account=account,
        data_key=data_key,
        account_signing=signing,
        former_keys=_unaltered(former_data_keys(document, data_key)),
    )


def _seal_device(device: DeviceKeys, data_key: bytes) -> bytes:
    return seal(derive(data_key, "device"), device.to_bytes(), device.public.sign)


def _find(document: KeyDocument, account_id: str) -> AccountSlot:
    for slot in document.accounts:
        if slot.account.id == account_id:
            return slot
    raise NotFound(_NO_ACCOUNT, account=account_id)


def checked_account(account: Account) -> Account:
    """The account, its name made regular; raises `BadInput` for an id or a name that is none."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,39}", account.id, re.ASCII):
        raise BadInput(_BAD_ID).at("id")
    return replace(account, name=_checked_name(account.name))


def _checked_name(name: str) -> str:
    normal = unicodedata.normalize("NFC", name).strip()
    if not 1 <= len(normal) <= 200 or not normal.isprintable():
        raise BadInput(_BAD_NAME).at("name")
    return normal
