"""Communes that follow plans and have sent what they did, as merged bundles leave it.

Nobody's and the same every time: what is done, late or missing comes from a counter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.plans.due import DueTask, openings
from sachmatuy_desktop.domain.plans.periods import Life
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.sync import outbox, post
from sachmatuy_desktop.storage.sync.post import Partner, Passage
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

PACK = "ia-hdrai-2024/plan"
RULES = (
    When("periodic", every="month", day=((0, 25),)),
    When("once", on=date(2026, 6, 30)),
    When("periodic", every="half_year", day=((6, 15), (12, 15))),
    When("continuous", months=3),
    When("periodic", every="year", day=((12, 15),)),
    When("event", event="asked", hours=24),
)


def follow(
    office: Office,
    units: Sequence[str],
    tasks: int,
    *,
    today: date,
    start: date = date(2025, 12, 15),
    proofs: bool = True,
) -> None:
    """Every unit has adopted the plan with so many tasks, and has done most of them."""
    with office.store.begin(Act("training.fill", "an")) as work:
        for number, unit in enumerate(units):
            plan = adopted(work, unit, start)
            _ask(work, unit, start + timedelta(days=30 + number % 90))
            for place in range(tasks):
                when = RULES[place % len(RULES)]
                task = plan_task(work, unit, plan, f"V.{place + 1}", when)
                _do(work, unit, task, when, Life(start), today, number + place, proofs=proofs)
        work.commit()


def adopted(work: UnitOfWork, unit: str, start: date, pack: str = PACK) -> RecordId:
    """A plan as a commune has adopted it."""
    values: dict[str, Value] = {
        "title": "Kế hoạch xây dựng xã không có ma túy",
        "pack": pack,
        "adopted_on": start.isoformat(),
        "from_date": start.isoformat(),
    }
    return work.insert("plans", values, unit=unit)


def plan_task(
    work: UnitOfWork, unit: str, plan: RecordId, task: str, when: When, **more: Value
) -> RecordId:
    """A printed task of it."""
    values: dict[str, Value] = {
        "plan": plan,
        "task": task or None,
        "place": 10,
        "paragraph": f"mục {task}",
        "title": f"Việc {task} của kế hoạch, có tên dài như in trong văn bản",
        "kind": "activity",
        "rule": when.to_json(),
        "ours": 1,
        "active": 1,
        **more,
    }
    return work.insert("plan_tasks", values, unit=unit)


def done(
    work: UnitOfWork,
    unit: str,
    task: RecordId,
    opening: str,
    on: date,
    book: str = "plan_tasks",
    **more: Value,
) -> RecordId:
    """What a commune has written of an opening."""
    values: dict[str, Value] = {
        "task" if book == "plan_tasks" else "set_task": task,
        "opening": opening or None,
        "kind": "done",
        "done_on": on.isoformat(),
        **more,
    }
    return work.insert("task_results", values, unit=unit)


def _ask(work: UnitOfWork, unit: str, day: date) -> None:
    values: dict[str, Value] = {"event": "asked", "happened_on": day.isoformat()}
    work.insert("plan_events", values, unit=unit)


def _do(
    work: UnitOfWork,
    unit: str,
    task: RecordId,
    when: When,
    life: Life,
    today: date,
    number: int,
    *,
    proofs: bool,
) -> None:
    """Two of three openings in time, one of nine late, the rest not at all."""
    for place, each in enumerate(openings(DueTask(task, when), life, today)):
        last = each.last_day
        if last is None or last > today or (number + place) % 9 > 6:
            continue
        late = timedelta(days=3 if (number + place) % 9 == 6 else -2)
        key = "" if when.kind == "continuous" else each.key
        result = done(work, unit, task, key, last + late)
        if proofs:
            said: Mapping[str, Value] = {
                "result": result,
                "kind": "figure",
                "figure": "population",
                "value": "12",
                "as_of": last.isoformat(),
            }
            work.insert("task_proofs", said, unit=unit)


def hear_from(office: Office, units: Iterable[str], made: datetime, taken: datetime) -> None:
    """A bundle of each unit was made and taken in then."""
    with office.store.writing() as connection:
        for number, unit in enumerate(units):
            passage = Passage(
                "in",
                f"{unit} {made.isoformat()}",
                "changes",
                f"khóa {unit}",
                unit,
                1,
                number + 1,
                made.isoformat(timespec="seconds"),
                taken.isoformat(timespec="seconds"),
                "{}",
            )
            post.record_passage(connection, passage)


def acknowledge(office: Office, units: Iterable[str]) -> None:
    """The units have said that they hold all that was sent down to them."""
    with office.store.writing() as connection:
        for unit in units:
            key = f"khóa {unit}"
            post.trust(connection, Partner(key, "", unit, unit, "lower", "{}", "2026-01-01"))
            outbox.acknowledge(connection, key, outbox.held_vector(connection, [unit]))
