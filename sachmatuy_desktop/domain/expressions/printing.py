"""The canonical text of an expression: what `parsing` reads back as the same expression."""

from __future__ import annotations

from collections.abc import Iterable

from sachmatuy_desktop.domain.expressions.syntax import (
    Added,
    All,
    Among,
    Arithmetic,
    Compare,
    Condition,
    Count,
    Either,
    Empty,
    Expression,
    Extreme,
    Includes,
    Last,
    Moment,
    Name,
    Not,
    Owner,
    Path,
    Product,
    Rows,
    Shifted,
    Some,
    Span,
    Sum,
    Term,
    Text,
    Unknown,
    Value,
    Whole,
    Within,
    YesNo,
)


def show(expression: Expression) -> str:
    """The expression in one line."""
    match expression:
        case Count(rows, having, each, unknown):
            return " ".join(
                part
                for part in (
                    _counted(rows),
                    f"having {_condition(having)}" if having else "",
                    f"each {_path(each)}" if each else "",
                    _unknown(unknown),
                )
                if part
            )
        case Sum(path, rows, unknown):
            told = f"{_path(path)} of {_counted(rows)} {_unknown(unknown)}"
            return told.rstrip()
        case Value(of):
            return _arithmetic(of)


def _counted(rows: Rows) -> str:
    return f"{_register(rows)} where {_condition(rows.where)}" if rows.where else _register(rows)


def _register(rows: Rows, owner: str = "") -> str:
    return f"{rows.register}{owner}{f' as {rows.alias}' if rows.alias else ''}"


def _bracketed(rows: Rows, owner: str = "", by: str = "") -> str:
    said = _register(rows, owner) + by
    return f"{said} where ({_condition(rows.where)})" if rows.where else said


def _unknown(unknown: Unknown) -> str:
    cases = ["none"] if unknown.if_nothing else []
    cases += [f"any {_bracketed(rows)}" for rows in unknown.if_any]
    return f"unknown if {' or '.join(cases)}" if cases else ""


def _condition(condition: Condition) -> str:
    match condition:
        case Either(parts):
            return " or ".join(_within(part, Either) for part in parts)
        case All(parts):
            return " and ".join(_within(part, Either, All) for part in parts)
        case Not(inner):
            return f"not {_within(inner, Either, All)}"
        case Some(rows, owner, none):
            return f"{'no' if none else 'any'} {_bracketed(rows, _owner(owner))}"
        case Last(rows, owner, by, has):
            return f"last {_bracketed(rows, _owner(owner), f' by {by}')} has ({_condition(has)})"
        case _:
            return _test(condition)


def _test(test: Compare | Among | Includes | Empty | Within) -> str:
    match test:
        case Compare(left, sign, right):
            return f"{_path(left)} {sign} {_term(right)}"
        case Among(path, values):
            return f"{_path(path)} in {_listed(map(_term, values))}"
        case Includes(path, value):
            return f"{_path(path)} includes {_term(value)}"
        case Empty(path, is_not):
            return f"{_path(path)} is {'not ' if is_not else ''}empty"
        case Within(path, span):
            return f"{_path(path)} within {_span(span) if span else 'year'}"


def _within(condition: Condition, *looser: type[Condition]) -> str:
    """A part of a condition, in brackets where it would be read otherwise."""
    said = _condition(condition)
    return f"({said})" if isinstance(condition, looser) else said


def _owner(owner: Owner) -> str:
    said = f" of {_path(owner.path) if owner.path else 'it'}"
    return f"{said} through {owner.through}" if owner.through else said


def _path(path: Path) -> str:
    return ".".join(path.names)


def _term(term: Term) -> str:
    match term:
        case Path():
            return _path(term)
        case Text(text):
            return f"'{text}'" if '"' in text else f'"{text}"'
        case Whole(number):
            return str(number)
        case YesNo(yes):
            return "yes" if yes else "no"
        case Moment(anchor, shift):
            return f"{anchor}{_shift(shift)}"
        case Shifted(path, shift):
            return f"{_path(path)}{_shift(shift)}"


def _shift(shift: Span | None) -> str:
    if shift is None:
        return ""
    sign = "-" if shift.amount < 0 else "+"
    return f" {sign} {_span(Span(abs(shift.amount), shift.unit))}"


def _span(span: Span) -> str:
    return f"{span.amount} {span.unit}"


def _listed(parts: Iterable[str]) -> str:
    return f"({', '.join(parts)})"


def _arithmetic(part: Arithmetic) -> str:
    match part:
        case Name(name):
            return name
        case Whole(number):
            return str(number)
        case Extreme(which, parts):
            return f"{which}{_listed(map(_arithmetic, parts))}"
        case Product(parts):
            return " * ".join(_factor(each, Added, Product) for each in parts)
        case Added(parts):
            first, *others = parts
            said = _factor(first[1], Added)
            return said + "".join(f" {sign} {_factor(each, Added)}" for sign, each in others)


def _factor(part: Arithmetic, *looser: type[Arithmetic]) -> str:
    said = _arithmetic(part)
    return f"({said})" if isinstance(part, looser) else said
