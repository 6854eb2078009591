"""What two offices wrote without knowing of each other, and nobody has decided yet.

A field (or a group of fields that moves together) with more than one living write is a conflict;
so is a record that was removed at one PC while it was edited at another.  Nothing here is stored:
it is read from the concurrent writes, the clocks and the journal, and so it is the same on every PC
that holds the same lines.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, and_, func, select

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.shorthand import MERGED_INTO
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.row_reading import read_marks, read_rows
from sachmatuy_desktop.storage.statements import among
from sachmatuy_desktop.storage.sync.causality import Causality
from sachmatuy_desktop.storage.sync.post import brought
from sachmatuy_desktop.storage.sync.quarantine import fields_aside

__all__ = ["Claim", "Conflict", "conflicted_records", "conflicts", "conflicts_of", "undecided"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one act says of the fields in question.

    `is_own`: written at this PC; otherwise `office` is the name of the office or PC that wrote it
    and `bundle` the number of the bundle that brought it.  `hlc` orders acts that did not know of
    each other.
    """

    entry: int
    values: Mapping[str, Value]
    by: str
    at: str
    act: str
    hlc: int
    is_own: bool = True
    office: str = ""
    bundle: int | None = None
    shown: bool = False


@dataclass(frozen=True)
class Conflict:
    """Living writes of the same fields; the one shown comes first, the others by time.

    `base` is what the fields said before all of them, and lacks what nobody had said.  `edits` are
    what was written elsewhere of a record that is removed here; its one claim is the removal.
    """

    register: str
    record: RecordId
    unit: str
    fields: tuple[str, ...]
    claims: tuple[Claim, ...]
    base: Mapping[str, Value]
    edits: tuple[Claim, ...] = ()

    @property
    def is_removal(self) -> bool:
        """Whether it is about a record removed here and edited there."""
        return self.fields == (DELETED,) and bool(self.edits)

    @cached_property
    def entries(self) -> frozenset[int]:
        """The acts that whoever decides has seen."""
        return frozenset(each.entry for each in (*self.claims, *self.edits))


def conflicted_records(connection: Connection) -> list[tuple[str, RecordId]]:
    """The records with something to decide, as (register, id): who wrote what is not read."""
    return [
        (register, record)
        for register, records in _candidates(connection).items()
        for record in _Reading(connection, register, sorted(records)).undecided()
    ]


def undecided(connection: Connection, register: str) -> frozenset[RecordId]:
    """The records of a register with values beside the one shown; removals are not looked at."""
    siblings = schema.siblings
    query = select(siblings.c.record).where(siblings.c.register == register).distinct()
    return frozenset(connection.execute(query).scalars())


def conflicts(connection: Connection) -> list[Conflict]:
    """Everything that waits for a decision, by register and record."""
    return [
        conflict
        for register, records in _candidates(connection).items()
        for conflict in conflicts_of(connection, register, records)
    ]


def _candidates(connection: Connection) -> dict[str, set[RecordId]]:
    """The records to be looked at, by register, in the order of the catalogue."""
    siblings = schema.siblings
    found = connection.execute(select(siblings.c.register, siblings.c.record).distinct()).all()
    by_register: dict[str, set[RecordId]] = defaultdict(set)
    for register, record in (*found, *_removed_and_edited(connection)):
        by_register[register].add(record)
    return {each.name: by_register[each.name] for each in REGISTERS if each.name in by_register}


def conflicts_of(
    connection: Connection, register: str, records: Iterable[RecordId]
) -> list[Conflict]:
    """What waits for a decision in these records of a register."""
    return list(_Reading(connection, register, sorted(records)).found())


def _removed_and_edited(connection: Connection) -> list[tuple[str, RecordId]]:
    """Records with a removal and an edit from different sites; whether they met is asked later."""
    removal, edit = schema.cell_clocks.alias(), schema.cell_clocks.alias()
    gone, kept = schema.journal_entries.alias(), schema.journal_entries.alias()
    lines = schema.journal_changes
    query = (
        select(lines.c.register, removal.c.record)
        .join(gone, gone.c.id == removal.c.entry)
        .join(edit, and_(edit.c.record == removal.c.record, edit.c.field != DELETED))
        .join(kept, and_(kept.c.id == edit.c.entry, kept.c.site != gone.c.site))
        .join(lines, and_(lines.c.entry == removal.c.entry, lines.c.record == removal.c.record))
        .where(removal.c.field == DELETED)
        .distinct()
    )
    return [(register, record) for register, record in connection.execute(query)]


