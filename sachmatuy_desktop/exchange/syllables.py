"""Whether words look Vietnamese: by this a wrong encoding gives itself away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from sachmatuy_desktop.domain.text import TONES

ENOUGH_WORDS: Final = 400
"""Different words by which a column is judged."""

_WORD: Final = re.compile(r"[^\s,;|\"]*[^\x00-\x7f\s][^\s,;|\"]*")
_PUNCTUATION: Final = re.compile(r"[\x00-\x7f\u2000-\u206f]*")
_AROUND: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_BEYOND: Final = re.compile("[\u0102-\u01b0\u1ea0-\u1ef9]")
_ONSET = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx]"
_NUCLEUS = (
    "uyê|uya|uyu|oai|oay|oeo|iêu|yêu|uôi|ươi|ươu|uây|uêu|ia|iê|yê|ya|ua|uâ|uô|ưa|ươ|oa|oă|oe|oo|uê"
    "|uy|uơ|ai|ay|ao|au|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy]"
)
_SYLLABLE: Final = re.compile(f"(?:{_ONSET})?(?:{_NUCLEUS})(?:ng|nh|ch|[cmnpt])?")


def marked_words(texts: Iterable[str]) -> list[str]:
    """The different words with anything but plain letters, up to `ENOUGH_WORDS`."""
    words: dict[str, None] = {}
    for text in texts:
        if text.isascii():
            continue
        for found in _WORD.finditer(text):
            if not _PUNCTUATION.fullmatch(found[0]):
                words[found[0]] = None
            if len(words) >= ENOUGH_WORDS:
                return list(words)
    return list(words)


def is_surely_unicode(word: str) -> bool:
    """Whether a word has a Vietnamese letter that no encoding of one byte a letter could show."""
    return _BEYOND.search(word) is not None


def plausibility(words: Iterable[str]) -> float:
    """Share of the words that are built like Vietnamese syllables; of no words it is 0."""
    judged = [_is_syllable(word) for word in words]
    return sum(judged) / len(judged) if judged else 0.0


@lru_cache(maxsize=8192)
def _is_syllable(word: str) -> bool:
    bare = _AROUND.sub("", unicodedata.normalize("NFC", word))
    if not bare or not (bare.islower() or bare.isupper() or bare[1:].islower()):
        return False
    apart = unicodedata.normalize("NFD", bare.lower())
    tones = sum(mark in TONES for mark in apart)
    letters = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in TONES))
    return tones < 2 and _SYLLABLE.fullmatch(letters) is not None
