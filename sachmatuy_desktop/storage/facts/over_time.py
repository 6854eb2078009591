"""Facts on many days, while nobody writes anything: asked again only when the answer can change.

A figure's statement compares columns with days (`question`): the day itself, 30 days before it, the
first day of the reporting year.  So the statement itself tells on which days its answer can change:
those on which one of these days passes one that stands in the column.  Nothing has to be declared
beside the figures, and nothing can be forgotten there.
"""

from __future__ import annotations

import calendar
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BindParameter, Column, Select, select
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BinaryExpression

from sachmatuy_desktop.domain.criteria import Fact
from sachmatuy_desktop.domain.expressions import Counting
from sachmatuy_desktop.domain.expressions.meaning import bounds
from sachmatuy_desktop.domain.expressions.syntax import Moment
from sachmatuy_desktop.domain.expressions.walking import moments_of, registers_read
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind
from sachmatuy_desktop.storage.facts.catalogue import ELSEWHERE, figure_of
from sachmatuy_desktop.storage.facts.circles import alive
from sachmatuy_desktop.storage.facts.expressions import day_of
from sachmatuy_desktop.storage.facts.figures import Count, Figure, Share, Together, Told, Total
from sachmatuy_desktop.storage.facts.question import Question, Shape
from sachmatuy_desktop.storage.schema import register_tables

if TYPE_CHECKING:
    from sachmatuy_desktop.storage.facts import Books

__all__ = ["OverTime"]

OF_TERMS: Final = frozenset({"overdue_users", "overdue_after_rehab"})
"""Bound lists of persons that change when a term ends."""

NO_MONTH: Final = "0001-01"
"""A month that no statement names but one that is written by months."""


@dataclass(frozen=True, slots=True)
class Dependence:
    """What the answer to a figure hangs on besides what is written: days in columns, terms, months.

    `columns` are (register, column, bound day).
    """

    columns: frozenset[tuple[str, str, str]] = frozenset()
    by_term: bool = False
    by_month: bool = False


class OverTime:
    """The facts of one question on any day from `first` to `last`.

    `term_ends` are the last days of terms, on the day after which somebody becomes overdue.
    """

    def __init__(
        self,
        books: Books,
        question: Question,
        names: Sequence[str],
        last: date,
        term_ends: Iterable[date] = (),
        numbers_alone: Collection[str] = (),
    ) -> None:
        self.books, self.question = books, question
        self.names = [name for name in names if name not in ELSEWHERE]
        self.numbers_alone = numbers_alone
        self._calendar = _Calendar(question.as_of, last)
        self._term_days = {end + timedelta(days=1) for end in term_ends}
        self._columns: dict[tuple[str, str, str], list[date]] = {}
        self._days = {name: self._days_of(name) for name in self.names}
        self._known: dict[tuple[str, int, bool], Fact] = {}
        self._asked_on: dict[tuple[str, int, bool], date] = {}

    @property
    def days(self) -> list[date]:
        """Every day after the first on which a fact may change, in order."""
        return sorted({day for days in self._days.values() for day in days})

    def days_of(self, name: str) -> Sequence[date]:
        """The days on which one fact may change."""
        return self._days.get(name, ())

    def on(self, day: date, *, alone: bool = False, exact: bool = False) -> list[Fact]:
        """The facts on a day, in the order of their names; `alone` without records behind them.

        What is said of a record may name the day it was asked for; `exact` asks for it anew.
        """
        places = {name: self._place(name, day, alone=alone) for name in self.names}
        new = [
            name
            for name, place in places.items()
            if place not in self._known or (exact and self._is_of_another_day(place, day))
        ]
        if new:
            asked = replace(self.question, as_of=day)
            bare = new if alone else self.numbers_alone
            for fact in self.books.facts(asked, new, bare):
                self._known[places[fact.name]] = fact
                self._asked_on[places[fact.name]] = day
        return [self._known[places[name]] for name in self.names]

    def _place(self, name: str, day: date, *, alone: bool) -> tuple[str, int, bool]:
        """Where a fact of the day is kept: with its records if they are known already."""
        since = bisect_right(self._days[name], day)
        whole = (name, since, False)
        return (name, since, True) if alone and whole not in self._known else whole

    def _is_of_another_day(self, place: tuple[str, int, bool], day: date) -> bool:
        fact = self._known[place]
        return bool(fact.records or fact.exceptions) and self._asked_on[place] != day

    def _days_of(self, name: str) -> list[date]:
        own = self.question.defined.get(name)
        if own is not None and isinstance(own.expression, Counting):
            return self._days_of_own(own.expression)
        hangs_on = dependence(name, replace(self.question.shape, months=(NO_MONTH,)))
        found: set[date] = set()
        for column in hangs_on.columns:
            found.update(self._passing(column))
        if hangs_on.by_term:
            found.update(self._term_days)
        if hangs_on.by_month:
            found.update(self._calendar.month_ends())
        return sorted(day for day in found if day in self._calendar)

    def _days_of_own(self, expression: Counting) -> list[date]:
        """The days on which a moment of the expression passes a day in a book that it reads."""
        written = self._written_in(registers_read(expression))
        found: set[date] = set()
        for moment in moments_of(expression):
            for each in self._calendar.passed_by(partial(self._moment, moment), written):
                found.add(each)
        return sorted(day for day in found if day in self._calendar)

    def _moment(self, moment: Moment, day: date) -> str:
        return str(day_of(moment, replace(self.question, as_of=day)))

    def _written_in(self, registers: Iterable[str]) -> list[str]:
        """Every day in the books, one known in part by its first and by its last; the years too."""
        found: set[str] = set()
        for register in registers:
            table = register_tables[register]
            for field in REGISTERS[register].fields:
                if field.kind in (Kind.DATE, Kind.PARTIAL_DATE, Kind.YEAR, Kind.NUMBER):
                    column = table.c[field.name]
                    values = select(column).distinct().where(alive(table), column.is_not(None))
                    for value in self.books.connection.execute(values).scalars():
                        found.update(bounds(value) if isinstance(value, str) else (str(value),))
        return sorted(found)

    def _passing(self, column: tuple[str, str, str]) -> list[date]:
        """The days on which the bound day passes one that stands in the column."""
        if column not in self._columns:
            register, name, bound = column
            self._columns[column] = list(
                self._calendar.passed(bound, self._written(register, name, bound))
            )
        return self._columns[column]

    def _written(self, register: str, name: str, bound: str) -> list[str]:
        table = register_tables[register]
        value = table.c[name]
        first, last = self._calendar.span(bound)
        query = (
            select(value)
            .distinct()
            .where(
                alive(table),
                table.c.unit_id.in_((*self.question.units, self.question.owner)),
                value >= first,
                value <= last,
            )
        )
        return list(self.books.connection.execute(query).scalars())


