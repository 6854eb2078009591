"""What an office changes of a plan it follows: dates, who does it, single tasks, the end of it.

Every command takes the whole of what its form shows, and `loaded`, the row as the form showed it:
a field that somebody else has written since is refused, never overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.plans import Phase, When
from sachmatuy_desktop.domain.registers import kept
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.plans.adopting import AddTask
from sachmatuy_desktop.services.plans.reading import ACTORS, PLANS, TASKS, phases_from_json
from sachmatuy_desktop.services.plans.rows import (
    Behind,
    Chosen,
    PlanTerms,
    Row,
    next_place,
    own_row,
    refuse_dates,
    refuse_twice,
    row_to_write,
    start_of,
    switched,
)
from sachmatuy_desktop.storage.references import pointing_at
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

OWN_ACTOR: Final = "own-"
"""How the codes of actors begin that the office has added."""


@dataclass(frozen=True, kw_only=True)
class ChangePlan(PlanTerms):
    """Its title, dates, phases and document.

    What was done stays done.  A task whose own last day would lie before the new start must be
    given another one first.
    """

    plan: RecordId
    title: str
    phases: Sequence[Phase] = ()
    theme: str = ""
    loaded: Row | None = None

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.change"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict`, `NotAllowed`, `NotFound`."""
        row = row_to_write(work, session, PLANS, self.plan)
        pack = str(row["pack"] or "")
        known = phases_from_json(str(row["phases"] or ""))
        refuse_dates(self.from_date, self.until_date, self.phases, known)
        refuse_twice(session, work.unit, pack, self.from_date, self.until_date, self.plan)
        self._refuse_early(work, session)
        if not self.title.strip():
            raise BadInput(N_("Hãy đặt tên kế hoạch.")).at("title")
        work.update(
            PLANS,
            self.plan,
            {
                "title": self.title.strip(),
                "theme": kept.words(self.theme),
                **self.values(self.phases),
            },
            self.loaded,
        )

    def _refuse_early(self, work: UnitOfWork, session: Session) -> None:
        """No last day that the office chose may lie before the plan begins."""
        start = self.from_date.isoformat()
        for row in work.rows(TASKS, session.queries.children(TASKS, "plan", self.plan)).values():
            if row["last_on"] and str(row["last_on"]) < start:
                raise BadInput(
                    N_("Việc «{task}» có hạn trước ngày bắt đầu mới; hãy sửa hạn của việc đó."),
                    task=row["title"],
                ).at("from_date")


@dataclass(frozen=True, kw_only=True)
class GivePaper:
    """The document that the office has issued as its plan: its number and day become the plan's."""

    plan: RecordId
    paper: RecordId

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.change"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `Conflict` for a paper whose number is void, `NotAllowed`, `NotFound`."""
        row_to_write(work, session, PLANS, self.plan)
        paper = own_row(work, "documents", self.paper)
        if paper["state"] != "issued":
            raise Conflict(N_("Số {number} đã được hủy trước đó."), number=paper["number"])
        work.update(
            PLANS,
            self.plan,
            {
                "paper": self.paper,
                "document": paper["number"],
                "document_on": paper["issued_on"],
                "signer": paper["signer"],
            },
        )


@dataclass(frozen=True, kw_only=True)
class StopPlan:
    """No longer follow a plan from the day after `stopped_on`; what was done stays."""

    plan: RecordId
    stopped_on: date
    why: str

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.stop"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict` where it was stopped before, `NotAllowed`."""
        row = row_to_write(work, session, PLANS, self.plan)
        if row["stopped_on"]:
            raise Conflict(N_("Kế hoạch này đã thôi thực hiện trước đó."))
        if not self.why.strip():
            raise BadInput(N_("Hãy ghi lý do thôi thực hiện.")).at("why")
        if self.stopped_on.isoformat() > work.clock.today():
            raise BadInput(N_("Ngày thôi ở tương lai; hãy ghi khi đã thôi.")).at("stopped_on")
        work.update(
            PLANS,
            self.plan,
            {"stopped_on": self.stopped_on.isoformat(), "stopped_why": self.why.strip()},
        )


@dataclass(frozen=True, kw_only=True)
class ResumePlan:
    """Follow a plan again that was stopped."""

    plan: RecordId

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.resume"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `Conflict` where the same plan is followed anew meanwhile, `NotAllowed`."""
        row = row_to_write(work, session, PLANS, self.plan)
        if not row["stopped_on"]:
            raise Conflict(N_("Kế hoạch này đang thực hiện."))
        end = date.fromisoformat(str(row["until_date"])) if row["until_date"] else None
        start = start_of(row)
        refuse_twice(session, work.unit, str(row["pack"] or ""), start, end, self.plan)
        work.update(PLANS, self.plan, {"stopped_on": None, "stopped_why": None})


# -- actors ----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class SetActor:
    """Who stands behind an actor of the plan here; an empty body is the one printed."""

    actor: RecordId
    behind: Behind
    loaded: Row | None = None

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.set_actor"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `Conflict`, `NotAllowed`, `NotFound`."""
        row_to_write(work, session, ACTORS, self.actor)
        work.update(ACTORS, self.actor, self.behind.values, self.loaded)


