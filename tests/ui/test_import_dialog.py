"""A spreadsheet in: columns recognised, a fate for every row, one act, one undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.exchange.fates import Fate
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.import_sheet import ImportDialog
from tests.offices import add_village, new_office

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
