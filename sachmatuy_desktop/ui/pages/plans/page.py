"""Công việc: plans, their tasks and the calendar; one line a tab."""

from __future__ import annotations

from collections.abc import Iterator

from sachmatuy_desktop.domain.registers.plans import DIFFICULTIES, PLAN_EVENTS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.pages.plans.adopted import AdoptedTab
from sachmatuy_desktop.ui.pages.plans.calendar import CalendarTab
from sachmatuy_desktop.ui.pages.plans.campaign import CampaignTab
from sachmatuy_desktop.ui.pages.plans.difficulties import DifficultiesTab
from sachmatuy_desktop.ui.pages.plans.drives import drives_tab
from sachmatuy_desktop.ui.pages.plans.set_tasks import SetTasksTab
from sachmatuy_desktop.ui.pages.plans.tasks import TasksTab
from sachmatuy_desktop.ui.pages.plans.yearly import YearlyTab
from sachmatuy_desktop.ui.pages.record_tab import RecordTab
from sachmatuy_desktop.ui.pages.tabbed import Tab, TabbedPage

__all__ = ["PlansPage"]


class PlansPage(TabbedPage):
    """Who does what by when."""

    def __init__(self, desk: Desk) -> None:
        self.tasks = TasksTab(desk)
        self.calendar = CalendarTab(desk)
        self.plans = AdoptedTab(desk)
        self.campaign = CampaignTab(desk)
        self.difficulties = DifficultiesTab(desk)
        self.drives = drives_tab(desk)
        self.yearly = YearlyTab(desk)
        self.events = RecordTab(desk, PLAN_EVENTS)
        super().__init__(
            desk,
            (
                (self.tasks, _("Việc")),
                (self.calendar, _("Lịch")),
                (self.plans, _("Kế hoạch")),
                (self.campaign, _("Tháng hành động")),
                (self.drives, _("Đợt ký cam kết")),
                (self.difficulties, _(DIFFICULTIES.title)),
                (self.yearly, _("Tổng kết năm")),
                (self.events, _("Sự việc phát sinh")),
                *self._set_for_others(desk),
            ),
        )

    def _set_for_others(self, desk: Desk) -> Iterator[tuple[Tab, str]]:
        """What a receiving office sets for its communes; a commune has no such tab."""
        if desk.receives:
            self.set_tasks = SetTasksTab(desk)
            yield self.set_tasks, _("Việc giao xuống")
