"""A returned sheet found by what is typed: its number, or a few letters of the household."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

from sachmatuy_desktop.domain.drives import Home, SheetRow, sheet_number
from sachmatuy_desktop.domain.finding import Asked, Rank, search_words
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.places import HOUSEHOLDS
from sachmatuy_desktop.services.drives.reading import DriveState
from sachmatuy_desktop.storage.queries import Queries

MOST: Final = 8
"""Sheets offered to choose from."""

_SAID: Final = ("printed_on", "handed_on", "carrier", "came_back_on", "outcome")
"""What a sheet says of itself, besides how often somebody went there."""

_OF_A_NUMBER: Final = frozenset("0123456789-. ")


@dataclass(frozen=True, slots=True)
class SheetFound:
    """A sheet and whose it is, as one reads it on the paper; `words` are what it is found by."""

    sheet: SheetRow
    head: str
    house: str
    village: str
    words: str


class SheetFinder:
    """All sheets of a drive, held while a pile is being taken in."""

    def __init__(self, sheets: Iterable[SheetFound]) -> None:
        self._sheets = {each.sheet.id: each for each in sheets}
        self._numbers: dict[int, list[RecordId]] = defaultdict(list)
        for each in self._sheets.values():
            self._numbers[each.sheet.number].append(each.sheet.id)

    def __getitem__(self, sheet: RecordId) -> SheetFound:
        return self._sheets[sheet]

    def __contains__(self, sheet: RecordId) -> bool:
        return sheet in self._sheets

    def find(self, typed: str) -> list[SheetFound]:
        """What is meant, best first, at most `MOST`.

        Digits are a sheet's number and nothing else: one wrong digit finds nothing.  Two PCs may
        have given one number twice; both are offered then.
        """
        if is_number(typed):
            number = sheet_number(typed)
            return [self._sheets[each] for each in self._numbers.get(number or 0, ())]
        asked = Asked.of(typed)
        if not asked:
            return []
        hits: list[list[SheetFound]] = [[], [], []]
        for each in self._sheets.values():
            rank = asked.rank(each.words)
            if rank is not None:
                hits[rank].append(each)
                if len(hits[Rank.BEST]) == MOST:
                    break
        return list(chain.from_iterable(hits))[:MOST]

    def renew(self, sheet: RecordId, row: Mapping[str, Value]) -> None:
        """The row of a sheet says something else now."""
        found = self._sheets[sheet]
        said: dict[str, Any] = {name: str(row[name] or "") for name in _SAID}
        now = replace(found.sheet, visits=int(row["visits"] or 0), **said)
        self._sheets[sheet] = replace(found, sheet=now)


def is_number(typed: str) -> bool:
    """Whether somebody types the number of a sheet rather than a name."""
    return bool(typed.strip()) and set(typed) <= _OF_A_NUMBER


def finder_of(queries: Queries, state: DriveState) -> SheetFinder:
    """Every sheet of a drive with whose it is; reads as many households, so off the window."""
    homes: dict[RecordId, Home] = {home.household: home for home in state.homes}
    rows = queries.rows("households", list(homes))
    names = queries.names("villages", sorted({home.village for home in homes.values()}))
    return SheetFinder(
        SheetFound(
            sheet,
            str(row["head"] or ""),
            str(row["number"] or ""),
            names.get(home.village, ""),
            search_words(HOUSEHOLDS, row),
        )
        for home in homes.values()
        if (row := rows.get(home.household)) is not None
        for sheet in home.sheets
    )
