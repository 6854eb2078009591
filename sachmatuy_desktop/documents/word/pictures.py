"""QR codes as pictures of a Word file: PNG of one bit a square, without compression."""

from __future__ import annotations

import struct
import zlib
from typing import Final

from sachmatuy_desktop.documents.qr import QUIET

__all__ = ["DRAWING", "PICTURE", "Pictures"]

DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
PICTURE: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_EMU: Final = 12_700
"""English Metric Units in a point."""

_SCALE: Final = 8
"""Pixels a square."""


class Pictures:
    """The pictures of one file in their order; the same picture is kept once."""

    def __init__(self) -> None:
        self.files: list[bytes] = []
        self._shown = 0

    def squares(self, rows: tuple[str, ...], side: float) -> str:
        """A run that shows a code within its quiet zone, `side` points wide."""
        png = _png(rows)
        if png not in self.files:
            self.files.append(png)
        number = self.files.index(png) + 1
        self._shown += 1
        return _drawing(f"rIdPicture{number}", self._shown, round(side * _EMU))


def _drawing(relation: str, number: int, side: int) -> str:
    size = f'cx="{side}" cy="{side}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="QR {number}"/><a:graphic xmlns:a="{DRAWING}">'
        f'<a:graphicData uri="{PICTURE}"><pic:pic xmlns:pic="{PICTURE}"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="QR {number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect">'
        "<a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
        "</w:drawing></w:r>"
    )


def _png(rows: tuple[str, ...]) -> bytes:
    """Black squares on white with the quiet zone around them."""
    empty = "0" * (len(rows[0]) + 2 * QUIET)
    framed = [empty] * QUIET + ["0" * QUIET + row + "0" * QUIET for row in rows] + [empty] * QUIET
    wide = len(empty) * _SCALE
    lines = bytearray()
    for row in framed:
        bits = "".join(("0" if square == "1" else "1") * _SCALE for square in row)
        packed = int(bits, 2).to_bytes(wide // 8, "big")
        lines += (b"\0" + packed) * _SCALE
    head = struct.pack(">IIBBBBB", wide, len(framed) * _SCALE, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(lines), 0)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
