"""An office adopts a plan: its dates, who stands behind each actor, every task of it, as one act.

    office.run(AdoptPlan(pack="ia-hdrai-2024/plan", from_date=today))
    office.run(AddTask(plan=plan, title="Họp ban chỉ đạo", when=When("periodic", every="month")))

What the law has ended is turned off with the article as its reason; the office may say otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans import Actor, Phase, PlanPack, PlanTask, When
from sachmatuy_desktop.domain.plans.due import Own
from sachmatuy_desktop.domain.plans.periods import Life, clash
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.criteria import LEVELS, library
from sachmatuy_desktop.services.plans.reading import (
    ACTORS,
    PLANS,
    TASKS,
    phases_to_json,
    plans_of,
)
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

COMMUNE: Final = "commune"
NOTHING_CHOSEN: Final = Own()
STEP: Final = 10
"""Between the places of two tasks, so that others can be put between them."""


@dataclass(frozen=True, kw_only=True)
class Behind:
    """Who stands behind an actor of the plan; `body` "" is the one the data proposes first.

    `account` is the account whose own tasks these are.
    """

    body: str = ""
    person: str = ""
    position: str = ""
    account: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskChoice:
    """What the office decides of a printed task; None leaves it as the pack and the law have it.

    `ours` makes it this office's work, or only something to read; turning a task on that the law
    has ended, or any task off, wants a reason.
    """

    active: bool | None = None
    why: str = ""
    ours: bool | None = None
    own: Own = NOTHING_CHOSEN
    village: RecordId = ""
    each_village: bool = False
    remark: str = ""


_AS_PRINTED: Final = TaskChoice()


@dataclass(frozen=True, kw_only=True)
class AdoptPlan:
    """Adopt the plan of a pack, or (`pack` "") begin one of the office's own under `title`.

    `phases` are the plan's with the days this office moves them to; `actors` and `tasks` say what
    differs from the proposals, by their ids in the pack.  Without `theme` a campaign keeps the one
    printed.  The result is the plan's id.
    """

    from_date: date
    pack: str = ""
    title: str = ""
    until_date: date | None = None
    phases: Sequence[Phase] | None = None
    actors: Mapping[str, Behind] = field(default_factory=dict)
    tasks: Mapping[str, TaskChoice] = field(default_factory=dict)
    theme: str | None = None
    document: str = ""
    document_on: date | None = None
    paper: RecordId | None = None
    signer: str = ""
    position: str = ""
    remark: str = ""

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
        life_of(self.from_date, self.until_date, phases, pack)
        refuse_twice(session, work.unit, self.pack, self.from_date, self.until_date)
        plan = work.insert(
            PLANS,
            {
                "title": title,
                "pack": self.pack or None,
                "edition": pack.edition if pack else None,
                "theme": self._theme(pack),
                "adopted_on": work.clock.today(),
                "from_date": self.from_date.isoformat(),
                "until_date": iso(self.until_date),
                "document": self.document.strip() or None,
                "document_on": iso(self.document_on),
                "paper": self.paper,
                "signer": self.signer.strip() or None,
                "position": self.position.strip() or None,
                "phases": phases_to_json(phases) if phases else None,
                "remark": self.remark.strip() or None,
                "frozen": pack.text if pack else None,
            },
        )
        if pack is not None:
            self._insert_parts(work, session, plan, pack)
        return plan

    def _theme(self, pack: PlanPack | None) -> str | None:
        if self.theme is not None:
            return self.theme.strip() or None
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
class AddTask:
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
    own: Own = NOTHING_CHOSEN
    village: RecordId = ""
    each_village: bool = False
    evidence: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    addressee: str = ""
    remark: str = ""

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
                **self.values(date.fromisoformat(str(row["from_date"]))),
            },
        )

    def values(self, start: date) -> dict[str, Value]:
        """The fields of its row.  Raises `BadInput`."""
        if not self.title.strip():
            raise BadInput(N_("Hãy ghi việc phải làm.")).at("title")
        refuse_empty_rule(self.when)
        return {
            "title": self.title.strip(),
            "content": self.content.strip() or None,
            "kind": self.kind,
            "paragraph": self.paragraph.strip() or None,
            "actors": " ".join(self.actors) or None,
            "rule": self.when.to_json(),
            "village": self.village or None,
            "each_village": int(self.each_village),
            "evidence": " ".join(self.evidence) or None,
            "papers": " ".join(self.papers) or None,
            "figures": " ".join(self.figures) or None,
            "criteria": " ".join(self.criteria) or None,
            "addressee": self.addressee.strip() or None,
            "remark": self.remark.strip() or None,
            **own_values(self.when, self.own, start),
        }


# -- rows ------------------------------------------------------------------------------------------


def actor_values(actor: Actor, day: date, chosen: Mapping[str, Behind]) -> dict[str, Value]:
    """The row of an actor: as printed, the body of today, who is responsible."""
    behind = chosen.get(actor.id, Behind())
    bodies = actor.bodies(day)
    return {
        "actor": actor.id,
        "name": actor.name,
        "level": actor.level,
        "body": behind.body.strip() or (bodies[0].name if bodies else None),
        "person": behind.person.strip() or None,
        "position": behind.position.strip() or None,
        "account": behind.account or None,
    }


def task_values(pack: PlanPack, task: PlanTask, level: str, day: date) -> dict[str, Value]:
    """The row of a printed task as an office of a level takes it over on a day."""
    law = task.obsolete
    is_on = task.offered(day)
    return {
        "task": task.id,
        "paragraph": task.paragraph,
        "title": task.title,
        "content": task.quote,
        "kind": task.kind,
        "actors": " ".join(task.actors),
        "rule": task.when.to_json(),
        "ours": int(is_ours(pack, task, level, day)),
        "active": int(is_on),
        "active_why": None if is_on or law is None else law.by,
        "evidence": " ".join(task.evidence) or None,
        "papers": " ".join(task.papers) or None,
        "figures": " ".join(task.figures) or None,
        "criteria": " ".join(f"{each.pack}#{each.criterion}" for each in task.criteria) or None,
        "addressee": task.addressee or None,
        "sent_to": task.sent_to or None,
        "obsolete_by": law.by if law else None,
        "obsolete_from": law.since.isoformat() if law else None,
        "obsolete_note": (law.note or None) if law else None,
        "note": task.note or None,
    }


def is_ours(pack: PlanPack, task: PlanTask, level: str, day: date) -> bool:
    """Whether an office of a level does a task or follows it up; a commune's are in the pack."""
    if level == COMMUNE:
        return task.for_commune
    levels: set[str] = set()
    for name in task.actors:
        actor = pack.actor(name)
        levels |= {body.level for body in actor.bodies(day)} or {actor.level}
    return level in levels


