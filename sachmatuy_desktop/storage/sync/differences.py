"""What a merge would change, record by record: as the records are, and as they would be.

Read while the merge stands and before it is taken back, by two connections to one office file: one
sees the merge, the other what was there before.  A first bundle of a commune holds 28,000 records,
so what was read is kept packed, a page at a time, and unpacked when somebody looks.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, RecordId, Value
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.pace import Pace
from sachmatuy_desktop.storage.queries import title_of
from sachmatuy_desktop.storage.row_reading import read_rows
from sachmatuy_desktop.storage.statements import Prepared, among

__all__ = ["PAGE", "Altered", "Differences", "Fate", "Page", "differences", "titles"]

PAGE: Final = 100
"""Records on a page."""

_QUICK: Final = 1
"""How hard zlib tries: text of records packs to a fifth at once."""


class Fate(StrEnum):
    """What becomes of a record; the order is that of the list: what takes away comes first."""

    REMOVED = "removed"
    CHANGED = "changed"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Altered:
    """One record: how it is called, in which village it is, and each field before and after.

    Of one that is removed nothing is left after.  `hidden` fields changed besides that whoever asks
    may not see.
    """

    record: RecordId
    fate: Fate
    title: str
    village: RecordId | None
    fields: Mapping[str, tuple[Value, Value]]
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Some records of one register, and how the records are called that their fields point at."""

    records: Sequence[Altered] = ()
    names: Mapping[RecordId, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Differences:
    """How many records of each register have which fate, and their pages, packed.

    `tombstones` are the records touched that stand removed afterwards, as (register, id).
    """

    counts: Mapping[str, Counter[Fate]] = field(default_factory=dict)
    tombstones: frozenset[tuple[str, RecordId]] = frozenset()
    packed: Mapping[str, Sequence[bytes]] = field(default_factory=dict, repr=False)

    def pages(self, register: str) -> int:
        """How many pages a register has."""
        return len(self.packed.get(register, ()))

    def page(self, register: str, number: int) -> Page:
        """One page of a register, counted from 0; nothing where there is none."""
        if not 0 <= number < self.pages(register):
            return Page()
        said = json.loads(zlib.decompress(self.packed[register][number]))
        records = tuple(
            Altered(record, Fate(fate), title, village, {n: (a, b) for n, a, b in fields})
            for record, fate, title, village, fields in said["records"]
        )
        return Page(records, said["names"])


def differences(
    before: Connection,
    after: Connection,
    touched: Collection[tuple[str, RecordId]],
    pace: Pace,
) -> Differences:
    """What became of the records touched; `pace` counts them."""
    by_register: defaultdict[str, list[RecordId]] = defaultdict(list)
    for register, record in touched:
        by_register[register].append(record)
    counts: dict[str, Counter[Fate]] = {}
    tombstones: set[tuple[str, RecordId]] = set()
    packed: dict[str, Sequence[bytes]] = {}
    for book in REGISTERS:
        if book.name in by_register:
            fates, gone = _fates(before, after, book.name, by_register[book.name])
            tombstones.update((book.name, each) for each in gone)
            counts[book.name] = Counter(fates.values())
            packed[book.name] = [
                _packed(before, after, book.name, chunk, fates)
                for chunk in _chunks(pace.over(_in_order(fates)))
            ]
    return Differences(MappingProxyType(counts), frozenset(tombstones), MappingProxyType(packed))


def _fates(
    before: Connection, after: Connection, register: str, records: Sequence[RecordId]
) -> tuple[dict[RecordId, Fate], list[RecordId]]:
    """The fate of each record, in the order of its register's list; those that stand removed."""
    listed = json.dumps(records)
    was = dict(_states(register).run(before, {"ids": listed}))
    fates: dict[RecordId, Fate] = {}
    removed = []
    for record, gone in _states(register).run(after, {"ids": listed}):
        if gone:
            removed.append(record)
        if gone and not was.get(record, 0):
            fates[record] = Fate.REMOVED
        else:
            fates[record] = Fate.CHANGED if record in was else Fate.NEW
    return fates, removed


@cache
def _states(register: str) -> Prepared:
    table = schema.register_tables[register]
    query = select(table.c.id, table.c[DELETED]).where(among(table.c.id, "ids"))
    return Prepared(query.order_by(table.c.sort_key, table.c.id))


def _in_order(fates: Mapping[RecordId, Fate]) -> Iterator[RecordId]:
    for fate in Fate:
        yield from (record for record, own in fates.items() if own is fate)


def _packed(
    before: Connection,
    after: Connection,
    register: str,
    chunk: Sequence[RecordId],
    fates: Mapping[RecordId, Fate],
) -> bytes:
    book = REGISTERS[register]
    fields = _told_fields(register)
    were = {
        str(row["id"]): row
        for row in read_rows(
            before, register, [each for each in chunk if fates[each] is not Fate.NEW]
        )
    }
    are = {str(row["id"]): row for row in read_rows(after, register, chunk)}
    records = []
    wanted: defaultdict[str, set[RecordId]] = defaultdict(set)
    for record in chunk:
        row, was = are[record], were.get(record, {})
        is_gone = fates[record] is Fate.REMOVED
        changes = [
            (each.name, old, new)
            for each in fields
            for old, new in [
                (row[each.name], None) if is_gone else (was.get(each.name), row[each.name])
            ]
            if old != new
        ]
        village = row.get("village")
        for name, old, new in (*changes, ("village", None, village)):
            if name in book.by_name and book[name].kind is Kind.REFERENCE:
                wanted[str(book[name].target)] |= {str(each) for each in (old, new) if each}
        records.append((record, fates[record], title_of(book, row), village, changes))
    names = {
        record: title
        for target, ids in wanted.items()
        for record, title in titles(after, target, ids).items()
    }
    said = json.dumps({"records": records, "names": names}, ensure_ascii=False)
    return zlib.compress(said.encode(), _QUICK)


@cache
def _told_fields(register: str) -> tuple[Field, ...]:
    return tuple(each for each in REGISTERS[register].fields if not each.by_program)


def titles(
    connection: Connection, register: str, records: Iterable[RecordId]
) -> dict[RecordId, str]:
    """How records are called, tombstones too, as this connection sees them."""
    book = REGISTERS[register]
    rows: Iterator[dict[str, Any]] = read_rows(connection, register, records)
    return {str(row["id"]): title_of(book, row) for row in rows}


def _chunks(records: Iterable[RecordId]) -> Iterator[list[RecordId]]:
    chunk: list[RecordId] = []
    for each in records:
        chunk.append(each)
        if len(chunk) == PAGE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
