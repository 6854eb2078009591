"""Starting the program reads no source twice."""

from __future__ import annotations

import subprocess
import sys

from sachmatuy_desktop.ui.source_reading import leave_sources_unread

_LINES_KEPT = """
import sachmatuy_desktop.ui.application, linecache
print(sum("sachmatuy_desktop" in file for file in linecache.cache))
"""


def test_pyside_is_answered_without_a_look() -> None:
    assert leave_sources_unread()


def test_no_line_of_the_program_is_kept_in_memory() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _LINES_KEPT], capture_output=True, text=True, check=True
    )
    assert int(told.stdout) <= 1  # the module that stops it is itself looked at
