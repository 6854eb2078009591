"""What a program understands of what others write: registers, their fields, their values.

Offices run programs of different ages.  What a program does not understand of a line, or may not
take from the one who wrote it, it sets aside with the reason and keeps; the rest of the line
counts.  The answer depends on the line and the vocabulary alone, so a program that understands more
comes to the same records from the same lines, whenever it reads them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

from sachmatuy_desktop.domain.changes import DELETED, Change
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Catalogue
from sachmatuy_desktop.domain.registers.values import (
    MAX_LONG_TEXT,
    MAX_TEXT,
    ColumnGate,
    Gate,
    column_gate,
    gate,
)


class Why(StrEnum):
    """Why something is set aside; kept as it is, put into words where it is shown."""

    REGISTER = "register"
    """No such book here: written by a newer program."""
    FIELD = "field"
    """No such column here: written by a newer program."""
    VALUE = "value"
    """Not of the column's type or form."""
    SCOPE = "scope"
    """The book does not belong into the stream that the line came with."""
    UNIT = "unit"
    """The line writes for another unit than that of its stream."""
    ABSENT = "absent"
    """It changes a record that nobody has made, or whose making is set aside."""
    FOREIGN = "foreign"
    """The record belongs to another unit, or to another book."""
    REVOKED = "revoked"
    """The key that signed it no longer counted."""
    UNCERTIFIED = "uncertified"
    """Its key is certified for other streams only."""


OF_THE_AUTHOR: Final = frozenset({Why.REVOKED, Why.UNCERTIFIED})
"""Reasons that no newer program takes away, but another word about the author's key."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing of one line that does not count: a field, or with `field` empty the whole line."""

    why: Why
    register: str
    field: str = ""

    def __str__(self) -> str:
        name = f"{self.register}.{self.field}" if self.field else self.register
        return f"{self.why} {name}"


@dataclass(frozen=True)
class Vocabulary:
    """The registers that a program knows."""

    catalogue: Catalogue = field(repr=False)

    @cached_property
    def _gates(self) -> dict[str, Mapping[str, Gate]]:
        """What each field of each register lets through; made when a register is first met."""
        return {}

    def _gates_of(self, register: str) -> Mapping[str, Gate]:
        found = self._gates.get(register)
        if found is None:
            found = {each.name: gate(each) for each in self.catalogue[register].fields}
            found |= {DELETED: lambda value: value in (0, 1)}
            self._gates[register] = found
        return found

    @cached_property
    def _column_gates(self) -> dict[str, Mapping[str, ColumnGate]]:
        return {}

    def _column_gates_of(self, register: str) -> Mapping[str, ColumnGate]:
        found = self._column_gates.get(register)
        if found is None:
            found = {each.name: column_gate(each) for each in self.catalogue[register].fields}
            found |= {DELETED: frozenset({0, 1}).issuperset}
            self._column_gates[register] = found
        return found

    def sift(
        self, change: Change, scope: str, unit: str
    ) -> tuple[Change | None, tuple[Doubt, ...]]:
        """What counts of a change that came with a stream, and what does not.

        A record is not made without what it must have: then the whole line is in doubt.
        """
        whole = self._doubt_of_line(change, scope, unit)
        if whole is not None:
            return None, (whole,)
        gates = self._gates_of(change.register)
        doubts = [
            Doubt(Why.FIELD if name not in gates else Why.VALUE, change.register, name)
            for name, value in change.after.items()
            if name not in gates or not gates[name](value)
        ]
        if not doubts:
            return change, ()
        doubted = frozenset(each.field for each in doubts)
        sound = {name: value for name, value in change.after.items() if name not in doubted}
        if not sound or (change.created and self._lacks(change.register, doubted)):
            return None, tuple(doubts)
        return replace(change, after=sound), tuple(doubts)

    def doubtful(self, changes: Sequence[Change], scope: str, unit: str) -> frozenset[int]:
        """The places of those changes of which something may not count; `sift` tells what.

        Half a million cells of a bundle pass here, so they are looked at by columns: changes that
        write the same fields of the same register are either all beyond doubt, or all sifted.
        """
        alike: defaultdict[tuple[str, str, tuple[str, ...]], list[int]] = defaultdict(list)
        for at, change in enumerate(changes):
            alike[change.register, change.unit, tuple(change.after)].append(at)
        return frozenset(
            at
            for places in alike.values()
            if not self._beyond_doubt([changes[at] for at in places], scope, unit)
            for at in places
        )

    def _beyond_doubt(self, alike: Sequence[Change], scope: str, unit: str) -> bool:
        first = alike[0]
        if self._doubt_of_line(first, scope, unit) is not None:
            return False
        gates = self._column_gates_of(first.register)
        columns = zip(*(each.after.values() for each in alike), strict=True)
        return all(
            name in gates and gates[name](column)
            for name, column in zip(first.after, columns, strict=True)
        )

    def _doubt_of_line(self, change: Change, scope: str, unit: str) -> Doubt | None:
        if change.register not in self.catalogue:
            return Doubt(Why.REGISTER, change.register)
        if self.catalogue[change.register].scope != scope:
            return Doubt(Why.SCOPE, change.register)
        if change.unit != unit:
            return Doubt(Why.UNIT, change.register)
        return None

    def _lacks(self, register: str, doubted: AbstractSet[str]) -> bool:
        return any(
            each.required and each.name in doubted for each in self.catalogue[register].fields
        )

    @cached_property
    def fingerprint(self) -> str:
        """A hash that differs where one vocabulary may understand what the other does not."""
        known = [f"{MAX_TEXT} {MAX_LONG_TEXT}"]
        for book in self.catalogue:
            known.append(f"{book.name} {book.scope}")
            known += [f"  {each.name} {each.kind} {each.required}" for each in book.fields]
        return hashlib.sha256("\n".join(known).encode()).hexdigest()


KNOWN: Final = Vocabulary(REGISTERS)
"""What this program understands."""
