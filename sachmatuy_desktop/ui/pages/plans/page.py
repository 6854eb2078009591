"""Công việc: plans, their tasks and the calendar; one line a tab."""

from __future__ import annotations

from sachmatuy_desktop.domain.registers.plans import DIFFICULTIES, PLAN_EVENTS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.pages.plans.calendar import CalendarTab
from sachmatuy_desktop.ui.pages.plans.campaign import CampaignTab
from sachmatuy_desktop.ui.pages.plans.difficulties import DifficultiesTab
from sachmatuy_desktop.ui.pages.plans.yearly import YearlyTab
from sachmatuy_desktop.ui.pages.record_tab import RecordTab
from sachmatuy_desktop.ui.pages.tabbed import TabbedPage

__all__ = ["PlansPage"]


class PlansPage(TabbedPage):
    """Who does what by when."""

    def __init__(self, desk: Desk) -> None:
        self.calendar = CalendarTab(desk)
        self.campaign = CampaignTab(desk)
        self.difficulties = DifficultiesTab(desk)
        self.yearly = YearlyTab(desk)
        self.events = RecordTab(desk, PLAN_EVENTS)
        super().__init__(
            desk,
            (
                (self.calendar, _("Lịch")),
                (self.campaign, _("Tháng hành động")),
                (self.difficulties, _(DIFFICULTIES.title)),
                (self.yearly, _("Tổng kết năm")),
                (self.events, _("Sự việc phát sinh")),
            ),
        )
