"""What narrows a list: conditions on the fields of a register, written as SQL with parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, func, or_, select

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind, Value
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.sync.way_conditions import on_its_way

__all__ = ["OPERATORS", "Where", "condition"]


@dataclass(frozen=True, slots=True)
class Where:
    """One condition on a list: `op` is one of `OPERATORS`.

    `in` and `not in` take a tuple, in which None stands for an empty field; `has` and `has not`
    look for a part of a text without regard to accents, `named` for a part of the name of the
    record that a reference points at; `way` asks of `way_conditions.WAY` how far a record has gone.
    """

    field: str
    op: str
    value: Value | tuple[Value, ...] = None


def condition(table: Table, where: Where) -> ColumnElement[bool]:
    """The condition as SQL; every value is a parameter."""
    made: ColumnElement[bool] = _MAKERS[where.op](table.c[where.field], where.value)
    return made


def _named(column: Any, value: Any) -> Any:
    """Whether what the reference points at has the text in one of the fields that name it."""
    pointing = REGISTERS[column.table.name][column.name]
    target = REGISTERS[str(pointing.target)]
    names = schema.register_tables[target.name]
    parts = [_holds(names.c[each], value) for each in target.naming if target[each].kind in _SAID]
    return column.in_(select(names.c.id).where(or_(*parts)))


_SAID: Final = frozenset({Kind.NAME, Kind.TEXT, Kind.PHONE, Kind.CITIZEN_NUMBER})
"""Kinds whose value is the very text on screen."""


def _among(column: Any, value: Any) -> Any:
    values = value if isinstance(value, tuple) else (value,)
    said = column.in_([each for each in values if each is not None])
    return or_(said, column.is_(None)) if None in values else said


def _holds(column: Any, value: Any) -> Any:
    return func.fold(column).contains(fold(str(value)), autoescape=True)


_MAKERS: Final[Mapping[str, Callable[[Any, Any], Any]]] = MappingProxyType(
    {
        "=": lambda column, value: column == value,
        "!=": lambda column, value: column.is_distinct_from(value),
        "in": _among,
        "not in": lambda column, value: func.coalesce(~_among(column, value), 1),
        "null": lambda column, _value: column.is_(None),
        "not_null": lambda column, _value: column.is_not(None),
        ">=": lambda column, value: column >= value,
        "<=": lambda column, value: column <= value,
        "<": lambda column, value: column < value,
        "has": _holds,
        "has not": lambda column, value: func.coalesce(~_holds(column, value), 1),
        "named": _named,
        "way": on_its_way,
    }
)

OPERATORS: Final = frozenset(_MAKERS)
"""The words of a condition."""
