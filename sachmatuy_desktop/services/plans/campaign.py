"""A month of action at an office: begun from the plan of another year, counted from its books.

    model = model_of(office, "kon-tum-2024/action-month")
    plan = office.run(StartCampaign(pack=model.pack.id, theme="…", proposal=model.proposed(2027)))
    campaign = campaigns_of(office.queries, unit)[0]
    figures(office, campaign, date(2027, 6, 30))

A campaign is an adopted plan with a theme; its days are those of its first phase with two ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans import PlanPack
from sachmatuy_desktop.domain.plans.campaign import Part, Proposal, proposed
from sachmatuy_desktop.domain.plans.due import Own
from sachmatuy_desktop.domain.registers import kept
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput, NotAllowed
from sachmatuy_desktop.packs.campaigns import load_kinds
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.adopting import AdoptPlan
from sachmatuy_desktop.services.plans.reading import (
    PLANS,
    OfficePlan,
    OfficeTask,
    plans_of,
    tasks_of,
)
from sachmatuy_desktop.services.plans.rows import TaskChoice
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

BOOK: Final = "campaign_figures"
PLAN_FORM: Final = "action-month-plan"
RESULT_FORM: Final = "action-month-result"
SUMMARY_FORM: Final = "action-month-summary"
FORMS: Final = (PLAN_FORM, RESULT_FORM, SUMMARY_FORM)


@dataclass(frozen=True)
class Campaign:
    """A month of action of one office: its plan, its days, the tasks that end in a paper."""

    plan: OfficePlan
    first: date
    last: date
    tasks: tuple[OfficeTask, ...] = ()

    @property
    def days(self) -> int:
        """How long it is."""
        return (self.last - self.first).days + 1

    @property
    def called_off(self) -> bool:
        """Whether the office stopped it before its last day."""
        return self.plan.stopped_on is not None and self.plan.stopped_on < self.last

    def day_number(self, today: date) -> int:
        """Which day of the month it is: 0 before the first, `days` + 1 after the last."""
        return min(max((today - self.first).days + 1, 0), self.days + 1)

    def until(self, as_of: date) -> date:
        """The last day that counts on a day."""
        return min(self.last, as_of)

    def task_of(self, form: str) -> OfficeTask | None:
        """The task that a paper of the form does."""
        return next((each for each in self.tasks if form in each.papers), None)


def campaigns_of(queries: Queries, unit: str | None = None) -> list[Campaign]:
    """The months of action of a unit, or of all units in the file, the newest first.

    One stopped before its end is none; one stopped later was held.
    """
    plans = [each for each in plans_of(queries, unit) if each.theme]
    if not plans:
        return []
    ids = {each.id for each in plans}
    mine: dict[RecordId, list[OfficeTask]] = {each: [] for each in ids}
    for task in tasks_of(queries, unit):
        if task.plan is not None and task.plan.id in ids and task.active:
            mine[task.plan.id].append(task)
    found = (_campaign(each, tuple(mine[each.id])) for each in plans)
    return [each for each in found if each is not None and not each.called_off]


def _campaign(plan: OfficePlan, tasks: tuple[OfficeTask, ...]) -> Campaign | None:
    for phase in plan.life.phases:
        if phase.starts_on is not None and phase.ends_on is not None:
            return Campaign(plan, phase.starts_on, phase.ends_on, tasks)
    if plan.life.end is None:
        return None
    return Campaign(plan, plan.life.start, plan.life.end, tasks)


# -- beginning ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Model:
    """A plan of another year that this year's may be made after."""

    pack: PlanPack

    def proposed(self, year: int) -> Proposal:
        """Its days in another year."""
        found = proposed(self.pack, year)
        if found is None:
            raise BadInput(
                N_("Kế hoạch “{plan}” không phải của tháng hành động."), plan=self.pack.id
            )
        return found


def models(session: Session | Office, today: date) -> list[Model]:
    """The plans at hand that are of a month of action."""
    packs = library(session).all(today)
    plans = (each for each in packs if isinstance(each, PlanPack) and each.campaign is not None)
    return [Model(each) for each in plans]


