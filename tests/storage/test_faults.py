"""What the world does to an office file.  Each fault is one sentence, and nothing is half done.

Processes are killed for real.  Twenty kills are part of the suite; `SACHMATUY_KILLS=2000` asks for
more.  Root may write anywhere, so the tests of read-only folders become another user first.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.clock import system_clock
from sachmatuy_desktop.errors import KnownError, NotAllowed, Refused, StorageTrouble
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.sync import bundles, key_news, renewing, trusting
from sachmatuy_desktop.storage.backups.backup import FOLDER, back_up, list_backups
from sachmatuy_desktop.storage.backups.restore import restore
from sachmatuy_desktop.storage.engine import trouble_of
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.keys.keyring import Keyring, OfficeKeys
from tests.full_disks import room_for
from tests.offices import (
    CHEAP,
    PASSPHRASE,
    TestClock,
    add_person,
    add_village,
    edit,
    new_office,
)

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("SACHMATUY_KILLS", "20"))
NOBODY = 65534
DISTRICT = "huyen-618@1"
_methods = multiprocessing.get_all_start_methods()
processes: Any = multiprocessing.get_context("fork" if "fork" in _methods else "spawn")


def opened(folder: Path, clock: TestClock | None = None) -> Office:
    return unlock(folder, "an", PASSPHRASE, clock.clock if clock else system_clock(), CHEAP)


def dice(seed: int) -> random.Random:
    """The same throws each time."""
    return random.Random(seed)  # noqa: S311  (nothing secret)


def sentence(told: pytest.ExceptionInfo[KnownError]) -> str:
    """What the person reads: one sentence or two that end, and name no exception."""
    text = str(told.value)
    assert text.endswith(".")
    assert "Error" not in text
    return text


@contextmanager
def child(
    work: Callable[..., None], *given: object
) -> Iterator[tuple[Connection, Callable[[], None]]]:
    """Another process at `work(pipe, *given)`; what it says, and how to kill it."""
    hear, say = processes.Pipe(duplex=False)
    process = processes.Process(target=work, args=(say, *given), daemon=True)
    process.start()
    say.close()

    def kill() -> None:
        process.kill()
        process.join()

    try:
        yield hear, kill
    finally:
        kill()
        process.close()
        hear.close()


def all_heard(hear: Connection) -> list[str]:
    """What a killed process had said before."""
    heard = []
    while True:
        try:
            heard.append(hear.recv())
        except (EOFError, OSError):
            return heard


# -- passphrases and keys -------------------------------------------------------------------------


def test_a_wrong_passphrase_is_one_sentence_slows_down_and_never_wipes(
    tmp_path: Path, clock: TestClock
) -> None:
    new_office(tmp_path, clock=clock).close()
    before = (tmp_path / "office.db").read_bytes()
    for _ in range(8):
        with pytest.raises(NotAllowed) as told:
            unlock(tmp_path, "an", "không phải mật khẩu", clock.clock, CHEAP)
        assert "Mật khẩu" in sentence(told)
        with pytest.raises(NotAllowed) as told:
            opened(tmp_path, clock)
        assert "đợi" in sentence(told)
        clock.advance(minutes=2)
    assert (tmp_path / "office.db").read_bytes() == before
    opened(tmp_path, clock).close()


def test_one_damaged_key_file_heals_two_are_a_sentence(tmp_path: Path, clock: TestClock) -> None:
    new_office(tmp_path, clock=clock).close()
    whole = (tmp_path / "keys.a").read_bytes()
    (tmp_path / "keys.a").write_bytes(whole[:-40])
    opened(tmp_path, clock).close()
    assert (tmp_path / "keys.a").read_bytes() == whole
    for name in ("keys.a", "keys.b"):
        (tmp_path / name).write_bytes(whole.replace(b"an", b"on"))
    with pytest.raises(StorageTrouble) as told:
        opened(tmp_path, clock)
    assert "keys.a" in sentence(told)


# -- a damaged office file ------------------------------------------------------------------------


def flipped(at: float) -> Callable[[bytes], bytes]:
    def flip(data: bytes) -> bytes:
        place = int(len(data) * at)
        return data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :]

    return flip


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "a bit of the first page": flipped(0.002),
    "nothing but the head": lambda data: data[:1000],
    "the first page alone": lambda data: data[:4096],
    "garbage": lambda data: dice(7).randbytes(len(data)),
    "a picture": lambda _data: b"\x89PNG\r\n\x1a\n" + bytes(20_000),
    "an ordinary SQLite file": lambda _data: b"SQLite format 3\0" + bytes(4080),
    "nothing at all": lambda _data: b"",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_office_file_is_a_sentence_and_is_left_alone(
    tmp_path: Path, clock: TestClock, damage: Callable[[bytes], bytes]
) -> None:
    new_office(tmp_path, clock=clock).close()
    path = tmp_path / "office.db"
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    for _ in range(2):  # the second time proves that the first let go of the lock
        with pytest.raises(StorageTrouble) as told:
            opened(tmp_path, clock)
        assert "bản sao lưu" in sentence(told)
        assert path.read_bytes() == damaged


@pytest.mark.parametrize("share", [0.1, 0.4, 0.7, 0.95])
@pytest.mark.parametrize("how", ["flip", "cut", "swap"])
def test_damage_further_in_is_found_by_opening_or_by_the_check(
    tmp_path: Path, clock: TestClock, share: float, how: str
) -> None:
    office = new_office(tmp_path, clock=clock)
    add_person(office, village=add_village(office))
    office.close()
    path = tmp_path / "office.db"
    data = bytearray(path.read_bytes())
    page = int(len(data) / 4096 * share) * 4096
    if how == "flip":
        data[page + 100] ^= 1
    elif how == "cut":
        del data[page:]
    else:
        other = page - 4096
        data[page : page + 4096], data[other:page] = data[other:page], data[page : page + 4096]
    path.write_bytes(data)
    found, told = opened_or_told(tmp_path, clock)
    if found is None:
        assert "bản sao lưu" in told
        return
    assert not check(found.store).clean
    found.store.engine.dispose()
    found.lock.release()


def opened_or_told(folder: Path, clock: TestClock) -> tuple[Office | None, str]:
    try:
        return opened(folder, clock), ""
    except StorageTrouble as trouble:
        return None, str(trouble)


def test_a_missing_office_file_is_never_made_anew(tmp_path: Path, clock: TestClock) -> None:
    new_office(tmp_path, clock=clock).close()
    (tmp_path / "office.db").unlink()
    with pytest.raises(StorageTrouble) as told:
        opened(tmp_path, clock)
    assert "khôi phục" in sentence(told).lower()
    assert not (tmp_path / "office.db").exists()


# -- a second instance ----------------------------------------------------------------------------


def sit_before(say: Connection, folder: Path) -> None:
    office = opened(folder)
    say.send("open")
    threading.Event().wait()
    office.close()


def test_a_second_program_is_told_who_has_it_open(tmp_path: Path) -> None:
    new_office(tmp_path).close()
    with child(sit_before, tmp_path) as (hear, kill):
        assert hear.recv() == "open"
        with pytest.raises(StorageTrouble) as told:
            opened(tmp_path)
        assert "Nguyễn Văn An" in sentence(told)
        kill()
        opened(tmp_path).close()


# -- a full disk ----------------------------------------------------------------------------------


def fill(office: Office, village: str, count: int) -> None:
    """Many people in one act."""
    with office.store.begin(Act("training.fill", "an")) as work:
        for number in range(count):
            work.insert("people", {"full_name": f"Người Thứ {number}", "village": village})
        work.commit()


def test_a_full_disk_loses_nothing_that_was_saved(tmp_path: Path, clock: TestClock) -> None:
    office = new_office(tmp_path, clock=clock)
    village = add_village(office)
    fill(office, village, 100)
    saved = office.queries.count("people")
    with room_for(900_000), pytest.raises(StorageTrouble) as told:
        fill(office, village, 3000)
    assert "chưa được ghi" in sentence(told)
    assert office.queries.count("people") == saved
    add_person(office, village=village)
    assert check(office.store).clean
    office.close()
    again = opened(tmp_path, clock)
    assert again.queries.count("people") == saved + 1
    again.close()


def test_a_full_disk_leaves_no_half_backup(tmp_path: Path, clock: TestClock) -> None:
    office = new_office(tmp_path, clock=clock)
    fill(office, add_village(office), 2000)
    first = back_up(office.store, office.keyring, office.keys, "daily")
    size = first.stat().st_size
    names = sorted(each.name for each in (tmp_path / FOLDER).iterdir())
    for room in (50_000, size // 2, size - 4096):
        with room_for(room), pytest.raises(StorageTrouble) as told:
            back_up(office.store, office.keyring, office.keys, "daily")
        sentence(told)
        assert sorted(each.name for each in (tmp_path / FOLDER).iterdir()) == names
    back_up(office.store, office.keyring, office.keys, "daily")
    assert [each.verified for each in list_backups(tmp_path / FOLDER)] == [True, True]
    office.close()


# -- a folder that only lets itself be read -------------------------------------------------------


@pytest.fixture
def shelf() -> Iterator[Path]:
    yield from reachable()


def reachable() -> Iterator[Path]:
    """A folder that every user may reach, which those of pytest are not."""
    folder = Path(tempfile.mkdtemp(prefix="sachmatuy-"))
    folder.chmod(0o755)
    yield folder
    for each in [folder, *folder.rglob("*")]:
        each.chmod(0o755)
    shutil.rmtree(folder)


def try_to_write(say: Connection, folder: Path) -> None:
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    try:
        add_village(opened(folder), "Thôn mới")
        say.send("written")
    except KnownError as error:
        say.send(f"{type(error).__name__}: {error}")


def seen_by_another(folder: Path, *, folder_mode: int, file_mode: int) -> str:
    for each in folder.iterdir():
        each.chmod(file_mode)
    folder.chmod(folder_mode)
    with child(try_to_write, folder) as (hear, _kill):
        return str(hear.recv())


def test_a_read_only_folder_is_a_sentence(shelf: Path) -> None:
    folder = shelf / "office"
    new_office(folder).close()
    before = (folder / "office.db").read_bytes()
    told = seen_by_another(folder, folder_mode=0o555, file_mode=0o444)
    assert told.startswith("StorageTrouble: ")
    assert "quyền ghi" in told
    assert (folder / "office.db").read_bytes() == before


def test_a_read_only_office_file_is_a_sentence(shelf: Path) -> None:
    folder = shelf / "office"
    new_office(folder).close()
    (folder / "app.lock").unlink()
    before = (folder / "office.db").read_bytes()
    told = seen_by_another(folder, folder_mode=0o777, file_mode=0o444)
    assert told.startswith("StorageTrouble: ")
    assert (folder / "office.db").read_bytes() == before


# -- sudden death ---------------------------------------------------------------------------------


def keep_editing(say: Connection, folder: Path, round_: int) -> None:
    office = opened(folder)
    village = add_village(office, f"Thôn {round_}")
    for number in range(1_000_000):
        name = f"Người {round_} {number}"
        person = add_person(office, name, village)
        say.send(name)
        edit(office, "people", person, birth="1991")
        say.send(f"{name} *")


def standing(office: Office) -> set[str]:
    """Everybody's name, with a star once the birth year was edited."""
    rows = office.queries.rows("people", office.queries.ids("people")).values()
    names = {str(row["full_name"]) for row in rows}
    return names | {f"{row['full_name']} *" for row in rows if row["birth"] == "1991"}


