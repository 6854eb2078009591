"""Which plans an office is offered: its own place's first, then others as a pattern.

A plan covers a place by its name at the time, and places are merged and lose their districts; so
the names are looked for among all that the office's ground belonged to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.plans import PlanPack
from sachmatuy_desktop.domain.units import Unit, UnitTable
from sachmatuy_desktop.packs.library import PackLibrary, fold_place
from sachmatuy_desktop.services.criteria import LEVELS


class Ground(StrEnum):
    """Why a plan is offered, the nearest first."""

    HERE = "here"  # it covers the unit, or what the unit lies in
    FORMER = "former"  # it covers what the unit was made of, or what that lay in
    BELOW = "below"  # it covers a part of the unit, and gives work to the unit's level
    ELSEWHERE = "elsewhere"  # the plan of another place, to be used as a pattern


_ORDER: Final = {ground: place for place, ground in enumerate(Ground)}
_SCOPES: Final = {"unit": 0, "province": 1, "country": 2}


@dataclass(frozen=True)
class Offer:
    """A plan that may be adopted here; `by` is the unit through which it covers the office."""

    pack: PlanPack
    ground: Ground
    by: Unit | None = None


def offers(packs: PackLibrary, table: UnitTable, unit: Unit, day: date) -> tuple[Offer, ...]:
    """Every plan there is, those of the unit's own ground first."""
    found = [_offer(pack, packs, table, unit, day) for pack in packs.all_plans(day)]
    found.sort(key=lambda each: (_ORDER[each.ground], _SCOPES[each.pack.scope], each.pack.id))
    return tuple(found)


def ground_of(
    pack: PlanPack, packs: PackLibrary, table: UnitTable, unit: Unit, day: date
) -> Ground:
    """Why one plan would be offered to a unit."""
    return _offer(pack, packs, table, unit, day).ground


def _offer(pack: PlanPack, packs: PackLibrary, table: UnitTable, unit: Unit, day: date) -> Offer:
    if not _names_level(pack, unit, day):
        return Offer(pack, Ground.ELSEWHERE)
    for ground, link in _links(table, unit):
        if packs.covers(pack, (link.titled, table.full_name(link))):
            return Offer(pack, ground, link)
    below = next(_parts_covered(pack, table, unit), None)
    return Offer(pack, Ground.BELOW if below else Ground.ELSEWHERE, below)


def _links(table: UnitTable, unit: Unit) -> Iterator[tuple[Ground, Unit]]:
    """The unit and all above it, then the same of what its ground came from."""
    for link in table.chain(unit):
        yield Ground.HERE, link
    for line in table.origins(unit):
        for link in table.chain(table.unit(line.old_id)):
            yield Ground.FORMER, link


def _parts_covered(pack: PlanPack, table: UnitTable, unit: Unit) -> Iterator[Unit]:
    """The units named by the plan that lie in the unit, or in what it was made of."""
    if LEVELS[unit.kind.level] == "commune":
        return
    roots = {unit.id, *(line.old_id for line in table.origins(unit))}
    places = {fold_place(name) for name in pack.covers}
    for each in table:
        named = fold_place(each.titled) in places
        if named and not roots.isdisjoint(link.id for link in table.chain(each)):
            yield each


def _names_level(pack: PlanPack, unit: Unit, day: date) -> bool:
    """Whether the plan gives work to, or reports to, bodies of the unit's level."""
    level = LEVELS[unit.kind.level]
    return level == "commune" or level in set(_levels(pack, day))


def _levels(pack: PlanPack, day: date) -> Iterable[str]:
    for actor in pack.actors:
        yield actor.level
        yield from (body.level for body in actor.bodies(day))
