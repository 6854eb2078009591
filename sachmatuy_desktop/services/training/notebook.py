"""The records of a training office while they are still being thought up.

They stay in memory, open to change, until the whole office makes sense; then they are written
scope by scope.  Papers get their numbers last, in the order of their dates, as in a real office.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from sachmatuy_desktop.domain.registers.fields import RecordId, Value

LARGEST_GAP = 4
"""Other papers of the office stand between two of ours: numbers run with gaps up to this."""


@dataclass
class Row:
    """A record to be."""

    register: str
    id: RecordId
    values: dict[str, Value]


@dataclass
class _Numbered:
    row: Row
    field: str
    shape: str
    day: str


@dataclass
class Notebook:
    """All records of one office; `new_id` makes their ids."""

    new_id: Callable[[], RecordId]
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    changes: list[Row] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    """The contents of attachments by their SHA-256."""

    _numbered: list[_Numbered] = field(default_factory=list)

    def add(self, register: str, values: Mapping[str, Value]) -> Row:
        """A new record."""
        row = Row(register, self.new_id(), dict(values))
        self.rows[register].append(row)
        return row

    def change(self, register: str, record: RecordId, values: Mapping[str, Value]) -> None:
        """Fields of a record that the office has already."""
        self.changes.append(Row(register, record, dict(values)))

    def number(self, row: Row, name: str, shape: str, day: str) -> None:
        """Give the paper a number later: `shape` is like `{}/QĐ-UBND`, counted by year."""
        self._numbered.append(_Numbered(row, name, shape, day))

    def number_papers(self, dice: Random) -> None:
        """Number every paper in the order of dates, from the first of January."""
        last: dict[tuple[str, str], int] = defaultdict(int)
        for paper in sorted(self._numbered, key=lambda each: (each.day, each.row.id, each.field)):
            series = paper.shape, paper.day[:4]
            last[series] += dice.randint(1, LARGEST_GAP)
            paper.row.values[paper.field] = paper.shape.format(f"{last[series]:02d}")
        self._numbered.clear()
