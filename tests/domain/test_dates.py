"""Days as typed, as kept, as shown and as counted."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.dates import (
    DocumentYear,
    PartialDate,
    ReportingYear,
    add_months,
    age_on,
    age_range_on,
    long_date,
    parse_date,
    parse_moment,
    parse_partial_date,
    show_date,
    show_moment,
    show_partial,
)
from sachmatuy_desktop.errors import BadInput

LAW = settings(max_examples=150, deadline=None)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
PARTIALS = st.builds(
    lambda day, known: PartialDate(*(day.year, day.month, day.day)[:known]),
    DAYS,
    st.integers(1, 3),
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("05/01/1987", "1987-01-05"),
        ("5-1-1987", "1987-01-05"),
        (" 5.1.1987 ", "1987-01-05"),
        ("1987-01-05", "1987-01-05"),
        ("1987-01-05 00:00:00", "1987-01-05"),
        ("ngày 05 tháng 01 năm 1987", "1987-01-05"),
        ("29/02/2024", "2024-02-29"),
        ("01/1987", "1987-01"),
        ("00/05/1985", "1985-05"),
        ("1985-05", "1985-05"),
        ("1987", "1987"),
        ("năm 1987", "1987"),
        ("00/00/1985", "1985"),
    ],
)
def test_a_birthday_is_read_with_what_is_known_of_it(typed: str, kept: str) -> None:
    assert parse_partial_date(typed).iso == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("hôm qua", "không phải là ngày"),
        ("không rõ", "không phải là ngày"),
        ("", "không phải là ngày"),
        ("5/1-1987", "không phải là ngày"),
        ("05/01/87", "bốn chữ số"),
        ("31782", "bốn chữ số"),
        ("30/02/2026", "không có trên lịch"),
        ("29/02/2025", "không có trên lịch"),
        ("01/25/1987", "không có trên lịch"),
        ("05/01/0987", "không có trên lịch"),
        ("05/00/1985", "00/00/1985"),
    ],
)
def test_what_is_no_day_is_refused_with_the_text_in_the_sentence(typed: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_partial_date(typed)
    assert said in str(refused.value)
    assert f"«{typed}»" in str(refused.value)


def test_a_whole_day_is_asked_for_where_one_is_needed() -> None:
    assert parse_date("05/01/2026") == date(2026, 1, 5)
    with pytest.raises(BadInput, match="«01/2026» chưa đủ ngày"):
        parse_date("01/2026")


@LAW
@given(DAYS)
def test_a_shown_day_reads_back(day: date) -> None:
    assert parse_date(show_date(day)) == day
    assert parse_date(long_date(day)) == day
    assert parse_date(day.isoformat()) == day


@LAW
@given(PARTIALS)
def test_a_partial_day_reads_back_and_holds_its_bounds(partial: PartialDate) -> None:
    assert parse_partial_date(show_partial(partial)) == partial
    assert PartialDate.from_iso(partial.iso) == partial
    assert partial.earliest <= partial.latest
    assert partial.may_be(PartialDate.of(partial.latest))
    assert not partial.may_be(PartialDate.of(partial.latest + timedelta(days=1)))


@LAW
@given(st.text())
def test_any_text_is_a_day_or_a_sentence(text: str) -> None:
    for read in (parse_partial_date, parse_date, parse_moment, PartialDate.from_iso):
        with suppress(BadInput):
            assert read(text) is not None


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 15), "ngày 15 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 14), "ngày 14 tháng 12 năm 2026"),
    ],
)
def test_the_date_line_of_a_paper(day: date, line: str) -> None:
    assert long_date(day) == line


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 1, 5), 12, date(2027, 1, 5)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(day: date, months: int, end: date) -> None:
    assert add_months(day, months) == end


MONTHS = st.integers(-240, 240)


@LAW
@given(DAYS, MONTHS, MONTHS)
def test_adding_months_keeps_the_month_and_never_runs_ahead(day: date, few: int, more: int) -> None:
    end = add_months(day, few)
    assert add_months(day, 0) == day
    assert end.year * 12 + end.month == day.year * 12 + day.month + few
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)
    assert (few <= more) == (end <= add_months(day, more))
    if day.day <= 28:
        assert add_months(end, more) == add_months(day, few + more)


@LAW
@given(DAYS, DAYS, MONTHS)
def test_adding_months_keeps_the_order_of_days(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert add_months(first, months) <= add_months(second, months)


def test_a_term_beyond_the_calendar_is_a_sentence() -> None:
    with pytest.raises(BadInput, match="quá dài"):
        add_months(date(2026, 1, 1), 12 * 9000)


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        ("05/01/2008", date(2026, 1, 4), 17),
        ("05/01/2008", date(2026, 1, 5), 18),
        ("29/02/2008", date(2026, 2, 28), 18),
        ("29/02/2008", date(2026, 2, 27), 17),
        ("2008", date(2026, 6, 1), None),
        ("01/2008", date(2026, 2, 1), 18),
        ("2008", date(2026, 12, 31), 18),
    ],
)
def test_age_in_full_years_where_the_birthday_decides_it(
    birth: str, on: date, age: int | None
) -> None:
    assert age_on(parse_partial_date(birth), on) == age


def test_a_year_of_birth_leaves_two_ages_open() -> None:
    assert age_range_on(PartialDate(2008), date(2026, 6, 1)) == (17, 18)
    assert age_on(date(2008, 1, 5), date(2026, 1, 5)) == 18


def test_the_reporting_year_turns_on_15_december() -> None:
    year = ReportingYear.of(date(2025, 12, 15))
    assert year == ReportingYear(2026) == ReportingYear.of(date(2026, 12, 14))
    assert ReportingYear.of(date(2025, 12, 14)) == year.previous()
    assert (year.start, year.half, year.end) == (
        date(2025, 12, 15),
        date(2026, 6, 14),
        date(2026, 12, 14),
    )


def test_the_year_asked_for_is_the_one_before_while_a_year_is_new() -> None:
    first, last = date(2025, 12, 15), date(2026, 1, 13)
    assert ReportingYear.asked(first) == ReportingYear.asked(last) == ReportingYear(2025)
    assert ReportingYear.asked(date(2026, 1, 14)) == ReportingYear(2026)
    assert ReportingYear.asked(date(2025, 12, 14)) == ReportingYear(2025)
    assert ReportingYear.choices(first, 3) == [2025, 2026, 2024]
    assert ReportingYear.choices(date(2026, 1, 14), 3) == [2026, 2025, 2024]


@LAW
@given(DAYS)
def test_every_day_lies_in_exactly_one_year_of_each_kind(day: date) -> None:
    year = ReportingYear.of(day)
    assert day in year
    assert day not in year.next()
    assert day not in year.previous()
    assert year.end + timedelta(days=1) == year.next().start
    papers = DocumentYear.of(day)
    assert day in papers
    assert papers.start <= day <= papers.end


def test_a_moment_is_shown_by_the_clock_of_vietnam() -> None:
    assert show_moment(parse_moment("2026-07-01T08:30:00+07:00")) == "08:30, 01/07/2026"
    assert show_moment(parse_moment("2026-06-30T20:00:00+00:00")) == "03:00, 01/07/2026"
    with pytest.raises(BadInput):
        parse_moment("2026-07-01T08:30:00")


def test_a_day_without_a_month_cannot_be_made() -> None:
    with pytest.raises(BadInput):
        PartialDate(1987, 0, 5)
