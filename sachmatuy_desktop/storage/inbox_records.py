"""Records while a bundle is being taken in: how each field comes to its value.

Records are read once, worked on in memory through all the entries of a segment, and written once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from sachmatuy_desktop.domain.changes import DELETED, Change
from sachmatuy_desktop.domain.merge import FieldState, arrive
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.ordering import record_sort_key, search_text
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.causality import Causality
from sachmatuy_desktop.storage.journal import add_search_docs, refresh_search_docs

_BATCH = 400
_clock = upsert(schema.cell_clocks)
_SET_CLOCKS = _clock.on_conflict_do_update(
    index_elements=["record", "field"], set_={"entry": _clock.excluded.entry}
)
_DROP_SIBLINGS = delete(schema.siblings).where(
    schema.siblings.c.record == bindparam("b_record"),
    schema.siblings.c.field == bindparam("b_field"),
)


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
    undecided: set[str] = field(default_factory=set)

    def writer(self, name: str) -> int:
        """The entry that wrote a field's shown value."""
        return self.cells.get(name, self.base)


class Records:
    """The records that one segment touches."""

    def __init__(self, connection: Connection, causality: Causality) -> None:
        self._connection = connection
        self._causality = causality
        self.known: dict[RecordId, Incoming] = {}

    def load(self, wanted: Iterable[tuple[str, RecordId]]) -> None:
        """Read the records that exist already."""
        by_register: dict[str, list[RecordId]] = {}
        for register, record in wanted:
            if record not in self.known:
                by_register.setdefault(register, []).append(record)
        for register, records in by_register.items():
            unique = list(dict.fromkeys(records))
            for start in range(0, len(unique), _BATCH):
                self._load_batch(register, unique[start : start + _BATCH])

    def _load_batch(self, register: str, records: Sequence[RecordId]) -> None:
        table, cells, beside = (
            schema.register_tables[register],
            schema.cell_clocks,
            schema.siblings,
        )
        found: list[RecordId] = []
        for row in self._connection.execute(select(table).where(table.c.id.in_(records))):
            values = dict(row._mapping)
            self.known[row.id] = Incoming(register, values, row.base_entry, new=False)
            found.append(row.id)
        if not found:
            return
        for row in self._connection.execute(select(cells).where(cells.c.record.in_(found))):
            self.known[row.record].cells[row.field] = row.entry
        for row in self._connection.execute(select(beside).where(beside.c.record.in_(found))):
            waiting = self.known[row.record].beside.setdefault(row.field, {})
            waiting[row.entry] = json.loads(row.value)

    def take(self, entry: int, change: Change) -> str | None:
        """One change of one entry, in the order of its stream; says why if it cannot be applied."""
        record = self.known.get(change.record)
        if record is None:
            if not change.created:
                return f"unknown record {change.register}"
            self._take_new(entry, change)
            return None
        if record.register != change.register or record.row["unit_id"] != change.unit:
            return f"another unit's record {change.register}"
        record.last = entry
        for name, value in change.after.items():
            self._take_field(record, name, value, entry)
        return None

    def _take_new(self, entry: int, change: Change) -> None:
        book = REGISTERS[change.register]
        row: dict[str, Value] = {each.name: None for each in book.fields}
        row |= change.after
        row |= {"id": change.record, "unit_id": change.unit}
        row.setdefault(DELETED, 0)
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
        (record.undecided.add if differing else record.undecided.discard)(name)

    def _show(self, record: Incoming, name: str, value: Value, entry: int) -> None:
        record.row[name] = value
        record.touched.add(name)
        if record.new and entry == record.base:
            record.cells.pop(name, None)
        else:
            record.cells[name] = entry

    # -- writing ----------------------------------------------------------------------------------

    def flush(self) -> None:
        """Write everything that was touched; the entries must still be open."""
        fresh = [each for each in self.known.values() if each.new]
        for register in dict.fromkeys(each.register for each in fresh):
            self._insert(register, [each for each in fresh if each.register == register])
        edited = [each for each in self.known.values() if not each.new and each.touched]
        for record in edited:
            self._update(record)
        self._write_clocks([*fresh, *edited])
        self._refresh_search(edited)

    def _insert(self, register: str, records: Sequence[Incoming]) -> None:
        book = REGISTERS[register]
        rows: list[dict[str, Any]] = [
            {
                **each.row,
                "base_entry": each.base,
                "last_entry": each.last,
                "sort_key": record_sort_key(book, each.row),
            }
            for each in records
        ]
        self._connection.execute(insert(schema.register_tables[register]), rows)
        if book.search:
            add_search_docs(
                self._connection,
                [
                    {
                        "record": each.row["id"],
                        "register": register,
                        "folded": search_text(book, each.row),
                    }
                    for each in records
                    if not each.row[DELETED]
                ],
            )

    def _update(self, record: Incoming) -> None:
        table = schema.register_tables[record.register]
        self._connection.execute(
            update(table)
            .where(table.c.id == record.row["id"])
            .values(
                {
                    **{name: record.row[name] for name in record.touched},
                    "sort_key": record_sort_key(REGISTERS[record.register], record.row),
                    "last_entry": record.last,
                }
            )
        )

    def _write_clocks(self, records: Sequence[Incoming]) -> None:
        clocks = [
            {"record": each.row["id"], "field": name, "entry": each.cells[name]}
            for each in records
            for name in each.touched
            if name in each.cells
        ]
        if clocks:
            self._connection.execute(_SET_CLOCKS, clocks)
        cells = [
            {"b_record": each.row["id"], "b_field": name}
            for each in records
            for name in each.touched
            if not each.new
        ]
        if cells:
            self._connection.execute(_DROP_SIBLINGS, cells)
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
        if waiting:
            self._connection.execute(insert(schema.siblings), waiting)

    def _refresh_search(self, edited: Sequence[Incoming]) -> None:
        rows: dict[RecordId, Mapping[str, Value]] = {
            str(each.row["id"]): each.row for each in edited
        }
        for register in dict.fromkeys(each.register for each in edited):
            book = REGISTERS[register]
            names = {*book.search, DELETED}
            changed = [
                str(each.row["id"])
                for each in edited
                if each.register == register and not names.isdisjoint(each.touched)
            ]
            if book.search and changed:
                refresh_search_docs(self._connection, register, changed, rows)
