"""The papers of plans: from plain facts to the frozen snapshot that prints.

A plan document and a report are public: their inputs have no place for a person's name but the
signer's.  The tracking book and the sheets are working papers and say who is in charge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from sachmatuy_desktop.documents.inputs import CriterionRow, Paper
from sachmatuy_desktop.documents.surrounding import compose_paper, guide
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.errors import N_, NotFound
from sachmatuy_desktop.packs.forms import load_form

__all__ = [
    "ActorSheet",
    "FigureLine",
    "PlanDocument",
    "PlanReport",
    "ReportLine",
    "SheetLine",
    "State",
    "TaskBook",
    "TrackingLine",
    "YearlyReview",
    "plan_document",
    "plan_report",
    "task_book",
    "task_sheets",
    "yearly_review",
]

State = Literal["in_time", "late", "overdue", "open", "excused"]
STATES: Final[tuple[State, ...]] = ("in_time", "late", "overdue", "open", "excused")
"""How an opening is counted in a report, in the order of its columns."""


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """The content of a plan document; `assignments` pair whoever does it with the exact words.

    `plan` is the name as a title, `plan_text` as a sentence says it.

    Days are `YYYY-MM-DD`; `until_date` None is “trở đi”.
    """

    plan: str
    plan_text: str
    unit: str
    from_date: str
    until_date: str | None
    assignments: tuple[tuple[str, str], ...]
    bases: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    theme: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class TrackingLine:
    """One opening in the tracking book: columns 2 to 7 of the book (column 1 is the number)."""

    what: str
    who: str
    due: str
    progress: str
    answer: str = ""
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        """The values in the order of the columns."""
        return self.what, self.who, self.due, self.progress, self.answer, self.note


@dataclass(frozen=True, slots=True)
class TaskBook:
    """The tracking book of a plan, or of all an office has to do."""

    plan: str
    as_of: str
    lines: tuple[TrackingLine, ...]
    period: str = ""
    actor: str = ""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One task on an actor's sheet: the words, and until when."""

    what: str
    due: str


@dataclass(frozen=True, slots=True)
class ActorSheet:
    """The sheet of one actor or village; `person` is who is in charge there."""

    plan: str
    actor: str
    as_of: str
    lines: tuple[SheetLine, ...]
    person: str = ""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One opening in a report: the task, who does it, until when, what came of it."""

    what: str
    who: tuple[str, ...]
    due: str
    result: str
    proof: str
    state: State

    @property
    def title(self) -> str:
        """The task alone, without the document that gives it."""
        return self.what.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure written down with a result, beside the one the books give."""

    figure: str
    task: str
    written: str
    counted: str
    why: str

    def cells(self) -> tuple[str, ...]:
        """The values in the order of the columns."""
        return self.figure, self.task, self.written, self.counted, self.why


@dataclass(frozen=True, slots=True)
class PlanReport:
    """The content of the report on a plan's period.

    `printed_addressee` is given where the body of today is another than the plan prints.
    """

    addressees: tuple[str, ...]
    plan: str
    basis: str
    period: str
    period_from: str
    period_to: str
    as_of: str
    lines: tuple[ReportLine, ...]
    printed_addressee: str = ""
    criteria_note: str = ""
    criteria: tuple[CriterionRow, ...] = ()
    readings: tuple[str, ...] = ()
    figures: tuple[FigureLine, ...] = ()
    difficulties: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YearlyReview:
    """The content of the yearly review: rows of number, what, this year, the one before, change."""

    addressees: tuple[str, ...]
    unit: str
    year: int
    period_from: str
    period_to: str
    known: str
    figures: tuple[tuple[str, ...], ...]


def plan_document(paper: Paper, plan: PlanDocument) -> FormData:
    """Kế hoạch: purpose and demands are left to the pen, or to whoever composes it."""
    return compose_paper(
        load_form("plan-document"),
        paper,
        {
            "plan": plan.plan,
            "plan_text": plan.plan_text,
            "unit": plan.unit,
            "bases": plan.bases,
            "theme": plan.theme,
            "from_date": plan.from_date,
            "until_date": plan.until_date,
            "phases": plan.phases,
            "assignments": plan.assignments,
            "reports": plan.reports,
            "lead": plan.lead,
        },
    )


