"""Scenes of a person's case: the tab, the dialog of a step, what is written in two keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.ui.case.act_dialog import StepDialog
from sachmatuy_desktop.ui.case.view import CaseTab
from sachmatuy_desktop.ui.forms.quick_acts import open_test_plan, open_test_result, open_visit
from sachmatuy_desktop.ui.forms.quick_dialog import QuickDialog
from sachmatuy_desktop.ui.pages.admin.holidays import DayOffDialog
from sachmatuy_desktop.ui.pages.people import PeoplePage
from sachmatuy_desktop.ui.pages.people_lists import OVERDUE
from shooting.commune import first_on, open_tab
from shooting.stage import Scene, Stage


def case_of_first(stage: Stage, key: str) -> CaseTab:
    """The case of the first person on a list."""
    page = stage.page("people", PeoplePage)
    stage.desk_of().open_record("people", first_on(page, key))
    open_tab(page, "Quản lý")
    stage.camera.settle()
    panel = page.list.show_panel()
    if panel.case is None:
        raise TypeError(key)
    return panel.case


def case(stage: Stage, key: str, *, down: bool = False) -> QWidget:
    """The case, or what stands further down in it."""
    tab = case_of_first(stage, key)
    bar = tab.verticalScrollBar()
    bar.setValue(bar.maximum() if down else 0)
    return tab.window()


def listed(stage: Stage, key: str) -> QWidget:
    """A list beside the record that was open."""
    page = stage.page("people", PeoplePage)
    page.side.choose(key)
    return page.window()


def lapse(stage: Stage) -> None:
    """Somebody whose year ended and for whom nothing was decided."""
    office = stage.offices.commune
    (village, *_rest) = office.queries.ids("villages")
    values = {"full_name": "Lò Văn Thí Dụ", "birth": "1991-03-02", "sex": "nam"}
    values.update({"village": village, "citizen_number": "038091000002"})
    person = str(office.run(SaveRecord("people", None, values)).result)
    since = {"person": person, "category": "sdtp", "from_date": "2025-09-01"}
    office.run(SaveRecord("episodes", None, since))


def overdue(stage: Stage, *, opened: bool = False) -> QWidget:
    """Who is past the end, and what there is to decide."""
    stage.once(lapse)
    if opened:
        return case(stage, OVERDUE)
    return listed(stage, OVERDUE)


def step(stage: Stage, transition: str, ground: str = "") -> QWidget:
    """A step being taken."""
    tab = case_of_first(stage, "sdtp")
    view = tab.view
    offer = next(each for each in view.offers if each.transition.id == transition) if view else None
    dialog = tab.open_step(offer.transition) if offer else None
    if dialog is None:
        raise TypeError(transition)
    stage.dialogs.append(dialog)
    if ground:
        choice = dialog.form.editor("ground")
        put = getattr(choice, "put", None)
        if put is not None:
            put(ground)
    return dialog


def quick(stage: Stage, act: str) -> QWidget:
    """One of the short dialogs."""
    page = stage.page("people", PeoplePage)
    made = {"visit": open_visit, "test": open_test_result, "plan": open_test_plan}[act]
    dialog = made(stage.desk_of(), first_on(page, "sdtp"), stage.window_of())
    stage.dialogs.append(dialog)
    return dialog


def day_off(stage: Stage) -> QWidget:
    """One more day off."""
    return stage.show(DayOffDialog(stage.offices.today.year, None, stage.window_of()))


SCENES: tuple[Scene, ...] = (
    Scene("commune-people-plans", PeoplePage, partial(listed, key="nguy_co_cao")),
    Scene("case-user", PeoplePage, partial(case, key="sdtp")),
    Scene("case-user-down", PeoplePage, partial(case, key="sdtp", down=True)),
    Scene("case-addict", PeoplePage, partial(case, key="nghien")),
    Scene("case-after", PeoplePage, partial(case, key="sau_cai")),
    Scene("commune-people-overdue", PeoplePage, overdue),
    Scene("case-overdue", PeoplePage, partial(overdue, opened=True)),
    Scene("case-step", StepDialog, partial(step, transition="T13", ground="a")),
    Scene("quick-visit", QuickDialog, partial(quick, act="visit")),
    Scene("quick-test", QuickDialog, partial(quick, act="test")),
    Scene("quick-plan", QuickDialog, partial(quick, act="plan")),
    Scene("day-off", DayOffDialog, day_off),
)
