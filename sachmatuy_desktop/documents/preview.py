"""Pictures of the pages of a PDF, so that the window shows the very bytes that print.

PDFium is not safe for use from several threads at once, so every call goes through one lock.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Self

from sachmatuy_desktop.errors import N_, BadInput, NotFound

_LOCK = threading.Lock()
_PIXELS_PER_POINT = 96 / 72
MOST_PIXELS = 40_000_000
"""A page picture larger than this (160 MB) is refused rather than filling the memory."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as raw pixels: rows from the top, four bytes a pixel in the order R, G, B, A."""

    width: int
    height: int
    stride: int
    pixels: bytes


class Preview:
    """A PDF opened for looking; `close` it, or use it in a `with`."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2  # noqa: PLC0415  (a native library: loaded when first looked at)

        with _LOCK:
            try:
                self._document: Any = pypdfium2.PdfDocument(pdf)
            except pypdfium2.PdfiumError as error:
                raise BadInput(
                    N_("Tệp PDF bị hỏng nên không xem được; hãy in lại từ văn bản đã lưu.")
                ) from error
            self.pages: int = len(self._document)

    def picture(self, page: int, zoom: float = 1.0) -> Picture:
        """Page `page` (from 0) at `zoom`, 1.0 being its natural size at 96 dots an inch."""
        if not 0 <= page < self.pages:
            raise NotFound(N_("Văn bản không có trang {page}."), page=page + 1)
        with _LOCK:
            sheet = self._document[page]
            scale = zoom * _PIXELS_PER_POINT
            width, height = (side * scale for side in sheet.get_size())
            if not 0 < width * height <= MOST_PIXELS:
                raise BadInput(N_("Mức phóng quá lớn; hãy chọn mức nhỏ hơn."))
            bitmap = sheet.render(scale=scale, rev_byteorder=True, force_bitmap_format=_rgba())
            try:
                pixels = bytes(bitmap.buffer)
                return Picture(bitmap.width, bitmap.height, bitmap.stride, pixels)
            finally:
                bitmap.close()
                sheet.close()

    def close(self) -> None:
        """Let go of the document."""
        with _LOCK:
            self._document.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _rgba() -> int:
    import pypdfium2.raw  # noqa: PLC0415  (see above)

    return int(pypdfium2.raw.FPDFBitmap_BGRA)
