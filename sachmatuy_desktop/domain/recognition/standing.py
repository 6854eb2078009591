"""Where a recognition stands on a day: which steps stand, which are next, what is late.

Nothing of this is stored: it is read from the rows, so that two PCs that hold the same rows say the
same, whatever came in which order.  Where two rows say that one step was taken, both are kept, the
newest by date is shown, and the pair is a finding.  An answer to a request that was withdrawn
meanwhile is kept and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from sachmatuy_desktop.domain.recognition.process import (
    ONCE_A_YEAR,
    Does,
    Place,
    Process,
    ProcessStep,
)
from sachmatuy_desktop.domain.recognition.rows import (
    Appraisal,
    Decision,
    Recognition,
    Ruling,
    StepTaken,
    Verdict,
)
from sachmatuy_desktop.domain.registers.fields import RecordId


class State(StrEnum):
    """How one step stands."""

    DONE = "done"
    NOW = "now"
    NOT_YET = "not_yet"  # all before it stands, but its first day has not come
    LATER = "later"
    KNOW = "know"


class Status(StrEnum):
    """How the whole stands."""

    BEGUN = "begun"
    REQUESTED = "requested"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RECOGNISED = "recognised"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


ENDED = frozenset({Status.REJECTED, Status.WITHDRAWN, Status.STOPPED})
"""Nothing can follow; the unit may set out anew.  A lapsed one may still be kept up."""

Row = StepTaken | Appraisal | Decision


@dataclass(frozen=True, slots=True)
class Rung:
    """One step on the ladder.

    `stands` is the row that counts; `rows` are all there are, newest first, those of earlier rounds
    and withdrawn ones among them.  `again` says that a return has opened it anew.  `year` is the
    reporting year a yearly step is about.
    """

    step: ProcessStep
    state: State
    stands: Row | None = None
    rows: tuple[Row, ...] = ()
    again: bool = False
    opens: date | None = None
    due: date | None = None
    late: bool = False
    year: int = 0


@dataclass(frozen=True, slots=True)
class Twice:
    """One step that two rows say was taken, as after a merge."""

    step: str
    rows: tuple[RecordId, ...]


@dataclass(frozen=True)
class Standing:
    """The ladder and what it comes to.

    `ball` is the office whose turn it is, None when nobody's.  `answer` is the newest return while
    the unit has not asked again.  `decision` is the newest one of all.
    """

    recognition: Recognition
    status: Status
    rungs: tuple[Rung, ...]
    round: int
    ball: Place | None = None
    answer: Appraisal | None = None
    decision: Decision | None = None
    twice: tuple[Twice, ...] = ()

    def rung(self, step: str) -> Rung:
        """The rung of a step."""
        return next(each for each in self.rungs if each.step.id == step)

    @property
    def next(self) -> tuple[Rung, ...]:
        """What may be done now."""
        return tuple(each for each in self.rungs if each.state is State.NOW)

    @property
    def late(self) -> tuple[Rung, ...]:
        """What should have been done."""
        return tuple(each for each in self.rungs if each.late)

    @property
    def request(self) -> StepTaken | None:
        """The request, or the year's own assessment, that waits for an answer from above."""
        for rung in self.rungs:
            asked = rung.step.does in (Does.REQUEST, Does.MAINTAIN)
            if asked and isinstance(rung.stands, StepTaken):
                waits = self._answered_by(rung)
                if waits is not None and waits.state is State.NOW:
                    return rung.stands
        return None

    def _answered_by(self, rung: Rung) -> Rung | None:
        answers = Does.APPRAISE if rung.step.does is Does.REQUEST else Does.CONFIRM
        return next((each for each in self.rungs if each.step.does is answers), None)


def in_force(decisions: Iterable[Decision], day: date) -> Decision | None:
    """The decision by which a unit is recognised on a day; None when it is not."""
    made = (each for each in decisions if each.withdrawn_on is None and each.signed_on <= day)
    newest = _newest(made)
    if newest is None or newest.ruling is Ruling.WITHDRAW:
        return None
    return newest if newest.until is None or newest.until >= day else None


def standing(process: Process, recognition: Recognition, day: date) -> Standing:
    """Read the ladder from the rows."""
    return _Reading(process, recognition, day).whole()


D = TypeVar("D", StepTaken, Appraisal, Decision)


def _newest(rows: Iterable[D]) -> D | None:
    return next(iter(_newest_first(rows)), None)


def _newest_first(rows: Iterable[D]) -> list[D]:
    """By the day done; ids decide between rows of one day, the same at every PC."""
    return sorted(rows, key=lambda row: (_day(row), row.id), reverse=True)


def _day(row: Row) -> date:
    return row.signed_on if isinstance(row, Decision) else row.done_on


