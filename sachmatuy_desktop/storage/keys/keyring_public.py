"""What of an office's keys is no secret: how dear a guess is, and the halves that others may know.

Nothing here needs the code of a cipher, so the window that asks for a passphrase does not wait for
it.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

KEY_BYTES = 32
SALT_BYTES = 16
# 32 signs without 0 and O, 1 and I: read from paper or over the telephone without a slip.
FINGERPRINT_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_STANDARD_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
RECIPIENT_PATTERN = r"age1[02-9ac-hj-np-z]{58}"


@dataclass(frozen=True)
class Cost:
    """What one guess at a passphrase costs: Argon2id's memory in KiB, passes and lanes."""

    memory_kib: int
    passes: int
    lanes: int = 4

    @property
    def lawful(self) -> bool:
        """Whether a key file of an office may ask for it: 64 MiB to 1 GiB, 1 to 10 passes, 4 lanes.

        Less would invite guessing, more would let a forged file bring the machine to its knees.
        """
        return 65_536 <= self.memory_kib <= 1_048_576 and 1 <= self.passes <= 10 and self.lanes == 4


OFFICE_COST = Cost(memory_kib=65_536, passes=3)


@dataclass(frozen=True)
class PublicKeys:
    """What others may know: an Ed25519 key (32 bytes) and an age recipient (`age1…`)."""

    sign: bytes
    recipient: str

    @property
    def key_id(self) -> str:
        """16 hexadecimal digits, as minisign shows the id of the signing key."""
        return key_id(self.sign)

    @property
    def fingerprint(self) -> str:
        """Eight groups of four signs over both keys, for reading aloud: `7QF2-M9TC-…`."""
        name = b"sachmatuy/fingerprint/1" + self.sign + self.recipient.encode()
        text = base64.b32encode(hashlib.sha256(name).digest()[:20]).decode()
        signs = text.translate(str.maketrans(_STANDARD_ALPHABET, FINGERPRINT_ALPHABET))
        return "-".join(signs[at : at + 4] for at in range(0, 32, 4))


def key_id(sign: bytes) -> str:
    """The id of an Ed25519 public key: the first 8 bytes of a hash, in upper-case hexadecimal."""
    return hashlib.sha256(b"sachmatuy/key-id/1" + sign).digest()[:8].hex().upper()
