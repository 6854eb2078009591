"""Scenes of adopting a plan: the steps, the adopted plan, what an office decides of it."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.packs.library import TakenIn
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.plans.looking import PlanLook
from sachmatuy_desktop.services.plans.offering import offers
from sachmatuy_desktop.services.plans.renewing import renewal_of
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.actor_dialog import ActorDialog
from sachmatuy_desktop.ui.pages.plans.adopt_dialog import ACTORS, CHOOSE, DATES, TASKS, AdoptDialog
from sachmatuy_desktop.ui.pages.plans.adopted import AdoptedTab
from sachmatuy_desktop.ui.pages.plans.plan_dialogs import PlanDialog, RenewDialog, StopDialog
from sachmatuy_desktop.ui.pages.plans.task_dialogs import OwnTaskDialog, SwitchDialog, TaskDialog
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
    return stage.show(OwnTaskDialog(tab.desk, shown(tab), None, tab))


def shown(tab: AdoptedTab) -> PlanLook:
    """The plan in front."""
    if tab.look is None:
        raise TypeError(PlansPage)
    return tab.look


def task_days(stage: Stage) -> QWidget:
    """The office's own days of a printed task."""
    tab = adopted(stage)
    return stage.show(TaskDialog(tab.desk, shown(tab), tab.tasks[0], tab))


def switched_off(stage: Stage) -> QWidget:
    """Why a task is not done."""
    tab = adopted(stage)
    return stage.show(SwitchDialog(tab.desk, tab.tasks[0], tab))


def plan_days(stage: Stage) -> QWidget:
    """Dates, phases and document of a plan."""
    tab = adopted(stage)
    return stage.show(PlanDialog(tab.desk, shown(tab), tab))


def stopped(stage: Stage) -> QWidget:
    """Why a plan is given up."""
    tab = adopted(stage)
    return stage.show(StopDialog(tab.desk, shown(tab).plan, stage.offices.today, tab))


def actor(stage: Stage) -> QWidget:
    """Who stands behind an actor."""
    tab = adopted(stage)
    look = shown(tab)
    return stage.show(ActorDialog(tab.desk, look, look.plan.actors[0], tab))


def renewed(stage: Stage) -> QWidget:
    """What an edition would change that adds a task and words another otherwise."""
    tab = adopted(stage)
    look, office = shown(tab), stage.offices.commune
    packs = library(office)
    text = packs.own_text(look.plan.pack).replace(
        f'effective_from = "{packs.plan(look.plan.pack).effective_from}"',
        'effective_from = "2026-09-01"\nedition = 2',
        1,
    )
    first = look.tasks[0]
    text = text.replace(f'id = "{first.task}"', 'id = "BS.1"', 1)
    text = text.replace(f'title = "{look.tasks[1].title}"', 'title = "Báo cáo 6 tháng"', 1)
    taken = TakenIn("moi", office.unit.id, look.plan.pack, "", 2, date(2026, 9, 1), text)
    newer = packs.laid_over([taken])
    renewal = renewal_of(office.queries, newer, look.plan.id, stage.offices.today)
    if renewal is None:
        raise TypeError(PlansPage)
    return stage.show(RenewDialog(tab.desk, look, renewal, tab))


SCENES = (
    Scene("plan-adopted", PlansPage, tasks),
    Scene("plan-obsolete", PlansPage, obsolete),
    Scene("plan-actors", PlansPage, actors),
    Scene("plan-adopt-choose", AdoptDialog, partial(adopting, step=CHOOSE)),
    Scene("plan-adopt-dates", AdoptDialog, partial(adopting, step=DATES, offer=1)),
    Scene("plan-adopt-actors", AdoptDialog, partial(adopting, step=ACTORS)),
    Scene("plan-adopt-tasks", AdoptDialog, partial(adopting, step=TASKS)),
    Scene("plan-own-task", OwnTaskDialog, own_task),
    Scene("plan-task-days", TaskDialog, task_days),
    Scene("plan-task-off", SwitchDialog, switched_off),
    Scene("plan-days", PlanDialog, plan_days),
    Scene("plan-stop", StopDialog, stopped),
    Scene("plan-actor", ActorDialog, actor),
    Scene("plan-renew", RenewDialog, renewed),
)
