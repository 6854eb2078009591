"""What an author signs of a segment in advance, for the day when the law takes lines out of it.

The outline of a segment is what would be left of it if every change in it were erased: headers as
they stand, and of each change whose record it is and the SHA-256 of its line.  It is the same
before and after an erasing, so whoever passes on what is left proves it with the author's own word,
also when the author is gone for good; and nobody can leave a line out, or hide it as one of another
record.  Whether a line may be missing at all only an entry that erases can say (`incoming`).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sachmatuy_desktop.domain.changes import outlined
from sachmatuy_desktop.storage.strict_json import Fields, Json, canonical

__all__ = ["OUTLINE", "SHA256_PATTERN", "Outline", "Outlining"]

OUTLINE = "sachmatuy-outline/1"
SHA256_PATTERN = r"[0-9a-f]{64}"


@dataclass(frozen=True)
class Outline:
    """The author's word: `segment` is the hash of the header, `sha256` that of the outline."""

    segment: str
    sha256: str
    signature: bytes

    def proved_by(self, author_key: bytes) -> bool:
        """Whether the key (Ed25519) signed it."""
        signed = _signed(self.segment, self.sha256)
        try:
            Ed25519PublicKey.from_public_bytes(author_key).verify(self.signature, signed)
        except (InvalidSignature, ValueError):
            return False
        return True

    @staticmethod
    def read(value: Json, segment: str) -> Outline:
        """The outline of a segment by its header's hash; raises `Refused` if anything is absurd."""
        fields = Fields(value, OUTLINE)
        decode = partial(base64.b64decode, validate=True)
        sha256 = fields.matching("sha256", SHA256_PATTERN)
        return Outline(segment, sha256, fields.decoded("signature", decode, 64))

    def written(self) -> dict[str, Json]:
        """As `read` takes it."""
        signature = base64.b64encode(self.signature).decode("ascii")
        return {"sha256": self.sha256, "signature": signature}


class Outlining:
    """Makes the outline of a segment while its lines pass."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, line: bytes) -> None:
        """The next line, without its line feed: whole, or what is left of it."""
        self._digest.update(outlined(line) + b"\n")

    def extend(self, lines: Iterable[bytes]) -> None:
        """The next lines."""
        for line in lines:
            self.add(line)

    @property
    def sha256(self) -> str:
        """That of the outline so far."""
        return self._digest.hexdigest()

    def signed(self, segment: str, signing: Ed25519PrivateKey) -> Outline:
        """No line follows: the author's word on the segment whose header has this hash."""
        return Outline(segment, self.sha256, signing.sign(_signed(segment, self.sha256)))


def _signed(segment: str, sha256: str) -> bytes:
    return f"{OUTLINE}\n".encode() + canonical({"segment": segment, "sha256": sha256})
