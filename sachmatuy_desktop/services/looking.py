"""Who looked at a person's record: one note in the journal for a record, account and quarter hour.

The note names the record by its id; the journal's author is who looked.  It is written on the
worker and never holds up what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.registers.register import Register, Scope
from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.unit_of_work import Act

__all__ = ["VIEW", "is_watched", "looked_at"]

VIEW: Final = "view.record"
QUARTER: Final = timedelta(minutes=15)


def is_watched(register: Register) -> bool:
    """Whether it is kept who looks at a register's records: persons, and what is sensitive."""
    return register.name == "people" or register.sensitivity is Sensitivity.SENSITIVE


def looked_at(office: Office, register: str, records: str | Iterable[str]) -> int:
    """Note that the account looked at a record, or at several at once; how many were noted.

    Again within a quarter of an hour is not noted.  A full disk does not keep anybody from
    reading.  Blocks; to be called on the worker.
    """
    if not is_watched(REGISTERS[register]):
        return 0
    wanted = (records,) if isinstance(records, str) else tuple(records)
    seen, now = office.looked, office.clock.now()
    fresh = [
        each for each in dict.fromkeys(wanted) if not _is_recent(seen.get((register, each)), now)
    ]
    if not fresh:
        return 0
    with suppress(StorageTrouble):
        with office.store.noting(Act(VIEW, office.account.name)) as work:
            for each in fresh:
                work.note(Scope.LOCAL, f"{register}/{each}")
            work.commit()
        seen.update({(register, each): now for each in fresh})
        return len(fresh)
    return 0


def _is_recent(last: datetime | None, now: datetime) -> bool:
    return last is not None and abs(now - last) < QUARTER
