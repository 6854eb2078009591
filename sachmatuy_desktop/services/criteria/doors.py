"""Where to click for a criterion that stands open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sachmatuy_desktop.domain.criteria import (
    Assessment,
    RulePack,
    Status,
)
from sachmatuy_desktop.domain.expressions import Counting, Value, names_of
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage.facts import register_of


@dataclass(frozen=True, slots=True)
class Door:
    """Where to click for a criterion: a register, and the records in the way (none: all of it)."""

    register: str
    records: tuple[RecordId, ...] = ()


def doors(pack: RulePack, assessment: Assessment) -> dict[str, tuple[Door, ...]]:
    """For every criterion that stands open, the records that block it.

    A criterion that fails for want of records or of a signature leads to the registers where they
    are written down.
    """
    telling = (Status.NOT_MET, Status.UNKNOWN) if pack.decision.met_is_good else (Status.MET,)
    asked = {criterion.id: criterion for criterion in pack.criteria}
    return {
        result.id: _doors_of(pack, asked[result.id].body.facts(), result.id, result.blocking)
        for result in assessment.criteria
        if result.status in telling or result.status is Status.UNKNOWN
    }


def registers_of(pack: RulePack, name: str) -> Iterator[str]:
    """Where an officer changes a fact: the register the pack counts, or the program does."""
    own = {fact.name: fact.expression for fact in pack.facts}.get(name)
    if isinstance(own, Counting):
        yield own.register
    elif isinstance(own, Value):
        for each in names_of(own):
            yield from registers_of(pack, each)
    elif register := register_of(name):
        yield register


def _doors_of(
    pack: RulePack, facts: Sequence[str], criterion: str, blocking: Sequence[Any]
) -> tuple[Door, ...]:
    by_register: dict[str, list[RecordId]] = {}
    for record in blocking:
        by_register.setdefault(record.kind, []).append(record.id)
    if not by_register:
        registers = [register for name in facts for register in registers_of(pack, name)]
        by_register = {register: [] for register in registers}
    found = [Door(register, tuple(ids)) for register, ids in by_register.items()]
    if pack.confirmations_of(criterion):
        found.append(Door("attestations"))
    return tuple(found)
