"""What is in the hand: an office's keys once it is open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sachmatuy_desktop.storage.keys.keyring_crypto import KEY_BYTES
from sachmatuy_desktop.storage.keys.keyring_device import DeviceKeys
from sachmatuy_desktop.storage.keys.keyring_file import Account, Office

__all__ = ["OfficeKeys"]


@dataclass(frozen=True)
class OfficeKeys:
    """An open office's keys; nothing secret shows when it is printed or logged.

    `account` and `account_signing` are None after an unlock with the recovery code.  `generation`
    only rises: a store that remembers the last one seen notices an old key file put back.

    `next_key` is the data key that was taking over when the program was cut off, None at rest;
    `former_keys` are the data keys before this one, newest first: older backups need them.
    """

    office: Office
    device: DeviceKeys
    generation: int
    account: Account | None
    data_key: bytes = field(repr=False)
    account_signing: Ed25519PrivateKey | None = field(repr=False, default=None)
    next_key: bytes | None = field(repr=False, default=None)
    former_keys: tuple[bytes, ...] = field(repr=False, default=())

    @property
    def db_key_hex(self) -> str:
        """SQLCipher's raw key: 64 hexadecimal digits."""
        return self.data_key[:KEY_BYTES].hex()

    @property
    def db_salt_hex(self) -> str:
        """SQLCipher's salt, kept outside the database: 32 hexadecimal digits."""
        return self.data_key[KEY_BYTES:].hex()

    @property
    def site_id(self) -> str:
        """This machine and this incarnation of the office file: 32 hexadecimal digits."""
        return self.device.site_id

    def under(self, data_key: bytes) -> OfficeKeys:
        """These keys with another data key in hand: one that takes over, or a former one."""
        return replace(self, data_key=data_key)
