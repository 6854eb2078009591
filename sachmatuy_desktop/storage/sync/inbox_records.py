"""Records while a bundle is being taken in: how each field comes to its value.

Records are read once, worked on in memory through all the entries of a segment, and written once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection, delete, select

from sachmatuy_desktop.domain.changes import DELETED, Change
from sachmatuy_desktop.domain.merge import FieldState, arrive
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.ordering import record_sort_key
from sachmatuy_desktop.domain.vocabulary import Why
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.pace import Pace
from sachmatuy_desktop.storage.row_reading import read_marks, read_rows
from sachmatuy_desktop.storage.row_writing import (
    DROP_SIBLINGS,
    SET_CLOCKS,
    insert_records,
    update_records,
)
from sachmatuy_desktop.storage.search_index import add_to_search, refresh_search
from sachmatuy_desktop.storage.statements import Prepared, among, inserting
from sachmatuy_desktop.storage.sync.causality import Causality

_SET_BESIDE = inserting(schema.siblings)
_WRITTEN = Prepared(
    select(schema.journal_changes.c.record, schema.journal_changes.c.register).where(
        among(schema.journal_changes.c.record, "ids")
    )
)
_DROP_CLOCKS = Prepared(delete(schema.cell_clocks).where(among(schema.cell_clocks.c.record, "ids")))
_DROP_BESIDE = Prepared(delete(schema.siblings).where(among(schema.siblings.c.record, "ids")))


@dataclass(slots=True)
class Incoming:
    """One record under work: its row, which entry wrote which field, what waits beside."""

    register: str
    row: dict[str, Value]
    base: int
    new: bool
    cells: dict[str, int] = field(default_factory=dict)
    beside: dict[str, dict[int, Value]] = field(default_factory=dict)
    last: int = 0
    touched: set[str] = field(default_factory=set)
    undecided: AbstractSet[str] = frozenset()

    def writer(self, name: str) -> int:
        """The entry that wrote a field's shown value."""
        return self.cells.get(name, self.base)


@cache
def _blank(register: str) -> Mapping[str, Value]:
    """A living record of which nothing is known."""
    return {**dict.fromkeys(REGISTERS[register].by_name), DELETED: 0}


