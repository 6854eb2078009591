"""From a report as it stands to the paper that prints.

A report is a public paper: it names nobody.  A number of one or two persons is not printed of a
village, nor as the sum of units below, of which one alone may have told it.  Where units stand side
by side a column of persons is left out as soon as one of them has so few; the sum alone is told.
What a unit tells of itself to the office above is told in full.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from sachmatuy_desktop.documents.inputs import Letterhead, Paper, SignedBy
from sachmatuy_desktop.documents.surrounding import compose_paper, guide
from sachmatuy_desktop.documents.wording import grouped
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.forms import FormData, Rows, Value
from sachmatuy_desktop.domain.reports import Told
from sachmatuy_desktop.domain.small_numbers import is_small, small_columns
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.packs.reports import load_report_words as words
from sachmatuy_desktop.packs.reports import load_reports
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.heads import Heading, heading_of
from sachmatuy_desktop.services.papers.plan_words import period_named, period_words
from sachmatuy_desktop.services.papers.reports.above import class_table, target_rows
from sachmatuy_desktop.services.papers.reports.dues import tasks_of_report
from sachmatuy_desktop.services.papers.reports.proposing import difficulties_within, subject_of
from sachmatuy_desktop.services.papers.reports.reading import Report
from sachmatuy_desktop.services.plans import tasks_of

__all__ = ["draft_report", "period_told"]

ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
MARK: Final = "(*)"

Cells = tuple[str | int | None, ...]


def draft_report(office: Office, report: Report) -> FormData:
    """The paper without number and date, as the books and the official have it."""
    kind, form = report.kind, load_form(report.kind.form)
    paper = _paper(office, report)
    notes = _Notes(report)
    values: dict[str, Value] = {
        "addressees": _addressees(office, report),
        **_titles(office, report, paper),
        "as_of": report.counted_days.end.isoformat(),
        "figures": tuple(_rows(report, notes)),
        "figures_note": notes.about(),
        "typed_notes": tuple(notes.typed),
        **{each.part: _lines(each.shown) for each in report.words},
    }
    if report.village:
        values["number"] = words()["village_number"]
    if kind.form == "report-difficulties":
        values["items"] = _difficulties(office, report)
    if kind.place == "below":
        values |= _above(office, report)
        values["attachment_guide"] = guide(form, paper)
    return compose_paper(form, paper, values)


def period_told(report: Report) -> str:
    """“6 tháng đầu năm 2026”; of days chosen freely “từ ngày … đến ngày …”."""
    if report.days.every:
        return period_words(period_named(report.days.key))
    first, last = show_date(report.days.start), show_date(report.days.end)
    return words()["days"].format(first=first, last=last)


def _titles(office: Office, report: Report, paper: Paper) -> dict[str, Value]:
    """The report's own words, with what they have places for."""
    said = {
        "period": period_told(report),
        "unit": office.unit.titled,
        "village": report.village_name,
        "issuer": paper.letterhead.short,
        "first": show_date(report.days.start),
        "last": show_date(report.days.end),
    }
    return {
        "subject": report.kind.subject.format(**said),
        "opening": report.kind.opening.format(**said),
    }


def _paper(office: Office, report: Report) -> Paper:
    heading = heading_of(office)
    paper = heading.paper(training=office.info.training, answers=True)
    return _of_village(heading, paper, report) if report.village else paper


def _of_village(heading: Heading, paper: Paper, report: Report) -> Paper:
    """A village is no issuing body: its own name at the head, no number of the commune's book."""
    head = heading.letterhead
    name = report.village_name
    return replace(
        paper,
        letterhead=Letterhead(
            " ".join(head.issuer), (name.upper(),), name, head.symbol, head.place
        ),
        signer=SignedBy((words()["village_head"],)),
        recipients=(paper.recipients[0], words()["village_kept"]),
    )


def _addressees(office: Office, report: Report) -> tuple[str, ...]:
    """The body of today to whom the office's own task sends it, else that of its settings."""
    if report.village:
        return (words()["village_to"],)
    tasks = tasks_of(office.queries, office.info.unit_id)
    for task in tasks_of_report(report.kind, tasks):
        printed = task.addressee.partition(" (")[0]
        actors = task.plan.actors if task.plan else ()
        if printed:
            return (next((each.shown for each in actors if each.name == printed), printed),)
    return heading_of(office).addressees


def _lines(said: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in said.splitlines() if line.strip())


# -- figures --------------------------------------------------------------------------------------


