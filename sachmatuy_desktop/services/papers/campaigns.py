"""The papers of a month of action, filled from its plan and from the books.

The plan at the beginning, the report on its result, and above the communes the report that puts
theirs together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from sachmatuy_desktop.documents import campaign_papers as papers
from sachmatuy_desktop.documents.campaign_papers import (
    CommuneRow,
    FigureGroup,
    FigureRow,
    Month,
    MonthPlan,
    MonthResult,
    MonthSummary,
    Number,
    PlannedTask,
)
from sachmatuy_desktop.documents.inputs import Paper
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.plans.campaign import PARTS, Figure, LineFigures, Part
from sachmatuy_desktop.domain.small_numbers import is_small, small_columns
from sachmatuy_desktop.errors import N_, NotFound
from sachmatuy_desktop.packs.campaigns import load_kinds
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import Choices
from sachmatuy_desktop.services.papers.heads import heading_of
from sachmatuy_desktop.services.plans.campaign import (
    PLAN_FORM,
    RESULT_FORM,
    SUMMARY_FORM,
    Campaign,
    campaigns_of,
)
from sachmatuy_desktop.services.plans.campaign_figures import figures, summed
from sachmatuy_desktop.services.plans.campaign_papers import (
    CommuneMonth,
    communes_below,
    difficulties,
    issued_of,
)
from sachmatuy_desktop.services.plans.reading import OfficeTask, must_see_tasks

__all__ = ["campaign_of", "month_plan", "month_result", "month_summary"]

NOT_WORK: Final = frozenset({"plan", "report"})
"""Tasks that are papers of the month themselves."""


def month_plan(office: Office, as_of: date, choices: Choices) -> FormData:  # noqa: ARG001
    """Kế hoạch: the tasks this office does, who does each, until when."""
    campaign = campaign_of(office, choices)
    result = campaign.task_of(RESULT_FORM)
    last = _last_day(result, campaign) if result else None
    work = [each for each in campaign.tasks if each.ours and each.kind not in NOT_WORK]
    funding = [
        each for each in work if "funding" in each.evidence and each.evidence[0] == "funding"
    ]
    plan = MonthPlan(
        _month(office, campaign),
        tuple(_planned(each, campaign) for each in work if each not in funding),
        _addressee(result),
        (last + timedelta(days=1)).isoformat() if last else None,
        funding[0].content.rstrip(". ") + "." if funding else "",
    )
    return papers.month_plan(_paper(office), plan)


def month_result(office: Office, as_of: date, choices: Choices) -> FormData:
    """Báo cáo kết quả: figures by kind up to a day, difficulties and proposals of the books."""
    campaign = campaign_of(office, choices)
    unit = campaign.plan.unit
    raised = difficulties(office.queries, campaign, unit)
    issued = issued_of(office.queries, campaign.first.year).get((unit, PLAN_FORM))
    addressees = _addressees(office, campaign, RESULT_FORM)
    report = MonthResult(
        _month(office, campaign),
        addressees,
        campaign.until(as_of).isoformat(),
        _groups(figures(office, campaign, as_of), _own),
        f"Kế hoạch số {issued.number} ngày {show_date(issued.on)}" if issued else "",
        tuple(_said(each.subject, each.content) for each in raised),
        tuple(each.proposal for each in raised if each.proposal),
    )
    return papers.month_result(_paper(office, answers=True), report)


def month_summary(office: Office, as_of: date, choices: Choices) -> FormData:
    """Báo cáo tổng hợp: sums of all communes, and communes side by side in the annex."""
    campaign = campaign_of(office, choices)
    communes = communes_below(office, campaign, as_of)
    lines = load_kinds().side_by_side
    numbers = {each.unit: _row_of(each.figures) for each in communes}
    hidden = small_columns(
        [line.id for line in lines if line.persons],
        [{name: number.value for name, number in row.items()} for row in numbers.values()],
    )
    sums = summed([each.figures for each in communes]) if communes else ()
    totals = {each.line.id: _sum(each, "count") for each in sums}
    report = MonthSummary(
        _month(office, campaign),
        _addressees(office, campaign, SUMMARY_FORM),
        campaign.until(as_of).isoformat(),
        _groups(sums, _sum),
        tuple(each.short for each in lines),
        tuple(
            CommuneRow(
                each.name,
                _sent(each, PLAN_FORM),
                _sent(each, RESULT_FORM),
                tuple(
                    Number() if line.id in hidden else numbers[each.unit][line.id] for line in lines
                ),
            )
            for each in communes
        ),
        tuple(totals.get(line.id, Number()) for line in lines),
        sum(each.campaign is not None for each in communes),
        sum(each.has(PLAN_FORM) for each in communes),
        sum(each.has(RESULT_FORM) for each in communes),
        tuple(each.name for each in communes if not each.has(RESULT_FORM)),
        bool(hidden),
        tuple(f"{each.name}: {subject}" for each in communes for subject in each.difficulties),
    )
    return papers.month_summary(_paper(office, answers=True), report)


def campaign_of(office: Office, choices: Choices) -> Campaign:
    """The month chosen, or the office's newest.  Raises `NotAllowed`, `NotFound`."""
    must_see_tasks(office.session)
    found = campaigns_of(office.queries, office.info.unit_id)
    wanted = choices.campaign or choices.plan
    chosen = [each for each in found if wanted in (None, each.plan.id)]
    if not chosen:
        raise NotFound(N_("Chưa mở Tháng hành động; hãy mở ở trang Công việc rồi soạn lại."))
    return chosen[0]


