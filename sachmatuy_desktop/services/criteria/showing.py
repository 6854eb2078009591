"""Who is shown what: the figure for all, the records behind it for those who may know."""

from __future__ import annotations

from dataclasses import replace

from sachmatuy_desktop.domain.criteria import (
    Fact,
    RulePack,
)
from sachmatuy_desktop.domain.expressions import Counting, is_personal
from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.storage.facts import NOT_PERSONAL


def as_shown_to(role: Role, fact: Fact, pack: RulePack) -> Fact:
    """The fact as it is; without its records where the role may not know who is on a list."""
    if role.sees is Sensitivity.SENSITIVE or not _is_personal(fact.name, pack):
        return fact
    return bare(fact)


def _is_personal(name: str, pack: RulePack) -> bool:
    """Whether the records behind a fact are not for everybody's eyes.

    What a pack counts by an expression of its own is judged by what the expression reads, whatever
    the pack calls it.
    """
    for definition in pack.facts:
        if definition.name == name and isinstance(definition.expression, Counting):
            return is_personal(definition.expression)
    return name not in NOT_PERSONAL


def bare(fact: Fact) -> Fact:
    """The figure and its day alone."""
    days = [record.clears_on for record in (fact.exceptions or fact.records)]
    dated = [day for day in days if day is not None]
    clears = max(dated) if dated and len(dated) == len(days) else None
    return Fact(fact.name, fact.value, clears_on=fact.clears_on or clears, note=fact.note)


def without_names(fact: Fact, pack: RulePack) -> Fact:
    """The fact as it may be kept for ever and sent: no names, and no ids of persons.

    Kept results travel with the programme's books, which every account may read.
    """
    if _is_personal(fact.name, pack):
        return bare(fact)
    return replace(
        fact,
        records=tuple(replace(record, label="") for record in fact.records),
        exceptions=tuple(replace(record, label="") for record in fact.exceptions),
    )
