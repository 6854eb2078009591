"""Sealing: lines into author-signed segments, and a stream of bytes into an age file.

A segment is a run of journal lines of one site in one stream, compressed with zstd and signed by
its author.  It never changes again: whoever passes it on passes the author's signature on, and the
`previous` hash ties it to the segment before.  Signatures cover bytes: the header in its one
canonical text, and through the header the digest of the raw lines.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

import pyrage
import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyrage import x25519

from sachmatuy_desktop.domain.changes import MAX_LINE
from sachmatuy_desktop.errors import N_, BadInput, Refused
from sachmatuy_desktop.storage.atomic import ByteSink
from sachmatuy_desktop.storage.keys.keyring_device import key_id
from sachmatuy_desktop.storage.strict_json import Fields, Json, canonical
from sachmatuy_desktop.storage.sync.packing import MAX_WINDOW
from sachmatuy_desktop.sync.outlines import SHA256_PATTERN, Outline, Outlining

# The limits of everything that comes from outside, in one place.
MAX_FILE = 64 << 20
MAX_PLAIN = 128 << 20
MAX_PACKED = 12 << 20  # of all segments together: they are held while they are merged
MAX_RATIO = 50
RATIO_FREE = 1 << 20  # below this many plain bytes the ratio does not matter
MAX_LINES = 60_000
MAX_MANIFEST = 4 << 20
MAX_MEMBERS = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a reader takes as one bundle: bytes of the file, of all segments packed and of
    their lines, lines, and parts (half the members a ZIP may have: the rest are cards).
    """

    file: int
    packed: int
    plain: int
    lines: int
    parts: int


READER: Final = Limits(MAX_FILE, MAX_PACKED, MAX_PLAIN, MAX_LINES, MAX_MEMBERS // 2)
"""What every reader takes; who writes keeps to it."""

FIRST_PREVIOUS = "0" * 64
STREAM_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._:/@-]{0,99}"
SITE_PATTERN = r"[0-9a-f]{32}"
_SEGMENT = b"sachmatuy-segment/1\n"
_LEVEL = 3
_CHUNK = 1 << 16

_FORGED = N_(
    "Phân đoạn {first}–{last} của luồng {stream} không mang chữ ký đúng của nơi lập; "
    "hãy báo nơi lập và xin xuất lại gói."
)
_ALTERED = N_(
    "Phân đoạn {first}–{last} của luồng {stream} bị hỏng ({why}); hãy xin bên gửi xuất lại gói."
)
_TOO_BIG = N_(
    "Gói vượt giới hạn cho phép ({why}) nên không được mở; hãy xin bên gửi chia thành nhiều gói."
)
_BAD_LINE = N_("Dòng thứ {line} của phân đoạn rỗng, quá dài hoặc có dấu xuống dòng bên trong.")
_NOT_OPENED = N_(
    "Phần mã hóa của gói không mở được bằng khóa của đơn vị này; "
    "hãy xin bên gửi xuất lại gói cho đúng đơn vị nhận."
)


