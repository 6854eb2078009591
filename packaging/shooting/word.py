"""Scenes of papers as Word: the menu of what a paper is saved as, the office's own templates."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.documents.word.places import form_as_template
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services.papers.templates import TakeTemplate
from sachmatuy_desktop.ui.dialogs.fill_form import FillDialog, PaperWanted
from sachmatuy_desktop.ui.pages.admin import AdminPage
from shooting.filling import DECISION, filled
from shooting.stage import Scene, Stage


def take_in(stage: Stage) -> None:
    """The office prints the decision by its own template."""
    content = form_as_template(load_form(DECISION))
    stage.offices.commune.run(TakeTemplate(DECISION, "quyet-dinh-quan-ly.docx", content))


def templates(stage: Stage, *, wrong: bool = False) -> QWidget:
    """The list with the places of the decision."""
    stage.once(take_in)
    page = stage.page("admin", AdminPage)
    page.tabs.setCurrentWidget(page.templates)
    page.templates.refresh()
    stage.camera.settle()
    page.templates.choose(DECISION)
    stage.camera.settle()
    if wrong:
        path = stage.offices.folder / "mau-sai.docx"
        path.write_bytes(form_as_template(load_form("163-iii-05")))
        page.templates.take_file(path)
        stage.camera.settle()
    return page.window()


def menu(stage: Stage) -> QWidget:
    """What the decision may be saved as."""
    stage.once(take_in)
    dialog = filled(stage, PaperWanted(form=DECISION))
    shown = dialog.save.menu
    shown.popup(dialog.mapToGlobal(QPoint(20, 20)))
    stage.camera.settle()
    return shown


SCENES: tuple[Scene, ...] = (
    Scene("word-templates", AdminPage, templates),
    Scene("word-template-wrong", AdminPage, partial(templates, wrong=True)),
    Scene("word-save-menu", FillDialog, menu),
)
