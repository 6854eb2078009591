"""Asks the system to keep this process' memory to itself: no core dumps, no reports of crashes.

A dump would hold the office's keys and pages in the clear.  What the system refuses is left as it
is: an office on an old PC must still open.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from typing import Final

if sys.platform != "win32":
    import resource

__all__ = ["harden"]

_PR_SET_DUMPABLE: Final = 4
_QUIET_CRASH: Final = 0x0001 | 0x0002 | 0x8000
"""SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX."""
_NO_HEAP: Final = 0x0001 | 0x0020
"""WER_FAULT_REPORTING_FLAG_NOHEAP, WER_FAULT_REPORTING_NO_UI."""


def harden() -> None:
    """Shut the ways by which memory gets onto the disk or to another program of this account."""
    if sys.platform == "win32":  # pragma: no cover  (not this machine)
        with contextlib.suppress(OSError, AttributeError):
            ctypes.windll.kernel32.SetErrorMode(_QUIET_CRASH)
            ctypes.windll.kernel32.WerSetFlags(_NO_HEAP)
    else:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
