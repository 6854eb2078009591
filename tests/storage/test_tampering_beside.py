"""What is changed beside the sealed lines is found, and what nothing finds is known to be so."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from sachmatuy_desktop.services.upkeep.maintenance import check
from tests import tampering
from tests.faults.tampering_stage import Stage, set_stage
from tests.tampering_beside import FOUND, NOT_FOUND, Change, cut_back

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return set_stage(tmp_path_factory.mktemp("stage"), 5)


def told_after(change: Change, what: str, stage: Stage, folder: Path) -> list[str]:
    """What the check says when the office is opened again."""
    shutil.copytree(stage.now, folder / "live")
    with stage.case(folder / "live") as office, tampering.unguarded(office) as rows:
        change(rows, random.Random(what))  # noqa: S311  (no secret)
    with stage.opened(folder / "live") as office:
        return [str(each.said) for each in check(office).problems]


@pytest.mark.parametrize("what", FOUND)
def test_what_is_changed_beside_the_lines_is_found(stage: Stage, tmp_path: Path, what: str) -> None:
    change, words = FOUND[what]
    assert any(words in each for each in told_after(change, what, stage, tmp_path))


@pytest.mark.parametrize("what", NOT_FOUND)
def test_what_nothing_finds_is_known(stage: Stage, tmp_path: Path, what: str) -> None:
    assert told_after(NOT_FOUND[what], what, stage, tmp_path) == []


def test_a_journal_cut_back_with_all_that_says_so_is_found_by_the_backups_alone(
    stage: Stage, tmp_path: Path
) -> None:
    (told,) = told_after(cut_back, "tail", stage, tmp_path)
    assert "không còn như trong bản sao lưu" in told
