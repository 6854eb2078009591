"""Công việc: the page of plans and tasks."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.registers.plans import PLAN_TASKS
from sachmatuy_desktop.domain.registers.register import Area
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.ui.pages.page import PageSpec
from sachmatuy_desktop.ui.pages.plans.page import PlansPage

__all__ = ["PAGE", "PlansPage"]

PAGE: Final = PageSpec(
    "plans",
    N_("Công việc"),
    "calendar-check",
    PlansPage,
    allowed=lambda desk: desk.may_open(PLAN_TASKS),
    areas=frozenset({Area.PLANS}),
)
