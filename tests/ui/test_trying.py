"""«Sao lưu, kiểm tra»: the sheet is tried, people rehearse a restoring, minutes follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.upkeep import maintenance, trials
from sachmatuy_desktop.services.upkeep.drills_by_people import last_people_drill, people_drills
from sachmatuy_desktop.storage.keys.recovery import Half, RecoveryCode, RecoverySheet
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.fill_form import FillDialog
from sachmatuy_desktop.ui.dialogs.people_drill import PeopleDrillDialog
from sachmatuy_desktop.ui.dialogs.recovery import TryDialog
from sachmatuy_desktop.ui.pages.admin.backups import Backups
from tests.offices import TestClock, new_office
from tests.ui.asked import in_turn

WHO = "Nguyễn Văn An, Trần Thị Ví Dụ"


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    made = new_office(tmp_path / "xã", clock=clock)
    yield made
    made.close()


@pytest.fixture
def sheet(office: Office) -> RecoverySheet:
    return accounts.new_recovery_code(office)


@pytest.fixture
def page(sheet: RecoverySheet, desk: Desk, qtbot: QtBot, settled: Callable[[], None]) -> Backups:
    made = Backups(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    settled()
    return made


def digits(half: Half) -> str:
    return "".join((half.mark, *half.groups))


def test_the_sheet_is_tried_half_wrong_and_right(
    page: Backups,
    desk: Desk,
    office: Office,
    sheet: RecoverySheet,
    clock: TestClock,
    settled: Callable[[], None],
    said: list[tuple[str, str]],
) -> None:
    assert "chưa thử lần nào" in page.told.text()

    def half(dialog: TryDialog) -> None:
        assert dialog.entry.halves
        dialog.entry.put(digits(sheet.halves[0]))
        dialog.finish.click()
        assert dialog.isVisible()
        assert dialog.entry.wrong.isVisible()
        assert "tờ giấy" in dialog.entry.wrong.text()
        dialog.entry.put(digits(sheet.halves[0]), 9)  # the same half in the second place
        dialog.finish.click()
        assert "Cả hai tờ đều là phần 1" in dialog.entry.wrong.text()
        assert dialog.isVisible()
        dialog.reject()

    def wrong(dialog: TryDialog) -> None:
        other = RecoverySheet(sheet.secret[::-1], sheet.number, sheet.first)
        dialog.entry.put(other.text)
        dialog.finish.click()

    def right(dialog: TryDialog) -> None:
        dialog.entry.put(f"{digits(sheet.halves[1])}{digits(sheet.halves[0])}")  # in either order
        dialog.finish.click()

    with in_turn(desk.operations, (TryDialog, half)):
        page.sheet.click()
    assert said == []  # nothing was tried, so no try was spent
    with in_turn(desk.operations, (TryDialog, wrong)):
        page.sheet.click()
    settled()
    assert "không mở được" in said[-1][1]
    assert trials.sheet_tried_on(office) is None
    clock.advance(minutes=5)
    with in_turn(desk.operations, (TryDialog, right)):
        page.sheet.click()
    settled()
    assert said[-1] == ("notice", "Phiếu khôi phục mở được dữ liệu. Hãy niêm phong lại.")
    assert "Phiếu khôi phục: thử lần gần nhất 02/03/2026" in page.told.text()


def test_people_rehearse_on_this_pc_and_the_minutes_are_filled(
    page: Backups,
    desk: Desk,
    office: Office,
    sheet: RecoverySheet,
    clock: TestClock,
    tmp_path: Path,
    settled: Callable[[], None],
) -> None:
    maintenance.backup_to(office, tmp_path / "usb")

    def search(dialog: PeopleDrillDialog) -> None:
        dialog.finish.click()
        assert "Chọn USB" in dialog.wrong.text()  # there is no copy yet
        dialog.look(tmp_path / "usb")

    def drill(dialog: PeopleDrillDialog) -> None:
        assert dialog.copy.currentText().endswith("usb")
        dialog.finish.click()
        assert dialog.who.wrong.isVisible()
        dialog.who.line.setText(WHO)
        dialog.finish.click()
        assert dialog.code.wrong.isVisible()
        clock.advance(minutes=3)
        dialog.code.put(sheet.text)
        dialog.finish.click()

    seen: list[dict[str, object]] = []

    def minutes(dialog: FillDialog) -> None:
        assert dialog.filling is not None
        assert dialog.name.text() == "Biên bản diễn tập khôi phục"
        assert "Chưa có người rà soát pháp lý xác nhận." in dialog.told.text()
        seen.append(dict(dialog.filling.known))
        dialog.reject()

    with in_turn(
        desk.operations,
        (PeopleDrillDialog, search),
        (PeopleDrillDialog, drill),
        (FillDialog, minutes),
    ):
        page.people.click()
    settled()
    done = last_people_drill(office)
    assert done is not None
    assert done.here
    assert seen[0]["dt_nguoi"] == WHO
    assert seen[0]["dt_ket_qua"] == "Khôi phục được"
    assert "khôi phục được, 3 phút" in page.found.toPlainText()
    assert "khôi phục được, 3 phút · hạn lần sau 02/09/2026" in page.told.text()


def test_what_was_done_on_another_pc_is_written_down(
    page: Backups, desk: Desk, office: Office, settled: Callable[[], None]
) -> None:
    maintenance.backup_now(office)

    def write(dialog: PeopleDrillDialog) -> None:
        dialog.place.setCurrentIndex(1)
        assert dialog.minutes.isVisible()
        assert not dialog.code.isVisible()
        assert not dialog.problems.isVisible()
        dialog.who.line.setText(WHO)
        dialog.minutes.line.setText("hai mươi")
        dialog.finish.click()
        assert "bằng chữ số" in dialog.minutes.wrong.text()
        dialog.minutes.line.setText("0")
        dialog.finish.click()

    def again(dialog: PeopleDrillDialog) -> None:
        assert "bao nhiêu phút" in dialog.minutes.wrong.text()
        dialog.minutes.line.setText("20")
        dialog.failed.setChecked(True)
        dialog.finish.click()

    def why(dialog: PeopleDrillDialog) -> None:
        assert "chỗ không khôi phục được" in dialog.wrong.text()
        dialog.problems.setPlainText("USB không đọc được")
        dialog.finish.click()

    with in_turn(
        desk.operations,
        (PeopleDrillDialog, write),
        (PeopleDrillDialog, again),
        (PeopleDrillDialog, why),
        (FillDialog, lambda dialog: dialog.reject()),
    ):
        page.people.click()
    settled()
    (done,) = people_drills(office)
    assert (done.seconds, done.problems) == (1200, ("USB không đọc được",))
    assert page.found.toPlainText().endswith("USB không đọc được")
    assert "hạn lần sau 02/03/2026" in page.told.text()  # at once


def test_an_older_sheet_without_halves_is_asked_for_in_one_place(qtbot: QtBot) -> None:
    dialog = TryDialog(None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert [each.isVisible() for each in dialog.entry.groups] == [False] + [True] * 8 + [False] * 9
    dialog.entry.put(RecoveryCode(bytes(range(16))).text)
    dialog.finish.click()
    assert dialog.entry.code() == RecoveryCode(bytes(range(16)))
    assert not dialog.isVisible()
