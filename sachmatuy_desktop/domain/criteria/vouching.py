"""“Không có” needs somebody who has looked: a zero of the books alone proves nothing.

A pack names the figures that a review vouches for (`vouches` of an attestation).  Such a figure,
counted as 0 from an office's own books, stays unknown until the review is there, says yes, is
signed and recent enough.  Figures that somebody states are a statement of their own and never come
here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from sachmatuy_desktop.domain.criteria.checks import NoneOf, standing
from sachmatuy_desktop.domain.criteria.facts import Attestation, Fact
from sachmatuy_desktop.domain.criteria.rules import Parts, RulePack

__all__ = ["vouched"]


def vouched(
    pack: RulePack, facts: Iterable[Fact], attestations: Iterable[Attestation], as_of: date
) -> list[Fact]:
    """The counted facts; the zeros that nobody vouches for have no value and a `note` why."""
    counted = {fact.name: fact for fact in facts}
    reasons = _reasons(pack, {given.id: given for given in attestations}, as_of)
    for name in _fail_anyway(pack, counted):
        reasons.pop(name, None)
    return [
        replace(fact, value=None, note=reasons[name])
        if fact.value == 0 and name in reasons
        else fact
        for name, fact in counted.items()
    ]


def _reasons(pack: RulePack, given: Mapping[str, Attestation], as_of: date) -> dict[str, str]:
    """Why a figure is not vouched for; one valid review of those that name it is enough."""
    reasons: dict[str, str] = {}
    settled: set[str] = set()
    for terms in pack.attestations:
        status = standing(terms, given.get(terms.id), as_of)
        for name in terms.vouches:
            if status.holds:
                settled.add(name)
            else:
                reasons.setdefault(name, status.said)
    return {name: why for name, why in reasons.items() if name not in settled}


def _fail_anyway(pack: RulePack, counted: Mapping[str, Fact]) -> Iterator[str]:
    """Figures of a sum that is above zero already, once all exempted are taken off.

    Whatever a review would add, “không có” is not so; leaving the zeros in keeps that decided.
    """
    for criterion in pack.criteria:
        for part in criterion.body.parts if isinstance(criterion.body, Parts) else ():
            if isinstance(part.check, NoneOf) and part.check.minus:
                names, minus = part.check.names, part.check.minus
                if _sum(counted, names) > _sum(counted, minus):
                    yield from names


def _sum(counted: Mapping[str, Fact], names: Iterable[str]) -> int:
    return sum(counted[name].value or 0 for name in names if name in counted)
