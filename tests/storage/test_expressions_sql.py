"""The statement of an expression and its plain meaning count the same, whatever is written."""

from __future__ import annotations

from collections.abc import Iterator
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


@pytest.mark.slow
def test_an_expression_that_asks_too_much_is_not_told_and_stops_nothing_else() -> None:
    hidden: dict[str, Value] = {"deleted": 0, "base_entry": 1, "last_entry": 1, "sort_key": ""}
    village = {each.name: None for each in REGISTERS["villages"].fields} | hidden
    person = {each.name: None for each in REGISTERS["people"].fields} | hidden
    office: Office = {
        "villages": [village | {"id": "v", "unit_id": UNITS[0]}],
        "people": [
            person | {"id": f"p{number}", "unit_id": UNITS[0], "village": "v"}
            for number in range(1500)
        ],
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


@settings(max_examples=120)
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
