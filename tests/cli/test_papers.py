"""`papers check`: a printed paper and its groups, from a real office file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from sachmatuy_desktop.bootstrap import Parts
from sachmatuy_desktop.cli import papers, printing
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.services.office import Founding
from tests.offices import IA_DOM, PASSPHRASE
from tests.scans import as_png, scanned


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SACHMATUY_PASSPHRASE", PASSPHRASE)
    answers = Founding(IA_DOM, "commune", "an", "Nguyễn Văn An")
    office, _code = Parts(tmp_path / "office").found(answers, PASSPHRASE)
    office.close()
    return tmp_path / "office"


def sachmatuy(*words: object) -> int:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    papers.add_parser(commands)
    printing.add_parser(commands)
    args = parser.parse_args([str(word) for word in words])
    return int(args.run(args))


def test_a_scan_is_genuine_and_wrong_groups_are_named(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, scan = tmp_path / "a.pdf", tmp_path / "a.png"
    sachmatuy("print", "roster", "--issue", "--purpose", "x", "--data", data, "--out", out)
    scan.write_bytes(as_png(scanned(out.read_bytes(), turned=-2, noise=12)))
    capsys.readouterr()
    assert sachmatuy("papers", "check", scan, "--data", data, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["genuine"] is True
    assert "01/DS-UBND" in told["codes"][0]["said"][0]
    with pytest.raises(BadInput, match="Nhóm thứ 1"):
        sachmatuy("papers", "check", "ABCDEF", "--data", data)
    assert sachmatuy("papers", "check", "0801-3", "--data", data) == 1
