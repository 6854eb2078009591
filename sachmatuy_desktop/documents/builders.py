"""One function a form: from plain facts to the frozen snapshot that prints.

Services fill the inputs from records, store the snapshot's JSON when the paper is issued, and call
`render` on it now and whenever it is printed again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from sachmatuy_desktop.documents.composing import compose
from sachmatuy_desktop.documents.inputs import (
    Body,
    Commitments,
    CommuneLine,
    HouseholdLine,
    Letterhead,
    Paper,
    Pile,
    ReceivingSummary,
    RecognitionRequest,
    ReviewMinutes,
    Roster,
    SelfAssessment,
    SignedBy,
    Status,
    VillageFigures,
)
from sachmatuy_desktop.documents.restricting import restricted
from sachmatuy_desktop.documents.surrounding import compose_paper, guide
from sachmatuy_desktop.documents.wording import numeric_date, place_date, two_digits
from sachmatuy_desktop.domain.forms import FormData, FormDefinition, Rows, Value
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.packs.forms import load_form, load_letterheads

CODE_GROUPS, CODE_DIGITS = 8, 6


def letterhead(body: Body, unit: str, parent: str = "", place: str | None = None) -> Letterhead:
    """The head of UBND or Công an of a unit, e.g. ("ubnd", "xã Ia Dom", "tỉnh Kon Tum").

    `place` is the địa danh; without it the unit's name with a capital is used.
    """
    words = load_letterheads()[body]
    names = {"unit": unit, "parent": parent}
    return Letterhead(
        parent=words["parent"].format(**names) if parent else "",
        issuer=tuple(line.format(**names) for line in words["issuer"]),
        short=words["short"].format(**names),
        symbol=words["symbol"],
        place=unit[:1].upper() + unit[1:] if place is None else place,
    )


def signed_by(body: Body, name: str = "", *, deputy: bool = False) -> SignedBy:
    """The chief of the body, or the deputy who signs for the chief (TM., KT.)."""
    words = load_letterheads()[body]
    posts = tuple(words["deputy"]) if deputy else (words["chief"],)
    prefix = (words["authority_prefix"],) if words["authority_prefix"] else ()
    return SignedBy((*prefix, *posts), name)


def self_assessment(paper: Paper, report: SelfAssessment) -> FormData:
    """Báo cáo kết quả tự rà soát, đánh giá, xếp loại, with its two annexes."""
    form = load_form("self-assessment")
    totals = _totals(report.villages)
    counts = Counter(row.status for row in report.criteria)
    short = [row for row in report.criteria if row.status in {"not_met", "unknown"}]
    return compose_paper(
        form,
        paper,
        {
            "addressees": report.addressees,
            "programme": report.programme,
            "basis": report.basis,
            "unit": report.unit,
            "period_from": report.period.start,
            "period_to": report.period.end,
            "as_of": report.period.as_of,
            "village_count": len(report.villages) or None,
            "household_count": totals.households,
            "population": report.population,
            "review_note": report.review_note.rstrip(". "),
            "criteria_total": len(report.criteria) or None,
            **{f"criteria_{name}": counts[status] for name, status in _COUNTED if counts},
            "shortfalls": tuple(
                f"Tiêu chí {row.label}: {row.result or form.constants['status_' + row.status]}"
                for row in short
            ),
            "outcome": report.outcome,
            "class": report.klass,
            "proposals": report.proposals,
            "attachment_guide": guide(form, paper),
            "criteria": tuple(row.cells(form.constants) for row in report.criteria),
            "readings": report.readings,
            "villages": _village_rows(form, report.villages, totals),
        },
    )


def recognition_request(paper: Paper, request: RecognitionRequest) -> FormData:
    """Tờ trình đề nghị phê duyệt, công nhận."""
    met = [row for row in request.criteria if row.status in {"met", "nothing_arisen"}]
    return compose_paper(
        load_form("recognition-request"),
        paper,
        {
            "addressees": request.addressees,
            "programme": request.programme,
            "unit": request.unit,
            "legal_bases": request.legal_bases,
            "period_from": request.period.start,
            "period_to": request.period.end,
            "criteria_total": len(request.criteria),
            "criteria_met": len(met),
            "minutes_note": request.minutes_note,
            "reasons": request.reasons,
            "attachments": request.attachments,
        },
    )


def review_minutes(paper: Paper, minutes: ReviewMinutes) -> FormData:
    """Biên bản họp xét (mẫu 1.9): secretary left, chair right, no place and date at the head."""
    form = load_form("review-minutes")
    return compose_paper(
        form,
        paper,
        {
            "programme": minutes.programme,
            "unit": minutes.unit,
            "started": minutes.started,
            "ended": minutes.ended,
            "venue": minutes.venue,
            "participants": minutes.participants,
            "chair": minutes.chair,
            "secretary": minutes.secretary,
            "chair_name": minutes.chair_name,
            "secretary_name": minutes.secretary_name,
            "report_note": minutes.report_note,
            "criteria": tuple(
                (row.label, row.text, row.result, form.constants["status_" + row.status])
                for row in minutes.criteria
            ),
            "opinions": minutes.opinions,
            "votes_for": minutes.votes_for,
            "votes_total": minutes.votes_total,
            "outcome": minutes.outcome,
        },
    )


def household_commitments(
    shared: Commitments, households: Iterable[HouseholdLine] = ()
) -> FormData:
    """Bản cam kết, one page a household; with no household, one blank page.

    For a batch too large to keep, build it with no household and give the lines to
    `batch.write_sheets` as a generator.
    """
    sheets = tuple(line.sheet() for line in households) or (HouseholdLine().sheet(),)
    return compose(
        load_form("household-commitment"),
        {
            "addressee": shared.addressee,
            "unit": shared.unit,
            "hotlines": shared.hotlines,
            "place_date": shared.place_date or place_date("", None),
            "drive": shared.drive,
        },
        training=shared.training,
        sheets=sheets,
    )


def drive_pile(pile: Pile) -> FormData:
    """Danh sách phát phiếu: the working list that goes with the forms of one hamlet."""
    return compose(
        load_form("drive-pile"),
        {
            "drive": pile.drive,
            "unit": pile.unit,
            "village": pile.village,
            "carrier": pile.carrier,
            "handed_on": pile.handed_on or None,
            "until": pile.until or None,
            "sheets": tuple(line.cells() for line in pile.sheets),
            "sheet_count": len(pile.sheets),
        },
        training=pile.training,
    )


def roster(paper: Paper, listed: Roster) -> FormData:
    """Danh sách người, restricted: mark, copy number, and who printed it, when and what for."""
    form = load_form("roster")
    copy = f"{two_digits(listed.copy)}/{two_digits(listed.copies)}"
    people: Rows = tuple((n, *line.cells()) for n, line in enumerate(listed.people, start=1))
    return compose_paper(
        form,
        paper,
        {
            "list_title": listed.title,
            "as_of": listed.as_of,
            "purpose": listed.purpose,
            "people": people,
            "people_count": len(listed.people),
        },
        restricted(form, listed.printed_by, listed.printed_at, copy),
    )


def receiving_summary(paper: Paper, summary: ReceivingSummary) -> FormData:
    """Bảng tổng hợp of the receiving office: communes × criteria."""
    form = load_form("receiving-summary")
    labels = tuple(label for label, _ in summary.criteria)
    outcomes = [line.outcome for line in summary.communes]
    return compose_paper(
        form,
        paper,
        {
            "programme": summary.programme,
            "as_of": summary.as_of,
            "criteria_labels": labels,
            "criteria_legend": tuple(f"{label}: {text}" for label, text in summary.criteria),
            "communes": tuple(
                _commune_row(form, number, line, len(labels))
                for number, line in enumerate(summary.communes, start=1)
            ),
            "communes_total": len(summary.communes),
            "communes_met": outcomes.count("yes"),
            "communes_missing": sum(1 for line in summary.communes if not line.statuses),
        },
    )


HALF_KEEPERS: Final = {1: "người đứng đầu cơ quan", 2: "cán bộ phụ trách dữ liệu"}
"""Who keeps which half: neither opens the data alone."""


def recovery_sheet(
    office: str, date: str, sheet: str, part: int, mark: str, code_groups: tuple[str, ...]
) -> FormData:
    """One half of a recovery sheet; `BadInput` unless 8 groups of 6 digits.

    `sheet` is the number that both halves bear, `mark` the six digits typed before the groups.
    """
    if len(code_groups) != CODE_GROUPS or not all(
        len(group) == CODE_DIGITS and group.isascii() and group.isdigit() for group in code_groups
    ):
        raise BadInput(N_("Mã khôi phục phải gồm tám nhóm, mỗi nhóm sáu chữ số; hãy tạo mã mới."))
    values: dict[str, Value] = {
        "office": office[:1].upper() + office[1:],
        "date": date,
        "sheet": sheet,
        "part": str(part),
        "keeper": HALF_KEEPERS[part],
        "other_keeper": HALF_KEEPERS[3 - part],
        "mark": mark,
        "code_groups": code_groups,
    }
    return compose(load_form("recovery-sheet"), values)


def identity_card(
    office: str, unit: str, key_id: str, fingerprint: str, date: str, *, training: bool = False
) -> FormData:
    """The page by which others trust a machine; `fingerprint` is groups joined by `-`."""
    form, groups = load_form("identity-card"), tuple(fingerprint.split("-"))
    words = form.constants
    values: dict[str, Value] = {
        "office": office[:1].upper() + office[1:],
        "date": date,
        "groups": groups,
        "code": f"SMT {key_id} {fingerprint}",
        "beside": (
            words["card_unit"].format(unit=unit),
            words["card_key"].format(key=key_id),
            words["card_code"],
        ),
    }
    return compose(form, values, training=training)


# --- what the builders share ---------------------------------------------------------------------


_COUNTED: tuple[tuple[str, Status], ...] = (
    ("met", "met"),
    ("nothing", "nothing_arisen"),
    ("not_met", "not_met"),
    ("unknown", "unknown"),
)
"""The places of the report's counts and what each counts; a report without criteria has dots."""


def _totals(villages: tuple[VillageFigures, ...]) -> VillageFigures:
    """The sums; a column in which nothing is known stays empty."""
    columns = zip(*(line.figures() for line in villages), strict=True)
    sums = [
        sum(known) if (known := [n for n in column if n is not None]) else None
        for column in columns
    ]
    return VillageFigures("", *sums)


def _village_rows(
    form: FormDefinition, villages: tuple[VillageFigures, ...], totals: VillageFigures
) -> Rows:
    lines: list[tuple[str | int | None, ...]] = [
        (number, line.village, *line.figures()) for number, line in enumerate(villages, start=1)
    ]
    if villages:
        lines.append(("", form.constants["total_label"], *totals.figures()))
    return tuple(lines)


def _commune_row(
    form: FormDefinition, number: int, line: CommuneLine, width: int
) -> tuple[str | int | None, ...]:
    marks = (form.constants["mark_" + status] if status else "" for status in line.statuses)
    outcome = form.constants["outcome_" + line.outcome] if line.outcome else ""
    as_of = numeric_date(line.as_of) if line.as_of else ""
    return (number, line.name, *(tuple(marks) or ("",) * width), outcome, as_of)
