"""A person's case as the books tell it: rows of the registers read as a history.

Rows may come from spreadsheets, from other offices and from merges, so nothing is taken for
granted: a row without the day that places it is left out here and told as a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any, Final, TypeVar

from sachmatuy_desktop.domain.dates import VIETNAM, PartialDate, age_range_on
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import BadInput

__all__ = [
    "BOOKS",
    "PERSON",
    "Case",
    "Decision",
    "Episode",
    "Move",
    "Presence",
    "Test",
    "Treatment",
    "Visit",
    "read_case",
]

Row = Mapping[str, Value]
Made = TypeVar("Made")

BOOKS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "episodes": (
            *("category", "from_date", "until_date", "began_by", "ended_by", "ground", "law"),
            *("state", "arrived", "carried_until", "left_on", "owed_days"),
        ),
        "decisions": (
            *("kind", "signed_on", "signed_at", "term_from", "term_until", "number", "form"),
            *("transition", "ground", "law", "sent_on", "replaced_by"),
        ),
        "presences": ("state", "from_date", "until_date", "expected_until", "reported"),
        "treatments": (
            *("form", "state", "from_date", "until_date", "months", "nth", "deducted_days"),
            *("decided_on", "minor", "ended_by"),
        ),
        "tests": (
            *("planned_on", "taken_on", "taken_at", "result", "prescribed"),
            *("received_on", "received_at"),
        ),
        "visits": ("visited_on",),
        "transfers": ("moved_on", "notified_on"),
    }
)
"""The registers a case is read from besides the person's own, and the columns that are read.

A column that a register does not have (yet) is read as empty.
"""

PERSON: Final = ("full_name", "birth")


@dataclass(frozen=True, slots=True)
class Episode:
    """A stay on one list: since when, until when, by which transitions."""

    id: RecordId
    category: str
    begins: date
    ends: date | None = None
    began_by: str = ""
    ended_by: str = ""
    ground: str = ""
    law: str = ""
    state: str = ""
    arrived: bool = False
    carried_until: date | None = None
    left_on: date | None = None
    owed_days: int = 0

    def runs(self, day: date) -> bool:
        """Whether the person is on the list when the day is over."""
        return self.begins <= day and (self.ends is None or day < self.ends)

    def covers(self, day: date) -> bool:
        """Whether the day is one of the episode, its last one included."""
        return self.begins <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision: its kind, its day (and hour), the term printed on it."""

    id: RecordId
    kind: str
    signed: date
    at: time | None = None
    term_from: date | None = None
    term_until: date | None = None
    number: str = ""
    form: str = ""
    transition: str = ""
    ground: str = ""
    law: str = ""
    sent: date | None = None
    replaced_by: str = ""

    @property
    def moment(self) -> datetime:
        """When it was signed; 00:00, the strictest reading, where the hour is not written."""
        return moment_of(self.signed, self.at)


@dataclass(frozen=True, slots=True)
class Presence:
    """Where the person was, from when to when; `expected` is how long detention is ordered for."""

    id: RecordId
    state: str
    begins: date
    ends: date | None = None
    expected: date | None = None
    reported: bool | None = None

    def runs(self, day: date) -> bool:
        """Whether it is still so when the day is over."""
        return self.begins <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class Treatment:
    """A course of rehabilitation or substitution; `nth`: for the how-manieth time, as entered."""

    id: RecordId
    form: str
    state: str
    begins: date
    ends: date | None = None
    months: int | None = None
    nth: int | None = None
    deducted: int = 0
    decided: date | None = None
    minor: bool | None = None
    ended_by: str = ""

    @property
    def served_days(self) -> int:
        """Days of the course so far counted as served, when it has ended."""
        return 0 if self.ends is None else (self.ends - self.begins).days + self.deducted

    def runs(self, day: date) -> bool:
        """Whether the course is still open when the day is over."""
        return self.begins <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class Test:
    """A test, planned or taken."""

    id: RecordId
    planned: date | None = None
    taken: date | None = None
    at: time | None = None
    result: str = ""
    prescribed: bool = False
    received: datetime | None = None

    @property
    def positive(self) -> bool:
        """Positive, and not because of a prescribed medicine."""
        return self.result == "duong_tinh" and not self.prescribed


