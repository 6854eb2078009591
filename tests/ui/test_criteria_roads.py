"""One question by three roads – stated facts, the office, the window – has one answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.cli import main
from sachmatuy_desktop.domain.criteria import answer
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.services.criteria import packs_of
from sachmatuy_desktop.services.office import unlock
from sachmatuy_desktop.services.training import PASSPHRASE, build_world, load_plan, training_clock
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.feedback import Feedback
from sachmatuy_desktop.ui.operations import Operations
from sachmatuy_desktop.ui.pages.criteria import CriteriaPage
from sachmatuy_desktop.ui.preferences import MemoryPreferences

MOMENT = datetime(2026, 11, 22, 8, 0, tzinfo=timezone(timedelta(hours=7)))
DAY = MOMENT.date()
COMMUNES = ("ia-dom", "hoang-phong", "lang-chanh")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The offices of the training world, small and closed."""
    made = tmp_path_factory.mktemp("training")
    build_world(made, training_clock(load_plan().seed, MOMENT), small=True).close()
    return made


def on_the_page(page: CriteriaPage, qtbot: QtBot, pack: str) -> dict[str, Any]:
    view = page.view
    view.as_of.line.setText(show_date(DAY))
    place = view.pack.findData(pack)
    view.pack.setCurrentIndex(place)
    view.pack.activated.emit(place)
    qtbot.waitUntil(lambda: not page.desk.operations.is_busy, timeout=20_000)
    assert view.asked is not None
    assert view.assessment is not None
    assert (view.asked.pack.id, view.asked.as_of) == (pack, DAY)
    return answer(view.assessment)


def without_records(told: dict[str, Any]) -> dict[str, Any]:
    """An answer without the records behind it, which do not travel."""
    criteria = [
        {name: value for name, value in each.items() if name not in ("blocking", "since")}
        for each in told["criteria"]
    ]
    return {**told, "criteria": criteria}


@dataclass(frozen=True)
class CommandLine:
    """`evaluate` as typed, answered as JSON."""

    capsys: pytest.CaptureFixture[str]

    def __call__(self, pack: str, village: str | None, *given: str) -> dict[str, Any]:
        asked = ["evaluate", "--pack", pack, "--as-of", DAY.isoformat(), *given]
        assert main([*asked, *(["--village", village] if village else [])]) == 0
        told: dict[str, Any] = json.loads(self.capsys.readouterr().out)
        return told


@pytest.mark.parametrize("name", COMMUNES)
def test_stated_counted_and_shown_are_one_answer(
    folder: Path,
    name: str,
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SACHMATUY_PASSPHRASE", PASSPHRASE)
    command, facts = CommandLine(capsys), tmp_path / "facts.json"
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    office = unlock(folder / name, load_plan().account_id, PASSPHRASE, training_clock(1, MOMENT))
    feedback = Feedback()
    desk = Desk(office, Operations(feedback), feedback, MemoryPreferences())
    page = CriteriaPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.opened()
    shown = {}
    for pack in packs_of(office):
        told = on_the_page(page, qtbot, pack.id)
        shown[pack.id] = (told, page.view.asked.village if page.view.asked else None)
    desk.operations.shut_down()
    office.close()
    assert len(shown) >= 3
    where = ("--data", str(folder / name))
    for pack_id, (told, village) in shown.items():
        counted = command(pack_id, village, *where, "--facts-out", str(facts))
        stated = command(pack_id, None, "--facts", str(facts))
        assert counted == told
        assert without_records(stated) == without_records(counted)
