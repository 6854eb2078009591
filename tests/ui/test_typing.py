"""Typing as Unikey and the input methods of Linux do: no letter is lost, doubled or overwritten.

Unikey takes letters back with Backspace and puts others in; an input method shows a syllable while
it is composed and then hands it over.  After every key the line must hold what was typed, with the
cursor at its end and nothing selected: whatever list opens meanwhile, whatever answer comes late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.forms.record_panel import RecordPanel
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.people import PeoplePage
from sachmatuy_desktop.ui.suggest import SuggestEdit
from sachmatuy_desktop.ui.wizard.unit_picker import UnitPicker

from .conftest import TestOffice

BACK = Qt.Key.Key_Backspace
Line = Callable[[], QLineEdit]


def key(line: QLineEdit, letter: str) -> None:
    """A letter as Unikey sends it: a key press with a text and no key of its own."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(line, event)


def type_as_unikey(line: QLineEdit, keys: Sequence[str], *, hurried: bool) -> None:
    """`<` takes a letter back.  In a hurry all keys come before the window does anything else."""
    expected = line.text()
    for each in keys:
        if each == "<":
            QTest.keyClick(line, BACK)
            expected = expected[:-1]
        else:
            key(line, each)
            expected += each
        if not hurried:
            QTest.qWait(3)
        assert (line.text(), line.selectedText()) == (expected, "")
        assert line.cursorPosition() == len(expected)


def compose(line: QLineEdit, text: str) -> None:
    """Every syllable shown while it is composed, letter by letter, and then handed over."""
    expected = line.text()
    for syllable in text.split(" "):
        given = syllable if not expected else f" {syllable}"
        for end in range(1, len(given) + 1):
            QApplication.sendEvent(line, QInputMethodEvent(given[:end], []))
            QTest.qWait(2)
            assert line.text() == expected
        done = QInputMethodEvent("", [])
        done.setCommitString(given)
        QApplication.sendEvent(line, done)
        expected += given
        QTest.qWait(2)
        assert (line.text(), line.selectedText()) == (expected, "")
        assert line.cursorPosition() == len(expected)


# Every line in which one types while something else moves


@pytest.fixture
def people(office: TestOffice) -> None:
    village = office.add("villages", name="Thôn Thuỷ Hoà", kind="thon")
    for name in ("Lò Thị Thuý", "Hà Văn Thủy", "Vi Thị Hòa"):
        person = office.add("people", full_name=name, village=village)
        office.add("households", head=name, village=village, number="1")
        office.add("tests", person=person, taken_on="2026-06-01", result="am_tinh")


@pytest.fixture
def search_box(window: MainWindow) -> QLineEdit:
    return window.search


@pytest.fixture
def list_filter(window: MainWindow) -> QLineEdit:
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    page.side.choose("all")
    return page.list.search


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> Callable[[str], RecordPanel]:
    kept: list[RecordPanel] = []  # for as long as the test asks for panels

    def of(register: str) -> RecordPanel:
        made = RecordPanel(desk, REGISTERS[register])
        kept.append(made)
        made.resize(480, 700)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitExposed(made)
        made.show_new()
        return made

    return of


def line_of(panel: RecordPanel, field: str) -> QLineEdit:
    found = panel.form.editor(field)
    assert isinstance(found, QLineEdit)
    return found


@pytest.fixture
def other_record(panel: Callable[[str], RecordPanel]) -> QLineEdit:
    return line_of(panel("tests"), "person")


@pytest.fixture
def other_place(panel: Callable[[str], RecordPanel]) -> QLineEdit:
    return line_of(panel("people"), "village")


@pytest.fixture
def word_of_a_list(panel: Callable[[str], RecordPanel]) -> QLineEdit:
    return line_of(panel("people"), "sex")


@pytest.fixture
def name(panel: Callable[[str], RecordPanel]) -> QLineEdit:
    return line_of(panel("people"), "full_name")


@pytest.fixture
def unit(qtbot: QtBot) -> Iterator[QLineEdit]:
    picker = UnitPicker(unit_table(), date(2026, 7, 1))
    qtbot.addWidget(picker)
    picker.show()
    qtbot.waitExposed(picker)
    yield picker.line
    picker.close()


LINES = (
    "search_box",
    "list_filter",
    "other_record",
    "other_place",
    "word_of_a_list",
    "name",
    "unit",
)

UNIKEY = {
    "thuý": "thuy<<uý",
    "thủy": "thuy<<ủy",
    "hoà": "hoa<<oà",
    "đỗ": "d<đo<ô<ỗ",
    "Lò Thị Thuý": "Lo<ò Thi<ị Thuy<<uý",
    "nguyễn": "nguyen<<ên<<<yễn",
}


@pytest.fixture(params=LINES)
def line(request: pytest.FixtureRequest, people: None) -> QLineEdit:
    made: QLineEdit = request.getfixturevalue(request.param)
    made.setFocus()
    return made


