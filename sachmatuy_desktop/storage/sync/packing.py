"""Lines made small, as segments travel, wait and are set aside: one zstd frame."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Final

import zstandard

__all__ = ["MAX_WINDOW", "lines_in", "packed"]

MAX_WINDOW: Final = 8 << 20
_CHUNK: Final = 1 << 16


def packed(lines: Iterable[bytes]) -> bytes:
    """Lines, each without its line feed, as one frame."""
    target = io.BytesIO()
    with zstandard.ZstdCompressor().stream_writer(target, closefd=False) as pack:
        for line in lines:
            pack.write(line + b"\n")
    return target.getvalue()


def lines_in(packed: bytes) -> Iterator[bytes]:
    """The lines of a frame that has been verified, without their line feeds."""
    source = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW).stream_reader(packed)
    rest = b""
    while chunk := source.read(_CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    if rest:
        yield rest
