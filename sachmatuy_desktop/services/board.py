"""The receiving office's board: what every commune below has come to, year by year.

Reads one statement for all units, packs and years asked for; the kept figures themselves are read
one result at a time, when somebody looks at it (`figures_of`).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.criteria import Assessment, Outcome, RulePack, Status
from sachmatuy_desktop.domain.criteria.standings import Standing, together
from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.domain.recognition import Decision, in_force
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.text import fold, sort_key
from sachmatuy_desktop.domain.units import Extent, Unit, UnitTable
from sachmatuy_desktop.errors import N_, KnownError, NotAllowed
from sachmatuy_desktop.services.criteria import (
    COMMUNE_LEVEL,
    LEVELS,
    NEIGHBOURHOOD,
    library,
    pack_sha256,
    recompute,
)
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.recognition import decisions_by_unit
from sachmatuy_desktop.services.sync.trusting import partners
from sachmatuy_desktop.storage.results import (
    Kept,
    first_year_kept,
    newest_by_year,
    packs_kept,
    villages_by_unit,
)

BOOK: Final = "assessments"
YEARS_BACK: Final = 5
"""Reporting years that stand side by side at most, the chosen one among them."""

_LEVEL: Final = {name: level for level, name in LEVELS.items()} | {NEIGHBOURHOOD: COMMUNE_LEVEL}

Kind = tuple[str, int]
"""A pack and a reporting year."""


class Geography(StrEnum):
    """Which units are the rows: those there are today, or those of the chosen year's last day."""

    TODAY = "today"
    THEN = "then"


@dataclass(frozen=True)
class Former:
    """A unit that ground of today's came from: how much of it, and what it had come to itself."""

    unit: Unit
    extent: Extent
    kept: Mapping[Kind, Standing]


@dataclass(frozen=True)
class Line:
    """One unit: its own results, and beside them, never in their place, those of former units.

    `continues` is the former unit it is but for its parent: the same ground, so what that unit kept
    is its own and says so in `Standing.sent_by`.
    """

    unit: Unit
    name: str
    place: str
    words: str
    kept: Mapping[Kind, Standing]
    former: tuple[Former, ...] = ()
    continues: Unit | None = None

    def standing(self, pack: str, year: int) -> Standing | None:
        """What it has come to; `None` where nothing was sent."""
        return self.kept.get((pack, year))

    def before(self, pack: str, year: int) -> tuple[Former, ...]:
        """The former units that have a result of that year."""
        return tuple(each for each in self.former if (pack, year) in each.kept)


@dataclass(frozen=True)
class Board:
    """Every unit below with what it kept by `packs` in `years`; `year` is the one asked for."""

    packs: tuple[RulePack, ...]
    year: int
    years: tuple[int, ...]
    day: date
    lines: tuple[Line, ...]
    texts: Mapping[str, str]
    """By pack which text of it this program holds."""

    last: date = date.min
    """The last day of the year asked for, or today while it runs."""
    decisions: Mapping[str, Sequence[Decision]] = field(default_factory=dict)
    """By unit what the office above has decided of it."""
    strange: tuple[str, ...] = ()
    """The packs among the results whose text is not here."""

    def recognised(self, unit: str, pack: str) -> Decision | None:
        """The decision by which a unit was recognised by a pack on the last day of the year."""
        told = [each for each in self.decisions.get(unit, ()) if pack in each.packs]
        return in_force(told, self.last)

    def recognition_of(self, line: Line, pack: str) -> Decision | None:
        """That of the line's unit, or of the one it goes on from, its ground unchanged."""
        found = self.recognised(line.unit.id, pack)
        if found is None and line.continues is not None:
            found = self.recognised(line.continues.id, pack)
        return found


