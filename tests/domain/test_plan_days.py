"""The days of a plan moved by years, and cut-offs as they are typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sachmatuy_desktop.domain.plans import PlanPack
from sachmatuy_desktop.domain.plans.cut_offs import parse_cut_offs, show_cut_offs
from sachmatuy_desktop.domain.plans.moving import moved, years_on
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.library import load_packs

LIBRARY = load_packs()
PLANS = LIBRARY.all_plans()
MONTH = LIBRARY.plan("kon-tum-2024/action-month")


@pytest.mark.parametrize(
    ("today", "years"),
    [("2024-06-01", 0), ("2024-07-08", 0), ("2024-07-09", 1), ("2026-11-28", 3)],
)
def test_a_campaign_that_is_over_comes_back_in_its_next_year(today: str, years: int) -> None:
    assert years_on(MONTH, date.fromisoformat(today)) == years


def test_its_days_phases_and_reports_move_with_it() -> None:
    there = moved(MONTH, 3, date(2026, 11, 28))
    assert there.title == "Tháng hành động phòng, chống ma túy năm 2027 (tỉnh Kon Tum)"
    assert (there.from_date, there.until_date) == (date(2027, 5, 27), date(2027, 7, 8))
    assert (there.phases[0].starts_on, there.phases[0].ends_on) == (
        date(2027, 6, 1),
        date(2027, 6, 30),
    )
    assert {date(2027, 6, 13), date(2027, 7, 3), date(2027, 7, 7)} <= set(there.lasts.values())


@given(plan=some.sampled_from(PLANS), years=some.integers(0, 20), today=some.dates())
def test_moved_days_are_never_before_the_start_nor_the_start_before_today(
    plan: PlanPack, years: int, today: date
) -> None:
    if today.year > 2200:
        return
    there = moved(plan, years, today)
    assert there.from_date >= today
    assert there.until_date is None or there.until_date >= there.from_date
    assert all(day >= there.from_date for day in there.lasts.values())
    assert [each.id for each in there.phases] == [each.id for each in plan.phases]
    if not years:
        assert there.lasts == {}
        assert there.phases == plan.phases


@pytest.mark.parametrize(
    ("text", "monthly", "found"),
    [
        ("15/6, 15/12", False, ((6, 15), (12, 15))),
        ("15-6; 15.12", False, ((6, 15), (12, 15))),
        ("15/6 và 15/12", False, ((6, 15), (12, 15))),
        ("25", True, ((0, 25),)),
        ("5, 5", True, ((0, 5),)),
        ("", False, ()),
        (" , ", True, ()),
    ],
)
def test_cut_offs_are_read_as_offices_write_them(
    text: str, monthly: bool, found: tuple[tuple[int, int], ...]
) -> None:
    assert parse_cut_offs(text, monthly=monthly) == found


@pytest.mark.parametrize(
    ("text", "monthly"),
    [("29/2", False), ("15", False), ("32", True), ("0", True), ("31/4", False), ("mai", False)],
)
def test_what_is_no_day_of_every_year_is_refused(text: str, monthly: bool) -> None:
    with pytest.raises(BadInput, match="Không đọc được ngày"):
        parse_cut_offs(text, monthly=monthly)


@given(some.lists(some.dates(date(2001, 1, 1), date(2001, 12, 31)), max_size=4))
def test_what_is_shown_is_read_again(days: list[date]) -> None:
    cut_offs = tuple(dict.fromkeys((each.month, each.day) for each in days))
    assert parse_cut_offs(show_cut_offs(cut_offs)) == cut_offs
