"""What is kept of one person, and everything that was done with it: for whoever asks for it.

Read from the books and the journal; nothing is kept for it.  Lists and whole-village papers that
left the program name their people on the paper alone: they stand in «Sổ in», not here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.acts import act_title
from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.privacy import CATEGORIES
from sachmatuy_desktop.domain.registers.register import Register, Scope
from sachmatuy_desktop.domain.retention import RetentionKind
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_, BadInput, NotFound
from sachmatuy_desktop.packs.retention import category_of, retention_table
from sachmatuy_desktop.services.access.looking import VIEW, looked_at
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.notes import NotePrint, about_number, read_note
from sachmatuy_desktop.services.retention.rights import must_keep_data
from sachmatuy_desktop.storage.evidence.security_log import noted_about, noted_under
from sachmatuy_desktop.storage.history import HistoryLine, history_of
from sachmatuy_desktop.storage.merged import gone_into
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.references import pointing_at, said_about
from sachmatuy_desktop.storage.row_reading import read_rows
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync import post
from sachmatuy_desktop.storage.sync.carried import carried
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["Held", "NoteReport", "Trace", "TraceKind", "held_of", "traces_of"]

PEOPLE: Final = "people"
HOUSEHOLDS: Final = "households"
_OF_RESIDENTS: Final = frozenset(
    {PEOPLE, HOUSEHOLDS, "identity_docs", "guardians", "attachments_people", "accepted_findings"}
)
REPORTED: Final = "rights.report"
_FILE_SENT: Final = "transfer.send"
_FILE_TAKEN: Final = ("attachment.print", "attachment.export")


class TraceKind(StrEnum):
    """What was done with the data; the value is the word on the screen."""

    WRITTEN = N_("Ghi, sửa")
    VIEWED = N_("Xem")
    PRINTED = N_("In, lưu văn bản")
    REPORTED = N_("Báo cáo dữ liệu")
    SENT = N_("Gửi")


@dataclass(frozen=True, slots=True)
class Held:
    """What one book holds of the person: how many records, which columns are filled, by kind of
    data, and why it is kept.
    """

    register: str
    title: str
    count: int
    fields: tuple[tuple[str, tuple[str, ...]], ...]
    """Code of `CATEGORIES`, labels of the filled columns."""
    purpose: str
    basis: str


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that was done: when (as the journal keeps moments), by whom, what, to what."""

    at: str
    by: str
    kind: TraceKind
    title: str
    about: str


@dataclass(frozen=True)
class NoteReport:
    """Say that the report of a person was taken out, and what for; never who it is by name."""

    person: RecordId
    purpose: str

    @property
    def act(self) -> str:
        """The act's id."""
        return REPORTED

    @property
    def why(self) -> str:
        """Register and id of the person, and the purpose."""
        return f"{PEOPLE}/{self.person}; {' '.join(self.purpose.split())}"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """An entry without changes; raises `BadInput` without a purpose, `NotAllowed`."""
        must_keep_data(session.role)
        if not self.purpose.strip():
            raise BadInput(N_("Hãy ghi mục đích.")).at("purpose")
        work.row(PEOPLE, self.person)
        work.note(Scope.LOCAL, self.why)


def held_of(office: Office, person: RecordId) -> list[Held]:
    """Book by book; raises `NotAllowed`, `NotFound`."""
    must_keep_data(office.info.role)
    if person not in office.queries.rows(PEOPLE, [person]):
        raise NotFound(N_("Không còn người này trong sổ."))
    looked_at(office.session, PEOPLE, person)
    with office.store.reading() as connection:
        found = _records_of(connection, person)
    managed = bool(office.queries.children("episodes", "person", person))
    return [
        _held(office, book, sorted(found[book.name]), managed=managed)
        for book in REGISTERS
        if book.name in found
    ]


