"""Communes × periods at a receiving office: what has come of each, and what is asked of them.

The periods are data (`resources/reporting/periods.toml`), which of them the office expects its own
choice; what a cell means is `domain.reporting`.  Everything is read from the book of bundles.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM, add_months
from sachmatuy_desktop.domain.plans import PlanPack
from sachmatuy_desktop.domain.plans.when import MonthDay, When
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.reporting import (
    PRESSING,
    Bundle,
    Cell,
    Clock,
    Due,
    History,
    Report,
    Seen,
    dues,
)
from sachmatuy_desktop.errors import N_, BadInput, KnownError, NotAllowed
from sachmatuy_desktop.packs.reporting import ReportKind, cut_off_of, report_kinds
from sachmatuy_desktop.services.board import Line, lines_below
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.criteria.choosing import library
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.plans.offering import Ground, ground_of
from sachmatuy_desktop.services.sync.returns_reading import RETURNS, open_returns
from sachmatuy_desktop.services.sync.trusting import partners
from sachmatuy_desktop.services.sync.versions import Versions, judged
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.sync import parking, post
from sachmatuy_desktop.storage.sync.post import Partner, Passage
from sachmatuy_desktop.storage.sync.sums import Sums, newest_sums
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork
from sachmatuy_desktop.sync.bundle import Kind

__all__ = [
    "BOOK",
    "Choice",
    "Expect",
    "Expected",
    "PeriodBoard",
    "Row",
    "expected",
    "must_see_periods",
    "read_periods",
]

BOOK: Final = "reporting"
MOST: Final = 24
"""Periods that stand side by side at most."""

_OURS: Final = frozenset({Ground.HERE, Ground.FORMER})


# -- which periods ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Expected:
    """A kind of period with where its day comes from, and what the office has chosen.

    `on`: bundles are waited for.  `printed`: a document for this ground says so; `document` and
    `quote` are its words, or say whose proposal it is.
    """

    kind: ReportKind
    report: Report
    on: bool
    printed: bool
    chosen: bool
    document: str
    paragraph: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether bundles are expected for a kind of period, the office's own “trước ngày”, and since
    which day who has not sent is late; no day: by the printed one, or never.
    """

    report: str
    on: bool
    cut_off: str = ""
    since: date | None = None


def expected(office: Office) -> list[Expected]:
    """Every kind of period, as the data and the office have it; one without a rule is left out."""
    rows = {str(row["report"]): row for row in _rows(office.session).values()}
    found = (_expected(office, kind, rows.get(kind.id)) for kind in report_kinds())
    return [each for each in found if each is not None]


def _rows(session: Session) -> Mapping[str, Mapping[str, Value]]:
    own = [Where("unit_id", "=", session.store.facts.unit_id)]
    return session.queries.rows(BOOK, session.queries.ids(BOOK, own))


def _expected(office: Office, kind: ReportKind, row: Mapping[str, Value] | None) -> Expected | None:
    when, printed, document, paragraph, quote = kind.when, False, kind.source, "", ""
    if kind.plan:
        try:
            pack = library(office).plan(kind.plan)
        except KnownError:
            return None
        task = next((each for each in pack.tasks if each.id == kind.task), None)
        if task is None:
            return None
        when, paragraph, quote = task.when, task.paragraph, task.quote
        printed = not when.proposed and _is_ours(office, pack)
        document = " ".join(filter(None, (pack.source.document, pack.source.number)))
    if when is None:
        return None
    said = row or {}
    since = date.fromisoformat(str(said["since"])) if said.get("since") else None
    report = Report(kind.id, when, kind.opens, printed, since, _cut_off(said, when))
    on = bool(said.get("expected", 1))
    return Expected(kind, report, on, printed, row is not None, document, paragraph, quote)


def _cut_off(row: Mapping[str, Value], when: When) -> MonthDay | None:
    """The office's own day; none where the row says what this program cannot read."""
    text = str(row.get("cut_off") or "")
    return _own_day(text, when) if text else None


