"""`packs` and `evaluate` as typed by an official or a script."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sachmatuy_desktop.cli import main
from sachmatuy_desktop.packs.library import packs_folder

QUIET = {
    "managed_people": 0,
    "use_points": 0,
    "arrested_offenders": 0,
    "drug_plants": 0,
    "drug_plant_area_m2": 0,
    "on_key_route": False,
    "population": 10_000,
}


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command line."""
    code = main(list(words))
    told = capsys.readouterr()
    return code, told.out, told.err


def evaluated(capsys: pytest.CaptureFixture[str], folder: Path, given: object, *more: str) -> Any:
    """The answer of `evaluate --pack q28-2025/commune-class` for some JSON."""
    file = folder / "facts.json"
    file.write_text(json.dumps(given), "utf-8")
    words = ["evaluate", "--pack", "q28-2025/commune-class", "--facts", str(file), *more]
    code, out, err = typed(capsys, *words)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_packs_list_names_every_pack(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = typed(capsys, "packs", "list")
    assert code == 0
    assert len(out.splitlines()) == 15
    code, out, _ = typed(capsys, "packs", "list", "--json")
    assert {"q28-2025/commune-class", "kon-tum-2024/action-month"} <= {
        one["id"] for one in json.loads(out)
    }


def test_packs_show_tells_facts_attestations_criteria_and_readings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, _ = typed(capsys, "packs", "show", "ia-hdrai-2024/commune-drug-free", "--json")
    told = json.loads(out)
    assert {"name", "type", "unit", "meaning", "source"} <= set(told["facts"][0])
    assert told["attestations"][0]["criteria"] == ["IAH.a"]
    assert [one["id"] for one in told["criteria"]] == [f"IAH.{letter}" for letter in "abcdefg"]
    assert told["readings"][0]["default"] in told["readings"][0]["options"]
    assert told["verified"] is False
    code, out, _ = typed(capsys, "packs", "show", "ia-hdrai-2024/commune-drug-free")
    assert code == 0
    assert "households_committed (int, hộ)" in out
    assert "--reading" in out


def test_packs_show_tells_a_plans_tasks(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = typed(capsys, "packs", "show", "kon-tum-2024/action-month", "--json")
    told = json.loads(out)
    assert told["kind"] == "plan"
    assert told["tasks"][0]["before"] == "2024-06-14"
    code, out, _ = typed(capsys, "packs", "show", "kon-tum-2024/action-month")
    assert code == 0
    assert "KT.plan  < 2024-06-14" in out


def test_packs_check_tells_errors_by_line_and_fails(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    good = packs_folder() / "ninh-thuan-2024" / "commune-class.toml"
    code, out, err = typed(capsys, "packs", "check", str(good))
    assert (code, err) == (0, "")
    assert "không có lỗi" in out
    bad = tmp_path / "bad.toml"
    bad.write_text(good.read_text("utf-8").replace('level = "commune"', 'level = "c"'), "utf-8")
    code, out, err = typed(capsys, "packs", "check", str(bad))
    assert code == 1
    assert out.startswith(f"{bad}:6: ")
    assert len(err.splitlines()) == 1
    code, out, _ = typed(capsys, "packs", "check", str(bad), "--json")
    assert code == 1
    assert json.loads(out)["errors"][0]["line"] == 6


def test_evaluate_answers_one_or_a_list(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    given = {"facts": {**QUIET, "managed_people": 10}}
    one = evaluated(capsys, tmp_path, given, "--as-of", "2026-12-14")
    assert (one["pack"], one["as_of"]) == ("q28-2025/commune-class", "2026-12-14")
    assert (one["class"], one["outcome"]) == ("III", "yes")
    many = evaluated(capsys, tmp_path, [given, {"facts": QUIET, "attestations": {}}])
    assert [answer["class"] for answer in many] == ["III", "none"]
    assert evaluated(capsys, tmp_path, []) == []


def test_evaluate_takes_readings_and_standard_input(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    literal = evaluated(capsys, tmp_path, {"facts": QUIET}, "--reading", "zero=literal")
    assert literal["class"] == "III"
    assert literal["readings"]["zero"] == "literal"
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps({"facts": QUIET}).encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    code, out, _ = typed(capsys, "evaluate", "--pack", "q28-2025/commune-class", "--facts", "-")
    assert code == 0
    assert json.loads(out)["class"] == "none"


def test_half_a_surrogate_in_a_name_is_no_crash(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = evaluated(capsys, tmp_path, {"facts": {**QUIET, "\ud800": 1}})
    assert any("không dùng số liệu" in warning for warning in told["warnings"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "JSON"),
        ("{", "JSON"),
        ('{"facts": {"population": NaN}}', "JSON"),
        ("[" * 100_000, "JSON"),
        ("5", "facts"),
        ("{}", "facts"),
        ('{"facts": 5}', "facts"),
        ('{"facts": {"population": 1.5}}', "số nguyên"),
        ('{"facts": {"population": -1}}', "âm"),
        ('{"facts": {"on_key_route": 1}}', "true hoặc false"),
        ('[{"facts": {}}, {"facts": {"population": "x"}}]', "Mục thứ 2"),
    ],
)
def test_bad_facts_are_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, says: str
) -> None:
    file = tmp_path / "facts.json"
    file.write_text(text, "utf-8")
    words = ["evaluate", "--pack", "q28-2025/commune-class", "--facts", str(file)]
    code, out, err = typed(capsys, *words)
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert says in err


@pytest.mark.parametrize(
    "words",
    [
        ["--pack", "no/such", "--facts", "FILE"],
        ["--pack", "kon-tum-2024/action-month", "--facts", "FILE"],
        ["--pack", "q28-2025/commune-class", "--facts", "missing.json"],
        ["--pack", "q28-2025/commune-class", "--facts", "FILE", "--as-of", "14/12/2026"],
        ["--pack", "q28-2025/commune-class", "--facts", "FILE", "--reading", "zero"],
        ["--pack", "q28-2025/commune-class", "--facts", "FILE", "--reading", "zero=x"],
    ],
)
def test_bad_arguments_are_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: list[str]
) -> None:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({"facts": QUIET}), "utf-8")
    code, out, err = typed(
        capsys, "evaluate", *(str(file) if word == "FILE" else word for word in words)
    )
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1


def test_wrong_usage_is_exit_code_two() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["evaluate"])
    assert stopped.value.code == 2


def test_these_commands_start_without_the_heavy_toolkits() -> None:
    look = (
        "import sys; from sachmatuy_desktop.cli import main; main(['packs', 'list']);"
        "print([name for name in ('PySide6', 'sqlalchemy', 'reportlab') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", look],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout.splitlines()[-1] == "[]"
