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


def events(stage: Stage) -> QWidget:
    """What has happened that tasks wait for."""
    return plans_page(stage, "events").window()


SCENES = (Scene("plans-events", PlansPage, events),)
