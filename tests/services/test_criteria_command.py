"""`evaluate --data`: an office's records assessed on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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


def test_every_other_reading_is_told_with_what_it_changes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*ASKED, "--data", str(folder), "--compare-readings"]) == 0
    told = json.loads(capsys.readouterr().out)
    taken = told["readings"]
    assert {each["reading"] for each in told["alternatives"]} == set(taken)
    assert all(each["value"] != taken[each["reading"]] for each in told["alternatives"])
    for each in told["alternatives"]:
        assert each["changes_nothing"] is (not each["changes"])
        assert each["outcome"] == "no"


def test_the_figures_of_an_office_are_handed_on_without_names(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "facts.json"
    assert main([*ASKED, "--data", str(folder), "--facts-out", str(out)]) == 0
    counted = json.loads(capsys.readouterr().out)
    given = out.read_text(encoding="utf-8")
    assert "Lê Văn Cam" not in given
    assert "Chưa có xác nhận" in json.loads(given)["facts"]["use_points"]["note"]
    assert main([*ASKED, "--facts", str(out), "--compare-readings"]) == 0
    stated = json.loads(capsys.readouterr().out)
    assert _without_records(stated) == _without_records(counted)
    compared = {each["reading"] for each in stated["alternatives"]}
    assert compared.isdisjoint(stated["not_compared"])
    assert compared | set(stated["not_compared"]) == set(stated["readings"])


def _without_records(told: dict[str, Any]) -> dict[str, Any]:
    """An answer without the records behind it, which do not travel."""
    own = {name: told[name] for name in told if name not in ("alternatives", "not_compared")}
    told_of = ("blocking", "since")
    criteria = [
        {name: value for name, value in each.items() if name not in told_of}
        for each in own["criteria"]
    ]
    return {**own, "criteria": criteria}


def test_figures_are_only_written_where_they_were_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stated = tmp_path / "facts.json"
    stated.write_text('{"facts": {}}', encoding="utf-8")
    assert main([*ASKED, "--facts", str(stated), "--facts-out", str(tmp_path / "x")]) == 1
    assert "--data" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()
