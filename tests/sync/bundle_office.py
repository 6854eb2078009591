"""A commune, its receiving office and a stranger, with short ways to seal bundles between them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sachmatuy_desktop.storage.keys.keyring_device import DeviceKeys, PublicKeys, new_device
from sachmatuy_desktop.sync.bundle import (
    MEMBERS,
    Dispatch,
    Envelope,
    Kind,
    OpenedBundle,
    open_bundle,
    write_bundle,
)
from sachmatuy_desktop.sync.bundle_payload import Blob, BundlePayload, Manifest
from sachmatuy_desktop.sync.bundle_zip import (
    bytes_part,
    member_bytes,
    read_table,
    stored_zip,
)
from sachmatuy_desktop.sync.minisign import sign_message
from sachmatuy_desktop.sync.sealing import (
    FIRST_PREVIOUS,
    MAX_FILE,
    SealedSegment,
    age_encrypt,
    open_segment,
    seal_segment,
)
from sachmatuy_desktop.sync.trust import KnownKey, KnownKeys, known

STREAM = "c/24781/roster"
DISPATCH = Dispatch(Kind.CHANGES, "c/24781/up", 1, 1, "2026-03-02T08:05:00+07:00")


def journal_lines(count: int, first: int = 1) -> list[bytes]:
    """Lines as a journal writes them."""
    return [
        json.dumps({"seq": n, "table": "person", "set": {"name": f"Nguyễn Văn {n}"}}).encode()
        for n in range(first, first + count)
    ]


def segment(
    author: DeviceKeys, lines: Sequence[bytes] | None = None, previous: str = FIRST_PREVIOUS
) -> SealedSegment:
    """A segment of these lines (five journal lines unless given)."""
    chosen = journal_lines(5) if lines is None else lines
    return seal_segment(
        chosen,
        site=author.site_id,
        stream=STREAM,
        first=1,
        last=max(1, len(chosen)),
        previous=previous,
        signing=author.signing,
    )


def picture(data: bytes) -> Blob:
    """An attachment of these bytes."""
    return Blob(hashlib.sha256(data).hexdigest(), lambda: (data,))


@dataclass(frozen=True)
class World:
    """Who takes part; `known` is what the receiving office knows."""

    commune: DeviceKeys
    receiving: DeviceKeys
    stranger: DeviceKeys
    known: KnownKeys

    def payload(self) -> BundlePayload:
        """A small payload of every kind of member."""
        return BundlePayload(
            manifest=Manifest(held={STREAM: 5}, counts={"person": 5}, digest="ab12"),
            segments=(segment(self.commune),),
            certificates={"cert/commune.json": b"{}"},
            blobs=(picture(b"anh chup bien ban"),),
        )

    def send(
        self,
        path: Path,
        payload: BundlePayload | None = None,
        dispatch: Dispatch = DISPATCH,
        sender: DeviceKeys | None = None,
        addressee: PublicKeys | None = None,
    ) -> Envelope:
        """The commune seals a bundle for the receiving office, unless told otherwise."""
        return write_bundle(
            path,
            dispatch,
            payload or self.payload(),
            sender or self.commune,
            addressee or self.receiving.public,
        )

    def receive(self, path: Path) -> OpenedBundle:
        """The receiving office opens a bundle of the real world, whatever its sequence."""
        return open_bundle(path, self.receiving, self.known, lambda _: None)


def new_world() -> World:
    """Fresh keys for everyone; the receiving office knows the commune."""
    commune = new_device()
    return World(commune, new_device(), new_device(), known(KnownKey(commune.public, "Xã Mẫu")))


def lines_of(opened: OpenedBundle, author: PublicKeys) -> list[bytes]:
    """Every line of every segment, proved to be the author's."""
    return [
        line for sealed in opened.payload.segments() for line in open_segment(sealed, author.sign)
    ]


def members(path: Path) -> dict[str, bytes]:
    """The three members of a bundle."""
    with path.open("rb") as file:
        return {m.name: member_bytes(file, m, MAX_FILE) for m in read_table(file, 3)}


def put_together(path: Path, parts: dict[str, bytes]) -> Path:
    """A file of these members, in this order."""
    path.write_bytes(b"".join(stored_zip(bytes_part(name, data) for name, data in parts.items())))
    return path


class _Bytes:
    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes) -> int:
        self.data += data
        return len(data)


def signed_around(path: Path, world: World, plain: bytes) -> Path:
    """A bundle whose envelope and signature are in order, around any plain payload bytes."""
    sealed = _Bytes()
    age_encrypt([plain], sealed, [world.receiving.public.recipient])
    data = bytes(sealed.data)
    envelope = Envelope(
        sender=world.commune.public.key_id,
        addressee=world.receiving.public.key_id,
        dispatch=replace(DISPATCH),
        payload_size=len(data),
        payload_sha256=hashlib.sha256(data).hexdigest(),
    ).to_bytes()
    signature = sign_message(envelope, world.commune.signing, "thu")
    return put_together(path, dict(zip(MEMBERS, (envelope, signature, data), strict=True)))


def inner_zip(parts: dict[str, bytes]) -> bytes:
    """A payload ZIP of these members."""
    return b"".join(stored_zip(bytes_part(name, data) for name, data in parts.items()))
