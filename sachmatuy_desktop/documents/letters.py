"""Letters that the typeface cannot print, found where they were typed and told by name."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sachmatuy_desktop.documents.fonts import face
from sachmatuy_desktop.documents.lines import cleaned
from sachmatuy_desktop.errors import N_, BadInput

__all__ = ["USUAL", "check_letters"]

USUAL: Final = "\n -~\u00a0-\u024f\u1e00-\u1eff\u2010-\u2027\u2030\u20ab"
"""Ranges of letters that every style of the typeface has: only others are looked up in it."""

_UNUSUAL: Final = re.compile(f"[^{USUAL}]")


def check_letters(value: object, label: str, name: str) -> None:
    """Raise `BadInput` beside the field `name` for a letter in its value that cannot print.

    Lists and rows are looked through whole.
    """
    if isinstance(value, tuple):
        for each in value:
            check_letters(each, label, name)
    elif isinstance(value, str) and _UNUSUAL.search(value):
        _look_up(unicodedata.normalize("NFC", cleaned(value)), label, name)


def _look_up(text: str, label: str, name: str) -> None:
    for letter in _UNUSUAL.findall(text):
        if not face("regular").has(letter):
            raise BadInput(
                N_(
                    "Mục “{label}” có ký tự “{letter}” (U+{code}) trong “{text}” mà phông chữ in "
                    "không có; hãy sửa lại mục đó rồi in."
                ),
                label=label,
                letter=letter if letter.isprintable() else "?",
                code=f"{ord(letter):04X}",
                text=text[:60],
            ).at(name)
