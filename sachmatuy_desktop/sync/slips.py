"""The slip: a receipt on paper, as a signed text that a QR carries and people can type.

It names keys, a bundle, a moment and figures, and nobody.  The bytes, before they become letters
(`domain.typed_code`):

| bytes | what |
|---|---|
| 1 | version 1; the highest bit set in the training world, the next if the bundle was undone |
| 8, 8 | key ids: who took the bundle in, who wrote it |
| n | the receiver's epoch; the bundle's epoch and number; the moment, in seconds since 1970 |
| 8 | the beginning of the bundle's digest |
| n | eight figures, in the order of `Figures` |
| 64 | Ed25519 over `sachmatuy-slip/1\\n` and all bytes before |

`n` are whole numbers, seven bits a byte, the lowest first, the highest bit set while more follow.
"""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass, fields
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sachmatuy_desktop.domain.typed_code import bytes_of, groups_of
from sachmatuy_desktop.errors import N_, BadInput, Refused
from sachmatuy_desktop.storage.keys.keyring_device import key_id
from sachmatuy_desktop.sync.packed import Reading, packed_number

__all__ = ["TAG", "Figures", "SignedSlip", "Slip", "read_slip", "sign_slip"]

TAG: Final = "SMT-BN1/"
"""What the text in a QR begins with; whoever types leaves it out."""

_DOMAIN: Final = b"sachmatuy-slip/1\n"
_VERSION: Final = 1
_TRAINING: Final = 0x80
_UNDONE: Final = 0x40
_FLAGS: Final = _TRAINING | _UNDONE
_SIGNATURE: Final = 64
_KEY: Final = 8
_DIGEST: Final = 8
_LATEST: Final = 1 << 36
"""A moment after this one, in the year 4147, is none."""

_FILLING: Final = 3
"""So many zero bytes at most fill up the last group."""

_NO_SLIP: Final = N_("Đây không phải mã của một phiếu biên nhận; hãy kiểm tra lại phiếu.")
_NEWER: Final = N_(
    "Phiếu do bản mới hơn của chương trình in ra; hãy cập nhật chương trình hoặc xin tệp biên nhận."
)
_FORGED: Final = N_(
    "Chữ ký trên phiếu không đúng nên phiếu không chứng nhận gì; hãy xin lại phiếu hoặc biên nhận."
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of a bundle, in numbers.

    `lacking` are contents of attachments that have not come, `returned` what the receiving office
    has sent back and waits for.
    """

    new: int = 0
    changed: int = 0
    removed: int = 0
    conflicts: int = 0
    set_aside: int = 0
    parked: int = 0
    lacking: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True)
class Slip:
    """Who took which bundle in and when (`taken`, seconds since 1970), with what result.

    `receiver` and `sender` are key ids, `digest` the first 16 digits of the bundle's.
    `receiver_epoch` changes when the receiver's file is restored from a backup.  `undone`: the
    receiver has taken the whole bundle back since.
    """

    receiver: str
    sender: str
    receiver_epoch: int
    epoch: int
    number: int
    taken: int
    digest: str
    figures: Figures
    training: bool = False
    undone: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all that the bundle carried is held: nothing waits, is missing or was undone."""
        return not (self.undone or self.figures.parked or self.figures.lacking)


@dataclass(frozen=True, slots=True)
class SignedSlip:
    """A slip as it was read, not yet proved."""

    slip: Slip
    body: bytes
    signature: bytes

    def prove(self, public: bytes) -> None:
        """Raises `Refused` unless the receiver named, whose Ed25519 key this is, has signed it."""
        try:
            if key_id(public) != self.slip.receiver:
                raise InvalidSignature
            Ed25519PublicKey.from_public_bytes(public).verify(self.signature, _DOMAIN + self.body)
        except (InvalidSignature, ValueError) as error:
            raise Refused(_FORGED) from error


def sign_slip(slip: Slip, signing: Ed25519PrivateKey) -> tuple[str, ...]:
    """The slip as groups of letters; joined and with `TAG` before them they are the text of the QR.

    Raises `BadInput` for a number that is too large or below zero.
    """
    body = _body(slip)
    return groups_of(body + signing.sign(_DOMAIN + body))


def read_slip(text: str) -> SignedSlip:
    """The slip out of a QR's text or typed groups.

    Raises `BadInput` (a group is wrong, or it is no slip) or `Refused` (a newer program's).
    """
    tag, slash, rest = text.strip().upper().rpartition("/")
    if slash and f"{tag}/" != TAG:
        raise Refused(_NEWER) if re.fullmatch(r"SMT-BN\d+", tag) else BadInput(_NO_SLIP)
    data = bytes_of(rest)
    if data[:1] and data[0] & ~_FLAGS > _VERSION:
        raise Refused(_NEWER)
    try:
        return _signed(data)
    except (IndexError, ValueError) as error:
        raise BadInput(_NO_SLIP) from error


def _body(slip: Slip) -> bytes:
    first = _VERSION | _TRAINING * slip.training | _UNDONE * slip.undone
    return b"".join(
        (
            bytes([first]),
            bytes.fromhex(slip.receiver),
            bytes.fromhex(slip.sender),
            *map(packed_number, (slip.receiver_epoch, slip.epoch, slip.number, slip.taken)),
            bytes.fromhex(slip.digest),
            *map(packed_number, astuple(slip.figures)),
        )
    )


def _signed(data: bytes) -> SignedSlip:
    """Raises `IndexError` or `ValueError` for what is no slip."""
    if not data or data[0] & ~_FLAGS != _VERSION:
        raise ValueError
    reading = Reading(data, 1)
    receiver, sender = reading.hex(_KEY), reading.hex(_KEY)
    receiver_epoch, epoch, number, taken = (reading.number() for _ in range(4))
    digest = reading.hex(_DIGEST)
    figures = Figures(*(reading.number() for _ in fields(Figures)))
    body = data[: reading.at]
    signature, rest = reading.bytes(_SIGNATURE), data[reading.at :]
    slip = Slip(
        receiver,
        sender,
        receiver_epoch,
        epoch,
        number,
        taken,
        digest.lower(),
        figures,
        training=bool(data[0] & _TRAINING),
        undone=bool(data[0] & _UNDONE),
    )
    if any(rest) or len(rest) > _FILLING or taken > _LATEST or _body(slip) != body:
        raise ValueError
    return SignedSlip(slip, body, signature)
