"""What an indicator comes to in a reporting year: from the books, or as an official has typed it.

A receiving office goes by what its communes have kept and sent within the year; a commune by its
own books on the day.  A unit that has sent nothing is not known, so a count is a range.  A typed
figure is used only where the books do not tell the number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.criteria import Fact, Status
from sachmatuy_desktop.domain.dates import VIETNAM, ReportingYear
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.targets import Range, Target, exactly
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.domain.units import Unit, UnitTable
from sachmatuy_desktop.packs.targets import Indicator, Kind
from sachmatuy_desktop.services.criteria import COMMUNE_LEVEL, assess_villages
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.targets.lists import listed_units
from sachmatuy_desktop.storage.facts import Question, opened
from sachmatuy_desktop.storage.facts.offices import decisions_in_force, registered_on
from sachmatuy_desktop.storage.results import Span, newest_figures, newest_in
from sachmatuy_desktop.storage.sync.outbox import units_held

__all__ = ["Measurer", "Told", "Typed", "UnitPart", "communes_of", "today_of"]

GOOD: Final = (Status.MET, Status.NOTHING_ARISEN)
YES: Final = "yes"
DECISIONS: Final = "recognition_decisions"


@dataclass(frozen=True, slots=True)
class UnitPart:
    """What one unit (or village) adds: `None` while it is not known; the record that says so."""

    unit: str
    value: int | None
    record: RecordId | None = None
    register: str = "assessments"


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure typed by the office, with its source."""

    record: RecordId
    value: int
    as_of: str
    document: str
    signer: str


@dataclass(frozen=True, slots=True)
class Told:
    """One indicator in one reporting year.

    `counted` is what the books tell, `parts` what it is made of; `used` is what targets are
    measured by: the books where they know the number, else the typed figure.
    """

    indicator: Indicator
    year: int
    day: date
    counted: Range | None
    parts: tuple[UnitPart, ...] = ()
    typed: Typed | None = None

    @property
    def used(self) -> Range | None:
        """The number that targets are measured by."""
        if self.counted is not None and self.counted.value is not None:
            return self.counted
        return exactly(self.typed.value) if self.typed is not None else self.counted

    @property
    def is_typed(self) -> bool:
        """Whether the number used is the typed one."""
        return self.typed is not None and (self.counted is None or self.counted.value is None)

    @property
    def unknown(self) -> tuple[UnitPart, ...]:
        """The units that have not told their part."""
        return tuple(part for part in self.parts if part.value is None)


def today_of(office: Office) -> date:
    """The day at the office."""
    return office.clock.now().astimezone(VIETNAM).date()


def communes_of(table: UnitTable, unit: Unit, day: date) -> tuple[Unit, ...]:
    """The communes below a unit on a day; of a former unit, as they last were."""
    day = min(day, unit.valid_to or day)
    found: list[Unit] = []
    for child in table.children(unit, day):
        found += [child] if child.kind.level == COMMUNE_LEVEL else communes_of(table, child, day)
    return tuple(found)


@dataclass
class Measurer:
    """Answers for one office on one day; every number is looked up once."""

    office: Office
    today: date
    typed: Mapping[tuple[str, int], Typed]
    _kept: dict[tuple[str, int, str], Told] = field(default_factory=dict)
    _villages: dict[tuple[str, date], Mapping[RecordId, frozenset[str]]] = field(
        default_factory=dict
    )

    @classmethod
    def of(cls, office: Office) -> Measurer:
        """With the figures typed so far; of two for one year the later day counts."""
        rows = office.queries.rows("target_figures", office.queries.ids("target_figures"))
        typed = {
            (str(row["indicator"]), int(row["year"] or 0)): Typed(
                record,
                int(row["value"] or 0),
                str(row["as_of"]),
                str(row["document"]),
                str(row["signer"]),
            )
            for record, row in sorted(rows.items(), key=lambda each: str(each[1]["as_of"]))
            if row["unit_id"] == office.unit.id
        }
        return cls(office, today_of(office), typed)

    def told(self, indicator: Indicator, year: int, target: Target) -> Told:
        """The indicator in the year; nothing but a typed figure of a year yet to come."""
        own_list = target.id if indicator.kind in (Kind.LISTED, Kind.LISTED_RESULT) else ""
        named = target.id if indicator.kind is Kind.VILLAGE_RESULT and target.villages else ""
        key = (indicator.name, year, own_list or named)
        if key not in self._kept:
            self._kept[key] = self._tell(indicator, ReportingYear(year), target)
        return self._kept[key]

    def _tell(self, indicator: Indicator, year: ReportingYear, target: Target) -> Told:
        day = min(self.today, year.end)
        typed = self.typed.get((indicator.name, year.year))
        if self.today < year.start:
            return Told(indicator, year.year, year.end, None, (), typed)
        asked = _Asked(self, indicator, Span(year.start, day), target)
        counted, parts = _WAYS[indicator.kind](asked)
        return Told(indicator, year.year, day, counted, parts, typed)

    def units(self, day: date) -> tuple[str, ...]:
        """The communes that are counted: those below, or the commune itself."""
        unit = self.office.unit
        if unit.kind.level == COMMUNE_LEVEL:
            return (unit.id,)
        return tuple(each.id for each in communes_of(self.office.units, unit, day))

    def villages_meeting(
        self, pack: str, day: date, criterion: str
    ) -> Mapping[RecordId, bool | None] | None:
        """Whether each village meets a criterion; None before the office registered by the pack."""
        with self.office.store.reading() as connection:
            if registered_on(connection, self.office.unit.id, pack, day) is None:
                return None
        found = assess_villages(self.office, pack, day)
        return {
            village: _met(next((c.status for c in told.criteria if c.id == criterion), None))
            for village, told in found.items()
        }


