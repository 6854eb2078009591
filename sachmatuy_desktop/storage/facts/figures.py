"""The few kinds of figure, and how each is asked of the file and told as a fact.

A figure is one statement for its number and, where there is somebody to name, a second one for the
records behind it: those counted, or of a share those who lack what the share asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, null, select

from sachmatuy_desktop.domain.criteria import Fact, FactRecord
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.facts.question import Question
from sachmatuy_desktop.storage.queries import title_of

MOST_RECORDS: Final = 500
"""How many records stand behind a figure at most; the figure itself is always the whole count."""

Condition = ColumnElement[bool]
Telling = Callable[[Question, Any], str]
Clearing = Callable[[Question, Any], date | None]


@dataclass(frozen=True, eq=False)
class Why:
    """Why a record stands in the way, since when, and when it lawfully no longer does.

    `say` is a sentence, or makes one from the record's row; `extra` are columns it needs besides
    those that name the record.  `since` is a day as ISO text, NULL where the books do not tell.
    """

    say: str | Telling = ""
    clears: Clearing | None = None
    extra: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    since: ColumnElement[Any] | None = None


NO_REASON: Final = Why()


@dataclass(frozen=True, eq=False)
class Count:
    """How many records of a register meet every condition.

    `key` says what is counted once where that is not the record (a person in several cases).
    `must_exist` is for what no commune is without: none recorded is then not known, never 0.
    `names_all` is off where the records are too many to name (every household).
    """

    register: str
    where: tuple[Condition, ...]
    why: Why = NO_REASON
    key: ColumnElement[Any] | None = None
    must_exist: bool = False
    names_all: bool = True

    @cached_property
    def table(self) -> Any:
        """The register's table."""
        return schema.register_tables[self.register]

    @property
    def statement(self) -> Select[Any]:
        """The statement for the number."""
        return self._number

    @cached_property
    def _number(self) -> Select[Any]:
        counted = func.count() if self.key is None else func.count(self.key.distinct())
        return select(counted).select_from(self.table).where(*self.where)

    @cached_property
    def _listing(self) -> Select[Any]:
        return listing(self.table, self.register, self.where, self.why)

    def number(self, name: str, connection: Connection, question: Question) -> Fact:
        """The number alone."""
        number = connection.execute(self._number, question.values).scalar_one()
        return Fact(name, number or (None if self.must_exist else 0))

    def fact(self, name: str, connection: Connection, question: Question) -> Fact:
        """The number and the records counted."""
        alone = self.number(name, connection, question)
        number = alone.value
        if not (number and self.names_all):
            return alone
        rows = connection.execute(self._listing, question.values)
        found = records(question, rows, self.register, self.why)
        return Fact(name, number, found)


@dataclass(frozen=True, eq=False)
class Share:
    """How many of a count's records have something; those that lack it are its exceptions."""

    of: Count
    has: Condition
    why: Why

    @property
    def register(self) -> str:
        """The register that is counted."""
        return self.of.register

    @property
    def statement(self) -> Select[Any]:
        """The statement for its numbers."""
        return self._numbers

    @cached_property
    def _numbers(self) -> Select[Any]:
        numbers: tuple[Any, Any]
        if self.of.key is None:
            numbers = func.count(), func.coalesce(func.sum(case((self.has, 0), else_=1)), 0)
        else:
            key = self.of.key
            numbers = (
                func.count(key.distinct()),
                func.count(case((self.has, null()), else_=key).distinct()),
            )
        return select(*numbers).select_from(self.of.table).where(*self.of.where)

    @cached_property
    def _listing(self) -> Select[Any]:
        lacking = (*self.of.where, case((self.has, 1), else_=0) == 0)
        return listing(self.of.table, self.register, lacking, self.why)

    def number(self, name: str, connection: Connection, question: Question) -> Fact:
        """How many have it."""
        total, lacking = connection.execute(self._numbers, question.values).one()
        return Fact(name, None if self.of.must_exist and not total else total - lacking)

    def fact(self, name: str, connection: Connection, question: Question) -> Fact:
        """How many have it, and the records that lack it."""
        total, lacking = connection.execute(self._numbers, question.values).one()
        if self.of.must_exist and not total:
            return Fact(name, None)
        if not lacking:
            return Fact(name, total)
        rows = connection.execute(self._listing, question.values)
        found = records(question, rows, self.register, self.why)
        return Fact(name, total - lacking, exceptions=found)


