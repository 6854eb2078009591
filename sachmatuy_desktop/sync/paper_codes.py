"""The code on a paper: least data, signed, that a QR carries and anybody with the key can prove.

It names a unit, a form, a number and a day, and nobody.  Two kinds: a *paper* of the office (an
issued document, a numbered copy of a restricted list), with the hash of what was printed; and a
*sheet*, the commitment form of one household, with what finds it again in the book.  The bytes,
before they become letters (`domain.base45`), are described in `resources/formats/paper-code.md`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sachmatuy_desktop.domain.base45 import from_base45, to_base45
from sachmatuy_desktop.errors import N_, BadInput, Refused
from sachmatuy_desktop.storage.keys.keyring_device import key_id
from sachmatuy_desktop.sync.packed import Reading, packed_number, packed_text

__all__ = [
    "TAG",
    "PaperCode",
    "PaperSigner",
    "SheetCode",
    "SignedCode",
    "form_mark",
    "hash_of",
    "is_code",
    "read_code",
    "sheet_token",
]

TAG: Final = "SMV1/"
"""What the text in a QR begins with."""

_DOMAIN: Final = b"sachmatuy-paper/1\n"
_VERSION: Final = 1
_TRAINING: Final = 0x80
_PAPER: Final = 1
_SHEET: Final = 2
_SIGNATURE: Final = 64
_KEY: Final = 4
_FORM: Final = 3
_HASH: Final = 12
_TOKEN: Final = 6
_FIRST_DAY: Final = date(1970, 1, 1)
_LATEST: Final = 1 << 20
"""A day so long after the first is none."""

_NO_CODE: Final = N_("Đây không phải mã của một văn bản do chương trình in ra.")
_NEWER: Final = N_("Mã do bản mới hơn của chương trình in ra; hãy cập nhật chương trình.")


@dataclass(frozen=True, slots=True)
class PaperCode:
    """An issued paper, or copy `copy` of `copies` of a restricted list (0 of 0 for others).

    `form` is `form_mark` of its form, `day` its date (of a list that bears no number: the day it
    was printed), `number` the number as printed, `digest` the first 24 digits of the SHA-256 of
    its frozen data without the code.
    """

    unit: str
    form: str
    number: str
    day: date
    digest: str
    copy: int = 0
    copies: int = 0
    training: bool = False


@dataclass(frozen=True, slots=True)
class SheetCode:
    """The form of one household: `token` finds its sheet, or without a `number` its household."""

    token: str
    number: int = 0
    training: bool = False


Code = PaperCode | SheetCode


@dataclass(frozen=True, slots=True)
class SignedCode:
    """A code as it was read, not yet proved; `key` are the first eight digits of a key id."""

    code: Code
    key: str
    body: bytes
    signature: bytes

    def signer(self, keys: Mapping[str, bytes]) -> str | None:
        """The id of the one of these Ed25519 keys (by their ids) that has signed it.

        None when none of them is the key that it names; raises `Refused` when one is and did not
        sign these very bytes.
        """
        named = [each for each in keys if each.startswith(self.key)]
        for each in named:
            try:
                public = Ed25519PublicKey.from_public_bytes(keys[each])
                public.verify(self.signature, _DOMAIN + self.body)
            except (InvalidSignature, ValueError):
                continue
            return each
        if named:
            raise Refused(
                N_("Chữ ký trong mã không đúng: mã đã bị sửa hoặc làm giả, không có giá trị.")
            )
        return None


@dataclass(frozen=True, slots=True)
class PaperSigner:
    """The key of this PC, for nothing but codes on paper."""

    key: Ed25519PrivateKey = field(repr=False)
    key_id: str = ""

    @classmethod
    def of(cls, key: Ed25519PrivateKey) -> PaperSigner:
        """The signer with a device's key."""
        return cls(key, key_id(key.public_key().public_bytes_raw()))

    def text(self, code: Code) -> str:
        """The text of the QR: the code, signed."""
        body = _body(code, self.key_id)
        return TAG + to_base45(body + self.key.sign(_DOMAIN + body))


def hash_of(frozen: str) -> str:
    """What a code says of a paper: the first 24 digits of its SHA-256."""
    return hashlib.sha256(frozen.encode()).hexdigest()[: 2 * _HASH]


def form_mark(form_id: str) -> str:
    """A form in six digits; `tests/sync/test_paper_codes.py` watches that no two are the same."""
    return hashlib.sha256(form_id.encode()).hexdigest()[: 2 * _FORM]


def sheet_token(record: str) -> str:
    """A sheet or household in twelve digits, from which nobody learns its id."""
    return hashlib.sha256(record.encode()).hexdigest()[: 2 * _TOKEN]


def is_code(text: str) -> bool:
    """Whether a QR's text claims to be a code of a paper."""
    return re.match(r"SMV\d+/", text) is not None


def read_code(text: str) -> SignedCode:
    """The code out of a QR's text.

    Raises `BadInput` for what is none, `Refused` for one of a newer program.
    """
    if not text.startswith(TAG):
        raise Refused(_NEWER) if is_code(text) else BadInput(_NO_CODE)
    try:
        data = from_base45(text.removeprefix(TAG))
        if data[0] & 0x0F > _VERSION:
            raise Refused(_NEWER)
        return _signed(data)
    except (IndexError, ValueError) as error:
        raise BadInput(_NO_CODE) from error


def _body(code: Code, key: str) -> bytes:
    kind = _SHEET if isinstance(code, SheetCode) else _PAPER
    first = _VERSION | kind << 4 | _TRAINING * code.training
    head = bytes([first]) + bytes.fromhex(key)[:_KEY]
    if isinstance(code, SheetCode):
        return head + bytes.fromhex(code.token) + packed_number(code.number)
    return b"".join(
        (
            head,
            bytes.fromhex(code.form),
            packed_number((code.day - _FIRST_DAY).days),
            packed_text(code.unit),
            packed_text(code.number),
            packed_number(code.copy),
            packed_number(code.copies),
            bytes.fromhex(code.digest),
        )
    )


def _signed(data: bytes) -> SignedCode:
    reading = Reading(data, 1)
    kind, training = data[0] >> 4 & 0x07, bool(data[0] & _TRAINING)
    key = reading.hex(_KEY)
    code: Code
    if kind == _SHEET:
        code = SheetCode(reading.hex(_TOKEN).lower(), reading.number(), training)
    elif kind == _PAPER:
        code = _paper(reading, training=training)
    else:
        raise ValueError(kind)
    body = data[: reading.at]
    signature = reading.bytes(_SIGNATURE)
    if data[reading.at :] or _body(code, key) != body:
        raise ValueError
    return SignedCode(code, key, body, signature)


def _paper(reading: Reading, *, training: bool) -> PaperCode:
    form = reading.hex(_FORM).lower()
    days = reading.number()
    if days > _LATEST:
        raise ValueError(days)
    unit, number = reading.text(), reading.text()
    copy, copies = reading.number(), reading.number()
    digest = reading.hex(_HASH).lower()
    day = _FIRST_DAY + timedelta(days=days)
    return PaperCode(unit, form, number, day, digest, copy, copies, training)