def packs_on_board(office: Office) -> tuple[list[RulePack], list[str]]:
    """The packs communes and districts are judged by, and the ids of those not known here.

    What was sent comes first, then the national packs in force today: a board of one that nobody
    has used yet says so of every commune.
    """
    with office.store.reading() as connection:
        kept = packs_kept(connection)
    packs = library(office)
    found: dict[str, RulePack] = {}
    unknown: list[str] = []
    for pack_id in kept:
        try:
            pack = packs.rules(pack_id)
        except KnownError:
            unknown.append(pack_id)
            continue
        if pack.level in _LEVEL and _LEVEL[pack.level] > office.unit.kind.level:
            found[pack.id] = pack
    today = date.fromisoformat(office.clock.today())
    for pack in packs.for_unit(LEVELS[COMMUNE_LEVEL], (), today):
        if pack.scope == "country":
            found.setdefault(pack.id, pack)
    return list(found.values()), unknown


def years_on_board(office: Office) -> list[int]:
    """The reporting years to choose from, the one asked for first: back to the oldest result."""
    today = date.fromisoformat(office.clock.today())
    running = ReportingYear.of(today).year
    with office.store.reading() as connection:
        oldest = first_year_kept(connection) or running
    return ReportingYear.choices(today, max(YEARS_BACK, running - oldest + 1))


def read_board(
    office: Office,
    packs: Sequence[RulePack],
    year: int,
    geography: Geography = Geography.TODAY,
    back: int = 2,
    strange: Sequence[str] = (),
) -> Board:
    """Every unit of the packs' level below the office, over `back` years up to the one asked for.

    Of `strange` packs, whose text is not here, only what each result came to is told.
    Raises `NotAllowed` for an account that may not see kept results.
    """
    _must_see(office)
    years = tuple(range(year - back + 1, year + 1))
    ids = json.dumps([*(pack.id for pack in packs), *strange])
    with office.store.reading() as connection:
        rows = newest_by_year(connection, ids, ReportingYear(years[0]), ReportingYear(year))
        villages = villages_by_unit(connection)
    by_village = {pack.id for pack in packs if pack.level == NEIGHBOURHOOD}
    by_village.update(row.pack for row in rows if row.pack in strange and row.village is not None)
    kept = _by_unit(rows, villages, by_village)
    today = date.fromisoformat(office.clock.today())
    last = min(ReportingYear(year).end, today)
    day = today if geography is Geography.TODAY else last
    level = _LEVEL[packs[0].level] if packs else COMMUNE_LEVEL
    units = _units(office, day, level, kept)
    return Board(
        tuple(packs),
        year,
        years,
        day,
        tuple(_told_apart([_line(office.units, unit, kept) for unit in units])),
        {pack.id: pack_sha256(pack) for pack in packs},
        last,
        decisions_by_unit(office.queries),
        tuple(strange),
    )


def lines_below(office: Office, day: date, heard_of: Iterable[str] = ()) -> tuple[Line, ...]:
    """The communes below on a day as rows, with no results; so are the units of `heard_of`."""
    units = _units(office, day, COMMUNE_LEVEL, {unit: {} for unit in heard_of})
    return tuple(_told_apart([_line(office.units, unit, {}) for unit in units]))


def gives_recognition(pack: RulePack) -> bool:
    """Whether meeting the pack is what a commune is recognised for: a class is no such thing."""
    return pack.level == LEVELS[COMMUNE_LEVEL] and not pack.classes and pack.decision.met_is_good


def figures_of(office: Office, record: str) -> Assessment:
    """One kept result with its figures, judged again by the very text it was judged by.

    Raises `NotAllowed`; `Refused` where the kept text was altered.
    """
    _must_see(office)
    return recompute(str(office.queries.rows(BOOK, [record])[record]["frozen"] or ""))


def _must_see(office: Office) -> None:
    book = REGISTERS[BOOK]
    if not office.session.role.may_open(book):
        raise NotAllowed(
            N_("Tài khoản của bạn không được xem sổ «{register}»."), register=book.title
        )


# -- which units -----------------------------------------------------------------------------------


