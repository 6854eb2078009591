"""The doors to the papers of plans: each opens the composing of one, filled with what is known.

All are called on the window's thread and give the id of the document issued, None where none was.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.plans.due import Opening
from sachmatuy_desktop.domain.plans.periods import PeriodKind
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.plans import OfficeTask
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in

__all__ = [
    "print_task_book",
    "print_task_sheets",
    "write_plan",
    "write_plan_report",
    "write_task_paper",
]

REPORTED: Final = (PeriodKind.MONTH, PeriodKind.HALF_YEAR, PeriodKind.YEAR)
"""What a report may be on."""


def write_plan(desk: Desk, parent: QWidget | None, plan: RecordId) -> RecordId | None:
    """«Lập kế hoạch…»: the plan document of an adopted plan."""
    return ComposeDialog.ask(desk, parent, form="plan-document", choices={"plan": plan})


def write_plan_report(
    desk: Desk, parent: QWidget | None, plan: RecordId, period: str = ""
) -> RecordId | None:
    """«Lập báo cáo…»: on a plan's period, by the key of an opening (`2026-H1`, `2026`, `2026-06`).

    Without a key, or with one that is no such period, on all that was done so far.
    """
    chosen = {"plan": plan, "period": period}
    return ComposeDialog.ask(desk, parent, form="plan-report", choices=chosen)


def write_task_paper(
    desk: Desk, parent: QWidget | None, task: OfficeTask, opening: Opening
) -> RecordId | None:
    """«Soạn văn bản…»: the first paper a task names that this office makes, on an opening."""
    offered = {each.id for each in papers.forms_for(office_in(desk))}
    form = next((each for each in task.papers if each in offered), "")
    if not form:
        desk.feedback.notice(
            _("Cơ quan này không lập được văn bản của việc này trong chương trình.")
        )
        return None
    plan = task.plan.id if task.plan else None
    period = opening.key if opening.period.kind in REPORTED else ""
    chosen = {"plan": plan, "campaign": plan, "period": period}
    return ComposeDialog.ask(desk, parent, form=form, choices=chosen)


def print_task_book(
    desk: Desk, parent: QWidget | None, plan: RecordId | None = None
) -> RecordId | None:
    """«In sổ theo dõi»: of one plan, or of everything this office has to do."""
    return ComposeDialog.ask(desk, parent, form="task-book", choices={"plan": plan})


def print_task_sheets(
    desk: Desk, parent: QWidget | None, plan: RecordId | None = None, actor: str = ""
) -> RecordId | None:
    """«In phiếu giao việc»: one sheet an actor (`PlanActor.shown`, a village's name), or all."""
    chosen = {"plan": plan, "actor": actor}
    return ComposeDialog.ask(desk, parent, form="task-sheet", choices=chosen)
