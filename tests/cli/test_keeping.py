"""Data leaves for a purpose and locked; restoring is rehearsed; backups lie in a second place."""

from __future__ import annotations

import getpass
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sachmatuy_desktop import bootstrap
from sachmatuy_desktop.bootstrap import Parts
from sachmatuy_desktop.cli import main
from sachmatuy_desktop.exchange.locking import is_locked
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.services.upkeep.repair import backups_in
from sachmatuy_desktop.storage.keys.recovery import RecoverySheet
from tests.offices import CHEAP, PASSPHRASE, add_person, add_village, new_office

SECRET = "một mật khẩu tệp đủ dài"
NAME = "Lê Văn Cam"

Sachmatuy = Callable[..., Any]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RecoverySheet]:
    """The closed office of one person, with a copy on a stick, and its sheet."""
    folder = tmp_path_factory.mktemp("keeping")
    opened = new_office(folder / "xã")
    sheet = accounts.new_recovery_code(opened)
    add_person(opened, NAME, add_village(opened))
    maintenance.backup_to(opened, folder / "usb")
    opened.close()
    return folder, sheet


@pytest.fixture
def folder(office: tuple[Path, RecoverySheet], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(office[0])
    monkeypatch.setattr(bootstrap, "parts", lambda data: Parts(data, cost=CHEAP))
    monkeypatch.setenv("SACHMATUY_PASSPHRASE", PASSPHRASE)
    (office[0] / "mật khẩu.txt").write_text(f"{SECRET}\n", encoding="utf-8")
    return office[0]


@pytest.fixture
def done(folder: Path, capsys: pytest.CaptureFixture[str]) -> Sachmatuy:
    """Runs a command on the office that must go well; its answer as data."""

    def run(*words: str) -> Any:
        code = main([*words, "--data", "xã", "--json"])
        told = capsys.readouterr()
        assert (code, told.err) == (0, "")
        return json.loads(told.out)

    return run


@pytest.fixture
def refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> Sachmatuy:
    """Runs a command that must be refused; its one sentence."""

    def run(*words: str) -> str:
        assert main([*words, "--data", "xã"]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        return line

    return run


# -- what leaves, and comes back -------------------------------------------------------------------

PEOPLE = ("export", "--kind", "people", "--to", "dân.xlsx")
BACK = ("import", "dân.xlsx", "--kind", "people", "--dry-run")


def test_people_leave_for_a_purpose_only(folder: Path, done: Sachmatuy, refused: Sachmatuy) -> None:
    assert "mục đích" in refused(*PEOPLE)
    assert "mục đích" in refused(*PEOPLE, "--purpose", "   ")
    assert not (folder / "dân.xlsx").exists()
    assert done(*PEOPLE, "--purpose", "Đối chiếu")["rows"] == 1
    assert not is_locked((folder / "dân.xlsx").read_bytes())
    assert done("export", "--kind", "villages", "--to", "thôn.xlsx")["rows"] == 1  # of nobody


def test_a_sheet_is_locked_with_what_is_typed_twice_and_opens_with_that_alone(
    folder: Path, done: Sachmatuy, refused: Sachmatuy, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "dân.xlsx").unlink(missing_ok=True)
    lock = (*PEOPLE, "--purpose", "Gửi trên", "--lock")
    assert "Thiếu mật khẩu" in refused(*lock)  # nobody is there to type it
    typed = iter([SECRET, "khác", "ngắn", "ngắn", SECRET, SECRET, "mật khẩu khác hẳn"])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(typed))
    assert "chưa giống nhau" in refused(*lock)
    assert "ít nhất" in refused(*lock)
    assert not (folder / "dân.xlsx").exists()
    assert done(*lock)["rows"] == 1
    data = (folder / "dân.xlsx").read_bytes()
    assert is_locked(data)
    assert NAME.encode() not in data
    assert "không mở được tệp" in refused(*BACK)
    assert "Không đọc được tệp" in refused(*BACK, "--file-passphrase-file", "không có.txt")
    assert done(*BACK, "--file-passphrase-file", "mật khẩu.txt")["counts"]["same"] == 1


def test_a_csv_is_never_locked(refused: Sachmatuy) -> None:
    csv = ("export", "--kind", "people", "--to", "dân.csv", "--purpose", "Gửi trên")
    assert ".xlsx" in refused(*csv, "--lock-passphrase-file", "mật khẩu.txt")


def test_the_support_package_is_what_was_shown(
    folder: Path, refused: Sachmatuy, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "--data", "xã", "--to", "hỗ-trợ.zip"]) == 0
    told = capsys.readouterr().out
    with zipfile.ZipFile(folder / "hỗ-trợ.zip") as package:
        texts = {name: package.read(name).decode() for name in package.namelist()}
    assert texts
    for name, text in texts.items():
        assert f"== {name}\n{text}" in told
        assert NAME not in text
    assert "hỗ-trợ.zip" in told
    assert "Không tìm thấy gói.zip" in refused("doctor", "--to", "nơi nào/không có/gói.zip")


