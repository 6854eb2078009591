"""The key file as text: what stands in it, and how its two copies survive a power cut.

`keys.a` and `keys.b` hold the same text at rest.  A change writes one after the other with the next
generation number, so at any moment at least one of them is whole; no copy keeps an old passphrase
alive.  Reading here proves the SHA-256 (accident); the MAC (intent) needs the data key and is
proved by `keyring`.  The layout is told in `resources/formats/keys.md`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sachmatuy_desktop.errors import N_, Refused, StorageTrouble
from sachmatuy_desktop.storage.atomic import disk_speaks, make_private_folder, write_atomically
from sachmatuy_desktop.storage.keys.keyring_public import (
    KEY_BYTES,
    RECIPIENT_PATTERN,
    SALT_BYTES,
    Cost,
    PublicKeys,
)
from sachmatuy_desktop.storage.strict_json import Fields, canonical, parse_object, readable

FORMAT = "sachmatuy-keys/1"
NAMES = ("keys.a", "keys.b")
_FAMILY = "sachmatuy-keys/"
_LARGEST_FILE = 1 << 20
_MOST_ACCOUNTS = 200
_MOST_FORMER = 100

TAMPERED = N_(
    "Tệp khóa đã bị sửa từ bên ngoài chương trình nên không được dùng; "
    "hãy báo người phụ trách và khôi phục keys.a, keys.b từ bản sao lưu."
)
_ABSENT = N_(
    "Thư mục này không có tệp khóa keys.a, keys.b; "
    "hãy chọn đúng thư mục dữ liệu hoặc khôi phục hai tệp đó từ bản sao lưu."
)
_DAMAGED = N_(
    "Cả hai tệp khóa keys.a và keys.b đều hỏng; "
    "hãy khôi phục hai tệp đó từ bản sao lưu rồi mở lại, dữ liệu vẫn còn nguyên."
)
_NEWER = N_("Tệp khóa do phiên bản mới hơn của chương trình ghi; hãy cập nhật chương trình.")

_decode64 = partial(base64.b64decode, validate=True)


def _encode64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


@dataclass(frozen=True)
class Account:
    """A person who opens the office: a short id, the name shown, and the role's code."""

    id: str
    name: str
    role: str


@dataclass(frozen=True)
class Office:
    """What the login screen says before anything is unlocked."""

    name: str
    training: bool = False


@dataclass(frozen=True)
class AccountSlot:
    """One account's way to the data key; everything in it may be seen by a thief.

    `private` (the account's X25519 and Ed25519 secrets) is sealed under the passphrase,
    `data_key` to the X25519 key `public`; `verify` is the Ed25519 key others check by.  `next_key`
    is the data key that is taking over, sealed the same way; empty at rest.
    """

    account: Account
    cost: Cost
    salt: bytes
    public: bytes
    verify: bytes
    private: bytes
    data_key: bytes
    next_key: bytes = b""


@dataclass(frozen=True)
class RecoverySlot:
    """The recovery sheet's way to the data key, and to the one that is taking over.

    `sheet` is its number; None: it has no halves.
    """

    public: bytes
    data_key: bytes
    next_key: bytes = b""
    sheet: int | None = None


@dataclass(frozen=True)
class KeyDocument:
    """One generation of the key file; `former` are the signing keys that the machine had before.

    `former_data` holds, sealed under the data key, the data keys before it.
    """

    generation: int
    office: Office
    device: PublicKeys
    device_private: bytes
    accounts: tuple[AccountSlot, ...]
    recovery: RecoverySlot
    former: tuple[bytes, ...] = ()
    former_data: bytes = b""

    @property
    def is_turning(self) -> bool:
        """Whether a new data key is taking over from the present one."""
        return bool(self.recovery.next_key)


@dataclass(frozen=True)
class StoredKeys:
    """A key file that is undamaged; whether it is genuine only the data key can tell.

    `next_mac` is the MAC under the data key that is taking over; empty at rest.
    """

    document: KeyDocument
    body: bytes
    mac: bytes
    next_mac: bytes = b""


def read_pair(folder: Path) -> tuple[StoredKeys, ...]:
    """The undamaged copies, the newest generation first (one or two of them).

    Raises:
        StorageTrouble: neither copy is there, both are damaged, or a newer program wrote them.
    """
    return read_copies([folder / name for name in NAMES])


def read_copies(paths: Iterable[Path]) -> tuple[StoredKeys, ...]:
    """The same of two files wherever they lie, such as beside a backup."""
    texts = [text for text in map(_read_text, paths) if text is not None]
    if not texts:
        raise StorageTrouble(_ABSENT)
    copies = [copy for copy in map(_parse, texts) if copy is not None]
    if not copies:
        raise StorageTrouble(_DAMAGED)
    return tuple(sorted(copies, key=lambda copy: -copy.document.generation))


def write_pair(
    folder: Path, document: KeyDocument, mac_key: bytes, next_mac_key: bytes | None = None
) -> None:
    """Write the document over both copies, the worse one first.

    While a new data key takes over the text bears a MAC under either.

    Raises:
        StorageTrouble: the folder cannot be written; at least one whole copy is still there.
    """
    make_private_folder(folder)
    body = _body(document)
    bytes_of_body = canonical(body)
    check = {
        "sha256": hashlib.sha256(bytes_of_body).hexdigest(),
        "mac": mac_of(bytes_of_body, mac_key).hex(),
    }
    if next_mac_key is not None:
        check["next_mac"] = mac_of(bytes_of_body, next_mac_key).hex()
    text = readable({**body, "check": check})
    for name in sorted(NAMES, key=lambda name: _generation(folder / name)):
        write_atomically(folder / name, text)


