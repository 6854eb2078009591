"""Scenes of adopting a plan: the steps, the adopted plan, what an office decides of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.plans.offering import offers
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.adopt_dialog import ACTORS, CHOOSE, DATES, TASKS, AdoptDialog
from sachmatuy_desktop.ui.pages.plans.adopted import AdoptedTab
from sachmatuy_desktop.ui.pages.plans.task_dialogs import OwnTaskDialog
from shooting.calendar import plans_adopted
from shooting.plans import plans_page
from shooting.stage import Scene, Stage


def adopted(stage: Stage) -> AdoptedTab:
    """The tab, read anew."""
    stage.once(plans_adopted)
    tab = plans_page(stage, "plans").plans
    tab.is_stale = True
    tab.refresh()
    stage.camera.settle()
    return tab


def tasks(stage: Stage) -> QWidget:
    """The plan of Ia H'Drai with what the commune does of it."""
    tab = adopted(stage)
    tab.parts.setCurrentIndex(0)
    return tab.window()


def obsolete(stage: Stage) -> QWidget:
    """A task that the law has ended, among all."""
    tab = adopted(stage)
    tab.parts.setCurrentIndex(0)
    tab.only_ours.setChecked(False)
    tab.task_table.choose(next(at for at, each in enumerate(tab.tasks) if not each.active))
    stage.camera.settle()
    return tab.window()


def actors(stage: Stage) -> QWidget:
    """Who the plan names, and who stands there today."""
    tab = adopted(stage)
    tab.parts.setCurrentIndex(1)
    stage.camera.settle()
    return tab.window()


def adopting(stage: Stage, step: int, offer: int = 0) -> QWidget:
    """A step of adopting."""
    tab = adopted(stage)
    office, today = stage.offices.commune, stage.offices.today
    found = offers(library(office), office.units, office.unit, today)
    dialog = stage.show(AdoptDialog(tab.desk, found, today, tab))
    dialog.choose.table.choose(offer)
    for _each in range(step):
        dialog.go_on()
    stage.camera.settle()
    return dialog


def own_task(stage: Stage) -> QWidget:
    """A task of the office's own."""
    tab = adopted(stage)
    if tab.look is None:
        raise TypeError(PlansPage)
    return stage.show(OwnTaskDialog(tab.desk, tab.look, None, tab))


SCENES = (
    Scene("plan-adopted", PlansPage, tasks),
    Scene("plan-obsolete", PlansPage, obsolete),
    Scene("plan-actors", PlansPage, actors),
    Scene("plan-adopt-choose", AdoptDialog, partial(adopting, step=CHOOSE)),
    Scene("plan-adopt-dates", AdoptDialog, partial(adopting, step=DATES, offer=1)),
    Scene("plan-adopt-actors", AdoptDialog, partial(adopting, step=ACTORS)),
    Scene("plan-adopt-tasks", AdoptDialog, partial(adopting, step=TASKS)),
    Scene("plan-own-task", OwnTaskDialog, own_task),
)
