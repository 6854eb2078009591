"""Who is who between offices: identity cards, certificates and revocations, as signed texts.

Everything here is a pure function over bytes; where known keys are kept is the caller's affair.
A first contact is trusted only after a person has compared the fingerprint with the paper card or
over the telephone (`groups_agree`).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.storage.keys.keyring_device import RECIPIENT_PATTERN, PublicKeys, key_id
from sachmatuy_desktop.storage.strict_json import (
    Fields,
    Json,
    canonical,
    parse_object,
    parse_strict,
    readable,
)

CARD = "sachmatuy-card/1"
CERTIFICATE = "sachmatuy-certificate/1"
REVOCATIONS = "sachmatuy-revocations/1"
SUCCESSION = "sachmatuy-succession/1"
LARGEST_TEXT = 64 << 10
KEY_ID_PATTERN = r"[0-9A-F]{16}"
_MOST_REVOKED = 500
_MOST_STREAMS = 1000

_NAMES = {
    CARD: N_("Thẻ nhận dạng"),
    CERTIFICATE: N_("Giấy chứng nhận khóa"),
    REVOCATIONS: N_("Danh sách khóa bị thu hồi"),
    SUCCESSION: N_("Giấy thay khóa"),
}
_TOO_LONG = N_("Tệp quá lớn so với một thẻ hay giấy chứng nhận; hãy chọn đúng tệp.")
_OTHER_KIND = N_("Tệp này là loại khác ({found}), không phải {wanted}; hãy chọn đúng tệp.")
_FORGED = N_("{what} không mang chữ ký đúng; hãy xin lại bản gốc từ nơi cấp.")
_OLDER = N_(
    "Danh sách thu hồi này (bản {version}) không mới hơn bản đang giữ (bản {held}); "
    "hãy xin bản mới nhất."
)


@dataclass(frozen=True)
class IdentityCard:
    """An office's machine as it presents itself: names and public keys, signed by itself."""

    office: str
    unit: str
    keys: PublicKeys
    created: str
    training: bool = False


@dataclass(frozen=True)
class Certificate:
    """A receiving office's word that a machine may write these scopes in this role.

    `serial` numbers the issuer's certificates; dates are `YYYY-MM-DD`, `expires` the last good day.
    """

    serial: int
    office: str
    unit: str
    keys: PublicKeys
    role: str
    scopes: tuple[str, ...]
    issued: str
    expires: str

    def expired(self, today: str) -> bool:
        """Past its last day: worth a warning, not a stop, since offices may be offline for long."""
        return today > self.expires


@dataclass(frozen=True)
class Revocation:
    """A key that is no longer believed, and what of its work still is.

    Of bundles to the issuer those of numbering `epoch` below `from_sequence` stay good; `epoch` 0
    is no numbering.  `upto` maps each stream of the key's sites (`site/scope/unit`) to its last
    line that everybody takes, whoever brings it: what the issuer holds of it.
    """

    key_id: str
    from_sequence: int
    date: str
    reason: str
    epoch: int = 0
    upto: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class RevocationList:
    """All revocations of an issuer; `version` only rises."""

    version: int
    issued: str
    entries: tuple[Revocation, ...]

    def of(self, key: str) -> Revocation | None:
        """What is said of a key."""
        return next((each for each in self.entries if each.key_id == key), None)


@dataclass(frozen=True)
class Succession:
    """An office's word, under its old key and its new one, that the new key takes over.

    `card` is the new key's; `epoch` and `last` say which numbers the old key's bundles bear: what
    is numbered otherwise was not signed before the change.
    """

    old: str
    card: IdentityCard
    epoch: int
    last: int
    on: str


@dataclass(frozen=True)
class KnownKey:
    """A key this office has decided to know: whose it is, what it may write, until when.

    `revoked_from` is the first sequence number that is no longer taken, or None; with
    `revoked_epoch` bundles of every other numbering are not taken either.
    """

    keys: PublicKeys
    name: str
    scopes: tuple[str, ...] = ()
    revoked_from: int | None = None
    revoked_epoch: int | None = None

    def refuses(self, epoch: int, sequence: int) -> bool:
        """Whether a bundle with this number comes after the key's end."""
        if self.revoked_from is None:
            return False
        return sequence >= self.revoked_from or self.revoked_epoch not in (None, epoch)


KnownKeys = Mapping[str, KnownKey]


