"""Faults that have a name: each is one sentence, and the office stands before or after."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from sachmatuy_desktop.errors import KnownError, NotAllowed, StorageTrouble
from sachmatuy_desktop.services import attachments
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.storage.blobs import FOLDER as FILES
from sachmatuy_desktop.storage.engine import OFFICE_FILE
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.keys.keyring_file import NAMES
from sachmatuy_desktop.storage.lockfile import take_lock
from tests.faults.acts import OTHER, opened
from tests.offices import (
    CHEAP,
    HOANG_PHONG,
    PASSPHRASE,
    TestClock,
    add_person,
    add_village,
    edit,
    new_office,
)
from tests.pictures import png
from tests.sync.damage.judge import sentence

HANOI = timezone(timedelta(hours=7))


def test_another_offices_file_is_a_sentence_and_is_left_alone(tmp_path: Path) -> None:
    new_office(tmp_path / "xã").close()
    new_office(tmp_path / "xã bên", HOANG_PHONG).close()
    theirs = (tmp_path / "xã bên" / OFFICE_FILE).read_bytes()
    (tmp_path / "xã" / OFFICE_FILE).write_bytes(theirs)
    with pytest.raises(StorageTrouble) as told:
        opened(tmp_path / "xã")
    assert "bản sao lưu" in sentence(told.value)
    assert (tmp_path / "xã" / OFFICE_FILE).read_bytes() == theirs


def test_without_key_files_it_is_a_sentence_and_the_data_stays(tmp_path: Path) -> None:
    with closing(new_office(tmp_path / "xã")) as office:
        add_village(office)
    for name in NAMES:
        shutil.move(tmp_path / "xã" / name, tmp_path / name)
    before = (tmp_path / "xã" / OFFICE_FILE).read_bytes()
    with pytest.raises(StorageTrouble) as told:
        opened(tmp_path / "xã")
    assert "keys.a" in sentence(told.value)
    assert (tmp_path / "xã" / OFFICE_FILE).read_bytes() == before
    for name in NAMES:
        shutil.move(tmp_path / name, tmp_path / "xã" / name)
    with closing(opened(tmp_path / "xã")) as office:
        assert office.queries.count("villages") == 1


@pytest.mark.parametrize("name", NAMES)
def test_an_older_key_file_beside_the_new_one_counts_for_nothing(tmp_path: Path, name: str) -> None:
    with closing(new_office(tmp_path)) as office:
        older = (tmp_path / name).read_bytes()
        accounts.change_passphrase(office, PASSPHRASE, OTHER)
    (tmp_path / name).write_bytes(older)
    with pytest.raises(NotAllowed):
        opened(tmp_path)
    (tmp_path / "tries.json").unlink(missing_ok=True)
    later = TestClock(datetime.now(HANOI) + timedelta(hours=1)).clock
    with closing(opened(tmp_path, OTHER, later)) as office:
        assert check(office.store).clean
    assert (tmp_path / name).read_bytes() != older


def test_a_locked_file_is_a_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    """Another program holds the file, such as one that copies disks."""
    with closing(new_office(tmp_path)) as office:
        holder = sqlcipher.connect(tmp_path / OFFICE_FILE, isolation_level=None)
        keys = office.keys
        holder.execute(f"PRAGMA key=\"x'{keys.db_key_hex}{keys.db_salt_hex}'\"")
        holder.execute("BEGIN IMMEDIATE")
        with office.store.reading() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=10")
        with pytest.raises(StorageTrouble) as told:
            add_village(office)
        assert "chương trình khác" in sentence(told.value)
        assert office.queries.count("villages") == 0
        holder.close()
        add_village(office)
        assert check(office.store).clean


def test_a_missing_attachment_is_told_and_everything_else_goes_on(tmp_path: Path) -> None:
    with closing(new_office(tmp_path)) as office:
        person = add_person(office)
        office.run(AddAttachments("people", person, (NewFile("a.png", png(20, 10)),)))
        (kept,) = (tmp_path / FILES).iterdir()
        kept.unlink()
    with closing(opened(tmp_path)) as office:
        (which,) = attachments.attachments(office.session, "people", person)
        with pytest.raises(KnownError) as told:
            attachments.content(office.session, which)
        assert "tệp" in sentence(told.value)
        assert len(check(office.store).problems) == 1
        edit(office, "people", person, occupation="Làm rẫy")
        assert office.queries.count("people") == 1


@pytest.mark.parametrize("year", [1970, 2099])
def test_whatever_year_the_clock_says_work_goes_on(tmp_path: Path, year: int) -> None:
    with closing(new_office(tmp_path / "xã")) as office:
        village = add_village(office)
    wrong = TestClock(datetime(year, 1, 1, 0, 30, tzinfo=HANOI)).clock
    with closing(opened(tmp_path / "xã", clock=wrong)) as office:
        edit(office, "villages", village, head="Đào")
        made = maintenance.backup_now(office)
        assert check(office.store).clean
    with closing(opened(tmp_path / "xã")) as office:
        edit(office, "villages", village, head="Mận")
        assert office.queries.rows("villages", [village])[village]["head"] == "Mận"
        maintenance.backup_now(office)
        assert maintenance.last_backup(office) != maintenance.backups(office)[-1]
        assert check(office.store).clean
    target = tmp_path / "máy khác"
    done = maintenance.restore_with_passphrase(made, target, "an", PASSPHRASE, wrong, CHEAP)
    assert done.report.clean


@pytest.mark.parametrize("name", ["Xã #1", "100%", "có ? không", "Đường Ơ Ư  hai", "a%20b;c&d='e'"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "dữ liệu #"
    with closing(new_office(folder)) as office:
        add_village(office)
        made = maintenance.backup_now(office)
    with closing(opened(folder)) as office:
        assert office.queries.count("villages") == 1
        assert check(office.store).clean
    target = tmp_path / f"mới {name}"
    clock = TestClock().clock
    maintenance.restore_with_passphrase(made, target, "an", PASSPHRASE, clock, CHEAP)
    with closing(opened(target)) as office:
        assert office.queries.count("villages") == 1
    assert {each.name for each in tmp_path.iterdir()} == {name, f"mới {name}"}


def test_the_lock_goes_even_if_its_note_cannot_be_wiped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full or gone when the office is closed: what is done is done."""

    def gone(*_given: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    lock = take_lock(tmp_path, "An", datetime.now(HANOI))
    with monkeypatch.context() as patched:
        patched.setattr(os, "ftruncate", gone)
        lock.release()
    take_lock(tmp_path, "Bình", datetime.now(HANOI)).release()
