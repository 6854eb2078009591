"""Periodic reports: what each of them tells, of which days, and where a number comes from.

A figure of a report is counted like one of a month of action (a `Line`: records of a book within
the days, or a figure of the criteria on the last of them), or told by the yearly review (tasks,
difficulties, rewards).  Beside what the books say stand the number the office typed, with its
reason, and that of the period before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

from sachmatuy_desktop.domain.plans.campaign import Line, Part, Typed
from sachmatuy_desktop.domain.plans.periods import DAY, period_of
from sachmatuy_desktop.domain.plans.when import Every, MonthDay
from sachmatuy_desktop.domain.plans.yearly import Key, Section
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, BadInput

__all__ = [
    "Before",
    "Frozen",
    "Group",
    "Place",
    "ReportDays",
    "ReportFigure",
    "ReportFigures",
    "ReportKind",
    "TextPart",
    "Told",
    "days_named",
    "days_of",
    "free_days",
    "frozen_figures",
    "frozen_text",
    "with_typed",
]

Place = Literal["unit", "village", "below"]
"""Of what a report tells: the office's own unit, one village of it, or the units below."""

TextPart = Literal["direction", "assessment", "difficulties", "proposals", "next"]
"""A code of `domain.registers.reports.TEXTS`."""


# -- what reports are made of ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that stand under one heading."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """One figure: what it is called, what it means, how it is counted.

    `line` says how the books are counted and `part` which of its numbers is meant; or `section`
    and `key` name a figure of the yearly review.  `short` is the head of its column where units
    stand side by side; empty: no column.
    """

    id: str
    group: str
    title: str
    unit: str
    meaning: str
    source: str
    line: Line | None = None
    part: Part = "count"
    section: Section | None = None
    key: Key | None = None
    persons: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A report that an office sends: of how long a time, to whom, by when, with which figures.

    `every` empty: of days chosen freely.  `cut_offs` are the printed “trước ngày …”; where it is
    the task of a plan that asks for the report, `plan` and `task` name it and its rule is read
    there.  `form` is the wording, `subject` and `opening` its own words in it.
    """

    id: str
    title: str
    office: str
    place: Place
    every: Every
    form: str
    subject: str
    opening: str
    source: str
    verified: bool
    figures: tuple[str, ...]
    texts: tuple[TextPart, ...]
    cut_offs: tuple[MonthDay, ...] = ()
    plan: str = ""
    task: str = ""
    annexes: tuple[str, ...] = ()
    proposed: bool = False


@dataclass(frozen=True)
class ReportFigures:
    """All that is known of reports: their figures in groups, and the reports themselves."""

    groups: tuple[Group, ...]
    figures: Mapping[str, ReportFigure]
    kinds: Mapping[str, ReportKind]

    def of(self, kind: ReportKind) -> tuple[ReportFigure, ...]:
        """The figures of a report, in the order of the groups."""
        return tuple(
            self.figures[name]
            for group in self.groups
            for name in kind.figures
            if self.figures[name].group == group.id
        )

    def group(self, figure: ReportFigure) -> Group:
        """The heading a figure stands under."""
        return next(each for each in self.groups if each.id == figure.group)


# -- the days of a report -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class ReportDays:
    """The days a report is about, both counted; `key` is what rows call them by."""

    start: date
    end: date
    key: str
    every: Every = ""

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def before(self) -> ReportDays:
        """The period before: of days chosen freely, as many days just before them."""
        last = self.start - DAY
        if self.every:
            return days_of(self.every, last)
        return free_days(last - (self.end - self.start), last)

    def until(self, as_of: date) -> date:
        """The last day that counts on a day."""
        return min(self.end, as_of)


def days_of(every: Every, day: date) -> ReportDays:
    """The month, half or year that a day falls into."""
    period = period_of(every, day)
    return ReportDays(period.first, period.last, period.key, every)


_FREE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_HALF: Final = re.compile(r"(\d{4})-H([12])")


def free_days(first: date, last: date) -> ReportDays:
    """Days chosen freely; `BadInput` where the last lies before the first."""
    if last < first:
        raise BadInput(N_("Ngày kết thúc đứng trước ngày bắt đầu; hãy sửa lại.")).at("until")
    return ReportDays(first, last, f"{first.isoformat()}..{last.isoformat()}")


def days_named(key: str) -> ReportDays:
    """The days that `key` names: `2026-10`, `2026-H1`, `2026`, `2026-10-01..2026-10-20`.

    Raises `BadInput` for what is no such key.
    """
    try:
        if found := _FREE.fullmatch(key):
            return free_days(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
        if found := _MONTH.fullmatch(key):
            return days_of("month", date(int(found[1]), int(found[2]), 1))
        if found := _HALF.fullmatch(key):
            return days_of("half_year", date(int(found[1]), 1 if found[2] == "1" else 7, 1))
        if key.isdecimal():
            return days_of("year", date(int(key), 6, 1))
    except ValueError:
        pass
    raise BadInput(
        N_(
            "Kỳ “{period}” không đọc được; hãy ghi dạng 2026, 2026-H1, 2026-06 hoặc "
            "2026-06-01..2026-06-20."
        ),
        period=key,
    ).at("period")


# -- a figure as it stands ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Before:
    """The figure of the period before; `number` is the report it was signed in, or empty."""

    value: int | None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of a report: counted, typed, and that of the period before.

    `records` are the very records behind it where the count itself brings them along; those of
    books and of criteria are looked up when somebody asks.
    """

    figure: ReportFigure
    counted: int | None
    typed: Typed | None = None
    before: Before = Before(None)
    records: frozenset[tuple[str, RecordId]] = field(default=frozenset())

    @property
    def shown(self) -> int | None:
        """The number that stands in the report: the typed one where there is one."""
        return self.counted if self.typed is None else self.typed.value

    @property
    def change(self) -> int | None:
        """By how much it grew since the period before; None where one of the two is not known."""
        if self.shown is None or self.before.value is None:
            return None
        return self.shown - self.before.value


# -- as they were signed --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Frozen:
    """A figure as it stood in a report that was issued."""

    id: str
    shown: int | None
    counted: int | None
    why: str
    before: int | None


def frozen_text(told: Sequence[Told]) -> str:
    """The figures as one line of JSON."""
    return json.dumps(
        [
            {
                "id": each.figure.id,
                "shown": each.shown,
                "counted": each.counted,
                "why": each.typed.why if each.typed else "",
                "before": each.before.value,
            }
            for each in told
        ],
        ensure_ascii=False,
        sort_keys=True,
    )


def frozen_figures(text: str) -> dict[str, Frozen]:
    """The figures by id, as they were signed."""
    found = (Frozen(**each) for each in json.loads(text or "[]"))
    return {each.id: each for each in found}


def with_typed(told: Sequence[Told], typed: Mapping[str, Typed]) -> tuple[Told, ...]:
    """The figures with what was typed beside what was counted."""
    return tuple(replace(each, typed=typed.get(each.figure.id)) for each in told)
