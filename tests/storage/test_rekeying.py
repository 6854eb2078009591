"""A new data key for the whole office: who stays notices nothing, who knew the old key is out.

Processes are killed at random moments of a rotation, and disks are put together as a power cut may
leave them.  Ten kills are part of the suite; `SACHMATUY_KILLS=60` asks for more.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import product
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.clock import Clock, system_clock
from sachmatuy_desktop.errors import KnownError, NotAllowed, NotFound, StorageTrouble
from sachmatuy_desktop.services.access import accounts, rotating
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.office import Office, unlock, unlock_with_recovery
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.storage.attachments import sweep
from sachmatuy_desktop.storage.blobs import files_under
from sachmatuy_desktop.storage.engine import OFFICE_FILE, opens
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.keys.keyring import Account, Keyring, OfficeKeys
from sachmatuy_desktop.storage.keys.keyring_file import NAMES
from sachmatuy_desktop.storage.keys.keyring_file import Office as OfficeName
from sachmatuy_desktop.storage.keys.recovery import RecoveryCode, parse_recovery_code
from sachmatuy_desktop.storage.keys.rekeying import Ending
from sachmatuy_desktop.storage.store import Store
from tests.full_disks import room_for
from tests.offices import CHEAP, PASSPHRASE, TestClock, add_person, add_village, new_office
from tests.pictures import png
from tests.storage.test_faults import (
    DISTRICT,
    all_heard,
    child,
    dice,
    fill,
    introduced,
    opened,
)

pytestmark = pytest.mark.slow

ROTATING_KILLS = int(os.environ.get("SACHMATUY_KILLS", "10"))
BINH = Account("binh", "Trần Thị Bình", "police")
BINHS = "mật khẩu của Bình"
CHI = Account("chi", "Lê Thị Chi", "clerk")
CHIS = "mật khẩu của chị Chi"
CONTENTS = tuple(png(30, 40, shade) + bytes([shade]) * 160_000 for shade in range(4))


@dataclass(frozen=True)
class Kept:
    """A closed office with attachments and three accounts; Bình kept a copy of the key file."""

    folder: Path
    code: RecoveryCode
    person: str
    copied: Path

    def old_keys(self, clock: Clock) -> OfficeKeys:
        """What Bình's copy and passphrase still give."""
        return Keyring(self.copied, CHEAP).unlock("binh", BINHS, clock.now())


@pytest.fixture
def kept(tmp_path: Path, clock: TestClock) -> Kept:
    folder = tmp_path / "xã"
    office = new_office(folder, clock=clock)
    accounts.add_account(office, BINH, BINHS)
    accounts.add_account(office, CHI, CHIS)
    code = accounts.new_recovery_code(office)
    person = add_person(office, village=add_village(office))
    files = tuple(NewFile(f"{at}.png", data) for at, data in enumerate(CONTENTS))
    office.run(AddAttachments("people", person, files))
    office.close()
    copied = tmp_path / "của Bình"
    copied.mkdir()
    for name in NAMES:
        shutil.copy(folder / name, copied)
    return Kept(folder, code, person, copied)


def contents(office: Office) -> set[bytes]:
    return {office.store.files.read(each) for each in hashes()}


def rotations(office: Office) -> int:
    with office.store.reading() as connection:
        query = "SELECT count(*) FROM journal_entries WHERE act = 'key.rotate'"
        return int(connection.exec_driver_sql(query).scalar_one())


def is_whole(office: Office) -> None:
    """Every row and every content is there, and nothing lies about."""
    assert contents(office) == set(CONTENTS)
    assert check(office.store).problems == []
    assert len(office.store.files.names()) == len(CONTENTS)


def shut_out(kept: Kept, clock: Clock) -> None:
    """What Bình kept opens neither the office file nor a content."""
    old = kept.old_keys(clock)
    assert not opens(kept.folder / OFFICE_FILE, old.db_key_hex, old.db_salt_hex)
    with pytest.raises(StorageTrouble):
        Store.open(kept.folder, old.db_key_hex, old.db_salt_hex, clock)
    new = {each.name for each in (kept.folder / "files").iterdir()}
    files = files_under(kept.folder / "files", old.data_key)
    assert not new & {files.name(sha256) for sha256 in hashes()}


def hashes() -> list[str]:
    return [hashlib.sha256(data).hexdigest() for data in CONTENTS]


# -- what it does ---------------------------------------------------------------------------------


