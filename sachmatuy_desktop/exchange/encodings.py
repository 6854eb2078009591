"""Encodings of Vietnamese from before Unicode, from `resources/exchange/encodings.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.paths import resources_folder

UNICODE: Final = "unicode"
"""The encoding of a text that needs no turning."""

_SMALL: Final = re.compile(r"[a-z]")


@dataclass(frozen=True)
class Encoding:
    """One of the old encodings.

    `fonts` begin the names of its fonts; those ending in one of `capital_fonts` show small letters
    as capitals.  `letters` goes from what is stored to the letter it stands for.
    """

    id: str
    title: str
    fonts: tuple[str, ...]
    capital_fonts: tuple[str, ...]
    letters: Mapping[str, str]
    pattern: re.Pattern[str]

    def turned(self, text: str, *, capitals: bool = False) -> str:
        """The text in Unicode; letters that are Unicode already stay.

        `capitals`: the cell's font shows capitals only.  Where no font is known, a word whose plain
        letters are all capitals is taken for one in capitals ("NGUYÔN" is "NGUYỄN").
        """
        if text.isascii():
            return text.upper() if capitals else text
        turned = self.pattern.sub(lambda found: self.letters[found[0]], text)
        if capitals:
            return turned.upper()
        return " ".join(map(_evened, turned.split(" ")))

    def owns_font(self, name: str) -> bool:
        """Whether a font of this name shows this encoding."""
        return name.casefold().startswith(tuple(each.casefold() for each in self.fonts))

    def is_capital_font(self, name: str) -> bool:
        """Whether a font shows small letters as capitals."""
        return self.owns_font(name) and name.rstrip().endswith(self.capital_fonts)


def _evened(word: str) -> str:
    """A word in capitals whose letters with tones could not be typed as such, in capitals whole."""
    typed_large = not _SMALL.search(word) and sum(map(str.isupper, word)) > 1
    return word.upper() if typed_large else word


@lru_cache(maxsize=1)
def encodings() -> Mapping[str, Encoding]:
    """The old encodings by id, in the order of the file."""
    path = resources_folder() / "exchange" / "encodings.toml"
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: _encoding(name, each) for name, each in said.items()}


def _encoding(name: str, said: Mapping[str, Any]) -> Encoding:
    letters: dict[str, str] = {}
    for family, stored in said["letters"]:
        letters |= dict(zip(stored.split(" "), family.split(" "), strict=True))
    for stored, letter in list(letters.items()):
        # A capital that begins a word carries a small mark as often as a capital one.
        letters.setdefault(stored[0] + stored[1:].lower(), letter)
    longest_first = sorted(letters, key=len, reverse=True)
    return Encoding(
        name,
        str(said["title"]),
        tuple(map(str, said["fonts"])),
        tuple(map(str, said["capital_fonts"])),
        letters,
        re.compile("|".join(map(re.escape, longest_first))),
    )


def encoding(name: str) -> Encoding:
    """The encoding called `name`; raises `BadInput`."""
    try:
        return encodings()[name]
    except KeyError:
        raise BadInput(
            N_("Không có bảng mã «{name}». Các bảng mã: {known}."),
            name=name,
            known=", ".join((UNICODE, *encodings())),
        ) from None


def font_encoding(name: str) -> Encoding | None:
    """The encoding that a font of this name shows; `None` for an ordinary font."""
    return next((each for each in encodings().values() if each.owns_font(name)), None)
