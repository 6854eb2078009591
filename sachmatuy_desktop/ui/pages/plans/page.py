"""Công việc: plans, their tasks and the calendar; one line a tab."""

from __future__ import annotations

from sachmatuy_desktop.domain.registers.plans import DIFFICULTIES, PLAN_EVENTS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.pages.plans.drives import drives_tab
from sachmatuy_desktop.ui.pages.record_tab import RecordTab
from sachmatuy_desktop.ui.pages.tabbed import TabbedPage

__all__ = ["PlansPage"]


class PlansPage(TabbedPage):
    """Who does what by when."""

    def __init__(self, desk: Desk) -> None:
        self.drives = drives_tab(desk)
        self.difficulties = RecordTab(desk, DIFFICULTIES)
        self.events = RecordTab(desk, PLAN_EVENTS)
        super().__init__(
            desk,
            (
                (self.drives, _("Đợt ký cam kết")),
                (self.difficulties, _(DIFFICULTIES.title)),
                (self.events, _("Sự việc phát sinh")),
            ),
        )
