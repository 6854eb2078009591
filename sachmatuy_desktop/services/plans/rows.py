"""The rows of an adopted plan: what they keep of the pack, what the office decides, what must hold.

Whoever writes into a plan's books builds its rows here: when the plan is adopted, changed by hand,
or taken over in a newer edition.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans import Actor, Phase, PlanPack, PlanTask, When
from sachmatuy_desktop.domain.plans.due import Own
from sachmatuy_desktop.domain.plans.periods import clash
from sachmatuy_desktop.domain.registers import kept
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.criteria import LEVELS
from sachmatuy_desktop.services.plans.reading import phases_to_json, plans_of
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

Row = Mapping[str, Value]

COMMUNE: Final = "commune"
NOTHING_CHOSEN: Final = Own()
STEP: Final = 10
"""Between the places of two tasks, so that others can be put between them."""


# -- what the office decides -----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PlanTerms:
    """On which days the office follows a plan, and by which document of its own."""

    from_date: date
    until_date: date | None = None
    document: str = ""
    document_on: date | None = None
    paper: RecordId | None = None
    signer: str = ""
    position: str = ""
    remark: str = ""

    def values(self, phases: Sequence[Phase]) -> dict[str, Value]:
        """The fields of the plan's row that say so."""
        return {
            "from_date": self.from_date.isoformat(),
            "until_date": kept.day(self.until_date),
            "phases": phases_to_json(phases) if phases else None,
            "document": kept.words(self.document),
            "document_on": kept.day(self.document_on),
            "paper": self.paper,
            "signer": kept.words(self.signer),
            "position": kept.words(self.position),
            "remark": kept.words(self.remark),
        }


@dataclass(frozen=True, kw_only=True)
class Behind:
    """Who stands behind an actor of the plan; `body` "" is the one the data proposes first.

    `account` is the account whose own tasks these are.
    """

    body: str = ""
    person: str = ""
    position: str = ""
    account: str = ""

    @property
    def values(self) -> dict[str, Value]:
        """The fields of the actor's row that say so."""
        return {
            "body": kept.words(self.body),
            "person": kept.words(self.person),
            "position": kept.words(self.position),
            "account": self.account or None,
        }


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the office decides of any task: its days, where it is done, a remark."""

    own: Own = NOTHING_CHOSEN
    village: RecordId = ""
    each_village: bool = False
    remark: str = ""

    def chosen(self, when: When, start: date) -> dict[str, Value]:
        """The fields of its row that say so.  Raises `BadInput` as `own_values` does."""
        return {
            "village": self.village or None,
            "each_village": int(self.each_village),
            "remark": kept.words(self.remark),
            **own_values(when, self.own, start),
        }


@dataclass(frozen=True, kw_only=True)
class TaskChoice(Chosen):
    """What the office decides of a printed task; None leaves it as the pack and the law have it.

    `ours` makes it this office's work, or only something to read; turning a task on that the law
    has ended, or any task off, wants a reason.
    """

    active: bool | None = None
    why: str = ""
    ours: bool | None = None


# -- rows ------------------------------------------------------------------------------------------


def actor_values(actor: Actor, day: date, chosen: Mapping[str, Behind]) -> dict[str, Value]:
    """The row of an actor: as printed, the body of today, who is responsible."""
    values = chosen.get(actor.id, Behind()).values
    bodies = actor.bodies(day)
    return {
        "actor": actor.id,
        "name": actor.name,
        "level": actor.level,
        **values,
        "body": values["body"] or (bodies[0].name if bodies else None),
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
        "evidence": kept.codes(task.evidence),
        "papers": kept.codes(task.papers),
        "figures": kept.codes(task.figures),
        "criteria": kept.codes(f"{each.pack}#{each.criterion}" for each in task.criteria),
        "addressee": task.addressee or None,
        "sent_to": task.sent_to or None,
        "obsolete_by": law.by if law else None,
        "obsolete_from": kept.day(law.since if law else None),
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
    values = choice.chosen(when, start)
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
        "last_on": kept.day(own.last),
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


def refuse_dates(
    start: date, end: date | None, phases: Sequence[Phase], known: Sequence[Phase]
) -> None:
    """Raise `BadInput` for days that end before they begin, or phases but the plan's (`known`)."""
    if end is not None and end < start:
        raise BadInput(N_("Kế hoạch không thể kết thúc trước ngày bắt đầu.")).at("until_date")
    for each in phases:
        if each.starts_on and each.ends_on and each.ends_on < each.starts_on:
            raise BadInput(
                N_("Giai đoạn «{phase}» kết thúc trước khi bắt đầu."), phase=each.title
            ).at("phases")
    if {each.id for each in phases} != {each.id for each in known}:
        raise BadInput(N_("Các giai đoạn phải là giai đoạn của kế hoạch.")).at("phases")


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


def own_row(work: UnitOfWork, book: str, record: RecordId) -> Row:
    """A row of this office's own.  Raises `NotFound`, `NotAllowed` for another unit's."""
    row = work.row(book, record)
    if row["unit_id"] != work.unit:
        raise NotAllowed(N_("Kế hoạch này của đơn vị khác; đơn vị đó sửa."))
    return row


def row_to_write(work: UnitOfWork, session: Session, book: str, record: RecordId) -> Row:
    """The same, where the account may write in its book.  Raises `NotFound`, `NotAllowed`."""
    session.role.must_write(REGISTERS[book])
    return own_row(work, book, record)


def start_of(plan: Row) -> date:
    """From which day the plan of a row is followed."""
    return date.fromisoformat(str(plan["from_date"]))


def office_level(session: Session) -> str:
    """`commune`, `district` or `province`."""
    return LEVELS[unit_table().unit(session.store.facts.unit_id).kind.level]


def next_place(work: UnitOfWork, session: Session, book: str, plan: RecordId) -> int:
    """The place after the last one of a plan's book."""
    found = session.queries.children(book, "plan", plan)
    places = [int(row["place"] or 0) for row in work.rows(book, found).values()]
    return max(places, default=0) + STEP