@dataclass
class _Notes:
    """Cells with the mark of a typed number, and what stands below the table about them."""

    report: Report
    typed: list[str] = field(default_factory=list)
    few: bool = False

    def cell(self, told: Told) -> str:
        """The number of this period; a typed one marked, with its reason below."""
        shown = self.number(told, told.shown)
        typed = told.typed
        if typed is None:
            return shown
        counted = (
            words()["typed_nothing"] if told.counted is None else self.number(told, told.counted)
        )
        self.typed.append(
            words()["typed"].format(
                what=told.figure.title, typed=shown, counted=counted, why=typed.why.rstrip(". ")
            )
        )
        return f"{shown} {MARK}"

    def number(self, told: Told, value: int | None) -> str:
        """A number as it prints; so few persons of one village, or of units below, are not told."""
        if value is None:
            return words()["nothing"]
        if self._is_few(told, value):
            self.few = True
            return words()["few"]
        return grouped(value)

    def change(self, told: Told) -> str:
        """By how much it grew; nothing where one of the two is not told."""
        change, hidden = told.change, (told.shown, told.before.value)
        if change is None or any(self._is_few(told, each or 0) for each in hidden):
            return ""
        sign = "+" if change > 0 else "−" if change else ""
        return f"{sign}{grouped(abs(change))}"

    def about(self) -> str:
        """How the table is to be read."""
        signed = self.report.before
        key = "before_counted" if signed is None else "before_both"
        if signed is not None and all(each.before.number for each in self.report.told):
            key = "before_signed"
        before = words()[key].format(number=signed.number if signed else "")
        said = words()["figures_note"].format(before=before)
        return f"{said} {words()['few_note']}" if self.few else said

    def _is_few(self, told: Told, value: int) -> bool:
        not_of_itself = bool(self.report.village) or self.report.kind.place == "below"
        return not_of_itself and told.figure.persons and is_small(value)


def _rows(report: Report, notes: _Notes) -> Iterator[Cells]:
    """A row of its own for the heading of a group, then its figures numbered from 1."""
    place = 0
    for group in load_reports().groups:
        mine = [each for each in report.told if each.figure.group == group.id]
        if not mine:
            continue
        yield ROMAN[place], group.title.upper(), "", "", "", ""
        place += 1
        for number, each in enumerate(mine, 1):
            before = notes.number(each, each.before.value)
            cell, change = notes.cell(each), notes.change(each)
            yield str(number), each.figure.title, each.figure.unit, cell, before, change


# -- difficulties ---------------------------------------------------------------------------------


def _difficulties(office: Office, report: Report) -> Rows:
    """What stood in the way within the days: since when, what is proposed, how it stands."""
    days = report.counted_days
    rows = difficulties_within(office, days, {office.info.unit_id: ""})
    return tuple(
        (
            str(number),
            subject_of(row),
            _day(row["raised_on"]),
            str(row["proposal"] or ""),
            words()["pledged_done"].format(day=_day(row["closed_on"]))
            if row["closed_on"] and str(row["closed_on"]) <= days.end.isoformat()
            else words()["pledged_open"],
        )
        for number, row in enumerate(rows, 1)
    )


def _day(text: object) -> str:
    year, month, day = str(text).split("-")
    return f"{day}/{month}/{year}"


# -- the units below ------------------------------------------------------------------------------


def _above(office: Office, report: Report) -> dict[str, Value]:
    communes = report.communes
    labels, rows, hidden = _side_by_side(report)
    note = words()["commune_note"]
    class_labels, classes = class_table(office, report.counted_days.end, communes)
    return {
        "communes_total": len(communes),
        "communes_sent": sum(each.sent for each in communes),
        "missing": ", ".join(each.name for each in communes if not each.sent),
        "labels": labels,
        "communes": rows,
        "communes_note": f"{note} {words()['commune_few']}" if hidden else note,
        "class_labels": class_labels,
        "class_rows": classes,
        "target_rows": target_rows(office, report.counted_days.end),
        "targets_note": words()["targets_note"],
    }


def _side_by_side(report: Report) -> tuple[tuple[str, ...], Rows, bool]:
    """Units × figures that have a column, and the sums below."""
    columns = [each for each in report.told if each.figure.short]
    hidden = small_columns(
        (each.figure.id for each in columns if each.figure.persons),
        ({name: told.value for name, told in each.counts.items()} for each in report.communes),
    )
    lines: list[Cells] = [
        (
            str(number),
            commune.name,
            *(
                "" if each.figure.id in hidden else _known(commune.counts[each.figure.id].value)
                for each in columns
            ),
        )
        for number, commune in enumerate(report.communes, 1)
    ]
    sums = [_sum(each) for each in columns]
    lines.append(("", words()["total"], *sums))
    return tuple(each.figure.short for each in columns), tuple(lines), bool(hidden)


def _sum(told: Told) -> str:
    few = told.figure.persons and is_small(told.counted)
    return words()["few"] if few else _known(told.counted)


def _known(value: int | None) -> str:
    return words()["nothing"] if value is None else grouped(value)
