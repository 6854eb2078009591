"""How a rule is asked: of everybody, or of the few records that a change may concern."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy import Connection, Select, Text, bindparam, select

from sachmatuy_desktop.domain.findings import Found, Severity
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.following import ever_said
from sachmatuy_desktop.storage.statements import Prepared, among

TODAY = bindparam("today", type_=Text)
"""The day that the checks are made on."""

Changed = Mapping[str, Collection[RecordId]]
"""Records that changed, by register."""

Judge = Callable[[Mapping[str, Value]], bool]
"""Whether a row is found after all: for what SQL cannot say."""


class Finder(Protocol):
    """Where a rule's finds come from."""

    def concerned(self, connection: Connection, changed: Changed, /) -> set[RecordId]:
        """The records whose finds by this rule may be others after the change."""
        ...

    def find(
        self, connection: Connection, today: str, records: Collection[RecordId] | None, /
    ) -> Iterator[Found]:
        """What is found: everywhere (`None`), or about these records."""
        ...


@dataclass(frozen=True)
class Rule:
    """One check, as data.

    `title` heads its finds, `sentence` words one (`{name}` is a value of the find); both may say
    `labels`, which are catalogue messages themselves.  `register` is whose records it is about,
    empty for any; `field` is where a find leads.  `names` are the fields the sentence says: a role
    that may not see one of them is not told of the rule.  `daily` rules are judged by today's date.
    """

    id: str
    title: str
    sentence: str
    register: str
    field: str
    severity: Severity
    finder: Finder
    names: tuple[str, ...] = ()
    daily: bool = False
    labels: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Asking:
    """A select over one register: `id`, `unit_id`, `place`, then the values that are told.

    `reads` are the other registers the query looks into; `shares` is a field whose equal values
    make a find (one number on two papers); `judge` has the last word.
    """

    register: str
    field: str
    query: Select[Any]
    reads: tuple[str, ...] = ()
    shares: str = ""
    judge: Judge | None = None

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.query.selected_columns)[3:]

    @cached_property
    def _all(self) -> Prepared:
        return Prepared(self.query)

    @cached_property
    def _some(self) -> Prepared:
        table = schema.register_tables[self.register]
        return Prepared(self.query.where(among(table.c.id, "ids")))

    def find(
        self, connection: Connection, today: str, records: Collection[RecordId] | None
    ) -> Iterator[Found]:
        """What is found: everywhere (`None`), or about these records."""
        given = {"today": today}
        if records is None:
            cursor = self._all.run(connection, given)
        else:
            cursor = self._some.run(connection, {**given, "ids": json.dumps(list(records))})
        for record, unit, place, *values in cursor:
            told = dict(zip(self._names, values, strict=True))
            if self.judge is None or self.judge(told):
                yield Found(self.register, record, self.field, unit, place, told)

    def concerned(self, connection: Connection, changed: Changed) -> set[RecordId]:
        """The changed records themselves, and those that what is read besides has to do with."""
        found = set(changed.get(self.register, ()))
        if found and self.shares:
            found |= self._sharing(connection, found)
        for name in self.reads:
            if changed.get(name):
                found |= _related(connection, self.register, name, changed[name])
        return found

    def _sharing(self, connection: Connection, records: Collection[RecordId]) -> set[RecordId]:
        """Everybody who has a value that one of the records has or ever had."""
        values = ever_said(connection, records, self.shares)
        table = schema.register_tables[self.register]
        query = select(table.c.id).where(among(table.c[self.shares], "values"))
        return set(connection.execute(query, {"values": json.dumps(list(values))}).scalars())


def _related(
    connection: Connection, register: str, other: str, records: Collection[RecordId]
) -> set[RecordId]:
    """The records of `register` that the `records` of `other` name, ever named, or are named by."""
    found: set[RecordId] = set()
    for reference in REGISTERS[other].references:
        if reference.target == register:
            found |= {str(each) for each in ever_said(connection, records, reference.name)}
    table = schema.register_tables[register]
    for reference in REGISTERS[register].references:
        if reference.target == other and not reference.by_program:
            query = select(table.c.id).where(among(table.c[reference.name], "ids"))
            found |= set(connection.execute(query, {"ids": json.dumps(list(records))}).scalars())
    return found
