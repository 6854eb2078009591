"""Figures that a pack works out from other figures: sums and differences, products, extremes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from sachmatuy_desktop.domain.criteria.facts import Fact, FactRecord
from sachmatuy_desktop.domain.criteria.findings import FactDefinition, without
from sachmatuy_desktop.domain.expressions import Value, names_of
from sachmatuy_desktop.domain.expressions.syntax import (
    Added,
    Arithmetic,
    Extreme,
    Name,
    Product,
    Whole,
)

_EXTREMES: Final[Mapping[str, Callable[[Iterable[int]], int]]] = {"max": max, "min": min}


def with_derived(
    definitions: Iterable[FactDefinition], given: Mapping[str, Fact]
) -> dict[str, Fact]:
    """The facts given, and those that the pack works out from them and nobody gave.

    One that rests on a figure not known is not known either; nor is one that comes out below zero,
    because then the figures contradict each other.
    """
    facts = dict(given)
    for definition in definitions:
        if isinstance(definition.expression, Value) and definition.name not in facts:
            facts[definition.name] = _derived(definition.name, definition.expression, facts)
    return facts


def _derived(name: str, value: Value, facts: Mapping[str, Fact]) -> Fact:
    used = {each: facts.get(each) or Fact(each, None) for each in names_of(value)}
    number = _number(value.of, used)
    if number is None:
        notes = dict.fromkeys(fact.note for fact in used.values() if fact.value is None)
        return Fact(name, None, note="; ".join(note for note in notes if note))
    if number < 0:
        return Fact(name, None, note=f"số liệu mâu thuẫn: kết quả tính ra là {number}, nhỏ hơn 0")
    return Fact(name, number, _records(value, used))


def _number(part: Arithmetic, facts: Mapping[str, Fact]) -> int | None:
    match part:
        case Name(name):
            return facts[name].value
        case Whole(number):
            return number
        case Added(parts):
            signed = [(sign, _number(each, facts)) for sign, each in parts]
            numbers = [number if sign == "+" else _negative(number) for sign, number in signed]
            return _together(sum, numbers)
        case Product(factors):
            return _together(_product, [_number(each, facts) for each in factors])
        case Extreme(which, each_of):
            return _together(_EXTREMES[which], [_number(each, facts) for each in each_of])


def _together(how: Callable[[Iterable[int]], int], numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return how(known) if len(known) == len(numbers) else None


def _negative(number: int | None) -> int | None:
    return None if number is None else -number


def _product(numbers: Iterable[int]) -> int:
    product = 1
    for number in numbers:
        product *= number
    return product


def _records(value: Value, facts: Mapping[str, Fact]) -> tuple[FactRecord, ...]:
    """The records behind what is added, without those behind what is taken off."""
    taken_off = set(_taken_off(value.of))
    added = (facts[name].records for name in names_of(value) if name not in taken_off)
    removed = (facts[name].records for name in taken_off)
    return without(list(chain(*added)), chain(*removed))


def _taken_off(part: Arithmetic) -> Iterator[str]:
    if isinstance(part, Added):
        for sign, each in part.parts:
            if sign == "-":
                yield from names_of(Value(each))
