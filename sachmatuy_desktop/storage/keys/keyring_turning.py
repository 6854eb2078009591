"""One data key taking over from another: what the key file says before, while and after.

While it lasts the file holds both, each sealed to everybody who opens the office, and bears a MAC
under either.  So whichever of the two the office file is found encrypted under, everybody has it,
and the file is proved genuine by the generation before it and by the one after.  Nothing is sealed
under the old data key that leads to the new one: whoever knows the old key learns nothing.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sachmatuy_desktop.storage.keys.keyring_crypto import (
    KEY_BYTES,
    SALT_BYTES,
    derive,
    seal,
    seal_to,
    unseal,
)
from sachmatuy_desktop.storage.keys.keyring_file import KeyDocument, StoredKeys, mac_of
from sachmatuy_desktop.storage.strict_json import canonical

DATA_KEY_BYTES: Final = KEY_BYTES + SALT_BYTES
_MOST_FORMER: Final = 100


def new_data_key() -> bytes:
    """A fresh data key: 32 bytes of key, 16 of salt."""
    return secrets.token_bytes(DATA_KEY_BYTES)


def data_key_context(account_id: str | None) -> bytes:
    """What a sealed data key is bound to; None for the paper code's."""
    return canonical(["data-key", account_id])


def next_key_context(account_id: str | None) -> bytes:
    """What a data key that is taking over is bound to."""
    return canonical(["next-key", account_id])


def begun(document: KeyDocument, fresh: bytes) -> KeyDocument:
    """The next generation: both data keys for everybody, passphrases and paper code untouched."""
    recovery = document.recovery
    return replace(
        document,
        generation=document.generation + 1,
        accounts=tuple(
            replace(
                slot,
                next_key=seal_to(slot.public, fresh, next_key_context(slot.account.id)),
            )
            for slot in document.accounts
        ),
        recovery=replace(
            recovery, next_key=seal_to(recovery.public, fresh, next_key_context(None))
        ),
    )


def ended(
    document: KeyDocument, fresh: bytes, device_private: bytes, former: Sequence[bytes]
) -> KeyDocument:
    """The next generation: the fresh data key alone.  `former` are those before, newest first."""
    recovery = document.recovery
    return replace(
        document,
        generation=document.generation + 1,
        device_private=device_private,
        accounts=tuple(
            replace(
                slot,
                data_key=seal_to(slot.public, fresh, data_key_context(slot.account.id)),
                next_key=b"",
            )
            for slot in document.accounts
        ),
        recovery=replace(
            recovery,
            data_key=seal_to(recovery.public, fresh, data_key_context(None)),
            next_key=b"",
        ),
        former_data=_sealed_former(fresh, former),
    )


def abandoned(document: KeyDocument) -> KeyDocument:
    """The next generation: the present data key alone, as before."""
    return replace(
        document,
        generation=document.generation + 1,
        accounts=tuple(replace(slot, next_key=b"") for slot in document.accounts),
        recovery=replace(document.recovery, next_key=b""),
    )


def former_data_keys(document: KeyDocument, data_key: bytes) -> tuple[bytes, ...] | None:
    """The data keys before the present one, newest first; None if they were altered."""
    if not document.former_data:
        return ()
    plain = unseal(derive(data_key, "former-data"), document.former_data, b"former-data")
    if plain is None or len(plain) % DATA_KEY_BYTES:
        return None
    return tuple(plain[at : at + DATA_KEY_BYTES] for at in range(0, len(plain), DATA_KEY_BYTES))


def is_genuine(copy: StoredKeys, data_key: bytes, next_key: bytes | None) -> bool:
    """Whether a copy bears the MACs of whoever has these keys.

    One of the generation before or after a change of data key bears a MAC under one of the two.
    """
    if copy.document.is_turning and next_key is not None:
        return _has_mac(copy, copy.mac, data_key) and _has_mac(copy, copy.next_mac, next_key)
    keys = (data_key,) if next_key is None else (data_key, next_key)
    return any(_has_mac(copy, mac, key) for mac in (copy.mac, copy.next_mac) for key in keys)


def _has_mac(copy: StoredKeys, mac: bytes, data_key: bytes) -> bool:
    return hmac.compare_digest(mac_of(copy.body, derive(data_key, "mac")), mac)


def _sealed_former(data_key: bytes, former: Sequence[bytes]) -> bytes:
    plain = b"".join(former[:_MOST_FORMER])
    return seal(derive(data_key, "former-data"), plain, b"former-data")
