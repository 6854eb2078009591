"""Changed records into their tables, with the clocks of their fields and what search finds them by.

The journal (this office's own acts) and the inbox (other offices') both write through here, while
the entry that a row names is still open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import Final

from sqlalchemy import Connection, bindparam, delete, update

from sachmatuy_desktop.domain.changes import Change
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.ordering import ordered_by, record_sort_key
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.search_index import add_to_search, refresh_search
from sachmatuy_desktop.storage.statements import Inserting, Prepared, keeping

SET_CLOCKS: Final = keeping(schema.cell_clocks, ("record", "field"), "entry")
DROP_SIBLINGS: Final = Prepared(
    delete(schema.siblings).where(
        schema.siblings.c.record == bindparam("record"),
        schema.siblings.c.field == bindparam("field"),
    )
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
    add_to_search(connection, register, full)


def insert_records(
    connection: Connection, register: str, rows: Sequence[Mapping[str, Value]]
) -> None:
    """New rows of a register.  Columns in which none of them has anything are not written: most
    are, and binding nothing costs what binding something does.
    """
    names = schema.register_tables[register].columns.keys()
    columns = zip(*map(itemgetter(*names), rows), strict=True)
    filled = [
        name
        for name, values in zip(names, columns, strict=True)
        if values.count(None) < len(values)
    ]
    _inserting_into(register, tuple(filled)).many(connection, rows)


@lru_cache(maxsize=256)
def _inserting_into(register: str, names: tuple[str, ...]) -> Inserting:
    return Inserting(schema.register_tables[register], names)


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
    moves = not ordered_by(book).isdisjoint(names)
    _updating(register, tuple(names)).many(
        connection,
        [
            {
                **{name: row[name] for name in names},
                "b_id": row["id"],
                "sort_key": record_sort_key(book, row) if moves else "",
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
    refresh_search(connection, register, names, [rows[each.record] for each in touched])
