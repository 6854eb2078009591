"""The program as a child: unlocks and locks, and in its next life shows what it is locked with.

    locked_child.py FOLDER

It says where it is in a line, and goes on when it is told a line.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from sachmatuy_desktop.ui import dress, startup
from sachmatuy_desktop.ui.dialogs.unlock import UnlockDialog
from tests.offices import PASSPHRASE


def look(locked: bool) -> None:
    """Do what somebody would do at the window that is on screen now."""
    windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    for each in windows:
        if isinstance(each, UnlockDialog) and locked:
            say(account=each.account.id, title=each.windowTitle())
            each.reject()
        elif isinstance(each, UnlockDialog) and not each.operations.is_busy:
            each.passphrase.line.setText(PASSPHRASE)
            each.try_to_open()
        elif hasattr(each, "lock_wanted") and not locked:
            lock(each)


def lock(window: QWidget) -> None:
    """The window is open: read the persons, say so, then lock it."""
    done.append(True)
    window.open_page("people")  # type: ignore[attr-defined]
    while window.desk.operations.is_busy:  # type: ignore[attr-defined]
        QApplication.processEvents()
    say(window=True)
    window.actions_by_id["lock"].trigger()  # type: ignore[attr-defined]


def say(**facts: object) -> None:
    """Tell where the program is, and wait."""
    print(json.dumps(facts), flush=True)
    sys.stdin.readline()


def with_hands(
    make: Callable[[Sequence[str]], QApplication], locked: bool
) -> Callable[[Sequence[str]], QApplication]:
    """The application, and somebody who looks at it every now and then."""

    def made(arguments: Sequence[str] = ()) -> QApplication:
        app = make(arguments)
        hands = QTimer(app)
        hands.timeout.connect(lambda: None if done else look(locked))
        hands.start(50)
        return app

    return made


done: list[bool] = []
if __name__ == "__main__":
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # the test looks into this memory
    hands = with_hands(dress.make_application, "SACHMATUY_LOCKED" in os.environ)
    vars(startup)["make_application"] = hands
    sys.exit(startup.open_office(Path(sys.argv[1])))
