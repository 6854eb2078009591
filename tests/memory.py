"""How much memory a process took."""

from __future__ import annotations

import resource
from pathlib import Path


def most_memory() -> int:
    """MiB that this process took at most.

    Where the system tells, it is of this program alone: a new program inherits `ru_maxrss` from the
    one that started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        words = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines())
        return int(words["VmHWM"].split()[0]) >> 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
