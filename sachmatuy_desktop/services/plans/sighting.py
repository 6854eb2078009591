"""One cell of communes × tasks looked at closely: openings, results, their proofs, reminders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sachmatuy_desktop.domain.plans.oversight import Sight, Span
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.services import attachments
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.overseeing import (
    Cell,
    Judge,
    heard_from,
    must_see_tasks,
)
from sachmatuy_desktop.services.plans.reading import (
    REMINDERS,
    RESULTS,
    SET,
    OfficeTask,
    Proof,
    Result,
    task_of,
)
from sachmatuy_desktop.storage.outbox import undelivered
from sachmatuy_desktop.storage.queries import Where

__all__ = ["Look", "Proven", "Reminder", "look_at"]


@dataclass(frozen=True, slots=True)
class Proven:
    """A proof of a result: what it is called here, and the record where it may be opened.

    `lacking` says why there is nothing to open: it stays at the commune, or has not come.
    """

    proof: Proof
    title: str
    record: tuple[str, RecordId] | None = None
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder this office wrote."""

    on: date
    who: str
    content: str
    opening: str
    delivered: bool


@dataclass(frozen=True)
class Look:
    """A cell looked at closely: its openings, what was written of each, what proves it.

    `files` are the titles of what is attached to a result; `changed` is why and until when it was
    due before, where this office has changed the task since.
    """

    task: OfficeTask
    sights: tuple[Sight, ...]
    results: Mapping[str, tuple[Result, ...]]
    proofs: Mapping[RecordId, tuple[Proven, ...]]
    files: Mapping[RecordId, tuple[str, ...]]
    reminders: tuple[Reminder, ...]
    delivered: bool = True
    changed_on: date | None = None
    changed_why: str = ""
    due_before: date | None = None


def look_at(office: Office, cell: Cell, span: Span) -> Look:
    """The openings of one task within a span.  Raises `NotFound` where the task is gone."""
    must_see_tasks(office)
    task = task_of(office.queries, cell.book, cell.task)
    judge = Judge(office, span, office.clock.now(), heard_from(office))
    sights = judge.sights(task)
    results = {each.standing.opening.key: _results_of(task, each) for each in sights}
    shown = [each for found in results.values() for each in found]
    changed = _change_of(office, cell)
    return Look(
        task,
        sights,
        results,
        {each.id: tuple(_proven(office, proof) for proof in _named(each)) for each in shown},
        {each.id: _files_of(office, each.id) for each in shown},
        tuple(_reminders(office, cell)),
        judge.delivered(task),
        *changed,
    )


def _results_of(task: OfficeTask, sight: Sight) -> tuple[Result, ...]:
    """What was written of an opening, the row that counts first."""
    known = {each.id for each in sight.standing.rows}
    period = sight.standing.opening
    found = [
        each
        for each in task.results
        if each.id in known or (each.opening and each.opening == period.key)
    ]
    return tuple(sorted(found, key=lambda each: (each.on, each.id)))


def _change_of(office: Office, cell: Cell) -> tuple[date | None, str, date | None]:
    if cell.book != SET:
        return None, "", None
    row = office.queries.rows(SET, [cell.task])[cell.task]
    changed, before = (_day(row[name]) for name in ("changed_on", "due_before"))
    return changed, str(row["changed_why"] or ""), before


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _named(result: Result) -> Iterator[Proof]:
    """The paper that carries a result out, and what else is named as its proof."""
    if result.paper and result.paper not in {each.record for each in result.proofs}:
        yield Proof(result.paper, "record", "documents", result.paper)
    yield from result.proofs


def _proven(office: Office, proof: Proof) -> Proven:
    if proof.figure:
        known = library(office).facts().get(proof.figure)
        return Proven(proof, known.label if known else proof.figure)
    if proof.register not in REGISTERS:
        return Proven(proof, proof.register, None, N_("sổ của chương trình mới hơn"))
    book = REGISTERS[proof.register]
    row = office.queries.rows(book.name, [proof.record]).get(proof.record)
    if row is None:
        stays = book.scope is Scope.LOCAL
        lacking = N_("chỉ có ở máy của xã, không gửi lên") if stays else N_("chưa nhận được")
        return Proven(proof, book.title, None, lacking)
    if not office.session.role.may_open(book):
        return Proven(proof, book.title, None, N_("tài khoản của bạn không được xem sổ này"))
    if row["deleted"]:
        return Proven(proof, book.title, None, N_("xã đã xóa"))
    title = office.queries.names(book.name, [proof.record])[proof.record]
    return Proven(proof, f"{book.one}: {title}", (book.name, proof.record))


def _files_of(office: Office, result: RecordId) -> tuple[str, ...]:
    book = REGISTERS[RESULTS]
    if not attachments.may_see(office.session, book):
        return ()
    return tuple(each.title for each in attachments.attachments(office.session, RESULTS, result))


def _reminders(office: Office, cell: Cell) -> Iterator[Reminder]:
    """What was written, the newest first; whether the commune has it."""
    field_ = "set_task" if cell.book == SET else "task"
    queries = office.queries
    rows = queries.rows(REMINDERS, queries.ids(REMINDERS, [Where(field_, "=", cell.task)]))
    with office.store.reading() as connection:
        waiting = undelivered(connection, REMINDERS) if rows else frozenset()
    for record, row in sorted(rows.items(), reverse=True):
        yield Reminder(
            date.fromisoformat(str(row["written_on"])),
            str(row["who"] or ""),
            str(row["content"] or ""),
            str(row["opening"] or ""),
            record not in waiting,
        )