class _Reading:
    """One reading of the rows; made for `standing` and thrown away."""

    def __init__(self, process: Process, recognition: Recognition, day: date) -> None:
        self.process = process
        self.recognition = recognition
        self.day = day
        taken_back = {each.id for each in recognition.steps if each.withdrawn_on is not None}
        self.answers = [
            each
            for each in recognition.appraisals
            if each.step not in taken_back and each.withdrawn_on is None
        ]
        self.decisions = [each for each in recognition.decisions if each.withdrawn_on is None]
        returns = [each for each in self.answers if each.verdict is Verdict.RETURN]
        self.round = 1 + max((each.round for each in returns), default=0)
        self.answer = _newest(returns)
        self.decision = _newest(self.decisions)
        self.year = self._year_to_maintain()

    def whole(self) -> Standing:
        """The ladder, rung by rung, and what it comes to."""
        status = self._status()
        rungs: list[Rung] = []
        for step in self.process.steps:
            rungs.append(self._rung(step, rungs, ended=status in ENDED))
        turn = next((each for each in rungs if each.state is State.NOW), None)
        waits = turn or next((each for each in rungs if each.state is State.NOT_YET), None)
        return Standing(
            self.recognition,
            status,
            tuple(rungs),
            self.round,
            ball=waits.step.place if waits else None,
            answer=self.answer if status is Status.RETURNED else None,
            decision=self.decision,
            twice=tuple(self._twice()),
        )

    # -- the rows of a step ------------------------------------------------------------------------

    def _taken(self, step: ProcessStep) -> list[StepTaken]:
        return _newest_first(each for each in self.recognition.steps if each.step == step.id)

    def _standing_rows(self, step: ProcessStep) -> Sequence[Row]:
        """The rows that say the step is taken, as things are now; newest first."""
        match step.does:
            case Does.KNOW:
                return []
            case Does.APPRAISE:
                final = [each for each in self.answers if each.verdict is not Verdict.RETURN]
                return _newest_first(each for each in final if each.round == self.round)
            case Does.DECIDE:
                return _newest_first(self._rulings(Ruling.RECOGNISE))
            case Does.CONFIRM:
                kept = self._rulings(Ruling.MAINTAIN)
                return _newest_first(each for each in kept if each.year == self.year)
        return [each for each in self._taken(step) if self._counts(step, each)]

    def _counts(self, step: ProcessStep, row: StepTaken) -> bool:
        if row.withdrawn_on is not None:
            return False
        if step.does in ONCE_A_YEAR:
            return row.year == self.year
        return step.id not in self.process.reopens or row.round == self.round

    def _rulings(self, ruling: Ruling) -> list[Decision]:
        return [each for each in self.decisions if each.ruling is ruling]

    def _all_rows(self, step: ProcessStep) -> Sequence[Row]:
        match step.does:
            case Does.APPRAISE:
                return _newest_first(self.recognition.appraisals)
            case Does.DECIDE:
                return self._all_rulings(Ruling.RECOGNISE, Ruling.WITHDRAW)
            case Does.CONFIRM:
                return self._all_rulings(Ruling.MAINTAIN)
        return self._taken(step)

    def _all_rulings(self, *wanted: Ruling) -> list[Decision]:
        return _newest_first(each for each in self.recognition.decisions if each.ruling in wanted)

    # -- a rung ------------------------------------------------------------------------------------

    def _rung(self, step: ProcessStep, before: Sequence[Rung], *, ended: bool) -> Rung:
        year = self.year if step.does in ONCE_A_YEAR else self.recognition.year
        stands = next(iter(self._standing_rows(step)), None)
        opens = step.timing.first_day(year)
        taken = {each.step.id: _day(each.stands) for each in before if each.stands is not None}
        due = step.timing.last_day(year, taken, self.recognition.target_on)
        state = self._state(step, stands, before, opens, ended=ended)
        rows = tuple(self._all_rows(step))
        open_still = state in (State.NOW, State.LATER) and not ended
        return Rung(
            step,
            state,
            stands,
            rows,
            again=bool(rows) and stands is None and step.id in self.process.reopens,
            opens=opens,
            due=due,
            late=open_still and due is not None and self.day > due,
            year=year,
        )

    def _state(
        self,
        step: ProcessStep,
        stands: Row | None,
        before: Sequence[Rung],
        opens: date | None,
        *,
        ended: bool,
    ) -> State:
        if step.does is Does.KNOW:
            return State.KNOW
        if stands is not None:
            return State.DONE
        standing_steps = {each.step.id for each in before if each.state is State.DONE}
        if ended or not set(step.after) <= standing_steps:
            return State.LATER
        return State.NOT_YET if opens is not None and self.day < opens else State.NOW

    # -- the whole ---------------------------------------------------------------------------------

    def _year_to_maintain(self) -> int:
        """The first year after the recognition's own that nobody has confirmed yet."""
        yearly = self.process.first(Does.MAINTAIN)
        confirmed = {each.year for each in self._rulings(Ruling.MAINTAIN)}
        every = max(yearly.every_years, 1) if yearly else 1
        year = self.recognition.year + every
        while year in confirmed:
            year += every
        return year

    def _status(self) -> Status:
        if self.recognition.stopped_on is not None:
            return Status.STOPPED
        if self.decision is not None:
            if self.decision.ruling is Ruling.WITHDRAW:
                return Status.WITHDRAWN
            held = in_force(self.decisions, max(self.day, self.decision.signed_on))
            return Status.RECOGNISED if held else Status.LAPSED
        final = [each for each in self.answers if each.round == self.round]
        answer = _newest(final)
        if answer is not None and answer.verdict is not Verdict.RETURN:
            rejected = answer.verdict is Verdict.REJECT
            return Status.REJECTED if rejected else Status.ACCEPTED
        request = self.process.first(Does.REQUEST)
        if request is not None and self._standing_rows(request):
            return Status.REQUESTED
        return Status.RETURNED if self.answer is not None else Status.BEGUN

    def _twice(self) -> Iterable[Twice]:
        for step in self.process.steps:
            rows = self._standing_rows(step)
            if len(rows) > 1:
                yield Twice(step.id, tuple(each.id for each in rows))
