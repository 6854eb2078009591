"""Journal segments: what the author signed comes back line by line, or not at all."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.changes import MAX_LINE
from sachmatuy_desktop.errors import BadInput, Refused
from sachmatuy_desktop.storage.keys.keyring_device import new_device
from sachmatuy_desktop.sync.sealing import (
    FIRST_PREVIOUS,
    MAX_LINES,
    MAX_PLAIN,
    SealedSegment,
    SegmentHeader,
    open_segment,
    seal_segment,
    verify_segment,
)
from tests.sync.bundle_office import STREAM, journal_lines, segment

AUTHOR = new_device()
KEY = AUTHOR.public.sign
LINE = st.binary(min_size=1, max_size=300).filter(lambda line: b"\n" not in line)


def signed_as(header: SegmentHeader, packed: bytes) -> SealedSegment:
    """Whatever the header claims, properly signed: a hostile author's segment."""
    return SealedSegment(header, AUTHOR.signing.sign(header.to_bytes()), packed)


def packed(plain: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(plain)


@given(st.lists(LINE, min_size=1, max_size=30))
@settings(max_examples=100)
def test_lines_come_back_as_they_went_in(lines: list[bytes]) -> None:
    sealed = segment(AUTHOR, lines)
    assert list(open_segment(sealed, KEY)) == lines
    assert (sealed.header.lines, sealed.header.size) == (
        len(lines),
        sum(map(len, lines)) + len(lines),
    )


def test_long_lines_cross_the_reading_blocks() -> None:
    chance = random.Random(7)  # noqa: S311  (noise, no secret)
    lines = [chance.randbytes(MAX_LINE - n).replace(b"\n", b".") for n in range(20)]
    assert list(open_segment(segment(AUTHOR, lines), KEY)) == lines


def test_segments_are_chained_by_their_hash() -> None:
    first = segment(AUTHOR)
    second = segment(AUTHOR, previous=first.header.hash)
    assert first.header.previous == FIRST_PREVIOUS
    assert second.header.previous == first.header.hash
    assert second.header.hash != first.header.hash


def test_a_header_survives_the_manifest() -> None:
    header = segment(AUTHOR).header
    assert SegmentHeader.read(dict(vars(header))) == header


@pytest.mark.parametrize(
    "change",
    [
        {"first": 0},
        {"first": 7},
        {"last": True},
        {"lines": 0},
        {"lines": MAX_LINES + 1},
        {"size": MAX_PLAIN + 1},
        {"sha256": "AB" * 32},
        {"site": "x"},
        {"stream": "../roster"},
        {"author": "short"},
        {"previous": ""},
    ],
)
def test_absurd_headers_are_refused(change: dict[str, object]) -> None:
    fields = {**vars(segment(AUTHOR).header), **change}
    with pytest.raises(Refused):
        SegmentHeader.read(fields)


@pytest.mark.parametrize("line", [b"", b"a\nb", b"x" * (MAX_LINE + 1)])
def test_only_whole_lines_are_sealed(line: bytes) -> None:
    with pytest.raises(BadInput, match="thứ 2"):
        segment(AUTHOR, [b"{}", line])


def test_a_segment_is_not_empty() -> None:
    with pytest.raises(Refused):
        seal_segment(
            [],
            site=AUTHOR.site_id,
            stream=STREAM,
            first=1,
            last=1,
            previous=FIRST_PREVIOUS,
            signing=AUTHOR.signing,
        )


def test_another_authors_key_does_not_vouch() -> None:
    with pytest.raises(Refused, match="chữ ký đúng"):
        verify_segment(segment(AUTHOR), new_device().public.sign)


@pytest.mark.parametrize("field", ["first", "last", "lines", "size"])
def test_an_altered_header_is_refused(field: str) -> None:
    sealed = segment(AUTHOR)
    header = replace(sealed.header, **{field: getattr(sealed.header, field) + 1})
    with pytest.raises(Refused, match="chữ ký đúng"):
        verify_segment(replace(sealed, header=header), KEY)


def test_every_flipped_or_missing_byte_of_the_packed_lines_is_found_or_harmless() -> None:
    """A flip in zstd's own frame header may mean nothing; the lines are then still the author's."""
    sealed, lines = segment(AUTHOR), journal_lines(5)
    refused = 0
    for at in range(len(sealed.packed)):
        flipped = bytearray(sealed.packed)
        flipped[at] ^= 1
        for data in (bytes(flipped), sealed.packed[:at]):
            try:
                assert list(open_segment(replace(sealed, packed=data), KEY)) == lines
            except Refused:
                refused += 1
    assert refused >= 2 * len(sealed.packed) - 4


def test_segments_do_not_swap_their_lines() -> None:
    one, two = segment(AUTHOR), segment(AUTHOR, journal_lines(5, first=90))
    with pytest.raises(Refused):
        verify_segment(replace(one, packed=two.packed), KEY)


PLAIN = b'{"seq": 1}\n{"seq": 2}\n'


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("one line more", PLAIN + b'{"seq": 3}\n'),
        ("no last line feed", PLAIN[:-1]),
        ("an empty line", PLAIN.replace(b'{"seq": 1}', b"")),
        ("fewer lines", PLAIN[11:]),
        ("a line too long", b"x" * (MAX_LINE + 1) + b"\n" + b"y\n"),
    ],
)
def test_a_hostile_authors_lines_must_match_his_own_header(name: str, plain: bytes) -> None:
    header = segment(AUTHOR, PLAIN.split(b"\n")[:2]).header
    with pytest.raises(Refused):
        verify_segment(signed_as(replace(header, size=len(plain)), packed(plain)), KEY)


BOMB = """
import sys, zstandard
from dataclasses import replace
sys.path.insert(0, {here!r})
from tests.memory import most_memory
from tests.sync.bundle_office import segment
from sachmatuy_desktop.errors import Refused
from sachmatuy_desktop.storage.keys.keyring_device import new_device
from sachmatuy_desktop.sync.sealing import SealedSegment, verify_segment
size, author, block = 300 << 20, new_device(), bytes(1 << 20)
pack = zstandard.ZstdCompressor().compressobj(**({{"size": size}} if {stated} else {{}}))
data = b"".join(pack.compress(block) for _ in range(300)) + pack.flush()
header = replace(segment(author).header, size={claimed})
sealed = SealedSegment(header, author.signing.sign(header.to_bytes()), data)
before = most_memory()
try:
    verify_segment(sealed, author.public.sign)
except Refused:
    grown = most_memory() - before
    raise SystemExit(0 if grown < 24 else grown)
raise SystemExit("accepted")
"""


@pytest.mark.parametrize("stated", [True, False])
@pytest.mark.parametrize("claimed", [1 << 20, 200 << 20])
def test_a_zstd_bomb_stops_early_and_memory_stays_flat(stated: bool, claimed: int) -> None:
    """300 MiB in about 10 kB, with its size stated or not; less than 24 MiB more memory is used."""
    script = BOMB.format(here=str(Path(__file__).parents[2]), stated=stated, claimed=claimed)
    child = subprocess.run([sys.executable, "-c", script], check=False)
    assert child.returncode == 0


def test_the_ratio_is_judged_by_both_sides() -> None:
    with pytest.raises(Refused, match="zstd ×"):
        segment(AUTHOR, [b"a" * 60_000] * 40)
