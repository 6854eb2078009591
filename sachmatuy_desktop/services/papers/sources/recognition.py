"""What the books know of one recognition: what it goes by, what was attested, decided, kept.

Every list is of criteria, things and papers; no person under management is ever named, and who is
named (a signer, an official who attests) is named by office held.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.documents.wording import grouped, numeric_date
from sachmatuy_desktop.domain.criteria import Assessment, RulePack
from sachmatuy_desktop.domain.forms import Rows
from sachmatuy_desktop.domain.recognition import (
    Appraisal,
    Decision,
    Does,
    Recognition,
    Ruling,
    StepTaken,
)
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.values import show
from sachmatuy_desktop.domain.units import Unit
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.packs.forms import load_form, load_letterheads
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.papers.counts import (
    asked_households,
    own_rows,
    signed_households,
    villages_on,
)
from sachmatuy_desktop.services.papers.findings import criterion_rows, source_of
from sachmatuy_desktop.services.papers.heads import COMMITTEE, POLICE
from sachmatuy_desktop.services.papers.sources.about import About, Day, Given, Source, Word, day_of
from sachmatuy_desktop.services.recognition.reading import BOOK, Case, case_of
from sachmatuy_desktop.storage.queries import Where

__all__ = ["SOURCES"]

Row = Mapping[str, Value]


@dataclass(frozen=True)
class _Dossier:
    """The recognition with its pack, as far as this program can read them."""

    about: About
    case: Case
    pack: RulePack | None

    @property
    def recognition(self) -> Recognition:
        return self.case.recognition

    @property
    def unit(self) -> Unit:
        return self.about.office.units.unit(self.recognition.unit)

    def steps(self, *kinds: Does) -> list[StepTaken]:
        """The steps of these kinds that still count on the day, the newest first."""
        ids = {step.id for step in self.case.process.steps if step.does in kinds}
        taken = [
            each
            for each in self.recognition.steps
            if each.step in ids and each.withdrawn_on is None and each.done_on <= self.about.day
        ]
        return sorted(taken, key=lambda each: (each.done_on, each.id), reverse=True)

    @property
    def decision(self) -> Decision | None:
        """The newest decision that recognised or kept recognised."""
        given = [
            each
            for each in self.recognition.decisions
            if each.withdrawn_on is None and each.ruling is not Ruling.WITHDRAW
        ]
        return max(given, key=lambda each: (each.signed_on, each.id), default=None)

    @property
    def appraisal(self) -> Appraisal | None:
        """The newest appraisal."""
        given = [each for each in self.recognition.appraisals if each.withdrawn_on is None]
        return max(given, key=lambda each: (each.done_on, each.id), default=None)

    @cached_property
    def kept(self) -> tuple[RulePack, Assessment] | None:
        """The newest result that a step kept by the pack that recognises; None while there is none.

        One that this program cannot read counts as none.
        """
        for step in self.steps(Does.ASSESS, Does.REQUEST, Does.MAINTAIN):
            record = step.kept.assessments.get(self.pack.id if self.pack else "")
            if record:
                frozen = str(self.about.row("assessments", record).get("frozen") or "")
                try:
                    return criteria.kept_pack(frozen), criteria.recompute(frozen)
                except KnownError:
                    return None
        return None


def _dossier(about: About) -> _Dossier | None:
    if about.record is None or not about.row(BOOK):
        return None
    try:
        case = case_of(about.office.queries, about.record)
    except KnownError:
        return None
    return _Dossier(about, case, _pack(about, case))


def _pack(about: About, case: Case) -> RulePack | None:
    """The first pack of the recognition that still can be read: papers name it and its plan."""
    known = criteria.library(about.office.session, case.recognition.unit)
    for each in case.recognition.packs:
        try:
            return known.rules(each)
        except KnownError:
            continue
    return None


def _of(read: Callable[[_Dossier], Given]) -> Source:
    """A value of the recognition; nothing for a paper that is about none."""

    def source(about: About) -> Given:
        found = about.once(BOOK, lambda: _dossier(about))
        return None if found is None else read(found)

    return source


# -- what is recognised, by what ------------------------------------------------------------------


def _programme(found: _Dossier) -> Given:
    name = found.recognition.programme or (found.pack.title if found.pack else "")
    return name if "“" in name or not name else f"“{name}”"


def _committee(found: _Dossier) -> Given:
    words = str(load_letterheads()[COMMITTEE]["short"])
    return words.format(unit=found.unit.titled, parent="")


def _above(found: _Dossier, body: str) -> Given:
    """A body of the unit above the one that is recognised."""
    above = found.about.office.units.parent(found.unit)
    if above is None:
        return None
    return str(load_letterheads()[body]["short"]).format(unit=above.titled, parent="")


def _decider(found: _Dossier) -> Given:
    """“Chủ tịch Ủy ban nhân dân tỉnh …”: who decides by the process of the recognition."""
    body = _above(found, COMMITTEE)
    return f"Chủ tịch {body}" if body else None


def _baseline(name: str) -> Callable[[_Dossier], Given]:
    """How many were counted when the place registered; zero is said, unknown is not."""

    def read(found: _Dossier) -> Given:
        for step in found.steps(Does.BASELINE):
            if name in step.kept.counts:
                return step.kept.counts[name]
        return None

    return read


# -- what was asked and decided -------------------------------------------------------------------


def _request(found: _Dossier) -> StepTaken | None:
    return next(iter(found.steps(Does.REQUEST)), None)


def _request_number(found: _Dossier) -> Given:
    asked = _request(found)
    return asked.document if asked else None


def _requested_on(found: _Dossier) -> Given:
    asked = _request(found)
    return None if asked is None else _day(asked.document_on or asked.done_on)


def _appraised(found: _Dossier) -> Given:
    """“ngày 20/11/2026 (văn bản số 12/BC-CAT)”."""
    given = found.appraisal
    if given is None:
        return None
    paper = f" (văn bản số {given.document})" if given.document else ""
    return f"ngày {numeric_date(given.done_on.isoformat())}{paper}"


def _decided(name: str) -> Callable[[_Dossier], Given]:
    """A field of the decision by which the place is recognised."""

    def read(found: _Dossier) -> Given:
        value = getattr(found.decision, name) if found.decision else None
        return _day(value) if isinstance(value, date) else value

    return read


def _revoked_why(found: _Dossier) -> Given:
    gone = [each for each in found.recognition.decisions if each.ruling is Ruling.WITHDRAW]
    return max(gone, key=lambda each: each.signed_on).why if gone else None


def _handed_over(found: _Dossier) -> Given:
    """The decision and the certificate, one copy each."""
    given = found.decision
    if given is None:
        return None
    day = numeric_date(given.signed_on.isoformat())
    papers = [("Quyết định công nhận", f"{given.number}, ngày {day}")]
    if given.certificate:
        papers.append(("Giấy chứng nhận", given.certificate))
    return tuple((n, name, number, 1) for n, (name, number) in enumerate(papers, 1))


def _day(value: date | None) -> Given:
    return day_of(value.isoformat()) if value else None


# -- what was attested ----------------------------------------------------------------------------


def _attested(found: _Dossier) -> Rows | None:
    """What the pack asks to be attested, with the newest answer by the day; all villages' alike."""
    if found.pack is None:
        return None
    where = [
        Where("unit_id", "=", found.recognition.unit),
        Where("pack", "in", tuple(found.recognition.packs)),
        Where("signed_on", "<=", found.about.day.isoformat()),
    ]
    queries = found.about.office.queries
    given: dict[str, Row] = {}
    for row in queries.rows("attestations", queries.ids("attestations", where)).values():
        item = str(row["item"])
        if str(row["signed_on"]) >= str(given.get(item, row)["signed_on"]):
            given[item] = row
    return tuple(
        (number, terms.wording, *_answer(given.get(terms.id)))
        for number, terms in enumerate(found.pack.attestations, 1)
    )


