"""What an issued paper proves done: the report that was to be sent, the plan that was to be made.

It is offered, never written by itself: whoever issues says which tasks the paper carries out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from sachmatuy_desktop.domain.plans.periods import PeriodKind
from sachmatuy_desktop.domain.plans.standing import PRESSING, OpeningStanding
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, BadInput, NotFound
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import Choices
from sachmatuy_desktop.services.papers.plan_reports import reported_tasks
from sachmatuy_desktop.services.papers.plan_tasks import Work
from sachmatuy_desktop.services.papers.plan_words import last_day_words, period_named, period_words
from sachmatuy_desktop.services.plans import OfficeTask
from sachmatuy_desktop.services.plans.doing import RecordResult
from sachmatuy_desktop.services.plans.reading import RESULTS, Book
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["Provable", "ProveByPaper", "offer", "provable", "waiting"]

REPORT: Final = "plan-report"
PLAN: Final = "plan-document"


@dataclass(frozen=True, slots=True)
class Provable:
    """An opening that waits, and that a paper just issued may carry out.

    `meant`: the paper is about this very opening; others only take a paper of that form.
    """

    book: Book
    task: RecordId
    opening: str
    title: str
    period: str
    due: str
    meant: bool


def provable(office: Office, form: str, day: date, choices: Choices) -> list[Provable]:
    """What a paper of a form may prove done, what it is about first; nothing for who may not write.

    Of each task the opening that waits longest, of a report that of its period.
    """
    if not office.session.role.may_act_on(REGISTERS[RESULTS]):
        return []
    work = Work.read(office, day, Choices(plan=choices.plan if form in (REPORT, PLAN) else None))
    meant = list(_meant(work, form, choices))
    others = [
        offer(task, each, meant=False)
        for task in work.tasks
        if form in task.papers and form not in (REPORT, PLAN)
        for each in waiting(work, task)[:1]
    ]
    return [*meant, *others]


def _meant(work: Work, form: str, choices: Choices) -> Iterator[Provable]:
    if work.plan is None:
        return
    if form == PLAN:
        for task in (each for each in work.tasks if each.kind == "plan"):
            yield from (offer(task, each, meant=True) for each in waiting(work, task)[:1])
    if form == REPORT:
        period = period_named(choices.period) if choices.period else None
        for task in reported_tasks(work.tasks, work.plan.id, period):
            pressing = waiting(work, task)
            if period is not None:
                pressing = [each for each in pressing if each.opening.key == period.key]
            yield from (offer(task, each, meant=True) for each in pressing[:1])


def waiting(work: Work, task: OfficeTask) -> Sequence[OpeningStanding]:
    """The openings that press, the oldest first."""
    return [each for each in work.standing(task).openings if each.state in PRESSING]


def offer(task: OfficeTask, stands: OpeningStanding, *, meant: bool) -> Provable:
    """The opening as it is offered."""
    opening = stands.opening
    key = "" if opening.period.kind is PeriodKind.REVIEW else opening.key
    return Provable(
        task.book,
        task.id,
        key,
        task.title,
        period_words(opening.period),
        last_day_words(opening),
        meant,
    )


@dataclass(frozen=True)
class ProveByPaper:
    """Write several tasks down as done by one issued paper, on its day: one act, undone as one."""

    document: RecordId
    tasks: tuple[Provable, ...]

    act: ClassVar[str] = "plans.prove_by_paper"

    def run(self, work: UnitOfWork, session: Session) -> tuple[RecordId, ...]:
        """The ids of the results.  Raises `BadInput`, `Conflict`, `NotAllowed`, `NotFound`."""
        if not self.tasks:
            raise BadInput(N_("Hãy chọn ít nhất một việc mà văn bản này chứng minh."))
        row = session.queries.rows("documents", [self.document]).get(self.document)
        if row is None:
            raise NotFound(N_("Không tìm thấy văn bản này trong sổ văn bản đi."))
        signed = date.fromisoformat(str(row["issued_on"]))
        return tuple(
            RecordResult(
                task=each.task,
                book=each.book,
                opening=each.opening,
                done_on=signed,
                paper=self.document,
            ).run(work, session)
            for each in dict.fromkeys(self.tasks)
        )