def _met(status: Status | None) -> bool | None:
    return None if status in (None, Status.UNKNOWN) else status in GOOD


@dataclass(frozen=True, slots=True)
class _Asked:
    """One indicator asked of one year."""

    measurer: Measurer
    indicator: Indicator
    span: Span
    target: Target

    @property
    def office(self) -> Office:
        return self.measurer.office

    @property
    def units(self) -> tuple[str, ...]:
        return self.measurer.units(self.span.until)


_Answer = tuple[Range | None, tuple[UnitPart, ...]]


def _counted(parts: Iterable[UnitPart], *, bounded: bool) -> _Answer:
    """The parts added up; a part that is not known may add 1 at most, or nobody knows how much."""
    told = tuple(parts)
    if not told:
        return None, ()
    least = sum(part.value for part in told if part.value is not None)
    open_ = sum(part.value is None for part in told)
    most = least + open_ if bounded or not open_ else None
    known = open_ < len(told)
    return (Range(least, most) if known or bounded else None), told


def _communes(asked: _Asked) -> _Answer:
    units = asked.units
    return (exactly(len(units)) if units else None), ()


def _villages(asked: _Asked) -> _Answer:
    """The villages that exist on the day; with names in the target, those that bear them."""
    parts = [UnitPart(village, 1, village, "villages") for village in _existing(asked)]
    return _counted(parts, bounded=True)


def _existing(asked: _Asked) -> dict[RecordId, str]:
    queries, day = asked.office.queries, asked.span.until.isoformat()
    rows = queries.rows("villages", queries.ids("villages"))
    named = {fold(each) for each in asked.target.villages}
    return {
        record: str(row["name"])
        for record, row in rows.items()
        if row["unit_id"] == asked.office.unit.id
        and str(row["from_date"] or "") <= day <= str(row["until_date"] or day)
        and (not named or any(name in fold(str(row["name"])) for name in named))
    }


def _village_result(asked: _Asked) -> _Answer:
    meeting = asked.measurer.villages_meeting(
        asked.indicator.pack, asked.span.until, asked.indicator.criterion
    )
    if meeting is None:
        return None, ()
    wanted = _existing(asked)
    parts = [
        UnitPart(village, None if met is None else int(met), village, "villages")
        for village, met in meeting.items()
        if village in wanted
    ]
    return _counted(parts, bounded=True)


def _result(asked: _Asked) -> _Answer:
    return _kept(asked, asked.units, lambda outcome, _klass: _yes(outcome))


def _yes(outcome: str) -> int | None:
    return None if outcome == "unknown" else int(outcome == YES)


def _class(asked: _Asked) -> _Answer:
    wanted = asked.indicator.classes
    return _kept(
        asked, asked.units, lambda _outcome, klass: None if klass is None else int(klass in wanted)
    )


def _kept(
    asked: _Asked, units: Iterable[str], say: Callable[[str, str | None], int | None]
) -> _Answer:
    units = tuple(units)
    with asked.office.store.reading() as connection:
        newest = newest_in(connection, asked.indicator.pack, units, asked.span)
    parts = [
        UnitPart(unit, say(found.outcome, found.klass), found.record)
        if (found := newest.get(unit))
        else UnitPart(unit, None)
        for unit in units
    ]
    return _counted(parts, bounded=True)