class Records:
    """The records that one segment touches."""

    def __init__(
        self,
        connection: Connection,
        causality: Causality,
        *,
        searchable: bool,
        pace: Pace | None = None,
    ) -> None:
        self._searchable = searchable
        self._pace = pace or Pace(0)
        self._connection = connection
        self._causality = causality
        self.known: dict[RecordId, Incoming] = {}
        self._in_other_books: frozenset[RecordId] = frozenset()

    def load(self, changes: Sequence[Change]) -> None:
        """Read the records that exist already; the lines of the changes are not written yet.

        No record is without a line in the journal, so of those that say they are new the journal
        alone is asked, and mostly has nothing.
        """
        made = {each.record for each in changes if each.created}
        written = self._books_of(made)
        fresh = made.difference(written)
        by_register: dict[str, list[RecordId]] = {}
        for each in changes:
            if each.record not in fresh:
                by_register.setdefault(each.register, []).append(each.record)
        for register, records in by_register.items():
            self._load_register(register, records)
        self._in_other_books = self._kept_elsewhere(
            {record: books for record, books in written.items() if record not in self.known}
        )

    def _books_of(self, records: Collection[RecordId]) -> dict[RecordId, set[str]]:
        """Of those that the journal has lines of, the books that they were written for."""
        found: dict[RecordId, set[str]] = {}
        said = {"ids": json.dumps(list(records))}
        for record, register in _WRITTEN.run(self._connection, said):
            found.setdefault(record, set()).add(register)
        return found

    def _kept_elsewhere(self, written: Mapping[RecordId, set[str]]) -> frozenset[RecordId]:
        """Ids that are new to their book and stand in another one: nobody makes an id twice, so
        somebody took another's, and what is noted of the one would be noted of the other.
        """
        by_register: dict[str, set[RecordId]] = {}
        for record, books in written.items():
            for register in books:
                if register in REGISTERS:
                    by_register.setdefault(register, set()).add(record)
        return frozenset(
            str(row["id"])
            for register, records in by_register.items()
            for row in read_rows(self._connection, register, records)
        )

    def _load_register(self, register: str, records: Iterable[RecordId]) -> None:
        found: list[RecordId] = []
        for row in read_rows(self._connection, register, records):
            record = str(row["id"])
            self.known[record] = Incoming(register, row, int(row["base_entry"] or 0), new=False)
            found.append(record)
        if not found:
            return
        for record, name, entry in read_marks(self._connection, schema.cell_clocks, found):
            self.known[record].cells[name] = entry
        marks = read_marks(self._connection, schema.siblings, found)
        for record, name, entry, _register, value in marks:
            self.known[record].beside.setdefault(name, {})[entry] = json.loads(value)

    def take(self, entry: int, change: Change) -> Why | None:
        """One change of one entry, in the order of its stream; says why if it cannot be applied."""
        record = self.known.get(change.record)
        if record is None:
            if not change.created:
                return Why.ABSENT
            if change.record in self._in_other_books:
                return Why.FOREIGN
            self._take_new(entry, change)
            return None
        if record.register != change.register or record.row["unit_id"] != change.unit:
            return Why.FOREIGN
        record.last = entry
        for name, value in change.after.items():
            self._take_field(record, name, value, entry)
        return None

    def _take_new(self, entry: int, change: Change) -> None:
        row: dict[str, Value] = {
            **_blank(change.register),
            **change.after,
            "id": change.record,
            "unit_id": change.unit,
        }
        self.known[change.record] = Incoming(change.register, row, entry, new=True, last=entry)

    def _take_field(self, record: Incoming, name: str, value: Value, entry: int) -> None:
        waiting = record.beside.get(name)
        if not waiting and self._causality.saw(entry, record.writer(name)):
            self._show(record, name, value, entry)
            return
        writes = {record.writer(name): record.row[name], **(waiting or {})}
        shown, *beside = (self._causality.write(at, held) for at, held in writes.items())
        state = arrive(
            FieldState(shown, tuple(beside)),
            self._causality.write(entry, value),
            self._causality.saw_write,
        )
        self._show(record, name, state.shown.value, self._causality.entry_of(state.shown))
        record.beside[name] = {self._causality.entry_of(each): each.value for each in state.beside}
        differing = any(each.value != state.shown.value for each in state.beside)
        record.undecided = record.undecided - {name} | ({name} if differing else frozenset())

    def _show(self, record: Incoming, name: str, value: Value, entry: int) -> None:
        record.row[name] = value
        record.touched.add(name)
        if record.new and entry == record.base:
            record.cells.pop(name, None)
        else:
            record.cells[name] = entry

    # -- writing ----------------------------------------------------------------------------------

    def write_anew(self, entry: int, existing: Collection[RecordId]) -> None:
        """Write everything over what stands there, under an entry that is still open.

        The records must have been taken from their first line on.
        """
        ids = {"ids": json.dumps(list(existing))}
        _DROP_CLOCKS.run(self._connection, ids)
        _DROP_BESIDE.run(self._connection, ids)
        for name, record in self.known.items():
            record.last = entry
            if name in existing:
                record.new = False
                record.touched = {*REGISTERS[record.register].by_name, DELETED}
        self.flush()

    def flush(self) -> None:
        """Write everything that was touched; the entries must still be open."""
        fresh: dict[str, list[Incoming]] = defaultdict(list)
        edited: dict[tuple[str, tuple[str, ...]], list[Incoming]] = defaultdict(list)
        for each in self.known.values():
            if each.new:
                fresh[each.register].append(each)
            elif each.touched:
                edited[each.register, tuple(sorted(each.touched))].append(each)
        for register, records in fresh.items():
            self._insert(register, records)
        for (register, names), records in edited.items():
            self._update(register, names, records)
        self._write_clocks([each for group in fresh.values() for each in group if each.touched])
        self._write_clocks([each for group in edited.values() for each in group])

    def _insert(self, register: str, records: Sequence[Incoming]) -> None:
        book = REGISTERS[register]
        rows: list[dict[str, Any]] = [each.row for each in records]
        for each, row in zip(self._pace.over(records), rows, strict=True):
            row["base_entry"] = each.base
            row["last_entry"] = each.last
            row["sort_key"] = record_sort_key(book, row)
        insert_records(self._connection, register, rows)
        if self._searchable:
            add_to_search(self._connection, register, rows)

    def _update(self, register: str, names: Sequence[str], records: Sequence[Incoming]) -> None:
        rows = [(each.last, each.row) for each in self._pace.over(records)]
        update_records(self._connection, register, names, rows)
        if self._searchable:
            refresh_search(self._connection, register, names, [row for _entry, row in rows])

    def _write_clocks(self, records: Sequence[Incoming]) -> None:
        clocks = [
            {"record": each.row["id"], "field": name, "entry": each.cells[name]}
            for each in records
            for name in each.touched
            if name in each.cells
        ]
        SET_CLOCKS.many(self._connection, clocks)
        cells = [
            {"record": each.row["id"], "field": name}
            for each in records
            for name in each.beside  # what waited when it was read, too
            if name in each.touched and not each.new
        ]
        DROP_SIBLINGS.many(self._connection, cells)
        waiting = [
            {
                "record": each.row["id"],
                "field": name,
                "entry": entry,
                "register": each.register,
                "value": json.dumps(value, ensure_ascii=False),
            }
            for each in records
            for name in each.touched
            for entry, value in each.beside.get(name, {}).items()
        ]
        _SET_BESIDE.many(self._connection, waiting)