def _answer(row: Row | None) -> tuple[str, str, str]:
    """Có or không, who says so, by which paper; empty places for the pen while nobody has."""
    if row is None:
        return "", "", ""
    paper = f"{row['document']}, ngày {numeric_date(str(row['signed_on']))}"
    answer = show(REGISTERS["attestations"]["answer"], row["answer"])
    return answer, f"{row['signer']}, {row['position']}", paper


# -- the evidence ---------------------------------------------------------------------------------


def _evidence(found: _Dossier) -> Rows:
    """What the books hold as evidence: counted things and papers, with no person in them."""
    lines = [line for part in _EVIDENCE for line in part(found.about)]
    return tuple((number, *line) for number, line in enumerate(lines, 1))


Line = tuple[str, str, str, str]
"""What it is, how many, the book or paper that shows it, a remark."""


def _commitments(about: About) -> Sequence[Line]:
    day = about.day.isoformat()
    homes = {
        home
        for village in villages_on(about.office, day)
        for home in asked_households(about.office, village)
    }
    signed = len(homes & signed_households(about.office, day))
    share = f"{grouped(signed)}/{grouped(len(homes))} hộ"
    return [("Bản cam kết của đại diện hộ gia đình", share, "Sổ cam kết", "")]


def _in_use(register: str, since: str, name: str, about: About) -> Sequence[Line]:
    """Boxes or boards in use, and in how many villages of all there are."""
    day = about.day.isoformat()
    where = [Where("state", "=", "dang_dung"), Where(since, "<=", day)]
    rows = own_rows(about.office, register, where).values()
    villages = villages_on(about.office, day)
    here = {str(row["village"]) for row in rows} & villages.keys()
    spread = f"{grouped(len(here))}/{grouped(len(villages))} thôn, khu phố"
    return [(name, grouped(len(rows)), REGISTERS[register].title, spread)]


