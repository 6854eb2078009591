"""The budget table: every row is measured, or says plainly why not on this machine."""

from __future__ import annotations

import json
from pathlib import Path

import bench
import pytest
from benchmarks.table import (
    Budget,
    Measurement,
    NotMeasured,
    Pair,
    Result,
    Scale,
    Workshop,
    printed,
    run,
)

TINY = Scale(residents=200, searched=200, communes=1, sheets=5, edits=6, starts=1, rounds=1)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """The rows of a whole run over a hamlet, by name."""
    file = tmp_path_factory.mktemp("bench") / "figures.json"
    assert bench.main(["--json", str(file)], TINY) == 0
    rows = json.loads(file.read_text(encoding="utf-8"))["rows"]
    return {row["name"]: row for row in rows}


@pytest.mark.slow
def test_every_row_is_measured_or_says_why_not(told: dict[str, dict[str, object]]) -> None:
    assert list(told) == [each.name for each in bench.BUDGETS]
    for name, row in told.items():
        assert row["measured"] or row["reason"], name
        assert row["verdict"] in {"met", "NOT met", "not measured"}


@pytest.mark.slow
def test_what_needs_no_special_machine_is_measured(told: dict[str, dict[str, object]]) -> None:
    needs_nothing = {
        "search", "edit", "criteria", "sheet", "import", "newer", "month", "month-bytes", "growth",
        "replay", "papers", "size",
    }  # fmt: skip
    unmeasured = {
        name: told[name]["reason"] for name in needs_nothing if not told[name]["measured"]
    }
    assert unmeasured == {}


def budget(limit: float, measurement: Measurement | None, unit: str = "") -> Budget:
    def measure(_workshop: Workshop) -> Measurement:
        if measurement is None:
            raise NotMeasured("no stick is plugged in")
        return measurement

    return Budget("row", "some work", "bare work", limit, measure, unit)


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (budget(2, Measurement(3.0, "ms", 2.0, 1.5)), "met"),
        (budget(2, Measurement(3.0, "ms", 1.0, 3.0)), "NOT met"),
        (budget(16, Measurement(15.0, "ms", 0.1, 150.0), "ms"), "met"),
        (budget(16, Measurement(17.0, "ms", 17.0, 1.0), "ms"), "NOT met"),
        (budget(2, None), "not measured"),
    ],
    ids=["ratio kept", "ratio missed", "figure kept", "figure missed", "no machine for it"],
)
def test_a_row_is_judged_by_its_own_goal(row: Budget, verdict: str, tmp_path: Path) -> None:
    result = run(row, Workshop(tmp_path, TINY))
    assert result.verdict == verdict
    assert verdict in printed([result])


def test_the_table_says_why_a_row_is_missing(tmp_path: Path) -> None:
    table = printed([run(budget(2, None), Workshop(tmp_path, TINY))])
    assert "no stick is plugged in" in table


def test_noise_that_meets_both_leaves_the_ratio_alone() -> None:
    pair = Pair()
    for slowness in (1.0, 5.0, 1.2, 3.0):
        pair.add(0.004 * slowness, 0.002 * slowness)
    measured = pair.measurement("ms")
    assert measured.ratio == pytest.approx(2.0)
    assert measured.spread is not None
    assert measured.spread > 2


def test_json_says_what_the_table_says() -> None:
    row = budget(2, None)
    told = Result(row, Measurement(3.0, "ms", 2.0, 1.5)).as_json()
    assert (told["name"], told["goal"], told["verdict"]) == ("row", "≤ 2×", "met")
