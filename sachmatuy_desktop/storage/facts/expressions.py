"""From the expression of a pack to a figure that is asked of the office file.

What an expression means stands in `domain.expressions.meaning`; these statements say the same.
Values of an expression are bound, never written into a statement, and the names in one are those of
the registers' own tables: nothing of the text reaches the database.

A comparison with something empty is false, in SQL it is NULL.  In a `WHERE` the two are one; where
a condition is denied, `_denied` makes NULL the false that it means.  So no comparison that stands
undenied is wrapped, and indexes serve it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)

from sachmatuy_desktop.domain.criteria import Fact
from sachmatuy_desktop.domain.expressions import Count, Counting, asks_registration, is_personal
from sachmatuy_desktop.domain.expressions import syntax as say
from sachmatuy_desktop.domain.expressions.meaning import shifted
from sachmatuy_desktop.domain.expressions.scopes import (
    Around,
    Reached,
    Row,
    Sort,
    follow,
    knows_villages,
    link,
    owner_of,
    register_at,
    ways_to_village,
)
from sachmatuy_desktop.domain.expressions.walking import limits, moments_of, parts
from sachmatuy_desktop.storage.facts import figures
from sachmatuy_desktop.storage.facts.bounded import TooMuch, bounded
from sachmatuy_desktop.storage.facts.circles import PEOPLE, alive, ours
from sachmatuy_desktop.storage.facts.figures import Share, Total, Why
from sachmatuy_desktop.storage.facts.question import (
    DAY,
    REGISTERED,
    START,
    UNTIL,
    VILLAGE,
    Question,
    Shape,
)
from sachmatuy_desktop.storage.schema import register_tables

Condition = ColumnElement[bool]

TOO_HEAVY: Final = "cách đếm của bộ tiêu chí quá nặng với sổ của cơ quan, cần viết gọn lại"


@dataclass(frozen=True, eq=False)
class Defined:
    """A figure that a pack defines.

    It is not known while one of `unknown` finds a record or one of `needed` finds none; `days` are
    the moments it speaks of, by the names they are bound to.
    """

    figure: figures.Count | Share | Total
    unknown: tuple[Select[Any], ...]
    needed: tuple[Select[Any], ...]
    days: Mapping[str, say.Moment]
    needs_registration: bool
    is_open: bool

    @property
    def register(self) -> str:
        """The register that is counted."""
        return self.figure.register

    def fact(self, name: str, connection: Connection, question: Question) -> Fact:
        """The number and the records behind it: those counted, or those that lack what is asked."""
        return self._told(self.figure.fact, name, connection, question)

    def number(self, name: str, connection: Connection, question: Question) -> Fact:
        """The number alone."""
        return self._told(self.figure.number, name, connection, question)

    def _told(
        self,
        count: Callable[[str, Connection, Question], Fact],
        name: str,
        connection: Connection,
        question: Question,
    ) -> Fact:
        asked = self._asked(question)
        try:
            with bounded(connection):
                if self._not_told(connection, asked):
                    return Fact(name, None)
                return replace(count(name, connection, asked), is_open=self.is_open)
        except TooMuch:
            return Fact(name, None, note=TOO_HEAVY)

    def _asked(self, question: Question) -> Question:
        return replace(
            question, more={name: day_of(moment, question) for name, moment in self.days.items()}
        )

    def _not_told(self, connection: Connection, question: Question) -> bool:
        if self.needs_registration and question.registered_on is None:
            return True
        return any(_finds(each, connection, question) for each in self.unknown) or not all(
            _finds(each, connection, question) for each in self.needed
        )


def _finds(records: Select[Any], connection: Connection, question: Question) -> bool:
    return connection.execute(records, question.values).first() is not None


@dataclass(frozen=True, eq=False)
class NotByVillage:
    """A figure of a register that knows no villages, asked of one: not known."""

    register: str

    def fact(self, name: str, connection: Connection, question: Question) -> Fact:  # noqa: ARG002
        """Nothing is known."""
        return Fact(name, None)

    number = fact


@lru_cache(maxsize=512)
def defined(expression: Counting, reason: str, by_village: bool) -> Defined | NotByVillage:
    """The figure of an expression, made once; `reason` is said of the records behind it."""
    if by_village and not knows_villages(expression.register):
        return NotByVillage(expression.register)
    shape = Shape(by_village=by_village)
    unknown = tuple(
        _one_of(rows, shape)
        for rows in expression.unknown.if_any
        if not by_village or knows_villages(rows.register)
    )
    needed = (_one_of(expression.rows, shape),) if expression.unknown.if_nothing else ()
    days = {_name_of(each): each for each in moments_of(expression) if _is_bound(each)}
    return Defined(
        _figure(expression, shape, Why(reason)),
        unknown,
        needed,
        days,
        asks_registration(expression),
        not is_personal(expression),
    )


def _one_of(rows: say.Rows, shape: Shape) -> Select[Any]:
    """Whether there is such a record at all."""
    return select(literal(1)).where(*_where(rows, shape)).limit(1)


def _figure(expression: Counting, shape: Shape, why: Why) -> figures.Count | Share | Total:
    where, register = _where(expression.rows, shape), expression.register
    if not isinstance(expression, Count):
        column = expression.path.names[0]
        return Total(register, column, column, where, why)
    table: Any = register_tables[register]
    around = (Row(register_at(expression.rows), expression.rows.alias),)
    statement = _Statement(around, (table,))
    key = None
    if expression.each is not None:
        key = func.coalesce(statement.value(follow(expression.each, around)), table.c.id)
    if expression.having is None:
        return figures.Count(register, where, why, key)
    base = figures.Count(register, where, figures.NO_REASON, key)
    return Share(base, statement.condition(expression.having), why)


def _where(rows: say.Rows, shape: Shape) -> tuple[Condition, ...]:
    """Living records of the units asked about that meet the condition."""
    table: Any = register_tables[rows.register]
    statement = _Statement((Row(register_at(rows), rows.alias),), (table,))
    mine = ours(table, Shape())
    if shape.by_village:
        mine = ours(PEOPLE, shape) if table is PEOPLE else (*mine, statement.in_village())
    return mine if rows.where is None else (*mine, statement.condition(rows.where))


# -- days ------------------------------------------------------------------------------------------

_ANCHORS: Final[Mapping[str, Any]] = {
    "day": DAY,
    "year_start": START,
    "year_end": UNTIL,
    "registration": REGISTERED,
}


def _is_bound(moment: say.Moment) -> bool:
    """Whether a moment has to be worked out for each question."""
    return moment.shift is not None or moment.anchor == "this_year"


def _name_of(moment: say.Moment) -> str:
    if moment.shift is None:
        return moment.anchor
    before = "before" if moment.shift.amount < 0 else "after"
    return f"{moment.anchor}_{before}_{abs(moment.shift.amount)}_{moment.shift.unit}"


def _moment(moment: say.Moment) -> Any:
    if _is_bound(moment):
        return bindparam(_name_of(moment), type_=None if moment.shift is None else Text)
    return _ANCHORS[moment.anchor]


def day_of(moment: say.Moment, question: Question) -> object:
    """The day, as ISO text, or the year that a moment means for a question."""
    anchors = {
        "day": question.as_of,
        "year_start": question.year.start,
        "year_end": min(question.as_of, question.year.end),
        "registration": question.registered_on or question.as_of,
    }
    if moment.anchor == "this_year":
        return question.as_of.year
    day = anchors[moment.anchor]
    return (day if moment.shift is None else shifted(day, moment.shift)).isoformat()


# -- conditions ------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Statement:
    """The records around a condition and the tables they stand in, the nearest one last."""

    around: Around
    tables: tuple[Any, ...]

    @property
    def nearest(self) -> Any:
        return self.tables[-1]

    def condition(self, condition: say.Condition) -> Condition:
        """True where the condition holds; false or NULL where it does not."""
        match condition:
            case say.All(parts_):
                return and_(*(self.condition(part) for part in parts_))
            case say.Either(parts_):
                return or_(*(self.condition(part) for part in parts_))
            case say.Not(denied):
                return self._denied(denied)
            case say.Some():
                return self._some(condition)
            case say.Last():
                return self._last(condition)
            case _:
                return self._test(condition)

    def _denied(self, condition: say.Condition) -> Condition:
        """True where the condition does not hold, also for want of what it compares."""
        match condition:
            case say.All(parts_):
                return or_(*(self._denied(part) for part in parts_))
            case say.Either(parts_):
                return and_(*(self._denied(part) for part in parts_))
            case say.Not(inner):
                return self.condition(inner)
            case _:
                return _not_so(self.condition(condition))

    def _test(
        self, test: say.Compare | say.Among | say.Includes | say.Empty | say.Within
    ) -> Condition:
        match test:
            case say.Empty(path, is_not):
                value = self._path(path)
                found: Condition = value.is_not(None) if is_not else value.is_(None)
                return found
            case say.Among(path, values):
                is_one: Condition = self._path(path).in_([_said(value) for value in values])
                return is_one
            case say.Includes(path, word):
                among = literal(" ").concat(self._path(path)).concat(" ")
                return func.instr(among, f" {word.text} ") > 0
            case say.Within():
                return and_(*(self._compare(each) for each in limits(test)))
            case say.Compare():
                return self._compare(test)

    def _compare(self, compare: say.Compare) -> Condition:
        reached = follow(compare.left, self.around)
        left, right = self.value(reached), self._term(compare.right)
        if reached.sort is Sort.PARTIAL_DAY:
            return _partly(left, compare.sign, right)
        return _stands(left, compare.sign, right)

    def _term(self, term: say.Term) -> Any:
        match term:
            case say.Path():
                return self._path(term)
            case say.Moment():
                return _moment(term)
            case say.Shifted(path, shift):
                return func.date(self._path(path), f"{shift.amount:+d} days")
            case say.Text() | say.Whole() | say.YesNo():
                return literal(_said(term))

    def _path(self, path: say.Path) -> Any:
        return self.value(follow(path, self.around))

    def value(self, reached: Reached) -> Any:
        """The column at the end of a path; NULL, if a record on the way was taken out."""
        table = self.tables[reached.row]
        column = "id" if reached.field is None else reached.field.name
        if not reached.references:
            return table.c[column]
        first, *others = reached.references
        there: Any = register_tables[str(first.target)].alias()
        joined: Any = there
        where = [there.c.id == table.c[first.name], alive(there)]
        for reference in others:
            before, there = there, register_tables[str(reference.target)].alias()
            joined = joined.join(there, and_(there.c.id == before.c[reference.name], alive(there)))
        return (
            select(there.c[column])
            .select_from(joined)
            .where(*where)
            .correlate(table)
            .scalar_subquery()
        )

    def in_village(self) -> Condition:
        """The nearest record lies in the village asked about."""
        register = self.around[-1].register.name
        if register == "villages":
            here: Condition = self.nearest.c.id == VILLAGE
            return here
        ways = [self._path(say.Path(way)) for way in ways_to_village(register)]
        village: Condition = (ways[0] if len(ways) == 1 else func.coalesce(*ways)) == VILLAGE
        return village

    # -- records of a record -----------------------------------------------------------------------

    def _some(self, some: say.Some) -> Condition:
        inner = self._inside(some.rows)
        where = [alive(inner.nearest), *inner.all_of(some.rows.where)]
        outside = self._looks_outside(some.rows.where)
        found = self._belongs(some.rows, some.owner, inner.nearest, where, looks_outside=outside)
        return _not_so(found) if some.none else found

    def _last(self, last: say.Last) -> Condition:
        """The one that no other of them is newer than has something more to it."""
        inner, other = self._inside(last.rows), self._inside(last.rows)
        one, newer = inner.nearest, other.nearest
        pointing = self._pointing(last.rows, last.owner)
        later = or_(
            newer.c[last.by] > one.c[last.by],
            and_(newer.c[last.by] == one.c[last.by], newer.c.id > one.c.id),
        )
        overtaken = exists(
            select(literal(1))
            .select_from(newer)
            .where(
                alive(newer),
                newer.c[pointing] == one.c[pointing],
                later,
                *other.all_of(last.rows.where),
            )
            .correlate(one, *self.tables)
        )
        where = [
            alive(one),
            one.c[last.by].is_not(None),
            *inner.all_of(last.rows.where),
            inner.condition(last.has),
            ~overtaken,
        ]
        outside = self._looks_outside(last.rows.where, last.has)
        return self._belongs(last.rows, last.owner, one, where, looks_outside=outside)

    def _inside(self, rows: say.Rows) -> _Statement:
        table = register_tables[rows.register].alias()
        row = Row(register_at(rows), rows.alias)
        return _Statement((*self.around, row), (*self.tables, table))

    def all_of(self, where: say.Condition | None) -> list[Condition]:
        """The condition, if there is one."""
        return [] if where is None else [self.condition(where)]

    def _pointing(self, rows: say.Rows, owner: say.Owner) -> str:
        return link(rows, owner, owner_of(owner, self.around).target).name

    def _belongs(
        self,
        rows: say.Rows,
        owner: say.Owner,
        table: Any,
        where: list[Condition],
        *,
        looks_outside: bool,
    ) -> Condition:
        """There is such a row that points at the owner.

        Where the rows are told without looking at the records around them they are gathered once,
        else looked for beside each record.
        """
        owning = self.value(owner_of(owner, self.around))
        pointing = table.c[self._pointing(rows, owner)]
        if looks_outside:
            beside = select(literal(1)).select_from(table).where(pointing == owning, *where)
            return exists(beside.correlate(*self.tables))
        gathered = select(pointing).select_from(table).where(pointing.is_not(None), *where)
        among: Condition = owning.in_(gathered.correlate(None))
        return among

    def _looks_outside(self, *conditions: say.Condition | None) -> bool:
        """Whether the conditions speak of one of the records around, by its alias."""
        around = {row.alias for row in self.around if row.alias}
        return any(path.names[0] in around for path in parts(conditions, say.Path))


def _stands(left: Any, sign: str, right: Any) -> Condition:
    compare: Condition = _SIGNS[sign](left, right)
    return compare


_SIGNS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _partly(partial: Any, sign: str, right: Any) -> Condition:
    """A day known in part against a whole one: only what is certain holds."""
    length = func.length(partial) - 3
    earliest = partial.concat(func.substr("-01-01", length))
    latest = partial.concat(func.substr("-12-31", length))
    match sign:
        case "=":
            return and_(func.length(partial) == 10, partial == right)
        case "!=":
            return or_(latest < right, earliest > right)
        case "<" | "<=":
            return _stands(latest, sign, right)
        case _:
            return _stands(earliest, sign, right)


def _not_so(condition: Condition) -> Condition:
    """False or NULL."""
    return case((condition, 1), else_=0) == 0


def _said(term: say.Text | say.Whole | say.YesNo) -> str | int:
    match term:
        case say.Text(text):
            return text
        case say.Whole(number):
            return number
        case say.YesNo(yes):
            return int(yes)
