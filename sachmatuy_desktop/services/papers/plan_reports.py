"""The report on a plan's period: what was done, the figures it serves, what stands in the way.

Every number of the criteria is counted from the books on the day, with where it comes from; a
figure written down with a result stands beside the counted one and never replaces it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sachmatuy_desktop.documents.inputs import CriterionRow
from sachmatuy_desktop.documents.plan_papers import (
    FigureLine,
    PlanReport,
    ReportLine,
    State,
    plan_report,
)
from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.plans import PlanPack
from sachmatuy_desktop.domain.plans.due import Basis
from sachmatuy_desktop.domain.plans.periods import Period, PeriodKind
from sachmatuy_desktop.domain.plans.standing import OpeningStanding
from sachmatuy_desktop.domain.plans.standing import State as Stands
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.packs.forms import load_task_words as words
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import Choices
from sachmatuy_desktop.services.papers.counts import own_rows
from sachmatuy_desktop.services.papers.findings import criterion_rows, reading_notes, source_of
from sachmatuy_desktop.services.papers.plan_tasks import Work
from sachmatuy_desktop.services.papers.plan_words import (
    due_words,
    last_day_words,
    period_named,
    period_words,
    plan_document_words,
    progress_words,
)
from sachmatuy_desktop.services.papers.plans import must_choose, pack_of
from sachmatuy_desktop.services.plans import OfficePlan, OfficeTask
from sachmatuy_desktop.storage.facts import NAMES, Question, opened
from sachmatuy_desktop.storage.queries import Where

__all__ = ["draft_plan_report", "reported_tasks"]

_EVERY: Final[Mapping[PeriodKind, str]] = {
    PeriodKind.MONTH: "month",
    PeriodKind.HALF_YEAR: "half_year",
    PeriodKind.YEAR: "year",
}

Found = Sequence[tuple[OfficeTask, OpeningStanding]]


def draft_plan_report(office: Office, as_of: date, choices: Choices) -> FormData:
    """The report of a plan on a period, or (no period) from the plan's start to the day.

    Raises `BadInput` without a plan or for a period that cannot be read, `NotFound`.
    """
    must_choose(choices)
    work = Work.read(office, as_of, choices)
    plan = work.plan
    assert plan is not None  # noqa: S101  (a plan was chosen, or `read` has refused)
    period = _period(choices, plan, as_of)
    found = work.openings(period)
    served = _Served.read(office, work, as_of)
    difficulties = _difficulties(office, period)
    addressee, printed = _addressee(work, choices)
    report = PlanReport(
        addressees=(addressee,) if addressee else work.heading.addressees,
        plan=plan.title,
        basis=plan_document_words(plan),
        period=period_words(period) or words()["period_so_far"],
        period_from=max(period.first, plan.life.start).isoformat(),
        period_to=period.last.isoformat(),
        as_of=as_of.isoformat(),
        lines=tuple(_line(work, task, stands) for task, stands in found),
        printed_addressee=printed,
        criteria_note=served.note,
        criteria=served.rows,
        readings=served.readings,
        figures=tuple(_figures(office, work, found)),
        difficulties=tuple(_said(subject, content) for subject, content, _ in difficulties),
        proposals=tuple(wish for _, _, wish in difficulties if wish),
    )
    return plan_report(work.heading.paper(training=office.info.training, answers=True), report)


def _period(choices: Choices, plan: OfficePlan, as_of: date) -> Period:
    """The period asked for, or all days of the plan so far."""
    if choices.period:
        return period_named(choices.period)
    return Period(PeriodKind.WHOLE, min(plan.life.start, as_of), as_of)


def reported_tasks(
    tasks: Sequence[OfficeTask], plan: str, period: Period | None
) -> list[OfficeTask]:
    """The tasks of a plan that a report on a period carries out, those with a form first.

    Without a period it is what is sent “đột xuất”: the reports that wait for an event.
    """
    every = _EVERY.get(period.kind) if period else None
    found = [
        each
        for each in tasks
        if each.kind == "report"
        and each.active
        and each.plan is not None
        and each.plan.id == plan
        and (each.when.every == every if every else each.when.kind == "event")
    ]
    return sorted(found, key=lambda each: "plan-report" not in each.papers)


def _addressee(work: Work, choices: Choices) -> tuple[str, str]:
    """To whom the report goes: the body of today where the office has chosen another than the plan
    prints, with the printed one told beside it.
    """
    plan = work.plan
    if plan is None:
        return "", ""
    period = period_named(choices.period) if choices.period else None
    tasks = reported_tasks(work.tasks, plan.id, period) or [
        each for each in work.tasks if each.kind == "report"
    ]
    task = next((each for each in tasks if each.addressee), None)
    if task is None:
        return "", ""
    today = work.addressee(task)
    return today, "" if today == task.addressee else task.addressee


# -- what was done --------------------------------------------------------------------------------

_STATES: Final[Mapping[Stands, State]] = {
    Stands.OVERDUE: "overdue",
    Stands.SOON: "open",
    Stands.OPEN: "open",
    Stands.GONE: "excused",
}
_WAITING: Final = (Stands.OVERDUE, Stands.SOON, Stands.OPEN)


def _line(work: Work, task: OfficeTask, stands: OpeningStanding) -> ReportLine:
    """One opening as a public paper tells it.

    A day that only the program proposes makes nobody late before others: it is not told.
    """
    is_proposed = stands.opening.basis is Basis.PROPOSED
    law = task.rows.obsolete
    why = law.by if law is not None and stands.why == law.by else ""
    period = period_words(stands.opening.period)
    title = work.public_words(task, task.title)
    result = task.result(stands.done.id) if stands.done else None
    proofs = len(result.proofs) if result else 0
    proof = (
        result.document if result else "",
        words()["proof_records"].format(count=proofs) if proofs else "",
    )
    state = _state(stands, is_proposed=is_proposed)
    return ReportLine(
        what="\n".join(
            filter(None, (f"{title} ({period})" if period else title, work.set_by(task)))
        ),
        who=tuple(dict.fromkeys(each.name for each in work.doers(task))),
        due=due_words(task, marked=False) if is_proposed else last_day_words(stands.opening),
        result=_result(stands, is_proposed=is_proposed, why=why),
        proof="\n".join(filter(None, proof)),
        state=state,
    )


def _state(stands: OpeningStanding, *, is_proposed: bool) -> State:
    if stands.state is Stands.DONE:
        return "late" if stands.late and not is_proposed else "in_time"
    if stands.state is Stands.OVERDUE and is_proposed:
        return "open"
    return _STATES[stands.state]


def _result(stands: OpeningStanding, *, is_proposed: bool, why: str) -> str:
    if is_proposed and stands.done is not None:
        return words()["task_done_open"].format(day=show_date(stands.done.on))
    if is_proposed and stands.state in _WAITING:
        return words()["task_not_told"]
    return progress_words(stands, why=why)


# -- the figures it serves ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Served:
    """The criteria that the plan's tasks serve, as the books stand on the day."""

    note: str = ""
    rows: tuple[CriterionRow, ...] = ()
    readings: tuple[str, ...] = ()

    @classmethod
    def read(cls, office: Office, work: Work, as_of: date) -> _Served:
        """Packs that are not at hand, or that judge villages one by one, are left out."""
        wanted = _criteria(office, work)
        notes: list[str] = []
        rows: list[CriterionRow] = []
        readings: list[str] = []
        for pack_id, ids in wanted.items():
            pack = _pack(office, pack_id, as_of)
            if pack is None:
                continue
            whole = criteria.assess(office, pack.id, as_of)
            those = tuple(each for each in whole.criteria if each.id in ids)
            if not those:
                continue
            notes.append(words()["criteria_of"].format(pack=pack.title, source=source_of(pack)))
            rows += criterion_rows(pack, replace(whole, criteria=those))
            readings += reading_notes(pack, whole)
        return cls(" ".join(notes), tuple(rows), tuple(dict.fromkeys(readings)))


