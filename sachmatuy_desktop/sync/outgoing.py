"""A bundle from the journal: seal what is new, gather what the addressee lacks, put it on a stick.

Everything after the last *acknowledged* line goes out again, so a lost stick costs nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

import zstandard

from sachmatuy_desktop.domain.changes import SCHEMA
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.storage.atomic import Watch, replacing_together
from sachmatuy_desktop.storage.blobs import Files
from sachmatuy_desktop.storage.keys.keyring import OfficeKeys
from sachmatuy_desktop.storage.keys.keyring_device import DeviceKeys, PublicKeys, key_id
from sachmatuy_desktop.storage.pace import Tell, silent
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.strict_json import Json
from sachmatuy_desktop.storage.sync import numbering, outbox
from sachmatuy_desktop.storage.sync.outbox import KeptSegment
from sachmatuy_desktop.sync import attached, parts
from sachmatuy_desktop.sync.bundle import Dispatch, Envelope, Kind, write_bundle
from sachmatuy_desktop.sync.bundle_payload import Blob, BundlePayload, Manifest
from sachmatuy_desktop.sync.outlines import Outline, Outlining
from sachmatuy_desktop.sync.parts import Cut, Part, Share
from sachmatuy_desktop.sync.sealing import (
    FIRST_PREVIOUS,
    SealedSegment,
    SegmentHeader,
    seal_segment,
)

UP: Final = (Scope.PEOPLE, Scope.HOUSEHOLDS, Scope.PROGRAMME, Scope.FIGURES)
"""The scopes a commune may report upward."""

DOWN: Final = (Scope.DOWN,)
"""The scopes a receiving office sends down."""

CARRIED: Final[Mapping[str, tuple[Scope, ...]]] = MappingProxyType(
    {
        "all": (Scope.PEOPLE, Scope.HOUSEHOLDS, Scope.PROGRAMME),
        "figures": (Scope.PROGRAMME, Scope.FIGURES),
        "programme": (Scope.PROGRAMME,),
    }
)
"""What a commune may choose to report upward, and with which streams that travels.

Figures and codes stand in for the records of persons; beside these they would only help to tell
whose code is whose.
"""

_SCOPES: Final = "scopes"
_COVERS: Final = 1 << 13
"""What covers and signatures take of a file, about."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What will leave: segments, how many lines, and the manifest's figures; `None` is no part."""

    segments: tuple[SealedSegment, ...]
    manifest: Manifest
    blobs: tuple[Blob, ...] = ()
    part: Part | None = None

    @property
    def lines(self) -> int:
        """How many lines of the journal travel."""
        return sum(each.header.lines for each in self.segments)

    @property
    def size(self) -> int:
        """About how many bytes the file will have."""
        contents = int(self.manifest.counts.get(attached.BYTES, 0))
        return _COVERS + contents + sum(len(each.packed) for each in self.segments)


def seal_new(
    connection: Connection,
    keys: OfficeKeys,
    scopes: Iterable[str],
    most_bytes: int | None = None,
) -> None:
    """Sign the lines written here that no segment holds yet; they are never sealed otherwise again.

    With `most_bytes` in segments whose lines have no more bytes than that.  An office signs for its
    former sites too, each with the key it had then: what stood unsent in a backup, or when the key
    was renewed, goes out, or nobody could take in what was written after it.
    """
    for site in outbox.own_sites(connection):
        _seal_site(connection, keys, site, scopes, most_bytes)


def _seal_site(
    connection: Connection,
    keys: OfficeKeys,
    site: str,
    scopes: Iterable[str],
    most_bytes: int | None,
) -> None:
    signing = keys.device.signing_of(outbox.author_of(connection, site))
    for stretch in outbox.unsealed(connection, site, scopes, most_bytes=most_bytes):
        before = outbox.last_segment(connection, site, stretch.scope, stretch.unit)
        sealed = seal_segment(
            outbox.lines_of(
                connection, site, stretch.scope, stretch.unit, stretch.first, stretch.last
            ),
            site=site,
            stream=outbox.stream_name(stretch.scope, stretch.unit),
            first=stretch.first,
            last=stretch.last,
            previous=FIRST_PREVIOUS if before is None else before.hash,
            signing=signing,
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
                None if sealed.outline is None else json.dumps(sealed.outline.written()),
            ),
        )


def gather(
    connection: Connection,
    wanted: Iterable[KeptSegment],
    units: Sequence[str],
    versions: Mapping[str, str],
    files: Files,
    chosen: Mapping[str, int],
    device: DeviceKeys | None = None,
) -> Outgoing:
    """The segments wanted and the attachments chosen, with a manifest that says what is held here
    of the units' streams.

    `device` signs the outline of segments of this office that have none yet.  A segment of which
    lines were erased goes with its author's outline; without one it stays, and what follows it
    waits where it arrives.

    `chosen` are SHA-256 and size of contents; see `attached.choose`.
    """
    segments = tuple(
        each for kept in wanted if (each := _travelling(connection, kept, device)) is not None
    )
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


