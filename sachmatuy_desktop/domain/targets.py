"""Targets of plans and decisions: what is asked of an office by which year, and what came of it.

A target is words of a document; a `Way` is one reading of them: which named indicator is held
against which other, and where the limit lies.  Where the words are ambiguous there are several
ways, and all are measured.  `line` holds the figures of the reporting years against one way.

Everything is exact: counts are whole numbers, limits and what they come to are fractions.  A count
that is known in part (some communes have not reported) is a range, and a year is only called met or
not met if every number in the range says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from sachmatuy_desktop.domain.dates import ReportingYear

__all__ = [
    "Basis",
    "Binding",
    "Comparison",
    "Limit",
    "Point",
    "Range",
    "State",
    "Target",
    "Way",
    "exactly",
    "line",
    "whole",
    "years_of",
]


class Basis(StrEnum):
    """What a limit is a limit of."""

    COUNT = "count"  # the number itself
    SHARE = "share"  # the number out of its base
    GROWTH = "growth"  # how much more than the year before, of the year before
    REDUCTION = "reduction"  # how much less than the year before, of the year before
    STEPS = "steps"  # each year so much less, of the number of the year before the first

    @property
    def compares_years(self) -> bool:
        """Whether a year is held against an earlier one."""
        return self in (Basis.GROWTH, Basis.REDUCTION, Basis.STEPS)


class Comparison(StrEnum):
    """On which side of its limit a number must lie."""

    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"

    def holds(self, number: Fraction | int, limit: Fraction) -> bool:
        """Whether the number lies where it must."""
        match self:
            case Comparison.AT_LEAST:
                return number >= limit
            case Comparison.ABOVE:
                return number > limit
            case Comparison.AT_MOST:
                return number <= limit
            case Comparison.BELOW:
                return number < limit

    @property
    def rising(self) -> bool:
        """Whether more is better."""
        return self in (Comparison.AT_LEAST, Comparison.ABOVE)

    @property
    def turned(self) -> Comparison:
        """The other way round: a reduction of at least so much is a number of at most so much."""
        return _TURNED[self]


_TURNED = {
    Comparison.AT_LEAST: Comparison.AT_MOST,
    Comparison.ABOVE: Comparison.BELOW,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.BELOW: Comparison.ABOVE,
}


class State(StrEnum):
    """What is said of a year."""

    MET = "met"
    NOT_MET = "not_met"
    NOTHING = "nothing"  # 0 of 0, or 0 after 0: nothing to hold against the limit
    UNKNOWN = "unknown"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as printed ("Ít nhất 5%") and as an exact number (1/20)."""

    comparison: Comparison
    value: Fraction
    printed: str
    units: tuple[str, ...] = ()
    """Full names of the units it is printed for; none: for all that the target binds."""


