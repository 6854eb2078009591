"""Backups: proved before they get their name, thinned by rule, taken up again beside the old."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.errors import KnownError, NotAllowed, NotFound, StorageTrouble
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.storage.backups.backup import (
    FOLDER,
    back_up,
    back_up_to,
    backup_at,
    list_backups,
    signed_by,
)
from sachmatuy_desktop.storage.backups.backup_thinning import superfluous
from sachmatuy_desktop.storage.backups.restore import Restored, restore
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.keys.keyring import Keyring, OfficeKeys
from sachmatuy_desktop.storage.keys.keyring_file import read_copies
from tests.offices import CHEAP, PASSPHRASE, TestClock, add_person, add_village, edit, new_office

pytestmark = pytest.mark.slow


def backed_up(office: Office, reason: str = "daily") -> Path:
    return back_up(office.store, office.keyring, office.keys, reason)


def by_passphrase(keyring: Keyring) -> OfficeKeys:
    return keyring.unlock("an", PASSPHRASE, datetime.now().astimezone())


def taken_up(path: Path, folder: Path, clock: TestClock) -> Restored:
    return restore(path, folder, by_passphrase, clock.clock, CHEAP)


def people(office: Office) -> int:
    return office.queries.count("people")


# -- making ---------------------------------------------------------------------------------------


def test_a_backup_has_five_files_and_says_what_is_in_it(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    add_person(office, "Lê Văn Cam", add_village(office))
    path = backed_up(office, "merge")

    assert path.parent == tmp_path / "office" / FOLDER
    assert path.name == "20260302-080000-merge-000001.db"
    assert sorted(each.name for each in path.parent.iterdir()) == sorted(
        path.stem + ending for ending in (".db", ".files", ".json", ".keys.a", ".keys.b")
    )
    (backup,) = list_backups(path.parent)
    assert backup.verified
    assert backup.manifest is not None
    assert backup.manifest.counts["people"] == 1
    assert backup.manifest.unit == "xa-23537@1"
    assert backup.manifest.size == path.stat().st_size
    assert "Cam" not in path.with_suffix(".json").read_text(encoding="utf-8")
    assert signed_by(path, office.keys.device.public.sign)
    office.close()


def test_a_manifest_that_was_changed_is_not_signed_any_more(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    path = backed_up(office)
    manifest = path.with_suffix(".json")
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("daily", "merge"), "utf-8")
    assert not signed_by(path, office.keys.device.public.sign)
    manifest.unlink()
    assert not signed_by(path, office.keys.device.public.sign)
    assert [each.verified for each in list_backups(path.parent)] == [False]
    office.close()


def test_generations_rise_even_if_the_clock_goes_back_or_the_folder_is_emptied(
    tmp_path: Path, clock: TestClock
) -> None:
    office = new_office(tmp_path, clock=clock)
    first = backed_up(office)
    clock.advance(days=-400)
    second = backed_up(office)
    assert [each.generation for each in list_backups(tmp_path / FOLDER)] == [2, 1]
    assert list_backups(tmp_path / FOLDER)[0].path == second
    for path in (first, second):
        path.unlink()
    assert backup_at(backed_up(office)).generation == 3  # type: ignore[union-attr]
    office.close()


def test_what_a_crash_left_behind_is_swept_out(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    folder = tmp_path / FOLDER
    (folder / ".making-dead").mkdir(parents=True)
    (folder / ".making-dead" / "office.db.part").write_bytes(b"half")
    (folder / "20260301-080000-daily-000009.keys.a").write_bytes(b"orphan")
    path = backed_up(office)
    assert {each.stem.partition(".")[0] for each in folder.iterdir()} == {path.stem}
    office.close()


def test_a_stick_gets_keys_that_no_passphrase_opens(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    path = back_up_to(office.store, office.keyring, office.keys, tmp_path / "stick" / "sao lưu")
    backup = backup_at(path)
    assert backup is not None
    assert backup.verified
    assert backup.manifest is not None
    assert backup.manifest.travel
    assert read_copies(backup.key_files)[0].document.accounts == ()
    with pytest.raises(NotFound):
        restore(path, tmp_path / "new", by_passphrase, office.clock, CHEAP)
    assert not (tmp_path / "new" / "office.db").exists()
    office.close()


@pytest.mark.slow
def test_backups_are_whole_while_a_writer_goes_on(tmp_path: Path, clock: TestClock) -> None:
    office = new_office(tmp_path / "office", clock=clock)
    village = add_village(office)
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not stop.is_set():
            add_person(office, f"Người {len(written)}", village)
            written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    made = []
    try:
        for _ in range(4):
            before = len(written)
            made.append((before, backed_up(office), len(written)))
    finally:
        stop.set()
        writer.join()
    office.close()
    assert sum(written) > 4
    for number, (before, path, after) in enumerate(made):
        backup = backup_at(path)
        assert backup is not None
        assert backup.manifest is not None
        assert before <= backup.manifest.counts.get("people", 0) <= after + 1
        assert taken_up(path, tmp_path / f"again{number}", clock).report.clean


# -- thinning -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """A backup as thinning sees it."""

    generation: int
    made: datetime
    verified: bool = True


NOON = datetime(2026, 6, 15, 12, 0)  # noqa: DTZ001  (names of backups have no offset)


def thinned(made: list[Kept], now: datetime) -> list[Kept]:
    """What is left once nothing more may go."""
    left = list(made)
    while unwanted := superfluous(left, now):
        left.remove(unwanted)
    return left


def test_a_year_of_daily_backups_becomes_a_ladder() -> None:
    daily = [Kept(day, NOON - timedelta(days=365 - day)) for day in range(366)]
    left = [(NOON - each.made).days for each in thinned(daily, NOON)]
    days, weeks = [6, 5, 4, 3, 2, 1, 0], [15, 8]
    months = [319, 288, 258, 227, 197, 166, 135, 107, 76, 46]
    assert left == [*months, *weeks, *days]


def test_all_backups_of_two_days_stay() -> None:
    hourly = [Kept(hour, NOON - timedelta(hours=60 - hour)) for hour in range(61)]
    left = thinned(hourly, NOON)
    assert [each for each in left if NOON - each.made <= timedelta(days=2)] == hourly[12:]


@given(
    st.lists(st.tuples(st.integers(-20 * 365, 20 * 365), st.booleans()), min_size=1, max_size=40)
)
@settings(max_examples=100, deadline=None)
def test_however_the_clock_jumps_the_newest_and_three_proved_ones_stay(
    history: list[tuple[int, bool]],
) -> None:
    folder: list[Kept] = []
    for generation, (days, verified) in enumerate(history):
        now = NOON + timedelta(days=days)
        before = list(folder)
        folder.append(Kept(generation, now, verified))
        unwanted = superfluous(folder, now)
        if unwanted is not None:
            folder.remove(unwanted)
            assert unwanted.made <= now
        proved = [each for each in (*before, Kept(generation, now, verified)) if each.verified]
        assert set(proved[-3:]) <= set(folder)
        assert Kept(generation, now, verified) in folder


def test_one_old_backup_goes_with_a_new_one(tmp_path: Path, clock: TestClock) -> None:
    office = new_office(tmp_path, clock=clock)
    for _ in range(6):
        backed_up(office)
    clock.advance(days=40)
    backed_up(office)
    left = [each.generation for each in list_backups(tmp_path / FOLDER)]
    assert left == [7, 6, 5, 4, 3, 2]
    assert not list((tmp_path / FOLDER).glob("*-000001.*"))
    office.close()


# -- taking up again ------------------------------------------------------------------------------


def test_a_restored_office_is_as_it_was_and_goes_on_as_a_new_author(
    tmp_path: Path, clock: TestClock
) -> None:
    office = new_office(tmp_path / "office", clock=clock)
    village = add_village(office)
    person = add_person(office, "Lê Văn Cam", village)
    path = backed_up(office)
    add_person(office, "Mai Thị Dừa", village)
    site = office.store.facts.site
    office.close()

    restored = taken_up(path, tmp_path / "new", clock)
    assert restored.report.clean
    assert restored.replaced is None
    again = unlock(tmp_path / "new", "an", PASSPHRASE, clock.clock, CHEAP)
    assert people(again) == 1
    assert again.store.facts.site != site
    assert again.store.facts.site == again.keys.site_id
    edit(again, "people", person, full_name="Lê Văn Chanh")
    assert check(again.store).clean
    again.close()


def test_what_is_replaced_is_laid_aside_with_its_unfinished_log(
    tmp_path: Path, clock: TestClock
) -> None:
    office = new_office(tmp_path / "office", clock=clock)
    path = backed_up(office)
    add_person(office, village=add_village(office))
    office.close()
    live = tmp_path / "office"
    for suffix in ("-wal", "-shm"):
        (live / f"office.db{suffix}").write_bytes(b"stale" * 1000)

    restored = taken_up(path, live, clock)
    assert restored.replaced is not None
    assert sorted(each.name for each in restored.replaced.iterdir()) == [
        "keys.a", "keys.b", "office.db", "office.db-shm", "office.db-wal",
    ]  # fmt: skip
    again = unlock(live, "an", PASSPHRASE, clock.clock, CHEAP)
    assert people(again) == 0
    assert check(again.store).clean
    again.close()


def test_a_passphrase_changed_since_the_backup_stays_changed(
    tmp_path: Path, clock: TestClock
) -> None:
    office = new_office(tmp_path, clock=clock)
    path = backed_up(office)
    newer = "mật khẩu mới đủ dài"
    office.keyring.change_passphrase(office.keys, "an", PASSPHRASE, newer, clock.now())
    office.close()
    with pytest.raises(NotAllowed):
        taken_up(path, tmp_path, clock)
    clock.advance(minutes=2)
    restore(path, tmp_path, lambda keys: keys.unlock("an", newer, clock.now()), clock.clock, CHEAP)
    unlock(tmp_path, "an", newer, clock.clock, CHEAP).close()


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def flip_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def flip_a_bit_and_lose_the_manifest(path: Path) -> None:
    flip_a_bit(path)
    path.with_suffix(".json").unlink()


def cut_short_and_lose_the_manifest(path: Path) -> None:
    cut_short(path)
    path.with_suffix(".json").unlink()


def lose_the_keys(path: Path) -> None:
    for ending in (".keys.a", ".keys.b"):
        path.with_suffix(ending).unlink()


def forge_the_manifest(path: Path) -> None:
    manifest = path.with_suffix(".json")
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"people"', '"x"'), "utf-8")
    text = manifest.read_text(encoding="utf-8").replace("daily", "merge")
    manifest.write_text(text, "utf-8")


@pytest.mark.parametrize(
    "spoil",
    [
        cut_short,
        flip_a_bit,
        flip_a_bit_and_lose_the_manifest,
        cut_short_and_lose_the_manifest,
        lose_the_keys,
        forge_the_manifest,
        Path.unlink,
    ],
)
def test_a_spoilt_backup_is_refused_and_the_office_stays(
    tmp_path: Path, clock: TestClock, spoil: object
) -> None:
    assert callable(spoil)
    office = new_office(tmp_path / "office", clock=clock)
    add_person(office, village=add_village(office))
    path = backed_up(office)
    office.close()
    target = tmp_path / "other"
    other = new_office(target, clock=clock)
    add_person(other, village=add_village(other))
    other.close()
    before = (target / "office.db").read_bytes()
    spoil(path)

    with pytest.raises((StorageTrouble, NotFound)) as told:
        taken_up(path, target, clock)
    assert isinstance(told.value, KnownError)
    assert (target / "office.db").read_bytes() == before
    assert not (target / ".restoring").exists()
    assert not list(target.glob("replaced-*"))
    unlock(target, "an", PASSPHRASE, clock.clock, CHEAP).close()


def test_an_office_that_is_open_is_not_restored_over(tmp_path: Path, clock: TestClock) -> None:
    office = new_office(tmp_path, clock=clock)
    path = backed_up(office)
    with pytest.raises(StorageTrouble):
        taken_up(path, tmp_path, clock)
    add_village(office)
    assert check(office.store).clean
    office.close()


def test_a_file_that_is_no_backup_is_not_taken(tmp_path: Path, clock: TestClock) -> None:
    office = new_office(tmp_path / "office", clock=clock)
    office.close()
    with pytest.raises(NotFound):
        taken_up(tmp_path / "office" / "office.db", tmp_path / "new", clock)
