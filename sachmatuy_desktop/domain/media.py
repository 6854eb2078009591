"""What a file is, told by its bytes: its name proves nothing.

Only what an office scans, photographs or writes is known here; everything else is refused.  Nothing
is decoded: a picture's size stands in its head, the parts of an office document in the table at the
end of its ZIP.
"""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.errors import N_, BadInput

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

SUFFIXES: Final = {JPEG: ".jpg", PNG: ".png", PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx"}
"""The ending of a copy's name."""

PICTURES: Final = frozenset({JPEG, PNG})
SHOWN: Final = PICTURES | {PDF}
"""What the program itself can show; the others are kept as they are."""

_UNKNOWN: Final = N_(
    "Không nhận tệp {name}: chỉ nhận ảnh JPG, PNG, tệp PDF, Word (.docx) và Excel (.xlsx)."
)
_MACROS: Final = N_("Không nhận tệp {name} vì có macro; hãy lưu lại thành tệp không có macro.")
_SPOILT: Final = N_("Tệp {name} bị hỏng nên không đính kèm được; hãy quét, chụp hoặc chép lại.")

_PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n"
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG's markers that say how large the picture is (ITU-T T.81 table B.1)."""

_WITHOUT_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xDA)})


@dataclass(frozen=True, slots=True)
class Media:
    """What a file was found to be; `width` and `height` are pixels, 0 for what is no picture."""

    type: str
    width: int = 0
    height: int = 0

    @property
    def pixels(self) -> int:
        """How many pixels a picture has once it is decoded."""
        return self.width * self.height


def recognise(data: bytes, name: str) -> Media:
    """What the bytes are.  Raises `BadInput`, naming the file, for anything not known or broken."""
    if data.startswith(_PNG_HEAD):
        return _png(data, name)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data, name)
    if data.startswith(b"%PDF-"):
        return Media(PDF)
    if data.startswith(b"PK\x03\x04"):
        return _office_document(data, name)
    raise BadInput(_UNKNOWN, name=name)


def _png(data: bytes, name: str) -> Media:
    if len(data) < 33 or data[12:16] != b"IHDR":
        raise BadInput(_SPOILT, name=name)
    width, height = struct.unpack(">II", data[16:24])
    return _picture(PNG, width, height, name)


def _jpeg(data: bytes, name: str) -> Media:
    at = 2
    while at + 9 <= len(data):
        marker = data[at + 1]
        if data[at] != 0xFF:
            break
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return _picture(JPEG, width, height, name)
        if marker == 0xFF:  # a filling byte
            at += 1
        elif marker in _WITHOUT_LENGTH:
            at += 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise BadInput(_SPOILT, name=name)


def _picture(kind: str, width: int, height: int, name: str) -> Media:
    if not (0 < width < 2**31 and 0 < height < 2**31):
        raise BadInput(_SPOILT, name=name)
    return Media(kind, width, height)


def _office_document(data: bytes, name: str) -> Media:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {each.casefold() for each in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as error:
        raise BadInput(_SPOILT, name=name) from error
    if any(each.endswith("vbaproject.bin") for each in parts):
        raise BadInput(_MACROS, name=name)
    if "[content_types].xml" in parts:
        if "word/document.xml" in parts:
            return Media(DOCX)
        if "xl/workbook.xml" in parts:
            return Media(XLSX)
    raise BadInput(_UNKNOWN, name=name)
