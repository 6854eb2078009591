"""What may be attached: judged by the bytes, within the limits of `resources/attachments`."""

from __future__ import annotations

from dataclasses import dataclass

from sachmatuy_desktop.documents.preview import Preview
from sachmatuy_desktop.domain.media import PDF, Media, recognise
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.packs.attachments import load_limits

_TOO_LARGE = N_("Tệp {name} nặng {size} MB, quá mức {most} MB; hãy thu nhỏ ảnh hoặc quét mờ hơn.")
_TOO_MANY_PIXELS = N_(
    "Ảnh {name} quá lớn ({width} × {height} điểm); hãy chụp hoặc quét cỡ nhỏ hơn."
)
_TOO_MANY_PAGES = N_("Tệp {name} có {pages} trang, quá mức {most} trang; hãy tách thành nhiều tệp.")
_SPOILT_PDF = N_("Tệp PDF {name} bị hỏng hoặc có mật khẩu; hãy quét hoặc lưu lại rồi đính kèm.")
_EMPTY = N_("Tệp {name} trống nên không đính kèm.")


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file was found to be; `pages` only of a PDF."""

    media: Media
    pages: int | None


def look_at(name: str, data: bytes) -> Looked:
    """What the bytes are, judged by themselves and not by the name.

    Raises `BadInput` in one sentence: too large, not one of the known kinds, broken.
    """
    limits = load_limits()
    media = must_fit(name, data)
    if media.type != PDF:
        return Looked(media, None)
    pages = _pages_of(name, data)
    if pages > limits.most_pages:
        raise BadInput(_TOO_MANY_PAGES, name=name, pages=pages, most=limits.most_pages)
    return Looked(media, pages)


def must_fit(name: str, data: bytes) -> Media:
    """What can be said without opening a file: its kind, its size.  Raises as `look_at` does."""
    limits = load_limits()
    if not data:
        raise BadInput(_EMPTY, name=name)
    if len(data) > limits.most_bytes:
        size = (len(data) + 999_999) // 1_000_000
        raise BadInput(_TOO_LARGE, name=name, size=size, most=limits.most_bytes // 1_000_000)
    media = recognise(data, name)
    if media.pixels > limits.most_pixels:
        raise BadInput(_TOO_MANY_PIXELS, name=name, width=media.width, height=media.height)
    return media


def _pages_of(name: str, data: bytes) -> int:
    try:
        with Preview(data) as paper:
            return paper.pages
    except BadInput as error:
        raise BadInput(_SPOILT_PDF, name=name) from error
