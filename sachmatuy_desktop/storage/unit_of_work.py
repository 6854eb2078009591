"""The one road to the disk: an act, its changes, its journal entries, in one transaction.

A service says what a record shall be; the unit of work finds what that changes, and at `commit`
writes rows, journal, clocks, search and hash chain together.  Without `commit` nothing happened.
Changes are held back until then: SQL run on the same connection before it does not see them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from sachmatuy_desktop.domain.changes import DELETED, Act, Change
from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.values import fits
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotFound
from sachmatuy_desktop.storage.erasures.erasing import take_away
from sachmatuy_desktop.storage.journal import Journal
from sachmatuy_desktop.storage.remembered import remember
from sachmatuy_desktop.storage.row_reading import read_rows


@dataclass(slots=True)
class _Pending:
    """A record as this act will leave it, and the fields as they were before."""

    register: Register
    record: RecordId
    unit: str
    values: dict[str, Value]
    before: dict[str, Value]
    created: bool


class UnitOfWork:
    """One act in progress.  Made by `Store.begin`."""

    def __init__(
        self, connection: Connection, act: Act, site: str, unit: str, clock: Clock
    ) -> None:
        self.connection = connection
        self.act = act
        self.unit = unit
        self.clock = clock
        self.txn = clock.new_id()
        self.committed = False
        self._site = site
        self._pending: dict[RecordId, _Pending] = {}
        self._erased: set[RecordId] = set()
        self._rows: dict[RecordId, dict[str, Value]] = {}

    # -- reading ----------------------------------------------------------------------------------

    def rows(
        self, register: str, records: Sequence[RecordId]
    ) -> dict[RecordId, Mapping[str, Value]]:
        """The records as they now stand in this act, tombstones included; absent ids are absent."""
        missing = [each for each in records if each not in self._rows]
        if missing:
            found = read_rows(self.connection, register, missing)
            self._rows |= {str(row["id"]): row for row in found}
        return {each: self._rows[each] for each in records if each in self._rows}

    def row(self, register: str, record: RecordId) -> Mapping[str, Value]:
        """One living record; raises `NotFound`."""
        row = self.rows(register, [record]).get(record)
        if row is None or row[DELETED]:
            raise NotFound(
                N_("Không còn {one} này: có thể người khác vừa xóa."), one=REGISTERS[register].one
            )
        return row

    # -- writing ----------------------------------------------------------------------------------

    def insert(
        self,
        register: str,
        values: Mapping[str, Value],
        record: RecordId | None = None,
        unit: str | None = None,
    ) -> RecordId:
        """A new record; fields not named are empty.  Raises `BadInput`."""
        book = REGISTERS[register]
        given: dict[str, Value] = {
            name: value for name, value in values.items() if value is not None
        }
        self._check(book, given)
        made = record or self.clock.new_id()
        full: dict[str, Value] = {each.name: given.get(each.name) for each in book.fields}
        full |= {"id": made, "unit_id": unit or self.unit, DELETED: 0}
        self._rows[made] = full
        self._pending[made] = _Pending(book, made, unit or self.unit, given, {}, created=True)
        return made

    def update(
        self,
        register: str,
        record: RecordId,
        values: Mapping[str, Value],
        loaded: Mapping[str, Value] | None = None,
    ) -> bool:
        """Write the fields of `values` that differ; returns whether any did.

        `loaded` is the record as the person saw it: if a field about to be written has moved on
        since then, `Conflict` is raised and nothing is written.
        """
        return self._write(REGISTERS[register], self.row(register, record), values, loaded)

    def remove(self, register: str, record: RecordId) -> None:
        """Leave a tombstone; everything the record said stays in the journal and in its row."""
        self._write(REGISTERS[register], self.row(register, record), {DELETED: 1}, None)

    def restore(self, register: str, record: RecordId) -> None:
        """Take a tombstone away."""
        row = self.rows(register, [record])[record]
        self._write(REGISTERS[register], row, {DELETED: 0}, None)

    def put(self, register: str, record: RecordId, values: Mapping[str, Value]) -> None:
        """Write fields of a record whether it is a tombstone or not (undo does)."""
        self._write(REGISTERS[register], self.rows(register, [record])[record], values, None)

    def decide(self, register: str, record: RecordId, name: str, value: Value) -> None:
        """Write a field even if it says that already, having seen every value beside it."""
        self.settle(register, record, {name: value})

    def settle(self, register: str, record: RecordId, values: Mapping[str, Value]) -> None:
        """Write fields, and all that move with them, even if they say that already: whoever does so
        has seen every value beside them.
        """
        book, row = REGISTERS[register], self.rows(register, [record])[record]
        self._check(book, {name: each for name, each in values.items() if each is not None})
        whole = {name: row[name] for name in book.moving_together(set(values))}
        self._stage(book, row, {**whole, **values})

    def erase(self, register: str, record: RecordId, values: Mapping[str, Value]) -> None:
        """Write every field of a record anew, and take away for good what was ever said of it.

        `values` are the fields that are left, the others become empty; raises `BadInput`.
        """
        book, row = REGISTERS[register], self.rows(register, [record])[record]
        whole = {each.name: values.get(each.name) for each in book.fields}
        whole[DELETED] = values.get(DELETED, row[DELETED])
        self._check(book, {name: each for name, each in whole.items() if each is not None})
        self._stage(book, row, whole)
        self._pending[record].before.clear()
        self._erased.add(record)

    def _write(
        self,
        book: Register,
        row: Mapping[str, Value],
        values: Mapping[str, Value],
        loaded: Mapping[str, Value] | None,
    ) -> bool:
        changed = {name: value for name, value in values.items() if row[name] != value}
        if not changed:
            return False
        self._check(book, {name: value for name, value in changed.items() if value is not None})
        if loaded is not None:
            _refuse_moved_on(book, row, changed, loaded)
        self._stage(
            book,
            row,
            {name: changed.get(name, row[name]) for name in book.moving_together(set(changed))},
        )
        return True

    def _stage(self, book: Register, row: Mapping[str, Value], fields: Mapping[str, Value]) -> None:
        record = str(row["id"])
        pending = self._pending.get(record)
        if pending is None:
            pending = _Pending(book, record, str(row["unit_id"]), {}, {}, created=False)
            self._pending[record] = pending
        for name, value in fields.items():
            if not pending.created:
                pending.before.setdefault(name, row[name])
            pending.values[name] = value
        self._rows[record] = {**row, **fields}

    def _check(self, book: Register, values: Mapping[str, Value]) -> None:
        for name, value in values.items():
            if name == DELETED:
                continue
            field = book[name]
            if not fits(field, value):
                raise BadInput(
                    N_("Cột «{field}» không nhận giá trị «{value}»."),
                    field=field.label,
                    value=str(value)[:80],
                ).at(name)

    # -- the end ----------------------------------------------------------------------------------

    @property
    def changes(self) -> tuple[Change, ...]:
        """What this act has changed so far."""
        return tuple(
            Change(
                each.register.name,
                each.record,
                each.unit,
                each.values,
                None if each.created or each.record in self._erased else each.before,
                each.created,
            )
            for each in self._pending.values()
        )

    def commit(self) -> frozenset[tuple[str, RecordId]]:
        """Write everything; returns the records that changed.  An act without changes writes none.

        Raises `StorageTrouble` (through `Store.begin`), and then nothing was written.
        """
        journal = Journal(self.connection, self._site, self.clock)
        by_stream: dict[tuple[str, str], list[Change]] = defaultdict(list)
        for change in self.changes:
            by_stream[REGISTERS[change.register].scope, change.unit].append(change)
        for (scope, unit), changes in sorted(by_stream.items()):
            gone = {each.record: each.register for each in changes if each.record in self._erased}
            within = partial(take_away, self.connection, gone) if gone else None
            journal.write(self.act, self.txn, scope, unit, changes, self._rows, within)
        self.committed = True
        return frozenset((each.register.name, each.record) for each in self._pending.values())

    def note(self, scope: str, why: str) -> None:
        """An entry without changes, for what was done and left no mark on a record (printing)."""
        with self.noting(scope, why):
            pass

    def remember(self, key: str, value: str) -> None:
        """Have the office file remember something with this act: both or neither."""
        remember(self.connection, key, value)

    @contextmanager
    def noting(self, scope: str, why: str) -> Iterator[None]:
        """The same, open while what it tells of is done: the guards ask for it."""
        act = replace(self.act, why=why)
        journal = Journal(self.connection, self._site, self.clock)
        with journal.entry(act, self.txn, scope, self.unit):
            yield


def _refuse_moved_on(
    book: Register,
    row: Mapping[str, Value],
    changed: Iterable[str],
    loaded: Mapping[str, Value],
) -> None:
    for name in changed:
        if row[name] != loaded.get(name):
            raise Conflict(
                N_("«{field}» vừa được người khác sửa thành «{value}». Hãy xem lại rồi lưu."),
                field=book[name].label if name != DELETED else N_("Xóa"),
                value=row[name],
            )
