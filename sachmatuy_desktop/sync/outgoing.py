"""A bundle from the journal: seal what is new, gather what the addressee lacks, put it on a stick.

Everything after the last *acknowledged* line goes out again, so a lost stick costs nothing.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Final

import zstandard

from sachmatuy_desktop.domain.changes import SCHEMA
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.storage import outbox, post
from sachmatuy_desktop.storage.blobs import Files
from sachmatuy_desktop.storage.keyring import OfficeKeys
from sachmatuy_desktop.storage.keyring_device import PublicKeys
from sachmatuy_desktop.storage.outbox import KeptSegment
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.sync import attached
from sachmatuy_desktop.sync.bundle import Dispatch, Envelope, Kind, write_bundle
from sachmatuy_desktop.sync.bundle_payload import Blob, BundlePayload, Manifest
from sachmatuy_desktop.sync.sealing import SealedSegment, SegmentHeader, seal_segment

UP: Final = (Scope.PEOPLE, Scope.HOUSEHOLDS, Scope.PROGRAMME)
"""The scopes a commune reports upward."""

DOWN: Final = (Scope.DOWN,)
"""The scopes a receiving office sends down."""

_FIRST: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What will leave: segments, how many lines, and the manifest's figures."""

    segments: tuple[SealedSegment, ...]
    manifest: Manifest
    blobs: tuple[Blob, ...] = ()

    @property
    def lines(self) -> int:
        """How many lines of the journal travel."""
        return sum(each.header.lines for each in self.segments)


def seal_new(connection: Connection, keys: OfficeKeys, scopes: Iterable[str]) -> None:
    """Sign the lines written here that no segment holds yet; they are never sealed otherwise again.

    A restored office signs for its former site too: what stood unsent in the backup goes out, or
    nobody could take in what was written after it.
    """
    for site in outbox.own_sites(connection):
        _seal_site(connection, keys, site, scopes)


def _seal_site(connection: Connection, keys: OfficeKeys, site: str, scopes: Iterable[str]) -> None:
    for stretch in outbox.unsealed(connection, site, scopes):
        before = outbox.last_segment(connection, site, stretch.scope, stretch.unit)
        sealed = seal_segment(
            outbox.lines_of(
                connection, site, stretch.scope, stretch.unit, stretch.first, stretch.last
            ),
            site=site,
            stream=outbox.stream_name(stretch.scope, stretch.unit),
            first=stretch.first,
            last=stretch.last,
            previous=_FIRST if before is None else before.hash,
            signing=keys.device.signing,
        )
        outbox.keep_segment(
            connection,
            KeptSegment(
                site,
                stretch.scope,
                stretch.unit,
                stretch.first,
                stretch.last,
                json.dumps(asdict(sealed.header), sort_keys=True),
                base64.b64encode(sealed.signature).decode(),
                sealed.header.hash,
            ),
        )


def gather(
    connection: Connection,
    scopes: Iterable[str],
    units: Sequence[str],
    partner: str | None,
    versions: Mapping[str, str],
    files: Files,
    chosen: Mapping[str, int],
) -> Outgoing:
    """What `partner` lacks of the units' streams, all for `None`; and the attachments chosen.

    `chosen` are SHA-256 and size of contents; see `attached.choose`.
    """
    wanted = outbox.segments_after(connection, scopes, units, partner)
    segments = tuple(_travelling(connection, each) for each in wanted)
    held = outbox.held_vector(connection, units)
    manifest = Manifest(
        held=held,
        acknowledged=held,
        counts={
            "lines": sum(each.header.lines for each in segments),
            **attached.counts(chosen.values()),
        },
        versions={**versions, "schema": str(SCHEMA)},
        notes=attached.note_lacking(connection, files, units),
    )
    blobs = tuple(Blob(each, partial(files.chunks, each)) for each in chosen)
    return Outgoing(segments, manifest, blobs)


def _travelling(connection: Connection, kept: KeptSegment) -> SealedSegment:
    """The segment with its lines: the same bytes that its author signed."""
    lines = outbox.lines_of(connection, kept.site, kept.scope, kept.unit, kept.first, kept.last)
    plain = b"".join(line + b"\n" for line in lines)
    return SealedSegment(
        SegmentHeader.read(json.loads(kept.header)),
        base64.b64decode(kept.signature),
        zstandard.ZstdCompressor(level=3).compress(plain),
    )


def send(
    path: Path,
    outgoing: Outgoing,
    keys: OfficeKeys,
    addressee: PublicKeys,
    dispatch: Dispatch,
    cards: Mapping[str, bytes],
) -> Envelope:
    """Write the bundle, whole and read back, or not at all.

    Raises `StorageTrouble` (stick full, read-only, pulled) or `Refused` (too big).
    """
    payload = BundlePayload(outgoing.manifest, outgoing.segments, cards, outgoing.blobs)
    return write_bundle(path, dispatch, payload, keys.device, addressee)


def next_dispatch(
    connection: Connection,
    kind: Kind,
    partner: str,
    epoch: int,
    created: str,
    *,
    training: bool,
) -> Dispatch:
    """The number of the next bundle to a partner."""
    sequence = post.next_sequence(connection, partner, epoch)
    return Dispatch(kind, f"to/{partner}", epoch, sequence, created, training)