@dataclass(frozen=True, eq=False)
class Total:
    """The sum of a column; not known as soon as one record says neither it nor `or_else`."""

    register: str
    column: str
    or_else: str
    where: tuple[Condition, ...]
    why: Why = NO_REASON

    @property
    def statement(self) -> Select[Any]:
        """The statement for its numbers."""
        return self._numbers

    @cached_property
    def _numbers(self) -> Select[Any]:
        table = schema.register_tables[self.register]
        column, other = table.c[self.column], table.c[self.or_else]
        silent = case((column.is_(None) & other.is_(None), 1), else_=0)
        return (
            select(func.coalesce(func.sum(column), 0), func.coalesce(func.sum(silent), 0))
            .select_from(table)
            .where(*self.where)
        )

    @cached_property
    def _listing(self) -> Select[Any]:
        table = schema.register_tables[self.register]
        return listing(
            table, self.register, (*self.where, table.c[self.column].is_not(None)), self.why
        )

    def number(self, name: str, connection: Connection, question: Question) -> Fact:
        """The sum alone."""
        total, silent = connection.execute(self._numbers, question.values).one()
        return Fact(name, None if silent else total)

    def fact(self, name: str, connection: Connection, question: Question) -> Fact:
        """The sum and the records that make it up."""
        alone = self.number(name, connection, question)
        total = alone.value
        if not total:
            return alone
        rows = connection.execute(self._listing, question.values)
        found = records(question, rows, self.register, self.why)
        return Fact(name, total, found)


@dataclass(frozen=True, eq=False)
class Together:
    """Figures of several registers that make one number."""

    parts: tuple[Count | Share, ...]

    @property
    def register(self) -> str:
        """The register of the first part: where an officer looks first."""
        return self.parts[0].register

    def number(self, name: str, connection: Connection, question: Question) -> Fact:
        """The sum of the parts alone."""
        return _added_up(name, [part.number(name, connection, question) for part in self.parts])

    def fact(self, name: str, connection: Connection, question: Question) -> Fact:
        """The sum of the parts with all their records; not known if one of them is not."""
        facts = [part.fact(name, connection, question) for part in self.parts]
        return replace(
            _added_up(name, facts),
            records=tuple(record for fact in facts for record in fact.records),
            exceptions=tuple(record for fact in facts for record in fact.exceptions),
        )


def _added_up(name: str, facts: Sequence[Fact]) -> Fact:
    values = [fact.value for fact in facts]
    return Fact(name, None if None in values else sum(value or 0 for value in values))


@dataclass(frozen=True, eq=False)
class Told:
    """A figure that takes a few rows and some thought: settings, population, registration."""

    register: str
    tell: Callable[[Connection, Question], Fact]

    def number(self, name: str, connection: Connection, question: Question) -> Fact:
        """The fact: its records cost nothing more."""
        return self.fact(name, connection, question)

    def fact(self, name: str, connection: Connection, question: Question) -> Fact:
        """The fact under its name."""
        told = self.tell(connection, question)
        return Fact(name, told.value, told.records, told.clears_on, told.exceptions, told.note)


Figure = Count | Share | Total | Together | Told


def counted_records(
    figure: Figure, name: str, connection: Connection, question: Question
) -> frozenset[RecordId]:
    """Every record that a figure counts, however many; of a share those that have it."""
    match figure:
        case Count():
            where: tuple[Condition, ...] = figure.where
        case Share():
            where = (*figure.of.where, case((figure.has, 1), else_=0) == 1)
        case Together():
            parts = (counted_records(part, name, connection, question) for part in figure.parts)
            return frozenset().union(*parts)
        case _:
            told = figure.fact(name, connection, question).records
            return frozenset(each.id for each in told if each.kind == figure.register)
    table = figure.table if isinstance(figure, Count) else figure.of.table
    query = select(table.c.id).select_from(table).where(*where)
    return frozenset(connection.execute(query, question.values).scalars())


def listing(table: Any, register: str, where: Sequence[Condition], why: Why) -> Select[Any]:
    """The statement for the records behind a figure, in the order of their list.

    The order is the same for a count and for those taken off it, so that the first records of one
    hold every record of the other that belongs among them.
    """
    columns = [table.c[name] for name in REGISTERS[register].naming]
    told = dict(why.extra) if why.since is None else {**why.extra, "since": why.since}
    extra = [column.label(name) for name, column in told.items()]
    return (
        select(table.c.id.label("record_id"), *columns, *extra)
        .where(*where)
        .order_by(table.c.sort_key, table.c.id)
        .limit(MOST_RECORDS)
    )


def records(
    question: Question, rows: Iterable[Row[Any]], register: str, why: Why
) -> tuple[FactRecord, ...]:
    """The records of a listing, each with its line, its reason and its day."""
    return tuple(_record(question, row, register, why) for row in rows)


def _record(question: Question, row: Row[Any], register: str, why: Why) -> FactRecord:
    title = title_of(REGISTERS[register], row._mapping)
    reason = why.say if isinstance(why.say, str) else why.say(question, row)
    label = " – ".join(part for part in (title, reason) if part)
    return FactRecord(
        register,
        row.record_id,
        label,
        why.clears(question, row) if why.clears else None,
        None if why.since is None else day_of(row.since),
    )


def day_of(text: str | None) -> date | None:
    """A day as it stands in a column; `None` for none, or one known only in part."""
    return date.fromisoformat(text) if text and len(text) == len("2026-03-02") else None
