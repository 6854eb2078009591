"""Tasks of a plan put into an office as rows, whatever pack they could be of, and what is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.plans.due import Opening
from sachmatuy_desktop.domain.plans.standing import TaskStanding
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import (
    NewProof,
    OfficeTask,
    RecordResult,
    events_of,
    task_of,
)

MONTHLY = When("periodic", every="month")


def put(office: Office, register: str, values: Mapping[str, Value], unit: str = "") -> RecordId:
    """A row the program writes itself, with its defaults."""
    with office.store.begin(Act("training.fill", "Máy")) as work:
        record = work.insert(register, values, unit=unit or None)
        work.commit()
    return record


def a_plan(office: Office, start: str = "2026-01-05", **more: Value) -> RecordId:
    """A plan that the office follows."""
    given: dict[str, Value] = {
        "title": "Kế hoạch xã không ma túy",
        "pack": "ia-hdrai-2024/plan",
        "adopted_on": start,
        "from_date": start,
        **more,
    }
    return put(office, "plans", given)


def a_task(
    office: Office, plan: RecordId, title: str = "Tuyên truyền", when: When = MONTHLY, **more: Value
) -> RecordId:
    """A task of it."""
    given: dict[str, Value] = {
        "plan": plan,
        "title": title,
        "kind": "activity",
        "rule": when.to_json(),
        "active": 1,
        "ours": 1,
        **more,
    }
    return put(office, "plan_tasks", given)


def a_set_task(
    office: Office, title: str = "Báo cáo nhanh", when: When | None = None, **more: Value
) -> RecordId:
    """A task that the office above has set, as it lies in the commune's file."""
    given: dict[str, Value] = {
        "addressee": office.unit.id,
        "series": "s",
        "title": title,
        "kind": "report",
        "set_on": "2026-02-01",
        "rule": (when or When("once", on=date(2026, 3, 20))).to_json(),
        **more,
    }
    return put(office, "set_tasks", given)


def done(
    office: Office,
    task: RecordId,
    opening: str = "",
    on: str = "2026-03-02",
    proofs: Iterable[NewProof] = (),
    at: time | None = None,
    **more: Any,
) -> RecordId:
    """The task was done on a day; the result's id."""
    command = RecordResult(
        task=task,
        opening=opening,
        done_on=date.fromisoformat(on),
        done_at=at,
        proofs=tuple(proofs),
        **more,
    )
    return str(office.run(command).result)


def read(office: Office, task: RecordId, book: str = "plan_tasks") -> OfficeTask:
    """The task as the office holds it."""
    return task_of(office.queries, book, task)  # type: ignore[arg-type]


def stands(office: Office, task: OfficeTask) -> TaskStanding:
    """How it stands now."""
    events = events_of(office.queries, office.unit.id)
    return task.standing(office.clock.now(), calendar_of(office.session), events)


def openings(office: Office, task: OfficeTask, until: str) -> Mapping[str, Opening]:
    """Its openings by key."""
    events = events_of(office.queries, office.unit.id)
    found = task.openings(date.fromisoformat(until), calendar_of(office.session), events)
    return {each.key: each for each in found}


def opening_of(office: Office, task: OfficeTask, key: str) -> Opening:
    """One opening of it within the next year."""
    return openings(office, task, "2027-03-01")[key]
