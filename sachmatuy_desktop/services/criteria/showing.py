"""Who is shown what: the figure for all, the records behind it for those who may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sachmatuy_desktop.domain.criteria import Fact, FactRecord
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.duties import Duty
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.storage.facts import NOT_PERSONAL


def as_shown_to(role: Role, fact: Fact) -> Fact:
    """The fact as it is; without its records where the role may not know who is on a list, or where
    the book that they stand in is shut for it.
    """
    known = fact.is_open or sees_records_of(role, fact.name)
    return fact if known and may_name_all(role, (*fact.records, *fact.exceptions)) else bare(fact)


def sees_records_of(role: Role, name: str) -> bool:
    """Whether the account may know which records stand in or beside a figure."""
    return role.knows(Duty.LISTS) or name in NOT_PERSONAL


def may_name_all(role: Role, records: Iterable[FactRecord]) -> bool:
    """Whether the books of all these records are open to the account, with their names."""
    books = {record.kind for record in records}
    return all(role.may_name(REGISTERS[each]) for each in books if each in REGISTERS)


def bare(fact: Fact) -> Fact:
    """The figure and its day alone."""
    days = [record.clears_on for record in (fact.exceptions or fact.records)]
    dated = [day for day in days if day is not None]
    clears = max(dated) if dated and len(dated) == len(days) else None
    return Fact(fact.name, fact.value, clears_on=fact.clears_on or clears, note=fact.note)


def without_names(fact: Fact) -> Fact:
    """The fact as it may be kept for ever and sent: no names, and no ids of persons.

    Kept results travel with the programme's books, which every account may read.
    """
    if not fact.is_open and fact.name not in NOT_PERSONAL:
        return bare(fact)
    return replace(
        fact,
        records=tuple(replace(record, label="") for record in fact.records),
        exceptions=tuple(replace(record, label="") for record in fact.exceptions),
    )
