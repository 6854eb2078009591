"""Deadlines, progress and periods as the papers of plans say them.

Papers are Vietnamese whatever the window speaks, so the words are the forms' own
(`resources/forms/task-words.toml`), not the screen's.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.dates import ReportingYear, add_months, show_date
from sachmatuy_desktop.domain.plans.due import Basis, Opening, Own
from sachmatuy_desktop.domain.plans.periods import Period, PeriodKind, period_of
from sachmatuy_desktop.domain.plans.standing import OpeningStanding, State
from sachmatuy_desktop.domain.registers.plans import EVENTS
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.packs.forms import load_task_words as words
from sachmatuy_desktop.services.plans import OfficePlan, OfficeTask

__all__ = [
    "due_words",
    "last_day_words",
    "period_named",
    "period_words",
    "periods_around",
    "plan_document_words",
    "plan_named",
    "progress_words",
]

_KEY: Final = re.compile(r"(\d{4})(?:-(H[12]|\d{2}))?")


# -- until when -----------------------------------------------------------------------------------


def due_words(task: OfficeTask, *, marked: bool = True) -> str:
    """Until when a task is to be done, as its plan says it or the office has chosen.

    `marked` says what is chosen or only proposed.  A paper that the office itself decides by is not
    marked; how often the program proposes to look back is then left out.
    """
    said, own, when = words(), task.own, task.when
    chosen = own != Own()
    if not marked and when.kind == "continuous" and when.proposed and not chosen:
        return said["task_review"]
    told = _due(task)
    if not marked:
        return told
    if chosen:
        return said["task_own"].format(words=told)
    return said["task_proposed"].format(words=told) if when.proposed else told


def _due(task: OfficeTask) -> str:
    said, own, when = words(), task.own, task.when
    if own.last is not None:
        return said["task_until"].format(day=show_date(own.last))
    match when.kind:
        case "once":
            return _once(task)
        case "periodic":
            every = said[f"task_every_{when.every}"]
            days = ", ".join(map(_month_day, own.cut_offs or when.day))
            return said["task_each"].format(every=every, days=days) if days else every
        case "event":
            return _after_event(task)
    return _review(task)


def _once(task: OfficeTask) -> str:
    said, when = words(), task.when
    if when.before:
        return said["task_before"].format(day=show_date(when.before))
    if when.on:
        return said["task_until"].format(day=show_date(when.on))
    if when.by_phase:
        phases = {each.id: each.title for each in task.life.phases}
        return said["task_phase"].format(phase=phases.get(when.by_phase, when.by_phase))
    return said["task_no_day"]


def _month_day(cut_off: tuple[int, int]) -> str:
    month, day = cut_off
    return f"{day}/{month}" if month else str(day)


def _after_event(task: OfficeTask) -> str:
    said, when = words(), task.when
    event = EVENTS.get(when.event, when.event)
    if when.hours:
        return said["task_event_hours"].format(amount=when.hours, event=event)
    if not when.days:
        return said["task_event_at_once"].format(event=event)
    kind = "task_event_working" if when.working else "task_event_days"
    return said[kind].format(amount=when.days, event=event)


def _review(task: OfficeTask) -> str:
    said, own = words(), task.own
    if own.days:
        return said["task_review_days"].format(amount=own.days)
    months = own.months or task.when.months
    return said["task_review_months"].format(amount=months) if months else said["task_review"]


def last_day_words(opening: Opening) -> str:
    """The last day in time of one opening, with the hour where it is counted in hours."""
    said = words()
    if opening.due is None:
        at_once = opening.basis is Basis.AT_ONCE
        return said["task_at_once"] if at_once else said["task_no_day"]
    day = show_date(opening.due.date())
    told = f"{opening.due:%H:%M} {day}" if opening.timed else day
    if opening.basis is Basis.OFFICE:
        return said["task_own"].format(words=told)
    return said["task_proposed"].format(words=told) if opening.basis is Basis.PROPOSED else told


# -- how far --------------------------------------------------------------------------------------


def progress_words(stands: OpeningStanding, *, why: str | None = None) -> str:
    """How one opening stands; `why` instead of the reason it is gone by, where that is not to be
    told.
    """
    said = words()
    match stands.state:
        case State.DONE:
            return _done(stands)
        case State.OVERDUE:
            return said["task_overdue"].format(late=_over(stands))
        case State.GONE:
            told = stands.why if why is None else why
            return said["task_excused"].format(why=told) if told else said["task_excused_bare"]
        case State.NOT_YET:
            return said["task_not_yet"]
    if stands.days_left is None:
        return said["task_doing"]
    return said["task_doing_left"].format(days=stands.days_left)


def _done(stands: OpeningStanding) -> str:
    said = words()
    day = show_date(stands.done.on) if stands.done else ""
    if stands.opening.due is None:
        return said["task_done_open"].format(day=day)
    if stands.late is None:
        return said["task_done_unsure"].format(day=day)
    if stands.late:
        return said["task_done_late"].format(day=day, late=_over(stands))
    return said["task_done_in_time"].format(day=day)


def _over(stands: OpeningStanding) -> str:
    if stands.opening.timed and stands.hours_over < _HOURS_TOLD:
        return words()["task_hours"].format(count=stands.hours_over)
    return words()["task_days"].format(count=stands.days_over)


_HOURS_TOLD: Final = 48
"""So many hours late are told in hours; more in days."""


# -- periods --------------------------------------------------------------------------------------


def period_named(key: str) -> Period:
    """The month, half or year of an opening's key: `2026-06`, `2026-H1`, `2026`.

    Raises `BadInput` for what is no such key.
    """
    found = _KEY.fullmatch(key)
    if found is not None:
        year, part = int(found[1]), found[2] or ""
        if not part:
            return period_of("year", date(year, 6, 1))
        if part.startswith("H"):
            return period_of("half_year", date(year, 1 if part == "H1" else 7, 1))
        if int(part) in range(1, 13):
            return period_of("month", date(year, int(part), 1))
    raise BadInput(
        N_("Kỳ “{period}” không đọc được; hãy ghi dạng 2026, 2026-H1 hoặc 2026-06."), period=key
    ).at("period")


def period_words(period: Period) -> str:
    """“6 tháng đầu năm 2026”, “năm 2026”, “tháng 6 năm 2026”; of other openings nothing."""
    said = words()
    match period.kind:
        case PeriodKind.MONTH:
            return said["period_month"].format(number=period.number, year=period.year)
        case PeriodKind.HALF_YEAR:
            half = said["period_first_half" if period.number == 1 else "period_second_half"]
            return said["period_half_year"].format(half=half, year=period.year)
        case PeriodKind.YEAR:
            return said["period_year"].format(year=period.year)
    return ""


def plan_named(plan: OfficePlan) -> str:
    """“Kế hoạch xây dựng mô hình …”, as a sentence says it."""
    title = plan.title
    if title.casefold().startswith("kế hoạch"):
        return title
    return words()["plan_unnumbered"].format(title=f"{title[:1].lower()}{title[1:]}")


def plan_document_words(plan: OfficePlan) -> str:
    """“Kế hoạch số 05/KH-UBND ngày 02/03/2026”, or the plan's name while it has no number."""
    if not plan.document:
        return plan_named(plan)
    day = f" ngày {show_date(plan.document_on)}" if plan.document_on else ""
    return words()["plan_numbered"].format(number=plan.document) + day


def periods_around(day: date) -> list[tuple[str, str]]:
    """The periods a report may be about, as key and words, the newest of each length first."""
    years = (ReportingYear.of(day).next(), ReportingYear.of(day), ReportingYear.of(day).previous())
    halves = [f"{each.year}-H{half}" for each in years[1:] for half in (2, 1)]
    months = [
        f"{month:%Y-%m}" for month in (add_months(day.replace(day=1), -n) for n in range(_MONTHS))
    ]
    keys = (*halves, *(str(each.year) for each in years[1:]), *months)
    upcoming = (f"{years[0].year}-H1", str(years[0].year)) if day > years[1].half else ()
    return [(key, period_words(period_named(key))) for key in (*keys, *upcoming)]


_MONTHS: Final = 13
"""Months back, this one among them."""
