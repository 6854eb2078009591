"""Reasons that returning starts from, proposed as data: `resources/returns/reasons.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.returns import About
from sachmatuy_desktop.packs.holidays import read_toml, wrong_entry
from sachmatuy_desktop.paths import resources_folder

__all__ = ["Reason", "Reasons", "return_reasons"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason in words, what is asked for, the fields meant; for which things, in which books."""

    words: str
    content: str
    about: frozenset[About]
    books: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    def fits(self, about: About, book: str) -> bool:
        """Whether it is proposed for such a thing."""
        return about in self.about and (not self.books or book in self.books)


@dataclass(frozen=True, slots=True)
class Reasons:
    """All of them, and how many days are proposed for the answer."""

    days: int
    each: tuple[Reason, ...]

    def fitting(self, about: About, book: str = "") -> tuple[Reason, ...]:
        """Those for such a thing, the ones for this very book first."""
        found = [reason for reason in self.each if reason.fits(about, book)]
        return tuple(sorted(found, key=lambda reason: not reason.books))


@cache
def return_reasons(file: Path | None = None) -> Reasons:
    """The proposed reasons; `BadInput` names what cannot be read."""
    path = file or resources_folder() / "returns" / "reasons.toml"
    told = read_toml(path)
    try:
        reasons = tuple(_reason(entry) for entry in told["reason"])
        return Reasons(int(told["days"]), reasons)
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise wrong_entry(path, "reason", wrong) from None


def _reason(entry: dict[str, object]) -> Reason:
    """One reason; a book or a field that is not there is an error of the file."""
    books = tuple(_texts(entry.get("books", [])))
    fields = tuple(_texts(entry.get("fields", [])))
    for book in books:
        for name in fields:
            if name not in REGISTERS[book].by_name:
                raise KeyError(name)
    about = frozenset(About(each) for each in _texts(entry["about"]))
    return Reason(str(entry["words"]), str(entry["content"]), about, books, fields)


def _texts(value: object) -> list[str]:
    if not isinstance(value, list):
        raise TypeError(value)
    return [str(each) for each in value]
