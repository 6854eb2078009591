"""On what terms data leaves the program: what for, and locked with which passphrase."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

__all__ = ["FREELY", "TakenOut"]


@dataclass(frozen=True, slots=True)
class TakenOut:
    """The purpose that the journal keeps, and the passphrase of the file, which nobody keeps."""

    purpose: str = ""
    passphrase: str | None = field(default=None, repr=False)


FREELY: Final = TakenOut()
"""No purpose said, nothing locked: enough for what tells of nobody."""
