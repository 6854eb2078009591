"""One person's file on its way from a commune to the commune the person moved to.

Luật 120/2025/QH15 Điều 27 khoản 2 and Điều 48 khoản 2 have the old commune notify the new one, with
the file, within 24 hours.  What travels is a copy: the old commune keeps its records as they were,
and the new one takes them in as records of its own, under new ids, so that neither ever writes
what belongs to the other and a lost file costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.domain.registers.attachments import BOOKS
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register, Scope
from sachmatuy_desktop.domain.registers.values import fits

PERSON: Final = "people"
MOVES: Final = "transfers"

SCANS: Final = BOOKS[Scope.PEOPLE].name
"""The attachments of the person and of the pieces; their contents travel beside the file."""

STAYS: Final = frozenset({MOVES, "assignments"})
"""Books under a person that stay behind: the journey itself, and the old commune's helpers."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One record of the file: its book, its id at the old commune, its fields."""

    register: str
    record: RecordId
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Journey:
    """The move itself, as the old commune tells it.

    `move` is the id of its record there: the same move is never taken in twice.  `from_unit` and
    `origin` are the unit's id and name, `moved_on` the day the person left (ISO), `hour` the hour
    (`HH:MM`) if it is known, `notice` the number of the notice, `term_until` the last day of the
    term that ran on leaving: what is left of it goes on at the new commune.
    """

    move: RecordId
    from_unit: str
    origin: str
    destination: str
    moved_on: str
    hour: str | None = None
    notice: str | None = None
    term_until: str | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """The person first, then everything that stands under the person and travels along."""

    journey: Journey
    person: Piece
    pieces: tuple[Piece, ...]

    @property
    def all_pieces(self) -> tuple[Piece, ...]:
        """The person and all the rest, in the order they are written."""
        return (self.person, *self.pieces)

    def count(self, register: str) -> int:
        """How many records of a book travel."""
        return sum(each.register == register for each in self.all_pieces)

    @property
    def contents(self) -> frozenset[str]:
        """The SHA-256 of the attachments that travel along."""
        return frozenset(
            str(each.values.get("sha256")) for each in self.pieces if each.register == SCANS
        )


def travelling() -> tuple[Register, ...]:
    """The books whose records go along with a person."""
    return tuple(
        each
        for each in REGISTERS.under(PERSON)
        if each.name not in STAYS and each.scope is Scope.PEOPLE and not each.by_program
    )


def _taken() -> frozenset[str]:
    """The books a file may speak of."""
    return frozenset({PERSON, SCANS, *(each.name for each in travelling())})


def piece_of(register: Register, row: Mapping[str, Value]) -> Piece:
    """A row of the office as a piece of the file: its own fields alone, empty ones left out."""
    return Piece(
        register.name,
        str(row["id"]),
        {each.name: row[each.name] for each in register.fields if row[each.name] is not None},
    )


def unread(dossier: Dossier) -> tuple[str, ...]:
    """What this program cannot take in: books and columns of a newer one, by name."""
    return tuple(sorted(set(_unread(dossier.all_pieces))))


def _unread(pieces: Iterable[Piece]) -> Iterator[str]:
    taken = _taken()
    for piece in pieces:
        if piece.register not in taken:
            yield piece.register
            continue
        book = REGISTERS[piece.register]
        for name, value in piece.values.items():
            if name not in book.by_name or not fits(book[name], value):
                yield f"{piece.register}.{name}"


def as_own(dossier: Dossier, new_id: Callable[[], RecordId]) -> list[Piece]:
    """The file as records of the new commune, under ids of its own.

    A reference to another piece follows it to its new id.  One that leads outside the file (a
    village, a household, a case of the old commune) is left empty: it means nothing here.
    """
    taken = _taken()
    pieces = [each for each in dossier.all_pieces if each.register in taken]
    ids = {each.record: new_id() for each in pieces}
    return [
        Piece(each.register, ids[each.record], _values(REGISTERS[each.register], each.values, ids))
        for each in pieces
    ]


def _values(
    book: Register, values: Mapping[str, Value], ids: Mapping[RecordId, RecordId]
) -> dict[str, Value]:
    return {
        name: _here(book[name], value, ids)
        for name, value in values.items()
        if name in book.by_name and fits(book[name], value)
    }


def _here(field: Field, value: Value, ids: Mapping[RecordId, RecordId]) -> Value:
    points = field.kind is Kind.REFERENCE or field.name == "owner"
    return ids.get(str(value)) if points else value