def test_who_stays_opens_everything_with_what_they_had(kept: Kept, clock: TestClock) -> None:
    office = opened(kept.folder, clock)
    before = office.keys
    told: list[tuple[int, int]] = []
    rotating.rotate_data_key(office, lambda done, of: told.append((done, of)))
    assert told[0] == (0, 4)
    assert told[-1] == (4, 4)
    assert office.keys.data_key != before.data_key
    is_whole(office)
    add_person(office, "Sau khi đổi khóa")
    office.close()
    for account, passphrase in (("an", PASSPHRASE), ("binh", BINHS), ("chi", CHIS)):
        again = unlock(kept.folder, account, passphrase, clock.clock, CHEAP)
        assert again.keys.data_key == office.keys.data_key
        assert again.keys.device.to_bytes() == before.device.to_bytes()
        assert again.turned is Ending.NONE
        is_whole(again)
        again.close()
    by_code = unlock_with_recovery(kept.folder, kept.code, clock.clock, CHEAP)
    is_whole(by_code)
    by_code.close()


def test_whoever_was_removed_is_out_whatever_they_kept(kept: Kept, clock: TestClock) -> None:
    office = opened(kept.folder, clock)
    accounts.remove_account(office, "binh")
    old = kept.old_keys(clock.clock)
    assert opens(kept.folder / OFFICE_FILE, old.db_key_hex, old.db_salt_hex), (
        "removing is not enough"
    )
    rotating.rotate_data_key(office)
    assert rotations(office) == 1
    office.close()
    shut_out(kept, clock.clock)
    for name in NAMES:  # the old key file put back opens nothing either
        shutil.copy(kept.copied / name, kept.folder)
    with pytest.raises(StorageTrouble, match="bản sao lưu"):
        unlock(kept.folder, "binh", BINHS, clock.clock, CHEAP)


def test_nothing_in_the_new_key_file_opens_with_the_old_data_key(
    kept: Kept, clock: TestClock
) -> None:
    office = opened(kept.folder, clock)
    old = office.keys
    rotating.remove_and_rotate(office, "binh")
    with pytest.raises(StorageTrouble, match="sửa từ bên ngoài"):
        office.keyring.change_account(replace(old, account=None), CHI)
    with pytest.raises(NotFound):
        accounts.account_of(office, "binh")
    office.close()


def test_only_those_who_manage_may(kept: Kept, clock: TestClock) -> None:
    office = unlock(kept.folder, "chi", CHIS, clock.clock, CHEAP)
    before = (kept.folder / "keys.a").read_bytes()
    with pytest.raises(NotAllowed):
        rotating.rotate_data_key(office)
    with pytest.raises(NotAllowed):
        rotating.remove_and_rotate(office, "binh")
    assert (kept.folder / "keys.a").read_bytes() == before
    assert maintenance.backups(office) == []
    office.close()


class Stopped(KnownError):
    """The officer pressed the button."""


def test_stopped_before_the_last_content_nothing_has_happened(kept: Kept, clock: TestClock) -> None:
    office = opened(kept.folder, clock)
    before, keys = (kept.folder / "keys.a").read_bytes(), office.keys

    def stop(done: int, _of: int) -> None:
        if done == 3:
            raise Stopped("Đã dừng.")

    with pytest.raises(Stopped):
        rotating.rotate_data_key(office, stop)
    assert (kept.folder / "keys.a").read_bytes() == before
    assert office.keys is keys
    assert rotations(office) == 0
    is_whole(office)
    rotating.rotate_data_key(office)
    is_whole(office)
    office.close()


def test_a_full_disk_leaves_the_old_key(kept: Kept, clock: TestClock) -> None:
    office = opened(kept.folder, clock)
    fill(office, add_village(office, "Thôn Hai"), 1500)
    maintenance.backup_now(office)
    with room_for(1_000_000), pytest.raises(StorageTrouble):
        office.store.encrypt_anew("ab" * 32, "cd" * 16)
    assert office.queries.count("people") == 1501
    add_person(office, "Vẫn ghi được")
    is_whole(office)
    office.close()
    again = opened(kept.folder, clock)
    assert again.queries.count("people") == 1502
    rotating.rotate_data_key(again)
    is_whole(again)
    again.close()


def test_who_reads_meanwhile_waits_and_reads_on(kept: Kept, clock: TestClock) -> None:
    office = opened(kept.folder, clock)
    fill(office, add_village(office, "Thôn Hai"), 1500)
    stop, counts, wrong = threading.Event(), set[int](), list[BaseException]()

    def read() -> None:
        while not stop.is_set():
            try:
                counts.add(office.queries.count("people"))
            except BaseException as error:
                wrong.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(2)]
    for each in readers:
        each.start()
    rotating.rotate_data_key(office)
    stop.set()
    for each in readers:
        each.join()
    assert (wrong, counts) == ([], {1501})
    office.close()