def known(*keys: KnownKey) -> dict[str, KnownKey]:
    """The mapping by key id that readers look senders up in."""
    return {key.keys.key_id: key for key in keys}


def known_from_card(card: IdentityCard, scopes: Iterable[str] = ()) -> KnownKey:
    """What to keep of a card once its fingerprint has been compared."""
    return KnownKey(card.keys, card.office, tuple(scopes))


def groups_agree(typed: str, fingerprint: str, least: int = 2) -> bool:
    """Whether at least `least` different groups were typed and every one is in the fingerprint."""
    groups = {group.upper() for group in re.split(r"[\s.\-–]+", typed) if group}
    return len(groups) >= least and groups <= set(fingerprint.split("-"))


# ── cards ─────────────────────────────────────────────────────────────────────────────────────


def sign_card(card: IdentityCard, signing: Ed25519PrivateKey) -> bytes:
    """The card as a file, signed with its own key."""
    statement = {
        "office": card.office,
        "unit": card.unit,
        "created": card.created,
        "training": int(card.training),
        "fingerprint": card.keys.fingerprint,
        **_keys_body(card.keys),
    }
    return _sign(CARD, statement, signing)


def read_card(data: bytes) -> IdentityCard:
    """A card from a file; it proves that the sender holds the key, not who the sender is.

    Raises:
        Refused: not a card, or altered.
    """
    fields = Fields(_open(CARD, data), CARD)
    card = IdentityCard(
        office=fields.text("office"),
        unit=fields.text("unit"),
        keys=_read_keys(fields),
        created=fields.text("created"),
        training=fields.flag("training"),
    )
    _verify(CARD, data, card.keys.sign)
    if fields.text("fingerprint") != card.keys.fingerprint:
        raise Refused(_FORGED, what=_NAMES[CARD])
    return card


# ── certificates ──────────────────────────────────────────────────────────────────────────────


def sign_certificate(certificate: Certificate, issuer: Ed25519PrivateKey) -> bytes:
    """The certificate as a file (`cert/….json` in a payload)."""
    statement = asdict(certificate) | _keys_body(certificate.keys)
    del statement["keys"]
    return _sign(CERTIFICATE, statement, issuer)


def read_certificate(data: bytes, issuer: bytes | None) -> Certificate:
    """A certificate, proved to be the issuer's (Ed25519 public key).

    `issuer` None, here and below: a text that this office has proved before and kept.
    """
    if issuer is not None:
        _verify(CERTIFICATE, data, issuer)
    fields = Fields(_open(CERTIFICATE, data), CERTIFICATE)
    return Certificate(
        serial=fields.number("serial", 1),
        office=fields.text("office"),
        unit=fields.text("unit"),
        keys=_read_keys(fields),
        role=fields.text("role"),
        scopes=fields.texts("scopes", 100),
        issued=fields.day("issued"),
        expires=fields.day("expires"),
    )


# ── revocations ───────────────────────────────────────────────────────────────────────────────


def sign_revocations(revocations: RevocationList, issuer: Ed25519PrivateKey) -> bytes:
    """The list as a file (`cert/revocations.json` in a payload)."""
    return _sign(REVOCATIONS, asdict(revocations), issuer)


def read_revocations(data: bytes, issuer: bytes | None, held_version: int = 0) -> RevocationList:
    """A list, proved to be the issuer's and newer than the version held.

    Raises:
        Refused: altered, by someone else, or an old list put back.
    """
    if issuer is not None:
        _verify(REVOCATIONS, data, issuer)
    fields = Fields(_open(REVOCATIONS, data), REVOCATIONS)
    version = fields.number("version", 1)
    if version <= held_version:
        raise Refused(_OLDER, version=version, held=held_version)
    return RevocationList(
        version=version,
        issued=fields.day("issued"),
        entries=tuple(_read_revocation(item) for item in fields.items("entries", _MOST_REVOKED)),
    )


def joined(ours: RevocationList, theirs: RevocationList, issued: str) -> RevocationList:
    """Two lists of one issuer as its next one: what either revokes is revoked.

    An office that was restored from a backup hears of its own later list from those who hold it.
    """
    entries = {each.key_id: each for each in (*theirs.entries, *ours.entries)}
    version = max(ours.version, theirs.version) + 1
    return RevocationList(version, issued, tuple(entries[key] for key in sorted(entries)))


