"""The figures of a report, counted as everything else of the program counts them.

Books and facts go the way of a month of action, tasks, difficulties and rewards that of the yearly
review.  A book in which a unit has never written anything gives no figure, not a zero; of a unit
below that sends figures in place of persons, its newest figure of the period stands for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sachmatuy_desktop.domain.plans.yearly import Entry
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.reports import ReportDays, ReportFigure
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.campaign_figures import counted as lines_counted
from sachmatuy_desktop.services.plans.yearly import READ_FROM, told_within
from sachmatuy_desktop.storage.campaigns import units_that_keep
from sachmatuy_desktop.storage.sync.sums import sent_figures

__all__ = ["Counted", "added_up", "count"]


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of the books, None where they cannot tell it; the records it brings along."""

    value: int | None = None
    records: frozenset[tuple[str, RecordId]] = frozenset()


NOTHING = Counted()

Counts = Mapping[str, Counted]
"""By figure."""


def count(
    office: Office,
    figures: Sequence[ReportFigure],
    units: Sequence[str],
    days: ReportDays,
    village: RecordId | None = None,
) -> dict[str, Counts]:
    """By unit the figures of the days, of one village where one is named."""
    by_line = [each for each in figures if each.line is not None]
    lines = {each.line.id: each.line for each in by_line if each.line}
    found = lines_counted(
        office, units, days.start, days.end, days.end, tuple(lines.values()), village
    )
    numbers: dict[str, dict[str, Counted]] = {unit: {} for unit in units}
    sent = _sent(office, by_line, days) if len(units) > 1 or units != [office.info.unit_id] else {}
    for unit, told in found.items():
        by_id = {each.line.id: each for each in told}
        for each in by_line:
            value = by_id[each.id].part(each.part).counted
            if value is None:
                value = sent.get((each.id, unit))
            numbers[unit][each.id] = Counted(value)
    if len(by_line) < len(figures):
        for unit, told_there in _reviewed(office, figures, units, days).items():
            numbers[unit].update(told_there)
    return dict(numbers)


def added_up(figures: Sequence[ReportFigure], all_counts: Sequence[Counts]) -> Counts:
    """The sums over units; a unit that does not know a number adds nothing to it."""
    found = {}
    for figure in figures:
        told = [counts.get(figure.id, NOTHING) for counts in all_counts]
        known = [each.value for each in told if each.value is not None]
        records = frozenset[tuple[str, RecordId]]().union(*(each.records for each in told))
        found[figure.id] = Counted(sum(known) if known else None, records)
    return found


def _sent(
    office: Office, figures: Sequence[ReportFigure], days: ReportDays
) -> dict[tuple[str, str], int]:
    """By figure and unit what was sent in place of persons."""
    facts = {each.line.fact: each.id for each in figures if each.line and each.line.fact}
    with office.store.reading() as connection:
        sent = sent_figures(connection, facts, days.start, days.end)
    return {(facts[fact], unit): number for (fact, unit), number in sent.items()}


def _reviewed(
    office: Office, figures: Sequence[ReportFigure], units: Sequence[str], days: ReportDays
) -> dict[str, dict[str, Counted]]:
    """Tasks, difficulties and rewards; 0 where the book is kept and tells nothing of the days."""
    asked = [each for each in figures if each.section is not None]
    whose = units[0] if len(units) == 1 else None
    told = told_within(office.session, whose, [days])
    books = {READ_FROM[each.section] for each in asked if each.section}
    with office.store.reading() as connection:
        keepers = units_that_keep(connection, books)
    found: dict[str, dict[str, Counted]] = {}
    for unit in units:
        (entries,) = told.get(unit, [()])
        found[unit] = {
            each.id: _of_entries(each, entries)
            if each.section and unit in keepers[READ_FROM[each.section]]
            else NOTHING
            for each in asked
        }
    return found


def _of_entries(figure: ReportFigure, entries: Sequence[Entry]) -> Counted:
    mine = [each for each in entries if (each.section, each.key) == (figure.section, figure.key)]
    return Counted(
        sum(each.figure.value for each in mine),
        frozenset((b.register, b.record) for each in mine for b in each.figure.behind),
    )
