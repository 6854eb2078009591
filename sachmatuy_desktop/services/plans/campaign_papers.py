"""The papers of a month of action: which are due, which were issued, which were sent.

At an office, and at every commune below a receiving one, where the figures of each stand with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sachmatuy_desktop.domain.plans.campaign import LineFigures
from sachmatuy_desktop.domain.plans.standing import OpeningStanding
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.terms import WorkCalendar
from sachmatuy_desktop.domain.text import sort_key
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.campaign import (
    FORMS,
    SUMMARY_FORM,
    Campaign,
    campaigns_of,
)
from sachmatuy_desktop.services.plans.campaign_figures import counted, typed_of, with_typed
from sachmatuy_desktop.services.plans.reading import OfficeTask
from sachmatuy_desktop.services.sync.trusting import partners
from sachmatuy_desktop.storage.queries import Queries, Where


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper of the month in the book of documents."""

    id: RecordId
    number: str
    on: date


@dataclass(frozen=True)
class DuePaper:
    """A paper the plan of the month asks for: the task, how it stands, what was issued for it."""

    form: str
    task: OfficeTask
    opening: OpeningStanding | None
    issued: Issued | None = None

    @property
    def sent_on(self) -> date | None:
        """The day it was written down as sent."""
        done = self.opening.done if self.opening else None
        return done.on if done else None


def due_papers(
    office: Office, campaign: Campaign, forms: Iterable[str], now: datetime, calendar: WorkCalendar
) -> tuple[DuePaper, ...]:
    """The papers an office owes by the plan of the month.

    Whoever receives from communes puts theirs together, whatever level the plan prints for it.
    """
    issued = issued_of(office.queries, campaign.first.year)
    found = []
    for form in forms:
        task = campaign.task_of(form)
        if task is None or not (task.ours or form == SUMMARY_FORM):
            continue
        stands = task.standing(now, calendar).openings
        paper = issued.get((campaign.plan.unit, form))
        found.append(DuePaper(form, task, stands[0] if stands else None, paper))
    return tuple(found)


def issued_of(queries: Queries, year: int) -> dict[tuple[str, str], Issued]:
    """The newest paper of the month in a year, by unit and form; a voided one is none."""
    ids = queries.ids(
        "documents",
        [
            Where("form", "in", FORMS),
            Where("state", "=", "issued"),
            Where("issued_on", ">=", f"{year:04d}-01-01"),
            Where("issued_on", "<=", f"{year:04d}-12-31"),
        ],
    )
    rows = queries.rows("documents", ids)
    oldest_first = sorted(
        rows.items(), key=lambda item: (str(item[1]["issued_on"]), item[1]["sequence"] or 0)
    )
    return {
        (str(row["unit_id"]), str(row["form"])): Issued(
            key, str(row["number"]), date.fromisoformat(str(row["issued_on"]))
        )
        for key, row in oldest_first
    }


# -- the communes below ---------------------------------------------------------------------------


@dataclass(frozen=True)
class CommuneMonth:
    """The month of one commune as its bundles tell it; `campaign` None: none was begun there."""

    unit: str
    name: str
    campaign: Campaign | None
    figures: tuple[LineFigures, ...]
    papers: Mapping[str, Issued] = field(default_factory=dict)
    difficulties: tuple[str, ...] = ()

    def sent_on(self, form: str) -> date | None:
        """The day the commune wrote down that it had sent a paper."""
        task = self.campaign.task_of(form) if self.campaign else None
        return min((each.on for each in task.rows.done), default=None) if task else None

    def has(self, form: str) -> bool:
        """Whether the paper was issued there, or written down as sent."""
        return form in self.papers or self.sent_on(form) is not None


def communes_below(office: Office, campaign: Campaign, as_of: date) -> tuple[CommuneMonth, ...]:
    """Every commune that sends to this office, by name: its month, its papers, its figures.

    All are counted by the days of this office's month, so that the sums are of one time.
    """
    units = _communes(office)
    found = counted(office, units, campaign.first, campaign.until(as_of), as_of)
    months = _months(office.queries, campaign)
    typed = typed_of(office.queries, [each.plan.id for each in months.values()])
    issued = issued_of(office.queries, campaign.first.year)
    raised = difficulties_by_unit(office.queries, campaign)
    lines = []
    for unit in units:
        month = months.get(unit)
        lines.append(
            CommuneMonth(
                unit,
                office.units.unit(unit).titled,
                month,
                with_typed(found[unit], typed.get(month.plan.id, {}) if month else {}),
                {form: paper for (whose, form), paper in issued.items() if whose == unit},
                tuple(each.subject for each in raised.get(unit, ()) if each.for_above),
            )
        )
    return tuple(sorted(lines, key=lambda each: (sort_key(each.name), each.unit)))


def _communes(office: Office) -> list[str]:
    """The partners below, and units whose plans are here."""
    lower = {each.unit_id for each in partners(office) if each.role == "lower"}
    return sorted(lower - {office.info.unit_id})


def _months(queries: Queries, campaign: Campaign) -> dict[str, Campaign]:
    """By unit the newest month that shares days with this one."""
    found: dict[str, Campaign] = {}
    for each in campaigns_of(queries):
        meets = each.first <= campaign.last and campaign.first <= each.last
        if meets and each.plan.unit != campaign.plan.unit:
            found.setdefault(each.plan.unit, each)
    return found


@dataclass(frozen=True, slots=True)
class Difficulty:
    """What stood in the way during the month, what was proposed, and whether above is asked."""

    subject: str
    content: str
    proposal: str
    for_above: bool


def difficulties(queries: Queries, campaign: Campaign, unit: str) -> tuple[Difficulty, ...]:
    """The difficulties a unit raised from the plan's first day to its last, the oldest first."""
    return difficulties_by_unit(queries, campaign).get(unit, ())


def difficulties_by_unit(queries: Queries, campaign: Campaign) -> dict[str, tuple[Difficulty, ...]]:
    """The same of every unit in the file."""
    until = max(campaign.last, campaign.plan.life.end or campaign.last)
    ids = queries.ids(
        "difficulties",
        [
            Where("raised_on", ">=", campaign.plan.life.start.isoformat()),
            Where("raised_on", "<=", until.isoformat()),
        ],
        sort="raised_on",
    )
    rows = queries.rows("difficulties", ids)
    found: dict[str, list[Difficulty]] = {}
    for each in ids:
        found.setdefault(str(rows[each]["unit_id"]), []).append(_difficulty(rows[each]))
    return {unit: tuple(each) for unit, each in found.items()}


def _difficulty(row: Mapping[str, Value]) -> Difficulty:
    subject, content, proposal = (
        str(row[name] or "") for name in ("subject", "content", "proposal")
    )
    return Difficulty(subject, content, proposal, row["level"] == "tren")
