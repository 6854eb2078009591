"""Nothing is late that is not known: how openings look from above by what has come."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.plans.due import DueTask, openings
from sachmatuy_desktop.domain.plans.oversight import (
    ORDER,
    Seen,
    Sight,
    Span,
    concerns,
    seen,
    tally,
)
from sachmatuy_desktop.domain.plans.periods import Life
from sachmatuy_desktop.domain.plans.standing import Done, Excused, OpeningStanding, Rows, standing

START = date(2026, 1, 1)
DUE = date(2026, 6, 14)
YEAR = Span(date(2025, 12, 15), date(2026, 12, 14))


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM)


def one(now: date, *done: date, excused: date | None = None) -> OpeningStanding:
    """A task due on 14 June as it stands on a day."""
    rows = Rows(
        tuple(Done(f"d{place}", "once", day) for place, day in enumerate(done)),
        (Excused("e", "once", excused, "không có"),) if excused else (),
    )
    task = DueTask("t", When("once", on=DUE))
    return standing(openings(task, Life(START), now), rows, at(now)).openings[0]


def look(found: OpeningStanding, heard: date | None, *, delivered: bool = True) -> tuple[Seen, int]:
    sight = seen(found, at(heard) if heard else None, delivered=delivered)
    return sight.seen, sight.days


@pytest.mark.parametrize(
    ("now", "heard", "expected"),
    [
        (date(2026, 5, 1), None, (Seen.OPEN, 0)),
        (date(2026, 6, 10), date(2026, 6, 1), (Seen.SOON, 0)),
        (date(2026, 7, 1), None, (Seen.UNHEARD, 0)),
        (date(2026, 7, 1), date(2026, 6, 14), (Seen.UNHEARD, 0)),
        (date(2026, 7, 1), date(2026, 6, 15), (Seen.OVERDUE, 1)),
        (date(2026, 7, 1), date(2026, 6, 24), (Seen.OVERDUE, 10)),
        (date(2027, 7, 1), date(2026, 6, 24), (Seen.OVERDUE, 10)),
    ],
)
def test_late_is_only_what_the_newest_bundle_tells(
    now: date, heard: date | None, expected: tuple[Seen, int]
) -> None:
    assert look(one(now), heard) == expected


def test_a_day_that_only_the_program_proposes_makes_nobody_late() -> None:
    asked = When("periodic", every="half_year", day=((6, 15),), proposed=True)
    task = DueTask("t", asked)
    made = openings(task, Life(START), date(2026, 7, 1))
    missed = standing(made, Rows(), at(date(2026, 7, 1))).openings[0]
    assert missed.days_over == 17
    assert look(missed, date(2026, 7, 1)) == (Seen.OPEN, 0)
    late = Rows((Done("d", missed.opening.key, date(2026, 7, 1)),))
    done = standing(made, late, at(date(2026, 7, 2))).openings[0]
    assert look(done, date(2026, 7, 2)) == (Seen.DONE, 0)


def test_what_was_done_is_judged_by_its_day_whatever_was_heard_when() -> None:
    now = date(2026, 7, 1)
    assert look(one(now, date(2026, 6, 14)), None) == (Seen.DONE, 0)
    assert look(one(now, date(2026, 6, 19)), date(2026, 6, 30)) == (Seen.LATE, 5)
    assert look(one(now, date(2025, 6, 19)), None, delivered=False) == (Seen.DONE, 0)
    assert look(one(now, excused=date(2026, 6, 1)), None) == (Seen.GONE, 0)


def test_a_task_on_its_way_is_not_late() -> None:
    for now in (date(2026, 5, 1), date(2026, 8, 1)):
        assert look(one(now), now, delivered=False) == (Seen.UNDELIVERED, 0)


def test_an_opening_is_of_the_span_it_is_due_in_and_of_today_while_it_presses() -> None:
    june, may = Span(date(2026, 6, 1), date(2026, 6, 30)), Span(date(2026, 5, 1), date(2026, 5, 31))
    august = Span(date(2026, 8, 1), date(2026, 8, 31))
    open_in_may = one(date(2026, 5, 20))
    assert concerns(open_in_may, june, date(2026, 5, 20))
    assert concerns(open_in_may, may, date(2026, 5, 20))
    overdue = one(date(2026, 8, 20))
    assert not concerns(overdue, may, date(2026, 8, 20))
    assert concerns(overdue, august, date(2026, 8, 20))
    done = one(date(2026, 8, 20), date(2026, 6, 1))
    assert not concerns(done, august, date(2026, 8, 20))
    assert concerns(done, june, date(2026, 8, 20))


def test_one_without_a_day_is_of_every_span_it_runs_through() -> None:
    task = DueTask("t", When("once", needs_date=True))
    now = date(2026, 8, 20)
    done = Rows((Done("d", "once", date(2026, 3, 5)),))
    found = standing(openings(task, Life(START), now), done, at(now)).openings[0]
    assert concerns(found, Span(date(2026, 2, 1), date(2026, 2, 28)), now)
    assert concerns(found, Span(date(2026, 3, 1), date(2026, 3, 31)), now)
    assert not concerns(found, Span(date(2026, 4, 1), date(2026, 4, 30)), now)
    assert not concerns(found, Span(date(2025, 4, 1), date(2025, 4, 30)), now)


def test_what_presses_most_speaks_for_a_task() -> None:
    sights = [
        Sight(one(date(2026, 7, 1)), each, days)
        for each, days in (
            (Seen.DONE, 0),
            (Seen.LATE, 40),
            (Seen.OVERDUE, 3),
            (Seen.OVERDUE, 12),
            (Seen.GONE, 0),
        )
    ]
    whole = tally(sights)
    assert (whole.seen, whole.days, whole.done, whole.asked) == (Seen.OVERDUE, 12, 2, 4)
    assert tally([]).seen is Seen.NOTHING


DAYS = st.dates(date(2025, 12, 15), date(2027, 12, 14))


@given(now=DAYS, heard=st.none() | DAYS, done=st.lists(DAYS, max_size=3))
def test_nothing_is_late_that_is_not_known(now: date, heard: date | None, done: list[date]) -> None:
    if now < START:
        return
    found = one(now, *done)
    state, days = look(found, heard)
    if state is Seen.OVERDUE:
        assert heard is not None
        assert not done
        assert days == (heard - DUE).days > 0
    if done:
        assert state in (Seen.DONE, Seen.LATE)
        assert (state is Seen.LATE) == (min(done) > DUE)


@given(now=DAYS, heard=DAYS, later=st.integers(0, 400))
def test_a_newer_bundle_never_makes_an_undone_task_less_late(
    now: date, heard: date, later: int
) -> None:
    if now < START:
        return
    before, after = look(one(now), heard), look(one(now), heard + timedelta(days=later))
    assert ORDER.index(after[0]) <= ORDER.index(before[0])
    assert after[1] >= before[1]
