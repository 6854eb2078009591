"""A spreadsheet in: columns recognised, a fate for every row, one act, one undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.exchange.fates import Fate
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.spreadsheets import ImportSpreadsheet
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.banner import Banner
from sachmatuy_desktop.ui.dialogs.import_sheet import ImportDialog
from tests.exchange.old_fonts import typed_in
from tests.offices import FOR_A_TEST, add_village, new_office

HEADS = ("STT", "Thôn", "Chủ hộ", "Địa chỉ", "Số điện thoại")
ROWS = (
    ("1", "Thôn 1", "Trần Thị Bưởi", "Số 1", "0912345678"),
    ("2", "Thôn 1", "Lê Văn Mận", "Số 2", ""),
    ("3", "Thôn 9", "Hồ Thị Na", "Số 3", ""),
    ("4", "Thôn 1", "", "Số 4", ""),
)


def sheet_of(folder: Path, rows: tuple[tuple[str, ...], ...] = ROWS, top: int = 2) -> Path:
    """A list as offices keep it: a title, the head at row `top` + 1, then households."""
    path = folder / "ho.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Danh sách hộ")
    sheet.write(0, 0, "DANH SÁCH HỘ GIA ĐÌNH")
    for at, row in enumerate((HEADS, *rows), start=top):
        for column, text in enumerate(row):
            sheet.write_string(at, column, text)
    book.close()
    return path


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = new_office(tmp_path / "office")
    add_village(made, "Thôn 1")
    yield made
    made.close()


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot, tmp_path: Path, settled: Callable[[], None]) -> ImportDialog:
    made = ImportDialog(desk, register="households", path=sheet_of(tmp_path))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.plan is not None, timeout=10_000)
    return made


def opened(
    desk: Desk, qtbot: QtBot, path: Path, register: str = "households", *, planned: bool = True
) -> ImportDialog:
    """The dialog on a file, once the fate of its rows (or a question) is on screen."""
    made = ImportDialog(desk, register=register, path=path)
    qtbot.addWidget(made)
    made.show()
    if planned:
        qtbot.waitUntil(lambda: made.plan is not None, timeout=10_000)
    else:
        qtbot.waitUntil(made.encoding_banner.isVisible, timeout=10_000)
    return made


def fates(dialog: ImportDialog) -> list[tuple[str, str, str]]:
    """Row number, fate and name of every row shown."""
    return [(row[1].text, row[2].text, row[3].text) for row in dialog.rows.rows]


def test_the_head_and_its_columns_are_recognised(dialog: ImportDialog) -> None:
    assert dialog.head.value() == 3
    assert [box.currentData() for box in dialog.columns] == [
        "",
        "village",
        "head",
        "address",
        "phone",
    ]


def test_every_row_has_a_fate_with_its_number_and_a_reason(dialog: ImportDialog) -> None:
    assert fates(dialog) == [
        ("4", "Thêm mới", "Trần Thị Bưởi"),
        ("5", "Thêm mới", "Lê Văn Mận"),
        ("6", "Không nhận", "Hồ Thị Na"),
        ("7", "Không nhận", ""),
    ]
    assert "Thôn 9" in dialog.rows.rows[2][4].text
    assert "cột C" in dialog.rows.rows[3][4].text
    assert dialog.fates[Fate.REFUSED].text() == "Không nhận: 2"


def test_one_fate_alone_can_be_looked_at(dialog: ImportDialog) -> None:
    dialog.fates[Fate.REFUSED].click()
    assert [number for number, _fate, _name in fates(dialog)] == ["6", "7"]
    dialog.fates[Fate.REFUSED].click()
    assert len(fates(dialog)) == 4


def test_a_village_the_office_lacks_is_added_when_wanted(
    dialog: ImportDialog, settled: Callable[[], None]
) -> None:
    assert "Thôn 9" in dialog.new_villages.text()
    dialog.new_villages.setChecked(True)
    settled()
    assert dialog.go.text() == "Nhập 3 dòng"


def test_import_is_one_act_and_one_undo_takes_it_back(
    dialog: ImportDialog, desk: Desk, settled: Callable[[], None], said: list[tuple[str, str]]
) -> None:
    dialog.go.click()
    settled()
    assert dialog.written == 2
    assert said[-1] == ("notice", "Đã xong: Nhập từ bảng tính")
    assert desk.queries.count("households") == 2
    desk.undo_last()
    settled()
    assert desk.queries.count("households") == 0


def test_the_same_file_again_changes_nothing(
    dialog: ImportDialog, desk: Desk, qtbot: QtBot, settled: Callable[[], None], tmp_path: Path
) -> None:
    dialog.go.click()
    settled()
    again = ImportDialog(desk, register="households", path=sheet_of(tmp_path))
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.plan is not None, timeout=10_000)
    assert [fate for _number, fate, _name in fates(again)][:2] == ["Không đổi", "Không đổi"]
    assert not again.go.isEnabled()


def test_a_change_says_from_what_to_what(
    dialog: ImportDialog, desk: Desk, qtbot: QtBot, settled: Callable[[], None], tmp_path: Path
) -> None:
    dialog.go.click()
    settled()
    moved = (("1", "Thôn 1", "Trần Thị Bưởi", "Số 10", "0912345678"),)
    again = ImportDialog(desk, register="households", path=sheet_of(tmp_path, moved))
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.plan is not None, timeout=10_000)
    assert fates(again) == [("4", "Sửa", "Trần Thị Bưởi")]
    assert "Số 1 → Số 10" in again.rows.rows[0][4].text


def test_another_meaning_for_a_column_is_looked_at_again(
    dialog: ImportDialog, settled: Callable[[], None]
) -> None:
    dialog.set_target(2, "")
    settled()
    assert "Chủ hộ" in dialog.lacking.text()
    assert not dialog.go.isEnabled()
    dialog.set_target(2, "head")
    settled()
    assert dialog.go.text() == "Nhập 2 dòng"


def test_the_wheel_scrolls_the_columns_and_changes_none(dialog: ImportDialog) -> None:
    box = dialog.columns[2]
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, turn)
    assert box.currentData() == "head"


def test_the_row_of_the_head_can_be_set_by_hand(
    dialog: ImportDialog, settled: Callable[[], None]
) -> None:
    dialog.head.setValue(4)
    dialog.head.editingFinished.emit()
    settled()
    assert not dialog.go.isEnabled()
    dialog.head.setValue(3)
    dialog.head.editingFinished.emit()
    settled()
    assert dialog.go.text() == "Nhập 2 dòng"


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(64), b""])
def test_a_file_that_is_no_spreadsheet_is_one_sentence(
    desk: Desk, qtbot: QtBot, tmp_path: Path, settled: Callable[[], None], content: bytes
) -> None:
    path = tmp_path / "anh.xlsx"
    path.write_bytes(content)
    dialog = ImportDialog(desk, path=path)
    qtbot.addWidget(dialog)
    dialog.show()
    settled()
    assert dialog.wrong.isVisible()
    assert "anh.xlsx" in dialog.wrong.text()
    assert not dialog.go.isEnabled()


def test_an_empty_sheet_is_one_sentence(
    desk: Desk, qtbot: QtBot, tmp_path: Path, settled: Callable[[], None]
) -> None:
    path = tmp_path / "trong.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Trang 1")
    book.close()
    dialog = ImportDialog(desk, path=path)
    qtbot.addWidget(dialog)
    dialog.show()
    settled()
    assert dialog.wrong.text()
    assert not dialog.go.isEnabled()


# -- encodings ------------------------------------------------------------------------------------


def old_sheet(folder: Path, name: str = "tcvn3") -> Path:
    """A list of households typed in an old font."""
    path = folder / "cu.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("Hộ")
    rows = (("STT", "Thôn", "Chủ hộ", "Địa chỉ"), ("1", "Thôn 1", "Trần Thị Bưởi", "Ngõ nhỏ"))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            page.write_string(at, column, typed_in(name, text))
    book.close()
    return path


def pairs(banner: Banner) -> list[str]:
    """The texts of a strip."""
    return [each.text() for each in banner.findChildren(QLabel) if each.isVisible()]


def test_an_old_encoding_is_shown_before_and_after_and_turned_on_consent(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(desk, qtbot, old_sheet(tmp_path), planned=False)
    banner = dialog.encoding_banner
    assert "TCVN3" in banner.text.text()
    assert {"Chñ hé", "Chủ hộ"} <= set(pairs(banner))
    assert dialog.plan is None
    assert not dialog.go.isEnabled()
    press(banner, "Chuyển sang Unicode")
    qtbot.waitUntil(lambda: dialog.plan is not None, timeout=10_000)
    assert not banner.isVisible()
    assert fates(dialog) == [("2", "Thêm mới", "Trần Thị Bưởi")]


def test_another_encoding_can_be_tried(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(desk, qtbot, old_sheet(tmp_path, "vni"), planned=False)
    banner = dialog.encoding_banner
    assert "VNI" in banner.text.text()
    banner.choice.setCurrentIndex(banner.choice.findData("tcvn3"))
    banner.choice.activated.emit(banner.choice.currentIndex())
    assert "TCVN3" in banner.text.text()
    assert "Chủ hộ" not in pairs(banner)


def test_a_sheet_may_stay_as_it_is(
    desk: Desk, qtbot: QtBot, tmp_path: Path, settled: Callable[[], None]
) -> None:
    dialog = opened(desk, qtbot, old_sheet(tmp_path), planned=False)
    press(dialog.encoding_banner, "Giữ nguyên")
    settled()
    assert not dialog.encoding_banner.isVisible()
    assert dialog.sheet is not None
    assert dialog.sheet.rows[0][2] == "Chñ hé"


# -- the difference -------------------------------------------------------------------------------


def press(parent: QWidget, text: str) -> None:
    """Press the visible button with these words."""
    (found,) = [
        each
        for each in parent.findChildren(QPushButton)
        if each.isVisible() and each.text().startswith(text)
    ]
    found.click()


def test_a_row_is_left_and_taken_again(dialog: ImportDialog, qtbot: QtBot) -> None:
    assert [row[0].text for row in dialog.rows.rows] == ["✓", "✓", "", ""]
    dialog.rows.choose(0)
    QTest.keyClick(dialog.rows, Qt.Key.Key_Return)
    assert [row[0].text for row in dialog.rows.rows] == ["–", "✓", "", ""]
    assert dialog.go.text() == "Nhập 1 dòng"
    dialog.rows_pane.toggle(0)
    assert dialog.go.text() == "Nhập 2 dòng"
    press(dialog.rows_pane, "Để lại các dòng này")
    assert not dialog.go.isEnabled()


def test_only_rows_that_were_not_left_are_written(
    dialog: ImportDialog, desk: Desk, settled: Callable[[], None]
) -> None:
    dialog.rows_pane.toggle(1)
    dialog.go.click()
    settled()
    assert dialog.written == 1
    assert desk.queries.count("households") == 1


def test_what_another_hand_changed_is_a_conflict_left_until_taken(
    dialog: ImportDialog, desk: Desk, qtbot: QtBot, settled: Callable[[], None], tmp_path: Path
) -> None:
    dialog.go.click()
    settled()
    (household,) = [
        each
        for each in desk.queries.ids("households")
        if desk.queries.rows("households", [each])[each]["head"] == "Trần Thị Bưởi"
    ]
    seen = desk.queries.rows("households", [household])[household]
    desk.run(SaveRecord("households", household, {"address": "Số 77"}, seen))
    settled()
    again = opened(desk, qtbot, sheet_of(tmp_path))
    assert fates(again)[0] == ("4", "Xung đột", "Trần Thị Bưởi")
    assert "giá trị cũ" in again.rows.rows[0][4].text
    assert again.rows.rows[0][0].text == "–"
    assert not again.go.isEnabled()
    again.fates[Fate.CONFLICT].click()
    again.rows_pane.decide_shown(True)
    assert again.go.text() == "Nhập 1 dòng"


def test_records_the_sheet_does_not_speak_of_are_listed_and_stay(
    dialog: ImportDialog, desk: Desk, qtbot: QtBot, settled: Callable[[], None], tmp_path: Path
) -> None:
    dialog.go.click()
    settled()
    again = opened(desk, qtbot, sheet_of(tmp_path, ROWS[:1]))
    assert again.fates[Fate.ABSENT].text() == "Không có trong tệp: 1"
    again.fates[Fate.ABSENT].click()
    assert fates(again) == [("", "Không có trong tệp", "Lê Văn Mận")]
    assert desk.queries.count("households") == 2


def test_after_writing_the_report_and_the_next_sheet_are_offered(
    desk: Desk, qtbot: QtBot, settled: Callable[[], None], tmp_path: Path
) -> None:
    path = tmp_path / "hai.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name, row in (("Một", ROWS[0]), ("Hai", ROWS[1])):
        page = book.add_worksheet(name)
        for at, line in enumerate((HEADS, row)):
            page.write_row(at, 0, line)
    book.close()
    dialog = opened(desk, qtbot, path)
    dialog.go.click()
    settled()
    assert "Đã ghi 1 dòng" in dialog.told_banner.text.text()
    dialog.write_report(tmp_path / "kq.xlsx", FOR_A_TEST)
    settled()
    assert (tmp_path / "kq.xlsx").stat().st_size > 0
    press(dialog.told_banner, "Trang tính tiếp theo: Hai")
    qtbot.waitUntil(lambda: dialog.plan is not None and dialog.plan.sheet.name == "Hai")
    assert fates(dialog) == [("2", "Thêm mới", "Lê Văn Mận")]
    dialog.go.click()
    settled()
    assert dialog.written == 2
    assert not any(
        each.text().startswith("Trang tính tiếp theo")
        for each in dialog.told_banner.findChildren(QPushButton)
        if each.isVisible()
    )


def test_each_table_of_a_sheet_can_be_chosen(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("Hộ")
    other = ("TT", "Họ và tên chủ hộ", "Khu phố", "Di động")
    for at, line in enumerate((HEADS, ROWS[0], (), other, ("1", "Lê Văn Mận", "Thôn 1", ""))):
        page.write_row(at, 0, line)
    book.close()
    dialog = opened(desk, qtbot, path)
    assert dialog.tables.isVisible()
    assert [dialog.tables.itemText(k) for k in range(2)] == [
        "Bảng 1 (dòng 1–3)",
        "Bảng 2 (dòng 4–5)",
    ]
    dialog.tables.setCurrentIndex(1)
    dialog.tables.activated.emit(1)
    qtbot.waitUntil(lambda: dialog.plan is not None, timeout=10_000)
    assert fates(dialog) == [("5", "Thêm mới", "Lê Văn Mận")]


# -- what is remembered, what is stopped ----------------------------------------------------------


def test_how_a_sheet_was_read_is_offered_and_never_applied_by_itself(
    dialog: ImportDialog, desk: Desk, qtbot: QtBot, settled: Callable[[], None], tmp_path: Path
) -> None:
    dialog.set_target(3, "remark")
    settled()
    dialog.go.click()
    settled()
    assert desk.queries.count("sheet_layouts") == 1
    again = opened(desk, qtbot, sheet_of(tmp_path))
    assert again.columns[3].currentData() == "address"
    assert again.memory_banner.isVisible()
    assert "Địa chỉ" in again.memory_banner.text.text()
    press(again.memory_banner, "Ghép như lần trước")
    settled()
    assert again.columns[3].currentData() == "remark"
    assert not again.memory_banner.isVisible()
    assert [fate for _number, fate, _name in fates(again)][:2] == ["Không đổi", "Không đổi"]


def test_stopping_in_the_middle_leaves_nothing_behind(
    dialog: ImportDialog, desk: Desk, settled: Callable[[], None]
) -> None:
    before = len(desk.queries.journal())
    plan = dialog.plan
    assert plan is not None
    operation = desk.run_long(
        lambda progress: ImportSpreadsheet(plan, report=progress.report),
        "Đang nhập…",
        failure=dialog._refused,
        owner=dialog,
    )
    operation.progress.cancel()
    settled()
    assert "Đã dừng theo yêu cầu" in dialog.wrong.text()
    assert desk.queries.count("households") == 0
    assert len(desk.queries.journal()) == before


def test_hidden_rows_are_taken_when_ticked(
    desk: Desk, qtbot: QtBot, settled: Callable[[], None], tmp_path: Path
) -> None:
    path = tmp_path / "an.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("Hộ")
    for at, line in enumerate((HEADS, ROWS[0], ROWS[1])):
        page.write_row(at, 0, line)
    page.set_row(2, None, None, {"hidden": True})
    book.close()
    dialog = opened(desk, qtbot, path)
    assert dialog.options.hidden.isVisible()
    assert [fate for _number, fate, _name in fates(dialog)] == ["Thêm mới", "Bỏ qua"]
    dialog.options.hidden.setChecked(True)
    settled()
    assert [fate for _number, fate, _name in fates(dialog)] == ["Thêm mới", "Thêm mới"]


def test_a_text_file_is_read_too(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "ho.csv"
    path.write_bytes("STT;Thôn;Chủ hộ\r\n1;Thôn 1;Trần Thị Bưởi\r\n".encode("utf-16"))
    assert fates(opened(desk, qtbot, path)) == [("2", "Thêm mới", "Trần Thị Bưởi")]
