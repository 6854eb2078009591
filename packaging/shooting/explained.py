"""A criterion explained: its figures with definitions, who is not counted, other readings."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.ui.pages.criteria.page import CriteriaPage
from sachmatuy_desktop.ui.pages.criteria.sections.section import Fold, Section
from shooting.commune import criteria
from shooting.offices import COMMUNE
from shooting.stage import Scene, Stage

FREE = "q28-2025/commune-drug-free"


def explained(stage: Stage, criterion: str, section: str, pack: str = "") -> QWidget:
    """Everything of a criterion unfolded, one section at the top."""
    page = criteria(stage, COMMUNE, pack)
    page.view.choose(criterion)
    stage.camera.settle()
    detail = page.view.detail
    for fold in detail.findChildren(Fold):
        if fold.isVisible():
            fold.line.setChecked(True)
    stage.camera.settle()
    wanted = [each for each in detail.findChildren(Section) if type(each).__name__ == section]
    detail.verticalScrollBar().setValue(wanted[-1].y())
    stage.camera.settle()
    return page.window()


SCENES = (
    Scene(
        "commune-criteria-figures",
        CriteriaPage,
        partial(explained, criterion="IAH.c", section="Figures"),
    ),
    Scene(
        "commune-criteria-readings",
        CriteriaPage,
        partial(explained, criterion="Q28.6.1", section="Readings", pack=FREE),
    ),
    Scene(
        "commune-criteria-people",
        CriteriaPage,
        partial(explained, criterion="Q28.6.1", section="Blocking", pack=FREE),
    ),
)
