"""What is inside a bundle: a manifest, certificates, journal segments and evidence.

The payload is a ZIP of stored members under whitelisted names.  The manifest lists every other
member in order, so a member that is missing, added or moved is noticed.  It exists as plain text in
memory only, never on a disk.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial

from sachmatuy_desktop.errors import N_, NotFound, Refused
from sachmatuy_desktop.storage.strict_json import Fields, Json, parse_object, readable
from sachmatuy_desktop.sync.bundle_zip import (
    Member,
    Part,
    bytes_part,
    member_bytes,
    read_table,
    stored_zip,
)
from sachmatuy_desktop.sync.outlines import SHA256_PATTERN, Outline
from sachmatuy_desktop.sync.sealing import (
    MAX_FILE,
    MAX_LINES,
    MAX_MANIFEST,
    MAX_MEMBERS,
    MAX_PACKED,
    MAX_PLAIN,
    SealedSegment,
    SegmentHeader,
    check_size,
    too_big,
)
from sachmatuy_desktop.sync.trust import LARGEST_TEXT

FORMAT = "sachmatuy-payload/1"
MANIFEST_NAME = "manifest.json"
_CERTIFICATE = r"cert/[a-z0-9][a-z0-9-]{0,59}\.json"
_SEGMENT_NAME = "seg/{number:06d}.jsonl.zst"
_SIGNATURE_BYTES = 64

_MIXED = N_("Các phần bên trong gói không khớp với bảng kê ({why}); hãy xin bên gửi xuất lại gói.")
_NO_BLOB = N_("Gói không có tệp đính kèm {sha256}; hãy xin bên gửi xuất lại gói.")


@dataclass(frozen=True)
class Manifest:
    """What the sender says about the payload.

    `held` and `acknowledged` are vectors (name of a site's stream → last sequence number): what the
    sender holds, and what of the addressee's it has taken in.  `counts` are records by kind,
    `versions` of program, schema and packs, `digest` the state's digest, `checkpoint` the journal's
    head, `notes` whatever else the services agree on.
    """

    held: Mapping[str, int] = field(default_factory=dict)
    acknowledged: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    checkpoint: Mapping[str, Json] = field(default_factory=dict)
    notes: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Blob:
    """An attachment: SHA-256 of its bytes, and a way to read them, twice and the same each time."""

    sha256: str
    chunks: Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class BundlePayload:
    """What a bundle carries; `certificates` by member name (`cert/….json`)."""

    manifest: Manifest
    segments: Sequence[SealedSegment] = ()
    certificates: Mapping[str, bytes] = field(default_factory=dict)
    blobs: Sequence[Blob] = ()


def payload_chunks(payload: BundlePayload) -> Iterator[bytes]:
    """The payload's ZIP, piece by piece.

    Raises:
        Refused: it would be more than a reader accepts; send it as several bundles.
    """
    headers = [segment.header for segment in payload.segments]
    _check_totals((each.size, each.header.lines) for each in payload.segments)
    for segment in payload.segments:
        check_size(segment.size, len(segment.packed), segment.header.lines)
    _check_packed(len(segment.packed) for segment in payload.segments)
    manifest = readable(_manifest_body(payload))
    members = 1 + len(payload.certificates) + len(headers) + len(payload.blobs)
    if len(manifest) > MAX_MANIFEST or members > MAX_MEMBERS:
        raise too_big(MANIFEST_NAME)
    return stored_zip(_parts(payload, manifest))


def _parts(payload: BundlePayload, manifest: bytes) -> Iterator[Part]:
    yield bytes_part(MANIFEST_NAME, manifest)
    for name, data in payload.certificates.items():
        yield bytes_part(name, data)
    for number, segment in enumerate(payload.segments, start=1):
        yield bytes_part(_SEGMENT_NAME.format(number=number), segment.packed)
    for blob in payload.blobs:
        yield Part(f"blob/{blob.sha256}", blob.chunks)


def _manifest_body(payload: BundlePayload) -> dict[str, object]:
    return {
        "format": FORMAT,
        **asdict(payload.manifest),
        "certificates": list(payload.certificates),
        "segments": [
            {
                "header": asdict(segment.header),
                "signature": base64.b64encode(segment.signature).decode("ascii"),
                **({"outline": segment.outline.written()} if segment.outline else {}),
                **({} if segment.left is None else {"left": segment.left}),
            }
            for segment in payload.segments
        ],
        "blobs": [blob.sha256 for blob in payload.blobs],
    }


# ── reading ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Listed:
    """The manifest with the members it lists."""

    manifest: Manifest
    certificates: tuple[str, ...]
    segments: tuple[SealedSegment, ...]
    """Without their lines."""
    blobs: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every member the payload must have, in order."""
        segments = (_SEGMENT_NAME.format(number=n + 1) for n in range(len(self.segments)))
        blobs = (f"blob/{sha256}" for sha256 in self.blobs)
        return (MANIFEST_NAME, *self.certificates, *segments, *blobs)


class OpenedPayload:
    """A decrypted payload in memory, its manifest judged; parts are read on demand."""

    def __init__(self, plain: bytes) -> None:
        """Raises `Refused` unless members, names and manifest agree and keep the limits."""
        self._file = io.BytesIO(plain)
        table = read_table(self._file, MAX_MEMBERS)
        if not table or table[0].name != MANIFEST_NAME:
            raise _mixed(MANIFEST_NAME)
        self._listed = _read_manifest(member_bytes(self._file, table[0], MAX_MANIFEST))
        if tuple(member.name for member in table) != self._listed.names:
            raise _mixed("central directory")
        self._members: dict[str, Member] = {member.name: member for member in table}
        _check_packed(
            self._members[_SEGMENT_NAME.format(number=number)].size
            for number in range(1, 1 + len(self._listed.segments))
        )

    @property
    def manifest(self) -> Manifest:
        """What the sender says about it."""
        return self._listed.manifest

    @property
    def headers(self) -> tuple[SegmentHeader, ...]:
        """The segments' headers in order; their authors' signatures are not proved yet."""
        return tuple(each.header for each in self._listed.segments)

    @property
    def blobs(self) -> tuple[str, ...]:
        """SHA-256 of each attachment."""
        return self._listed.blobs

    def segments(self) -> Iterator[SealedSegment]:
        """The sealed segments in order, for `open_segment` or `verify_segment`."""
        for number, listed in enumerate(self._listed.segments, start=1):
            yield replace(listed, packed=self._bytes(_SEGMENT_NAME.format(number=number)))

    def certificates(self) -> dict[str, bytes]:
        """The signed texts of `cert/`, for `trust.read_certificate` and its like."""
        return {name: self._bytes(name, LARGEST_TEXT) for name in self._listed.certificates}

    def blob_size(self, sha256: str) -> int:
        """How many bytes an attachment has."""
        return self._members[f"blob/{sha256}"].size

    def blob(self, sha256: str) -> bytes:
        """An attachment's bytes, proved to be those of its name."""
        if sha256 not in self._listed.blobs:
            raise NotFound(_NO_BLOB, sha256=sha256[:12])
        data = self._bytes(f"blob/{sha256}")
        if hashlib.sha256(data).hexdigest() != sha256:
            raise _mixed("blob: SHA-256")
        return data

    def _bytes(self, name: str, most: int = MAX_FILE) -> bytes:
        return member_bytes(self._file, self._members[name], most)


def _read_manifest(data: bytes) -> _Listed:
    fields = Fields(parse_object(data, MANIFEST_NAME), MANIFEST_NAME)
    if fields.text("format") != FORMAT:
        raise _mixed(MANIFEST_NAME)
    certificates = fields.texts("certificates", MAX_MEMBERS)
    for name in certificates:
        Fields({"name": name}, MANIFEST_NAME).matching("name", _CERTIFICATE)
    segments = tuple(map(_read_segment, fields.items("segments", MAX_MEMBERS)))
    _check_totals((each.size, each.header.lines) for each in segments)
    blobs = fields.texts("blobs", MAX_MEMBERS)
    for sha256 in blobs:
        Fields({"name": sha256}, MANIFEST_NAME).matching("name", SHA256_PATTERN)
    manifest = Manifest(
        held=fields.numbers_by_name("held"),
        acknowledged=fields.numbers_by_name("acknowledged"),
        counts=fields.numbers_by_name("counts"),
        versions=_texts_by_name(fields.whole("versions")),
        digest=fields.text("digest"),
        checkpoint=fields.whole("checkpoint"),
        notes=fields.whole("notes"),
    )
    return _Listed(manifest, certificates, segments, blobs)


def _read_segment(item: Json) -> SealedSegment:
    fields = Fields(item, MANIFEST_NAME)
    decode = partial(base64.b64decode, validate=True)
    signature = fields.decoded("signature", decode, _SIGNATURE_BYTES)
    header = SegmentHeader.read(fields.whole("header"))
    said = Outline.read(fields.whole("outline"), header.hash) if "outline" in fields else None
    left = fields.number("left", 1, MAX_PLAIN) if "left" in fields else None
    return SealedSegment(header, signature, b"", said, left)


def _texts_by_name(value: Mapping[str, Json]) -> dict[str, str]:
    fields = Fields(value, MANIFEST_NAME)
    return {name: fields.text(name) for name in value}


def _check_totals(segments: Iterable[tuple[int, int]]) -> None:
    """The bytes and the lines of each."""
    size = lines = 0
    for of_one, lines_of_one in segments:
        size += of_one
        lines += lines_of_one
    if size > MAX_PLAIN:
        raise too_big(f"{size >> 20} MiB")
    if lines > MAX_LINES:
        raise too_big(f"{lines} > {MAX_LINES}")


def _check_packed(sizes: Iterable[int]) -> None:
    size = sum(sizes)
    if size > MAX_PACKED:
        raise too_big(f"{size >> 20} MiB")


def _mixed(why: str) -> Refused:
    return Refused(_MIXED, why=why)
