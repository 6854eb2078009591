"""The program as a child: unlocks, locks, and in its next life says what it finds of the first.

    locked_child.py FOLDER TOLD
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from sachmatuy_desktop.hardening import harden
from sachmatuy_desktop.ui.dialogs.unlock import UnlockDialog
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.startup import open_office

NAME = "Nguyễn Văn An"
folder, told = map(Path, sys.argv[1:])
before = "SACHMATUY_LOCKED" in os.environ
key = bytes.fromhex(os.environ["KEY"])


def in_memory(wanted: bytes) -> bool:
    """Whether these bytes stand in memory written by this process, the environment left out."""
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # what `harden` shut, for this look alone
    with Path("/proc/self/maps").open() as maps, Path("/proc/self/mem").open("rb", 0) as memory:
        for line in maps:
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw.*?(\[stack\])?$", line)
            if found is None or found[3]:
                continue
            first, last = int(found[1], 16), int(found[2], 16)
            memory.seek(first)
            try:
                if wanted in memory.read(last - first):
                    return True
            except OSError:
                continue
    return False


def tell(**facts: object) -> None:
    """One line for the test."""
    facts["pid"] = os.getpid()
    with told.open("a", encoding="utf-8") as file:
        file.write(json.dumps(facts) + "\n")
