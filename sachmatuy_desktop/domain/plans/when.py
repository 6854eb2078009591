"""When a task of a plan is due, as its document says it.

A `When` is the printed words made exact, without a day of its own to start from: the days come of
the office's calendar, its phases and its books.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from sachmatuy_desktop.errors import N_

__all__ = ["EVENTS", "EVERY", "KINDS", "Every", "Kind", "MonthDay", "When"]

Kind = Literal["once", "periodic", "event", "continuous"]
Every = Literal["month", "half_year", "year", ""]
MonthDay = tuple[int, int]

KINDS: Final[tuple[Kind, ...]] = ("once", "periodic", "event", "continuous")
EVERY: Final[tuple[Every, ...]] = ("month", "half_year", "year")


@dataclass(frozen=True, slots=True)
class When:
    """A due rule.  What a kind does not use stays empty.

    `once`: `before` is the printed “trước ngày …” (the last day in time is the one before), `on`
    the only or the last day itself (“đến hết …”), `by_phase` the id of the phase within which it
    is done.  With `needs_date` the document leaves the date blank, or names none: nothing is due
    until the office has entered one.

    `periodic`: `every` period; `day` holds the printed cut-offs as (month, day), each of them
    “trước ngày …”, in every year.  Without `day` it is due by the end of each period; with
    `needs_date` the document names the period and not the day.

    `event`: within `hours`, or `days` (working days if `working`), of each `event`, which is a name
    of `EVENTS`.  Neither hours nor days: “ngay”, “kịp thời”.

    `continuous`: “thường xuyên”, or no time said at all; the office looks back on it every so many
    `months`.

    `proposed`: the figures (`day`, `months`, `hours`, `days`) are the program's proposal and not
    printed; the office may choose others.
    """

    kind: Kind
    before: date | None = None
    on: date | None = None
    by_phase: str = ""
    every: Every = ""
    months: int = 0
    day: tuple[MonthDay, ...] = ()
    hours: int = 0
    days: int = 0
    working: bool = False
    event: str = ""
    needs_date: bool = False
    proposed: bool = False


EVENTS: Final[Mapping[str, str]] = {
    "asked": N_("khi được yêu cầu báo cáo"),
    "difficulty": N_("khi có khó khăn, vướng mắc"),
    "mobilised": N_("khi có yêu cầu huy động"),
    "moved_away_verified": N_("khi có kết quả xác minh người đã chuyển đi"),
}
"""What a task may wait for, as said on screen."""
