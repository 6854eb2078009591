"""One thing done to many records: whole or not at all, undone as one, and told beforehand.

`survey` does the act without keeping it, so what it foretells is what then happens: how many
records are ready, how many say so already, and which are refused and why.  The act itself refuses
to begin while any of its records is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sachmatuy_desktop.domain.changes import DELETED, Act
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import N_, Conflict, KnownError, NotAllowed
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.records import (
    SaveRecord,
    refuse_other_unit,
    refuse_written_by_program,
)
from sachmatuy_desktop.services.sync.travelled import refuse_travelled
from sachmatuy_desktop.storage.queries import title_of
from sachmatuy_desktop.storage.references import Pointing, pointing_at
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["Bulk", "Refusal", "RemoveRecords", "SetField", "Survey", "may_set", "survey"]

Doing = Callable[[RecordId], bool]
"""Do it to one record: whether anything changed; raises a `KnownError` where it cannot be."""

STEP: Final = 50
"""Records between two reports of how far the work is."""


def silent(_done: int, _total: int) -> None:
    """Report to nobody."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record the act cannot be done to, what it is called, and why."""

    record: RecordId
    title: str
    why: KnownError


@dataclass(frozen=True, slots=True)
class Survey:
    """What an act would do: records changed, records that say so already, records refused.

    `written` counts, by register, every record that would be written, those that go along too.
    """

    ready: tuple[RecordId, ...]
    already: tuple[RecordId, ...]
    refused: tuple[Refusal, ...]
    written: Mapping[str, int]


@dataclass(frozen=True)
class Bulk:
    """An act on many records of one register; `report` hears how far it is and may stop it."""

    register: str
    records: tuple[RecordId, ...]
    report: Callable[[int, int], object] = field(default=silent, compare=False, kw_only=True)

    @property
    def act(self) -> str:
        """The act's id."""
        raise NotImplementedError

    def doing(self, work: UnitOfWork, session: Session) -> Doing:
        """What is done to each; raises a `KnownError` if it cannot be done to any."""
        raise NotImplementedError

    def run(self, work: UnitOfWork, session: Session) -> int:
        """Do it to all; the result is how many changed.

        Raises `Conflict` when one of them is refused, and what `doing` raises.
        """
        seen = self.look(work, session)
        if seen.refused:
            raise Conflict(
                N_("Chưa ghi gì: {count} {one} không ghi được. Hãy xem lại danh sách."),
                count=len(seen.refused),
                one=REGISTERS[self.register].one,
            )
        return len(seen.ready)

    def look(self, work: UnitOfWork, session: Session) -> Survey:
        """Do it to as many as can be; nothing is kept unless the unit of work is committed."""
        do = self.doing(work, session)
        rows = work.rows(self.register, self.records)
        ready: list[RecordId] = []
        already: list[RecordId] = []
        refused: list[Refusal] = []
        for number, record in enumerate(self.records):
            if number % STEP == 0:
                self.report(number, len(self.records))
            try:
                (ready if do(record) else already).append(record)
            except KnownError as error:
                title = title_of(REGISTERS[self.register], rows[record]) if record in rows else ""
                refused.append(Refusal(record, title, error))
        written = Counter(change.register for change in work.changes)
        return Survey(tuple(ready), tuple(already), tuple(refused), written)


def survey(command: Bulk, session: Session) -> Survey:
    """What the act would do now; it is done and taken back within one transaction."""
    with session.store.begin(Act(command.act, session.account)) as work:
        return command.look(work, session)


# -- any register ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class SetField(Bulk):
    """Write one value into one field of many records."""

    name: str = ""
    value: Value = None

    @property
    def act(self) -> str:
        """The act's id."""
        return f"records.set:{self.register}"

    def doing(self, work: UnitOfWork, session: Session) -> Doing:
        """Raises `NotAllowed` for a field that is each record's own."""
        book = REGISTERS[self.register]
        refusal = may_set(book, book[self.name], self.value)
        if refusal is not None:
            raise refusal
        session.role.must_write(book)
        rows = work.rows(self.register, self.records)

        def do(record: RecordId) -> bool:
            if record in rows and rows[record][self.name] == self.value:
                return False
            SaveRecord(self.register, record, {self.name: self.value}).run(work, session)
            return True

        return do


def may_set(book: Register, field: Field, value: Value = "") -> KnownError | None:
    """Why a field of many records cannot be given one value; None when it can.

    What tells a record from its neighbours, or says whose it is, is each record's own.
    """
    own = field.name in book.naming and field.kind in (Kind.NAME, Kind.TEXT)
    if book.by_program or own or field.kind is Kind.CITIZEN_NUMBER or field.name == book.parent:
        return NotAllowed(
            N_("«{field}» là của riêng từng {one}, không ghi chung được."),
            field=field.label,
            one=book.one,
        )
    if field.required and value is None:
        return NotAllowed(N_("«{field}» không được để trống."), field=field.label)
    return None


@dataclass(frozen=True)
class RemoveRecords(Bulk):
    """Take many records out of their book, each with what stands only under it."""

    @property
    def act(self) -> str:
        """The act's id."""
        return f"records.remove:{self.register}"

    def doing(self, work: UnitOfWork, session: Session) -> Doing:
        """Raises `NotAllowed`; of one record, `Conflict` while others still speak of it."""
        book = REGISTERS[self.register]
        session.role.must_write(book)
        refuse_written_by_program(book)
        work.rows(self.register, self.records)
        below, speaking = self._pointing(work)

        def do(record: RecordId) -> bool:
            row = work.row(self.register, record)
            refuse_other_unit(book, row, work, session)
            refuse_travelled(work, self.register, [record])
            if record in speaking:
                others = Counter(speaking[record])
                other, count = others.most_common(1)[0]
                raise Conflict(
                    N_("còn {count} {one} liên quan; hãy chuyển hoặc xóa trước"),
                    count=count,
                    one=REGISTERS[other].one,
                )
            for register, child in below.get(record, ()):
                if not work.rows(register, [child])[child][DELETED]:
                    work.remove(register, child)
            work.remove(self.register, record)
            return True

        return do

    def _pointing(
        self, work: UnitOfWork
    ) -> tuple[dict[RecordId, list[tuple[str, RecordId]]], dict[RecordId, list[str]]]:
        """By record, what stands under it, and the registers of what else speaks of it."""
        below: dict[RecordId, list[tuple[str, RecordId]]] = {}
        speaking: dict[RecordId, list[str]] = {}
        going = frozenset(self.records)
        for pointing in pointing_at(work.connection, self.register, self.records):
            rows = work.rows(pointing.register, pointing.records)
            stands_under = REGISTERS[pointing.register].parent == pointing.field
            attached = _attached(work, pointing) if stands_under else {}
            for key, row in rows.items():
                target = str(row[pointing.field])
                if stands_under:
                    below.setdefault(target, []).extend(attached.get(key, ()))
                    below[target].append((pointing.register, key))
                elif not (pointing.register == self.register and key in going):
                    speaking.setdefault(target, []).append(pointing.register)
        return below, speaking


def _attached(work: UnitOfWork, under: Pointing) -> dict[RecordId, list[tuple[str, RecordId]]]:
    """What is attached to records that go along, by record: it goes with them."""
    found: dict[RecordId, list[tuple[str, RecordId]]] = {}
    for pointing in pointing_at(work.connection, under.register, under.records):
        if REGISTERS[pointing.register].owner_kind:
            for key, row in work.rows(pointing.register, pointing.records).items():
                found.setdefault(str(row[pointing.field]), []).append((pointing.register, key))
    return found
