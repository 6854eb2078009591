"""What is left of a record whose person's data is erased by law.

Which columns tell who somebody was follows from their kind: names, numbers, telephones and free
texts do; codes, days, numbers and references do not.  What differs is data
(`resources/erasing/rules.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.text import fold, fold_marks
from sachmatuy_desktop.errors import N_, BadInput

_TELLING: Final = frozenset(
    {Kind.TEXT, Kind.LONG_TEXT, Kind.NAME, Kind.CITIZEN_NUMBER, Kind.PHONE, Kind.PARTIAL_DATE}
)
"""Kinds that may tell who it was."""
_WORDS: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.NAME})


class Naming:
    """Tells whether a text says one of some names or numbers, as words of their own.

    A name of several words is known without its tones too; one of a single word (“Ba”, “An”) only
    with them, since without them it is half of all words.
    """

    def __init__(self, names: Collection[str]) -> None:
        folded = {fold(each): fold_marks(each) for each in names}
        several = {bare for bare in folded if " " in bare}
        single = {marked for bare, marked in folded.items() if bare and " " not in bare}
        self._several, self._single = _any_of(several), _any_of(single)

    def said_in(self, text: str) -> bool:
        """Whether the text says any of them."""
        return bool(self._several.search(fold(text)) or self._single.search(fold_marks(text)))


def _any_of(words: Collection[str]) -> re.Pattern[str]:
    either = "|".join(re.escape(each) for each in sorted(words)) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")


class Way(StrEnum):
    """What becomes of one record: nothing is left; or what figures are counted from is."""

    ERASE = "erase"
    CLEAN = "clean"


@dataclass(frozen=True, slots=True)
class Ground:
    """Why the law wants or allows it; `source` says where that stands."""

    id: str
    title: str
    source: str


@dataclass(frozen=True)
class ErasingRules:
    """The rules of one edition, good from a day on."""

    since: date
    source: str
    verified: bool
    placeholder: str
    grounds: tuple[Ground, ...]
    removed: frozenset[str]
    kept: Mapping[str, frozenset[str]]
    marked: Mapping[str, frozenset[str]]
    years: Mapping[str, frozenset[str]]
    dropped: Mapping[str, frozenset[str]]

    def ground(self, ground: str) -> Ground:
        """The ground with this id; raises `BadInput`."""
        found = next((each for each in self.grounds if each.id == ground), None)
        if found is None:
            raise BadInput(N_("Hãy chọn căn cứ xóa dữ liệu.")).at("ground")
        return found

    def way_of(self, book: Register) -> Way:
        """What becomes of a book's records where figures shall stand."""
        goes = book.name in self.removed or bool(book.owner_kind)
        return Way.ERASE if goes else Way.CLEAN

    def left_of(self, book: Register, row: Mapping[str, Value], way: Way) -> dict[str, Value]:
        """The fields of a record that are left, and whether it is a tombstone."""
        if way is Way.ERASE:
            return {DELETED: 1}
        left = {each.name: self._left(book, each, row[each.name]) for each in book.fields}
        return {**left, DELETED: row[DELETED]}

    def _left(self, book: Register, field: Field, value: Value) -> Value:
        if value is None or field.name in self.dropped.get(book.name, ()):
            return None
        if field.name in self.years.get(book.name, ()):
            return str(value)[:4]
        stays = field.by_program or field.name in self.kept.get(book.name, ())
        if field.kind not in _TELLING or stays:
            return value
        told = field.required or field.name in self.marked.get(book.name, ())
        return self.placeholder if told and field.kind in _WORDS else None
