"""The rows a case is read from: everybody with a case of a unit, and their rows, many at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from sqlalchemy import Connection, func, select, union

from sachmatuy_desktop.domain.cases.history import BOOKS, PERSON, Case, read_case
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.storage.schema import register_tables
from sachmatuy_desktop.storage.statements import Prepared, among

__all__ = ["cases", "persons_with_cases"]

Row = Mapping[str, Value]

OPENS_A_CASE: Final = ("episodes", "treatments", "decisions", "tests")
"""A row in one of these makes somebody a person with a case."""

GUARDIANS: Final = "guardians"
AT_ONCE: Final = 500
"""How many persons' rows are held at a time: memory stays flat however many there are."""


def persons_with_cases(connection: Connection, unit: str) -> list[RecordId]:
    """The living persons of a unit of whom any list, course, decision or test is written."""
    people = register_tables["people"]
    about = union(
        *(
            select(table.c.person).where(table.c.deleted == 0, table.c.person.is_not(None))
            for table in (register_tables[name] for name in OPENS_A_CASE)
        )
    ).subquery()
    query = (
        select(people.c.id)
        .where(people.c.deleted == 0, people.c.unit_id == unit)
        .where(people.c.id.in_(select(about.c.person)))
        .order_by(people.c.sort_key, people.c.id)
    )
    return list(connection.execute(query).scalars())


def cases(
    connection: Connection, persons: Sequence[RecordId], books: Sequence[str] = tuple(BOOKS)
) -> Iterator[Case]:
    """The cases of these persons, in their order; who does not exist is left out.

    Whoever needs some of the books alone names them.
    """
    alone = list(dict.fromkeys(persons))
    for first in range(0, len(alone), AT_ONCE):
        yield from _some(connection, alone[first : first + AT_ONCE], books)


def _some(
    connection: Connection, persons: Sequence[RecordId], wanted: Sequence[str]
) -> Iterator[Case]:
    people = _rows(connection, "people", "id", persons)
    books = {name: _rows(connection, name, "person", persons) for name in wanted}
    guarded = (
        _rows(connection, GUARDIANS, "person", persons) if GUARDIANS in register_tables else None
    )
    for person in persons:
        if person in people:
            yield read_case(
                person,
                people[person][0],
                {name: rows.get(person, []) for name, rows in books.items()},
                has_guardian=None if guarded is None else person in guarded,
            )


def _rows(
    connection: Connection, register: str, key: str, persons: Sequence[RecordId]
) -> dict[RecordId, list[Row]]:
    """The living rows of a register whose `key` is one of the persons, by that person."""
    statement, names = _reading(register, key)
    found: dict[RecordId, list[Row]] = defaultdict(list)
    for values in statement.run(connection, {"persons": json.dumps(list(persons))}):
        row = dict(zip(names, values, strict=True))
        found[str(row[key])].append(row)
    return found


@cache
def _reading(register: str, key: str) -> tuple[Prepared, tuple[str, ...]]:
    """The columns a case is read from; found by the person, not by walking the living rows."""
    table = register_tables[register]
    wanted = {"id", key, *(BOOKS.get(register) or PERSON)}
    columns = [each for each in table.columns if each.name in wanted]
    living = func.coalesce(table.c.deleted, 0) == 0
    query = select(*columns).where(among(table.c[key], "persons"), living)
    return Prepared(query), tuple(each.name for each in columns)
