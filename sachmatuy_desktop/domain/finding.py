"""What a record is found by, and what a typed text asks for.

For searching, a record is a handful of words.  Its texts give their words without marks; a word
written with marks gives a second one that keeps them, tone first, so that the beginning of a
syllable is the beginning of its word wherever the tone is put:

    Nguyễn Thị Thuý     nguyen ´xnguyên thi ´jthi thuy ´sthuy °ntt
    Đ/c H'Hen Niê       d ´zđ c hhen hen nie ´zniê °dchn
    0912 345 678        0912345678

A typed word is looked for at the beginning of words, three digits or more anywhere in a number.
Hits that also bear the marks typed come first; three letters or more that are somebody's initials
come last.  `Asked.rank` decides that for one record; `storage.search` asks an index the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sachmatuy_desktop.domain.phones import phone_numbers
from sachmatuy_desktop.domain.registers.fields import Kind, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.text import TONES, clean, fold, letters_and_tones, nfc

__all__ = ["GRAM", "Asked", "Needle", "Rank", "grams", "search_words"]

MARKED: Final = "´"
"""Begins a word that keeps its marks; the tone comes next, as Telex types it."""

INITIALS: Final = "°"
"""Begins the initials of a name."""

GRAM: Final = 3
"""So many digits are looked for anywhere in a number, fewer at its beginning only."""

_TELEX: Final = dict(zip(TONES, "frxsj", strict=True))
_LEVEL: Final = "z"
_APOSTROPHE: Final = "['\u2018\u2019\u02bc\u00b4`]"
_APOSTROPHES = re.compile(_APOSTROPHE)
_TIGHT = re.compile(rf"({_APOSTROPHE})\s+")
_AFTER = re.compile(rf"(?<=\w){_APOSTROPHE}((?:[^\W_]|[\u0300-\u036f])+)")
_PARTS = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_DIGITS = re.compile(r"[0-9]+")
_SEVERAL = re.compile(r"[0-9][\s.()\-]+[0-9]")
_NUMBERS = re.compile(r"(?<![^\W_])\+?[0-9]+(?:[\s.()\-]+[0-9]+)*(?![^\W_])")
_COUNTRY: Final = "84"
_LONGEST_GROUP, _LONGEST_NUMBER = 7, 12


class Rank:
    """How well a record answers: `BEST` before `PLAIN` before `INITIALS`."""

    BEST, PLAIN, INITIALS = range(3)


# -- what a record is found by ---------------------------------------------------------------------


def search_words(register: Register, values: Mapping[str, Value]) -> str:
    """The words that a record is found by, each once; empty if its register is not searched."""
    found: list[str] = []
    for name in register.search:
        value = values.get(name)
        if value is not None:
            found += _words(register[name].kind, str(value))
    return " ".join(dict.fromkeys(found))


def grams(word: str) -> list[str]:
    """The groups of three digits in a row that a word without marks contains."""
    runs = (word,) if word.isdigit() else _DIGITS.findall(word)
    return [run[start : start + GRAM] for run in runs for start in range(len(run) - GRAM + 1)]


def _words(kind: Kind, text: str) -> Sequence[str]:
    if text.isascii() and text.isdigit():
        return (text,)
    if kind is Kind.PHONE:
        return phone_numbers(text)
    tidy = clean(text)
    pieces = [_spellings(piece) for piece in _TIGHT.sub(r"\1", tidy).split()]
    words = [word for piece in pieces for word in piece]
    if _SEVERAL.search(tidy):
        words += [number for run in _NUMBERS.findall(tidy) for number in _numbers(run)]
    if kind is Kind.NAME and len(pieces) >= GRAM:
        words.append(INITIALS + "".join(piece[0][0] for piece in pieces if piece))
    return words


@lru_cache(maxsize=16384)
def _spellings(piece: str) -> tuple[str, ...]:
    """The words of a text without spaces, each without marks and, if it has any, with them."""
    words: list[str] = []
    for part in (*_PARTS.findall(_APOSTROPHES.sub("", piece)), *_AFTER.findall(piece)):
        words += _PARTS.findall(fold(part))
        marked = _marked(part)
        if marked is not None:
            words.append(MARKED + "".join(marked))
    return tuple(words)


def _marked(part: str) -> tuple[str, str] | None:
    """The tone of a word as Telex types it and its letters; None when it is written plainly."""
    lower = nfc(part.lower())
    if lower == fold(part):
        return None
    letters, tones = letters_and_tones(lower)
    return "".join(_TELEX[tone] for tone in tones) or _LEVEL, letters


def _numbers(run: str) -> Iterator[str]:
    """The numbers in a run of groups of digits: "0912 345 678" is one, "12 3" are two.

    Groups make one number when the first has three digits or more, none is a number by itself, and
    the whole is no longer than a citizen number.
    """
    number, first = "", ""
    for group in _DIGITS.findall(run):
        joins = (
            len(first) >= GRAM
            and max(len(first), len(group)) <= _LONGEST_GROUP
            and len(number) + len(group) <= _LONGEST_NUMBER
        )
        if number and not joins:
            yield number
            number = ""
        if not number:
            first = group
        number += group
    if number:
        yield number


# -- what is asked for -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Needle:
    """One typed word: the beginning of a word, or (`numbers`) digits anywhere in a number.

    `marked` is the word with its marks, if it was typed with any; with every tone where none was
    typed, for what is not typed is not asked.  There are two `numbers` where a number may have been
    typed with the country's code.
    """

    plain: str
    marked: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def fits(self, words: Sequence[str]) -> bool:
        """Whether a record with these words has this one, marks aside."""
        if self.numbers:
            return any(
                number in word
                for word in words
                if word[0] not in (MARKED, INITIALS)
                for number in self.numbers
            )
        return any(word.startswith(self.plain) for word in words)

    def fits_best(self, words: Sequence[str]) -> bool:
        """Whether it has this one with the marks typed."""
        if not self.marked:
            return self.fits(words)
        return any(word.startswith(self.marked) for word in words)  # one of them is enough


@dataclass(frozen=True, slots=True)
class Asked:
    """A typed text: every needle must be found, in any order.  False where nothing is asked."""

    needles: tuple[Needle, ...]
    initials: str = ""

    @classmethod
    def of(cls, typed: str) -> Asked:
        """What a text asks for; NFC or NFD, marks or none, numbers with spaces or dots."""
        tidy = clean(typed)
        needles = [_number_needle(found.group()) for found in _NUMBERS.finditer(tidy)]
        rest = _APOSTROPHES.sub("", _TIGHT.sub(r"\1", _NUMBERS.sub(" ", tidy)))
        words = _PARTS.findall(rest)
        needles += [[_word_needle(word)] for word in words if fold(word)]
        alone = fold(words[0]) if len(words) == 1 and len(needles) == 1 else ""
        return cls(
            tuple(dict.fromkeys(each for group in needles for each in group)),
            INITIALS + alone if len(alone) >= GRAM and alone.isalpha() else "",
        )

    def __bool__(self) -> bool:
        return bool(self.needles)

    @property
    def has_marks(self) -> bool:
        """Whether hits are told apart by marks."""
        return any(needle.marked for needle in self.needles)

    def rank(self, words: str) -> int | None:
        """How well a record with these words answers; None when it does not."""
        kept = words.split()
        if not kept:
            return None
        if all(needle.fits(kept) for needle in self.needles):
            best = all(needle.fits_best(kept) for needle in self.needles)
            return Rank.BEST if best else Rank.PLAIN
        if self.initials and any(word.startswith(self.initials) for word in kept):
            return Rank.INITIALS
        return None


def _word_needle(word: str) -> Needle:
    plain = "".join(_PARTS.findall(fold(word)))
    marked = _marked(word)
    if marked is None:
        return Needle(plain)
    tone, letters = marked
    tones = (_LEVEL, *_TELEX.values()) if tone == _LEVEL else (tone,)
    return Needle(plain, tuple(MARKED + each + letters for each in tones))


def _number_needle(run: str) -> list[Needle]:
    code = re.match(rf"(?:\+|00){_COUNTRY}[\s.()\-]*", run)
    local = f"0{run[code.end() :]}" if code else run
    return [Needle(number, numbers=_readings(number)) for number in _numbers(local)]


def _readings(number: str) -> tuple[str, ...]:
    if len(number) < GRAM:
        return ()
    abroad = number.startswith(_COUNTRY) and len(number) > GRAM
    return (number, "0" + number[len(_COUNTRY) :]) if abroad else (number,)
