"""One bundle as several files that each fit a mail: how it is shared out, how the parts are named.

Every part is a bundle by itself, with its own number, digest and receipt.  The manifest's note says
which of how many it is, so that a reader can tell what has not come; an older reader takes the
parts in all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.storage.strict_json import Json, readable
from sachmatuy_desktop.sync.bundle_payload import Manifest
from sachmatuy_desktop.sync.sealing import MAX_MEMBERS, READER, Limits, SealedSegment

LEAST: Final = 1 << 16
"""Smaller files than that are not asked for: the covers would outweigh what they hold."""

_MARGIN: Final = 1 << 14
"""What covers and signatures take of a file, generously."""

_PER_SEGMENT: Final = 1200
_PER_BLOB: Final = 512
_PER_CARD: Final = 512
"""What a member costs besides its own bytes: its line in the manifest, its heads in the ZIP."""

_SEALED_CHUNK: Final = 1 << 16
_SEALED_TAG: Final = 16
"""age seals every 64 KiB with a tag of 16 bytes."""

_NOTE: Final = "part"
_ODD: Final = N_("Gói ghi sai phần mấy trên mấy; hãy xin bên gửi xuất lại gói.")


@dataclass(frozen=True, slots=True)
class Part:
    """Which of how many; both count from 1."""

    number: int
    of: int

    @property
    def note(self) -> dict[str, Json]:
        """What the manifest says of it."""
        return {_NOTE: {"number": self.number, "of": self.of}}

    def sequences(self, own: int) -> dict[int, int]:
        """The sequence number of each part by its number, told from this part's own."""
        return {number: own - self.number + number for number in range(1, self.of + 1)}

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


def part_of(manifest: Manifest) -> Part | None:
    """Which part a bundle is, `None` for a whole one.  Raises `Refused` for an odd note."""
    said = manifest.notes.get(_NOTE)
    if said is None:
        return None
    if not isinstance(said, dict):
        raise Refused(_ODD)
    number, of = said.get("number"), said.get("of")
    if type(number) is not int or type(of) is not int or not 1 <= number <= of <= MAX_MEMBERS:
        raise Refused(_ODD)
    return Part(number, of)


def name_of(path: Path, part: Part) -> Path:
    """`goi.smt` as the name of a part: `goi.1-3.smt`."""
    return path.with_name(f"{path.stem}.{part.number}-{part.of}{path.suffix}")


@dataclass(slots=True)
class Share:
    """What one part carries: segments, contents of attachments by SHA-256."""

    segments: list[SealedSegment]
    blobs: list[str]


@dataclass(slots=True)
class _Filling:
    """How full a part is; the limits are those of the reader, and the size asked for."""

    room: int
    limits: Limits
    weight: int = 0
    packed: int = 0
    plain: int = 0
    lines: int = 0
    members: int = 0

    def takes(self, weight: int, packed: int = 0, plain: int = 0, lines: int = 0) -> bool:
        """Put that in if it still fits, or if nothing is in yet; says whether it is in."""
        fits = (
            self.weight + weight <= self.room
            and self.packed + packed <= self.limits.packed
            and self.plain + plain <= self.limits.plain
            and self.lines + lines <= self.limits.lines
            and self.members < self.limits.parts
        )
        if not fits and self.members:
            return False
        self.weight += weight
        self.packed += packed
        self.plain += plain
        self.lines += lines
        self.members += 1
        return True


def spread(
    segments: Iterable[SealedSegment],
    contents: Mapping[str, int],
    room: int,
    limits: Limits = READER,
) -> list[Share]:
    """Share out segments, then contents (SHA-256 and size), in their order, over files of `room`.

    Nothing is cut: what is larger than `room` by itself has a file of its own that is too large.
    There is always one share, if an empty one.
    """
    shares, filling = [Share([], [])], _Filling(room, limits)
    for segment in segments:
        header = segment.header
        packed = len(segment.packed)
        cost = (packed + _PER_SEGMENT, packed, header.size, header.lines)
        if not filling.takes(*cost):
            shares.append(Share([], []))
            filling = _Filling(room, limits)
            filling.takes(*cost)
        shares[-1].segments.append(segment)
    for sha256, size in contents.items():
        if not filling.takes(size + _PER_BLOB):
            shares.append(Share([], []))
            filling = _Filling(room, limits)
            filling.takes(size + _PER_BLOB)
        shares[-1].blobs.append(sha256)
    return shares


@dataclass(frozen=True, slots=True)
class Cut:
    """How a bundle is cut into files: of `most_bytes` each, if that was asked for; in any case so
    that a reader takes each of them.
    """

    most_bytes: int | None = None
    limits: Limits = READER

    @property
    def file_bytes(self) -> int:
        """No file has more, if that can be."""
        return self.most_bytes or self.limits.file

    @property
    def content_bytes(self) -> int | None:
        """No attachment with more goes; `None` for any."""
        return None if self.most_bytes is None else largest_content(self.most_bytes)

    @property
    def stretch_bytes(self) -> int:
        """No more bytes of lines are sealed together: without a size asked for so few that a bundle
        that is more than a reader takes can be shared out, even if they hardly pack.
        """
        return self.content_bytes or min(self.limits.plain // 8, self.limits.packed // 2)

    def is_due(self, segments: Sequence[SealedSegment], contents: Mapping[str, int]) -> bool:
        """Whether a bundle with all of that has to be cut."""
        if self.most_bytes is not None:
            return True
        return len(spread(segments, contents, self.limits.file - _MARGIN, self.limits)) > 1


WHOLE: Final = Cut()
"""One file, unless that is more than a reader takes."""


def room_in(most_bytes: int, manifest: Manifest, cards: Sequence[bytes]) -> int:
    """How many bytes of segments and contents a file of `most_bytes` holds."""
    covers = len(readable(asdict(manifest))) + sum(len(card) + _PER_CARD for card in cards)
    tags = (most_bytes // _SEALED_CHUNK + 1) * _SEALED_TAG
    return max(most_bytes - _MARGIN - covers - tags, 0)


def largest_content(most_bytes: int) -> int:
    """The largest attachment, or stretch of lines, that surely goes into a file of `most_bytes`."""
    return most_bytes - 2 * _MARGIN
