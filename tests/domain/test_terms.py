"""How the law counts time, with the figures of the law itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.dates import VIETNAM, add_months
from sachmatuy_desktop.domain.terms import (
    Absence,
    Deadline,
    TermUnit,
    WorkCalendar,
    detention_outlasts,
    end_after_move,
    extended_end,
    remaining_days,
)
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.deadlines import load_deadlines
from sachmatuy_desktop.packs.holidays import load_calendar

LAW = settings(max_examples=100, deadline=None)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
TABLE, CALENDAR = load_deadlines(), load_calendar()


def at(day: int, month: int, year: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=VIETNAM)


def due(rule_id: str, start: datetime) -> Deadline:
    rule = TABLE.rule(rule_id, start.date())
    assert rule is not None
    return rule.deadline(start, CALENDAR)


def test_24_hours_run_through_a_weekend() -> None:
    friday_evening = at(10, 7, 2026, 20, 15)
    assert due("D04", friday_evening).due == at(11, 7, 2026, 20, 15)


def test_the_old_law_gave_working_days() -> None:
    wednesday_before_the_holiday = at(29, 4, 2026, 9)
    assert due("D04", wednesday_before_the_holiday).due.date() == date(2026, 5, 6)


def test_a_saturday_worked_instead_counts() -> None:
    assert CALENDAR.is_working(date(2026, 8, 22))
    assert not CALENDAR.is_working(date(2026, 8, 31))
    assert due("D13", at(21, 8, 2026)).due.date() == date(2026, 8, 24)


def test_a_deadline_in_days_that_ends_on_a_day_off_moves_to_the_next_working_day() -> None:
    assert due("D21", at(16, 7, 2026)).due.date() == date(2026, 7, 20)


def test_papers_are_due_before_an_end_not_after_it() -> None:
    end = at(20, 7, 2027)
    notice = due("D19", end)
    assert (notice.opens, notice.due.date()) == (None, date(2027, 6, 20))
    certificate = due("D33", end)
    assert (certificate.opens, certificate.due) == (at(15, 7, 2027), end)


def test_months_and_at_once() -> None:
    assert due("D15", at(31, 8, 2026)).due.date() == date(2027, 2, 28)
    assert due("D01", at(5, 7, 2026, 8)).due == at(5, 7, 2026, 8)


def test_a_deadline_tells_what_is_left() -> None:
    decision = due("D04", at(10, 7, 2026, 20))
    assert decision.hours_left(at(11, 7, 2026, 8)) == 12
    assert not decision.overdue(decision.due)
    assert decision.overdue(at(11, 7, 2026, 21))
    assert decision.hours_left(at(11, 7, 2026, 21)) == -1


@pytest.mark.parametrize(
    ("rule_id", "old", "new"),
    [
        ("D02", (3, "working_days"), (24, "hours")),
        ("D02-kho-khan", (10, "working_days"), (48, "hours")),
        ("D04", (3, "working_days"), (24, "hours")),
        ("D07", (5, "working_days"), (24, "hours")),
        ("D10", (5, "working_days"), (24, "hours")),
        ("D24", (3, "working_days"), (3, "working_days")),
        ("D25", (1, "working_days"), (1, "working_days")),
        ("D27", None, (3, "months")),
        ("D30", (3, "working_days"), (2, "working_days")),
        ("D31", (2, "working_days"), None),
        ("D15", None, (6, "months")),
    ],
)
def test_figures_change_with_the_law_on_1_july_2026(
    rule_id: str, old: tuple[int, str] | None, new: tuple[int, str] | None
) -> None:
    for day, figures in ((date(2026, 6, 30), old), (date(2026, 7, 1), new)):
        rule = TABLE.rule(rule_id, day)
        assert (None if rule is None else (rule.amount, rule.unit.value)) == figures


def test_every_figure_names_its_article_and_waits_for_a_legal_reader() -> None:
    assert len({(rule.id, rule.valid_from) for rule in TABLE.rules}) == len(TABLE.rules)
    for rule in TABLE.rules:
        assert "Điều" in rule.source
        assert rule.verified is False
        assert (rule.amount == 0) == (rule.unit is TermUnit.AT_ONCE)
    assert {term.months for term in TABLE.terms} == {12, 24, 36}


def test_management_ends_on_the_corresponding_day() -> None:
    term = TABLE.term("TM1", date(2026, 7, 6))
    assert term is not None
    assert term.end(date(2026, 7, 6)) == date(2027, 7, 6)
    assert term.end(date(2028, 2, 29)) == date(2029, 2, 28)
    assert TABLE.term("TM1", date(2021, 12, 31)) is None


END = date(2027, 7, 6)


@pytest.mark.parametrize(
    ("absences", "end"),
    [
        ([], END),
        ([Absence(date(2026, 9, 1), date(2026, 9, 10))], date(2027, 7, 16)),
        (
            [
                Absence(date(2026, 9, 1), date(2026, 9, 10)),
                Absence(date(2026, 9, 5), date(2026, 9, 12)),
            ],
            date(2027, 7, 18),
        ),
        ([Absence(date(2027, 7, 7), date(2027, 7, 9))], END),
    ],
)
def test_days_away_do_not_count_and_count_once(absences: list[Absence], end: date) -> None:
    assert extended_end(END, absences) == end


def test_after_a_move_the_rest_runs_from_the_new_decision() -> None:
    left, decided = date(2027, 6, 6), date(2027, 6, 16)
    assert remaining_days(END, left) == 30
    assert end_after_move(END, left, decided) == date(2027, 7, 16)
    assert end_after_move(END, left, decided, stands_still=False) == END


def test_detention_longer_than_the_term_ends_management() -> None:
    assert detention_outlasts(END, date(2027, 7, 7))
    assert not detention_outlasts(END, END)


def test_an_absence_cannot_end_before_it_began() -> None:
    with pytest.raises(BadInput):
        Absence(date(2026, 9, 2), date(2026, 9, 1))


@LAW
@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up_and_never_end_on_a_day_off(day: date, few: int, more: int) -> None:
    end = CALENDAR.shift(day, few)
    assert CALENDAR.shift(end, more) == CALENDAR.shift(day, few + more)
    assert few == 0 or CALENDAR.is_working(end)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(CALENDAR.is_working(each) for each in between) == few


@LAW
@given(DAYS, st.lists(st.tuples(DAYS, st.integers(0, 40)), max_size=4))
def test_absences_only_ever_lengthen_a_term(day: date, spans: list[tuple[date, int]]) -> None:
    end = add_months(day, 12)
    absences = [Absence(first, first + timedelta(days=length)) for first, length in spans]
    longer = extended_end(end, absences)
    assert end <= longer <= end + timedelta(days=sum(length + 1 for _, length in spans))
    assert extended_end(end, absences + absences) == longer
    assert extended_end(end, reversed(absences)) == longer


def test_an_office_may_lay_its_own_year_beside(tmp_path: Path) -> None:
    own = tmp_path / "nghi-le.toml"
    own.write_text(
        '[[year]]\nyear = 2027\noff = [{ from = 2027-02-04, to = 2027-02-10, name = "Tết" }]\n',
        encoding="utf-8",
    )
    calendar = load_calendar(own)
    assert calendar.years == CALENDAR.years | {2027}
    assert calendar.first_working(date(2027, 2, 4)) == date(2027, 2, 11)
    assert WorkCalendar().first_working(date(2027, 2, 6)) == date(2027, 2, 8)


@pytest.mark.parametrize("text", ["[[year]]\n", "year = 3", "[[year]]\nyear=2027\noff=[{}]", "[["])
def test_a_damaged_calendar_is_told_by_its_file(tmp_path: Path, text: str) -> None:
    own = tmp_path / "hong.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"hong\.toml"):
        load_calendar(own)


def test_a_damaged_deadline_is_told_by_its_entry(tmp_path: Path) -> None:
    own = tmp_path / "han.toml"
    own.write_text('[law.new]\nfrom = 2026-07-01\n[[deadline]]\nid = "D99"\nlaw = "new"\n')
    with pytest.raises(BadInput, match="D99"):
        load_deadlines(own)
