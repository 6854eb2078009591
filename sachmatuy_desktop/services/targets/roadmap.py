"""The roadmap: which communes in which reporting year, and what has come of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil

from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.targets import Basis
from sachmatuy_desktop.domain.text import sort_key
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.packs.targets import Kind
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import must_receive, refuse_incomplete
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.services.targets.binding import bound_targets, indicator
from sachmatuy_desktop.services.targets.measuring import communes_of, today_of
from sachmatuy_desktop.storage.facts.offices import decisions_in_force
from sachmatuy_desktop.storage.results import Kept, Span, newest_in
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = [
    "DropFromRoadmap",
    "PlanCommunes",
    "PlanLine",
    "PlanShare",
    "Progress",
    "Reached",
    "own_plan",
    "packs_asked_for",
    "plan_shares",
    "progress",
    "this_year",
]

BOOK = "roadmap"
FIRST_YEAR, LAST_YEAR = 2020, 2100


@dataclass(frozen=True)
class PlanCommunes:
    """Plan communes for a year by a pack; those planned before go over to it, with their history.

    The result is how many lines were written.
    """

    communes: tuple[str, ...]
    pack: str
    year: int
    phase: str | None = None
    remark: str | None = None
    why: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "roadmap.plan"

    def run(self, work: UnitOfWork, session: Session) -> int:
        """Raises `NotAllowed`, `BadInput` for an impossible year, `NotFound` for the pack."""
        must_receive(session, REGISTERS[BOOK])
        library(session).rules(self.pack)
        if not self.communes:
            raise BadInput(N_("Hãy chọn ít nhất một xã."))
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise BadInput(N_("Hãy chọn năm trong khoảng từ 2020 đến 2100.")).at("year")
        said: dict[str, Value] = {"year": self.year}
        if self.phase is not None:
            said["phase"] = self.phase or None
        if self.remark is not None:
            said["remark"] = self.remark or None
        standing = _standing(session, self.pack)
        for commune in self.communes:
            whole = {"addressee": commune, "pack": self.pack, **said}
            refuse_incomplete(REGISTERS[BOOK], whole, work)
            if commune in standing:
                work.update(BOOK, standing[commune], said, None)
            else:
                work.insert(BOOK, whole, unit=commune)
        return len(self.communes)


@dataclass(frozen=True)
class DropFromRoadmap:
    """Take communes off the roadmap of a pack; the result is how many were on it."""

    communes: tuple[str, ...]
    pack: str
    why: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "roadmap.drop"

    def run(self, work: UnitOfWork, session: Session) -> int:
        """Raises `NotAllowed`."""
        must_receive(session, REGISTERS[BOOK])
        standing = _standing(session, self.pack)
        dropped = [standing[each] for each in self.communes if each in standing]
        for record in dropped:
            work.remove(BOOK, record)
        return len(dropped)


def _standing(session: Session, pack: str) -> dict[str, RecordId]:
    rows = session.queries.rows(BOOK, session.queries.ids(BOOK))
    return {str(row["addressee"]): record for record, row in rows.items() if row["pack"] == pack}


class Reached(StrEnum):
    """What a commune has come to in a year."""

    RECOGNISED = "recognised"
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # kept, but not decided
    NOTHING = "nothing"  # nothing kept in the year


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A commune, the year planned for it if any, and what came of each year.

    `late`: the planned year is over and it is neither recognised nor has it reached the criteria.
    `below`: a commune of the office itself, not only one it exchanges bundles with.
    """

    unit: str
    name: str
    record: RecordId | None
    planned: int | None
    phase: str
    remark: str
    years: Mapping[int, Reached]
    late: bool
    below: bool = True

    @property
    def done_in(self) -> int | None:
        """The first year it was recognised or met the criteria by its own result."""
        good = (Reached.RECOGNISED, Reached.YES)
        return min((year for year, what in self.years.items() if what in good), default=None)


@dataclass(frozen=True, slots=True)
class PlanShare:
    """Whether the plan itself is large enough: so many by a year, of so many, at least so many."""

    year: int
    planned: int
    of: int
    share: Fraction
    printed: str

    @property
    def needed(self) -> int:
        """The whole number of communes that “ít nhất” comes to."""
        return ceil(self.share * self.of)

    @property
    def enough(self) -> bool:
        """Whether as many are planned."""
        return self.planned >= self.needed


@dataclass(frozen=True, slots=True)
class Progress:
    """The roadmap of a pack: communes by years, with what is planned and what has been reached."""

    pack: str
    years: tuple[int, ...]
    this_year: int
    lines: tuple[PlanLine, ...]

    def counted_by(self, year: int) -> int:
        """How many of the office's own communes are planned by the year or have come to it."""
        return sum(
            (line.planned is not None and line.planned <= year)
            or (line.done_in is not None and line.done_in <= year)
            for line in self.lines
            if line.below
        )

    def planned_by(self, year: int) -> int:
        """How many are planned for the year or an earlier one."""
        return sum(line.planned is not None and line.planned <= year for line in self.lines)

    def reached_by(self, year: int) -> int:
        """How many have been recognised, or have met the criteria, in the year or before."""
        return sum(line.done_in is not None and line.done_in <= year for line in self.lines)

    @property
    def late(self) -> tuple[PlanLine, ...]:
        """Those whose planned year went by in vain."""
        return tuple(line for line in self.lines if line.late)

    def share_of(self, year: int, share: Fraction, printed: str) -> PlanShare:
        """What a plan must hold by a year to reach a share of all communes."""
        own = sum(line.below for line in self.lines)
        return PlanShare(year, self.counted_by(year), own, share, printed)


