"""Writing the journal: one entry, its lines, the rows it changes, their clocks and its seal.

The entry is open while it is being written (`chain` empty) and closed by its seal, the hash over
the entry before it in the same stream and over the hash of each of its lines.  A line's hash, not
the line, goes into the seal, so a line erased by law leaves a chain that still verifies.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from sachmatuy_desktop.domain.changes import DELETED, Change, Header, change_line, header_line
from sachmatuy_desktop.domain.clock import Clock, next_hlc
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.ordering import record_sort_key, search_text
from sachmatuy_desktop.storage import schema

if TYPE_CHECKING:
    from sachmatuy_desktop.storage.unit_of_work import Act

GENESIS: Final = "0" * 64
"""The seal before the first entry of a stream."""

_INSERT_ENTRY = insert(schema.journal_entries)
_INSERT_CHANGES = insert(schema.journal_changes)
_CLOSE = (
    update(schema.journal_entries)
    .where(schema.journal_entries.c.id == bindparam("entry"))
    .values(chain=bindparam("seal"))
)
_held = upsert(schema.held)
_HOLD = _held.on_conflict_do_update(
    index_elements=["site", "stream"],
    set_={"last": _held.excluded.last, "chain": _held.excluded.chain},
)
_clock = upsert(schema.cell_clocks)
_SET_CLOCKS = _clock.on_conflict_do_update(
    index_elements=["record", "field"], set_={"entry": _clock.excluded.entry}
)
_DROP_SIBLINGS = delete(schema.siblings).where(
    schema.siblings.c.record == bindparam("b_record"),
    schema.siblings.c.field == bindparam("b_field"),
)


def seal(before: str, lines: Iterable[str]) -> str:
    """The hash that closes an entry: over the seal before it and the hash of each line."""
    digest = hashlib.sha256(before.encode())
    for line in lines:
        digest.update(hashlib.sha256(line.encode()).digest())
    return digest.hexdigest()


def site_id(connection: Connection, site: str) -> int:
    """The short local number of a site; made when it is first heard of."""
    found = connection.execute(
        select(schema.sites.c.id).where(schema.sites.c.site == site)
    ).scalar_one_or_none()
    if found is not None:
        return int(found)
    made = connection.execute(insert(schema.sites).values(site=site)).inserted_primary_key
    return int(made[0]) if made else 0


def stream_id(connection: Connection, scope: str, unit: str) -> int:
    """The short local number of a stream; made when it is first heard of."""
    found = connection.execute(
        select(schema.streams.c.id).where(
            schema.streams.c.scope == scope, schema.streams.c.unit_id == unit
        )
    ).scalar_one_or_none()
    if found is not None:
        return int(found)
    made = connection.execute(
        insert(schema.streams).values(scope=scope, unit_id=unit)
    ).inserted_primary_key
    return int(made[0]) if made else 0


class Journal:
    """The journal of one office within one transaction."""

    def __init__(self, connection: Connection, site: str, clock: Clock) -> None:
        self._connection = connection
        self._site = site_id(connection, site)
        self._clock = clock

    def write(
        self,
        act: Act,
        txn: str,
        scope: str,
        unit: str,
        changes: Sequence[Change],
        rows: Mapping[RecordId, Mapping[str, Value]],
    ) -> int:
        """One entry of one stream; `rows` are the changed records as they shall be."""
        stream = stream_id(self._connection, scope, unit)
        last, chain = self._place(stream)
        first = last + 1
        header = Header(
            txn=txn,
            hlc=self._tick(),
            at=self._clock.stamp(),
            by=act.by,
            act=act.name,
            why=act.why,
            undoes=act.undoes,
            saw=self._publish_seen(stream, first),
            count=len(changes),
        )
        lines = [header_line(first, header)]
        lines += [change_line(first + 1 + at, each) for at, each in enumerate(changes)]
        entry = self._open(stream, first, header, lines[0], len(lines))
        self._write_lines(entry, first, changes, lines)
        write_rows(self._connection, entry, changes, rows)
        self._close(entry, stream, first + len(lines) - 1, seal(chain, lines))
        return entry

    def _place(self, stream: int) -> tuple[int, str]:
        held = schema.held
        found = self._connection.execute(
            select(held.c.last, held.c.chain).where(
                held.c.site == self._site, held.c.stream == stream
            )
        ).one_or_none()
        return (found[0], found[1]) if found else (0, GENESIS)

    def _tick(self) -> int:
        office = schema.office
        last = self._connection.execute(
            select(office.c.value).where(office.c.key == "hlc")
        ).scalar_one()
        reading = next_hlc(int(last), self._clock.wall_ms())
        self._connection.execute(
            update(office).where(office.c.key == "hlc").values(value=str(reading))
        )
        return reading

    def _publish_seen(self, stream: int, number: int) -> dict[str, int]:
        """What has come in from other sites since this site last wrote to the stream."""
        held, seen = schema.held, schema.seen
        published = (
            select(seen.c.other, func.max(seen.c.upto).label("upto"))
            .where(seen.c.site == self._site, seen.c.stream == stream)
            .group_by(seen.c.other)
            .subquery()
        )
        news = self._connection.execute(
            select(held.c.site, schema.sites.c.site, held.c.last)
            .join(schema.sites, schema.sites.c.id == held.c.site)
            .outerjoin(published, published.c.other == held.c.site)
            .where(
                held.c.stream == stream,
                held.c.site != self._site,
                held.c.last > func.coalesce(published.c.upto, 0),
            )
        ).all()
        if news:
            self._connection.execute(
                insert(seen),
                [
                    {
                        "site": self._site,
                        "stream": stream,
                        "number": number,
                        "other": other,
                        "upto": upto,
                    }
                    for other, _name, upto in news
                ],
            )
        return {name: upto for _other, name, upto in news}

    def _open(self, stream: int, first: int, header: Header, line: str, count: int) -> int:
        made = self._connection.execute(
            _INSERT_ENTRY,
            {
                "txn": header.txn,
                "site": self._site,
                "stream": stream,
                "first": first,
                "last": first + count - 1,
                "hlc": header.hlc,
                "at": header.at,
                "by": header.by,
                "act": header.act,
                "why": header.why,
                "undoes": header.undoes,
                "header": line,
            },
        ).inserted_primary_key
        return int(made[0]) if made else 0

    def _write_lines(
        self, entry: int, first: int, changes: Sequence[Change], lines: Sequence[str]
    ) -> None:
        if not changes:
            return
        self._connection.execute(
            _INSERT_CHANGES,
            [
                {
                    "entry": entry,
                    "number": first + 1 + at,
                    "register": each.register,
                    "record": each.record,
                    "line": lines[at + 1],
                    "before": None if each.before is None else compact(each.before),
                }
                for at, each in enumerate(changes)
            ],
        )

    def _close(self, entry: int, stream: int, last: int, chain: str) -> None:
        self._connection.execute(_CLOSE, {"entry": entry, "seal": chain})
        self._connection.execute(
            _HOLD, {"site": self._site, "stream": stream, "last": last, "chain": chain}
        )


def compact(values: Mapping[str, Value]) -> str:
    """Fields as JSON text, without a space too many."""
    return json.dumps(dict(values), ensure_ascii=False, separators=(",", ":"))


def write_rows(
    connection: Connection,
    entry: int,
    changes: Sequence[Change],
    rows: Mapping[RecordId, Mapping[str, Value]],
) -> None:
    """The changed records into their tables, with clocks and search; the entry is still open."""
    created: dict[str, list[Change]] = defaultdict(list)
    edited: dict[tuple[str, tuple[str, ...]], list[Change]] = defaultdict(list)
    for change in changes:
        if change.created:
            created[change.register].append(change)
        else:
            edited[change.register, tuple(sorted(change.after))].append(change)
    for register, made in created.items():
        _insert_rows(connection, entry, register, made, rows)
    for (register, names), touched in edited.items():
        _update_rows(connection, entry, register, names, touched, rows)


def _insert_rows(
    connection: Connection,
    entry: int,
    register: str,
    made: Sequence[Change],
    rows: Mapping[RecordId, Mapping[str, Value]],
) -> None:
    book = REGISTERS[register]
    records: list[dict[str, Any]] = []
    docs: list[dict[str, Any]] = []
    for change in made:
        row = rows[change.record]
        records.append(
            {
                **row,
                "base_entry": entry,
                "last_entry": entry,
                "sort_key": record_sort_key(book, row),
            }
        )
        if book.search:
            docs.append(
                {"record": change.record, "register": register, "folded": search_text(book, row)}
            )
    connection.execute(insert(schema.register_tables[register]), records)
    add_search_docs(connection, docs)


def _update_rows(
    connection: Connection,
    entry: int,
    register: str,
    names: Sequence[str],
    touched: Sequence[Change],
    rows: Mapping[RecordId, Mapping[str, Value]],
) -> None:
    book = REGISTERS[register]
    table = schema.register_tables[register]
    connection.execute(
        update(table)
        .where(table.c.id == bindparam("b_id"))
        .values({name: bindparam(f"v_{name}") for name in (*names, "sort_key", "last_entry")}),
        [
            {
                "b_id": each.record,
                "v_sort_key": record_sort_key(book, rows[each.record]),
                "v_last_entry": entry,
                **{f"v_{name}": rows[each.record][name] for name in names},
            }
            for each in touched
        ],
    )
    cells = [(each.record, name) for each in touched for name in names]
    connection.execute(
        _SET_CLOCKS, [{"record": record, "field": name, "entry": entry} for record, name in cells]
    )
    connection.execute(
        _DROP_SIBLINGS, [{"b_record": record, "b_field": name} for record, name in cells]
    )
    if book.search and (DELETED in names or not set(names).isdisjoint(book.search)):
        refresh_search_docs(connection, register, [each.record for each in touched], rows)


def add_search_docs(connection: Connection, docs: Sequence[Mapping[str, Any]]) -> None:
    """Make records findable."""
    if not docs:
        return
    top = connection.execute(select(func.coalesce(func.max(schema.search_docs.c.id), 0)))
    start = top.scalar_one() + 1
    numbered = [{"id": start + at, **doc} for at, doc in enumerate(docs)]
    connection.execute(insert(schema.search_docs), numbered)
    connection.exec_driver_sql(
        "INSERT INTO search_index(rowid, folded) VALUES (?, ?)",
        [(each["id"], each["folded"]) for each in numbered],
    )


def refresh_search_docs(
    connection: Connection,
    register: str,
    records: Sequence[RecordId],
    rows: Mapping[RecordId, Mapping[str, Value]],
) -> None:
    """Make changed records findable by what they now say; tombstones are not found."""
    docs = schema.search_docs
    old = {
        row.record: row.id
        for start in range(0, len(records), 400)
        for row in connection.execute(
            select(docs.c.record, docs.c.id).where(docs.c.record.in_(records[start : start + 400]))
        )
    }
    if old:
        gone = [(number,) for number in old.values()]
        connection.exec_driver_sql("DELETE FROM search_index WHERE rowid = ?", gone)
        connection.exec_driver_sql("DELETE FROM search_docs WHERE id = ?", gone)
    book = REGISTERS[register]
    add_search_docs(
        connection,
        [
            {
                "record": each,
                "register": register,
                "folded": search_text(book, rows[each]),
            }
            for each in records
            if not rows[each][DELETED]
        ],
    )
