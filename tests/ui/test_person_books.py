"""The books about a person, each through the real window: written, changed, taken back, exported,
taken in again without a difference."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.exchange.fates import Fate
from sachmatuy_desktop.ui.dialogs.import_sheet import ImportDialog
from sachmatuy_desktop.ui.forms.editors import ReferenceEditor
from sachmatuy_desktop.ui.forms.record_panel import RecordPanel
from sachmatuy_desktop.ui.forms.ticks import TicksEditor
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.registers import RegistersPage
from sachmatuy_desktop.ui.pages.sheets import SheetButton

from .conftest import TestOffice

Typed = dict[str, str]

BOOKS: dict[str, tuple[Typed, Typed, Typed]] = {
    "identity_docs": (
        {"kind": "Chứng minh nhân dân", "number": "123456789", "issued_by": "Công an tỉnh Mẫu"},
        {"issued_on": "5/3/2015"},
        {"issued_on": "05/03/2015"},
    ),
    "drug_profiles": (
        {"first_found": "7/2026", "drugs": "heroine ats", "times_in_rehab": "1 lần"},
        {"frequency": "Mỗi tuần một lần"},
        {"frequency": "Mỗi tuần một lần"},
    ),
    "guardians": (
        {"name": "Hà Văn Cha", "relation": "cha", "phone": "0912345678"},
        {"address": "Thôn Một"},
        {"address": "Thôn Một"},
    ),
    "tests": (
        {"planned_on": "20/7/2026", "kind": "đột xuất", "sheet_number": "07/PXN"},
        {"taken_on": "21/7/2026", "taken_at": "8h30", "result": "Âm tính"},
        {"taken_on": "21/07/2026", "taken_at": "08:30", "result": "Âm tính"},
    ),
    "supports": (
        {"kind": "Việc làm", "given_on": "1/6/2026", "giver": "Hội Nông dân"},
        {"content": "Thợ xây", "income": "4.500.000"},
        {"content": "Thợ xây", "income": "4.500.000"},
    ),
    "visits": (
        {"visited_on": "15/6/2026", "visitor": "Hà Văn Cán"},
        {"found": "có"},
        {"found": "Có"},
    ),
    "assignments": (
        {
            "helper": "Vi Thị Giúp",
            "role": "Người được phân công giúp đỡ",
            "from_date": "1/6/2026",
            "decision_number": "12/QĐ-CAX",
        },
        {"organisation": "Hội Liên hiệp Phụ nữ"},
        {"organisation": "Hội Liên hiệp Phụ nữ"},
    ),
}
"""What is typed for a new record, what is typed into it later, and how that is then shown."""


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=10_000)


def type_in(panel: RecordPanel, typed: Typed) -> None:
    for name, text in typed.items():
        editor = panel.form.editor(name)
        if isinstance(editor, TicksEditor):
            for code in text.split():
                editor.boxes[code].click()
        else:
            assert isinstance(editor, QLineEdit)
            editor.setText(text)


def choose_person(panel: RecordPanel) -> None:
    """Type a part of the name, take the one that is offered."""
    editor = panel.form.editor("person")
    assert isinstance(editor, ReferenceEditor)
    editor.setFocus()
    editor.setText("mau")
    editor.open_list()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == "Lò Văn Mẫu, 1990"


def save(panel: RecordPanel) -> None:
    assert panel.save_button.isEnabled(), panel.form.complaints()
    panel.save_button.click()


def shown(panel: RecordPanel, name: str) -> str:
    editor = panel.form.editor(name)
    assert isinstance(editor, QLineEdit)
    return editor.text()


@pytest.fixture
def person(office: TestOffice) -> str:
    return office.add("people", full_name="Lò Văn Mẫu", birth="1990", citizen_number="999090000001")


def book(window: MainWindow, register: str) -> RecordList:
    page = window.open_page("registers")
    assert isinstance(page, RegistersPage)
    page.side.choose(register)
    return page.lists[register]


@pytest.mark.parametrize("register", BOOKS)
def test_a_book_about_a_person_is_written_changed_and_taken_back(
    qtbot: QtBot, office: TestOffice, window: MainWindow, person: str, register: str
) -> None:
    first, later, read = BOOKS[register]
    records = book(window, register)
    records.add()
    panel = records.show_panel()
    choose_person(panel)
    type_in(panel, first)
    save(panel)
    settle(qtbot, window)
    [record] = office.queries.ids(register)
    assert office.value(register, record, "person") == person
    assert records.model.rowCount() == 1

    type_in(panel, later)
    save(panel)
    settle(qtbot, window)
    assert {name: shown(panel, name) for name in read} == read
    if REGISTERS[register].search:
        word = next(text for name, text in first.items() if name in REGISTERS[register].search)
        assert office.queries.ids(register, search=word) == [record]

    window.desk.undo_last()
    settle(qtbot, window)
    assert {name: shown(panel, name) for name in read} == dict.fromkeys(read, "")
    window.desk.undo_last()
    settle(qtbot, window)
    assert office.queries.ids(register) == []


@pytest.mark.parametrize("register", BOOKS)
def test_what_a_book_writes_out_it_takes_in_again_without_a_difference(
    qtbot: QtBot,
    office: TestOffice,
    window: MainWindow,
    person: str,
    register: str,
    tmp_path: Path,
) -> None:
    first, later, _read = BOOKS[register]
    records = book(window, register)
    records.add()
    choose_person(records.show_panel())
    type_in(records.show_panel(), first | later)
    save(records.show_panel())
    settle(qtbot, window)
    button = records.findChild(SheetButton)
    assert button is not None
    path = tmp_path / "sổ.xlsx"
    for_a_purpose()
    button.export_to(path)
    settle(qtbot, window)

    dialog = ImportDialog(window.desk, register=register, path=path)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.plan is not None, timeout=10_000)
    assert dialog.plan is not None
    assert [row.fate for row in dialog.plan.rows] == [Fate.SAME]
