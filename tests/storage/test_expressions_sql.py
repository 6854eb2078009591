"""The statement of an expression and its plain meaning count the same, whatever is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, insert

from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.domain.expressions import Count, Counting, problems, show
from sachmatuy_desktop.domain.expressions.meaning import Books, Moments
from sachmatuy_desktop.storage.facts.expressions import defined
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
