"""Plans and tasks as an office has them, with all that was written about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans import Obsolete, Phase, When
from sachmatuy_desktop.domain.plans.due import DueTask, Event, Opening, Own, openings
from sachmatuy_desktop.domain.plans.periods import Life
from sachmatuy_desktop.domain.plans.standing import (
    SOON_DAYS,
    Done,
    Excused,
    Rows,
    TaskStanding,
    standing,
)
from sachmatuy_desktop.domain.plans.villages import Share, Village, rows_of, share_of
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.terms import WorkCalendar

AHEAD: Final = timedelta(days=400)
"""How far beyond a moment openings are made, so that the next one can be told: over a year."""

Book = Literal["plan_tasks", "set_tasks"]

_NOTHING_CHOSEN: Final = Own()
_NOTHING_WRITTEN: Final = Rows()


@dataclass(frozen=True, slots=True)
class PlanActor:
    """Whoever the plan gives work to, and who stands behind it at this office.

    `actor` is the id the plan's tasks name it by.
    """

    id: RecordId
    actor: str
    name: str
    level: str
    body: str = ""
    person: str = ""
    position: str = ""
    account: str = ""

    @property
    def shown(self) -> str:
        """The body of today, or the one printed."""
        return self.body or self.name


@dataclass(frozen=True)
class OfficePlan:
    """A plan as an office has adopted it."""

    id: RecordId
    unit: str
    pack: str
    title: str
    life: Life
    adopted_on: date
    actors: tuple[PlanActor, ...] = ()
    theme: str = ""
    document: str = ""
    document_on: date | None = None
    stopped_on: date | None = None
    stopped_why: str = ""

    def actor(self, actor: str) -> PlanActor | None:
        """The one that tasks name so."""
        return next((each for each in self.actors if each.actor == actor), None)

    def phase(self, day: date) -> Phase | None:
        """The phase that a day falls into; the first one begun where several do."""
        return next((each for each in self.life.phases if each.holds(day)), None)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a result rests on: a record, a document of the office, or a figure as it was counted.

    `record` is of `register`; `value` and `as_of` are those of `figure`.
    """

    id: RecordId
    kind: str
    register: str = ""
    record: RecordId = ""
    figure: str = ""
    value: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One row that says that a task was done, or (`kind` excused) why it is not to be done.

    `opening` is empty where a continuous task was looked back on.
    """

    id: RecordId
    kind: str
    opening: str
    on: date
    at: datetime | None = None
    village: RecordId = ""
    who: str = ""
    document: str = ""
    paper: RecordId = ""
    remark: str = ""
    proofs: tuple[Proof, ...] = ()

    @property
    def is_proved(self) -> bool:
        """Whether anything is named that proves it."""
        return bool(self.proofs or self.paper or self.document)

    @property
    def row(self) -> Done | Excused:
        """As the rules of standing see it."""
        if self.kind == "excused":
            return Excused(self.id, self.opening, self.on, self.remark, self.village)
        records = tuple(each.record for each in self.proofs if each.record)
        return Done(self.id, self.opening, self.on, self.at, records, self.village)


@dataclass(frozen=True, slots=True)
class TaskChange:
    """What the office above says of a task it wrote anew; `due_before` was its last day."""

    on: date
    why: str
    due_before: date | None = None


@dataclass(frozen=True)
class OfficeTask:
    """One task at an office: of a plan it has adopted, or (`book` set_tasks) set from above.

    `own` is what the office chose for it, `results` all that was written about it, `rows` the same
    for the whole unit: of a task that each village does, what all `villages` have done.  `active`
    False: the office has turned it off, and says why.  Tasks set together are one `series`.
    """

    id: RecordId
    book: Book
    unit: str
    plan: OfficePlan | None
    life: Life
    title: str
    content: str
    kind: str
    when: When
    own: Own = _NOTHING_CHOSEN
    rows: Rows = _NOTHING_WRITTEN
    task: str = ""
    paragraph: str = ""
    actors: tuple[str, ...] = ()
    village: RecordId = ""
    each_village: bool = False
    ours: bool = True
    active: bool = True
    active_why: str = ""
    evidence: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    addressee: str = ""
    document: str = ""
    remark: str = ""
    results: tuple[Result, ...] = ()
    villages: tuple[Village, ...] = ()
    series: str = ""
    given_by: str = ""
    change: TaskChange | None = None

    @property
    def printed(self) -> bool:
        """Whether the title is that of a plan's document."""
        return bool(self.task)

    @property
    def due(self) -> DueTask:
        """As due rules see it."""
        return DueTask(self.id, self.when, self.own)

    @property
    def asks_proof(self) -> bool:
        """Whether it claims something that records, papers or figures can prove."""
        return bool(self.evidence or self.papers or self.figures)

    @property
    def doers(self) -> tuple[PlanActor, ...]:
        """Who does it, where the plan knows them."""
        if self.plan is None:
            return ()
        found = (self.plan.actor(each) for each in self.actors)
        return tuple(each for each in found if each is not None)

    def openings(
        self, until: date, calendar: WorkCalendar, events: Iterable[Event] = ()
    ) -> tuple[Opening, ...]:
        """Every opening that opens by a day, in order."""
        return openings(
            self.due, self.life, until, calendar=calendar, events=events, done=self.rows.looks
        )

    def standing(
        self,
        now: datetime,
        calendar: WorkCalendar,
        events: Iterable[Event] = (),
        *,
        soon: int = SOON_DAYS,
    ) -> TaskStanding:
        """How it stands at a moment, and what opens next."""
        until = now.astimezone(VIETNAM).date() + AHEAD
        return standing(self.openings(until, calendar, events), self.rows, now, soon=soon)

    def of_village(self, village: RecordId) -> OfficeTask:
        """The same task as one village has to do it."""
        return replace(self, village=village, rows=rows_of(self._written, village), villages=())

    def share(self, opening: Opening, today: date) -> Share:
        """Which villages have done an opening, and which are missing."""
        return share_of(opening, self._written, self.villages, today)

    def result(self, record: RecordId) -> Result | None:
        """The result with that id."""
        return next((each for each in self.results if each.id == record), None)

    @property
    def _written(self) -> Rows:
        return written(self.results, self.rows.obsolete)


def written(results: Iterable[Result], obsolete: Obsolete | None = None) -> Rows:
    """What the results say, village by village."""
    rows = [each.row for each in results]
    done = tuple(each for each in rows if isinstance(each, Done))
    return Rows(done, tuple(each for each in rows if isinstance(each, Excused)), obsolete)
