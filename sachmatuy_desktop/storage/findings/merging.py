"""Checks of what bundles and merges leave to decide: two values, a name that leads nowhere.

These are about any register, so they are asked in their own way.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, select

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.findings import Found, Severity
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.shorthand import MERGED_INTO
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.findings.finders import Changed, Rule
from sachmatuy_desktop.storage.merged import gone_into, standing_for
from sachmatuy_desktop.storage.references import pointing_at
from sachmatuy_desktop.storage.row_reading import read_rows
from sachmatuy_desktop.storage.statements import Prepared, among, is_living
from sachmatuy_desktop.storage.sync.causality import Causality

_SIBLINGS, _CLOCKS = schema.siblings, schema.cell_clocks


def merging_rules() -> Iterator[Rule]:
    """Every rule of this module."""
    yield Rule(
        "undecided",
        N_("Hai nơi cùng sửa, chưa chọn giá trị"),
        N_("«{_label}»: đang ghi «{_shown}», nơi khác ghi «{_other}»."),
        "",
        "",
        Severity.DECIDE,
        Undecided(),
    )
    yield Rule(
        "late-edit",
        N_("Bản đã gộp được sửa ở máy khác"),
        N_("«{_label}»: máy khác ghi «{_other}» vào bản đã gộp; bản đang dùng ghi «{_shown}»."),
        "",
        "",
        Severity.DECIDE,
        LateEdits(),
    )
    yield Rule(
        "merge-circle",
        N_("Hai máy gộp ngược chiều nhau"),
        N_("Hai bản được gộp vào nhau ở hai máy nên không còn bản nào hiện. Hãy lấy lại bản này."),
        "",
        "",
        Severity.DECIDE,
        Circles(),
    )
    yield Rule(
        "dangling",
        N_("Trỏ đến ghi chép đã xóa hoặc đã gộp"),
        N_("«{_label}» trỏ đến một ghi chép đã xóa hoặc đã gộp."),
        "",
        "",
        Severity.WRONG,
        Dangling(),
    )


class Undecided:
    """Values written at two offices at once, of which nobody has chosen one."""

    def concerned(self, _connection: Connection, changed: Changed) -> set[RecordId]:
        """The records themselves."""
        return _all_of(changed)

    def find(
        self, connection: Connection, _today: str, records: Collection[RecordId] | None
    ) -> Iterator[Found]:
        """One find a field."""
        query = select(
            _SIBLINGS.c.register, _SIBLINGS.c.record, _SIBLINGS.c.field, _SIBLINGS.c.value
        )
        seen: set[tuple[str, str]] = set()
        for register, record, name, text in _narrowed(
            connection, query, _SIBLINGS.c.record, records
        ):
            row = next(read_rows(connection, register, [record]), None)
            value = json.loads(text)
            if row is None or value == row.get(name) or (record, name) in seen:
                continue
            seen.add((record, name))
            yield _found(register, row, name, value, row[name])


class LateEdits:
    """Fields of a merged tombstone that another office wrote without knowing of the merge."""

    def concerned(self, connection: Connection, changed: Changed) -> set[RecordId]:
        """Tombstones and what was kept of them, from either end."""
        found: set[RecordId] = set()
        for register, records in changed.items():
            if _has_merged(connection, register):
                for record in records:
                    meant = standing_for(connection, register, record)
                    found |= {record, *([meant] if meant else [])}
        return found

    def find(
        self, connection: Connection, _today: str, records: Collection[RecordId] | None
    ) -> Iterator[Found]:
        """One find a field whose value the kept record does not say."""
        causality = Causality(connection)
        for book in REGISTERS:
            if not book.is_mergeable:
                continue
            for gone in _tombstones(connection, book.name, records):
                kept = standing_for(connection, book.name, str(gone["id"]))
                row = next(read_rows(connection, book.name, [kept] if kept else []), None)
                if row is None:
                    continue
                for name in _written_unseen(connection, causality, str(gone["id"])):
                    if name in book.by_name and gone[name] != row[name]:
                        yield _found(book.name, row, name, gone[name], row[name], _gone=gone["id"])


class Circles:
    """Records merged into each other: nothing stands for them."""

    def concerned(self, connection: Connection, changed: Changed) -> set[RecordId]:
        """The records themselves and those they went into."""
        found: set[RecordId] = set()
        for register, records in changed.items():
            if register in REGISTERS and REGISTERS[register].is_mergeable:
                for row in read_rows(connection, register, records):
                    into = row[MERGED_INTO]
                    found |= {str(row["id"]), *([str(into)] if into else [])}
        return found

    def find(
        self, connection: Connection, _today: str, records: Collection[RecordId] | None
    ) -> Iterator[Found]:
        """One find a circle, about the oldest record in it."""
        for book in REGISTERS:
            if not book.is_mergeable:
                continue
            for row in _tombstones(connection, book.name, records, onto=False):
                circle = _circle_of(connection, book.name, str(row["id"]))
                if circle and str(row["id"]) == min(circle):
                    naming = book.naming[0]
                    yield Found(
                        book.name, str(row["id"]), naming, str(row["unit_id"]), _village(row)
                    )


class Dangling:
    """Living records that name a tombstone."""

    def concerned(self, connection: Connection, changed: Changed) -> set[RecordId]:
        """The records themselves, and those that point at them."""
        found = _all_of(changed)
        for register, records in changed.items():
            if register in REGISTERS:
                for pointing in pointing_at(connection, register, list(records)):
                    found |= set(pointing.records)
        return found

    def find(
        self, connection: Connection, _today: str, records: Collection[RecordId] | None
    ) -> Iterator[Found]:
        """One find a reference."""
        for book in REGISTERS:
            for field, target in _pointing_fields(book):
                yield from self._by(connection, book.name, field, target, records)

    def _by(
        self,
        connection: Connection,
        register: str,
        reference: Field,
        target_name: str,
        records: Collection[RecordId] | None,
    ) -> Iterator[Found]:
        naming = _naming_the_gone(register, reference.name, target_name, records is None)
        for record, named in naming.run(connection, _given(records)).fetchall():
            row = next(read_rows(connection, register, [record]))
            meant = standing_for(connection, target_name, named)
            yield Found(
                register,
                record,
                reference.name,
                str(row["unit_id"]),
                _village(row),
                {"_label": reference.label, "_merged": 1 if meant else 0},
            )


# -- helpers ---------------------------------------------------------------------------------------


def _pointing_fields(book: Register) -> Iterator[tuple[Field, str]]:
    """The fields that name other records, with the register of those.

    An attachment names its owner, which is of any book; only an owner that was merged away can be
    gone while the attachment stays.
    """
    for reference in book.references:
        if not reference.by_program:
            yield reference, str(reference.target)
    if book.owner_kind and book.parent is not None:
        for other in REGISTERS:
            if other.is_mergeable:
                yield book[book.parent], other.name


@cache
def _naming_the_gone(register: str, reference: str, target_name: str, everybody: bool) -> Prepared:
    """Living records and the tombstones that they name; there are many such statements, and every
    bundle that is looked at asks all of them.
    """
    table = schema.register_tables[register]
    target = schema.register_tables[target_name].alias()
    gone = target.c.deleted == 1 if everybody else ~is_living(target)
    query = (
        select(table.c.id, target.c.id)
        .join(target, target.c.id == table.c[reference])
        .where(is_living(table), gone)
    )
    return Prepared(query if everybody else query.where(among(table.c.id, "ids")))


def _all_of(changed: Changed) -> set[RecordId]:
    return {record for records in changed.values() for record in records}


def _narrowed(
    connection: Connection,
    query: Select[Any],
    column: Any,
    records: Collection[RecordId] | None,
) -> list[Any]:
    if records is None:
        return list(connection.execute(query))
    return list(connection.execute(query.where(among(column, "ids")), _given(records)))


def _given(records: Collection[RecordId] | None) -> dict[str, str]:
    return {} if records is None else {"ids": json.dumps(list(records))}


def _tombstones(
    connection: Connection,
    register: str,
    records: Collection[RecordId] | None,
    *,
    onto: bool = True,
) -> list[dict[str, Value]]:
    """The merged records among these; with `onto` also those that went into one of them."""
    table = schema.register_tables[register]
    wanted = None
    if records is not None:
        if not _has_merged(connection, register):
            return []
        wanted = set(records)
        if onto:
            for each in records:
                wanted |= set(gone_into(connection, register, each))
    query = select(table.c.id).where(table.c[MERGED_INTO].is_not(None), table.c[DELETED] == 1)
    ids = [row[0] for row in _narrowed(connection, query, table.c.id, wanted)]
    return list(read_rows(connection, register, ids))


def _has_merged(connection: Connection, register: str) -> bool:
    """Whether any record of the register was ever merged into another: most books have none."""
    if register not in REGISTERS or not REGISTERS[register].is_mergeable:
        return False
    table = schema.register_tables[register]
    query = select(table.c.id).where(table.c[MERGED_INTO].is_not(None)).limit(1)
    return connection.execute(query).first() is not None


def _written_unseen(connection: Connection, causality: Causality, gone: RecordId) -> list[str]:
    """The fields of a tombstone whose writer the author of the merge had not read."""
    query = select(_CLOCKS.c.field, _CLOCKS.c.entry).where(_CLOCKS.c.record == gone)
    writers: dict[str, int] = {row.field: row.entry for row in connection.execute(query)}
    merge = writers.get(MERGED_INTO)
    if merge is None:
        return []
    return [
        name
        for name, entry in sorted(writers.items())
        if name not in (MERGED_INTO, DELETED) and entry != merge and not causality.saw(merge, entry)
    ]


def _circle_of(connection: Connection, register: str, record: RecordId) -> list[RecordId]:
    """The records one comes through from a tombstone back to itself; empty if one does not."""
    found: list[RecordId] = []
    at = record
    while at not in found:
        row = next(read_rows(connection, register, [at]), None)
        if row is None or not row[DELETED] or row[MERGED_INTO] is None:
            return []
        found.append(at)
        at = str(row[MERGED_INTO])
    return found if at == record else []


def _found(
    register: str,
    row: dict[str, Value],
    name: str,
    other: Value,
    shown: Value,
    **more: Value,
) -> Found:
    field = REGISTERS[register].by_name.get(name)
    label = field.label if field else N_("Xóa")
    told = {"_label": label, "_field": name, "_other": other, "_shown": shown, **more}
    return Found(register, str(row["id"]), name, str(row["unit_id"]), _village(row), told)


def _village(row: dict[str, Value]) -> str | None:
    village = row.get("village")
    return None if village is None else str(village)
