"""The lines of a segment, put together again to the entries they were written as.

They are run through as they are unpacked, some thousand at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NamedTuple

from sachmatuy_desktop.domain.changes import MAX_VALUES, Header, read_change, read_header
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.storage.strict_json import parse_object

Raws = Iterable[bytes]
"""The lines of a segment as they were signed, in their order; they can be run through again and
again, and never need to be in memory all at once.
"""

CHUNK_LINES: Final = 4_000
CHUNK_BYTES: Final = 2 << 20
"""So much of a segment is worked on at a time: what lines say takes twenty times their bytes."""


class Line(NamedTuple):
    """One line of a segment: its bytes as signed, what it says, its place in the stream (-1 where
    that is no number).
    """

    raw: bytes
    said: Mapping[str, Any]
    number: int

    @classmethod
    def read(cls, raw: bytes) -> Line:
        """The line with the place it names for itself; raises `Refused` if it is no object."""
        said = parse_object(raw, "line", MAX_VALUES)
        number = said.get("n")
        return cls(raw, said, number if type(number) is int else -1)

    @property
    def text(self) -> str:
        """The line as the journal keeps it."""
        return self.raw.decode()


@dataclass(frozen=True, slots=True)
class Place:
    """Whose lines, of which stream, and which: what a segment's header says of it.

    `hash` is the header's own, `previous` that of the segment before it.
    """

    site: str
    scope: str
    unit: str
    author: str
    first: int
    last: int
    header: str
    signature: str
    hash: str
    previous: str
    outline: str | None = None
    """What its author signed in advance for the day when lines of it are erased."""


@dataclass(frozen=True, slots=True)
class Block:
    """An entry, or one of the pieces of a long one: its head, and changes.  Only the first piece
    `begins` it.
    """

    header: Header
    head: Line
    lines: Sequence[Line]
    begins: bool

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.head.raw) + sum(len(line.raw) for line in self.lines)


def blocks(place: Place, raws: Raws) -> Iterator[Block]:
    """The entries of a segment; raises `Refused` unless they are whole and without gaps."""
    lines = _numbered(place, raws)
    for head in lines:
        header = _header(place, head)
        left, begins = header.count, True
        while left or begins:
            piece = list(_piece(islice(lines, min(left, CHUNK_LINES))))
            yield Block(header, head, piece, begins)
            left, begins = left - len(piece), False


def _piece(lines: Iterable[Line]) -> Iterator[Line]:
    size = 0
    for line in lines:
        yield line
        size += len(line.raw)
        if size > CHUNK_BYTES:
            return


def chunks(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Blocks together, as many as are worked on at a time."""
    chunk: list[Block] = []
    lines = size = 0
    for block in blocks:
        lines, size = lines + 1 + len(block.lines), size + block.size
        if chunk and (lines > CHUNK_LINES or size > CHUNK_BYTES):
            yield chunk
            chunk, lines, size = [], 1 + len(block.lines), block.size
        chunk.append(block)
    if chunk:
        yield chunk


def headers(place: Place, raws: Raws) -> Iterator[Header]:
    """The headers of a segment alone; raises `Refused` where they do not follow each other."""
    at, upcoming = place.first - 1, place.first
    for at, raw in enumerate(raws, place.first):
        if at == upcoming:
            head = Line.read(raw)
            if head.number != at:
                raise _broken(place)
            header = _header(place, head)
            upcoming = at + 1 + header.count
            yield header
    if at != place.last:
        raise _broken(place)


def _numbered(place: Place, raws: Raws) -> Iterator[Line]:
    number = place.first - 1
    for number, line in enumerate(map(Line.read, raws), place.first):
        if line.number != number:
            raise _broken(place)
        yield line
    if number != place.last:
        raise _broken(place)


def _header(place: Place, head: Line) -> Header:
    header = read_header(head.said)
    if head.number + header.count > place.last or place.site in header.saw:
        raise _broken(place)
    return header


def _broken(place: Place) -> Refused:
    return Refused(
        N_("Dòng {first}–{last} trong gói dữ liệu không liền nhau. Hãy xin bên gửi xuất lại."),
        first=place.first,
        last=place.last,
    )


def must_be_whole(place: Place, raws: Raws) -> None:
    """Raises `Refused` for lines that could never be applied: they are not kept waiting."""
    for block in blocks(place, raws):
        for line in block.lines:
            read_change(line.said)
