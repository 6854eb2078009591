"""Small drawings for the training offices, so that a newcomer finds something attached.

They are drawn here, byte for byte the same each time, and show no person: a tip box on a wall and
the plan of a hamlet.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable
from typing import Final

from sachmatuy_desktop.domain.media import PNG
from sachmatuy_desktop.services.training.notebook import Row
from sachmatuy_desktop.services.training.scene import Scene

_WIDTH: Final = 160
_HEIGHT: Final = 110
_COLOURS: Final = ("f3efe4", "d9d4c8", "1c5d99", "20252b", "7a9e6b", "b5651d", "fffefb", "8fb4d9")
_PAPER, _WALL, _BLUE, _INK, _GREEN, _ROOF, _WHITE, _WATER = range(len(_COLOURS))


def attach_drawings(scene: Scene) -> None:
    """A drawing under the first tip box and under the first village, if there are any."""
    for register, title, draw in (
        ("tip_boxes", "Ảnh hộp thư tố giác", tip_box),
        ("villages", "Sơ đồ địa bàn", hamlet_plan),
    ):
        rows = scene.book.rows.get(register, [])
        if rows:
            _attach(scene, rows[0], title, draw)


def _attach(scene: Scene, owner: Row, title: str, draw: Callable[[], bytes]) -> None:
    data = draw()
    sha256 = hashlib.sha256(data).hexdigest()
    scene.book.contents[sha256] = data
    scene.book.add(
        "attachments_programme",
        {
            "owner_kind": owner.register,
            "owner": owner.id,
            "title": title,
            "kind": "anh",
            "file_name": f"{title}.png",
            "media": PNG,
            "size": len(data),
            "sha256": sha256,
            "taken_on": scene.as_of.isoformat(),
        },
    )


def tip_box() -> bytes:
    """A blue box with a slit and a lock, on a wall."""
    sheet = _Sheet(_WALL)
    sheet.fill(0, 86, _WIDTH, 24, _GREEN)
    sheet.fill(48, 22, 64, 62, _INK)
    sheet.fill(50, 24, 60, 58, _BLUE)
    sheet.fill(58, 32, 44, 5, _INK)
    sheet.fill(58, 44, 44, 16, _WHITE)
    for line in (48, 53):
        sheet.fill(62, line, 36, 2, _INK)
    sheet.fill(76, 68, 8, 8, _ROOF)
    return sheet.png()


def hamlet_plan() -> bytes:
    """Two roads, a stream and a handful of roofs."""
    sheet = _Sheet(_PAPER)
    sheet.fill(0, 14, _WIDTH, 9, _WATER)
    sheet.fill(0, 60, _WIDTH, 7, _WALL)
    sheet.fill(74, 23, 7, 87, _WALL)
    for left, top in ((14, 34), (40, 40), (98, 32), (126, 42), (18, 78), (46, 84), (96, 78)):
        sheet.fill(left, top, 15, 11, _INK)
        sheet.fill(left + 1, top + 1, 13, 9, _ROOF)
    sheet.fill(122, 76, 24, 20, _GREEN)
    return sheet.png()


class _Sheet:
    """A picture of few colours, filled rectangle by rectangle."""

    def __init__(self, ground: int) -> None:
        self._rows = [bytearray([ground]) * _WIDTH for _ in range(_HEIGHT)]

    def fill(self, left: int, top: int, width: int, height: int, colour: int) -> None:
        """One rectangle."""
        for row in self._rows[top : top + height]:
            row[left : left + width] = bytes([colour]) * len(row[left : left + width])

    def png(self) -> bytes:
        """The picture as a PNG that is not compressed, hence the same with every zlib."""
        head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
        pixels = b"".join(b"\0" + bytes(row) for row in self._rows)
        parts = (
            (b"IHDR", head),
            (b"PLTE", bytes.fromhex("".join(_COLOURS))),
            (b"IDAT", zlib.compress(pixels, 0)),
            (b"IEND", b""),
        )
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in parts
        )
