"""Erasing what is kept of a person, where the law wants it: all of it, or what tells who it was.

The journal keeps that it was done, by whom, on what ground, and the hash of every line that went;
nothing brings the content back (`storage.erasures.erasing`).  A paper's number in the outgoing book
stays given; what the paper said of the person goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sachmatuy_desktop.domain.changes import DELETED, ERASE
from sachmatuy_desktop.domain.erasing import Way
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.packs.erasing import erasing_rules
from sachmatuy_desktop.services.access.looking import looked_at
from sachmatuy_desktop.services.bus import Outcome, Session
from sachmatuy_desktop.services.erasures.erasing_records import (
    ErasurePlan,
    Going,
    PersonRecords,
)
from sachmatuy_desktop.services.records import refuse_other_unit
from sachmatuy_desktop.storage.attachments import sweep
from sachmatuy_desktop.storage.backups.backup import FOLDER as BACKUPS
from sachmatuy_desktop.storage.erasures import erasures_list
from sachmatuy_desktop.storage.erasures.erasures_list import PEOPLE
from sachmatuy_desktop.storage.references import pointing_at, said_about
from sachmatuy_desktop.storage.row_reading import read_rows
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from sachmatuy_desktop.services.office import Office

__all__ = [
    "NAMES_SOMEBODY",
    "ErasePerson",
    "Erasing",
    "ErasurePlan",
    "Going",
    "clear_away",
    "erase_all_of",
    "erase_alone",
    "erase_person",
    "plan_erasure",
]

NAMES_SOMEBODY: Final = N_(
    "Đừng ghi họ tên, số giấy tờ của người này ở đây: nhật ký giữ dòng này mãi."
)
_LONGEST_DOCUMENT: Final = 200


class Erasing:
    """What every act that erases says of itself: its ground and its document, and no word of what
    it erases.
    """

    ground: str
    document: str

    @property
    def act(self) -> str:
        """The act's id: the law's erasing."""
        return ERASE

    @property
    def why(self) -> str:
        """Ground and document."""
        return f"{self.ground}: {' '.join(self.document.split())}"


@dataclass(frozen=True)
class ErasePerson(Erasing):
    """Erase a person's data on a ground of the rules, by the document that orders or allows it.

    With `keep_statistics` only what tells who it was goes, and every figure stays what it was.
    It cannot be undone.
    """

    person: RecordId
    ground: str
    document: str
    keep_statistics: bool

    def run(self, work: UnitOfWork, session: Session) -> ErasurePlan:
        """Raises `BadInput`, `NotAllowed`, `NotFound`; then nothing is erased."""
        session.role.must("keeps_data")
        erasing_rules().ground(self.ground)
        if not self.document.strip() or len(self.document) > _LONGEST_DOCUMENT:
            raise BadInput(N_("Hãy ghi số, ngày của văn bản làm căn cứ xóa.")).at("document")
        found = PersonRecords(work.connection, erasing_rules(), self.person, self.keep_statistics)
        if found.is_named_in(self.document):
            raise BadInput(NAMES_SOMEBODY).at("document")
        plan = found.plan(found.named_elsewhere(work.connection))
        erase_all_of(work, session, found)
        return plan


def erase_all_of(work: UnitOfWork, session: Session, found: PersonRecords) -> None:
    """Erase everything that is kept of a person.  Raises `NotAllowed`."""
    for each in found.records.values():
        row = work.rows(each.register, [each.record])[each.record]
        refuse_other_unit(REGISTERS[each.register], row, work, session)
        work.erase(each.register, each.record, each.left)


def erase_alone(
    work: UnitOfWork,
    session: Session,
    register: str,
    record: RecordId,
    *,
    keep_statistics: bool = False,
) -> None:
    """Erase one record, or what tells who it was, and whatever is or was attached to it.  Raises
    `NotAllowed`.
    """
    book, row = REGISTERS[register], work.rows(register, [record])[record]
    refuse_other_unit(book, row, work, session)
    for each in pointing_at(work.connection, register, [record], tombstones=True):
        if REGISTERS[each.register].owner_kind:
            for attached in each.records:
                work.erase(each.register, attached, {DELETED: 1})
    rules = erasing_rules()
    for said in said_about(work.connection, [record]):
        for about in read_rows(work.connection, said.register, said.records):
            left = rules.left_of(REGISTERS[said.register], about, Way.CLEAN)
            work.erase(said.register, str(about["id"]), left)
    way = Way.CLEAN if keep_statistics else Way.ERASE
    work.erase(register, record, rules.left_of(book, row, way))


def plan_erasure(office: Office, person: RecordId, *, keep_statistics: bool = True) -> ErasurePlan:
    """What erasing a person would do, before it is done; raises `NotFound`, `NotAllowed`."""
    office.info.role.must("keeps_data")
    with office.store.reading() as connection:
        found = PersonRecords(connection, erasing_rules(), person, keep_statistics)
        plan = found.plan(found.named_elsewhere(connection))
    looked_at(office.session, PEOPLE, person)
    return plan


def erase_person(office: Office, command: ErasePerson) -> Outcome:
    """Do it, and see to it that nothing is left on the disk beside the office file either.

    Raises as `ErasePerson.run` does, or `StorageTrouble`; then nothing is erased.
    """
    outcome = office.run(command)
    clear_away(office)
    return outcome


def clear_away(office: Office) -> None:
    """Let go of attached contents that nobody speaks of and of the older pages in the log, and
    remember beside the backups what was erased.
    """
    sweep(office.store)
    office.store.fold_log()
    folder, backups = office.store.folder, office.store.folder / BACKUPS
    with office.store.reading() as connection:
        known = erasures_list.standing(connection)
    erasures_list.write(folder, office.keys.device, known)
    if backups.is_dir():
        erasures_list.carry(folder, backups, office.keys.device)
