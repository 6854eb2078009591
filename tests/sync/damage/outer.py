"""What anybody can do to a file without a key: cut, flip, swap, rename, add."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator

from tests.sync.damage.sealing import OUTER, members_of, zipped

Damage = Callable[[random.Random, bytes], bytes]

NAMES = (
    "../envelope.json",
    "/etc/passwd",
    "C:\\windows\\win.ini",
    "payload.age/",
    "payload.age\0.exe",
    "ENVELOPE.JSON",
    "x" * 60_000,
    "",
    "envelope.json",
)
"""What a member may be called that it must not."""


def truncations(data: bytes, step: int = 1) -> Iterator[bytes]:
    """Every beginning of a file, `step` bytes apart."""
    for size in range(0, len(data), step):
        yield data[:size]


def flip_bits(chance: random.Random, data: bytes) -> bytes:
    """A few bits."""
    hurt = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 8, 64))):
        hurt[chance.randrange(len(hurt))] ^= 1 << chance.randrange(8)
    return bytes(hurt)


def change_run(chance: random.Random, data: bytes) -> bytes:
    """A run of bytes: zeroes, noise, or what stands elsewhere in the file."""
    size, at = chance.choice((1, 4, 16, 512, 4096)), chance.randrange(len(data))
    run = chance.choice((bytes(size), chance.randbytes(size), data[: size * 2][-size:]))
    return data[:at] + run + data[at + size :]


def drop_run(chance: random.Random, data: bytes) -> bytes:
    """Bytes that are missing in the middle."""
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.choice((1, 2, 512)) :]


def add_bytes(chance: random.Random, data: bytes) -> bytes:
    """Something before, behind or between."""
    more = chance.choice((b"\0", b"\n", b"PK\x05\x06", chance.randbytes(700), data))
    at = chance.choice((0, len(data), chance.randrange(len(data))))
    return data[:at] + more + data[at:]


def juggle(chance: random.Random, data: bytes) -> bytes:
    """Members swapped, doubled, dropped, renamed; the ZIP around them is as it should be."""
    parts = list(members_of(data).items())
    what, at = chance.randrange(5), chance.randrange(len(parts))
    if what == 0:
        chance.shuffle(parts)
    elif what == 1:
        parts.insert(chance.randrange(4), parts[at])
    elif what == 2:
        del parts[at]
    elif what == 3:
        parts[at] = (chance.choice(NAMES), parts[at][1])
    else:
        parts.insert(chance.randrange(4), (chance.choice(NAMES), b"x" * chance.choice((0, 9))))
    return zipped((name, body) for name, body in parts)


def mix(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """One member out of another bundle."""
    parts, theirs = members_of(data), members_of(other)
    name = chance.choice(OUTER)
    return zipped({**parts, name: theirs[name]}.items())


def zip_field(chance: random.Random, data: bytes) -> bytes:
    """Another number in a head of the ZIP: versions, flags, sizes, offsets, counts."""
    marks = (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06")
    places = [at for mark in marks for at in _all(data, mark)]
    if not places:
        return data
    at = chance.choice(places) + 4 + chance.randrange(42)
    new = chance.choice((0, 1, 0xFFFF, 0xFFFFFFFF, chance.randrange(1 << 32)))
    value = struct.pack("<I", new)[: chance.choice((1, 2, 4))]
    return data[:at] + value + data[at + len(value) :]


def _all(data: bytes, mark: bytes) -> Iterator[int]:
    at = data.find(mark)
    while at >= 0:
        yield at
        at = data.find(mark, at + 1)


DAMAGES: tuple[Damage, ...] = (
    flip_bits,
    flip_bits,
    change_run,
    drop_run,
    add_bytes,
    juggle,
    juggle,
    zip_field,
)
