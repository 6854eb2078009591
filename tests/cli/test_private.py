"""Whatever the program makes is its user's alone, however careless the system it was started in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sachmatuy_desktop import bootstrap
from sachmatuy_desktop.bootstrap import Parts
from sachmatuy_desktop.cli import main
from tests.offices import CHEAP, IA_DOM, PASSPHRASE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file modes are those of Unix")

OFFICE = ("--data", "xã")
FOLDERS = ("xã", "xã mới", "usb", "ổ hai")
"""Made by somebody beforehand, and open to everybody."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A system that hides nothing: umask 000."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bootstrap, "parts", lambda data: Parts(data, cost=CHEAP))
    monkeypatch.setenv("SACHMATUY_PASSPHRASE", PASSPHRASE)
    (tmp_path / "mật khẩu.txt").write_text("một mật khẩu tệp đủ dài\n", encoding="utf-8")
    (tmp_path / "mật khẩu.txt").chmod(0o600)
    usual = os.umask(0)
    for name in FOLDERS:
        (tmp_path / name).mkdir(mode=0o755)
    yield tmp_path
    os.umask(usual)


def sachmatuy(*words: str) -> None:
    """A command that must go well, as another user's careless shell would start it."""
    os.umask(0)
    assert main([*words]) == 0


def test_files_are_0600_and_the_offices_folders_0700(place: Path) -> None:
    taken_out = ("--purpose", "Đối chiếu", "--lock-passphrase-file", "mật khẩu.txt")
    sachmatuy("init", *OFFICE, "--unit", IA_DOM, "--account", "an")
    sachmatuy("backup", *OFFICE)
    sachmatuy("backup", *OFFICE, "--to", "usb")
    sachmatuy("second-place", "set", *OFFICE, "ổ hai")
    sachmatuy("second-place", "backup", *OFFICE)
    sachmatuy("drill", *OFFICE)
    sachmatuy("export", *OFFICE, "--kind", "people", "--to", "dân.xlsx", *taken_out)
    sachmatuy("export", *OFFICE, "--kind", "tip_offs", "--to", "tin.csv", "--purpose", "Đối chiếu")
    sachmatuy("doctor", *OFFICE, "--to", "hỗ trợ.zip")
    (backup,) = (place / "xã" / "backups").glob("*manual*.db")
    sachmatuy("restore", str(backup), "--data", "xã mới", "--account", "an")
    open_to_others = {
        str(each.relative_to(place)) for each in place.rglob("*") if each.stat().st_mode & 0o077
    }
    assert open_to_others == {"usb", "ổ hai"}, "folders of a stick and of another disk stay as ever"
