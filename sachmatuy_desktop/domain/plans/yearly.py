"""The yearly review as it is told: figures of a reporting year beside those of the one before.

Counts and sums only, each with the records it was counted from; nothing ranks anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Protocol

from sachmatuy_desktop.domain.registers.fields import RecordId

__all__ = [
    "SUMS",
    "Behind",
    "Entry",
    "Figure",
    "Key",
    "ReviewRow",
    "Section",
    "Stretch",
    "YearFigures",
    "YearReview",
]


class Stretch(Protocol):
    """Days looked back on, both ends counted: a reporting year, or the days of a report."""

    @property
    def start(self) -> date: ...

    @property
    def end(self) -> date: ...

    def __contains__(self, day: date) -> bool: ...


class Section(StrEnum):
    """What a figure is about; each is read from books of its own."""

    TASKS = "tasks"
    RESULTS = "results"
    DIFFICULTIES = "difficulties"
    REWARDS = "rewards"
    FUNDING = "funding"


class Key(StrEnum):
    """What a figure counts."""

    IN_TIME = "in_time"
    UNCLEAR = "unclear"  # done, and only the hour could tell whether in time
    LATE = "late"
    UNDONE = "undone"
    EXCUSED = "excused"
    RUNNING = "running"  # its time is not over, or nobody has said until when
    CRITERIA = "criteria"  # met, of all that decide
    VILLAGES = "villages"  # that meet a pack of villages, of all judged
    RECOGNISED = "recognised"
    MAINTAINED = "maintained"
    WITHDRAWN = "withdrawn"
    RAISED = "raised"
    ANSWERED = "answered"
    SETTLED = "settled"
    UNSETTLED = "unsettled"
    PROPOSED = "proposed"
    GIVEN = "given"  # `about` is the kind and to whom
    MONEY = "money"
    ALLOTTED = "allotted"  # `about` is the source
    SPENT = "spent"
    LEFT = "left"  # below 0 where more was spent than allotted


SUMS: Final = frozenset({Key.MONEY, Key.ALLOTTED, Key.SPENT, Key.LEFT})
"""Sums in đồng; all others are counts."""


@dataclass(frozen=True, slots=True)
class Behind:
    """One record behind a figure; of a task, which opening of it, and by how many days late."""

    register: str
    record: RecordId
    day: date | None = None
    title: str = ""
    late: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A count or a sum, the whole it is a part of, and what stands behind it."""

    value: int = 0
    of: int | None = None
    behind: tuple[Behind, ...] = ()


_NOTHING: Final = Figure()


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of a year: what it counts (`key`), of what (`about`, called `title`)."""

    section: Section
    key: Key
    about: str
    figure: Figure
    title: str = ""

    @property
    def place(self) -> tuple[Section, Key, str]:
        """What tells it from the others of its year."""
        return self.section, self.key, self.about


@dataclass(frozen=True)
class YearFigures:
    """All figures of a unit and a reporting year, in the order in which they are told."""

    year: int
    entries: tuple[Entry, ...]

    def figure(self, section: Section, key: Key, about: str = "") -> Figure:
        """One figure; nothing where the books have none."""
        places = {each.place: each.figure for each in self.entries}
        return places.get((section, key, about), _NOTHING)

    def total(self, section: Section, key: Key) -> int:
        """The sum of a figure over everything it is told of."""
        return sum(
            each.figure.value
            for each in self.entries
            if each.section is section and each.key is key
        )


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One figure of both years; None where a year's books have no such thing."""

    section: Section
    key: Key
    about: str
    title: str
    now: Figure | None
    before: Figure | None

    @property
    def change(self) -> int | None:
        """By how much it grew; None where only one year has it."""
        if self.now is None or self.before is None:
            return None
        return self.now.value - self.before.value


@dataclass(frozen=True)
class YearReview:
    """A unit's reporting year beside the one before, as known at `known`."""

    unit: str
    year: int
    now: YearFigures
    before: YearFigures
    known: datetime

    def rows(self) -> tuple[ReviewRow, ...]:
        """Every figure that either year has, section by section."""
        here = {each.place: each for each in self.now.entries}
        then = {each.place: each for each in self.before.entries}
        places = dict.fromkeys((*here, *then))
        rows = []
        for place in sorted(places, key=lambda place: _SECTIONS.index(place[0])):
            entry, earlier = here.get(place), then.get(place)
            named = entry or earlier
            title = named.title if named else ""
            rows.append(
                ReviewRow(
                    *place,
                    title,
                    entry.figure if entry else None,
                    earlier.figure if earlier else None,
                )
            )
        return tuple(rows)


_SECTIONS: Final = tuple(Section)
