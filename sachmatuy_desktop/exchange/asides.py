"""What a sheet says besides the texts of its cells: hidden parts, notes, fonts, errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sachmatuy_desktop.exchange.extent import MAX_COLUMNS

MAX_NOTES: Final = 20_000
"""Notes read of a sheet; longer ones than `LONGEST_NOTE` characters are cut."""

LONGEST_NOTE: Final = 2_000

Block = tuple[int, int, int, int]
"""Top, left, bottom, right of cells that are one; from 0, inclusive."""


@dataclass
class Asides:
    """Gathered while a file is looked over; rows and columns count from 0.

    `errors` are cells that show a formula's error (`#N/A`), which the reader leaves empty.  `fonts`
    is for each column the font of most of its cells, only where it is one from before Unicode;
    `capitals` are the cells whose font shows small letters as capitals.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Block] = field(default_factory=list)
    font_counts: dict[int, dict[str, int]] = field(default_factory=dict)
    capitals: set[tuple[int, int]] = field(default_factory=set)

    def note(self, row: int, column: int, text: str) -> None:
        """Keep a note that hangs on a cell."""
        told = text.strip()[:LONGEST_NOTE]
        if told and len(self.notes) < MAX_NOTES:
            self.notes[row, column] = told

    def font(self, row: int, column: int, name: str, *, capitals: bool) -> None:
        """Note that a cell is shown in a font from before Unicode."""
        if column < MAX_COLUMNS:
            counts = self.font_counts.setdefault(column, {})
            counts[name] = counts.get(name, 0) + 1
            if capitals:
                self.capitals.add((row, column))

    @property
    def fonts(self) -> tuple[str, ...]:
        """The old font of each column, "" where there is none."""
        width = max(self.font_counts, default=-1) + 1
        named = (self.font_counts.get(column, {}) for column in range(width))
        return tuple(max(counts, key=lambda name: counts[name], default="") for counts in named)
