"""An assessment as the rows of a paper: figures, results and who attests, no person's record.

What a criterion is blocked by are records of persons; they stay on the screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sachmatuy_desktop.documents.inputs import CriterionRow, Outcome, Period
from sachmatuy_desktop.domain.criteria import (
    Assessment,
    Attestation,
    Criterion,
    CriterionResult,
    RulePack,
)
from sachmatuy_desktop.domain.criteria.verdicts import reading_sentences, readings_of
from sachmatuy_desktop.domain.dates import ReportingYear, show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.plans import PlanPack


def criterion_rows(pack: RulePack, assessment: Assessment) -> tuple[CriterionRow, ...]:
    """The criteria in the order of the pack, with its words."""
    results = {each.id: each for each in assessment.criteria}
    given = {each.id: each for each in assessment.attestations}
    return tuple(
        _row(pack, criterion, results[criterion.id], given, dict(assessment.readings))
        for criterion in pack.criteria
        if criterion.id in results
    )


def _row(
    pack: RulePack,
    criterion: Criterion,
    result: CriterionResult,
    given: Mapping[str, Attestation],
    taken: Mapping[str, str],
) -> CriterionRow:
    readings = set(reading_sentences(readings_of(pack, criterion.id), taken))
    signed = [given[each] for each in pack.attestations_of(criterion.id) if each in given]
    return CriterionRow(
        label=pack.marks[criterion.id],
        text=criterion.quote or criterion.title,
        evidence=" ".join(said for said in result.trace if said not in readings),
        result=_numbers(result),
        status=result.status.value,
        confirmed_by="; ".join(_attested(each) for each in signed if each.value is not None),
    )


def _numbers(result: CriterionResult) -> str:
    """“18/20”, part by part where a criterion has several; empty where nothing was counted."""
    parts = [
        (part.label, number)
        for part in result.parts
        if (number := _ratio(part.finding.numerator, part.finding.denominator))
    ]
    if len(parts) < 2:
        return _ratio(result.numerator, result.denominator)
    return "; ".join(f"{label}: {number}" if label else number for label, number in parts)


def _ratio(numerator: int | None, denominator: int | None) -> str:
    if numerator is None:
        return ""
    counted = show_integer(numerator)
    return counted if denominator is None else f"{counted}/{show_integer(denominator)}"


def _attested(given: Attestation) -> str:
    """Who attests, with the paper that says so: an official in office, never a private person."""
    day = f" ngày {show_date(given.signed_on)}" if given.signed_on else ""
    paper = f"văn bản số {given.document}{day}" if given.document else day.strip()
    return ", ".join(part for part in (given.signer, given.position, paper) if part)


def reading_notes(pack: RulePack, assessment: Assessment) -> tuple[str, ...]:
    """How unclear words were understood, and whether a legal reader has looked at the pack."""
    return tuple(dict.fromkeys(_notes(pack, dict(assessment.readings))))


def _notes(pack: RulePack, taken: Mapping[str, str]) -> Iterator[str]:
    if not pack.verified:
        yield (
            f"Bộ tiêu chí “{pack.title}” ({pack.source.paragraph or pack.source.document}) "
            "chưa được người có chuyên môn pháp lý xác nhận"
        )
    for reading in pack.readings:
        (said,) = reading_sentences([reading], taken)
        is_default = taken[reading.id] == reading.default
        yield said if is_default else f"{said.removesuffix('.')} (khác cách hiểu mặc định)."


def outcome_of(assessment: Assessment) -> Outcome:
    """The outcome as a paper takes it."""
    return assessment.outcome.value


def source_of(pack: RulePack | PlanPack) -> str:
    """The plan or decision that a pack comes from, with number and date where they are known."""
    source = pack.source
    number = f"số {source.number}" if source.number else ""
    day = f"ngày {show_date(date.fromisoformat(source.date))}" if source.date else ""
    told = " ".join(part for part in (number, day) if part)
    return f"{source.document} ({told})" if told else source.document


def period_of(pack: RulePack, as_of: date, begun: str) -> Period:
    """What is judged: the reporting year of a pack with a cut-off, else from the registration.

    `begun` is the day of registration (ISO), empty when it is not known; then the beginning prints
    as dots.
    """
    if pack.as_of == "cut_off":
        year = ReportingYear.of(as_of)
        return Period(year.start.isoformat(), year.end.isoformat(), as_of.isoformat())
    start = begun if begun <= as_of.isoformat() else ""
    return Period(start, as_of.isoformat(), as_of.isoformat())
