"""Three-valued answers, exact limits, and numbers as an official writes them."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sachmatuy_desktop.domain.criteria.facts import Fact, FactRecord
from sachmatuy_desktop.domain.criteria.limits import Fraction, Limits, When
from sachmatuy_desktop.domain.criteria.logic import (
    Outcome,
    Status,
    all_hold,
    any_holds,
    at_least,
    every_criterion,
)
from sachmatuy_desktop.domain.criteria.wording import day, listing, number, percent, sentence

MET, NOT, OPEN, NOTHING = Status.MET, Status.NOT_MET, Status.UNKNOWN, Status.NOTHING_ARISEN


@pytest.mark.parametrize(
    ("given_statuses", "every", "one"),
    [
        ([MET, MET], MET, MET),
        ([MET, NOT], NOT, MET),
        ([MET, OPEN], OPEN, MET),
        ([NOT, OPEN], NOT, OPEN),
        ([NOTHING, MET], MET, MET),
        ([NOTHING, NOT], NOT, NOT),
        ([NOTHING, OPEN], OPEN, OPEN),
        ([NOTHING, NOTHING], NOTHING, NOTHING),
        ([], NOTHING, NOTHING),
    ],
)
def test_all_and_any_of_statuses(given_statuses: list[Status], every: Status, one: Status) -> None:
    assert all_hold(given_statuses) is every
    assert any_holds(given_statuses) is one


@pytest.mark.parametrize(
    ("given_statuses", "outcome"),
    [
        ([MET, MET, MET, MET, NOT], Outcome.YES),
        ([MET, MET, MET, MET, OPEN], Outcome.YES),
        ([MET, MET, MET, NOT, NOT], Outcome.NO),
        ([MET, MET, MET, OPEN, NOT], Outcome.UNKNOWN),
        ([MET, MET, NOT, OPEN, NOT], Outcome.NO),
        ([MET, MET, MET, NOTHING, NOT], Outcome.NO),
    ],
)
def test_at_least_four_of_five(given_statuses: list[Status], outcome: Outcome) -> None:
    assert at_least(4, given_statuses) is outcome


@given(st.lists(st.sampled_from([MET, NOT, OPEN, NOTHING]), max_size=5), st.integers(1, 5))
def test_filling_in_what_is_unknown_never_contradicts_a_decision(
    listed: list[Status], count: int
) -> None:
    choices = [[MET, NOT, NOTHING] if status is OPEN else [status] for status in listed]
    filled = [list(one) for one in product(*choices)]
    some = {at_least(count, one) for one in filled}
    every = {every_criterion(one) for one in filled}
    assert at_least(count, listed) is (some.pop() if len(some) == 1 else Outcome.UNKNOWN)
    assert every_criterion(listed) in (every if len(every) == 1 else {Outcome.UNKNOWN})


@pytest.mark.parametrize(
    ("count", "people", "reached"),
    [(5, 1000, True), (4, 801, False), (4, 800, True), (49, 10_000, False), (50, 10_000, True)],
)
def test_half_a_percent_is_reached_exactly(count: int, people: int, reached: bool) -> None:
    assert Limits(at_least=Fraction.read("5/1000")).hold(count, people) is reached


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 1000), st.integers(1, 1000))
def test_a_count_is_at_least_above_or_below_a_bound(
    count: int, per: int, numerator: int, denominator: int
) -> None:
    bound = Fraction(numerator, denominator)
    assert Limits(at_least=bound).hold(count, per) is not Limits(below=bound).hold(count, per)
    above, exactly = Limits(above=bound).hold(count, per), count * denominator == numerator * per
    assert Limits(at_least=bound).hold(count, per) is (above or exactly)


@pytest.mark.parametrize("text", ["", "0,5", "0.5", "-1", "5/0", "5/", "x", "1/2/3", "1 / 2", "٥"])
def test_a_limit_that_is_no_fraction_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no fraction"):
        Fraction.read(text)


def test_a_piece_applies_under_one_of_its_readings() -> None:
    piece = When((("zero", "literal"), ("zero", "strict")))
    assert piece.holds({"zero": "strict"})
    assert not piece.holds({"zero": "other"})
    assert When().holds({})


@pytest.mark.parametrize(
    ("count", "per", "shown"),
    [
        (30, 20_000, "0,15 %"),
        (1, 3, "33,333 %"),
        (2, 3, "66,667 %"),
        (0, 7, "0 %"),
        (7, 7, "100 %"),
        (1, 1_000_000, "0 %"),
        (25_000, 1, "2.500.000 %"),
    ],
)
def test_percentages_are_shown_with_a_comma(count: int, per: int, shown: str) -> None:
    assert percent(count, per) == shown


def test_words_of_a_trace() -> None:
    assert number(1_234_567) == "1.234.567"
    assert day(date(2026, 12, 4)) == "04/12/2026"
    assert sentence("đạt") == "Đạt."
    assert sentence("Xong rồi!") == "Xong rồi!"
    assert listing(["a", "b", "c"]) == "a, b và c"
    assert listing(["a"]) == "a"
    assert str(Limits(Fraction(5, 1000), below=Fraction(3000))) == "từ 0,5 % trở lên, dưới 3.000"


def test_a_figure_clears_when_the_last_of_its_records_does() -> None:
    early = FactRecord("person", "1", clears_on=date(2026, 3, 1))
    late = FactRecord("person", "2", clears_on=date(2026, 9, 1))
    undated = FactRecord("person", "3")
    assert Fact("addicts", 2, (early, late)).earliest_clearing() == date(2026, 9, 1)
    assert Fact("addicts", 2, (early, undated)).earliest_clearing() is None
    assert Fact("addicts", 0).earliest_clearing() is None
