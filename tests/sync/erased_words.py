"""What a story of offices may no longer find anywhere once it was erased by law.

Words that are searched for are made by `secret_word`: no two begin alike, nothing else has them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator
from typing import Final

import zstandard

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.sync import outbox
from sachmatuy_desktop.sync.sealing import SealedSegment
from tests.erased import everything_in
from tests.sync.truth import Key, Knowledge, Missing, Truth

_WORD: Final = re.compile(r"\bq[a-p]{15}\b")


def secret_word(number: int) -> str:
    """A word of 16 letters."""
    digest = hashlib.sha256(str(number).encode()).hexdigest()[:15]
    return "q" + digest.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))


def erased_words(truth: Truth, who: Knowledge) -> list[bytes]:
    """The words that a PC may hold nowhere; the search index leaves out the beginnings that words
    share, so the ends are looked for.
    """
    if not truth.erasable:
        return []
    said = {str(value) for _cell, value in truth.erased(who)}
    stands = {str(each.writes[cell]) for cell, alive in truth.alive(who).items() for each in alive}
    words = {word for each in said for word in _WORD.findall(each)}
    return sorted(word[6:].encode() for word in words if not any(word in each for each in stands))


def must_hold_none(office: Office, words: Collection[bytes]) -> None:
    """No value of any table has a word, nor a segment that waits, nor the search index."""
    if words:
        wanted = [each.decode() for each in words]
        found = [value for value in everything_in(office) if any(each in value for each in wanted)]
        assert found == []


def missing_in(segment: SealedSegment) -> Missing:
    """What a segment says without its payload."""
    plain = zstandard.ZstdDecompressor().decompressobj().decompress(segment.packed)
    return frozenset(_missing(segment, plain)) if b'"gone":"' in plain else frozenset()


def _missing(segment: SealedSegment, plain: bytes) -> Iterator[tuple[Key, str]]:
    header = segment.header
    scope, unit = outbox.stream_parts(header.stream)
    first = header.first
    for line in map(json.loads, plain[:-1].split(b"\n")):
        if "x" in line:
            first = line["n"]
        elif "gone" in line:
            yield Key(header.site, scope, unit, first), line["i"]