# -- the month and its tasks ----------------------------------------------------------------------


def _month(office: Office, campaign: Campaign) -> Month:
    plan = campaign.plan
    number = f" số {plan.document}" if plan.document else ""
    day = f" ngày {show_date(plan.document_on)}" if plan.document_on else ""
    basis = f"Kế hoạch{number}{day} về việc triển khai {plan.title}"
    return Month(
        office.unit.titled,
        campaign.first.year,
        plan.theme,
        campaign.first.isoformat(),
        campaign.last.isoformat(),
        basis,
    )


def _planned(task: OfficeTask, campaign: Campaign) -> PlannedTask:
    last = _last_day(task, campaign)
    who = ", ".join(dict.fromkeys(each.shown for each in task.doers))
    return PlannedTask(task.title, who, f"Đến {show_date(last)}" if last else "")


def _last_day(task: OfficeTask, campaign: Campaign) -> date | None:
    """The last day in time: the office's own, the printed one, or the end of the month."""
    if task.own.last is not None:
        return task.own.last
    if task.when.before is not None:
        return task.when.before - timedelta(days=1)
    return task.when.on or (campaign.last if task.when.by_phase else None)


def _addressee(task: OfficeTask | None) -> str:
    """To whom a paper goes: the body of today, without the way that the plan prints for it."""
    if task is None:
        return ""
    printed = task.addressee.partition(" (")[0]
    actors = task.plan.actors if task.plan else ()
    return next((each.shown for each in actors if each.name == printed), printed)


def _addressees(office: Office, campaign: Campaign, form: str) -> tuple[str, ...]:
    said = _addressee(campaign.task_of(form))
    return (said,) if said else heading_of(office).addressees


def _paper(office: Office, *, answers: bool = False) -> Paper:
    return heading_of(office).paper(training=office.info.training, answers=answers)


def _said(subject: str, content: str) -> str:
    return f"{subject}: {content}" if content else subject


# -- figures --------------------------------------------------------------------------------------


Telling = Callable[[LineFigures, Part], Number]


def _groups(found: Sequence[LineFigures], told: Telling) -> tuple[FigureGroup, ...]:
    """The figures under the headings of the plan, each number as it is `told`."""
    by_line = {each.line.id: each for each in found}
    kinds = load_kinds()
    return tuple(
        FigureGroup(
            group.title,
            tuple(
                _figure_row(by_line[each.id], told)
                for each in kinds.of(group)
                if each.id in by_line
            ),
        )
        for group in kinds.groups
    )


def _figure_row(found: LineFigures, told: Telling) -> FigureRow:
    return FigureRow(
        found.line.title,
        found.line.unit,
        *(told(found, part) if found.line.tells(part) else None for part in PARTS),
    )


def _own(found: LineFigures, part: Part) -> Number:
    """A number of the unit itself."""
    return _number(found.part(part))


def _sum(found: LineFigures, part: Part) -> Number:
    """A number of all units; one or two persons may be those of a single unit, and are not told."""
    number = _own(found, part)
    return replace(number, few=found.line.persons and part == "count" and is_small(number.value))


def _number(figure: Figure) -> Number:
    typed = figure.typed
    if typed is None:
        return Number(figure.counted)
    return Number(typed.value, True, figure.counted, typed.why.rstrip(". "))


def _row_of(found: Iterable[LineFigures]) -> dict[str, Number]:
    return {each.line.id: _number(each.count) for each in found}


def _sent(commune: CommuneMonth, form: str) -> str:
    """When a paper was sent, else when it was issued; nothing where neither is known."""
    day = commune.sent_on(form)
    issued = commune.papers.get(form)
    if day is None and issued is not None:
        day = issued.on
    return show_date(day) if day else ""
