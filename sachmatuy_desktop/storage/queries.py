"""The read side: lists, pages, names, search, history.  Nothing here writes.

Lists are ids first and rows by the page, so that 20,000 records cost a list 20,000 short texts and
the rows that are on screen.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from sqlalchemy import Select, func, select

from sachmatuy_desktop.domain.finding import Asked
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.values import show
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.conditions import Where, condition
from sachmatuy_desktop.storage.entry_lines import (
    ENTRIES,
    ENTRY,
    EntryLine,
    depth,
    entry_line,
    newest,
)
from sachmatuy_desktop.storage.history import HistoryLine, history_of, life_of, life_since
from sachmatuy_desktop.storage.merged import gone_into, standing_for
from sachmatuy_desktop.storage.row_reading import read_living, read_rows
from sachmatuy_desktop.storage.search import best_of_each, hits, listed, paged
from sachmatuy_desktop.storage.statements import among
from sachmatuy_desktop.storage.store import Store
from sachmatuy_desktop.storage.sync.conflicts import conflicted_records
from sachmatuy_desktop.storage.tallies import Totals, tally_of, totals_of

__all__ = [
    "EntryLine",
    "HistoryLine",
    "Hit",
    "Queries",
    "Sibling",
    "Totals",
    "Where",
    "title_of",
]


@dataclass(frozen=True, slots=True)
class Hit:
    """One find of the search box."""

    register: str
    id: RecordId
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Sibling:
    """A value written at the same time as the one shown, by someone who had not seen it."""

    value: Value
    by: str
    at: str


_FIRST: Final = ("people", "households")
_FOUND_IN: Final = (
    *(REGISTERS[name] for name in _FIRST),
    *(book for book in REGISTERS if book.search and book.name not in _FIRST),
)
"""Where the one search box looks, in the order in which it tells what it found."""


class Queries:
    """What the windows and the services ask an office file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # -- lists ------------------------------------------------------------------------------------

    def ids(
        self,
        register: str,
        where: Sequence[Where] = (),
        search: str = "",
        sort: str | None = None,
    ) -> list[RecordId]:
        """The living records of a register that meet every condition, in order.

        `search` is looked for as `domain.finding` says, best hits first; `sort` is a field, `-`
        before it for descending, and then hits stand in that order alone.
        """
        return list(chain.from_iterable(self.id_pages(register, where, search, sort)))

    def id_pages(
        self,
        register: str,
        where: Sequence[Where] = (),
        search: str = "",
        sort: str | None = None,
    ) -> Iterator[list[RecordId]]:
        """The same, a first screen of `search.PAGE` at once and the rest in large pieces."""
        table, book = schema.register_tables[register], REGISTERS[register]
        conditions = [condition(table, each) for each in where]
        asked, in_own_order = Asked.of(search), sort in (None, book.sort[0])
        listing = _ordered(select(table.c.id), table, book, sort)
        with self._store.reading() as connection:
            connection.begin()
            if asked and in_own_order:
                yield from paged(hits(connection, register, asked, conditions))
            elif asked:
                found = list(chain.from_iterable(hits(connection, register, asked, conditions)))
                query = listing.where(among(table.c.id, "found"))
                yield list(connection.execute(query, {"found": json.dumps(found)}).scalars())
            else:
                query = listing.where(table.c.deleted == 0, *conditions)
                yield from listed(connection, query, streams=in_own_order)

    def first_ids(self, register: str, search: str) -> list[RecordId]:
        """The first screen of what a search finds, for a list to choose from."""
        return next(self.id_pages(register, search=search))

    def rows(
        self, register: str, records: Sequence[RecordId]
    ) -> dict[RecordId, Mapping[str, Value]]:
        """The records by id, tombstones too; besides the register's fields `id`, `unit_id`, …"""
        with self._store.reading() as connection:
            return {
                str(row["id"]): {**row, "_last": row["last_entry"]}
                for row in read_rows(connection, register, records)
            }

    def living(
        self, register: str, unit: str | None = None, names: tuple[str, ...] | None = None
    ) -> list[Mapping[str, Value]]:
        """All living records, or those of one unit, in order: for a book that is read whole.

        With `names` the rows hold these columns alone.
        """
        with self._store.reading() as connection:
            return list(read_living(connection, register, unit, names))

    def count(self, register: str, where: Sequence[Where] = ()) -> int:
        """How many living records meet every condition."""
        table = schema.register_tables[register]
        query = select(func.count()).select_from(table).where(table.c.deleted == 0)
        for each in where:
            query = query.where(condition(table, each))
        with self._store.reading() as connection:
            return connection.execute(query).scalar_one()

    def totals(
        self, register: str, fields: Sequence[str], records: Sequence[RecordId] | None = None
    ) -> Totals:
        """The sums of these fields over the living records, or over the ones named."""
        with self._store.reading() as connection:
            return totals_of(connection, register, fields, records)

    def tally(
        self, register: str, name: str, records: Sequence[RecordId] | None = None
    ) -> dict[Value, int]:
        """How often each value stands in a field of the living records, or of the ones named."""
        with self._store.reading() as connection:
            return tally_of(connection, register, name, records)

    def children(self, register: str, parent_field: str, record: RecordId) -> list[RecordId]:
        """The records of `register` that point at `record`."""
        return self.ids(register, [Where(parent_field, "=", record)])

    def names(self, register: str, records: Sequence[RecordId]) -> dict[RecordId, str]:
        """One line for each record, as it is called in a list."""
        book = REGISTERS[register]
        with self._store.reading() as connection:
            return {
                str(row["id"]): title_of(book, row)
                for row in read_rows(connection, register, records)
            }

    def find(
        self, typed: str, limit: int = 30, inside: Container[str] = REGISTERS, each: int = 10
    ) -> list[Hit]:
        """What the one search box finds in the registers `inside`: the best of each, people first.

        Of one register no more than `each`, so that a common name does not hide a paper.
        """
        asked = Asked.of(typed)
        if not asked:
            return []
        with self._store.reading() as connection:
            connection.begin()
            best = best_of_each(connection, asked, each)
        found: list[Hit] = []
        for book in _FOUND_IN:
            records = best.get(book.name, [])[: limit - len(found)] if book.name in inside else []
            titles = self.names(book.name, records) if records else {}
            found += [
                Hit(book.name, key, titles[key], book.title) for key in records if key in titles
            ]
        return found

    # -- history ----------------------------------------------------------------------------------

    def journal(
        self, before: int | None = None, limit: int = 200, acts: Sequence[str] = ()
    ) -> list[EntryLine]:
        """The acts of this office file, newest first; `before` continues after a page.

        `acts` are the ids of those wanted, none for all.
        """
        query = ENTRIES.limit(limit)
        if acts:
            query = query.where(ENTRY.act.in_(acts))
        if before is not None:
            query = query.where(schema.journal_entries.c.id < before)
        found: dict[str, list[Any]] = defaultdict(list)
        with self._store.reading() as connection:
            for row in connection.execute(query):
                found[row.txn].append(row)
            return [entry_line(connection, rows) for rows in found.values()]

    def history(self, register: str, record: RecordId) -> list[HistoryLine]:
        """Everything that was ever done to a record, newest first."""
        return self.histories(register, [record]).get(record, [])

    def histories(
        self, register: str, records: Sequence[RecordId]
    ) -> dict[RecordId, list[HistoryLine]]:
        """The same for many records; those nothing is known of are absent."""
        with self._store.reading() as connection:
            lines = history_of(connection, records)
        found: dict[RecordId, list[HistoryLine]] = defaultdict(list)
        for each in lines:
            if each.register == register:
                found[each.record].append(each)
        return dict(found)

    def life(self, register: str, record: RecordId, *, below: bool = False) -> list[HistoryLine]:
        """The history of a record with that of what was merged into it; see `storage.history`."""
        with self._store.reading() as connection:
            return life_of(connection, register, record, below=below)

    def life_since(self, register: str, record: RecordId, mark: RecordId) -> list[HistoryLine]:
        """What was done to a record since the record `mark` was written, or came, here."""
        with self._store.reading() as connection:
            return life_since(connection, register, record, mark)

    def standing_for(self, register: str, record: RecordId) -> RecordId | None:
        """The living record that a reference means: where it was merged away, the one kept."""
        with self._store.reading() as connection:
            return standing_for(connection, register, record)

    def gone_into(self, register: str, record: RecordId) -> list[RecordId]:
        """The tombstones that went into a record when they were merged."""
        with self._store.reading() as connection:
            return gone_into(connection, register, record)

    def siblings(self, register: str, record: RecordId) -> dict[str, list[Sibling]]:
        """Values of concurrent edits that differ from the one shown and are not decided yet."""
        siblings, entries = schema.siblings, schema.journal_entries
        shown = self.rows(register, [record]).get(record, {})
        query = (
            select(siblings.c.field, siblings.c.value, entries.c.by, entries.c.at)
            .join(entries, entries.c.id == siblings.c.entry)
            .where(siblings.c.record == record)
        )
        found: dict[str, list[Sibling]] = defaultdict(list)
        with self._store.reading() as connection:
            for row in connection.execute(query):
                value = json.loads(row.value)
                if value != shown.get(row.field):
                    found[row.field].append(Sibling(value, row.by, row.at))
        return dict(found)

    def conflicts(self) -> list[tuple[str, RecordId]]:
        """The records with something that two offices wrote and nobody has decided."""
        with self._store.reading() as connection:
            return conflicted_records(connection)

    def last_undoable(self) -> EntryLine | None:
        """The newest act of this office that is neither undone nor itself an undoing."""
        with self._store.reading() as connection:
            lines = newest(connection, 100)
            return next((each for each in lines if each.may_be_undone and not each.undoes), None)

    def last_redoable(self) -> EntryLine | None:
        """The newest undoing not taken back, if nothing new was done since: undoing it redoes."""
        with self._store.reading() as connection:
            for line in newest(connection, 200):
                if line.origin is not None or not line.count:
                    continue
                if line.undoes is None:
                    return None
                is_undoing = depth(connection, line.txn) % 2 == 1
                if is_undoing and not line.undone:
                    return line
        return None


def title_of(book: Register, row: Mapping[Any, Any]) -> str:
    """A record in one line: the fields that name it, empty ones left out."""
    parts = (show(book[name], row[name]) for name in book.naming)
    shown = [
        part
        for name, part in zip(book.naming, parts, strict=True)
        if part and book[name].kind is not Kind.REFERENCE
    ]
    return ", ".join(shown)


def _ordered(query: Select[Any], table: Any, book: Register, sort: str | None) -> Select[Any]:
    if sort is None or sort == book.sort[0]:
        return query.order_by(table.c.sort_key, table.c.id)
    if sort == f"-{book.sort[0]}":
        return query.order_by(table.c.sort_key.desc(), table.c.id)
    column = _place_of(table, book[sort.removeprefix("-")])
    ordered = column.desc() if sort.startswith("-") else column.asc()
    return query.order_by(column.is_(None), ordered, table.c.sort_key)


def _place_of(table: Any, field: Field) -> Any:
    """What a field is ordered by: its value, or the place in its list of what it points at."""
    if field.kind is not Kind.REFERENCE:
        return table.c[field.name]
    pointed = schema.register_tables[str(field.target)].alias()
    return select(pointed.c.sort_key).where(pointed.c.id == table.c[field.name]).scalar_subquery()
