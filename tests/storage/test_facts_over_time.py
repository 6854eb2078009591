"""Facts over time: asked again only when they can have changed, and never other than asked anew."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.cases.clock import listed_terms
from sachmatuy_desktop.domain.cases.offers import LawClock
from sachmatuy_desktop.domain.criteria import Fact, FactDefinition
from sachmatuy_desktop.domain.expressions import parse_count
from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.packs.deadlines import deadline_table
from sachmatuy_desktop.packs.law import law_book
from sachmatuy_desktop.storage.case_rows import cases, persons_with_cases
from sachmatuy_desktop.storage.facts import NAMES, Books, Question, opened
from sachmatuy_desktop.storage.facts.over_time import NO_MONTH, OverTime, dependence
from sachmatuy_desktop.storage.facts.question import Shape
from tests.fact_cases import IA_HDRAI, Commune, drug_free_commune
from tests.offices import IA_DOM, add_household

TODAY = date(2026, 3, 2)
LAST = TODAY + timedelta(days=330)
DAYS = st.integers(0, 330).map(lambda days: TODAY + timedelta(days=days))


def some_day(dice: random.Random, first: int, last: int) -> str:
    return (TODAY + timedelta(days=dice.randint(first, last))).isoformat()


def fill(commune: Commune) -> None:
    """People, places and cases with days on both sides of today; nobody means anything by it."""
    dice = random.Random(20260302)  # noqa: S311  (no secret is made)
    village = commune.office.queries.ids("villages")[0]
    for number in range(30):
        category = dice.choice(("sdtp", "nghien", "sau_cai", "nghi_sdtp", "loan_than"))
        until = dice.choice((None, some_day(dice, 0, 300)))
        person = commune.on_list(
            category,
            some_day(dice, -500, 0),
            f"Người {number}",
            until_date=until,
            file_number="1/HS",
            file_date=some_day(dice, -400, 200),
        )
        result = dice.choice(("am_tinh", "duong_tinh"))
        commune.test(person, some_day(dice, -200, 60), result)
        commune.presence(
            person,
            dice.choice(("co_mat", "vang_mat", "khong_ro", "trai_giam", "co_so_cai_nghien")),
            some_day(dice, -100, 100),
            until_date=dice.choice((None, some_day(dice, 101, 300))),
        )
        commune.treatment(
            person,
            dice.choice(("thay_the", "tai_gia_dinh")),
            from_date=some_day(dice, -420, -10),
            until_date=dice.choice((None, some_day(dice, 0, 300))),
        )
        commune.add("visits", person=person, visited_on=some_day(dice, -60, 90))
    for number in range(10):
        home = add_household(commune.office, village, f"Hộ {number}")
        commune.add(
            "commitments",
            kind="ho_gia_dinh",
            household=home,
            outcome=dice.choice(("da_ky", "tu_choi", "vang")),
            signed_on=some_day(dice, -100, 100),
            reason="đi làm xa",
        )
        commune.add(
            "hotspots",
            kind=dice.choice(("diem_to_chuc", "tu_diem", "ban_le")),
            village=village,
            detected_on=some_day(dice, -300, 0),
            eliminated_on=dice.choice((None, some_day(dice, 0, 200))),
        )
        commune.add(
            "incidents",
            kind=dice.choice(("trong_cay", "san_xuat", "tang_tru")),
            happened_on=some_day(dice, -300, 100),
            plants=5,
            area_m2=3,
        )


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    commune = drug_free_commune(tmp_path_factory.mktemp("xã") / "xã")
    fill(commune)
    with opened(commune.office.store) as made:
        yield made
    commune.office.close()


def question(**readings: str) -> Question:
    return Question((IA_DOM,), TODAY, IA_HDRAI, None, readings)


def term_ends(books: Books) -> set[date]:
    """The last days of everybody's terms, as the law's clock has them."""
    clock = LawClock(law_book(), deadline_table(), WorkCalendar())
    persons = persons_with_cases(books.connection, IA_DOM)
    return {
        term.end
        for case in cases(books.connection, persons)
        for day in (TODAY, LAST)
        for term in listed_terms(case, day, clock.book, clock.table)
    }


def over_time(books: Books, **readings: str) -> OverTime:
    return OverTime(books, question(**readings), sorted(NAMES), LAST, term_ends(books))


@pytest.fixture(scope="module")
def walk(books: Books) -> OverTime:
    """Kept from example to example, so that what it remembers is put to the test."""
    return over_time(books)


def told(facts: list[Fact]) -> dict[str, tuple[object, list[str], list[str]]]:
    """Numbers and records; the words beside a record may name the day asked about."""
    return {
        fact.name: (
            fact.value,
            [each.id for each in fact.records],
            [each.id for each in fact.exceptions],
        )
        for fact in facts
    }


@pytest.mark.slow
@settings(max_examples=25)
@given(day=DAYS)
def test_on_every_day_the_facts_are_those_asked_anew(
    books: Books, walk: OverTime, day: date
) -> None:
    anew = books.facts(Question((IA_DOM,), day, IA_HDRAI), sorted(NAMES))
    alone = {fact.name: fact.value for fact in walk.on(day, alone=True)}
    assert alone == {fact.name: fact.value for fact in anew}
    assert told(walk.on(day)) == told(anew)


@pytest.mark.slow
@settings(max_examples=2)
@given(days=st.lists(DAYS, min_size=2, max_size=2))
@pytest.mark.parametrize(
    "readings",
    [
        {"eliminated_points": "twelve_months"},
        {"points_period": "whole_period", "violations_period": "at_cut_off"},
        {"test_frequency": "three_months", "in_facility": "resident"},
        {"managed_user": "exempt", "household_base": "registered"},
        {"substitution_base": "all_addicts", "incident_period": "since_registration"},
    ],
    ids="-".join,
)
def test_by_other_readings_too(books: Books, readings: dict[str, str], days: list[date]) -> None:
    walk = over_time(books, **readings)
    for day in sorted(days):
        asked = Question((IA_DOM,), day, IA_HDRAI, None, readings)
        assert told(walk.on(day)) == told(books.facts(asked, sorted(NAMES)))


@pytest.mark.slow
@settings(max_examples=40)
@given(name=st.sampled_from(sorted(NAMES)), one=DAYS, other=DAYS)
def test_between_days_of_change_nothing_changes(
    books: Books, walk: OverTime, name: str, one: date, other: date
) -> None:
    place = bisect_right(walk.days_of(name), one)
    ends = [TODAY, *walk.days_of(name), LAST + timedelta(days=1)]
    other = max(ends[place], min(other, ends[place + 1] - timedelta(days=1)))
    asked = (Question((IA_DOM,), day, IA_HDRAI) for day in (one, other))
    before, after = (told(books.facts(each, [name])) for each in asked)
    assert before == after


OWN = {
    "lately_tested": "people where any tests of it where (taken_on within 3 months)",
    "signed_this_year": "commitments where signed_on within year and signed_on < day - 10 days",
    "newest_here": """
        people where last presences of it by from_date where (
            from_date <= day and (until_date is empty or until_date >= day)
        ) has (state = "co_mat")""",
    "told_a_month_later": """
        tests where taken_on <= day - 1 months and person.birth < day - 35 years
        unknown if any hotspots where (detected_on <= day and eliminated_on > day)""",
    "pledged_in_the_year": 'commitments where not year < this_year and kind = "ho_gia_dinh"',
}


@pytest.mark.slow
@settings(max_examples=25)
@given(one=DAYS, other=DAYS)
def test_figures_of_a_pack_on_every_day_are_those_asked_anew(
    books: Books, one: date, other: date
) -> None:
    defined = {
        name: FactDefinition(name, name, "int", "", "", "", expression=parse_count(text))
        for name, text in OWN.items()
    }
    asked = replace(question(), defined=defined)
    walk = OverTime(books, asked, list(OWN), LAST)
    for day in sorted((one, other)):
        assert told(walk.on(day)) == told(books.facts(replace(asked, as_of=day), list(OWN)))
    assert all(walk.days_of(name) for name in OWN)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("households", {"households.state_from@day"}),
        (
            "active_models",
            {
                "activities.held_on@day",
                "activities.held_on@year_ago",
                "models.started_on@day",
                "models.state_from@day",
            },
        ),
        ("plant_cases", {"incidents.happened_on@start", "incidents.happened_on@until"}),
    ],
)
def test_a_statement_tells_what_its_answer_hangs_on(name: str, columns: set[str]) -> None:
    found = dependence(name, Shape(months=(NO_MONTH,)))
    assert {f"{register}.{field}@{bound}" for register, field, bound in found.columns} == columns


def test_terms_and_months_are_seen(books: Books) -> None:
    months = dependence("users_present_without_monthly_check", Shape(months=(NO_MONTH,)))
    assert months.by_month
    assert dependence("users_present_with_file", Shape()).by_term
    assert not dependence("users_present", Shape()).by_term
    walk = OverTime(books, question(), sorted(NAMES), LAST, [date(2026, 6, 1)])
    assert date(2026, 6, 2) in walk.days_of("users_present_with_file")
    assert date(2026, 4, 30) in walk.days_of("users_present_without_monthly_check")
