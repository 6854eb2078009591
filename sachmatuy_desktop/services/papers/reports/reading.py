"""A report as it stands: its figures, its words, the paper it was signed in.

    report = read_report(office, "sau-thang", "2026-H1")
    report.told[0].counted, report.told[0].typed, report.told[0].before

Everything is read anew each time; what an official adds is kept in books of its own
(`domain.registers.reports`), so a half-made report waits for whoever goes on with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.plans.campaign import Typed
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.reports import (
    Before,
    Frozen,
    ReportDays,
    ReportFigure,
    ReportKind,
    TextPart,
    Told,
    days_named,
    free_days,
    frozen_figures,
)
from sachmatuy_desktop.domain.text import sort_key
from sachmatuy_desktop.errors import N_, BadInput, NotAllowed, NotFound
from sachmatuy_desktop.packs.reports import load_reports
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.counts import village_name
from sachmatuy_desktop.services.papers.reports.counting import Counts, added_up, count
from sachmatuy_desktop.services.papers.reports.proposing import proposed_texts
from sachmatuy_desktop.services.sync.trusting import partners
from sachmatuy_desktop.storage.queries import Queries, Where

__all__ = [
    "FIGURES",
    "PAPERS",
    "TEXTS",
    "Commune",
    "Issued",
    "Report",
    "Words",
    "issued_of",
    "kinds_for",
    "last_free",
    "must_see_reports",
    "read_report",
    "rows_of",
]

FIGURES: Final = "report_figures"
TEXTS: Final = "report_texts"
PAPERS: Final = "report_papers"
VOID: Final = "void"

Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Words:
    """A part of a report's words: what an official wrote, else what the books propose."""

    part: TextPart
    proposed: str
    written: str | None = None

    @property
    def shown(self) -> str:
        """The words that print."""
        return self.proposed if self.written is None else self.written


@dataclass(frozen=True)
class Issued:
    """A report that was signed: the paper, and the figures as they were."""

    id: RecordId
    document: RecordId
    number: str
    on: date
    as_of: date
    figures: Mapping[str, Frozen]


@dataclass(frozen=True)
class Commune:
    """A unit below with its figures; `sent`: anything of it is known."""

    unit: str
    name: str
    counts: Counts
    sent: bool


@dataclass(frozen=True)
class Report:
    """A report of certain days, as the books have it up to a day."""

    kind: ReportKind
    days: ReportDays
    as_of: date
    told: tuple[Told, ...]
    words: tuple[Words, ...]
    village: RecordId | None = None
    village_name: str = ""
    issued: Issued | None = None
    before: Issued | None = None
    communes: tuple[Commune, ...] = ()

    @property
    def counted_days(self) -> ReportDays:
        """The days that count: those of the report, up to the day of its figures."""
        return replace(self.days, end=self.days.until(self.as_of))

    def figure(self, name: str) -> Told:
        """One of its figures; raises `NotFound`."""
        for each in self.told:
            if each.figure.id == name:
                return each
        raise NotFound(N_("Báo cáo này không có số liệu “{name}”."), name=name)

    def text(self, part: str) -> str:
        """The words of a part that print."""
        return next((each.shown for each in self.words if each.part == part), "")


def kinds_for(office: Office) -> list[ReportKind]:
    """The reports that this office makes."""
    kinds = load_reports().kinds.values()
    return [each for each in kinds if each.office == office.info.kind]


def must_see_reports(office: Office) -> None:
    """Refuse an account that may not open the book of documents."""
    if not office.session.role.may_open(REGISTERS["documents"]):
        raise NotAllowed(N_("Tài khoản của bạn không được xem báo cáo."))


def read_report(
    office: Office,
    kind_id: str,
    period: str,
    as_of: date | None = None,
    village: RecordId | None = None,
) -> Report:
    """A report of a period (`2026-10`, `2026-H1`, `2026`, `2026-10-01..2026-10-20`).

    Raises `BadInput` for a period that is not the report's, for a village that is missing and for
    days that lie wholly before it; `NotAllowed`, `NotFound`.
    """
    must_see_reports(office)
    kind = _kind(office, kind_id)
    days = days_named(period)
    if days.every != kind.every:
        raise BadInput(
            N_("Kỳ “{period}” không phải kỳ của {report}; hãy chọn kỳ khác."),
            period=period,
            report=kind.title,
        ).at("period")
    if kind.place == "village" and not village:
        raise BadInput(N_("Báo cáo này của một thôn, khu phố; hãy chọn thôn, khu phố.")).at(
            "village"
        )
    village = village if kind.place == "village" else None
    as_of = as_of or date.fromisoformat(office.clock.today())
    if as_of < days.start:
        raise BadInput(N_("Ngày chốt số liệu đứng trước kỳ báo cáo; hãy sửa lại.")).at("as_of")
    report = Report(
        kind,
        days,
        as_of,
        (),
        (),
        village,
        village_name(office, village) if village else "",
        issued_of(office.queries, office.info.unit_id, kind.id, days.key),
        issued_of(office.queries, office.info.unit_id, kind.id, days.before.key),
    )
    return _with_words(office, _with_figures(office, report))


