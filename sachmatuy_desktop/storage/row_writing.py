"""Changed records into their tables, with the clocks of their fields and what search finds them by.

The journal (this office's own acts) and the inbox (other offices') both write through here, while
the entry that a row names is still open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select, text, update

from sachmatuy_desktop.domain.changes import DELETED, Change
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.ordering import ordered_by, record_sort_key, search_text
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.statements import Prepared, cursor_of, inserting, keeping

SET_CLOCKS: Final = keeping(schema.cell_clocks, ("record", "field"), "entry")
DROP_SIBLINGS: Final = Prepared(
    delete(schema.siblings).where(
        schema.siblings.c.record == bindparam("record"),
        schema.siblings.c.field == bindparam("field"),
    )
)
_SEARCH_DOC = Prepared(
    select(schema.search_docs.c.id).where(schema.search_docs.c.record == bindparam("record"))
)
_TOP_DOC = Prepared(select(func.coalesce(func.max(schema.search_docs.c.id), text("0"))))
_ADD_DOC = inserting(schema.search_docs)
_RENEW_DOC = Prepared(
    update(schema.search_docs)
    .where(schema.search_docs.c.id == bindparam("number"))
    .values(folded=bindparam("text"))
)


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
    full = [
        {
            **rows[each.record],
            "base_entry": entry,
            "last_entry": entry,
            "sort_key": record_sort_key(book, rows[each.record]),
        }
        for each in made
    ]
    insert_records(connection, register, full)
    add_search_docs(connection, register, full)


def insert_records(
    connection: Connection, register: str, rows: Sequence[Mapping[str, Value]]
) -> None:
    """New rows of a register, every column given."""
    _inserting_into(register).many(connection, rows)


@cache
def _inserting_into(register: str) -> Prepared:
    return inserting(schema.register_tables[register])


@cache
def _updating(register: str, names: tuple[str, ...]) -> Prepared:
    """Its place in the list is written only if a field it comes from is: indexes cost pages."""
    table = schema.register_tables[register]
    written = [*names, "last_entry"]
    if not ordered_by(REGISTERS[register]).isdisjoint(names):
        written.append("sort_key")
    return Prepared(
        update(table)
        .where(table.c.id == bindparam("b_id"))
        .values({name: bindparam(name) for name in written})
    )


def update_records(
    connection: Connection,
    register: str,
    names: Sequence[str],
    touched: Iterable[tuple[int, Mapping[str, Value]]],
) -> None:
    """Write the fields `names` of rows that exist; with each row the entry that writes it."""
    book = REGISTERS[register]
    _updating(register, tuple(names)).many(
        connection,
        [
            {
                **row,
                "b_id": row["id"],
                "sort_key": record_sort_key(book, row),
                "last_entry": entry,
            }
            for entry, row in touched
        ],
    )


def _update_rows(
    connection: Connection,
    entry: int,
    register: str,
    names: Sequence[str],
    touched: Sequence[Change],
    rows: Mapping[RecordId, Mapping[str, Value]],
) -> None:
    update_records(connection, register, names, [(entry, rows[each.record]) for each in touched])
    cells = [
        {"record": each.record, "field": name, "entry": entry} for each in touched for name in names
    ]
    SET_CLOCKS.many(connection, cells)
    DROP_SIBLINGS.many(connection, cells)
    refresh_search_docs(connection, register, names, [rows[each.record] for each in touched])


def add_search_docs(
    connection: Connection, register: str, rows: Iterable[Mapping[str, Value]]
) -> None:
    """Make new records findable; tombstones are not found."""
    book = REGISTERS[register]
    if not book.search:
        return
    top = _TOP_DOC.one(connection)
    docs = [
        {"id": number, "record": row["id"], "register": register, "folded": search_text(book, row)}
        for number, row in enumerate(
            (row for row in rows if not row[DELETED]), start=(top[0] if top else 0) + 1
        )
    ]
    _ADD_DOC.many(connection, docs)
    cursor_of(connection).executemany(
        "INSERT INTO search_index(rowid, folded) VALUES (?, ?)",
        [(each["id"], each["folded"]) for each in docs],
    )


def refresh_search_docs(
    connection: Connection,
    register: str,
    names: Iterable[str],
    rows: Iterable[Mapping[str, Value]],
) -> None:
    """Make records whose fields `names` changed findable by what they now say."""
    book = REGISTERS[register]
    if not book.search or {DELETED, *book.search}.isdisjoint(names):
        return
    unknown = []
    for row in rows:
        known = _SEARCH_DOC.one(connection, record=row["id"])
        if known is None:
            unknown.append(row)
        elif row[DELETED]:
            _forget_doc(connection, known[0])
        else:
            _renew_doc(connection, known[0], search_text(book, row))
    if unknown:
        add_search_docs(connection, register, unknown)


def _forget_doc(connection: Connection, number: int) -> None:
    cursor = cursor_of(connection)
    cursor.execute("DELETE FROM search_index WHERE rowid = ?", (number,))
    cursor.execute("DELETE FROM search_docs WHERE id = ?", (number,))


def _renew_doc(connection: Connection, number: int, folded: str) -> None:
    cursor = cursor_of(connection)
    cursor.execute("UPDATE search_index SET folded = ? WHERE rowid = ?", (folded, number))
    _RENEW_DOC.run(connection, {"number": number, "text": folded})
