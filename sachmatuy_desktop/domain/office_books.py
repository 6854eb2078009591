"""The clerk's books: which there are, what numbers they should hold, which of those are missing.

Numbers run from 01 on 1 January to 31 December (Nghị định 30/2020, Điều 15, Điều 22), in a series
of its own for each kind of paper; secret papers are registered apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.office_books import BOOK_KINDS

__all__ = ["AFTER_CLOSING", "BOOKS", "HANDLING", "Book", "Given", "Series", "book_of", "series_in"]


@dataclass(frozen=True, slots=True)
class Book:
    """A book that is printed and shut by itself: records of a register, secret ones or the others.

    `day` is the field that says which year a record belongs to, `form` the wording it prints in.
    """

    id: str
    register: str
    day: str
    secret: bool
    form: str

    @property
    def title(self) -> str:
        """Its name as the decree gives it (a catalogue message)."""
        return BOOK_KINDS[self.id]


BOOKS: Final = MappingProxyType(
    {
        each.id: each
        for each in (
            Book("outgoing", "documents", "issued_on", False, "outgoing-book"),
            Book("incoming", "incoming_documents", "arrived_on", False, "incoming-book"),
            Book("outgoing_secret", "documents", "issued_on", True, "outgoing-book"),
            Book("incoming_secret", "incoming_documents", "arrived_on", True, "incoming-book"),
        )
    }
)


HANDLING: Final = ("due_on", "progress", "answer")
"""What follows a paper that arrived after it was registered."""

AFTER_CLOSING: Final = MappingProxyType(
    {"documents": frozenset({"remark"}), "incoming_documents": frozenset({"remark", *HANDLING})}
)
"""By register, what may still be written once its book is shut: corrections, and the handling."""


def book_of(register: str, *, secret: bool) -> Book:
    """The book in which a record of a register stands."""
    return next(
        each for each in BOOKS.values() if (each.register, each.secret) == (register, secret)
    )


@dataclass(frozen=True, slots=True)
class Given:
    """One number that was given: of which series, as it is written, whether it was voided."""

    series: str
    sequence: int
    number: str
    void: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """What a year came to in one series.

    `missing` were never given between the first and the last; `twice` stand on several valid
    papers, as two PCs may have given them.
    """

    name: str
    first: Given
    last: Given
    void: tuple[Given, ...]
    missing: tuple[int, ...]
    twice: tuple[str, ...]


def series_in(given: Iterable[Given]) -> tuple[Series, ...]:
    """The series of a book in the order of their names."""
    found: dict[str, list[Given]] = defaultdict(list)
    for each in given:
        found[each.series].append(each)
    return tuple(_series(name, found[name]) for name in sorted(found))


def _series(name: str, given: list[Given]) -> Series:
    ordered = sorted(given, key=lambda each: each.sequence)
    there = {each.sequence for each in ordered}
    valid = Counter(each.number for each in ordered if not each.void)
    return Series(
        name,
        ordered[0],
        ordered[-1],
        tuple(each for each in ordered if each.void),
        tuple(n for n in range(ordered[0].sequence, ordered[-1].sequence) if n not in there),
        tuple(number for number, times in valid.items() if times > 1),
    )
