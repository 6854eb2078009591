"""A plan as its document has it: phases, actors, tasks.

A plan decides nothing.  An office adopts one; what became of a task is in the office's books.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from sachmatuy_desktop.domain.criteria.rules import Source
from sachmatuy_desktop.domain.plans.when import When

__all__ = [
    "ACTOR_LEVELS",
    "OFFICE_LEVELS",
    "TASK_KINDS",
    "Actor",
    "Body",
    "Campaign",
    "CriterionRef",
    "Obsolete",
    "Phase",
    "PlanPack",
    "PlanTask",
    "YearlyDay",
]

TASK_KINDS = ("activity", "plan", "report")
ACTOR_LEVELS = ("central", "province", "district", "commune", "village")
OFFICE_LEVELS = ("commune", "village")
"""The levels whose work is done, or followed, at a commune's own office."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A month of action: its theme and its days."""

    theme: str
    quote: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the plan.  Without `starts_on` it runs from the day the plan was issued; without
    `ends_on` there is no end.
    """

    id: str
    title: str
    paragraph: str
    quote: str
    starts_on: date | None = None
    ends_on: date | None = None
    note: str = ""

    def holds(self, day: date) -> bool:
        """Whether a day falls within it."""
        begun = self.starts_on is None or self.starts_on <= day
        return begun and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class YearlyDay:
    """A day of every year that the document names: month and day of the month."""

    id: str
    title: str
    paragraph: str
    quote: str
    month: int
    day: int

    def in_year(self, year: int) -> date:
        """That day of a year."""
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Body:
    """Who stands in an actor's place from a day on, and by what.  `proposed`: no text read says so,
    it is the program's proposal.
    """

    name: str
    level: str
    since: date
    source: str
    proposed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever the plan gives work to: the name as printed, and the bodies of today.

    Several bodies share, or each may take over, what the one printed did; which it is here the
    office says.  `reports_to` is the id of another actor, or "".
    """

    id: str
    name: str
    level: str
    today: tuple[Body, ...] = ()
    reports_to: str = ""
    note: str = ""

    def bodies(self, day: date) -> tuple[Body, ...]:
        """Who stands in its place on a day; nobody: it stands as printed."""
        return tuple(body for body in self.today if body.since <= day)

    def within_commune(self, day: date) -> bool:
        """Whether it, or one who stands in its place on the day, belongs to a commune."""
        levels = {body.level for body in self.bodies(day)} or {self.level}
        return not levels.isdisjoint(OFFICE_LEVELS)


@dataclass(frozen=True, slots=True)
class CriterionRef:
    """A criterion of a pack."""

    pack: str
    criterion: str


@dataclass(frozen=True, slots=True)
class Obsolete:
    """Why a task is no longer done from a day on: the law's article, and in words."""

    by: str
    since: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanTask:
    """One assignment in the words of the plan.

    What proves it done: records of registers (`evidence`), printed forms (`papers`), figures that
    the criteria count (`figures`).  `sent_to` is the actor whom `addressee`, as printed, means.
    `for_commune`: a commune's office does it or follows it up; otherwise whoever does it is to the
    office only somebody it works with or reports to.
    """

    id: str
    kind: str
    paragraph: str
    actors: tuple[str, ...]
    title: str
    quote: str
    when: When
    evidence: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    criteria: tuple[CriterionRef, ...] = ()
    addressee: str = ""
    sent_to: str = ""
    for_commune: bool = False
    obsolete: Obsolete | None = None
    note: str = ""

    @property
    def before(self) -> date | None:
        """The printed “trước ngày …”, if there is one."""
        return self.when.before

    @property
    def last_day(self) -> date | None:
        """The last day on which the task is in time, if the plan prints one."""
        return self.before - timedelta(days=1) if self.before else self.when.on

    def offered(self, day: date) -> bool:
        """Whether the task is on when the plan is adopted on a day; the office may decide else."""
        return self.obsolete is None or day < self.obsolete.since


@dataclass(frozen=True)
class PlanPack:
    """A plan with where it comes from.  `criteria_pack` holds the criteria its tasks serve."""

    id: str
    title: str
    level: str
    scope: str
    covers: tuple[str, ...]
    effective_from: date
    effective_to: date | None
    verified: bool
    source: Source
    tasks: tuple[PlanTask, ...]
    actors: tuple[Actor, ...]
    phases: tuple[Phase, ...] = ()
    days: tuple[YearlyDay, ...] = ()
    campaign: Campaign | None = None
    criteria_pack: str = ""
    notes: tuple[str, ...] = ()
    edition: int = 1
    replaces: str = ""
    text: str = field(default="", repr=False, compare=False)

    def actor(self, actor_id: str) -> Actor:
        """An actor by its id.  Raises `KeyError`."""
        return {each.id: each for each in self.actors}[actor_id]

    def phase(self, day: date) -> Phase | None:
        """The phase that a day falls into; the first one begun where several do."""
        return next((each for each in self.phases if each.holds(day)), None)
