"""A scanned page as a picture to keep: upright, in grey, and no larger than needed for reading."""

from __future__ import annotations

import io
from typing import Any, Final

from sachmatuy_desktop.documents.preview import Picture, Preview
from sachmatuy_desktop.domain import media
from sachmatuy_desktop.errors import N_, BadInput

__all__ = ["page_count", "page_jpeg"]

_ZOOM: Final = 2.0
"""192 dots an inch, before the page is made as small as is wanted."""


def page_count(data: bytes, name: str) -> int:
    """How many pages a scan has; a picture is one.  Raises `BadInput` for what is no scan."""
    found = media.recognise(data, name)
    if found.type in media.PICTURES:
        return 1
    if found.type != media.PDF:
        raise BadInput(N_("Tệp {name} không phải ảnh hay PDF đọc được mã."), name=name)
    with Preview(data) as paper:
        return paper.pages


def page_jpeg(data: bytes, page: int, quarters: int, side: int, quality: int) -> bytes:
    """Page `page` (from 0) as a grey JPEG, its longer side at most `side` pixels.

    It is turned to the right by `quarters`.  Raises `BadInput` for a spoilt file.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415  (with reportlab; loaded when first needed)

    try:
        if data.startswith(b"%PDF-"):
            with Preview(data) as paper:
                picture = _image(paper.picture(page, _ZOOM))
        else:
            picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
        grey = picture.convert("L")
        grey.thumbnail((side, side))
        upright = grey.rotate(-90 * quarters, expand=True) if quarters else grey
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=quality)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise BadInput(N_("Trang quét bị hỏng nên không lưu được; hãy quét lại.")) from error
    return out.getvalue()


def _image(page: Picture) -> Any:
    from PIL import Image  # noqa: PLC0415  (see above)

    size = (page.width, page.height)
    return Image.frombuffer("RGBA", size, page.pixels, "raw", "RGBA", page.stride, 1)
