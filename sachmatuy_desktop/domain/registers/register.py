"""One kind of record: its columns and how it behaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from sachmatuy_desktop.domain.registers.duties import Duty, duty_of
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Sensitivity
from sachmatuy_desktop.domain.registers.rules import Rule
from sachmatuy_desktop.errors import N_, NotFound


class Scope(StrEnum):
    """Which stream of the journal a register travels with; `LOCAL` never leaves the PC, `OFFICE`
    goes to the other PCs of the same office alone.
    """

    PEOPLE = "people"
    HOUSEHOLDS = "households"
    PROGRAMME = "programme"
    FIGURES = "figures"
    DOWN = "down"
    OFFICE = "office"
    LOCAL = "local"


class Area(StrEnum):
    """Where an officer looks for it: the page of the window a register is listed on."""

    PEOPLE = "people"
    HOUSEHOLDS = "households"
    REGISTERS = "registers"
    CRITERIA = "criteria"
    PLANS = "plans"
    DOCUMENTS = "documents"
    SYNC = "sync"
    ADMIN = "admin"


@dataclass(frozen=True)
class Register:
    """A kind of record.

    `name` is the table's name and the register's id in bundles.  `title` heads its list, `one`
    names a single record in sentences.  `naming` are the fields that tell one record from another
    in a line, `sort` the fields its list is ordered by (names by given name, `-` for newest first),
    `search` the fields the search box looks in.  `parent` is the reference field under whose record
    it is shown (a test under its person).  `source` says which plan or decree asks for it.  `rules`
    hold between its fields; `headings` stand in a long form above the fields they are given for.
    """

    name: str
    title: str
    one: str
    scope: Scope
    area: Area
    fields: tuple[Field, ...]
    naming: tuple[str, ...]
    sort: tuple[str, ...]
    search: tuple[str, ...] = ()
    parent: str | None = None
    source: str = ""
    owner_kind: str = ""
    """Where the parent may be of any register: the field that says of which."""
    by_program: bool = False
    """Written by the program's own acts only (documents, assessments): no form to type into."""
    rules: tuple[Rule, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    first: str = ""
    """What belongs into the empty book, for whoever opens it the first time."""

    def __post_init__(self) -> None:
        """Its fields know from now on which duty they belong to; one lent to another book stays."""
        own = (each if each.duty else replace(each, duty=self.duty) for each in self.fields)
        object.__setattr__(self, "fields", tuple(own))

    @cached_property
    def duty(self) -> Duty:
        """The duty it is given to a role with."""
        return duty_of(self.name, self.area.value)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by name."""
        return MappingProxyType({each.name: each for each in self.fields})

    def __getitem__(self, name: str) -> Field:
        """The field called `name`; raises `NotFound` for a name this register does not have."""
        try:
            return self.by_name[name]
        except KeyError:
            raise NotFound(
                N_("Sổ «{register}» không có cột «{field}»."), register=self.title, field=name
            ) from None

    @cached_property
    def references(self) -> tuple[Field, ...]:
        """The fields that point at other records."""
        return tuple(each for each in self.fields if each.kind is Kind.REFERENCE)

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """The register is as sensitive as the fields that name its records."""
        levels = [each.sensitivity for each in self.fields if each.name in self.naming]
        return max(levels, key=list(Sensitivity).index, default=Sensitivity.OPEN)

    @cached_property
    def masks_as_person(self) -> bool:
        """Whether a record is called by a person's name, which can stand there masked."""
        return bool(self.naming) and self.by_name[self.naming[0]].kind is Kind.NAME

    @cached_property
    def is_mergeable(self) -> bool:
        """Whether two of its records may turn out to be one."""
        return any(each.by_program and each.target == self.name for each in self.fields)

    @cached_property
    def read_beyond(self) -> Mapping[str, tuple[str, ...]]:
        """What its rules read in records it points at: the fields asked for, by reference."""
        found: dict[str, list[str]] = {}
        for name in dict.fromkeys(name for rule in self.rules for name in rule.reads):
            reference, _dot, there = name.partition(".")
            if there:
                found.setdefault(reference, []).append(there)
        return MappingProxyType({key: tuple(names) for key, names in found.items()})

    def moving_together(self, names: AbstractSet[str]) -> frozenset[str]:
        """The names and every field of the groups they belong to."""
        groups = {self.by_name[name].group for name in names if name in self.by_name} - {""}
        return frozenset(names) | {each.name for each in self.fields if each.group in groups}


@dataclass(frozen=True)
class Catalogue:
    """All registers, by name."""

    registers: tuple[Register, ...]
    _by_name: Mapping[str, Register] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {each.name: each for each in self.registers})

    def __iter__(self) -> Iterator[Register]:
        return iter(self.registers)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Register:
        """The register called `name`; raises `NotFound`."""
        try:
            return self._by_name[name]
        except KeyError:
            raise NotFound(N_("Không có sổ nào tên là «{name}»."), name=name) from None

    def under(self, parent: str) -> tuple[Register, ...]:
        """The registers whose records are shown under a record of `parent`."""
        return tuple(
            each
            for each in self.registers
            if each.parent is not None and each[each.parent].target == parent
        )
