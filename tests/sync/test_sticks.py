"""Sticks that cannot be written, are pulled too early, or are gone when the receipt is due."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sachmatuy_desktop.errors import KnownError, StorageTrouble
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles, receipts
from sachmatuy_desktop.storage.integrity.checks import check
from tests.offices import IA_DOM, TestClock, add_village, new_office
from tests.storage.test_faults import NOBODY, child, opened, reachable
from tests.sync.test_two_offices import DISTRICT, introduce

pytestmark = pytest.mark.slow


@pytest.fixture
def shelf() -> Iterator[Path]:
    yield from reachable()


@pytest.fixture
def commune(shelf: Path, clock: TestClock) -> Iterator[Office]:
    office = new_office(shelf / "xã", IA_DOM, clock=clock)
    yield office
    office.close()


@pytest.fixture
def district(tmp_path: Path, commune: Office) -> Office:
    office = new_office(tmp_path / "trên", DISTRICT, kind="receiving")
    introduce(commune, office)
    add_village(commune)
    return office


@pytest.fixture
def stick(shelf: Path) -> Path:
    folder = shelf / "usb"
    folder.mkdir()
    return folder


def key_of(office: Office) -> str:
    return office.keys.device.public.key_id


def _export_as_another(say: Any, folder: Path, key: str, target: Path) -> None:
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    office = opened(folder)
    try:
        bundles.export(office, key, target)
        say.send("written")
    except KnownError as error:
        say.send(f"{type(error).__name__}: {error}")
    office.close()


def test_a_read_only_stick_is_a_sentence_and_the_number_is_entered_as_failed(
    commune: Office, district: Office, stick: Path, shelf: Path, clock: TestClock
) -> None:
    commune.close()
    for each in (shelf / "xã").rglob("*"):
        each.chmod(0o777)
    (shelf / "xã").chmod(0o777)
    stick.chmod(0o555)
    with child(_export_as_another, shelf / "xã", key_of(district), stick / "goi.smt") as (hear, _):
        told = str(hear.recv())
    assert told.startswith("StorageTrouble: ")
    assert list(stick.iterdir()) == []
    again = opened(shelf / "xã", clock)
    assert [each.failed for each in bundles.passages(again)] == [True]
    assert check(again.store).clean
    again.close()


def test_a_stick_pulled_before_it_is_flushed_has_no_bundle(
    commune: Office, district: Office, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = os.fsync

    def pulled(fd: Any) -> None:
        if stick in Path(f"/proc/self/fd/{fd}").readlink().parents:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        really(fd)

    with monkeypatch.context() as drive:
        drive.setattr(os, "fsync", pulled)
        with pytest.raises(StorageTrouble):
            bundles.export(commune, key_of(district), stick / "goi.smt")
    assert list(stick.glob("*.smt")) == []
    assert bundles.export(commune, key_of(district), stick / "goi.smt").sequence == 2


def test_a_stick_pulled_before_the_receipt_was_written_has_given_its_bundle(
    commune: Office, district: Office, stick: Path, tmp_path: Path
) -> None:
    """What was taken in stays in, and the receipt can be written again from the book."""
    bundles.export(commune, key_of(district), stick / "goi.smt")
    staged = bundles.stage(district, stick / "goi.smt")
    shutil.rmtree(stick)
    outcome = bundles.merge(district, staged)
    assert (outcome.receipt, outcome.report.new["villages"]) == (None, 1)
    assert "cắm lại ổ đĩa" in str(outcome.trouble)
    assert [each.failed for each in bundles.passages(district) if each.kind == "receipt"] == [True]
    (came,) = (each for each in bundles.passages(district) if each.direction == "in")
    receipts.receipt_again(district, came, tmp_path / "lại.smt")
    bundles.merge(commune, bundles.stage(commune, tmp_path / "lại.smt"))
    assert bundles.leaving(commune, key_of(district)).records == {}
