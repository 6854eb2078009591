"""The way in and the way back, where something goes wrong half-way or somebody looks for a gap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import BadInput, Conflict, NotAllowed, NotFound, StorageTrouble
from sachmatuy_desktop.services.access import accounts, rotating
from sachmatuy_desktop.services.access.entering import enter, enter_with_code, since_last_login
from sachmatuy_desktop.services.office import Founding, Office, found, unlock
from sachmatuy_desktop.services.upkeep import maintenance, trials
from sachmatuy_desktop.services.upkeep.drills_by_people import (
    note_people_drill,
    people_drill_due_on,
)
from sachmatuy_desktop.services.upkeep.drills_by_people import people_drills as drills_of
from sachmatuy_desktop.services.upkeep.repair import backups_in
from sachmatuy_desktop.storage.keys import keyring_tries
from sachmatuy_desktop.storage.keys.keyring_file import NAMES, Account
from sachmatuy_desktop.storage.keys.recovery import RecoveryCode
from tests.full_disks import room_for
from tests.offices import CHEAP, IA_DOM, PASSPHRASE, TestClock, add_person, add_village, new_office

OTHER = "một mật khẩu khác hẳn"
WRONG = "không phải nó đâu"
AN = Account("an", "Nguyễn Văn An", "admin")
BINH = Account("binh", "Trần Thị Bình", "police")
YEARS = 73 * 365


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    made = new_office(tmp_path / "office", clock=clock)
    add_person(made, "Lê Văn Cam", add_village(made))
    yield made
    made.close()


def acts_of(office: Office) -> list[str]:
    with office.store.reading() as connection:
        found = connection.exec_driver_sql("SELECT act FROM journal_entries ORDER BY id")
        return [row[0] for row in found]


def folder_of(office: Office) -> Path:
    return office.store.folder


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@contextmanager
def journal_full(office: Office) -> Iterator[None]:
    """Small files such as the key file still find room, the office file's log does not."""
    with room_for((folder_of(office) / "office.db-wal").stat().st_size):
        yield


# -- a full disk between the key file and the journal ----------------------------------------------

