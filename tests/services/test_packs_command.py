"""Packs by others on the command line: looked at, taken in, compared, evaluated, written out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sachmatuy_desktop.cli import main
from sachmatuy_desktop.services.office import Founding, found
from tests.offices import IA_DOM, PASSPHRASE, TestClock, add, add_village
from tests.pack_texts import FIRST, SAMPLE, SECOND


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SACHMATUY_PASSPHRASE", PASSPHRASE)
    answers = Founding(IA_DOM, "commune", "an", "Nguyễn Văn An")
    office, _code = found(tmp_path / "office", answers, PASSPHRASE, TestClock().clock)
    add_village(office, "Thôn 1")
    village = add_village(office, "Thôn 2")
    add(
        office,
        "tip_boxes",
        village=village,
        place="Chợ",
        installed_on="2026-01-10",
        state="dang_dung",
    )
    office.close()
    (tmp_path / "one.toml").write_text(FIRST, "utf-8")
    (tmp_path / "two.toml").write_text(SECOND, "utf-8")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    """The JSON of a command that goes well."""
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.slow
def test_a_pack_goes_in_is_compared_judges_and_goes_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--data", str(folder / "office"))
    one, two = str(folder / "one.toml"), str(folder / "two.toml")
    looked = told(capsys, "packs", "import", one, *data, "--dry-run")
    assert (looked["id"], looked["follows"]) == (SAMPLE, None)
    assert "record" not in looked
    assert "record" in told(capsys, "packs", "import", one, *data, "--document", "CV 5")
    looked = told(capsys, "packs", "import", two, *data)
    assert looked["follows"] == SAMPLE
    assert {"M.1"} == {each["id"] for each in looked["effect"]["places"][0]["criteria"]}
    assert SAMPLE in {each["id"] for each in told(capsys, "packs", "list", *data)}
    assert told(capsys, "packs", "show", SAMPLE, *data)["edition"] == 2

    compared = told(capsys, "packs", "diff", f"{SAMPLE}@1", f"{SAMPLE}@2", *data)
    assert compared["effect"]["places"][0]["criteria"] == [
        {"id": "M.1", "before": "not_met", "after": "met"}
    ]
    asked = ("evaluate", "--pack", SAMPLE, *data, "--as-of")
    statuses = [
        told(capsys, *asked, day)["criteria"][0]["status"] for day in ("2026-06-30", "2026-07-01")
    ]
    assert statuses == ["not_met", "met"]
    assert (
        told(capsys, "evaluate", "--pack", one, *data, "--as-of", "2026-07-01")["criteria"][0][
            "status"
        ]
        == "not_met"
    )

    out = folder / "out.toml"
    told(capsys, "packs", "export", SAMPLE, "--out", str(out), *data)
    assert out.read_text("utf-8") == SECOND
    assert main(["packs", "import", one, *data]) == 1
    said = capsys.readouterr()
    assert "đúng bộ này đã có rồi" in said.out
    assert said.err.count("\n") == 1


def test_files_are_compared_without_an_office(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = str(folder / "one.toml"), str(folder / "two.toml")
    found = told(capsys, "packs", "diff", one, two)["differences"]
    quote = next(each for each in found if each["aspect"] == "quote")
    assert {"text": "về", "change": "new"} in quote["words"]
    assert main(["packs", "diff", one, two]) == 0
    assert "{+về+}" in capsys.readouterr().out
    assert main(["packs", "diff", one, one]) == 0
    assert capsys.readouterr().out == "Hai bộ không khác nhau.\n"
    assert main(["packs", "diff", one, "kon-tum-2024/action-month"]) == 1
    assert main(["packs", "diff", "q28-2025/commune-class@9", one]) == 1
    assert "không có bản số 9" in capsys.readouterr().err


def test_a_check_tells_errors_and_doubts_apart(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "one.toml"
    file.write_text("\ufeff" + FIRST, "utf-8")
    answer = told(capsys, "packs", "check", str(file))
    assert (answer["ok"], answer["errors"]) == (True, [])
    assert answer["warnings"][0]["line"] == 1
    assert main(["packs", "check", str(file)]) == 0
    assert capsys.readouterr().out.startswith(f"{file}:1: lưu ý: ")
