"""Kiểm tra through the real window: typing told who it may be, two side by side, finds settled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.services.merging import MarkDistinct, MergeRecords
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.dialogs.pair import FIRST, SECOND, PairDialog
from sachmatuy_desktop.ui.forms.record_panel import RecordPanel
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.checks import ChecksPage
from sachmatuy_desktop.ui.pages.people import PeoplePage
from sachmatuy_desktop.ui.preferences import MemoryPreferences

from .conftest import LIST_PAGES, TestOffice, open_office
from .test_form import type_into as keys


@pytest.fixture
def settle(qtbot: QtBot, window: MainWindow) -> Callable[[], None]:
    def wait() -> None:
        qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=20000)

    return wait


def two_of_one(office: TestOffice, village: str) -> tuple[str, str]:
    one = office.add(
        "people",
        full_name="Lò Văn Mẫu",
        birth="1990-05-01",
        village=village,
        citizen_number="038090000001",
        sex="nam",
        occupation="Thợ xây",
        ethnicity="Thái",
    )
    other = office.add(
        "people",
        full_name="Lo Van Mau",
        birth="1990-05-01",
        village=village,
        no_number_reason="Chưa làm",
        occupation="Làm nương",
        phone="0912345678",
    )
    return one, other


def opened(window: MainWindow, settle: Callable[[], None]) -> ChecksPage:
    page = window.open_page("checks")
    assert isinstance(page, ChecksPage)
    settle()
    return page


def shown(page: ChecksPage) -> list[list[str]]:
    return [[cell.text for cell in row] for row in page.table.rows]


def lines(page: ChecksPage) -> dict[str, int | None]:
    return {line.key: line.count for line in page.side.lines if line.key}


def pair_dialog(qtbot: QtBot, window: MainWindow) -> PairDialog:
    found: list[PairDialog] = []

    def there() -> bool:
        found[:] = [each for each in window.findChildren(PairDialog) if each.isVisible()]
        return bool(found)

    qtbot.waitUntil(there, timeout=20000)
    return found[0]


def test_a_pair_is_opened_side_by_side_merged_and_taken_back(
    qtbot: QtBot, office: TestOffice, village: str, window: MainWindow, settle: Callable[[], None]
) -> None:
    kept, gone = two_of_one(office, village)
    office.add("tests", person=gone, planned_on="2026-07-10")
    page = opened(window, settle)
    ((*names, reasons),) = shown(page)
    assert set(names) == {
        "Lò Văn Mẫu, sinh 01/05/1990, Thôn Một",
        "Lo Van Mau, sinh 01/05/1990, Thôn Một",
    }
    assert reasons == "cùng họ tên, cùng ngày sinh, cùng thôn"
    page.enter(0)
    dialog = pair_dialog(qtbot, window)
    assert set(dialog.choices) == {
        "full_name",
        "ethnicity",
        "sex",
        "citizen_number",
        "no_number_reason",
        "occupation",
        "phone",
    }
    assert dialog.choices["phone"].checkedId() == SECOND
    assert dialog.choices["occupation"].checkedId() == FIRST
    dialog.choices["occupation"].button(SECOND).click()
    dialog.merge_button.click()
    settle()

    assert office.value("people", kept, "occupation") == "Làm nương"
    assert office.value("people", kept, "phone") == "0912345678"
    assert office.value("people", gone, "merged_into") == kept
    assert shown(page) == []
    window.desk.undo_last()
    settle()
    settle()
    assert office.value("people", gone, "deleted") == 0
    assert len(shown(page)) == 1


def test_the_other_one_may_be_kept(
    qtbot: QtBot, office: TestOffice, village: str, window: MainWindow, settle: Callable[[], None]
) -> None:
    one, other = two_of_one(office, village)
    page = opened(window, settle)
    page.enter(0)
    dialog = pair_dialog(qtbot, window)
    dialog.kept.button(SECOND).click()
    assert dialog.choices["occupation"].checkedId() == SECOND
    dialog.merge_button.click()
    settle()
    assert office.value("people", one, "merged_into") == other
    assert office.value("people", other, "citizen_number") == "038090000001"


def test_what_must_be_decided_first_is_said_in_the_dialog(
    qtbot: QtBot, office: TestOffice, village: str, window: MainWindow, settle: Callable[[], None]
) -> None:
    for person in two_of_one(office, village):
        office.add("episodes", person=person, category="nghien", from_date="2025-01-10")
        office.add("presences", person=person, state="co_mat", from_date="2025-01-10")
    page = opened(window, settle)
    page.enter(0)
    dialog = pair_dialog(qtbot, window)
    dialog.merge_button.click()
    settle()
    assert "Hãy ghi kết thúc hoặc xóa một trong hai diện" in dialog.wrong.text()
    assert dialog.merge_button.isEnabled()
    dialog.reject()


def test_not_the_same_is_remembered_and_taken_back_on_the_page(
    office: TestOffice, village: str, window: MainWindow, settle: Callable[[], None]
) -> None:
    two_of_one(office, village)
    page = opened(window, settle)
    page.distinct_button.click()
    settle()
    settle()
    assert shown(page) == []
    assert lines(page)["distinct"] == 1
    page.side.choose("distinct")
    settle()
    assert shown(page)[0][2] == "Cán bộ trực"
    page.remedy_button.click()
    settle()
    settle()
    assert lines(page)["pairs:people"] == 1
    assert "distinct" not in lines(page)


def panel_of(window: MainWindow) -> RecordPanel:
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    page.list.add()
    panel = page.list.panel
    assert panel is not None
    return panel


def type_into(qtbot: QtBot, panel: RecordPanel, field: str, text: str) -> None:
    editor = panel.form.editor(field)
    assert isinstance(editor, QLineEdit)
    keys(qtbot, editor, text)


def test_while_typing_one_is_told_who_it_may_be_and_never_stopped(
    qtbot: QtBot, office: TestOffice, village: str, window: MainWindow, settle: Callable[[], None]
) -> None:
    known = two_of_one(office, village)[0]
    panel = panel_of(window)
    assert panel.likely.isHidden()
    type_into(qtbot, panel, "full_name", "Lò Văn Mẫu")
    type_into(qtbot, panel, "birth", "01/05/1990")
    qtbot.waitUntil(lambda: not panel.likely.isHidden(), timeout=20000)
    doors = {door.whole.partition(" (")[0]: door for door in panel.likely.doors}
    door = doors["Có thể đã có: Lò Văn Mẫu, sinh 01/05/1990, Thôn Một"]
    assert panel.save_button.isEnabled()
    door.click()
    assert panel.record == known
    assert panel.likely.isHidden()
    assert "Chưa lưu" in panel.draft_text.text()


def test_a_record_in_peace_is_not_asked_about(
    office: TestOffice, village: str, window: MainWindow, settle: Callable[[], None]
) -> None:
    one, _other = two_of_one(office, village)
    window.desk.open_record("people", one)
    settle()
    page = window.pages["people"]
    assert isinstance(page, PeoplePage)
    assert page.list.panel is not None
    assert page.list.panel.likely.isHidden()


def test_a_find_leads_to_its_record_and_field_with_one_click(
    office: TestOffice, window: MainWindow, settle: Callable[[], None]
) -> None:
    person = office.add(
        "people", full_name="Vi Thị Lan", birth="1985", sex="nam", citizen_number="038185000001"
    )
    page = opened(window, settle)
    page.side.choose("rule:number-contradicts")
    settle()
    assert shown(page) == [
        ["Vi Thị Lan, 1985", "", "Số định danh ghi giới tính nữ, hồ sơ ghi nam. Hãy xem lại."]
    ]
    cell = page.table.visualRect(page.table.model().index(0, 0)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    settle()
    people = window.page
    assert isinstance(people, PeoplePage)
    panel = people.list.panel
    assert panel is not None
    assert panel.record == person
    assert panel.form.focusWidget() is panel.form.editor("citizen_number")


def test_a_find_is_accepted_with_a_reason_and_comes_back_when_its_values_change(
    office: TestOffice,
    window: MainWindow,
    settle: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = office.add(
        "people", full_name="Vi Thị Lan", birth="1985", sex="nam", citizen_number="038185000001"
    )
    page = opened(window, settle)
    page.side.choose("rule:number-contradicts")
    settle()
    monkeypatch.setattr(LineDialog, "ask", lambda *_words: "Đã xem thẻ")
    page.accept_button.click()
    settle()
    settle()
    assert lines(page).get("rule:number-contradicts") is None
    assert lines(page)["accepted"] == 1
    window.desk.run(SaveRecord("people", person, {"birth": "1986"}))
    settle()
    settle()
    assert lines(page)["rule:number-contradicts"] == 1
    assert "accepted" not in lines(page)


def test_the_first_page_says_how_many_wait_and_leads_there(
    office: TestOffice, village: str, window: MainWindow, settle: Callable[[], None]
) -> None:
    two_of_one(office, village)
    window.open_page("today")
    settle()
    doors = {each.whole: each for each in window.page.findChildren(LongDoor)}
    doors["Cặp ghi chép có thể trùng"].click()
    settle()
    assert isinstance(window.page, ChecksPage)


def test_a_door_to_a_merged_record_leads_to_the_kept_one(
    office: TestOffice, village: str, window: MainWindow, settle: Callable[[], None]
) -> None:
    kept, gone = two_of_one(office, village)
    office.run(MergeRecords("people", kept, gone))
    window.desk.open_record("people", gone)
    settle()
    page = window.page
    assert isinstance(page, PeoplePage)
    assert page.list.panel is not None
    assert page.list.panel.record == kept


def test_the_history_tells_in_words_and_takes_one_change_back(
    office: TestOffice, village: str, window: MainWindow, settle: Callable[[], None]
) -> None:
    kept, gone = two_of_one(office, village)
    office.run(SaveRecord("people", kept, {"phone": "0911222333", "occupation": "Tài xế"}))
    office.run(MergeRecords("people", kept, gone))
    window.desk.open_record("people", kept)
    settle()
    page = window.page
    assert isinstance(page, PeoplePage)
    panel = page.list.panel
    assert panel is not None
    panel.tabs.setCurrentIndex(panel.tabs.count() - 1)
    history = panel.history
    assert history is not None
    when = ", lúc 08:30 ngày 01/07/2026"
    gone_name = "Bản đã gộp «Lo Van Mau, 01/05/1990»"
    assert [each.head for each in history.told] == [
        f"[{gone_name}] Cán bộ trực gộp người này vào «Lò Văn Mẫu, 01/05/1990»{when}",
        f"Cán bộ trực ghi Lý do chưa có số định danh: Chưa làm khi gộp hai bản{when}",
        f"Cán bộ trực sửa 2 mục{when}",
        f"[{gone_name}] Cán bộ trực thêm người{when}",
        f"Cán bộ trực thêm người{when}",
    ]
    edit = history.tree.topLevelItem(2)
    assert edit is not None
    parts = [part for at in range(2) if (part := edit.child(at)) is not None]
    assert [part.text(0) for part in parts] == [
        "Đổi Nghề nghiệp: Thợ xây → Tài xế",
        "Ghi Số điện thoại: 0911222333",
    ]
    history.tree.setCurrentItem(parts[0])
    history.field_button.click()
    settle()
    assert office.value("people", kept, "occupation") == "Thợ xây"
    assert office.value("people", kept, "phone") == "0911222333"


def test_a_value_the_account_may_not_see_is_not_told(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "health"
    folder.mkdir()
    office = open_office(folder, "health")
    (person,) = office.fill("people", [{"full_name": "Vi Thị Lan"}])
    with office.store.begin(Act("records.save:people", "Cán bộ trực")) as work:
        work.update("people", person, {"religion": "Phật giáo"})
        work.commit()
    window = open_window(qapp, office, MemoryPreferences(), LIST_PAGES)
    qtbot.addWidget(window)
    window.desk.open_record("people", person)
    page = window.page
    assert isinstance(page, PeoplePage)
    assert page.list.panel is not None
    page.list.panel.tabs.setCurrentIndex(page.list.panel.tabs.count() - 1)
    assert page.list.panel.history is not None
    newest = page.list.panel.history.told[0].head
    assert "Cán bộ trực ghi lại" in newest
    assert "Tôn giáo" not in newest
    assert "Phật giáo" not in newest
    window.desk.operations.shut_down()
    office.close()


def test_the_health_station_looks_but_does_not_merge_people(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "health"
    folder.mkdir()
    office = open_office(folder, "health")
    office.fill("people", [{"full_name": "Vi Thị Lan", "birth": "1985-01-01"}] * 2)
    window = open_window(qapp, office, MemoryPreferences(), LIST_PAGES)
    qtbot.addWidget(window)
    window.show()
    page = window.open_page("checks")
    assert isinstance(page, ChecksPage)
    qtbot.waitUntil(lambda: len(page.table.rows) == 1, timeout=20000)
    page.enter(0)
    dialog = pair_dialog(qtbot, window)
    assert dialog.merge_button.isHidden()
    assert dialog.distinct_button.isHidden()
    assert dialog.choices == {}
    dialog.reject()
    window.desk.operations.shut_down()
    office.close()


def test_said_to_be_two_is_an_act_with_a_way_back(
    office: TestOffice, village: str, window: MainWindow, settle: Callable[[], None]
) -> None:
    one, other = two_of_one(office, village)
    window.desk.run(MarkDistinct("people", one, other))
    settle()
    page = opened(window, settle)
    assert lines(page)["pairs:people"] == 0
    window.desk.undo_last()
    settle()
    settle()
    assert lines(page)["pairs:people"] == 1
