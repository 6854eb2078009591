"""The few cryptographic steps of the key file, each a pure function around a well-known primitive.

Argon2id turns a passphrase into a key, HKDF-SHA256 derives one key from another, ChaCha20-Poly1305
seals bytes under a key, and `seal_to` seals bytes to an X25519 public key.  The whole hierarchy is
told in `resources/formats/keys.md`.
"""

from __future__ import annotations

import secrets
import time
import unicodedata

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sachmatuy_desktop.errors import N_, BadInput, StorageTrouble
from sachmatuy_desktop.storage.keys.keyring_public import KEY_BYTES, OFFICE_COST, SALT_BYTES, Cost

__all__ = [
    "KEY_BYTES",
    "OFFICE_COST",
    "SALT_BYTES",
    "Cost",
    "checked_passphrase",
    "cost_for_this_machine",
    "derive",
    "passphrase_key",
    "public_half",
    "purpose_key",
    "seal",
    "seal_to",
    "unseal",
    "unseal_with",
]

SHORTEST_PASSPHRASE = 12
LONGEST_PASSPHRASE = 1000
_NONCE_BYTES = 12

_TOO_SHORT = N_("Mật khẩu phải có ít nhất {least} ký tự; một câu dễ nhớ gồm nhiều từ là tốt nhất.")
_TOO_LONG = N_("Mật khẩu dài quá {most} ký tự; hãy chọn một câu ngắn hơn.")
_NO_MEMORY = N_(
    "Máy không còn đủ {mib} MiB bộ nhớ trống để mở khóa; hãy đóng bớt chương trình rồi thử lại."
)


def cost_for_this_machine(target_seconds: float = 0.7) -> Cost:
    """The dearest cost (at most 256 MiB) whose one try stays near the target on this machine."""
    cost = OFFICE_COST
    while cost.memory_kib < 262_144:
        started = time.perf_counter()
        passphrase_key("đo tốc độ của máy", bytes(SALT_BYTES), cost)
        if (time.perf_counter() - started) * 2 > target_seconds:
            break
        cost = Cost(cost.memory_kib * 2, cost.passes)
    return cost


def checked_passphrase(text: str) -> str:
    """The passphrase in NFC, so that every keyboard's way of writing `ễ` opens the office.

    Raises:
        BadInput: shorter than 12 or longer than 1,000 characters.
    """
    normal = unicodedata.normalize("NFC", text)
    if len(normal) < SHORTEST_PASSPHRASE:
        raise BadInput(_TOO_SHORT, least=SHORTEST_PASSPHRASE)
    if len(normal) > LONGEST_PASSPHRASE:
        raise BadInput(_TOO_LONG, most=LONGEST_PASSPHRASE)
    return normal


def passphrase_key(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """32 bytes out of a passphrase (normalised to NFC) with Argon2id."""
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    try:
        return hash_secret_raw(
            secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID
        )
    except (HashingError, MemoryError) as error:
        raise StorageTrouble(_NO_MEMORY, mib=cost.memory_kib // 1024) from error


def derive(secret: bytes, purpose: str, salt: bytes = b"") -> bytes:
    """A key of 32 bytes for one purpose, out of a secret of full strength (HKDF-SHA256)."""
    info = f"sachmatuy/keys/1/{purpose}".encode()
    return HKDF(SHA256(), KEY_BYTES, salt or None, info).derive(secret)


def purpose_key(data_key: bytes, purpose: str) -> bytes:
    """32 bytes out of an office's data key for another lock under the same roof."""
    return derive(data_key, f"purpose/{purpose}")


def seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    """Nonce and ChaCha20-Poly1305 of the bytes; `context` is bound, not hidden."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, plain, context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes | None:
    """The plain bytes, or None where key, context or bytes are not those of `seal`."""
    try:
        return ChaCha20Poly1305(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context)
    except (InvalidTag, ValueError):
        return None


def seal_to(recipient: bytes, plain: bytes, context: bytes) -> bytes:
    """Seal to an X25519 public key (32 bytes): a throw-away key's public half, then the sealed."""
    throw_away = X25519PrivateKey.generate()
    shown = throw_away.public_key().public_bytes_raw()
    shared = throw_away.exchange(X25519PublicKey.from_public_bytes(recipient))
    return shown + seal(derive(shared, "sealed-to", shown + recipient), plain, context)


def unseal_with(private: bytes, sealed: bytes, context: bytes) -> bytes | None:
    """Undo `seal_to` with the private half (32 bytes), or None where it does not open."""
    key = X25519PrivateKey.from_private_bytes(private)
    shown, rest = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    recipient = key.public_key().public_bytes_raw()
    try:
        shared = key.exchange(X25519PublicKey.from_public_bytes(shown))
    except ValueError:  # too short, or a point that hides nothing
        return None
    return unseal(derive(shared, "sealed-to", shown + recipient), rest, context)


def public_half(private: bytes) -> bytes:
    """The X25519 public key of a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
