"""A log file that its owner alone reads, begun anew when it is full.

Apart from `diagnostics`, which listens before anything else: Python's own log files bring sockets
and pickles along, and there is nothing to write until an office is open.
"""

from __future__ import annotations

import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from typing import cast

__all__ = ["PrivateLog", "privately"]


def privately(path: str, flags: int) -> int:
    """An `opener` for a file of the owner's alone."""
    return os.open(path, flags, 0o600)


class PrivateLog(RotatingFileHandler):
    """Private also where it is begun anew."""

    def _open(self) -> TextIOWrapper:
        return cast(
            "TextIOWrapper",
            open(self.baseFilename, self.mode, encoding=self.encoding, opener=privately),
        )
