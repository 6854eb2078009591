"""Scenes of forms filled place by place: about a person, blank, over a blank one, missing, many."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.ui.dialogs.confirm import ConfirmDialog
from sachmatuy_desktop.ui.dialogs.fill_form import FillDialog, PaperWanted
from sachmatuy_desktop.ui.dialogs.form_picker import FormPicker
from sachmatuy_desktop.ui.dialogs.print_forms import PrintFormsDialog
from sachmatuy_desktop.ui.dialogs.print_terms import PrintTermsDialog
from sachmatuy_desktop.ui.dialogs.rows_editor import RowsEditor
from sachmatuy_desktop.ui.pages.documents import PapersPage
from sachmatuy_desktop.ui.pages.people import PeoplePage
from shooting.cases import case_of_first
from shooting.commune import first_on
from shooting.stage import Scene, Stage

DECISION = "163-iii-04"


def filled(
    stage: Stage, wanted: PaperWanted, *, blank: bool = False, over: bool = False
) -> FillDialog:
    """A form about the first person managed as a user."""
    person = first_on(stage.page("people", PeoplePage), "sdtp")
    dialog = stage.show(FillDialog(stage.desk_of(), stage.window_of(), wanted, person))
    stage.camera.settle()
    if blank or over:
        (dialog.looks.over if over else dialog.looks.blank).click()
        stage.camera.settle()
    return dialog


def rows(stage: Stage, form: str, place: str) -> QWidget:
    """A table of a form, with a row typed where the books know none."""
    dialog = filled(stage, PaperWanted(form=form))
    stage.camera.settle()
    editor = cast("RowsEditor", dialog.fields.places[place].editor)
    if not editor.value():
        editor.paste("Biên bản làm việc\t01/7/2026")
    dialog.fields.go_to(place)
    stage.camera.settle()
    return dialog


def lacking(stage: Stage) -> QWidget:
    """The question before a paper with empty places is issued."""
    told = (
        "Còn 2 mục chưa điền: «Thời hạn quản lý», «Tổ trưởng». Khi phát hành, các mục này in dòng "
        "chấm để điền bằng bút; số đã cấp không sửa lại nội dung được."
    )
    title, verb, leave = "Phát hành khi còn mục trống?", "Vẫn phát hành", "Quay lại điền"
    return stage.show(ConfirmDialog(title, told, verb, stage.window_of(), leave))


def terms(stage: Stage) -> QWidget:
    """How the list of persons is printed."""
    return stage.show(
        PrintTermsDialog("LƯU HÀNH NỘI BỘ", mark_asked=True, parent=stage.window_of())
    )


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
    Scene("fill-over", FillDialog, partial(filled, wanted=PaperWanted(form=DECISION), over=True)),
    Scene("fill-missing", FillDialog, partial(filled, wanted=MISSING)),
    Scene("fill-rows", FillDialog, partial(rows, form="163-iii-06", place="tl_khac")),
    Scene("fill-list", FillDialog, partial(rows, form="163-iii-10", place="dang_quan_ly")),
    Scene("fill-lacking", ConfirmDialog, lacking),
    Scene("fill-terms", PrintTermsDialog, terms),
    Scene("fill-picker", FormPicker, picker),
    Scene("fill-many", PrintFormsDialog, many),
    Scene("fill-at-person", PeoplePage, at_the_person),
    Scene("fill-in-book", PapersPage, in_the_book),
)
