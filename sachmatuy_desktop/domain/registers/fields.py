"""One column of a register: its kind, its wording, who may see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.registers.duties import Duty

Value = str | int | None
"""What a record may hold: nothing, a whole number or a text; dates are ISO texts, yes/no is 1/0."""

RecordId = str
"""A UUIDv7 as 32 hexadecimal digits: unique everywhere, and newer records sort after older ones."""


class Kind(StrEnum):
    """What a column holds, hence how it is typed, checked, shown and sorted."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NAME = "name"
    NUMBER = "number"
    YEAR = "year"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    TIME = "time"
    FLAG = "flag"
    CHOICE = "choice"
    SEVERAL = "several"
    CITIZEN_NUMBER = "citizen_number"
    PHONE = "phone"
    REFERENCE = "reference"


class Sensitivity(StrEnum):
    """How much harm a leak does (Nghị định 356/2025 Điều 3–4); roles are granted up to a level."""

    OPEN = "open"  # boards, boxes, models: public by nature
    PERSONAL = "personal"  # basic personal data: names, birth dates, addresses
    SENSITIVE = "sensitive"  # health, drugs, offences, ethnicity, religion


Choices = Mapping[str, str]
"""Codes kept on disk and the words shown for them, in the order of the list."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    `name` is the column's name in the office file, in bundles and in spreadsheets for ever; `label`
    is what the screen shows (Vietnamese, as in the plan or decree).  Fields with the same `group`
    move together when two offices' edits meet: a state and its date are one statement.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: Choices | None = None
    target: str | None = None
    sensitivity: Sensitivity = Sensitivity.PERSONAL
    listed: bool = True
    hint: str = ""
    group: str = ""
    default: Value = None
    added_up: bool = True
    """Whether numbers of several records may be added: not what is counted anew each period."""
    added_within: str = ""
    """The field that has to say the same in all records before this one is added up."""
    by_program: bool = False
    """Written by the program's own acts alone: no editor, no column, no cell of a spreadsheet."""
    duty: Duty | None = field(default=None, compare=False, repr=False)
    """What the book it stands in belongs to; the book says so (`Register`)."""


INTEGER_KINDS: Final = frozenset({Kind.NUMBER, Kind.YEAR, Kind.FLAG})
"""Kinds kept as whole numbers; all others are texts."""


class WithRetired(Mapping[str, str]):
    """Words of which some are only read any more: they answer for their codes and are not offered.

    Going through it gives what may be chosen.
    """

    def __init__(self, offered: Mapping[str, str], retired: Mapping[str, str]) -> None:
        self._offered, self._all = offered, {**retired, **offered}

    def __getitem__(self, code: str) -> str:
        return self._all[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._offered)

    def __len__(self) -> int:
        return len(self._offered)


def labels(choices: Choices | None, code: Value) -> str:
    """The word shown for a code; an unknown code (from a newer program) is shown as it is."""
    if code is None:
        return ""
    return (choices or {}).get(str(code), str(code))


def codes_of(value: Value) -> tuple[str, ...]:
    """The codes that a value of several words holds: kept with blanks between them."""
    return () if value is None else tuple(str(value).split(" "))
