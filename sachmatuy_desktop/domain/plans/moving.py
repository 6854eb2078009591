"""The days of a plan moved by whole years: the month of action comes back every year.

What a plan prints for every year, and what it prints no day for, needs no moving.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sachmatuy_desktop.domain.dates import add_months
from sachmatuy_desktop.domain.plans.plan import Phase, PlanPack

__all__ = ["Moved", "moved", "years_on"]

YEAR = 12


@dataclass(frozen=True)
class Moved:
    """A plan's title and days in another year.

    `lasts` are the last days of tasks done once, by their ids; none where nothing was moved,
    because the printed day stands.
    """

    title: str
    from_date: date
    until_date: date | None
    phases: tuple[Phase, ...]
    lasts: Mapping[str, date]


def years_on(pack: PlanPack, today: date) -> int:
    """By how many years a plan that is over must be moved for its end to lie ahead; 0 if it runs
    on.
    """
    if pack.effective_to is None:
        return 0
    years = 0
    while _later(pack.effective_to, years) < today:
        years += 1
    return years


def moved(pack: PlanPack, years: int, today: date) -> Moved:
    """The plan's days so many years later.  It begins today if its first day is over."""
    start = max(_later(pack.effective_from, years), today)
    end = _later(pack.effective_to, years) if pack.effective_to else None
    if end is not None and end < start:
        end = None
    if not years:
        return Moved(pack.title, start, end, pack.phases, {})
    phases = tuple(
        replace(
            each,
            starts_on=_later(each.starts_on, years) if each.starts_on else None,
            ends_on=_later(each.ends_on, years) if each.ends_on else None,
        )
        for each in pack.phases
    )
    printed = ((each.id, each.last_day) for each in pack.tasks)
    days = ((task, _later(day, years)) for task, day in printed if day is not None)
    lasts = {task: day for task, day in days if day >= start}
    year = pack.effective_from.year
    title = pack.title.replace(f"năm {year}", f"năm {year + years}")
    return Moved(title, start, end, phases, lasts)


def _later(day: date, years: int) -> date:
    """The same day of a later year; 28 February where that year has no 29th."""
    return add_months(day, years * YEAR)
