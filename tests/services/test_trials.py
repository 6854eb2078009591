"""The recovery sheet and the newest backup are tried before they are needed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import KnownError, NotAllowed, NotFound, StorageTrouble
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.calendar import Kind, read_diary
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.upkeep import maintenance, trials
from sachmatuy_desktop.storage.backups.restore import backup_named
from sachmatuy_desktop.storage.keys.keyring_file import Account
from sachmatuy_desktop.storage.keys.recovery import RecoveryCode
from tests.offices import CHEAP, PASSPHRASE, TestClock, add_person, add_village, new_office


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "office", clock=clock)


def acts_of(office: Office) -> list[str]:
    with office.store.reading() as connection:
        found = connection.exec_driver_sql("SELECT act FROM journal_entries ORDER BY id")
        return [row[0] for row in found]


# -- the recovery sheet ---------------------------------------------------------------------------


def test_a_sheet_that_was_tried_is_due_again_after_six_months(
    office: Office, clock: TestClock
) -> None:
    sheet = accounts.new_recovery_code(office)
    first = trials.sheet_due_on(office)
    clock.advance(days=100)
    before = (office.keyring.folder / "keys.a").read_bytes()
    trials.try_sheet(office, sheet)
    assert (office.keyring.folder / "keys.a").read_bytes() == before
    assert acts_of(office)[-1] == "recovery.check"
    tried = trials.sheet_tried_on(office)
    assert tried is not None
    assert trials.sheet_due_on(office) - tried > timedelta(days=180)
    assert trials.sheet_due_on(office) - first >= timedelta(days=99)
    accounts.new_recovery_code(office)
    assert trials.sheet_tried_on(office) is None  # the trial was of the sheet that opens no more
    office.close()


def test_a_wrong_sheet_is_no_trial_and_slows_down(office: Office, clock: TestClock) -> None:
    old = accounts.new_recovery_code(office)
    accounts.new_recovery_code(office)
    with pytest.raises(NotAllowed, match="phiếu khôi phục số"):
        trials.try_sheet(office, old)
    with pytest.raises(NotAllowed, match="không mở được"):
        trials.try_sheet(office, RecoveryCode(old.secret))
    with pytest.raises(NotAllowed, match="đợi"):
        trials.try_sheet(office, old.__class__(old.secret, trials.sheet_number(office) or 0))
    assert trials.sheet_tried_on(office) is None
    assert "recovery.check" not in acts_of(office)
    office.close()


# -- the drill ------------------------------------------------------------------------------------


def left_behind(office: Office) -> list[str]:
    return [each.name for each in office.store.folder.glob(".drill-*")]


def test_a_drill_restores_checks_compares_and_wipes(office: Office, clock: TestClock) -> None:
    with pytest.raises(NotFound):
        trials.drill(office)
    add_person(office, "Lê Văn Cam", add_village(office))
    made = maintenance.backup_now(office)
    before = sorted(each.name for each in office.store.folder.iterdir())
    told: list[int] = []
    result = trials.drill(office, lambda done, _total: told.append(done))
    assert result.problems == ()
    assert result.records > 0
    assert result.backup == made.stem
    assert told == sorted(told)
    assert sorted(each.name for each in office.store.folder.iterdir()) == before
    assert trials.last_drill(office) == result
    assert acts_of(office)[-1] == "backup.drill"
    assert (trials.drill_due_on(office) - result.day).days >= 28
    assert maintenance.check(office).clean
    office.close()


def test_a_drill_tells_of_a_backup_that_is_not_as_it_was_made(
    office: Office, clock: TestClock
) -> None:
    made = maintenance.backup_now(office)
    whole = bytearray(made.read_bytes())
    whole[5000] ^= 1
    made.write_bytes(whole)
    result = trials.drill(office)
    assert len(result.problems) == 1
    assert "hỏng" in result.problems[0]
    assert left_behind(office) == []
    office.close()


class Stop(KnownError):
    pass


def test_a_drill_that_is_stopped_leaves_nothing(office: Office, clock: TestClock) -> None:
    maintenance.backup_now(office)

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Stop("Đã dừng.")

    with pytest.raises(Stop):
        trials.drill(office, stop)
    assert left_behind(office) == []
    assert trials.last_drill(office) is None
    (office.store.folder / ".drill-aaaa").mkdir()  # as a kill leaves it
    trials.drill(office)
    assert left_behind(office) == []
    office.close()


# -- the second place -----------------------------------------------------------------------------


def test_every_backup_goes_to_the_second_place_while_it_is_there(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    disk = tmp_path / "ổ D" / "Sao lưu"
    maintenance.choose_second_place(office, disk)
    add_village(office)
    maintenance.keep_safe(office)
    assert len(list(disk.glob("*-second-*.db"))) == 1
    clock.advance(hours=5)
    maintenance.keep_safe(office)
    assert len(list(disk.glob("*.db"))) == 1  # nothing changed
    place = maintenance.second_place_of(office)
    assert place is not None
    assert place.last is not None
    assert place.is_there

    disk.rename(tmp_path / "pulled")
    disk.mkdir()  # the empty folder that a pulled stick leaves, or another stick's
    add_village(office, "Thôn 2")
    maintenance.keep_safe(office)
    assert list(disk.iterdir()) == []
    gone = maintenance.second_place_of(office)
    assert gone is not None
    assert not gone.is_there
    assert gone.last == place.last
    office.close()


def test_the_second_place_lies_outside_the_office(office: Office, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="ngoài thư mục dữ liệu"):
        maintenance.choose_second_place(office, office.store.folder / "backups" / "x")
    office.close()


def test_the_second_place_opens_by_the_sheet_alone_on_a_blank_pc(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    sheet = accounts.new_recovery_code(office)
    maintenance.choose_second_place(office, tmp_path / "D")
    add_person(office, "Lê Văn Cam", add_village(office))
    maintenance.keep_safe(office)
    office.close()
    (path,) = (tmp_path / "D").glob("*.db")
    way = maintenance.way_into(backup_named(path), tmp_path / "new", CHEAP)
    assert (way.accounts, way.sheet, way.as_now) == ((), sheet.number, False)
    account = Account("chi", "Lê Thị Chi", "admin")
    restored, again = maintenance.restore_with_code(
        path, tmp_path / "new", sheet, account, "mật khẩu ở máy mới", clock.clock, CHEAP
    )
    assert restored.report.clean
    assert again.queries.count("people") == 1
    again.close()


def test_a_backup_that_failed_is_remembered_until_one_succeeds(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    disk = tmp_path / "D"
    maintenance.choose_second_place(office, disk)
    add_village(office)
    (disk / "files").write_text("a file where a folder should be")
    blocked = office.store.folder / "backups"
    blocked.write_text("")
    with pytest.raises(StorageTrouble):
        maintenance.keep_safe(office)
    failed = maintenance.failed_backup(office)
    assert failed is not None
    assert failed.said.endswith(".")
    blocked.unlink()
    (disk / "files").unlink()
    maintenance.keep_safe(office)
    assert maintenance.failed_backup(office) is None
    office.close()


def test_what_restoring_would_lose_is_counted_in_acts(office: Office, clock: TestClock) -> None:
    maintenance.backup_now(office)
    kept = maintenance.last_backup(office)
    assert kept is not None
    assert maintenance.acts_since(office, kept) == 0
    village = add_village(office)
    add_person(office, "Lê Văn Cam", village)
    assert maintenance.acts_since(office, kept) == 2
    office.close()


def test_only_those_who_manage_try_and_drill(office: Office, clock: TestClock) -> None:
    sheet = accounts.new_recovery_code(office)
    accounts.add_account(office, Account("binh", "Bình", "clerk"), PASSPHRASE)
    office.close()
    again = unlock(office.store.folder, "binh", PASSPHRASE, clock.clock, CHEAP)
    for forbidden in (
        lambda: trials.try_sheet(again, sheet),
        lambda: trials.drill(again),
        lambda: maintenance.choose_second_place(again, office.store.folder.parent / "D"),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    again.close()


def test_the_trial_stands_in_the_calendar_until_it_is_done(
    office: Office, clock: TestClock
) -> None:
    def overdue() -> list[tuple[date, str]]:
        found = (each for each in read_diary(office).overdue() if each.kind is Kind.KEEPING)
        return [(each.day, each.item.summary()) for each in found]

    sheet = accounts.new_recovery_code(office)
    due = trials.sheet_due_on(office)
    clock.advance(days=190)
    assert (due, "Thử phiếu khôi phục") in overdue()
    trials.try_sheet(office, sheet)
    assert "Thử phiếu khôi phục" not in [summary for _day, summary in overdue()]
    office.close()
