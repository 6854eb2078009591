"""What came in bundles and is not in the books: set aside with a reason, waiting for others, or
taken out again with its whole bundle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.sync.parking import Waiting, waiting
from sachmatuy_desktop.storage.sync.quarantine import SetAside, count_aside, things_aside
from sachmatuy_desktop.storage.sync.undone import KeptOfUndone, kept_of

__all__ = ["LISTED", "AsideHere", "aside_here"]

LISTED: Final = 500
"""Lines told one by one; of more the number is said."""


@dataclass(frozen=True, slots=True)
class AsideHere:
    """Everything that came and is not in the books; `names` tells the records that are, `undone`
    what is kept of bundles that were taken out again.
    """

    lines: Sequence[SetAside]
    count: int
    waiting: Sequence[Waiting]
    names: Mapping[RecordId, str]
    undone: Sequence[KeptOfUndone] = ()


def aside_here(office: Office) -> AsideHere:
    """What is set aside (the newest `LISTED` lines), what waits, and what was undone."""
    with office.store.reading() as connection:
        lines, count = things_aside(connection, LISTED), count_aside(connection)
        parked, undone = waiting(connection), kept_of(connection)
    return AsideHere(lines, count, parked, _names(office, lines), undone)


def _names(office: Office, lines: Sequence[SetAside]) -> dict[RecordId, str]:
    """What the records are called that the account may see: least rights hold here too."""
    of_register: dict[str, set[RecordId]] = defaultdict(set)
    for each in lines:
        if each.register in REGISTERS and office.info.role.may_open(REGISTERS[each.register]):
            of_register[each.register].add(each.record)
    found: dict[RecordId, str] = {}
    for register, records in of_register.items():
        found |= office.queries.names(register, sorted(records))
    return found
