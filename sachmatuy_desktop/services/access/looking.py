"""Who looked at a person's record: one note in the journal for a record, account and quarter hour.

The note names the record by its id; the journal's author is who looked.  It is written on the
worker and never holds up what is shown.  A look at what hangs under a person, at a file attached to
one or at a paper about one is a look at the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Sensitivity
from sachmatuy_desktop.domain.registers.register import Register, Scope
from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.storage.evidence import checkpoints

__all__ = ["VIEW", "is_watched", "looked_at", "tells_of_a_person"]

VIEW: Final = "view.record"
PEOPLE: Final = "people"
PERSON: Final = "person"
"""The field by which a record says whom it is about."""
OWNER: Final = "owner"
OWNER_KIND: Final = "owner_kind"
"""The fields by which an attachment says whose it is."""
QUARTER: Final = timedelta(minutes=15)

Key = tuple[str, RecordId]


def is_watched(register: Register) -> bool:
    """Whether it is kept who looks at a register's records: persons, and what is sensitive."""
    return register.name == PEOPLE or register.sensitivity is Sensitivity.SENSITIVE


def tells_of_a_person(register: Register) -> bool:
    """Whether a look at a register's records is kept, as one of theirs or as one of a person's."""
    return is_watched(register) or bool({PERSON, OWNER_KIND} & register.by_name.keys())


def looked_at(session: Session, register: str, records: RecordId | Iterable[RecordId]) -> int:
    """Note that the account looked at a record, or at several at once; how many were noted.

    Again within a quarter of an hour is not noted.  A full disk does not keep anybody from
    reading.  Blocks; to be called on the worker, outside an act.
    """
    book = REGISTERS[register]
    if not tells_of_a_person(book):
        return 0
    wanted = (records,) if isinstance(records, str) else tuple(dict.fromkeys(records))
    seen, now = session.looked, session.store.clock.now()
    keys = dict.fromkeys((*_of_its_own(book, wanted), *_behind(session, book, wanted)))
    fresh = [each for each in keys if not _is_recent(seen.get(each), now)]
    if not fresh:
        return 0
    with suppress(StorageTrouble):
        with session.store.noting(Act(VIEW, session.account)) as work:
            for name, record in fresh:
                work.note(Scope.LOCAL, f"{name}/{record}")
            work.commit()
        seen.update(dict.fromkeys(fresh, now))
        if checkpoints.is_due(session.store):
            session.checkpoint()
        return len(fresh)
    return 0


def _of_its_own(book: Register, records: Iterable[RecordId]) -> Iterator[Key]:
    if is_watched(book):
        yield from ((book.name, each) for each in records)


def _behind(session: Session, book: Register, records: Iterable[RecordId]) -> Iterator[Key]:
    """The persons whom records are about, as far as the account may read that."""
    if not {PERSON, OWNER_KIND} & book.by_name.keys():
        return
    for row in session.queries.rows(book.name, list(records)).values():
        if PERSON in book.by_name and row[PERSON]:
            yield PEOPLE, str(row[PERSON])
        elif OWNER_KIND in book.by_name and row[OWNER_KIND] == PEOPLE:
            yield PEOPLE, str(row[OWNER])
        elif OWNER_KIND in book.by_name and row[OWNER_KIND] in REGISTERS:
            owner = REGISTERS[str(row[OWNER_KIND])]
            yield from _behind(session, owner, [str(row[OWNER])])


def _is_recent(last: datetime | None, now: datetime) -> bool:
    return last is not None and abs(now - last) < QUARTER
