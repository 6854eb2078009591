"""The day on which a “không có … trừ …” clears, told by the figures themselves.

Only the persons left after the exempt are taken off count, and only their records tell who they
are.  Figures that leave the office do so without records, so the day goes with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sachmatuy_desktop.domain.criteria.checks import NoneOf, left_of
from sachmatuy_desktop.domain.criteria.facts import Fact, latest
from sachmatuy_desktop.domain.criteria.rules import Parts, RulePack

__all__ = ["dated_by_who_is_left"]


def dated_by_who_is_left(pack: RulePack, facts: Iterable[Fact]) -> list[Fact]:
    """The counted facts; each from which exempt persons are taken off has the day of those left.

    A figure that another check reads as well keeps its own day.
    """
    counted = {fact.name: fact for fact in facts}
    for check in _with_exceptions(pack):
        present = [counted[name] for name in check.names if name in counted and counted[name].value]
        left = left_of(present, [counted[name] for name in check.minus if name in counted])
        day = latest([fact.earliest_clearing() for fact in left])
        if day is not None:
            counted.update({fact.name: replace(fact, clears_on=day) for fact in present})
    return list(counted.values())


def _with_exceptions(pack: RulePack) -> Iterator[NoneOf]:
    """The checks that take exempt persons off figures nobody else reads."""
    checks = [
        part.check
        for criterion in pack.criteria
        if isinstance(criterion.body, Parts)
        for part in criterion.body.parts
    ]
    readers = Counter(name for check in checks for name in check.facts())
    for check in checks:
        if (
            isinstance(check, NoneOf)
            and check.minus
            and all(readers[one] == 1 for one in check.names)
        ):
            yield check
