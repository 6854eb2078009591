"""What every PC ought to show, found out without the merge: all acts kept with their exact past.

The journal's own lines say what was written; who knew what is counted here, bundle by bundle, by
the rule that a segment counts once everything before it and everything its author knew counts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.changes import DELETED, ERASE
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.shorthand import MERGED_INTO
from sachmatuy_desktop.storage import schema


class Key(NamedTuple):
    """An entry of the journal, the same on every PC: whose, of which stream, its first line."""

    site: str
    scope: str
    unit: str
    first: int

    @property
    def stream(self) -> tuple[str, str]:
        """The stream it stands in."""
        return self.scope, self.unit


class Cell(NamedTuple):
    """One field of one record."""

    register: str
    record: RecordId
    field: str


Understands = Callable[[Cell], bool]
"""Whether a PC's program knows a field at all; "" is the making of a record."""

Believes = Callable[[Key], bool]
"""Whether a PC lets an entry count: not what a revoked key wrote past what is believed of it."""


@dataclass(frozen=True)
class Said:
    """One entry: what it wrote, and every entry of its stream that its author knew; of the records
    that it erases by law.
    """

    key: Key
    last: int
    hlc: int
    writes: Mapping[Cell, Value]
    past: frozenset[Key]
    erases: frozenset[RecordId] = frozenset()

    @property
    def rank(self) -> tuple[int, str, int]:
        """Which of two that did not know of each other is shown."""
        return self.hlc, self.key.site, self.key.first


class Stretch(NamedTuple):
    """The place of a segment: lines of one site's stream."""

    site: str
    scope: str
    unit: str
    first: int
    last: int


class Written(NamedTuple):
    """An entry of the journal as it stands there: its number, its name, its last line, its clock,
    its writes, whether it erases.
    """

    entry: int
    key: Key
    last: int
    hlc: int
    writes: dict[Cell, Value]
    erasing: bool


def entries_after(connection: Connection, entry: int) -> list[Written]:
    """What was written at this PC after an entry, local notes left out."""
    entries, sites, streams = schema.journal_entries, schema.sites, schema.streams
    query = (
        select(
            entries.c.id,
            sites.c.site,
            streams.c.scope,
            streams.c.unit_id,
            entries.c.first,
            entries.c.last,
            entries.c.hlc,
            entries.c.act,
        )
        .join(sites, sites.c.id == entries.c.site)
        .join(streams, streams.c.id == entries.c.stream)
        .where(entries.c.id > entry, entries.c.origin.is_(None), streams.c.scope != "local")
        .order_by(entries.c.id)
    )
    return [
        Written(
            row[0], Key(*row[1:5]), row[5], row[6], _writes(connection, row[0]), row[7] == ERASE
        )
        for row in connection.execute(query).all()
    ]


def _writes(connection: Connection, entry: int) -> dict[Cell, Value]:
    lines = schema.journal_changes
    found: dict[Cell, Value] = {}
    for text in connection.execute(select(lines.c.line).where(lines.c.entry == entry)).scalars():
        line = json.loads(text)
        found |= {Cell(line["r"], line["i"], name): value for name, value in line["v"].items()}
        if line.get("new"):
            found[Cell(line["r"], line["i"], "")] = line["u"]
    return found


Missing = frozenset[tuple[Key, RecordId]]
"""What travels without its payload: whose entry, of which record."""


@dataclass
class Delivery:
    """What one bundle did at a PC: the entries that became known, and of which segments they were,
    each with the bundle that had brought it.
    """

    keys: set[Key] = field(default_factory=set)
    applied: dict[Stretch, str] = field(default_factory=dict)


@dataclass
class Knowledge:
    """What one PC knows, and what came to it too early, with the bundle that first brought it."""

    known: set[Key] = field(default_factory=set)
    disbelieved: set[Key] = field(default_factory=set)
    """Known, kept, and of no consequence."""
    waiting: dict[Stretch, str] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    missing: dict[Stretch, Missing] = field(default_factory=dict)
    """Of what waits: what came without its payload in every copy."""

    def copy(self) -> Knowledge:
        """As it is now."""
        return Knowledge(
            set(self.known),
            set(self.disbelieved),
            dict(self.waiting),
            dict(self.deliveries),
            dict(self.missing),
        )

    @property
    def counting(self) -> set[Key]:
        """What is known and counts."""
        return self.known - self.disbelieved


