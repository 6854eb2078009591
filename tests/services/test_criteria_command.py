"""`evaluate --data`: an office's records assessed on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sachmatuy_desktop.cli import main
from sachmatuy_desktop.services.office import Founding, found
from tests.fact_cases import IA_HDRAI, Commune
from tests.offices import IA_DOM, PASSPHRASE, TestClock

ASKED = ["evaluate", "--pack", IA_HDRAI, "--as-of", "2026-03-02"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SACHMATUY_PASSPHRASE", PASSPHRASE)
    answers = Founding(IA_DOM, "commune", "an", "Nguyễn Văn An", packs=(IA_HDRAI,))
    office, _code = found(tmp_path / "office", answers, PASSPHRASE, TestClock().clock)
    Commune(office).on_list("nghien")
    office.close()
    return tmp_path / "office"


def test_the_answer_names_what_blocks(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASKED, "--data", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["pack"], told["as_of"], told["outcome"]) == (IA_HDRAI, "2026-03-02", "no")
    criteria = {each["id"]: each for each in told["criteria"]}
    assert (criteria["IAH.c"]["numerator"], criteria["IAH.c"]["denominator"]) == (0, 1)
    assert [each["kind"] for each in criteria["IAH.c"]["blocking"]] == ["people"]
    assert criteria["IAH.e"]["status"] == "unknown"


def test_a_folder_without_an_office_is_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert main([*ASKED, "--data", str(tmp_path / "nothing")]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)


@pytest.mark.parametrize("given", [[], ["--data", "x", "--facts", "y"]])
def test_either_records_or_a_file_of_facts(given: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*ASKED, *given])
    assert stopped.value.code == 2
