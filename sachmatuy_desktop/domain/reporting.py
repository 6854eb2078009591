"""Communes × periods: which bundle is a period's delivery, in time, late, missing or not known.

Everything is worked out from the bundles as they were made (by the sender's clock) and taken in
(by ours), the due moments and now; see `resources/formats/reporting.md` for what it means.  The
sender's clock alone accuses nobody: where it cannot be right, only our own moment counts, and where
that does not settle it the cell says that it is unclear.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans.due import Basis, DueTask, Opening, Own, openings
from sachmatuy_desktop.domain.plans.periods import DAY, Life, Period
from sachmatuy_desktop.domain.plans.when import MonthDay, When

__all__ = [
    "BEHIND",
    "Bundle",
    "Cell",
    "Clock",
    "Due",
    "History",
    "Report",
    "Seen",
    "dues",
]

AHEAD: Final = DAY
"""A bundle made so long after it was taken in comes of a clock that is ahead."""

BEHIND: Final = 60 * DAY
"""A first bundle made so long before it was taken in comes of a clock that is behind."""

BACK: Final = timedelta(hours=1)
"""A bundle made so long before an earlier number comes of a clock that was put back."""


class Seen(StrEnum):
    """How a period of a commune looks; the order is that of what presses most."""

    OVERDUE = "overdue"
    GAP = "gap"
    UNCLEAR = "unclear"
    OPEN = "open"  # nothing has come, and there is time
    NONE = "none"  # nothing has come, and nobody can be late
    LATE = "late"
    TRAVELLED = "travelled"
    CAME = "came"  # it has come, after a day that binds nobody
    ON_TIME = "on_time"
    NOT_YET = "not_yet"
    UNASKED = "unasked"  # it ran out before the commune was known here


ORDER: Final = tuple(Seen)
PRESSING: Final = frozenset({Seen.OVERDUE, Seen.GAP, Seen.UNCLEAR})
"""Where somebody has something to do."""


class Clock(StrEnum):
    """What the moment at which a bundle says it was made is worth."""

    SOUND = "sound"
    AHEAD = "ahead"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Report:
    """A kind of period as an office expects it.

    A bundle counts from `opens` days before the last day in time.  `binds`: the day is printed for
    this ground; else it binds from `since` on, the day on which the office chose it.  `cut_off` is
    the office's own.
    """

    id: str
    when: When
    opens: int
    binds: bool = False
    since: date | None = None
    cut_off: MonthDay | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """One period of a report: bundles made on `opens` or later count, until `due` they are in time.

    `binds`: who has not sent by then is late.
    """

    report: str
    period: Period
    opens: date
    due: datetime
    binds: bool

    @property
    def key(self) -> str:
        """`month 2026-11`, the same on every PC."""
        return f"{self.report} {self.period.key}"

    @property
    def last_day(self) -> date:
        """The last day in time."""
        return _day(self.due)


def _day(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


def dues(reports: Iterable[Report], first: date, until: date) -> list[Due]:
    """The periods that have a day from `first` to `until`, by when their time runs out."""
    found = [
        _due(report, opening)
        for report in reports
        for opening in openings(_task(report), Life(first), until)
        if opening.due is not None
    ]
    return sorted(found, key=lambda each: (each.due, each.report))


def _task(report: Report) -> DueTask:
    own = Own(cut_offs=(report.cut_off,)) if report.cut_off else Own()
    return DueTask(report.id, report.when, own)


def _due(report: Report, opening: Opening) -> Due:
    last = opening.last_day
    assert last is not None and opening.due is not None  # noqa: S101, PT018  (asked by `dues`)
    chosen = report.since is not None and last >= report.since
    binds = chosen or (report.binds and opening.basis is Basis.PRINTED)
    return Due(report.id, opening.period, last - report.opens * DAY, opening.due, binds)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle of a commune that was taken in here.

    `author` is the key that sealed it; `number` its number among the author's of that `epoch`;
    `part` which of how many parts.  `waits`: its lines wait for an earlier bundle, or parts of it
    have not come.  `versions` is what it says of its program and packs; `figures`:
    figures and codes came in place of persons.
    """

    digest: str
    author: str
    epoch: int
    number: int
    made: datetime
    taken: datetime
    part: tuple[int, int] | None = None
    waits: bool = False
    without_people: bool = False
    versions: Mapping[str, str] | None = None
    clock: Clock = Clock.SOUND
    figures: bool = False

    @property
    def moment(self) -> datetime:
        """When it was made, as far as that is known; our own moment where the clock is wrong."""
        return min(self.made, self.taken) if self.clock is Clock.SOUND else self.taken


@dataclass(frozen=True, slots=True)
class Cell:
    """One period of one commune; `bundle` is its delivery, known since it was taken in.

    `days` is by how many it is or was late; `returned` how many open returns concern it.
    """

    seen: Seen
    days: int = 0
    bundle: Bundle | None = None
    returned: int = 0


