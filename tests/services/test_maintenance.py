"""Backups when they are due, the drill with the paper code, and the report for support."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sachmatuy_desktop import diagnostics
from sachmatuy_desktop.errors import NotAllowed, NotFound
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.services.upkeep.doctor import doctor, mount_of
from sachmatuy_desktop.storage.backups.restore import backup_named
from sachmatuy_desktop.storage.keys.keyring_file import Account
from tests.offices import (
    CHEAP,
    PASSPHRASE,
    TestClock,
    add_person,
    add_village,
    new_office,
    reopen,
)


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "office", clock=clock)


def test_a_backup_is_due_when_records_changed_and_time_has_passed(
    office: Office, clock: TestClock
) -> None:
    assert maintenance.backup_age(office) is None
    assert maintenance.backup_if_due(office) is not None
    clock.advance(hours=5)
    assert maintenance.backup_if_due(office) is None  # nothing but the note of the backup itself
    add_village(office)
    assert maintenance.backup_if_due(office) is not None
    add_village(office, "Thôn 2")
    clock.advance(minutes=50)
    assert maintenance.backup_if_due(office) is None
    clock.advance(hours=2)
    assert maintenance.backup_if_due(office) is not None
    assert len(maintenance.backups(office)) == 3
    office.close()


def test_the_age_of_the_last_backup_is_told(office: Office, clock: TestClock) -> None:
    maintenance.backup_now(office)
    clock.advance(days=3)
    age = maintenance.backup_age(office)
    assert age is not None
    assert timedelta(days=3) <= age < timedelta(days=3, minutes=1)
    assert maintenance.stick_backup_age(office) is None
    maintenance.backup_to(office, office.store.folder.parent / "stick")
    clock.advance(days=1)
    age = maintenance.stick_backup_age(office)
    assert age is not None
    assert age.days == 1
    office.close()


def test_what_a_restoring_replaced_goes_after_thirty_days(office: Office, clock: TestClock) -> None:
    folder = office.store.folder
    made = maintenance.backup_now(office)
    office.close()
    maintenance.restore_with_passphrase(made, folder, "an", PASSPHRASE, clock.clock, CHEAP)
    (replaced,) = folder.glob("replaced-*")
    (folder / "replaced-by-hand").mkdir()
    again = unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP)
    for days, is_kept in ((0, True), (1, True), (28, True), (3, False)):
        clock.advance(days=days)
        add_village(again, f"Thôn {days}")
        maintenance.keep_safe(again)
        assert replaced.exists() is is_kept
    assert (folder / "replaced-by-hand").exists(), "only what the program itself put there"
    noted = [each for each in again.queries.journal(limit=20) if each.act == "backup.clear"]
    assert [each.why for each in noted] == [replaced.name]
    again.close()


def test_a_clock_that_leaps_makes_nothing_old(office: Office, clock: TestClock) -> None:
    aside = office.store.folder / f"replaced-{clock.now():%Y%m%d-%H%M%S}"
    aside.mkdir()
    clock.advance(days=365 * 60)
    for number in range(9):
        add_village(office, f"Thôn {number}")
    assert maintenance.clear_put_aside(office) == 0
    assert aside.exists()
    office.close()


def test_only_those_who_manage_carry_a_backup_away(office: Office, clock: TestClock) -> None:
    accounts.add_account(office, Account("binh", "Bình", "clerk"), PASSPHRASE)
    office.close()
    again = unlock(office.store.folder, "binh", PASSPHRASE, clock.clock, CHEAP)
    with pytest.raises(NotAllowed):
        maintenance.backup_to(again, office.store.folder.parent / "stick")
    assert not (office.store.folder.parent / "stick").exists()
    maintenance.backup_now(again)
    again.close()


def test_the_drill_with_stick_and_paper_on_another_pc(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    add_person(office, "Lê Văn Cam", add_village(office))
    code = accounts.new_recovery_code(office)
    path = maintenance.backup_to(office, tmp_path / "stick")
    office.close()
    restored, again = maintenance.restore_with_code(
        path,
        tmp_path / "other PC",
        code,
        Account("chi", "Lê Thị Chi", "admin"),
        "mật khẩu ở máy mới",
        clock.clock,
        CHEAP,
    )
    assert restored.by_code
    assert restored.report.clean
    assert again.queries.count("people") == 1
    assert again.info.account_id == "chi"
    assert maintenance.check(again).clean
    again = reopen_as(again, "chi", "mật khẩu ở máy mới", clock)
    again.close()


def reopen_as(office: Office, account: str, passphrase: str, clock: TestClock) -> Office:
    office.close()
    return unlock(office.store.folder, account, passphrase, clock.clock, CHEAP)


def test_restoring_by_passphrase_puts_the_present_aside(office: Office, clock: TestClock) -> None:
    path = maintenance.backup_now(office)
    add_village(office)
    office.close()
    folder = office.store.folder
    way = maintenance.way_into(backup_named(path), folder, CHEAP)
    assert [each.id for each in way.accounts] == ["an"]
    assert way.as_now
    restored = maintenance.restore_with_passphrase(
        path, folder, "an", PASSPHRASE, clock.clock, CHEAP
    )
    assert restored.replaced is not None
    again = unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP)
    assert again.queries.count("villages") == 0
    again.close()
    with pytest.raises(NotFound):
        maintenance.restore_with_passphrase(path, folder, "dung", PASSPHRASE, clock.clock, CHEAP)


# -- the doctor -----------------------------------------------------------------------------------


def troubles(office: Office, clock: TestClock) -> list[str]:
    findings = doctor(office.store.folder, clock.clock, office.store, CHEAP)
    return [str(each.trouble) for each in findings if each.trouble]


def test_a_healthy_office_has_no_trouble_and_names_no_person(
    office: Office, clock: TestClock
) -> None:
    add_person(office, "Lê Văn Cam", add_village(office))
    maintenance.backup_now(office)
    assert not any("sao lưu" in each for each in troubles(office, clock))
    told = str(doctor(office.store.folder, clock.clock, office.store, CHEAP))
    assert "Cam" not in told
    assert "Nguyễn Văn An" not in told
    office.close()


def test_a_clock_that_went_back_is_told(office: Office, clock: TestClock) -> None:
    add_village(office)
    clock.advance(hours=-3)
    assert any("chậm hơn" in each for each in troubles(office, clock))
    clock.moment = datetime(2019, 1, 1).astimezone()
    assert any("sai năm" in each for each in troubles(office, clock))
    office.close()


def test_an_office_without_a_backup_is_told_so(office: Office, clock: TestClock) -> None:
    assert any("sao lưu ngay" in each for each in troubles(office, clock))
    again = reopen(office)
    again.close()


def test_a_folder_that_is_not_there_is_no_crash(tmp_path: Path, clock: TestClock) -> None:
    findings = doctor(tmp_path / "nowhere" / "at all", clock.clock)
    assert any("không có" in each.value for each in findings)
    assert not (tmp_path / "nowhere").exists()


MOUNTS = """\
/dev/sda2 / ext4 rw 0 0
tmpfs /run tmpfs rw 0 0
//may-chu/chung /mnt/chung cifs rw 0 0
/dev/sdb1 /media/an/USB\\040CUA\\040AN vfat rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/home/an/SachMaTuy", ("/dev/sda2", "ext4")),
        ("/mnt/chung/xã/SachMaTuy", ("//may-chu/chung", "cifs")),
        ("/mnt/chungtoi", ("/dev/sda2", "ext4")),
        ("/media/an/USB CUA AN/SachMaTuy", ("/dev/sdb1", "vfat")),
    ],
)
def test_the_drive_of_a_path_is_found(path: str, found: tuple[str, str]) -> None:
    assert mount_of(MOUNTS, Path(path)) == found


