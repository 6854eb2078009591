"""Erasing what is kept of a person, where the law wants it: all of it, or what tells who it was.

The journal keeps that it was done, by whom, on what ground, and the hash of every line that went;
nothing brings the content back (`storage.erasing`).  A paper's number in the outgoing book stays
given; what the paper said of the person goes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from sachmatuy_desktop.domain.changes import DELETED, ERASE
from sachmatuy_desktop.domain.erasing import ErasingRules, Way
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind, RecordId, Value
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_, BadInput, NotAllowed, NotFound
from sachmatuy_desktop.packs.erasing import erasing_rules
from sachmatuy_desktop.services.bus import Outcome, Session, execute
from sachmatuy_desktop.services.looking import looked_at
from sachmatuy_desktop.services.records import is_own, refuse_other_unit
from sachmatuy_desktop.storage import erasures_list
from sachmatuy_desktop.storage.attachments import sweep
from sachmatuy_desktop.storage.backup import FOLDER as BACKUPS
from sachmatuy_desktop.storage.erasing_copies import forget_copies
from sachmatuy_desktop.storage.erasures_list import PEOPLE, Erasure
from sachmatuy_desktop.storage.following import ever_said
from sachmatuy_desktop.storage.keyring_device import DeviceKeys
from sachmatuy_desktop.storage.merged import gone_into
from sachmatuy_desktop.storage.references import pointing_at
from sachmatuy_desktop.storage.row_reading import read_rows
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.unit_of_work import Act, UnitOfWork

if TYPE_CHECKING:
    from sachmatuy_desktop.services.office import Office

__all__ = [
    "ErasePerson",
    "Erasing",
    "ErasurePlan",
    "Going",
    "clear_away",
    "erase_alone",
    "erase_person",
    "plan_erasure",
    "repeat_erasures",
]

HOUSEHOLDS: Final = "households"
_LONGEST_DOCUMENT: Final = 200
_WORDS: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.NAME})


@dataclass(frozen=True, slots=True)
class Going:
    """What becomes of a book's records: `erased` leave nothing, `cleaned` what is no sign of who
    it was.
    """

    register: str
    erased: int
    cleaned: int


@dataclass(frozen=True)
class ErasurePlan:
    """What erasing a person would do.

    `files` are attached contents that go.  `named_elsewhere` counts, by register, records of others
    in which the name stands too: they are told, never changed.
    """

    person: RecordId
    name: str
    keep_statistics: bool
    books: tuple[Going, ...]
    files: int
    named_elsewhere: Mapping[str, int]


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
        return _erase(work, session, self.person, keep_statistics=self.keep_statistics)


@dataclass(frozen=True)
class EraseAgain:
    """Erase anew what had been erased before this file was taken back from a backup.

    Whoever opens the file may, because it was decided before: the list that the device signed, and
    nothing else, says so.
    """

    erasure: Erasure
    device: DeviceKeys

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
        if said not in erasures_list.listed(session.store.folder, self.device):
            raise NotAllowed(N_("Danh sách đã xóa của cơ quan không có người này."))
        if said.register == PEOPLE:
            _erase(work, session, said.record, keep_statistics=said.keep_statistics)
        else:
            erase_alone(work, session, said.register, said.record)


def _erase(
    work: UnitOfWork, session: Session, person: RecordId, *, keep_statistics: bool
) -> ErasurePlan:
    found = _Found(work.connection, erasing_rules(), person, keep_statistics)
    named = found.named_elsewhere(work.connection)
    for each in found.records.values():
        row = work.rows(each.register, [each.record])[each.record]
        refuse_other_unit(REGISTERS[each.register], row, work, session)
        work.erase(each.register, each.record, each.left)
    return found.plan(named)


def erase_alone(work: UnitOfWork, session: Session, register: str, record: RecordId) -> None:
    """Erase one record, and whatever is or was attached to it.  Raises `NotAllowed`."""
    refuse_other_unit(REGISTERS[register], work.rows(register, [record])[record], work, session)
    for each in pointing_at(work.connection, register, [record], tombstones=True):
        if REGISTERS[each.register].owner_kind:
            for attached in each.records:
                work.erase(each.register, attached, {DELETED: 1})
    work.erase(register, record, {DELETED: 1})


def plan_erasure(office: Office, person: RecordId, *, keep_statistics: bool = True) -> ErasurePlan:
    """What erasing a person would do, before it is done; raises `NotFound`, `NotAllowed`."""
    office.info.role.must("keeps_data")
    with office.store.reading() as connection:
        found = _Found(connection, erasing_rules(), person, keep_statistics)
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
        erasures_list.carry(folder, backups)


def repeat_erasures(session: Session, device: DeviceKeys) -> int:
    """Erase anew whatever the list beside the office file names and the file still holds: it was
    taken up again from an older backup.  Returns how many records; raises `StorageTrouble`.

    Of what another office wrote this one forgets its copy: that office says again what is left of
    it, with its next bundle.
    """
    store = session.store
    listed = erasures_list.listed(store.folder, device)
    with store.reading() as connection:
        standing = erasures_list.standing(connection)
        known = {each.record for each in standing}
        if known - {each.record for each in listed}:
            erasures_list.write(store.folder, device, standing)  # a power cut came in between
        again = [each for each in listed if each.record not in known]
        held = _held(connection, again)
    copies: dict[str, dict[RecordId, tuple[str, str]]] = {}
    done: set[RecordId] = set()
    for each in sorted(held, key=lambda each: (bool(REGISTERS[each.register].owner_kind), each)):
        row = held[each]
        if not is_own(REGISTERS[each.register], row, store.facts.unit_id, store.facts.kind):
            mine = copies.setdefault(each.why, {})
            mine[each.record] = (each.register, str(row["unit_id"]))
        elif not each.with_person and each.record not in done:
            outcome = execute(EraseAgain(each, device), session)
            done |= {record for _register, record in outcome.changed}
    for why, records in copies.items():
        forget_copies(store, Act(ERASE, session.account, why), records)
    if held:
        sweep(store)
        store.fold_log()
    return len(held)


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


# -- what is of the person -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Record:
    """One record of the person: what becomes of it, and the fields that are left."""

    register: str
    record: RecordId
    way: Way
    left: Mapping[str, Value]


@dataclass
class _Found:
    """Everything that is kept of a person, and what shall be left of it."""

    connection: Connection
    rules: ErasingRules
    person: RecordId
    keep_statistics: bool
    records: dict[RecordId, _Record] = field(default_factory=dict)
    name: str = ""
    files: int = 0

    def __post_init__(self) -> None:
        rows = {str(each["id"]): each for each in self._rows(PEOPLE, [self.person])}
        if self.person not in rows:
            raise NotFound(N_("Không còn người này trong sổ."))
        own = [self.person, *gone_into(self.connection, PEOPLE, self.person)]
        people = self._rows(PEOPLE, own)
        self.names = {fold(str(each)) for each in ever_said(self.connection, own, "full_name")}
        self.name = str(rows[self.person]["full_name"] or "")
        self._take(PEOPLE, people, Way.CLEAN if self.keep_statistics else Way.ERASE)
        homes = self._homes(people)
        self._keep_villages(people, homes)
        self._take_pointing(PEOPLE, own)
        self._take_households(homes)

    def plan(self, named: Mapping[str, int]) -> ErasurePlan:
        """The figures of it."""
        ways = Counter((each.register, each.way) for each in self.records.values())
        books = tuple(
            Going(book.name, ways[book.name, Way.ERASE], ways[book.name, Way.CLEAN])
            for book in REGISTERS
            if ways[book.name, Way.ERASE] or ways[book.name, Way.CLEAN]
        )
        return ErasurePlan(
            self.person, self.name, self.keep_statistics, books, self.files, dict(named)
        )

    def named_elsewhere(self, connection: Connection) -> Counter[str]:
        """How many other living records of each register have the name in one of their texts."""
        found: Counter[str] = Counter()
        if not self.name:
            return found
        for book in REGISTERS:
            texts = [each.name for each in book.fields if each.kind in _WORDS]
            if not texts:
                continue
            said = " OR ".join(f'instr("{each}", ?)' for each in texts)
            rows = connection.exec_driver_sql(
                f"SELECT id FROM {book.name} WHERE deleted = 0 AND ({said})",  # noqa: S608  (ours)
                (self.name,) * len(texts),
            )
            found[book.name] += sum(row.id not in self.records for row in rows)
        return +found

    def _rows(self, register: str, records: Sequence[RecordId]) -> list[dict[str, Value]]:
        return list(read_rows(self.connection, register, records))

    def _take(self, register: str, rows: Sequence[Mapping[str, Value]], way: Way) -> None:
        book = REGISTERS[register]
        for row in rows:
            record = str(row["id"])
            left = self.rules.left_of(book, row, way)
            self.records.setdefault(record, _Record(register, record, way, left))
            self.files += bool(book.owner_kind and row["sha256"])

    def _take_pointing(self, register: str, records: Sequence[RecordId]) -> None:
        """What points at records of the person, tombstones too, and what is attached to it."""
        for register_of, name, pointing in list(self._pointing(register, records)):
            fresh = [each for each in pointing if each not in self.records]
            book = REGISTERS[register_of]
            under = book.parent == name
            way = Way.ERASE if under and not self.keep_statistics else self.rules.way_of(book)
            rows = self._rows(register_of, fresh)
            self._take(register_of, rows, way)
            if not self.keep_statistics:
                self._let_go(name, fresh)
            self._take_attached(register_of, fresh)

    def _take_attached(self, register: str, records: Sequence[RecordId]) -> None:
        for register_of, _name, pointing in list(self._pointing(register, records)):
            if REGISTERS[register_of].owner_kind:
                fresh = [each for each in pointing if each not in self.records]
                self._take(register_of, self._rows(register_of, fresh), Way.ERASE)

    def _pointing(
        self, register: str, records: Sequence[RecordId]
    ) -> Iterator[tuple[str, str, tuple[RecordId, ...]]]:
        if records:
            found = pointing_at(self.connection, register, records, tombstones=True)
            for each in found:
                yield each.register, each.field, each.records

    def _let_go(self, name: str, records: Sequence[RecordId]) -> None:
        """What stays of others no longer names the person."""
        for record in records:
            known = self.records[record]
            if known.way is Way.CLEAN:
                self.records[record] = replace(known, left={**known.left, name: None})

    def _homes(self, people: Sequence[Mapping[str, Value]]) -> dict[RecordId, dict[str, Value]]:
        """The households they were entered in."""
        homes = sorted({str(each["household"]) for each in people if each["household"]})
        return {str(each["id"]): each for each in self._rows(HOUSEHOLDS, homes)}

    def _keep_villages(
        self,
        people: Sequence[Mapping[str, Value]],
        homes: Mapping[RecordId, Mapping[str, Value]],
    ) -> None:
        """Who lived in the village of a household goes on being counted there."""
        for row in people:
            known, home = self.records[str(row["id"])], homes.get(str(row["household"]))
            if known.way is Way.CLEAN and row["village"] is None and home is not None:
                left = {**known.left, "village": home["village"]}
                self.records[known.record] = replace(known, left=left)

    def _take_households(self, homes: Mapping[RecordId, Mapping[str, Value]]) -> None:
        """A household called by the person's name keeps everything but that."""
        book = REGISTERS[HOUSEHOLDS]
        for record, row in homes.items():
            if fold(str(row["head"] or "")) not in self.names:
                continue
            left = {each.name: row[each.name] for each in book.fields}
            left |= {
                "head": self.rules.placeholder,
                "citizen_number": None,
                "phone": None,
                "remark": None,
                DELETED: row[DELETED],
            }
            self.records[record] = _Record(HOUSEHOLDS, record, Way.CLEAN, left)
