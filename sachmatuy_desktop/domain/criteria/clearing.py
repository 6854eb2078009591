"""Lawful acts that take what blocks a criterion out of the way, as the facts' definitions say.

Which act clears a record, its words and its source are data (`[[fact.clearing]]`); here stand only
the acts that exist and the register whose records each is done to.  There is no act that takes
somebody off a list: for a person the way leads to the steps that the law offers for that case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.criteria.assess import Assessment
from sachmatuy_desktop.domain.criteria.facts import Fact
from sachmatuy_desktop.domain.criteria.findings import Clearing, CriterionResult
from sachmatuy_desktop.domain.criteria.logic import Status
from sachmatuy_desktop.domain.criteria.rules import RulePack

__all__ = ["ACTS", "AT_LARGE", "Ways", "ways"]

AT_LARGE: Final = ""
"""An act that is done to no record: something is to be written down that is not there yet."""

ACTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "open_case": ("people",),
        "record_test": ("people",),
        "record_visit": ("people",),
        "record_support": ("people",),
        "end_point": ("hotspots",),
        "sign_household": ("households",),
        "sign_family": ("households", "people"),
        "sign_team": ("subunits",),
        "sign_neighbourhood": ("villages",),
        "sign_organisation": ("commitments",),
        "add_tip_box": ("villages",),
        "add_hotline_board": ("villages",),
        "add_report": ("villages",),
        "add_activity": ("models",),
        "add_model": (AT_LARGE,),
        "enter_population": (AT_LARGE,),
    }
)
"""Every act a pack may name, and the registers of the records it is done to."""


@dataclass(frozen=True)
class Ways:
    """What may be done about a criterion: to each of its records, and where none is there yet."""

    of_record: Mapping[tuple[str, str], tuple[Clearing, ...]]
    at_large: tuple[Clearing, ...] = ()


def ways(pack: RulePack, assessment: Assessment, result: CriterionResult) -> Ways:
    """The lawful acts for what stands in the way of a criterion, by the facts it stands in.

    Nothing where nothing stands in the way.
    """
    if result.status in (Status.MET, Status.NOTHING_ARISEN) and not result.blocking:
        return Ways({})
    definitions = {definition.name: definition for definition in pack.facts}
    counted = {fact.name: fact for fact in assessment.facts}
    blocking = {record.key for record in result.blocking}
    found: dict[tuple[str, str], dict[str, Clearing]] = {}
    at_large: dict[str, Clearing] = {}
    for name in pack.facts_of(result.id):
        fact = counted.get(name) or Fact(name, None)
        for clearing in definitions[name].clearing:
            registers = ACTS[clearing.act]
            if AT_LARGE in registers and not fact.value:
                at_large.setdefault(clearing.act, clearing)
            for key in blocking.intersection(_keys(fact, registers)):
                found.setdefault(key, {}).setdefault(clearing.act, clearing)
    return Ways(
        {key: tuple(acts.values()) for key, acts in found.items()}, tuple(at_large.values())
    )


def _keys(fact: Fact, registers: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for record in (*fact.exceptions, *fact.records):
        if record.kind in registers:
            yield record.key
