"""Where a difficulty stands, read from its words, its answers and the bundles that carried it.

Nothing of this is stored.  An answer keeps the words it answers, so whether they were edited
meanwhile is seen by comparing, whatever the clocks of two offices say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.registers.fields import RecordId

__all__ = [
    "Answer",
    "AnswerKind",
    "Carriage",
    "Difficulty",
    "DifficultyStanding",
    "Level",
    "Remark",
    "Stage",
    "Words",
    "difficulty_standing",
]


class Level(StrEnum):
    """Who is to solve it; the codes of `DIFFICULTY_LEVELS`."""

    ABOVE = "tren"
    OWN = "xa"


class AnswerKind(StrEnum):
    """What an answer is; the codes of `ANSWERS`."""

    ANSWER = "tra_loi"
    ASK = "hoi_them"
    FORWARD = "chuyen"


class Stage(StrEnum):
    """Where a difficulty stands."""

    RAISED = "raised"  # nothing has left this office yet
    SENT = "sent"  # a bundle took it along, no receipt has come
    WAITING = "waiting"  # the office above holds it
    ASKED = "asked"  # the office above asks for more
    FORWARDED = "forwarded"  # the office above has taken it to whoever can decide
    ANSWERED = "answered"
    OWN = "own"  # the commune solves it itself
    CLOSED = "closed"
    REMOVED = "removed"  # taken out of its book after it was answered


OPEN_STAGES: Final = (
    Stage.ASKED,
    Stage.RAISED,
    Stage.SENT,
    Stage.WAITING,
    Stage.FORWARDED,
    Stage.ANSWERED,
    Stage.OWN,
)
"""Not settled yet; first of all those that this commune must do something about."""

AWAITED: Final = frozenset({Stage.SENT, Stage.WAITING, Stage.FORWARDED})
"""The days of these are counted: somebody above owes a word."""


class Remark(StrEnum):
    """What else must be told of it."""

    EDITED = "edited"  # the answer is to words that have been changed since
    SEVERAL = "several"  # two answers to the same words
    UNSENT = "unsent"  # changed here after the last bundle
    AFTER_CLOSING = "after_closing"  # an answer came although it was closed
    REMOVED = "removed"  # answered, and out of its book


@dataclass(frozen=True, slots=True)
class Words:
    """What a difficulty says."""

    subject: str
    content: str = ""
    proposal: str = ""
    supplement: str = ""

    def to_json(self) -> str:
        """As an answer keeps the words it answers."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Words | None:
        """What `to_json` wrote; None where nothing, or nothing readable, was kept."""
        try:
            told = json.loads(text)
            return cls(*(str(told[name]) for name in cls.__slots__))
        except (ValueError, KeyError, TypeError):
            return None


@dataclass(frozen=True, slots=True)
class Answer:
    """A word of the office above; `asked` are the words it answers."""

    id: RecordId
    kind: AnswerKind
    on: date
    content: str
    who: str = ""
    position: str = ""
    document: str = ""
    asked: Words | None = None

    def is_about(self, words: Words) -> bool:
        """Whether it answers these very words."""
        return self.asked is None or self.asked == words


@dataclass(frozen=True, slots=True)
class Carriage:
    """What bundles have done with a record.

    `came_on` is the day it arrived here, None for what was written here.  `sent_on` is the day a
    bundle took its first words up; `received`: the office above has said it holds them; `whole`:
    nothing was changed here since the last bundle.
    """

    came_on: date | None = None
    sent_on: date | None = None
    received: bool = False
    whole: bool = True


@dataclass(frozen=True)
class Difficulty:
    """What stands in a commune's way, as written."""

    id: RecordId
    unit: str
    words: Words
    raised_on: date
    level: Level = Level.ABOVE
    raised_by: str = ""
    position: str = ""
    addressee: str = ""
    document: str = ""
    task: RecordId = ""
    set_task: RecordId = ""
    criterion: str = ""
    village: RecordId = ""
    report: RecordId = ""
    supplemented_on: date | None = None
    closed_on: date | None = None
    outcome: str = ""
    removed: bool = False
    answers: tuple[Answer, ...] = ()
    """In order of their days."""

    @property
    def newest(self) -> Answer | None:
        """The answer that counts."""
        return self.answers[-1] if self.answers else None


@dataclass(frozen=True, slots=True)
class DifficultyStanding:
    """The stage, since when, how many days somebody has waited, what else is to be told."""

    stage: Stage
    since: date
    days: int | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether anybody still has something to do about it."""
        return self.stage in OPEN_STAGES


def difficulty_standing(
    difficulty: Difficulty, carriage: Carriage, today: date
) -> DifficultyStanding:
    """Where a difficulty stands on a day, at either office."""
    stage, since = _stage(difficulty, carriage)
    days = max((today - since).days, 0) if stage in AWAITED else None
    return DifficultyStanding(stage, since, days, tuple(_remarks(difficulty, carriage)))


def _stage(difficulty: Difficulty, carriage: Carriage) -> tuple[Stage, date]:
    newest = difficulty.newest
    if difficulty.removed:
        return Stage.REMOVED, newest.on if newest else difficulty.raised_on
    if difficulty.closed_on is not None:
        return Stage.CLOSED, difficulty.closed_on
    if newest is None:
        return _unanswered(difficulty, carriage)
    clarified = newest.kind is AnswerKind.ASK and not newest.is_about(difficulty.words)
    if clarified and carriage.whole:
        return Stage.WAITING, max(difficulty.supplemented_on or newest.on, newest.on)
    return _SAID[newest.kind], newest.on


_SAID: Final = {
    AnswerKind.ANSWER: Stage.ANSWERED,
    AnswerKind.ASK: Stage.ASKED,
    AnswerKind.FORWARD: Stage.FORWARDED,
}


def _unanswered(difficulty: Difficulty, carriage: Carriage) -> tuple[Stage, date]:
    if difficulty.level is Level.OWN:
        return Stage.OWN, difficulty.raised_on
    if carriage.came_on is not None:
        return Stage.WAITING, carriage.came_on
    if carriage.received:
        return Stage.WAITING, carriage.sent_on or difficulty.raised_on
    if carriage.sent_on is not None:
        return Stage.SENT, carriage.sent_on
    return Stage.RAISED, difficulty.raised_on


def _remarks(difficulty: Difficulty, carriage: Carriage) -> Iterable[Remark]:
    newest = difficulty.newest
    if difficulty.removed:
        yield Remark.REMOVED
    elif not carriage.whole and (carriage.sent_on is not None or carriage.received):
        yield Remark.UNSENT
    if newest is None:
        return
    if newest.kind is AnswerKind.ANSWER and not newest.is_about(difficulty.words):
        yield Remark.EDITED
    said = [each for each in difficulty.answers if each.kind is AnswerKind.ANSWER]
    if any(each.asked == newest.asked for each in said if each is not newest):
        yield Remark.SEVERAL
    if difficulty.closed_on is not None and newest.on > difficulty.closed_on:
        yield Remark.AFTER_CLOSING