@pytest.mark.parametrize("hurried", [True, False], ids=["hurried", "slowly"])
def test_backspace_and_reinsert(line: QLineEdit, hurried: bool) -> None:
    for text, keys in UNIKEY.items():
        line.clear()
        type_as_unikey(line, keys, hurried=hurried)
        assert line.text() == text


def test_composing(line: QLineEdit) -> None:
    compose(line, "Lò Thị Thuý")
    assert line.text() == "Lò Thị Thuý"


def test_a_letter_in_the_middle_stays_in_the_middle(line: QLineEdit) -> None:
    type_as_unikey(line, "Lo Thuy", hurried=False)
    line.setCursorPosition(2)
    for each in ("<", "ò"):
        if each == "<":
            QTest.keyClick(line, BACK)
        else:
            key(line, each)
        QTest.qWait(5)
    assert (line.text(), line.cursorPosition()) == ("Lò Thuy", 2)


# And it finds


def test_what_unikey_types_is_what_is_found(qtbot: QtBot, people: None, window: MainWindow) -> None:
    type_as_unikey(window.search, "thuy<<uý", hurried=True)
    window.search.setFocus()
    qtbot.waitUntil(
        lambda: (
            [each.text for each in window.search.suggestions][:2] == ["Lò Thị Thuý", "Hà Văn Thủy"]
        )
    )


def test_what_is_typed_in_a_hurry_is_what_is_listed(
    qtbot: QtBot, people: None, window: MainWindow
) -> None:
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    page.side.choose("all")
    type_as_unikey(page.list.search, "thuy<<uý", hurried=True)
    model = page.list.model
    qtbot.waitUntil(lambda: model.view.search == "thuý")
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert names == ["Lò Thị Thuý", "Hà Văn Thủy"]
    assert page.list.count_label.text() == "2 người"


@pytest.mark.parametrize("field", ["other_record", "other_place"])
def test_a_list_under_a_field_offers_what_unikey_typed(
    qtbot: QtBot, people: None, request: pytest.FixtureRequest, field: str
) -> None:
    edit = request.getfixturevalue(field)
    assert isinstance(edit, SuggestEdit)
    edit.setFocus()
    type_as_unikey(edit, "thuy<<uỷ", hurried=True)
    qtbot.waitUntil(lambda: bool(edit.suggestions))
    first = edit.suggestions[0].text
    assert first == ("Thôn Thuỷ Hoà" if field == "other_place" else "Hà Văn Thủy")


# While an act comes back from the worker


def test_what_is_typed_while_a_save_is_under_way_stays(
    qtbot: QtBot,
    desk: Desk,
    office: TestOffice,
    panel: Callable[[str], RecordPanel],
    settled: Callable[[], None],
) -> None:
    people = panel("people")
    name, work = line_of(people, "full_name"), line_of(people, "occupation")
    type_as_unikey(name, "Lò", hurried=True)
    people.save()
    type_as_unikey(name, " Mẫu", hurried=True)
    type_as_unikey(work, "thợ", hurried=True)
    settled()

    assert (name.text(), name.cursorPosition()) == ("Lò Mẫu", 6)
    assert work.text() == "thợ"
    assert people.is_changed
    people.save()
    settled()
    (person,) = office.queries.ids("people")
    assert office.value("people", person, "full_name") == "Lò Mẫu"
    assert office.value("people", person, "occupation") == "thợ"


def test_the_next_new_record_is_not_taken_for_the_one_just_saved(
    office: TestOffice, panel: Callable[[str], RecordPanel], settled: Callable[[], None]
) -> None:
    people = panel("people")
    type_as_unikey(line_of(people, "full_name"), "Lò Một", hurried=True)
    people.save()
    people.show_new()
    type_as_unikey(line_of(people, "full_name"), "Lò Hai", hurried=True)
    settled()
    assert people.record is None
    assert line_of(people, "full_name").text() == "Lò Hai"
    people.save()
    settled()
    names = [office.value("people", key, "full_name") for key in office.queries.ids("people")]
    assert names == ["Lò Hai", "Lò Một"]


def test_an_act_elsewhere_leaves_the_syllable_that_is_being_composed(
    qtbot: QtBot,
    office: TestOffice,
    desk: Desk,
    panel: Callable[[str], RecordPanel],
    settled: Callable[[], None],
) -> None:
    person = office.add("people", full_name="Lò Văn Mẫu")
    people = panel("people")
    people.show_record(person)
    name = line_of(people, "full_name")
    name.setFocus()
    qtbot.waitUntil(name.hasFocus)
    name.end(False)
    QApplication.sendEvent(name, QInputMethodEvent("ho", []))
    desk.run(SaveRecord("people", person, {"occupation": "Thợ xây"}))
    settled()
    assert line_of(people, "occupation").text() == "Thợ xây"
    done = QInputMethodEvent("", [])
    done.setCommitString(" Hoà")
    QApplication.sendEvent(name, done)
    assert name.text() == "Lò Văn Mẫu Hoà"
