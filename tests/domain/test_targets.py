"""Targets at their boundaries: one below, at, one above; zero bases; what is only partly known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from sachmatuy_desktop.domain.targets import (
    Basis,
    Binding,
    Comparison,
    Limit,
    Point,
    Range,
    State,
    Target,
    Way,
    exactly,
    line,
    whole,
)

AFTER = date(2031, 1, 1)
"""A day on which every year of these targets is over."""


def target(way: Way, *, first: int = 2026, last: int = 2026, yearly: bool = True) -> Target:
    binding = Binding("province")
    return Target("T", "", "", "", binding, first, last, yearly=yearly, ways=(way,))


def limit(comparison: str, value: str) -> Limit:
    return Limit(Comparison(comparison), Fraction(value), "")


def measured(
    basis: str,
    asked: Limit,
    figures: Mapping[str, Mapping[int, Range]],
    year: int = 2026,
    today: date = AFTER,
) -> Point:
    """The point of one year; figures are called `n` and, for shares, `of`."""
    way = Way("w", Basis(basis), "n", "of" if basis == "share" else "")
    points = line(way, target(way, last=max(year, 2026)), asked, figures, today)
    return next(point for point in points if point.year == year)


def over_years(*counts: int, first: int = 2025) -> dict[str, dict[int, Range]]:
    return {"n": {first + at: exactly(count) for at, count in enumerate(counts)}}


def of_base(count: int, base: int) -> dict[str, dict[int, Range]]:
    return {"n": {2026: exactly(count)}, "of": {2026: exactly(base)}}


@pytest.mark.parametrize(
    ("comparison", "exact", "comes_to"),
    [
        ("at_least", "9/10", 1),
        ("at_least", "3", 3),
        ("above", "3", 4),
        ("above", "7/2", 4),
        ("at_most", "97/2", 48),
        ("at_most", "48", 48),
        ("below", "10", 9),
        ("below", "101/100", 1),
    ],
)
def test_what_a_limit_comes_to_in_whole_numbers(comparison: str, exact: str, comes_to: int) -> None:
    rule, value = Comparison(comparison), Fraction(exact)
    assert whole(rule, value) == comes_to
    assert rule.holds(comes_to, value)
    assert not rule.holds(comes_to - 1 if rule.rising else comes_to + 1, value)


@pytest.mark.parametrize(
    ("count", "base", "state"),
    [
        (0, 3, State.NOT_MET),  # 30 % of 3 communes is 0,9: at least 1
        (1, 3, State.MET),
        (2, 3, State.MET),
        (12, 13, State.MET),
        (0, 0, State.NOTHING),
    ],
)
def test_thirty_per_cent_of_the_communes(count: int, base: int, state: State) -> None:
    point = measured("share", limit("at_least", "30/100"), of_base(count, base))
    assert point.state is state
    if base == 3:
        assert (point.required, point.needed) == (Fraction(9, 10), 1)


@pytest.mark.parametrize(
    ("count", "state"), [(12, State.NOT_MET), (13, State.MET)], ids=["12 of 13", "13 of 13"]
)
def test_thirteen_communes_are_kept(count: int, state: State) -> None:
    assert measured("share", limit("at_least", "1"), of_base(count, 13)).state is state


@pytest.mark.parametrize(
    ("percent", "count", "state"),
    [
        ("35/100", 22, State.NOT_MET),  # of 65 communes 22,75: at least 23
        ("35/100", 23, State.MET),
        ("35/100", 24, State.MET),
        ("50/100", 32, State.NOT_MET),
        ("50/100", 33, State.MET),
        ("50/100", 34, State.MET),
        ("70/100", 45, State.NOT_MET),
        ("70/100", 46, State.MET),
    ],
)
def test_shares_of_sixty_five_communes(percent: str, count: int, state: State) -> None:
    assert measured("share", limit("at_least", percent), of_base(count, 65)).state is state


@pytest.mark.parametrize(
    ("now", "state"), [(47, State.MET), (48, State.MET), (49, State.NOT_MET), (50, State.NOT_MET)]
)
def test_three_per_cent_fewer_of_fifty_communes_is_one_and_a_half(now: int, state: State) -> None:
    point = measured("reduction", limit("at_least", "3/100"), over_years(50, now))
    assert point.state is state
    assert (point.required, point.needed) == (Fraction(97, 2), 48)
    assert point.comparison is Comparison.AT_MOST


def test_steps_are_of_the_number_before_the_first_year() -> None:
    way = Way("w", Basis.STEPS, "n")
    asked = target(way, first=2025, last=2027)
    figures = over_years(100, 97, 94, 92, first=2024)
    points = line(way, asked, limit("at_least", "3/100"), figures, AFTER)
    assert [point.required for point in points] == [97, 94, 91]
    assert [point.state for point in points] == [State.MET, State.MET, State.NOT_MET]


@pytest.mark.parametrize(
    ("now", "state"),
    [(99, State.MET), (100, State.MET), (101, State.NOT_MET), (102, State.NOT_MET)],
)
def test_growth_below_one_per_cent_of_a_hundred(now: int, state: State) -> None:
    point = measured("growth", limit("below", "1/100"), over_years(100, now))
    assert point.state is state
    assert point.rate == Fraction(now - 100, 100)


@pytest.mark.parametrize(
    ("now", "state"),
    [(102, State.NOT_MET), (103, State.NOT_MET), (104, State.MET)],
)
def test_more_than_three_per_cent_is_not_three(now: int, state: State) -> None:
    assert measured("growth", limit("above", "3/100"), over_years(100, now)).state is state


@pytest.mark.parametrize(("now", "state"), [(94, State.MET), (95, State.MET), (96, State.NOT_MET)])
def test_five_per_cent_fewer(now: int, state: State) -> None:
    assert measured("reduction", limit("at_least", "5/100"), over_years(100, now)).state is state


@pytest.mark.parametrize(
    ("count", "base", "state"),
    [(4, 100, State.MET), (5, 100, State.NOT_MET), (0, 100, State.MET), (0, 0, State.NOTHING)],
)
def test_kept_below_five_per_cent(count: int, base: int, state: State) -> None:
    assert measured("share", limit("below", "5/100"), of_base(count, base)).state is state


@pytest.mark.parametrize(("count", "state"), [(9, State.MET), (10, State.NOT_MET)])
def test_fewer_than_ten_addicts(count: int, state: State) -> None:
    assert measured("count", limit("below", "10"), over_years(0, count)).state is state


@pytest.mark.parametrize(
    ("basis", "asked", "now", "state"),
    [
        ("growth", ("below", "1/100"), 0, State.NOTHING),
        ("growth", ("below", "1/100"), 1, State.NOT_MET),
        ("growth", ("above", "3/100"), 1, State.UNKNOWN),
        ("reduction", ("at_least", "5/100"), 0, State.NOTHING),
        ("reduction", ("at_least", "5/100"), 2, State.NOT_MET),
    ],
)
def test_after_a_year_with_none(basis: str, asked: tuple[str, str], now: int, state: State) -> None:
    point = measured(basis, limit(*asked), over_years(0, now))
    assert point.state is state
    assert point.rate is None


def test_a_year_without_the_one_before_is_not_decided() -> None:
    figures = {"n": {2026: exactly(48)}}
    point = measured("reduction", limit("at_least", "3/100"), figures)
    assert point.state is State.UNKNOWN
    assert point.missing == (("n", 2025),)
    assert point.required is None


@pytest.mark.parametrize(
    ("known", "state"),
    [
        (Range(40, 60), State.MET),  # enough, whatever the others will say
        (Range(39, 60), State.UNKNOWN),
        (Range(10, 39), State.NOT_MET),  # not enough even with all the others
        (Range(39, None), State.UNKNOWN),
        (Range(40, None), State.MET),
    ],
)
def test_communes_that_have_not_reported_may_or_may_not_matter(known: Range, state: State) -> None:
    figures = {"n": {2026: known}, "of": {2026: exactly(100)}}
    assert measured("share", limit("at_least", "40/100"), figures).state is state


@pytest.mark.parametrize(
    ("known", "state"),
    [
        (Range(96, None), State.NOT_MET),
        (Range(90, None), State.UNKNOWN),
        (Range(90, 95), State.MET),
    ],
)
def test_a_sum_without_all_communes_can_only_fail(known: Range, state: State) -> None:
    figures = {"n": {2025: exactly(100), 2026: known}}
    assert measured("reduction", limit("at_least", "5/100"), figures).state is state


def test_nothing_is_judged_before_its_year_is_over() -> None:
    figures = of_base(60, 100)
    asked = limit("at_least", "50/100")
    running = measured("share", asked, figures, today=date(2026, 12, 13))
    assert (running.state, running.verdict) == (State.NOT_DUE, State.MET)
    assert measured("share", asked, figures, today=date(2026, 12, 14)).state is State.MET


def test_of_a_target_by_2030_only_2030_is_judged() -> None:
    way = Way("w", Basis.SHARE, "n", "of")
    asked = target(way, last=2030, yearly=False)
    points = line(way, asked, limit("at_least", "50/100"), {}, AFTER)
    states = {point.year: point.state for point in points}
    assert states.pop(2031) is State.UNKNOWN  # overdue, and still followed
    assert list(states.values()) == [State.NOT_DUE] * 4 + [State.UNKNOWN]


def test_what_was_not_reached_in_its_year_is_due_still() -> None:
    way = Way("w", Basis.COUNT, "n")
    asked = target(way, first=2023, last=2023, yearly=False)
    figures = {"n": {2023: exactly(12), 2024: exactly(13), 2025: exactly(14)}}
    points = line(way, asked, limit("at_least", "14"), figures, date(2025, 3, 1))
    assert [point.state for point in points] == [State.NOT_MET, State.NOT_MET, State.MET]
