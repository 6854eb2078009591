"""Everything that an expression speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TypeVar

from sachmatuy_desktop.domain.expressions.scopes import is_countable
from sachmatuy_desktop.domain.expressions.syntax import (
    Compare,
    Counting,
    Moment,
    Path,
    Rows,
    Span,
    Within,
)
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Scope

_Part = TypeVar("_Part")


def parts(of: object, kind: type[_Part]) -> Iterator[_Part]:
    """The parts of a kind within an expression, itself among them, in the order of the text."""
    if isinstance(of, kind):
        yield of
    if isinstance(of, tuple):
        for each in of:
            yield from parts(each, kind)
    elif is_dataclass(of):
        for field in fields(of):
            yield from parts(getattr(of, field.name), kind)


def asks_registration(expression: Counting) -> bool:
    """Whether the figure is not known before the unit has registered for the programme."""
    return any(moment.anchor == "registration" for moment in parts(expression, Moment))


def moments_of(expression: Counting) -> set[Moment]:
    """Every moment that the expression compares with."""
    within = (limit.right for each in parts(expression, Within) for limit in limits(each))
    return {*parts(expression, Moment), *(each for each in within if isinstance(each, Moment))}


def registers_read(expression: Counting) -> set[str]:
    """The registers whose records the expression looks at; rather one more than one too few."""
    read = {rows.register for rows in parts(expression, Rows)}
    passed = {name for path in parts(expression, Path) for name in path.names[:-1]}
    return read | {
        str(field.target)
        for register in REGISTERS
        if is_countable(register)
        for field in register.references
        if field.name in passed
    }


def is_personal(expression: Counting) -> bool:
    """Whether the records behind the figure may say something of a person or a family.

    So they may as soon as one of the registers it reads does not travel with the programme's own
    (Nghị định 356/2025/NĐ-CP, Điều 4): households among them, because an expression that asks who
    pledged what may single out the families of addicts.
    """
    return any(REGISTERS[name].scope is not Scope.PROGRAMME for name in registers_read(expression))


def limits(within: Within) -> tuple[Compare, Compare]:
    """“Within” in other words: from the first day to the last, both of them inside."""
    first, last = Moment("year_start"), Moment("year_end")
    if within.span is not None:
        before = Span(-within.span.amount, within.span.unit)
        first, last = Moment("day", before if before.amount else None), Moment("day")
    return Compare(within.path, ">=", first), Compare(within.path, "<=", last)
