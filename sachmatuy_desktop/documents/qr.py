"""QR codes: the squares of one for a page, and what a picture or a scanned paper says.

zxing-cpp does both and is loaded when first needed.  On paper the squares are drawn as vectors, so
they are sharp on any printer; a snapshot keeps the squares, so a paper prints the same next year
whatever the library then makes of the same text.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from sachmatuy_desktop.documents.preview import Picture, Preview
from sachmatuy_desktop.domain import media
from sachmatuy_desktop.errors import N_, BadInput

__all__ = [
    "LEAST_MM",
    "QUIET",
    "Correction",
    "Seen",
    "codes_by_page",
    "codes_in",
    "squares_of",
]

Correction = Literal["L", "M", "Q", "H"]
"""How much of a code may be spoilt: about 7, 15, 25 and 30 in a hundred of it."""

LEAST_MM: Final = 20
"""Smaller codes are lost when a page is printed at 90 % (peers §2 G, no. 65)."""

QUIET: Final = 4
"""So many squares around a code stay white (ISO/IEC 18004)."""

_MOST_PIXELS: Final = 40_000_000
_MOST_PAGES: Final = 20
_ZOOMS: Final = (2.0, 4.0)
"""A scanned page is looked at with 192 dots an inch, and again with 384 if nothing was found."""


def squares_of(text: str, correction: Correction = "M") -> tuple[str, ...]:
    """The rows of a code from the top, "1" for a black square; the quiet zone is not in them.

    Upper-case letters, digits and `$%*+-./:` take the least room.  Raises `BadInput` for a text
    that is too long, or not plain ASCII: of other letters every reader makes something else.
    """
    if not text.isascii():
        raise BadInput(N_("Mã QR chỉ chứa chữ không dấu, chữ số và dấu câu thường."))
    import zxingcpp  # noqa: PLC0415  (a native library: loaded when first needed)

    try:
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=correction)
    except (RuntimeError, ValueError) as error:
        raise BadInput(N_("Nội dung quá dài so với một mã QR.")) from error
    image: Any = zxingcpp.write_barcode_to_image(code, add_quiet_zones=False)
    dots = memoryview(image).tobytes()
    size = math.isqrt(len(dots))
    return tuple(
        "".join("0" if dot else "1" for dot in dots[row * size : (row + 1) * size])
        for row in range(size)
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """A code on a page: its text, and by how many quarters the page must be turned to the right to
    stand upright.
    """

    text: str
    quarters: int = 0


def codes_in(data: bytes, name: str) -> list[str]:
    """The texts of all QR codes in a picture (JPEG, PNG) or on the first pages of a PDF.

    Raises `BadInput`, naming the file, for what is neither or is too large.
    """
    if _must_be_readable(data, name) != media.PDF:
        return [seen.text for seen in _codes_in_picture(data, name)]
    with Preview(data) as paper:
        pages = range(min(paper.pages, _MOST_PAGES))
        return [seen.text for page in pages for seen in _codes_on(paper, page)]


def codes_by_page(data: bytes, name: str) -> Iterator[list[Seen]]:
    """The codes of each page, one page after the other; a picture is one page.

    Raises as `codes_in`.
    """
    if _must_be_readable(data, name) != media.PDF:
        yield _codes_in_picture(data, name)
        return
    with Preview(data) as paper:
        for page in range(paper.pages):
            yield _codes_on(paper, page)


def _must_be_readable(data: bytes, name: str) -> str:
    found = media.recognise(data, name)
    if found.type != media.PDF and (
        found.type not in media.PICTURES or found.pixels > _MOST_PIXELS
    ):
        raise BadInput(N_("Tệp {name} không phải ảnh hay PDF đọc được mã."), name=name)
    return found.type


def _codes_in_picture(data: bytes, name: str) -> list[Seen]:
    from PIL import Image, ImageOps  # noqa: PLC0415  (with reportlab; loaded when first needed)

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return _read(ImageOps.exif_transpose(picture).convert("L"))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise BadInput(N_("Ảnh {name} bị hỏng nên không đọc được mã."), name=name) from error


def _codes_on(paper: Preview, page: int) -> list[Seen]:
    for zoom in _ZOOMS:
        found = _read(_grey(paper.picture(page, zoom)))
        if found:
            return found
    return []


def _grey(page: Picture) -> Any:
    """One byte a pixel: the green of it, which for black on white is as good as grey."""
    rows = b"".join(_green_rows(page))
    return memoryview(rows).cast("B", (page.height, page.width))


def _green_rows(page: Picture) -> Iterator[bytes]:
    for row in range(page.height):
        start = row * page.stride
        yield page.pixels[start + 1 : start + 4 * page.width : 4]


def _read(picture: Any) -> list[Seen]:
    import zxingcpp  # noqa: PLC0415  (see above)

    wanted = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    found = zxingcpp.read_barcodes(picture, wanted)
    return [Seen(each.text, round(-each.orientation / 90) % 4) for each in found]
