"""ZIP files without a single trick: stored members, one after the other, and nothing else.

Name, size and check sum of a member settle every byte around it: no compression, no comments, no
extra fields, no data descriptors, one fixed date.  The reader builds those bytes again and accepts
only a file that has exactly them, so two ZIP programs can never see two different files.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.storage.atomic import ByteSink

CHUNK = 1 << 16
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_MADE_ON_UNIX = 3 << 8 | _VERSION
_NEW_YEAR_1980 = 1 << 5 | 1
_MODE = 0o100600 << 16

_SHAPE = N_(
    "Tệp không phải gói đồng bộ hợp lệ ({why}); có thể tệp bị chép dở, hãy chép lại từ USB."
)


@dataclass(frozen=True)
class Part:
    """One member to write: its name and a way to read its bytes, twice and the same each time."""

    name: str
    chunks: Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class Member:
    """One member found: where its bytes stand in the file."""

    name: str
    start: int
    size: int
    crc: int


def bytes_part(name: str, data: bytes) -> Part:
    """A part whose bytes are at hand."""
    return Part(name, lambda: (data,))


def stored_zip(parts: Iterable[Part]) -> Iterator[bytes]:
    """The bytes of a ZIP of the parts, piece by piece; memory stays flat."""
    at = count = 0
    table = bytearray()
    for part in parts:
        size, crc = _measure(part)
        head, entry = _head_and_entry(part.name.encode("ascii"), size, crc, at)
        yield head
        yield from part.chunks()
        table += entry
        at += len(head) + size
        count += 1
    yield bytes(table)
    yield _end(count, len(table), at)


def write_zip(sink: ByteSink, parts: Iterable[Part]) -> None:
    """Write a ZIP of the parts into a sink."""
    for chunk in stored_zip(parts):
        sink.write(chunk)


def read_table(file: BinaryIO, most: int) -> tuple[Member, ...]:
    """The members of a plain stored ZIP of at most `most` members, in order.

    Raises:
        Refused: a single byte around the members is not as `stored_zip` writes it.
    """
    size = file.seek(0, io.SEEK_END)
    if size < _END.size:
        raise _odd("ZIP")
    file.seek(size - _END.size)
    end = file.read(_END.size)
    _, _, _, _, count, length, start, _ = _END.unpack(end)
    if end != _end(count, length, start) or start + length + _END.size != size or count > most:
        raise _odd("EOCD")
    file.seek(start)
    table = file.read(length)
    members: list[Member] = []
    at = 0
    for _ in range(count):
        member, table = _read_entry(file, table, at)
        members.append(member)
        at = member.start + member.size
    if table or at != start or len({member.name for member in members}) != count:
        raise _odd("central directory")
    return tuple(members)


def member_chunks(file: BinaryIO, member: Member) -> Iterator[bytes]:
    """The member's bytes piece by piece, its check sum proved at the end."""
    file.seek(member.start)
    left, crc = member.size, 0
    while left:
        chunk = file.read(min(CHUNK, left))
        if not chunk:
            raise _odd("EOF")
        left -= len(chunk)
        crc = zlib.crc32(chunk, crc)
        yield chunk
    if crc != member.crc:
        raise _odd("CRC-32")


def member_bytes(file: BinaryIO, member: Member, most: int) -> bytes:
    """The member's bytes, at most `most` of them."""
    if member.size > most:
        raise _odd(f"{member.name}: {member.size} > {most}")
    return b"".join(member_chunks(file, member))


def _head_and_entry(name: bytes, size: int, crc: int, at: int) -> tuple[bytes, bytes]:
    """What stands before the member at `at`, and its entry in the table at the end."""
    common = (_VERSION, 0, 0, 0, _NEW_YEAR_1980, crc, size, size, len(name), 0)
    head = _LOCAL.pack(b"PK\x03\x04", *common)
    entry = _CENTRAL.pack(b"PK\x01\x02", _MADE_ON_UNIX, *common, 0, 0, 0, _MODE, at)
    return head + name, entry + name


def _end(count: int, length: int, start: int) -> bytes:
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, length, start, 0)


def _read_entry(file: BinaryIO, table: bytes, at: int) -> tuple[Member, bytes]:
    """The entry at the head of the table, whose member must stand at `at`; and the rest."""
    if len(table) < _CENTRAL.size:
        raise _odd("central directory")
    _, _, _, _, _, _, _, crc, _, size, name_length, *_ = _CENTRAL.unpack_from(table)
    cut = _CENTRAL.size + name_length
    name = table[_CENTRAL.size : cut]
    head, entry = _head_and_entry(name, size, crc, at)
    file.seek(at)
    if table[:cut] != entry or file.read(len(head)) != head:
        raise _odd("central directory")
    if not name.isascii() or not name.decode("ascii").isprintable():
        raise _odd("ASCII")
    return Member(name.decode("ascii"), at + len(head), size, crc), table[cut:]


def _measure(part: Part) -> tuple[int, int]:
    size = crc = 0
    for chunk in part.chunks():
        size += len(chunk)
        crc = zlib.crc32(chunk, crc)
    return size, crc


def _odd(why: str) -> Refused:
    return Refused(_SHAPE, why=why)
