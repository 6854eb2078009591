"""People who move to another commune, and the files that follow them.

The old commune records the move, sends the file, and waits for the receipt; the new one takes the
file in and says so.  Each is one act.  The file is a copy: nothing of it is lost with the stick,
and it can be written again until the receipt is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from sachmatuy_desktop.domain.cases.law import Transition
from sachmatuy_desktop.domain.dossier import (
    MOVES,
    PERSON,
    SCANS,
    Dossier,
    Journey,
    Piece,
    as_own,
    piece_of,
    travelling,
)
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.values import parse
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.cases import Transit, case_of, law_clock
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork
from sachmatuy_desktop.sync import attached

OUT: Final = "di"
IN: Final = "den"
UNSENT: Final = "chua_gui"
SENT: Final = "da_gui"
ARRIVED: Final = "da_nhan"


def hour_of(text: str) -> str:
    """An hour as offices write it (`14:30`, `14h30`, `8 giờ`), as `HH:MM`.  Raises `BadInput`."""
    return str(parse(REGISTERS[MOVES]["moved_hour"], text))


@dataclass(frozen=True, slots=True)
class NoticeDue:
    """By when the new commune must be told, and the article that says so."""

    at: datetime
    source: str


@dataclass(frozen=True)
class MoveOut:
    """The person left for another commune.

    `hour` (`HH:MM`, Vietnam) starts the 24 hours exactly; without it they start with the day.  The
    person leaves this commune's lists by the law's own steps (T14, T31, T51); all records stay.
    The result is the id of the move.
    """

    person: RecordId
    moved_on: date
    destination: str
    hour: str | None = None
    notice: str | None = None

    @property
    def act(self) -> str:
        """The act's id."""
        return "people.move_out"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput`, `Conflict`, `NotAllowed` or `NotFound`."""
        session.role.must_write(REGISTERS[MOVES])
        person = work.row(PERSON, self.person)
        if person["unit_id"] != work.unit:
            raise NotAllowed(N_("Người này thuộc danh sách của đơn vị khác."))
        if not self.destination.strip():
            raise BadInput(N_("Hãy ghi nơi chuyển đến.")).at("destination")
        hour = hour_of(self.hour) if self.hour else None
        if self.moved_on.isoformat() > work.clock.today():
            raise BadInput(N_("Ngày chuyển ở tương lai; hãy ghi khi người đó đã chuyển.")).at(
                "moved_on"
            )
        self._refuse_twice(session.queries)
        steps = _leaving(session, self.person, self.moved_on)
        for step in steps:
            Transit(self.person, step.id, self.moved_on, details=self._details(hour)).run(
                work, session
            )
        if not steps:
            self._move_unlisted(work, session, hour)
        return next(each.record for each in work.changes if each.register == MOVES)

    def _details(self, hour: str | None) -> dict[str, Value]:
        return {
            "destination": self.destination.strip(),
            "notice_number": self.notice,
            "time": hour,
            "place": self.destination.strip(),
        }

    def _move_unlisted(self, work: UnitOfWork, session: Session, hour: str | None) -> None:
        """Somebody on no statutory list: no step of the law, but the move is written down."""
        day = self.moved_on.isoformat()
        _end_presence(work, session.queries, self.person, day)
        where = self.destination.strip()
        work.insert(
            "presences",
            {"person": self.person, "state": "chuyen_di", "from_date": day, "place": where},
        )
        work.insert(
            MOVES,
            {
                "person": self.person,
                "direction": OUT,
                "moved_on": day,
                "moved_hour": hour,
                "destination": where,
                "notice_number": self.notice,
                "state": UNSENT,
            },
        )

    def _refuse_twice(self, queries: Queries) -> None:
        """One move a day is all there is; a second click is a slip."""
        same_day = [
            Where("person", "=", self.person),
            Where("direction", "=", OUT),
            Where("moved_on", "=", self.moved_on.isoformat()),
        ]
        if queries.count(MOVES, same_day):
            raise Conflict(N_("Đã ghi người này chuyển đi trong ngày đó."))


def _leaving(session: Session, person: RecordId, day: date) -> list[Transition]:
    """The steps by which the person leaves the lists on moving: one for each list, or none."""
    offers = case_of(session, person, day).offers
    return [each.transition for each in offers if each.transition.writes.transfer]


def _end_presence(work: UnitOfWork, queries: Queries, person: RecordId, day: str) -> None:
    """The state of presence that still runs ends on the day the person leaves."""
    running = queries.ids("presences", [Where("person", "=", person), Where("until_date", "null")])
    for record, row in work.rows("presences", running).items():
        if str(row["from_date"] or "") <= day:
            work.update("presences", record, {"until_date": day})


@dataclass(frozen=True)
class FileSent:
    """The file was written for the new commune; `other_unit` is that commune's unit id."""

    move: RecordId
    other_unit: str
    other_name: str

    @property
    def act(self) -> str:
        """The act's id."""
        return "transfer.send"

    @property
    def why(self) -> str:
        """Whom it was written for."""
        return self.other_name

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `NotFound`.  A receipt that came meanwhile is not taken back."""
        session.role.must("sends")
        row = work.row(MOVES, self.move)
        today = work.clock.today()
        written: dict[str, Value] = {"other_unit": self.other_unit, "sent_on": today}
        if row["state"] != ARRIVED:
            written["state"] = SENT
        if row["notified_on"] is None:
            written["notified_on"] = today
        work.update(MOVES, self.move, written)


@dataclass(frozen=True)
class FileReceived:
    """The new commune's receipt for the file is here."""

    move: RecordId

    @property
    def act(self) -> str:
        """The act's id."""
        return "transfer.receipt"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `NotAllowed` or `NotFound`."""
        session.role.must("sends")
        work.update(MOVES, self.move, {"state": ARRIVED, "received_on": work.clock.today()})


@dataclass(frozen=True)
class TakeIn:
    """The file of a person who came here: the person and all its records, as our own.

    `village` and `address` are where the person lives now, `content` gives an attachment's bytes
    by its SHA-256.  The result is the person's new id.
    """

    dossier: Dossier
    content: Callable[[str], bytes] = field(repr=False)
    village: RecordId | None = None
    address: str | None = None

    @property
    def act(self) -> str:
        """The act's id."""
        return "people.take_in"

    @property
    def why(self) -> str:
        """Where the file came from."""
        return self.dossier.journey.origin

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `Conflict` where this very move was taken in before, `NotAllowed`."""
        session.role.must("sends")
        _must_write_all(session.role)
        if taken_in(session.queries, self.dossier) is not None:
            raise Conflict(N_("Hồ sơ của lần chuyển này đã được tiếp nhận trước đây."))
        pieces = as_own(self.dossier, work.clock.new_id)
        person, journey = pieces[0].record, self.dossier.journey
        for sha256 in self.dossier.contents:
            session.store.files.put(sha256, (self.content(sha256),))
        for piece in pieces:
            values = dict(piece.values)
            if piece.record == person:
                values |= self._home()
            work.insert(piece.register, values, piece.record)
        work.insert(
            "presences", {"person": person, "state": "co_mat", "from_date": work.clock.today()}
        )
        work.insert(MOVES, {"person": person, **_told(journey)})
        return person

    def _home(self) -> Mapping[str, Value]:
        """Where the person lives now; what the old commune wrote of it holds no longer."""
        return {"village": self.village, "household": None, "current_address": self.address}


def _told(journey: Journey) -> dict[str, Value]:
    return {
        "direction": IN,
        "moved_on": journey.moved_on,
        "moved_hour": journey.hour,
        "destination": journey.destination,
        "origin": journey.origin,
        "notice_number": journey.notice,
        "term_until": journey.term_until,
        "state": ARRIVED,
        "other_unit": journey.from_unit,
        "other_move": journey.move,
    }


def _must_write_all(role: Role) -> None:
    for each in (REGISTERS[PERSON], REGISTERS[MOVES], *travelling()):
        role.must_write(each)


def taken_in(queries: Queries, dossier: Dossier) -> RecordId | None:
    """The person that this very move brought here before; None if it did not."""
    moves = queries.ids(
        MOVES, [Where("other_move", "=", dossier.journey.move), Where("direction", "=", IN)]
    )
    row = queries.rows(MOVES, moves[:1])
    return str(row[moves[0]]["person"]) if moves else None


def dossier_of(session: Session, move: RecordId) -> Dossier:
    """The file of a person who moved away, as it stands now.

    Raises `NotAllowed` for an account that may not see all of it, `NotFound`.
    """
    session.role.must("sends")
    _must_write_all(session.role)
    queries = session.queries
    told = queries.rows(MOVES, [move])[move]
    if told["direction"] != OUT:
        raise BadInput(N_("Chỉ gửi hồ sơ của người chuyển đi."))
    person = str(told["person"])
    book = REGISTERS[PERSON]
    journey = Journey(
        move=move,
        from_unit=str(told["unit_id"]),
        origin=session.store.facts.name,
        destination=str(told["destination"]),
        moved_on=str(told["moved_on"]),
        hour=_text(told["moved_hour"]),
        notice=_text(told["notice_number"]),
        term_until=_text(told["term_until"]),
    )
    pieces = []
    for register in travelling():
        parent = str(register.parent)
        ids = queries.children(register.name, parent, person)
        rows = queries.rows(register.name, ids)
        pieces += [
            piece_of(register, rows[each]) for each in ids if not _is_the_move(rows[each], journey)
        ]
    whole = Dossier(journey, piece_of(book, queries.rows(PERSON, [person])[person]), tuple(pieces))
    return replace(whole, pieces=(*pieces, *_scans(session, whole)))


def _scans(session: Session, dossier: Dossier) -> list[Piece]:
    """What is attached to the person and the pieces, as much of it as one bundle may carry."""
    book, queries = REGISTERS[SCANS], session.queries
    owners = tuple(each.record for each in dossier.all_pieces)
    rows = queries.rows(SCANS, queries.ids(SCANS, [Where("owner", "in", owners)]))
    here = {
        str(row["sha256"]): int(row["size"] or 0)
        for row in rows.values()
        if session.store.files.has(str(row["sha256"]))
    }
    chosen = attached.choose(session.store.files, here)
    return [piece_of(book, row) for row in rows.values() if row["sha256"] in chosen]


def _is_the_move(row: Mapping[str, Value], journey: Journey) -> bool:
    """Whether a row says only that the person went away on this very journey."""
    return row.get("state") == "chuyen_di" and row.get("from_date") == journey.moved_on


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def notice_due(session: Session, person: RecordId, left: datetime) -> NoticeDue | None:
    """By when the new commune must be told of a person who left at a moment.

    None for somebody on none of the statutory lists: no law asks for a notice.  Of several the
    earliest counts.
    """
    clock = law_clock(session)
    rules = [
        clock.table.rule(step.starts[0], left.date())
        for step in _leaving(session, person, left.date())
        if step.starts
    ]
    dues = [
        NoticeDue(each.deadline(left, clock.calendar).due, each.source) for each in rules if each
    ]
    return min(dues, key=lambda each: each.at, default=None)


def arrival_details(queries: Queries, person: RecordId) -> dict[str, Value]:
    """What a step of arriving (T14-den …) asks for, as the old commune's file told it."""
    moves = queries.ids(MOVES, [Where("person", "=", person), Where("direction", "=", IN)])
    row = queries.rows(MOVES, moves[:1])
    if not moves:
        return {}
    told = row[moves[0]]
    return {"left_on": told["moved_on"], "carried_until": told["term_until"]}


def already_here(queries: Queries, person: Mapping[str, Value]) -> list[RecordId]:
    """People here who may be the same: of the same number, or of the same name and birth."""
    number, name, birth = (person.get(each) for each in ("citizen_number", "full_name", "birth"))
    found = queries.ids(PERSON, [Where("citizen_number", "=", number)]) if number else []
    if name and birth:
        found += queries.ids(PERSON, [Where("full_name", "=", name), Where("birth", "=", birth)])
    return list(dict.fromkeys(found))
