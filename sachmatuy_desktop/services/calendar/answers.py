"""What the way to recognition and the opinions from above put into the calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.plans.calendar import Count, Item, Matter, PrintedTask
from sachmatuy_desktop.domain.recognition import Place
from sachmatuy_desktop.domain.recognition.standing import ENDED, Rung, State
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.returns import Return
from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.services import recognition
from sachmatuy_desktop.services.calendar.entries import Behind, Entry, Kind
from sachmatuy_desktop.services.sync.returns_reading import RETURNS

__all__ = ["Opinions", "Recognitions", "hint_of"]

_OPEN: Final = frozenset({State.NOW, State.NOT_YET, State.LATER})


def hint_of(day: date, today: date, calendar: WorkCalendar) -> date | None:
    """The last working day before a last day that is a day off, unless it is over."""
    if calendar.is_working(day):
        return None
    working = calendar.shift(day, -1)
    return working if working >= today else None


@dataclass(frozen=True)
class Recognitions:
    """Last days of the steps that are this office's turn, now or later."""

    cases: tuple[recognition.Case, ...]
    side: Place
    calendar: WorkCalendar
    today: date

    def entries(self, first: date, last: date) -> Iterator[Entry]:
        """One a step and day, however many units stand there."""
        found: dict[tuple[str, date], list[tuple[recognition.Case, Rung]]] = defaultdict(list)
        for case in self.cases:
            for rung in self._rungs(case):
                if rung.due is not None and first <= rung.due <= last:
                    found[f"{case.process.id} {rung.step.id}", rung.due].append((case, rung))
        for (_step, day), same in found.items():
            yield self._entry(day, same)

    def _rungs(self, case: recognition.Case) -> Iterable[Rung]:
        standing = case.standing(self.today)
        if standing.status in ENDED:
            return ()
        return (
            each for each in standing.rungs if each.state in _OPEN and each.step.place is self.side
        )

    def _entry(self, day: date, same: list[tuple[recognition.Case, Rung]]) -> Entry:
        case, rung = same[0]
        step = rung.step
        records = frozenset(each.recognition.id for each, _rung in same)
        key = f"{rung.year} {min(records)}"
        return Entry(
            Item(PrintedTask(case.process.id, step.id, step.title), day, key=key),
            Kind.RECOGNITION,
            step.title,
            count=len(same),
            behind=Behind(recognition.BOOK, records),
            over=any(each.late for _case, each in same),
            hint=hint_of(day, self.today, self.calendar),
        )


@dataclass(frozen=True)
class Opinions:
    """Until when opinions of the receiving office wait for their answer."""

    waiting: tuple[Return, ...]
    calendar: WorkCalendar
    today: date

    def entries(self, first: date, last: date) -> Iterator[Entry]:
        """One a day, with their number."""
        by_day: dict[date, dict[RecordId, str]] = defaultdict(dict)
        for each in self.waiting:
            if each.due_on is not None and first <= each.due_on <= last:
                by_day[each.due_on][each.id] = each.question.subject
        for day, subjects in by_day.items():
            yield Entry(
                Item(Count(Matter.ANSWER, RETURNS, len(subjects)), day),
                Kind.ANSWER,
                next(iter(subjects.values())) if len(subjects) == 1 else "",
                count=len(subjects),
                behind=Behind(RETURNS, frozenset(subjects)),
                over=day < self.today,
                hint=hint_of(day, self.today, self.calendar),
            )