def mac_of(body: bytes, mac_key: bytes) -> bytes:
    """HMAC-SHA256 of the canonical body."""
    return hmac.digest(mac_key, body, "sha256")


def exists(folder: Path) -> bool:
    """Whether the folder holds a key file in any state."""
    return any((folder / name).exists() for name in NAMES)


def _generation(path: Path) -> int:
    text = _read_text(path)
    copy = None if text is None else _parse(text)
    return -1 if copy is None else copy.document.generation


def _read_text(path: Path) -> bytes | None:
    with disk_speaks(path):
        try:
            with path.open("rb") as file:
                return file.read(_LARGEST_FILE)
        except FileNotFoundError:
            return None


def _parse(text: bytes) -> StoredKeys | None:
    """The copy, or None if a single byte of it is not as written."""
    try:
        whole = parse_object(text, "keys")
        fields = Fields(whole, "keys")
        written_in = fields.text("format")
        if written_in != FORMAT and written_in.startswith(_FAMILY):
            raise StorageTrouble(_NEWER)
        check = fields.inner("check")
        body = canonical({name: value for name, value in whole.items() if name != "check"})
        if written_in != FORMAT or readable(whole) != text:
            return None
        if hashlib.sha256(body).hexdigest() != check.text("sha256"):
            return None
        document = _document(fields)
        return StoredKeys(
            document,
            body,
            check.decoded("mac", bytes.fromhex, 32),
            check.decoded("next_mac", bytes.fromhex, 32) if document.is_turning else b"",
        )
    except (Refused, UnicodeEncodeError):
        return None


def _body(document: KeyDocument) -> dict[str, object]:
    body: dict[str, object] = {
        "format": FORMAT,
        "generation": document.generation,
        "office": {"name": document.office.name, "training": int(document.office.training)},
        "device": {
            "key_id": document.device.key_id,
            "fingerprint": document.device.fingerprint,
            "sign": _encode64(document.device.sign),
            "recipient": document.device.recipient,
            "private": _encode64(document.device_private),
            "former": [_encode64(each) for each in document.former],
        },
        "accounts": [_slot_body(slot) for slot in document.accounts],
        "recovery": _recovery_body(document.recovery),
    }
    return {**body, **_optional("former_data", document.former_data)}


def _optional(name: str, data: bytes) -> Mapping[str, object]:
    """A field that is there only if there is something to say."""
    return {name: _encode64(data)} if data else {}


def _recovery_body(slot: RecoverySlot) -> Mapping[str, object]:
    body = {
        "public": _encode64(slot.public),
        "data_key": _encode64(slot.data_key),
        **_optional("next_key", slot.next_key),
    }
    return body if slot.sheet is None else {**body, "sheet": slot.sheet}


def _slot_body(slot: AccountSlot) -> Mapping[str, object]:
    return {
        "id": slot.account.id,
        "name": slot.account.name,
        "role": slot.account.role,
        "argon2id": {
            "memory_kib": slot.cost.memory_kib,
            "passes": slot.cost.passes,
            "lanes": slot.cost.lanes,
            "salt": _encode64(slot.salt),
        },
        "public": _encode64(slot.public),
        "verify": _encode64(slot.verify),
        "private": _encode64(slot.private),
        "data_key": _encode64(slot.data_key),
        **_optional("next_key", slot.next_key),
    }


def _document(fields: Fields) -> KeyDocument:
    office, device = fields.inner("office"), fields.inner("device")
    recovery = fields.inner("recovery")
    former = (
        device.all_decoded("former", _MOST_FORMER, _decode64, KEY_BYTES)
        if "former" in device
        else ()
    )
    return KeyDocument(
        generation=fields.number("generation", least=1),
        office=Office(office.text("name"), office.flag("training")),
        device=PublicKeys(
            device.decoded("sign", _decode64, KEY_BYTES),
            device.matching("recipient", RECIPIENT_PATTERN),
        ),
        device_private=device.decoded("private", _decode64),
        accounts=tuple(
            _slot(Fields(item, "keys.accounts"))
            for item in fields.items("accounts", _MOST_ACCOUNTS)
        ),
        recovery=RecoverySlot(
            recovery.decoded("public", _decode64, KEY_BYTES),
            recovery.decoded("data_key", _decode64),
            _if_there(recovery, "next_key"),
            recovery.number("sheet", 1000, 9999) if "sheet" in recovery else None,
        ),
        former=former,
        former_data=_if_there(fields, "former_data"),
    )


def _if_there(fields: Fields, name: str) -> bytes:
    return fields.decoded(name, _decode64) if name in fields else b""


def _slot(fields: Fields) -> AccountSlot:
    kdf = fields.inner("argon2id")
    return AccountSlot(
        account=Account(fields.text("id"), fields.text("name"), fields.text("role")),
        cost=Cost(
            kdf.number("memory_kib", 8, 1 << 31),
            kdf.number("passes", 0, 1 << 31),
            kdf.number("lanes", 1, 255),
        ),
        salt=kdf.decoded("salt", _decode64, SALT_BYTES),
        public=fields.decoded("public", _decode64, KEY_BYTES),
        verify=fields.decoded("verify", _decode64, KEY_BYTES),
        private=fields.decoded("private", _decode64),
        data_key=fields.decoded("data_key", _decode64),
        next_key=_if_there(fields, "next_key"),
    )