@dataclass(frozen=True)
class SegmentHeader:
    """What the author signs.

    Sequence numbers `first` to `last` of `stream`, written by `site` with the signing key
    `author`; `lines` and `size` (bytes) of the raw JSON lines, their `sha256`; and `previous`, the
    `hash` of the segment before (64 zeros for the first).
    """

    site: str
    stream: str
    author: str
    first: int
    last: int
    lines: int
    size: int
    sha256: str
    previous: str

    def to_bytes(self) -> bytes:
        """The one text that is signed."""
        return _SEGMENT + canonical(asdict(self))

    @property
    def hash(self) -> str:
        """What the next segment names as its `previous`."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    @staticmethod
    def read(value: Json) -> SegmentHeader:
        """A header out of a manifest; raises `Refused` if a field is missing or absurd."""
        fields = Fields(value, "segment")
        first = fields.number("first", 1)
        return SegmentHeader(
            site=fields.matching("site", SITE_PATTERN),
            stream=fields.matching("stream", STREAM_PATTERN),
            author=fields.matching("author", r"[0-9A-F]{16}"),
            first=first,
            last=fields.number("last", first),
            lines=fields.number("lines", 1, MAX_LINES),
            size=fields.number("size", 1, MAX_PLAIN),
            sha256=fields.matching("sha256", SHA256_PATTERN),
            previous=fields.matching("previous", SHA256_PATTERN),
        )


@dataclass(frozen=True)
class SealedSegment:
    """A segment as it travels and as it is kept: header, signature (64 bytes), zstd bytes.

    Where lines were erased since, `left` is how many bytes are left (`None`: nothing was), and the
    author's `outline` proves them.
    """

    header: SegmentHeader
    signature: bytes
    packed: bytes
    outline: Outline | None = None
    left: int | None = None

    @property
    def size(self) -> int:
        """Bytes of its lines as they travel."""
        return self.header.size if self.left is None else self.left


def seal_segment(
    lines: Iterable[bytes],
    *,
    site: str,
    stream: str,
    first: int,
    last: int,
    previous: str,
    signing: Ed25519PrivateKey,
) -> SealedSegment:
    """Pack and sign lines (UTF-8 JSON, each without its line feed).

    Raises:
        BadInput: a line is empty, longer than 1 MiB or holds a line feed.
        Refused: together they are more than a reader accepts; seal fewer lines at a time.
    """
    packed, digest, size, count = io.BytesIO(), hashlib.sha256(), 0, 0
    outlining = Outlining()
    with zstandard.ZstdCompressor(level=_LEVEL).stream_writer(packed, closefd=False) as pack:
        for count, line in enumerate(lines, start=1):
            if not line or len(line) > MAX_LINE or b"\n" in line:
                raise BadInput(_BAD_LINE, line=count)
            whole = line + b"\n"
            digest.update(whole)
            outlining.add(line)
            size += len(whole)
            pack.write(whole)
    data = packed.getvalue()
    check_size(size, len(data), count)
    header = SegmentHeader(
        site=site,
        stream=stream,
        author=key_id(signing.public_key().public_bytes_raw()),
        first=first,
        last=last,
        lines=count,
        size=size,
        sha256=digest.hexdigest(),
        previous=previous,
    )
    SegmentHeader.read(dict(asdict(header)))
    outline = outlining.signed(header.hash, signing)
    return SealedSegment(header, signing.sign(header.to_bytes()), data, outline)


def verify_segment(segment: SealedSegment, author_key: bytes) -> None:
    """Prove the whole segment: signature, digest, line count, sizes.

    Raises:
        Refused: the sentence names the stream and the sequence numbers.
    """
    for _ in open_segment(segment, author_key):
        pass


def open_segment(segment: SealedSegment, author_key: bytes) -> Iterator[bytes]:
    """The segment's lines, without their line feeds.

    The signature of the header (by the Ed25519 public key `author_key`) is proved before the first
    line comes; digest and counts when the last one has come, so act on the lines only within
    something that a `Refused` takes back, or call `verify_segment` first.
    """
    header = segment.header
    _verify_header(segment, author_key)
    check_size(segment.size, len(segment.packed), header.lines)
    digest, outlining, count = hashlib.sha256(), Outlining(), 0
    for block in _whole_lines(_inflate(segment), header):
        digest.update(block)
        lines = block[:-1].split(b"\n")
        count += len(lines)
        if count > header.lines:
            break
        if any(not 0 < len(line) <= MAX_LINE for line in lines):
            raise _altered(header, f"0 … {MAX_LINE}")
        if segment.left is not None:
            outlining.extend(lines)
        yield from lines
    if count != header.lines or not _proved(segment, digest.hexdigest(), outlining):
        raise _altered(header, "SHA-256")


def _proved(segment: SealedSegment, digest: str, outlining: Outlining) -> bool:
    """Whether the lines are those that were signed, or what may be left of them."""
    if segment.left is None:
        return digest == segment.header.sha256
    return segment.outline is not None and outlining.sha256 == segment.outline.sha256


def check_size(plain: int, packed: int, lines: int) -> None:
    """Refuse what would be too much to take in."""
    if plain > MAX_PLAIN:
        raise Refused(_TOO_BIG, why=f"{plain >> 20} MiB")
    if lines > MAX_LINES:
        raise Refused(_TOO_BIG, why=f"{lines} > {MAX_LINES}")
    if plain > RATIO_FREE and plain > MAX_RATIO * packed:
        raise Refused(_TOO_BIG, why=f"zstd ×{plain // max(packed, 1)}")


def too_big(why: str) -> Refused:
    """The refusal of something past the limits."""
    return Refused(_TOO_BIG, why=why)


def _verify_header(segment: SealedSegment, author_key: bytes) -> None:
    header = segment.header
    try:
        if header.author != key_id(author_key):
            raise InvalidSignature
        key = Ed25519PublicKey.from_public_bytes(author_key)
        key.verify(segment.signature, header.to_bytes())
        said = segment.outline
        if said is not None and not (said.segment == header.hash and said.proved_by(author_key)):
            raise InvalidSignature
    except (InvalidSignature, ValueError) as error:
        raise Refused(
            _FORGED, first=header.first, last=header.last, stream=header.stream
        ) from error


def _inflate(segment: SealedSegment) -> Iterator[bytes]:
    """The raw bytes, never more than the header announces.

    Streaming on purpose: the one-call decompressor of the library does not keep to its own limit
    when a frame names its size.
    """
    header = segment.header
    seen = 0
    source = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW).stream_reader(segment.packed)
    try:
        while chunk := source.read(_CHUNK):
            seen += len(chunk)
            if seen > segment.size:
                raise _altered(header, f"> {segment.size}")
            yield chunk
    except zstandard.ZstdError as error:
        raise _altered(header, "zstd") from error
    if seen != segment.size:
        raise _altered(header, f"< {segment.size}")


def _whole_lines(chunks: Iterable[bytes], header: SegmentHeader) -> Iterator[bytes]:
    """The same bytes in blocks that end with a line feed."""
    rest = b""
    for chunk in chunks:
        cut = chunk.rfind(b"\n") + 1
        if cut:
            yield rest + chunk[:cut]
            rest = chunk[cut:]
        else:
            rest += chunk
        if len(rest) > MAX_LINE:
            raise _altered(header, f"> {MAX_LINE}")
    if rest:
        raise _altered(header, r"\n")


def _altered(header: SegmentHeader, why: str) -> Refused:
    return Refused(_ALTERED, first=header.first, last=header.last, stream=header.stream, why=why)


# ── age ───────────────────────────────────────────────────────────────────────────────────────


class ChunkReader(io.RawIOBase):
    """Makes one file to read out of pieces, and keeps the error that a piece raised."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""
        self.error: Exception | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; b"" only at the end."""
        try:
            while not self._rest:
                self._rest = next(self._chunks)
        except StopIteration:
            return b""
        except Exception as error:
            self.error = error  # pyrage would hand on its text only
            raise
        cut = len(self._rest) if size < 0 else size
        head, self._rest = self._rest[:cut], self._rest[cut:]
        return head


class _Sink(io.RawIOBase):
    """Passes bytes on, counts them, and keeps the error that the target raised."""

    def __init__(self, target: ByteSink, most: int) -> None:
        self._target = target
        self._left = most
        self.error: Exception | None = None

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: Any, /) -> int:
        """Write all of it, or raise."""
        try:
            self._left -= len(data)
            if self._left < 0:
                raise too_big(f"{MAX_FILE >> 20} MiB")
            self._target.write(bytes(data))
        except Exception as error:
            self.error = error
            raise
        return len(data)


def age_encrypt(chunks: Iterable[bytes], target: ByteSink, recipients: Iterable[str]) -> None:
    """Write the pieces as an age v1 file for the recipients (`age1…`, doubles count once).

    Raises what reading a piece or writing the target raised; BadInput for a bad recipient.
    """
    source, sink = ChunkReader(chunks), _Sink(target, MAX_FILE)
    keys = [recipient_key(text) for text in dict.fromkeys(recipients)]
    try:
        pyrage.encrypt_io(source, sink, keys)
    except pyrage.EncryptError:
        raise_first(source.error, sink.error)
        raise


def age_decrypt(chunks: Iterable[bytes], identity: Any, most: int) -> bytes:
    """The plain bytes of an age file, at most `most`; the whole file has been proved.

    Raises:
        Refused: not for this identity, damaged, or too big.
    """
    plain = io.BytesIO()
    source, sink = ChunkReader(chunks), _Sink(plain, most)
    try:
        pyrage.decrypt_io(source, sink, [identity])
    except (pyrage.DecryptError, OSError) as error:
        raise_first(source.error, sink.error)
        raise Refused(_NOT_OPENED) from error
    return plain.getvalue()


def raise_first(*errors: Exception | None) -> None:
    """Raise the first error there is, with its own type."""
    for error in errors:
        if error is not None:
            raise error


_BAD_RECIPIENT = N_("Khóa nhận “{recipient}” không đúng dạng age1…; hãy xin lại thẻ nhận dạng.")


def recipient_key(text: str) -> Any:
    """A recipient's text as pyrage's object."""
    try:
        return x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise BadInput(_BAD_RECIPIENT, recipient=text[:12]) from error