@pytest.mark.slow
def test_killed_while_saving_every_acknowledged_save_is_there(tmp_path: Path) -> None:
    new_office(tmp_path).close()
    throw = dice(KILLS)
    acknowledged: set[str] = set()
    for round_ in range(KILLS):
        with child(keep_editing, tmp_path, round_) as (hear, kill):
            acknowledged.add(hear.recv())
            threading.Event().wait(throw.uniform(0.0, 0.12))
            kill()
            acknowledged.update(all_heard(hear))
        office = opened(tmp_path)
        assert acknowledged <= standing(office)
        assert check(office.store).problems == []
        office.close()
    assert len(acknowledged) > KILLS


def take_in(say: Connection, folder: Path, bundle: Path) -> None:
    office = opened(folder)
    staged = bundles.stage(office, bundle)
    say.send("staged")
    bundles.merge(office, staged)
    say.send("merged")
    office.close()


def introduced(office: Office, other: Office) -> None:
    fingerprint = other.keys.device.public.fingerprint
    trusting.trust(office, trusting.own_card(other), " ".join(fingerprint.split("-")[:3]))


@pytest.mark.slow
def test_killed_while_merging_a_bundle_it_is_in_or_it_is_not(
    tmp_path: Path, clock: TestClock
) -> None:
    commune = new_office(tmp_path / "commune", clock=clock)
    above = new_office(tmp_path / "above", DISTRICT, "receiving", clock)
    introduced(commune, above)
    introduced(above, commune)
    fill(commune, add_village(commune), 1500)
    bundle = tmp_path / "goi.smt"
    bundles.export(commune, above.keys.device.public.key_id, bundle)
    commune.close()
    above.close()

    shutil.copytree(tmp_path / "above", tmp_path / "timed")
    begun = datetime.now().astimezone()
    with child(take_in, tmp_path / "timed", bundle) as (hear, _kill):
        assert hear.recv() == "staged"
        begun = datetime.now().astimezone()
        assert hear.recv() == "merged"
        whole = (datetime.now().astimezone() - begun).total_seconds()

    throw = dice(11)
    outcomes = set()
    for round_ in range(max(6, KILLS // 3)):
        folder = tmp_path / f"above{round_}"
        shutil.copytree(tmp_path / "above", folder)
        with child(take_in, folder, bundle) as (hear, kill):
            assert hear.recv() == "staged"
            threading.Event().wait(whole * throw.uniform(0.0, 1.1))
            kill()
            said = all_heard(hear)
        office = opened(folder, clock)
        people = office.queries.count("people")
        assert people in (0, 1500)
        assert people == 1500 or said != ["merged"]
        assert check(office.store).problems == []
        outcomes.add(people)
        bundles.merge(office, bundles.stage(office, bundle))
        assert office.queries.count("people") == 1500
        assert check(office.store).problems == []
        office.close()
    assert 0 in outcomes


def keep_renewing(say: Connection, folder: Path) -> None:
    office = opened(folder)
    for number in range(1_000_000):
        village = add_village(office, f"Thôn {number}")
        say.send(village)
        renewing.renew(office)


@pytest.mark.slow
def test_killed_while_renewing_keys_the_office_opens_and_everything_goes_out(
    tmp_path: Path, clock: TestClock
) -> None:
    commune = new_office(tmp_path / "commune", clock=clock)
    above = new_office(tmp_path / "above", DISTRICT, "receiving", clock)
    introduced(commune, above)
    introduced(above, commune)
    commune.close()
    throw = dice(17)
    acknowledged: set[str] = set()
    for round_ in range(max(6, KILLS // 3)):
        with child(keep_renewing, tmp_path / "commune") as (hear, kill):
            acknowledged.add(hear.recv())
            threading.Event().wait(throw.uniform(0.0, 0.3))
            kill()
            acknowledged.update(all_heard(hear))
        office = opened(tmp_path / "commune", clock)
        assert check(office.store).problems == []
        for each in reversed(office.keys.device.retired):
            file = tmp_path / "thay.json"
            file.write_bytes(each.succession)
            with suppress(Refused):  # followed before
                key_news.follow_file(above, file)
        bundle = tmp_path / f"{round_}.smt"
        bundles.export(office, above.keys.device.public.key_id, bundle)
        report = bundles.merge(above, bundles.stage(above, bundle)).report
        assert (report.parked, report.quarantined) == (0, [])
        office.close()
    assert acknowledged <= set(above.queries.ids("villages"))


def back_up_and_restore(say: Connection, folder: Path, target: Path) -> None:
    office = opened(folder)
    say.send("open")
    path = back_up(office.store, office.keyring, office.keys, "daily")
    office.close()
    restore(path, target, by_passphrase, system_clock(), CHEAP)
    say.send("restored")


def by_passphrase(keyring: Keyring) -> OfficeKeys:
    ((keyring.door or keyring.folder) / "tries.json").unlink(missing_ok=True)  # killed meanwhile
    return keyring.unlock("an", PASSPHRASE, system_clock().now())


@pytest.mark.slow
def test_killed_while_backing_up_or_restoring_no_half_copy_has_a_name(
    tmp_path: Path, clock: TestClock
) -> None:
    office = new_office(tmp_path / "office", clock=clock)
    fill(office, add_village(office), 300)
    office.close()
    target = tmp_path / "target"
    throw = dice(5)
    for _round in range(max(6, KILLS // 3)):
        with child(back_up_and_restore, tmp_path / "office", target) as (hear, kill):
            assert hear.recv() == "open"
            threading.Event().wait(throw.uniform(0.0, 0.6))
            kill()
            all_heard(hear)
        for backup in list_backups(tmp_path / "office" / FOLDER):
            assert backup.manifest is None or backup.verified
            taken = restore(backup.path, tmp_path / "proof", by_passphrase, clock.clock, CHEAP)
            assert taken.report.clean
        if (target / "office.db").exists():
            restored = opened(target)
            assert restored.queries.count("people") == 300
            assert check(restored.store).clean
            restored.close()
        shutil.rmtree(tmp_path / "proof", ignore_errors=True)
        shutil.rmtree(tmp_path / "office" / FOLDER)


@pytest.mark.parametrize("name", ["SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_PROTOCOL"])
def test_whatever_the_disk_does_to_sqlite_is_one_sentence(name: str) -> None:
    error = sqlcipher3.dbapi2.OperationalError("something of the disk")
    error.sqlite_errorname = name
    trouble = trouble_of(error)
    assert trouble is not None
    assert "chỗ trống" in str(trouble)
