"""Scenes of the page of plans and tasks."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.ui.pages.plans import PlansPage
from shooting.offices import COMMUNE
from shooting.stage import Scene, Stage


def plans_page(stage: Stage, tab: str = "") -> PlansPage:
    """The page at the commune, with the tab of that attribute in front."""
    page = stage.page("plans", PlansPage, COMMUNE)
    if tab:
        page.tabs.setCurrentWidget(getattr(page, tab))
    return page


def difficulties(stage: Stage) -> QWidget:
    """What stands in the way."""
    return plans_page(stage, "difficulties").window()


SCENES = (Scene("plans-difficulties", PlansPage, difficulties),)
