"""Vietnamese text: one written form, one form to search by and one to sort by.

A person's words are never rewritten: what is kept is only put into NFC and tidied (`clean`).
Everything else here is a *reading* of the text, made for comparing:

    typed          fold        fold_marks     sort_key
    Hoà Bình       hoa binh    hòa bình       letters, then tones, then capitals
    HÒA  BÌNH      hoa binh    hòa bình       the same letters and tones

Both places of the tone mark ("hoà", "hòa") are in daily official use and mean one syllable.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = [
    "clean",
    "fold",
    "fold_marks",
    "letters_and_tones",
    "nfc",
    "numbered_order",
    "sort_key",
    "sort_levels",
]

# Tones as Unicode writes them apart from their vowel, in the order of the Vietnamese dictionary:
# (ngang,) huyền, hỏi, ngã, sắc, nặng.
TONES = "\u0300\u0309\u0303\u0301\u0323"

# What turns a plain vowel into another letter of the alphabet: ă, â ê ô, ơ ư.
BREVE, CIRCUMFLEX, HORN = "\u0306", "\u0302", "\u031b"

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
VOWELS = "aăâeêioôơuưy"

# Sorting: binary order of these characters is the order of what they stand for.
LEVEL_GAP, WORD_GAP = "!", '"'
_RANK = {letter: chr(ord("A") + place) for place, letter in enumerate(ALPHABET)}
_RANK |= {digit: digit for digit in "0123456789"}

_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u00b4`]\\s*")
_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"\w+")


def nfc(text: str) -> str:
    """The text with every letter in one piece (NFC), as records and PDF pages need it."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """What is kept of a typed text: NFC, single spaces, nothing at the ends, nothing invisible.

    Line breaks and tabs become spaces; control, format and direction characters, which a
    spreadsheet or a web page brings along and nobody sees, are dropped.
    """
    if text.isprintable():
        return " ".join(nfc(text).split())
    spaced = _SPACES.sub(" ", text)
    seen = "".join(mark for mark in spaced if unicodedata.category(mark) not in _INVISIBLE)
    return " ".join(nfc(seen).split())


_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def fold(text: str) -> str:
    """The text to search by: lower case, no tones, no marks, "đ" as "d", apostrophes dropped.

    "Hoà", "HÒA" and "hoa" are equal, and so are "Ia H’ Drai" and "Ia H'Drai".
    """
    return " ".join(filter(None, map(_fold_word, _words(text))))


def fold_marks(text: str) -> str:
    """The text to rank exact hits by: lower case with its marks, tones in one place ("hòa")."""
    return " ".join(filter(None, map(_unify_word, _words(text))))


def sort_key(text: str) -> str:
    """A plain string whose binary order is the Vietnamese order of the texts (CLDR "vi").

    The letters of the whole text decide first (a < ă < â < b … d < đ < e < ê … o < ô < ơ … u < ư),
    then its tones (ngang < huyền < hỏi < ngã < sắc < nặng), capitals last.
    """
    return LEVEL_GAP.join(sort_levels(text))


def sort_levels(text: str) -> tuple[str, str, str]:
    """The three strings that decide the order, one after the other: letters, tones, capitals."""
    words = [_sort_word(word) for word in _words(text)]
    return (
        WORD_GAP.join(letters for letters, _, _ in words),
        "".join(tones for _, tones, _ in words),
        ".".join(capitals for _, _, capitals in words),
    )


def _words(text: str) -> list[str]:
    return _APOSTROPHES.sub("", clean(text)).split()


# A commune has a few thousand different syllables, so each is worked out once.


@lru_cache(maxsize=16384)
def _fold_word(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold()).casefold()
    bare = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(_words(bare.replace("đ", "d")))


@lru_cache(maxsize=16384)
def _unify_word(word: str) -> str:
    lower = nfc(word.lower())
    return _WORDS.sub(lambda found: _unify_syllable(found.group()), lower)


def _unify_syllable(syllable: str) -> str:
    """The syllable with its one tone where the older spelling puts it: "hoà" → "hòa"."""
    letters, tones = letters_and_tones(syllable)
    place = _tone_place(letters)
    if len(tones) != 1 or place is None:
        return syllable
    return nfc(letters[: place + 1] + tones + letters[place + 1 :])


def letters_and_tones(word: str) -> tuple[str, str]:
    """The letters of the alphabet (ă, â, đ … in one piece) and the tones, taken apart."""
    apart = unicodedata.normalize("NFD", word)
    tones = "".join(mark for mark in apart if mark in TONES)
    letters = "".join(mark for mark in apart if mark not in TONES)
    return nfc(letters), tones


def _tone_place(letters: str) -> int | None:
    """Where the tone of a syllable stands; None when it is not built like a Vietnamese one."""
    vowels = [place for place, letter in enumerate(letters) if letter in VOWELS]
    if len(vowels) > 1 and letters[: vowels[0] + 1] in ("qu", "gi"):
        vowels = vowels[1:]
    if not vowels or vowels[-1] - vowels[0] != len(vowels) - 1:
        return None
    marked = [place for place in vowels if letters[place] in "ăâêôơư"]
    if marked:
        return marked[-1]
    closed = vowels[-1] < len(letters) - 1
    if len(vowels) == 1 or (len(vowels) == 2 and not closed):
        return vowels[0]
    return vowels[1]


@lru_cache(maxsize=16384)
def _sort_word(word: str) -> tuple[str, str, str]:
    apart = unicodedata.normalize("NFD", word.lower())
    tones = "".join(str(TONES.index(mark) + 1) for mark in apart if mark in TONES)
    letters = nfc("".join(mark for mark in apart if mark not in TONES))
    capitals = "".join("1" if letter.isupper() else "0" for letter in nfc(word))
    return "".join(map(_rank, letters)), tones or "0", capitals.rstrip("0")


def _rank(letter: str) -> str:
    """The place of one character: punctuation, digits, the alphabet, then other scripts."""
    known = _RANK.get(letter)
    if known:
        return known
    base = unicodedata.normalize("NFD", letter)[0]
    if base != letter and base in _RANK:
        return _RANK[base]  # "ü", "ñ": a foreign mark sorts with its letter
    gap = "~" if letter.isalpha() else "#"
    return f"{gap}{ord(letter):05x}"


_DIGITS: Final = re.compile(r"(\d+)")


def numbered_order(text: str) -> tuple[bool, list[tuple[int, str]]]:
    """Where a number with letters stands among others: “9” before “10” before “10A”, none last."""
    pieces = _DIGITS.split(text)
    order = [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in pieces if piece]
    return not order, order
