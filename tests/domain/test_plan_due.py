"""When the tasks of a plan open and until when they are in time."""

from __future__ import annotations

import calendar
import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.dates import VIETNAM, ReportingYear
from sachmatuy_desktop.domain.plans.due import DueTask, Event, Own, openings
from sachmatuy_desktop.domain.plans.periods import DAY, Life, clash, periods_of
from sachmatuy_desktop.domain.plans.when import EVERY, Every, When
from sachmatuy_desktop.domain.terms import WorkCalendar, start_of
from sachmatuy_desktop.errors import BadInput, NotFound
from sachmatuy_desktop.packs.holidays import load_calendar
from tests.domain.plan_days import at, day, event, life, phase, picture, task

LAW = settings(max_examples=80, deadline=None)
DAYS = st.dates(date(2020, 1, 1), date(2045, 12, 31))
MOMENTS = st.datetimes(
    min_value=at("01/01/2020 00:00").replace(tzinfo=None),
    max_value=at("31/12/2045 00:00").replace(tzinfo=None),
    timezones=st.just(VIETNAM),
)
REPORTS = ((6, 15), (12, 15))
LIVES = st.builds(
    lambda start, length: Life(start, start + timedelta(days=length)), DAYS, st.integers(0, 1500)
)


# --- once -----------------------------------------------------------------------------------------


def test_before_a_day_is_in_time_until_the_day_before_and_a_sunday_is_only_hinted_at() -> None:
    """4 July 2027 is a Sunday: the printed day stays, Saturday the 3rd is off as well."""
    plan = life("01/6", "30/6")
    asked = task("once", before=day("05/7"))
    assert picture(openings(asked, plan, day("30/6"))) == [
        "once | 01/06/2027–30/06/2027 | 04/07/2027 (nên 02/07/2027) | printed"
    ]
    (one,) = openings(asked, plan, day("30/6"))
    assert one.printed == day("05/7")
    assert one.due == at("04/7 23:59").replace(second=59)


def test_until_the_end_of_a_day_is_in_time_on_that_day() -> None:
    asked = task("once", on=day("31/12"))
    assert picture(openings(asked, life("01/3", "31/12"), day("01/3"))) == [
        "once | 01/03/2027–31/12/2027 | 31/12/2027 | printed"
    ]


def test_a_holiday_is_hinted_at_with_the_last_working_day_before() -> None:
    asked = task("once", before=day("03/9/2026"))
    made = openings(asked, life("01/6/2026"), day("01/6/2026"), calendar=load_calendar())
    assert picture(made) == ["once | 01/06/2026–… | 02/09/2026 (nên 28/08/2026) | printed"]


@pytest.mark.parametrize(
    ("rule", "own", "line"),
    [
        ({"needs_date": True}, Own(), "01/03/2027–14/12/2027 | — | none"),
        ({"needs_date": True}, Own(day("30/4")), "01/03/2027–14/12/2027 | 30/04/2027 | office"),
        ({}, Own(), "01/03/2027–14/12/2027 | 14/12/2027 | plan"),
        ({"before": day("14/6/2024")}, Own(), "01/03/2027–14/12/2027 | — | passed"),
        (
            {"before": day("14/6/2024")},
            Own(day("11/6")),
            "01/03/2027–14/12/2027 | 11/06/2027 | office",
        ),
        (
            {"on": day("30/6"), "proposed": True},
            Own(),
            "01/03/2027–14/12/2027 | 30/06/2027 | proposed",
        ),
    ],
    ids=["no date yet", "the office's date", "none printed", "passed", "passed and chosen", "ours"],
)
def test_what_a_last_day_rests_on_is_said(rule: dict[str, Any], own: Own, line: str) -> None:
    made = openings(task("once", own, **rule), life("01/3", "14/12"), day("01/3"))
    assert picture(made) == [f"once | {line}"]


