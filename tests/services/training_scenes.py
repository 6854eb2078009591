"""Training communes of several days, thought up once for all tests that read them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from functools import cache

from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.training import imagine, load_commune, load_plan
from sachmatuy_desktop.services.training.notebook import Row
from sachmatuy_desktop.services.training.scene import Scene

COMMUNES = ("ia-dom", "hoang-phong", "lang-chanh")
OLD_LAW = date(2025, 6, 10)
LEAP_DAY = date(2028, 2, 29)
BETWEEN = date(2026, 11, 22)
NEW_LAW = date(2027, 9, 1)
DAYS = (OLD_LAW, BETWEEN, NEW_LAW, LEAP_DAY)


@cache
def scene(name: str, day: date = BETWEEN, *, whole: bool = False) -> Scene:
    """A commune on a day; a small one unless the whole is wanted."""
    world = load_commune(name)
    ids = itertools.count(1)
    return imagine(
        world if whole else world.small(),
        unit_table().unit(world.unit),
        load_plan().seed,
        day,
        lambda: f"{next(ids):032x}",
    )


def rows(where: Scene, register: str, **wanted: Value) -> list[Row]:
    """The rows of a register that hold these values."""
    return [
        each
        for each in where.book.rows.get(register, ())
        if all(each.values.get(name) == value for name, value in wanted.items())
    ]


def of_person(where: Scene, register: str, person: Value) -> list[Row]:
    """What a register says of one person."""
    return rows(where, register, person=person)


def all_rows(where: Scene) -> Iterator[Row]:
    """Every record of an office."""
    return itertools.chain.from_iterable(where.book.rows.values())


def day_of(row: Row, name: str) -> date:
    """A date of a row."""
    return date.fromisoformat(str(row.values[name]))


def named(where: Scene, village: str) -> RecordId:
    """The id of a village."""
    return where.places[village].id