def _read_revocation(item: Json) -> Revocation:
    fields = Fields(item, REVOCATIONS)
    return Revocation(
        key_id=fields.matching("key_id", KEY_ID_PATTERN),
        from_sequence=fields.number("from_sequence", 1),
        date=fields.day("date"),
        reason=fields.text("reason"),
        epoch=fields.number("epoch"),
        upto=fields.numbers_by_name("upto", _MOST_STREAMS),
    )


# ── successions ───────────────────────────────────────────────────────────────────────────────


def sign_succession(
    old: Ed25519PrivateKey, card: bytes, new: Ed25519PrivateKey, epoch: int, last: int, on: str
) -> bytes:
    """The change of an office's key as a file, signed by the old key and the new one."""
    statement = {
        "old": key_id(old.public_key().public_bytes_raw()),
        "card": parse_object(card, CARD),
        "epoch": epoch,
        "last": last,
        "on": on,
    }
    return _sign(SUCCESSION, statement, old, new)


def succeeds(data: bytes) -> str:
    """The key id that a change of key says it comes from; not yet proved.  Raises `Refused`."""
    return Fields(_open(SUCCESSION, data), SUCCESSION).matching("old", KEY_ID_PATTERN)


def read_succession(data: bytes, old: bytes | None) -> tuple[Succession, bytes]:
    """A change of key, proved by both keys (`old` is an Ed25519 public key), and the new card."""
    fields = Fields(_open(SUCCESSION, data), SUCCESSION)
    card = readable(fields.whole("card"))
    succession = Succession(
        old=fields.matching("old", KEY_ID_PATTERN),
        card=read_card(card),
        epoch=fields.number("epoch"),
        last=fields.number("last"),
        on=fields.day("on"),
    )
    if old is not None:
        _verify(SUCCESSION, data, old)
        _verify(SUCCESSION, data, succession.card.keys.sign, "confirmed")
    return succession, card


# ── signed texts ──────────────────────────────────────────────────────────────────────────────


def kind_of(data: bytes) -> str:
    """Which kind of signed text this says it is.  Raises `Refused`."""
    if len(data) > LARGEST_TEXT:
        raise Refused(_TOO_LONG)
    return Fields(parse_object(data, CARD), CARD).text("format")


def signer_of(data: bytes) -> str:
    """The key id that a signed text says it is signed by; not yet proved.  Raises `Refused`."""
    return Fields(parse_object(data, CARD), CARD).matching("signer", KEY_ID_PATTERN)


def _sign(
    kind: str,
    statement: Mapping[str, Any],
    signing: Ed25519PrivateKey,
    confirming: Ed25519PrivateKey | None = None,
) -> bytes:
    """A readable JSON text: kind, statement, and signatures over the statement's one text."""
    said = _signed_bytes(kind, statement)
    signed = {
        "format": kind,
        "statement": statement,
        "signer": key_id(signing.public_key().public_bytes_raw()),
        "signature": base64.b64encode(signing.sign(said)).decode("ascii"),
    }
    if confirming is not None:
        signed["confirmed"] = base64.b64encode(confirming.sign(said)).decode("ascii")
    return readable(signed)


def _open(kind: str, data: bytes) -> dict[str, Json]:
    """The statement inside, not yet proved."""
    found = kind_of(data)
    if found != kind:
        raise Refused(_OTHER_KIND, found=found[:40], wanted=kind)
    return Fields(parse_object(data, kind), kind).whole("statement")


def _verify(kind: str, data: bytes, public: bytes, name: str = "signature") -> None:
    statement = _open(kind, data)
    fields = Fields(parse_strict(data, kind), kind)
    try:
        signature = fields.decoded(name, lambda text: base64.b64decode(text, validate=True))
        key = Ed25519PublicKey.from_public_bytes(public)
        key.verify(signature, _signed_bytes(kind, statement))
        if name == "signature" and fields.text("signer") != key_id(public):
            raise InvalidSignature
    except (InvalidSignature, ValueError) as error:
        raise Refused(_FORGED, what=_NAMES[kind]) from error


def _signed_bytes(kind: str, statement: Mapping[str, Any]) -> bytes:
    return kind.encode() + b"\n" + canonical(statement)


def _keys_body(keys: PublicKeys) -> dict[str, str]:
    return {"key_id": keys.key_id, "sign": keys.sign.hex(), "recipient": keys.recipient}


def _read_keys(fields: Fields) -> PublicKeys:
    return PublicKeys(
        fields.decoded("sign", bytes.fromhex, 32), fields.matching("recipient", RECIPIENT_PATTERN)
    )
