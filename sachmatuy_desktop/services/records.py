"""Adding, editing and removing a record of any register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register, Scope
from sachmatuy_desktop.domain.registers.values import check, known_with
from sachmatuy_desktop.errors import N_, Conflict, NotAllowed
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.sync.travelled import refuse_travelled
from sachmatuy_desktop.storage.references import pointing_at
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

PAPERS: Final = "documents"
"""The outgoing book: what stands in it is kept."""


@dataclass(frozen=True)
class SaveRecord:
    """Add a record (`record` is None) or write the fields of one that changed.

    `loaded` is the record as the form showed it; a field somebody else has written since is refused
    with `Conflict`.  The result is the record's id.
    """

    register: str
    record: RecordId | None
    values: Mapping[str, Value]
    loaded: Mapping[str, Value] | None = None
    why: str = ""

    @property
    def act(self) -> str:
        """Adding and editing are two acts."""
        return f"records.{'save' if self.record else 'add'}:{self.register}"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput`, `Conflict`, `NotAllowed` or `NotFound`."""
        book = REGISTERS[self.register]
        session.role.must_write(book)
        refuse_written_by_program(book)
        if book.scope is Scope.DOWN:
            must_receive(session, book)
        for name in self.values:
            if not session.role.may_see(book[name]):
                raise NotAllowed(
                    N_("Tài khoản của bạn không được ghi vào sổ «{register}»."),
                    register=book.title,
                )
        if self.record is None:
            refuse_incomplete(book, self.values, work)
            return work.insert(self.register, self.values, unit=_unit_for(book, self.values, work))
        row = work.row(self.register, self.record)
        refuse_other_unit(book, row, work, session)
        refuse_incomplete(book, {**row, **self.values}, work)
        work.update(self.register, self.record, self.values, self.loaded)
        return self.record


@dataclass(frozen=True)
class RemoveRecord:
    """Take a record out of its book, with what stands only under it; it can be undone.

    Refused while other records still speak of it.
    """

    register: str
    record: RecordId
    why: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return f"records.remove:{self.register}"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `Conflict` naming what still points at the record, `NotAllowed`, `NotFound`."""
        book = REGISTERS[self.register]
        session.role.must_write(book)
        refuse_written_by_program(book)
        refuse_other_unit(book, work.row(self.register, self.record), work, session)
        refuse_travelled(work, self.register, [self.record])
        for pointing in pointing_at(work.connection, self.register, [self.record]):
            other = REGISTERS[pointing.register]
            if other.name == PAPERS:
                raise Conflict(
                    N_(
                        "Chưa xóa được: {count} văn bản đã phát hành nói về ghi chép này nên phải "
                        "giữ. Nếu ghi trùng, hãy gộp hai ghi chép."
                    ),
                    count=len(pointing.records),
                )
            if other.parent != pointing.field:
                raise Conflict(
                    N_("Chưa xóa được: còn {count} {one} liên quan. Hãy chuyển hoặc xóa trước."),
                    count=len(pointing.records),
                    one=other.one,
                )
            for child in pointing.records:
                _remove_attachments(work, pointing.register, child)
                work.remove(pointing.register, child)
        work.remove(self.register, self.record)


@dataclass(frozen=True)
class DecideValue:
    """Choose between values that two offices wrote without knowing of each other."""

    register: str
    record: RecordId
    field: str
    value: Value

    @property
    def act(self) -> str:
        """The act's id."""
        return "conflict.decide"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Write the chosen value, having seen all: the decision travels like any other change.

        Raises `NotAllowed`: only the office whose record it is decides.
        """
        book = REGISTERS[self.register]
        session.role.must_write(book)
        row = work.rows(self.register, [self.record])[self.record]
        refuse_other_unit(book, row, work, session)
        work.decide(self.register, self.record, self.field, self.value)


def _remove_attachments(work: UnitOfWork, register: str, record: RecordId) -> None:
    """What is attached to a record that goes, goes with it, and comes back with it."""
    for pointing in pointing_at(work.connection, register, [record]):
        if REGISTERS[pointing.register].owner_kind:
            for attachment in pointing.records:
                work.remove(pointing.register, attachment)


def must_receive(session: Session, book: Register) -> None:
    """Raise `NotAllowed` unless a receiving office's account may write into the book."""
    session.role.must_write(book)
    if session.store.facts.kind != "receiving":
        raise NotAllowed(N_("Chỉ cơ quan tiếp nhận ghi vào sổ này."))


def refuse_incomplete(book: Register, values: Mapping[str, Value], work: UnitOfWork) -> None:
    """Raise `BadInput` for the first thing that is wrong with a whole record."""

    def read(register: str, record: RecordId) -> Mapping[str, Value] | None:
        return work.rows(register, [record]).get(record)

    complaints = check(book, known_with(book, values, read))
    if complaints:
        raise complaints[0]


def refuse_written_by_program(book: Register) -> None:
    """Raise `NotAllowed` for a book that only the program's own acts write."""
    if book.by_program:
        raise NotAllowed(
            N_("Sổ «{register}» do chương trình ghi khi làm việc, không sửa tay được."),
            register=book.title,
        )


def _unit_for(book: Register, values: Mapping[str, Value], work: UnitOfWork) -> str:
    """Whose record it will be: what goes down belongs to the commune it is written for."""
    return str(values["addressee"]) if book.scope is Scope.DOWN else work.unit


def is_own(book: Register, row: Mapping[str, Value], unit: str, kind: str) -> bool:
    """Whether a record is to be written by an office of this unit and kind."""
    from_above = book.scope is Scope.DOWN
    return kind == "receiving" if from_above else row["unit_id"] == unit


def refuse_other_unit(
    book: Register, row: Mapping[str, Value], work: UnitOfWork, session: Session
) -> None:
    """Raise `NotAllowed` unless the record is this office's to write."""
    if not is_own(book, row, work.unit, session.store.facts.kind):
        raise NotAllowed(N_("Ghi chép này thuộc đơn vị khác. Hãy gửi ý kiến để đơn vị đó sửa."))
