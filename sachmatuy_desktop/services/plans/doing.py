"""What an office writes about its tasks: done, not to be done, and what proves it.

A result names the opening it is about, so it stays with it whatever day the office moves later.  A
continuous task has none: its look back is known by its day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from sachmatuy_desktop.domain.dates import VIETNAM, show_date
from sachmatuy_desktop.domain.plans.due import Opening
from sachmatuy_desktop.domain.plans.periods import PeriodKind
from sachmatuy_desktop.domain.registers import kept
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed, NotFound
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.plans.events import events_of
from sachmatuy_desktop.services.plans.reading import (
    AHEAD,
    PROOFS,
    RESULTS,
    Book,
    OfficeTask,
    Result,
    task_of,
)
from sachmatuy_desktop.storage.facts import NAMES
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = [
    "AddProof",
    "ChangeResult",
    "NewProof",
    "RecordResult",
    "RecordResults",
    "RemoveProof",
    "RemoveResult",
]

DONE, EXCUSED = "done", "excused"


@dataclass(frozen=True, slots=True)
class NewProof:
    """What shall prove a result: `record` of `register`, or a `figure` as it was counted.

    A document of the office is a record of `documents`.  `value` is the figure on `as_of`.
    """

    register: str = ""
    record: RecordId = ""
    figure: str = ""
    value: str = ""
    as_of: date | None = None

    def values(self, work: UnitOfWork, session: Session) -> dict[str, Value]:
        """The fields of its row.  Raises `BadInput`, `Conflict`, `NotAllowed`, `NotFound`."""
        if self.figure:
            if self.figure not in NAMES or not self.value or self.as_of is None:
                raise BadInput(N_("Số liệu làm căn cứ phải có giá trị và ngày."))
            day = self.as_of.isoformat()
            return {"kind": "figure", "figure": self.figure, "value": self.value, "as_of": day}
        book = REGISTERS[self.register]
        if not session.role.may_open(book):
            raise NotAllowed(
                N_("Tài khoản của bạn không được xem sổ «{register}»."), register=book.title
            )
        row = work.row(book.name, self.record)
        if row["unit_id"] != work.unit:
            raise NotAllowed(N_("Ghi chép làm căn cứ thuộc đơn vị khác."))
        if book.name != "documents":
            return {"kind": "record", "register": book.name, "record": self.record}
        _refuse_void(row["state"], row["number"])
        return {"kind": "document", "register": book.name, "record": self.record}


@dataclass(frozen=True, kw_only=True)
class RecordResult:
    """Write down that an opening of a task was done, or (`kind` excused) why it is not to be done.

    `village`: there alone.  `document` is a number typed from paper, `paper` a document of the
    office's own book.  The result is the id of the row.
    """

    task: RecordId
    book: Book = "plan_tasks"
    opening: str = ""
    kind: str = DONE
    done_on: date
    done_at: time | None = None
    village: RecordId = ""
    who: str = ""
    document: str = ""
    paper: RecordId = ""
    remark: str = ""
    proofs: tuple[NewProof, ...] = ()

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.result"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput`, `Conflict`, `NotAllowed`, `NotFound`; then nothing is written."""
        task = _own_task(work, session, self.book, self.task)
        if not task.active:
            raise Conflict(N_("Việc này không còn áp dụng ở cơ quan nên không ghi kết quả."))
        opening = _opening(work, session, task, self.opening)
        if opening.period.kind is PeriodKind.EVENT and self.done_on < opening.first:
            raise BadInput(
                N_("Việc này phát sinh ngày {day}; không thể làm trước ngày đó."),
                day=show_date(opening.first),
            ).at("done_on")
        said = _Said(self.kind, self.done_on, self.done_at, self.who, self.document, self.paper)
        values = said.values(work, self.remark)
        key = "" if opening.period.kind is PeriodKind.REVIEW else opening.key
        _refuse_village(work, task, self.village)
        _refuse_twice(task, key, self.village, self.done_on)
        values |= {
            "task" if self.book == "plan_tasks" else "set_task": self.task,
            "opening": key or None,
            "village": self.village or None,
        }
        result = work.insert(RESULTS, values)
        _add_proofs(work, session, result, self.proofs)
        return result


