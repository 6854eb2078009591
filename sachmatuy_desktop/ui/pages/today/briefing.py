"""What the first page says, read in one go on the worker.

Nothing here touches a widget.  Every line carries the way that leads behind its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.services.calendar import (
    drives_here,
    incoming_here,
    sorted_entries,
    tasks_here,
)
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.plans.reading import TASKS
from sachmatuy_desktop.services.sync.communes import CommuneLine, overview
from sachmatuy_desktop.storage.queries import EntryLine
from sachmatuy_desktop.ui.pages.today import dated, others, privacy, returned, waiting
from sachmatuy_desktop.ui.pages.today.dated import Placed
from sachmatuy_desktop.ui.pages.today.lines import Line
from sachmatuy_desktop.ui.pages.today.results import commune_line, criteria_lines
from sachmatuy_desktop.ui.pages.today.todo import FIRST_STEPS, WEEK, Group

__all__ = ["Briefing", "read_briefing"]

NEWEST: Final = 12
BOOKS: Final = ("villages", "households", "people", "commitments", "activities", "models")


@dataclass(frozen=True)
class Briefing:
    """The first page as it stands now; an empty office begins with its first steps."""

    groups: dict[Group, tuple[Line, ...]]
    criteria: tuple[Line, ...]
    communes: tuple[Line, ...]
    figures: tuple[tuple[str, int], ...]
    newest: tuple[EntryLine, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything that waits, in the order of the page."""
        return tuple(line for group in Group for line in self.groups[group])


def read_briefing(office: Office) -> Briefing:
    """Count and look up everything; raises a `KnownError` when the disk does not answer."""
    receives = office.info.kind == RECEIVING
    communes = overview(office) if receives else []
    steps = tuple(waiting.receiving_steps(office) if receives else waiting.first_steps(office))
    begun = receives or len(steps) < len(FIRST_STEPS)
    placed = list(_placed(office, communes)) if begun else []
    groups = {group: tuple(line for at, line in placed if at is group) for group in Group}
    groups[Group.RIGHT] = steps + groups[Group.RIGHT]
    return Briefing(
        groups,
        tuple(criteria_lines(office)),
        tuple(commune_line(office, each) for each in communes),
        tuple(
            (book, office.queries.count(book))
            for book in BOOKS
            if office.info.role.may_open(REGISTERS[book])
        ),
        tuple(office.queries.journal(limit=NEWEST)),
    )


def _placed(office: Office, communes: list[CommuneLine]) -> Iterator[Placed]:
    """Every line with its heading; those of one heading in the order they are told in."""
    receives = office.info.kind == RECEIVING
    today = date.fromisoformat(office.clock.today())
    for line in waiting.conflicts(office):
        yield Group.RIGHT, line
    yield from others.late_communes(communes)
    if receives:
        yield from others.periods_below(office)
    yield from others.recognitions(office)
    yield from dated.law(office)
    if office.info.role.may_open(REGISTERS[TASKS]):
        tasks = tasks_here(office, printed=False)
        soon = sorted_entries(tasks.entries(date.min, today + WEEK))
        yield from dated.planned(soon, today)
        if receives:
            yield from others.from_below(office)
        else:
            yield from others.from_above(office, tasks, soon)
    yield from dated.planned(drives_here(office).entries(date.min, today + WEEK), today)
    yield from dated.planned(incoming_here(office).entries(date.min, today + WEEK), today)
    yield from privacy.lines(office)
    yield from returned.lines(office)
    yield from dated.conditions(office)
    wrong = () if receives else waiting.lacks(office)
    for line in (
        *wrong,
        *waiting.checks(office),
        *waiting.points(office),
        *waiting.copies(office),
    ):
        yield Group.RIGHT, line