def traces_of(office: Office, person: RecordId) -> list[Trace]:
    """Everything that the journal of this PC tells, the newest first; raises `NotAllowed`."""
    must_keep_data(office.info.role)
    looked_at(office.session, PEOPLE, person)
    with office.store.reading() as connection:
        records = _records_of(connection, person, tombstones=True)
        every = [each for ids in records.values() for each in ids]
        lines = history_of(connection, every)
    found = [
        *(_written(each) for each in lines if office.info.role.may_name(REGISTERS[each.register])),
        *(each for one in _own(office, person) for each in _notes(office, one)),
        *_prints(office, person),
        *_copies(office, records),
        *_sent(office, every),
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _own(office: Office, person: RecordId) -> list[RecordId]:
    """The record of the person, and those that were merged into it."""
    return [person, *office.queries.gone_into(PEOPLE, person)]


def _records_of(
    connection: Connection, person: RecordId, *, tombstones: bool = False
) -> dict[str, set[RecordId]]:
    """By register what is the person's or speaks of it: what was merged into it, what points at it,
    the household that bears its name, and the files and decisions about any of these.
    """
    own = [person, *gone_into(connection, PEOPLE, person)]
    found: defaultdict[str, set[RecordId]] = defaultdict(set, {PEOPLE: set(own)})
    for each in pointing_at(connection, PEOPLE, own, tombstones=tombstones):
        found[each.register].update(each.records)
    for register, records in list(found.items()):
        for each in pointing_at(connection, register, sorted(records), tombstones=tombstones):
            if REGISTERS[each.register].owner_kind:
                found[each.register].update(each.records)
    for each in said_about(connection, set().union(*found.values())):
        rows = read_rows(connection, each.register, each.records)
        found[each.register].update(
            str(row["id"]) for row in rows if tombstones or not row[DELETED]
        )
    for row in read_rows(connection, PEOPLE, [person]):
        for home in read_rows(connection, HOUSEHOLDS, [str(row["household"])]):
            if fold(str(home["head"] or "")) == fold(str(row["full_name"] or "")):
                found[HOUSEHOLDS].add(str(home["id"]))
    return {register: records for register, records in found.items() if records}


def _held(office: Office, book: Register, records: list[RecordId], *, managed: bool) -> Held:
    filled: dict[str, None] = {}
    for row in office.queries.rows(book.name, records).values():
        filled.update(dict.fromkeys(each.name for each in book.fields if _says(row[each.name])))
    by_category: dict[str, list[str]] = {}
    for each in book.fields:
        if each.name in filled and not each.by_program:
            by_category.setdefault(category_of(book.name, each.name), []).append(each.label)
    kind = _kept_as(book, managed=managed)
    order = list(CATEGORIES)
    fields = sorted(by_category.items(), key=lambda item: order.index(item[0]))
    told = tuple((code, tuple(labels)) for code, labels in fields)
    return Held(book.name, book.title, len(records), told, kind.purpose, kind.basis)


def _kept_as(book: Register, *, managed: bool) -> RetentionKind:
    """The activity that a book belongs to.  What any resident has is kept for that of residents,
    unless the person was ever on a list.
    """
    kinds = [each for each in retention_table().kinds if each.register == book.name]
    if kinds and book.name != PEOPLE:
        return kinds[-1]
    plain = not managed and book.name in _OF_RESIDENTS
    return retention_table().kind("residents" if plain else "managed-persons")


def _says(value: Value) -> bool:
    return value not in (None, "")


def _written(line: HistoryLine) -> Trace:
    if line.act == _FILE_SENT:
        return Trace(line.at, line.by, TraceKind.SENT, line.title, line.why)
    book = REGISTERS[line.register]
    labels = [book.by_name[name].label for name, _b, _a in line.changes if name in book.by_name]
    about = f"{book.title}: {', '.join(labels)}" if labels else book.title
    by = f"{line.by} ({line.sender})" if line.sender else line.by
    return Trace(line.at, by, TraceKind.WRITTEN, line.title, about)


def _notes(office: Office, person: RecordId) -> Iterator[Trace]:
    """Views and earlier reports: their notes name the record by its id."""
    with office.store.reading() as connection:
        rows = noted_about(connection, (VIEW, REPORTED), f"{PEOPLE}/{person}")
    for row in rows:
        kind = TraceKind.VIEWED if row.act == VIEW else TraceKind.REPORTED
        yield Trace(row.at, row.by, kind, act_title(row.act), REGISTERS[PEOPLE].title)


def _prints(office: Office, person: RecordId) -> Iterator[Trace]:
    """Prints of the papers about the person, by their numbers and days."""
    mine = _days_by_number(office, Where("person", "=", person))
    if not mine:
        return
    of_all = _days_by_number(office, Where("number", "in", tuple(mine)))
    with office.store.reading() as connection:
        rows = noted_under(connection, NotePrint.act)
    for row in rows:
        number, day = about_number(read_note(row.why))
        if number in mine and (day or _newest(of_all[number], row.at)) in mine[number]:
            title = act_title(NotePrint.act)
            yield Trace(row.at, row.by, TraceKind.PRINTED, title, row.why)


def _copies(office: Office, records: Mapping[str, Collection[RecordId]]) -> Iterator[Trace]:
    """Prints and copies of files about the person: their notes name the file by its id."""
    files = {
        f"{register} {record}": REGISTERS[register].title
        for register, ids in records.items()
        if REGISTERS[register].owner_kind
        for record in ids
    }
    with office.store.reading() as connection:
        rows = [row for act in _FILE_TAKEN for row in noted_under(connection, act)]
    for row in rows:
        about = files.get(row.why.partition(": ")[0])
        if about is not None:
            yield Trace(row.at, row.by, TraceKind.PRINTED, act_title(row.act), about)


def _days_by_number(office: Office, *where: Where) -> dict[str, set[date]]:
    found: dict[str, set[date]] = {}
    rows = office.queries.rows("documents", office.queries.ids("documents", where))
    for row in rows.values():
        day = date.fromisoformat(str(row["issued_on"]))
        found.setdefault(str(row["number"]), set()).add(day)
    return found


def _newest(days: Iterable[date], at: str) -> date | None:
    """Of papers that bear one number the newest at the moment of a note that says no day."""
    then = datetime.fromisoformat(at).astimezone(VIETNAM).date()
    return max((each for each in days if each <= then), default=None)


def _sent(office: Office, records: Iterable[RecordId]) -> Iterator[Trace]:
    """Which partners were sent anything of it, and since when."""
    wanted = list(dict.fromkeys(records))
    with office.store.reading() as connection:
        for partner in post.partners(connection):
            found = carried(connection, wanted, [partner.key_id])
            sent = min((each.sent for each in found.values() if each.sent), default=None)
            if sent:
                yield Trace(
                    sent, "", TraceKind.SENT, N_("Gửi lần đầu trong gói dữ liệu"), partner.name
                )
