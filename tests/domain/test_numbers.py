"""Numbers as typed in plans and spreadsheets, exact to the last fraction."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.numbers import (
    Measure,
    parse_count,
    parse_measure,
    parse_number,
    parse_percent,
    show_integer,
    show_number,
    show_percent,
)
from sachmatuy_desktop.errors import BadInput

LAW = settings(max_examples=150, deadline=None)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3.000", 3000),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("1 234 567", 1234567),
        ("1.234,5", Fraction(2469, 2)),
        ("1,234.5", Fraction(2469, 2)),
        ("8,5", Fraction(17, 2)),
        ("8.5", Fraction(17, 2)),
        ("0,333", Fraction(333, 1000)),
        ("03", 3),
        ("-2", -2),
        ("+2", 2),
    ],
)
def test_both_habits_of_writing_are_read(typed: str, number: Fraction) -> None:
    assert parse_number(typed) == number


@pytest.mark.parametrize("typed", ["", "ba", "1.2.3", "1,2,3", "12.34.567", "1e5", "--2", "9" * 40])
def test_what_is_no_number_is_refused_by_name(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_number(typed)
    assert f"«{typed}»" in str(refused.value)


def test_counts_are_whole_and_never_guessed() -> None:
    assert parse_count("3.000") == 3000
    assert parse_count("03") == 3
    for typed in ("1,000", "8,5", "-1"):
        with pytest.raises(BadInput):
            parse_count(typed)


def test_measures_of_the_plans() -> None:
    assert parse_measure("3.000 cây") == Measure(Fraction(3000), "cây")
    assert parse_measure("1.000m2") == Measure(Fraction(1000), "m2")
    assert parse_measure("0,05%") == Measure(Fraction(1, 2000), "%")
    assert parse_percent("0,05%") == parse_percent("0,05") == Fraction(1, 2000)
    with pytest.raises(BadInput):
        parse_percent("5 cây")


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(1, 300), "0,333 %"),
        (Fraction(2, 300), "0,667 %"),
        (Fraction(1, 2), "50 %"),
        (Fraction(1, 2000), "0,05 %"),
        (Fraction(12345, 1), "1.234.500 %"),
        (Fraction(-1, 300), "-0,333 %"),
        (Fraction(-1, 10**9), "0 %"),
    ],
)
def test_shares_are_rounded_exactly(share: Fraction, shown: str) -> None:
    assert show_percent(share) == shown


@LAW
@given(st.integers(0, 10**12))
def test_a_shown_count_reads_back(number: int) -> None:
    assert parse_count(show_integer(number)) == number


@LAW
@given(st.integers(-(10**9), 10**9).filter(lambda n: n % 1000))
def test_a_shown_number_of_three_places_reads_back(thousandths: int) -> None:
    number = Fraction(thousandths, 1000)
    assert parse_number(show_number(number)) == number


@LAW
@given(st.text())
def test_any_text_is_a_number_or_a_sentence(text: str) -> None:
    for read in (parse_number, parse_count, parse_measure, parse_percent):
        with suppress(BadInput):
            assert read(text) is not None
