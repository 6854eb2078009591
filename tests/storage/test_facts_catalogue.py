"""Every fact and every reading that a shipped pack names has its way to the records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Connection, event

from sachmatuy_desktop.domain.criteria import Reading, RulePack
from sachmatuy_desktop.packs.library import load_packs
from sachmatuy_desktop.storage.facts import (
    ELSEWHERE,
    NAMES,
    NOT_PERSONAL,
    Books,
    Question,
    register_of,
)
from sachmatuy_desktop.storage.facts.catalogue import figure_of
from sachmatuy_desktop.storage.facts.question import Shape
from tests.fact_cases import DAY, IA_HDRAI
from tests.offices import IA_DOM, new_office

LIBRARY = load_packs()
RULE_PACKS = [pack for pack in LIBRARY.all() if isinstance(pack, RulePack)]

NOT_COUNTABLE = {
    "remaining": "which communes the 30 % would be is nowhere said",
}
"""Readings of the facts that no query can follow, and why."""

NOT_IN_A_STATEMENT = {"population_date", "population_of_whom", "cut_off_day"}
"""Readings followed in the table of populations and in the day asked for, tested with them."""


def test_every_fact_of_every_pack_is_answered_or_said_to_be_elsewhere() -> None:
    named = {fact.name for pack in RULE_PACKS for fact in pack.facts}
    assert named - NAMES - set(ELSEWHERE) == set()


def test_no_query_answers_a_fact_that_nobody_asks_for() -> None:
    defined = set(LIBRARY.facts()) | {fact.name for pack in RULE_PACKS for fact in pack.facts}
    assert NAMES - defined == set()
    assert set(ELSEWHERE) - defined == set()
    assert NOT_PERSONAL - defined == set()


def test_every_figure_says_which_register_it_is_about() -> None:
    assert all(register_of(name) for name in NAMES)
    assert [name for name in ELSEWHERE if register_of(name)] == []


SET_ASIDE = NOT_IN_A_STATEMENT | set(NOT_COUNTABLE)


def readings_about_facts() -> Iterator[tuple[str, Reading]]:
    for pack in RULE_PACKS:
        for reading in pack.readings:
            if reading.where == "facts" and reading.id not in SET_ASIDE:
                yield pack.id, reading


@pytest.mark.parametrize(
    ("pack", "reading"),
    [pytest.param(pack, each, id=f"{pack}:{each.id}") for pack, each in readings_about_facts()],
)
def test_a_reading_about_facts_changes_a_statement(pack: str, reading: Reading) -> None:
    names = [fact.name for fact in LIBRARY.rules(pack).facts if fact.name in NAMES]
    values = [option.value for option in reading.options]
    wordings = {tuple(_wording(name, reading.id, value) for name in names) for value in values}
    assert len(wordings) == len(values)


def _wording(name: str, reading: str, value: str) -> str:
    figure = figure_of(name, Shape(frozenset({(reading, value)})))
    parts = getattr(figure, "parts", (figure,))
    counts = [getattr(part, "of", part) for part in parts]
    conditions = [each for count in counts for each in getattr(count, "where", ())]
    conditions += [part.has for part in parts if hasattr(part, "has")]
    return "|".join(_told(each) for each in conditions)


def _told(condition: ColumnElement[bool]) -> str:
    compiled = condition.compile()
    return f"{compiled} {sorted(compiled.params.items())}"


def test_a_question_is_bound_to_its_days() -> None:
    values = Question(("xa-1@1",), DAY).values
    assert (values["start"], values["until"]) == ("2025-12-15", "2026-03-02")
    assert (values["thirty_days_ago"], values["year_ago"]) == ("2026-01-31", "2025-03-02")


def test_no_figure_walks_the_index_of_a_list(tmp_path: Path) -> None:
    """Nearly every row lives: to look each up by that index costs more than to read the table."""
    office = new_office(tmp_path / "office")
    asked = Question((IA_DOM,), DAY, IA_HDRAI, registered_on=DAY)
    walked = {}
    with office.store.reading() as connection:
        for name in sorted(NAMES):
            with plans(connection) as found:
                Books(connection).facts(asked, [name])
            walked[name] = [line for line in found if "deleted_sort_key" in line]
    office.close()
    assert {name: lines for name, lines in walked.items() if lines} == {}


@contextmanager
def plans(connection: Connection) -> Iterator[list[str]]:
    """What SQLite says of the statements within: how it would go about each."""
    found: list[str] = []

    def told(_connection: Any, cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if statement.startswith("SELECT"):
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            found.extend(str(row[3]) for row in rows)

    event.listen(connection, "before_cursor_execute", told)
    try:
        yield found
    finally:
        event.remove(connection, "before_cursor_execute", told)
