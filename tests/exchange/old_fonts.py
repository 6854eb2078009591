"""Unicode texts as they stood in a sheet of the nineties: for tests, the other way round."""

from __future__ import annotations

import unicodedata

from sachmatuy_desktop.domain.text import TONES
from sachmatuy_desktop.exchange.encodings import encoding


def typed_in(name: str, text: str) -> str:
    """The text as it is stored in an old encoding; TCVN3 has no capitals with tones."""
    stored: dict[str, str] = {}
    for mark, letter in encoding(name).letters.items():
        stored.setdefault(letter, mark)
    return "".join(stored.get(each, stored.get(each.lower(), each)) for each in text)


def in_windows(text: str) -> bytes:
    """The text in Windows-1258, whose tones stand apart from their letters."""
    return "".join(map(_apart, text)).encode("cp1258")


def _apart(letter: str) -> str:
    marks = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in marks if mark in TONES)
    return unicodedata.normalize("NFC", "".join(m for m in marks if m not in TONES)) + tones