def chosen_values(
    when: When, choice: TaskChoice, stands: Mapping[str, Value], start: date
) -> dict[str, Value]:
    """The fields of a task that the office decides.  Raises `BadInput` without a reason."""
    values: dict[str, Value] = {
        "village": choice.village or None,
        "each_village": int(choice.each_village),
        "remark": choice.remark.strip() or None,
        **own_values(when, choice.own, start),
    }
    if choice.ours is not None:
        values["ours"] = int(choice.ours)
    if choice.active is not None and choice.active != bool(stands["active"]):
        values |= switched(stands, active=choice.active, why=choice.why)
    return values


def switched(stands: Mapping[str, Value], *, active: bool, why: str) -> dict[str, Value]:
    """A task turned on or off.  Off always says why, on where the law has ended it."""
    reason = why.strip()
    if not reason and (not active or stands["obsolete_by"]):
        message = (
            N_("Việc này theo luật mới không còn; hãy ghi lý do vẫn làm.")
            if active
            else N_("Hãy ghi lý do không thực hiện việc này.")
        )
        raise BadInput(message).at("active_why")
    return {"active": int(active), "active_why": reason or None}


def own_values(when: When, own: Own, start: date) -> dict[str, Value]:
    """What the office chose, as a task's row keeps it.  Raises `BadInput`.

    A choice that the kind of rule does not ask for is refused, so is a last day before the plan
    begins and a second day for one period.
    """
    if own.last is not None and own.last < start:
        raise BadInput(
            N_("Hạn không thể trước ngày bắt đầu kế hoạch ({day})."), day=show_date(start)
        ).at("last_on")
    if own.cut_offs and clash(when.every, own.cut_offs):
        raise BadInput(N_("Hai hạn rơi vào cùng một kỳ. Hãy giữ một.")).at("cut_offs")
    asks = {
        "last_on": when.kind == "once",
        "cut_offs": when.kind == "periodic",
        "review_days": when.kind == "continuous",
        "review_months": when.kind == "continuous",
    }
    values: dict[str, Value] = {
        "last_on": iso(own.last),
        "cut_offs": json.dumps(own.cut_offs, separators=(",", ":")) if own.cut_offs else None,
        "review_days": own.days or None,
        "review_months": own.months or None,
    }
    for name, value in values.items():
        if value is not None and not asks[name]:
            raise BadInput(N_("Loại thời hạn của việc này không dùng mục đó.")).at(name)
    return values


