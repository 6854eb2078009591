"""Everything that is kept of a person, found in the books, and what an erasing leaves of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.erasing import ErasingRules, Naming, Way
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind, RecordId, Value
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_, NotFound
from sachmatuy_desktop.storage.erasures.erasures_list import PEOPLE
from sachmatuy_desktop.storage.following import ever_said
from sachmatuy_desktop.storage.merged import gone_into
from sachmatuy_desktop.storage.references import pointing_at, said_about
from sachmatuy_desktop.storage.row_reading import read_rows
from sachmatuy_desktop.storage.store import Connection

__all__ = [
    "HOUSEHOLDS",
    "ErasedRecord",
    "ErasurePlan",
    "Going",
    "PersonRecords",
    "as_it_stands",
    "nameless_home",
]

HOUSEHOLDS: Final = "households"
LAYOUTS: Final = "sheet_layouts"
_REACHED_BY: Final = ("citizen_number", "phone")
"""The fields of a household that are its head's."""
_WORDS: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.NAME})
_LEAST_DIGITS: Final = 8
"""A shorter number may well stand in that of a document."""


@dataclass(frozen=True, slots=True)
class Going:
    """What becomes of a book's records: `erased` leave nothing, `cleaned` what is no sign of who
    it was.
    """

    register: str
    erased: int
    cleaned: int


@dataclass(frozen=True)
class ErasurePlan:
    """What erasing a person would do.

    `files` are attached contents that go.  `named_elsewhere` counts, by register, records of others
    in which the name stands too: they are told, never changed.
    """

    person: RecordId
    name: str
    keep_statistics: bool
    books: tuple[Going, ...]
    files: int
    named_elsewhere: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ErasedRecord:
    """One record of the person: what becomes of it, and the fields that are left."""

    register: str
    record: RecordId
    way: Way
    left: Mapping[str, Value]


