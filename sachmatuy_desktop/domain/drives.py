"""A drive as its sheets tell it: which household answered what, and how far each hamlet is.

A household is counted once however many sheets it has: two PCs may each have given it one before
their bundles met.  Whether it has signed is what the book of commitments says, never the sheet.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from typing import Final

from sachmatuy_desktop.domain.registers.drives import SHEET_OUTCOMES
from sachmatuy_desktop.domain.registers.fields import RecordId

SIGNED: Final = "da_ky"
UNMET: Final = "chua_gap"

_PLACE: Final = {code: place for place, code in enumerate((UNMET, "vang", "tu_choi", "chuyen_di"))}
"""Of two sheets that came back on one day with different answers, which is believed."""


# -- the number on a sheet -------------------------------------------------------------------------

_DAMM: Final = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
"""A quasigroup of order 10 without fixed points (H. M. Damm, 2004): every single wrong digit and
every exchange of two neighbours changes the last digit."""

LEAST_DIGITS: Final = 4


def _last_digit(digits: str) -> str:
    state = "0"
    for digit in digits:
        state = _DAMM[int(state)][int(digit)]
    return state


def sheet_code(number: int) -> str:
    """What is printed on sheet 801: “0801-” and a digit that tells a slip of the finger."""
    digits = f"{number:0{LEAST_DIGITS}d}"
    return f"{digits}-{_last_digit(digits)}"


def sheet_number(typed: str) -> int | None:
    """The number meant by “0801-3”, “08013” or “801 3”; None for what no sheet can bear.

    Zeros in front may be left out: they do not change the last digit.
    """
    digits = "".join(each for each in typed if each not in "- .")
    if not (digits.isascii() and digits.isdigit()) or len(digits) < 2:
        return None
    number, last = digits[:-1], digits[-1]
    return int(number) if int(number) and _last_digit(number) == last else None


# -- sheets and households -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One sheet; days are ISO texts, "" where there is none."""

    id: RecordId
    household: RecordId
    village: RecordId
    number: int
    printed_on: str = ""
    handed_on: str = ""
    carrier: str = ""
    came_back_on: str = ""
    outcome: str = ""
    visits: int = 0

    @property
    def is_out(self) -> bool:
        """Handed out and not back."""
        return bool(self.handed_on) and not self.came_back_on

    @property
    def code(self) -> str:
        """The number as printed."""
        return sheet_code(self.number)


@dataclass(frozen=True, slots=True)
class Home:
    """One household of a drive: its sheets by number, and its answer as a code of `SHEET_OUTCOMES`.

    Who gave no answer yet is «chưa gặp».
    """

    household: RecordId
    sheets: tuple[SheetRow, ...]
    answer: str

    @property
    def sheet(self) -> SheetRow:
        """The sheet one works with: the one that is out, else the one that came back last."""
        return max(self.sheets, key=lambda each: (each.is_out, each.came_back_on, -each.number))

    @property
    def village(self) -> RecordId:
        """The hamlet whose pile its sheet lies in."""
        return self.sheets[0].village

    @property
    def is_printed(self) -> bool:
        """Whether there is a form of it."""
        return any(each.printed_on for each in self.sheets)

    @property
    def is_out(self) -> bool:
        """Whether a form of it is with somebody, and still needed."""
        return self.answer != SIGNED and any(each.is_out for each in self.sheets)

    @property
    def is_unbooked(self) -> bool:
        """A sheet says “đã ký” and the book of commitments does not: somebody has to look."""
        return self.answer != SIGNED and any(each.outcome == SIGNED for each in self.sheets)


def homes_of(
    sheets: Iterable[SheetRow], residing: AbstractSet[RecordId], signed: AbstractSet[RecordId]
) -> tuple[Home, ...]:
    """The households of a drive in the order of their sheets.

    `residing` are those that the commitment is asked of today, `signed` those whose commitment
    stands in the book.  A household that neither lives there any more nor has signed is asked no
    longer, and is left out.
    """
    by_household: dict[RecordId, list[SheetRow]] = defaultdict(list)
    for each in sheets:
        by_household[each.household].append(each)
    homes = (
        Home(
            household,
            tuple(sorted(theirs, key=lambda each: (each.number, each.id))),
            SIGNED if household in signed else _answer(theirs),
        )
        for household, theirs in by_household.items()
        if household in residing or household in signed
    )
    return tuple(sorted(homes, key=lambda home: (home.sheets[0].number, home.household)))


def _answer(sheets: Sequence[SheetRow]) -> str:
    """What the newest sheet says that came back without a signature."""
    said = [each for each in sheets if each.outcome in _PLACE]
    if not said:
        return UNMET
    newest = max(said, key=lambda each: (each.came_back_on, each.visits, _PLACE[each.outcome]))
    return newest.outcome


# -- counts ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counts:
    """How many households; the five answers add up to `asked`."""

    asked: int = 0
    printed: int = 0
    out: int = 0
    da_ky: int = 0
    tu_choi: int = 0
    vang: int = 0
    chuyen_di: int = 0
    chua_gap: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        )

    @property
    def outstanding(self) -> int:
        """Those who have not signed."""
        return self.asked - self.da_ky

    def to_json(self) -> dict[str, int]:
        """As a drive that ended keeps it."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def from_json(cls, plain: Mapping[str, int]) -> Counts:
        """Of a drive that ended; what a newer program counts besides is not read."""
        return cls(**{each.name: int(plain.get(each.name, 0)) for each in fields(cls)})


def belongs(home: Home, column: str) -> bool:
    """Whether a household is counted in a column of `Counts`."""
    if column in SHEET_OUTCOMES:
        return home.answer == column
    return {"asked": True, "printed": home.is_printed, "out": home.is_out}[column]


def count(homes: Iterable[Home]) -> Counts:
    """The counts of these households."""
    found: Counter[str] = Counter()
    for home in homes:
        found["asked"] += 1
        found["printed"] += home.is_printed
        found["out"] += home.is_out
        found[home.answer] += 1
    return Counts(**found)


def by_village(homes: Iterable[Home]) -> dict[RecordId, Counts]:
    """The counts of each hamlet."""
    groups: dict[RecordId, list[Home]] = defaultdict(list)
    for home in homes:
        groups[home.village].append(home)
    return {village: count(group) for village, group in groups.items()}


@dataclass(frozen=True, slots=True)
class PileOut:
    """The forms that are out in one hamlet: since when, the oldest day, and with whom."""

    since: str
    carriers: tuple[str, ...]


def piles_out(homes: Iterable[Home]) -> dict[RecordId, PileOut]:
    """The pile still out of each hamlet that has one."""
    days: dict[RecordId, str] = {}
    carriers: dict[RecordId, set[str]] = defaultdict(set)
    for home in homes:
        for sheet in home.sheets if home.is_out else ():
            if sheet.is_out:
                days[home.village] = min(days.get(home.village, sheet.handed_on), sheet.handed_on)
                carriers[home.village] |= {sheet.carrier} - {""}
    return {
        village: PileOut(since, tuple(sorted(carriers[village]))) for village, since in days.items()
    }