@dataclass(frozen=True)
class StartCampaign:
    """Begin the month of a year after the plan of another one: theme, days, last days of tasks.

    The office looks `proposal` over and may change it; what it keeps is its own choice, and every
    such task says which printed day it was made after.  `before` are the “trước ngày …” of tasks,
    where the office has other ones than the proposal.  The result is the plan's id.
    """

    pack: str
    theme: str
    proposal: Proposal
    first: date | None = None
    last: date | None = None
    before: Mapping[str, date] | None = None
    document: str = ""
    document_on: date | None = None

    act: str = "campaign.start"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput`, `Conflict` (begun for these days already), `NotAllowed`."""
        if not self.theme.strip():
            raise BadInput(N_("Hãy ghi chủ đề của Tháng hành động năm nay.")).at("theme")
        first, last = self.first or self.proposal.first, self.last or self.proposal.last
        if last < first:
            raise BadInput(N_("Ngày kết thúc đứng trước ngày bắt đầu; hãy sửa lại.")).at("last")
        pack = library(session).plan(self.pack, date.fromisoformat(work.clock.today()))
        start, end = self.proposal.life
        begins = first - (self.proposal.first - start)
        before = {**self.proposal.before, **(self.before or {})}
        latest = max([last, *before.values(), *([end] if end else [])])
        adopt = AdoptPlan(
            pack=self.pack,
            title=title_of(self.proposal.year),
            theme=self.theme,
            from_date=begins,
            until_date=latest,
            phases=tuple(
                replace(each, starts_on=first, ends_on=last)
                if pack.campaign is not None
                and (each.starts_on, each.ends_on)
                == (pack.campaign.starts_on, pack.campaign.ends_on)
                else replace(each, starts_on=days[0], ends_on=days[1])
                for each, days in ((each, self.proposal.phases[each.id]) for each in pack.phases)
            ),
            tasks={
                task: TaskChoice(own=Own(last=day), remark=_made_after(pack, task))
                for task, day in self.proposal.last_days(before).items()
                if day >= begins  # 26 June is no day of a month held in October
            },
            document=self.document,
            document_on=self.document_on,
        )
        return adopt.run(work, session)


def title_of(year: int) -> str:
    """What the month of a year is called."""
    return f"{load_kinds().title} năm {year}"


def _made_after(pack: PlanPack, task: str) -> str:
    """Which printed day the office's own was made after."""
    when = next(each.when for each in pack.tasks if each.id == task)
    if when.before is not None:
        printed = f"trước ngày {show_date(when.before)}"
    else:
        printed = f"ngày {show_date(when.on)}" if when.on else ""
    return f"Ngày do cơ quan chọn, theo bản mẫu ({printed})."


# -- numbers the books do not hold ----------------------------------------------------------------


@dataclass(frozen=True)
class TypeFigure:
    """Type a number of the month that the books do not hold; None takes the typed one back."""

    plan: RecordId
    line: str
    part: Part
    value: int | None
    why: str = ""

    act: str = "campaign.figure"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `NotAllowed`, `NotFound`."""
        session.role.must_write(REGISTERS[BOOK])
        plan = work.row(PLANS, self.plan)
        if plan["unit_id"] != work.unit:
            raise NotAllowed(N_("Ghi chép này thuộc đơn vị khác. Hãy gửi ý kiến để đơn vị đó sửa."))
        line = load_kinds().line(self.line)
        if line is None or not line.tells(self.part):
            raise BadInput(N_("Không có số liệu này trong Tháng hành động; hãy chọn dòng khác."))
        if self.value is not None and self.value < 0:
            raise BadInput(N_("Số không được âm; hãy nhập lại.")).at("value")
        if self.value is not None and not self.why.strip():
            raise BadInput(N_("Hãy ghi nguồn của số nhập tay.")).at("why")
        there = session.queries.ids(
            BOOK,
            [
                Where("plan", "=", self.plan),
                Where("line", "=", self.line),
                Where("part", "=", self.part),
            ],
        )
        values: dict[str, Value] = {
            "plan": self.plan,
            "line": self.line,
            "part": self.part,
            "value": self.value,
            "why": kept.words(self.why),
            "typed_on": work.clock.today(),
        }
        if self.value is not None and not there:
            work.insert(BOOK, values)
        for at, each in enumerate(there):
            if self.value is None or at:
                work.remove(BOOK, each)
            else:
                work.update(BOOK, each, values)
