"""How attachments are told on screen."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain import media
from sachmatuy_desktop.domain.numbers import show_integer, show_number
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _

__all__ = ["files_and_size", "media_words", "show_size"]

_WORDS: Final = MappingProxyType(
    {
        media.JPEG: N_("Ảnh JPG"),
        media.PNG: N_("Ảnh PNG"),
        media.PDF: N_("PDF"),
        media.DOCX: N_("Word"),
        media.XLSX: N_("Excel"),
    }
)


def show_size(size: int) -> str:
    """Bytes as people read them: `3,4 MB`, `120 kB`."""
    if size >= 1_000_000:
        return f"{show_number(Fraction(round(size / 100_000), 10), 1)} MB"
    return f"{max(1, round(size / 1000))} kB" if size else "0 kB"


def files_and_size(count: int, size: int) -> str:
    """So many attachments, so heavy: `12 tệp đính kèm, 3,4 MB`."""
    return _("{count} tệp đính kèm, {size}").format(count=show_integer(count), size=show_size(size))


def media_words(kind: str, pages: int | None) -> str:
    """What a file is, and how many pages a PDF has."""
    words = _(_WORDS.get(kind, "")) or kind
    if pages is None:
        return words
    return _("{kind}, {pages} trang").format(kind=words, pages=pages)
