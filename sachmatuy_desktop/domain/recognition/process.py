"""A way to recognition as a plan or decree orders it: its steps, who takes them, where, and when.

A process is data (`resources/recognition/processes`); here is only what its words mean.  Days of a
year are written `12-20` and are those after the reporting year has ended, on 14 December.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.errors import N_, NotFound


class Does(StrEnum):
    """What taking a step does; the program's part in it, whatever the plan calls it."""

    REGISTER = "register"  # the day of registration is written into the book of registrations
    BASELINE = "baseline"  # how many there were on that day, and how the criteria stood
    ASSESS = "assess"  # the unit judges itself; the result is kept
    RECORD = "record"  # nothing but who, when and by which paper
    REQUEST = "request"  # the result is kept as it is asked for; the office above has the ball
    APPRAISE = "appraise"  # the office above judges the books it has received
    DECIDE = "decide"  # the office above recognises
    MAINTAIN = "maintain"  # a year later the unit judges itself again
    CONFIRM = "confirm"  # the office above lets the recognition stand for that year
    KNOW = "know"  # somebody else's step, shown with its day and never waited for


FREEZES = frozenset({Does.BASELINE, Does.ASSESS, Does.REQUEST, Does.MAINTAIN})
"""Steps that keep figures, the text of the packs and the readings as they are that day."""

ONCE_A_YEAR = frozenset({Does.MAINTAIN, Does.CONFIRM})
"""Steps taken for every year after the first."""


class Place(StrEnum):
    """At which office a step is taken; `BEYOND` is an office this program does not serve."""

    COMMUNE = "commune"
    RECEIVING = "receiving"
    BEYOND = "beyond"


class Paper(StrEnum):
    """Whether a step must name the document it was taken by."""

    REQUIRED = "required"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Timing:
    """When a step may be and must be taken.

    `opens` is the first day, `before` the printed “trước ngày …”, so that the last day in time is
    the one before it; both are `MM-DD` after the end of the reporting year.  `days` counts from the
    day the step `after` was taken; `by_target` ends with the day the unit has set itself.
    """

    opens: str = ""
    before: str = ""
    days: int | None = None
    after: str = ""
    by_target: bool = False

    def first_day(self, year: int) -> date | None:
        """The first day on which the step may be taken."""
        return _after_the_year(self.opens, year) if self.opens else None

    def last_day(
        self, year: int, taken: Mapping[str, date], target: date | None = None
    ) -> date | None:
        """The last day in time; None where nothing says so, or not yet."""
        days = []
        if self.before:
            days.append(_after_the_year(self.before, year) - timedelta(days=1))
        if self.days is not None and self.after in taken:
            days.append(taken[self.after] + timedelta(days=self.days))
        if self.by_target and target is not None:
            days.append(target)
        return min(days, default=None)


def _after_the_year(month_day: str, year: int) -> date:
    """The first such day after the reporting year: 12-15 of that year, 01-10 of the next."""
    end = ReportingYear(year).end
    month, day = map(int, month_day.split("-"))
    found = date(year, month, day)
    return found if found > end else date(year + 1, month, day)


@dataclass(frozen=True, slots=True)
class ProcessStep:
    """One step.

    `who` are offices held, the first one named by the plan; `needs` says in words what must be at
    hand; `after` are the steps that must stand before it; `forms` the papers the program can
    compose for it.  `every_years` is how often a yearly step comes round.
    """

    id: str
    title: str
    does: Does
    place: Place
    who: tuple[str, ...]
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    paper: Paper = Paper.OPTIONAL
    timing: Timing = field(default_factory=Timing)
    source: str = ""
    note: str = ""
    every_years: int = 1


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers of a `ChoiceAsked`; `recognises` are the packs it is recognised by."""

    id: str
    title: str
    recognises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceAsked:
    """What an official must choose because the words of the law lead to two results at once.

    `when` names for each pack the outcomes or classes that together raise the question.  The
    program never answers it: choice, reason and signer are written down (domain 4.4, Q15).
    """

    id: str
    question: str
    when: Mapping[str, tuple[str, ...]]
    options: tuple[Option, ...]
    source: str = ""

    def arises(self, results: Mapping[str, frozenset[str]]) -> bool:
        """Whether the results (by pack: its outcome and its class) raise the question."""
        return all(
            results.get(pack, frozenset()) & set(wanted) for pack, wanted in self.when.items()
        )


@dataclass(frozen=True)
class Process:
    """A way to recognition, as one version of its file tells it.

    Of `packs` a unit takes one, or all of them together (`together`).  A return makes the steps
    `reopens` stand open again.  `proposed` says in words that the plans leave the procedure open.
    """

    id: str
    version: str
    title: str
    packs: tuple[str, ...]
    together: bool
    effective_from: date
    effective_to: date | None
    steps: tuple[ProcessStep, ...]
    reopens: tuple[str, ...]
    choices: tuple[ChoiceAsked, ...] = ()
    source: str = ""
    proposed: str = ""
    verified: bool = False
    text: str = field(default="", repr=False)

    def step(self, step_id: str) -> ProcessStep:
        """The step of that id.  Raises `NotFound`."""
        for each in self.steps:
            if each.id == step_id:
                return each
        raise NotFound(N_("Quy trình này không có bước “{step}”."), step=step_id)

    def first(self, does: Does) -> ProcessStep | None:
        """The step that does this, if the process has one."""
        return next((each for each in self.steps if each.does is does), None)

    def in_force(self, day: date) -> bool:
        """Whether a unit may set out on it on a day."""
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )

    def follows(self, step_id: str) -> frozenset[str]:
        """The steps that stand on a step, directly or through others."""
        found: set[str] = set()
        for each in self.steps:
            if step_id in each.after or found & set(each.after):
                found.add(each.id)
        return frozenset(found)
