"""Deciding what two offices wrote without knowing of each other: one, or many in one act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.errors import N_, BadInput, Conflict
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.records import refuse_other_unit
from sachmatuy_desktop.services.shut_books import refuse_shut_choice
from sachmatuy_desktop.storage.sync import conflicts as reading
from sachmatuy_desktop.storage.sync.conflicts import Claim
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = [
    "Claim",
    "Decision",
    "Preference",
    "Settle",
    "may_be_told",
    "may_decide",
    "preferred",
    "undecided",
]


def undecided(office: Office) -> list[reading.Conflict]:
    """What waits for a decision and the account may see, by register and record."""
    role = office.info.role
    with office.store.reading() as connection:
        found = reading.conflicts(connection)
    return [each for each in found if may_be_told(role, each)]


def may_be_told(role: Role, conflict: reading.Conflict) -> bool:
    """Whether a role may see the book and every field that a conflict is about."""
    book = REGISTERS[conflict.register]
    return role.may_open(book) and all(
        name == DELETED or role.may_see(book[name]) or book[name].by_program
        for name in conflict.fields
    )


@dataclass(frozen=True)
class Decision:
    """The values that shall stand, by whoever has seen the acts `seen`."""

    register: str
    record: RecordId
    values: Mapping[str, Value]
    seen: frozenset[int]

    @classmethod
    def taking(cls, conflict: reading.Conflict, claim: Claim) -> Decision:
        """One of the claims; of a removed record an edit means that it stays."""
        values = {DELETED: 0} if claim in conflict.edits else dict(claim.values)
        return cls(conflict.register, conflict.record, values, conflict.entries)


@dataclass(frozen=True)
class Settle:
    """Decide, all in one act or nothing; the result is how many."""

    decisions: tuple[Decision, ...]

    @property
    def act(self) -> str:
        """The act's id."""
        return "conflict.decide"

    def run(self, work: UnitOfWork, session: Session) -> int:
        """Raises `BadInput` for nothing, `NotAllowed` for another office's record, `Conflict` when
        one of them has been decided, or has got another value, since it was looked at, or when it
        would change a book that is shut.
        """
        if not self.decisions:
            raise BadInput(N_("Hãy chọn ít nhất một giá trị."))
        for register, decisions in groupby(self.decisions, key=lambda each: each.register):
            self._settle(register, list(decisions), work, session)
        return len(self.decisions)

    def _settle(
        self, register: str, decisions: list[Decision], work: UnitOfWork, session: Session
    ) -> None:
        book = REGISTERS[register]
        session.role.must_write(book)
        found = reading.conflicts_of(work.connection, register, {each.record for each in decisions})
        waiting = {(each.record, each.entries) for each in found}
        rows = work.rows(register, [each.record for each in decisions])
        for each in decisions:
            refuse_other_unit(book, rows[each.record], work, session)
            if (each.record, each.seen) not in waiting:
                raise Conflict(
                    N_("Có chỗ vừa được chọn hoặc có thêm giá trị mới. Hãy xem lại danh sách.")
                )
            refuse_shut_choice(session.queries, register, rows[each.record], each.values)
            work.settle(register, each.record, each.values)


class Preference(StrEnum):
    """How many are decided at once; nothing is decided by itself."""

    SHOWN = "shown"  # what is shown now stays
    LATEST = "latest"  # what was written last, by the clocks of the PCs
    OWN = "own"  # what was written at this office
    OTHER = "other"  # what came from elsewhere


def preferred(conflicts: Iterable[reading.Conflict], how: Preference) -> tuple[Decision, ...]:
    """What each conflict comes to; one that the preference does not decide is left out: two
    different values from elsewhere, or none of this office.
    """
    found = []
    for each in conflicts:
        chosen = [Decision.taking(each, claim) for claim in _wanted(each, how)]
        if chosen and all(other == chosen[0] for other in chosen):
            found.append(chosen[0])
    return tuple(found)


def _wanted(conflict: reading.Conflict, how: Preference) -> Sequence[Claim]:
    claims = (*conflict.claims, *conflict.edits)
    match how:
        case Preference.SHOWN:
            return [each for each in claims if each.shown]
        case Preference.LATEST:
            return [max(claims, key=lambda each: (each.hlc, each.entry))]
        case Preference.OWN:
            return [each for each in claims if each.is_own]
        case Preference.OTHER:
            return [each for each in claims if not each.is_own]


def may_decide(office: Office, conflict: reading.Conflict) -> bool:
    """Whether this account at this office decides it, or another office has to."""
    book = REGISTERS[conflict.register]
    from_above = book.scope is Scope.DOWN
    ours = office.info.kind == RECEIVING if from_above else conflict.unit == office.info.unit_id
    return ours and office.info.role.may_act_on(book)
