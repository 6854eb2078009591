"""Word and Excel through the window: saved from the dialog and the book, templates taken in."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.documents.word.places import form_as_template
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.templates import TakeTemplate
from sachmatuy_desktop.ui.dialogs.fill_form import FillDialog, PaperWanted
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.admin import AdminPage
from sachmatuy_desktop.ui.pages.admin.templates import Templates
from sachmatuy_desktop.ui.pages.documents import PapersPage
from tests.documents.word_reading import opened, words_of
from tests.filled_offices import DAY, NAME, filled_office, managed_person
from tests.ui.windows import rest

Windows = Callable[[Office], MainWindow]
DECISION = "163-iii-04"


@pytest.fixture
def commune(tmp_path: Path) -> Office:
    return filled_office(tmp_path / "office")


@pytest.fixture
def person(commune: Office) -> RecordId:
    return managed_person(commune)


@pytest.fixture
def window(commune: Office, person: RecordId, windows: Windows) -> MainWindow:
    return windows(commune)


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where every file is saved."""
    path = tmp_path / "ra.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    return path


@pytest.fixture
def filled(window: MainWindow, person: RecordId, qtbot: QtBot) -> Iterator[FillDialog]:
    made = FillDialog(window.desk, window, PaperWanted(form=DECISION), person)
    made.show()
    qtbot.waitUntil(lambda: made.view.pages > 0, timeout=10_000)
    yield made
    made.reject()
    made.deleteLater()


def said(path: Path) -> str:
    return words_of(opened(path.read_bytes()))


def notes(office: Office) -> list[str]:
    return [each.why for each in office.queries.journal() if each.act == "document.print"]


def test_a_draft_is_saved_as_word_and_noted(
    filled: FillDialog, window: MainWindow, commune: Office, target: Path, qtbot: QtBot
) -> None:
    assert not filled.save.own.isVisible()
    assert not filled.save.sheets.isVisible()  # the decision has no table
    filled.save.word.trigger()
    rest(qtbot, window)
    assert NAME in said(target)
    assert len(notes(commune)) == 1
    assert NAME not in notes(commune)[0]


def test_by_the_office_s_own_template_with_what_the_books_know(
    window: MainWindow, commune: Office, person: RecordId, target: Path, qtbot: QtBot
) -> None:
    begun = docx.Document(io.BytesIO(form_as_template(load_form(DECISION))))
    begun.add_paragraph("Lời riêng của {HO_TEN}")
    out = io.BytesIO()
    begun.save(out)
    commune.run(TakeTemplate(DECISION, "mau.docx", out.getvalue()))
    dialog = FillDialog(window.desk, window, PaperWanted(form=DECISION), person)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.view.pages > 0, timeout=10_000)
    assert dialog.save.own.isVisible()
    dialog.save.own.trigger()
    rest(qtbot, window)
    assert f"Lời riêng của {NAME.upper()}" in said(target)
    dialog.reject()
    dialog.deleteLater()


def test_an_issued_paper_is_saved_as_word_from_the_book(
    window: MainWindow, commune: Office, person: RecordId, target: Path, qtbot: QtBot
) -> None:
    filling = papers.fill(commune, DECISION, person, DAY)
    document = str(commune.run(papers.issue_filling(commune, filling)).result)
    papers_page = window.open_page("documents")
    assert isinstance(papers_page, PapersPage)
    page = papers_page.issued
    page.relist()
    rest(qtbot, window)
    page.table.choose(document)
    rest(qtbot, window)
    page.save.word.trigger()
    rest(qtbot, window)
    assert "Số: 01/QĐ-" in said(target)
    assert any(each.endswith("; Word") for each in notes(commune))


@pytest.fixture
def tab(window: MainWindow, qtbot: QtBot) -> Templates:
    page = window.open_page("admin")
    assert isinstance(page, AdminPage)
    page.tabs.setCurrentWidget(page.templates)
    qtbot.waitUntil(lambda: page.templates.chosen is not None, timeout=20_000)
    page.templates.choose(DECISION)
    return page.templates


def state(tab: Templates) -> str:
    return tab.table.rows[tab.table.row][2].text


def test_a_template_is_begun_changed_taken_in_and_undone(
    tab: Templates, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    assert "{ho_ten}" in [row[0].text for row in tab.fields.rows]
    assert state(tab) == "Của chương trình"
    path = tmp_path / "mau.docx"
    tab.begin_to(path)
    rest(qtbot, window)
    tab.take_file(path)
    rest(qtbot, window)
    qtbot.waitUntil(lambda: state(tab).startswith("Riêng"), timeout=10_000)
    assert tab.drop.isEnabled()
    window.desk.undo_last()
    rest(qtbot, window)
    qtbot.waitUntil(lambda: state(tab) == "Của chương trình", timeout=10_000)


def test_what_is_wrong_with_a_template_is_listed(
    tab: Templates, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    made = docx.Document()
    made.add_paragraph("{ho_va_ten}")
    path = tmp_path / "sai.docx"
    made.save(str(path))
    tab.take_file(path)
    rest(qtbot, window)
    qtbot.waitUntil(tab.wrong.isVisible, timeout=10_000)
    assert "{ho_va_ten}" in tab.wrong.text()
    assert "{ho_ten}" in tab.wrong.text()
    assert state(tab) == "Của chương trình"