def refuse_empty_rule(when: When) -> None:
    """Raise `BadInput` for a rule of the office's own that says too little to be followed."""
    if when.kind == "periodic" and not when.every:
        raise BadInput(N_("Hãy chọn kỳ của việc định kỳ.")).at("every")
    if when.kind == "periodic" and clash(when.every, when.day):
        raise BadInput(N_("Hai hạn rơi vào cùng một kỳ. Hãy giữ một.")).at("cut_offs")
    if when.kind == "event" and not when.event:
        raise BadInput(N_("Hãy chọn sự việc mà việc này theo sau.")).at("event")


# -- what must hold --------------------------------------------------------------------------------


def life_of(
    start: date, end: date | None, phases: Sequence[Phase], pack: PlanPack | None = None
) -> Life:
    """The plan's dates, looked at.  Raises `BadInput`."""
    if end is not None and end < start:
        raise BadInput(N_("Kế hoạch không thể kết thúc trước ngày bắt đầu.")).at("until_date")
    for each in phases:
        if each.starts_on and each.ends_on and each.ends_on < each.starts_on:
            raise BadInput(
                N_("Giai đoạn «{phase}» kết thúc trước khi bắt đầu."), phase=each.title
            ).at("phases")
    if pack is not None and {each.id for each in phases} != {each.id for each in pack.phases}:
        raise BadInput(N_("Các giai đoạn phải là giai đoạn của kế hoạch.")).at("phases")
    return Life(start, end, tuple(phases))


def refuse_twice(
    session: Session, unit: str, pack: str, start: date, end: date | None, but: RecordId = ""
) -> None:
    """Raise `Conflict` where the office follows the same pack on one of these days already.

    One that was stopped may be begun anew on the very day.
    """
    if not pack:
        return
    for each in plans_of(session.queries, unit):
        if each.pack != pack or each.id == but:
            continue
        stopped = each.stopped_on is not None and start >= each.stopped_on
        if each.life.start <= (end or date.max) and start <= each.life.last and not stopped:
            raise Conflict(
                N_("Cơ quan đang thực hiện kế hoạch này từ ngày {day}; hãy sửa hoặc thôi bản đó."),
                day=show_date(each.life.start),
            )


def own_row(work: UnitOfWork, book: str, record: RecordId) -> Mapping[str, Value]:
    """A row of this office's own.  Raises `NotFound`, `NotAllowed` for another unit's."""
    row = work.row(book, record)
    if row["unit_id"] != work.unit:
        raise NotAllowed(N_("Kế hoạch này của đơn vị khác; đơn vị đó sửa."))
    return row


def office_level(session: Session) -> str:
    """`commune`, `district` or `province`."""
    return LEVELS[unit_table().unit(session.store.facts.unit_id).kind.level]


def _refuse_strangers(chosen: Mapping[str, object], known: Sequence[str]) -> None:
    for name in chosen:
        if name not in known:
            raise BadInput(N_("Kế hoạch không có mục «{name}»."), name=name)


def next_place(work: UnitOfWork, session: Session, book: str, plan: RecordId) -> int:
    """The place after the last one of a plan's book."""
    found = session.queries.children(book, "plan", plan)
    places = [int(row["place"] or 0) for row in work.rows(book, found).values()]
    return max(places, default=0) + STEP


def iso(day: date | None) -> str | None:
    """A day as a row keeps it."""
    return day.isoformat() if day else None
