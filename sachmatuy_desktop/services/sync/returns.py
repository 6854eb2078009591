"""Returning to a commune what lacks something, answering it, and what is said of the answer.

Each office writes its own books: the opinion and the ruling on an answer go down, the answer goes
up, and what was returned is put right by an ordinary edit of the record.  An opinion closes with
the commune's answer (`domain.returns`); the receiving office may open it again, with a reason.

The words of an opinion are open to every account of the commune, so they never name a person: the
record returned is named by its id, and its name is read where the record itself may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers import kept
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind, RecordId, Sensitivity, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.returns import AnswerKind, Question, RulingKind
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed, NotFound
from sachmatuy_desktop.services.bulk import Bulk, Doing
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import COMMUNE
from sachmatuy_desktop.services.records import must_receive, refuse_incomplete
from sachmatuy_desktop.services.sync.returns_reading import (
    RETURN_ANSWERS,
    RETURN_RULINGS,
    RETURNS,
    may_see_return,
    one_return,
    return_of,
    returns_of,
)
from sachmatuy_desktop.storage.queries import title_of
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = [
    "AcceptAnswer",
    "AnswerReturn",
    "ChangeReturn",
    "Opinion",
    "ReopenReturn",
    "ReturnCriterion",
    "ReturnRecords",
    "ReturnUnit",
    "WithdrawReturn",
    "short_name",
]

Row = Mapping[str, Value]

SHORT_ID: Final = 6
"""Digits of an id that tell a record from its neighbours on a list."""

NAMING: Final = frozenset({Kind.NAME, Kind.CITIZEN_NUMBER, Kind.PHONE})
"""What tells a person, and so must not stand in words that everybody reads."""

_WORD: Final = re.compile(r"[^\W_]+")


# -- acts of the receiving office ------------------------------------------------------------------


@dataclass(frozen=True)
class Opinion:
    """What is said to a commune, and until when it is to answer.

    `marked` are the fields of the record that are meant.
    """

    subject: str
    content: str = ""
    due_on: date | None = None
    kind: str = "tra_lai"
    marked: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReturnUnit:
    """Write to a commune about itself as a whole; the result is the opinion's id."""

    unit: str
    opinion: Opinion

    @property
    def act(self) -> str:
        """The act's id."""
        return "return.write"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput` beside its field, `NotAllowed`."""
        return _write(work, session, self.unit, self.opinion, {})


@dataclass(frozen=True)
class ReturnCriterion:
    """Return one criterion of a commune's year; the result is the opinion's id."""

    unit: str
    pack: str
    criterion: str
    year: int
    opinion: Opinion

    @property
    def act(self) -> str:
        """The act's id."""
        return "return.criterion"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput` beside its field, `NotAllowed`."""
        about: dict[str, Value] = {
            "pack": self.pack,
            "criterion": self.criterion,
            "year": self.year,
        }
        return _write(work, session, self.unit, self.opinion, about)


@dataclass(frozen=True)
class ReturnRecords(Bulk):
    """Return records or papers of communes, one opinion each."""

    opinion: Opinion = field(default_factory=lambda: Opinion(""))

    @property
    def act(self) -> str:
        """The act's id."""
        return "return.records"

    def doing(self, work: UnitOfWork, session: Session) -> Doing:
        """Of one record, `NotAllowed` where it is this office's own, `BadInput` where the words
        name the person it is about; nothing is done where the same waits for an answer already.
        """
        book = REGISTERS[self.register]
        if not session.role.may_open(book):
            raise NotAllowed(N_("Tài khoản của bạn không được làm việc này."))
        must_receive(session, REGISTERS[RETURNS])
        _refuse_unsaid(self.opinion, work)
        asked = self._asked_already(session)
        work.rows(self.register, self.records)

        def do(record: RecordId) -> bool:
            row = work.row(self.register, record)
            unit = str(row["unit_id"])
            if unit == work.unit:
                raise NotAllowed(N_("là ghi chép của chính cơ quan này"))
            if (record, fold(self.opinion.subject.strip())) in asked:
                return False
            _refuse_names(work, book, row, self.opinion)
            about: dict[str, Value] = {
                "book": self.register,
                "record": record,
                "marked": kept.codes(self.opinion.marked),
                "called": short_name(book, row),
            }
            _write(work, session, unit, self.opinion, about)
            return True

        return do

    def _asked_already(self, session: Session) -> frozenset[tuple[RecordId, str]]:
        """Which of these records wait for an answer to the same words."""
        wanted = frozenset(self.records)
        return frozenset(
            (each.subject.record, fold(each.question.subject))
            for each in returns_of(session.queries)
            if each.subject.record in wanted and not each.answers and each.withdrawn is None
        )


