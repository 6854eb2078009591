"""Small pictures and papers made by code, for tests: they show nobody and nothing."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib


def png(width: int = 8, height: int = 6, shade: int = 200) -> bytes:
    """A grey picture whose rows differ a little."""
    rows = b"".join(b"\0" + bytes([(shade + row) % 256]) * width for row in range(height))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it has billions of pixels."""
    parts = ((b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)), (b"IDAT", b"\x78\x9c"))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def pdf(pages: int = 1) -> bytes:
    """A PDF of empty pages."""
    kids = " ".join(f"{3 + number} 0 R" for number in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        *(["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 280] >>"] * pages),
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n".encode()
    return bytes(out + b"%%EOF\n")


def office_file(part: str = "word/document.xml", *more: str) -> bytes:
    """The shape of a Word or Excel file, with nothing in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(name, "<x/>")
    return made.getvalue()
