"""How far a record of a commune has gone on its way up: not sent, sent, received, sent back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.sync.returns_reading import visible_returns
from sachmatuy_desktop.storage.sync import post
from sachmatuy_desktop.storage.sync.carried import carried
from sachmatuy_desktop.sync.outgoing import UP

__all__ = ["RecordWay", "Way", "travels_up", "way_of"]


class Way(StrEnum):
    """Where the newest writing of a record is."""

    UNSENT = "unsent"
    SENT = "sent"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class RecordWay:
    """`way` is that of its newest writing; `sent` and `received` are stamps of its first one.

    `received` is when the receiving office took in the bundle that brought it, by its receipt or
    slip; "" where it is known to be held and not since when.
    """

    way: Way
    sent: str = ""
    received: str = ""
    arrived: bool = False
    returned: tuple[str, ...] = ()
    """What of it was sent back and waits for an answer."""


def travels_up(register: str) -> bool:
    """Whether a register is reported to the receiving office at all."""
    return Scope(REGISTERS[register].scope) in UP


def way_of(office: Office, register: str, record: RecordId) -> RecordWay | None:
    """How far a record has gone; None where nothing of it goes anywhere.

    That is so at a receiving office, of registers that stay, and while nobody above is trusted.
    """
    if office.info.kind == RECEIVING or not travels_up(register):
        return None
    with office.store.reading() as connection:
        uppers = [each.key_id for each in post.partners(connection) if each.role == "upper"]
        if not uppers:
            return None
        found = carried(connection, [record], uppers).get(record)
        if found is None:
            return None
        told = found.received and found.sent
        received = post.taken_in_since(connection, uppers, str(found.sent)) if told else ""
    way = Way.RECEIVED if found.held else Way.SENT if found.whole else Way.UNSENT
    returned = tuple(
        each.returned.question.subject
        for each in visible_returns(office.session, office.info.unit_id)
        if each.standing.is_open
        and (each.returned.subject.book, each.returned.subject.record) == (register, record)
    )
    return RecordWay(way, found.sent or "", received, found.received, returned)
