"""Administrative units in time: who was whose parent when, and what became of whom.

A code is no identity: the reform of 1 July 2025 gave the code of xã Hoằng Lưu (15976) to the new xã
Hoằng Châu, which is made of four communes.  So every unit has an id of its own, made of its kind,
its code and which bearer of that code it is: `xa-15976@1` is Hoằng Lưu, `xa-15976@2` is Hoằng Châu.
An id never changes and never stands for another extent, name, kind or parent.

Any unit may receive: nothing here says "huyện", only parent and child on a day.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.text import fold, fold_marks, sort_key
from sachmatuy_desktop.errors import N_, NotFound

__all__ = ["Extent", "Kind", "Succession", "Unit", "UnitTable"]


class Kind(StrEnum):
    """What a unit is; the value is the start of its id."""

    PROVINCE = "tinh"
    CENTRAL_CITY = "thanh-pho-tw"
    DISTRICT = "huyen"
    URBAN_DISTRICT = "quan"
    TOWN = "thi-xa"
    CITY = "thanh-pho"
    COMMUNE = "xa"
    WARD = "phuong"
    TOWNSHIP = "thi-tran"
    SPECIAL_ZONE = "dac-khu"

    @property
    def word(self) -> str:
        """The word before the name: "thị trấn"."""
        return _WORDS[self]

    @property
    def level(self) -> int:
        """1 for provinces, 2 for districts, 3 for communes."""
        return 1 if self in _PROVINCIAL else 2 if self in _DISTRICT else 3


_WORDS = {
    Kind.PROVINCE: "tỉnh",
    Kind.CENTRAL_CITY: "thành phố",
    Kind.DISTRICT: "huyện",
    Kind.URBAN_DISTRICT: "quận",
    Kind.TOWN: "thị xã",
    Kind.CITY: "thành phố",
    Kind.COMMUNE: "xã",
    Kind.WARD: "phường",
    Kind.TOWNSHIP: "thị trấn",
    Kind.SPECIAL_ZONE: "đặc khu",
}
_PROVINCIAL = {Kind.PROVINCE, Kind.CENTRAL_CITY}
_DISTRICT = {Kind.DISTRICT, Kind.URBAN_DISTRICT, Kind.TOWN, Kind.CITY}


class Extent(StrEnum):
    """How much of a unit went into another; the value is the wording of the conversion tables."""

    UNCHANGED = "giữ nguyên"
    WHOLE = "nhập toàn bộ"
    PART = "nhập một phần"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as it was from `valid_from` to `valid_to`, both days included.

    `valid_from` None: from before the lists at hand; `valid_to` None: until further notice.
    """

    id: str
    code: str
    name: str
    kind: Kind
    parent_id: str | None
    valid_from: date | None
    valid_to: date | None
    source: str

    @property
    def titled(self) -> str:
        """ "xã Ia Dom", "phường 12" → "Phường 12": a number takes the capital with it.

        Nghị định 30/2020/NĐ-CP, Phụ lục II.
        """
        word = self.kind.word
        return f"{word.capitalize() if self.name[:1].isdigit() else word} {self.name}"

    @property
    def on_paper(self) -> str:
        """The name in the head of a paper: "XÃ IA DOM"."""
        return self.titled.upper()

    @property
    def period(self) -> str:
        """When it existed, in words: "đến 30/06/2025", "từ 01/07/2025"."""
        begin = f"từ {show_date(self.valid_from)}" if self.valid_from else ""
        end = f"đến {show_date(self.valid_to)}" if self.valid_to else ""
        return " ".join(filter(None, (begin, end)))

    def exists(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Succession:
    """One line of a conversion table: how much of `old_id` went into `new_id`."""

    old_id: str
    new_id: str
    extent: Extent


class UnitTable:
    """All units, old and new, and what became of them.

    Lookups are dictionaries; names are folded for searching when the first search comes.
    """

    def __init__(self, units: Iterable[Unit], successions: Iterable[Succession]) -> None:
        self._units = {unit.id: unit for unit in units}
        self._successions = tuple(successions)

    def __len__(self) -> int:
        return len(self._units)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self._units

    def unit(self, unit_id: str) -> Unit:
        """The unit with this id; NotFound when the table has none."""
        try:
            return self._units[unit_id]
        except KeyError:
            raise NotFound(
                N_("Danh mục không có đơn vị hành chính «{unit}»."), unit=unit_id
            ) from None

    def on(self, day: date) -> tuple[Unit, ...]:
        """Every unit that existed on the day."""
        return tuple(unit for unit in self if unit.exists(day))

    def with_code(self, code: str, on: date) -> Unit | None:
        """The bearer of a code on a day."""
        return next((unit for unit in self._by_code.get(code, ()) if unit.exists(on)), None)

    def parent(self, unit: Unit) -> Unit | None:
        return self.unit(unit.parent_id) if unit.parent_id else None

    def children(self, unit: Unit, on: date) -> tuple[Unit, ...]:
        """The units directly below on the day, in the order of their names."""
        below = (self._units[child] for child in self._children.get(unit.id, ()))
        return tuple(sorted((u for u in below if u.exists(on)), key=lambda u: sort_key(u.name)))

    def below(self, unit: Unit, on: date, level: int) -> tuple[Unit, ...]:
        """The units of a level below, however deep, as they were on the day, in order of name.

        Of a unit that had ended by then, those it last had; of one that had not begun, those of the
        units it was made of.
        """
        if unit.valid_from is not None and on < unit.valid_from:
            roots = [self.unit(line.old_id) for line in self.predecessors(unit)]
            found = [each for root in roots for each in self.below(root, on, level)]
        else:
            day = min(on, unit.valid_to or on)
            found = []
            for child in self.children(unit, day):
                found += [child] if child.kind.level == level else self.below(child, day, level)
        return tuple(sorted(dict.fromkeys(found), key=lambda each: sort_key(each.name)))

    def chain(self, unit: Unit) -> tuple[Unit, ...]:
        """The unit, its parent, and so on to the province."""
        chain = [unit]
        while parent := self.parent(chain[-1]):
            chain.append(parent)
        return tuple(chain)

    def full_name(self, unit: Unit) -> str:
        """ "xã Ia Dom, huyện Ia H'Drai, tỉnh Kon Tum"."""
        return ", ".join(link.titled for link in self.chain(unit))

    def receivers(self, unit: Unit) -> tuple[Unit, ...]:
        """The units that may receive this one's files, the nearest first."""
        return self.chain(unit)[1:]

    def successors(self, unit: Unit) -> tuple[Succession, ...]:
        """What became of the unit; empty while it exists, and for districts, which ended."""
        return tuple(self._after.get(unit.id, ()))

    def predecessors(self, unit: Unit) -> tuple[Succession, ...]:
        """What the unit was made of; empty where the lists begin."""
        return tuple(self._before.get(unit.id, ()))

    def origins(self, unit: Unit) -> tuple[Succession, ...]:
        """Every earlier unit its ground came from, the latest first, with how much of that came.

        What came of a unit that was itself made of others is told of those too: a part of the whole
        is a part.
        """
        found: dict[str, Succession] = {}
        for line in self.predecessors(unit):
            found.setdefault(line.old_id, line)
            for earlier in self.origins(self.unit(line.old_id)):
                extent = _both(earlier.extent, line.extent)
                found.setdefault(earlier.old_id, Succession(earlier.old_id, unit.id, extent))
        return tuple(found.values())

    def continues(self, unit: Unit) -> Unit | None:
        """The unit it is but for its parent and the day: the same ground, nothing added or lost."""
        lines = self.predecessors(unit)
        alone = len(lines) == 1 and lines[0].extent is Extent.UNCHANGED
        return self.unit(lines[0].old_id) if alone else None

    def now(self, unit: Unit, on: date) -> tuple[Unit, ...]:
        """The units that its ground belongs to on a later day; itself if it still exists."""
        if unit.exists(on):
            return (unit,)
        found = [
            later
            for line in self.successors(unit)
            for later in self.now(self.unit(line.new_id), on)
        ]
        return tuple(dict.fromkeys(found))

    def search(self, query: str, on: date | None = None, limit: int = 20) -> tuple[Unit, ...]:
        """Units whose name and parents contain every word typed, marks or not; best first.

        "ia dom" finds both communes of that name, "ia dom kon tum" one of them.  Names that begin
        as typed come before others, with their marks before without, units in force before former.
        """
        wanted = _letters(fold(query)).split()
        if not wanted:
            return ()
        hits = [
            unit
            for unit, words in self._search_words
            if all(word in words for word in wanted) and (on is None or unit.exists(on))
        ]
        typed, marked = "".join(wanted), _letters(fold_marks(query))
        hits.sort(key=lambda unit: self._rank(unit, typed, marked))
        return tuple(hits[:limit])

    def _rank(self, unit: Unit, typed: str, marked: str) -> tuple[object, ...]:
        name = _letters(fold(unit.name)).replace(" ", "")
        titled = _letters(fold(unit.titled)).replace(" ", "")
        return (
            typed not in (name, titled),
            not (name.startswith(typed) or titled.startswith(typed)),
            marked not in _letters(fold_marks(unit.titled)),
            unit.valid_to is not None,
            unit.kind.level,
            sort_key(unit.name),
            unit.id,
        )

    @cached_property
    def _search_words(self) -> tuple[tuple[Unit, str], ...]:
        own = {unit.id: _letters(fold(unit.titled)) for unit in self}
        return tuple(
            (unit, " " + " ".join(own[link.id] for link in self.chain(unit))) for unit in self
        )

    @cached_property
    def _by_code(self) -> dict[str, list[Unit]]:
        found: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in self:
            found[unit.code].append(unit)
        return found

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for unit in self:
            if unit.parent_id:
                found[unit.parent_id].append(unit.id)
        return found

    @cached_property
    def _after(self) -> dict[str, list[Succession]]:
        found: defaultdict[str, list[Succession]] = defaultdict(list)
        for line in self._successions:
            found[line.old_id].append(line)
        return found

    @cached_property
    def _before(self) -> dict[str, list[Succession]]:
        found: defaultdict[str, list[Succession]] = defaultdict(list)
        for line in self._successions:
            found[line.new_id].append(line)
        return found


def _both(first: Extent, then: Extent) -> Extent:
    """How much of the first came through two conversions."""
    for extent in (Extent.PART, Extent.WHOLE):
        if extent in (first, then):
            return extent
    return Extent.UNCHANGED


def _letters(folded: str) -> str:
    """Folded text with single spaces for whatever stands between words ("Bà Rịa - Vũng Tàu")."""
    return " ".join(re.findall(r"\w+", folded))
