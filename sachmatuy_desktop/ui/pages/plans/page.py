"""Công việc: plans, their tasks and the calendar; one line a tab."""

from __future__ import annotations

from functools import partial

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.drives import DRIVES
from sachmatuy_desktop.domain.registers.plans import DIFFICULTIES, PLAN_EVENTS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.ui.pages.plans.adopted import AdoptedTab
from sachmatuy_desktop.ui.pages.plans.calendar import CalendarTab
from sachmatuy_desktop.ui.pages.plans.campaign import CampaignTab
from sachmatuy_desktop.ui.pages.plans.difficulties import DifficultiesTab
from sachmatuy_desktop.ui.pages.plans.drives import drives_tab
from sachmatuy_desktop.ui.pages.plans.set_tasks import SetTasksTab
from sachmatuy_desktop.ui.pages.plans.tasks import TasksTab
from sachmatuy_desktop.ui.pages.plans.yearly import YearlyTab
from sachmatuy_desktop.ui.pages.record_tab import RecordTab
from sachmatuy_desktop.ui.pages.tabbed import TabbedPage, TabOf

__all__ = ["PlansPage"]


class PlansPage(TabbedPage):
    """Who does what by when.

    A commune sets no tasks for others; a receiving office reviews the year on its board.
    """

    tasks = TabOf(TasksTab, N_("Việc"))
    calendar = TabOf(CalendarTab, N_("Lịch"))
    plans = TabOf(AdoptedTab, N_("Kế hoạch"))
    campaign = TabOf(CampaignTab, N_("Tháng hành động"))
    drives = TabOf(
        drives_tab,
        N_("Đợt ký cam kết"),
        shows=frozenset({DRIVES.name}),
        allowed=lambda desk: desk.may_open(DRIVES) and desk.may_open(REGISTERS["households"]),
    )
    difficulties = TabOf(DifficultiesTab, DIFFICULTIES.title)
    yearly = TabOf(YearlyTab, N_("Tổng kết năm"), allowed=lambda desk: not desk.receives)
    events = TabOf(
        partial(RecordTab, register=PLAN_EVENTS),
        N_("Sự việc phát sinh"),
        shows=frozenset({PLAN_EVENTS.name}),
    )
    set_tasks = TabOf(SetTasksTab, N_("Việc giao xuống"), allowed=lambda desk: desk.receives)
