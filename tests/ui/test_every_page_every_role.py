"""The whole window with every role: pages in the rail, tabs, what may be done, what is shown.

One office, one window after the other, every page and every tab of it opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.criteria.assessing import AssessmentView
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.sheets import SheetButton
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.offices import TestClock, add, new_office
from tests.services.test_calendar import managed
from tests.ui.test_who_sees_whom import said_by

LISTED, NUMBER, PHONE = "Lê Văn Cam", "062090001234", "0912345678"
HEAD, OFFENDER, INFORMER = "Trần Thị Ả", "Phạm Văn Ốc", "Đỗ Thị Ề"

ALL = set(ROLES)
POLICE = {"admin", "police_chief", "police"}
IN_RAIL = {
    "today": ALL,
    "people": POLICE | {"social", "health", "clerk", "chair"},
    "households": ALL - {"health", "viewer"},
    "registers": ALL,
    "criteria": ALL,
    "recognition": ALL - {"viewer"},
    "plans": ALL - {"viewer"},
    "documents": ALL,
    "checks": POLICE | {"social", "health"},
    "sync": POLICE,
    "history": ALL,
    "admin": ALL,
}
"""Who finds which page of a commune's window."""

MAY_KNOW = {
    LISTED: POLICE | {"social", "health"},
    NUMBER: POLICE | {"social", "health"},
    PHONE: POLICE | {"social", "health"},
    HEAD: ALL - {"health", "viewer"},
    OFFENDER: POLICE,
    INFORMER: POLICE,
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    clock = TestClock(datetime(2026, 7, 6, 8, tzinfo=VIETNAM))
    made = new_office(tmp_path_factory.mktemp("vai") / "xã", clock=clock)
    village = add(made, "villages", name="Thôn Một", kind="thon")
    add(made, "households", head=HEAD, village=village, state="dang_cu_tru")
    person = managed(made, LISTED)
    with made.store.begin(Act("training.fill", "Máy")) as work:
        work.update("people", person, {"citizen_number": NUMBER, "phone": PHONE})
        work.insert("case_subjects", {"role": "bi_bat", "name": OFFENDER})
        work.insert("tip_offs", {"number": "1", "informer": INFORMER, "content": OFFENDER})
        work.commit()
    yield made
    made.close()


def walk(window: MainWindow, qtbot: QtBot) -> Iterator[tuple[str, QWidget]]:
    """Every page, when all its tabs have been looked at."""
    for page_id in list(window.rail.buttons):
        page = window.open_page(page_id)
        for tabs in page.findChildren(QTabWidget):
            for place in range(tabs.count()):
                tabs.setCurrentIndex(place)
                qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=20_000)
        yield page_id, page


def words_of(widget: QWidget) -> str:
    return "\n".join(each for one in widget.findChildren(QWidget) for each in said_by(one))


def check_lists(page: QWidget, role_id: str) -> None:
    """What a list lets do is what its role may: adding, columns, spreadsheets."""
    may = ROLES[role_id]
    for view in page.findChildren(AssessmentView):
        assert view.keep.isEnabled() == may.may_act_on(REGISTERS["assessments"]), role_id
    for each in page.findChildren(RecordList):
        book = each.register
        writes = may.may_act_on(book) and not book.by_program
        where = f"{role_id}: {book.name}"
        assert may.may_open(book), where
        assert writes or each.head.add.isHidden(), where
        offered = {column.name for column in each.columns.offered}
        hidden = {field.name for field in book.fields if not may.may_see(field)}
        if may.must_mask(book):
            hidden.discard(book.naming[0])
        assert not offered & hidden, where
        for sheets in each.findChildren(SheetButton):
            acts = [action.text() for action in sheets.menu().actions()]
            assert writes or not any(act.startswith("Nhập") for act in acts), where
            assert may.may_name(book) or not any(act.startswith("Xuất") for act in acts), where


@pytest.mark.parametrize("role_id", ROLES)
def test_a_role_finds_its_pages_and_nothing_else(
    qapp: QApplication, qtbot: QtBot, office: Office, role_id: str
) -> None:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    seen = replace(office, account=replace(office.account, role=role_id))
    window = open_window(qapp, seen, MemoryPreferences(), PAGES)
    qtbot.addWidget(window)
    window.show()
    pages = set(window.rail.buttons)
    assert {page: role_id in IN_RAIL[page] for page in IN_RAIL} == {
        page: page in pages for page in IN_RAIL
    }
    forbidden = [word for word, who in MAY_KNOW.items() if role_id not in who]
    told: dict[str, list[str]] = {}
    places = walk(window, qtbot) if forbidden or role_id == "police" else ()
    for where, page in places:
        qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=20_000)
        QApplication.processEvents()
        words = words_of(page)
        found = [word for word in forbidden if word in words]
        if found:
            told[where] = found
        if where == "people" and ROLES[role_id].must_mask(REGISTERS["people"]):
            assert "Lê V. C., 1990" in words
        check_lists(page, role_id)
    window.desk.operations.shut_down()
    assert told == {}
