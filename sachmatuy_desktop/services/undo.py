"""Taking an act back, as an act of its own: history keeps both.

An act is undone as a whole, and only while every field it wrote still says what it wrote; or one
field of one record is written back alone, which is an edit of its own (`UndoField`).
"""

from __future__ import annotations

from dataclasses import dataclass

from sachmatuy_desktop.domain.acts import may_be_undone, may_be_undone_in_part
from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.values import check
from sachmatuy_desktop.errors import N_, Conflict, NotAllowed, NotFound
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.sync.travelled import refuse_travelled
from sachmatuy_desktop.storage.attachments import purged
from sachmatuy_desktop.storage.past import (
    PastChange,
    act_of,
    fields_standing,
    moved_on,
    past_changes,
)
from sachmatuy_desktop.storage.references import pointing_at
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

_ERASED = N_(
    "Không hoàn tác được: nội dung đã ghi của việc này đã được xóa theo pháp luật,"
    " không còn ở máy này."
)


@dataclass(frozen=True)
class Undo:
    """Take back the act `undoes`.  Undoing an undoing does the act again."""

    undoes: str

    @property
    def act(self) -> str:
        """The act's id."""
        return "journal.undo"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `Conflict` where somebody has worked on since, `NotAllowed`, `NotFound`."""
        changes = past_changes(work.connection, self.undoes)
        if not changes:
            raise NotFound(N_("Việc này không có gì để hoàn tác."))
        if not may_be_undone(act_of(work.connection, self.undoes)):
            raise NotAllowed(N_("Việc này không hoàn tác được. Hãy ghi một việc mới để sửa lại."))
        for change in changes:
            session.role.must_write(REGISTERS[change.register])
            if change.received:
                raise NotAllowed(N_("Việc này do nơi khác làm nên không hoàn tác ở đây được."))
            if change.gone:
                raise NotAllowed(_ERASED)
        _refuse_carried(work, changes)
        _refuse_without_content(work, session, changes)
        moved = moved_on(work.connection, changes)
        if moved:
            raise Conflict(
                N_(
                    "Không hoàn tác được: {one} đã được sửa tiếp sau đó."
                    " Hãy hoàn tác việc sau trước."
                ),
                one=REGISTERS[moved.register].one,
            )
        _refuse_orphans(work, changes)
        for register in dict.fromkeys(change.register for change in changes):
            work.rows(register, [each.record for each in changes if each.register == register])
        for change in changes:
            work.put(change.register, change.record, change.opposite)


@dataclass(frozen=True)
class UndoField:
    """Write back what one field said before an act, leaving the rest of the act as it is.

    Fields that move together go back together.  It is an edit like any other, so it can itself be
    undone.
    """

    txn: str
    register: str
    record: RecordId
    field: str

    @property
    def act(self) -> str:
        """The act's id."""
        return f"journal.undo_field:{self.register}"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `Conflict` where the field has moved on, `BadInput`, `NotAllowed`, `NotFound`."""
        book = REGISTERS[self.register]
        change = self._change(work)
        session.role.must_write(book)
        if not (self.field in book.by_name and session.role.may_see(book[self.field])):
            raise NotAllowed(N_("Mục này không hoàn tác riêng được. Hãy hoàn tác cả việc."))
        if change.received:
            raise NotAllowed(N_("Việc này do nơi khác làm nên không hoàn tác ở đây được."))
        if change.created or not may_be_undone_in_part(act_of(work.connection, self.txn)):
            raise NotAllowed(N_("Mục này không hoàn tác riêng được. Hãy hoàn tác cả việc."))
        names = book.moving_together({self.field}) & set(change.written)
        if not names <= fields_standing(work.connection, change):
            raise Conflict(
                N_("«{field}» đã được sửa tiếp sau đó nên không hoàn tác riêng được."),
                field=book[self.field].label,
            )
        row = work.row(self.register, self.record)
        values = {name: change.opposite.get(name) for name in names}
        complaints = check(book, {**row, **values})
        if complaints:
            raise complaints[0]
        work.update(self.register, self.record, values)

    def _change(self, work: UnitOfWork) -> PastChange:
        for each in past_changes(work.connection, self.txn):
            named = (each.register, each.record) == (self.register, self.record)
            if named and self.field in each.written:
                return each
        raise NotFound(N_("Việc này không có gì để hoàn tác."))


def _refuse_carried(work: UnitOfWork, changes: list[PastChange]) -> None:
    """Refuse to let a record vanish that the office it was written for has been given already."""
    for register in dict.fromkeys(each.register for each in changes):
        going = [
            each.record
            for each in changes
            if each.register == register and each.opposite.get(DELETED) == 1
        ]
        refuse_travelled(work, register, going)


def _refuse_without_content(work: UnitOfWork, session: Session, changes: list[PastChange]) -> None:
    """Refuse to bring back an attachment whose content was cleared away for good."""
    coming = {
        each.record: each.register
        for each in changes
        if REGISTERS[each.register].owner_kind and each.opposite.get(DELETED) == 0
    }
    if purged(work.connection, session.store.files, coming):
        raise NotAllowed(
            N_("Không hoàn tác được: nội dung tệp đính kèm đã xóa đã được dọn hẳn khỏi máy này.")
        )


def _refuse_orphans(work: UnitOfWork, changes: list[PastChange]) -> None:
    """Refuse to take away a record that others, which stay and go on pointing at it, name."""
    going = [each for each in changes if each.opposite.get(DELETED) == 1]
    gone = {each.record for each in going}
    leaving = {(each.record, name) for each in changes for name in each.opposite}
    for register in dict.fromkeys(each.register for each in going):
        records = [each.record for each in going if each.register == register]
        for pointing in pointing_at(work.connection, register, records):
            staying = [
                each
                for each in pointing.records
                if each not in gone and (each, pointing.field) not in leaving
            ]
            if staying:
                raise Conflict(
                    N_("Không hoàn tác được: còn {count} {one} liên quan được ghi sau đó."),
                    count=len(staying),
                    one=REGISTERS[pointing.register].one,
                )
