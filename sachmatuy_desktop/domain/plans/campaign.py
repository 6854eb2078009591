"""A campaign: a month of action with a theme and days, and what its result is counted by.

The kinds of work are those that the plan of the month lists (002 II.10); which records of which
book are one kind stands in `resources/campaigns`, never in code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

from sachmatuy_desktop.domain.plans.plan import PlanPack

__all__ = [
    "PARTS",
    "CampaignKinds",
    "Figure",
    "Group",
    "Line",
    "LineFigures",
    "Part",
    "Proposal",
    "Typed",
    "in_year",
    "proposed",
]

Part = Literal["count", "people", "materials"]

PARTS: Final[tuple[Part, ...]] = ("count", "people", "materials")
"""What is told of a kind: how many, how many people came or were reached, how many materials."""


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds that the plan asks for in one breath."""

    id: str
    title: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of work: the records of `book` with a `day` within the month, of these codes `only`.

    `sum` is the field added up for `count`, a record without it counts as one; without `sum`
    records are counted.  `people` and `materials` are fields added up.  A line with a `fact` is
    no work but a figure of the criteria on a day.  `persons`: the count is one of persons on a
    list.  `short` is the head of its column where communes stand side by side; empty: no column.
    """

    id: str
    group: str
    title: str
    paragraph: str
    unit: str
    book: str = ""
    day: str = ""
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sum: str = ""
    people: str = ""
    materials: str = ""
    fact: str = ""
    persons: bool = False
    short: str = ""

    def tells(self, part: Part) -> bool:
        """Whether the line has such a figure at all."""
        return part == "count" or bool(self.people if part == "people" else self.materials)


@dataclass(frozen=True)
class CampaignKinds:
    """The kinds of work of a campaign, in the order of its plan."""

    id: str
    title: str
    source: str
    verified: bool
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]

    def of(self, group: Group) -> tuple[Line, ...]:
        """The kinds of a group."""
        return tuple(each for each in self.lines if each.group == group.id)

    def line(self, line: str) -> Line | None:
        """A kind by its id."""
        return next((each for each in self.lines if each.id == line), None)

    @property
    def side_by_side(self) -> tuple[Line, ...]:
        """The kinds with a column of their own where communes stand side by side."""
        return tuple(each for each in self.lines if each.short)


@dataclass(frozen=True, slots=True)
class Typed:
    """A number the office typed because the books do not hold it, and why."""

    id: str
    value: int
    why: str
    typed_on: date


@dataclass(frozen=True, slots=True)
class Figure:
    """What the books say (None: nothing was ever written in the book), and what was typed."""

    counted: int | None
    typed: Typed | None = None

    @property
    def shown(self) -> int | None:
        """The number that stands in a report: the typed one where there is one."""
        return self.counted if self.typed is None else self.typed.value


@dataclass(frozen=True, slots=True)
class LineFigures:
    """The figures of one kind."""

    line: Line
    count: Figure
    people: Figure
    materials: Figure

    def part(self, part: Part) -> Figure:
        """One of the three."""
        return {"count": self.count, "people": self.people, "materials": self.materials}[part]


# -- the month of another year --------------------------------------------------------------------


@dataclass(frozen=True)
class Proposal:
    """The days of a model's month in another year, to be looked over by the office.

    `life` are the first and the last day of the plan, `phases` the days of its phases by id,
    `before` the printed “trước ngày …” and `on` the printed days of tasks by their id.
    """

    year: int
    first: date
    last: date
    life: tuple[date, date | None]
    phases: Mapping[str, tuple[date | None, date | None]]
    before: Mapping[str, date]
    on: Mapping[str, date]

    def last_days(self, before: Mapping[str, date] | None = None) -> dict[str, date]:
        """The last day in time of each task: the day before its “trước ngày …”, or its day."""
        said = self.before if before is None else before
        return {
            **{task: day - timedelta(days=1) for task, day in said.items()},
            **self.on,
        }


def proposed(pack: PlanPack, year: int) -> Proposal | None:
    """The model's days moved by whole years; None for a plan that is no campaign."""
    if pack.campaign is None:
        return None
    by = year - pack.campaign.starts_on.year
    return Proposal(
        year,
        in_year(pack.campaign.starts_on, by),
        in_year(pack.campaign.ends_on, by),
        (
            in_year(pack.effective_from, by),
            in_year(pack.effective_to, by) if pack.effective_to else None,
        ),
        {
            each.id: (
                in_year(each.starts_on, by) if each.starts_on else None,
                in_year(each.ends_on, by) if each.ends_on else None,
            )
            for each in pack.phases
        },
        {each.id: in_year(each.when.before, by) for each in pack.tasks if each.when.before},
        {each.id: in_year(each.when.on, by) for each in pack.tasks if each.when.on},
    )


def in_year(day: date, by: int) -> date:
    """The same day so many years later; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + by)
    except ValueError:
        return day.replace(year=day.year + by, day=28)
