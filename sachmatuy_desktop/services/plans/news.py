"""What has come from the office above about tasks, and still waits to be seen to at a commune.

    news_from_above(queries, unit, today) -> tuple[News, ...]

Nothing is marked as read: a task is new until something is written about it, a reminder stands
until its opening is done, a change until the task is; a withdrawal is told for a fortnight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.plans.reading import REMINDERS, SET, Book, OfficeTask, tasks_of
from sachmatuy_desktop.storage.queries import Queries, Where

__all__ = ["News", "Told", "news_from_above"]

TOLD_FOR: Final = timedelta(days=14)
"""So long a withdrawal is told, by whichever of the two clocks."""


class Told(StrEnum):
    """What was done above."""

    SET = "set"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    REMINDED = "reminded"


@dataclass(frozen=True, slots=True)
class News:
    """One thing told from above: about which task, on which day by the clock there.

    `words` is the reason of a change or withdrawal, or what a reminder says; `opening` the key of
    the opening one is reminded of; `due_before` the last day before a change.
    """

    told: Told
    book: Book
    task: RecordId
    title: str
    on: date
    words: str = ""
    opening: str = ""
    due_before: date | None = None


def news_from_above(queries: Queries, unit: str, today: date) -> tuple[News, ...]:
    """What waits, the newest first."""
    tasks = {each.id: each for each in tasks_of(queries, unit)}
    found = [*_of_tasks(queries, unit, tasks, today), *_reminders(queries, unit, tasks)]
    return tuple(sorted(found, key=lambda each: (each.on, each.task), reverse=True))


def _of_tasks(
    queries: Queries, unit: str, tasks: Mapping[RecordId, OfficeTask], today: date
) -> Iterator[News]:
    for record, row in _rows(queries, SET, unit).items():
        task = tasks.get(record)
        if task is None:
            continue
        if not task.active:
            on = _day(row["withdrawn_on"])
            if on is not None and abs(today - on) <= TOLD_FOR:
                yield News(Told.WITHDRAWN, SET, record, task.title, on, task.active_why)
        elif task.results:
            continue
        elif (changed := _day(row["changed_on"])) is not None:
            why, before = str(row["changed_why"] or ""), _day(row["due_before"])
            yield News(Told.CHANGED, SET, record, task.title, changed, why, due_before=before)
        else:
            yield News(Told.SET, SET, record, task.title, task.life.start)


def _reminders(queries: Queries, unit: str, tasks: Mapping[RecordId, OfficeTask]) -> Iterator[News]:
    for row in _rows(queries, REMINDERS, unit).values():
        task = tasks.get(str(row["set_task"] or row["task"]))
        opening, on = str(row["opening"] or ""), date.fromisoformat(str(row["written_on"]))
        if task is None or not task.active or _answered(task, opening, on):
            continue
        words = str(row["content"] or "")
        yield News(Told.REMINDED, task.book, task.id, task.title, on, words, opening)


def _answered(task: OfficeTask, opening: str, since: date) -> bool:
    """Whether something was written of the opening, or looked back on since."""
    return any(
        each.opening == opening if each.opening else each.on >= since for each in task.results
    )


def _rows(queries: Queries, book: str, unit: str) -> Mapping[RecordId, Mapping[str, Any]]:
    return queries.rows(book, queries.ids(book, [Where("unit_id", "=", unit)]))


def _day(value: Any) -> date | None:
    return date.fromisoformat(str(value)) if value else None
