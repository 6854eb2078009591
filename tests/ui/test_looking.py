"""Whatever shows one person's record in the window leaves a note of who looked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.proof.evidence import Subject, Wanted, security_log
from sachmatuy_desktop.ui.forms.quick_acts import open_test_result
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.documents import PapersPage
from tests.filled_offices import DAY, filled_office, managed_person
from tests.offices import add
from tests.ui.windows import rest


def looks(office: Office, person: str) -> int:
    wanted = Wanted(subject=Subject.VIEWS, record=f"people/{person}")
    return len(security_log(office, wanted, limit=1_000))


@pytest.fixture
def commune(tmp_path: Path) -> Office:
    return filled_office(tmp_path / "office")


def test_cards_dialogs_and_papers_of_a_person(
    commune: Office, windows: Callable[[Office], MainWindow], qtbot: QtBot
) -> None:
    person = managed_person(commune)
    filling = papers.fill(commune, "163-iii-04", person, DAY)
    document = str(commune.run(papers.issue_filling(commune, filling)).result)
    (number, *_more) = commune.queries.children("identity_docs", "person", person)
    add(commune, "tests", person=person, planned_on=DAY.isoformat())
    window = windows(commune)
    desk = window.desk

    def card() -> None:
        desk.open_case(person)

    def under_it() -> None:
        RecordDialog(desk, REGISTERS["identity_docs"], number, {}, window).show()

    def in_two_keys() -> None:
        open_test_result(desk, person, window)

    def paper() -> None:
        page = window.open_page("documents")
        assert isinstance(page, PapersPage)
        page.issued.show_document(document)

    for way in (card, under_it, in_two_keys, paper):
        commune.looked.clear()
        before = looks(commune, person)
        way()
        rest(qtbot, window)
        assert looks(commune, person) == before + 1, way.__name__