def _kind(office: Office, kind_id: str) -> ReportKind:
    for each in kinds_for(office):
        if each.id == kind_id:
            return each
    raise NotFound(N_("Cơ quan này không có báo cáo “{report}”."), report=kind_id)


# -- figures --------------------------------------------------------------------------------------


def _with_figures(office: Office, report: Report) -> Report:
    figures = load_reports().of(report.kind)
    now, communes = _counts(office, report, figures, report.counted_days)
    then, _communes = _counts(office, report, figures, report.days.before)
    typed = _typed(office, report)
    signed = report.before.figures if report.before else {}
    told = tuple(
        Told(
            each,
            now[each.id].value,
            typed.get(each.id),
            Before(signed[each.id].shown, report.before.number)
            if report.before and each.id in signed
            else Before(then[each.id].value),
            now[each.id].records,
        )
        for each in figures
    )
    return replace(report, told=told, communes=communes)


def _counts(
    office: Office, report: Report, figures: Sequence[ReportFigure], days: ReportDays
) -> tuple[Counts, tuple[Commune, ...]]:
    own = office.info.unit_id
    if report.kind.place != "below":
        return count(office, figures, [own], days, report.village)[own], ()
    units = sorted({each.unit_id for each in partners(office) if each.role == "lower"} - {own})
    found = count(office, figures, units, days) if units else {}
    named = [
        Commune(
            unit,
            office.units.unit(unit).titled,
            found[unit],
            any(each.value is not None for each in found[unit].values()),
        )
        for unit in units
    ]
    communes = tuple(sorted(named, key=lambda each: (sort_key(each.name), each.unit)))
    return added_up(figures, [each.counts for each in communes]), communes


def _typed(office: Office, report: Report) -> dict[str, Typed]:
    """What was typed, by figure; of two rows about one number (two PCs wrote it) the newer."""
    found: dict[str, Typed] = {}
    rows = rows_of(office.queries, FIGURES, office.info.unit_id, report).items()
    for key, row in sorted(rows, key=lambda item: (str(item[1]["typed_on"]), item[0])):
        if isinstance(row["value"], int):
            found[str(row["figure"])] = Typed(
                key, row["value"], str(row["why"] or ""), date.fromisoformat(str(row["typed_on"]))
            )
    return found


def rows_of(
    queries: Queries, book: str, unit: str, report: Report, *more: Where
) -> dict[RecordId, Row]:
    """The rows of a book about this report of the office's own."""
    village = Where("village", "=", report.village) if report.village else Where("village", "null")
    ids = queries.ids(
        book,
        [
            Where("unit_id", "=", unit),
            Where("report", "=", report.kind.id),
            Where("period", "=", report.days.key),
            village,
            *more,
        ],
    )
    return dict(queries.rows(book, ids))


# -- words, and the paper -------------------------------------------------------------------------


def _with_words(office: Office, report: Report) -> Report:
    units = {each.unit: each.name for each in report.communes} or {office.info.unit_id: ""}
    proposed = proposed_texts(office, report.kind, report.counted_days, report.told, units)
    rows = rows_of(office.queries, TEXTS, office.info.unit_id, report)
    written = {
        str(row["part"]): str(row["words"] or "")
        for _key, row in sorted(rows.items(), key=lambda item: (str(item[1]["typed_on"]), item[0]))
    }
    words = tuple(
        Words(part, proposed.get(part, ""), written.get(part)) for part in report.kind.texts
    )
    return replace(report, words=words)


def issued_of(queries: Queries, unit: str, kind: str, period: str) -> Issued | None:
    """The newest paper a report was signed in; one whose number was voided is none."""
    ids = queries.ids(
        PAPERS,
        [
            Where("unit_id", "=", unit),
            Where("report", "=", kind),
            Where("period", "=", period),
        ],
    )
    rows = queries.rows(PAPERS, ids)
    papers = queries.rows("documents", [str(row["paper"]) for row in rows.values() if row["paper"]])
    valid = [
        (key, row)
        for key, row in rows.items()
        if papers.get(str(row["paper"]), {}).get("state") != VOID
    ]
    if not valid:
        return None
    key, row = max(
        valid,
        key=lambda item: (
            str(item[1]["issued_on"]),
            int(papers.get(str(item[1]["paper"]), {}).get("sequence") or 0),
            item[0],
        ),
    )
    return Issued(
        key,
        str(row["paper"] or ""),
        str(row["number"]),
        date.fromisoformat(str(row["issued_on"])),
        date.fromisoformat(str(row["as_of"])),
        frozen_figures(str(row["frozen"] or "")),
    )


def last_free(today: date) -> ReportDays:
    """What a report of freely chosen days proposes: this month up to the day."""
    return free_days(today.replace(day=1), today)
