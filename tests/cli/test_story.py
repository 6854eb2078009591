"""A commune's year from the command line; the main steps as processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sachmatuy_desktop import __version__
from sachmatuy_desktop.cli import main

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "một mật khẩu đủ dài"
PACK = "ia-hdrai-2024/commune-drug-free"


@dataclass
class Result:
    """What a command left."""

    code: int
    out: str
    err: str


class Desk:
    """A folder in which commands are run: in processes of their own, or quicker, in this one."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        monkeypatch.chdir(folder)
        monkeypatch.setenv("SACHMATUY_PASSPHRASE", PASSPHRASE)

    def run(self, *command: str, **settings: str) -> Result:
        """One command; secrets only in the environment."""
        with self._monkeypatch.context() as patch:
            for name, value in settings.items():
                patch.setenv(name, value)
            code = main(command)
        told = self._capsys.readouterr()
        return Result(code, told.out, told.err)

    def process(self, *command: str, **settings: str) -> Any:
        """The answer, as data, of a command run as a person runs it."""
        done = subprocess.run(
            [sys.executable, "-m", "sachmatuy_desktop", *command, "--json"],
            env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
            capture_output=True,
            encoding="utf-8",
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return self._answer(Result(done.returncode, done.stdout, done.stderr))

    def done(self, *command: str, **settings: str) -> Any:
        """The answer, as data, of a command that must go well."""
        return self._answer(self.run(*command, "--json", **settings))

    def _answer(self, result: Result) -> Any:
        assert result.code == 0, result.err
        assert result.err == ""
        return json.loads(result.out)

    def refused(self, *command: str, **settings: str) -> str:
        """The one sentence of a command that must be refused."""
        result = self.run(*command, **settings)
        assert result.code == 1, result.out
        (line,) = result.err.splitlines()
        return line


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    return Desk(tmp_path, monkeypatch, capsys)


def sheet_of_people(path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Họ và tên", "Ngày sinh", "Thôn"])
    page.append(["Lê Văn Cam", "01/05/1990", "Thôn 1"])
    page.append(["Mai Thị Dừa", "1987", "Thôn 1"])
    book.save(path)


def slip_entered(desk: Desk, taken: dict[str, Any]) -> None:
    """The receiving office prints a slip, the commune enters it and looks at the receipt."""
    book = desk.done("bundle", "book", "--data", "xã")["bundles"]
    assert {each["standing"] for each in book} == {"sent"}
    slip = desk.done("bundle", "slip", "--for", "gói.smt", "--out", "phiếu.pdf", "--data", "trên")
    entered = desk.done("bundle", "slip", "--scan", slip["slip"], "--data", "xã")
    assert (entered["sequence"], entered["acknowledged"]) == (1, True)
    assert entered["figures"]["new"] == sum(taken["new"].values())
    assert "không phải mã" in desk.refused("bundle", "slip", "--code", "222222", "--data", "xã")
    said = desk.done("bundle", "receipt", Path(taken["receipt"]).name, "--data", "xã")
    assert said["arrived"]["new"] == taken["new"]


def undo_and_take_in_again(desk: Desk) -> None:
    """The bundle goes out of the office above, its sender hears of it, and it comes back."""
    again = ("gói.smt", "--why", "Nhập nhầm", "--data", "trên")
    would = desk.done("bundle", "undo", *again, "--dry-run")
    assert would["gone"]["people"] == 2
    undone = desk.done("bundle", "undo", *again, "--receipt", "hoàn-tác.smt")
    assert (undone["gone"], undone["receipt"]) == (would["gone"], "hoàn-tác.smt")
    assert "đã hoàn tác rồi" in desk.refused("bundle", "undo", *again)
    assert desk.done("check", "--data", "trên")["clean"] is True
    assert desk.done("bundle", "import", "hoàn-tác.smt", "--data", "xã")["kind"] == "receipt"
    desk.done("bundle", "import", "gói.smt", "--data", "trên")
    assert desk.done("check", "--data", "trên")["clean"] is True


def on_a_blank_pc(desk: Desk, stick: str, code: str, receipt: str) -> None:
    """The backup on a stick and the paper code are enough, and both things outside agree."""
    desk.done(
        "restore", stick, "--data", "máy mới", "--with-code", "--account", "chi",
        SACHMATUY_RECOVERY_CODE=code, SACHMATUY_NEW_PASSPHRASE="mật khẩu máy mới",
    )  # fmt: skip
    again = desk.done(
        "check", "--data", "máy mới", "--outside", stick,
        "--outside", receipt, SACHMATUY_PASSPHRASE="mật khẩu máy mới",
    )  # fmt: skip
    assert again["clean"] is True
    assert again["records"] == 5
    assert [each["agrees"] for each in again["outside"]] == [True, True]
    assert again["kept_outside"]["kind"] == "receipt"
    assert again["checkpoint"]["number"] >= again["kept_outside"]["number"]


@pytest.mark.slow
def test_from_a_blank_pc_to_a_merged_bundle_and_back_from_a_backup(desk: Desk) -> None:
    made = desk.process(
        "init", "--data", "xã", "--unit", "xa-23537@1", "--pack", PACK,
        "--registered-on", "2026-01-05", "--document", "01/ĐK-UBND",
        "--account", "an", "--name", "Nguyễn Văn An",
    )  # fmt: skip
    code = made["recovery_code"]
    desk.done(
        "init",
        "--data",
        "trên",
        "--unit",
        "huyen-618@1",
        "--kind",
        "receiving",
        "--account",
        "binh",
    )

    sheet_of_people(desk.folder / "dân.xlsx")
    desk.done("import", "dân.xlsx", "--kind", "people", "--create-villages", "--data", "xã")
    assert desk.done("check", "--data", "xã")["records"] == 5

    cards = {
        name: desk.done("bundle", "card", "--data", name, "--out", f"{name}.card")
        for name in ("xã", "trên")
    }
    for name, other in (("xã", "trên"), ("trên", "xã")):
        groups = cards[other]["fingerprint"][:14]
        desk.done("bundle", "trust", f"{other}.card", "--groups", groups, "--data", name)
    sent = desk.process("bundle", "export", "--data", "xã", "--out", "gói.smt")
    assert sent["sequence"] == 1
    assert desk.done("bundle", "inspect", "gói.smt")["sender"] == cards["xã"]["key_id"]
    explained = desk.run("bundle", "inspect", "gói.smt", "--explain").out
    for tool in ("unzip", "minisign", "sha256sum", "age", "zstd"):
        assert tool in explained

    seen = desk.done("bundle", "import", "gói.smt", "--dry-run", "--data", "trên")
    assert seen["new"]["people"] == 2
    taken = desk.process("bundle", "import", "gói.smt", "--data", "trên")
    assert taken["new"] == seen["new"]
    assert desk.done("bundle", "import", "gói.smt", "--data", "trên")["already"] is True
    periods = desk.done("bundle", "periods", "--last", "3", "--data", "trên")
    (heard,) = [each for each in periods["communes"] if each["program"]]
    assert (heard["program"], heard["old"], heard["waits"]) == (__version__, False, False)
    assert len(heard["cells"]) == len(periods["periods"]) == 3
    assert "khóa" in desk.refused("bundle", "import", "gói.smt", "--data", "xã")
    programme = desk.done(
        "bundle", "export", "--data", "xã", "--out", "thư.smt", "--carry", "programme",
        "--everything", "--split", "1",
    )  # fmt: skip
    assert programme["paths"] == ["thư.smt"]
    assert 0 < int(str(programme["lines"])) < int(str(sent["lines"]))
    assert "1 MB" in desk.refused(
        "bundle", "export", "--data", "xã", "--out", "k.smt", "--split", "0"
    )
    desk.done("bundle", "export", "--data", "xã", "--out", "đủ.smt", "--carry", "all")
    slip_entered(desk, taken)
    receipt = desk.done("bundle", "import", Path(taken["receipt"]).name, "--data", "xã")
    book = desk.done("bundle", "book", "--data", "xã")["bundles"]
    assert book[-1]["standing"] == "received"
    assert receipt["kind"] == "receipt"
    assert desk.done("check", "--data", "trên")["clean"] is True
    undo_and_take_in_again(desk)

    stick = desk.done("backup", "--data", "xã", "--to", "usb")["backup"]
    kept = desk.done("backup", "--data", "xã")["backup"]
    assert [each["verified"] for each in desk.done("backup", "--data", "xã", "--list")] == [True]
    restored = desk.process("restore", kept, "--data", "xã")
    assert restored["clean"] is True
    assert restored["replaced"] is not None
    nothing_is_sent_until_somebody_says_so(desk)
    on_a_blank_pc(desk, stick, code, Path(taken["receipt"]).name)
    what_does_not_open_is_told_the_way_out(desk, Path(kept))


def nothing_is_sent_until_somebody_says_so(desk: Desk) -> None:
    assert "bundle resume" in desk.refused("bundle", "export", "--data", "xã", "--out", "sau.smt")
    assert desk.done("bundle", "resume", "--data", "xã")["rested_since"]
    assert desk.done("bundle", "resume", "--data", "xã")["rested_since"] is None
    desk.done("bundle", "export", "--data", "xã", "--out", "sau.smt")


def what_does_not_open_is_told_the_way_out(desk: Desk, kept: Path) -> None:
    (desk.folder / "xã" / "office.db").write_bytes(b"\x89PNG" * 999)
    told = desk.run("check", "--data", "xã")
    assert told.code == 1
    assert "bị cắt cụt" in told.err
    assert f"khôi phục từ bản sao lưu {kept.name}" in told.err.splitlines()[-1]
    assert f"khôi phục từ bản sao lưu {kept.name}" in desk.run("doctor", "--data", "xã").out
    alone = shutil.copyfile(kept, kept.with_name("20260101-000000-daily-000099.db"))
    told = desk.run("restore", str(alone), "--data", "máy trống", "--account", "an")
    assert told.code == 1
    assert f"Bản sao lưu khác dùng được: {kept}" in told.err
    assert "Thiếu tệp khóa" in told.err.splitlines()[-1]


@pytest.mark.slow
def test_accounts_from_the_command_line(desk: Desk) -> None:
    desk.done("init", "--data", "xã", "--unit", "xa-23537@1", "--account", "an")
    newer = {"SACHMATUY_NEW_PASSPHRASE": "mật khẩu của Bình"}
    desk.done("user", "add", "binh", "--name", "Bình", "--role", "clerk", "--data", "xã",
              "--account", "an", **newer)  # fmt: skip
    told = desk.refused("check", "--data", "xã")
    assert "--account" in told
    assert "an, binh" in told
    desk.done("user", "role", "binh", "admin", "--data", "xã", "--account", "an")
    desk.done("user", "rename", "binh", "--name", "Trần Bình", "--data", "xã", "--account", "an")
    listed = desk.done("user", "list", "--data", "xã")["accounts"]
    assert listed[1] == {"id": "binh", "name": "Trần Bình", "role": "admin"}
    (desk.folder / "mật khẩu.txt").write_text("mật khẩu của Bình\n", encoding="utf-8")
    desk.done("user", "rotate-key", "--data", "xã", "--account", "an")
    told = desk.done("user", "remove", "an", "--rotate", "--data", "xã", "--account", "binh",
                     "--passphrase-file", "mật khẩu.txt")  # fmt: skip
    assert told == {"removed": "an", "rotated": True}
    assert "duy nhất" in desk.refused(
        "user", "remove", "binh", "--data", "xã", "--passphrase-file", "mật khẩu.txt"
    )
    assert "Mật khẩu không đúng" in desk.refused("check", "--data", "xã")
