"""Difficulties: raised and closed by a commune, answered by the office above.

The commune writes its own book with the ordinary form; the office above writes nothing into it: an
answer is a record of its own that travels down.  Where a difficulty stands is read, never stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans.difficulties import (
    Answer,
    AnswerKind,
    Carriage,
    Difficulty,
    DifficultyStanding,
    Level,
    Words,
    difficulty_standing,
)
from sachmatuy_desktop.domain.registers import kept
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import COMMUNE, RECEIVING
from sachmatuy_desktop.services.plans.reading import TASKS
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.storage.role_queries import queries_seen_by
from sachmatuy_desktop.storage.sync.carried import Carried, carried
from sachmatuy_desktop.storage.sync.post import partners
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = [
    "DIFFICULTIES",
    "DIFFICULTY_ANSWERS",
    "AnswerDifficulty",
    "ClarifyDifficulty",
    "CloseDifficulty",
    "Followed",
    "TakeOverDifficulty",
    "addressees",
    "difficulties_followed",
    "difficulties_of",
    "difficulties_of_villages",
]

DIFFICULTIES: Final = "difficulties"
DIFFICULTY_ANSWERS: Final = "difficulty_answers"
REPORTS: Final = "village_reports"

LONGEST_SUBJECT: Final = 120
"""Letters of a village's words that make a subject."""

Row = Mapping[str, Any]


# -- reading ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Followed:
    """A difficulty and where it stands today."""

    difficulty: Difficulty
    standing: DifficultyStanding


def difficulties_of(queries: Queries, unit: str | None = None) -> list[Difficulty]:
    """The difficulties of a unit, or of all units in the file, the newest first.

    One that was taken out of its book is left out unless somebody has answered it.
    """
    answers = _answers(queries, unit)
    where = [Where("unit_id", "=", unit)] if unit else []
    living = queries.ids(DIFFICULTIES, where)
    removed = sorted(answers.keys() - set(living), reverse=True)
    rows = queries.rows(DIFFICULTIES, [*living, *removed])
    return [
        _difficulty(rows[each], answers.get(each, ()))
        for each in (*living, *removed)
        if each in rows
    ]


def difficulties_followed(session: Session, unit: str | None = None) -> list[Followed]:
    """The same as the account may see them, each with where it stands today."""
    found = difficulties_of(queries_seen_by(session.store, session.role), unit)
    receives = session.store.facts.kind == RECEIVING
    with session.store.reading() as connection:
        uppers = [each.key_id for each in partners(connection) if each.role == "upper"]
        gone = carried(connection, [each.id for each in found], uppers)
    today = date.fromisoformat(session.store.clock.today())
    return [
        Followed(each, difficulty_standing(each, _carriage(gone.get(each.id), receives), today))
        for each in found
    ]


def difficulties_of_villages(queries: Queries, unit: str) -> list[RecordId]:
    """The monthly reports whose difficulties nobody has taken over yet, the newest first."""
    mine = Where("unit_id", "=", unit)
    told = queries.ids(REPORTS, [mine, Where("difficulties", "not_null")])
    taken = queries.rows(DIFFICULTIES, queries.ids(DIFFICULTIES, [mine]))
    known = {str(row["report"]) for row in taken.values()}
    return [each for each in told if each not in known]


def addressees(queries: Queries, unit: str) -> list[str]:
    """Whom the adopted plans have a difficulty reported to, in their own words."""
    rows = queries.rows(TASKS, queries.ids(TASKS, [Where("unit_id", "=", unit)]))
    asked = (row for row in rows.values() if row["active"] != 0 and row["ours"])
    told = (str(row["addressee"] or "") for row in asked if '"difficulty"' in str(row["rule"]))
    return list(dict.fromkeys(filter(None, told)))


