"""When a task of a plan is due, as its document says it.

A `When` is the printed words made exact, without a day of its own to start from: the days come of
the office's calendar, its phases and its books.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any, Final, Literal

from sachmatuy_desktop.domain.registers.plans import EVENTS
from sachmatuy_desktop.errors import N_, BadInput

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

    def to_json(self) -> str:
        """The rule as a row keeps it: what is not said is left out."""
        said: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if value == each.default:
                continue
            said[each.name] = value.isoformat() if isinstance(value, date) else value
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> When:
        """The rule that `to_json` wrote.  Raises `BadInput` for what this program cannot read."""
        return _read(text)


_PLAIN: Final[Mapping[str, type]] = {
    each.name: type(each.default) for each in fields(When) if each.name not in {"kind", "day"}
}
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": KINDS,
    "every": ("", *EVERY),
    "event": ("", *EVENTS),
}


@lru_cache(maxsize=256)
def _read(text: str) -> When:
    """The rule of a text; kept, because most tasks go by the same few rules."""
    try:
        said: Mapping[str, Any] = json.loads(text)
        return When(**{name: _value(name, said[name]) for name in said})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput(N_("Không đọc được thời hạn của việc này.")) from error


def _value(name: str, said: Any) -> Any:
    """One value of a rule, of the type it must be; raises what `_read` catches."""
    if said not in _CHOICES.get(name, (said,)):
        raise ValueError(name)
    match name:
        case "before" | "on":
            return date.fromisoformat(said)
        case "day":
            days = tuple((int(month), int(day)) for month, day in said)
            return tuple((month, date(2000, month or 1, day).day) for month, day in days)
        case "kind":
            return said
    if type(said) is not _PLAIN[name] or (isinstance(said, int) and said < 0):
        raise TypeError(name)
    return said
