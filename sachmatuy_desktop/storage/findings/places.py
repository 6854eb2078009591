"""The beginning of every check's query: whose record it is, and in which village."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, null, select

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.storage.schema import register_tables
from sachmatuy_desktop.storage.statements import is_living


def subject(register: str, *told: ColumnElement[Any]) -> Select[Any]:
    """The living records of a register with unit and village, and the values to tell.

    What stands under a person is in the person's village; the person's living row is joined.
    """
    table = register_tables[register]
    people = register_tables["people"]
    parent = REGISTERS[register].parent
    under_person = parent is not None and REGISTERS[register][parent].target == "people"
    query = select(
        table.c.id, table.c.unit_id, _place(register, under_person=under_person), *told
    ).where(is_living(table))
    if under_person:
        query = query.join(people, people.c.id == table.c.person).where(is_living(people))
    return query


def _place(register: str, *, under_person: bool) -> ColumnElement[Any]:
    table, households = register_tables[register], register_tables["households"]
    if register == "villages":
        return table.c.id.label("place")
    if register == "people" or under_person:
        people = register_tables["people"]
        by_household = (
            select(households.c.village)
            .where(households.c.id == people.c.household)
            .correlate(people)
            .scalar_subquery()
        )
        return func.coalesce(people.c.village, by_household).label("place")
    return table.c.village.label("place") if "village" in table.c else null().label("place")
