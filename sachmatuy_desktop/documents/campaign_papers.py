"""The papers of a month of action: from plain facts to the frozen snapshot that prints.

All are public: none has a place for a person's name but the signer's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.documents.inputs import Paper
from sachmatuy_desktop.documents.surrounding import compose_paper, guide
from sachmatuy_desktop.documents.wording import grouped
from sachmatuy_desktop.domain.forms import FormData, Rows, Value
from sachmatuy_desktop.packs.forms import load_form

__all__ = [
    "CommuneRow",
    "FigureGroup",
    "FigureRow",
    "Month",
    "MonthPlan",
    "MonthResult",
    "MonthSummary",
    "Number",
    "PlannedTask",
    "month_plan",
    "month_result",
    "month_summary",
]

ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
NO_SUCH: Final = "–"
"""In the cell of a number that such work does not have."""


@dataclass(frozen=True, slots=True)
class Month:
    """The month itself; days are `YYYY-MM-DD`, `basis` is the plan of the body above."""

    unit: str
    year: int
    theme: str
    from_date: str
    until_date: str
    basis: str

    def values(self) -> dict[str, Value]:
        """The places that every paper of the month has."""
        return {
            "unit": self.unit,
            "year": str(self.year),
            "theme": self.theme,
            "from_date": self.from_date,
            "until_date": self.until_date,
            "basis": self.basis,
        }


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a report: what the books say, or what was typed in its place, and why.

    `few`: it counts so few persons that the paper does not say how many.
    """

    value: int | None = None
    typed: bool = False
    counted: int | None = None
    why: str = ""
    few: bool = False


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One kind of work; None for a number that such work does not have."""

    title: str
    unit: str
    count: Number | None
    people: Number | None
    materials: Number | None

    @property
    def numbers(self) -> tuple[Number | None, ...]:
        """In the order of the columns."""
        return self.count, self.people, self.materials


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Kinds that stand under one heading of the table."""

    title: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A task of the month: what, who, until when."""

    what: str
    who: str
    due: str


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """The content of the plan of the month; `result_before` is the report's “trước ngày …”."""

    month: Month
    tasks: tuple[PlannedTask, ...]
    sent_to: str
    result_before: str | None
    funding: str = ""


@dataclass(frozen=True, slots=True)
class MonthResult:
    """The content of the result report; `plan_note` names the plan as it was issued."""

    month: Month
    addressees: tuple[str, ...]
    as_of: str
    groups: tuple[FigureGroup, ...]
    plan_note: str = ""
    difficulties: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """A commune in the annex: when it sent its plan and its report, and its figures.

    A day is empty where nothing is known to have been sent; a figure None where it is not told.
    """

    name: str
    plan: str
    result: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class MonthSummary:
    """The content of the consolidated report; `hidden` says that a column was left out below."""

    month: Month
    addressees: tuple[str, ...]
    as_of: str
    groups: tuple[FigureGroup, ...]
    labels: tuple[str, ...]
    communes: tuple[CommuneRow, ...]
    totals: tuple[Number, ...]
    started: int
    with_plan: int
    with_result: int
    missing: tuple[str, ...] = ()
    hidden: bool = False
    difficulties: tuple[str, ...] = ()


def month_plan(paper: Paper, plan: MonthPlan) -> FormData:
    """Kế hoạch triển khai Tháng hành động."""
    return compose_paper(
        load_form("action-month-plan"),
        paper,
        {
            **plan.month.values(),
            "tasks": tuple(
                (str(n), each.what, each.who, each.due) for n, each in enumerate(plan.tasks, 1)
            ),
            "funding": plan.funding,
            "sent_to": plan.sent_to,
            "result_before": plan.result_before,
        },
    )


def month_result(paper: Paper, report: MonthResult) -> FormData:
    """Báo cáo kết quả Tháng hành động."""
    form = load_form("action-month-result")
    notes = _Notes(form.constants)
    rows = _figure_rows(report.groups, notes)
    return compose_paper(
        form,
        paper,
        {
            **report.month.values(),
            "addressees": report.addressees,
            "as_of": report.as_of,
            "plan_note": report.plan_note,
            "figures": rows,
            "figures_note": form.constants["month_figures_note"],
            "typed_notes": tuple(notes.said),
            "difficulties": report.difficulties,
            "proposals": report.proposals,
        },
    )


def month_summary(paper: Paper, report: MonthSummary) -> FormData:
    """Báo cáo tổng hợp, with its annex by commune."""
    form = load_form("action-month-summary")
    notes = _Notes(form.constants)
    lines: list[tuple[str | int | None, ...]] = []
    for n, each in enumerate(report.communes, 1):
        cells = [
            notes.cell(number, f"{each.name}, {label}")
            for number, label in zip(each.numbers, report.labels, strict=True)
        ]
        lines.append((str(n), each.name, each.plan, each.result, *cells))
    sums = [
        notes.cell(number, label)
        for number, label in zip(report.totals, report.labels, strict=True)
    ]
    lines.append(("", form.constants["total_label"], "", "", *sums))
    said = form.constants["month_commune_note"]
    if report.hidden:
        said = f"{said} {form.constants['month_hidden_note']}"
    return compose_paper(
        form,
        paper,
        {
            **report.month.values(),
            "addressees": report.addressees,
            "as_of": report.as_of,
            "communes_total": len(report.communes),
            "communes_started": report.started,
            "communes_plan": report.with_plan,
            "communes_result": report.with_result,
            "missing": ", ".join(report.missing),
            "figures": _figure_rows(report.groups, _Notes(form.constants)),
            "figures_note": form.constants["month_sum_note"],
            "labels": report.labels,
            "communes": tuple(lines),
            "communes_note": said,
            "commune_typed": tuple(notes.said),
            "difficulties": report.difficulties,
            "attachment_guide": guide(form, paper),
        },
    )


class _Notes:
    """Cells with the mark of a typed number, and the lines below that say where each is from."""

    def __init__(self, constants: Mapping[str, str]) -> None:
        self._words = constants
        self.said: list[str] = []

    def cell(self, number: Number, what: str) -> str | int | None:
        words = self._words
        if number.few:
            return words["few_persons"]
        if not number.typed or number.value is None:
            return number.value
        counted = words["month_nothing"] if number.counted is None else grouped(number.counted)
        self.said.append(
            words["month_typed_note"].format(
                mark="(*)", what=what, typed=grouped(number.value), counted=counted, why=number.why
            )
        )
        return f"{grouped(number.value)} (*)"


def _figure_rows(groups: tuple[FigureGroup, ...], notes: _Notes) -> Rows:
    return tuple(_rows(groups, notes))


def _rows(groups: tuple[FigureGroup, ...], notes: _Notes) -> Iterator[tuple[str | int | None, ...]]:
    """A row of its own for the heading of a group, then its kinds numbered from 1."""
    for place, group in enumerate(groups):
        yield ROMAN[place], group.title.upper(), "", "", "", ""
        for n, row in enumerate(group.rows, 1):
            cells = (
                NO_SUCH if each is None else notes.cell(each, row.title) for each in row.numbers
            )
            yield str(n), row.title, row.unit, *cells
