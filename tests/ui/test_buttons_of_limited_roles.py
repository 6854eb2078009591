"""Every button of a commune's window as the two roles see it that may do least.

All roles at both offices are for `every_button_every_role`, which takes its time.
"""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.role_scene import Scene
from tests.ui.every_button_every_role import nowhere, press_everything, scene  # noqa: F401  (fixtures)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("who", ["viewer", "union"])
def test_what_is_offered_to_a_limited_role_is_allowed(
    qapp: QApplication,
    qtbot: QtBot,
    scene: Scene,  # noqa: F811
    who: str,
) -> None:
    press_everything(qapp, qtbot, scene.commune, who)
