"""“Không có” needs somebody who has looked: a zero of the books alone proves nothing.

A pack names the figures that a review vouches for (`vouches` of an attestation).  Such a figure,
counted as 0 from an office's own books, stays unknown until the review is there, says yes, is
signed and recent enough.  Figures that somebody states are a statement of their own and never come
here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sachmatuy_desktop.domain.criteria.checks import NoneOf, standing
from sachmatuy_desktop.domain.criteria.exempting import dated_by_who_is_left
from sachmatuy_desktop.domain.criteria.facts import Attestation, Fact
from sachmatuy_desktop.domain.criteria.rules import Parts, RulePack

__all__ = ["as_judged", "vouched"]


def as_judged(
    pack: RulePack, facts: Iterable[Fact], attestations: Iterable[Attestation], as_of: date
) -> list[Fact]:
    """The counted facts as a pack judges them: with the day of who is left, zeros vouched for."""
    return vouched(pack, dated_by_who_is_left(pack, facts), attestations, as_of)


def vouched(
    pack: RulePack, facts: Iterable[Fact], attestations: Iterable[Attestation], as_of: date
) -> list[Fact]:
    """The counted facts; the zeros that nobody vouches for have no value and a `note` why.

    Where everybody counted is exempted, the sum is as much a zero: those figures keep their value
    and have the note.
    """
    counted = {fact.name: fact for fact in map(_without_note, facts)}
    reasons = _reasons(pack, {given.id: given for given in attestations}, as_of)
    fails, none_left = _sums(pack, counted)
    found = []
    for name, fact in counted.items():
        why = reasons.get(name, "")
        if why and fact.value == 0 and name not in fails:
            found.append(replace(fact, value=None, note=why))
        elif why and name in none_left:
            found.append(replace(fact, note=why))
        else:
            found.append(fact)
    return found


def _without_note(fact: Fact) -> Fact:
    """A known figure as it was counted, whatever was said of it before."""
    return fact if fact.value is None or not fact.note else replace(fact, note="")


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


def _sums(pack: RulePack, counted: Mapping[str, Fact]) -> tuple[frozenset[str], frozenset[str]]:
    """Figures of sums that fail whatever a review adds, and of those that come to zero.

    A sum that is above zero already, once all exempted are taken off, is no “không có”: leaving its
    zeros in keeps that decided.
    """
    fails: set[str] = set()
    none_left: set[str] = set()
    for criterion in pack.criteria:
        for part in criterion.body.parts if isinstance(criterion.body, Parts) else ():
            if isinstance(part.check, NoneOf) and part.check.minus:
                left = _sum(counted, part.check.names) - _sum(counted, part.check.minus)
                (fails if left > 0 else none_left).update(part.check.names)
    return frozenset(fails), frozenset(none_left)


def _sum(counted: Mapping[str, Fact], names: Iterable[str]) -> int:
    return sum(counted[name].value or 0 for name in names if name in counted)
