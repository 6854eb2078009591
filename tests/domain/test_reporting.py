"""Communes × periods, each history drawn as one line.

A history reads `number:made>taken`, days of a month as `MM-DD` of 2026; `r` before the number is a
receipt, `?` after it says that its lines wait, `1/2` that it is a part.  What comes of it is told
one period a word.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.reporting import Bundle, Cell, Clock, Due, History, Report, Seen, dues

MONTHLY = Report("month", When("periodic", every="month", day=((0, 5),)), 5, binds=True)
HALVES = Report("half_year", When("periodic", every="half_year", day=((6, 15),)), 14, binds=True)
YEARS = Report("year", When("periodic", every="year", day=((12, 15),)), 14, binds=True)
BUNDLE = re.compile(r"(r?)(\d+)(\?)?(?: (\d)/(\d))?:(\d+-\d+-\d+|\d+-\d+)>(\d+-\d+)")

REST = "overdue+85 overdue+55 overdue+24 not_yet"
"""August to November, of which nothing has come."""

NOW = datetime(2026, 11, 28, 8, 0, tzinfo=VIETNAM)


def at(text: str, hour: int = 9) -> datetime:
    """`06-14`, or `2099-06-14`, in the morning."""
    day = date.fromisoformat(text if text.count("-") == 2 else f"2026-{text}")
    return datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM)


def history(drawn: str) -> History:
    """The history that a line draws."""
    came, others = [], []
    for receipt, number, waits, part, of, made, taken in BUNDLE.findall(drawn):
        if receipt:
            others.append(("xã", 1, int(number)))
            continue
        parts = (int(part), int(of)) if part else None
        came.append(
            Bundle(number, "xã", 1, int(number), at(made), at(taken, 15), parts, bool(waits))
        )
    return History.of(came, others)


def months(*keys: str) -> list[Due]:
    """Months of 2026."""
    found = {each.period.key: each for each in dues([MONTHLY], date(2026, 1, 1), date(2026, 12, 1))}
    return [found[f"2026-{key}"] for key in keys]


def told(cells: tuple[Cell, ...]) -> str:
    """`on_time late+3 overdue+24*2`: how each is seen, the days, the returns."""
    return " ".join(
        f"{each.seen}{f'+{each.days}' if each.days else ''}"
        f"{f'*{each.returned}' if each.returned else ''}"
        for each in cells
    )


@pytest.mark.parametrize(
    ("drawn", "cells"),
    [
        ("", f"overdue+116 {REST}"),
        ("1:08-02>08-03", f"on_time {REST}"),
        # one bundle for two months: both are delivered, the first one late
        ("1:09-02>09-03", "late+29 on_time overdue+55 overdue+24 not_yet"),
        # made in time, the stick travelled a week
        ("1:08-03>08-11", f"travelled+7 {REST}"),
        # the last bundle within the month counts from five days before the last day in time
        ("1:07-29>07-29", f"overdue+116 {REST}"),
        ("1:07-30>07-30", f"on_time {REST}"),
        # “trước ngày 05”: until the end of the 4th
        ("1:08-04>08-04", f"on_time {REST}"),
        ("1:08-05>08-05", f"late+1 {REST}"),
        # numbers that never came cost nothing once a later bundle has come
        ("1:08-02>08-03 3:10-02>10-03", "on_time late+28 on_time overdue+24 not_yet"),
        # its lines wait for an earlier bundle
        ("1:08-02>08-03 3?:09-02>09-03", "on_time gap overdue+55 overdue+24 not_yet"),
        # half of a split bundle, then the other half
        ("1 1/2:08-02>08-03", f"gap {REST}"),
        (
            "1 1/2:08-02>08-03 2 2/2:08-02>08-06",
            f"travelled+2 {REST}",
        ),
    ],
)
def test_what_came_tells_how_the_months_stand(drawn: str, cells: str) -> None:
    periods = months("07", "08", "09", "10", "11")
    assert told(history(drawn).cells(periods, NOW)) == cells


@pytest.mark.parametrize(
    ("drawn", "clock", "cells"),
    [
        # years ahead: by our clock it was in time
        ("1:2099-08-02>08-03", Clock.AHEAD, "on_time"),
        # years ahead, and here too late: whether it was written late nobody knows
        ("1:2099-08-02>08-11", Clock.AHEAD, "unclear+7"),
        # a dead battery
        ("1:2010-01-01>08-03", Clock.BEHIND, "on_time"),
        ("1:2010-01-01>08-11", Clock.BEHIND, "unclear+7"),
        # put back between two bundles; the bundle whose clock was ahead does not spoil the next
        ("1:07-28>07-28 2:2010-01-01>08-11", Clock.BEHIND, "unclear+7"),
        ("1:2099-01-01>07-02 2:08-03>08-11", Clock.SOUND, "travelled+7"),
        # a day ahead is no clock to speak of, our moment counts
        ("1:08-05>08-04", Clock.SOUND, "on_time"),
        # it lay about for a quarter: it fits in among the others, and is no news of September
        ("1:07-02>07-02 2:08-02>11-20", Clock.SOUND, "travelled+108"),
    ],
)
def test_the_senders_clock_alone_accuses_nobody(drawn: str, clock: Clock, cells: str) -> None:
    found = history(drawn)
    assert found.clock is clock
    assert told(found.cells(months("07"), NOW)) == cells


def test_a_stick_that_lay_about_brings_no_news_of_the_months_between() -> None:
    found = history("1:07-02>07-02 2:08-02>11-20")
    assert told(found.cells(months("08", "09", "10"), NOW)) == "overdue+85 overdue+55 overdue+24"


def test_before_15_june_and_before_15_december_are_printed_days() -> None:
    periods = dues([HALVES, YEARS], date(2025, 12, 15), date(2026, 12, 14))
    assert [(each.key, each.last_day.isoformat(), each.opens.isoformat()) for each in periods] == [
        ("half_year 2026-H1", "2026-06-14", "2026-05-31"),
        ("year 2026", "2026-12-14", "2026-11-30"),
    ]
    assert told(history("1:06-14>06-14").cells(periods, NOW)) == "on_time not_yet"
    assert told(history("1:06-15>06-15").cells(periods, NOW)) == "late+1 not_yet"


def test_a_day_that_nobody_printed_makes_nobody_late() -> None:
    proposed = Report("month", MONTHLY.when, 5)
    periods = dues([proposed], date(2026, 7, 1), date(2026, 9, 20))
    cells = history("1:08-09>08-10").cells(periods[:3], NOW)
    assert told(cells) == "came none none"


def test_what_the_office_chooses_binds_from_that_day_on() -> None:
    chosen = Report("month", MONTHLY.when, 5, since=date(2026, 9, 1), cut_off=(0, 10))
    periods = dues([chosen], date(2026, 7, 1), date(2026, 9, 20))
    assert [(each.last_day.isoformat(), each.binds) for each in periods] == [
        ("2026-08-09", False),
        ("2026-09-09", True),
        ("2026-10-09", True),
    ]


def test_nothing_is_asked_of_the_time_before_a_commune_was_known() -> None:
    cells = history("1:09-20>09-20").cells(months("07", "08", "09"), NOW, known=date(2026, 9, 15))
    assert told(cells) == "unasked unasked overdue+55"


def test_a_return_concerns_the_period_delivered_last() -> None:
    found = history("1:08-02>08-03 2:09-02>09-03")
    written = [date(2026, 8, 20), date(2026, 9, 10), date(2026, 9, 11), date(2026, 7, 1)]
    cells = found.cells(months("07", "08", "09"), NOW, returns=written)
    assert told(cells) == "on_time*1 on_time*2 overdue+55"


def test_numbers_that_never_came_are_told_and_receipts_are_no_gap() -> None:
    assert history("1:08-02>08-03 r2:08-04>08-04 5:09-02>09-03").unseen == (3, 4)


def test_two_pcs_of_a_commune_are_one_history() -> None:
    one = Bundle("a", "máy 1", 1, 1, at("08-02"), at("08-03"))
    two = Bundle("b", "máy 2", 7, 1, at("08-01"), at("09-03") + timedelta(hours=1))
    found = History.of([two, one])
    assert [each.digest for each in found.bundles] == ["a", "b"]
    assert found.unseen == ()
    assert found.cells(months("07"), NOW)[0].seen is Seen.ON_TIME


def test_a_period_is_open_from_the_day_on_which_bundles_count_for_it() -> None:
    periods = months("11")
    seen = [
        told(history("").cells(periods, at(day)))
        for day in ("11-28", "11-29", "12-04", "12-05", "12-06")
    ]
    assert seen == ["not_yet", "open", "open", "overdue+1", "overdue+2"]
