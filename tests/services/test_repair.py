"""An office that does not open: what is found, what is safe, what can be done."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import NotFound, StorageTrouble
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.office import unlock
from sachmatuy_desktop.services.upkeep import maintenance, repair
from sachmatuy_desktop.services.upkeep.doctor import doctor
from sachmatuy_desktop.services.upkeep.repair import Found
from sachmatuy_desktop.storage.backups.swapping import STAGING, decide, is_cut_off
from sachmatuy_desktop.storage.keys.keyring import Keyring
from sachmatuy_desktop.storage.keys.keyring_file import NAMES, Account
from sachmatuy_desktop.storage.lockfile import take_lock
from tests.offices import CHEAP, PASSPHRASE, TestClock, add_village, new_office


@pytest.fixture
def folder(tmp_path: Path, clock: TestClock) -> Path:
    """An office with one backup, closed."""
    office = new_office(tmp_path / "office", clock=clock)
    add_village(office)
    maintenance.backup_now(office)
    office.close()
    return tmp_path / "office"


def without(folder: Path, *names: str) -> None:
    for each in names:
        (folder / each).unlink()


def overwritten(folder: Path, content: bytes, *names: str) -> None:
    for each in names:
        (folder / each).write_bytes(content)


DAMAGE: dict[Found, Callable[[Path], None]] = {
    Found.NO_FILE: lambda folder: without(folder, "office.db"),
    Found.EMPTY: lambda folder: overwritten(folder, b"", "office.db"),
    Found.CUT: lambda folder: overwritten(folder, b"\x89PNG" * 999, "office.db"),
    Found.NO_KEYS: lambda folder: without(folder, "keys.a", "keys.b"),
    Found.BAD_KEYS: lambda folder: overwritten(folder, b"{}", "keys.a", "keys.b"),
    Found.ONE_KEY: lambda folder: without(folder, "keys.b"),
}


@pytest.mark.parametrize("found", DAMAGE, ids=lambda each: each.name)
def test_every_damage_is_named_and_nothing_is_changed(folder: Path, found: Found) -> None:
    DAMAGE[found](folder)
    before = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    seen = repair.look(folder, TestClock().clock, CHEAP)
    assert found in seen.found
    assert len(seen.backups) == 1
    assert repair.is_an_office(folder)
    assert {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()} == before


def test_a_whole_office_is_found_whole(folder: Path, tmp_path: Path) -> None:
    seen = repair.look(folder, TestClock().clock, CHEAP)
    assert set(seen.found) == {Found.PLAUSIBLE, Found.KEYS}
    assert not repair.is_an_office(tmp_path / "nowhere")


def test_damaged_files_are_copied_aside_and_stay(folder: Path, clock: TestClock) -> None:
    (folder / "office.db").write_bytes(b"rubbish")
    kept = repair.set_aside(folder, clock.clock)
    assert (kept / "office.db").read_bytes() == b"rubbish"
    assert (folder / "office.db").read_bytes() == b"rubbish"
    other = repair.set_aside(folder, clock.clock)
    assert other != kept


def test_keys_come_back_from_a_backup(folder: Path, clock: TestClock) -> None:
    for each in "ab":
        (folder / f"keys.{each}").write_bytes(b"{}")
    (newest,) = repair.look(folder, clock.clock, CHEAP).backups
    kept = repair.repair_keys(folder, newest, clock.clock)
    assert (kept / "keys.a").read_bytes() == b"{}"
    again = unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP)
    assert again.queries.count("villages") == 1
    again.close()


def test_keys_of_a_backup_that_are_damaged_too_are_refused(folder: Path, clock: TestClock) -> None:
    (newest,) = repair.look(folder, clock.clock, CHEAP).backups
    for path in newest.key_files:
        path.write_bytes(b"{}")
    before = (folder / "keys.a").read_bytes()
    with pytest.raises(NotFound):
        repair.repair_keys(folder, newest, clock.clock)
    assert (folder / "keys.a").read_bytes() == before


def test_backups_on_a_stick_are_found_one_folder_down(
    folder: Path, clock: TestClock, tmp_path: Path
) -> None:
    office = unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP)
    maintenance.backup_to(office, tmp_path / "usb" / "Sao lưu xã")
    office.close()
    assert len(repair.backups_in(tmp_path / "usb")) == 1
    assert repair.backups_in(tmp_path / "pulled") == ()


def test_garbage_in_place_of_the_office_file_is_restored_from_the_backup(
    folder: Path, clock: TestClock
) -> None:
    (folder / "office.db").write_bytes(b"\x00" * 8192)
    with pytest.raises(StorageTrouble):
        unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP)
    clock.advance(minutes=2)
    (newest,) = repair.look(folder, clock.clock, CHEAP).backups
    restored = maintenance.restore_with_passphrase(
        newest.path, folder, "an", PASSPHRASE, clock.clock, CHEAP
    )
    assert restored.replaced is not None
    assert (restored.replaced / "office.db").read_bytes() == b"\x00" * 8192
    again = unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP)
    assert again.queries.count("villages") == 1
    again.close()


def test_everything_is_lost_but_the_stick_and_the_sheet(
    folder: Path, clock: TestClock, tmp_path: Path
) -> None:
    office = unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP)
    sheet = accounts.new_recovery_code(office)
    maintenance.backup_to(office, tmp_path / "usb")
    office.close()
    for each in ("office.db", "keys.a", "keys.b"):
        (folder / each).unlink()
    (newest,) = repair.backups_in(tmp_path / "usb")
    _restored, again = maintenance.restore_with_code(
        newest.path, folder, sheet, Account("an", "An", "admin"), PASSPHRASE, clock.clock, CHEAP
    )
    assert again.queries.count("villages") == 1
    again.close()


def test_the_way_out_names_the_backup(folder: Path) -> None:
    (newest,) = repair.as_it_lies(folder, CHEAP).backups
    assert repair.way_out(repair.as_it_lies(folder, CHEAP)) is None
    for found, told in WAYS_OUT.items():
        kept = {each: each.read_bytes() for each in folder.iterdir() if each.is_file()}
        DAMAGE[found](folder)
        way = repair.way_out(repair.as_it_lies(folder, CHEAP))
        assert way is not None
        assert told in str(way)
        assert newest.path.name in str(way)
        for path, content in kept.items():
            path.write_bytes(content)
    for each in newest.files:
        each.unlink(missing_ok=True)
    DAMAGE[Found.EMPTY](folder)
    assert "USB" in str(repair.way_out(repair.as_it_lies(folder, CHEAP)))


WAYS_OUT = {
    Found.NO_FILE: "Hãy khôi phục từ bản sao lưu",
    Found.EMPTY: "Hãy khôi phục từ bản sao lưu",
    Found.CUT: "Hãy khôi phục từ bản sao lưu",
    Found.NO_KEYS: "lấy lại tệp khóa từ bản sao lưu",
    Found.BAD_KEYS: "lấy lại tệp khóa từ bản sao lưu",
}


def cut_off(folder: Path) -> None:
    """A restoring that was decided, and then the power went while the old office was moved out."""
    staging = folder / STAGING
    shutil.copytree(folder, staging, ignore=shutil.ignore_patterns("backups", "app.lock"))
    note = decide(folder, ("office.db", *NAMES), (*NAMES, "office.db"), "replaced-20260302-080000")
    (folder / note.aside).mkdir()
    for each in note.out[:2]:
        (folder / each).rename(folder / note.aside / each)


def test_a_restoring_that_was_cut_off_is_ended_by_the_repair_screen_and_by_opening(
    folder: Path, clock: TestClock
) -> None:
    cut_off(folder)
    assert repair.is_an_office(folder)
    told = [each.trouble for each in doctor(folder, clock.clock, cost=CHEAP)]
    assert any("tự làm nốt" in str(each) for each in told)
    assert is_cut_off(folder), "the doctor changes nothing"
    seen = repair.look(folder, clock.clock, CHEAP)
    assert seen.found == (Found.PLAUSIBLE, Found.KEYS)
    assert seen.trouble is None
    shutil.rmtree(folder / "replaced-20260302-080000")

    cut_off(folder)
    office = unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP)
    assert office.queries.count("villages") == 1
    office.close()
    assert not is_cut_off(folder)


def test_while_another_window_restores_the_repair_screen_says_so(
    folder: Path, clock: TestClock
) -> None:
    cut_off(folder)
    with take_lock(folder, "Khôi phục", clock.now()):
        seen = repair.look(folder, clock.clock, CHEAP)
    assert "Khôi phục" in str(seen.trouble)
    assert is_cut_off(folder)


def test_keys_that_a_restoring_replaced_meanwhile_open_nothing(
    folder: Path, clock: TestClock
) -> None:
    """Two windows: one has just tried the passphrase while the other restores."""
    (newest,) = repair.look(folder, clock.clock, CHEAP).backups
    keyring = Keyring(folder, CHEAP)
    keys = keyring.unlock("an", PASSPHRASE, clock.now())
    assert keyring.still_has(keys)
    maintenance.restore_with_passphrase(newest.path, folder, "an", PASSPHRASE, clock.clock, CHEAP)
    assert not keyring.still_has(keys)