@dataclass(frozen=True, kw_only=True)
class AddActor:
    """One more who does tasks of the plan here, not printed in it.  The result is what tasks name
    it by.
    """

    plan: RecordId
    name: str
    level: str = "commune"
    behind: Behind = field(default_factory=Behind)

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.add_actor"

    def run(self, work: UnitOfWork, session: Session) -> str:
        """Raises `BadInput`, `NotAllowed`, `NotFound`."""
        session.role.must_write(REGISTERS[ACTORS])
        own_row(work, PLANS, self.plan)
        name = self.name.strip()
        if not name:
            raise BadInput(N_("Hãy ghi cơ quan, bộ phận thực hiện.")).at("name")
        called = OWN_ACTOR + work.clock.new_id()
        work.insert(
            ACTORS,
            {
                "plan": self.plan,
                "actor": called,
                "place": next_place(work, session, ACTORS, self.plan),
                "name": name,
                "level": self.level,
                **self.behind.values,
            },
        )
        return called


@dataclass(frozen=True, kw_only=True)
class RemoveActor:
    """Take one out that the office has added and no task of the plan names."""

    actor: RecordId

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.remove_actor"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `Conflict` where a task names it, `NotAllowed` for a printed one, `NotFound`."""
        row = row_to_write(work, session, ACTORS, self.actor)
        if not str(row["actor"]).startswith(OWN_ACTOR):
            raise NotAllowed(N_("Cơ quan in trong kế hoạch giữ nguyên; hãy ghi ai đứng thay."))
        tasks = session.queries.children(TASKS, "plan", str(row["plan"]))
        for task in work.rows(TASKS, tasks).values():
            if row["actor"] in str(task["actors"] or "").split():
                raise Conflict(
                    N_("Việc «{task}» đang giao cho cơ quan này; hãy đổi người làm trước."),
                    task=task["title"],
                )
        work.remove(ACTORS, self.actor)


# -- tasks -----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ChangeTask(Chosen):
    """What the office decides of a task, printed or its own: dates, on or off, where, by whom.

    `actors` None leaves those of the plan; `active` None leaves it on or off.
    """

    task: RecordId
    active: bool | None = None
    why: str = ""
    ours: bool = True
    actors: tuple[str, ...] | None = None
    loaded: Row | None = None

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.change_task"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict`, `NotAllowed`, `NotFound`."""
        row = row_to_write(work, session, TASKS, self.task)
        plan = own_row(work, PLANS, str(row["plan"]))
        values: dict[str, Value] = {
            "ours": int(self.ours),
            **self.chosen(When.from_json(str(row["rule"])), start_of(plan)),
        }
        if self.actors is not None:
            values["actors"] = kept.codes(self.actors)
        if self.active is not None and self.active != (row["active"] != 0):
            values |= switched(row, active=self.active, why=self.why)
        elif self.why.strip():
            values["active_why"] = self.why.strip()
        work.update(TASKS, self.task, values, self.loaded)


@dataclass(frozen=True, kw_only=True)
class SwitchTasks:
    """Several tasks on or off at once, for one reason."""

    tasks: tuple[RecordId, ...]
    active: bool
    why: str

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.change_task"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `NotAllowed`, `NotFound`."""
        session.role.must_write(REGISTERS[TASKS])
        for task in self.tasks:
            row = own_row(work, TASKS, task)
            if self.active != (row["active"] != 0):
                work.update(TASKS, task, switched(row, active=self.active, why=self.why))


@dataclass(frozen=True, kw_only=True)
class ChangeOwnTask:
    """The words and the rule of a task the office has added.  `task` is what it shall be now; its
    plan stays.
    """

    record: RecordId
    task: AddTask
    loaded: Row | None = None

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.change_task"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict`, `NotAllowed` (a printed one), `NotFound`."""
        row = _own_task(work, session, self.record)
        plan = own_row(work, PLANS, str(row["plan"]))
        values = self.task.values(start_of(plan))
        if values["rule"] != row["rule"] and _has_results(work, self.record):
            raise Conflict(
                N_(
                    "Việc này đã có kết quả theo thời hạn cũ. Hãy tắt việc này và thêm việc mới"
                    " với thời hạn mới."
                )
            )
        work.update(TASKS, self.record, values, self.loaded)


@dataclass(frozen=True, kw_only=True)
class RemoveOwnTask:
    """Take a task out that the office has added and nothing was written about."""

    record: RecordId

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.remove_task"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `Conflict` where something was written about it, `NotAllowed`, `NotFound`."""
        _own_task(work, session, self.record)
        if _has_results(work, self.record):
            raise Conflict(N_("Việc này đã có ghi chép. Hãy tắt việc thay vì bỏ, ghi rõ lý do."))
        work.remove(TASKS, self.record)


def _own_task(work: UnitOfWork, session: Session, record: RecordId) -> Row:
    """The row of a task the office has added.  Raises `NotAllowed` for a printed one."""
    row = row_to_write(work, session, TASKS, record)
    if row["task"]:
        raise NotAllowed(N_("Việc in trong kế hoạch giữ nguyên câu chữ; chỉ tắt được việc này."))
    return row


def _has_results(work: UnitOfWork, record: RecordId) -> bool:
    return any(each.records for each in pointing_at(work.connection, TASKS, [record]))
