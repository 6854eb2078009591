"""An office adopts a plan: its dates, who stands behind each actor, every task of it, as one act.

    office.run(AdoptPlan(pack="ia-hdrai-2024/plan", from_date=today))
    office.run(AddTask(plan=plan, title="Họp ban chỉ đạo", when=When("periodic", every="month")))

What the law has ended is turned off with the article as its reason; the office may say otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.plans import Phase, PlanPack, When
from sachmatuy_desktop.domain.registers import kept
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.plans.reading import ACTORS, PLANS, TASKS
from sachmatuy_desktop.services.plans.rows import (
    STEP,
    Behind,
    Chosen,
    PlanTerms,
    TaskChoice,
    actor_values,
    chosen_values,
    next_place,
    office_level,
    own_row,
    refuse_dates,
    refuse_empty_rule,
    refuse_twice,
    start_of,
    task_values,
)
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

_AS_PRINTED: Final = TaskChoice()


@dataclass(frozen=True, kw_only=True)
class AdoptPlan(PlanTerms):
    """Adopt the plan of a pack, or (`pack` "") begin one of the office's own under `title`.

    `phases` are the plan's with the days this office moves them to; `actors` and `tasks` say what
    differs from the proposals, by their ids in the pack.  Without `theme` a campaign keeps the one
    printed.  The result is the plan's id.
    """

    pack: str = ""
    title: str = ""
    phases: Sequence[Phase] | None = None
    actors: Mapping[str, Behind] = field(default_factory=dict)
    tasks: Mapping[str, TaskChoice] = field(default_factory=dict)
    theme: str | None = None

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.adopt"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput`, `Conflict` (adopted for these days already), `NotAllowed`."""
        session.role.must_write(REGISTERS[PLANS])
        today = date.fromisoformat(work.clock.today())
        pack = library(session).plan(self.pack, today) if self.pack else None
        title = (self.title.strip() or pack.title) if pack else self.title.strip()
        if not title:
            raise BadInput(N_("Hãy đặt tên kế hoạch.")).at("title")
        phases = tuple(pack.phases if pack and self.phases is None else self.phases or ())
        refuse_dates(self.from_date, self.until_date, phases, pack.phases if pack else phases)
        refuse_twice(session, work.unit, self.pack, self.from_date, self.until_date)
        plan = work.insert(
            PLANS,
            {
                "title": title,
                "pack": self.pack or None,
                "edition": pack.edition if pack else None,
                "theme": self._theme(pack),
                "adopted_on": work.clock.today(),
                **self.values(phases),
                "frozen": pack.text if pack else None,
            },
        )
        if pack is not None:
            self._insert_parts(work, session, plan, pack)
        return plan

    def _theme(self, pack: PlanPack | None) -> str | None:
        if self.theme is not None:
            return kept.words(self.theme)
        return pack.campaign.theme if pack and pack.campaign else None

    def _insert_parts(
        self, work: UnitOfWork, session: Session, plan: RecordId, pack: PlanPack
    ) -> None:
        _refuse_strangers(self.actors, [each.id for each in pack.actors])
        _refuse_strangers(self.tasks, [each.id for each in pack.tasks])
        today = date.fromisoformat(work.clock.today())
        level = office_level(session)
        for place, actor in enumerate(pack.actors, 1):
            values = actor_values(actor, today, self.actors)
            work.insert(ACTORS, {"plan": plan, "place": place * STEP, **values})
        for place, task in enumerate(pack.tasks, 1):
            choice = self.tasks.get(task.id, _AS_PRINTED)
            values = task_values(pack, task, level, today)
            values |= chosen_values(task.when, choice, values, self.from_date)
            work.insert(TASKS, {"plan": plan, "place": place * STEP, **values})


@dataclass(frozen=True, kw_only=True)
class AddTask(Chosen):
    """Add a task of the office's own to a plan; the result is its id.

    `actors` are the plan's, `evidence` names of registers, `criteria` as `pack#id`.
    """

    plan: RecordId
    title: str
    when: When
    content: str = ""
    kind: str = "activity"
    paragraph: str = ""
    actors: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    addressee: str = ""

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.add_task"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `BadInput`, `NotAllowed`, `NotFound`."""
        session.role.must_write(REGISTERS[TASKS])
        row = own_row(work, PLANS, self.plan)
        return work.insert(
            TASKS,
            {
                "plan": self.plan,
                "place": next_place(work, session, TASKS, self.plan),
                "ours": 1,
                "active": 1,
                **self.values(start_of(row)),
            },
        )

    def values(self, start: date) -> dict[str, Value]:
        """The fields of its row.  Raises `BadInput`."""
        if not self.title.strip():
            raise BadInput(N_("Hãy ghi việc phải làm.")).at("title")
        refuse_empty_rule(self.when)
        return {
            "title": self.title.strip(),
            "content": kept.words(self.content),
            "kind": self.kind,
            "paragraph": kept.words(self.paragraph),
            "actors": kept.codes(self.actors),
            "rule": self.when.to_json(),
            "evidence": kept.codes(self.evidence),
            "papers": kept.codes(self.papers),
            "figures": kept.codes(self.figures),
            "criteria": kept.codes(self.criteria),
            "addressee": kept.words(self.addressee),
            **self.chosen(self.when, start),
        }


def _refuse_strangers(chosen: Mapping[str, object], known: Sequence[str]) -> None:
    for name in chosen:
        if name not in known:
            raise BadInput(N_("Kế hoạch không có mục «{name}»."), name=name)
