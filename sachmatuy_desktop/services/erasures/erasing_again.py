"""Erasing anew what an older backup brought back, before anybody is shown it.

What was erased stands in a list beside the office file that the device signed
(`storage.erasures.erasures_list`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sachmatuy_desktop.domain.changes import ERASE, Act
from sachmatuy_desktop.domain.erasing import Way
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, NotAllowed
from sachmatuy_desktop.packs.erasing import erasing_rules
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.erasures.erasing import erase_all_of, erase_alone
from sachmatuy_desktop.services.erasures.erasing_records import (
    HOUSEHOLDS,
    PersonRecords,
    as_it_stands,
    nameless_home,
)
from sachmatuy_desktop.services.records import is_own, refuse_other_unit
from sachmatuy_desktop.storage.attachments import sweep
from sachmatuy_desktop.storage.erasures import erasures_list
from sachmatuy_desktop.storage.erasures.erasing import strip_undone
from sachmatuy_desktop.storage.erasures.erasing_copies import forget_copies
from sachmatuy_desktop.storage.erasures.erasures_list import PEOPLE, Erasure
from sachmatuy_desktop.storage.keys.keyring_device import DeviceKeys
from sachmatuy_desktop.storage.row_reading import read_rows
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["EraseAgain", "repeat_erasures"]


@dataclass(frozen=True)
class EraseAgain:
    """Erase anew what had been erased before this file was taken back from a backup.

    Whoever opens the file may, because it was decided before: the list that the device signed, and
    nothing else, says so.  `listed` is what it names, read and proved once for all of them.
    """

    erasure: Erasure
    listed: frozenset[Erasure] = field(repr=False)

    @property
    def act(self) -> str:
        """The act's id."""
        return ERASE

    @property
    def why(self) -> str:
        """The ground and the document of the first time."""
        return self.erasure.why

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `NotFound`, and `NotAllowed` for whatever no signed list names."""
        said = self.erasure
        if said not in self.listed:
            raise NotAllowed(N_("Danh sách đã xóa của cơ quan không có người này."))
        keep = said.keep_statistics
        if said.register == PEOPLE:
            found = PersonRecords(work.connection, erasing_rules(), said.record, keep)
            erase_all_of(work, session, found)
        elif said.with_person:
            _erase_part(work, session, said)
        else:
            erase_alone(work, session, said.register, said.record, keep_statistics=keep)


def _erase_part(work: UnitOfWork, session: Session, said: Erasure) -> None:
    """Erase what was a part of a person and is none in this file: it was made one only later, or
    spoke of another then.
    """
    book, rules = REGISTERS[said.register], erasing_rules()
    row = work.rows(said.register, [said.record])[said.record]
    refuse_other_unit(book, row, work, session)
    if said.register == HOUSEHOLDS:
        left = as_it_stands(HOUSEHOLDS, row) | nameless_home(rules)
    else:
        stays = said.keep_statistics or book.parent is None
        left = rules.left_of(book, row, rules.way_of(book) if stays else Way.ERASE)
    work.erase(said.register, said.record, left)


def repeat_erasures(session: Session, device: DeviceKeys) -> int:
    """Erase anew whatever the list beside the office file names and the file still holds: it was
    taken up again from an older backup.  Returns how many records; raises `StorageTrouble`.

    Of what another office wrote this one forgets its copy: that office says again what is left of
    it, with its next bundle.
    """
    store = session.store
    listed = frozenset(erasures_list.listed(store.folder, device))
    with store.reading() as connection:
        standing = erasures_list.standing(connection)
        known = {each.record for each in standing}
        again = [each for each in listed if each.record not in known]
        held = _held(connection, again)
    # A power cut came between an erasing and what follows it.
    cut_off = not known <= {each.record for each in listed}
    copies: dict[str, dict[RecordId, tuple[str, str]]] = {}
    done: set[RecordId] = set()
    for each in sorted(held, key=_in_turn):
        row = held[each]
        if not is_own(REGISTERS[each.register], row, store.facts.unit_id, store.facts.kind):
            mine = copies.setdefault(each.why, {})
            mine[each.record] = (each.register, str(row["unit_id"]))
        elif each.record not in done:
            outcome = execute(EraseAgain(each, listed), session)
            done |= {record for _register, record in outcome.changed}
    for why, records in copies.items():
        forget_copies(store, Act(ERASE, session.account, why), records)
    if again:
        with store.writing() as connection:
            strip_undone(connection, {each.record for each in again})
    if held or cut_off:
        erasures_list.write(store.folder, device, standing)
        sweep(store)
        store.fold_log()
    return len(held)


def _in_turn(each: Erasure) -> tuple[bool, bool, Erasure]:
    """Persons and what was erased alone first, then what was a part of them, files last."""
    return bool(REGISTERS[each.register].owner_kind), each.with_person, each


def _held(
    connection: Connection, erasures: Iterable[Erasure]
) -> dict[Erasure, Mapping[str, Value]]:
    """Of what was erased that which an office file holds, with its row."""
    by_record = {(each.register, each.record): each for each in erasures}
    ids: defaultdict[str, list[RecordId]] = defaultdict(list)
    for register, record in by_record:
        ids[register].append(record)
    return {
        by_record[book.name, str(row["id"])]: row
        for book in REGISTERS
        if book.name in ids
        for row in read_rows(connection, book.name, ids[book.name])
    }