def _models(about: About) -> Sequence[Line]:
    """Each model that is active, with the decision that founded it."""
    where = [
        Where("state", "=", "dang_hoat_dong"),
        Where("started_on", "<=", about.day.isoformat()),
    ]
    rows = own_rows(about.office, "models", where).values()
    return [
        (f"Mô hình “{row['name']}”", "1", str(row["decision"] or "Sổ mô hình"), _since(row))
        for row in rows
    ]


def _since(row: Row) -> str:
    return f"Từ ngày {numeric_date(str(row['started_on']))}"


def _propaganda(about: About) -> Sequence[Line]:
    """Sessions by form; a line without a number of sessions counts as one."""
    rows = own_rows(about.office, "propaganda", [Where("held_on", "<=", about.day.isoformat())])
    begun = _registered_on(about)
    sums: dict[str, int] = {}
    for row in rows.values():
        if str(row["held_on"]) >= begun:
            form = show(REGISTERS["propaganda"]["form"], row["form"])
            sums[form] = sums.get(form, 0) + int(str(row["sessions"] or 1))
    return [
        (f"Tuyên truyền: {form}", f"{grouped(count)} buổi, lượt", "Sổ tuyên truyền", "")
        for form, count in sums.items()
    ]


def _directives(about: About) -> Sequence[Line]:
    """The office's own papers since the registration, except those that name persons."""
    where = [
        Where("state", "=", "issued"),
        Where("issued_on", ">=", _registered_on(about)),
        Where("issued_on", "<=", about.day.isoformat()),
    ]
    rows = own_rows(about.office, "documents", where).values()
    return [
        (str(row["title"]), "1", f"{row['number']}, ngày {numeric_date(str(row['issued_on']))}", "")
        for row in rows
        if _names_nobody(row)
    ]


def _names_nobody(row: Row) -> bool:
    """Whether a paper of the book is of a form that names no persons."""
    if row["person"]:
        return False
    try:
        form = load_form(str(row["form"]))
    except KnownError:
        return False
    return not form.people and not form.restriction


