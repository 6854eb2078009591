"""Ed25519 signatures in minisign's file format, so that the ordinary `minisign` checks ours.

A signature file has four lines: an untrusted comment, the signature with its algorithm and key id,
a trusted comment, and a signature over signature and trusted comment.  We write the prehashed form
("ED", over BLAKE2b-512) and read the legacy form ("Ed", over the bytes themselves) too.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.storage.keys.keyring_device import key_id

PREHASHED, LEGACY = b"ED", b"Ed"
LARGEST_FILE = 1024
_UNTRUSTED = "untrusted comment: "
_TRUSTED = "trusted comment: "

_MALFORMED = N_("Chữ ký đi kèm không đúng định dạng minisign; hãy xin bên gửi xuất lại tệp.")
_FORGED = N_("Chữ ký không khớp với nội dung; tệp đã bị sửa, hãy xin bên gửi xuất lại tệp.")


@dataclass(frozen=True)
class Signature:
    """A signature file's parts; `key_id` as minisign shows it (16 hexadecimal digits)."""

    algorithm: bytes
    key_id: str
    signature: bytes
    trusted_comment: str
    comment_signature: bytes


def public_key_text(sign: bytes) -> str:
    """The base64 text of a public key, for `minisign -P`."""
    return _encode(LEGACY + _wire_id(key_id(sign)) + sign)


def public_key_file(sign: bytes) -> str:
    """A public key as the file `minisign -p` reads."""
    return f"{_UNTRUSTED}minisign public key {key_id(sign)}\n{public_key_text(sign)}\n"


def sign_message(message: bytes, signing: Ed25519PrivateKey, trusted_comment: str) -> bytes:
    """The signature file of a message; the trusted comment is one line and signed as well."""
    own_id = key_id(signing.public_key().public_bytes_raw())
    signature = signing.sign(_prehash(message))
    over_comment = signing.sign(signature + trusted_comment.encode())
    lines = (
        f"{_UNTRUSTED}signature from sachmatuy key {own_id}",
        _encode(PREHASHED + _wire_id(own_id) + signature),
        f"{_TRUSTED}{trusted_comment}",
        _encode(over_comment),
    )
    return ("\n".join(lines) + "\n").encode()


def parse_signature(data: bytes) -> Signature:
    """Take a signature file apart without judging it.

    Raises:
        Refused: it is not a minisign signature file of at most 1 KiB.
    """
    try:
        lines = data.decode("utf-8").replace("\r\n", "\n").split("\n")
        untrusted, first, trusted, second = lines[:4]
        body, over_comment = _decode(first, 74), _decode(second, 64)
    except ValueError as error:
        raise Refused(_MALFORMED) from error
    well_formed = (
        len(data) <= LARGEST_FILE
        and lines[4:] in ([], [""])
        and untrusted.startswith(_UNTRUSTED)
        and trusted.startswith(_TRUSTED)
        and body[:2] in (PREHASHED, LEGACY)
    )
    if not well_formed:
        raise Refused(_MALFORMED)
    return Signature(
        algorithm=body[:2],
        key_id=body[2:10][::-1].hex().upper(),
        signature=body[10:],
        trusted_comment=trusted.removeprefix(_TRUSTED),
        comment_signature=over_comment,
    )


def verify_message(message: bytes, signature: Signature, sign: bytes) -> None:
    """Prove that the holder of the public key `sign` (32 bytes) signed message and comment.

    The key id is only a hint and is not judged here.

    Raises:
        Refused: message, comment or key is another.
    """
    signed = _prehash(message) if signature.algorithm == PREHASHED else message
    comment = signature.signature + signature.trusted_comment.encode()
    try:
        key = Ed25519PublicKey.from_public_bytes(sign)
        key.verify(signature.signature, signed)
        key.verify(signature.comment_signature, comment)
    except (InvalidSignature, ValueError) as error:
        raise Refused(_FORGED) from error


def _prehash(message: bytes) -> bytes:
    return hashlib.blake2b(message, digest_size=64).digest()


def _wire_id(shown: str) -> bytes:
    """minisign shows the id as a number but stores it low byte first."""
    return bytes.fromhex(shown)[::-1]


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decode(text: str, size: int) -> bytes:
    data = base64.b64decode(text, validate=True)
    if len(data) != size or _encode(data) != text:
        raise binascii.Error
    return data