@dataclass(frozen=True)
class ChangeReturn:
    """Write an opinion anew; an answer that came to the former words is told as such."""

    returned: RecordId
    opinion: Opinion
    before: Opinion | None = None
    """As it was shown to whoever changes it."""

    @property
    def act(self) -> str:
        """The act's id."""
        return "return.change"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict` where it was withdrawn or written by another meanwhile,
        `NotAllowed`, `NotFound`.
        """
        row = _standing(work, session, self.returned)
        _refuse_unsaid(self.opinion, work, written_on=str(row["written_on"]))
        book, record = str(row["book"] or ""), str(row["record"] or "")
        about = work.rows(book, [record]).get(record) if book in REGISTERS else None
        if about is not None:
            _refuse_names(work, REGISTERS[book], about, self.opinion)
        loaded = _said(self.before) if self.before is not None else None
        work.update(RETURNS, self.returned, _said(self.opinion), loaded)


@dataclass(frozen=True)
class WithdrawReturn:
    """Take an opinion back, so that the commune knows why; what it answered stays."""

    returned: RecordId
    reason: str

    @property
    def act(self) -> str:
        """The act's id."""
        return "return.withdraw"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput` without a reason, `Conflict` where it was withdrawn already,
        `NotAllowed`, `NotFound`.
        """
        row = _standing(work, session, self.returned)
        return _rule(work, row, RulingKind.WITHDRAW, None, self.reason)


@dataclass(frozen=True)
class ReopenReturn:
    """Say that an answer does not do, and why: the commune owes another."""

    returned: RecordId
    answer: RecordId
    reason: str

    @property
    def act(self) -> str:
        """The act's id."""
        return "return.reopen"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """The answers that stand beside it are found wanting too: one reason, one open opinion.

        Raises `BadInput` without a reason, `Conflict` where nothing is closed, `NotAllowed`,
        `NotFound`.
        """
        row = _standing(work, session, self.returned)
        for each in _answers_standing(session, self.returned, self.answer):
            _rule(work, row, RulingKind.REOPEN, each, self.reason)