def test_a_task_of_a_phase_opens_with_it_and_an_open_phase_has_no_last_day() -> None:
    first = phase("1", day("15/12/2024"), day("14/12/2026"))
    then = phase("2", day("15/12/2026"), None)
    plan = life("01/3/2025", phases=(first, then))
    far = day("01/01/2028")
    assert picture(openings(task("once", by_phase="1"), plan, far)) == [
        "once | 01/03/2025–14/12/2026 | 14/12/2026 | plan"
    ]
    assert picture(openings(task("once", by_phase="2"), plan, far)) == [
        "once | 15/12/2026–… | — | none"
    ]
    assert openings(task("once", by_phase="2"), plan, day("14/12/2026")) == ()
    with pytest.raises(NotFound, match="giai đoạn «3»"):
        openings(task("once", by_phase="3"), plan, far)


def test_a_phase_that_was_over_before_the_plan_began_asks_the_office_for_a_day() -> None:
    june = phase("thang-6", day("01/06/2024"), day("30/06/2024"))
    plan = life("01/06", "30/06", phases=(june,))
    asked = task("once", by_phase="thang-6")
    assert picture(openings(asked, plan, day("30/06"))) == [
        "once | 01/06/2027–30/06/2027 | — | passed"
    ]
    moved = replace(plan, phases=(phase("thang-6", day("01/06"), day("30/06")),))
    assert picture(openings(asked, moved, day("30/06"))) == [
        "once | 01/06/2027–30/06/2027 | 30/06/2027 | plan"
    ]


# --- periodic -------------------------------------------------------------------------------------


def test_half_years_before_15_june_and_15_december_end_on_the_14th() -> None:
    asked = task("periodic", every="half_year", day=REPORTS)
    assert picture(openings(asked, life("10/03/2027", "14/12/2028"), day("31/12/2028"))) == [
        "2027-H1 | 10/03/2027–14/06/2027 | 14/06/2027 | printed",
        "2027-H2 | 15/06/2027–14/12/2027 | 14/12/2027 | printed",
        "2028-H1 | 15/12/2027–14/06/2028 | 14/06/2028 | printed",
        "2028-H2 | 15/06/2028–14/12/2028 | 14/12/2028 | printed",
    ]


def test_a_year_is_numbered_by_the_december_it_ends_in() -> None:
    asked = task("periodic", every="year", day=((12, 20),))
    assert picture(openings(asked, life("15/12/2026"), day("15/12/2027"))) == [
        "2027 | 15/12/2026–14/12/2027 | 19/12/2027 (nên 17/12/2027) | printed",
        "2028 | 15/12/2027–14/12/2028 | 19/12/2028 | printed",
    ]


def test_months_have_the_end_the_calendar_gives_them() -> None:
    ends = task("periodic", every="month")
    by_hand = task("periodic", Own(cut_offs=((0, 31),)), every="month", needs_date=True)
    plan = life("31/01/2028", "30/04/2028")
    assert picture(openings(ends, plan, day("31/12/2028"))) == [
        "2028-01 | 31/01/2028–31/01/2028 | 31/01/2028 | plan",
        "2028-02 | 01/02/2028–29/02/2028 | 29/02/2028 | plan",
        "2028-03 | 01/03/2028–31/03/2028 | 31/03/2028 | plan",
        "2028-04 | 01/04/2028–30/04/2028 | 30/04/2028 (nên 28/04/2028) | plan",
    ]
    assert [each.last_day for each in openings(by_hand, plan, day("31/12/2028"))] == [
        day("29/02/2028"),
        day("30/03/2028"),
        day("30/04/2028"),
    ], "before the 31st: the 30th, or the end of a month that has none; 30/1 was before the plan"


def test_before_the_fifth_of_every_month_is_about_the_month_before() -> None:
    asked = task("periodic", Own(cut_offs=((0, 5),)), every="month")
    assert picture(openings(asked, life("01/11", "31/12"), day("31/12"))) == [
        "2027-11 | 01/11/2027–30/11/2027 | 04/12/2027 (nên 03/12/2027) | office",
        "2027-12 | 01/12/2027–31/12/2027 | 04/01/2028 | office",
    ]