@dataclass(frozen=True, slots=True)
class Visit:
    """A check of where the person lives."""

    id: RecordId
    day: date


@dataclass(frozen=True, slots=True)
class Move:
    """The person moved away, or here (`arriving`); `notified` is the day the new commune was told.

    A move that brought the person here is history of the old commune: nothing runs from it here.
    """

    id: RecordId
    day: date
    notified: date | None = None
    arriving: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that is written of one person, oldest first.

    `unreadable` names the rows (register, id) that lack the day that would place them.
    """

    person: RecordId
    name: str = ""
    birth: PartialDate | None = None
    episodes: tuple[Episode, ...] = ()
    decisions: tuple[Decision, ...] = ()
    presences: tuple[Presence, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    tests: tuple[Test, ...] = ()
    visits: tuple[Visit, ...] = ()
    moves: tuple[Move, ...] = ()
    has_guardian: bool | None = None
    unreadable: tuple[tuple[str, RecordId], ...] = field(default=())

    def ages(self, day: date) -> tuple[int, int] | None:
        """The least and the greatest age in full years on a day; None without a birthday."""
        return None if self.birth is None else age_range_on(self.birth, day)

    def episode(self, category: str, day: date) -> Episode | None:
        """The newest episode of a category that runs on a day."""
        found = [each for each in self.episodes if each.category == category and each.runs(day)]
        return found[-1] if found else None

    def presence(self, day: date) -> Presence | None:
        """Where the person is when the day is over: the newest row that holds."""
        found = [each for each in self.presences if each.runs(day)]
        return found[-1] if found else None

    def treatment(self, day: date) -> Treatment | None:
        """The newest course that is open on a day."""
        found = [each for each in self.treatments if each.runs(day)]
        return found[-1] if found else None

    def last_decision(
        self, kinds: Iterable[str], day: date, since: date = date.min
    ) -> Decision | None:
        """The newest decision of one of the kinds signed between `since` and the day."""
        wanted = frozenset(kinds)
        found = [each for each in self.decisions if each.kind in wanted]
        found = [each for each in found if since <= each.signed <= day]
        return found[-1] if found else None

    @property
    def last_act(self) -> date | None:
        """The newest day on which a list was entered or left."""
        days = [each.begins for each in self.episodes]
        days += [each.ends for each in self.episodes if each.ends is not None]
        return max(days, default=None)


def read_case(
    person: RecordId,
    row: Row,
    books: Mapping[str, Sequence[Row]],
    *,
    has_guardian: bool | None = None,
) -> Case:
    """The history of one person; `books` are the living rows of `BOOKS` about the person."""
    unreadable: list[tuple[str, RecordId]] = []

    def read(register: str, make: Callable[[Row], Made]) -> list[Made]:
        made: list[Made] = []
        for each in books.get(register, ()):
            try:
                made.append(make(each))
            except (KeyError, TypeError, ValueError):
                unreadable.append((register, str(each["id"])))
        return made

    return Case(
        person=person,
        name=str(row.get("full_name") or ""),
        birth=_birth(row.get("birth")),
        episodes=_by(read("episodes", _episode), lambda each: (each.begins, each.id)),
        decisions=_by(read("decisions", _decision), lambda each: (each.signed, each.id)),
        presences=_by(read("presences", _presence), lambda each: (each.begins, each.id)),
        treatments=_by(read("treatments", _treatment), lambda each: (each.begins, each.id)),
        tests=_by(
            read("tests", _test), lambda each: (each.taken or each.planned or date.max, each.id)
        ),
        visits=_by(read("visits", _visit), lambda each: (each.day, each.id)),
        moves=_by(
            [each for each in read("transfers", _move) if not each.arriving],
            lambda each: (each.day, each.id),
        ),
        has_guardian=has_guardian,
        unreadable=tuple(unreadable),
    )


def moment_of(day: date, at: time | None) -> datetime:
    """A day and an hour by the clock of Vietnam; 00:00 where the hour is not known."""
    return datetime.combine(day, at or time(), VIETNAM)


def read_time(text: Value) -> time | None:
    """`"08:30"` as an hour; None for anything else."""
    try:
        return time.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def _by(made: list[Made], key: Callable[[Made], Any]) -> tuple[Made, ...]:
    return tuple(sorted(made, key=key))


def _birth(value: Value) -> PartialDate | None:
    try:
        return PartialDate.from_iso(str(value)) if value else None
    except BadInput:
        return None


def _day(row: Row, name: str) -> date | None:
    value = row.get(name)
    return date.fromisoformat(str(value)) if value else None


def _must(row: Row, name: str) -> date:
    return date.fromisoformat(str(row[name]))


def _text(row: Row, name: str) -> str:
    return str(row.get(name) or "")


def _whole(row: Row, name: str) -> int | None:
    value = row.get(name)
    return value if isinstance(value, int) else None


def _yes(row: Row, name: str) -> bool | None:
    value = row.get(name)
    return None if value is None else bool(value)


def _episode(row: Row) -> Episode:
    return Episode(
        id=str(row["id"]),
        category=str(row["category"]),
        begins=_must(row, "from_date"),
        ends=_day(row, "until_date"),
        began_by=_text(row, "began_by"),
        ended_by=_text(row, "ended_by"),
        ground=_text(row, "ground"),
        law=_text(row, "law"),
        state=_text(row, "state"),
        arrived=bool(row.get("arrived")),
        carried_until=_day(row, "carried_until"),
        left_on=_day(row, "left_on"),
        owed_days=_whole(row, "owed_days") or 0,
    )


def _decision(row: Row) -> Decision:
    return Decision(
        id=str(row["id"]),
        kind=str(row["kind"]),
        signed=_must(row, "signed_on"),
        at=read_time(row.get("signed_at")),
        term_from=_day(row, "term_from"),
        term_until=_day(row, "term_until"),
        number=_text(row, "number"),
        form=_text(row, "form"),
        transition=_text(row, "transition"),
        ground=_text(row, "ground"),
        law=_text(row, "law"),
        sent=_day(row, "sent_on"),
        replaced_by=_text(row, "replaced_by"),
    )


def _presence(row: Row) -> Presence:
    return Presence(
        id=str(row["id"]),
        state=str(row["state"]),
        begins=_must(row, "from_date"),
        ends=_day(row, "until_date"),
        expected=_day(row, "expected_until"),
        reported=_yes(row, "reported"),
    )


def _treatment(row: Row) -> Treatment:
    return Treatment(
        id=str(row["id"]),
        form=str(row["form"]),
        state=str(row["state"]),
        begins=_must(row, "from_date"),
        ends=_day(row, "until_date"),
        months=_whole(row, "months"),
        nth=_whole(row, "nth"),
        deducted=_whole(row, "deducted_days") or 0,
        decided=_day(row, "decided_on"),
        minor=_yes(row, "minor"),
        ended_by=_text(row, "ended_by"),
    )


def _test(row: Row) -> Test:
    received = _day(row, "received_on")
    return Test(
        id=str(row["id"]),
        planned=_day(row, "planned_on"),
        taken=_day(row, "taken_on"),
        at=read_time(row.get("taken_at")),
        result=_text(row, "result"),
        prescribed=bool(row.get("prescribed")),
        received=(
            None if received is None else moment_of(received, read_time(row.get("received_at")))
        ),
    )


def _visit(row: Row) -> Visit:
    return Visit(str(row["id"]), _must(row, "visited_on"))


def _move(row: Row) -> Move:
    return Move(
        str(row["id"]),
        _must(row, "moved_on"),
        _day(row, "notified_on"),
        row.get("direction") == "den",
    )
