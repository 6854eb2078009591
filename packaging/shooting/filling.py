"""Scenes of forms filled place by place: about a person, blank, missing, chosen among many."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.ui.dialogs.fill_form import FillDialog, PaperWanted
from sachmatuy_desktop.ui.dialogs.form_picker import FormPicker
from sachmatuy_desktop.ui.dialogs.print_forms import PrintFormsDialog
from sachmatuy_desktop.ui.pages.documents import PapersPage
from sachmatuy_desktop.ui.pages.people import PeoplePage
from shooting.cases import case_of_first
from shooting.commune import first_on
from shooting.stage import Scene, Stage

DECISION = "163-iii-04"


def filled(stage: Stage, wanted: PaperWanted, *, blank: bool = False) -> QWidget:
    """A form about the first person managed as a user."""
    person = first_on(stage.page("people", PeoplePage), "sdtp")
    dialog = stage.show(FillDialog(stage.desk_of(), stage.window_of(), wanted, person))
    stage.camera.settle()
    if blank:
        dialog.blank.click()
        stage.camera.settle()
    return dialog


def picker(stage: Stage) -> QWidget:
    """All forms of the day."""
    office = stage.offices.commune
    forms = papers.forms_to_fill(office, office.clock.now().date())
    return stage.show(FormPicker(forms, "Các mẫu áp dụng hôm nay.", stage.window_of()))


def many(stage: Stage) -> QWidget:
    """One form for chosen people."""
    page = stage.page("people", PeoplePage)
    page.list.table.selectAll()
    chosen = page.list.table.chosen_ids()[:12]
    book = REGISTERS["people"]
    return stage.show(PrintFormsDialog(stage.desk_of(), book, chosen, stage.window_of()))


def issue(stage: Stage) -> None:
    """A decision about the first user is issued."""
    office = stage.offices.commune
    person = first_on(stage.page("people", PeoplePage), "sdtp")
    filling = papers.fill(office, DECISION, person, office.clock.now().date())
    office.run(papers.issue_filling(office, filling))


def at_the_person(stage: Stage) -> QWidget:
    """What was issued, at the case of whom it is about."""
    stage.once(issue)
    tab = case_of_first(stage, "sdtp")
    tab.refresh()
    stage.camera.settle()
    tab.ensureWidgetVisible(tab.papers)
    return tab.window()


def in_the_book(stage: Stage) -> QWidget:
    """The same in the outgoing book."""
    stage.once(issue)
    page = stage.page("documents", PapersPage).issued
    page.relist()
    stage.camera.settle()
    page.table.choose(page.model.ids[0])
    stage.camera.settle()
    return page.window()


MISSING = PaperWanted(
    law_form="PL I-02",
    source="Luật 120/2025/QH15 Điều 28; NĐ 163/2026/NĐ-CP Điều 9",
    who="Trưởng Công an cấp xã",
)

SCENES: tuple[Scene, ...] = (
    Scene("fill-decision", FillDialog, partial(filled, wanted=PaperWanted(form=DECISION))),
    Scene("fill-summary", FillDialog, partial(filled, wanted=PaperWanted(form="163-iii-05"))),
    Scene("fill-blank", FillDialog, partial(filled, wanted=PaperWanted(form=DECISION), blank=True)),
    Scene("fill-missing", FillDialog, partial(filled, wanted=MISSING)),
    Scene("fill-picker", FormPicker, picker),
    Scene("fill-many", PrintFormsDialog, many),
    Scene("fill-at-person", PeoplePage, at_the_person),
    Scene("fill-in-book", PapersPage, in_the_book),
)