@dataclass(frozen=True)
class RecordResults:
    """Several results in one act, undone as one.  The result is how many."""

    results: tuple[RecordResult, ...]

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.result"

    @property
    def why(self) -> str:
        """How many."""
        return str(len(self.results))

    def run(self, work: UnitOfWork, session: Session) -> int:
        """Raises as `RecordResult` does; then none is written."""
        for each in self.results:
            each.run(work, session)
        return len(self.results)


@dataclass(frozen=True, kw_only=True)
class ChangeResult:
    """Write anew what a result says; which opening and village it is about stays."""

    result: RecordId
    kind: str = DONE
    done_on: date
    done_at: time | None = None
    who: str = ""
    document: str = ""
    paper: RecordId = ""
    remark: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.change_result"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict`, `NotAllowed`, `NotFound`."""
        task, was = _own_result(work, session, self.result)
        if was.opening and not _has_begun(work, session, task, was.opening, self.done_on):
            raise BadInput(N_("Việc phát sinh sau ngày này.")).at("done_on")
        said = _Said(self.kind, self.done_on, self.done_at, self.who, self.document, self.paper)
        same = said.paper == was.paper
        work.update(RESULTS, self.result, said.values(work, self.remark, same_paper=same))


@dataclass(frozen=True)
class RemoveResult:
    """Take a result back, with its proofs, saying why; the journal keeps all of it."""

    result: RecordId
    why: str

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.remove_result"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput` without a reason, `NotAllowed`, `NotFound`."""
        _task, result = _own_result(work, session, self.result)
        if not self.why.strip():
            raise BadInput(N_("Hãy ghi lý do.")).at("why")
        for proof in result.proofs:
            work.remove(PROOFS, proof.id)
        work.remove(RESULTS, self.result)


@dataclass(frozen=True)
class AddProof:
    """Link a result to one thing more that proves it.  The result is the ids of the links."""

    result: RecordId
    proofs: tuple[NewProof, ...]

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.prove"

    def run(self, work: UnitOfWork, session: Session) -> tuple[RecordId, ...]:
        """Raises `BadInput`, `Conflict`, `NotAllowed`, `NotFound`."""
        _task, result = _own_result(work, session, self.result)
        there = {each.record for each in result.proofs if each.record}
        new = [each for each in self.proofs if each.figure or each.record not in there]
        if not new:
            raise Conflict(N_("Căn cứ này đã có rồi."))
        return _add_proofs(work, session, self.result, new)


@dataclass(frozen=True)
class RemoveProof:
    """Take the link away; what it pointed at stays."""

    proof: RecordId

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.unprove"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `NotAllowed`, `NotFound`."""
        _own_result(work, session, str(work.row(PROOFS, self.proof)["result"]))
        work.remove(PROOFS, self.proof)


# -- shared ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    """What a person says of a result."""

    kind: str
    done_on: date
    done_at: time | None
    who: str
    document: str
    paper: RecordId

    def values(
        self, work: UnitOfWork, remark: str, *, same_paper: bool = False
    ) -> dict[str, Value]:
        """The fields of its row.  Raises `BadInput`, `Conflict` for a void paper, `NotFound`."""
        self._refuse_future(work)
        if self.kind == EXCUSED and not remark.strip():
            raise BadInput(N_("Hãy ghi lý do không phải làm.")).at("remark")
        number = self.document.strip()
        if self.paper and not same_paper:
            row = work.row("documents", self.paper)
            _refuse_void(row["state"], row["number"])
            number = number or str(row["number"])
        return {
            "kind": self.kind,
            "done_on": self.done_on.isoformat(),
            "done_at": f"{self.done_at:%H:%M}" if self.done_at else None,
            "who": kept.words(self.who),
            "document": number or None,
            "paper": self.paper or None,
            "remark": kept.words(remark),
        }

    def _refuse_future(self, work: UnitOfWork) -> None:
        now = work.clock.now().astimezone(VIETNAM)
        if self.done_on > now.date():
            raise BadInput(N_("Ngày làm ở tương lai; hãy ghi khi đã làm.")).at("done_on")
        if self.done_at and datetime.combine(self.done_on, self.done_at, VIETNAM) > now:
            raise BadInput(N_("Giờ làm ở tương lai; hãy ghi khi đã làm.")).at("done_at")


