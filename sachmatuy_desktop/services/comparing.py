"""Two records side by side: what each says and what stands under each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.merging import fuller_first
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, NotAllowed, NotFound
from sachmatuy_desktop.services.access.looking import looked_at
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.storage.references import pointing_at
from sachmatuy_desktop.storage.role_queries import queries_seen_by

Row = Mapping[str, Value]


@dataclass(frozen=True)
class Beneath:
    """What of one register points at each of two records by one field: the ids, side by side."""

    register: str
    field: str
    first: tuple[RecordId, ...]
    second: tuple[RecordId, ...]


@dataclass(frozen=True)
class Comparison:
    """Two records as they stand; `first` is the one proposed to be kept."""

    register: str
    first: Row
    second: Row
    beneath: tuple[Beneath, ...]
    is_ours: bool

    @property
    def ids(self) -> tuple[RecordId, RecordId]:
        """The first and the second."""
        return str(self.first["id"]), str(self.second["id"])


def compare(session: Session, register: str, one: RecordId, other: RecordId) -> Comparison:
    """Read two records and what stands under them, as far as the role may see it; for the worker.

    The look at both is noted.

    Raises `NotAllowed`, or `NotFound` when one of them is gone.
    """
    book = REGISTERS[register]
    if not session.role.may_name(book):
        raise NotAllowed(N_("Tài khoản của bạn không được làm việc này."))
    rows = queries_seen_by(session.store, session.role).rows(register, [one, other])
    if len(rows) < 2 or any(row[DELETED] for row in rows.values()):
        raise NotFound(N_("Một trong hai bản vừa bị xóa hoặc đã gộp. Hãy xem lại danh sách."))
    looked_at(session, register, (one, other))
    first, second = rows[one], rows[other]
    if not fuller_first(book, first, second):
        first, second = second, first
    unit = session.store.facts.unit_id
    ours = first["unit_id"] == unit and second["unit_id"] == unit
    return Comparison(register, first, second, _beneath(session, register, first, second), ours)


def _beneath(session: Session, register: str, first: Row, second: Row) -> tuple[Beneath, ...]:
    with session.store.reading() as connection:
        sides = [
            {
                (each.register, each.field): each.records
                for each in pointing_at(connection, register, [str(row["id"])])
                if session.role.may_open(REGISTERS[each.register])
            }
            for row in (first, second)
        ]
    keys = list(dict.fromkeys([*sides[0], *sides[1]]))
    order = {each.name: place for place, each in enumerate(REGISTERS)}
    keys.sort(key=lambda key: order[key[0]])
    return tuple(Beneath(*key, sides[0].get(key, ()), sides[1].get(key, ())) for key in keys)