CHANGES: dict[str, Callable[[Office], object]] = {
    "a sheet": accounts.new_recovery_code,
    "one's own passphrase": lambda office: accounts.change_passphrase(office, PASSPHRASE, OTHER),
    "an account added": lambda office: accounts.add_account(office, BINH, OTHER),
    "a name": lambda office: accounts.rename_account(office, "an", "Nguyễn An"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_the_journal_did_not_take_the_key_file_does_not_keep(
    office: Office, clock: TestClock, change: Callable[[Office], object]
) -> None:
    sheet = accounts.new_recovery_code(office)
    before = accounts.accounts(office), acts_of(office)
    with journal_full(office), pytest.raises(StorageTrouble):
        change(office)
    assert (accounts.accounts(office), acts_of(office)) == before
    trials.try_sheet(office, sheet)  # it was said that nothing was saved: the old one opens
    change(office)  # and once there is room it is done
    office.close()
    clock.advance(minutes=1)
    passphrase = OTHER if change is CHANGES["one's own passphrase"] else PASSPHRASE
    with closing(unlock(folder_of(office), "an", passphrase, clock.clock, CHEAP)) as reopened:
        assert "key.older" not in acts_of(reopened)


def test_a_key_file_without_room_leaves_no_note(office: Office) -> None:
    sheet = accounts.new_recovery_code(office)
    accounts.add_account(office, BINH, OTHER)
    before = acts_of(office)
    with (
        room_for((folder_of(office) / "keys.a").stat().st_size // 2),
        pytest.raises(StorageTrouble),
    ):
        accounts.remove_account(office, "binh")
    assert [each.id for each in accounts.accounts(office)] == ["an", "binh"]
    assert acts_of(office) == before
    trials.try_sheet(office, sheet)


def test_a_new_sheet_and_its_dates_are_one_act(office: Office, clock: TestClock) -> None:
    trials.try_sheet(office, accounts.new_recovery_code(office))
    clock.advance(days=30)
    with journal_full(office), pytest.raises(StorageTrouble):
        accounts.new_recovery_code(office)
    assert trials.sheet_tried_on(office) == date(2026, 3, 2)


# -- a drill is noted and remembered, or neither ---------------------------------------------------


def test_a_drill_by_people_is_one_act(office: Office, tmp_path: Path) -> None:
    maintenance.backup_to(office, tmp_path / "usb")
    (backup,) = backups_in(tmp_path / "usb")
    before = len(acts_of(office))
    entries = ends_of_acts(office, lambda: note_people_drill(office, backup, "An và Bình", 600))
    assert acts_of(office)[before:] == ["backup.drill_by_people"]
    assert [each.who for each in drills_of(office)] == ["An và Bình"]
    assert entries == 1  # one transaction: no power cut lies between


def test_trials_and_the_second_place_are_one_act_each(office: Office, tmp_path: Path) -> None:
    sheet = accounts.new_recovery_code(office)
    maintenance.backup_now(office)
    assert ends_of_acts(office, lambda: trials.try_sheet(office, sheet)) == 1
    assert ends_of_acts(office, lambda: trials.drill(office)) == 1
    choose = lambda: maintenance.choose_second_place(office, tmp_path / "D")  # noqa: E731
    assert ends_of_acts(office, choose) == 1


def ends_of_acts(office: Office, act: Callable[[], object]) -> int:
    """How many transactions of the office file an act took."""
    before = office.store.generation
    act()
    return office.store.generation - before


# -- guessing --------------------------------------------------------------------------------------


def test_a_passphrase_is_not_guessed_in_an_open_office(office: Office, clock: TestClock) -> None:
    with pytest.raises(NotAllowed, match="không đúng"):
        accounts.change_passphrase(office, WRONG, OTHER)
    with pytest.raises(NotAllowed, match="đợi"):
        accounts.change_passphrase(office, PASSPHRASE, OTHER)
    assert told_at_the_next_login(office, clock) == (1, False)


def test_a_wrong_sheet_is_a_failed_try_and_accuses_nobody_of_shortening_the_log(
    office: Office, clock: TestClock
) -> None:
    older = accounts.new_recovery_code(office)
    accounts.new_recovery_code(office)
    with pytest.raises(NotAllowed, match="không mở được"):
        trials.try_sheet(office, RecoveryCode(older.secret))
    assert told_at_the_next_login(office, clock) == (1, False)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_restoring_is_no_way_around_the_slowing_down(
    office: Office, clock: TestClock, tmp_path: Path, elsewhere: bool
) -> None:
    path = maintenance.backup_now(office)
    target = tmp_path / "blank" if elsewhere else folder_of(office)
    office.close()

    def attempt(passphrase: str) -> None:
        maintenance.restore_with_passphrase(path, target, "an", passphrase, clock.clock, CHEAP)

    with pytest.raises(NotAllowed, match="không đúng"):
        attempt(WRONG)
    with pytest.raises(NotAllowed, match="đợi"):
        attempt(PASSPHRASE)
    assert told_at_the_next_login(office, clock) == (1, False)


def test_a_power_cut_while_somebody_comes_in_accuses_nobody(
    office: Office, clock: TestClock
) -> None:
    """The try was counted, whether it failed was never known."""
    keyring_tries.count_try(folder_of(office), clock.now())
    assert office.keyring.seconds_to_wait(clock.now()) == 1
    assert told_at_the_next_login(office, clock) == (0, False)


def told_at_the_next_login(office: Office, clock: TestClock) -> tuple[int, bool]:
    """How many failed tries are told, and whether the log of them is said to be altered."""
    office.close()
    clock.advance(minutes=2)
    with closing(enter(folder_of(office), "an", PASSPHRASE, clock.clock, CHEAP)) as again:
        since = since_last_login(again)
        return since.failed, since.lost


# -- founding --------------------------------------------------------------------------------------

ANSWERS = Founding(IA_DOM, "commune", "an", "Nguyễn Văn An")


def test_keys_without_an_office_file_survive_every_founding(
    office: Office, clock: TestClock
) -> None:
    """They may be all that opens a backup; the second attempt must not take the first for one that
    was cut off."""
    office.close()
    folder = folder_of(office)
    (folder / "office.db").unlink()
    before = [(folder / name).read_bytes() for name in NAMES]
    for _ in range(3):
        with pytest.raises(Conflict):
            found(folder, ANSWERS, PASSPHRASE, clock.clock, CHEAP)
        assert [(folder / name).read_bytes() for name in NAMES] == before


def test_a_founding_that_fails_leaves_no_office(clock: TestClock, tmp_path: Path) -> None:
    folder, room = tmp_path / "xã Ia Đom #1", 50_000
    while True:
        try:
            with room_for(room):
                office, _sheet = found(folder, ANSWERS, PASSPHRASE, clock.clock, CHEAP)
        except StorageTrouble:
            assert names_in(folder) == ["app.lock"]
            room = room * 5 // 4
        else:
            break
    office.close()
    assert "founding" not in names_in(folder)


def test_a_second_founding_does_not_take_the_keys_of_the_first(
    office: Office, clock: TestClock
) -> None:
    (folder_of(office) / "founding").touch()  # as if it were still being founded
    (folder_of(office) / "office.db").rename(folder_of(office) / "later.db")
    with pytest.raises(StorageTrouble, match="Đang mở"):
        found(folder_of(office), ANSWERS, PASSPHRASE, clock.clock, CHEAP)
    assert all((folder_of(office) / name).exists() for name in NAMES)
    (folder_of(office) / "later.db").rename(folder_of(office) / "office.db")


def test_an_office_that_was_opened_is_founded(office: Office, clock: TestClock) -> None:
    (folder_of(office) / "founding").touch()
    office.close()
    unlock(folder_of(office), "an", PASSPHRASE, clock.clock, CHEAP).close()
    assert "founding" not in names_in(folder_of(office))


# -- a clock that was wrong ------------------------------------------------------------------------


def test_what_was_done_in_2099_is_due_when_the_clock_is_right_again(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    sheet = accounts.new_recovery_code(office)
    maintenance.choose_second_place(office, tmp_path / "D")
    clock.advance(days=YEARS)
    maintenance.keep_safe(office)
    maintenance.backup_to(office, tmp_path / "usb")
    trials.drill(office)
    trials.try_sheet(office, sheet)
    note_people_drill(office, backups_in(tmp_path / "usb")[0], "An và Bình", 600)
    clock.advance(days=-YEARS)
    today = date(2026, 3, 2)
    assert trials.drill_due_on(office) == today
    assert trials.sheet_due_on(office) == today
    assert people_drill_due_on(office) == today
    assert maintenance.stick_backup_age(office) is None
    place = maintenance.second_place_of(office)
    assert place is not None
    assert place.last is not None
    assert maintenance.age_of(office, place.last) is None


def test_a_clock_that_is_minutes_behind_doubts_nothing(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    maintenance.backup_to(office, tmp_path / "usb")
    clock.advance(minutes=-30)
    age = maintenance.stick_backup_age(office)
    assert age is not None
    assert age.total_seconds() == 0


# -- the second place ------------------------------------------------------------------------------


def test_a_training_office_does_not_get_the_second_place_of_the_real_one(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    maintenance.choose_second_place(office, tmp_path / "D")
    with closing(new_office(tmp_path / "training", clock=clock, training=True)) as training:
        with pytest.raises(BadInput, match="cơ quan khác"):
            maintenance.choose_second_place(training, tmp_path / "D")
        maintenance.choose_second_place(training, tmp_path / "D" / "tập huấn")
    place = maintenance.second_place_of(office)
    assert place is not None
    assert place.is_there


def test_a_copy_of_another_office_is_never_thinned(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    """Both used one folder before the mark told them apart."""
    second = tmp_path / "D"
    maintenance.choose_second_place(office, second)
    maintenance.keep_safe(office)
    (mine,) = second.glob("*.db")
    (second / "sachmatuy-second-place.json").unlink()
    with closing(new_office(tmp_path / "training", clock=clock, training=True)) as training:
        maintenance.choose_second_place(training, second)
        for _ in range(16):
            clock.advance(days=31)
            maintenance.backup_beside_now(training)
    assert len(list(second.glob("*.db"))) < 17  # its own were
    (backup,) = [each for each in backups_in(second) if each.path == mine]
    assert backup.verified


# -- backups after a change of the keys ------------------------------------------------------------


def keys_turned(office: Office) -> None:
    rotating.rotate_data_key(office)


@pytest.mark.parametrize("change", [keys_turned, accounts.new_recovery_code])
def test_a_backup_that_opens_otherwise_than_the_office_is_replaced_at_once(
    office: Office, clock: TestClock, tmp_path: Path, change: Callable[[Office], object]
) -> None:
    maintenance.choose_second_place(office, tmp_path / "D")
    maintenance.keep_safe(office)
    assert maintenance.backup_if_due(office) is None
    assert maintenance.backup_beside_if_due(office) is None
    change(office)
    assert maintenance.backup_if_due(office) is not None
    assert maintenance.backup_beside_if_due(office) is not None
    assert maintenance.backup_if_due(office) is None
    assert maintenance.backup_beside_if_due(office) is None


def test_what_a_power_cut_left_half_written_does_not_fill_the_disk(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    maintenance.choose_second_place(office, tmp_path / "D")
    maintenance.keep_safe(office)
    left = [
        folder / ".20260302-080000-daily-000001.db.0123456789ab.part"
        for folder in (folder_of(office) / "backups", tmp_path / "D", tmp_path / "D" / "files")
    ]
    keys = folder_of(office) / ".keys.a.0123456789ab.part"
    for each in (*left, keys):
        each.parent.mkdir(exist_ok=True)
        each.write_bytes(b"half")
    drill = folder_of(office) / ".drill-0123456789ab"
    drill.mkdir()
    accounts.new_recovery_code(office)
    maintenance.keep_safe(office)
    assert [each for each in left if each.exists()] == []
    office.close()
    unlock(folder_of(office), "an", PASSPHRASE, clock.clock, CHEAP).close()
    assert not keys.exists()
    assert not drill.exists()


# -- restoring -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("account", "passphrase"),
    [
        (AN, "ngắn"),
        (AN, "matkhau123456"),
        (Account("Bình Trần", "Bình", "admin"), OTHER),
        (Account("binh", "Bình", "giám đốc"), OTHER),
    ],
)
def test_answers_that_would_not_do_are_refused_before_anything_is_replaced(
    office: Office, clock: TestClock, account: Account, passphrase: str
) -> None:
    sheet = accounts.new_recovery_code(office)
    path = maintenance.backup_now(office)
    office.close()
    before = names_in(folder_of(office))
    with pytest.raises(BadInput):
        maintenance.restore_with_code(
            path, folder_of(office), sheet, account, passphrase, clock.clock, CHEAP
        )
    assert names_in(folder_of(office)) == before


def test_an_empty_folder_is_empty_again_where_the_restoring_was_refused(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    path = maintenance.backup_now(office)
    blank = tmp_path / "trống"
    blank.mkdir()
    with pytest.raises(NotAllowed):
        maintenance.restore_with_passphrase(path, blank, "an", WRONG, clock.clock, CHEAP)
    assert names_in(blank) == []


def test_one_copy_of_the_present_keys_is_enough_beside_an_older_backup(
    office: Office, clock: TestClock
) -> None:
    """Never one copy of the office and one of the backup: they are of two data keys."""
    path = maintenance.backup_now(office)
    rotating.rotate_data_key(office)
    office.close()
    (folder_of(office) / "keys.a").unlink()
    restored = maintenance.restore_with_passphrase(
        path, folder_of(office), "an", PASSPHRASE, clock.clock, CHEAP
    )
    assert restored.report.clean


def test_it_is_known_with_which_passphrase_a_backup_is_opened(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    path = maintenance.backup_now(office)
    (kept,) = maintenance.backups(office)
    accounts.add_account(office, BINH, OTHER)
    here = maintenance.way_into(kept, folder_of(office), CHEAP)
    assert ([each.id for each in here.accounts], here.as_now) == (["an", "binh"], True)
    blank = maintenance.way_into(kept, tmp_path / "blank", CHEAP)
    assert ([each.id for each in blank.accounts], blank.as_now) == (["an"], False)
    for each in kept.key_files:
        each.write_bytes(b"garbage")
    with pytest.raises(StorageTrouble):
        maintenance.way_into(kept, tmp_path / "blank", CHEAP)
    path.unlink()
    with pytest.raises(NotFound):
        maintenance.restore_with_passphrase(
            path, tmp_path / "blank", "an", PASSPHRASE, clock.clock, CHEAP
        )


# -- the sheet that was used -----------------------------------------------------------------------


def test_the_use_of_the_sheet_is_told_to_everybody_and_to_whose_passphrase_it_set(
    office: Office, clock: TestClock
) -> None:
    """What counts as an account's last login may have been that of whoever found the sheet."""
    accounts.add_account(office, BINH, OTHER)
    sheet = accounts.new_recovery_code(office)
    folder = folder_of(office)
    office.close()
    enter(folder, "binh", OTHER, clock.clock, CHEAP).close()
    enter_with_code(folder, sheet, AN, WRONG, clock.clock, CHEAP).close()
    for account, passphrase in (("an", WRONG), ("binh", OTHER)):
        with closing(enter(folder, account, passphrase, clock.clock, CHEAP)) as again:
            assert len(since_last_login(again).recovered) == 1
    with closing(enter(folder, "an", WRONG, clock.clock, CHEAP)) as again:
        assert since_last_login(again).is_quiet


def test_the_use_of_the_sheet_is_noted_before_anything_is_changed_with_it(
    office: Office, clock: TestClock
) -> None:
    sheet = accounts.new_recovery_code(office)
    path = maintenance.backup_now(office)
    office.close()
    with closing(accounts.recover(folder_of(office), sheet, AN, OTHER, clock.clock, CHEAP)) as by:
        assert acts_of(by)[-2:] == ["login.recovery", "account.reset"]
    _restored, taken_up = maintenance.restore_with_code(
        path, folder_of(office), sheet, AN, OTHER, clock.clock, CHEAP
    )
    with closing(taken_up):
        assert acts_of(taken_up)[-2:] == ["login.recovery", "account.reset"]


# -- what was put aside, and what the disk holds on to ---------------------------------------------


@pytest.mark.parametrize("days", [-56 * 365, YEARS])
def test_what_was_put_aside_by_a_wrong_clock_is_kept_as_long_as_anything_else(
    office: Office, clock: TestClock, days: int
) -> None:
    for _ in range(4):
        clock.advance(days=1)
        add_village(office)
    path = maintenance.backup_now(office)
    office.close()
    clock.advance(days=days)
    maintenance.restore_with_passphrase(
        path, folder_of(office), "an", PASSPHRASE, clock.clock, CHEAP
    )
    clock.advance(days=-days)
    with closing(unlock(folder_of(office), "an", PASSPHRASE, clock.clock, CHEAP)) as again:
        assert maintenance.clear_put_aside(again) == 0
        (kept,) = folder_of(office).glob("replaced-*")
        assert kept.name.startswith("replaced-20260306-")
        for _ in range(31):
            clock.advance(days=1)
            add_village(again)
        assert maintenance.clear_put_aside(again) == 1


def test_an_old_backup_that_something_holds_does_not_make_the_new_one_fail(
    office: Office, clock: TestClock
) -> None:
    oldest = maintenance.backup_now(office)
    stuck = oldest.with_suffix(".keys.a")
    stuck.unlink()
    stuck.mkdir()
    for _ in range(16):
        clock.advance(days=31)
        assert maintenance.backup_now(office).exists()
