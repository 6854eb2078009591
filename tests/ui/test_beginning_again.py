"""After locking another process stands in the place of the one that held the keys."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sachmatuy_desktop.services.office import Founding, found, unlock
from sachmatuy_desktop.storage.keys.keyring_crypto import OFFICE_COST
from sachmatuy_desktop.ui.beginning_again import command_again, locked_before
from tests.offices import IA_DOM, PASSPHRASE, TestClock, add_person, add_village

CHILD = Path(__file__).parent / "locked_child.py"
ROOT = Path(__file__).parents[2]
NAME = "Kpă Hờ Nguyệt Ẩn Zrưm"


@pytest.mark.skipif(sys.platform != "linux", reason="reads a process' memory by Linux' means")
@pytest.mark.slow
def test_the_process_that_asks_for_the_passphrase_again_holds_no_key_and_no_name(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "xã"
    answers = Founding(IA_DOM, "commune", "an", "Nguyễn Văn An")
    office, _code = found(folder, answers, PASSPHRASE, TestClock().clock, OFFICE_COST)
    add_person(office, NAME, add_village(office))
    key = office.keys.db_key_hex
    secrets = {
        "key, as digits": key.encode(),
        "key": bytes.fromhex(key),
        "name, as SQLite has it": NAME.encode(),
        "name, as Qt has it": NAME.encode("utf-16-le"),
    }
    office.close()
    with subprocess.Popen(
        [sys.executable, str(CHILD), str(folder)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        opened = _hear(child)
        assert opened["window"]
        held = _held(child.pid, secrets)  # so the search is known to find it
        assert held >= {"key", "name, as SQLite has it", "name, as Qt has it"}
        _go_on(child)
        locked = _hear(child)
        assert locked == {"account": "an", "title": "Mở dữ liệu · Sạch Ma Túy Desktop"}
        assert _held(child.pid, secrets) == set()
        _go_on(child)
    assert child.returncode == 0
    again = unlock(folder, "an", PASSPHRASE, TestClock().clock, OFFICE_COST)
    assert [each.act for each in again.queries.journal(limit=1)] == ["lock"]
    again.close()


def _hear(child: subprocess.Popen[str]) -> Any:
    assert child.stdout is not None
    return json.loads(child.stdout.readline())


def _go_on(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("go on\n")
    child.stdin.flush()


def _held(pid: int, secrets: Mapping[str, bytes]) -> set[str]:
    """What of the secrets stands anywhere in the memory of a process."""
    found = set[str]()
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            place, rights = line.split()[:2]
            if not rights.startswith("rw"):
                continue
            first, last = (int(each, 16) for each in place.split("-"))
            memory.seek(first)
            try:
                held = memory.read(last - first)
            except OSError:  # pages of a device
                continue
            found |= {name for name, each in secrets.items() if each in held}
    return found


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
