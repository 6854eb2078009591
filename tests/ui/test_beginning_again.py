"""After locking another process stands in the place of the one that held the keys."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sachmatuy_desktop.services.office import Founding, found, unlock
from sachmatuy_desktop.storage.keyring_crypto import OFFICE_COST
from sachmatuy_desktop.ui.beginning_again import command_again, locked_before
from tests.offices import IA_DOM, PASSPHRASE, TestClock

CHILD = Path(__file__).parent / "locked_child.py"
ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="reads a process' memory by Linux' means")
@pytest.mark.slow
def test_the_process_that_asks_for_the_passphrase_again_holds_no_key(tmp_path: Path) -> None:
    folder, told = tmp_path / "xã", tmp_path / "told.jsonl"
    answers = Founding(IA_DOM, "commune", "an", "Nguyễn Văn An")
    office, _code = found(folder, answers, PASSPHRASE, TestClock().clock, OFFICE_COST)
    key = office.keys.db_key_hex
    office.close()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, str(CHILD), str(folder), str(told)],
        env={**environment, "PASSPHRASE": PASSPHRASE, "KEY": key},
        check=True,
        timeout=120,
    )
    open_, locked = map(json.loads, told.read_text(encoding="utf-8").splitlines())
    assert open_["key_in_memory"]  # so that the search is known to find it
    assert not locked["key_in_memory"]
    assert not locked["name_in_memory"]
    assert open_["pid"] == locked["pid"]
    assert locked["account"] == "an"
    assert locked["title"] == "Mở dữ liệu · Sạch Ma Túy Desktop"
    again = unlock(folder, "an", PASSPHRASE, TestClock().clock, OFFICE_COST)
    assert [each.act for each in again.queries.journal(limit=1)] == ["lock"]
    again.close()


def test_a_bundle_is_not_taken_in_twice() -> None:
    original = ["/usr/bin/python3", "-m", "sachmatuy_desktop", "/media/usb/goi.smt"]
    assert command_again(original, original[3:]) == [
        sys.executable,
        "-m",
        "sachmatuy_desktop",
    ]
    original = ["python", "/usr/bin/sachmatuy", "training", "--folder", "x"]
    assert command_again(original, original[2:])[1:] == original[1:]


def test_what_was_locked_is_told_once() -> None:
    environment = {"SACHMATUY_LOCKED": json.dumps(["/nha/xa", "an", False])}
    locked = locked_before(environment)
    assert locked is not None
    assert (locked.folder, locked.account, locked.training) == (Path("/nha/xa"), "an", False)
    assert locked_before(environment) is None
