"""What is asked of the records: which unit, on which day, understood how.

Two halves: the `Shape` decides how a statement is written (and with it the statement is kept), the
values are bound to it for each question.  So a statement is made once and asked many times.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from sqlalchemy import Text, bindparam

from sachmatuy_desktop.domain.criteria import Below, FactDefinition
from sachmatuy_desktop.domain.dates import ReportingYear, add_months
from sachmatuy_desktop.domain.registers.fields import RecordId

DAY: Final = bindparam("day", type_=Text)
"""The day the facts are true of."""

START: Final = bindparam("start", type_=Text)
"""The first day of the reporting year (Quyết định 28/2025/QĐ-TTg, Điều 7)."""

UNTIL: Final = bindparam("until", type_=Text)
"""The last day events are counted to: the day asked about, at most the end of the year."""

REGISTERED: Final = bindparam("registered", type_=Text)
"""The day the unit registered for the programme."""

UNITS: Final = bindparam("units", type_=Text, expanding=True)
VILLAGE: Final = bindparam("village", type_=Text)
OVERDUE_USERS: Final = bindparam("overdue_users", type_=Text)
OVERDUE_AFTER_REHAB: Final = bindparam("overdue_after_rehab", type_=Text)
"""The persons whose term is over, as a JSON list."""

THIRTY_DAYS_AGO: Final = bindparam("thirty_days_ago", type_=Text)
THREE_MONTHS_AGO: Final = bindparam("three_months_ago", type_=Text)
SIX_MONTHS_AGO: Final = bindparam("six_months_ago", type_=Text)
YEAR_AGO: Final = bindparam("year_ago", type_=Text)


@dataclass(frozen=True, slots=True)
class Shape:
    """What changes the wording of a statement: the readings taken, and village or whole unit.

    `months` are the whole calendar months of the reporting year that are over, as `YYYY-MM`.
    """

    readings: frozenset[tuple[str, str]] = frozenset()
    by_village: bool = False
    months: tuple[str, ...] = ()

    def takes(self, reading: str, *values: str) -> bool:
        """Whether one of the values was chosen for a reading."""
        return any((reading, value) in self.readings for value in values)


class ListeningShape(Shape):
    """A shape that notes which readings it is asked for."""

    __slots__ = ("heard",)
    heard: set[str]

    def __init__(self, like: Shape, heard: set[str]) -> None:
        super().__init__(like.readings, like.by_village, like.months)
        object.__setattr__(self, "heard", heard)

    def takes(self, reading: str, *values: str) -> bool:
        """As the shape it is like; the reading is noted."""
        self.heard.add(reading)
        return super().takes(reading, *values)


@dataclass(frozen=True)
class Question:
    """The facts of which units on which day.

    `units` is the commune, or every commune below a receiving office; `village` narrows to one
    village; `registered_on` is the day of registration, `None` while the unit has not registered
    by the pack; `pack` matters to the few facts that packs define for themselves; `unit` is the
    office whose own settings are asked, the first of `units` unless said otherwise; `below` says
    how the communes' own assessments are read; `overdue` are, by category, the persons whose term
    is over; `is_incomplete` says that one of the units below has sent nothing for the year;
    `defined` are the facts that the pack counts by expressions of its own, `more` the days that
    such an expression speaks of.
    """

    units: tuple[str, ...]
    as_of: date
    pack: str = ""
    village: RecordId | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    period: ReportingYear | None = None
    registered_on: date | None = None
    unit: str = ""
    below: Below = field(default_factory=Below)
    overdue: Mapping[str, tuple[RecordId, ...]] = field(default_factory=dict)
    is_incomplete: bool = False
    defined: Mapping[str, FactDefinition] = field(default_factory=dict)
    more: Mapping[str, object] = field(default_factory=dict)

    @property
    def owner(self) -> str:
        """The unit whose settings, registration and attestations are meant."""
        return self.unit or self.units[0]

    @property
    def year(self) -> ReportingYear:
        """The reporting year that events are counted in."""
        return self.period or ReportingYear.of(self.as_of)

    @cached_property
    def shape(self) -> Shape:
        """How the statements are written."""
        return Shape(
            frozenset(self.readings.items()),
            self.village is not None,
            _months(self.year, self.as_of),
        )

    @cached_property
    def values(self) -> dict[str, object]:
        """What is bound to the statements; days are ISO texts."""
        day = self.as_of
        return {
            "units": list(self.units),
            "village": self.village,
            "day": day.isoformat(),
            "start": self.year.start.isoformat(),
            "until": min(day, self.year.end).isoformat(),
            "registered": (self.registered_on or day).isoformat(),
            "overdue_users": json.dumps(self.overdue.get("sdtp", ())),
            "overdue_after_rehab": json.dumps(self.overdue.get("sau_cai", ())),
            "thirty_days_ago": (day - timedelta(days=30)).isoformat(),
            "three_months_ago": add_months(day, -3).isoformat(),
            "six_months_ago": add_months(day, -6).isoformat(),
            "year_ago": add_months(day, -12).isoformat(),
            **self.more,
        }


def _months(year: ReportingYear, day: date) -> tuple[str, ...]:
    """The calendar months that lie whole in the year and are over on the day."""
    firsts = (date(year.year, month, 1) for month in range(1, 12))
    return tuple(
        f"{first:%Y-%m}" for first in firsts if add_months(first, 1) - timedelta(days=1) <= day
    )
