"""Tasks, plans and openings as tests tell them, and pictures of what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sachmatuy_desktop.domain.dates import VIETNAM, show_date
from sachmatuy_desktop.domain.plans.due import DueTask, Event, Opening, Own
from sachmatuy_desktop.domain.plans.periods import Life
from sachmatuy_desktop.domain.plans.plan import Phase
from sachmatuy_desktop.domain.plans.standing import TaskStanding
from sachmatuy_desktop.domain.plans.when import Kind, When

__all__ = ["at", "day", "event", "life", "phase", "picture", "standing_picture", "task"]


def day(text: str) -> date:
    """ "15/6" of 2027 as a day; a year may follow."""
    parts = [int(each) for each in text.split("/")]
    return date(parts[2] if len(parts) > 2 else 2027, parts[1], parts[0])


def at(text: str) -> datetime:
    """ "15/6 08:30" as a moment in Vietnam."""
    on, clock = text.split()
    hour, minute = map(int, clock.split(":"))
    here = day(on)
    return datetime(here.year, here.month, here.day, hour, minute, tzinfo=VIETNAM)


def life(start: str, end: str = "", **more: Any) -> Life:
    """A plan's life; without an end it goes on."""
    return Life(day(start), day(end) if end else None, **more)


def phase(name: str, first: date | None, last: date | None) -> Phase:
    """A phase of a plan."""
    return Phase(name, name, "", "", first, last)


def task(kind: Kind, own: Own | None = None, **rule: Any) -> DueTask:
    """A task called T."""
    return DueTask("T", When(kind, **rule), own or Own())


def event(on: str, name: str = "test_positive", id_: str = "e") -> Event:
    """Something that happened."""
    return Event(id_, name, at(on))


def picture(openings: Iterable[Opening]) -> list[str]:
    """One line an opening: key, days, last day in time (or moment), basis, hint."""
    return [_line(each) for each in openings]


def _line(opening: Opening) -> str:
    due = "—"
    if opening.due is not None:
        clock = f" {opening.due:%H:%M}" if opening.timed else ""
        due = f"{show_date(opening.due.date())}{clock}"
    hint = f" (nên {show_date(opening.hint)})" if opening.hint else ""
    last = "…" if opening.last == date.max else show_date(opening.last)
    days = f"{show_date(opening.first)}–{last}"
    return f"{opening.key} | {days} | {due}{hint} | {opening.basis}"


def standing_picture(standing: TaskStanding) -> list[str]:
    """One line an opening: key, state, and what there is to say of its time."""
    lines = []
    for each in standing.openings:
        said = {None: "chưa rõ", False: "", True: f"trễ {each.days_over} ngày"}[each.late]
        if each.left is not None:
            said = f"còn {each.days_left} ngày"
        lines.append(" | ".join(p for p in (each.opening.key, each.state, said, each.why) if p))
    return lines
