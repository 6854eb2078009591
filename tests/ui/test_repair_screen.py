"""An office that does not open, from the start of the program: explained, offered, restored."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.upkeep import maintenance, repair
from sachmatuy_desktop.storage.keys.recovery import RecoverySheet
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.repair import RepairDialog, RestoredNotWhole, TakeUpDialog
from sachmatuy_desktop.ui.dialogs.unlock import Door, UnlockDialog
from sachmatuy_desktop.ui.startup import Reception
from tests.offices import CHEAP, PASSPHRASE, TestClock, add_person, add_village, new_office
from tests.pictures import png
from tests.ui.asked import in_turn

GARBAGE = b"\x00" * 8192
ANOTHER = "một mật khẩu hoàn toàn mới"


@pytest.fixture
def reception(qapp: QApplication, clock: TestClock) -> Iterator[Reception]:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    made = Reception(qapp, clock.clock, CHEAP)
    yield made
    made.operations.shut_down()


@pytest.fixture
def sheet(tmp_path: Path, clock: TestClock) -> RecoverySheet:
    """The sheet of a closed office of one hamlet, with a backup in its folder and on a stick."""
    office = new_office(tmp_path / "xã", clock=clock)
    made = accounts.new_recovery_code(office)
    add_village(office)
    maintenance.backup_now(office)
    maintenance.backup_to(office, tmp_path / "usb")
    office.close()
    return made


def enter(dialog: UnlockDialog) -> None:
    dialog.passphrase.line.setText(PASSPHRASE)
    dialog.enter.click()


def told(dialog: RepairDialog) -> list[tuple[str, ...]]:
    """What the screen says it found."""
    return [tuple(cell.text for cell in row) for row in dialog.found.rows]


def villages_of(office: Office | None) -> int:
    assert office is not None
    found = office.queries.count("villages")
    office.close()
    return found


def test_garbage_is_explained_and_the_backup_takes_its_place(
    reception: Reception, sheet: RecoverySheet, tmp_path: Path, clock: TestClock
) -> None:
    folder = tmp_path / "xã"
    (folder / "office.db").write_bytes(GARBAGE)

    def to_repair(dialog: UnlockDialog) -> None:
        assert dialog.wrong.isVisible()
        assert "khôi phục từ bản sao lưu" in dialog.wrong.text()
        dialog.repair.click()

    def look(dialog: RepairDialog) -> None:
        assert [state for state, _words in told(dialog)] == ["báo lỗi", "tốt", "tốt"]
        assert "hỏng" in told(dialog)[0][1]
        assert "không ghi đè" in dialog.safe.text()
        assert "được kiểm tra toàn bộ" in dialog.safe.text()
        assert dialog.keys.isHidden()
        assert [row[1].text for row in dialog.table.rows] == ["mật khẩu hoặc phiếu"]
        assert "sẽ không có trong bản này" in dialog.told.text()
        dialog.aside.click()

    def copied(dialog: RepairDialog) -> None:
        assert "damaged-" in dialog.outcome.text()
        dialog.restore.click()

    def mistyped(dialog: TakeUpDialog) -> None:
        dialog.enter.click()
        assert dialog.passphrase.wrong.isVisible()  # empty: no try was spent
        dialog.passphrase.line.setText("sai hoàn toàn rồi")
        dialog.enter.click()

    def typed(dialog: TakeUpDialog) -> None:
        assert dialog.wrong.text().startswith("Mật khẩu không đúng")
        assert (folder / "office.db").read_bytes() == GARBAGE  # nothing was touched yet
        clock.advance(minutes=2)
        dialog.passphrase.line.setText(PASSPHRASE)
        dialog.enter.click()

    with in_turn(
        reception.operations,
        (UnlockDialog, enter),
        (UnlockDialog, to_repair),
        (RepairDialog, look),
        (RepairDialog, copied),
        (TakeUpDialog, mistyped),
        (TakeUpDialog, typed),
        (UnlockDialog, enter),
    ):
        office = reception.office_in(folder)
    assert villages_of(office) == 1
    (kept,) = folder.glob("replaced-*/office.db")
    assert kept.read_bytes() == GARBAGE


def test_leaving_changes_nothing_and_lost_keys_come_back_from_the_backup(
    reception: Reception, sheet: RecoverySheet, tmp_path: Path
) -> None:
    folder = tmp_path / "xã"
    for name in ("keys.a", "keys.b"):
        (folder / name).unlink()
    before = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    with in_turn(reception.operations, (RepairDialog, lambda dialog: dialog.reject())):
        assert reception.office_in(folder) is None
    assert {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()} == before

    def take(dialog: RepairDialog) -> None:
        assert ("hỏng", "Không có tệp khóa keys.a, keys.b trong thư mục.") in told(dialog)
        assert dialog.keys.isVisible()
        dialog.keys.click()

    def leave(dialog: RepairDialog) -> None:
        assert "hỏng" not in [state for state, _words in told(dialog)]
        assert dialog.keys.isHidden()
        assert dialog.outcome.isVisible()
        assert "Đã lấy lại tệp khóa" in dialog.outcome.text()
        dialog.reject()

    with in_turn(
        reception.operations, (RepairDialog, take), (RepairDialog, leave), (UnlockDialog, enter)
    ):
        office = reception.office_in(folder)
    assert villages_of(office) == 1


def test_all_is_lost_but_the_stick_and_the_sheet(
    reception: Reception, sheet: RecoverySheet, tmp_path: Path
) -> None:
    """The office file, its keys and every backup of the folder are gone."""
    folder = tmp_path / "xã"
    for each in (folder / "backups").iterdir():
        if each.is_file():
            each.unlink()
    (folder / "office.db").unlink()
    for name in ("keys.a", "keys.b"):
        (folder / name).write_bytes(b"{}")

    def search(dialog: RepairDialog) -> None:
        assert [state for state, _words in told(dialog)] == ["báo lỗi", "hỏng", "hỏng"]
        assert "Không thấy tệp dữ liệu" in told(dialog)[1][1]
        assert "cắm USB" in dialog.safe.text()
        assert not dialog.restore.isEnabled()
        dialog.search_in(tmp_path / "usb")

    def restore(dialog: RepairDialog) -> None:
        assert [row[1].text for row in dialog.table.rows] == ["phiếu khôi phục"]
        dialog.restore.click()

    def half(dialog: TakeUpDialog) -> None:
        assert dialog.code.isVisible()
        assert dialog.other.isHidden()  # no passphrase opens what was made for a stick
        one = sheet.halves[0]
        dialog.code.put("".join((one.mark, *one.groups)))
        dialog.enter.click()
        assert dialog.code.wrong.isVisible()
        dialog.code.put(sheet.text)
        dialog.enter.click()
        assert dialog.fresh.first.wrong.isVisible()
        for line in (dialog.fresh.first.line, dialog.fresh.again.line):
            line.setText(ANOTHER)
        dialog.enter.click()

    with in_turn(
        reception.operations,
        (RepairDialog, search),
        (RepairDialog, restore),
        (TakeUpDialog, half),
    ):
        office = reception.office_in(folder)
    assert villages_of(office) == 1


def test_an_office_that_was_restored_elsewhere_is_opened_from_the_first_window(
    reception: Reception, sheet: RecoverySheet, tmp_path: Path, clock: TestClock
) -> None:
    (path,) = (tmp_path / "xã" / "backups").glob("*.db")
    elsewhere = tmp_path / "khôi phục #2"
    maintenance.restore_with_passphrase(path, elsewhere, "an", PASSPHRASE, clock.clock, CHEAP)

    def nothing_there(dialog: UnlockDialog) -> None:
        dialog.open_elsewhere(tmp_path / "usb")
        assert dialog.wrong.text() == "Thư mục này không có dữ liệu của chương trình; hãy chọn lại."
        dialog.open_elsewhere(elsewhere)

    with in_turn(reception.operations, (UnlockDialog, nothing_there), (UnlockDialog, enter)):
        office = reception.office_in(tmp_path / "xã")
    assert office is not None
    assert office.store.folder == elsewhere
    assert villages_of(office) == 1


def test_the_passphrase_that_is_asked_for_is_the_one_that_opens(
    reception: Reception, sheet: RecoverySheet, tmp_path: Path, clock: TestClock
) -> None:
    """The office's own key file is whole: passphrases are those of today."""
    folder = tmp_path / "xã"
    (kept,) = repair.backups_in(folder / "backups")
    door = Door(folder, clock.clock, CHEAP)
    asked = TakeUpDialog(door, kept, reception.operations).passphrase
    assert asked.label.text() == "Mật khẩu đang dùng của tài khoản này"
    for name in ("keys.a", "keys.b"):
        (folder / name).unlink()
    asked = TakeUpDialog(door, kept, reception.operations).passphrase
    assert asked.label.text() == "Mật khẩu của tài khoản này lúc sao lưu"


