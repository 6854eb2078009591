"""`report KIND`: what is due, a report without a window, issued once."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from sachmatuy_desktop.bootstrap import Parts
from sachmatuy_desktop.cli import reports
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.services.office import Founding
from tests.documents.pdf_reading import words_of
from tests.offices import IA_DOM, PASSPHRASE
from tests.services.paper_offices import IA_HDRAI, fill_village


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    answers = Founding(IA_DOM, "commune", "an", "Nguyễn Văn An", packs=(IA_HDRAI,))
    office, _code = Parts(folder).found(answers, PASSPHRASE)
    fill_village(office, "Thôn 1", 3, 1, people=12)
    office.close()
    return folder


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SACHMATUY_PASSPHRASE", PASSPHRASE)


def sachmatuy(*words: object) -> int:
    parser = argparse.ArgumentParser()
    reports.add_parser(parser.add_subparsers(required=True))
    args = parser.parse_args([str(word) for word in words])
    return int(args.run(args))


def test_what_is_due_is_listed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sachmatuy("report", "--due", "--data", data, "--json") == 0
    due = json.loads(capsys.readouterr().out)["due"]
    assert {"thang", "thang-khu-pho"} <= {each["report"] for each in due}


def test_a_report_is_issued_with_its_figures(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "bao-cao.pdf"
    days = "2026-01-15..2026-02-28"
    sachmatuy(
        "report", "dot-xuat", "--period", days, "--out", out, "--data", data, "--issue", "--json"
    )
    told = json.loads(capsys.readouterr().out)
    assert told["number"].endswith("/BC-UBND")
    assert (told["figures"]["ho"], told["figures"]["cam-ket-ky"]) == (3, 1)
    assert f"Số: {told['number']}" in words_of(out.read_bytes())


def test_a_village_is_named_and_nothing_is_written_without_a_file(
    data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "thon.pdf"
    kind, period = "thang-khu-pho", "2026-02"
    sachmatuy(
        "report", kind, "--period", period, "--village", "thon 1", "--out", out, "--data", data
    )
    assert "THÔN 1" in words_of(out.read_bytes())
    with pytest.raises(BadInput):
        sachmatuy("report", kind, "--period", period, "--data", data)