@dataclass(frozen=True, slots=True)
class Way:
    """One reading of a target's words: `figure` and `base` are names of indicators.

    `limit` where the reading has one of its own; `by` where it is due in a year of its own.
    """

    id: str
    basis: Basis
    figure: str
    base: str = ""
    meaning: str = ""
    limit: Limit | None = None
    by: int | None = None

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators it is measured by."""
        return (self.figure, self.base) if self.base else (self.figure,)


@dataclass(frozen=True, slots=True)
class Binding:
    """Whom a target binds: units of a level, of all the country, of names, or within others."""

    level: str
    names: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """What a document asks for, in its own words.

    `yearly`: judged at the end of every reporting year from `first` to `last`; otherwise of `last`
    alone.  `issue` says what in the words is unclear, when there is more than one way.  `listed` is
    how many units the document speaks of without naming them; `villages` those it names.
    """

    id: str
    title: str
    quote: str
    paragraph: str
    binding: Binding
    first: int
    last: int
    yearly: bool
    ways: tuple[Way, ...]
    limits: tuple[Limit, ...] = ()
    issue: str = ""
    note: str = ""
    row: str = ""
    listed: int = 0
    villages: tuple[str, ...] = ()

    def limit_of(self, way: Way, names: Iterable[str]) -> Limit | None:
        """The limit for a unit of these names; None where the document asks nothing of it."""
        if way.limit is not None:
            return way.limit
        wanted = frozenset(names)
        return next(
            (each for each in self.limits if not each.units or wanted.intersection(each.units)),
            None,
        )


@dataclass(frozen=True, slots=True)
class Range:
    """A count: at least so many, at most so many (`None`: nobody knows)."""

    least: int
    most: int | None

    @property
    def value(self) -> int | None:
        """The number, if it is known exactly."""
        return self.least if self.least == self.most else None


def exactly(number: int) -> Range:
    """A count that is known."""
    return Range(number, number)


Figures = Mapping[str, Mapping[int, Range]]
"""Indicator → reporting year → count; what is missing is not known."""


@dataclass(frozen=True, slots=True)
class Point:
    """One reporting year of a way.

    `required` is the exact number the figure is held against (48,5 communes), `needed` the whole
    number that it comes to (at most 48).  `comparison` is how the figure is held against them.
    `rate` is what the figure comes to in the terms of the limit (37 %, −3 %).  `verdict` is what
    the figures say now, `state` what is said of the year: nothing before it is due and over.
    """

    year: int
    state: State
    verdict: State
    figure: Range | None = None
    base: Range | None = None
    comparison: Comparison | None = None
    required: Fraction | None = None
    needed: int | None = None
    rate: Fraction | None = None
    missing: tuple[tuple[str, int], ...] = field(default=())
    """Indicators and years whose figures are needed and not, or only partly, known."""


def line(
    way: Way, target: Target, limit: Limit, figures: Figures, today: date
) -> tuple[Point, ...]:
    """The years of a target by one of its ways.

    A year is judged once it is over; of a target that is not yearly only the last one is, and the
    years after it up to now: what was due then is due still.
    """
    last = way.by or target.last
    return tuple(
        _point(way, target, limit, figures, year, _is_due(target, year, last, today))
        for year in years_of(way, target, today)
    )


def years_of(way: Way, target: Target, today: date) -> range:
    """The reporting years that a way of a target is followed over."""
    last = max(way.by or target.last, target.first)
    running = ReportingYear.of(today).year
    return range(target.first, max(last, last if target.yearly else running) + 1)


def whole(comparison: Comparison, exact: Fraction) -> int:
    """The whole number that a limit comes to: the last one that is still on the right side."""
    match comparison:
        case Comparison.AT_LEAST:
            return ceil(exact)
        case Comparison.ABOVE:
            return floor(exact) + 1
        case Comparison.AT_MOST:
            return floor(exact)
        case Comparison.BELOW:
            return ceil(exact) - 1


def _is_due(target: Target, year: int, last: int, today: date) -> bool:
    if not target.yearly and year > last:
        return True
    return (target.yearly or year == last) and today >= ReportingYear(year).end


def _point(way: Way, target: Target, limit: Limit, figures: Figures, year: int, due: bool) -> Point:
    wanted = _wanted(way, target, year)
    known = {key: figures.get(key[0], {}).get(key[1]) for key in wanted}
    figure, base = known[wanted[0]], known[wanted[1]] if len(wanted) > 1 else None
    missing = tuple(key for key in wanted if (told := known[key]) is None or told.value is None)
    comparison = limit.comparison
    if way.basis in (Basis.REDUCTION, Basis.STEPS):
        comparison = comparison.turned
    required = _required(way.basis, limit.value, base, year - target.first + 1)
    verdict = _verdict(way.basis, comparison, required, figure, base)
    return Point(
        year=year,
        state=verdict if due else State.NOT_DUE,
        verdict=verdict,
        figure=figure,
        base=base,
        comparison=comparison,
        required=required,
        needed=None if required is None else whole(comparison, required),
        rate=_rate(way.basis, figure, base),
        missing=missing,
    )


def _wanted(way: Way, target: Target, year: int) -> tuple[tuple[str, int], ...]:
    """The figure and what it is held against, each with its year."""
    match way.basis:
        case Basis.COUNT:
            return ((way.figure, year),)
        case Basis.SHARE:
            return ((way.figure, year), (way.base, year))
        case Basis.STEPS:
            return ((way.figure, year), (way.figure, target.first - 1))
        case Basis.GROWTH | Basis.REDUCTION:
            return ((way.figure, year), (way.figure, year - 1))


def _required(basis: Basis, limit: Fraction, base: Range | None, step: int) -> Fraction | None:
    """The exact number the figure is held against; None while its base is not known."""
    if basis is Basis.COUNT:
        return limit
    known = None if base is None else base.value
    if known is None:
        return None
    match basis:
        case Basis.SHARE:
            return known * limit
        case Basis.GROWTH:
            return known * (1 + limit)
        case Basis.REDUCTION:
            return known * (1 - limit)
        case Basis.STEPS:
            return max(known * (1 - limit * step), Fraction(0))


def _verdict(
    basis: Basis,
    comparison: Comparison,
    required: Fraction | None,
    figure: Range | None,
    base: Range | None,
) -> State:
    if required is None or figure is None:
        return State.UNKNOWN
    if basis is not Basis.COUNT and base is not None and base.value == 0:
        return _against_zero(basis, comparison, figure)
    ends = [comparison.holds(figure.least, required)]
    if figure.most is not None:
        ends.append(comparison.holds(figure.most, required))
    elif not comparison.rising or not ends[0]:
        ends.append(comparison.rising)
    if all(ends):
        return State.MET
    return State.UNKNOWN if any(ends) else State.NOT_MET


def _against_zero(basis: Basis, comparison: Comparison, figure: Range) -> State:
    """0 of 0 and 0 after 0 are nothing; from 0 upwards no rate can be said, but it is no less."""
    if figure.value == 0:
        return State.NOTHING
    if basis is Basis.SHARE or comparison.rising or figure.least == 0:
        return State.UNKNOWN
    return State.NOT_MET


def _rate(basis: Basis, figure: Range | None, base: Range | None) -> Fraction | None:
    now = None if figure is None else figure.value
    before = None if base is None else base.value
    if now is None or not before or basis is Basis.COUNT:
        return None
    if basis is Basis.SHARE:
        return Fraction(now, before)
    if basis is Basis.GROWTH:
        return Fraction(now - before, before)
    return Fraction(before - now, before)
