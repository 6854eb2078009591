"""What taking in a bundle did, or would do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.vocabulary import Doubt

__all__ = ["MergeReport"]


@dataclass
class MergeReport:
    """What taking in a bundle did, or would do: counts by register, and what needs a person.

    `files` contents of attachments (`file_bytes` bytes) are new here, `files_early` came before the
    lines that speak of them; `lacking` are those that the sender's attachments speak of and that
    have not come yet.  `regained` are records that get back what this office's own key wrote and
    the office had lost: it was restored from an older backup.  `ahead_ms` is the latest moment in
    it (milliseconds since 1970) more than `AHEAD_MS` ahead of this PC's clock, 0 for none.
    """

    new: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    conflicts: list[tuple[str, RecordId]] = field(default_factory=list)
    quarantined: list[Doubt] = field(default_factory=list)
    already: int = 0
    applied: int = 0
    parked: int = 0
    files: int = 0
    file_bytes: int = 0
    files_early: int = 0
    lacking: int = 0
    erased: int = 0
    touched: set[tuple[str, RecordId]] = field(default_factory=set)
    regained: set[RecordId] = field(default_factory=set)
    ahead_ms: int = 0

    @property
    def nothing_new(self) -> bool:
        """Whether everything in the bundle was here already."""
        return not (self.applied or self.parked or self.files or self.files_early)
