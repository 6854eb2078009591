"""The summary of a person's life that the law asks for (form 05), item by item.

Which items there are and where each is written stands in `resources/persons/summary-05.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sachmatuy_desktop.domain.registers.fields import Value

__all__ = ["Item", "Source", "Summary"]

Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Source:
    """A column of a register."""

    register: str
    field: str


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered line of the form.

    It is answered when one of the columns `answered_by` says something; `also` are columns that
    complete it.
    """

    number: int
    label: str
    answered_by: tuple[Source, ...]
    also: tuple[Source, ...]
    required: bool

    def is_answered(self, books: Mapping[str, Sequence[Row]]) -> bool:
        """Whether any of the rows says something; «không» is an answer, an empty field is none."""
        return any(
            row.get(source.field) is not None
            for source in self.answered_by
            for row in books.get(source.register, ())
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """The form: its key, its title, where it is ordered, its items in order."""

    form: str
    title: str
    source: str
    items: tuple[Item, ...]
    verified: bool

    @property
    def registers(self) -> tuple[str, ...]:
        """The registers it is answered from."""
        return tuple(
            dict.fromkeys(
                source.register for item in self.items for source in item.answered_by + item.also
            )
        )

    def lacking(self, books: Mapping[str, Sequence[Row]]) -> tuple[Item, ...]:
        """The items that must be answered and are not; `books` are the rows about the person."""
        return tuple(item for item in self.items if item.required and not item.is_answered(books))

    def answered(self, books: Mapping[str, Sequence[Row]]) -> int:
        """How many items say something."""
        return sum(item.is_answered(books) for item in self.items)