def _refuse_void(state: Value, number: Value) -> None:
    if state != "issued":
        raise Conflict(N_("Số {number} đã được hủy trước đó."), number=number)


def _own_task(work: UnitOfWork, session: Session, book: Book, record: RecordId) -> OfficeTask:
    session.role.must_write(REGISTERS[RESULTS])
    task = task_of(session.queries, book, record)
    if task.unit != work.unit:
        raise NotAllowed(N_("Việc này thuộc đơn vị khác; đơn vị đó tự ghi kết quả."))
    return task


def _own_result(work: UnitOfWork, session: Session, record: RecordId) -> tuple[OfficeTask, Result]:
    """A result of this office and the task it is about."""
    row = work.row(RESULTS, record)
    book: Book = "plan_tasks" if row["task"] else "set_tasks"
    task = _own_task(work, session, book, str(row["task"] or row["set_task"]))
    result = task.result(record)
    if result is None or row["unit_id"] != work.unit:
        raise NotAllowed(N_("Việc này thuộc đơn vị khác; đơn vị đó tự ghi kết quả."))
    return task, result


def _opening(work: UnitOfWork, session: Session, task: OfficeTask, key: str) -> Opening:
    """The opening a key names; of a continuous task the one that runs, where none is named."""
    found = _openings(work, session, task)
    if not key and task.when.kind == "continuous" and found:
        return found[-1]
    for each in found:
        if each.key == key:
            return each
    raise NotFound(N_("Không còn lần phải làm này; hãy xem lại danh sách việc."))


def _openings(work: UnitOfWork, session: Session, task: OfficeTask) -> tuple[Opening, ...]:
    until = work.clock.now().astimezone(VIETNAM).date() + AHEAD
    events = events_of(session.queries, work.unit) if task.when.kind == "event" else ()
    return task.openings(until, calendar_of(session), events)


def _has_begun(work: UnitOfWork, session: Session, task: OfficeTask, key: str, day: date) -> bool:
    """Whether what an event opened had happened by a day."""
    if task.when.kind != "event":
        return True
    found = (each for each in _openings(work, session, task) if each.key == key)
    return all(each.first <= day for each in found)


def _refuse_village(work: UnitOfWork, task: OfficeTask, village: RecordId) -> None:
    if not village:
        return
    if not task.each_village and village != task.village:
        raise BadInput(N_("Việc này không giao cho từng thôn, khu phố.")).at("village")
    if work.row("villages", village)["unit_id"] != work.unit:
        raise NotAllowed(N_("Thôn, khu phố này thuộc đơn vị khác."))


def _refuse_twice(task: OfficeTask, key: str, village: RecordId, day: date) -> None:
    """One result is enough; a second click is a slip.  A look back is another on another day."""
    for each in task.results:
        if (each.opening, each.village) == (key, village) and (key or each.on == day):
            raise Conflict(
                N_("Lần này đã ghi kết quả ngày {day}; hãy sửa kết quả đó."), day=show_date(each.on)
            )


def _add_proofs(
    work: UnitOfWork, session: Session, result: RecordId, proofs: Iterable[NewProof]
) -> tuple[RecordId, ...]:
    return tuple(
        work.insert(PROOFS, {"result": result, **each.values(work, session)}) for each in proofs
    )
