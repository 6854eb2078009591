"""How a task stands at a moment: pictures of its openings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.plans.due import DueTask, Opening, Own, openings
from sachmatuy_desktop.domain.plans.periods import Life
from sachmatuy_desktop.domain.plans.plan import Obsolete
from sachmatuy_desktop.domain.plans.standing import (
    Done,
    Excused,
    Rows,
    State,
    TaskStanding,
    standing,
)
from sachmatuy_desktop.domain.plans.when import EVERY, When
from tests.domain.plan_days import at, day, event, life, standing_picture, task

LAW = settings(max_examples=80, deadline=None)
YEAR = life("15/12/2026", "14/12/2027")
HALVES = openings(
    task("periodic", every="half_year", day=((6, 15), (12, 15))), YEAR, day("31/12/2027")
)
TIMER = openings(
    task("event", hours=24, event="test_positive"),
    YEAR,
    day("31/12/2027"),
    events=[event("04/06/2027 08:30")],
)


def done(opening: str, on: str, clock: str = "", id_: str = "d") -> Done:
    """A row that says an opening was done; with its hour if one is given."""
    return Done(id_, opening, day(on), at(f"{on} {clock}") if clock else None, ("evidence",))


def seen(when: str, rows: Rows | None = None) -> TaskStanding:
    """How the half-yearly report stands at a moment."""
    return standing(HALVES, rows or Rows(), at(when))


@pytest.mark.parametrize(
    ("when", "state", "lines"),
    [
        ("06/06/2027 23:59", State.OPEN, ["2027-H1 | open | còn 8 ngày", "2027-H2 | not_yet"]),
        ("14/12/2026 23:59", State.NOT_YET, ["2027-H1 | not_yet", "2027-H2 | not_yet"]),
        ("15/12/2026 00:00", State.OPEN, ["2027-H1 | open | còn 181 ngày", "2027-H2 | not_yet"]),
        ("07/06/2027 00:00", State.SOON, ["2027-H1 | soon | còn 7 ngày", "2027-H2 | not_yet"]),
        ("07/06/2027 23:59", State.SOON, ["2027-H1 | soon | còn 7 ngày", "2027-H2 | not_yet"]),
        ("14/06/2027 10:00", State.SOON, ["2027-H1 | soon | còn 0 ngày", "2027-H2 | not_yet"]),
        (
            "15/06/2027 00:00",
            State.OVERDUE,
            ["2027-H1 | overdue | trễ 1 ngày", "2027-H2 | open | còn 182 ngày"],
        ),
        (
            "14/07/2027 08:00",
            State.OVERDUE,
            ["2027-H1 | overdue | trễ 30 ngày", "2027-H2 | open | còn 153 ngày"],
        ),
    ],
)
def test_a_report_from_before_it_opens_until_it_is_late(
    when: str, state: State, lines: list[str]
) -> None:
    read = seen(when)
    assert read.state is state
    assert standing_picture(read) == lines


def test_the_last_second_of_the_last_day_is_in_time() -> None:
    last = at("14/06/2027 23:59").replace(second=59, microsecond=999_999)
    assert standing(HALVES, Rows(), last).state is State.SOON
    assert standing(HALVES, Rows(), last + timedelta(microseconds=1)).state is State.OVERDUE


def test_what_is_done_in_time_or_late_says_so_and_what_opens_next() -> None:
    on_time = Rows((done("2027-H1", "14/06/2027"),))
    assert standing_picture(seen("14/06/2027 12:00", on_time)) == [
        "2027-H1 | done",
        "2027-H2 | not_yet",
    ]
    assert seen("14/06/2027 12:00", on_time).state is State.DONE
    assert seen("14/06/2027 12:00", on_time).next == HALVES[1]
    late = Rows((done("2027-H1", "20/06/2027"),))
    assert standing_picture(seen("01/07/2027 12:00", late))[0] == "2027-H1 | done | trễ 6 ngày"
    assert seen("01/07/2027 12:00", late).state is State.OPEN, "the next half is open"


def test_of_two_rows_that_say_done_the_earlier_counts_and_both_stay() -> None:
    rows = Rows((done("2027-H1", "20/06/2027", id_="late"), done("2027-H1", "10/06/2027")))
    first = seen("01/07/2027 12:00", rows).openings[0]
    assert first.late is False
    assert [each.id for each in first.rows] == ["d", "late"]
    assert first.done == first.rows[0]


def test_a_clock_set_back_forgets_nothing_that_was_done_and_an_earlier_day_can_be_seen() -> None:
    rows = Rows((done("2027-H1", "10/06/2027"),))
    assert seen("01/03/2027 08:00", rows).openings[0].state is State.DONE
    as_it_was = rows.until(day("01/03/2027"))
    assert seen("01/03/2027 08:00", as_it_was).openings[0].state is State.OPEN


@pytest.mark.parametrize(
    ("row", "late", "hours"),
    [
        (done("event e", "05/06/2027", "08:30"), False, 0),
        (done("event e", "05/06/2027", "10:31"), True, 3),
        (done("event e", "04/06/2027"), False, 0),
        (done("event e", "05/06/2027"), None, 0),
        (done("event e", "06/06/2027"), True, 24),
    ],
    ids=["to the minute", "two hours and a minute", "day before", "day alone", "next day"],
)
def test_a_timer_is_judged_by_the_hour_where_it_is_known(
    row: Done, late: bool | None, hours: int
) -> None:
    (read,) = standing(TIMER, Rows((row,)), at("10/06/2027 08:00")).openings
    assert (read.state, read.late, read.hours_over) == (State.DONE, late, hours)


def test_a_timer_that_runs_out_on_a_saturday_is_late_on_saturday() -> None:
    (running,) = standing(TIMER, Rows(), at("05/06/2027 08:30")).openings
    assert (running.state, running.left) == (State.SOON, timedelta())
    (over,) = standing(TIMER, Rows(), at("05/06/2027 11:00")).openings
    assert (over.state, over.hours_over, over.days_over) == (State.OVERDUE, 3, 1)


def test_a_reason_takes_an_opening_away_and_the_reason_is_shown() -> None:
    rows = Rows(excused=(Excused("x", "2027-H1", day("20/06/2027"), "Huyện không yêu cầu"),))
    assert standing_picture(seen("01/07/2027 12:00", rows))[0] == (
        "2027-H1 | gone | Huyện không yêu cầu"
    )


def test_a_later_law_ends_what_is_still_to_come_and_not_what_was_missed() -> None:
    law = Rows(obsolete=Obsolete("Luật 120/2025/QH15, Điều 54", day("01/07/2027")))
    assert standing_picture(seen("30/06/2027 12:00", law)) == [
        "2027-H1 | overdue | trễ 16 ngày",
        "2027-H2 | open | còn 167 ngày",
    ]
    assert standing_picture(seen("01/07/2027 12:00", law)) == [
        "2027-H1 | overdue | trễ 17 ngày",
        "2027-H2 | gone | Luật 120/2025/QH15, Điều 54",
    ]
    assert standing((), law, at("01/07/2027 12:00")).state is State.GONE


def test_what_was_to_be_done_at_once_before_the_law_changed_stays_open() -> None:
    asked = task("event", event="test_positive")
    seen_ = [event("04/06/2027 08:30", id_="a"), event("02/07/2027 08:30", id_="b")]
    made = openings(asked, YEAR, day("31/12/2027"), events=seen_)
    law = Rows(obsolete=Obsolete("Điều 54", day("01/07/2027")))
    assert standing_picture(standing(made, law, at("05/07/2027 08:00"))) == [
        "event a | open",
        "event b | gone | Điều 54",
    ]


def test_a_continuous_task_is_late_until_looked_back_on_and_a_reason_starts_the_count_anew() -> (
    None
):
    asked = task("continuous", Own(days=30))

    def read(rows: Rows, when: str) -> list[str]:
        made = openings(asked, YEAR, day("31/12/2027"), done=rows.looks)
        return standing_picture(standing(made, rows, at(when)))

    assert read(Rows(), "20/01/2027 08:00") == ["from 2026-12-15 | overdue | trễ 6 ngày"]
    looked = Rows((done("", "20/01/2027"),))
    assert read(looked, "21/01/2027 08:00") == [
        "from 2026-12-15 | done | trễ 6 ngày",
        "from 2027-01-21 | open | còn 29 ngày",
    ]
    excused = replace(looked, excused=(Excused("x", "", day("10/02/2027"), "Nghỉ Tết"),))
    assert read(excused, "12/02/2027 08:00")[1:] == [
        "from 2027-01-21 | gone | Nghỉ Tết",
        "from 2027-02-11 | open | còn 28 ngày",
    ]


def test_the_last_look_back_can_still_be_taken_after_the_plan_has_ended() -> None:
    plan = life("01/03", "31/03")
    made = openings(task("continuous", Own(days=60)), plan, plan.last, done=[day("05/04")])
    assert standing_picture(standing(made, Rows(), at("05/04 08:00"))) == [
        "from 2027-03-01 | overdue | trễ 5 ngày"
    ]
    assert standing_picture(standing(made, Rows((done("", "05/04"),)), at("06/04 08:00"))) == [
        "from 2027-03-01 | done | trễ 5 ngày"
    ]


def test_an_opening_without_a_day_is_open_and_never_late() -> None:
    made = openings(task("once", needs_date=True), YEAR, day("31/12/2027"))
    assert standing_picture(standing(made, Rows(), at("31/12/2029 08:00"))) == ["once | open"]


# --- what always holds ----------------------------------------------------------------------------

STARTS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
MINUTES = st.integers(0, 60 * 24 * 900)


def moment(plan: Life, minutes: int) -> datetime:
    """So long after (and a while before) a plan's start."""
    start = at("01/01 00:00").replace(year=plan.start.year)
    return start - timedelta(days=40) + timedelta(minutes=minutes)


