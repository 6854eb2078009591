"""The bundle file `*.smt`: a signed envelope around a payload that only its addressee can open.

A ZIP of exactly three stored members: `envelope.json`, `envelope.sig` (minisign), `payload.age`.
Reading follows the order of trust: size, shape, known sender, signature, addressed to us, hash,
sequence; only then is anything decrypted, inflated within limits and parsed strictly.  Nothing from
an unknown key is decrypted, or parsed beyond the envelope's 4 KiB.  Layout and versioning:
`resources/formats/bundle.md`.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import BinaryIO

from sachmatuy_desktop import __version__
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.storage.atomic import Writing, disk_speaks, replacing
from sachmatuy_desktop.storage.keys.keyring_device import DeviceKeys, PublicKeys
from sachmatuy_desktop.storage.strict_json import Fields, parse_object, readable
from sachmatuy_desktop.sync import minisign
from sachmatuy_desktop.sync.bundle_payload import BundlePayload, OpenedPayload, payload_chunks
from sachmatuy_desktop.sync.bundle_zip import (
    CHUNK,
    Member,
    Part,
    bytes_part,
    member_bytes,
    member_chunks,
    read_table,
    write_zip,
)
from sachmatuy_desktop.sync.outlines import SHA256_PATTERN
from sachmatuy_desktop.sync.sealing import (
    MAX_FILE,
    STREAM_PATTERN,
    age_decrypt,
    age_encrypt,
)
from sachmatuy_desktop.sync.trust import KEY_ID_PATTERN, SUCCESSION, KnownKey, KnownKeys

FORMAT = "sachmatuy-bundle/1"
READER = 2
"""2 knows segments of which lines were erased by law since they were sealed (`outlines`)."""
MAX_ENVELOPE = 4096
MEMBERS = ("envelope.json", "envelope.sig", "payload.age")
_FAMILY = "sachmatuy-bundle/"
_KEPT_IN_MEMORY = 8 << 20
_MOST_SUCCESSIONS = 8
_READ_BACK: Writing = partial(replacing, verify=True)

_TOO_LARGE = N_("Tệp lớn hơn 64 MiB nên không phải gói đồng bộ; hãy chọn đúng tệp *.smt.")
_NOT_THREE = N_("Tệp không phải gói đồng bộ hợp lệ; hãy chọn đúng tệp *.smt hoặc chép lại từ USB.")
_NEWER = N_(
    "Gói cần chương trình đọc được định dạng {wanted}, mà chương trình {program} ở máy này chỉ đọc"
    " đến định dạng {reader}; hãy cập nhật chương trình rồi nhập lại."
)
_UNKNOWN = N_(
    "Chưa biết khóa {sender} đã ký gói này; "
    "hãy nhận thẻ nhận dạng của bên gửi, so các nhóm ký tự rồi nhập lại gói."
)
_REVOKED = N_(
    "Khóa này của {name} đã bị thu hồi hoặc đã thay: không nhận từ gói số {revoked}, gói này là số "
    "{sequence}; hãy liên hệ bên gửi để nhận gói ký bằng khóa mới."
)
_NOT_OURS = N_(
    "Gói này gửi cho đơn vị khác (khóa {addressee}); "
    "hãy chuyển cho đúng đơn vị nhận hoặc xin bên gửi xuất lại."
)
_TRAINING = N_("Gói này là gói tập huấn nên cơ quan thật không nhận; hãy xin bên gửi gói thật.")
_REAL = N_(
    "Gói này chứa dữ liệu thật nên cơ quan tập huấn không nhận; hãy mở cơ quan thật để nhập."
)
_ALTERED = N_(
    "Nội dung gói không khớp với phong bì đã ký; tệp hỏng hoặc bị sửa, hãy chép lại từ USB."
)
_RECEIPT_ONLY = N_("Giấy báo nhận không được kèm dữ liệu; hãy xin bên gửi xuất lại.")
_ENVELOPE = "envelope.json"


class Kind(StrEnum):
    """What a bundle is for."""

    CHANGES = "changes"
    RECEIPT = "receipt"
    RETURN = "return"
    TRANSFER = "transfer"


@dataclass(frozen=True)
class Dispatch:
    """What the sender decides about one bundle.

    `stream`, `epoch` and `sequence` place it among the sender's bundles to this addressee;
    `created` is an ISO moment with its offset.
    """

    kind: Kind
    stream: str
    epoch: int
    sequence: int
    created: str
    training: bool = False


@dataclass(frozen=True)
class Envelope:
    """What stands, signed, on the outside; `sender` and `addressee` are key ids.

    `successions` are the texts by which the sender's former keys handed over to the one that signs,
    the newest first, as many as fit.
    """

    sender: str
    addressee: str
    dispatch: Dispatch
    payload_size: int
    payload_sha256: str
    successions: tuple[bytes, ...] = ()
    min_reader: int = 1

    def to_bytes(self) -> bytes:
        """The text of `envelope.json`."""
        dispatch = self.dispatch
        said = {
            "successions": [parse_object(each, SUCCESSION) for each in self.successions],
        }
        return readable(
            {
                **(said if self.successions else {}),
                "format": FORMAT,
                "min_reader": self.min_reader,
                "kind": dispatch.kind.value,
                "training": int(dispatch.training),
                "sender": self.sender,
                "addressee": self.addressee,
                "stream": dispatch.stream,
                "epoch": dispatch.epoch,
                "sequence": dispatch.sequence,
                "created": dispatch.created,
                "payload": {"size": self.payload_size, "sha256": self.payload_sha256},
            }
        )


@dataclass(frozen=True)
class Inspection:
    """What can be said of a bundle without opening it.

    `sender_name` is None where the key is not known; `trouble` says why it would be refused so far
    (None: nothing found), without having looked at addressee, sequence or content.
    """

    file_size: int
    envelope: Envelope
    sender_name: str | None
    trouble: Refused | None


@dataclass(frozen=True)
class OpenedBundle:
    """A bundle that passed the whole order of trust."""

    envelope: Envelope
    sender: KnownKey
    payload: OpenedPayload


# ── writing ───────────────────────────────────────────────────────────────────────────────────


def write_bundle(
    path: Path,
    dispatch: Dispatch,
    payload: BundlePayload,
    sender: DeviceKeys,
    addressee: PublicKeys,
    writing: Writing = _READ_BACK,
) -> Envelope:
    """Seal a bundle and put it at `path`, whole and read back, or not at all.

    The plain payload never touches a disk and memory stays flat.  The sender can open it too.
    `writing` opens the file, for several that shall appear together (`replacing_together`).

    Raises:
        StorageTrouble: the disk or stick is full, read-only, gone or unfaithful.
        Refused: the payload is more than a reader accepts.
    """
    with disk_speaks(path), tempfile.SpooledTemporaryFile(_KEPT_IN_MEMORY) as sealed:
        recipients = (addressee.recipient, sender.public.recipient)
        age_encrypt(payload_chunks(payload), sealed, recipients)
        size = sealed.tell()
        envelope = _with_successions(
            Envelope(
                sender=sender.public.key_id,
                addressee=addressee.key_id,
                dispatch=dispatch,
                payload_size=size,
                payload_sha256=_digest(_rewound(sealed)),
                min_reader=2 if any(each.left is not None for each in payload.segments) else 1,
            ),
            sender,
        )
        text = envelope.to_bytes()
        _read_envelope(text)
        comment = f"sachmatuy {dispatch.stream} {dispatch.epoch}.{dispatch.sequence}"
        parts = (
            bytes_part(MEMBERS[0], text),
            bytes_part(MEMBERS[1], minisign.sign_message(text, sender.signing, comment)),
            Part(MEMBERS[2], lambda: _rewound(sealed)),
        )
        with writing(path) as sink:
            write_zip(sink, parts)
    return envelope


def _with_successions(envelope: Envelope, sender: DeviceKeys) -> Envelope:
    """The envelope with as many of the sender's changes of key as it holds, the newest first."""
    told = [each.succession for each in sender.retired]
    while told:
        whole = replace(envelope, successions=tuple(told))
        if len(whole.to_bytes()) <= MAX_ENVELOPE:
            return whole
        told.pop()
    return envelope


