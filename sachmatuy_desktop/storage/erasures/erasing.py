"""Taking away for good what the journal said of a record, by an entry of the act `erase.person`.

A line whose payload is erased leaves a stub (`gone_line`) that keeps its place and its hash, so
every seal still verifies.  What goes is exact and the same at every office, whatever it heard in
which order: each line of the record whose author had not read the erasing entry.  What was written
by somebody who had is new, and stays.

Runs while the erasing entry is open, or one that brings lines of a record erased before (`guards`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Table, bindparam, delete, select, update

from sachmatuy_desktop.domain.changes import ERASE, gone_line, header_without_why, line_digest
from sachmatuy_desktop.domain.erasing import Naming
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.storage import alike, schema
from sachmatuy_desktop.storage.erasures.erasing_beside import forget_beside
from sachmatuy_desktop.storage.row_reading import read_rows
from sachmatuy_desktop.storage.search_index import add_to_search, forget_words
from sachmatuy_desktop.storage.statements import Prepared, among, inserting
from sachmatuy_desktop.storage.sync.causality import Causality
from sachmatuy_desktop.storage.sync.packing import lines_in, packed

__all__ = [
    "Eraser",
    "any_erased",
    "brought_by",
    "erased_among",
    "forget_traces",
    "is_erasing",
    "keep_hashes",
    "remember",
    "strip",
    "strip_notes",
    "strip_packed",
    "strip_undone",
    "strip_waiting",
    "take_away",
]

_ENTRIES, _CHANGES = schema.journal_entries, schema.journal_changes
_RECORDS, _LINES = schema.erased_records, schema.erased_lines
_REMEMBER: Final = inserting(_RECORDS)
_KEEP_HASH: Final = inserting(_LINES)
_AMONG: Final = Prepared(
    select(_RECORDS.c.record, _RECORDS.c.entry).where(among(_RECORDS.c.record, "ids"))
)
_SAID: Final = Prepared(
    select(_CHANGES.c.record, _CHANGES.c.entry, _CHANGES.c.number, _CHANGES.c.line)
    .where(among(_CHANGES.c.record, "ids"))
    .order_by(_CHANGES.c.entry, _CHANGES.c.number)
)
_STRIP: Final = Prepared(
    update(_CHANGES)
    .where(_CHANGES.c.entry == bindparam("b_entry"), _CHANGES.c.number == bindparam("b_number"))
    .values(line=bindparam("line"), before=bindparam("before"))
)
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "people": ("full_name", "other_names", "citizen_number"),
    "identity_docs": ("number",),
}
"""The columns that name a person wherever they are said."""
_ANYWHERE: Final = ""
_EVER: Final = 1 << 63
"""Later than any clock."""
_PACKED: Final = (schema.parked_segments, schema.undone_segments)


def take_away(connection: Connection, records: Mapping[RecordId, str], entry: int) -> None:
    """Erase what was said of records (id → register) before an entry that is open."""
    remember(connection, records, entry)
    stripped = strip(connection, records, Causality(connection))
    strip_notes(connection, stripped.names, entry)
    strip_packed(connection, records)
    forget_beside(connection, records, stripped.names)
    forget_traces(connection, records)


def remember(connection: Connection, records: Mapping[RecordId, str], entry: int) -> None:
    """Put down that an open entry of the act `erase.person` erases these records."""
    _REMEMBER.many(
        connection,
        [
            {"record": record, "entry": entry, "register": register}
            for record, register in records.items()
        ],
    )


def erased_among(connection: Connection, records: Collection[RecordId]) -> dict[RecordId, set[int]]:
    """Of these records those that were ever erased, each with the entries that did."""
    found: defaultdict[RecordId, set[int]] = defaultdict(set)
    for record, entry in _AMONG.run(connection, {"ids": json.dumps(list(records))}):
        found[record].add(entry)
    return dict(found)


@dataclass
class Stripped:
    """The records of which any line went, and the names and numbers of persons that they said."""

    records: set[RecordId] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def take_in(self, record: RecordId, said: Mapping[str, Any]) -> None:
        """A line that went."""
        self.records.add(record)
        fields = _NAMES.get(str(said["r"]), ())
        self.names |= {str(said["v"][each]) for each in fields if said["v"].get(each)}


def strip(connection: Connection, records: Iterable[RecordId], causality: Causality) -> Stripped:
    """Put stubs in place of the lines of erased records whose authors had not read of it."""
    ids = list(records)
    eraser = Eraser(connection, ids, causality)
    hashes, stubs = [], []
    stripped = Stripped()
    for record, entry, number, line in _SAID.run(connection, {"ids": json.dumps(ids)}).fetchall():
        by = eraser.of(record, entry)
        if by is None or "gone" in (said := json.loads(line)):
            continue
        stub = gone_line(line)
        kept = json.loads(stub)["gone"]
        hashes.append({"entry": entry, "number": number, "hash": kept, "by": by})
        stubs.append({"b_entry": entry, "b_number": number, "line": stub, "before": None})
        stripped.take_in(record, said)
    _KEEP_HASH.many(connection, hashes)
    _STRIP.many(connection, stubs)
    return stripped


def strip_notes(connection: Connection, names: Collection[str], entry: int) -> None:
    """Take the reason out of this office's own notes (printed, taken out …) that say a name or a
    number of a person.  A paper or a file they call by what names nobody.

    They never leave the office; what stays of such a note is who did what and when, and its hash.
    """
    naming, streams = Naming(names), schema.streams
    query = (
        select(_ENTRIES.c.id, _ENTRIES.c.first, _ENTRIES.c.header, _ENTRIES.c.why)
        .join(streams, streams.c.id == _ENTRIES.c.stream)
        .where(streams.c.scope == Scope.LOCAL, _ENTRIES.c.why != "")
    )
    for row in connection.execute(query).all() if names else ():
        if naming.said_in(row.why):
            header = header_without_why(row.header)
            kept = json.loads(header)["gone"]
            said = {"entry": row.id, "number": row.first, "hash": kept, "by": entry}
            _KEEP_HASH.many(connection, [said])
            connection.execute(
                update(_ENTRIES).where(_ENTRIES.c.id == row.id).values(header=header, why="")
            )


class Eraser:
    """Which entry takes away what another one said of a record."""

    def __init__(
        self, connection: Connection, records: Collection[RecordId], causality: Causality
    ) -> None:
        self._erasing = erased_among(connection, records)
        self._causality = causality
        local = select(schema.streams.c.id).where(schema.streams.c.scope == Scope.LOCAL)
        self._local = frozenset(connection.execute(local).scalars())

    def of(self, record: RecordId, entry: int) -> int | None:
        """The entry that erases what `entry` said; `None` if it stays.

        One erases within its own stream, whatever its author had not read.  An erasing entry is
        itself erased only by one whose author had read it.  An entry of this office's own about its
        copy (`erasing_copies`) erases what was here before it.
        """
        erasing, causality = self._erasing.get(record, set()), self._causality
        stream = causality.clock(entry).stream
        for by in sorted(erasing):
            if causality.clock(by).stream in self._local:
                if entry < by and entry not in erasing:
                    return by
            elif causality.clock(by).stream != stream or by == entry or causality.saw(entry, by):
                continue
            elif entry not in erasing or causality.saw(by, entry):
                return by
        return None


# -- beside the journal ----------------------------------------------------------------------------


def forget_traces(connection: Connection, records: Mapping[RecordId, str]) -> None:
    """Take out of the search index and of what was worked out whatever came from the records."""
    ids = list(records)
    forget_words(connection, ids)
    by_register: defaultdict[str, list[RecordId]] = defaultdict(list)
    for record, register in records.items():
        by_register[register].append(record)
    for register, those in by_register.items():
        if register in REGISTERS:
            add_to_search(connection, register, list(read_rows(connection, register, those)))
    for start in range(0, len(ids), 500):
        alike.forget(connection, ids[start : start + 500])
    found = schema.findings
    connection.execute(delete(found).where(among(found.c.record, "ids")), {"ids": json.dumps(ids)})


def strip_waiting(connection: Connection) -> None:
    """Take out of segments that wait whatever was erased before they came."""
    records = set(connection.execute(select(_RECORDS.c.record)).scalars())
    if records:
        strip_packed(connection, records)


def strip_packed(connection: Connection, records: Collection[RecordId]) -> None:
    """The same for segments that wait or were set aside.

    What is written there after the erasing by its clock stays until it is applied and judged
    exactly.
    """
    upto = _last_erasing(connection, records)
    for table in _PACKED:
        _strip_table(connection, table, upto)


def strip_undone(connection: Connection, records: Collection[RecordId]) -> None:
    """The same for records of which nothing is here but in segments that were set aside."""
    ever = {_ANYWHERE: dict.fromkeys(records, _EVER)}
    _strip_table(connection, schema.undone_segments, ever)


def _last_erasing(
    connection: Connection, records: Collection[RecordId]
) -> Mapping[str, Mapping[RecordId, int]]:
    """By the stream's name the clock of the newest entry that erased each record; an entry about
    this office's own copy counts in all of them.
    """
    streams = schema.streams
    query = (
        select(_RECORDS.c.record, _ENTRIES.c.hlc, streams.c.scope, streams.c.unit_id)
        .join(_ENTRIES, _ENTRIES.c.id == _RECORDS.c.entry)
        .join(streams, streams.c.id == _ENTRIES.c.stream)
        .where(among(_RECORDS.c.record, "ids"))
        .order_by(_ENTRIES.c.hlc)
    )
    found: defaultdict[str, dict[RecordId, int]] = defaultdict(dict)
    for record, hlc, scope, unit in connection.execute(query, {"ids": json.dumps(list(records))}):
        found[_ANYWHERE if scope == Scope.LOCAL else f"{scope}/{unit}"][record] = hlc
    return found


def _strip_table(
    connection: Connection, table: Table, upto: Mapping[str, Mapping[RecordId, int]]
) -> None:
    rows = connection.execute(select(table.c.id, table.c.header, table.c.lines)).all()
    for at, header, lines in rows:
        here, anywhere = upto.get(json.loads(header)["stream"], {}), upto.get(_ANYWHERE, {})
        erased = {
            each: max(here.get(each, 0), anywhere.get(each, 0)) for each in here.keys() | anywhere
        }
        before = list(lines_in(lines)) if erased else []
        after = list(stripped_lines(before, erased))
        if after != before:
            connection.execute(update(table).where(table.c.id == at).values(lines=packed(after)))


def stripped_lines(lines: Iterable[bytes], upto: Mapping[RecordId, int]) -> Iterable[bytes]:
    """Lines of whole entries, with stubs for those of records erased later by the clock; what an
    entry that erases left of them is judged when it is applied.
    """
    hlc, erases = 0, False
    for raw in lines:
        said = json.loads(raw)
        if "x" in said:
            hlc, erases = said["h"], is_erasing(said["do"])
        record = said.get("i")
        if record in upto and "gone" not in said and hlc <= upto[record] and not erases:
            yield gone_line(raw.decode()).encode()
        else:
            yield raw


def any_erased(connection: Connection) -> bool:
    """Whether any record was ever erased here."""
    return connection.execute(select(_RECORDS.c.record).limit(1)).first() is not None


def brought_by(connection: Connection, digest: str) -> bool:
    """Whether a bundle brought an entry that erases."""
    query = (
        select(_RECORDS.c.record)
        .join(_ENTRIES, _ENTRIES.c.id == _RECORDS.c.entry)
        .where(_ENTRIES.c.origin == digest)
        .limit(1)
    )
    return connection.execute(query).first() is not None


def keep_hashes(connection: Connection, lines: Iterable[tuple[int, int, bytes]]) -> None:
    """Put down the hashes of lines (by entry and number) that came as stubs: which entry erased
    them comes later, so it is 0.
    """
    rows = [
        {"entry": entry, "number": number, "hash": line_digest(raw).hex(), "by": 0}
        for entry, number, raw in lines
    ]
    if rows:
        _KEEP_HASH.many(connection, rows)


def is_erasing(act: str) -> bool:
    """Whether an act's id in the journal is that of an erasing."""
    return act == ERASE
