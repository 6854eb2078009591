"""Kinds of values that have rules of their own: years, hours, several words of a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.commitments import COMMITMENTS
from sachmatuy_desktop.domain.registers.fields import Field, Value
from sachmatuy_desktop.domain.registers.management import TESTS
from sachmatuy_desktop.domain.registers.profiles import PROFILES
from sachmatuy_desktop.domain.registers.values import MAX_TEXT, column_gate, fits, parse, show
from sachmatuy_desktop.errors import BadInput

YEAR = COMMITMENTS["year"]
HOUR = TESTS["taken_at"]
DRUGS = PROFILES["drugs"]
DAY = COMMITMENTS["signed_on"]


@pytest.mark.parametrize("typed", ["1900", "2026", " 2026 ", "2100"])
def test_a_year_is_shown_as_it_was_typed(typed: str) -> None:
    kept = parse(YEAR, typed)

    assert kept == int(typed)
    assert fits(YEAR, kept)
    assert show(YEAR, kept) == typed.strip()


@pytest.mark.parametrize("typed", ["26", "2.026", "1899", "2101", "20265", "năm nay", "２０２６"])
def test_what_is_no_year_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(BadInput, match="Hãy gõ bốn chữ số") as caught:
        parse(YEAR, typed)

    assert caught.value.field == "year"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8:30", "08:30"),
        ("08:30:00", "08:30"),
        ("8h", "08:00"),
        ("23h05", "23:05"),
        ("8 giờ 30", "08:30"),
        ("8 giờ 30 phút", "08:30"),
        ("0.15", "00:15"),
    ],
)
def test_an_hour_is_kept_as_four_digits(typed: str, kept: str) -> None:
    assert parse(HOUR, typed) == kept
    assert fits(HOUR, kept)
    assert show(HOUR, kept) == kept


@pytest.mark.parametrize("typed", ["24:00", "8:60", "8", "sáng", "08:30 chiều"])
def test_what_is_no_hour_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInput, match="08:30 hoặc 8 giờ 30"):
        parse(HOUR, typed)
    assert not fits(HOUR, typed)


def test_several_words_are_kept_in_the_order_of_the_list_and_shown_as_they_can_be_typed() -> None:
    kept = parse(DRUGS, "heroine, Cần sa; can sa")

    assert kept == "can_sa heroine"
    assert fits(DRUGS, kept)
    assert show(DRUGS, kept) == "Cần sa; Heroine"
    assert parse(DRUGS, show(DRUGS, kept)) == kept


def test_one_unknown_word_among_several_is_refused_and_named() -> None:
    with pytest.raises(BadInput, match="«thuốc lá»"):
        parse(DRUGS, "Cần sa; thuốc lá")
    assert fits(DRUGS, "can_sa ma_tuy_moi"), "a word of a newer program is kept"
    assert not fits(DRUGS, "can_sa  heroine")


@pytest.mark.parametrize("text", ["2024-02-29", "1950-12-31", "9989-01-01", "0002-01-01"])
def test_a_day_of_the_calendar_passes(text: str) -> None:
    assert fits(DAY, text)


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-29",
        "2026-W01-1",
        "2026-1-010",
        "0001-01-01",
        "9990-01-01",
        "2026-01-1٣",
        "20260101",
    ],
)
def test_what_is_no_day_or_no_more_to_reckon_from_does_not(text: str) -> None:
    assert not fits(DAY, text)


ONE_OF_EACH_KIND = list({each.kind: each for book in REGISTERS for each in book.fields}.values())
PLAIN = (
    st.none()
    | st.integers(-2, 2**54)
    | st.text(max_size=6)
    | st.sampled_from(
        [
            "Nguyễn", "Nguye\u0302\u0303n", "\u0303", "e", "x" * MAX_TEXT, "x" * (MAX_TEXT + 1), "",
            "2026-02-28", "2026-02-30", "2026", "08:30", "a" * 32, "can_sa heroine", "nam", "a b\n",
        ]
    )
)  # fmt: skip


@given(st.sampled_from(ONE_OF_EACH_KIND), st.lists(PLAIN, max_size=5))
def test_a_column_passes_where_each_of_its_values_does(field: Field, values: list[Value]) -> None:
    assert column_gate(field)(values) == all(fits(field, each) for each in values)
