"""Plan packs: a campaign's tasks, who does them, and by when.

A plan decides nothing; it fills the list of duties and the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from sachmatuy_desktop.domain.criteria.rules import Source
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.packs.reading import Table, report_twice
from sachmatuy_desktop.packs.rules import read_head

TASK_KINDS = ("activity", "plan", "report")


@dataclass(frozen=True)
class PlanTask:
    """One assignment in the words of the plan.

    `before` is the printed “trước ngày …”: the last day in time is the one before it.  A task
    without `before` lasts as long as the campaign.  One that is not `build` can no longer be done
    as the law stands, and `note` says why; it is kept because the plan says it.
    """

    id: str
    kind: str
    paragraph: str
    actors: tuple[str, ...]
    title: str
    quote: str
    before: date | None = None
    addressee: str = ""
    build: bool = True
    note: str = ""

    @property
    def last_day(self) -> date | None:
        """The last day on which the task is in time."""
        return self.before - timedelta(days=1) if self.before else None


@dataclass(frozen=True)
class PlanPack:
    """A campaign: its theme, its days and its tasks."""

    id: str
    title: str
    level: str
    scope: str
    covers: tuple[str, ...]
    effective_from: date
    effective_to: date | None
    verified: bool
    source: Source
    theme: str
    theme_quote: str
    starts_on: date
    ends_on: date
    tasks: tuple[PlanTask, ...]
    notes: tuple[str, ...] = ()
    edition: int = 1
    replaces: str = ""
    text: str = field(default="", repr=False, compare=False)


def read_plan_pack(top: Table) -> PlanPack:
    """The plan that the file describes; only to be used if the sheet has no problems."""
    top.choice("kind", ("plan",))
    campaign = top.table("campaign")
    tables = top.tables("task")
    report_twice(tables)
    pack = PlanPack(
        **read_head(top),
        theme=campaign.text("theme"),
        theme_quote=campaign.text("quote"),
        starts_on=campaign.day("starts_on", required=True) or date.min,
        ends_on=campaign.day("ends_on", required=True) or date.min,
        tasks=tuple(_read_task(table) for table in tables),
    )
    if pack.ends_on < pack.starts_on:
        campaign.note("ends_on", N_("ngày kết thúc đứng trước ngày bắt đầu"))
    if not tables:
        top.note("task", N_("kế hoạch chưa có [[task]] nào"))
    campaign.finish()
    top.finish()
    return pack


def _read_task(table: Table) -> PlanTask:
    task = PlanTask(
        table.text("id"),
        table.choice("kind", TASK_KINDS),
        table.text("paragraph"),
        table.texts("actors"),
        table.text("title"),
        table.text("quote"),
        table.day("before"),
        table.text("addressee", ""),
        table.flag("build", True),
        table.text("note", ""),
    )
    if not task.actors:
        table.note("actors", N_("thiếu cơ quan thực hiện (“actors”)"))
    table.finish()
    return task
