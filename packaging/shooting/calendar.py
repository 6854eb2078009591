"""Scenes of the calendar and of the first page, at an office that follows plans."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.services.plans import plans_of
from sachmatuy_desktop.services.plans.adopting import AddTask, AdoptPlan
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.calendar import CalendarTab
from sachmatuy_desktop.ui.pages.plans.calendar.export_dialog import ExportDialog
from sachmatuy_desktop.ui.pages.today import TodayPage
from shooting.plans import plans_page
from shooting.stage import Scene, Stage

PLANS = {
    "ia-hdrai-2024/plan": (date(2026, 1, 5), None),
    "kon-tum-2024/action-month": (date(2027, 6, 1), date(2027, 6, 30)),
}
"""What the commune follows, from when until when."""


def plans_adopted(stage: Stage) -> None:
    """The commune follows its plans, and one of its own with two tasks."""
    office = stage.offices.commune
    known = {each.pack for each in plans_of(office.queries, office.info.unit_id)}
    for pack, (first, last) in PLANS.items():
        if pack not in known:
            office.run(AdoptPlan(pack=pack, from_date=first, until_date=last))
    own = office.run(AdoptPlan(title="Chương trình công tác năm", from_date=date(2026, 1, 5)))
    for title, day in (("Họp Ban Chỉ đạo quý IV", 15), ("Kiểm tra hòm thư tố giác", 18)):
        when = When("once", on=date(2026, 10, day))
        office.run(AddTask(plan=str(own.result), title=title, when=when))


def calendar(stage: Stage) -> CalendarTab:
    """The tab, read anew."""
    stage.once(plans_adopted)
    tab = plans_page(stage, "calendar").calendar
    tab.is_stale = True
    tab.refresh()
    stage.camera.settle()
    return tab


def month(stage: Stage) -> QWidget:
    """The month of today."""
    tab = calendar(stage)
    tab.look_at(tab.month_side)
    tab.go_to_today()
    stage.camera.settle()
    tab.month.setFocus()
    return tab.window()


def june(stage: Stage) -> QWidget:
    """A month of action, at 26/6."""
    tab = calendar(stage)
    tab.month.choose(date(2027, 6, 26))
    stage.camera.settle()
    return tab.window()


def agenda(stage: Stage) -> QWidget:
    """What is overdue, and the days to come."""
    tab = calendar(stage)
    tab.look_at(tab.agenda)
    stage.camera.settle()
    return tab.window()


def today(stage: Stage) -> QWidget:
    """The first page of an office that follows plans."""
    stage.once(plans_adopted)
    return stage.page("today", TodayPage).window()


def export(stage: Stage) -> QWidget:
    """What leaves as a file."""
    tab = calendar(stage)
    kinds = tab.diary.kinds if tab.diary else ()
    return stage.show(ExportDialog(kinds, stage.offices.today, tab.window()))


SCENES = (
    Scene("calendar-today", TodayPage, today),
    Scene("calendar-month", PlansPage, month),
    Scene("calendar-june", PlansPage, june),
    Scene("calendar-agenda", PlansPage, agenda),
    Scene("calendar-export", ExportDialog, export),
)
