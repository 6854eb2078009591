"""From the rows of an office file to plans, their tasks, and what has been written about them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any, Final

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans import Obsolete, Phase, When
from sachmatuy_desktop.domain.plans.due import Own
from sachmatuy_desktop.domain.plans.periods import Life
from sachmatuy_desktop.domain.plans.standing import (
    Rows,
)
from sachmatuy_desktop.domain.plans.villages import Village, together
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, KnownError, NotAllowed, NotFound
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.plans.office_tasks import (
    AHEAD,
    Book,
    OfficePlan,
    OfficeTask,
    PlanActor,
    Proof,
    Result,
    TaskChange,
    written,
)
from sachmatuy_desktop.storage.queries import Queries, Where

__all__ = [
    "ACTORS",
    "AHEAD",
    "BOOKS",
    "EVENTS",
    "PLANS",
    "PROOFS",
    "REMINDERS",
    "RESULTS",
    "SET",
    "TASKS",
    "VILLAGES",
    "Book",
    "OfficePlan",
    "OfficeTask",
    "PlanActor",
    "Proof",
    "Result",
    "TaskChange",
    "must_see_tasks",
    "own_of",
    "phases_from_json",
    "phases_to_json",
    "plans_of",
    "task_of",
    "tasks_of",
    "villages_of",
]

PLANS: Final = "plans"
ACTORS: Final = "plan_actors"
TASKS: Final = "plan_tasks"
SET: Final = "set_tasks"
RESULTS: Final = "task_results"
PROOFS: Final = "task_proofs"
EVENTS: Final = "plan_events"
REMINDERS: Final = "reminders"
VILLAGES: Final = "villages"
BOOKS: Final = (PLANS, ACTORS, TASKS, SET, RESULTS, PROOFS, EVENTS, REMINDERS)


def must_see_tasks(session: Session) -> None:
    """Raise `NotAllowed` unless the account may open the books of tasks."""
    for book in (REGISTERS[TASKS], REGISTERS[SET]):
        if not session.role.may_open(book):
            raise NotAllowed(
                N_("Tài khoản của bạn không được xem sổ «{register}»."), register=book.title
            )


_RECORD: Final = ("id", "unit_id")
_TASK: Final = (*_RECORD, "title", "content", "kind", "rule", "evidence", "figures", "criteria")
_READ: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        PLANS: (
            *(*_RECORD, "title", "pack", "theme", "phases", "document", "document_on"),
            *("adopted_on", "from_date", "until_date", "stopped_on", "stopped_why"),
        ),
        ACTORS: ("id", "plan", "actor", "name", "level", "body", "person", "position", "account"),
        TASKS: (
            *(*_TASK, "plan", "task", "paragraph", "papers", "actors", "village", "addressee"),
            *("last_on", "cut_offs", "review_days", "review_months", "ours", "active"),
            *("active_why", "each_village", "remark"),
            *("obsolete_from", "obsolete_by", "obsolete_note"),
        ),
        SET: (
            *(*_TASK, "addressee", "document", "series", "who", "set_on", "withdrawn_on"),
            *("withdrawn_why", "changed_on", "changed_why", "due_before"),
        ),
        RESULTS: (
            *("id", "task", "set_task", "kind", "opening", "done_on", "done_at", "village"),
            *("who", "document", "paper", "remark"),
        ),
        PROOFS: ("id", "result", "kind", "register", "record", "figure", "value", "as_of"),
        VILLAGES: (*_RECORD, "name", "from_date", "until_date"),
    }
)
"""What is read of each book: the text a plan was adopted with alone would be megabytes."""

Row = Mapping[str, Any]

STOPPED: Final = N_("quyết định thôi thực hiện kế hoạch")
"""By what the tasks of a stopped plan are no longer done."""

_CHOSEN: Final = ("last_on", "cut_offs", "review_days", "review_months")
_NOTHING_CHOSEN: Final = Own()


def plans_of(queries: Queries, unit: str | None = None) -> list[OfficePlan]:
    """The plans of a unit, or of all units in the file, the newest first."""
    actors = _by(queries, ACTORS, "plan", unit)
    return [_plan(row, actors[str(row["id"])]) for row in _rows(queries, PLANS, unit)]


def tasks_of(queries: Queries, unit: str | None = None) -> list[OfficeTask]:
    """The tasks of a unit, or of all units in the file: of plans in their order, then set ones.

    A task whose due rule this program cannot read is left out; its row stays.
    """
    plans = {each.id: each for each in plans_of(queries, unit)}
    planned = _by(queries, TASKS, "plan", unit)
    about = _About.read(queries, unit)
    found = [_planned(row, plan, about) for plan in plans.values() for row in planned[plan.id]]
    found += [_given(row, about) for row in _rows(queries, SET, unit)]
    return [each for each in found if each is not None]


def villages_of(queries: Queries, unit: str) -> tuple[Village, ...]:
    """The villages of a unit in the order of its book."""
    return _villages(_rows(queries, VILLAGES, unit)).get(unit, ())


def task_of(queries: Queries, book: Book, record: RecordId) -> OfficeTask:
    """One task.  Raises `NotFound`, also where this program cannot read its due rule."""
    row = queries.rows(book, [record]).get(record)
    found = None
    if row is not None and not row["deleted"]:
        about = _About.of_task(queries, book, record, str(row["unit_id"]))
        if book == SET:
            found = _given(row, about)
        elif plan := _plan_of(queries, str(row["plan"])):
            found = _planned(row, plan, about)
    if found is None:
        raise NotFound(N_("Không còn việc này, hoặc thời hạn của nó không đọc được."))
    return found


def _plan_of(queries: Queries, plan: RecordId) -> OfficePlan | None:
    row = queries.rows(PLANS, [plan]).get(plan)
    if row is None or row["deleted"]:
        return None
    return _plan(row, _under(queries, ACTORS, "plan", plan))


@dataclass(frozen=True)
class _About:
    """The results of each task, and the villages of each unit."""

    results: Mapping[RecordId, Sequence[Result]]
    villages: Mapping[str, tuple[Village, ...]]

    @classmethod
    def read(cls, queries: Queries, unit: str | None) -> _About:
        """Of a unit, or of all units in the file."""
        proofs = _by(queries, PROOFS, "result", unit)
        results = _results(_rows(queries, RESULTS, unit), proofs)
        return cls(results, _villages(_rows(queries, VILLAGES, unit)))

    @classmethod
    def of_task(cls, queries: Queries, book: Book, record: RecordId, unit: str) -> _About:
        """Of one task."""
        rows = _under(queries, RESULTS, "set_task" if book == SET else "task", record)
        proofs: dict[RecordId, list[Row]] = defaultdict(list)
        found = queries.ids(
            PROOFS, [Where("result", "in", tuple(str(each["id"]) for each in rows))]
        )
        for row in queries.rows(PROOFS, found).values():
            proofs[str(row["result"])].append(row)
        return cls(_results(rows, proofs), _villages(_rows(queries, VILLAGES, unit)))

    def rows(self, row: Row, *, each_village: bool = False) -> tuple[Rows, dict[str, Any]]:
        """What is written about a task: for the whole, and as its own fields keep it."""
        results = tuple(self.results.get(str(row["id"]), ()))
        if not each_village:
            return written(results), {"results": results}
        villages = self.villages.get(str(row["unit_id"]), ())
        kept = {"results": results, "villages": villages}
        return together(written(results), villages), kept


def _results(
    rows: Iterable[Row], proofs: Mapping[RecordId, Iterable[Row]]
) -> Mapping[RecordId, Sequence[Result]]:
    found: dict[RecordId, list[Result]] = defaultdict(list)
    for row in rows:
        task = str(row["task"] or row["set_task"] or "")
        found[task].append(_result(row, proofs.get(str(row["id"]), ())))
    return found


def _result(row: Row, proofs: Iterable[Row]) -> Result:
    day = _must_day(row["done_on"])
    return Result(
        row["id"],
        row["kind"],
        row["opening"] or "",
        day,
        _moment(day, row["done_at"]) if row["done_at"] else None,
        row["village"] or "",
        row["who"] or "",
        row["document"] or "",
        row["paper"] or "",
        row["remark"] or "",
        tuple(_proof(each) for each in proofs),
    )


def _proof(row: Row) -> Proof:
    return Proof(
        str(row["id"]),
        str(row["kind"]),
        str(row["register"] or ""),
        str(row["record"] or ""),
        str(row["figure"] or ""),
        str(row["value"] or ""),
        _day(row["as_of"]),
    )


def _villages(rows: Iterable[Row]) -> Mapping[str, tuple[Village, ...]]:
    found: dict[str, list[Village]] = defaultdict(list)
    for row in rows:
        days = _day(row["from_date"]), _day(row["until_date"])
        found[str(row["unit_id"])].append(Village(str(row["id"]), str(row["name"]), *days))
    return {unit: tuple(villages) for unit, villages in found.items()}


def _plan(row: Row, actors: Iterable[Row]) -> OfficePlan:
    stopped = _day(row["stopped_on"])
    ends = [each for each in (_day(row["until_date"]), stopped) if each is not None]
    start = _must_day(row["from_date"])
    end = max(start, min(ends)) if ends else None
    return OfficePlan(
        str(row["id"]),
        str(row["unit_id"]),
        str(row["pack"] or ""),
        str(row["title"]),
        Life(start, end, phases_from_json(str(row["phases"] or ""))),
        _must_day(row["adopted_on"]),
        tuple(_actor(each) for each in actors),
        str(row["theme"] or ""),
        str(row["document"] or ""),
        _day(row["document_on"]),
        stopped,
        str(row["stopped_why"] or ""),
    )


def _actor(row: Row) -> PlanActor:
    names = ("id", "actor", "name", "level", "body", "person", "position", "account")
    return PlanActor(*(str(row[each] or "") for each in names))


def _planned(row: Row, plan: OfficePlan, about: _About) -> OfficeTask | None:
    when = _rule(row)
    if when is None:
        return None
    rows, kept = about.rows(row, each_village=bool(row["each_village"]))
    if ended := min(_ended(row, plan), key=lambda each: each.since, default=None):
        rows = replace(rows, obsolete=ended)
    return OfficeTask(
        str(row["id"]),
        "plan_tasks",
        str(row["unit_id"]),
        plan,
        plan.life,
        str(row["title"]),
        str(row["content"] or ""),
        str(row["kind"]),
        when,
        own_of(row),
        rows,
        str(row["task"] or ""),
        str(row["paragraph"] or ""),
        _codes(row["actors"]),
        str(row["village"] or ""),
        bool(row["each_village"]),
        bool(row["ours"]),
        row["active"] != 0,
        str(row["active_why"] or ""),
        _codes(row["evidence"]),
        _codes(row["papers"]),
        _codes(row["figures"]),
        _codes(row["criteria"]),
        str(row["addressee"] or ""),
        remark=str(row["remark"] or ""),
        **kept,
    )


def _ended(row: Row, plan: OfficePlan) -> Iterator[Obsolete]:
    """What ended a task: later law, unless the office does it all the same; the plan's own end.

    What was missed before stays missed; what was due from that day on is no longer asked for.
    """
    since = _day(row["obsolete_from"])
    kept_on = row["active"] != 0 and row["active_why"]
    if row["obsolete_by"] and since is not None and not kept_on:
        yield Obsolete(str(row["obsolete_by"]), since, str(row["obsolete_note"] or ""))
    if plan.stopped_on is not None:
        yield Obsolete(STOPPED, plan.stopped_on, plan.stopped_why)


def _given(row: Row, about: _About) -> OfficeTask | None:
    when = _rule(row)
    if when is None:
        return None
    rows, kept = about.rows(row)
    return OfficeTask(
        str(row["id"]),
        "set_tasks",
        str(row["addressee"]),
        None,
        Life(_must_day(row["set_on"])),
        str(row["title"]),
        str(row["content"] or ""),
        str(row["kind"]),
        when,
        rows=rows,
        active=row["withdrawn_on"] is None,
        active_why=str(row["withdrawn_why"] or ""),
        evidence=_codes(row["evidence"]),
        figures=_codes(row["figures"]),
        criteria=_codes(row["criteria"]),
        document=str(row["document"] or ""),
        series=str(row["series"]),
        given_by=str(row["who"] or ""),
        change=_change(row),
        **kept,
    )


def _change(row: Row) -> TaskChange | None:
    on = _day(row["changed_on"])
    if on is None:
        return None
    return TaskChange(on, str(row["changed_why"] or ""), _day(row["due_before"]))


def _rule(row: Row) -> When | None:
    try:
        return When.from_json(str(row["rule"]))
    except KnownError:  # of a newer program
        return None


def own_of(row: Row) -> Own:
    """What the office chose for the task of a row."""
    if not any(row[each] for each in _CHOSEN):
        return _NOTHING_CHOSEN
    cut_offs = json.loads(row["cut_offs"]) if row["cut_offs"] else ()
    return Own(
        _day(row["last_on"]),
        tuple((int(month), int(day)) for month, day in cut_offs),
        int(row["review_days"] or 0),
        int(row["review_months"] or 0),
    )


def phases_to_json(phases: Iterable[Phase]) -> str:
    """Phases as a plan's row keeps them."""
    return json.dumps(
        [
            {
                "id": each.id,
                "title": each.title,
                "paragraph": each.paragraph,
                "quote": each.quote,
                "from": each.starts_on.isoformat() if each.starts_on else None,
                "until": each.ends_on.isoformat() if each.ends_on else None,
                "note": each.note,
            }
            for each in phases
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def phases_from_json(text: str) -> tuple[Phase, ...]:
    """What `phases_to_json` wrote; none where there is nothing."""
    return tuple(
        Phase(
            each["id"],
            each["title"],
            each["paragraph"],
            each["quote"],
            _day(each["from"]),
            _day(each["until"]),
            each["note"],
        )
        for each in json.loads(text or "[]")
    )


def _rows(queries: Queries, book: str, unit: str | None) -> Iterable[Row]:
    """The records of a book that belong to a unit, or all of them, in the book's order."""
    return queries.living(book, unit, _READ[book])


def _by(queries: Queries, book: str, field: str, unit: str | None) -> Mapping[RecordId, list[Row]]:
    """The records of a book by the record they stand under."""
    found: dict[RecordId, list[Row]] = defaultdict(list)
    for row in _rows(queries, book, unit):
        found[str(row[field])].append(row)
    return found


def _under(queries: Queries, book: str, field: str, record: RecordId) -> list[Row]:
    """The records of a book that stand under one record, in the book's order."""
    return _found(queries, book, [Where(field, "=", record)])


def _found(queries: Queries, book: str, where: Sequence[Where]) -> list[Row]:
    ids = queries.ids(book, where)
    rows = queries.rows(book, ids)
    return [rows[each] for each in ids if each in rows]


def _codes(value: Any) -> tuple[str, ...]:
    return tuple(str(value or "").split())


def _day(value: Any) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _must_day(value: Any) -> date:
    return date.fromisoformat(str(value))


def _moment(day: date, hour: Any) -> datetime:
    return datetime.combine(day, time.fromisoformat(str(hour)), VIETNAM)