@dataclass(frozen=True)
class History:
    """What came from one commune, the oldest first; made by `of`.

    `unseen` are numbers between others of the newest author that have not come: sticks that were
    lost, or bundles that could not be written.  Later bundles hold all of that again.
    """

    bundles: tuple[Bundle, ...] = ()
    unseen: tuple[int, ...] = ()

    @classmethod
    def of(cls, came: Iterable[Bundle], others: Iterable[tuple[str, int, int]] = ()) -> History:
        """`others` are author, epoch and number of what came beside bundles: receipts, files."""
        given = sorted(came, key=lambda each: each.taken)
        whole = sorted(_whole(_timed(given)), key=lambda each: each.taken)
        return cls(tuple(whole), _unseen(given, others))

    @property
    def newest(self) -> Bundle | None:
        """The bundle that came last."""
        return self.bundles[-1] if self.bundles else None

    @property
    def waits(self) -> bool:
        """Whether something that came cannot be taken in yet."""
        return any(each.waits for each in self.bundles)

    @property
    def clock(self) -> Clock:
        """What the sender's clock is worth, by the newest bundle."""
        return self.newest.clock if self.newest else Clock.SOUND

    def cells(
        self,
        periods: Sequence[Due],
        now: datetime,
        known: date | None = None,
        returns: Iterable[date] = (),
    ) -> tuple[Cell, ...]:
        """One cell a period.

        `known` is the day since which the commune's card is trusted, `returns` the days on which
        returns that are still open were written.
        """
        made = [_day(each.moment) for each in self.bundles]
        found = [self._cell(each, made, now, known) for each in periods]
        for day in returns:
            for at in _concerned(periods, found, day):
                found[at] = replace(found[at], returned=found[at].returned + 1)
        return tuple(found)

    def _cell(self, due: Due, made: Sequence[date], now: datetime, known: date | None) -> Cell:
        if known is not None and due.last_day < known:
            return Cell(Seen.UNASKED)
        counting = [each for each, day in zip(self.bundles, made, strict=True) if day >= due.opens]
        told = next((each for each in counting if not each.waits), None)
        if told is not None:
            return _delivered(due, told)
        if counting:
            return Cell(Seen.GAP, bundle=counting[0])
        return _nothing(due, now)


def _delivered(due: Due, bundle: Bundle) -> Cell:
    if bundle.taken <= due.due:
        return Cell(Seen.ON_TIME, bundle=bundle)
    if not due.binds:
        return Cell(Seen.CAME, bundle=bundle)
    if bundle.clock is not Clock.SOUND:
        return Cell(Seen.UNCLEAR, _days(due, bundle.taken), bundle)
    if bundle.moment <= due.due:
        return Cell(Seen.TRAVELLED, _days(due, bundle.taken), bundle)
    return Cell(Seen.LATE, _days(due, bundle.moment), bundle)


def _nothing(due: Due, now: datetime) -> Cell:
    if _day(now) < due.opens:
        return Cell(Seen.NOT_YET)
    if now <= due.due:
        return Cell(Seen.OPEN)
    return Cell(Seen.OVERDUE, _days(due, now)) if due.binds else Cell(Seen.NONE)


def _days(due: Due, moment: datetime) -> int:
    """Days begun since the time ran out."""
    return -((due.due - moment) // DAY)


def _concerned(periods: Sequence[Due], cells: Sequence[Cell], day: date) -> Iterator[int]:
    """Of each report the period that had been delivered last on a day."""
    last: dict[str, int] = {}
    for at, (due, cell) in enumerate(zip(periods, cells, strict=True)):
        if cell.bundle and _day(cell.bundle.taken) <= day:
            last[due.report] = at
    yield from last.values()


# -- what came -------------------------------------------------------------------------------------


def _timed(came: Iterable[Bundle]) -> Iterator[Bundle]:
    """Each with what its clock is worth.

    A later number of one author cannot have been made before an earlier one.  One that came long
    after it was made, but fits in among the others, lay about; of the first nobody can tell.
    """
    by_author = sorted(came, key=lambda each: (each.author, each.epoch, each.number))
    for _author, group in groupby(by_author, key=lambda each: (each.author, each.epoch)):
        latest: datetime | None = None
        for each in group:
            if each.made - each.taken > AHEAD:
                yield replace(each, clock=Clock.AHEAD)
                continue
            long = each.taken - each.made > BEHIND
            if long if latest is None else latest - each.made > BACK:
                yield replace(each, clock=Clock.BEHIND)
                continue
            latest = each.made if latest is None else max(latest, each.made)
            yield each


def _whole(came: Iterable[Bundle]) -> Iterator[Bundle]:
    """The parts of a bundle together: it came when the last of them did."""
    parts: dict[tuple[str, int, int], list[Bundle]] = {}
    for each in came:
        if each.part is None:
            yield each
        else:
            first = each.number - each.part[0]
            parts.setdefault((each.author, each.epoch, first), []).append(each)
    for group in parts.values():
        last = max(group, key=lambda each: each.taken)
        missing = last.part is not None and len(group) < last.part[1]
        yield replace(last, waits=missing or any(each.waits for each in group))


def _unseen(came: Sequence[Bundle], others: Iterable[tuple[str, int, int]]) -> tuple[int, ...]:
    if not came:
        return ()
    newest = came[-1]
    life = (newest.author, newest.epoch)
    seen = {each.number for each in came if (each.author, each.epoch) == life}
    seen |= {number for *other, number in others if tuple(other) == life}
    return tuple(sorted(set(range(1, max(seen))) - seen))