class Truth:
    """All that was ever written in a world."""

    def __init__(self) -> None:
        self.said: dict[Key, Said] = {}
        self.erasable: set[RecordId] = set()
        """Whatever anybody erased."""

    def write(self, who: Knowledge, written: Written) -> None:
        """A PC wrote an entry, knowing what it knew."""
        key, writes = written.key, written.writes
        past = frozenset(each for each in who.known if each.stream == key.stream)
        erases = {cell.record for cell in writes} if written.erasing else set()
        self.said[key] = Said(key, written.last, written.hlc, writes, past, frozenset(erases))
        self.erasable |= erases
        who.known.add(key)

    def deliver(
        self,
        who: Knowledge,
        stretches: Mapping[Stretch, Missing],
        bundle: str,
        believes: Believes = lambda _key: True,
    ) -> None:
        """Segments came to a PC, in whatever order; those that are not ready wait, and those of
        which anything is missing that nobody has erased.
        """
        for each, missing in stretches.items():
            before = who.missing.get(each, frozenset()) if each in who.waiting else missing
            who.waiting.setdefault(each, bundle)
            who.missing[each] = missing & before
        held_back: set[Stretch] = set()
        while True:
            done, known, waiting = self._apply(who, held_back)
            unlawful = {
                each
                for each in done.applied
                for key, record in who.missing.get(each, ())
                if key in done.keys and not self._erased(known - who.disbelieved, key, record)
            }
            if not unlawful:
                break
            held_back |= unlawful
        who.known, who.waiting = known, waiting
        who.disbelieved |= {key for key in done.keys if not believes(key)}
        who.deliveries[bundle] = done

    def _apply(
        self, who: Knowledge, held_back: set[Stretch]
    ) -> tuple[Delivery, set[Key], dict[Stretch, str]]:
        """What would come in, what would be known, what would wait."""
        done, known, waiting = Delivery(), set(who.known), dict(who.waiting)
        while ready := [
            each for each in waiting if each not in held_back and self._is_ready(known, each)
        ]:
            for each in ready:
                fresh = set(self._within(each)) - known
                by = waiting.pop(each)
                if fresh:
                    known |= fresh
                    done.keys |= fresh
                    done.applied[each] = by
        return done, known, waiting

    def _erased(self, known: Iterable[Key], key: Key, record: RecordId) -> bool:
        """Whether what an entry said of a record is erased by one of those known."""
        said = self.said[key]
        for by in known:
            other = self.said[by]
            if record in other.erases and by.stream == key.stream and by != key:
                stays = record in said.erases and key not in other.past
                if by not in said.past and not stays:
                    return True
        return False

    def is_erased(self, who: Knowledge, key: Key, record: RecordId) -> bool:
        """Whether what an entry said of a record is erased at a PC."""
        return record in self.erasable and self._erased(who.counting, key, record)

    def erased(self, who: Knowledge) -> Iterator[tuple[Cell, Value]]:
        """What was written and may stand nowhere any more at a PC."""
        for key in who.known:
            for cell, value in self.said[key].writes.items():
                if cell.field and self.is_erased(who, key, cell.record):
                    yield cell, value

    def stands_on(self, who: Knowledge, bundle: str) -> bool:
        """Whether a PC knows anything that stands on what a bundle brought: what its author wrote
        next, what somebody wrote who knew it, what had waited and came in with another bundle.
        """
        keys = who.deliveries[bundle].keys
        for key in who.known - keys:
            if self.said[key].past & keys:
                return True
            if any(key[:3] == each[:3] and key.first > each.first for each in keys):
                return True
        others = (each for name, each in who.deliveries.items() if name != bundle)
        return any(bundle in each.applied.values() for each in others)

    def undo(self, who: Knowledge, bundle: str) -> None:
        """A bundle never came; what another had brought, and had waited for it, waits again."""
        done = who.deliveries.pop(bundle)
        who.known -= done.keys
        who.disbelieved -= done.keys
        who.waiting = {each: by for each, by in who.waiting.items() if by != bundle}
        who.waiting |= {each: by for each, by in done.applied.items() if by != bundle}

    def _of(self, stretch: Stretch) -> Iterator[Key]:
        """The entries of the stretch's stream up to its end."""
        for key in self.said:
            if key[:3] == stretch[:3] and key.first <= stretch.last:
                yield key

    def _within(self, stretch: Stretch) -> list[Key]:
        return [each for each in self._of(stretch) if each.first >= stretch.first]

    def _is_ready(self, known: set[Key], stretch: Stretch) -> bool:
        inside = set(self._within(stretch))
        if any(each not in known and each not in inside for each in self._of(stretch)):
            return False
        return all(self.said[each].past <= known | inside for each in inside)

    # -- what ought to be seen ---------------------------------------------------------------------

    def alive(
        self, who: Knowledge, understands: Understands = lambda _cell: True
    ) -> dict[Cell, list[Said]]:
        """The writes of each field that no other known write has seen, the one shown first; of the
        fields that the PC's program understands, of the records that were made by anybody it
        believes.
        """
        writes: dict[Cell, list[Said]] = defaultdict(list)
        for key in who.counting:
            for cell in filter(understands, self.said[key].writes):
                if not (cell.field and self.is_erased(who, key, cell.record)):
                    writes[cell].append(self.said[key])
        made = {cell.record for cell in writes if not cell.field}
        if who.disbelieved:
            writes = {cell: said for cell, said in writes.items() if cell.record in made}
        return {cell: _alive(said) for cell, said in writes.items()}