def test_rotating_again_and_again_keeps_every_backup_readable(kept: Kept, clock: TestClock) -> None:
    office = opened(kept.folder, clock)
    for _ in range(3):
        rotating.rotate_data_key(office)
        clock.advance(minutes=1)
    assert len(office.keys.former_keys) == 3
    made = maintenance.backups(office)
    present = office.keys.data_key
    office.close()
    assert len(made) == 3
    for each in made:
        maintenance.restore_with_passphrase(
            each.path, kept.folder, "an", PASSPHRASE, clock.clock, CHEAP
        )
        again = opened(kept.folder, clock)
        assert again.keys.data_key == present, "restored, the office is under its present key"
        is_whole(again)
        again.close()
        clock.advance(minutes=1)


def test_a_backup_from_before_does_not_let_the_removed_in_again(
    kept: Kept, clock: TestClock
) -> None:
    office = opened(kept.folder, clock)
    rotating.remove_and_rotate(office, "binh")
    (before,) = maintenance.backups(office)
    office.close()
    maintenance.restore_with_passphrase(
        before.path, kept.folder, "an", PASSPHRASE, clock.clock, CHEAP
    )
    again = opened(kept.folder, clock)
    is_whole(again)
    again.close()
    shut_out(kept, clock.clock)


def test_a_backup_from_before_opens_on_a_blank_pc_with_the_keys_beside_it(
    kept: Kept, clock: TestClock
) -> None:
    office = opened(kept.folder, clock)
    rotating.rotate_data_key(office)
    (before,) = maintenance.backups(office)
    office.close()
    blank = kept.folder.parent / "máy mới"
    maintenance.restore_with_passphrase(before.path, blank, "an", PASSPHRASE, clock.clock, CHEAP)
    again = opened(blank, clock)
    is_whole(again)
    again.close()


def test_bundles_go_on_in_sequence(kept: Kept, clock: TestClock) -> None:
    office = opened(kept.folder, clock)
    above = new_office(kept.folder.parent / "trên", DISTRICT, "receiving", clock)
    introduced(office, above)
    introduced(above, office)
    key = above.keys.device.public.key_id
    for number in range(2):
        bundle = kept.folder.parent / f"gói-{number}.smt"
        add_person(office, f"Người {number}")
        bundles.export(office, key, bundle)
        assert bundles.merge(above, bundles.stage(above, bundle)).report.applied
        rotating.rotate_data_key(office)
    assert above.queries.count("people") == office.queries.count("people")
    assert contents(above) == set(CONTENTS)
    above.close()
    office.close()


# -- the key file ---------------------------------------------------------------------------------


@pytest.fixture
def ring(tmp_path: Path) -> tuple[Keyring, OfficeKeys, RecoveryCode]:
    ring = Keyring(tmp_path / "khóa", CHEAP)
    return ring, *ring.create(OfficeName("Xã Mẫu"), BINH, BINHS)


def test_every_byte_of_a_key_file_between_two_keys_counts(
    ring: tuple[Keyring, OfficeKeys, RecoveryCode],
) -> None:
    keyring, keys, code = ring
    keyring.begin_turning(keys, bytes(range(48)))
    assert accepted(keyring, code) == []


EVERY = 1 if os.environ.get("FLIP_ALL") else 23
"""Every so many bytes are tried; FLIP_ALL=1 in the environment tries each."""


def test_every_byte_of_a_rotated_key_file_counts(
    ring: tuple[Keyring, OfficeKeys, RecoveryCode],
) -> None:
    keyring, keys, code = ring
    keyring.end_turning(keyring.begin_turning(keys, bytes(range(48))))
    assert accepted(keyring, code) == []


def accepted(ring: Keyring, code: RecoveryCode) -> list[int]:
    """The bytes tried of the key file of which a bit may be turned unnoticed."""
    path, other = (ring.folder / name for name in NAMES)
    text, now = path.read_bytes(), system_clock().now()
    other.unlink()
    ring.unlock_with_recovery(code, now)
    found = []
    for at in range(0, len(text), EVERY):
        path.write_bytes(text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :])
        other.unlink(missing_ok=True)
        (ring.folder / "tries.json").unlink(missing_ok=True)
        with suppress(KnownError):
            ring.unlock_with_recovery(code, now)
            found.append(at)
    return found


# -- cut off --------------------------------------------------------------------------------------


def rotate_when_told(say: Connection, folder: Path) -> None:
    office = opened(folder)
    say.send("open")
    rotating.remove_and_rotate(office, "binh")
    say.send("done")
    office.close()


def test_killed_at_any_moment_it_is_done_or_it_is_not(kept: Kept, clock: TestClock) -> None:
    timed = copy_of(kept, "đo")
    with child(rotate_when_told, timed.folder) as (hear, _kill):
        assert hear.recv() == "open"
        begun = time.monotonic()
        assert hear.recv() == "done"
        whole = time.monotonic() - begun
    throw, endings = dice(17), set()
    for round_ in range(ROTATING_KILLS):
        cut = copy_of(kept, f"lần {round_}")
        with child(rotate_when_told, cut.folder) as (hear, kill):
            assert hear.recv() == "open"
            threading.Event().wait(throw.uniform(0.0, whole * 1.1))
            kill()
            said = "done" in all_heard(hear)
        endings.add(stands(cut, clock, acknowledged=said))
        shutil.rmtree(cut.folder)
    assert endings