# -- the log --------------------------------------------------------------------------------------


def test_the_log_holds_events_and_places_but_no_values(tmp_path: Path) -> None:
    diagnostics.start(tmp_path)
    diagnostics.event("bundle.merged", segments=3)
    try:
        raise ValueError("Lê Văn Cam, 0912345678")
    except ValueError as error:
        report = diagnostics.bug(error)
    diagnostics.stop()
    text = (tmp_path / "logs" / "program.log").read_text(encoding="utf-8")
    assert "bundle.merged segments=3" in text
    assert "ValueError" in text
    assert "test_maintenance.py" in text
    assert "Cam" not in text + report
    assert "0912345678" not in text + report


def test_the_traces_of_a_crash_are_found_at_the_next_start(tmp_path: Path) -> None:
    assert diagnostics.start(tmp_path) is None
    diagnostics.stop()
    assert diagnostics.start(tmp_path) is None
    diagnostics.stop()
    (tmp_path / "logs" / "crash.txt").write_text("Fatal Python error", encoding="utf-8")
    crashed = diagnostics.start(tmp_path)
    diagnostics.stop()
    assert crashed is not None
    assert crashed.read_text(encoding="utf-8") == "Fatal Python error"
    assert diagnostics.start(tmp_path) is None
    diagnostics.stop()


def test_a_folder_that_cannot_be_written_does_not_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be", encoding="utf-8")
    assert diagnostics.start(tmp_path) is None
    diagnostics.event("office.opened")
    diagnostics.stop()