def progress(office: Office, pack: str, years: Iterable[int] = ()) -> Progress:
    """The roadmap of a pack against what the communes have kept and what was accepted.

    `years` are shown besides those in which something is planned; this year always is.  Communes
    are those below the office, those it exchanges bundles with, and those that are planned.
    """
    today = today_of(office)
    this = ReportingYear.of(today).year
    rows = office.queries.rows(BOOK, office.queries.ids(BOOK))
    plans = {
        str(row["addressee"]): (record, row) for record, row in rows.items() if row["pack"] == pack
    }
    units = {each.id: each.titled for each in communes_of(office.units, office.unit, today)}
    own = frozenset(units)
    partners = [each.unit_id for each in trusting.partners(office) if each.role == "lower"]
    for unit in (*partners, *plans):
        if unit not in units:
            units[unit] = office.units.unit(unit).titled if unit in office.units else unit
    planned = {int(row["year"] or this) for _record, row in plans.values()}
    shown = sorted({this, *planned, *years})
    every = tuple(range(shown[0], shown[-1] + 1))
    reached = {year: _reached(office, pack, tuple(units), year, today) for year in every}
    lines = [
        replace(
            _line(unit, name, plans.get(unit), {year: reached[year][unit] for year in every}, this),
            below=unit in own,
        )
        for unit, name in units.items()
    ]
    lines.sort(key=lambda line: (line.planned or every[-1] + 1, sort_key(line.name)))
    return Progress(pack, every, this, tuple(lines))


def plan_shares(office: Office, found: Progress) -> tuple[PlanShare, ...]:
    """What targets ask of the plan itself: a share of all communes by a year, by this pack."""
    asked: dict[tuple[int, Fraction], PlanShare] = {}
    for bound in bound_targets(office.units, office.unit, today_of(office)):
        for way, limit in bound.ways:
            measure = indicator(way.figure)
            if measure is None or measure.pack != found.pack or way.basis is not Basis.SHARE:
                continue
            if measure.kind in (Kind.RESULT, Kind.RECOGNISED):
                year = way.by or bound.target.last
                share = found.share_of(year, limit.value, limit.printed)
                asked.setdefault((year, limit.value), share)
    return tuple(asked[key] for key in sorted(asked))


def packs_asked_for(office: Office) -> tuple[str, ...]:
    """The packs by which targets of the office count its communes."""
    found = [
        measure.pack
        for bound in bound_targets(office.units, office.unit, today_of(office))
        for way, _limit in bound.ways
        if (measure := indicator(way.figure)) and measure.kind in (Kind.RESULT, Kind.RECOGNISED)
    ]
    return tuple(dict.fromkeys(found))


def this_year(office: Office) -> int:
    """The reporting year that is running."""
    return ReportingYear.of(today_of(office)).year


def own_plan(office: Office) -> list[tuple[str, int, str, str]]:
    """The lines of the roadmap about the office's own unit: pack, year, phase, remark."""
    rows = office.queries.rows(BOOK, office.queries.ids(BOOK))
    return [
        (str(row["pack"]), int(row["year"] or 0), str(row["phase"] or ""), str(row["remark"] or ""))
        for row in rows.values()
        if row["addressee"] == office.unit.id
    ]


def _line(
    unit: str,
    name: str,
    plan: tuple[RecordId, Mapping[str, Value]] | None,
    years: Mapping[int, Reached],
    this: int,
) -> PlanLine:
    record, row = plan if plan is not None else (None, {})
    planned = int(row["year"] or 0) if plan is not None else None
    good = (Reached.RECOGNISED, Reached.YES)
    done = any(what in good for year, what in years.items() if planned and year <= planned)
    return PlanLine(
        unit=unit,
        name=name,
        record=record,
        planned=planned,
        phase=str(row.get("phase") or ""),
        remark=str(row.get("remark") or ""),
        years=years,
        late=planned is not None and planned < this and not done,
    )


def _reached(
    office: Office, pack: str, units: tuple[str, ...], year: int, today: date
) -> dict[str, Reached]:
    span = ReportingYear(year)
    day = min(today, span.end)
    if today < span.start or not units:
        return dict.fromkeys(units, Reached.NOTHING)
    with office.store.reading() as connection:
        newest = newest_in(connection, pack, units, Span(span.start, day))
        agreed = decisions_in_force(connection, pack, units, day)
    return {unit: _what(newest.get(unit), unit in agreed) for unit in units}


def _what(found: Kept | None, agreed: bool) -> Reached:
    if agreed:
        return Reached.RECOGNISED
    return Reached.NOTHING if found is None else Reached(found.outcome)
