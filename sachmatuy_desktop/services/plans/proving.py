"""What could prove that a task was done, and what has become of what was said to prove it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Final

from sachmatuy_desktop.domain.criteria import Fact
from sachmatuy_desktop.domain.criteria.vouching import as_judged
from sachmatuy_desktop.domain.plans.due import Opening
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Kind, RecordId, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.criteria import Asked, library
from sachmatuy_desktop.services.criteria.asking import question_of
from sachmatuy_desktop.services.plans.reading import PROOFS, OfficeTask, Proof, Result
from sachmatuy_desktop.storage.facts import NAMES, Question, opened
from sachmatuy_desktop.storage.queries import Where

__all__ = [
    "Figure",
    "Offer",
    "Offers",
    "Told",
    "offers_for",
    "told_of",
]

DOCUMENTS: Final = "documents"
MILLISECOND: Final = 12
"""Digits of a UUIDv7 that tell when it was made."""

MOST_OF_PERIOD: Final = 20
MOST_BESIDE: Final = 5
"""Records of a register offered: those of the opening's days, and the newest of others."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A record that may prove it; `fits` says that it is of the days the opening is for."""

    register: str
    record: RecordId
    title: str
    day: date | None
    fits: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as the criteria count it on a day; `value` None: the books do not tell."""

    name: str
    label: str
    unit: str
    value: int | bool | None
    as_of: date

    @property
    def kept(self) -> str:
        """The value as a proof keeps it."""
        if isinstance(self.value, bool):
            return "1" if self.value else "0"
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Offers:
    """Everything that may be ticked as a proof.

    `hidden` are books the account may not open, `undated` those of a state and not of events: of
    people, of households, no record is newer than another, and their figures prove it.
    """

    records: tuple[Offer, ...] = ()
    figures: tuple[Figure, ...] = ()
    hidden: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A proof and what has become of what it points at.

    `gone`: removed since, or (`absent`) never sent here; `changed`: written to after it was
    linked; `hidden`: not for this account, and then it has no title.
    """

    proof: Proof
    title: str = ""
    gone: bool = False
    absent: bool = False
    changed: bool = False
    hidden: bool = False


def offers_for(session: Session, task: OfficeTask, opening: Opening, today: date) -> Offers:
    """What may prove that an opening was done, the records of its days first.

    Documents are those of the task's forms, where it names any.  Reads much: for the worker.
    """
    offered: list[Offer] = []
    hidden: list[str] = []
    undated: list[str] = []
    for name in dict.fromkeys((*task.evidence, *((DOCUMENTS,) if task.papers else ()))):
        if name not in REGISTERS:
            continue
        if not day_field(REGISTERS[name]):
            undated.append(name)
        elif session.role.may_open(REGISTERS[name]):
            offered += _records(session, task, opening, REGISTERS[name], today)
        else:
            hidden.append(name)
    as_of = min(today, opening.last)
    figures = tuple(figures_on(session, task, as_of))
    return Offers(tuple(offered), figures, tuple(hidden), tuple(undated))


def figures_on(session: Session, task: OfficeTask, as_of: date) -> Iterable[Figure]:
    """The figures a task claims, as they are counted on a day.

    A zero that its pack wants somebody to vouch for is not told.
    """
    names = [each for each in task.figures if each in NAMES]
    if not names:
        return []
    known = library(session, task.unit)
    labels = known.facts()
    facts = _counted(session, task, names, as_of)
    return [
        Figure(each.name, labels[each.name].label, labels[each.name].unit, each.value, as_of)
        for each in facts
        if each.name in labels
    ]


def told_of(session: Session, results: Iterable[Result]) -> Mapping[RecordId, Told]:
    """What proofs point at, by their ids."""
    proofs = [proof for result in results for proof in result.proofs]
    found = {each.id: Told(each) for each in proofs if not each.record}
    linked = _last_written(session, PROOFS, [each.id for each in proofs if each.record])
    by_register: dict[str, list[Proof]] = defaultdict(list)
    for each in proofs:
        if each.record:
            by_register[each.register].append(each)
    for name, these in by_register.items():
        if name not in REGISTERS:  # of a newer program
            found |= {each.id: Told(each, absent=True) for each in these}
        elif not session.role.may_open(REGISTERS[name]):
            found |= {each.id: Told(each, hidden=True) for each in these}
        else:
            found |= _told(session, REGISTERS[name], these, linked)
    return found