def _own_day(text: str, when: When) -> MonthDay | None:
    try:
        month, day = cut_off_of(text)
    except ValueError:
        return None
    return (month, day) if (month == 0) is (when.every == "month") else None


def _is_ours(office: Office, pack: PlanPack) -> bool:
    today = date.fromisoformat(office.clock.today())
    return ground_of(pack, library(office), office.units, office.unit, today) in _OURS


@dataclass(frozen=True)
class Expect:
    """Choose for which periods bundles are expected, each as a whole."""

    choices: Sequence[Choice]
    why: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "reporting.choose"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput` for an unknown period or a day that it cannot have, `NotAllowed`."""
        _must_choose(session)
        kinds = {each.id: each for each in report_kinds()}
        kept = {str(row["report"]): record for record, row in _rows(session).items()}
        for each in self.choices:
            if each.report not in kinds:
                raise BadInput(N_("Không có kỳ báo cáo «{report}»."), report=each.report)
            values = _values(session, each, kinds[each.report])
            if each.report in kept:
                work.update(BOOK, kept[each.report], values)
            else:
                work.insert(BOOK, values)


def _must_choose(session: Session) -> None:
    session.role.must("sends")
    if session.store.facts.kind != RECEIVING:
        raise NotAllowed(N_("Chỉ cơ quan tiếp nhận chọn kỳ báo cáo của các xã."))
    session.role.must_write(REGISTERS[BOOK])


def _values(session: Session, choice: Choice, kind: ReportKind) -> dict[str, Value]:
    if choice.cut_off:
        when = kind.when or _rule_of(session, kind)
        if _own_day(choice.cut_off, when) is None:
            raise BadInput(
                N_("“Trước ngày” của kỳ này ghi như {example}."),
                example="05" if when.every == "month" else "15/6",
            ).at("cut_off")
    return {
        "report": choice.report,
        "expected": int(choice.on),
        "cut_off": choice.cut_off or None,
        "since": choice.since.isoformat() if choice.since else None,
    }


def _rule_of(session: Session, kind: ReportKind) -> When:
    for task in library(session).plan(kind.plan).tasks:
        if task.id == kind.task:
            return task.when
    raise BadInput(N_("Không có kỳ báo cáo «{report}»."), report=kind.id)


# -- what came -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One commune: its cells in the order of the periods, and what is to be said of it as a whole.

    `returned` counts its open returns; None where the account may not see them.  `sums` is what it
    says of the books it keeps to itself.
    """

    history: History
    cells: tuple[Cell, ...]
    versions: Versions
    returned: int | None = 0
    sums: Sums | None = None

    @property
    def needs_work(self) -> bool:
        """Whether somebody has something to do about it."""
        return (
            any(each.seen in PRESSING for each in self.cells)
            or self.history.waits
            or bool(self.returned)
            or self.history.clock is not Clock.SOUND
            or self.versions.is_old
        )

    def count(self, *seen: Seen) -> int:
        """How many periods stand in one of these ways."""
        return sum(each.seen in seen for each in self.cells)


@dataclass(frozen=True)
class PeriodBoard:
    """Communes by periods, the oldest period first."""

    now: datetime
    lines: tuple[Line, ...]
    periods: tuple[Due, ...]
    kinds: Mapping[str, Expected]
    rows: Mapping[str, Row] = field(repr=False)

    def row(self, line: Line) -> Row:
        """What came from a unit, or from the former one it goes on from."""
        own = self.rows[line.unit.id]
        if own.history.newest is None and line.continues is not None:
            return self.rows.get(line.continues.id, own)
        return own

    def cell(self, line: Line, key: str) -> Cell:
        """The cell of a period."""
        return self.row(line).cells[self._places[key]]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {each.key: place for place, each in enumerate(self.periods)}


def must_see_periods(office: Office) -> None:
    """Raises `NotAllowed` for an account that does not take bundles in."""
    office.info.role.must("sends")
    if office.info.kind != RECEIVING:
        raise NotAllowed(N_("Chỉ cơ quan tiếp nhận có bảng này."))


def read_periods(office: Office, most: int = 12) -> PeriodBoard:
    """The communes below by the newest `most` periods for which bundles count already.

    Raises `NotAllowed`.
    """
    must_see_periods(office)
    now = office.clock.now()
    today = now.astimezone(VIETNAM).date()
    kinds = [each for each in expected(office) if each.on]
    reports = [each.report for each in kinds]
    begun = dues(reports, add_months(today, -2 * MOST), today)
    periods = tuple([each for each in begun if each.opens <= today][-most:])
    known = _trusted_first(partners(office))
    with office.store.reading() as connection:
        came = post.came_in(connection)
        waiting = parking.waiting_bundles(connection)
        sums = newest_sums(connection)
    by_unit = _by_unit(came, waiting)
    returns = _open_returns(office)
    lines = lines_below(office, today, set(by_unit))
    units = [unit.id for line in lines for unit in (line.unit, line.continues) if unit is not None]
    rows = {}
    for unit in units:
        history = by_unit.get(unit, History())
        since = _known_since(known.get(unit), history)
        written = returns.get(unit, ()) if returns is not None else ()
        rows[unit] = Row(
            history,
            history.cells(periods, now, since, written),
            judged(office, (history.newest and history.newest.versions) or {}),
            None if returns is None else len(written),
            sums.get(unit) if history.newest and history.newest.figures else None,
        )
    return PeriodBoard(now, lines, periods, {each.kind.id: each for each in kinds}, rows)


def _trusted_first(known: Iterable[Partner]) -> dict[str, str]:
    """By unit when the first of its machines was trusted: a second PC makes nothing younger."""
    first: dict[str, str] = {}
    for each in known:
        if each.role == "lower":
            first[each.unit_id] = min(each.trusted_at, first.get(each.unit_id, each.trusted_at))
    return first


def _known_since(trusted_at: str | None, history: History) -> date | None:
    """Since when something may be asked of a unit: never of one that cannot send yet."""
    if trusted_at is not None:
        return datetime.fromisoformat(trusted_at).date()
    return None if history.bundles else date.max


def _by_unit(came: Iterable[Passage], waiting: frozenset[str]) -> dict[str, History]:
    bundles: defaultdict[str, list[Bundle]] = defaultdict(list)
    others: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for each in came:
        if each.kind == Kind.CHANGES and not json.loads(each.summary).get("undone"):
            bundles[each.partner_unit].append(_bundle(each, waiting))
        else:
            others[each.partner_unit].append((each.partner, each.epoch, each.sequence))
    return {unit: History.of(found, others[unit]) for unit, found in bundles.items()}


def _bundle(passage: Passage, waiting: frozenset[str]) -> Bundle:
    said = json.loads(passage.summary)
    versions = said.get("versions")
    return Bundle(
        passage.digest,
        passage.partner,
        passage.epoch,
        passage.sequence,
        datetime.fromisoformat(passage.made),
        datetime.fromisoformat(passage.at),
        _part(said.get("part")),
        passage.digest in waiting,
        bool(said.get("without_people")),
        versions if isinstance(versions, dict) else None,
        figures=bool(said.get("figures")),
    )


def _part(text: object) -> tuple[int, int] | None:
    number, slash, of = str(text or "").partition("/")
    return (int(number), int(of)) if slash else None


def _open_returns(office: Office) -> dict[str, list[date]] | None:
    """By unit the days on which returns that wait for an answer were written."""
    if not office.info.role.may_open(REGISTERS[RETURNS]):
        return None
    found: defaultdict[str, list[date]] = defaultdict(list)
    for each in open_returns(office.session):
        found[each.unit].append(each.written_on)
    return found
