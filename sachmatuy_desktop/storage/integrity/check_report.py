"""What a check of an office file found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sachmatuy_desktop.errors import KnownError, StorageTrouble

__all__ = ["CheckReport", "Problem"]

_MOST_PROBLEMS: Final = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, as a sentence.  `entry` is the journal entry it is about, if any."""

    said: KnownError
    entry: int | None = None


@dataclass
class CheckReport:
    """What a check found, and how much it looked at."""

    problems: list[Problem] = field(default_factory=list)
    entries: int = 0
    lines: int = 0
    records: int = 0
    files: int = 0
    checkpoints: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    @property
    def first(self) -> int | None:
        """The first journal entry that something is wrong with, if it is known."""
        return min((each.entry for each in self.problems if each.entry), default=None)

    def add(self, sentence: str, **values: object) -> None:
        """One more problem; past two hundred they are no longer counted up."""
        if len(self.problems) < _MOST_PROBLEMS:
            entry = values.get("entry")
            problem = StorageTrouble(sentence, **values)
            self.problems.append(Problem(problem, entry if isinstance(entry, int) else None))