def task_book(paper: Paper, book: TaskBook) -> FormData:
    """Sổ theo dõi, in the seven columns of the decree's book; lines are numbered from 1."""
    return compose_paper(
        load_form("task-book"),
        paper,
        {
            "plan": book.plan,
            "period": book.period,
            "actor": book.actor,
            "as_of": book.as_of,
            "tasks": tuple((str(n), *line.cells()) for n, line in enumerate(book.lines, start=1)),
        },
    )


def task_sheets(paper: Paper, sheets: Sequence[ActorSheet]) -> FormData:
    """Phiếu giao việc: one page run an actor, each numbered from 1.  Raises `NotFound` for none."""
    if not sheets:
        raise NotFound(N_("Chưa có việc nào để giao; hãy nhận kế hoạch hoặc thêm việc trước."))
    made = [_sheet(paper, each) for each in sheets]
    return replace(made[0], sections=tuple(one for each in made for one in each.sections))


def _sheet(paper: Paper, sheet: ActorSheet) -> FormData:
    lines = enumerate(sheet.lines, start=1)
    return compose_paper(
        load_form("task-sheet"),
        paper,
        {
            "plan": sheet.plan,
            "actor": sheet.actor,
            "person": sheet.person,
            "as_of": sheet.as_of,
            "tasks": tuple((str(n), line.what, line.due, "", "") for n, line in lines),
        },
    )


def plan_report(paper: Paper, report: PlanReport) -> FormData:
    """Báo cáo kết quả thực hiện kế hoạch, with its three annexes."""
    form = load_form("plan-report")
    counted = Counter(line.state for line in report.lines)
    return compose_paper(
        form,
        paper,
        {
            "addressees": report.addressees,
            "printed_addressee": report.printed_addressee,
            "plan": report.plan,
            "basis": report.basis,
            "period": report.period,
            "period_from": report.period_from,
            "period_to": report.period_to,
            "as_of": report.as_of,
            "total": len(report.lines),
            **{state: counted[state] for state in STATES},
            "unfinished": tuple(
                f"{line.title}: {line.due}" for line in report.lines if line.state == "overdue"
            ),
            "criteria_note": report.criteria_note,
            "criteria": tuple(row.cells(form.constants) for row in report.criteria),
            "readings": report.readings,
            "figures": tuple(
                (str(n), *line.cells()) for n, line in enumerate(report.figures, start=1)
            ),
            "difficulties": report.difficulties,
            "proposals": report.proposals,
            "attachment_guide": guide(form, paper),
            "actors": tuple(_by_actor(report.lines)),
            "tasks": tuple(
                (str(n), line.what, "\n".join(line.who), line.due, line.result, line.proof)
                for n, line in enumerate(report.lines, start=1)
            ),
        },
    )


def yearly_review(paper: Paper, review: YearlyReview) -> FormData:
    """Báo cáo tổng kết năm; judging and looking ahead is left to whoever composes it."""
    return compose_paper(
        load_form("yearly-review"),
        paper,
        {
            "addressees": review.addressees,
            "unit": review.unit,
            "year": str(review.year),
            "before": str(review.year - 1),
            "period_from": review.period_from,
            "period_to": review.period_to,
            "known": review.known,
            "figures": review.figures,
        },
    )


def _by_actor(lines: Iterable[ReportLine]) -> Iterable[tuple[str | int, ...]]:
    """What each one had to do and did, in the order in which they are named."""
    counted: dict[str, Counter[State]] = {}
    for line in lines:
        for who in line.who:
            counted.setdefault(who, Counter())[line.state] += 1
    for number, (who, states) in enumerate(counted.items(), start=1):
        yield str(number), who, states.total(), *(states[each] for each in STATES)
