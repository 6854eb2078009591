"""Scenes of «Kiểm tra»: what should be looked at, who may be whom, two records side by side."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.services.comparing import compare
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.ui.dialogs.pair import PairDialog
from sachmatuy_desktop.ui.pages.checks.page import ChecksPage
from shooting.offices import COMMUNE
from shooting.stage import Scene, Stage


def twice_written(office: Office) -> tuple[str, str]:
    """Somebody of the training world, and the same person once more, with fewer words."""
    first = office.queries.ids("people")[0]
    row = office.queries.rows("people", [first])[first]
    again = {name: row[name] for name in ("full_name", "birth", "village")}
    same = [
        each
        for each in office.queries.ids("people", search=str(row["full_name"]))
        if office.queries.rows("people", [each])[each]["birth"] == row["birth"]
    ]
    if len(same) < 2:
        same.append(str(office.run(SaveRecord("people", None, again)).result))
    return same[0], same[1]


def checks(stage: Stage) -> QWidget:
    """The page, brought up to date."""
    twice_written(stage.offices.commune)
    page = stage.page("checks", ChecksPage, COMMUNE)
    page.refresh()
    stage.camera.settle()
    return page.window()


def pair(stage: Stage) -> QWidget:
    """Two records of one person, line by line."""
    office, window = stage.offices.commune, stage.window_of(COMMUNE)
    comparison = compare(office.session, "people", *twice_written(office))
    return stage.show(PairDialog(window.desk, comparison, (), window))


SCENES = (Scene("checks", ChecksPage, checks), Scene("pair", PairDialog, pair))
