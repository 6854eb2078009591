"""Lists an Excel user knows: columns, filters, foot, bulk acts, copying, cells and keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui import clipboard
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.dialogs.bulk import BulkDialog
from sachmatuy_desktop.ui.dialogs.bulk_acts import (
    BULK_OFFERS,
    BulkOffer,
    CommitmentDialog,
    PlannedTestsDialog,
    SetFieldDialog,
)
from sachmatuy_desktop.ui.dialogs.column_filter import (
    Span,
    TextPart,
    TickList,
)
from sachmatuy_desktop.ui.dialogs.keys import KeysDialog
from sachmatuy_desktop.ui.dialogs.saved_filters import KeepFilterDialog, ShelfDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.pages.households import HouseholdsPage
from sachmatuy_desktop.ui.pages.people import PeoplePage
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.registers import RegistersPage
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.ui.asked import for_a_purpose

from .conftest import LIST_PAGES, TestOffice, open_office
from .hands import act_of, chips, filter_dialog, focused, listed, press, stand_on

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
K = Qt.Key


@pytest.fixture
def settle(qtbot: QtBot, window: MainWindow) -> Callable[[], None]:
    def wait() -> None:
        qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=10_000)

    return wait


@pytest.fixture
def people(qtbot: QtBot, office: TestOffice, village: str, window: MainWindow) -> RecordList:
    """Four people of one village, everyone listed, the window in front."""
    for name, sex, birth in (
        ("Hà Văn An", "nam", "1985-03-05"),
        ("Lò Thị Bình", "nu", "1990"),
        ("Vi Thị Thuý", "nu", "1999-12-31"),
        ("Quàng Văn Yên", None, None),
    ):
        office.add("people", full_name=name, sex=sex, birth=birth, village=village)
    window.activateWindow()
    qtbot.waitActive(window)
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    page.side.choose("all")
    return page.list


def book(window: MainWindow, name: str) -> RecordList:
    page = window.open_page("registers")
    assert isinstance(page, RegistersPage)
    page.side.choose(name)
    return page.open_register(name)


# Columns


def test_a_head_that_is_dragged_stays_there_for_the_account(
    qapp: QApplication, qtbot: QtBot, office: TestOffice, window: MainWindow, people: RecordList
) -> None:
    header = people.table.horizontalHeader()
    names = [each.name for each in people.model.columns]
    header.moveSection(3, 0)
    qtbot.waitUntil(lambda: people.model.columns[0].name == names[3])
    assert not any(header.visualIndex(place) != place for place in range(header.count()))
    header.resizeSection(0, 260)
    qtbot.waitUntil(lambda: "widths-people" in window.desk.preferences._values)  # type: ignore[attr-defined]

    again = open_window(qapp, office, window.desk.preferences, LIST_PAGES)
    qtbot.addWidget(again)
    again.show()
    page = again.open_page("people")
    assert isinstance(page, PeoplePage)
    page.side.choose("all")
    assert page.list.model.columns[0].name == names[3]
    assert page.list.table.columnWidth(0) == 260
    page.list.columns.reset()
    assert [each.name for each in page.list.model.columns] == names
    assert page.list.table.columnWidth(3) != 260
    again.desk.operations.shut_down()


def test_columns_are_chosen_and_ordered_by_keys(qtbot: QtBot, people: RecordList) -> None:
    stand_on(people, 0, "full_name")
    press(people.table, (K.Key_K, CTRL | SHIFT))
    dialog = people.columns.dialog
    assert dialog is not None
    assert dialog.list.count() == len(people.columns.offered)  # those not listed at first too
    press(dialog.list, K.Key_Down, K.Key_Space)  # «Thời hạn» goes
    press(dialog.list, K.Key_Down, (K.Key_Up, ALT))  # «Diện» before where it stood
    press(dialog, K.Key_Return)

    names = [each.name for each in people.model.columns]
    assert "term" not in names
    assert names[:3] == ["full_name", "category", "sex"]


def test_the_menu_of_a_head_orders_filters_and_hides(qtbot: QtBot, people: RecordList) -> None:
    column = next(each for each in people.model.columns if each.name == "birth")
    act_of(people.columns.menu_of(column), "Xếp giảm dần").trigger()
    assert listed(people)[0] == "Vi Thị Thuý"
    assert listed(people)[-1] == "Quàng Văn Yên"  # what is empty comes last either way
    act_of(people.columns.menu_of(column), "Xếp như trong sổ").trigger()
    assert listed(people)[0] == "Hà Văn An"
    act_of(people.columns.menu_of(column), "Ẩn cột này").trigger()
    assert "birth" not in [each.name for each in people.model.columns]


def test_a_long_list_is_ordered_narrowed_and_entered_off_the_window(
    qtbot: QtBot,
    office: TestOffice,
    window: MainWindow,
    people: RecordList,
    settle: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sachmatuy_desktop.ui.pages.record_list.LONG", 1)
    people.table.order_by("-birth")
    assert listed(people)[0] == "Hà Văn An"  # not yet: the worker is asked
    settle()
    assert listed(people)[0] == "Vi Thị Thuý"
    people.filters.narrow("sex", (Where("sex", "=", "nu"),))
    settle()
    assert listed(people) == ["Vi Thị Thuý", "Lò Thị Bình"]

    man = office.queries.ids("people", [Where("sex", "=", "nam")])[0]
    window.desk.open_record("people", man)  # it is not among those listed
    settle()
    assert people.panel is not None
    assert people.panel.record == man
    assert chips(people) == []
    window.desk.run(SaveRecord("people", None, {"full_name": "Đèo Văn Ơn", "birth": "2000"}))
    settle()
    assert listed(people)[0] == "Đèo Văn Ơn"
    assert people.foot.line.text() == "5 dòng"


# Filters


def test_ticks_are_counted_and_narrow_the_list(
    people: RecordList, settle: Callable[[], None]
) -> None:
    people.filters.narrow("full_name", (Where("full_name", "has", "thi"),))
    people.filters.asked.emit("sex")
    settle()
    ticks = filter_dialog(people).inner
    assert isinstance(ticks, TickList)
    shown = [ticks.list.item(place).text() for place in range(ticks.list.count())]
    assert shown == ["Nam  (0)", "Nữ  (2)", "(để trống)  (0)"]
    filter_dialog(people).reject()
    people.filters.clear()
    people.filters.asked.emit("sex")
    settle()
    ticks = filter_dialog(people).inner
    assert isinstance(ticks, TickList)
    ticks.tick("nu", False)
    filter_dialog(people).accept()

    assert listed(people) == ["Hà Văn An", "Quàng Văn Yên"]
    assert chips(people) == ["Giới tính: Nam, (để trống)"]
    assert people.table.model().headerData(
        [each.name for each in people.model.columns].index("sex"),
        Qt.Orientation.Horizontal,
        Qt.ItemDataRole.DecorationRole,
    )
    people.filters.chips[0].click()
    assert len(listed(people)) == 4


def test_a_span_of_days_takes_years_and_says_what_it_cannot_read(
    people: RecordList, settle: Callable[[], None]
) -> None:
    people.filters.asked.emit("birth")
    settle()
    span = filter_dialog(people).inner
    assert isinstance(span, Span)
    span.low.line.setText("1990")
    span.high.line.setText("30/02/1999")
    filter_dialog(people)._done()
    assert not span.high.wrong.isHidden()
    span.high.line.setText("1999")
    filter_dialog(people)._done()

    assert listed(people) == ["Lò Thị Bình", "Vi Thị Thuý"]
    assert chips(people) == ["Ngày sinh: 1990 – 31/12/1999"]
    people.filters.asked.emit("birth")
    settle()
    again = filter_dialog(people).inner
    assert isinstance(again, Span)
    assert again.low.text == "1990"
    again.low.line.clear()
    again.high.line.clear()
    again.emptiness.empty.setChecked(True)
    filter_dialog(people)._done()
    assert listed(people) == ["Quàng Văn Yên"]


def test_texts_references_and_the_search_narrow_together(
    qtbot: QtBot, office: TestOffice, people: RecordList, settle: Callable[[], None]
) -> None:
    other = office.add("villages", name="Thôn Hai", kind="thon")
    office.add("people", full_name="Lò Văn Thủy", village=other)
    people.relist()
    people.filters.asked.emit("full_name")
    settle()
    part = filter_dialog(people).inner
    assert isinstance(part, TextPart)
    part.text.setText("thuy")
    filter_dialog(people)._done()
    assert listed(people) == ["Lò Văn Thủy", "Vi Thị Thuý"]
    people.filters.asked.emit("village")
    settle()
    ticks = filter_dialog(people).inner
    assert isinstance(ticks, TickList)
    ticks.tick(other, False)
    filter_dialog(people)._done()
    assert listed(people) == ["Vi Thị Thuý"]
    people.search.setText("binh")
    qtbot.waitUntil(lambda: listed(people) == [])
    people.search.clear()
    people.filters.clear()
    qtbot.waitUntil(lambda: len(listed(people)) == 5)


def test_a_filter_is_kept_applied_renamed_and_brought_back(
    qtbot: QtBot, window: MainWindow, people: RecordList, settle: Callable[[], None]
) -> None:
    people.filters.narrow("sex", (Where("sex", "=", "nu"),))
    people.filters.save_asked.emit()
    keep = people.filtering.dialog
    assert isinstance(keep, KeepFilterDialog)
    assert not keep.done_button.isEnabled()
    keep.name.line.setText("Phụ nữ")
    keep.accept()
    settle()
    people.filters.clear()
    people.filters.fill_menu()
    act_of(people.filters.menu(), "Phụ nữ").trigger()
    assert listed(people) == ["Lò Thị Bình", "Vi Thị Thuý"]

    people.filters.shelf_asked.emit()
    shelf = people.filtering.dialog
    assert isinstance(shelf, ShelfDialog)
    shelf.name.line.setText("Nữ giới")
    shelf.rename()
    settle()
    assert [each.name for each in people.filtering.kept()] == ["Nữ giới"]
    shelf.drop()
    settle()
    assert people.filtering.kept() == []
    shelf.reject()
    toast = window.desk.feedback._toast
    assert toast is not None
    toast.undo.click()
    settle()
    assert [each.name for each in people.filtering.kept()] == ["Nữ giới"]
    assert "Phụ nữ" not in str(window.desk.preferences._values)  # type: ignore[attr-defined]


# The foot


def test_the_foot_sums_numbers_and_counts_yes_of_what_is_listed(
    office: TestOffice, window: MainWindow
) -> None:
    for name, members in (("Một", 1200), ("Hai", 34), ("Ba", None)):
        office.add("models", name=name, started_on="2026-01-05", members=members)
    models = book(window, "models")
    assert models.foot.sums.words == {"members": "1.234"}
    assert models.foot.line.text() == "3 dòng"
    models.filters.narrow("members", (Where("members", "<=", 100),))
    assert models.foot.sums.words == {"members": "34"}
    assert models.foot.line.text() == "Đang hiện 1 trong 3 dòng"
    office.add("villages", name="Thôn Một", kind="thon", priority=1)
    villages = book(window, "villages")
    villages.relist()
    assert villages.foot.sums.words == {"priority": "1 có"}
    assert "Ưu tiên: 1 có" in villages.foot.sums.accessibleDescription()


# Many at once


def offer_of(dialog: type[BulkDialog]) -> BulkOffer:
    return next(each for each in BULK_OFFERS if each.dialog is dialog)


def surveyed(dialog: BulkDialog | None, settle: Callable[[], None]) -> BulkDialog:
    assert dialog is not None
    dialog.look()
    settle()
    assert dialog.seen is not None
    return dialog


def test_one_value_for_all_chosen_is_told_done_and_undone(
    qtbot: QtBot,
    office: TestOffice,
    window: MainWindow,
    people: RecordList,
    settle: Callable[[], None],
) -> None:
    people.table.setFocus()
    press(people.table, (K.Key_A, CTRL))
    assert people.foot.line.text() == "4 dòng · 4 dòng đang chọn"
    people.bulk.ask(offer_of(SetFieldDialog))
    dialog = people.bulk.dialog
    assert isinstance(dialog, SetFieldDialog)
    offered = [dialog.field.itemData(place) for place in range(dialog.field.count())]
    assert "full_name" not in offered
    assert "citizen_number" not in offered
    dialog.choose("sex")
    assert dialog.editor is not None
    dialog.editor.setText("nữ")  # type: ignore[attr-defined]
    surveyed(dialog, settle)
    assert dialog.told.text() == ("Sẽ ghi «Giới tính» cho 2 người. 2 người đã có sẵn, giữ nguyên.")
    assert dialog.done_button.text() == "Ghi cho 2 người"
    dialog.done_button.click()
    settle()
    assert office.queries.tally("people", "sex") == {"nu": 4}
    window.desk.undo_last()
    settle()
    assert office.queries.tally("people", "sex") == {"nam": 1, "nu": 2, None: 1}


def test_refused_rows_hold_the_act_back_until_they_are_left_out(
    qtbot: QtBot, office: TestOffice, people: RecordList, settle: Callable[[], None]
) -> None:
    managed = people.model.id_at(0)
    office.add("episodes", person=managed, category="nghien", from_date="2026-01-01")
    people.table.selectAll()
    people.bulk.ask(offer_of(PlannedTestsDialog))
    dialog = surveyed(people.bulk.dialog, settle)
    assert isinstance(dialog, PlannedTestsDialog)
    assert dialog.told.text() == "Sẽ ghi cho 1 người. 3 người không ghi được:"
    assert [row[0].text for row in dialog.refused.rows] == [
        "Lò Thị Bình, 1990",
        "Vi Thị Thuý, 31/12/1999",
        "Quàng Văn Yên",
    ]
    assert not dialog.done_button.isEnabled()
    dialog.skip.setChecked(True)
    dialog.done_button.click()
    settle()

    (test,) = office.queries.rows("tests", office.queries.ids("tests")).values()
    assert (test["person"], test["planned_on"]) == (managed, "2026-07-01")


def test_a_hamlet_signs_from_the_list_of_households(
    qtbot: QtBot, office: TestOffice, window: MainWindow, village: str, settle: Callable[[], None]
) -> None:
    for head in ("Hà Văn An", "Lò Văn Bình", "Vi Văn Cảnh"):
        office.add("households", head=head, village=village)
    page = window.open_page("households")
    assert isinstance(page, HouseholdsPage)
    settle()
    page.list.table.selectRow(0)
    page.sign_button.click()
    dialog = page.list.bulk.dialog
    assert isinstance(dialog, CommitmentDialog)
    dialog.choose_village(village)
    surveyed(dialog, settle).done_button.click()
    settle()

    assert office.queries.count("commitments") == 3
    assert listed(page.list, "commitment") == ["Đã ký"] * 3


def test_several_are_removed_after_it_was_told_what_goes_with_them(
    qtbot: QtBot, office: TestOffice, people: RecordList, settle: Callable[[], None]
) -> None:
    office.add("identity_docs", person=people.model.id_at(0), kind="cccd", number="1")
    stand_on(people, 0, "full_name")
    press(people.table, (K.Key_Down, SHIFT), K.Key_Delete)
    dialog = surveyed(people.bulk.dialog, settle)
    assert dialog.told.text() == "Sẽ xóa 2 người, kèm theo 1 giấy tờ."
    dialog.done_button.click()
    settle()
    assert listed(people) == ["Vi Thị Thuý", "Quàng Văn Yên"]


# Out of the program


def test_chosen_rows_are_copied_as_text_and_as_a_table(
    office: TestOffice, people: RecordList, settle: Callable[[], None]
) -> None:
    people.columns.take(["full_name", "birth", "sex"])
    office.run(SaveRecord("people", people.model.id_at(0), {"full_name": "=HYPERLINK(an)"}))
    people.model.refresh(people.model.ids)
    people.table.setFocus()
    people.table.selectAll()
    for_a_purpose()
    press(people.table, (K.Key_C, CTRL | SHIFT))
    settle()
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().split("\r\n")
    assert lines[0] == "Họ và tên\tNgày sinh\tGiới tính"
    assert "'=HYPERLINK(an)\t05/03/1985\tNam" in lines
    assert "Vi Thị Thuý\t31/12/1999\tNữ" in lines
    assert "<th>Họ và tên</th>" in data.html()
    people.table.choose(people.model.id_at(0))
    for_a_purpose()
    people.out.copy(people.table.chosen_ids())  # the offscreen window is not active any more
    settle()
    assert len(QGuiApplication.clipboard().text().strip().split("\r\n")) == 1
    assert [line.act for line in office.queries.journal()[:2]] == ["records.copy:people"] * 2


def test_the_file_has_the_rows_columns_and_order_on_screen(
    people: RecordList, tmp_path: Path, settle: Callable[[], None]
) -> None:
    people.columns.take(["birth", "full_name"])
    people.filters.narrow("sex", (Where("sex", "=", "nu"),))
    people.table.order_by("-birth")
    for_a_purpose()
    people.out.export_to(tmp_path / "ra.xlsx")
    settle()
    sheet = openpyxl.load_workbook(tmp_path / "ra.xlsx").active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert "Giới tính: Nữ · Số dòng: 2" in str(rows[1][0])
    assert rows[2:] == [
        ("Ngày sinh", "Họ và tên"),
        ("31/12/1999", "Vi Thị Thuý"),
        ("1990", "Lò Thị Bình"),
    ]


def test_a_clerk_copies_only_columns_the_clerk_sees(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "clerk"
    folder.mkdir()
    office = open_office(folder)
    office.add("people", full_name="Hà Văn An", ethnicity="Thái")
    clerk = TestOffice(office.store, replace(office.info, role=role("health")))
    window = open_window(qapp, clerk, MemoryPreferences(), LIST_PAGES)
    qtbot.addWidget(window)
    page = window.open_page("people")
    assert isinstance(page, PeoplePage)
    records = page.list
    assert "ethnicity" not in {each.name for each in records.columns.offered}
    assert not window.desk.may_write(records.register)  # it plans tests, and writes nobody
    records.table.selectAll()
    for_a_purpose()
    records.out.copy(records.table.chosen_ids())
    qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=5000)
    assert "Hà Văn An" in QGuiApplication.clipboard().text()
    clipboard.forget()  # as after a minute, and at locking: what tells of somebody does not stay
    assert QGuiApplication.clipboard().text() == ""
    window.close()
    clerk.close()


# In the cells, and by keys


def test_a_cell_is_written_in_place(
    qtbot: QtBot, office: TestOffice, people: RecordList, settle: Callable[[], None]
) -> None:
    stand_on(people, 0, "birth")
    press(people.table, K.Key_F2)
    assert people.cells.widget is not None
    people.cells.widget.setText("31/02/1985")  # type: ignore[attr-defined]
    press(focused(), K.Key_Return)
    assert people.cells.widget is not None  # what is no day is not taken
    people.cells.widget.setText("1/2/1985")  # type: ignore[attr-defined]
    press(focused(), K.Key_Return)
    settle()

    assert people.cells.widget is None
    assert listed(people, "birth")[0] == "01/02/1985"
    assert people.table.currentIndex().row() == 1
    press(people.table, K.Key_F2)
    press(focused(), K.Key_9, K.Key_Escape)
    assert listed(people, "birth")[1] == "1990"
    assert people.table.hasFocus()


def test_a_cell_someone_else_wrote_meanwhile_is_not_overwritten(
    qtbot: QtBot,
    office: TestOffice,
    window: MainWindow,
    people: RecordList,
    settle: Callable[[], None],
) -> None:
    said: list[str] = []
    window.desk.feedback.said.connect(lambda _kind, text: said.append(text))
    first = people.model.id_at(0)
    stand_on(people, 0, "birth")
    press(people.table, K.Key_F2)
    office.run(SaveRecord("people", first, {"birth": "1980"}))
    people.cells.widget.setText("1981")  # type: ignore[union-attr]
    press(focused(), K.Key_Return)
    settle()
    assert office.value("people", first, "birth") == "1980"
    assert "vừa được người khác sửa" in said[-1]


def test_a_name_is_written_in_the_form_and_a_double_click_takes_up_a_simple_cell(
    qtbot: QtBot, people: RecordList
) -> None:
    stand_on(people, 1, "full_name")
    press(people.table, K.Key_F2)
    assert people.cells.widget is None
    assert people.panel is not None
    assert people.panel.form.editor("full_name").hasFocus()
    stand_on(people, 1, "sex")
    at = people.table.visualRect(people.table.currentIndex()).center()
    QTest.mouseDClick(
        people.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at
    )
    assert people.cells.widget is not None


def test_what_stands_above_is_taken_over(
    qtbot: QtBot, office: TestOffice, people: RecordList, settle: Callable[[], None]
) -> None:
    stand_on(people, 1, "birth")
    press(people.table, (K.Key_D, CTRL))
    settle()
    assert listed(people, "birth")[:2] == ["05/03/1985", "05/03/1985"]
    stand_on(people, 0, "birth")
    press(people.table, (K.Key_Down, SHIFT), (K.Key_Down, SHIFT), (K.Key_D, CTRL))
    settle()
    assert listed(people, "birth")[:3] == ["05/03/1985"] * 3

    people.table.selectRow(1)
    assert people.panel is not None
    form = people.panel.form
    form.to_field("village")
    form.editor("village").setText("")  # type: ignore[attr-defined]
    press(form.editor("village"), (K.Key_Apostrophe, CTRL))
    assert form.editor("village").text() == "Thôn Một"  # type: ignore[attr-defined]


def test_enter_after_the_last_field_saves(
    qtbot: QtBot, office: TestOffice, people: RecordList, settle: Callable[[], None]
) -> None:
    people.add()
    assert people.panel is not None
    form = people.panel.form
    QTest.keyClicks(focused(), "Deo Van On")
    form.to_field("remark")
    QTest.keyClicks(focused(), "a")
    press(focused(), K.Key_Return)  # a new line of the remark
    assert form.editor("remark").hasFocus()
    press(focused(), (K.Key_Return, CTRL))
    assert people.panel.save_button.hasFocus()
    press(focused(), K.Key_Return)
    settle()
    assert "Deo Van On" in listed(people)


def test_f6_goes_round_and_page_keys_go_through_the_records(
    qtbot: QtBot, window: MainWindow, people: RecordList
) -> None:
    people.table.selectRow(0)
    people.table.setFocus()
    press(window, K.Key_F6)
    assert people.panel is not None
    assert people.panel.isAncestorOf(focused())
    press(focused(), (K.Key_PageDown, CTRL))
    assert people.panel.title.text() == "Lò Thị Bình, 1990"
    press(focused(), (K.Key_PageUp, CTRL))
    assert people.panel.title.text() == "Hà Văn An, 05/03/1985"
    press(window, K.Key_F6)
    page = window.page
    assert isinstance(page, PeoplePage)
    assert page.side.hasFocus()
    press(window, K.Key_F6)
    assert people.table.hasFocus()


def test_f1_shows_every_key_that_is_bound(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    press(window, K.Key_F1)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, KeysDialog)
    shown = {row[2].text for row in dialog.table.rows}
    assert {"Ctrl+F", "F2", "Ins", "Ctrl+D  ·  Ctrl+'", "Ctrl+Shift+E"} <= shown
    dialog.reject()


def test_a_morning_without_the_mouse(  # noqa: PLR0915  (one story, told in one go)
    qtbot: QtBot,
    office: TestOffice,
    village: str,
    window: MainWindow,
    tmp_path: Path,
    settle: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Add, edit, search, undo and export, by keys alone in the real window."""
    window.activateWindow()
    qtbot.waitActive(window)
    office.add("households", head="Hà Văn An", village=village)
    press(window, (K.Key_3, CTRL))
    page = window.page
    assert isinstance(page, HouseholdsPage)
    records = page.list
    settle()
    assert records.table.hasFocus()

    press(records.table, K.Key_Home, K.Key_Insert)
    assert records.panel is not None
    form = records.panel.form
    assert form.editor("head").hasFocus()  # the first field that must be filled
    QTest.keyClicks(focused(), "Lo Van Binh")
    press(focused(), K.Key_Return)
    assert form.editor("village").hasFocus()
    QTest.keyClicks(focused(), "thon mot")
    press(focused(), K.Key_Return)
    assert form.editor("subunit").hasFocus()
    press(focused(), (K.Key_Return, SHIFT))
    assert form.editor("village").hasFocus()
    press(focused(), (K.Key_S, CTRL))
    settle()
    assert listed(records, "head") == ["Hà Văn An", "Lo Van Binh"]

    press(focused(), K.Key_Escape)
    assert records.table.hasFocus()
    records.filters.narrow("head", (Where("head", "has", "an"),))
    press(records.table, (K.Key_L, CTRL | SHIFT))
    assert listed(records, "head") == ["Hà Văn An", "Lo Van Binh"]
    stand_on(records, 1, "address")
    press(records.table, K.Key_F2)
    QTest.keyClicks(focused(), "Doi 2")
    press(focused(), K.Key_Return)
    settle()
    assert listed(records, "address")[1] == "Doi 2"

    press(records.table, (K.Key_F, CTRL | SHIFT))
    QTest.keyClicks(focused(), "binh")
    qtbot.waitUntil(lambda: listed(records, "head") == ["Lo Van Binh"])
    press(window, (K.Key_Z, CTRL))
    settle()
    assert listed(records, "address") == [""]

    def choose(*_args: object) -> tuple[str, str]:
        return str(tmp_path / "ho"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    records.table.setFocus()
    for_a_purpose()
    press(records.table, (K.Key_E, CTRL | SHIFT))
    settle()
    sheet = openpyxl.load_workbook(tmp_path / "ho.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 4
    # Offscreen, no window becomes active after a dialog, so the window hears no key.
    window.actions_by_id["undo"].trigger()
    settle()
    assert office.queries.count("households") == 1
