"""The doors to the papers of plans: each opens the composing of one, filled with what is known.

All are called on the window's thread and give the id of the document issued, None where none was.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog

__all__ = [
    "print_task_book",
    "print_task_sheets",
    "write_plan",
    "write_plan_report",
    "write_yearly_review",
]


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


def write_yearly_review(desk: Desk, parent: QWidget | None, year: int) -> RecordId | None:
    """«Lập báo cáo tổng kết…»: this office's reporting year beside the one before."""
    return ComposeDialog.ask(desk, parent, form="yearly-review", choices={"year": year})


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
