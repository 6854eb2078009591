"""A plan's newer edition taken over: what it changes, told before; then done as one act.

Tasks are the same by their ids.  What was done stays with them; what the office chose stays unless
the new rule has no use for it.  A task the new edition no longer has is turned off, never removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sachmatuy_desktop.domain.plans import Actor, Phase, PlanPack, PlanTask, When
from sachmatuy_desktop.domain.plans.due import Own
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput, Conflict
from sachmatuy_desktop.packs.library import PackLibrary, read_pack
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.plans.reading import (
    ACTORS,
    PLANS,
    TASKS,
    own_of,
    phases_from_json,
    phases_to_json,
)
from sachmatuy_desktop.services.plans.rows import (
    STEP,
    actor_values,
    next_place,
    office_level,
    own_values,
    row_to_write,
    start_of,
    task_values,
)
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

Row = Mapping[str, Value]

PRINTED = (
    "paragraph",
    "title",
    "content",
    "kind",
    "actors",
    "rule",
    "evidence",
    "papers",
    "figures",
    "criteria",
    "addressee",
    "sent_to",
    "obsolete_by",
    "obsolete_from",
    "obsolete_note",
    "note",
)
"""What of a task's row is the document's."""


@dataclass(frozen=True)
class Renewal:
    """What taking a newer edition over would change.

    `added` and `ended` are tasks; `changed` says which printed fields of a task differ; `actors`
    are new names; `lost` are tasks whose own dates the new rule has no use for.  `keeps_title`: the
    plan bears the printed title here, and goes on doing so.
    """

    plan: RecordId
    pack: PlanPack
    from_edition: int
    added: tuple[PlanTask, ...]
    changed: tuple[tuple[PlanTask, tuple[str, ...]], ...]
    ended: tuple[str, ...]
    lost: tuple[str, ...]
    actors: tuple[Actor, ...]
    phases: tuple[Phase, ...]
    keeps_title: bool


def newer_edition(packs: PackLibrary, pack_id: str, edition: int, today: date) -> PlanPack | None:
    """The edition in force today, if it is newer than the one adopted; None otherwise.

    Raises what `PackLibrary.plan` does.
    """
    if not pack_id or pack_id not in packs.ids():
        return None
    pack = packs.plan(pack_id, today)
    return pack if pack.edition > edition else None


def renewal_of(queries: Queries, packs: PackLibrary, plan: RecordId, today: date) -> Renewal | None:
    """What a newer edition changes; None where there is none."""
    row = queries.rows(PLANS, [plan])[plan]
    pack = newer_edition(packs, str(row["pack"] or ""), int(row["edition"] or 0), today)
    if pack is None:
        return None
    rows = _by_name(queries, TASKS, "task", plan)
    old = _old(row, packs)
    known = _by_name(queries, ACTORS, "actor", plan)
    ids = {each.id for each in pack.tasks}
    changed = ((each, _differing(rows[each.id], each)) for each in pack.tasks if each.id in rows)
    return Renewal(
        plan,
        pack,
        int(row["edition"] or 0),
        tuple(each for each in pack.tasks if each.id not in rows),
        tuple((each, fields) for each, fields in changed if fields),
        tuple(str(each["title"]) for name, each in rows.items() if name not in ids),
        tuple(
            each.title
            for each in pack.tasks
            if each.id in rows and not _fits(each.when, own_of(rows[each.id]))
        ),
        tuple(each for each in pack.actors if each.id not in known),
        _phases(pack, row, old),
        old is not None and row["title"] == old.title,
    )


@dataclass(frozen=True, kw_only=True)
class RenewPlan:
    """Take the edition in force today over; `edition` is the one that was looked at."""

    plan: RecordId
    edition: int

    @property
    def act(self) -> str:
        """The act's id."""
        return "plans.renew"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput`, `Conflict` where that edition is not the one now, `NotAllowed`."""
        row = row_to_write(work, session, PLANS, self.plan)
        today = date.fromisoformat(work.clock.today())
        packs = library(session)
        renewal = renewal_of(session.queries, packs, self.plan, today)
        if renewal is None or renewal.pack.edition != self.edition:
            raise Conflict(N_("Bản mới của kế hoạch vừa thay đổi; hãy xem lại rồi lấy."))
        pack = renewal.pack
        work.update(
            PLANS,
            self.plan,
            {
                "title": pack.title if renewal.keeps_title else row["title"],
                "edition": pack.edition,
                "frozen": pack.text,
                "phases": phases_to_json(renewal.phases) if renewal.phases else None,
            },
        )
        place = next_place(work, session, ACTORS, self.plan)
        for actor in renewal.actors:
            values = actor_values(actor, today, {})
            work.insert(ACTORS, {"plan": self.plan, "place": place, **values})
            place += STEP
        self._tasks(work, session, pack, start_of(row), today)

    def _tasks(
        self, work: UnitOfWork, session: Session, pack: PlanPack, start: date, today: date
    ) -> None:
        level = office_level(session)
        rows = _by_name(session.queries, TASKS, "task", self.plan)
        for place, task in enumerate(pack.tasks, 1):
            values: dict[str, Value] = {"place": place * STEP}
            printed = task_values(pack, task, level, today)
            row = rows.pop(task.id, None)
            if row is None:
                work.insert(TASKS, {"plan": self.plan, **values, **printed})
                continue
            values |= {name: printed[name] for name in PRINTED}
            values |= _kept_choice(task, row, start)
            if row["active"] != 0 and not row["active_why"] and not printed["active"]:
                values |= {name: printed[name] for name in ("active", "active_why")}
            work.update(TASKS, str(row["id"]), values)
        gone = f"Không còn trong bản số {pack.edition} của kế hoạch"
        for row in rows.values():
            if row["active"] != 0:
                off: dict[str, Value] = {"active": 0, "active_why": gone}
                work.update(TASKS, str(row["id"]), off)


def _by_name(queries: Queries, book: str, name: str, plan: RecordId) -> dict[str, Row]:
    """The rows of a plan's book by the pack's id; what the office has added has none."""
    rows = queries.rows(book, queries.children(book, "plan", plan)).values()
    return {str(row[name]): row for row in rows if row[name]}


def _differing(row: Row, task: PlanTask) -> tuple[str, ...]:
    """The printed fields that the new edition words otherwise."""
    return tuple(name for name, value in _printed(task) if (row[name] or None) != value)


def _printed(task: PlanTask) -> Iterator[tuple[str, Value]]:
    law = task.obsolete
    yield from (
        ("paragraph", task.paragraph),
        ("title", task.title),
        ("content", task.quote),
        ("kind", task.kind),
        ("actors", " ".join(task.actors)),
        ("rule", task.when.to_json()),
        ("addressee", task.addressee or None),
        ("obsolete_by", law.by if law else None),
    )


def _kept_choice(task: PlanTask, row: Row, start: date) -> dict[str, Value]:
    """The office's own dates, as far as the new rule has a use for them."""
    own = own_of(row)
    if _fits(task.when, own) and (own.last is None or own.last >= start):
        return {}
    return own_values(task.when, Own(), start)


def _fits(when: When, own: Own) -> bool:
    try:
        own_values(when, own, date.min)
    except BadInput:
        return False
    return True


def _old(row: Row, packs: PackLibrary) -> PlanPack | None:
    """The edition that was adopted, as it was kept."""
    old, _problems = read_pack(str(row["frozen"] or "").encode(), packs.facts(), as_kept=True)
    return old if isinstance(old, PlanPack) else None


def _phases(pack: PlanPack, row: Row, old: PlanPack | None) -> tuple[Phase, ...]:
    """The new edition's phases; days that this office had moved stay moved."""
    mine = {each.id: each for each in phases_from_json(str(row["phases"] or ""))}
    was = {each.id: each for each in old.phases} if old is not None else {}
    return tuple(_phase(each, mine.get(each.id), was.get(each.id)) for each in pack.phases)


def _phase(new: Phase, mine: Phase | None, was: Phase | None) -> Phase:
    if mine is None or was is None:
        return new
    if (mine.starts_on, mine.ends_on) == (was.starts_on, was.ends_on):
        return new
    return replace(new, starts_on=mine.starts_on, ends_on=mine.ends_on)