def _figures(asked: _Asked, units: tuple[str, ...]) -> tuple[UnitPart, ...]:
    """What each unit's newest results say of the facts together."""
    with asked.office.store.reading() as connection:
        found = [
            newest_figures(connection, name, units, asked.span) for name in asked.indicator.facts
        ]
    parts = []
    for unit in units:
        told = [each.get(unit) for each in found]
        values = [each.value for each in told if each is not None and each.value is not None]
        whole = len(values) == len(found)
        record = next((each.record for each in told if each is not None), None)
        parts.append(UnitPart(unit, sum(values) if whole else None, record))
    return tuple(parts)


def _sum(asked: _Asked) -> _Answer:
    return _counted(_figures(asked, asked.units), bounded=False)


def _zero(asked: _Asked) -> _Answer:
    return _zeros(asked, asked.units)


def _zeros(asked: _Asked, units: tuple[str, ...]) -> _Answer:
    parts = [
        UnitPart(part.unit, None if part.value is None else int(part.value == 0), part.record)
        for part in _figures(asked, units)
    ]
    return _counted(parts, bounded=True)


def _listed(asked: _Asked) -> _Answer:
    parts = [UnitPart(unit, 1) for unit in listed_units(asked.office, asked.target.id)]
    return _counted(parts, bounded=True)


def _listed_result(asked: _Asked) -> _Answer:
    return _zeros(asked, tuple(listed_units(asked.office, asked.target.id)))


def _recognised(asked: _Asked) -> _Answer:
    """By the decisions in force on the day, which are the office's own.

    While the book has none by the pack, nobody can tell "none" from "not written down".
    """
    units, pack = asked.units, asked.indicator.pack
    with asked.office.store.reading() as connection:
        agreed = decisions_in_force(connection, pack, units, asked.span.until)
    parts = [
        UnitPart(unit, 1, agreed[unit].id, DECISIONS)
        if unit in agreed
        else UnitPart(unit, 0 if agreed else None)
        for unit in units
    ]
    return _counted(parts, bounded=True)


def _fact(asked: _Asked) -> _Answer:
    """Of a commune's own books; not asked of days before it registered by the pack."""
    with asked.office.store.reading() as connection:
        unit, day = asked.office.unit.id, asked.span.until
        if registered_on(connection, unit, asked.indicator.pack, day) is None:
            return None, ()
    values = [_ask(asked, name).value for name in asked.indicator.facts]
    known = [int(value) for value in values if value is not None]
    return (exactly(sum(known)) if len(known) == len(values) else None), ()


def _points_found(asked: _Asked) -> _Answer:
    return _points(asked)[0], ()


def _points_gone(asked: _Asked) -> _Answer:
    found, there = _points(asked)
    if found is None or there is None:
        return None, ()
    return exactly(found.least - there.least), ()


def _points(asked: _Asked) -> tuple[Range | None, Range | None]:
    """Points there were in the span, and those still there at its end; of all communes or none."""
    with asked.office.store.reading() as connection:
        if units_held(connection, "people", asked.units) != frozenset(asked.units):
            return None, None
    (name,) = asked.indicator.facts
    whole = _ask(asked, name, readings={"points_period": "whole_period"}).value
    there = _ask(asked, name).value
    if whole is None or there is None:
        return None, None
    return exactly(int(whole)), exactly(int(there))


def _ask(
    asked: _Asked,
    name: str,
    *,
    readings: Mapping[str, str] = MappingProxyType({}),
) -> Fact:
    question = Question(
        units=asked.units or (asked.office.unit.id,),
        as_of=asked.span.until,
        pack=asked.indicator.pack,
        readings=readings,
        unit=asked.office.unit.id,
    )
    with opened(asked.office.store) as books:
        (fact,) = books.facts(question, [name])
    return fact


def _typed(_asked: _Asked) -> _Answer:
    return None, ()


_WAYS: Final[Mapping[Kind, Callable[[_Asked], _Answer]]] = MappingProxyType(
    {
        Kind.COMMUNES: _communes,
        Kind.VILLAGES: _villages,
        Kind.RESULT: _result,
        Kind.CLASS: _class,
        Kind.ZERO: _zero,
        Kind.RECOGNISED: _recognised,
        Kind.FACT: _fact,
        Kind.SUM: _sum,
        Kind.LISTED: _listed,
        Kind.LISTED_RESULT: _listed_result,
        Kind.VILLAGE_RESULT: _village_result,
        Kind.POINTS_FOUND: _points_found,
        Kind.POINTS_GONE: _points_gone,
        Kind.TYPED: _typed,
    }
)
