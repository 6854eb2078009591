"""Packs that ask for all, or for at least some, of their criteria."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sachmatuy_desktop.domain.criteria.checks import Part
from sachmatuy_desktop.domain.criteria.facts import FactRecord, latest
from sachmatuy_desktop.domain.criteria.findings import (
    FAILING,
    Case,
    CriterionResult,
    Finding,
    PartFinding,
    without,
)
from sachmatuy_desktop.domain.criteria.logic import (
    Status,
    all_hold,
    any_holds,
    at_least,
    every_criterion,
)
from sachmatuy_desktop.domain.criteria.rules import Criterion, Parts, RulePack
from sachmatuy_desktop.domain.criteria.verdicts import Verdict, reading_sentences, readings_of
from sachmatuy_desktop.domain.criteria.wording import sentence


def decide(pack: RulePack, case: Case) -> Verdict:
    results = tuple(_assess_parts(criterion, pack, case) for criterion in pack.criteria)
    binding = [result.status for result in results if result.binding]
    if pack.decision.kind == "all":
        outcome = every_criterion(binding)
    else:
        outcome = at_least(pack.decision.count, binding)
    return Verdict(outcome, results, (_count_sentence(pack, binding),))


def _count_sentence(pack: RulePack, statuses: Sequence[Status]) -> str:
    asked = "tất cả" if pack.decision.kind == "all" else f"ít nhất {pack.decision.count}"
    counted = "; ".join(
        f"{word}: {statuses.count(status)}"
        for status, word in (
            (Status.MET, "đạt"),
            (Status.NOT_MET, "không đạt"),
            (Status.UNKNOWN, "chưa rõ"),
            (Status.NOTHING_ARISEN, "không phát sinh"),
        )
    )
    return sentence(f"yêu cầu {asked} trong {len(statuses)} tiêu chí; {counted}")


def _assess_parts(criterion: Criterion, pack: RulePack, case: Case) -> CriterionResult:
    found = _judged(criterion, case)
    decisive = _alternatives(
        [(part.either, finding) for part, finding in found if not part.advisory]
    )
    status = all_hold(finding.status for finding in decisive)
    shown = _most_telling(decisive)
    blocking, clears_on = _what_stands_out(decisive, status, pack)
    said = dict.fromkeys(text for part, finding in found for text in _said(part, finding))
    return CriterionResult(
        criterion.id,
        status,
        (*said, *reading_sentences(readings_of(pack, criterion.id), case.readings)),
        shown.numerator,
        shown.denominator,
        blocking,
        clears_on,
        tuple(text for part, finding in found for text in _part_warnings(part, finding)),
        criterion.binding,
        parts=tuple(PartFinding(part.label, finding, part.advisory) for part, finding in found),
    )


def _judged(criterion: Criterion, case: Case) -> list[tuple[Part, Finding]]:
    """The parts that apply under the readings taken, each with what it found."""
    parts = criterion.body.parts if isinstance(criterion.body, Parts) else ()
    return [
        (part, part.judge(case))
        for part in parts
        if part.when.holds(case.readings) and not (part.advisory and _silent(part.facts(), case))
    ]


def _said(part: Part, finding: Finding) -> tuple[str, ...]:
    if not part.advisory:
        return finding.sentences
    return tuple(f"Lưu ý, không tính vào kết quả: {text}" for text in finding.sentences)


def _part_warnings(part: Part, finding: Finding) -> tuple[str, ...]:
    if part.advisory and finding.status is Status.NOT_MET:
        return _said(part, finding)
    return finding.warnings


def _what_stands_out(
    findings: Sequence[Finding], status: Status, pack: RulePack
) -> tuple[tuple[FactRecord, ...], date | None]:
    """The records in the way and when they clear: what fails, or what makes a unit a hot spot.

    What is merely unknown can be filled in on any day and puts no date off.
    """
    telling = FAILING if pack.decision.met_is_good else (Status.MET,)
    if status not in telling:
        return (), None
    concerned = [finding for finding in findings if finding.status in telling]
    records = without([record for finding in concerned for record in finding.blocking], ())
    dated = [finding.clears_on for finding in concerned if finding.status is not Status.UNKNOWN]
    return records, latest(dated)


def _silent(names: tuple[str, ...], case: Case) -> bool:
    """Whether an advisory part has nothing to go by."""
    return any(case.count(name) is None for name in names)


def _alternatives(found: Sequence[tuple[str, Finding]]) -> list[Finding]:
    """The findings with every group of alternatives folded into its best-placed member."""
    folded: list[Finding] = []
    groups: dict[str, list[Finding]] = {}
    for name, finding in found:
        if name:
            groups.setdefault(name, []).append(finding)
        else:
            folded.append(finding)
    for group in groups.values():
        status = any_holds(finding.status for finding in group)
        folded.append(next(finding for finding in group if finding.status is status))
    return folded


def _most_telling(findings: Sequence[Finding]) -> Finding:
    """The finding whose numbers stand for the criterion: the first that fails, else the first."""
    counted = [finding for finding in findings if finding.numerator is not None]
    for status in (Status.NOT_MET, Status.UNKNOWN):
        for finding in counted:
            if finding.status is status:
                return finding
    return counted[0] if counted else Finding(Status.UNKNOWN)
