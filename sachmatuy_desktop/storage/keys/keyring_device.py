"""The keys by which an office's machine is known to others: who signed, and to whom to seal."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyrage import x25519

from sachmatuy_desktop.storage.keys.keyring_public import RECIPIENT_PATTERN, PublicKeys, key_id
from sachmatuy_desktop.storage.strict_json import Fields, canonical, parse_object, readable

__all__ = [
    "RECIPIENT_PATTERN",
    "DeviceKeys",
    "PublicKeys",
    "RetiredKeys",
    "key_id",
    "new_device",
    "new_incarnation",
]

INCARNATION_BYTES = 16
_MOST_RETIRED = 100


@dataclass(frozen=True)
class RetiredKeys:
    """Keys that a machine signed with before: they open what was sealed for them and sign what was
    written under them and left unsigned, nothing else.

    `succession` is the text by which they handed over, signed by them and by their successor.
    """

    signing: Ed25519PrivateKey = field(repr=False)
    age_identity: Any = field(repr=False)
    succession: bytes = field(repr=False)

    @property
    def key_id(self) -> str:
        """Under which id others knew them."""
        return key_id(self.signing.public_key().public_bytes_raw())


@dataclass(frozen=True)
class DeviceKeys:
    """The machine's secrets; `incarnation` changes when the office file is restored or copied.

    `retired` are those it had before, the newest first.
    """

    signing: Ed25519PrivateKey = field(repr=False)
    age_identity: Any = field(repr=False)  # pyrage.x25519.Identity, which declares no types
    incarnation: str
    retired: tuple[RetiredKeys, ...] = field(repr=False, default=())

    @property
    def public(self) -> PublicKeys:
        """The halves that may be shown."""
        return PublicKeys(
            self.signing.public_key().public_bytes_raw(), str(self.age_identity.to_public())
        )

    @property
    def identity_text(self) -> str:
        """The age identities as age's own programs read them (`AGE-SECRET-KEY-1…`): secrets."""
        identities = (self.age_identity, *(each.age_identity for each in self.retired))
        return "".join(f"{each}\n" for each in identities)

    @property
    def site_id(self) -> str:
        """32 hexadecimal digits for this machine and this incarnation of its office file."""
        name = b"sachmatuy/site/1" + self.public.sign + bytes.fromhex(self.incarnation)
        return hashlib.sha256(name).hexdigest()[:32]

    def signing_of(self, author: str | None) -> Ed25519PrivateKey:
        """The key that signs for a site whose author has this key id: the present one unless it was
        written under one that has been retired.
        """
        return next((each.signing for each in self.retired if each.key_id == author), self.signing)

    def identity_of(self, addressee: str) -> Any:
        """The age identity that opens what is sealed for a key id; None for somebody else's."""
        if addressee == self.public.key_id:
            return self.age_identity
        return next((each.age_identity for each in self.retired if each.key_id == addressee), None)

    @property
    def all_signed(self) -> tuple[bytes, ...]:
        """The Ed25519 public keys that are, or were, this machine's."""
        each_key = (self.signing, *(each.signing for each in self.retired))
        return tuple(each.public_key().public_bytes_raw() for each in each_key)

    def reincarnated(self, incarnation: str) -> DeviceKeys:
        """The same keys with another incarnation (32 hexadecimal digits)."""
        return replace(self, incarnation=incarnation)

    def succeeded_by(self, fresh: DeviceKeys, succession: bytes) -> DeviceKeys:
        """Fresh keys that keep these to read and to finish with."""
        before = RetiredKeys(self.signing, self.age_identity, succession)
        return replace(fresh, retired=(before, *self.retired)[:_MOST_RETIRED])

    def to_bytes(self) -> bytes:
        """The secrets as bytes, to be sealed at once."""
        return canonical(
            {
                "sign": self.signing.private_bytes_raw().hex(),
                "age": str(self.age_identity),
                "incarnation": self.incarnation,
                "retired": [
                    {
                        "sign": each.signing.private_bytes_raw().hex(),
                        "age": str(each.age_identity),
                        "succession": parse_object(each.succession, "succession"),
                    }
                    for each in self.retired
                ],
            }
        )

    @staticmethod
    def from_bytes(data: bytes) -> DeviceKeys:
        """What `to_bytes` wrote."""
        fields = Fields(parse_object(data, "device"), "device")
        retired = fields.items("retired", _MOST_RETIRED) if "retired" in fields else []
        return DeviceKeys(
            _signing(fields),
            x25519.Identity.from_str(fields.text("age")),
            fields.matching("incarnation", r"[0-9a-f]{32}"),
            tuple(_retired(Fields(each, "device.retired")) for each in retired),
        )


def _signing(fields: Fields) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(fields.decoded("sign", bytes.fromhex, 32))


def _retired(fields: Fields) -> RetiredKeys:
    return RetiredKeys(
        _signing(fields),
        x25519.Identity.from_str(fields.text("age")),
        readable(fields.whole("succession")),
    )


def new_device() -> DeviceKeys:
    """Fresh keys for a machine that opens its office for the first time."""
    return DeviceKeys(Ed25519PrivateKey.generate(), x25519.Identity.generate(), new_incarnation())


def new_incarnation() -> str:
    """A fresh incarnation nonce: 32 hexadecimal digits."""
    return secrets.token_hex(INCARNATION_BYTES)
