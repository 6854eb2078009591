"""The month of another year, and which day of it today is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sachmatuy_desktop.domain.plans.campaign import (
    Figure,
    Typed,
    in_year,
    proposed,
)
from sachmatuy_desktop.packs.library import load_packs

MODEL = load_packs().plan("kon-tum-2024/action-month")


def test_the_days_of_2024_are_moved_to_the_year_and_no_other_figure() -> None:
    proposal = proposed(MODEL, 2027)
    assert proposal is not None
    assert (proposal.first, proposal.last) == (date(2027, 6, 1), date(2027, 6, 30))
    assert proposal.before == {
        "KT.plan": date(2027, 6, 14),
        "KT.result": date(2027, 7, 4),
        "KT.summary": date(2027, 7, 8),
    }
    assert proposal.last_days()["KT.plan"] == date(2027, 6, 13)
    assert proposal.last_days()["KT.1.3"] == date(2027, 6, 26)


def test_a_day_the_office_chose_counts_instead_of_the_proposed_one() -> None:
    proposal = proposed(MODEL, 2027)
    assert proposal is not None
    assert proposal.last_days({"KT.plan": date(2027, 6, 10)})["KT.plan"] == date(2027, 6, 9)


def test_a_plan_that_is_no_month_has_no_proposal() -> None:
    assert proposed(load_packs().plan("ia-hdrai-2024/plan"), 2027) is None


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-30, 30))
def test_a_moved_day_keeps_month_and_day_but_for_the_leap_day(day: date, by: int) -> None:
    moved = in_year(day, by)
    assert moved.year == day.year + by
    if (day.month, day.day) == (2, 29):
        assert (moved + timedelta(days=1)).month in (2, 3)
        assert moved.month == 2
    else:
        assert (moved.month, moved.day) == (day.month, day.day)


@pytest.mark.parametrize(
    ("counted", "typed", "shown"), [(3, None, 3), (None, None, None), (3, 5, 5), (None, 0, 0)]
)
def test_a_typed_number_stands_in_the_place_of_the_counted_one(
    counted: int | None, typed: int | None, shown: int | None
) -> None:
    said = None if typed is None else Typed("x", typed, "báo của Tòa án", date(2027, 6, 30))
    assert Figure(counted, said).shown == shown
