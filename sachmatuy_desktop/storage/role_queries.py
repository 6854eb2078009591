"""The read side as a role may have it: masked for services, and for the window without anything
that the role does not see.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sachmatuy_desktop.domain.finding import Asked
from sachmatuy_desktop.domain.names import masked_person
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.storage.history import HistoryLine
from sachmatuy_desktop.storage.queries import Hit, Queries, Sibling, Totals, Where, title_of
from sachmatuy_desktop.storage.store import Store

__all__ = ["queries_for", "queries_seen_by"]


_NONE: Final[frozenset[str]] = frozenset()


def queries_for(store: Store, role: Role) -> Queries:
    """What services ask for an account: with masked names where its role may read no others."""
    masks = frozenset(each.name for each in REGISTERS if role.must_mask(each))
    return MaskedQueries(store, role, masks) if masks else Queries(store)


def queries_seen_by(store: Store, role: Role) -> Queries:
    """What the window asks: books that are shut for the role are empty, columns that it does not
    see hold nothing and find nothing.
    """
    seen = SeenQueries(store, role)
    return seen if seen.holds_back else Queries(store)


class MaskedQueries(Queries):
    """What is asked for a role that may not know who the persons of some registers are.

    Services read by them: what they work out says itself who may hear it.  Masked records hold a
    masked name, the year of birth and what is nobody's secret, the rest is empty; no search finds
    them by what they do not show, and nothing is told of their past.
    """

    def __init__(self, store: Store, role: Role, masks: frozenset[str]) -> None:
        super().__init__(store)
        self._role, self._masks = role, masks

    def id_pages(
        self,
        register: str,
        where: Sequence[Where] = (),
        search: str = "",
        sort: str | None = None,
    ) -> Iterator[list[RecordId]]:
        """As they stand; nothing where the answer would tell what is masked."""
        hidden = register in self._masks and (
            Asked.of(search) or any(not self._shows(register, each.field) for each in where)
        )
        return iter(()) if hidden else super().id_pages(register, where, search, sort)

    def rows(
        self, register: str, records: Sequence[RecordId]
    ) -> dict[RecordId, Mapping[str, Value]]:
        """The records, masked."""
        found = super().rows(register, records)
        return {key: self._masked(register, row) for key, row in found.items()}

    def living(
        self, register: str, unit: str | None = None, names: tuple[str, ...] | None = None
    ) -> list[Mapping[str, Value]]:
        """All living records, masked."""
        return [self._masked(register, row) for row in super().living(register, unit, names)]

    def count(self, register: str, where: Sequence[Where] = ()) -> int:
        """How many; none where the answer would tell what is masked."""
        hidden = register in self._masks and any(
            not self._shows(register, each.field) for each in where
        )
        return 0 if hidden else super().count(register, where)

    def tally(
        self, register: str, name: str, records: Sequence[RecordId] | None = None
    ) -> dict[Value, int]:
        """How often each value stands there; nothing of a masked field."""
        hidden = register in self._masks and not self._shows(register, name)
        return {} if hidden else super().tally(register, name, records)

    def names(self, register: str, records: Sequence[RecordId]) -> dict[RecordId, str]:
        """One line for each record: of a person the masked name."""
        if register not in self._masks:
            return super().names(register, records)
        name = REGISTERS[register].naming[0]
        return {key: str(row[name]) for key, row in self.rows(register, records).items()}

    def find(
        self, typed: str, limit: int = 30, inside: Container[str] = REGISTERS, each: int = 10
    ) -> list[Hit]:
        """What is found elsewhere."""
        open_ones = [book for book in REGISTERS if book.name in inside]
        allowed = frozenset(book.name for book in open_ones) - self._masks
        return super().find(typed, limit, allowed, each)

    def histories(
        self, register: str, records: Sequence[RecordId]
    ) -> dict[RecordId, list[HistoryLine]]:
        """Nothing of a masked register: its lines hold what was written."""
        return {} if register in self._masks else super().histories(register, records)

    def life(self, register: str, record: RecordId, *, below: bool = False) -> list[HistoryLine]:
        """Nothing of a masked register."""
        return [] if register in self._masks else super().life(register, record, below=below)

    def life_since(self, register: str, record: RecordId, mark: RecordId) -> list[HistoryLine]:
        """Nothing of a masked register."""
        return [] if register in self._masks else super().life_since(register, record, mark)

    def siblings(self, register: str, record: RecordId) -> dict[str, list[Sibling]]:
        """Nothing of a masked register."""
        return {} if register in self._masks else super().siblings(register, record)

    def _shows(self, register: str, name: str) -> bool:
        field = REGISTERS[register].by_name.get(name)
        return field is None or self._role.may_be_shown(field)

    def _masked(self, register: str, row: Mapping[str, Value]) -> Mapping[str, Value]:
        if register not in self._masks:
            return row
        book = REGISTERS[register]
        kept = {name: value if self._shows(register, name) else None for name, value in row.items()}
        name = book.naming[0]
        if name in row:
            birth = row.get("birth")
            kept[name] = masked_person(str(row[name] or ""), None if birth is None else str(birth))
        if "sort_key" in kept:
            kept["sort_key"] = None
        return kept


class SeenQueries(MaskedQueries):
    """What a role sees of the books, and nothing else, whoever asks.

    Besides what is masked: a book that is shut has no records, a column that is not seen is empty,
    and neither is found, counted, added up or told in a history.
    """

    def __init__(self, store: Store, role: Role) -> None:
        super().__init__(
            store, role, frozenset(each.name for each in REGISTERS if role.must_mask(each))
        )
        self._shut = frozenset(each.name for each in REGISTERS if not role.may_open(each))
        self._hidden = {
            book.name: hidden
            for book in REGISTERS
            if book.name not in self._masks | self._shut
            and (hidden := frozenset(f.name for f in book.fields if not role.may_be_shown(f)))
        }

    @property
    def holds_back(self) -> bool:
        """Whether there is anything that the role does not see."""
        return bool(self._shut or self._hidden or self._masks)

    def id_pages(
        self,
        register: str,
        where: Sequence[Where] = (),
        search: str = "",
        sort: str | None = None,
    ) -> Iterator[list[RecordId]]:
        """As they stand; nothing where the answer would tell what is not seen."""
        hidden = self._hides(register, (each.field for each in where))
        if hidden or (Asked.of(search) and self._found_by_hidden(register)):
            return iter(())
        known = sort if sort and not self._hides(register, (sort.removeprefix("-"),)) else None
        return super().id_pages(register, where, search, known)

    def rows(
        self, register: str, records: Sequence[RecordId]
    ) -> dict[RecordId, Mapping[str, Value]]:
        """The records, with what is seen of them."""
        if register in self._shut:
            return {}
        found = super().rows(register, records)
        return {key: self._seen(register, row) for key, row in found.items()}

    def living(
        self, register: str, unit: str | None = None, names: tuple[str, ...] | None = None
    ) -> list[Mapping[str, Value]]:
        """All living records, with what is seen of them."""
        if register in self._shut:
            return []
        return [self._seen(register, row) for row in super().living(register, unit, names)]

    def count(self, register: str, where: Sequence[Where] = ()) -> int:
        """How many; none where the answer would tell what is not seen."""
        if self._hides(register, (each.field for each in where)):
            return 0
        return super().count(register, where)

    def totals(
        self, register: str, fields: Sequence[str], records: Sequence[RecordId] | None = None
    ) -> Totals:
        """The sums of what is seen."""
        shown = [each for each in fields if not self._hides(register, (each,))]
        return super().totals(register, shown, records)

    def tally(
        self, register: str, name: str, records: Sequence[RecordId] | None = None
    ) -> dict[Value, int]:
        """How often each value stands there; nothing of what is not seen."""
        return {} if self._hides(register, (name,)) else super().tally(register, name, records)

    def names(self, register: str, records: Sequence[RecordId]) -> dict[RecordId, str]:
        """One line for each record, of what is seen of it."""
        if register in self._hidden:
            book = REGISTERS[register]
            return {key: title_of(book, row) for key, row in self.rows(register, records).items()}
        return {} if register in self._shut else super().names(register, records)

    def find(
        self, typed: str, limit: int = 30, inside: Container[str] = REGISTERS, each: int = 10
    ) -> list[Hit]:
        """What is found in the books that are open."""
        seen = frozenset(book.name for book in REGISTERS if not self._found_by_hidden(book.name))
        allowed = frozenset(name for name in seen if name in inside)
        return super().find(typed, limit, allowed, each)

    def histories(
        self, register: str, records: Sequence[RecordId]
    ) -> dict[RecordId, list[HistoryLine]]:
        """What was done to what is seen."""
        found = super().histories(register, records)
        kept = {key: self._told(lines) for key, lines in found.items()}
        return {key: lines for key, lines in kept.items() if lines}

    def life(self, register: str, record: RecordId, *, below: bool = False) -> list[HistoryLine]:
        """The same with what was merged into it."""
        return self._told(super().life(register, record, below=below))

    def life_since(self, register: str, record: RecordId, mark: RecordId) -> list[HistoryLine]:
        """What was done since to what is seen."""
        return self._told(super().life_since(register, record, mark))

    def siblings(self, register: str, record: RecordId) -> dict[str, list[Sibling]]:
        """The values beside those that are seen."""
        if register in self._shut:
            return {}
        found = super().siblings(register, record)
        return {name: each for name, each in found.items() if not self._hides(register, (name,))}

    def conflicts(self) -> list[tuple[str, RecordId]]:
        """Of the books that are open with their names."""
        shut = self._shut | self._masks
        return [each for each in super().conflicts() if each[0] not in shut]

    def _hides(self, register: str, fields: Iterable[str]) -> bool:
        """Whether the register is shut, or one of the fields not seen."""
        return register in self._shut or not self._hidden.get(register, _NONE).isdisjoint(fields)

    def _found_by_hidden(self, register: str) -> bool:
        return self._hides(register, REGISTERS[register].search)

    def _seen(self, register: str, row: Mapping[str, Value]) -> Mapping[str, Value]:
        hidden = self._hidden.get(register)
        if not hidden:
            return row
        return {name: None if name in hidden else value for name, value in row.items()}

    def _told(self, lines: Sequence[HistoryLine]) -> list[HistoryLine]:
        gone = self._shut | self._masks
        return [self._seen_of(each) for each in lines if each.register not in gone]

    def _seen_of(self, line: HistoryLine) -> HistoryLine:
        hidden = self._hidden.get(line.register, _NONE)
        return replace(line, changes=tuple(each for each in line.changes if each[0] not in hidden))
