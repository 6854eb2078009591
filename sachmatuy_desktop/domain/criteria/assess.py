"""From a pack, facts and attestations to an assessment with its reasons.

`evaluate` is pure: the same inputs give the same assessment on any machine and in any year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sachmatuy_desktop.domain.criteria.checks import standing
from sachmatuy_desktop.domain.criteria.classify import classify
from sachmatuy_desktop.domain.criteria.decide import decide
from sachmatuy_desktop.domain.criteria.derived import with_derived
from sachmatuy_desktop.domain.criteria.facts import Attestation, Fact
from sachmatuy_desktop.domain.criteria.findings import Case, CriterionResult
from sachmatuy_desktop.domain.criteria.inputs import (
    admit_attestations,
    admit_facts,
    admit_readings,
)
from sachmatuy_desktop.domain.criteria.logic import Outcome
from sachmatuy_desktop.domain.criteria.rules import RulePack
from sachmatuy_desktop.domain.criteria.verdicts import reading_sentences, readings_of
from sachmatuy_desktop.domain.criteria.wording import day, sentence


@dataclass(frozen=True)
class Assessment:
    """The result for one unit on one date, with everything needed to explain and to freeze it.

    `class_id` is `None` for a pack that does not classify, and while the class is not decided;
    `possible_classes` then lists the classes that the missing figures leave open.
    """

    pack_id: str
    title: str
    as_of: date
    outcome: Outcome
    class_id: str | None
    possible_classes: tuple[str, ...]
    criteria: tuple[CriterionResult, ...]
    trace: tuple[str, ...]
    warnings: tuple[str, ...]
    readings: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    attestations: tuple[Attestation, ...]

    def criterion(self, criterion_id: str) -> CriterionResult:
        """The result of one criterion; `KeyError` if the pack has none of that id."""
        for result in self.criteria:
            if result.id == criterion_id:
                return result
        raise KeyError(criterion_id)


def evaluate(
    pack: RulePack,
    facts: Iterable[Fact],
    attestations: Iterable[Attestation] = (),
    *,
    as_of: date,
    readings: Mapping[str, str] | None = None,
) -> Assessment:
    """Assess a unit by a pack.

    `readings` chooses ways to understand unclear words by id; the pack's defaults hold for the
    others.  Raises `BadInput` for values of a wrong type, negative counts and unknown readings.
    """
    taken = admit_readings(pack, readings or {})
    admitted, fact_warnings = admit_facts(pack, facts)
    known = with_derived(pack.facts, admitted)
    attested, attestation_warnings = admit_attestations(pack, attestations)
    case = Case(
        as_of,
        {definition.name: definition for definition in pack.facts},
        {terms.id: terms for terms in pack.attestations},
        known,
        attested,
        taken,
    )
    verdict = classify(pack, case) if pack.classes else decide(pack, case)
    warnings = [
        *_date_warnings(pack, as_of, taken),
        *fact_warnings,
        *attestation_warnings,
        *(warning for result in verdict.criteria for warning in result.warnings),
        *verdict.warnings,
        *_optional_attestations(pack, case),
    ]
    return Assessment(
        pack.id,
        pack.title,
        as_of,
        verdict.outcome,
        verdict.class_id,
        verdict.possible_classes,
        verdict.criteria,
        (*verdict.trace, *reading_sentences(readings_of(pack, ""), taken)),
        tuple(dict.fromkeys(warnings)),
        tuple(taken.items()),
        tuple(known.values()),
        tuple(attested.values()),
    )


def _date_warnings(pack: RulePack, as_of: date, readings: Mapping[str, str]) -> Iterator[str]:
    if not pack.in_force(as_of):
        until = f" đến {day(pack.effective_to)}" if pack.effective_to else ""
        yield sentence(
            f"ngày tính {day(as_of)} nằm ngoài thời gian áp dụng của bộ tiêu chí "
            f"(từ {day(pack.effective_from)}{until})"
        )
    cut_off = pack.cut_off_taken(readings)
    if pack.as_of == "cut_off" and f"{as_of:%m-%d}" != cut_off:
        month, date_ = cut_off.split("-")
        yield sentence(
            f"số liệu chốt ngày {int(date_)}/{int(month)} hằng năm; kết quả tại "
            f"{day(as_of)} là tạm tính"
        )


def _optional_attestations(pack: RulePack, case: Case) -> Iterator[str]:
    """What those that decide nothing lack: missing, too old, or denied."""
    for terms in pack.attestations:
        if terms.required or terms.books_only or case.notes(terms.vouches):
            continue
        given = case.attestations.get(terms.id)
        if given is None or given.value is None:
            yield sentence(f"chưa có xác nhận kèm theo: {terms.wording}")
        elif not (stands := standing(terms, given, case.as_of)).holds:
            yield stands.said
