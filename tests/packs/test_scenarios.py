"""Every scenario comes out as it says, and the command line gives the same answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from sachmatuy_desktop.cli import main
from sachmatuy_desktop.domain.criteria import Assessment, RulePack, answer
from sachmatuy_desktop.packs.library import load_packs
from tests.packs.scenarios import FOLDER, Scenario, read, scenarios

LIBRARY = load_packs()
RULE_PACKS = sorted(pack.id for pack in LIBRARY.all() if isinstance(pack, RulePack))
ALL = [one for pack_id in RULE_PACKS for one in scenarios(pack_id)]


def test_every_pack_that_decides_has_a_file_of_scenarios() -> None:
    files = {file.relative_to(FOLDER).with_suffix("").as_posix() for file in FOLDER.glob("*/*")}
    assert files == set(RULE_PACKS)


@pytest.mark.parametrize("pack_id", RULE_PACKS)
def test_the_scenarios_of_a_pack_are_told_apart_by_their_names(pack_id: str) -> None:
    names = [one.name for one in scenarios(pack_id)]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.pack_id}: {one.name}")
def test_a_scenario_comes_out_as_it_says(one: Scenario) -> None:
    pack = LIBRARY.rules(one.pack_id)
    found = one.assess(pack)
    wanted = one.expected
    assert found.outcome == wanted["outcome"]
    if pack.classes:
        assert (found.class_id is None) == ("class" not in wanted)
        assert found.possible_classes == tuple(wanted.get("possible") or (wanted["class"],))
    statuses = {result.id: result.status.value for result in found.criteria}
    others = dict.fromkeys(statuses, wanted["others"]) if "others" in wanted else statuses
    reached = {name: _status(band) for name, band in wanted.get("bands", {}).items()}
    assert statuses == {**others, **reached, **wanted.get("criteria", {})}
    bands = {result.id: result.band or "open" for result in found.criteria}
    assert bands == {**bands, **wanted.get("bands", {})}
    for words in wanted["says"]:
        assert any(words in sentence for sentence in _said(found)), (words, list(_said(found)))
    for words in wanted.get("warns", ()):
        assert any(words in warning for warning in found.warnings), (words, found.warnings)


def _status(band: str) -> str:
    return {"open": "unknown", "none": "not_met"}.get(band, "met")


def _said(found: Assessment) -> Iterator[str]:
    yield from found.trace
    for result in found.criteria:
        yield from result.trace


@pytest.mark.parametrize("pack_id", RULE_PACKS)
def test_the_command_line_answers_the_same(
    pack_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One list a day and choice of readings: those two are said once for a whole list."""
    pack = LIBRARY.rules(pack_id)
    for (day, readings), group in groupby(sorted(scenarios(pack_id), key=_asked), key=_asked):
        together = list(group)
        file = tmp_path / "facts.json"
        file.write_text(json.dumps([one.given for one in together]), "utf-8")
        chosen = [word for choice in readings for word in ("--reading", choice)]
        words = ["evaluate", "--pack", pack_id, "--facts", str(file), "--as-of", day, *chosen]
        assert main(words) == 0
        answers = json.loads(capsys.readouterr().out)
        assert answers == [answer(one.assess(pack)) for one in together]


def _asked(one: Scenario) -> tuple[str, list[str]]:
    return one.as_of.isoformat(), sorted(f"{name}={value}" for name, value in one.readings.items())


def test_a_key_that_no_scenario_has_is_told() -> None:
    text = 'as_of = "2026-12-14"\n[base.quiet]\n[[scenario]]\nname = "x"\nexpects = 1\n'
    with pytest.raises(ValueError, match=r"a/b, x: \['expects'\]"):
        read(text, "a/b")
