"""The parts an expression is made of.  Grammar and meaning: `resources/formats/expressions.md`.

Two expressions are equal when they say the same in the same way; where a part stood in the text is
kept for messages and makes no difference.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column in the text of the expression, both from 1; all places compare equal."""

    line: int = field(default=1, compare=False)
    column: int = field(default=1, compare=False)


NOWHERE: Final = Place()


# -- terms -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Path:
    """A field, or a field of the record that a field points at: `household.village.name`.

    It begins at the nearest record around it, or at the one an alias names.
    """

    names: tuple[str, ...]
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Text:
    """Words in quotes: a code of a list, a day `"2026-12-14"`, or a text."""

    text: str
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    number: int
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class YesNo:
    """`yes` or `no`."""

    yes: bool
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Span:
    """So many `days`, `months` or `years`; below zero: before."""

    amount: int
    unit: str


ANCHORS: Final = ("day", "year_start", "year_end", "registration", "this_year")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day (or a year) that depends on the question: one of `ANCHORS`, and how far from it."""

    anchor: str
    shift: Span | None = None
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Shifted:
    """So many days after the day in a field, or before it."""

    path: Path
    shift: Span


Term = Path | Text | Whole | YesNo | Moment | Shifted


# -- conditions ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compare:
    """Two values against each other: `=`, `!=`, `<`, `<=`, `>`, `>=`; false if one is empty."""

    left: Path
    sign: str
    right: Term
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Among:
    """The field is one of several values."""

    path: Path
    values: tuple[Text | Whole, ...]


@dataclass(frozen=True, slots=True)
class Includes:
    """A field of several words has this one."""

    path: Path
    value: Text


@dataclass(frozen=True, slots=True)
class Empty:
    """The field says nothing."""

    path: Path
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Within:
    """The day lies within so much time up to the day asked about; without it, within the year."""

    path: Path
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class All:
    """Every one of at least two conditions holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of at least two conditions holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Records of a register that meet a condition; `alias` is what inner conditions call one."""

    register: str
    alias: str = ""
    where: Condition | None = None
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose records are meant: of the record at `path` (`None`: the nearest one, `it`).

    `through` is the field by which they point at it, where there are several.
    """

    path: Path | None = None
    through: str = ""


@dataclass(frozen=True, slots=True)
class Some:
    """There is such a record (`any`), or there is none (`no`)."""

    rows: Rows
    owner: Owner
    none: bool = False


@dataclass(frozen=True, slots=True)
class Last:
    """Of such records the last one by a field has something more to it.

    The last is the one with the greatest value; of several, the one written down last.
    """

    rows: Rows
    owner: Owner
    by: str
    has: Condition


Condition = Compare | Among | Includes | Empty | Within | Not | All | Either | Some | Last


# -- whole expressions -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unknown:
    """When the figure is not known: nothing at all is written down, or one of these records is."""

    if_nothing: bool = False
    if_any: tuple[Rows, ...] = ()


NEVER: Final = Unknown()


@dataclass(frozen=True, slots=True)
class Count:
    """How many records; with `having`, how many of them have it; with `each`, each one once."""

    rows: Rows
    having: Condition | None = None
    each: Path | None = None
    unknown: Unknown = NEVER

    @property
    def register(self) -> str:
        """The register that is counted."""
        return self.rows.register


@dataclass(frozen=True, slots=True)
class Sum:
    """What a field of the records adds up to; not known as soon as one of them does not say it."""

    path: Path
    rows: Rows
    unknown: Unknown = NEVER

    @property
    def register(self) -> str:
        """The register that is added up."""
        return self.rows.register


Counting = Count | Sum


# -- arithmetic over facts -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """Another fact's value."""

    name: str
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Added:
    """At least two parts added up, each with its sign."""

    parts: tuple[tuple[str, Arithmetic], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """At least two parts multiplied."""

    parts: tuple[Arithmetic, ...]


@dataclass(frozen=True, slots=True)
class Extreme:
    """The greatest (`max`) or the smallest (`min`) of the parts."""

    which: str
    parts: tuple[Arithmetic, ...]


Arithmetic = Name | Whole | Added | Product | Extreme


@dataclass(frozen=True, slots=True)
class Value:
    """A whole number worked out from other facts."""

    of: Arithmetic


Expression = Count | Sum | Value
