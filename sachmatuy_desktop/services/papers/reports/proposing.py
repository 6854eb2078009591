"""What the books propose for the words of a report; an official may write others.

Whatever goes here goes into a public paper, so only what names nobody is proposed: the subjects of
difficulties, counts of tasks and papers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.reports import ReportDays, ReportKind, Told
from sachmatuy_desktop.packs.reports import load_report_words
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.queries import Where

__all__ = ["difficulties_within", "proposed_texts", "subject_of"]

ABOVE = "tren"
"""A difficulty that asks something of the office above."""


def proposed_texts(
    office: Office,
    kind: ReportKind,
    days: ReportDays,
    told: Sequence[Told],
    units: Mapping[str, str],
) -> Mapping[str, str]:
    """Lines by part; nothing where the books know nothing.

    `units` are those whose difficulties are told, by the name that stands before each line.
    """
    if kind.place == "village":
        return {}
    raised = difficulties_within(office, days, units)
    return {
        "direction": "\n".join(_direction(office, days, told)),
        "difficulties": "\n".join(_line(units, row, subject_of(row)) for row in raised),
        "proposals": "\n".join(
            _line(units, row, str(row["proposal"]).strip())
            for row in raised
            if row["level"] == ABOVE and row["proposal"]
        ),
    }


def difficulties_within(
    office: Office, days: ReportDays, units: Mapping[str, str]
) -> list[Mapping[str, Value]]:
    """What was raised up to the last day and not settled before the first, the oldest first."""
    where = [
        Where("unit_id", "in", tuple(units)),
        Where("raised_on", "<=", days.end.isoformat()),
    ]
    ids = office.queries.ids("difficulties", where, sort="raised_on")
    rows = office.queries.rows("difficulties", ids)
    return [rows[each] for each in ids if _was_open(rows[each], days.start)]


def _was_open(row: Mapping[str, Value], first: date) -> bool:
    raised, closed = str(row["raised_on"]), row["closed_on"]
    return raised >= first.isoformat() or not closed or str(closed) >= first.isoformat()


def subject_of(row: Mapping[str, Value]) -> str:
    """What a difficulty is about, and what was written of it."""
    subject, content = str(row["subject"]).strip(), str(row["content"] or "").strip()
    return f"{subject.rstrip('. ')}: {content}" if content else subject


def _line(units: Mapping[str, str], row: Mapping[str, Value], said: str) -> str:
    name = units.get(str(row["unit_id"]), "")
    return load_report_words()["unit_said"].format(name=name, said=said) if name else said


def _direction(office: Office, days: ReportDays, told: Sequence[Told]) -> list[str]:
    """How many papers were issued and how many tasks done, as far as the books tell."""
    words = load_report_words()
    numbers = {each.figure.id: each.counted or 0 for each in told}
    issued = office.queries.count(
        "documents",
        [
            Where("unit_id", "=", office.info.unit_id),
            Where("state", "=", "issued"),
            Where("issued_on", ">=", days.start.isoformat()),
            Where("issued_on", "<=", days.end.isoformat()),
        ],
    )
    in_time, late = numbers.get("viec-dung-han", 0), numbers.get("viec-cham", 0)
    every = in_time + late + numbers.get("viec-chua-lam", 0)
    lines = []
    if issued:
        lines.append(words["issued_papers"].format(count=issued))
    if every:
        lines.append(words["done_tasks"].format(done=in_time + late, all=every, in_time=in_time))
    return lines
