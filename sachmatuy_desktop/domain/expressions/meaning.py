"""What an expression means, worked out record by record in the plainest way.

Nothing in the program counts like this: offices are asked by statements.  This is what the
statements have to agree with, and it is short enough to be read as the definition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sachmatuy_desktop.domain.dates import add_months
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
from sachmatuy_desktop.domain.expressions.syntax import (
    All,
    Among,
    Compare,
    Condition,
    Count,
    Counting,
    Either,
    Empty,
    Includes,
    Last,
    Moment,
    Not,
    Owner,
    Path,
    Rows,
    Shifted,
    Some,
    Span,
    Sum,
    Term,
    Text,
    Whole,
    Within,
    YesNo,
)
from sachmatuy_desktop.domain.expressions.walking import asks_registration, limits
from sachmatuy_desktop.domain.registers.fields import Value, codes_of

Record = Mapping[str, Value]
"""A row: its fields with `id`, `unit_id` and `deleted`."""


@dataclass(frozen=True)
class Moments:
    """The days that an expression may speak of; `registration` is `None` before the unit has."""

    day: date
    year_start: date
    year_end: date
    registration: date | None = None

    def of(self, moment: Moment) -> date | int | None:
        """The day that is meant, or the year."""
        if moment.anchor == "this_year":
            return self.day.year
        day: date | None = getattr(self, moment.anchor)
        return day if day is None or moment.shift is None else shifted(day, moment.shift)


def shifted(day: date, span: Span) -> date:
    """So many days, months or years on from a day; a month without that day ends earlier."""
    if span.unit == "days":
        return day + timedelta(days=span.amount)
    return add_months(day, span.amount * (12 if span.unit == "years" else 1))


@dataclass(frozen=True)
class Counted:
    """The figure, the records counted, and those that lack what was asked for."""

    number: int | None
    records: frozenset[str] = frozenset()
    lacking: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Books:
    """The records of an office, of which units' something is asked, and when."""

    rows: Mapping[str, Sequence[Record]]
    units: frozenset[str]
    moments: Moments
    village: str | None = None
    _by_id: dict[tuple[str, str], Record] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for register, rows in self.rows.items():
            self._by_id.update({(register, str(row["id"])): row for row in rows if _lives(row)})

    def count(self, expression: Counting) -> Counted:
        """What the expression counts."""
        if self.moments.registration is None and asks_registration(expression):
            return Counted(None)
        if self.village is not None and not knows_villages(expression.register):
            return Counted(None)
        found = list(self._ours(expression.rows))
        if expression.unknown.if_nothing and not found:
            return Counted(None)
        if any(list(self._ours(rows)) for rows in expression.unknown.if_any):
            return Counted(None)
        around = (Row(register_at(expression.rows), expression.rows.alias),)
        match expression:
            case Sum(path):
                return self._sum(path, found)
            case Count(_, having, each):
                lacking = [
                    row
                    for row in found
                    if having is not None and not self._holds(having, around, (row,))
                ]

                def keys(rows: Sequence[Record]) -> set[Value]:
                    return {
                        (self._value(follow(each, around), (row,)) if each else None) or row["id"]
                        for row in rows
                    }

                number = len(keys(found)) - len(keys(lacking))
                return Counted(number, _ids(found), _ids(lacking))

    def _sum(self, path: Path, found: Sequence[Record]) -> Counted:
        values = [row[path.names[0]] for row in found]
        told = [value for value in values if isinstance(value, int)]
        return Counted(sum(told) if len(told) == len(values) else None, _ids(found))

    def _ours(self, rows: Rows) -> Iterator[Record]:
        register = register_at(rows)
        for row in self.rows.get(register.name, ()):
            if (
                _lives(row)
                and row["unit_id"] in self.units
                and (self.village is None or self._village(register.name, row) == self.village)
                and self._all_hold(rows.where, (Row(register, rows.alias),), (row,))
            ):
                yield row

    def _village(self, register: str, row: Record) -> Value:
        if register == "villages":
            return row["id"]
        around = (Row(register_at(Rows(register))),)
        ways = (follow(Path(way), around) for way in ways_to_village(register))
        return next((found for way in ways if (found := self._value(way, (row,)))), None)

    def _all_hold(self, where: Condition | None, around: Around, rows: tuple[Record, ...]) -> bool:
        return where is None or self._holds(where, around, rows)

    def _holds(self, condition: Condition, around: Around, rows: tuple[Record, ...]) -> bool:
        match condition:
            case All(parts):
                return all(self._holds(part, around, rows) for part in parts)
            case Either(parts):
                return any(self._holds(part, around, rows) for part in parts)
            case Not(inner):
                return not self._holds(inner, around, rows)
            case Some(inner_rows, owner, none):
                return bool(self._owned(inner_rows, owner, around, rows)) is not none
            case Last():
                return self._last_has(condition, around, rows)
            case _:
                return self._passes(condition, around, rows)

    def _last_has(self, last: Last, around: Around, rows: tuple[Record, ...]) -> bool:
        found = self._owned(last.rows, last.owner, around, rows)
        told = [row for row in found if row[last.by] is not None]
        if not told:
            return False
        newest = max(told, key=lambda row: (row[last.by], row["id"]))
        inside = (*around, Row(register_at(last.rows), last.rows.alias))
        return self._holds(last.has, inside, (*rows, newest))

    def _passes(
        self,
        test: Compare | Among | Includes | Empty | Within,
        around: Around,
        rows: tuple[Record, ...],
    ) -> bool:
        match test:
            case Empty(path, is_not):
                return (self._value(follow(path, around), rows) is None) is not is_not
            case Among(path, values):
                return self._value(follow(path, around), rows) in [_said(each) for each in values]
            case Includes(path, value):
                return value.text in codes_of(self._value(follow(path, around), rows))
            case Within():
                return all(self._compares(each, around, rows) for each in limits(test))
            case Compare():
                return self._compares(test, around, rows)

    def _owned(
        self, inner: Rows, owner: Owner, around: Around, rows: tuple[Record, ...]
    ) -> list[Record]:
        reached = owner_of(owner, around)
        owning = self._value(reached, rows)
        pointing = link(inner, owner, reached.target).name
        inside = (*around, Row(register_at(inner), inner.alias))
        return [
            row
            for row in self.rows.get(inner.register, ())
            if _lives(row)
            and owning is not None
            and row[pointing] == owning
            and self._all_hold(inner.where, inside, (*rows, row))
        ]

    def _value(self, reached: Reached, rows: tuple[Record, ...]) -> Value:
        """What stands at the end of a path; nothing, if a record on the way was taken out."""
        row: Record | None = rows[reached.row]
        for reference in reached.references:
            record = None if row is None else row[reference.name]
            row = self._by_id.get((str(reference.target), str(record)))
        if row is None:
            return None
        return row["id"] if reached.field is None else row[reached.field.name]

    def _compares(self, compare: Compare, around: Around, rows: tuple[Record, ...]) -> bool:
        reached = follow(compare.left, around)
        left = self._value(reached, rows)
        right = self._term(compare.right, around, rows)
        if left is None or right is None:
            return False
        if reached.sort is not Sort.PARTIAL_DAY:
            return _stands(left, compare.sign, right)
        earliest, latest = bounds(str(left))
        match compare.sign:
            case "=":
                return earliest == latest == right
            case "!=":
                return latest < str(right) or earliest > str(right)
            case "<" | "<=":
                return _stands(latest, compare.sign, right)
            case _:
                return _stands(earliest, compare.sign, right)

    def _term(self, term: Term, around: Around, rows: tuple[Record, ...]) -> Value:
        match term:
            case Path():
                return self._value(follow(term, around), rows)
            case Moment():
                moment = self.moments.of(term)
                return moment.isoformat() if isinstance(moment, date) else moment
            case Shifted(path, shift):
                day = self._value(follow(path, around), rows)
                return (
                    None
                    if day is None
                    else shifted(date.fromisoformat(str(day)), shift).isoformat()
                )
            case Text() | Whole() | YesNo():
                return _said(term)


def _lives(row: Record) -> bool:
    return not row["deleted"]


def _ids(rows: Sequence[Record]) -> frozenset[str]:
    return frozenset(str(row["id"]) for row in rows)


def _said(term: Text | Whole | YesNo) -> Value:
    match term:
        case Text(text):
            return text
        case Whole(number):
            return number
        case YesNo(yes):
            return int(yes)


def _stands(left: Value, sign: str, right: Value) -> bool:
    match sign:
        case "=":
            return left == right
        case "!=":
            return left != right
        case "<" | "<=":
            return _lower(left, right) or (sign == "<=" and left == right)
        case _:
            return _lower(right, left) or (sign == ">=" and left == right)


def _lower(left: Value, right: Value) -> bool:
    if isinstance(left, int) and isinstance(right, int):
        return left < right
    return str(left) < str(right)


def bounds(partial: str) -> tuple[str, str]:
    """The first and the last day that a day known in part may be; a month ends with its 31st."""
    return partial + "-01-01"[len(partial) - 4 :], partial + "-12-31"[len(partial) - 4 :]