def says_scopes(outgoing: Outgoing, scopes: Iterable[str]) -> Outgoing:
    """The same, telling the addressee which streams are sent at all: the others are left out."""
    sent: list[Json] = [str(each) for each in scopes]
    notes: dict[str, Json] = {**outgoing.manifest.notes, _SCOPES: sent}
    return replace(outgoing, manifest=replace(outgoing.manifest, notes=notes))


def leaves_people_out(manifest: Manifest) -> bool:
    """Whether the sender chose to send neither persons nor households."""
    said = manifest.notes.get(_SCOPES)
    return isinstance(said, list) and str(Scope.PEOPLE) not in said


def sends_figures(manifest: Manifest) -> bool:
    """Whether the sender sends figures and codes in place of persons and households."""
    said = manifest.notes.get(_SCOPES)
    return isinstance(said, list) and str(Scope.FIGURES) in said


def split(
    whole: Outgoing,
    sizes: Mapping[str, int],
    cards: Mapping[str, bytes],
    cut: Cut,
) -> list[Outgoing]:
    """The same as parts, each a bundle by itself, none larger than the cut where no segment is.

    `sizes` are those of the attachments' contents.
    """
    room = parts.room_in(cut.file_bytes, whole.manifest, list(cards.values()))
    shares = parts.spread(whole.segments, sizes, room, cut.limits)
    if len(shares) == 1:
        return [whole]
    blobs = {each.sha256: each for each in whole.blobs}
    return [
        _part(whole, share, Part(number, len(shares)), sizes, blobs)
        for number, share in enumerate(shares, start=1)
    ]


def _part(
    whole: Outgoing,
    share: Share,
    part: Part,
    sizes: Mapping[str, int],
    blobs: Mapping[str, Blob],
) -> Outgoing:
    counts = {
        "lines": sum(each.header.lines for each in share.segments),
        **attached.counts(sizes[each] for each in share.blobs),
    }
    manifest = replace(whole.manifest, counts=counts, notes={**whole.manifest.notes, **part.note})
    return Outgoing(
        tuple(share.segments), manifest, tuple(blobs[each] for each in share.blobs), part
    )


def _travelling(
    connection: Connection, kept: KeptSegment, device: DeviceKeys | None
) -> SealedSegment | None:
    """The segment with its lines, as its author signed them or what the law has left of them;
    `None` where nobody could prove that.
    """
    lines = outbox.lines_of(connection, kept.site, kept.scope, kept.unit, kept.first, kept.last)
    plain = b"".join(line + b"\n" for line in lines)
    header = SegmentHeader.read(json.loads(kept.header))
    sealed = SealedSegment(
        header,
        base64.b64decode(kept.signature),
        zstandard.ZstdCompressor(level=3).compress(plain),
        _outline(kept, header, plain, device),
    )
    if hashlib.sha256(plain).hexdigest() == header.sha256:
        return sealed
    outlining = Outlining()
    outlining.extend(plain[:-1].split(b"\n"))
    proved = sealed.outline is not None and sealed.outline.sha256 == outlining.sha256
    return replace(sealed, left=len(plain)) if proved else None


def _outline(
    kept: KeptSegment, header: SegmentHeader, plain: bytes, device: DeviceKeys | None
) -> Outline | None:
    """What the author signed of the segment in advance; an own one that was sealed by a program
    that did not yet is signed now.
    """
    if kept.outline is not None:
        return Outline.read(json.loads(kept.outline), kept.hash)
    if device is None or header.author not in map(key_id, device.all_signed):
        return None
    outlining = Outlining()
    outlining.extend(plain[:-1].split(b"\n"))
    return outlining.signed(header.hash, device.signing_of(header.author))


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
    return send_together([(path, outgoing, dispatch)], keys, addressee, cards)[0]


def send_together(
    files: Sequence[tuple[Path, Outgoing, Dispatch]],
    keys: OfficeKeys,
    addressee: PublicKeys,
    cards: Mapping[str, bytes],
    tell: Tell = silent,
) -> tuple[Envelope, ...]:
    """Write several bundles, each whole and read back: all of them or none.

    Raises as `send` does.
    """
    watch = _counted(2 * sum(each.size for _path, each, _dispatch in files), tell)
    with replacing_together(verify=True, watch=watch) as writing:
        return tuple(
            write_bundle(
                path,
                dispatch,
                BundlePayload(each.manifest, each.segments, cards, each.blobs),
                keys.device,
                addressee,
                writing,
            )
            for path, each, dispatch in files
        )


def _counted(total: int, tell: Tell) -> Watch:
    """Tells of bytes as they are written and read back."""
    done = 0

    def watch(count: int) -> None:
        nonlocal done
        done += count
        tell(min(done, total), total)

    return watch


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
    sequence = numbering.next_sequence(connection, partner, epoch)
    return Dispatch(kind, f"to/{partner}", epoch, sequence, created, training)