def _rewound(file: tempfile.SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def _digest(chunks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


# ── reading ───────────────────────────────────────────────────────────────────────────────────


def open_bundle(
    path: Path,
    own: DeviceKeys,
    known: KnownKeys,
    check_sequence: Callable[[Envelope], None],
    *,
    training: bool = False,
) -> OpenedBundle:
    """Open a bundle for this office, in the order of trust.

    `check_sequence` is asked once sender, signature, addressee and hash are proved; it raises what
    it likes (already imported, forked, gap).  `training` says whether this office is a training
    one: each takes only its own kind.

    Raises:
        Refused: one sentence that says why and what to do; nothing was changed.
        StorageTrouble: the file cannot be read.
    """
    with _shaped(path) as outer:
        envelope = outer.envelope
        sender = _known_sender(outer, known)
        _judge(envelope, own, training=training)
        if _digest(member_chunks(outer.file, outer.payload)) != envelope.payload_sha256:
            raise Refused(_ALTERED)
        check_sequence(envelope)
        plain = _decrypt(outer, own)
    payload = OpenedPayload(plain)
    if envelope.dispatch.kind is Kind.RECEIPT and (payload.headers or payload.blobs):
        raise Refused(_RECEIPT_ONLY)
    return OpenedBundle(envelope, sender, payload)


def inspect(path: Path, known: KnownKeys | None = None) -> Inspection:
    """Read size, shape and envelope; with `known`, prove the sender's signature as well.

    Raises:
        Refused: it has not even the shape of a bundle.
    """
    with _shaped(path) as outer:
        sender = (known or {}).get(outer.envelope.sender)
        trouble = None
        try:
            _known_sender(outer, known or {})
        except Refused as refused:
            trouble = refused
        name = sender.name if sender else None
        return Inspection(outer.file_size, outer.envelope, name, trouble)


def explain(path: Path, known: KnownKeys | None = None) -> str:
    """The commands of ordinary tools that open this bundle, one by one, for an auditor."""
    envelope = inspect(path, known).envelope
    sender = (known or {}).get(envelope.sender)
    key = minisign.public_key_text(sender.keys.sign) if sender else "KHÓA_CÔNG_KHAI_CỦA_BÊN_GỬI"
    commands = (
        ("# 1. Ba phần của gói", f"unzip {shlex.quote(str(path))} -d goi"),
        ("# 2. Chữ ký của bên gửi", f"minisign -Vm goi/envelope.json -x goi/envelope.sig -P {key}"),
        (
            "# 3. Mã băm ghi trong phong bì",
            f"echo '{envelope.payload_sha256}  goi/payload.age' | sha256sum -c",
        ),
        (
            "# 4. Giải mã bằng khóa age của bên nhận",
            "age -d -i khoa-age.txt -o goi/payload.zip goi/payload.age",
        ),
        ("# 5. Nội dung", "unzip goi/payload.zip -d goi/noi-dung"),
        ("# 6. Từng dòng nhật ký", "zstd -d goi/noi-dung/seg/*.zst"),
    )
    return "\n".join(f"{title}\n{command}" for title, command in commands) + "\n"


@dataclass(frozen=True)
class _Outer:
    """A file that has the shape of a bundle; nothing about it is believed yet."""

    file: BinaryIO
    file_size: int
    envelope_bytes: bytes
    envelope: Envelope
    signature: minisign.Signature
    payload: Member


@contextmanager
def _shaped(path: Path) -> Iterator[_Outer]:
    """Size and shape, with one open file for everything that follows."""
    with disk_speaks(path), path.open("rb") as file:
        file_size = os.fstat(file.fileno()).st_size
        if file_size > MAX_FILE:
            raise Refused(_TOO_LARGE)
        table = read_table(file, len(MEMBERS))
        if tuple(member.name for member in table) != MEMBERS:
            raise Refused(_NOT_THREE)
        text = member_bytes(file, table[0], MAX_ENVELOPE)
        signature = member_bytes(file, table[1], minisign.LARGEST_FILE)
        envelope = _read_envelope(text)
        if envelope.payload_size != table[2].size:
            raise Refused(_ALTERED)
        parsed = minisign.parse_signature(signature)
        yield _Outer(file, file_size, text, envelope, parsed, table[2])


def _read_envelope(text: bytes) -> Envelope:
    fields = Fields(parse_object(text, _ENVELOPE), _ENVELOPE)
    written_in = fields.text("format")
    if not written_in.startswith(_FAMILY):
        raise Refused(_NOT_THREE)
    wanted = fields.number("min_reader")
    if wanted > READER:
        raise Refused(_NEWER, wanted=wanted, program=__version__, reader=READER)
    payload = fields.inner("payload")
    successions = fields.items("successions", _MOST_SUCCESSIONS) if "successions" in fields else []
    return Envelope(
        sender=fields.matching("sender", KEY_ID_PATTERN),
        addressee=fields.matching("addressee", KEY_ID_PATTERN),
        dispatch=Dispatch(
            kind=Kind(fields.matching("kind", "|".join(Kind))),
            stream=fields.matching("stream", STREAM_PATTERN),
            epoch=fields.number("epoch", 1),
            sequence=fields.number("sequence", 1),
            created=fields.moment("created"),
            training=fields.flag("training"),
        ),
        payload_size=payload.number("size", 1, MAX_FILE),
        payload_sha256=payload.matching("sha256", SHA256_PATTERN),
        successions=tuple(map(readable, successions)),
        min_reader=wanted,
    )


def _known_sender(outer: _Outer, known: KnownKeys) -> KnownKey:
    """The sender, once its signature over the envelope's bytes has been proved."""
    sender = known.get(outer.envelope.sender)
    if sender is None or sender.keys.key_id != outer.envelope.sender:
        raise Refused(_UNKNOWN, sender=outer.envelope.sender)
    if outer.signature.key_id != outer.envelope.sender:
        raise Refused(_ALTERED)
    minisign.verify_message(outer.envelope_bytes, outer.signature, sender.keys.sign)
    dispatch = outer.envelope.dispatch
    if sender.refuses(dispatch.epoch, dispatch.sequence):
        raise Refused(
            _REVOKED, name=sender.name, revoked=sender.revoked_from, sequence=dispatch.sequence
        )
    return sender


def _judge(envelope: Envelope, own: DeviceKeys, *, training: bool) -> None:
    """Addressed to us, under our key or one we had, and of our world (real or training)."""
    if own.identity_of(envelope.addressee) is None:
        raise Refused(_NOT_OURS, addressee=envelope.addressee)
    if envelope.dispatch.training != training:
        raise Refused(_TRAINING if envelope.dispatch.training else _REAL)


def _decrypt(outer: _Outer, own: DeviceKeys) -> bytes:
    """The payload's bytes, proved to be the very ones whose hash was signed.

    The file may lie on a stick that changes what it says between two readings, so the hash is
    taken once more while decrypting.
    """
    digest = hashlib.sha256()

    def watched() -> Iterator[bytes]:
        for chunk in member_chunks(outer.file, outer.payload):
            digest.update(chunk)
            yield chunk

    identity = own.identity_of(outer.envelope.addressee)
    plain = age_decrypt(watched(), identity, MAX_FILE)
    if digest.hexdigest() != outer.envelope.payload_sha256:
        raise Refused(_ALTERED)
    return plain


__all__ = [
    "Dispatch",
    "Envelope",
    "Inspection",
    "Kind",
    "OpenedBundle",
    "explain",
    "inspect",
    "open_bundle",
    "write_bundle",
]