class _Reading:
    """The conflicts of some records of one register."""

    def __init__(self, connection: Connection, register: str, records: Sequence[RecordId]) -> None:
        self._connection = connection
        self._book = REGISTERS[register]
        self._causality = Causality(connection)
        self._rows = {str(row["id"]): row for row in read_rows(connection, register, records)}
        self._cells: dict[RecordId, dict[str, int]] = defaultdict(dict)
        for record, name, entry in read_marks(connection, schema.cell_clocks, records):
            self._cells[record][name] = entry
        self._beside: dict[RecordId, dict[str, dict[int, Value]]] = defaultdict(dict)
        for record, name, entry, _register, value in read_marks(
            connection, schema.siblings, records
        ):
            self._beside[record].setdefault(name, {})[entry] = json.loads(value)

    def found(self) -> Iterator[Conflict]:
        """Record by record: fields first, a removal last."""
        for record, row in self._rows.items():
            for fields in self._groups(record):
                yield self._conflict(record, row, fields)
            removal = self._removal(record, row)
            if removal is not None:
                yield removal

    def undecided(self) -> Iterator[RecordId]:
        """The records of which there is anything to be found."""
        for record, row in self._rows.items():
            if next(self._groups(record), None) or self._crossing(record, row):
                yield record

    def _groups(self, record: RecordId) -> Iterator[tuple[str, ...]]:
        """The undecided fields, those of a group together, in the order of the register."""
        row, beside = self._rows[record], self._beside[record]
        undecided = {
            name
            for name, values in beside.items()
            if any(value != row.get(name) for value in values.values())
        }
        together: dict[str, list[str]] = {}
        for name in (*self._book.by_name, DELETED):
            if name in undecided:
                group = self._book.by_name[name].group if name != DELETED else ""
                together.setdefault(group or name, []).append(name)
        for names in together.values():
            yield tuple(names)

    def _writer(self, record: RecordId, name: str) -> int:
        return self._cells[record].get(name, int(self._rows[record]["base_entry"] or 0))

    def _conflict(
        self, record: RecordId, row: Mapping[str, Value], fields: tuple[str, ...]
    ) -> Conflict:
        said: dict[int, dict[str, Value]] = defaultdict(dict)
        for name in fields:
            for entry, value in self._beside[record][name].items():
                said[entry][name] = value
            said[self._writer(record, name)][name] = row[name]
        shown = self._writer(record, fields[0])
        claims = self._claims(said)
        first = [replace(each, shown=True) for each in claims if each.entry == shown]
        rest = [each for each in claims if each.entry != shown]
        base = self._before(record, fields, said)
        return Conflict(self._book.name, record, str(row["unit_id"]), fields, (*first, *rest), base)

    def _crossing(
        self, record: RecordId, row: Mapping[str, Value]
    ) -> Mapping[int, Mapping[str, Value]]:
        """Of a tombstone: what others wrote that its removal had not seen, by the act."""
        gone = self._cells[record].get(DELETED)
        if not row[DELETED] or gone is None or row.get(MERGED_INTO) is not None:
            return {}
        edits: dict[int, dict[str, Value]] = defaultdict(dict)
        for name, entry in self._cells[record].items():
            if name != DELETED and entry != gone and self._crossed(gone, entry):
                edits[entry][name] = row[name]
        return edits

    def _removal(self, record: RecordId, row: Mapping[str, Value]) -> Conflict | None:
        """A record that is a tombstone by an act that had not seen what others wrote of it."""
        edits = self._crossing(record, row)
        if not edits:
            return None
        gone = self._cells[record][DELETED]
        (removal,) = self._claims({gone: {DELETED: 1}})
        return Conflict(
            self._book.name,
            record,
            str(row["unit_id"]),
            (DELETED,),
            (replace(removal, shown=True),),
            {DELETED: 0},
            tuple(self._claims(edits)),
        )

    def _crossed(self, one: int, other: int) -> bool:
        saw = self._causality.saw
        return not saw(one, other) and not saw(other, one)

    def _claims(self, said: Mapping[int, Mapping[str, Value]]) -> list[Claim]:
        """Who said it, by time."""
        entries, sites = schema.journal_entries, schema.sites
        author, sender = schema.partners.alias("author"), schema.partners.alias("sender")
        query = (
            select(
                entries.c.id,
                entries.c.by,
                entries.c.at,
                entries.c.act,
                entries.c.hlc,
                entries.c.origin,
                func.coalesce(author.c.name, sender.c.name, "").label("office"),
                schema.bundles.c.sequence,
            )
            .join(sites, sites.c.id == entries.c.site)
            .outerjoin(author, author.c.key_id == sites.c.author)
            .outerjoin(schema.bundles, brought(entries.c.origin))
            .outerjoin(sender, sender.c.key_id == schema.bundles.c.partner)
            .where(among(entries.c.id, "ids"))
            .order_by(entries.c.hlc, entries.c.id)
        )
        rows = self._connection.execute(query, {"ids": json.dumps(list(said))})
        return [_claim(row, said[row.id]) for row in rows]

    def _before(
        self, record: RecordId, fields: Sequence[str], said: Mapping[int, object]
    ) -> dict[str, Value]:
        """What the fields said before all claims: of the writes that every claim had seen the one
        that was shown, which is the same on every PC.
        """
        lines = schema.journal_changes
        query = (
            select(lines.c.entry, lines.c.line)
            .where(lines.c.record == record, lines.c.entry.not_in(list(said)))
            .order_by(lines.c.entry)
        )
        base: dict[str, Value] = {}
        newest: dict[str, tuple[int, str, int]] = {}
        aside = fields_aside(self._connection, [record])
        for entry, line in self._connection.execute(query):
            written = json.loads(line)["v"]
            for name in fields:
                if (
                    name not in written
                    or not aside.isdisjoint({(record, entry, name), (record, entry, "")})
                    or not all(self._causality.saw(claim, entry) for claim in said)
                ):
                    continue
                rank = self._causality.write(entry, None).rank
                if name not in newest or rank > newest[name]:
                    base[name], newest[name] = written[name], rank
        return base


def _claim(row: Any, values: Mapping[str, Value]) -> Claim:
    own = row.origin is None
    return Claim(
        row.id,
        values,
        row.by,
        row.at,
        row.act,
        row.hlc,
        own,
        "" if own else row.office,
        None if own else row.sequence,
    )