def _units(
    office: Office, day: date, level: int, kept: Mapping[str, Mapping[Kind, Standing]]
) -> list[Unit]:
    """The rows: the units below by the table, and whoever sends without being among those.

    A commune that sends under the id of a unit that has ended is no row of its own where its ground
    already is one.  A training office has the communes it trusts; the table's are not its own.
    """
    table = office.units
    listed = () if office.info.training else table.below(office.unit, day, level)
    rows = {unit.id: unit for unit in listed}
    covered = set(rows)
    for unit in listed:
        covered.update(line.old_id for line in table.origins(unit))
        covered.update(line.new_id for line in table.successors(unit))
    senders = [each.unit_id for each in partners(office) if each.role == "lower"]
    for sender in (*senders, *kept):
        if sender not in covered and sender in table and sender != office.unit.id:
            unit = table.unit(sender)
            if unit.kind.level == level:
                rows[sender] = unit
    return sorted(rows.values(), key=lambda unit: (sort_key(unit.name), unit.id))


def _line(table: UnitTable, unit: Unit, kept: Mapping[str, Mapping[Kind, Standing]]) -> Line:
    parent = table.parent(unit)
    continues = table.continues(unit)
    own = dict(kept.get(unit.id, {}))
    former = []
    for line in table.origins(unit):
        old = table.unit(line.old_id)
        told = kept.get(old.id, {})
        if continues is not None and old.id == continues.id:
            own = {**told, **own}
        else:
            former.append(Former(old, line.extent, told))
    name = unit.titled[:1].upper() + unit.titled[1:]
    place = parent.titled if parent else ""
    words = fold(" ".join((name, place, *(each.unit.titled for each in former))))
    return Line(unit, name, place, words, own, tuple(former), continues)


def _told_apart(lines: Sequence[Line]) -> Iterator[Line]:
    """Two communes of one name are called with what they stand under."""
    counted = Counter(line.name for line in lines)
    for line in lines:
        alike = counted[line.name] > 1 and line.place
        yield replace(line, name=f"{line.name} ({line.place})") if alike else line


# -- what they have come to ------------------------------------------------------------------------


def _by_unit(
    rows: Iterable[Kept], villages: Mapping[str, int], by_village: set[str]
) -> dict[str, dict[Kind, Standing]]:
    single: defaultdict[str, dict[Kind, Standing]] = defaultdict(dict)
    several: defaultdict[tuple[str, Kind], list[Standing]] = defaultdict(list)
    for row in rows:
        kind = (row.pack, row.year)
        if row.pack not in by_village:
            single[row.unit][kind] = _standing(row)
        elif row.village is not None:
            several[row.unit, kind].append(_standing(row))
    for (unit, kind), places in several.items():
        single[unit][kind] = together(places, villages.get(unit, 0))
    return single


def _standing(row: Kept) -> Standing:
    return Standing(
        record=row.record,
        sent_by=row.unit,
        outcome=_outcome(row.outcome),
        klass=row.klass,
        met=row.met or 0,
        total=row.total or 0,
        as_of=row.as_of,
        states={name: Status(told) for name, told in _told(row.criteria) if told in _STATUSES},
        bands=dict(_told(row.bands)),
        pack_sha256=row.pack_sha256 or "",
        verified=None if row.verified is None else bool(row.verified),
        village=row.village,
    )


_STATUSES: Final = frozenset(each.value for each in Status)


def _outcome(code: str) -> Outcome:
    """A word of a newer program decides nothing here."""
    return Outcome(code) if code in set(Outcome) else Outcome.UNKNOWN


def _told(kept: str | None) -> Iterable[tuple[str, str]]:
    """What a text of JSON tells; nothing where another program wrote something else."""
    try:
        told = json.loads(kept or "{}")
    except ValueError:
        return ()
    pairs = told.items() if isinstance(told, dict) else ()
    return [(str(name), str(value)) for name, value in pairs]