def copy_of(kept: Kept, name: str) -> Kept:
    folder = kept.folder.parent / name
    shutil.copytree(kept.folder, folder)
    return replace(kept, folder=folder)


def stands(kept: Kept, clock: TestClock, *, acknowledged: bool) -> bool:
    """Whether the rotation is done; in either case everybody who stays opens everything."""
    office = opened(kept.folder, clock)
    done = rotations(office) == 1
    assert done or not acknowledged
    assert office.keys.next_key is None
    if office.turned is not Ending.NONE:
        assert done == (office.turned is Ending.FINISHED)
    sweep(office.store)  # what a kill left half written
    is_whole(office)
    office.close()
    again = unlock_with_recovery(kept.folder, kept.code, clock.clock, CHEAP)
    assert again.turned is Ending.NONE
    again.close()
    if done:
        shut_out(kept, clock.clock)
        with pytest.raises(NotFound):
            Keyring(kept.folder, CHEAP).unlock("binh", BINHS, clock.now())
    return done


@dataclass(frozen=True)
class Moments:
    """What lay on the disk at each step of a rotation, files put in place whole."""

    kept: Kept
    keys: tuple[bytes, bytes, bytes]
    """The key file with the old key, with both, with the new one."""
    files: tuple[dict[str, bytes], dict[str, bytes]]
    """Office file, log and contents under the old key and under the new."""


@pytest.fixture
def moments(kept: Kept, clock: TestClock) -> Moments:
    """A rotation taken apart, so that every state a power cut may leave can be put together."""
    old = disk_of(kept)
    office = opened(kept.folder, clock)
    first = (kept.folder / "keys.a").read_bytes()
    seen: list[bytes] = []
    ring = office.keyring
    end = ring.end_turning

    class Watching(Keyring):
        def end_turning(self, keys: OfficeKeys) -> OfficeKeys:
            seen.append((kept.folder / "keys.a").read_bytes())
            return end(keys)

    office.keyring = Watching(ring.folder, ring.cost)
    rotating.rotate_data_key(office)
    office.close()
    last = (kept.folder / "keys.a").read_bytes()
    return Moments(kept, (first, seen[0], last), (old, disk_of(kept)))


def disk_of(kept: Kept) -> dict[str, bytes]:
    names = [OFFICE_FILE, *(f"files/{each.name}" for each in (kept.folder / "files").iterdir())]
    return {name: (kept.folder / name).read_bytes() for name in names}


def test_a_power_cut_between_any_two_writes_of_the_key_files(
    moments: Moments, clock: TestClock
) -> None:
    """Each of the two copies may be of any generation or torn, as long as the order was kept."""
    kept = moments.kept
    old, both, new = moments.keys
    torn = [text[: len(text) // 2] for text in moments.keys]
    before_rekey = [(old, torn[1]), (both, old), (both, torn[1]), (both, both)]
    after_rekey = [(both, both), (both, torn[2]), (new, both), (new, torn[2]), (new, new)]
    for done, pairs in ((False, before_rekey), (True, after_rekey)):
        for pair, swapped in product(pairs, (False, True)):
            shutil.rmtree(kept.folder / "files")
            (kept.folder / "files").mkdir()
            for each in moments.files:  # the contents lie there under both keys
                for name, data in each.items():
                    if name != OFFICE_FILE:
                        (kept.folder / name).write_bytes(data)
            (kept.folder / OFFICE_FILE).write_bytes(moments.files[done][OFFICE_FILE])
            for name, text in zip(NAMES, reversed(pair) if swapped else pair, strict=True):
                (kept.folder / name).write_bytes(text)
            office = opened(kept.folder, clock)
            ended = office.turned
            assert office.keys.next_key is None
            sweep(office.store)
            is_whole(office)
            assert rotations(office) == done
            office.close()
            if both in pair and new not in pair:
                assert ended is (Ending.FINISHED if done else Ending.TAKEN_BACK)
            by_code = unlock_with_recovery(kept.folder, kept.code, clock.clock, CHEAP)
            is_whole(by_code)
            by_code.close()


def test_the_code_is_read_from_paper_as_before(kept: Kept, clock: TestClock) -> None:
    office = opened(kept.folder, clock)
    rotating.rotate_data_key(office)
    office.close()
    code = parse_recovery_code(kept.code.text)
    again = accounts.recover(kept.folder, code, CHI, "mật khẩu khác hẳn", clock.clock, CHEAP)
    is_whole(again)
    again.close()