@st.composite
def told(draw: st.DrawFn) -> tuple[Life, tuple[Opening, ...], Rows]:
    """A periodic task of a plan, some openings done, one perhaps excused."""
    start = draw(STARTS)
    plan = Life(start, start + timedelta(days=draw(st.integers(0, 800))))
    made = openings(
        DueTask("T", When("periodic", every=draw(st.sampled_from(EVERY)))), plan, plan.last
    )
    rows = [
        Done(f"d{number}", each.key, each.first + timedelta(days=draw(st.integers(0, 400))))
        for number, each in enumerate(made)
        if draw(st.booleans())
    ]
    excused = [Excused("x", draw(st.sampled_from(made)).key, start, "lý do")]
    return plan, made, Rows(tuple(rows), tuple(excused if draw(st.booleans()) else []))


@LAW
@given(told(), st.lists(MINUTES, min_size=2, max_size=6))
def test_as_time_goes_on_nothing_late_becomes_in_time(
    told_: tuple[Life, tuple[Opening, ...], Rows], minutes: list[int]
) -> None:
    plan, made, rows = told_
    reads = [standing(made, rows, moment(plan, each)) for each in sorted(minutes)]
    for before, after in pairwise(reads):
        for then, now in zip(before.openings, after.openings, strict=True):
            if then.state is State.OVERDUE:
                assert now.state is State.OVERDUE
                assert now.over >= then.over
            if then.state in (State.DONE, State.GONE):
                assert now == then


@LAW
@given(told(), MINUTES)
def test_a_standing_is_a_function_of_its_moment_and_never_contradicts_itself(
    told_: tuple[Life, tuple[Opening, ...], Rows], minutes: int
) -> None:
    plan, made, rows = told_
    now = moment(plan, minutes)
    read = standing(made, rows, now)
    assert read == standing(made, rows, now)
    for each in read.openings:
        assert (each.state is State.DONE) == (each.done is not None)
        assert (each.left is not None) == (each.state in (State.OPEN, State.SOON))
        if each.state is State.OVERDUE:
            assert each.opening.due is not None
            assert each.days_over == (now.date() - each.opening.due.date()).days > 0
        if each.left is not None and each.opening.last_day is not None:
            assert each.days_left == (each.opening.last_day - now.date()).days >= 0
