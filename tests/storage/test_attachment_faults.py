"""Attachments and a power cut: whoever is killed, what was said to be attached is there, whole."""

from __future__ import annotations

import shutil
import threading
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile, attachments, content
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.storage.attachments import sweep
from sachmatuy_desktop.storage.backups.backup import FOLDER, back_up, list_backups
from sachmatuy_desktop.storage.backups.restore import restore
from sachmatuy_desktop.storage.integrity.checks import check
from tests.offices import CHEAP, TestClock, add_person, new_office
from tests.pictures import png
from tests.storage.test_faults import (
    DISTRICT,
    KILLS,
    all_heard,
    by_passphrase,
    child,
    dice,
    introduced,
    opened,
    take_in,
)

pytestmark = pytest.mark.slow


def picture(number: int) -> bytes:
    """Large enough to be written in several chunks."""
    return png(300, 400, number % 256) + number.to_bytes(4, "big") * 40_000


def keep_attaching(say: Connection, folder: Path, person: str, first: int) -> None:
    office = opened(folder)
    say.send("open")
    for number in range(first, first + 500):
        files = (NewFile(f"{number}.png", picture(number)),)
        office.run(AddAttachments("people", person, files))
        say.send(number)


def whole(office: Office, person: str) -> list[bytes]:
    """The contents of everything attached; raises if one is not there whole."""
    return [content(office.session, each) for each in attachments(office.session, "people", person)]


def test_killed_while_attaching_every_acknowledged_one_is_there_whole(
    tmp_path: Path, clock: TestClock
) -> None:
    office = new_office(tmp_path / "xã", clock=clock)
    person = add_person(office)
    office.close()
    throw = dice(3)
    acknowledged: set[int] = set()
    for round_ in range(max(6, KILLS // 2)):
        with child(keep_attaching, tmp_path / "xã", person, round_ * 1000) as (hear, kill):
            assert hear.recv() == "open"
            threading.Event().wait(throw.uniform(0.0, 0.25))
            kill()
            acknowledged |= {int(each) for each in all_heard(hear)}
        office = opened(tmp_path / "xã", clock)
        contents = whole(office, person)
        assert {picture(number) for number in acknowledged} <= set(contents)
        assert all("không thuộc ghi chép nào" in str(p.said) for p in check(office.store).problems)
        sweep(office.store)
        assert check(office.store).clean
        assert len(office.store.files.names()) == len(set(contents))
        office.close()
    assert acknowledged


def test_killed_while_merging_the_rows_are_never_there_without_their_contents(
    tmp_path: Path, clock: TestClock
) -> None:
    commune = new_office(tmp_path / "commune", clock=clock)
    above = new_office(tmp_path / "above", DISTRICT, "receiving", clock)
    introduced(commune, above)
    introduced(above, commune)
    person = add_person(commune)
    files = tuple(NewFile(f"{number}.png", picture(number)) for number in range(20))
    commune.run(AddAttachments("people", person, files))
    bundle = tmp_path / "goi.smt"
    bundles.export(commune, above.keys.device.public.key_id, bundle)
    commune.close()
    above.close()
    seen = set()
    rounds = max(6, KILLS // 3)
    for round_ in range(rounds):
        folder = tmp_path / f"above{round_}"
        shutil.copytree(tmp_path / "above", folder)
        with child(take_in, folder, bundle) as (hear, kill):
            assert hear.recv() == "staged"
            threading.Event().wait(0.5 * round_ / (rounds - 1))  # at once first, late last
            kill()
            all_heard(hear)
        office = opened(folder, clock)
        contents = whole(office, person)
        seen.add(len(contents))
        assert len(contents) in (0, 20)
        sweep(office.store)
        assert check(office.store).clean
        bundles.merge(office, bundles.stage(office, bundle))
        assert set(whole(office, person)) == {each.data for each in files}
        assert check(office.store).clean
        office.close()
    assert 0 in seen


def keep_backing_up(say: Connection, folder: Path) -> None:
    office = opened(folder)
    say.send("open")
    for _ in range(20):
        back_up(office.store, office.keyring, office.keys, "daily")


def test_killed_while_backing_up_whatever_has_a_name_restores_with_its_files(
    tmp_path: Path, clock: TestClock
) -> None:
    office = new_office(tmp_path / "office", clock=clock)
    person = add_person(office)
    files = tuple(NewFile(f"{number}.png", picture(number)) for number in range(8))
    office.run(AddAttachments("people", person, files))
    office.close()
    throw = dice(23)
    for _round in range(6):
        with child(keep_backing_up, tmp_path / "office") as (hear, kill):
            assert hear.recv() == "open"
            threading.Event().wait(throw.uniform(0.0, 0.4))
            kill()
            all_heard(hear)
        for backup in list_backups(tmp_path / "office" / FOLDER):
            if not backup.verified:
                continue
            taken = restore(backup.path, tmp_path / "proof", by_passphrase, clock.clock, CHEAP)
            assert taken.report.clean
            assert taken.report.files == len(files)
            shutil.rmtree(tmp_path / "proof")
        shutil.rmtree(tmp_path / "office" / FOLDER)


def test_a_full_disk_is_a_sentence_and_nothing_is_attached(
    tmp_path: Path, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = new_office(tmp_path / "xã", clock=clock)
    person = add_person(office)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sachmatuy_desktop.storage.atomic.os.fsync", full)
    with pytest.raises(StorageTrouble) as told:
        office.run(AddAttachments("people", person, (NewFile("a.png", png()),)))
    monkeypatch.undo()
    assert "đầy" in str(told.value)
    assert attachments(office.session, "people", person) == []
    assert office.store.files.names() == set()
    office.close()
