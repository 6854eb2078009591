"""Every book in the real window: written, found, edited, taken back, out to a sheet and in again.

What is typed comes from the book's own description.  Papers, assessments, attestations, settings
and returns have pages of their own and are written there by acts, not in a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, RecordId, Value, codes_of
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.restricted import is_restricted
from sachmatuy_desktop.exchange.fates import Fate
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.dialogs.import_sheet import ImportDialog
from sachmatuy_desktop.ui.forms.editors import ReferenceEditor
from sachmatuy_desktop.ui.forms.ticks import TicksEditor
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.models.cells import words
from sachmatuy_desktop.ui.models.codes import code_choices, code_words, is_code
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.sheets import SheetButton
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.offices import add, new_office
from tests.ui.asked import for_a_purpose
from tests.valid_records import editable, valid_record

BOOKS = [
    each
    for each in REGISTERS
    if each.area in (Area.PEOPLE, Area.HOUSEHOLDS, Area.REGISTERS)
    and each.scope not in (Scope.DOWN, Scope.LOCAL)
    and not each.by_program
]


@dataclass
class Desktop:
    """The window on an office that has one record of every book that others point at."""

    window: MainWindow
    office: Office
    pointing: dict[str, RecordId]

    def settle(self, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: not self.window.desk.operations.is_busy, timeout=10_000)

    def open(self, register: Register) -> RecordList:
        self.window.desk.door.emit(Door(register.name))
        page = self.window.page
        return next(
            each
            for each in page.findChildren(RecordList)
            if each.register is register and each.isVisibleTo(page)
        )


def typed_targets(book: Register) -> set[str]:
    """The books that a person points at when writing in this one."""
    return {str(each.target) for each in book.references if not each.by_program}


@pytest.fixture(scope="module")
def desktop(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    office = new_office(tmp_path_factory.mktemp("sổ") / "xã")
    pointing: dict[str, RecordId] = {}
    wanted = set().union(*(typed_targets(book) for book in BOOKS))
    while len(pointing) < len(wanted):
        book = next(
            REGISTERS[name]
            for name in sorted(wanted - pointing.keys())
            if typed_targets(REGISTERS[name]) <= pointing.keys()
        )
        pointing[book.name] = add(office, book.name, **valid_record(book, pointing))
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    window = open_window(qapp, office, MemoryPreferences(), PAGES)
    window.desk.feedback.said.connect(lambda kind, text: pytest.fail(text) if kind == "bug" else 0)
    window.show()
    yield Desktop(window, office, pointing)
    window.desk.operations.shut_down()
    window.close()
    office.close()


def type_into(records: RecordList, field: Field, values: dict[str, Value]) -> None:
    """As a person does: what points at a record is taken from the list, all else is typed."""
    editor = records.show_panel().form.editor(field.name)
    value = values[field.name]
    if isinstance(editor, ReferenceEditor) and value is not None:
        editor.open_list()
        assert value in [each.key for each in editor.suggestions]
        editor.picked.emit(value)
        editor.close_list()
        return
    if isinstance(editor, TicksEditor):
        for code, box in editor.boxes.items():
            if box.isChecked() != (code in codes_of(value)):
                box.click()
        return
    text = code_words(field, values) or words(field, value)
    if isinstance(editor, QPlainTextEdit):
        editor.setPlainText(text)
    else:
        assert isinstance(editor, QLineEdit)
        editor.setText(text)


def some_codes(register: Register) -> dict[str, Value]:
    """Texts that are codes of something else, such as a rule pack: one of those there are."""
    return {
        field.name: next(iter(code_choices(field, {field.name: None})))
        for field in register.fields
        if is_code(field)
    }


def stands(desktop: Desktop, register: Register, record: str) -> dict[str, Value]:
    row = desktop.office.queries.rows(register.name, [record])[record]
    return {each.name: row[each.name] for each in register.fields if not each.by_program}


def write(qtbot: QtBot, desktop: Desktop, records: RecordList, values: dict[str, Value]) -> str:
    """A new record, field by field through its editors; its id."""
    records.add_button.click()
    panel = records.show_panel()
    for field in panel.form.fields:
        type_into(records, field, values)
    assert [str(each) for each in panel.form.complaints()] == []
    panel.save_button.click()
    desktop.settle(qtbot)
    assert panel.record is not None
    assert stands(desktop, records.register, panel.record) == values
    assert panel.record in records.model.ids
    return panel.record


def seek(qtbot: QtBot, records: RecordList, record: str, values: dict[str, Value]) -> None:
    """Found by a word of it in small letters, and by no other word."""
    fields = [records.register[name] for name in records.register.search]
    name = next(each.name for each in fields if each.kind in (Kind.TEXT, Kind.NAME))
    records.search.setText(str(values[name]).lower())
    qtbot.waitUntil(lambda: list(records.model.ids) == [record], timeout=3000)
    records.search.setText("chưa từng ghi")
    qtbot.waitUntil(lambda: list(records.model.ids) == [], timeout=3000)
    records.show_all()


def change(qtbot: QtBot, desktop: Desktop, records: RecordList, values: dict[str, Value]) -> None:
    """One field is changed and saved, then taken back."""
    panel, register = records.show_panel(), records.register
    record = str(panel.record)
    name, after = editable(register, values, 3, frozenset(some_codes(register)))
    type_into(records, register[name], {**values, name: after})
    panel.save_button.click()
    desktop.settle(qtbot)
    assert stands(desktop, register, record) == {**values, name: after}
    desktop.window.desk.undo_last()
    desktop.settle(qtbot)
    assert stands(desktop, register, record) == values


def out_and_in(qtbot: QtBot, desktop: Desktop, records: RecordList, path: Path) -> None:
    """The list as a spreadsheet; read again it changes nothing."""
    sheet = records.findChild(SheetButton)
    assert sheet is not None
    if is_restricted(records.register, [each.name for each in records.register.fields]):
        for_a_purpose()
    sheet.export_to(path)
    desktop.settle(qtbot)
    dialog = ImportDialog(desktop.window.desk, register=records.register.name, path=path)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.plan is not None, timeout=10_000)
    assert dialog.plan is not None
    fates = [(row.fate, row.complaints) for row in dialog.plan.rows]
    assert fates == [(Fate.SAME, ())] * len(records.model.ids)
    dialog.reject()


@pytest.mark.parametrize("register", BOOKS, ids=lambda each: each.name)
def test_a_book_in_the_window(
    qtbot: QtBot, desktop: Desktop, register: Register, tmp_path: Path
) -> None:
    records = desktop.open(register)
    before = list(records.model.ids)
    values = valid_record(register, desktop.pointing, 2) | some_codes(register)
    record = write(qtbot, desktop, records, values)
    if register.search:
        seek(qtbot, records, record, values)
    change(qtbot, desktop, records, values)
    out_and_in(qtbot, desktop, records, tmp_path / "sổ.xlsx")
    records.table.clearSelection()
    records.table.choose(record)
    records.remove_button.click()
    desktop.settle(qtbot)
    assert list(records.model.ids) == before