@dataclass(frozen=True)
class AcceptAnswer:
    """Say that an answer does; also where it was written to former words."""

    returned: RecordId
    answer: RecordId
    reason: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "return.accept"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `Conflict` where it was withdrawn, `NotAllowed`, `NotFound`."""
        row = _standing(work, session, self.returned)
        if work.row(RETURN_ANSWERS, self.answer)["returned"] != self.returned:
            raise NotFound(N_("Trả lời này không thuộc ý kiến đang xem."))
        return _rule(work, row, RulingKind.ACCEPT, self.answer, self.reason)


# -- the act of the commune ------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AnswerReturn:
    """Answer an opinion; it closes with that.  The result is the answer's id.

    `seen` are the words the officer had before them: where a bundle has changed them meanwhile the
    answer is refused, so that nobody answers what they have not read.
    """

    returned: RecordId
    kind: AnswerKind
    answered_on: date
    content: str = ""
    who: str = ""
    position: str = ""
    document: str = ""
    seen: Question | None = None

    @property
    def act(self) -> str:
        """The act's id."""
        return "return.answer"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput` beside its field, `Conflict`, `NotAllowed`, `NotFound`."""
        if session.store.facts.kind != COMMUNE:
            raise NotAllowed(N_("Chỉ cấp xã ghi vào sổ này."))
        session.role.must_write(REGISTERS[RETURN_ANSWERS])
        row = work.row(RETURNS, self.returned)
        asked = return_of(row)
        if not may_see_return(session.role, asked) or row["unit_id"] != work.unit:
            raise NotAllowed(N_("Tài khoản của bạn không được làm việc này."))
        _refuse_withdrawn(session, self.returned)
        if self.seen is not None and self.seen != asked.question:
            raise Conflict(
                N_("Cơ quan tiếp nhận vừa sửa nội dung ý kiến này. Hãy đọc lại rồi trả lời.")
            )
        self._check(work)
        return work.insert(
            RETURN_ANSWERS,
            {
                "returned": self.returned,
                "kind": self.kind.value,
                "answered_on": self.answered_on.isoformat(),
                "content": kept.words(self.content),
                "who": kept.words(self.who),
                "position": kept.words(self.position),
                "document": kept.words(self.document),
                "asked": asked.question.to_json(),
            },
        )

    def _check(self, work: UnitOfWork) -> None:
        """Whoever explains or disagrees says why; that something was supplemented is enough."""
        if self.kind is not AnswerKind.SUPPLEMENTED and not self.content.strip():
            raise BadInput(N_("Hãy ghi nội dung trả lời.")).at("content")
        if self.answered_on.isoformat() > work.clock.today():
            raise BadInput(N_("Ngày làm ở tương lai; hãy ghi khi đã làm.")).at("answered_on")


# -- how -------------------------------------------------------------------------------------------


def short_name(book: Register, row: Row) -> str:
    """As little as tells a record to whoever holds it: its title where that is public by nature,
    otherwise initials and the last digits of its id.
    """
    if book.sensitivity is Sensitivity.OPEN:
        return title_of(book, row)
    names = (str(row[name] or "") for name in book.naming if book[name].kind is Kind.NAME)
    initials = ".".join(part[:1].upper() for part in next(names, "").split())
    return " · ".join(filter(None, (initials, str(row["id"])[-SHORT_ID:])))


def _write(
    work: UnitOfWork, session: Session, unit: str, opinion: Opinion, about: Mapping[str, Value]
) -> RecordId:
    must_receive(session, REGISTERS[RETURNS])
    _refuse_unsaid(opinion, work)
    values = {"addressee": unit, "written_on": work.clock.today(), **_said(opinion), **about}
    refuse_incomplete(REGISTERS[RETURNS], values, work)
    return work.insert(RETURNS, values, unit=unit)


def _said(opinion: Opinion) -> dict[str, Value]:
    return {
        "kind": opinion.kind,
        "subject": opinion.subject.strip(),
        "content": kept.words(opinion.content),
        "due_on": kept.day(opinion.due_on),
        "marked": kept.codes(opinion.marked),
    }


def _refuse_unsaid(opinion: Opinion, work: UnitOfWork, written_on: str = "") -> None:
    """What must be said whoever it is said to; a last day is not over when it is set."""
    if not opinion.subject.strip():
        raise BadInput(N_("Hãy ghi lý do trả lại.")).at("subject")
    earliest = written_on or work.clock.today()
    if opinion.due_on is not None and opinion.due_on.isoformat() < earliest:
        raise BadInput(N_("Thời hạn đã qua; hãy chọn ngày khác.")).at("due_on")


def _refuse_names(work: UnitOfWork, book: Register, row: Row, opinion: Opinion) -> None:
    """The words of an opinion are read by everybody at the commune; the record is not."""
    said = _in_words(f"{opinion.subject} {opinion.content}")
    if any(name in said for name in _names_in(work, book, row)):
        raise BadInput(
            N_("Lý do không nêu họ tên, số định danh, điện thoại: ghi chép đã được chỉ rõ.")
        ).at("subject")


def _names_in(work: UnitOfWork, book: Register, row: Row) -> Iterable[str]:
    """What tells a person in a record, and in the one it stands under.

    A single syllable is none: it may as well be a word.
    """
    if book.sensitivity is Sensitivity.OPEN:
        return
    for each in book.fields:
        words = _in_words(str(row[each.name] or "")) if each.kind in NAMING else ""
        if len(words.split()) > 1 or any(letter.isdigit() for letter in words):
            yield words
    parent = book[book.parent] if book.parent else None
    if parent is not None and parent.target and row[parent.name]:
        for above in work.rows(parent.target, [str(row[parent.name])]).values():
            yield from _names_in(work, REGISTERS[parent.target], above)


def _in_words(text: str) -> str:
    """The words of a text with a blank before and after each, to look for whole ones."""
    return f" {' '.join(_WORD.findall(fold(text)))} "


def _standing(work: UnitOfWork, session: Session, returned: RecordId) -> Row:
    """An opinion that the receiving office may still say something about."""
    must_receive(session, REGISTERS[RETURNS])
    row = work.row(RETURNS, returned)
    _refuse_withdrawn(session, returned)
    return row


def _refuse_withdrawn(session: Session, returned: RecordId) -> None:
    taken = one_return(session.queries, returned).withdrawn
    if taken is not None:
        raise Conflict(N_("Ý kiến này đã được rút lại ngày {day}."), day=show_date(taken.on))


def _answers_standing(session: Session, returned: RecordId, answer: RecordId) -> list[RecordId]:
    """The answer meant, and those beside it that nobody has found wanting."""
    standing = [each.id for each in one_return(session.queries, returned).standing]
    if answer not in standing:
        raise Conflict(N_("Trả lời này đã được mở lại trước đó."))
    return standing


def _rule(
    work: UnitOfWork, row: Row, kind: RulingKind, answer: RecordId | None, reason: str
) -> RecordId:
    if kind is not RulingKind.ACCEPT and not reason.strip():
        raise BadInput(N_("Hãy ghi lý do.")).at("reason")
    return work.insert(
        RETURN_RULINGS,
        {
            "addressee": row["addressee"],
            "returned": row["id"],
            "answer": answer,
            "kind": kind.value,
            "ruled_on": work.clock.today(),
            "reason": kept.words(reason),
        },
        unit=str(row["unit_id"]),
    )
