"""One cell of communes × tasks looked at closely: openings, results, their proofs, reminders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sachmatuy_desktop.domain.plans.oversight import Sight, Span
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services import attachments
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.overseeing import (
    Cell,
    Judge,
    heard_from,
)
from sachmatuy_desktop.services.plans.proving import Told, told_of
from sachmatuy_desktop.services.plans.reading import (
    REMINDERS,
    RESULTS,
    SET,
    OfficeTask,
    Result,
    must_see_tasks,
    task_of,
)
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.sync.outbox import undelivered

__all__ = ["Look", "Reminder", "look_at"]


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

    `proofs` are by their ids, `files` the titles of what is attached to a result, `labels`
    the words and units of figures, `papers` those documents of results that may be opened here.
    """

    task: OfficeTask
    sights: tuple[Sight, ...]
    results: Mapping[str, tuple[Result, ...]]
    proofs: Mapping[RecordId, Told]
    files: Mapping[RecordId, tuple[str, ...]]
    labels: Mapping[str, tuple[str, str]]
    reminders: tuple[Reminder, ...]
    delivered: bool = True
    papers: frozenset[RecordId] = frozenset()


def look_at(office: Office, cell: Cell, span: Span) -> Look:
    """The openings of one task within a span.  Raises `NotFound` where the task is gone."""
    must_see_tasks(office.session)
    task = task_of(office.queries, cell.book, cell.task)
    judge = Judge(office, span, office.clock.now(), heard_from(office))
    sights = judge.sights(task)
    results = {each.standing.opening.key: _results_of(task, each) for each in sights}
    shown = [each for found in results.values() for each in found]
    return Look(
        task,
        sights,
        results,
        told_of(office.session, shown),
        {each.id: _files_of(office, each.id) for each in shown},
        _labels(office, shown),
        tuple(_reminders(office, cell)),
        judge.delivered(task),
        _papers(office, shown),
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


def _papers(office: Office, results: Iterable[Result]) -> frozenset[RecordId]:
    """The documents that carry results out, where they have come and may be looked at."""
    wanted = sorted({each.paper for each in results if each.paper})
    if not wanted or not office.session.role.may_open(REGISTERS["documents"]):
        return frozenset()
    rows = office.queries.rows("documents", wanted)
    return frozenset(record for record, row in rows.items() if not row["deleted"])


def _labels(office: Office, results: Iterable[Result]) -> dict[str, tuple[str, str]]:
    """What the figures of proofs are called, and what they are counted in."""
    names = {proof.figure for each in results for proof in each.proofs if proof.figure}
    known = library(office).facts() if names else {}
    return {name: (known[name].label, known[name].unit) for name in names if name in known}


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