class _Calendar:
    """The days from one to another, and what is bound to a statement on each of them."""

    def __init__(self, first: date, last: date) -> None:
        span = max((last - first).days, 0)
        self.days = [first + timedelta(days=n) for n in range(span + 1)]
        self._values = [Question(("",), day).values for day in self.days]

    def __contains__(self, day: date) -> bool:
        return self.days[0] < day <= self.days[-1]

    def span(self, bound: str) -> tuple[str, str]:
        """What is bound on the first day and on the last."""
        return str(self._values[0][bound]), str(self._values[-1][bound])

    def passed(self, bound: str, written: Iterable[str]) -> Iterator[date]:
        """The first days on which what is bound reaches, and lies behind, each of the days."""
        values = [str(each[bound]) for each in self._values]
        for text in written:
            for place in (bisect_left(values, text), bisect_right(values, text)):
                if place < len(values):
                    yield self.days[place]

    def passed_by(self, moment: Callable[[date], str], written: Sequence[str]) -> Iterator[date]:
        """The first days on which a moment reaches, and lies behind, one of the days written."""
        before = moment(self.days[0])
        for day in self.days[1:]:
            now = moment(day)
            if bisect_left(written, before) != bisect_left(written, now) or bisect_right(
                written, before
            ) != bisect_right(written, now):
                yield day
            before = now

    def month_ends(self) -> Iterator[date]:
        """The last day of each month, with which it is over, and the year's first day."""
        for day in self.days:
            last = calendar.monthrange(day.year, day.month)[1]
            if day.day == last or (day.month, day.day) == (12, 15):
                yield day


BOUND: Final = frozenset(Question(("",), date(2026, 1, 1)).values) - {
    "units",
    "village",
    "registered",
    *OF_TERMS,
}
"""The names under which days are bound; that of the registration stands still."""


@lru_cache(maxsize=1024)
def dependence(name: str, shape: Shape) -> Dependence:
    """What a fact hangs on.  What is told by a function hangs on every day of its book."""
    return _dependence_of(figure_of(name, shape))


def _dependence_of(figure: Figure) -> Dependence:
    match figure:
        case Together(parts):
            return _joined(map(_dependence_of, parts))
        case Told(register):
            return Dependence(_dates_of(register), by_month=True)
        case Count() | Share() | Total():
            return _read(figure.statement)


def _joined(parts: Iterable[Dependence]) -> Dependence:
    found = list(parts)
    return Dependence(
        frozenset().union(*(each.columns for each in found)),
        any(each.by_term for each in found),
        any(each.by_month for each in found),
    )


def _dates_of(register: str) -> frozenset[tuple[str, str, str]]:
    dates = (each for each in REGISTERS[register].fields if each.kind is Kind.DATE)
    return frozenset((register, each.name, "day") for each in dates)


def _read(statement: Select[Any]) -> Dependence:
    columns: set[tuple[str, str, str]] = set()
    by_term = by_month = False
    for node in visitors.iterate(statement):
        if isinstance(node, BindParameter):
            by_term = by_term or node.key in OF_TERMS
            by_month = by_month or _names(node.value, NO_MONTH)
            if node.key == "registered":
                columns.add(("campaigns", "registered_on", "day"))
        elif isinstance(node, BinaryExpression):
            columns.update(_compared(node.left, node.right))
            columns.update(_compared(node.right, node.left))
    return Dependence(frozenset(columns), by_term, by_month)


def _names(value: object, month: str) -> bool:
    if isinstance(value, str):
        return value.startswith(month)
    return isinstance(value, (list, tuple)) and any(_names(each, month) for each in value)


def _compared(one: Any, other: Any) -> Iterator[tuple[str, str, str]]:
    """The date columns of one side with the days bound on the other."""
    bound = {
        node.key
        for node in visitors.iterate(other)
        if isinstance(node, BindParameter) and node.key in BOUND
    }
    if not bound:
        return
    for node in visitors.iterate(one):
        if isinstance(node, Column):
            for column in node.base_columns:
                register = getattr(getattr(column, "table", None), "name", "")
                if _is_date(register, column.name):
                    for name in bound:
                        yield register, column.name, name


def _is_date(register: str, name: str) -> bool:
    if register not in REGISTERS:
        return False
    field = REGISTERS[register].by_name.get(name)
    return field is not None and field.kind is Kind.DATE