def test_a_backup_whose_keys_are_spoilt_is_a_sentence(
    reception: Reception, sheet: RecoverySheet, tmp_path: Path
) -> None:
    folder = tmp_path / "xã"
    for each in (*folder.glob("keys.?"), *(folder / "backups").glob("*.keys.?")):
        each.write_bytes(b"{}")

    def restore(dialog: RepairDialog) -> None:
        dialog.restore.click()
        assert "keys.a và keys.b đều hỏng" in dialog.wrong.text()
        dialog.reject()

    with in_turn(reception.operations, (RepairDialog, restore)):
        assert reception.office_in(folder) is None


def test_what_could_not_be_had_is_told_before_anybody_goes_on(
    reception: Reception, sheet: RecoverySheet, tmp_path: Path, clock: TestClock
) -> None:
    folder = tmp_path / "xã"
    with closing(unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP)) as before:
        (village,) = before.queries.ids("villages")
        person = add_person(before, "Lê Văn Cam", village)
        before.run(AddAttachments("people", person, (NewFile("a.png", png()),)))
        maintenance.backup_now(before)
    shutil.rmtree(folder / "files")
    shutil.rmtree(folder / "backups" / "files")
    (folder / "office.db").write_bytes(GARBAGE)
    told_of: list[str] = []

    def typed(dialog: TakeUpDialog) -> None:
        clock.advance(minutes=2)
        dialog.passphrase.line.setText(PASSPHRASE)
        dialog.enter.click()

    def said(dialog: RestoredNotWhole) -> None:
        told_of.extend(dialog.problems)
        dialog.accept()

    with in_turn(
        reception.operations,
        (UnlockDialog, lambda dialog: dialog.repair.click()),
        (RepairDialog, lambda dialog: dialog.restore.click()),
        (TakeUpDialog, typed),
        (RestoredNotWhole, said),
        (UnlockDialog, enter),
    ):
        office = reception.office_in(folder)
    assert villages_of(office) == 1
    assert told_of
