"""The slots of a key file: what locks the data key for an account, and for the recovery sheet."""

from __future__ import annotations

import secrets
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sachmatuy_desktop.errors import N_, NotAllowed, StorageTrouble
from sachmatuy_desktop.storage.keys.keyring_crypto import (
    KEY_BYTES,
    SALT_BYTES,
    Cost,
    checked_passphrase,
    derive,
    passphrase_key,
    public_half,
    seal,
    seal_to,
    unseal,
    unseal_with,
)
from sachmatuy_desktop.storage.keys.keyring_file import TAMPERED, Account, AccountSlot, RecoverySlot
from sachmatuy_desktop.storage.keys.keyring_turning import data_key_context, next_key_context
from sachmatuy_desktop.storage.keys.recovery import RecoveryCode, RecoverySheet
from sachmatuy_desktop.storage.strict_json import canonical

_WRONG_CODE = N_(
    "Mã khôi phục không mở được dữ liệu này; hãy kiểm tra đúng tờ giấy của dữ liệu này."
)
_OTHER_SHEET = N_(
    "Đây là phiếu khôi phục số {typed}, còn dữ liệu này mở bằng phiếu số {sheet};"
    " hãy lấy đúng phiếu."
)


def untouched(opened: bytes | None) -> bytes:
    """What opened; what should have opened and did not was altered."""
    if opened is None:
        raise StorageTrouble(TAMPERED)
    return opened


def data_keys_in(
    private: bytes, slot: AccountSlot | RecoverySlot, account_id: str | None
) -> tuple[bytes, bytes | None]:
    """The data key of a slot, and the one that is taking over."""
    data_key = untouched(unseal_with(private, slot.data_key, data_key_context(account_id)))
    if not slot.next_key:
        return data_key, None
    return data_key, untouched(unseal_with(private, slot.next_key, next_key_context(account_id)))


def recovery_slot(code: RecoverySheet, data_key: bytes) -> RecoverySlot:
    public = public_half(derive(code.secret, "recovery"))
    sealed = seal_to(public, data_key, data_key_context(None))
    return RecoverySlot(public, sealed, sheet=code.number)


def must_be_sheet(code: RecoveryCode, slot: RecoverySlot) -> None:
    """A sheet of another number is told before it counts as a try."""
    typed = code.number if isinstance(code, RecoverySheet) else None
    if typed is not None and slot.sheet is not None and typed != slot.sheet:
        raise NotAllowed(_OTHER_SHEET, typed=typed, sheet=slot.sheet)


def opened_by(code: RecoveryCode, slot: RecoverySlot) -> tuple[bytes, bytes | None]:
    """The data key, and the one taking over; raises `NotAllowed` for a wrong code."""
    private = derive(code.secret, "recovery")
    if public_half(private) != slot.public:
        raise NotAllowed(_WRONG_CODE)
    return data_keys_in(private, slot, None)


def new_private() -> bytes:
    """An account's secrets: 32 bytes of X25519, then 32 of Ed25519."""
    return secrets.token_bytes(2 * KEY_BYTES)


def new_slot(
    account: Account, private: bytes, passphrase: str, cost: Cost, data_key: bytes
) -> AccountSlot:
    """A slot for the key pair `private`, locked with a passphrase."""
    public = public_half(private[:KEY_BYTES])
    signing = Ed25519PrivateKey.from_private_bytes(private[KEY_BYTES:])
    empty = AccountSlot(
        account=account,
        cost=cost,
        salt=b"",
        public=public,
        verify=signing.public_key().public_bytes_raw(),
        private=b"",
        data_key=seal_to(public, data_key, data_key_context(account.id)),
    )
    return lock_slot(empty, private, passphrase, cost)


def lock_slot(slot: AccountSlot, private: bytes, passphrase: str, cost: Cost) -> AccountSlot:
    """The slot with its private keys sealed under a passphrase and a fresh salt."""
    normal = checked_passphrase(passphrase)
    salted = replace(slot, cost=cost, salt=secrets.token_bytes(SALT_BYTES))
    key = passphrase_key(normal, salted.salt, cost)
    return replace(salted, private=seal(key, private, _slot_context(salted)))


def open_slot(slot: AccountSlot, passphrase: str) -> bytes | None:
    """The account's private keys, or None with a wrong passphrase."""
    key = passphrase_key(passphrase, slot.salt, slot.cost)
    return unseal(key, slot.private, _slot_context(slot))


def _slot_context(slot: AccountSlot) -> bytes:
    return canonical(["account", slot.account.id, slot.public.hex(), slot.verify.hex()])
