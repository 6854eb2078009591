"""Every button and every line of a menu, pressed: what a role is offered, the services allow it.

Nothing is listed by page: the hand walks the widgets that are there, presses what is shown and
enabled, turns every dialog down, and hears what was said.  What opens a dialog is known by the
commands that the dialog can give.

Not among the tests of every day, for it takes half a minute a role (those of the two roles that may
do least are: `test_buttons_of_limited_roles`); ask for it by its name:

    python -m pytest -n 0 tests/ui/every_button_every_role.py -k "commune and clerk"
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.roles import ROLES, Role
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.dialogs.pair import PairDialog
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.role_scene import Scene, build
from tests.services.role_examples import EXAMPLES, may
from tests.services.test_roles import COMMANDS
from tests.ui.pressing import REFUSED, Hand, TriedOffice, tried

TRIED = [(at, who) for at in ("commune", "above") for who in ROLES]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    made = build(tmp_path_factory.mktemp("nút"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is asked for a file or a folder names none."""
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_a, **_k: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: "")


def given_by(dialog: type[QDialog]) -> list[str]:
    """The commands that a dialog can give, by what its module knows."""
    known = vars(sys.modules[dialog.__module__]).values()
    return [name for name, command in COMMANDS.items() if command in known and name in EXAMPLES]


READ_TOO = {PairDialog}
"""Dialogs that show something besides; their acts are left out for whoever may not do them."""

OF_ANY_REGISTER = {"records.SaveRecord", "spreadsheets.ImportSpreadsheet"}
"""Commands whose right depends on the register, which the dialog knows."""


def useless(dialog: type[QDialog], about: Register | None, role: Role) -> bool:
    """Whether a dialog is for acts alone, and the role may do none of them."""
    if dialog in READ_TOO:
        return False
    given = given_by(dialog)
    if OF_ANY_REGISTER & set(given):
        books = [about] if about is not None else list(REGISTERS)
        return not any(map(role.may_act_on, books))
    return bool(given) and not any(may(role, EXAMPLES[each]) for each in given)


def press_everything(qapp: QApplication, qtbot: QtBot, office: Office, who: str) -> None:
    """Every page of the window of a role; whatever was offered was allowed and said no refusal."""
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    seen: TriedOffice = tried(office, who)
    window = open_window(qapp, seen, MemoryPreferences(), PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()

    def settle() -> None:
        qtbot.waitUntil(lambda: not window.desk.operations.is_busy, timeout=30_000)
        QApplication.processEvents()

    hand = Hand(window, settle)
    hand.walk()
    window.desk.operations.shut_down()
    assert hand.presses > 10
    refused = [each for each in hand.heard if REFUSED in each.said or each.said.startswith("bug")]
    assert refused == []
    assert [each for each in seen.asked if REFUSED in each[1]] == []
    assert {
        f"{each.where}: {each.pressed} ({each.dialog.__name__})"
        for each in hand.heard
        if each.dialog is not None and useless(each.dialog, each.register, ROLES[who])
    } == set()


@pytest.mark.parametrize(("at", "who"), TRIED)
def test_what_is_offered_is_allowed(
    qapp: QApplication, qtbot: QtBot, scene: Scene, at: str, who: str
) -> None:
    press_everything(qapp, qtbot, getattr(scene, at), who)
