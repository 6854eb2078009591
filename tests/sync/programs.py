"""Programs of different ages, as what they understand: this one, and two that came before it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Catalogue
from sachmatuy_desktop.domain.vocabulary import KNOWN, Vocabulary


def without(registers: Collection[str], fields: Mapping[str, Collection[str]]) -> Vocabulary:
    """A program that did not have these books yet, nor these columns of other books."""
    return Vocabulary(
        Catalogue(
            tuple(
                replace(
                    book,
                    fields=tuple(
                        each for each in book.fields if each.name not in fields.get(book.name, ())
                    ),
                )
                for book in REGISTERS
                if book.name not in registers
            )
        )
    )


BEFORE: Final = without((), {"villages": ("phone",), "models": ("state_from",)})
"""The program before: one column less, and one less of two that move together."""

LONG_BEFORE: Final = without(("models", "people"), {"villages": ("phone", "head")})
"""The one before that: books less, too."""

PROGRAMS: Final = (LONG_BEFORE, BEFORE, KNOWN)


def understands(program: Vocabulary, register: str, field: str) -> bool:
    """Whether a program knows a field of a register; "" is the register itself."""
    if register not in program.catalogue:
        return False
    return field in ("", DELETED) or field in program.catalogue[register].by_name
