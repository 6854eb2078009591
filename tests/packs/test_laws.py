"""Laws that hold for every pack, whatever the figures.

More of what is bad never gives a milder class or a better outcome; filling in what nobody recorded
never contradicts what was still possible; the order of the figures does not matter; and no number
is too large to be compared exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.criteria import (
    Assessment,
    Attestation,
    Fact,
    Outcome,
    RulePack,
    answer,
    evaluate,
)
from sachmatuy_desktop.domain.criteria.bands import Banded, Combined
from sachmatuy_desktop.domain.criteria.checks import (
    AllOf,
    Check,
    Compared,
    NoneOf,
    WithinLimits,
    YesOrNo,
)
from sachmatuy_desktop.domain.criteria.limits import Fraction, Limits
from sachmatuy_desktop.domain.criteria.rules import Parts
from sachmatuy_desktop.packs.library import load_packs

LIBRARY = load_packs()
PACKS = sorted(one.id for one in LIBRARY.all() if isinstance(one, RulePack))
DAY = date(2025, 12, 14)

Values = Mapping[str, int | bool | None]

NEITHER = {
    ("lang-chanh-2023/neighbourhood", "addicts_at_registration"): (
        "decides which of two targets applies: none may arise, or there must be fewer"
    ),
}
"""Facts of which more is neither bad nor good, and why."""

MILDER_WITH_MORE = {
    ("q28-2025/commune-class", "two_measures=least_severe"): (
        "a second measure, once there is any of it, may be the milder one"
    ),
    ("q28-2025/commune-class", "falls_to_three=no"): "a rate may leave class III upwards",
    ("q28-2025/commune-class", "graver_counts_for_two=no"): "a rate may leave class II upwards",
    ("ninh-thuan-2024/commune-class", "two_measures=least_severe"): (
        "a second measure, once there is any of it, may be the milder one"
    ),
    ("ninh-thuan-2024/commune-class", "plant_gap=none"): (
        "2.000 plants belong to no class by the words as they stand"
    ),
}
"""Readings by which more of what is bad can give a milder class: why no default is one of them."""


# -- what is bad -----------------------------------------------------------------------------------


@dataclass
class Leaning:
    """Which facts of a pack are bad to have more of, which good, read off its criteria."""

    bad: set[str] = field(default_factory=set)
    good: set[str] = field(default_factory=set)

    def more(self, names: tuple[str, ...] | str, *, is_bad: bool) -> None:
        for name in (names,) if isinstance(names, str) else names:
            (self.bad if is_bad else self.good).add(name)


@cache
def leaning(pack_id: str) -> Leaning:
    pack = LIBRARY.rules(pack_id)
    found = Leaning()
    for criterion in pack.criteria:
        match criterion.body:
            case Parts(parts):
                for part in parts:
                    _of_check(found, part.check, is_good=pack.decision.met_is_good)
            case Banded(measures):
                for measure in measures:
                    found.more(measure.name, is_bad=True)
                    found.more((measure.per,) if measure.per else (), is_bad=False)
            case Combined(flag):
                found.more(flag, is_bad=True)
    return found


def _of_check(found: Leaning, check: Check, *, is_good: bool) -> None:
    """`is_good`: whether a check that holds is a good thing."""
    match check:
        case NoneOf(names, minus):
            found.more(names, is_bad=is_good)
            found.more(minus, is_bad=not is_good)
        case AllOf(base, have):
            found.more(base, is_bad=is_good)
            found.more(have, is_bad=not is_good)
        case WithinLimits(name, limits, per):
            is_bad = (limits.below is None) is not is_good
            found.more(name, is_bad=is_bad)
            found.more((per,) if per else (), is_bad=not is_bad)
        case YesOrNo(name, expected):
            found.more(name, is_bad=expected is not is_good)
        case Compared(names, against):
            found.more(names, is_bad=is_good)
            found.more(against, is_bad=not is_good)


@pytest.mark.parametrize("pack_id", PACKS)
def test_a_fact_is_bad_or_good_to_have_more_of_and_never_both(pack_id: str) -> None:
    found = leaning(pack_id)
    assert found.bad & found.good == {name for pack, name in NEITHER if pack == pack_id} & found.bad
    assert found.bad | found.good == {fact.name for fact in LIBRARY.rules(pack_id).facts}


# -- figures near where it matters -----------------------------------------------------------------


def _bounds(pack: RulePack) -> Iterator[tuple[str, str | None, Limits]]:
    for criterion in pack.criteria:
        match criterion.body:
            case Parts(parts):
                for part in parts:
                    if isinstance(part.check, WithinLimits):
                        yield part.check.name, part.check.per, part.check.limits
            case Banded(measures):
                for measure in measures:
                    for level in measure.levels:
                        yield measure.name, measure.per, level.limits


def _checks(pack_id: str) -> Iterator[Check]:
    for criterion in LIBRARY.rules(pack_id).criteria:
        for part in criterion.body.parts if isinstance(criterion.body, Parts) else ():
            yield part.check


@cache
def _shares(pack_id: str) -> dict[str, str]:
    """What is to be the whole of what: the part → the whole."""
    return {each.have: each.base for each in _checks(pack_id) if isinstance(each, AllOf)}


@cache
def _rates(pack_id: str) -> dict[str, str]:
    """What is counted per what."""
    return {name: per for name, per, _ in _bounds(_pack(pack_id)) if per}


@cache
def _exceptions(pack_id: str) -> list[NoneOf]:
    """Sums from which somebody is taken off."""
    return [each for each in _checks(pack_id) if isinstance(each, NoneOf) and each.minus]


@cache
def _near(pack_id: str) -> dict[str, list[int]]:
    """By fact, the numbers at which something changes, and those beside them."""
    pack, wholes = LIBRARY.rules(pack_id), set(_rates(pack_id).values())
    near = {
        fact.name: {9_999, 10_000, 10_001, 100_000} if fact.name in wholes else {0, 1, 2, 3}
        for fact in pack.facts
    }
    for name, per, limits in _bounds(pack):
        for bound in limits.bounds():
            of = 10_000 if per else 1
            turn = bound.numerator * of // bound.denominator
            near[name] |= {max(0, turn - 1), turn, turn + 1}
    return {name: sorted(numbers) for name, numbers in near.items()}


@st.composite
def figures(draw: st.DrawFn, pack_id: str) -> dict[str, int | bool | None]:
    """Figures that do not contradict one another, with every number known.

    All but a few are as they should be: with many that are not, nothing can get any worse.
    """
    pack, near = _pack(pack_id), _near(pack_id)
    odd = draw(st.sets(st.sampled_from([fact.name for fact in pack.facts]), max_size=4))
    fails = pack.decision.kind == "at_least" and draw(st.booleans())
    values: dict[str, int | bool | None] = {}
    for fact in pack.facts:
        if fact.name in odd:
            numbers = st.sampled_from(near[fact.name])
            values[fact.name] = draw(st.booleans() if fact.type == "bool" else numbers)
        else:
            values[fact.name] = _at_one_end(pack_id, fact.name, fact.type, well=not fails)
    for part, whole in _shares(pack_id).items():
        short = draw(st.sampled_from([0, 1, 2])) if part in odd else 0
        values[part] = max(0, int(values[whole] or 0) - short)
    for check in _exceptions(pack_id):
        total = sum(int(values[name] or 0) for name in check.names)
        values[check.minus[0]] = draw(st.integers(0, total))
    return values


def _at_one_end(pack_id: str, name: str, kind: str, *, well: bool) -> int | bool:
    """As it should be, or as bad as the limits know."""
    nothing = (name in leaning(pack_id).bad) is well
    if kind == "bool":
        return not nothing
    if name in {*_shares(pack_id).values(), *_rates(pack_id).values()}:
        return 3 if name in _shares(pack_id).values() else 10_000
    return 0 if nothing else _near(pack_id)[name][-1]


def _pack(pack_id: str) -> RulePack:
    return LIBRARY.rules(pack_id)


def contradicts(pack_id: str, values: Values) -> bool:
    """A part larger than its whole, or more exempt than there are."""
    number = {name: int(value or 0) for name, value in values.items()}
    parts = {**_rates(pack_id), **_shares(pack_id)}
    return any(number[part] > number[whole] for part, whole in parts.items()) or any(
        sum(number[name] for name in check.minus) > sum(number[name] for name in check.names)
        for check in _exceptions(pack_id)
    )


def readings(pack_id: str, *, orderly: bool = False) -> st.SearchStrategy[dict[str, str]]:
    """Any choice; `orderly`, none by which more of what is bad may be milder."""
    return st.fixed_dictionaries(
        {
            reading.id: st.sampled_from(
                [
                    option.value
                    for option in reading.options
                    if not orderly
                    or (pack_id, f"{reading.id}={option.value}") not in MILDER_WITH_MORE
                ]
            )
            for reading in _pack(pack_id).readings
        }
    )


def attested(pack_id: str, *answers: bool | None) -> st.SearchStrategy[dict[str, bool | None]]:
    return st.fixed_dictionaries(
        {terms.id: st.sampled_from(answers) for terms in _pack(pack_id).attestations}
    )


def assess(
    pack_id: str,
    values: Values,
    given_by: Mapping[str, bool | None],
    taken: Mapping[str, str] | None = None,
) -> Assessment:
    return evaluate(
        _pack(pack_id),
        [Fact(name, value) for name, value in values.items()],
        [Attestation(name, value) for name, value in given_by.items()],
        as_of=DAY,
        readings=taken,
    )


# -- the laws --------------------------------------------------------------------------------------


def badness(pack_id: str, found: Assessment) -> int:
    """The rank of the class; of a pack without classes 0 for good, 1 for open, 2 for bad."""
    pack = _pack(pack_id)
    if pack.classes:
        return pack.scale.rank(str(found.class_id))
    order = [Outcome.YES, Outcome.UNKNOWN, Outcome.NO]
    return (order if pack.decision.met_is_good else order[::-1]).index(found.outcome)


@pytest.mark.parametrize("pack_id", PACKS)
@settings(max_examples=40)
@given(data=st.data())
def test_more_of_what_is_bad_never_improves_anything(pack_id: str, data: st.DataObject) -> None:
    values = data.draw(figures(pack_id))
    given_by = data.draw(attested(pack_id, *[True] * 9, None))
    taken = data.draw(readings(pack_id, orderly=True))
    name = data.draw(st.sampled_from(sorted(values)))
    assume((pack_id, name) not in NEITHER)
    worse = _worse(pack_id, values, name, data)
    assume(not contradicts(pack_id, values) and not contradicts(pack_id, worse))
    before, after = (assess(pack_id, each, given_by, taken) for each in (values, worse))
    assert badness(pack_id, after) >= badness(pack_id, before), (name, values[name], worse[name])


def _worse(pack_id: str, values: Values, name: str, data: st.DataObject) -> Values:
    """The figures with more of a bad one, or less of a good one; no denominator becomes 0."""
    is_bad = name in leaning(pack_id).bad
    value = values[name]
    if isinstance(value, bool):
        return {**values, name: is_bad}
    if is_bad:
        return {**values, name: data.draw(st.integers(int(value or 0), 2 * int(value or 0) + 3))}
    lowest = 1 if name in _rates(pack_id).values() else 0
    return {**values, name: data.draw(st.integers(min(lowest, int(value or 0)), int(value or 0)))}


@pytest.mark.parametrize(
    ("pack_id", "choice", "less", "more"),
    [
        (
            "q28-2025/commune-class",
            "two_measures=least_severe",
            {"managed_people": 50, "use_points": 2, "drug_plants": 3000},
            {"drug_plant_area_m2": 1},
        ),
        (
            "q28-2025/commune-class",
            "falls_to_three=no",
            {"managed_people": 9},
            {"managed_people": 10},
        ),
        (
            "q28-2025/commune-class",
            "graver_counts_for_two=no",
            {"managed_people": 10, "use_points": 1, "arrested_offenders": 5},
            {"managed_people": 50},
        ),
        (
            "ninh-thuan-2024/commune-class",
            "two_measures=least_severe",
            {"drug_plants": 3000},
            {"drug_plant_area_m2": 1},
        ),
        (
            "ninh-thuan-2024/commune-class",
            "plant_gap=none",
            {"drug_plants": 1999},
            {"drug_plants": 2000},
        ),
    ],
)
def test_a_reading_that_breaks_the_law_is_no_default(
    pack_id: str, choice: str, less: Values, more: Values
) -> None:
    assert (pack_id, choice) in MILDER_WITH_MORE
    name, _, value = choice.partition("=")
    quiet: Values = {fact.name: fact.type == "int" and 0 for fact in _pack(pack_id).facts}
    before, after = (
        badness(pack_id, assess(pack_id, {**quiet, "population": 10_000, **each}, {}, taken))
        for taken in ({name: value},)
        for each in (less, {**less, **more})
    )
    assert after < before
    assert value not in [each.default for each in _pack(pack_id).readings if each.id == name]


@pytest.mark.parametrize("pack_id", PACKS)
@settings(max_examples=40)
@given(data=st.data())
def test_filling_in_what_nobody_recorded_contradicts_nothing(
    pack_id: str, data: st.DataObject
) -> None:
    values = data.draw(figures(pack_id))
    assume(not contradicts(pack_id, values))
    given_by = data.draw(attested(pack_id, *[True] * 9, False))
    taken = data.draw(readings(pack_id))
    hidden = data.draw(st.sets(st.sampled_from(sorted([*values, *given_by])), max_size=4))
    complete = assess(pack_id, values, given_by, taken)
    partial = assess(pack_id, _without(values, hidden), _without(given_by, hidden), taken)
    assert set(complete.possible_classes) <= set(partial.possible_classes)
    assert partial.outcome in (complete.outcome, Outcome.UNKNOWN)


def _without(values: Mapping[str, Any], hidden: set[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in hidden}


@pytest.mark.parametrize("pack_id", PACKS)
@settings(max_examples=15)
@given(data=st.data())
def test_the_order_of_what_is_known_does_not_matter(pack_id: str, data: st.DataObject) -> None:
    values = data.draw(figures(pack_id))
    given_by = data.draw(attested(pack_id, True, False, None))
    shuffled = dict(data.draw(st.permutations(sorted(values.items()))))
    backwards = dict(reversed(given_by.items()))
    assert answer(assess(pack_id, values, given_by)) == answer(assess(pack_id, shuffled, backwards))


RATES = sorted(
    {
        (pack_id, name, per, bound.numerator, bound.denominator)
        for pack_id in PACKS
        for name, per, limits in _bounds(_pack(pack_id))
        if per
        for bound in limits.bounds()
        if bound.numerator
    }
)


@pytest.mark.parametrize(("pack_id", "name", "per", "numerator", "denominator"), RATES)
@settings(max_examples=10)
@given(times=st.integers(10**12, 10**30))
def test_a_boundary_is_exact_however_large_the_numbers(
    pack_id: str, name: str, per: str, numerator: int, denominator: int, times: int
) -> None:
    """One less of it, or one more of the whole, is on the other side of the line."""
    bound = Limits(at_least=Fraction(numerator, denominator))
    count, whole = numerator * times, denominator * times
    assert bound.hold(count, whole)
    assert not bound.hold(count - 1, whole)
    assert not bound.hold(count, whole + 1)
    quiet = {fact.name: fact.type == "int" and 0 for fact in _pack(pack_id).facts}
    at, below = (
        assess(pack_id, {**quiet, name: n, per: whole}, {}, _taking(pack_id, name, numerator))
        for n in (count, count - 1)
    )
    assert at.criteria != below.criteria
    assert [_told(one) for one in at.criteria] != [_told(one) for one in below.criteria]


def _told(result: Any) -> object:
    return result.status, result.band


def _taking(pack_id: str, name: str, numerator: int) -> dict[str, str]:
    """The readings by which the bound is in force."""
    for criterion in _pack(pack_id).criteria:
        match criterion.body:
            case Banded(measures):
                levels = [level for one in measures if one.name == name for level in one.levels]
                whens = [(level.limits, level.when) for level in levels]
            case Parts(parts):
                whens = [
                    (part.check.limits, part.when)
                    for part in parts
                    if isinstance(part.check, WithinLimits) and part.check.name == name
                ]
            case _:
                whens = []
        for limits, when in whens:
            if any(bound.numerator == numerator for bound in limits.bounds()):
                return dict(when.choices[:1])
    return {}