def _answers(queries: Queries, unit: str | None) -> Mapping[RecordId, Sequence[Answer]]:
    where = [Where("addressee", "=", unit)] if unit else []
    found: defaultdict[RecordId, list[Answer]] = defaultdict(list)
    rows = queries.rows(DIFFICULTY_ANSWERS, queries.ids(DIFFICULTY_ANSWERS, where))
    for row in rows.values():
        found[str(row["difficulty"])].append(_answer(row))
    return {
        each: sorted(said, key=lambda answer: (answer.on, answer.id))
        for each, said in found.items()
    }


def _answer(row: Row) -> Answer:
    return Answer(
        str(row["id"]),
        AnswerKind(str(row["kind"])),
        _must_day(row["answered_on"]),
        str(row["content"] or ""),
        str(row["who"] or ""),
        str(row["position"] or ""),
        str(row["document"] or ""),
        Words.from_json(str(row["asked"] or "")),
    )


def _difficulty(row: Row, answers: Iterable[Answer]) -> Difficulty:
    return Difficulty(
        str(row["id"]),
        str(row["unit_id"]),
        _words(row),
        _must_day(row["raised_on"]),
        Level(str(row["level"] or Level.ABOVE)),
        str(row["raised_by"] or ""),
        str(row["position"] or ""),
        str(row["addressee"] or ""),
        str(row["document"] or ""),
        str(row["task"] or ""),
        str(row["set_task"] or ""),
        str(row["criterion"] or ""),
        str(row["village"] or ""),
        str(row["report"] or ""),
        _day(row["supplemented_on"]),
        _day(row["closed_on"]),
        str(row["outcome"] or ""),
        bool(row["deleted"]),
        tuple(answers),
    )


def _words(row: Row) -> Words:
    names = ("subject", "content", "proposal", "supplement")
    return Words(*(str(row[each] or "") for each in names))


def _carriage(gone: Carried | None, receives: bool) -> Carriage:
    """At the office above a record has come and goes nowhere."""
    if gone is None:
        return Carriage()
    if receives:
        return Carriage(came_on=_day_of(gone.came))
    return Carriage(None, _day_of(gone.sent), gone.received, gone.whole)


