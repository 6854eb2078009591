"""What going by another pack would change here: the same books judged by both, on one day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sachmatuy_desktop.domain.criteria import Assessment, CriterionResult, RulePack
from sachmatuy_desktop.domain.criteria.differences import pairs
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.criteria.asking import villages_on
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.sync.trusting import partners

__all__ = ["Effect", "Moved", "PlaceEffect", "concerns", "effect_here"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Moved:
    """A criterion whose state another pack changes; a new one has no `before`."""

    name: str
    before: CriterionResult | None
    after: CriterionResult


@dataclass(frozen=True)
class PlaceEffect:
    """What changes for one place; `name` is empty for the office's own unit."""

    name: str
    before: Assessment
    after: Assessment
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class Effect:
    """What changes on a day: here, in each village of a commune, in each commune below."""

    as_of: date
    places: tuple[PlaceEffect, ...]

    @property
    def turned(self) -> int:
        """How many places come to another result as a whole."""
        return sum(
            (each.before.outcome, each.before.class_id) != (each.after.outcome, each.after.class_id)
            for each in self.places
        )


@dataclass(frozen=True)
class _Place:
    name: str
    unit: str
    village: RecordId | None = None


def concerns(office: Office, *packs: RulePack) -> bool:
    """Whether anything here can be judged by all the packs: they are of one level, and ours."""
    levels = {pack.level for pack in packs}
    return len(levels) == 1 and levels <= _levels(office)


def effect_here(
    office: Office,
    before: RulePack,
    after: RulePack,
    as_of: date,
    progress: Progress = lambda _done, _total: None,
) -> Effect:
    """Judge every place by both packs; `progress` hears of each and may raise to stop."""
    places = _places(office, after, as_of) if concerns(office, before, after) else []
    found = []
    for done, place in enumerate(places):
        progress(done, len(places))
        was, will_be = (
            criteria.assess_by(office, pack, as_of, place.village, unit_id=place.unit)
            for pack in (before, after)
        )
        found.append(PlaceEffect(place.name, was, will_be, _moved(before, after, was, will_be)))
    return Effect(as_of, tuple(found))


def _levels(office: Office) -> set[str]:
    """The levels of units that this office has the books of."""
    own = criteria.LEVELS[office.unit.kind.level]
    return {own, "commune"} if office.info.kind == RECEIVING else {own, criteria.NEIGHBOURHOOD}


def _places(office: Office, pack: RulePack, day: date) -> list[_Place]:
    if pack.level == criteria.LEVELS[office.unit.kind.level]:
        return [_Place("", office.unit.id)]
    if pack.level == criteria.NEIGHBOURHOOD:
        ids = villages_on(office, office.unit.id, day)
        names = office.queries.names("villages", ids)
        return [_Place(names[each], office.unit.id, each) for each in ids]
    lower = {each.unit_id for each in partners(office) if each.role == "lower"}
    named = sorted((office.units.unit(unit).titled, unit) for unit in lower)
    return [_Place(name, unit) for name, unit in named]


def _moved(
    before: RulePack, after: RulePack, was: Assessment, will_be: Assessment
) -> tuple[Moved, ...]:
    moved = []
    for earlier, criterion in pairs(before, after):
        old = None if earlier is None else was.criterion(earlier.id)
        new = will_be.criterion(criterion.id)
        if old is None or (old.status, old.band) != (new.status, new.band):
            name = f"{after.marks[criterion.id]}) {criterion.title}"
            moved.append(Moved(name, old, new))
    return tuple(moved)
