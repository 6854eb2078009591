"""Scenes of «Việc»: what is to be done, how it stands, what proves it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.plans.standing import State
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.ui.dialogs.history import HistoryDialog
from sachmatuy_desktop.ui.dialogs.task_proofs import ProofDialog
from sachmatuy_desktop.ui.dialogs.task_result import BatchDialog, ResultDialog
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.task_lines import ALL, BY_ACTOR, BY_CRITERION
from sachmatuy_desktop.ui.pages.plans.tasks import TasksTab
from shooting.plans import plans_page
from shooting.stage import Scene, Stage


def tasks_tab(stage: Stage, view: str = ALL, *, to_do: bool = True) -> TasksTab:
    """The tab of the commune, looked at in one way."""
    tab = plans_page(stage, "tasks").tasks
    stage.camera.settle()
    tab.view.setCurrentIndex(tab.view.findData(view))
    tab.to_do.setChecked(to_do)
    tab.show_lines()
    return tab


def tasks(stage: Stage, view: str = ALL, *, to_do: bool = True) -> QWidget:
    """What is to be done."""
    return tasks_tab(stage, view, to_do=to_do).window()


def proved(stage: Stage) -> QWidget:
    """A task that was done, with the records that prove it."""
    tab = tasks_tab(stage, to_do=False)
    tab.tree.expandAll()
    for each in tab.tree.listed():
        done = [one for one in each.standing.openings if one.done and one.done.evidence]
        if done and not tab.tree.choose(f"{each.task.id}/{done[0].opening.key}"):
            tab.tree.choose(each.task.id)
    return tab.window()


def record(stage: Stage) -> QWidget:
    """Writing down that a late task was done."""
    tab = tasks_tab(stage)
    found = tab.found
    late = next(each for each in tab.tree.listed() if each.standing.state is State.OVERDUE)
    tab.tree.choose_task(late.task.id)
    asked = tab.asked
    if found is None or asked is None:
        raise TypeError(late.task.title)
    dialog = stage.show(ResultDialog(tab.desk, asked, found.today, parent=tab))
    stage.camera.settle()
    return dialog


def more_proofs(stage: Stage) -> QWidget:
    """Linking a result to more."""
    tab = tasks_tab(stage, to_do=False)
    for each in tab.tree.listed():
        if each.task.results and each.task.asks_proof:
            tab.tree.choose_task(each.task.id)
    found, asked = tab.found, tab.asked
    if found is None or asked is None:
        raise TypeError(tab)
    result = asked.task.results[0].id
    dialog = ProofDialog(tab.desk, asked.task, asked.opening, result, found.today, tab)
    shown = stage.show(dialog)
    stage.camera.settle()
    return shown


def several(stage: Stage) -> QWidget:
    """Several tasks at once."""
    tab = tasks_tab(stage)
    found = tab.found
    listed = [each for each in tab.tree.listed() if each.standing.now is not None][:3]
    chosen = [(each.task, each.standing.now.opening, "") for each in listed if each.standing.now]
    if found is None:
        raise TypeError(tab)
    return stage.show(BatchDialog(tab.desk, chosen, found.today, tab))


def history(stage: Stage) -> QWidget:
    """What was done to a task."""
    tab = tasks_tab(stage)
    task = tab.tree.listed()[0].task
    return stage.show(HistoryDialog(tab.desk, REGISTERS[task.book], task.id, task.title, tab))


SCENES = (
    Scene("plans-tasks", PlansPage, tasks),
    Scene("plans-tasks-actor", PlansPage, partial(tasks, view=BY_ACTOR)),
    Scene("plans-tasks-criterion", PlansPage, partial(tasks, view=BY_CRITERION)),
    Scene("plans-task-proved", PlansPage, proved),
    Scene("plans-task-record", ResultDialog, record),
    Scene("plans-task-proofs", ProofDialog, more_proofs),
    Scene("plans-task-several", BatchDialog, several),
    Scene("plans-task-history", HistoryDialog, history),
)
