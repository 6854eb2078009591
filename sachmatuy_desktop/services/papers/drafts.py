"""From the records to a draft: one function a form, each gathering what its form has places for.

A draft has no number and no date: those places print as dots until the paper is issued, and so does
everything that the books do not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sachmatuy_desktop.documents import builders
from sachmatuy_desktop.documents.inputs import (
    CriterionRow,
    Paper,
    Period,
    RecognitionRequest,
    ReviewMinutes,
    SelfAssessment,
    VillageFigures,
)
from sachmatuy_desktop.documents.rendering import Report, render
from sachmatuy_desktop.documents.wording import grouped
from sachmatuy_desktop.domain.criteria import Assessment, RulePack
from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.domain.forms import Block, FormData, Paragraph, Section, Table
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.assessing import assessed, class_of
from sachmatuy_desktop.services.papers.batches import commitments_of_village
from sachmatuy_desktop.services.papers.campaigns import month_plan, month_result, month_summary
from sachmatuy_desktop.services.papers.choices import (
    Choices,
    chosen_pack,
    must_print,
)
from sachmatuy_desktop.services.papers.counts import Figures, figures, own_rows, village_name
from sachmatuy_desktop.services.papers.findings import (
    criterion_rows,
    outcome_of,
    period_of,
    reading_notes,
    source_of,
)
from sachmatuy_desktop.services.papers.heads import Heading, heading_of
from sachmatuy_desktop.services.papers.plan_reports import draft_plan_report
from sachmatuy_desktop.services.papers.plan_year import draft_yearly_review
from sachmatuy_desktop.services.papers.plans import (
    draft_plan_document,
    draft_task_book,
    draft_task_sheets,
)
from sachmatuy_desktop.services.papers.rosters import roster
from sachmatuy_desktop.services.papers.summaries import receiving_summary
from sachmatuy_desktop.storage.queries import Where

SUPPRESSED: Final = "Ô để trống: có thôn, tổ dân phố dưới 3 người nên chỉ ghi số chung của địa bàn."

PARTICIPANTS: Final = (
    "Đại diện Ủy ban nhân dân: ……",
    "Đại diện Công an: ……",
    "Đại diện Ủy ban Mặt trận Tổ quốc Việt Nam: ……",
    "Đại diện Trạm Y tế: ……",
    "Trưởng các thôn, tổ dân phố: ……",
)
"""Who sits in a review, by office held; the pen fills in the names (thành phần of the minutes)."""

MINUTES_GO_TO: Final = ("Như thành phần tham dự", "Lưu: VT, Hồ sơ")
"""Nơi nhận of minutes (Nghị định 30/2020, Phụ lục III, mẫu 1.9)."""


def draft(office: Office, form_id: str, as_of: date, **choices: Any) -> FormData:
    """A paper as the books fill it on a day; see `Choices` for what may be chosen.

    Drafting a restricted list leaves an entry in the journal, because from then on it can be
    printed.  Raises `BadInput` (something to choose is missing), `NotAllowed`, `NotFound`.
    """
    must_print(office, form_id)
    return _DRAFTS[form_id](office, as_of, Choices(**choices))


def pdf(data: FormData, report: Report | None = None) -> bytes:
    """The paper as the PDF that prints; `report` hears how far it is and may raise to stop."""
    return render(data, report) if report else render(data)


# -- papers that go by criteria -------------------------------------------------------------------


@dataclass(frozen=True)
class _Dossier:
    """What the three papers of a dossier share; without a programme nothing but the place."""

    office: Office
    heading: Heading
    as_of: date
    unit: str
    pack: RulePack | None
    assessment: Assessment | None
    registration: Mapping[str, Any]
    choices: Choices

    @property
    def programme(self) -> str:
        """The programme's name, in quotation marks unless it brings its own; else the pack's."""
        if self.pack is None:
            return ""
        name = str(self.registration.get("name") or self.pack.title)
        return name if "“" in name else f"“{name}”"

    @property
    def basis(self) -> str:
        """The plan or decision that is carried out."""
        return "" if self.pack is None else source_of(self.pack)

    @property
    def rows(self) -> tuple[CriterionRow, ...]:
        """The criteria as assessed."""
        if self.pack is None or self.assessment is None:
            return ()
        return criterion_rows(self.pack, self.assessment)

    @property
    def period(self) -> Period:
        """The period that is judged."""
        if self.pack is None:
            return Period("", "", self.as_of.isoformat())
        begun = self.registration.get("from_date") or self.registration.get("registered_on")
        return period_of(self.pack, self.as_of, str(begun or ""))

    @property
    def village(self) -> str | None:
        """The one village judged, where the pack judges villages."""
        by_village = self.pack is not None and self.pack.level == criteria.NEIGHBOURHOOD
        return self.choices.village if by_village else None

    def paper(self, *, answers: bool = False) -> Paper:
        """Head and foot of the draft."""
        return self.heading.paper(training=self.office.info.training, answers=answers)


def _dossier(office: Office, as_of: date, choices: Choices) -> _Dossier:
    pack = chosen_pack(office, choices, as_of)
    assessment = None if pack is None else assessed(office, pack, as_of, choices)
    unit = office.unit.titled
    if pack is not None and pack.level == criteria.NEIGHBOURHOOD:
        unit = f"{village_name(office, str(choices.village))}, {unit}"
    registration = {} if pack is None else _registration(office, pack)
    return _Dossier(
        office, heading_of(office), as_of, unit, pack, assessment, registration, choices
    )


def _registration(office: Office, pack: RulePack) -> Mapping[str, Any]:
    """The newest registration for a pack."""
    found = own_rows(office, "campaigns", [Where("pack", "=", pack.id)])
    return next(iter(found.values()), {})


def _self_assessment(office: Office, as_of: date, choices: Choices) -> FormData:
    case = _dossier(office, as_of, choices)
    readings = dict(case.assessment.readings) if case.assessment else None
    counted = figures(office, as_of, case.village, readings)
    report = SelfAssessment(
        addressees=case.heading.addressees,
        programme=case.programme,
        basis=case.basis,
        unit=case.unit,
        period=case.period,
        population=counted.population,
        criteria=case.rows,
        villages=counted.villages,
        outcome=None if case.assessment is None else outcome_of(case.assessment),
        klass=class_of(office, case.pack, as_of),
        readings=()
        if case.pack is None or case.assessment is None
        else reading_notes(case.pack, case.assessment),
    )
    data = builders.self_assessment(case.paper(answers=True), report)
    return _with_totals(data, counted) if counted.villages else data


def _recognition_request(office: Office, as_of: date, choices: Choices) -> FormData:
    case = _dossier(office, as_of, choices)
    request = RecognitionRequest(
        addressees=case.heading.addressees,
        programme=case.programme,
        unit=case.unit,
        legal_bases=tuple(_legal_bases(case)),
        period=case.period,
        criteria=case.rows,
        attachments=tuple(
            " ".join((load_form(form).title, _issued(office, as_of, form))).strip()
            for form in ("self-assessment", "review-minutes")
        ),
        minutes_note=_named(office, as_of, "review-minutes", "Biên bản họp xét"),
    )
    return builders.recognition_request(case.paper(answers=True), request)


def _legal_bases(case: _Dossier) -> Iterator[str]:
    if case.basis:
        yield f"Căn cứ {case.basis}"
    if document := case.registration.get("document"):
        day = show_date(parse_date(str(case.registration["registered_on"])))
        yield f"Căn cứ văn bản đăng ký xây dựng địa bàn số {document} ngày {day}"


def _review_minutes(office: Office, as_of: date, choices: Choices) -> FormData:
    case = _dossier(office, as_of, choices)
    minutes = ReviewMinutes(
        programme=case.programme,
        unit=case.unit,
        criteria=case.rows,
        participants=PARTICIPANTS,
        report_note=_named(office, as_of, "self-assessment", "Báo cáo"),
    )
    paper = replace(case.paper(), recipients=MINUTES_GO_TO)
    return builders.review_minutes(paper, minutes)


def _named(office: Office, as_of: date, form: str, name: str) -> str:
    issued = _issued(office, as_of, form)
    return f"{name} {issued}" if issued else ""


def _issued(office: Office, as_of: date, form: str) -> str:
    """“số 05/BC-UBND ngày 03/12/2026” of the newest paper of a form; empty when none was issued.

    Only papers of the reporting round count: issued no more than a year before the day.
    """
    where = [
        Where("form", "=", form),
        Where("state", "=", "issued"),
        Where("issued_on", ">=", _a_year_before(as_of)),
    ]
    found = own_rows(office, "documents", where).values()
    newest = max(found, key=lambda row: (row["issued_on"], row["sequence"]), default=None)
    if newest is None:
        return ""
    return f"số {newest['number']} ngày {show_date(parse_date(str(newest['issued_on'])))}"


def _a_year_before(day: date) -> str:
    return f"{day.year - 1:04d}{day.isoformat()[4:]}"


# -- totals ---------------------------------------------------------------------------------------


def _with_totals(data: FormData, counted: Figures) -> FormData:
    """The table by village with the unit's own sums below, also of columns left out by village."""
    *front, last = data.sections
    blocks: list[Block] = [_totalled(each, counted.total) for each in last.blocks]
    if counted.suppressed:
        blocks.append(Paragraph(SUPPRESSED, indent=False, role="note"))
    return replace(data, sections=(*front, Section(tuple(blocks), last.orientation)))


def _totalled(block: Block, total: VillageFigures) -> Block:
    if not (isinstance(block, Table) and block.totals):
        return block
    *rows, sums = block.rows
    figures_of = tuple("" if n is None else grouped(n) for n in total.figures())
    return replace(block, rows=(*rows, (*sums[:2], *figures_of)))


_DRAFTS: Final[Mapping[str, Callable[[Office, date, Choices], FormData]]] = MappingProxyType(
    {
        "self-assessment": _self_assessment,
        "recognition-request": _recognition_request,
        "review-minutes": _review_minutes,
        "household-commitment": commitments_of_village,
        "roster": roster,
        "receiving-summary": receiving_summary,
        "plan-document": draft_plan_document,
        "plan-report": draft_plan_report,
        "yearly-review": draft_yearly_review,
        "task-book": draft_task_book,
        "task-sheet": draft_task_sheets,
        "action-month-plan": month_plan,
        "action-month-result": month_result,
        "action-month-summary": month_summary,
    }
)