# -- acts of the office above ----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AnswerDifficulty:
    """Answer a commune's difficulty, ask for more, or say who it was taken to.

    The result is the answer's id.  The words answered are kept with it.
    """

    difficulty: RecordId
    kind: AnswerKind
    answered_on: date
    content: str
    who: str
    position: str
    document: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "difficulties.answer"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput`, `Conflict` where it is closed, `NotAllowed`, `NotFound`."""
        if session.store.facts.kind != RECEIVING:
            raise NotAllowed(N_("Chỉ cơ quan tiếp nhận ghi vào sổ này."))
        session.role.must_write(REGISTERS[DIFFICULTY_ANSWERS])
        row = work.row(DIFFICULTIES, self.difficulty)
        if row["closed_on"] is not None:
            raise Conflict(N_("Đơn vị đã ghi giải quyết xong khó khăn, vướng mắc này."))
        _check_said(work, self.answered_on, "answered_on", self.content, "content")
        if not self.who.strip():
            raise BadInput(N_("Hãy ghi người trả lời.")).at("who")
        if not self.position.strip():
            raise BadInput(N_("Hãy ghi chức vụ.")).at("position")
        unit = str(row["unit_id"])
        return work.insert(
            DIFFICULTY_ANSWERS,
            {
                "addressee": unit,
                "difficulty": self.difficulty,
                "kind": self.kind.value,
                "answered_on": self.answered_on.isoformat(),
                "content": self.content.strip(),
                "who": self.who.strip(),
                "position": self.position.strip(),
                "document": kept.words(self.document),
                "asked": _words(row).to_json(),
            },
            unit=unit,
        )


# -- acts of the commune ---------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ClarifyDifficulty:
    """Say more where the office above has asked; what was said before stays above it."""

    difficulty: RecordId
    supplement: str
    on: date

    @property
    def act(self) -> str:
        """The act's id."""
        return "difficulties.clarify"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict`, `NotAllowed`, `NotFound`."""
        row = _own(work, session, self.difficulty)
        _check_said(work, self.on, "on", self.supplement, "supplement")
        said = [str(row["supplement"] or ""), self.supplement.strip()]
        work.update(
            DIFFICULTIES,
            self.difficulty,
            {
                "supplement": "\n".join(filter(None, said)),
                "supplemented_on": self.on.isoformat(),
            },
        )


@dataclass(frozen=True, kw_only=True)
class CloseDifficulty:
    """The commune says how it was settled."""

    difficulty: RecordId
    closed_on: date
    outcome: str

    @property
    def act(self) -> str:
        """The act's id."""
        return "difficulties.close"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict` where it is closed already, `NotAllowed`, `NotFound`."""
        row = _own(work, session, self.difficulty)
        _check_said(work, self.closed_on, "closed_on", self.outcome, "outcome")
        if self.closed_on.isoformat() < str(row["raised_on"]):
            raise BadInput(N_("Ngày giải quyết xong không thể trước ngày nêu.")).at("closed_on")
        values = {"closed_on": self.closed_on.isoformat(), "outcome": self.outcome.strip()}
        work.update(DIFFICULTIES, self.difficulty, values)


@dataclass(frozen=True)
class TakeOverDifficulty:
    """Make a difficulty of what a village wrote in its monthly report, its origin kept.

    The commune solves it itself until it says otherwise.  The result is the difficulty's id.
    """

    report: RecordId

    @property
    def act(self) -> str:
        """The act's id."""
        return "difficulties.take_over"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput` where the report tells of none, `Conflict` where it was taken over."""
        _must_be_commune(session)
        row = work.row(REPORTS, self.report)
        told = str(row["difficulties"] or "").strip()
        if not told:
            raise BadInput(N_("Báo cáo này không nêu khó khăn, vướng mắc."))
        if self.report not in difficulties_of_villages(session.queries, work.unit):
            raise Conflict(N_("Vướng mắc của báo cáo này đã được đưa vào sổ trước đó."))
        return work.insert(
            DIFFICULTIES,
            {
                "subject": _subject(told),
                "content": told,
                "level": Level.OWN.value,
                "village": row["village"],
                "report": self.report,
                "raised_on": row["sent_on"],
                "document": row["document"],
            },
        )


def _subject(told: str) -> str:
    """The first sentence, cut between words where it is long."""
    first = told.splitlines()[0].split(". ")[0].strip().rstrip(".;,")
    if len(first) <= LONGEST_SUBJECT:
        return first
    return first[:LONGEST_SUBJECT].rsplit(" ", 1)[0] + "…"


def _must_be_commune(session: Session) -> None:
    if session.store.facts.kind != COMMUNE:
        raise NotAllowed(N_("Chỉ cấp xã ghi vào sổ này."))
    session.role.must_write(REGISTERS[DIFFICULTIES])


def _own(work: UnitOfWork, session: Session, difficulty: RecordId) -> Row:
    """The row, if the commune may still write on it."""
    _must_be_commune(session)
    row = work.row(DIFFICULTIES, difficulty)
    if row["closed_on"] is not None:
        raise Conflict(N_("Khó khăn, vướng mắc này đã ghi giải quyết xong."))
    return row


def _check_said(work: UnitOfWork, day: date, day_field: str, words: str, field: str) -> None:
    if not words.strip():
        raise BadInput(N_("Hãy ghi nội dung.")).at(field)
    if day.isoformat() > work.clock.today():
        raise BadInput(N_("Ngày làm ở tương lai; hãy ghi khi đã làm.")).at(day_field)


def _day_of(stamp: str | None) -> date | None:
    return datetime.fromisoformat(stamp).astimezone(VIETNAM).date() if stamp else None


def _day(value: Any) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _must_day(value: Any) -> date:
    return date.fromisoformat(str(value))
