"""The statement of an expression and its plain meaning count the same, whatever is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, insert

from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.domain.expressions import Count, Counting, parse_count, problems, show
from sachmatuy_desktop.domain.expressions.meaning import Books, Moments
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.storage.facts.expressions import TOO_HEAVY, defined
from sachmatuy_desktop.storage.facts.question import Question
from sachmatuy_desktop.storage.schema import metadata, register_tables
from tests.expression_cases import DAY, UNITS, Office, countings, offices

ENGINE = create_engine("sqlite://")
metadata.create_all(ENGINE)


@contextmanager
def filled(office: Office) -> Iterator[Connection]:
    """A database with these rows, gone afterwards."""
    with ENGINE.connect() as connection:
        for name, rows in office.items():
            if rows:
                connection.execute(insert(register_tables[name]), rows)
        yield connection
        connection.rollback()


def agree(
    expression: Counting,
    office: Office,
    day: date = DAY,
    registration: date | None = None,
    village: str | None = None,
) -> int | None:
    """The number, counted in both ways."""
    assert problems(expression) == [], show(expression)
    year = ReportingYear.of(day)
    moments = Moments(day, year.start, min(day, year.end), registration)
    meant = Books(office, frozenset(UNITS[:1]), moments, village).count(expression)
    question = Question(UNITS[:1], day, registered_on=registration, village=village)
    with filled(office) as connection:
        fact = defined(expression, "", village is not None).fact("own", connection, question)
    assert fact.value == meant.number, show(expression)
    if fact.value is not None and isinstance(expression, Count):
        assert {each.id for each in fact.exceptions} == meant.lacking, show(expression)
        if expression.having is None:
            assert {each.id for each in fact.records} == meant.records, show(expression)
    return meant.number


def rows(register: str, *given: Mapping[str, Value]) -> list[dict[str, Value]]:
    """Rows of a book with these values; whatever is not said is empty."""
    hidden: dict[str, Value] = {"deleted": 0, "base_entry": 1, "last_entry": 1, "sort_key": ""}
    empty: dict[str, Value] = {each.name: None for each in REGISTERS[register].fields}
    return [
        empty | hidden | {"id": f"{register}-{number}", "unit_id": UNITS[0]} | dict(values)
        for number, values in enumerate(given)
    ]


HERE: dict[str, Value] = {"state": "co_mat"}
AWAY: dict[str, Value] = {"state": "vang_mat"}
SAME_DAY: dict[str, Value] = {"person": "people-0", "from_date": "2026-02-01"}


@pytest.mark.parametrize(
    ("text", "office", "number"),
    [
        pytest.param(
            'people where last presences of it by from_date has (state = "vang_mat")',
            {
                "people": rows("people", {}),
                "presences": rows("presences", SAME_DAY | HERE, SAME_DAY | AWAY),
            },
            1,
            id="of two on a day the one written down later is the last",
        ),
        pytest.param(
            'people where last presences of it by from_date has (state = "vang_mat")',
            {
                "people": rows("people", {}),
                "presences": rows(
                    "presences", SAME_DAY | AWAY, SAME_DAY | HERE | {"from_date": None}
                ),
            },
            1,
            id="one without a day is never the last",
        ),
        pytest.param(
            'households where state != "dang_cu_tru"',
            {"households": rows("households", {}, {"state": "dang_cu_tru"})},
            0,
            id="a comparison with nothing is false",
        ),
        pytest.param(
            'households where not state = "dang_cu_tru"',
            {"households": rows("households", {}, {"state": "dang_cu_tru"})},
            1,
            id="and so its opposite is true",
        ),
        pytest.param(
            "people where birth > day - 18 years",
            {"people": rows("people", *({"birth": each} for each in ("2008", "2008-04", "2009")))},
            2,
            id="a day known in part counts where it is certain",
        ),
        pytest.param(
            "people where household.head is empty and household is not empty",
            {
                "people": rows("people", {"household": "households-0"}),
                "households": rows("households", {"head": "An", "deleted": 1}),
            },
            1,
            id="a record taken out tells nothing",
        ),
        pytest.param(
            "people where household.village.name is empty",
            {
                "people": rows("people", {"household": "households-0"}),
                "households": rows("households", {"village": "villages-0"}),
                "villages": rows("villages", {"name": "Thôn 1", "deleted": 1}),
            },
            1,
            id="nor one that it points at",
        ),
        pytest.param(
            'people where birth <= "2008-03-31"',
            {"people": rows("people", {"birth": "2008-03"}, {"birth": "2008"})},
            1,
            id="a month ends with its last day",
        ),
        pytest.param(
            "case_subjects each person",
            {
                "case_subjects": rows(
                    "case_subjects", *({"person": each} for each in ("a", "a", None))
                )
            },
            2,
            id="nobody on the roster counts for one",
        ),
        pytest.param(
            "tests where taken_on within 1 months",
            {"tests": rows("tests", *({"taken_on": f"2026-02-{day:02}"} for day in (1, 2, 28)))},
            2,
            id="both ends of a span are inside",
        ),
        pytest.param("models unknown if none", {}, None, id="nothing written down is not known"),
        pytest.param("models", {}, 0, id="unless it is not asked"),
        pytest.param(
            "tests where taken_on >= registration", {}, None, id="not known before registration"
        ),
    ],
)
def test_what_is_promised(text: str, office: Office, number: int | None) -> None:
    assert agree(parse_count(text), office) == number


def test_of_a_village_are_those_whose_household_is() -> None:
    office: Office = {
        "villages": rows("villages", {}, {}),
        "households": rows("households", {"village": "villages-1"}),
        "people": rows(
            "people",
            {"village": "villages-0"},
            {"household": "households-0"},
            {"village": "villages-0", "household": "households-0"},
        ),
        "tests": rows("tests", {"person": "people-1"}, {"person": "people-2"}),
        "funding": rows("funding", {}),
    }
    for text, number in (("people", 1), ("tests", 1), ("villages", 1), ("funding", None)):
        assert agree(parse_count(text), office, village="villages-1") == number


@pytest.mark.slow
def test_an_expression_that_asks_too_much_is_not_told_and_stops_nothing_else() -> None:
    office: Office = {
        "villages": rows("villages", {}),
        "people": rows("people", *({"village": "villages-0"} for _each in range(1500))),
    }
    heavy = parse_count(
        "people as a where any people of village as b where ("
        "any people of village as c where (any people of village where ("
        'a.full_name is not empty or b.sex = c.sex and sex = "nam")))'
    )
    question = Question(UNITS[:1], DAY)
    assert problems(heavy) == []
    with filled(office) as connection:
        told = defined(heavy, "", False).fact("own", connection, question)
        assert (told.value, told.note) == (None, TOO_HEAVY)
        assert (
            defined(parse_count("people"), "", False).fact("own", connection, question).value
            == 1500
        )


@settings(max_examples=50)
@given(
    expression=countings(),
    office=offices(),
    registration=st.none() | st.just(date(2026, 1, 5)),
    village=st.none() | st.sampled_from(("villages-0", "villages-1")),
)
def test_a_statement_says_what_the_expression_means(
    expression: Counting, office: Office, registration: date | None, village: str | None
) -> None:
    agree(expression, office, registration=registration, village=village)
