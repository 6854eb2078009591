"""A fate for every row of a sheet, before anything is written.

    new       a record will be made
    changed   fields of a record will be written: from what to what
    conflict  the row would bring back a value that another hand has changed since: written only if
              the person takes it
    same      the record says all this already
    unclear   several records fit, or one does not fit for certain: a person has to say
    refused   nothing happens, and a sentence says why, with the row and the column
    skipped   the row is a title, a sum, a signature or hidden, not a record
    absent    a record of the office that no row speaks of: nothing happens to it, ever

A sheet never takes anything away: a record that it does not list stays, and an empty cell leaves
the field as it is unless the person chose otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.exchange.choices import Choices
from sachmatuy_desktop.exchange.drafts import Remark
from sachmatuy_desktop.exchange.mapping import SheetMapping
from sachmatuy_desktop.exchange.reading import Sheet
from sachmatuy_desktop.exchange.references import PlannedVillage

STEP: Final = 500
"""Rows between two reports of how far a plan is."""

Report = Callable[[int, int], None]
"""Told how many rows of how many are done; may raise to stop the work."""


class Fate(StrEnum):
    """What will become of a row."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    SAME = "same"
    UNCLEAR = "unclear"
    REFUSED = "refused"
    SKIPPED = "skipped"
    ABSENT = "absent"


FATE_WORDS: Final[Mapping[Fate, str]] = {
    Fate.NEW: N_("Thêm mới"),
    Fate.CHANGED: N_("Sửa"),
    Fate.CONFLICT: N_("Xung đột"),
    Fate.SAME: N_("Không đổi"),
    Fate.UNCLEAR: N_("Chưa rõ"),
    Fate.REFUSED: N_("Không nhận"),
    Fate.SKIPPED: N_("Bỏ qua"),
    Fate.ABSENT: N_("Không có trong tệp"),
}


_NOTHING: Final[Mapping[str, Value]] = MappingProxyType({})


class RowPlan(NamedTuple):
    """One row.  `number` is its number in the sheet, `values` the fields that will be written.

    `before` are the same fields of the record as it is (empty for a new one).
    """

    number: int
    fate: Fate
    title: str
    record: RecordId | None = None
    values: Mapping[str, Value] = _NOTHING
    before: Mapping[str, Value] = _NOTHING
    complaints: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class ImportPlan:
    """What an import will do.

    `villages` are those the office lacks, by what stands for them; `absent` the records of the
    office that no row speaks of.
    """

    register: Register
    sheet: Sheet
    mapping: SheetMapping
    choices: Choices
    rows: tuple[RowPlan, ...]
    villages: Mapping[str, PlannedVillage]
    absent: tuple[RecordId, ...] = ()

    @property
    def create_villages(self) -> bool:
        """Whether villages that the office lacks are made."""
        return self.choices.create_villages

    @property
    def counts(self) -> Mapping[Fate, int]:
        """How many rows of each fate."""
        found = Counter(each.fate for each in self.rows)
        found[Fate.ABSENT] = len(self.absent)
        return {fate: found[fate] for fate in Fate}

    def moved_on(self, other: ImportPlan) -> RowPlan | None:
        """The first row of which `other` would make something else; `None` if all agree."""
        pairs = zip(self.rows, other.rows, strict=True)
        return next((mine for mine, its in pairs if _deed(mine) != _deed(its)), None)


def _deed(row: RowPlan) -> tuple[object, ...]:
    return (row.number, row.fate, row.record, row.values, row.before)