def _told(
    session: Session, book: Register, proofs: Sequence[Proof], linked: Mapping[RecordId, str]
) -> Mapping[RecordId, Told]:
    records = [each.record for each in proofs]
    rows = session.queries.rows(book.name, records)
    titles = _titles(session, book, rows)
    written = _last_written(session, book.name, records)
    return {
        each.id: Told(
            each,
            titles.get(each.record, ""),
            gone=bool(rows.get(each.record, {"deleted": 0})["deleted"]),
            absent=each.record not in rows,
            changed=written.get(each.record, "") > linked.get(each.id, ""),
        )
        for each in proofs
    }


def _last_written(
    session: Session, register: str, records: Sequence[RecordId]
) -> Mapping[RecordId, str]:
    """The millisecond in which each was written to last, as the ids of acts begin with it."""
    lives = session.queries.histories(register, records) if records else {}
    return {record: lines[0].txn[:MILLISECOND] for record, lines in lives.items()}


def _records(
    session: Session, task: OfficeTask, opening: Opening, book: Register, today: date
) -> Iterable[Offer]:
    """Those of the opening's days, then the newest others; a void document proves nothing."""
    where = [Where("unit_id", "=", task.unit)]
    if book.name == DOCUMENTS:
        where.append(Where("state", "=", "issued"))
        if task.papers:
            where.append(Where("form", "in", task.papers))
    day = day_field(book)
    first, last = opening.first.isoformat(), min(opening.last, today).isoformat()
    days = [Where(day, ">=", first), Where(day, "<=", last)]
    inside = _some(session, book, [*where, *days], day, MOST_OF_PERIOD)
    beside = _some(session, book, where, day, len(inside) + MOST_BESIDE)
    others = [each for each in beside if each not in inside][:MOST_BESIDE]
    rows = session.queries.rows(book.name, [*inside, *others])
    titles = _titles(session, book, rows)
    return [
        Offer(
            book.name,
            each,
            titles.get(each, ""),
            date.fromisoformat(str(rows[each][day])) if rows[each][day] else None,
            each in inside,
        )
        for each in (*inside, *others)
    ]


def _titles(
    session: Session, book: Register, rows: Mapping[RecordId, Mapping[str, Value]]
) -> Mapping[RecordId, str]:
    """Each record in one line, after whoever it stands under."""
    titles = session.queries.names(book.name, list(rows))
    if book.parent is None:
        return titles
    above = REGISTERS[str(book[book.parent].target)]
    if not session.role.may_open(above):
        return titles
    parents = {key: str(row[book.parent] or "") for key, row in rows.items()}
    names = session.queries.names(above.name, sorted({*parents.values()} - {""}))
    return {
        key: ": ".join(filter(None, (names.get(parents[key], ""), title)))
        for key, title in titles.items()
    }


def _some(
    session: Session, book: Register, where: Sequence[Where], day: str, most: int
) -> list[RecordId]:
    """The newest so many."""
    found = chain.from_iterable(session.queries.id_pages(book.name, where, sort=f"-{day}"))
    return [record for record, _place in zip(found, range(most), strict=False)]


def day_field(book: Register) -> str:
    """The field that says when a record of the book happened; "" in a book of no events."""
    days = [each.name for each in book.fields if each.kind is Kind.DATE]
    sorted_by = (each.removeprefix("-") for each in book.sort)
    by_list = next((each for each in sorted_by if each in days), "")
    return by_list or next((each for each in days if book[each].required), "")


def _counted(
    session: Session, task: OfficeTask, names: Sequence[str], as_of: date
) -> Iterable[Fact]:
    """The figures by the first pack the task serves, or as they stand where it names none."""
    packs = library(session, task.unit)
    pack = None
    for named in dict.fromkeys(each.partition("#")[0] for each in task.criteria):
        try:
            pack = packs.rules(named, as_of)
            break
        except KnownError:
            continue
    with opened(session.store) as books:
        if pack is None:
            bare = Question(units=(task.unit,), as_of=as_of)
            return books.numbers(books.prepared(bare), names)
        question = question_of(Asked(pack, as_of, None, {}, task.unit, packs))
        facts = books.numbers(books.prepared(question), names)
        given = books.attestations(replace(question, as_of=as_of))
    return as_judged(pack, facts, given, as_of)