def _criteria(office: Office, work: Work) -> dict[str, set[str]]:
    """The criteria named by the tasks, by pack, in the order in which they come up."""
    found: dict[str, set[str]] = defaultdict(set)
    own = pack_of(office, work.plan) if work.plan else None
    usual = own.criteria_pack if isinstance(own, PlanPack) else ""
    for task in work.tasks:
        for code in task.criteria:
            pack, _, criterion = code.rpartition("#")
            found[pack or usual].add(criterion)
    return found


def _pack(office: Office, pack_id: str, as_of: date) -> RulePack | None:
    try:
        pack = criteria.library(office).rules(pack_id, as_of)
    except KnownError:
        return None
    return None if pack.level == criteria.NEIGHBOURHOOD else pack


def _figures(office: Office, work: Work, found: Found) -> Iterator[FigureLine]:
    """Each figure that was written down with a result, beside what the books count on the day."""
    written = [
        (task, proof)
        for task, stands in found
        if stands.done and (result := task.result(stands.done.id))
        for proof in result.proofs
        if proof.figure
    ]
    counted = _counted(office, work.as_of, {proof.figure for _, proof in written})
    labels = criteria.library(office).facts()
    for task, proof in written:
        now = counted.get(proof.figure)
        on = f" ({show_date(proof.as_of)})" if proof.as_of else ""
        books = "" if now is None else show_integer(now)
        differs = proof.value.replace(".", "") != str(now)
        why = words()["figure_differs"] if differs else ""
        yield FigureLine(
            figure=labels[proof.figure].label if proof.figure in labels else proof.figure,
            task=work.public_words(task, task.title),
            written=f"{proof.value}{on}",
            counted=books,
            why=words()["figure_not_counted"] if now is None else why,
        )


def _counted(office: Office, as_of: date, names: set[str]) -> dict[str, int]:
    known = sorted(names & NAMES)
    if not known:
        return {}
    with opened(office.store) as books:
        facts = books.facts(Question((office.info.unit_id,), as_of), known)
    return {each.name: int(each.value) for each in facts if each.value is not None}


_ASKED_ABOVE: Final = "tren"


# -- what stands in the way -----------------------------------------------------------------------


def _difficulties(office: Office, period: Period) -> list[tuple[str, str, str]]:
    """Subject, content and proposal of what was raised in the period, or was open in it.

    What the commune settles itself asks nobody above for anything.
    """
    raised = own_rows(
        office, "difficulties", [Where("raised_on", "<=", period.last.isoformat())]
    ).values()
    first = period.first.isoformat()
    told = [
        row
        for row in raised
        if str(row["raised_on"]) >= first or not row["closed_on"] or str(row["closed_on"]) >= first
    ]
    oldest_first = sorted(told, key=lambda row: (str(row["raised_on"]), str(row["id"])))
    return [
        (
            str(row["subject"]),
            str(row["content"] or ""),
            str(row["proposal"] or "") if row["level"] == _ASKED_ABOVE else "",
        )
        for row in oldest_first
    ]


def _said(subject: str, content: str) -> str:
    return f"{subject.rstrip('. ')}: {content}" if content else subject
