"""Twice a year people restore a copy with both halves of the sheet, and minutes say so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import BadInput, NotAllowed
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.calendar import Kind, read_diary
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.upkeep import drills_by_people, maintenance, trials
from sachmatuy_desktop.services.upkeep.drills_by_people import (
    MINUTES,
    drill_by_people,
    last_people_drill,
    note_people_drill,
    people_drill_due_on,
    people_drills,
)
from sachmatuy_desktop.services.upkeep.repair import backups_in
from sachmatuy_desktop.storage.backups.backup import Backup
from sachmatuy_desktop.storage.keys.keyring_file import Account
from sachmatuy_desktop.storage.keys.recovery import RecoverySheet
from tests.documents.pdf_reading import read
from tests.offices import CHEAP, PASSPHRASE, TestClock, add_person, add_village, new_office

WHO = "Nguyễn Văn An và Trần Thị Ví Dụ"


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "office", clock=clock)


def on_stick(office: Office, folder: Path) -> Backup:
    maintenance.backup_to(office, folder)
    return backups_in(folder)[0]


def carried(office: Office, folder: Path) -> tuple[RecoverySheet, Backup]:
    """A sheet, and a copy on a stick that only it opens."""
    sheet = accounts.new_recovery_code(office)
    add_person(office, "Lê Văn Cam", add_village(office))
    return sheet, on_stick(office, folder)


def notes(office: Office) -> list[str]:
    with office.store.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT why FROM journal_entries WHERE act = 'backup.drill_by_people'"
        )
        return [str(row[0]) for row in found]


def test_the_stick_is_opened_by_the_paper_alone_and_the_time_is_taken(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    sheet, backup = carried(office, tmp_path / "usb")
    before = sorted(each.name for each in office.store.folder.iterdir())
    begun = clock.clock.now()
    clock.advance(minutes=7)
    done = drill_by_people(office, backup, sheet, WHO, begun)
    assert done.problems == ()
    assert (done.here, done.seconds, done.who, done.in_time) == (True, 420, WHO, True)
    assert (done.backup, done.sheet) == (backup.path.stem, sheet.number)
    assert done.records == maintenance.check(office).records
    assert sorted(each.name for each in office.store.folder.iterdir()) == before
    assert last_people_drill(office) == done
    assert notes(office) == [f"{backup.path.stem}: 0; 420 s; here"]  # and nobody's name
    assert trials.sheet_tried_on(office) == done.day  # both halves were proved
    office.close()


def test_a_copy_that_the_sheet_does_not_open_is_a_failed_drill_and_due_at_once(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    accounts.new_recovery_code(office)
    older = on_stick(office, tmp_path / "usb")
    sheet = accounts.new_recovery_code(office)
    done = drill_by_people(office, older, sheet, WHO, clock.clock.now())
    (problem,) = done.problems
    assert "phiếu khôi phục số" in problem
    assert people_drill_due_on(office) == done.day
    office.close()


def test_a_wrong_sheet_is_no_drill(office: Office, clock: TestClock, tmp_path: Path) -> None:
    old, backup = carried(office, tmp_path / "usb")
    accounts.new_recovery_code(office)
    with pytest.raises(NotAllowed, match="phiếu khôi phục số"):
        drill_by_people(office, backup, old, WHO, clock.clock.now())
    with pytest.raises(BadInput, match="ai đã diễn tập"):
        drill_by_people(office, backup, old, "  ", clock.clock.now())
    assert people_drills(office) == []
    assert notes(office) == []
    office.close()


def test_a_drill_on_another_pc_is_written_down(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    _sheet, backup = carried(office, tmp_path / "usb")
    with pytest.raises(BadInput, match="bao nhiêu phút"):
        note_people_drill(office, backup, WHO, 0)
    with pytest.raises(BadInput, match="chỗ không khôi phục"):
        note_people_drill(office, backup, WHO, 60, worked=False)
    failed = note_people_drill(office, backup, WHO, 60, problems=["Máy kia hỏng"], worked=False)
    clock.advance(days=1)
    done = note_people_drill(office, backup, WHO, 20 * 60, 3)
    assert people_drills(office) == [done, failed]
    assert (done.in_time, done.problems, done.here) == (False, (), False)
    assert [each.rpartition("; ")[2] for each in notes(office)] == ["elsewhere", "elsewhere"]
    office.close()


def test_the_minutes_are_filled_from_the_drill(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    day = date.fromisoformat(clock.clock.today())
    blank = papers.fill(office, MINUTES, None, day)
    assert "dt_ban_sao" not in blank.known  # blank, to be filled in by pen at the other PC
    assert blank.known["dt_muc_tieu"] == "15 phút"
    sheet, backup = carried(office, tmp_path / "usb")
    begun = clock.clock.now()
    clock.advance(minutes=12)
    done = drill_by_people(office, backup, sheet, WHO, begun)
    filling = papers.fill(office, MINUTES, None, day)
    assert filling.known["gio_bat_dau"] == f"{begun:%H giờ %M phút}"
    assert filling.known["gio_ket_thuc"] == f"{clock.clock.now():%H giờ %M phút}"
    assert filling.known["dt_thoi_gian"] == "12 phút"
    assert filling.known["dt_nguoi"] == WHO
    assert filling.known["dt_ban_sao"] == backup.path.stem
    assert filling.known["dt_phieu"] == str(sheet.number)
    assert filling.known["dt_so_ghi_chep"] == done.records
    assert filling.known["dt_ket_qua"] == "Khôi phục được"
    assert filling.known["dt_cho_sai"] == "Không có"
    assert filling.known["dt_lan_sau"] == people_drill_due_on(office).isoformat()
    assert not filling.form.verified
    assert filling.missing == ()
    assert papers.pdf(papers.compose_filling(office, filling)).startswith(b"%PDF")
    office.close()


def test_signatures_never_stand_on_a_page_of_their_own(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    _sheet, backup = carried(office, tmp_path / "usb")
    words = "Máy kia không đọc được tệp khóa thứ nhất trên USB; phải dùng tệp thứ hai. "
    for times in range(1, 12):
        note_people_drill(office, backup, WHO, 1500, None, [words * times], worked=False)
        filling = papers.fill(office, MINUTES, None, date.fromisoformat(clock.clock.today()))
        pages = read(papers.pdf(papers.compose_filling(office, filling)))
        (signed,) = [page for page in pages if "CHỦ TỌA" in page.text]
        assert "Biên bản kết thúc vào" in signed.text
    office.close()


def test_it_is_due_half_a_year_after_the_founding_and_after_each_drill(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    title = "Diễn tập khôi phục có người làm"
    due = people_drill_due_on(office)
    assert due > date.fromisoformat(clock.clock.today())
    clock.advance(days=190)
    late = [each for each in read_diary(office).overdue() if each.kind is Kind.KEEPING]
    assert (due, title) in [(each.day, each.item.summary()) for each in late]
    note_people_drill(office, on_stick(office, tmp_path / "usb"), WHO, 600)
    assert people_drill_due_on(office) > date.fromisoformat(clock.clock.today())
    office.close()


def test_only_those_who_manage_do_it_and_read_of_it(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    sheet, backup = carried(office, tmp_path / "usb")
    note_people_drill(office, backup, WHO, 600)
    accounts.add_account(office, Account("binh", "Bình", "clerk"), PASSPHRASE)
    office.close()
    again = unlock(office.store.folder, "binh", PASSPHRASE, clock.clock, CHEAP)
    with pytest.raises(NotAllowed):
        drill_by_people(again, backup, sheet, WHO, clock.clock.now())
    with pytest.raises(NotAllowed):
        drills_by_people.note_people_drill(again, backup, WHO, 600)
    filling = papers.fill(again, MINUTES, None, date.fromisoformat(clock.clock.today()))
    assert "dt_nguoi" not in filling.known
    again.close()