@dataclass
class PersonRecords:
    """Everything that is kept of a person, and what shall be left of it."""

    connection: Connection
    rules: ErasingRules
    person: RecordId
    keep_statistics: bool
    records: dict[RecordId, ErasedRecord] = field(default_factory=dict)
    name: str = ""
    files: int = 0

    def __post_init__(self) -> None:
        rows = {str(each["id"]): each for each in self._rows(PEOPLE, [self.person])}
        if self.person not in rows:
            raise NotFound(N_("Không còn người này trong sổ."))
        own = [self.person, *gone_into(self.connection, PEOPLE, self.person)]
        people = self._rows(PEOPLE, own)
        self.unit = str(rows[self.person]["unit_id"])
        self.name = str(rows[self.person]["full_name"] or "")
        self.names = self._ever_said(own, "full_name") | {self.name} - {""}
        self.numbers = self._ever_said(own, "citizen_number") | self._ever_said(own, "phone")
        self._take(PEOPLE, people, Way.CLEAN if self.keep_statistics else Way.ERASE)
        homes = self._homes(own, people)
        self._keep_villages(people, homes)
        self._take_pointing(PEOPLE, own)
        self._take_households(homes)
        self._take_said_about()
        self._take_layouts()

    def is_named_in(self, text: str) -> bool:
        """Whether a text says who it was: by a number, however it is spaced, or by a name of more
        than one word.
        """
        digits = re.sub(r"\D", "", text)
        if any(each in digits for each in self.numbers if len(each) >= _LEAST_DIGITS):
            return True
        telling = {each for each in self.names if " " in each} | self.numbers
        return Naming(telling).said_in(text)

    def plan(self, named: Mapping[str, int]) -> ErasurePlan:
        """The figures of it."""
        ways = Counter((each.register, each.way) for each in self.records.values())
        books = tuple(
            Going(book.name, ways[book.name, Way.ERASE], ways[book.name, Way.CLEAN])
            for book in REGISTERS
            if ways[book.name, Way.ERASE] or ways[book.name, Way.CLEAN]
        )
        return ErasurePlan(
            self.person, self.name, self.keep_statistics, books, self.files, dict(named)
        )

    def named_elsewhere(self, connection: Connection) -> Counter[str]:
        """How many other living records of each register have a name that the person ever had in
        one of their texts.
        """
        found: Counter[str] = Counter()
        names = sorted(self.names)
        if not names:
            return found
        for book in REGISTERS:
            texts = [each.name for each in book.fields if each.kind in _WORDS]
            if not texts:
                continue
            said = " OR ".join(f'instr("{each}", ?)' for each in texts for _name in names)
            rows = connection.exec_driver_sql(
                f"SELECT id FROM {book.name} WHERE deleted = 0 AND ({said})",  # noqa: S608  (ours)
                (*names,) * len(texts),
            )
            found[book.name] += sum(row.id not in self.records for row in rows)
        return +found

    def _rows(self, register: str, records: Sequence[RecordId]) -> list[dict[str, Value]]:
        return list(read_rows(self.connection, register, records))

    def _take(self, register: str, rows: Sequence[Mapping[str, Value]], way: Way) -> None:
        book = REGISTERS[register]
        for row in rows:
            record = str(row["id"])
            left = self.rules.left_of(book, row, way)
            self.records.setdefault(record, ErasedRecord(register, record, way, left))
            self.files += bool(book.owner_kind and row["sha256"])

    def _take_pointing(self, register: str, records: Sequence[RecordId]) -> None:
        """What points at records of the person, tombstones too, and what is attached to it."""
        for register_of, name, pointing in list(self._pointing(register, records)):
            fresh = [each for each in pointing if each not in self.records]
            book = REGISTERS[register_of]
            under = book.parent == name
            way = Way.ERASE if under and not self.keep_statistics else self.rules.way_of(book)
            rows = self._rows(register_of, fresh)
            self._take(register_of, rows, way)
            if not self.keep_statistics:
                self._let_go(name, fresh)
            self._take_attached(register_of, fresh)

    def _take_attached(self, register: str, records: Sequence[RecordId]) -> None:
        for register_of, _name, pointing in list(self._pointing(register, records)):
            if REGISTERS[register_of].owner_kind:
                fresh = [each for each in pointing if each not in self.records]
                self._take(register_of, self._rows(register_of, fresh), Way.ERASE)

    def _pointing(
        self, register: str, records: Sequence[RecordId]
    ) -> Iterator[tuple[str, str, tuple[RecordId, ...]]]:
        if records:
            found = pointing_at(self.connection, register, records, tombstones=True)
            for each in found:
                yield each.register, each.field, each.records

    def _let_go(self, name: str, records: Sequence[RecordId]) -> None:
        """What stays of others no longer names the person."""
        for record in records:
            known = self.records[record]
            if known.way is Way.CLEAN:
                self.records[record] = replace(known, left={**known.left, name: None})

    def _homes(
        self, own: Sequence[RecordId], people: Sequence[Mapping[str, Value]]
    ) -> dict[RecordId, dict[str, Value]]:
        """The households they are, or ever were, entered in."""
        homes = self._ever_said(own, "household")
        homes |= {str(each["household"]) for each in people if each["household"]}
        rows = self._rows(HOUSEHOLDS, sorted(homes))
        return {str(each["id"]): each for each in rows if each["unit_id"] == self.unit}

    def _keep_villages(
        self,
        people: Sequence[Mapping[str, Value]],
        homes: Mapping[RecordId, Mapping[str, Value]],
    ) -> None:
        """Who lived in the village of a household goes on being counted there."""
        for row in people:
            known, home = self.records[str(row["id"])], homes.get(str(row["household"]))
            if known.way is Way.CLEAN and row["village"] is None and home is not None:
                left = {**known.left, "village": home["village"]}
                self.records[known.record] = replace(known, left=left)

    def _take_households(self, homes: Mapping[RecordId, dict[str, Value]]) -> None:
        """A household that is, or ever was, called by the person's name keeps all but that."""
        mine = {fold(each) for each in self.names}
        for record, row in homes.items():
            now = str(row["head"] or "")
            heads = {fold(each) for each in (*self._ever_said([record], "head"), now)}
            if mine.isdisjoint(heads):
                continue
            left = as_it_stands(HOUSEHOLDS, row)
            if fold(now) in mine:
                left |= nameless_home(self.rules)
            left |= {each: None for each in _REACHED_BY if row[each] in self.numbers}
            self.records[record] = ErasedRecord(HOUSEHOLDS, record, Way.CLEAN, left)

    def _take_said_about(self) -> None:
        """Why something about these records was decided: in words that may tell anything."""
        for each in said_about(self.connection, self.records):
            rows = self._rows(each.register, each.records)
            ours = [row for row in rows if row["unit_id"] == self.unit]
            self._take(each.register, ours, Way.CLEAN)

    def _take_layouts(self) -> None:
        """How a sheet was read whose rows were taken for its headings: they say who stood in it."""
        naming = Naming(self.names | self.numbers)
        known = self.connection.exec_driver_sql(f"SELECT id, mapping FROM {LAYOUTS}")  # noqa: S608
        telling = [row.id for row in known.all() if naming.said_in(str(row.mapping))]
        self._take(LAYOUTS, self._rows(LAYOUTS, telling), Way.ERASE)

    def _ever_said(self, records: Sequence[RecordId], name: str) -> set[str]:
        return {str(each) for each in ever_said(self.connection, records, name)}


def as_it_stands(register: str, row: Mapping[str, Value]) -> dict[str, Value]:
    """All fields of a record, and whether it is a tombstone: only its past goes."""
    return {each.name: row[each.name] for each in REGISTERS[register].fields} | {
        DELETED: row[DELETED]
    }


def nameless_home(rules: ErasingRules) -> dict[str, Value]:
    """What takes the place of the head's name in a household, and of what is the head's."""
    return {"head": rules.placeholder, "remark": None, **dict.fromkeys(_REACHED_BY)}
