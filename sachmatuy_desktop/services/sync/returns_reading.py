"""What the receiving office has returned, as it stands today: at either office, for every page.

Whoever may not open a book is told nothing of what was returned in it (`visible_returns`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, codes_of
from sachmatuy_desktop.domain.returns import (
    About,
    Question,
    Return,
    ReturnAnswer,
    ReturnStanding,
    Ruling,
    RulingKind,
    Subject,
    return_standing,
)
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.errors import N_, NotFound
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.storage.queries import Queries, Where, title_of
from sachmatuy_desktop.storage.sync.carried import Carried, carried
from sachmatuy_desktop.storage.sync.post import partners

__all__ = [
    "RETURNS",
    "RETURN_ANSWERS",
    "RETURN_BOOKS",
    "RETURN_RULINGS",
    "FollowedReturn",
    "Found",
    "OpenReturn",
    "Whereabouts",
    "carried_down",
    "may_see_return",
    "names_of",
    "one_return",
    "open_returns",
    "return_of",
    "returns_about",
    "returns_followed",
    "returns_of",
    "visible_returns",
    "where_now",
]

RETURNS: Final = "returns"
RETURN_ANSWERS: Final = "return_answers"
RETURN_RULINGS: Final = "return_rulings"

RETURN_BOOKS: Final = frozenset({RETURNS, RETURN_ANSWERS, RETURN_RULINGS})

ASKING: Final = frozenset({"tra_lai", "nhiem_vu"})
"""Kinds that ask for an answer; any other does where a last day was set."""

Row = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class FollowedReturn:
    """An opinion and where it stands today."""

    returned: Return
    standing: ReturnStanding


@dataclass(frozen=True, slots=True)
class OpenReturn:
    """What a commune still owes an answer to; `late` in days, 0 where it is in time."""

    id: RecordId
    unit: str
    kind: str
    about: About
    subject: str
    written_on: date
    due_on: date | None
    late: int


def open_returns(session: Session, unit: str | None = None) -> list[OpenReturn]:
    """What is returned and not answered yet, of a unit or of all in the file, the newest first.

    The subjects name no person (`services.sync.returns`), so receipts and counts need not hide any.
    """
    return [
        OpenReturn(
            one.id,
            one.unit,
            one.kind,
            one.subject.about,
            one.question.subject,
            one.written_on,
            one.due_on,
            standing.late,
        )
        for one, standing in (
            (each.returned, each.standing) for each in returns_followed(session, unit)
        )
        if standing.is_open
    ]


def visible_returns(session: Session, unit: str | None = None) -> list[FollowedReturn]:
    """What this account may be told of, each as it stands today, the newest first."""
    return [
        each
        for each in returns_followed(session, unit)
        if may_see_return(session.role, each.returned)
    ]


def returns_about(session: Session, book: str, record: RecordId) -> list[FollowedReturn]:
    """What was returned of one record, or of those that went into it, the newest first."""
    own = (record, *session.queries.gone_into(book, record))
    where = [Where("book", "=", book), Where("record", "in", own)]
    ids = session.queries.ids(RETURNS, where)
    return [
        each
        for each in _followed(session, _by_ids(session.queries, ids))
        if may_see_return(session.role, each.returned)
    ]


def one_return(queries: Queries, returned: RecordId) -> Return:
    """One of them; raises `NotFound`."""
    for each in _by_ids(queries, [returned]):
        return each
    raise NotFound(N_("Không tìm thấy ý kiến này."))


def returns_followed(session: Session, unit: str | None = None) -> list[FollowedReturn]:
    """All of a unit, or of all units in the file, each as it stands today, the newest first."""
    return _followed(session, returns_of(session.queries, unit))


def _followed(session: Session, found: Iterable[Return]) -> list[FollowedReturn]:
    today = date.fromisoformat(session.store.clock.today())
    return [
        FollowedReturn(_as_seen(session.role, each), return_standing(each, today)) for each in found
    ]


def _as_seen(role: Role, returned: Return) -> Return:
    """The opinion without what the account may not know: whom it is about, who answered."""
    if not may_see_return(role, returned):
        returned = replace(returned, question=replace(returned.question, content=""))
    if not (may_see_return(role, returned) and role.may_be_shown(REGISTERS[RETURNS]["called"])):
        returned = replace(returned, subject=replace(returned.subject, called=""))
    if role.may_be_shown(REGISTERS[RETURN_ANSWERS]["who"]):
        return returned
    return replace(returned, answers=tuple(replace(each, who="") for each in returned.answers))


class Whereabouts(StrEnum):
    """What has become of the record an opinion is about."""

    NONE = "none"  # it is about no record
    HERE = "here"
    MERGED = "merged"  # gone into another
    MOVED = "moved"  # the person or household has moved away
    REMOVED = "removed"
    UNKNOWN = "unknown"  # this file does not hold it


@dataclass(frozen=True, slots=True)
class Found:
    """Where the record is, and which one stands for it now."""

    where: Whereabouts
    record: RecordId = ""
    name: str = ""


def where_now(queries: Queries, subject: Subject) -> Found:
    """What has become of the record an opinion is about."""
    if not subject.record or subject.book not in REGISTERS:
        return Found(Whereabouts.UNKNOWN if subject.record else Whereabouts.NONE)
    book = REGISTERS[subject.book]
    if subject.record not in queries.rows(book.name, [subject.record]):
        return Found(Whereabouts.UNKNOWN)
    standing = queries.standing_for(book.name, subject.record)
    row = queries.rows(book.name, [standing]).get(standing) if standing else None
    if row is None or row["deleted"] or standing is None:
        return Found(Whereabouts.REMOVED, subject.record)
    name = title_of(book, row)
    if standing != subject.record:
        return Found(Whereabouts.MERGED, standing, name)
    moved = _has_moved(queries, book.name, row)
    return Found(Whereabouts.MOVED if moved else Whereabouts.HERE, standing, name)


def _has_moved(queries: Queries, book: str, row: Row) -> bool:
    if book == "households":
        return bool(row["state"] == "da_chuyen_di")
    if book != "people":
        return False
    stays = queries.rows("presences", queries.children("presences", "person", str(row["id"])))
    newest = max(stays.values(), key=lambda each: str(each["from_date"]), default=None)
    return newest is not None and newest["state"] == "chuyen_di"


def names_of(queries: Queries, found: Iterable[FollowedReturn]) -> dict[RecordId, str]:
    """What the records that opinions are about are called here, by opinion."""
    by_book: defaultdict[str, dict[RecordId, RecordId]] = defaultdict(dict)
    for each in found:
        subject = each.returned.subject
        if subject.record and subject.book in REGISTERS:
            by_book[subject.book][each.returned.id] = subject.record
    told: dict[RecordId, str] = {}
    for book, records in by_book.items():
        names = queries.names(book, list(dict.fromkeys(records.values())))
        told |= {one: names[record] for one, record in records.items() if record in names}
    return told


def carried_down(session: Session, ids: Sequence[RecordId]) -> Mapping[RecordId, Carried]:
    """What bundles did with opinions on their way to the communes."""
    with session.store.reading() as connection:
        lower = [each.key_id for each in partners(connection) if each.role == "lower"]
        return carried(connection, ids, lower)


def may_see_return(role: Role, returned: Return) -> bool:
    """Whether an account may know of it: it may open the book of the record returned."""
    book = returned.subject.book
    return book not in REGISTERS or role.may_open(REGISTERS[book])


def returns_of(queries: Queries, unit: str | None = None) -> list[Return]:
    """What was returned to a unit, or to all units in the file, the newest first."""
    where = [Where("unit_id", "=", unit)] if unit else []
    return _with_words(queries, queries.living(RETURNS, unit), where)


def _by_ids(queries: Queries, ids: Sequence[RecordId]) -> list[Return]:
    if not ids:
        return []
    rows = queries.rows(RETURNS, ids)
    living = [rows[each] for each in ids if each in rows and not rows[each]["deleted"]]
    return _with_words(queries, living, [Where("returned", "in", tuple(ids))])


def _with_words(queries: Queries, rows: Iterable[Row], where: Sequence[Where]) -> list[Return]:
    """The opinions with what was said of them since."""
    answers = _by_return(queries, RETURN_ANSWERS, where, _answer, lambda each: (each.on, each.id))
    rulings = _by_return(queries, RETURN_RULINGS, where, _ruling, lambda each: (each.on, each.id))
    return [
        return_of(row, answers.get(str(row["id"]), ()), rulings.get(str(row["id"]), ()))
        for row in rows
    ]


def return_of(
    row: Row, answers: Sequence[ReturnAnswer] = (), rulings: Sequence[Ruling] = ()
) -> Return:
    """An opinion from its row."""
    kind, due = str(row["kind"]), _day(row["due_on"])
    marked = codes_of(row["marked"])
    return Return(
        str(row["id"]),
        str(row["addressee"]),
        kind,
        Question(str(row["subject"]), str(row["content"] or ""), marked),
        date.fromisoformat(str(row["written_on"])),
        due,
        Subject(
            str(row["book"] or ""),
            str(row["record"] or ""),
            marked,
            str(row["pack"] or ""),
            str(row["criterion"] or ""),
            row["year"],
            str(row["called"] or ""),
        ),
        kind in ASKING or due is not None,
        tuple(answers),
        tuple(rulings),
    )


def _by_return(
    queries: Queries,
    book: str,
    where: Sequence[Where],
    read: Callable[[Row], T | None],
    order: Callable[[T], Any],
) -> Mapping[RecordId, Sequence[T]]:
    found: defaultdict[RecordId, list[T]] = defaultdict(list)
    for row in queries.rows(book, queries.ids(book, where)).values():
        said = read(row)
        if said is not None:
            found[str(row["returned"])].append(said)
    return {record: sorted(said, key=order) for record, said in found.items()}


def _answer(row: Row) -> ReturnAnswer:
    return ReturnAnswer(
        str(row["id"]),
        str(row["kind"]),
        date.fromisoformat(str(row["answered_on"])),
        str(row["content"] or ""),
        str(row["who"] or ""),
        str(row["position"] or ""),
        str(row["document"] or ""),
        Question.from_json(str(row["asked"] or "")),
    )


def _ruling(row: Row) -> Ruling | None:
    """None for a kind that only a newer program knows: it decides nothing here."""
    if str(row["kind"]) not in set(RulingKind):
        return None
    return Ruling(
        str(row["id"]),
        RulingKind(str(row["kind"])),
        date.fromisoformat(str(row["ruled_on"])),
        str(row["reason"] or ""),
        str(row["answer"] or ""),
    )


def _day(value: Any) -> date | None:
    return date.fromisoformat(str(value)) if value else None