def _registered_on(about: About) -> str:
    return str(about.row(BOOK).get("registered_on") or "")


_EVIDENCE: Final[Sequence[Callable[[About], Sequence[Line]]]] = (
    _commitments,
    partial(_in_use, "tip_boxes", "installed_on", "Hòm thư tố giác tội phạm"),
    partial(_in_use, "hotline_boards", "posted_on", "Bảng niêm yết số điện thoại đường dây nóng"),
    _models,
    _propaganda,
    _directives,
)


# -- what was kept --------------------------------------------------------------------------------


def _results(found: _Dossier) -> Rows | None:
    """The criteria as they were kept: mark, words, figure, whether met."""
    if found.kept is None:
        return None
    words = load_form("self-assessment").constants
    return tuple(
        (row.label, row.text, row.result, words[f"status_{row.status}"])
        for row in criterion_rows(*found.kept)
    )


def _count_met(found: _Dossier) -> Given:
    if found.kept is None:
        return None
    rows = criterion_rows(*found.kept)
    met = sum(row.status in _MET for row in rows)
    return f"{met}/{len(rows)}"


_MET: Final = frozenset({"met", "nothing_arisen"})


def _not_met(found: _Dossier) -> Given:
    if found.kept is None:
        return None
    rows = criterion_rows(*found.kept)
    return tuple(f"{row.label}) {row.text}" for row in rows if row.status == "not_met") or None


def _still(found: _Dossier) -> Given:
    """Whether the place still meets them; nothing where the figures leave it open."""
    outcome = found.kept[1].outcome.value if found.kept else ""
    return {"yes": Word("co", "Có"), "no": Word("khong", "Không")}.get(outcome)


def _as_of(found: _Dossier) -> Given:
    return _day(found.kept[1].as_of) if found.kept else None


def _newest_year(found: _Dossier) -> Given:
    """The reporting year of the newest maintenance, else that of the recognition."""
    for step in found.steps(Does.MAINTAIN):
        if step.year:
            return str(step.year)
    return str(found.recognition.year)


SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        "recognition.programme": _of(_programme),
        "recognition.basis": _of(lambda found: source_of(found.pack) if found.pack else None),
        "recognition.unit": _of(lambda found: found.unit.titled),
        "recognition.committee": _of(_committee),
        "recognition.year": _of(lambda found: str(found.recognition.year)),
        "recognition.registered_on": _of(
            lambda found: Day(found.recognition.registered_on.isoformat())
        ),
        "recognition.target_on": _of(lambda found: _day(found.recognition.target_on)),
        "recognition.baseline_addicts": _of(_baseline("addicts")),
        "recognition.baseline_users": _of(_baseline("users")),
        "recognition.attested": _of(_attested),
        "recognition.evidence": _of(_evidence),
        "recognition.request_number": _of(_request_number),
        "recognition.requested_on": _of(_requested_on),
        "recognition.appraisal": _of(_appraised),
        "recognition.decider": _of(_decider),
        "recognition.deciding_committee": _of(partial(_above, body=COMMITTEE)),
        "recognition.deciding_body": _of(partial(_above, body=COMMITTEE)),
        "recognition.appraising_police": _of(partial(_above, body=POLICE)),
        "recognition.decision_number": _of(_decided("number")),
        "recognition.decided_on": _of(_decided("signed_on")),
        "recognition.certificate": _of(_decided("certificate")),
        "recognition.until": _of(_decided("until")),
        "recognition.withdrawn_why": _of(_revoked_why),
        "recognition.handed_over": _of(_handed_over),
        "recognition.results": _of(_results),
        "recognition.met": _of(_count_met),
        "recognition.not_met": _of(_not_met),
        "recognition.kept": _of(_still),
        "recognition.as_of": _of(_as_of),
        "recognition.newest_year": _of(_newest_year),
    }
)
