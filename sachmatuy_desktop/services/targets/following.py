"""Every target of an office, measured over its years by each of its ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sachmatuy_desktop.domain.targets import Limit, Point, Range, State, Target, Way, line, years_of
from sachmatuy_desktop.packs.targets import TargetDocument
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.targets.binding import Bound, bound_targets, indicator
from sachmatuy_desktop.services.targets.measuring import Measurer, Told, today_of

__all__ = ["TargetLine", "WayLine", "follow"]


@dataclass(frozen=True, slots=True)
class WayLine:
    """One reading of a target over the years, with every number that went into it."""

    way: Way
    limit: Limit
    points: tuple[Point, ...]
    told: Mapping[tuple[str, int], Told]

    def current(self, year: int) -> Point:
        """The point of the year, or the nearest there is."""
        return min(self.points, key=lambda point: (abs(point.year - year), point.year))

    def judged(self, year: int) -> Point:
        """The newest point up to the year that is judged, or that of the year while none is."""
        over = [p for p in self.points if p.year <= year and p.state is not State.NOT_DUE]
        return over[-1] if over else self.current(year)


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target that binds the office, by all its ways."""

    document: TargetDocument
    target: Target
    ways: tuple[WayLine, ...]

    def state(self, year: int) -> State:
        """What the first way, which is the default, says last by the year."""
        return self.ways[0].judged(year).state


def follow(office: Office) -> tuple[TargetLine, ...]:
    """Every target that binds the office; reads much, so it belongs on the worker."""
    measurer = Measurer.of(office)
    return tuple(
        _followed(measurer, each)
        for each in bound_targets(office.units, office.unit, today_of(office))
    )


def _followed(measurer: Measurer, bound: Bound) -> TargetLine:
    ways = tuple(_way(measurer, bound.target, way, limit) for way, limit in bound.ways)
    return TargetLine(bound.document, bound.target, ways)


def _way(measurer: Measurer, target: Target, way: Way, limit: Limit) -> WayLine:
    told: dict[tuple[str, int], Told] = {}
    figures: dict[str, dict[int, Range]] = defaultdict(dict)
    for name in way.indicators:
        known = indicator(name)
        if known is None:
            continue
        for year in _years(target, way, measurer.today):
            answer = measurer.told(known, year, target)
            told[name, year] = answer
            if answer.used is not None:
                figures[name][year] = answer.used
    return WayLine(way, limit, line(way, target, limit, figures, measurer.today), told)


def _years(target: Target, way: Way, today: date) -> range:
    """The years of the line, and before them the one they are held against."""
    years = years_of(way, target, today)
    return range(years.start - way.basis.compares_years, years.stop)