def _alive(said: list[Said]) -> list[Said]:
    seen = frozenset[Key]().union(*(each.past for each in said))
    return sorted(
        (each for each in said if each.key not in seen), key=lambda each: each.rank, reverse=True
    )


class Asked(NamedTuple):
    """One thing to decide: the fields, what they said before, and every act that has a say."""

    register: str
    record: RecordId
    fields: tuple[str, ...]
    base: tuple[tuple[str, Value], ...]
    acts: frozenset[Key]


def to_decide(
    truth: Truth, who: Knowledge, understands: Understands = lambda _cell: True
) -> set[Asked]:
    """What ought to wait for somebody: fields with two values, removals that met edits."""
    alive = truth.alive(who, understands)
    by_record: dict[tuple[str, RecordId], dict[str, list[Said]]] = defaultdict(dict)
    for cell, said in alive.items():
        by_record[cell.register, cell.record][cell.field] = said
    found: set[Asked] = set()
    for (register, record), fields in by_record.items():
        found |= set(_fields_to_decide(truth, who, register, record, fields))
        found |= set(_removal_to_decide(register, record, fields))
    return found


def _value(said: Said, register: str, record: RecordId, name: str) -> Value:
    return said.writes[Cell(register, record, name)]


def _fields_to_decide(
    truth: Truth,
    who: Knowledge,
    register: str,
    record: RecordId,
    fields: Mapping[str, list[Said]],
) -> Iterator[Asked]:
    book = REGISTERS[register]
    together: dict[str, list[str]] = {}
    for name in (*book.by_name, DELETED):
        values = {_value(each, register, record, name) for each in fields.get(name, ())}
        if len(values) > 1:
            group = book[name].group if name != DELETED else ""
            together.setdefault(group or name, []).append(name)
    for names in together.values():
        acts = {each.key: each for name in names for each in fields[name]}
        base = _before(truth, who, [Cell(register, record, name) for name in names], acts)
        yield Asked(register, record, tuple(names), base, frozenset(acts))


def _before(
    truth: Truth, who: Knowledge, cells: list[Cell], acts: Mapping[Key, Said]
) -> tuple[tuple[str, Value], ...]:
    """What the fields said before all of the acts."""
    common = frozenset.intersection(*(each.past for each in acts.values())) & who.counting
    base: list[tuple[str, Value]] = []
    for cell in cells:
        writes = [
            truth.said[key]
            for key in common
            if cell in truth.said[key].writes and not truth.is_erased(who, key, cell.record)
        ]
        if writes:
            base.append((cell.field, _alive(writes)[0].writes[cell]))
    return tuple(sorted(base))


def _removal_to_decide(
    register: str, record: RecordId, fields: Mapping[str, list[Said]]
) -> Iterator[Asked]:
    gone = fields[DELETED][0] if DELETED in fields else None
    if gone is None or not _value(gone, register, record, DELETED):
        return
    if MERGED_INTO in fields and _value(fields[MERGED_INTO][0], register, record, MERGED_INTO):
        return
    edits = {
        said[0].key
        for name, said in fields.items()
        if name not in (DELETED, "")
        and said[0].key != gone.key
        and said[0].key not in gone.past
        and gone.key not in said[0].past
    }
    if edits:
        yield Asked(register, record, (DELETED,), ((DELETED, 0),), frozenset({gone.key, *edits}))
