"""Scenes of the papers of plans: composed, issued, and what they prove done."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.papers.choices import Choices
from sachmatuy_desktop.services.plans import plans_of
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.dialogs.proved import ProvedDialog
from shooting.calendar import plans_adopted
from shooting.stage import Scene, Stage

PACK = "ia-hdrai-2024/plan"


def plan_of(stage: Stage) -> str:
    """The plan of Ia H'Drai as the commune has adopted it."""
    stage.once(plans_adopted)
    office = stage.offices.commune
    return next(each.id for each in plans_of(office.queries) if each.pack == PACK)


def composed(stage: Stage, form: str) -> QWidget:
    """A paper as it is looked over."""
    chosen = {"plan": plan_of(stage), "period": ""}
    dialog = ComposeDialog(stage.desk_of(), stage.window_of(), form=form, choices=chosen)
    stage.show(dialog)
    stage.camera.settle()
    return dialog


def proved(stage: Stage) -> QWidget:
    """What a plan just issued carries out."""
    office, choices = stage.offices.commune, Choices(plan=plan_of(stage))
    tasks = papers.provable(office, "plan-document", stage.offices.today, choices)
    return stage.show(ProvedDialog("01/KH-UBND", tasks, stage.window_of()))


SCENES = (
    Scene("compose-plan", ComposeDialog, partial(composed, form="plan-document")),
    Scene("compose-plan-report", ComposeDialog, partial(composed, form="plan-report")),
    Scene("compose-task-book", ComposeDialog, partial(composed, form="task-book")),
    Scene("compose-task-sheet", ComposeDialog, partial(composed, form="task-sheet")),
    Scene("plan-proved", ProvedDialog, proved),
)
