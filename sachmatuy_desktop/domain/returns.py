"""Where an opinion of the receiving office stands, read from its words, answers and rulings.

Nothing of this is stored.  An answer keeps the words it answers and a ruling names the answer it is
about, so neither the clocks of two offices nor the order of bundles decides anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.registers.fields import RecordId

__all__ = [
    "About",
    "AnswerKind",
    "Question",
    "Remark",
    "Return",
    "ReturnAnswer",
    "ReturnStanding",
    "Ruling",
    "RulingKind",
    "Stage",
    "Subject",
    "return_standing",
]


class About(StrEnum):
    """What an opinion is about."""

    UNIT = "unit"
    RECORD = "record"
    CRITERION = "criterion"
    PAPER = "paper"

    @classmethod
    def of(cls, book: str) -> About:
        """What a record of a book is."""
        return cls.PAPER if book in PAPERS else cls.RECORD


PAPERS: Final = frozenset({"documents", "assessments", "village_reports"})
"""Books whose records are reports and documents rather than entries of a list."""


class AnswerKind(StrEnum):
    """What a commune says; the codes of `RETURN_ANSWER_KINDS`."""

    SUPPLEMENTED = "da_bo_sung"
    EXPLAINED = "giai_trinh"
    DISAGREES = "khong_dong_y"


class RulingKind(StrEnum):
    """What the receiving office says afterwards; the codes of `RETURN_RULING_KINDS`."""

    ACCEPT = "chap_nhan"
    REOPEN = "mo_lai"
    WITHDRAW = "rut_lai"


class Stage(StrEnum):
    """Where an opinion stands."""

    OPEN = "open"  # the commune owes a word
    REOPENED = "reopened"  # it has answered, and that did not do
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    TOLD = "told"  # a remark that asks for nothing


OPEN_STAGES: Final = frozenset({Stage.OPEN, Stage.REOPENED})


class Remark(StrEnum):
    """What else must be told of it."""

    EDITED = "edited"  # the answer is to words that have been changed since
    SEVERAL = "several"  # two answers that stand
    CROSSED = "crossed"  # withdrawn, and answered all the same


@dataclass(frozen=True, slots=True)
class Subject:
    """What an opinion is about: a record of a book, a criterion of a pack in a year, or the unit.

    `marked` are the fields meant; `called` is as little as tells the record to whoever holds it.
    """

    book: str = ""
    record: RecordId = ""
    marked: tuple[str, ...] = ()
    pack: str = ""
    criterion: str = ""
    year: int | None = None
    called: str = ""

    @property
    def about(self) -> About:
        """The kind of thing."""
        if self.criterion:
            return About.CRITERION
        if not self.record:
            return About.UNIT
        return About.of(self.book)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the commune."""

    subject: str
    content: str = ""
    marked: tuple[str, ...] = ()

    def to_json(self) -> str:
        """As an answer keeps the words it answers."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Question | None:
        """What `to_json` wrote; None where nothing, or nothing readable, was kept."""
        try:
            told = json.loads(text)
            marked = tuple(str(each) for each in told["marked"])
            return cls(str(told["subject"]), str(told["content"]), marked)
        except (ValueError, KeyError, TypeError):
            return None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A word of the receiving office after its opinion; `answer` is the one it is about."""

    id: RecordId
    kind: RulingKind
    on: date
    reason: str = ""
    answer: RecordId = ""


@dataclass(frozen=True, slots=True)
class ReturnAnswer:
    """A word of the commune; `asked` are the words it answers.

    `kind` is a code of `RETURN_ANSWER_KINDS`, or one that only a newer program knows.
    """

    id: RecordId
    kind: str
    on: date
    content: str = ""
    who: str = ""
    position: str = ""
    document: str = ""
    asked: Question | None = None

    def is_about(self, question: Question) -> bool:
        """Whether it answers these very words."""
        return self.asked is None or self.asked == question


@dataclass(frozen=True)
class Return:
    """An opinion of the receiving office, as written, with what was said of it since.

    `asks`: the commune owes an answer; a mere remark asks for none.
    """

    id: RecordId
    unit: str
    kind: str
    question: Question
    written_on: date
    due_on: date | None = None
    subject: Subject = Subject()
    asks: bool = True
    answers: tuple[ReturnAnswer, ...] = ()
    """In order of their days."""
    rulings: tuple[Ruling, ...] = ()
    """In order of their days."""

    def ruling_on(self, answer: ReturnAnswer) -> Ruling | None:
        """The newest word about an answer."""
        said = [each for each in self.rulings if each.answer == answer.id]
        return said[-1] if said else None

    @property
    def standing(self) -> tuple[ReturnAnswer, ...]:
        """The answers that nobody has found wanting."""
        rulings = ((each, self.ruling_on(each)) for each in self.answers)
        return tuple(
            each
            for each, ruling in rulings
            if ruling is None or ruling.kind is not RulingKind.REOPEN
        )

    @property
    def withdrawn(self) -> Ruling | None:
        """The word by which it was taken back."""
        taken = (each for each in self.rulings if each.kind is RulingKind.WITHDRAW)
        return next(taken, None)


@dataclass(frozen=True, slots=True)
class ReturnStanding:
    """The stage and since when; how many days it has been open; how many it is late (0: in time);
    what else is to be told.
    """

    stage: Stage
    since: date
    days: int = 0
    late: int = 0
    remarks: tuple[Remark, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the commune owes a word."""
        return self.stage in OPEN_STAGES


def return_standing(returned: Return, today: date) -> ReturnStanding:
    """Where an opinion stands on a day, at either office."""
    stage, since = _stage(returned)
    remarks = tuple(_remarks(returned, stage))
    if stage not in OPEN_STAGES:
        return ReturnStanding(stage, since, remarks=remarks)
    late = (today - returned.due_on).days if returned.due_on else 0
    age = (today - returned.written_on).days
    return ReturnStanding(stage, since, max(age, 0), max(late, 0), remarks)


def _stage(returned: Return) -> tuple[Stage, date]:
    if returned.withdrawn is not None:
        return Stage.WITHDRAWN, returned.withdrawn.on
    accepted = _ruled(returned, RulingKind.ACCEPT)
    if accepted:
        return Stage.ACCEPTED, accepted[-1].on
    closing = _closing(returned)
    if closing:
        return Stage.ANSWERED, closing[-1].on
    if not returned.asks:
        return Stage.TOLD, returned.written_on
    reopened = _ruled(returned, RulingKind.REOPEN)
    if reopened:
        return Stage.REOPENED, reopened[-1].on
    return Stage.OPEN, returned.written_on


def _ruled(returned: Return, kind: RulingKind) -> Sequence[Ruling]:
    """The newest words about the answers, where they are of this kind."""
    newest = (returned.ruling_on(each) for each in returned.answers)
    return sorted(
        (each for each in newest if each is not None and each.kind is kind),
        key=lambda ruling: (ruling.on, ruling.id),
    )


def _closing(returned: Return) -> Sequence[ReturnAnswer]:
    """The answers to the words as they stand, of which nobody said that they do not do."""
    return [
        each
        for each in returned.answers
        if each.is_about(returned.question) and returned.ruling_on(each) is None
    ]


def _remarks(returned: Return, stage: Stage) -> Iterable[Remark]:
    unruled = [each for each in returned.answers if returned.ruling_on(each) is None]
    if any(not each.is_about(returned.question) for each in unruled):
        yield Remark.EDITED
    if len(_closing(returned)) > 1:
        yield Remark.SEVERAL
    if stage is Stage.WITHDRAWN and returned.answers:
        yield Remark.CROSSED
