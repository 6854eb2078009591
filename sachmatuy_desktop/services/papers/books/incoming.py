"""The incoming book: a number for every paper that arrives, who handles it, what was answered.

The ten columns of the book are shut with its year; who handles a paper, and by what it was
answered, goes on after that, as the book of handling does (Nghị định 30/2020, Điều 24).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from sachmatuy_desktop.domain.office_books import HANDLING
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.papers.numbers import next_in
from sachmatuy_desktop.services.records import refuse_incomplete, refuse_other_unit
from sachmatuy_desktop.services.shut_books import refuse_shut
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = [
    "HANDLED",
    "HANDLING",
    "INCOMING",
    "TYPED",
    "ChangeIncoming",
    "HandleIncoming",
    "RegisterIncoming",
    "VoidIncoming",
]

INCOMING: Final = "incoming_documents"
ENTERED: Final = "entered"
VOID: Final = "void"
UNDER_WAY: Final = "dang_giai_quyet"
HANDLED: Final = "da_giai_quyet"

FIXED: Final = ("arrived_on", "secrecy")
"""What the number depends on."""

TYPED: Final = (
    *FIXED,
    *("author", "number", "dated_on", "title", "addressed_to", "passed_on", "received_by"),
    *("remark", *HANDLING),
)


@dataclass(frozen=True)
class RegisterIncoming:
    """Give a paper that arrived the next number; the result is the record's id.

    `first` begins a year whose first numbers stand in a book on paper.
    """

    values: Mapping[str, Value]
    first: int | None = None

    act: ClassVar[str] = "incoming.enter"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput`, `Conflict` for a year that is shut, `NotAllowed`."""
        book = REGISTERS[INCOMING]
        session.role.must_write(book)
        _refuse_others(self.values, TYPED)
        row = {"progress": UNDER_WAY, **self.values, "state": ENTERED}
        refuse_incomplete(book, row, work)
        day, secret = date.fromisoformat(str(row["arrived_on"])), row.get("secrecy")
        if day > session.store.clock.now().date():
            raise BadInput(N_("Ngày đến không được sau ngày hôm nay; hãy sửa lại.")).at(
                "arrived_on"
            )
        refuse_shut(session.queries, work.unit, INCOMING, day, secret=bool(secret))
        series = (
            Where("unit_id", "=", work.unit),
            Where("secrecy", "not_null" if secret else "null"),
        )
        number = next_in(session.queries, INCOMING, "arrived_on", series, day, self.first)
        return work.insert(INCOMING, {**row, "sequence": number})


@dataclass(frozen=True)
class ChangeIncoming:
    """Write what was typed wrong, or not yet known, of a paper that arrived."""

    record: RecordId
    values: Mapping[str, Value]
    loaded: Mapping[str, Value] | None = None

    act: ClassVar[str] = "incoming.change"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict` for a year that is shut, `NotAllowed`, `NotFound`."""
        row = _own_row(work, session, self.record)
        _refuse_others(self.values, tuple(each for each in TYPED if each not in FIXED))
        if any(name not in HANDLING for name in self.values):
            _refuse_shut(work, session, row)
        _write(work, self.record, row, self.values, self.loaded)


@dataclass(frozen=True)
class HandleIncoming:
    """Say what became of a paper: answered by one of the outgoing book, or done without."""

    record: RecordId
    answer: RecordId | None = None
    progress: str = HANDLED

    act: ClassVar[str] = "incoming.handle"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput` for an answer that is older than the question or void."""
        row = _own_row(work, session, self.record)
        if self.answer is not None:
            paper = work.row("documents", self.answer)
            if paper["state"] == VOID:
                raise BadInput(
                    N_("Văn bản số {number} đã hủy số nên không trả lời được; hãy chọn lại."),
                    number=paper["number"],
                ).at("answer")
            if str(paper["issued_on"]) < str(row["dated_on"] or ""):
                raise BadInput(N_("Văn bản trả lời ký trước văn bản đến; hãy chọn lại.")).at(
                    "answer"
                )
        _write(work, self.record, row, {"answer": self.answer, "progress": self.progress})


@dataclass(frozen=True)
class VoidIncoming:
    """Void a number that was given by mistake, saying why; it is never given again."""

    record: RecordId
    why: str

    act: ClassVar[str] = "incoming.void"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput` without a reason, `Conflict` when it is void or shut, `NotAllowed`."""
        row = _own_row(work, session, self.record)
        if not self.why.strip():
            raise BadInput(N_("Hãy ghi lý do hủy số đến.")).at("why")
        if row["state"] == VOID:
            raise Conflict(N_("Số {number} đã được hủy trước đó."), number=str(row["sequence"]))
        _refuse_shut(work, session, row)
        remark = "\n".join(filter(None, (str(row["remark"] or ""), f"Hủy số: {self.why.strip()}")))
        work.update(INCOMING, self.record, {"state": VOID, "remark": remark})


def _own_row(work: UnitOfWork, session: Session, record: RecordId) -> Mapping[str, Value]:
    session.role.must_write(REGISTERS[INCOMING])
    row = work.row(INCOMING, record)
    refuse_other_unit(REGISTERS[INCOMING], row, work, session)
    return row


def _refuse_shut(work: UnitOfWork, session: Session, row: Mapping[str, Value]) -> None:
    day = date.fromisoformat(str(row["arrived_on"]))
    refuse_shut(session.queries, work.unit, INCOMING, day, secret=bool(row["secrecy"]))


def _refuse_others(values: Mapping[str, Value], allowed: tuple[str, ...]) -> None:
    other = next((name for name in values if name not in allowed), None)
    if other is not None:
        raise NotAllowed(
            N_("«{field}» do chương trình ghi, không sửa được."),
            field=REGISTERS[INCOMING][other].label,
        )


def _write(
    work: UnitOfWork,
    record: RecordId,
    row: Mapping[str, Value],
    values: Mapping[str, Value],
    loaded: Mapping[str, Value] | None = None,
) -> None:
    refuse_incomplete(REGISTERS[INCOMING], {**row, **values}, work)
    work.update(INCOMING, record, values, loaded)
