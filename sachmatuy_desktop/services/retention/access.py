"""What is kept of one person, and everything that was done with it: for whoever asks for it.

Read from the books and the journal; nothing is kept for it.  Lists and whole-village papers that
left the program name their people on the paper alone: they stand in «Sổ in», not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.acts import act_title
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.privacy import CATEGORIES
from sachmatuy_desktop.domain.registers.register import Register, Scope
from sachmatuy_desktop.errors import N_, BadInput, NotFound
from sachmatuy_desktop.packs.retention import category_of, retention_table
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.looking import VIEW, looked_at
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.notes import NotePrint, about_number, read_note
from sachmatuy_desktop.services.retention.rights import must_keep_data
from sachmatuy_desktop.storage import post
from sachmatuy_desktop.storage.carried import carried
from sachmatuy_desktop.storage.history import HistoryLine
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.references import pointing_at
from sachmatuy_desktop.storage.security_log import noted_about, noted_under
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["Held", "NoteReport", "Trace", "TraceKind", "held_of", "traces_of"]

PEOPLE: Final = "people"
REPORTED: Final = "rights.report"


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
    found: dict[str, list[RecordId]] = {PEOPLE: [person]}
    with office.store.reading() as connection:
        for each in pointing_at(connection, PEOPLE, [person]):
            found.setdefault(each.register, []).extend(each.records)
    return [
        _held(office, book, sorted(set(found[book.name])))
        for book in REGISTERS
        if book.name in found
    ]


def traces_of(office: Office, person: RecordId) -> list[Trace]:
    """Everything that the journal of this PC tells, the newest first; raises `NotAllowed`."""
    must_keep_data(office.info.role)
    looked_at(office.session, PEOPLE, person)
    life = office.queries.life(PEOPLE, person, below=True)
    found = [
        *(_written(each) for each in life),
        *_notes(office, person),
        *_prints(office, person),
        *_sent(office, [person, *{each.record for each in life}]),
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _held(office: Office, book: Register, records: list[RecordId]) -> Held:
    """`pointing_at` knows no files of a person but those attached to the person."""
    filled: dict[str, None] = {}
    for row in office.queries.rows(book.name, records).values():
        filled.update(dict.fromkeys(each.name for each in book.fields if _says(row[each.name])))
    by_category: dict[str, list[str]] = {}
    for each in book.fields:
        if each.name in filled and not each.by_program:
            by_category.setdefault(category_of(book.name, each.name), []).append(each.label)
    kinds = [each for each in retention_table().kinds if each.register == book.name]
    managed = retention_table().kind("managed-persons")
    kind = kinds[-1] if kinds else managed
    if book.name == PEOPLE and _is_managed(office, records[0]):
        kind = managed
    order = list(CATEGORIES)
    fields = sorted(by_category.items(), key=lambda item: order.index(item[0]))
    told = tuple((code, tuple(labels)) for code, labels in fields)
    return Held(book.name, book.title, len(records), told, kind.purpose, kind.basis)


def _is_managed(office: Office, person: RecordId) -> bool:
    return bool(office.queries.children("episodes", "person", person))


def _says(value: Value) -> bool:
    return value not in (None, "")


def _written(line: HistoryLine) -> Trace:
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
