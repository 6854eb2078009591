"""Which reports an office owes, and until when.

The day is that of the office's own task where an adopted plan asks for such a report; else the
printed one of the plan it was taken from, which only proposes: it makes nobody late.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.plans.periods import last_day_before, period_of
from sachmatuy_desktop.domain.plans.when import MonthDay
from sachmatuy_desktop.domain.reports import ReportDays, ReportKind, days_of
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.counts import villages_on
from sachmatuy_desktop.services.papers.reports.reading import Issued, issued_of, kinds_for
from sachmatuy_desktop.services.plans import OfficeTask, tasks_of
from sachmatuy_desktop.services.plans.events import events_of
from sachmatuy_desktop.storage.queries import Where

__all__ = ["DueReport", "due_reports", "tasks_of_report"]

BOOK: Final = "village_reports"
SOON: Final = 30
"""A report of the running period is asked for so many days before its last day."""

LONG_OVER: Final = 90
"""A proposed day so many days ago asks for nothing any more."""


@dataclass(frozen=True, slots=True)
class DueReport:
    """A report of a period with the last day in time; `binds`: a task of the office says so.

    `received`: of how many villages, of how many, the report of the month was written down.
    """

    kind: ReportKind
    days: ReportDays
    last_day: date | None
    binds: bool
    issued: Issued | None
    received: tuple[int, int] | None = None

    def is_late(self, today: date) -> bool:
        """Whether its time has run out by a day that binds, and nothing was issued."""
        return bool(self.binds and self.issued is None and self.last_day and self.last_day < today)


def due_reports(office: Office, today: date) -> list[DueReport]:
    """The reports of the period that is over and of the one that ends soon, the first due first.

    What was issued comes last.
    """
    tasks = tasks_of(office.queries, office.info.unit_id)
    found = [each for kind in kinds_for(office) for each in _dues(office, kind, tasks, today)]
    return sorted(
        found,
        key=lambda each: (
            each.issued is not None,
            each.last_day or each.days.end,
            each.received is not None,
            each.kind.id,
        ),
    )


def _dues(
    office: Office, kind: ReportKind, tasks: Sequence[OfficeTask], today: date
) -> Iterator[DueReport]:
    if not kind.every:
        return
    running = days_of(kind.every, today)
    for days in (running.before, running):
        last, binds = _last_day(office, kind, days, tasks)
        ahead = ((last or days.end) - today).days
        if ahead > SOON or (not binds and -ahead > LONG_OVER):
            continue
        issued = issued_of(office.queries, office.info.unit_id, kind.id, days.key)
        received = _received(office, days) if kind.place == "village" else None
        yield DueReport(kind, days, last, binds, issued, received)


def _received(office: Office, days: ReportDays) -> tuple[int, int]:
    """How many villages' reports of a month the office has received, of how many villages."""
    mine = [Where("unit_id", "=", office.info.unit_id), Where("month", "=", days.key)]
    rows = office.queries.rows(BOOK, office.queries.ids(BOOK, mine)).values()
    villages = villages_on(office, days.end.isoformat())
    return len({str(row["village"]) for row in rows} & villages.keys()), len(villages)


def tasks_of_report(kind: ReportKind, tasks: Sequence[OfficeTask]) -> list[OfficeTask]:
    """The office's tasks that a report carries out: reports of the same length of time.

    What villages report to the commune is their task, what the office reports its own.
    """
    if not kind.every:
        return []
    return [
        each
        for each in tasks
        if each.kind == "report"
        and each.active
        and each.ours
        and each.when.every == kind.every
        and any(doer.level == "village" for doer in each.doers) == (kind.place == "village")
    ]


def _last_day(
    office: Office, kind: ReportKind, days: ReportDays, tasks: Sequence[OfficeTask]
) -> tuple[date | None, bool]:
    """The last day in time, and whether a task of the office's own says so."""
    calendar, events = calendar_of(office.session), events_of(office.queries, office.info.unit_id)
    for task in tasks_of_report(kind, tasks):
        for opening in task.openings(days.end, calendar, events):
            if opening.period.key == days.key and opening.last_day is not None:
                return opening.last_day, not task.when.proposed
    cut_offs = kind.cut_offs or _printed(office, kind)
    if not cut_offs or not kind.every:
        return None, False
    return last_day_before(kind.every, period_of(kind.every, days.end), cut_offs), False


def _printed(office: Office, kind: ReportKind) -> tuple[MonthDay, ...]:
    """The “trước ngày …” of the plan that the report was taken from."""
    if not kind.plan:
        return ()
    try:
        pack = library(office).plan(kind.plan)
    except KnownError:
        return ()
    task = next((each for each in pack.tasks if each.id == kind.task), None)
    return task.when.day if task else ()
