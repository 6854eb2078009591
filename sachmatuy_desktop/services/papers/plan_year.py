"""The yearly review as a report: every figure of both years, as the books have it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from sachmatuy_desktop.documents.plan_papers import YearlyReview, yearly_review
from sachmatuy_desktop.domain.dates import ReportingYear
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.plans.yearly import Figure, Key, ReviewRow, Section
from sachmatuy_desktop.domain.registers.movement import FUNDING_SOURCES, REWARD_KINDS, REWARDED
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.packs.forms import load_review_words as words
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import Choices
from sachmatuy_desktop.services.papers.heads import heading_of
from sachmatuy_desktop.services.plans.yearly import review

__all__ = ["draft_yearly_review"]

NOTHING = "–"
"""Where a year's books have no such thing."""


def draft_yearly_review(office: Office, as_of: date, choices: Choices) -> FormData:
    """The review of this office and a reporting year, that asked for on the day unless chosen."""
    year = ReportingYear(choices.year or ReportingYear.asked(as_of).year)
    found = review(office.session, office.info.unit_id, year.year)
    heading = heading_of(office)
    report = YearlyReview(
        addressees=heading.addressees,
        unit=office.unit.titled,
        year=year.year,
        period_from=year.start.isoformat(),
        period_to=year.end.isoformat(),
        known=found.known.date().isoformat(),
        figures=tuple(_rows(office, found.rows())),
    )
    return yearly_review(heading.paper(training=office.info.training, answers=True), report)


def _rows(office: Office, rows: tuple[ReviewRow, ...]) -> Iterator[tuple[str, ...]]:
    """A line for each section, or each plan among the tasks, and its figures below it."""
    for section, (group, figures) in enumerate(groupby(rows, key=_group), start=1):
        yield str(section), group, "", "", ""
        for number, row in enumerate(figures, start=1):
            now, before = _figure(row.now), _figure(row.before)
            yield f"{section}.{number}", _named(office, row), now, before, _change(row)


def _group(row: ReviewRow) -> str:
    return row.title or words()[row.section.value]


def _named(office: Office, row: ReviewRow) -> str:
    told = words()[row.key.value]
    if row.key is Key.GIVEN:
        kind, _slash, whom = row.about.partition("/")
        return f"{REWARD_KINDS.get(kind, kind)}: {REWARDED.get(whom, whom)}"
    if row.section is Section.FUNDING:
        return f"{FUNDING_SOURCES.get(row.about, row.about)}: {told[:1].lower()}{told[1:]}"
    if row.section is Section.RESULTS and row.about:
        return f"{_pack(office, row.about)}: {told[:1].lower()}{told[1:]}"
    return told


def _pack(office: Office, pack: str) -> str:
    try:
        return criteria.library(office).get(pack).title
    except KnownError:
        return pack


def _figure(figure: Figure | None) -> str:
    if figure is None:
        return NOTHING
    part = show_integer(figure.value)
    return part if figure.of is None else f"{part}/{show_integer(figure.of)}"


def _change(row: ReviewRow) -> str:
    """By how much it grew or shrank; parts of different wholes are not compared."""
    if row.change is None or row.now is None or row.before is None or row.now.of != row.before.of:
        return ""
    sign = "+" if row.change > 0 else "−" if row.change else ""
    return f"{sign}{show_integer(abs(row.change))}"
