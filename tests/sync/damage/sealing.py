"""A bundle taken apart and put together again, each signature made anew with the keys of the shelf.

So a mutant that passes through here is what a hostile partner with real keys could send: whatever
refuses it is not the signature.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pyrage
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.strict_json import canonical
from sachmatuy_desktop.sync.bundle_payload import OpenedPayload
from sachmatuy_desktop.sync.bundle_zip import bytes_part, member_bytes, read_table, stored_zip
from sachmatuy_desktop.sync.minisign import sign_message
from sachmatuy_desktop.sync.sealing import MAX_FILE
from tests.sync.damage.sound import Shelf

OUTER = ("envelope.json", "envelope.sig", "payload.age")
_SEGMENT = b"sachmatuy-segment/1\n"

Tree = dict[str, Any]


@dataclass
class Segment:
    """A segment, open: what the header will say besides its sums, and the lines.

    `raw` and `packed` are put in the place of what the lines would come to.
    """

    header: Tree
    lines: list[bytes]
    raw: bytes | None = None
    packed: bytes | None = None
    true_sums: bool = True


@dataclass
class Inner:
    """The inside of a bundle."""

    envelope: Tree
    manifest: Tree
    certificates: dict[str, bytes]
    segments: list[Segment]
    blobs: list[bytes]
    manifest_text: bytes | None = None
    """Written in the place of the manifest's own text."""
    plain: Callable[[bytes], bytes] | None = None
    """What to do to the finished payload before it is encrypted."""
    envelope_text: Callable[[bytes], bytes] | None = None
    members: Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]] | None = None
    named: dict[int, str] = field(default_factory=dict)
    """Names of blobs that are not those of their bytes."""


def members_of(data: bytes) -> dict[str, bytes]:
    """The members of a plain ZIP."""
    file = io.BytesIO(data)
    return {each.name: member_bytes(file, each, MAX_FILE) for each in read_table(file, 10_000)}


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of these members."""
    return b"".join(stored_zip(bytes_part(name, data) for name, data in parts))


def opened_up(data: bytes, receiver: Office) -> Inner:
    """Take a bundle apart."""
    outer = members_of(data)
    envelope = json.loads(outer["envelope.json"])
    identity = receiver.keys.device.identity_of(envelope["addressee"])
    plain = pyrage.decrypt(outer["payload.age"], [identity])
    members = members_of(plain)
    payload = OpenedPayload(plain)
    manifest = json.loads(members["manifest.json"])
    segments = []
    for sealed, listed in zip(payload.segments(), manifest["segments"], strict=True):
        raw = zstandard.ZstdDecompressor().decompressobj().decompress(sealed.packed)
        segments.append(Segment(listed["header"], raw.split(b"\n")[:-1]))
    blobs = [payload.blob(each) for each in payload.blobs]
    return Inner(envelope, manifest, payload.certificates(), segments, blobs)


def copied(inner: Inner) -> Inner:
    """A copy to hurt."""
    return copy.deepcopy(inner)


def sealed_up(inner: Inner, shelf: Shelf) -> bytes:
    """The whole bundle, every signature that the shelf can make made anew."""
    plain = _payload(inner, shelf)
    if inner.plain is not None:
        plain = inner.plain(plain)
    return enveloped(inner, shelf, plain)


def enveloped(inner: Inner, shelf: Shelf, plain: bytes) -> bytes:
    """Any payload in an envelope with the sender's signature."""
    recipient = shelf.recipients.get(inner.envelope.get("addressee", ""))
    recipient = recipient or next(iter(shelf.recipients.values()))
    data = pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(recipient)])
    envelope = dict(inner.envelope)
    size, sha256 = len(data), hashlib.sha256(data).hexdigest()
    envelope["payload"] = {"size": size, "sha256": sha256} | envelope.get("said", {})
    envelope.pop("said", None)
    text = canonical(envelope)
    if inner.envelope_text is not None:
        text = inner.envelope_text(text)
    key = shelf.keys.get(str(envelope.get("sender")))
    signature = sign_message(text, key or next(iter(shelf.keys.values())), "thử")
    return zipped(zip(OUTER, (text, signature, data), strict=True))


def _payload(inner: Inner, shelf: Shelf) -> bytes:
    packed = [_seal(each, shelf) for each in inner.segments]
    names = [
        inner.named.get(at, hashlib.sha256(each).hexdigest()) for at, each in enumerate(inner.blobs)
    ]
    manifest = {
        **inner.manifest,
        "certificates": list(inner.certificates),
        "segments": [
            {"header": header, "signature": base64.b64encode(signature).decode()}
            for header, signature, _data in packed
        ],
        "blobs": names,
    }
    text = inner.manifest_text or json.dumps(manifest, ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )
    parts = [
        ("manifest.json", text),
        *inner.certificates.items(),
        *((f"seg/{at:06d}.jsonl.zst", data) for at, (_h, _s, data) in enumerate(packed, 1)),
        *((f"blob/{name}", data) for name, data in zip(names, inner.blobs, strict=True)),
    ]
    return zipped(inner.members(parts) if inner.members else parts)


def _seal(segment: Segment, shelf: Shelf) -> tuple[Tree, bytes, bytes]:
    raw = segment.raw if segment.raw is not None else b"".join(x + b"\n" for x in segment.lines)
    packed = segment.packed or zstandard.ZstdCompressor(level=3).compress(raw)
    header = dict(segment.header)
    if segment.true_sums:
        header["lines"], header["size"] = raw.count(b"\n"), len(raw)
        header["sha256"] = hashlib.sha256(raw).hexdigest()
    key = shelf.keys.get(str(header.get("author"))) or next(iter(shelf.keys.values()))
    return header, key.sign(_SEGMENT + canonical(header)), packed


def signed_text(
    kind: str, statement: Tree, signer: Ed25519PrivateKey, signer_id: str, **more: Any
) -> bytes:
    """A card, certificate, list or change of key with any statement whatever, properly signed."""
    said = kind.encode() + b"\n" + canonical(statement)
    text = {
        "format": kind,
        "statement": statement,
        "signer": signer_id,
        "signature": base64.b64encode(signer.sign(said)).decode(),
        **more,
    }
    return canonical(text)