def test_a_year_the_plan_cuts_short_is_due_with_the_plan_where_no_day_is_printed() -> None:
    plan = life("01/01/2025", "31/12/2025")
    assert picture(openings(task("periodic", every="year"), plan, plan.last))[1:] == [
        "2026 | 15/12/2025–31/12/2025 | 31/12/2025 | plan"
    ]
    printed = task("periodic", every="year", day=((12, 15),))
    assert picture(openings(printed, plan, plan.last))[1:] == [
        "2026 | 15/12/2025–31/12/2025 | 14/12/2026 | printed"
    ]


def test_a_half_the_plan_does_not_ask_about_does_not_open() -> None:
    asked = task("periodic", every="half_year", day=((6, 15),))
    made = openings(asked, life("15/12/2026"), day("14/12/2028"))
    assert [each.key for each in made] == ["2027-H1", "2028-H1"]


def test_a_period_without_a_day_waits_for_the_office() -> None:
    asked = task("periodic", every="half_year", needs_date=True)
    assert picture(openings(asked, life("15/12/2026", "14/06/2027"), day("14/06"))) == [
        "2027-H1 | 15/12/2026–14/06/2027 | — | none"
    ]


def test_two_dates_for_one_period_are_refused() -> None:
    asked = task("periodic", every="year", day=((12, 15), (12, 20)))
    with pytest.raises(BadInput, match="2027 có hai hạn"):
        openings(asked, life("15/12/2026"), day("01/06"))
    assert clash("year", asked.when.day)
    assert not clash("half_year", REPORTS)
    assert clash("month", ((0, 5), (0, 4)))
    assert not clash("month", ((0, 5),))


@LAW
@given(LIVES, st.sampled_from(EVERY), st.booleans())
def test_openings_tile_the_life_of_the_plan(plan: Life, every: Every, printed: bool) -> None:
    """In order, disjoint, without a gap, never before the start or after the end."""
    cut_offs = {"half_year": REPORTS, "year": ((12, 15),), "month": ()}[every]
    asked = task("periodic", every=every, day=cut_offs if printed else ())
    made = openings(asked, plan, plan.last)
    assert made[0].first == plan.start
    assert made[-1].last == plan.last
    assert all(one.last + DAY == then.first for one, then in itertools.pairwise(made))
    assert all(plan.start <= each.opens.date() <= plan.last for each in made)
    assert len({each.key for each in made}) == len(made)


@LAW
@given(LIVES, st.integers(0, 12), st.integers(1, 31), st.sampled_from(EVERY))
def test_the_last_day_in_time_is_before_the_printed_one(
    plan: Life, month: int, number: int, every: Every
) -> None:
    cut_offs = ((month if every != "month" else 0) or (0 if every == "month" else 1), number)
    for each in openings(task("periodic", every=every, day=(cut_offs,)), plan, plan.last):
        assert each.printed is not None
        assert each.last_day is not None
        assert each.last_day < each.printed
        assert each.last_day.day <= max(number - 1, 0) or number == 1
        assert each.hint is None or each.first <= each.hint < each.last_day


