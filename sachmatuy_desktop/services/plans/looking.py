"""One adopted plan with everything that is told of it on screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from sachmatuy_desktop.domain.plans import PlanPack
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.packs.library import PackLibrary, read_pack
from sachmatuy_desktop.services.criteria import library, program_library
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.reading import (
    ACTORS,
    PLANS,
    TASKS,
    OfficePlan,
    OfficeTask,
    must_see_tasks,
    plans_of,
    tasks_of,
)
from sachmatuy_desktop.services.plans.renewing import newer_edition

Row = Mapping[str, Value]


@dataclass(frozen=True)
class PlanLook:
    """A plan, the text it was adopted with, its tasks, and the rows as forms load them.

    `pack` is None for a plan of the office's own, or where this program cannot read the text.
    `newer` is a newer edition in force, if there is one.  `criteria` are the words of those that
    the tasks serve, by their codes.
    """

    plan: OfficePlan
    row: Row
    pack: PlanPack | None
    tasks: tuple[OfficeTask, ...]
    rows: Mapping[RecordId, Row]
    newer: PlanPack | None = None
    criteria: Mapping[str, str] = field(default_factory=dict)


def look_at_plan(office: Office, plan: RecordId) -> PlanLook | None:
    """Everything about one plan; None where it is gone.

    Raises `NotAllowed` for an account that may not see tasks.
    """
    must_see_tasks(office.session)
    row = office.queries.rows(PLANS, [plan]).get(plan)
    if row is None or row["deleted"]:
        return None
    unit = str(row["unit_id"])
    found = next(each for each in plans_of(office.queries, unit) if each.id == plan)
    tasks = tuple(each for each in tasks_of(office.queries, unit) if each.plan == found)
    rows = office.queries.rows(TASKS, [each.id for each in tasks])
    rows |= office.queries.rows(ACTORS, [each.id for each in found.actors])
    return PlanLook(
        found,
        row,
        frozen_pack(str(row["frozen"] or "")),
        tasks,
        rows,
        _newer(office, row),
        _criteria(library(office), tasks),
    )


@lru_cache(maxsize=16)
def frozen_pack(text: str) -> PlanPack | None:
    """The plan as a kept text has it; None where there is none or it cannot be read."""
    if not text:
        return None
    pack, _problems = read_pack(text.encode(), program_library().facts(), as_kept=True)
    return pack if isinstance(pack, PlanPack) else None


def twins(plans: list[OfficePlan]) -> list[tuple[OfficePlan, OfficePlan]]:
    """Plans of one unit and one pack that both run at the same time: two PCs each adopted it."""
    return [
        (one, other)
        for place, one in enumerate(plans)
        for other in plans[place + 1 :]
        if one.pack
        and not (one.stopped_on or other.stopped_on)
        and (one.unit, one.pack) == (other.unit, other.pack)
        and one.life.start <= other.life.last
        and other.life.start <= one.life.last
    ]


def _criteria(packs: PackLibrary, tasks: Iterable[OfficeTask]) -> Mapping[str, str]:
    """`pack#id` → “a) Không có người nghiện …”; one that is not at hand is left out."""
    found: dict[str, str] = {}
    for code in dict.fromkeys(each for task in tasks for each in task.criteria):
        pack, _mark, name = code.partition("#")
        try:
            criteria = packs.rules(pack).criteria
        except KnownError:
            continue
        for each in criteria:
            if each.id == name:
                found[code] = f"{each.mark}) {each.title}"
    return found


def _newer(office: Office, row: Row) -> PlanPack | None:
    """A newer edition, for the office's own plans; nothing where it cannot be read here."""
    if row["unit_id"] != office.info.unit_id or row["stopped_on"]:
        return None
    today = date.fromisoformat(office.clock.today())
    pack, edition = str(row["pack"] or ""), int(row["edition"] or 0)
    try:
        return newer_edition(library(office), pack, edition, today)
    except KnownError:
        return None
