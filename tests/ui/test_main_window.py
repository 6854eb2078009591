"""The one window: rail, search box, doors, undo, zoom, and its end."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.register import Area
from sachmatuy_desktop.services.records import RemoveRecord, SaveRecord
from sachmatuy_desktop.services.upkeep.maintenance import backup_now, last_backup
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.actions import ACTIONS
from sachmatuy_desktop.ui.application import open_window, preferences_of
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.operations import Operation, ProgressDialog
from sachmatuy_desktop.ui.pages.people import PeoplePage
from sachmatuy_desktop.ui.pages.registers import RegistersPage
from sachmatuy_desktop.ui.pages.today import TodayPage
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from sachmatuy_desktop.ui.zoom import LARGEST, SMALLEST
from tests.offices import new_office

from .conftest import LIST_PAGES, TestOffice, open_office

CTRL = Qt.KeyboardModifier.ControlModifier


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=5000)


def test_it_says_whose_office_it_is(window: MainWindow) -> None:
    assert window.windowTitle() == "Xã Bản Mẫu – Sạch Ma Túy"
    assert window.status.account.text() == "Cán bộ trực"
    assert window.findChild(QLabel, "training") is None


def test_a_training_world_says_so_on_top(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "tap-huan"
    folder.mkdir()
    office = open_office(folder, training=True)
    window = open_window(qapp, office, MemoryPreferences(), LIST_PAGES)
    qtbot.addWidget(window)
    band = window.findChild(QLabel, "training")

    assert band is not None
    assert band.text().startswith("TẬP HUẤN")
    assert "TẬP HUẤN" in window.windowTitle()
    window.close()
    office.close()


def test_pages_are_made_when_they_are_first_opened(window: MainWindow) -> None:
    assert list(window.pages) == ["today"]
    window.rail.buttons["people"].click()
    assert list(window.pages) == ["today", "people"]
    assert isinstance(window.page, PeoplePage)


def test_every_page_opens_from_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    for number, page in enumerate(window.page_ids, start=1):
        if number > 9:
            break
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), CTRL)
        assert window.page is window.pages[page]
        assert window.rail.buttons[page].isChecked()


class Flickers(QObject):
    """Every widget that came up as a window of its own.

    The progress of slow work is meant to be one, so on a slow machine it is not a flicker; but
    offscreen no window becomes active again after it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.progress = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Show:
            return False
        if isinstance(watched, ProgressDialog):
            self.progress = True
        elif isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_no_part_of_a_page_flickers_up_as_a_window_while_it_is_built(
    qapp: QApplication, qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    person = office.add("people", full_name="Lò Văn Mẫu")
    with qtbot.waitActive(window):
        window.activateWindow()
    flickers = Flickers()
    qapp.installEventFilter(flickers)
    for page in window.page_ids:
        window.open_page(page)
    window.desk.open_record("people", person)
    page_shown = window.page
    assert isinstance(page_shown, PeoplePage)
    page_shown.list.show_panel().tabs.setCurrentIndex(1)
    settle(qtbot, window)
    qapp.removeEventFilter(flickers)

    assert flickers.seen == []
    assert window.isActiveWindow() or flickers.progress


def test_everything_one_can_type_into_or_press_has_a_name(qtbot: QtBot, window: MainWindow) -> None:
    for page in window.page_ids:
        window.open_page(page)
    settle(qtbot, window)
    nameless = [
        each
        for each in window.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isVisibleTo(window)
        and not each.objectName().startswith("qt_")
        and not (each.accessibleName() or getattr(each, "text", lambda: "")())
    ]
    assert [type(each).__name__ for each in nameless] == []


def test_no_two_acts_share_their_keys() -> None:
    keys = [QKeySequence(each).toString() for act in ACTIONS for each in act.keys]
    assert len(keys) == len(set(keys))


def test_ctrl_f_finds_a_person_and_opens_the_record(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    person = office.add("people", full_name="Lò Văn Hoà", birth="1985")
    office.add("people", full_name="Vi Thị Lan")
    QTest.keyClick(window, Qt.Key.Key_F, CTRL)
    assert window.search.hasFocus()
    QTest.keyClicks(window.search, "hoa")
    qtbot.waitUntil(
        lambda: [each.text for each in window.search.suggestions] == ["Lò Văn Hoà, 1985"]
    )
    QTest.keyClick(window.search, Qt.Key.Key_Return)

    page = window.page
    assert isinstance(page, PeoplePage)
    assert page.list.panel is not None
    assert page.list.panel.record == person
    assert window.search.text() == ""


def test_what_is_not_found_is_said(qtbot: QtBot, window: MainWindow) -> None:
    window.search.setFocus()
    QTest.keyClicks(window.search, "qqq")
    qtbot.waitUntil(lambda: bool(window.search.suggestions))

    assert window.search.suggestions[0].text == "Không tìm thấy «qqq»."
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    QTest.keyClick(window.search, Qt.Key.Key_Escape)
    assert not window.search.suggestions


def test_the_search_box_waits_while_a_syllable_is_composed(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    office.add("people", full_name="Lò Văn Hoà")
    box = window.search
    box.setFocus()
    for composed in ("h", "ho", "hoa", "hoà"):
        QApplication.sendEvent(box, QInputMethodEvent(composed, []))
        box.ask()
        assert not box.suggestions
        assert box.text() == ""
    done = QInputMethodEvent("", [])
    done.setCommitString("hoà")
    QApplication.sendEvent(box, done)
    qtbot.waitUntil(lambda: bool(box.suggestions))

    assert box.text() == "hoà"
    assert box.hasFocus()


def test_the_list_of_finds_never_touches_what_unikey_is_typing(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    """Unikey takes letters back and puts others in: "hoa", Backspace twice, "òa"."""
    office.add("people", full_name="Lò Văn Hoà")
    box = window.search
    box.setFocus()
    QTest.keyClicks(box, "hoa")
    qtbot.waitUntil(lambda: bool(box.suggestions))
    for _letter in range(2):
        QTest.keyClick(box, Qt.Key.Key_Backspace)
    done = QInputMethodEvent("", [])
    done.setCommitString("òa")
    QApplication.sendEvent(box, done)

    assert box.text() == "hòa"
    assert box.selectedText() == ""
    assert box.cursorPosition() == 3
    qtbot.waitUntil(lambda: [each.text for each in box.suggestions] == ["Lò Văn Hoà"])


def test_ctrl_z_takes_back_and_ctrl_y_does_again(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    person = office.add("people", full_name="Lò Văn Mẫu", occupation="Làm ruộng")
    window.desk.run(SaveRecord("people", person, {"occupation": "Lái xe"}))
    settle(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    settle(qtbot, window)
    assert office.value("people", person, "occupation") == "Làm ruộng"
    QTest.keyClick(window, Qt.Key.Key_Y, CTRL)
    settle(qtbot, window)
    assert office.value("people", person, "occupation") == "Lái xe"


def test_nothing_to_take_back_is_said(qtbot: QtBot, office: TestOffice, window: MainWindow) -> None:
    said: list[str] = []
    window.desk.feedback.said.connect(lambda _kind, text: said.append(text))
    window.desk.redo_last()
    settle(qtbot, window)

    assert said == ["Không còn việc nào để làm lại."]


def test_the_notice_after_an_act_brings_it_back(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    person = office.add("people", full_name="Lò Văn Mẫu")
    window.desk.run(RemoveRecord("people", person))
    settle(qtbot, window)
    toast = window.desk.feedback._toast
    assert toast is not None
    assert toast.text.text() == "Đã xong: Xóa người"
    assert office.queries.count("people") == 0
    toast.undo.click()
    settle(qtbot, window)

    assert office.queries.count("people") == 1


def test_ctrl_z_in_a_field_being_typed_into_belongs_to_the_field(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    office.add("people", full_name="Lò Văn Mẫu")
    window.search.setFocus()
    QTest.keyClicks(window.search, "abc")
    QTest.keyClick(window.search, Qt.Key.Key_Z, CTRL)
    settle(qtbot, window)

    assert office.queries.count("people") == 1
    assert window.search.text() == ""


def test_a_number_is_a_door_to_the_list_behind_it(
    qtbot: QtBot, office: TestOffice, village: str, window: MainWindow
) -> None:
    office.add("tip_boxes", village=village, place="Chợ", installed_on="2025-01-01", state="hong")
    office.add("tip_boxes", village=village, place="Trường", installed_on="2025-01-01")
    window.desk.open_list("tip_boxes", [Where("state", "=", "hong")])

    page = window.page
    assert isinstance(page, RegistersPage)
    boxes = page.lists["tip_boxes"]
    assert boxes.model.rowCount() == 1
    assert [chip.text() for chip in boxes.filters.chips] == ["Tình trạng: Hỏng"]
    boxes.filters.chips[0].click()
    assert boxes.model.rowCount() == 2


def test_everything_grows_and_comes_back(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    window.resize(1366, 768)
    office.add("people", full_name="Lò Văn Mẫu")
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    page.side.choose("all")
    before = page.list.table.rowHeight(0), page.list.heading.font().pointSizeF()
    assert before[0] == 28
    for _step in range(20):
        window.zoom.larger()
    assert window.zoom.points == LARGEST
    assert page.list.table.rowHeight(0) == round(28 * LARGEST / 11)
    assert page.list.heading.font().pointSizeF() > before[1]
    for _step in range(20):
        window.zoom.smaller()
    assert window.zoom.points == SMALLEST
    window.zoom.reset()

    assert (page.list.table.rowHeight(0), page.list.heading.font().pointSizeF()) == before
    assert theme.px(28) == 28


def test_the_size_is_remembered_for_the_account_and_every_start_shows_today(
    qapp: QApplication, qtbot: QtBot, office: TestOffice, tmp_path: Path
) -> None:
    kept = preferences_of(tmp_path, "tk1")
    window = open_window(qapp, office, kept, LIST_PAGES)
    qtbot.addWidget(window)
    window.open_page("history")
    window.zoom.larger()
    window.close()
    again = open_window(qapp, office, preferences_of(tmp_path, "tk1"), LIST_PAGES)
    qtbot.addWidget(again)
    other = open_window(qapp, office, preferences_of(tmp_path, "tk2"), LIST_PAGES)
    qtbot.addWidget(other)

    assert again.zoom.points == 12
    assert isinstance(again.page, TodayPage)
    assert other.zoom.points == 11
    again.close()
    other.close()
    theme.dress(qapp, theme.BASE_POINTS)


@pytest.mark.parametrize("points", [9, 11, 13])
def test_nothing_on_a_small_screen_is_wider_than_the_screen(
    qtbot: QtBot, office: TestOffice, window: MainWindow, points: int
) -> None:
    person = office.add("people", full_name="Lò Văn Mẫu")
    window.zoom._become(points)
    window.resize(1366, 768)
    for page in window.page_ids:
        window.open_page(page)
    window.desk.open_record("people", person)
    QApplication.processEvents()

    assert (window.width(), window.height()) == (1366, 768)
    window.zoom.reset()


def test_closing_ends_the_worker(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.run(SaveRecord("villages", None, {"name": "Thôn Hai", "kind": "thon"}))
    window.close()

    assert not [each for each in threading.enumerate() if each.name.startswith("office")]


def test_what_is_typed_and_not_saved_holds_the_window_back(
    qtbot: QtBot, office: TestOffice, window: MainWindow
) -> None:
    person = office.add("people", full_name="Lò Văn Mẫu")
    window.desk.open_record("people", person)
    page = window.page
    assert isinstance(page, PeoplePage)
    panel = page.list.show_panel()
    panel.form.editor("occupation").setFocus()
    QTest.keyClicks(panel.form.editor("occupation"), "abc")
    window.open_page("today")
    assert not window.close()
    assert window.page is page
    panel.drop_changes()
    assert window.close()


def test_the_quiet_line_tells_of_backups_and_bundles_that_are_there(
    qtbot: QtBot, tmp_path: Path, qapp: QApplication
) -> None:
    office = new_office(tmp_path / "xa")
    window = open_window(qapp, office, MemoryPreferences())
    qtbot.addWidget(window)
    settle(qtbot, window)
    assert window.status.backup.text() == "Chưa có bản sao lưu"
    assert window.status.bundle.text() == "Chưa gửi gói nào"
    Operation(window.desk.operations, lambda: backup_now(office, "daily")).start()
    settle(qtbot, window)
    made = last_backup(office)
    assert made is not None
    words = f"Sao lưu: {made.made:%H:%M}, {show_date(made.made.date())}"
    qtbot.waitUntil(lambda: window.status.backup.text() == words)
    assert window.status.saving.text() == "Đã lưu mọi thay đổi"
    window.close()
    office.close()


def test_areas_have_one_home_each(window: MainWindow) -> None:
    homes = [area for spec in window._specs.values() for area in spec.areas]
    assert len(homes) == len(set(homes))
    assert {Area.PEOPLE, Area.HOUSEHOLDS, Area.REGISTERS} <= set(homes)


def test_what_waits_for_the_search_index_takes_its_place_when_the_worker_rests(
    qtbot: QtBot, window: MainWindow, office: TestOffice
) -> None:
    store = office.session.store
    with store.begin(Act("sheet.import", "Cán bộ trực")) as work:
        for number in range(200):
            work.insert("people", {"full_name": f"Nguyễn Văn {'ABCDE'[number % 5]}"})
        work.commit()
    assert store.search_is_behind
    assert len(office.queries.ids("people", search="van e")) == 40
    window.status.reread()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: not store.search_is_behind, timeout=5000)
    settle(qtbot, window)
    assert len(office.queries.ids("people", search="van e")) == 40
