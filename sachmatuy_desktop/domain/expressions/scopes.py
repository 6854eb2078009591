"""What the names of an expression mean: which register, which field, which record.

The checker, the statement and the plain meaning all ask here, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from sachmatuy_desktop.domain.expressions.problems import ExpressionError, no_such
from sachmatuy_desktop.domain.expressions.syntax import (
    Owner,
    Path,
    Place,
    Rows,
)
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Sensitivity
from sachmatuy_desktop.domain.registers.register import Register, Scope
from sachmatuy_desktop.errors import N_


class Sort(StrEnum):
    """What a path leads to, hence what it may be compared with."""

    DAY = "ngày"
    PARTIAL_DAY = "ngày có thể chỉ biết tháng, năm"
    NUMBER = "số"
    FLAG = "có/không"
    CODE = "mã của danh mục"
    CODES = "nhiều mã của danh mục"
    TEXT = "chữ"
    RECORD = "bản ghi"
    HIDDEN = "nội dung không được so sánh"


_SORTS: Final = {
    Kind.DATE: Sort.DAY,
    Kind.PARTIAL_DATE: Sort.PARTIAL_DAY,
    Kind.NUMBER: Sort.NUMBER,
    Kind.YEAR: Sort.NUMBER,
    Kind.FLAG: Sort.FLAG,
    Kind.CHOICE: Sort.CODE,
    Kind.SEVERAL: Sort.CODES,
    Kind.REFERENCE: Sort.RECORD,
}


def sort_of(field: Field) -> Sort:
    """What a field holds.

    Of a text that is not open to everybody, of names, numbers, telephones and notes an expression
    may ask only whether they are there: no figure picks out a person, a family or a belief.
    """
    if field.kind is Kind.TEXT and field.sensitivity is Sensitivity.OPEN:
        return Sort.TEXT
    return _SORTS.get(field.kind, Sort.HIDDEN)


def is_countable(register: Register) -> bool:
    """Whether expressions may read a register: books that people of the office write in.

    Not what never leaves the office, what the receiving office writes down, what the program
    itself keeps, nor the office's settings.
    """
    return (
        register.scope not in (Scope.LOCAL, Scope.DOWN)
        and not register.by_program
        and register.name != "settings"
    )


def register_at(rows: Rows) -> Register:
    """The register that rows are of.  Raises `ExpressionError`."""
    return _register(rows.register, rows.at)


def _register(name: str, at: Place) -> Register:
    known = [each.name for each in REGISTERS if is_countable(each)]
    if name not in REGISTERS:
        raise no_such(at, N_("không có sổ nào tên “{name}”"), name, known)
    if name not in known:
        raise ExpressionError(at, N_("sổ “{name}” không được dùng để tính số liệu"), name=name)
    return REGISTERS[name]


@lru_cache(maxsize=256)
def _fields(register: str) -> Mapping[str, Field]:
    return {each.name: each for each in REGISTERS[register].fields if not each.by_program}


@dataclass(frozen=True)
class Row:
    """A record that conditions are said of: its register and what the expression calls it."""

    register: Register
    alias: str = ""


Around = tuple[Row, ...]
"""The records around a condition, the counted one first, the nearest one last."""


@dataclass(frozen=True)
class Reached:
    """Where a path leads: from which of the records around, by which references, to which field.

    `field` is `None` where the path is an alias alone, which means the record itself.
    """

    row: int
    references: tuple[Field, ...]
    register: Register
    field: Field | None

    @property
    def sort(self) -> Sort:
        """What stands there."""
        return Sort.RECORD if self.field is None else sort_of(self.field)

    @property
    def target(self) -> str:
        """Of a record: the register it is of."""
        return self.register.name if self.field is None else str(self.field.target)


def follow(path: Path, around: Around) -> Reached:
    """Where a path leads.  Raises `ExpressionError` for a name that is not there."""
    aliases = [row.alias for row in around]
    names = path.names
    if names[0] in aliases:
        start = aliases.index(names[0])
        names = names[1:]
    else:
        start = len(around) - 1
    register = around[start].register
    references: list[Field] = []
    for place, name in enumerate(names, start=1):
        field = _field(register, name, path.at, aliases)
        if place == len(names):
            return Reached(start, tuple(references), register, field)
        if field.kind is not Kind.REFERENCE:
            raise ExpressionError(path.at, N_("cột “{name}” không dẫn đến bản ghi khác"), name=name)
        references.append(field)
        register = _register(str(field.target), path.at)
    return Reached(start, (), register, None)


def _field(register: Register, name: str, at: Place, aliases: list[str]) -> Field:
    fields = _fields(register.name)
    if name not in fields:
        raise no_such(
            at,
            N_("sổ “{register}” không có cột nào tên “{name}”"),
            name,
            [*fields, *filter(None, aliases)],
            register=register.name,
        )
    return fields[name]


def owner_of(owner: Owner, around: Around) -> Reached:
    """The record whose records are meant.  Raises `ExpressionError` if the path is no record."""
    if owner.path is None:
        return Reached(len(around) - 1, (), around[-1].register, None)
    found = follow(owner.path, around)
    if found.sort is not Sort.RECORD:
        raise ExpressionError(
            owner.path.at, N_("sau “of” phải là it, một tên gọi hoặc một cột dẫn đến bản ghi khác")
        )
    return found


def link(rows: Rows, owner: Owner, target: str) -> Field:
    """The field by which records point at the one they are of.  Raises `ExpressionError`."""
    register = register_at(rows)
    pointing = [each for each in _fields(register.name).values() if each.target == target]
    if owner.through:
        for field in pointing:
            if field.name == owner.through:
                return field
        raise ExpressionError(
            rows.at,
            N_("cột “{field}” của sổ “{register}” không dẫn đến sổ “{target}”"),
            field=owner.through,
            register=register.name,
            target=target,
        )
    if len(pointing) == 1:
        return pointing[0]
    message = (
        N_("sổ “{register}” có nhiều cột dẫn đến sổ “{target}”, hãy thêm through và tên cột")
        if pointing
        else N_("sổ “{register}” không có cột nào dẫn đến sổ “{target}”")
    )
    raise ExpressionError(rows.at, message, register=register.name, target=target)


# -- whose records ---------------------------------------------------------------------------------

_STEPS_TO_VILLAGE: Final = 2


@lru_cache(maxsize=256)
def ways_to_village(name: str, steps: int = _STEPS_TO_VILLAGE) -> tuple[tuple[str, ...], ...]:
    """By which references a record of a register lies in a village, the nearest way first.

    Its own village; where that is not written, the village of what it is shown under, then of the
    other records it points at.  No way: the register knows no villages.
    """
    register = REGISTERS[name]
    pointing = sorted(
        (each for each in _fields(register.name).values() if each.kind is Kind.REFERENCE),
        key=lambda each: (each.target != "villages", each.name != register.parent),
    )
    return tuple(_ways(pointing, steps))


def _ways(pointing: list[Field], steps: int) -> Iterator[tuple[str, ...]]:
    for field in pointing:
        if field.target == "villages":
            yield (field.name,)
        elif steps:
            for way in ways_to_village(str(field.target), steps - 1):
                yield (field.name, *way)


def knows_villages(register: str) -> bool:
    """Whether it can be said of a record in which village it lies."""
    return register == "villages" or bool(ways_to_village(register))