# -- what is tried before it is needed -------------------------------------------------------------


def test_the_sheet_is_tried(
    office: tuple[Path, RecoverySheet],
    done: Sachmatuy,
    refused: Sachmatuy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = office[1]
    assert "Thiếu mật khẩu" in refused("user", "try-recovery")
    half = sheet.halves[0]
    monkeypatch.setenv("SACHMATUY_RECOVERY_CODE", "-".join((half.mark, *half.groups)))
    assert "một phần không mở được gì" in refused("user", "try-recovery")
    monkeypatch.setenv("SACHMATUY_RECOVERY_CODE", sheet.text)
    assert done("user", "try-recovery")["sheet"] == sheet.number


def test_restoring_is_rehearsed_by_the_program_and_by_people(
    office: tuple[Path, RecoverySheet],
    done: Sachmatuy,
    refused: Sachmatuy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, sheet = office
    (stick,) = (str(each.path) for each in backups_in(folder / "usb"))
    monkeypatch.setenv("SACHMATUY_RECOVERY_CODE", sheet.text)
    done("backup")
    alone = done("drill")
    assert (alone["problems"], alone["records"] > 0) == ([], True)
    assert "ai đã diễn tập" in refused("drill", "--with-sheet", stick)
    assert "không phải bản sao lưu" in refused("drill", "--with-sheet", "mật khẩu.txt")
    people = done("drill", "--with-sheet", stick, "--who", "An và Dụ")
    assert (people["problems"], people["sheet"]) == ([], sheet.number)
    assert done("print", "recovery-drill-minutes", "--out", "biên-bản.pdf")["form"]
    (newest, *_rest) = backups_in(folder / "xã" / "backups")
    whole = bytearray(newest.path.read_bytes())
    whole[5000] ^= 1
    newest.path.write_bytes(whole)
    assert "không khôi phục được" in refused("drill")


def test_the_second_place_is_chosen_filled_and_left(
    folder: Path, done: Sachmatuy, refused: Sachmatuy
) -> None:
    assert "Chưa chọn nơi" in refused("second-place", "backup")
    assert "ngoài thư mục dữ liệu" in refused("second-place", "set", "xã/backups/x")
    assert done("second-place", "show") == {"folder": None}
    chosen = done("second-place", "set", "ổ D")
    assert (chosen["is_there"], chosen["last"]) == (True, None)
    made = done("second-place", "backup")["backup"]
    assert Path(made).parent == folder / "ổ D"
    assert done("second-place", "show")["last"] is not None
    (folder / "ổ D").rename(folder / "rút ra")
    assert done("second-place", "show")["is_there"] is False
    assert "chưa gắn vào máy" in refused("second-place", "backup")
    assert done("second-place", "none") == {"folder": None}
