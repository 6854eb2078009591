"""What every command owes its user: a help sentence, exit codes, one sentence of trouble."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sachmatuy_desktop import cli
from sachmatuy_desktop.cli import build_parser, main

ROOT = Path(__file__).resolve().parents[2]


def commands(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[list[str]]:
    """Every command, as it is typed."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield [*path, name]
                yield from commands(below, (*path, name))


@pytest.mark.parametrize("command", list(commands(build_parser())), ids=" ".join)
def test_every_command_has_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*command, "--help"])
    assert left.value.code == 0
    assert "usage: sachmatuy" in capsys.readouterr().out


def test_the_contract_s_commands_are_all_there() -> None:
    known = {" ".join(each) for each in commands(build_parser())}
    assert known >= {
        "packs list", "packs show", "packs check", "packs diff", "packs import",
        "packs export", "evaluate", "init", "unit search", "unit show",
        "user list", "user add", "user remove", "user passphrase", "import", "export",
        "bundle export", "bundle inspect", "bundle import", "bundle receipt",
        "bundle slip", "bundle book", "check", "backup",
        "restore", "doctor", "print", "training", "drill", "user try-recovery",
        "second-place show", "second-place set", "second-place none", "second-place backup",
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        ["frobnicate"],
        ["unit"],
        ["init"],
        ["backup", "--nope"],
        ["second-place"],
        ["doctor", "--json", "--to", "x.zip"],
    ],
)
def test_wrong_usage_is_two(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(wrong)
    assert left.value.code == 2
    assert capsys.readouterr().out == ""


def test_no_passphrase_is_ever_taken_from_an_argument() -> None:
    def options(parser: argparse.ArgumentParser) -> Iterator[str]:
        for action in parser._actions:
            yield from action.option_strings
            if isinstance(action, argparse._SubParsersAction):
                for below in action.choices.values():
                    yield from options(below)

    named = set(options(build_parser()))
    assert "--passphrase-file" in named
    assert not {each for each in named if "pass" in each and not each.endswith("-file")}


@pytest.mark.parametrize(
    "command",
    [
        ["check", "--data", "nowhere"],
        ["user", "list", "--data", "nowhere"],
        ["restore", "nothing.db", "--data", "nowhere"],
        ["bundle", "inspect", "nothing.smt"],
        ["bundle", "inspect", "picture.smt"],
        ["unit", "show", "xa-0@1"],
        ["init", "--unit", "không đâu cả", "--account", "an", "--data", "new"],
        ["init", "--unit", "ia dom", "--account", "an", "--data", "new"],
        ["init", "--unit", "xa-23537@1", "--account", "an", "--data", "new", "--role", "clerk"],
        ["init", "--unit", "xa-23537@1", "--account", "an", "--data", "new", "--pack", "x/y"],
        ["init", "--unit", "xa-23537@1", "--account", "an", "--data", "new"],
        ["init", "--unit", "xa-23537@1", "--account", "an", "--data", "picture.smt"],
    ],
    ids=lambda command: " ".join(command)[:60],
)
def test_trouble_is_one_sentence_and_one(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SACHMATUY_PASSPHRASE", "ngắn")
    Path("picture.smt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(5000))
    assert main(command) == 1
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = told.err.splitlines()
    assert line.endswith(".")
    assert "Error" not in line
    assert not Path("new", "office.db").exists()


def test_a_bug_shows_places_and_no_values(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_given: object) -> bool:
        raise ValueError("Lê Văn Cam")

    monkeypatch.setattr(cli, "_wants_window", broken)
    assert main(["packs", "list"]) == 1
    told = capsys.readouterr().err
    assert "builtins.ValueError" in told
    assert "Cam" not in told


def test_units_are_found_without_marks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["unit", "search", "ia dom kon tum"]) == 0
    assert "xa-23537@1" in capsys.readouterr().out
    assert main(["unit", "show", "xa-23537@1"]) == 0
    assert "→ xa-23538@2" in capsys.readouterr().out


def test_the_doctor_reports_on_a_blank_pc(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "--data", str(tmp_path / "new")]) == 0
    told = capsys.readouterr().out
    for name in ("SQLite", "SQLCipher", "Qt", "Python"):
        assert name in told
    assert not (tmp_path / "new").exists()


def test_the_packs_are_listed_without_the_database_or_qt() -> None:
    code = (
        "import sys; from sachmatuy_desktop.cli import main; main(['packs', 'list']);"
        "heavy = {'sqlalchemy', 'PySide6', 'sqlcipher3', 'reportlab', 'argon2'} & set(sys.modules);"
        "print('heavy:', *sorted(heavy))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert result.stderr == ""
    assert "q28-2025/commune-class" in result.stdout
    assert result.stdout.splitlines()[-1] == "heavy:"


def test_the_screen_s_language_is_the_command_line_s(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SACHMATUY_LANGUAGE", "xx")
    assert main(["unit", "show", "xa-0@1"]) == 1
    assert "xa-0@1" in capsys.readouterr().err