@LAW
@given(DAYS, st.integers(0, 3000))
def test_halves_and_years_tile_the_year_from_15_to_14_december(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    for every in EVERY:
        found = list(periods_of(every, first, last))
        assert found[0].first <= first
        assert found[-1].last >= last
        assert all(a.last + DAY == b.first for a, b in itertools.pairwise(found))
    halves = list(periods_of("half_year", first, last))
    for year in periods_of("year", first, last):
        assert (year.first, year.last) == (
            ReportingYear(year.year).start,
            ReportingYear(year.year).end,
        )
        own = [each for each in halves if each.year == year.year]
        assert all(year.first <= each.first and each.last <= year.last for each in own)


@LAW
@given(LIVES, st.sampled_from(EVERY), st.integers(0, 1500), st.integers(0, 1500))
def test_looking_further_ahead_changes_nothing_nearer(
    plan: Life, every: Every, near: int, more: int
) -> None:
    asked = task("periodic", every=every)
    soon = openings(asked, plan, plan.start + timedelta(days=near))
    later = openings(asked, plan, plan.start + timedelta(days=near + more))
    assert later[: len(soon)] == soon


@LAW
@given(LIVES, st.sets(DAYS, max_size=30), st.integers(0, 20))
def test_days_off_move_no_last_day_and_a_hint_is_the_working_day_just_before(
    plan: Life, off: set[date], run: int
) -> None:
    """Long runs of days off, such as those of a lunar new year, stand at every month's end."""
    ends = {each.last for each in periods_of("month", plan.start, plan.last)}
    offices = WorkCalendar(
        frozenset(off | {e - timedelta(days=n) for e in ends for n in range(run)})
    )
    asked = task("periodic", every="month")
    made = openings(asked, plan, plan.last, calendar=offices)
    plain = openings(asked, plan, plan.last)
    assert [each.due for each in made] == [each.due for each in plain]
    for each in made:
        assert each.last_day is not None
        if each.hint is not None:
            assert offices.is_working(each.hint)
            assert each.first <= each.hint < each.last_day
            after = range(1, (each.last_day - each.hint).days + 1)
            assert not any(offices.is_working(each.hint + timedelta(days=n)) for n in after)


# --- events ---------------------------------------------------------------------------------------


def test_twenty_four_hours_run_through_a_weekend_and_a_holiday() -> None:
    asked = task("event", hours=24, event="test_positive")
    seen = [event("30/04/2027 22:15", id_="a"), event("01/05/2027 09:00", id_="b")]
    made = openings(asked, life("01/01"), day("31/12"), calendar=load_calendar(), events=seen)
    assert picture(made) == [
        "event a | 30/04/2027–01/05/2027 | 01/05/2027 22:15 | printed",
        "event b | 01/05/2027–02/05/2027 | 02/05/2027 09:00 | printed",
    ]


def test_days_of_an_event_are_counted_as_the_law_counts_them() -> None:
    friday = [event("04/06/2027 10:00")]
    plan, until = life("01/01"), day("31/12")

    def due(**rule: Any) -> str:
        asked = task("event", event="test_positive", **rule)
        return picture(openings(asked, plan, until, events=friday))[0].split(" | ")[2]

    assert due(days=3, working=True) == "09/06/2027"
    assert due(days=1) == "07/06/2027", "a Saturday: ends with Monday"
    assert due() == "—", "“ngay”: no moment is made up"


def test_other_events_and_those_outside_the_plan_open_nothing() -> None:
    asked = task("event", hours=24, event="test_positive")
    seen = [
        event("28/02/2027 23:00", id_="before"),
        event("02/03/2027 08:00", "moved_away", id_="other"),
        event("31/03/2027 23:00", id_="last day"),
        event("01/04/2027 00:00", id_="after"),
    ]
    made = openings(asked, life("01/03", "31/03"), day("31/12"), events=seen)
    assert [each.key for each in made] == ["event last day"]


@LAW
@given(MOMENTS, st.sets(DAYS, max_size=20))
def test_twenty_four_hours_are_twenty_four_hours(moment: Any, off: set[date]) -> None:
    asked = DueTask("T", When("event", hours=24, event="x"))
    (one,) = openings(
        asked,
        Life(date(2019, 1, 1)),
        date(2050, 1, 1),
        calendar=WorkCalendar(frozenset(off)),
        events=[Event("e", "x", moment)],
    )
    assert one.due is not None
    assert one.due - one.opens == timedelta(hours=24)
    assert one.opens == moment


# --- continuous -----------------------------------------------------------------------------------


def test_a_review_is_counted_from_the_last_one_done() -> None:
    asked = task("continuous", Own(days=30))
    plan = life("01/03", "30/06")
    assert picture(openings(asked, plan, day("30/06"))) == [
        "from 2027-03-01 | 01/03/2027–30/06/2027 | 31/03/2027 | office"
    ]
    done = [day("10/03"), day("20/04"), day("25/06")]
    assert picture(openings(asked, plan, day("30/06"), done=done)) == [
        "from 2027-03-01 | 01/03/2027–10/03/2027 | 31/03/2027 | office",
        "from 2027-03-11 | 11/03/2027–20/04/2027 | 09/04/2027 | office",
        "from 2027-04-21 | 21/04/2027–25/06/2027 | 20/05/2027 | office",
        "from 2027-06-26 | 26/06/2027–30/06/2027 | 30/06/2027 | office",
    ]


def test_a_month_after_the_31st_is_the_last_day_of_the_next() -> None:
    asked = task("continuous", months=1, proposed=True)
    made = openings(asked, life("31/01/2028"), day("31/12/2028"), done=[day("31/01/2028")])
    assert picture(made) == [
        "from 2028-01-31 | 31/01/2028–31/01/2028 | 29/02/2028 | proposed",
        "from 2028-02-01 | 01/02/2028–… | 29/02/2028 | proposed",
    ]


def test_without_an_interval_a_continuous_task_has_no_day() -> None:
    made = openings(task("continuous"), life("01/03", "30/06"), day("01/04"))
    assert picture(made) == ["from 2027-03-01 | 01/03/2027–30/06/2027 | — | none"]


@LAW
@given(LIVES, st.integers(1, 200), st.sets(st.integers(-50, 1600), max_size=12))
def test_reviews_tile_the_life_of_the_plan_too(plan: Life, days: int, done: set[int]) -> None:
    looks = [plan.start + timedelta(days=each) for each in done]
    made = openings(task("continuous", Own(days=days)), plan, plan.last, done=looks)
    assert made[0].first == plan.start
    assert made[-1].last == plan.last
    assert all(one.last + DAY == then.first for one, then in itertools.pairwise(made))
    assert all(each.last_day is not None and each.last_day <= plan.last for each in made)


@pytest.mark.parametrize(("days", "months"), [(-1, 0), (3, 1), (10**7, 0), (0, 10**7)])
def test_an_interval_that_is_none_is_refused(days: int, months: int) -> None:
    with pytest.raises(BadInput):
        Own(days=days, months=months)


def test_a_plan_does_not_end_before_it_starts() -> None:
    with pytest.raises(BadInput, match="trước ngày bắt đầu"):
        life("02/03", "01/03")


# --- every end of month, leap years, the reporting year -------------------------------------------


MONTHS = st.builds(
    lambda year, month: date(year, month, 1), st.integers(2020, 2045), st.integers(1, 12)
)


@LAW
@given(MONTHS)
def test_a_monthly_task_is_due_on_the_last_day_the_calendar_gives_the_month(first: date) -> None:
    """Also on 29 February, and nowhere on a day that the month does not have."""
    last = (first + timedelta(days=31)).replace(day=1) - DAY
    (one,) = openings(task("periodic", every="month"), Life(first, last), last)
    assert one.last_day == last
    assert (last + DAY).day == 1


@LAW
@given(MONTHS, st.integers(1, 31))
def test_a_day_of_every_month_that_a_month_lacks_is_its_end(first: date, number: int) -> None:
    """“Trước ngày 31” leaves all days of April and of February, of a leap year or not."""
    asked = task("periodic", Own(cut_offs=((0, number),)), every="month")
    for each in openings(asked, Life(first, first + timedelta(days=400)), date(2050, 1, 1)):
        assert each.last_day is not None
        last = each.last_day
        length = calendar.monthrange(last.year, last.month)[1]
        assert last.day == (min(number - 1, length) if number > 1 else length)


@LAW
@given(st.integers(2020, 2100), st.integers(1, 60))
def test_a_term_from_29_february_ends_on_the_last_day_of_the_month_it_ends_in(
    year: int, months: int
) -> None:
    leap = date(year - year % 4 if year < 2100 else 2096, 2, 29)
    (one,) = openings(task("continuous", months=months), Life(leap), leap)
    assert one.last_day is not None
    ends = calendar.monthrange(one.last_day.year, one.last_day.month)[1]
    assert one.last_day.day == min(29, ends)
    away = (one.last_day.year - leap.year) * 12 + one.last_day.month - leap.month
    assert away == months


@LAW
@given(DAYS, st.integers(0, 1500))
def test_reports_are_due_on_14_june_and_14_december_and_no_other_day(
    start: date, length: int
) -> None:
    """The year from 15/12 to 14/12: every day of it belongs to the half whose end comes next."""
    plan = Life(start, start + timedelta(days=length))
    made = openings(task("periodic", every="half_year", day=REPORTS), plan, plan.last)
    for each in made:
        assert each.last_day is not None
        assert (each.last_day.month, each.last_day.day) in {(6, 14), (12, 14)}
        assert each.first <= each.last <= each.last_day
        assert each.last_day - each.period.first < timedelta(days=184)
    ends = [each.last_day for each in made]
    assert ends == sorted(set(ends), key=lambda each: each or date.min)
    assert made[0].period.first <= start


@LAW
@given(st.integers(2020, 2045))
def test_14_and_15_december_are_of_two_years(year: int) -> None:
    made = openings(
        task("periodic", every="year", day=((12, 15),)),
        Life(date(year, 12, 14), date(year, 12, 15)),
        date(year, 12, 15),
    )
    assert [(each.key, each.last_day) for each in made] == [
        (str(year), date(year, 12, 14)),
        (str(year + 1), date(year + 1, 12, 14)),
    ]


# --- hours and working days over weekends and holidays --------------------------------------------


@LAW
@given(MOMENTS, st.integers(1, 72), st.sets(DAYS, max_size=20))
def test_hours_never_wait_for_a_working_day(moment: Any, hours: int, off: set[date]) -> None:
    """A Friday evening's 24 hours end on Saturday evening, whatever the office's holidays are."""
    plain, closed = (
        openings(
            DueTask("T", When("event", hours=hours, event="x")),
            Life(date(2019, 1, 1)),
            date(2050, 1, 1),
            calendar=each,
            events=[Event("e", "x", moment)],
        )
        for each in (WorkCalendar(), WorkCalendar(frozenset(off | {moment.date()})))
    )
    assert plain == closed
    assert plain[0].due == moment + timedelta(hours=hours)


@LAW
@given(DAYS, st.integers(1, 30), st.sets(DAYS, max_size=30), st.integers(0, 12))
def test_working_days_end_on_a_working_day_with_as_many_between(
    day_: date, amount: int, off: set[date], run: int
) -> None:
    """Also over long runs of days off, such as a lunar new year right after the event."""
    office = WorkCalendar(frozenset(off | {day_ + timedelta(days=n) for n in range(1, run)}))
    asked = DueTask("T", When("event", days=amount, working=True, event="x"))
    (one,) = openings(
        asked,
        Life(date(2019, 1, 1)),
        date(2050, 1, 1),
        calendar=office,
        events=[Event("e", "x", start_of(day_))],
    )
    assert one.last_day is not None
    assert office.is_working(one.last_day)
    between = range(1, (one.last_day - day_).days + 1)
    assert sum(office.is_working(day_ + timedelta(days=n)) for n in between) == amount


@LAW
@given(LIVES, st.sampled_from(EVERY), st.booleans(), st.integers(0, 2000))
def test_every_year_of_the_programs_holidays_moves_no_printed_day(
    plan: Life, every: Every, printed: bool, ahead: int
) -> None:
    cut_offs = {"half_year": REPORTS, "year": ((12, 15),), "month": ()}[every]
    asked = task("periodic", every=every, day=cut_offs if printed else ())
    until = plan.start + timedelta(days=ahead)
    with_them = openings(asked, plan, until, calendar=load_calendar())
    assert [each.due for each in with_them] == [each.due for each in openings(asked, plan, until)]
