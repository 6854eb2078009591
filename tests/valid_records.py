"""A valid record of any register, made from its description: kinds, choices, rules."""

from __future__ import annotations

from collections.abc import Mapping

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.rules import Refuses, WholeMonth
from sachmatuy_desktop.domain.registers.values import check

WORDS = ("không", "một", "hai", "ba")
"""Numbers said in letters: names have no digits, and one word finds one record."""


def some_value(field: Field, number: int = 1) -> Value:
    """A value that the field takes; another `number` gives another value where there is one.

    Days and numbers are the same in every field, so that none is before or above another.
    """
    if field.kind in (Kind.CHOICE, Kind.SEVERAL):
        codes = list(field.choices or {})
        return codes[number % len(codes)]
    by_kind: dict[Kind, Value] = {
        Kind.NUMBER: number,
        Kind.YEAR: 2020 + number,
        Kind.FLAG: number % 2,
        Kind.DATE: f"2026-01-{number:02d}",
        Kind.TIME: f"0{number}:30",
        Kind.PARTIAL_DATE: f"19{80 + number}",
        Kind.CITIZEN_NUMBER: f"00108000000{number}",
        Kind.PHONE: f"091234567{number}",
        Kind.NAME: f"Nguyễn Thị {WORDS[number].capitalize()}",
    }
    return by_kind.get(field.kind, f"chữ {WORDS[number]}")


def valid_record(
    register: Register, pointing: Mapping[str, str], number: int = 1
) -> dict[str, Value]:
    """Values for every field that may be filled; `pointing` says which record a reference names.

    Two records of different `number` are told apart by every field.  A reference to a register that
    `pointing` does not know stays empty.
    """
    values = {
        each.name: pointing.get(str(each.target))
        if each.kind is Kind.REFERENCE
        else some_value(each, number)
        for each in register.fields
        if not each.by_program
    }
    for rule in register.rules:
        if isinstance(rule, WholeMonth):
            values[rule.field] = f"2026-{number:02d}"
    for rule in register.rules:
        if isinstance(rule, Refuses) and rule.complaint(register.by_name, values):
            values[rule.field] = None
    return values


def editable(
    register: Register,
    values: Mapping[str, Value],
    number: int = 2,
    fixed: frozenset[str] = frozenset(),
) -> tuple[str, Value]:
    """A field of a valid record, none of the `fixed`, and another value that leaves it valid."""
    for field in register.fields:
        other = some_value(field, number)
        if field.name in fixed or field.by_program or field.kind is Kind.REFERENCE:
            continue
        if values[field.name] in (None, other):
            continue
        if not check(register, {**values, field.name: other}):
            return field.name, other
    raise AssertionError(register.name)
