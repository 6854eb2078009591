"""The lists of the law apart from the plans' own; terms as chips; what is done by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.ui.forms.quick_dialog import QuickDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.people import PeoplePage
from sachmatuy_desktop.ui.pages.people_lists import OVERDUE
from sachmatuy_desktop.ui.pages.record_list import RecordList

from .conftest import TestOffice


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=5000)


def listed(records: RecordList, column: str) -> list[str]:
    place = [each.name for each in records.model.columns].index(column)
    model = records.model
    return [model.index(row, place).data() for row in range(model.rowCount())]


def on_list(office: TestOffice, name: str, category: str, since: str = "2026-06-01") -> str:
    person = office.add("people", full_name=name)
    office.add("episodes", person=person, category=category, from_date=since)
    return person


@pytest.fixture
def page(qtbot: QtBot, office: TestOffice, window: MainWindow) -> PeoplePage:
    """Four people: on a list of the law, past its end, near it, and on a plan's list alone."""
    on_list(office, "Hà Văn An", "sdtp")
    on_list(office, "Lò Văn Bình", "sdtp", since="2025-06-20")
    on_list(office, "Vi Văn Cảnh", "sdtp", since="2025-07-06")
    on_list(office, "Y Blo", "nguy_co_cao")
    made = window.open_page("people")
    assert isinstance(made, PeoplePage)
    settle(qtbot, window)
    return made


def test_the_lists_of_the_law_stand_apart_from_the_plans(page: PeoplePage) -> None:
    lines = [(line.text, line.count) for line in page.side.lines]

    assert lines == [
        ("Tất cả nhân khẩu", 4),
        ("DANH SÁCH THEO LUẬT", None),
        ("Đang quản lý", 2),
        ("Người sử dụng trái phép chất ma túy", 2),
        ("Người nghiện ma túy", 0),
        ("Người bị quản lý sau cai nghiện ma túy", 0),
        ("Quá hạn – phải đưa ra khỏi danh sách", 1),
        ("CHỈ KẾ HOẠCH YÊU CẦU", None),
        ("Người có căn cứ nghi sử dụng trái phép chất ma túy", 0),
        ("Người nghi nghiện ma túy", 0),
        ("Người có biểu hiện loạn thần “ngáo đá”", 0),
        ("Người có nguy cơ cao", 1),
        ("Người chấp hành xong án phạt tù về ma túy", 0),
    ]


def test_past_the_end_nobody_counts_as_managed_without_a_new_decision(
    qtbot: QtBot, office: TestOffice, window: MainWindow, page: PeoplePage
) -> None:
    page.side.choose("sdtp")
    assert listed(page.list, "full_name") == ["Hà Văn An", "Vi Văn Cảnh"]
    page.side.choose(OVERDUE)
    assert listed(page.list, "full_name") == ["Lò Văn Bình"]
    assert listed(page.list, "term") == ["quá hạn – phải đưa ra khỏi danh sách"]

    [overdue] = page.list.model.ids
    office.add(
        "decisions",
        person=overdue,
        kind="quan_ly_sdtp",
        number="30/QĐ-CAX",
        signed_on="2026-07-01",
        term_from="2026-07-01",
        term_until="2027-07-01",
    )
    page.opened()
    qtbot.waitUntil(lambda: listed(page.list, "full_name") == [], timeout=5000)
    page.side.choose("sdtp")
    assert listed(page.list, "full_name") == ["Hà Văn An", "Lò Văn Bình", "Vi Văn Cảnh"]


def test_how_near_the_end_of_a_term_is_stands_in_the_list(page: PeoplePage) -> None:
    page.side.choose("managed")

    assert dict(zip(listed(page.list, "full_name"), listed(page.list, "term"), strict=True)) == {
        "Hà Văn An": "",
        "Vi Văn Cảnh": "còn 5 ngày",
    }


def test_a_plans_list_says_that_the_law_knows_no_such_list(page: PeoplePage) -> None:
    page.side.choose("nguy_co_cao")
    assert not page.note.isHidden()
    assert "Không có danh sách theo luật" in page.note.text()
    assert "giữ ít nhất" in page.note.text()

    page.side.choose("sdtp")
    assert page.note.isHidden()


@pytest.mark.parametrize(
    ("key", "modifiers", "register"),
    [
        (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, "visits"),
        (Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier, "tests"),
        (
            Qt.Key.Key_T,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
            "tests",
        ),
    ],
)
def test_two_keys_write_down_a_visit_a_result_or_a_test_to_come(
    qtbot: QtBot,
    office: TestOffice,
    window: MainWindow,
    page: PeoplePage,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    register: str,
) -> None:
    page.side.choose("managed")
    window.activateWindow()
    page.list.table.setFocus()
    page.list.table.selectRow(0)
    chosen = page.list.model.ids[0]
    QTest.keyClick(page.list.table, key, modifiers)
    dialog = window.findChild(QuickDialog)
    assert dialog is not None
    dialog.activateWindow()
    first = next(iter(dialog.ways.values()))
    qtbot.waitUntil(first.hasFocus)
    QTest.keyClick(first, Qt.Key.Key_Return)
    settle(qtbot, window)

    [record] = office.queries.ids(register)
    assert office.value(register, record, "person") == chosen


def test_names_of_one_word_and_without_surname_sort_and_are_found(
    qtbot: QtBot, office: TestOffice, window: MainWindow, page: PeoplePage
) -> None:
    """Many people of the Central Highlands have no surname; some papers bear one word alone."""
    for name in ("Hương", "A Nhin", "H’Hen Niê", "Cảnh", "Nguyễn Thị Chín"):
        office.add("people", full_name=name)
    page.opened()
    page.side.choose("all")
    page.list.relist()

    assert listed(page.list, "full_name") == [
        "Hà Văn An",
        "Lò Văn Bình",
        "Y Blo",
        "Cảnh",
        "Vi Văn Cảnh",
        "Nguyễn Thị Chín",
        "H’Hen Niê",
        "Hương",
        "A Nhin",
    ]
    for typed, found in (("huong", "Hương"), ("hhen", "H’Hen Niê"), ("nhin", "A Nhin")):
        assert (
            office.queries.names("people", office.queries.ids("people", search=typed)).popitem()[1]
            == found
        )
