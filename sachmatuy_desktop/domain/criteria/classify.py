"""Packs that place a unit in a class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from sachmatuy_desktop.domain.criteria.bands import (
    NONE,
    Banded,
    Combined,
    Ranks,
    banded_ranks,
    clears_with,
    combined_rank,
    decide_class,
    describe_measure,
    measure_warnings,
    records_behind,
)
from sachmatuy_desktop.domain.criteria.findings import Case, CriterionResult
from sachmatuy_desktop.domain.criteria.logic import Outcome, Status
from sachmatuy_desktop.domain.criteria.rules import Body, Criterion, RulePack
from sachmatuy_desktop.domain.criteria.verdicts import Verdict, reading_sentences, readings_of
from sachmatuy_desktop.domain.criteria.wording import sentence

_Numbers = tuple[list[str], tuple[int | None, int | None], tuple[str, ...]]
"""Sentences, numerator and denominator, warnings."""


def classify(pack: RulePack, case: Case) -> Verdict:
    pictures = list(_pictures(pack, case))
    rules = [rule for rule in pack.classes if rule.when.holds(case.readings)]
    reached = {decide_class(rules, ranks, pack.scale) for ranks in pictures}
    possible = tuple(one for one in (*pack.scale.classes, NONE) if one in reached)
    results = tuple(_assess_band(criterion, pack, case, pictures) for criterion in pack.criteria)
    class_id = possible[0] if len(possible) == 1 else None
    return Verdict(
        _class_outcome(pack, class_id),
        results,
        (_class_sentence(pack, class_id, possible),),
        class_id,
        possible,
        tuple(_class_warnings(pack, class_id, results)),
    )


def _pictures(pack: RulePack, case: Case) -> Iterator[dict[str, int]]:
    """Every combination of ranks that the recorded facts allow, combined criteria included."""
    banded = [one for one in pack.criteria if isinstance(one.body, Banded)]
    combined = [(one.id, one.body) for one in pack.criteria if isinstance(one.body, Combined)]
    possible = [
        sorted(banded_ranks(one.body, case, pack.scale))
        for one in banded
        if isinstance(one.body, Banded)
    ]
    flags = [_flag_values(case.fact(rule.flag).value) for _, rule in combined]
    for ranks in product(*possible):
        plain = {one.id: rank for one, rank in zip(banded, ranks, strict=True)}
        for values in product(*flags):
            picture = dict(plain)
            for (name, rule), flag in zip(combined, values, strict=True):
                picture[name] = combined_rank(rule, plain, flag, case, pack.scale)
            yield picture


def _flag_values(value: int | bool | None) -> tuple[bool, ...]:
    return (False, True) if value is None else (bool(value),)


def _class_outcome(pack: RulePack, class_id: str | None) -> Outcome:
    if class_id is None:
        return Outcome.UNKNOWN
    return Outcome(next((rule.outcome for rule in pack.classes if rule.id == class_id), "no"))


def _class_title(pack: RulePack, class_id: str) -> str:
    return next(
        (rule.title for rule in pack.classes if rule.id == class_id), "không thuộc loại nào"
    )


def _class_sentence(pack: RulePack, class_id: str | None, possible: Sequence[str]) -> str:
    if class_id is not None:
        return sentence(f"kết quả: {_class_title(pack, class_id)}")
    titles = "; ".join(_class_title(pack, one) for one in possible)
    return sentence(f"chưa đủ số liệu để xếp loại, còn có thể là: {titles}")


def _class_warnings(
    pack: RulePack, class_id: str | None, results: Sequence[CriterionResult]
) -> Iterator[str]:
    reached = {result.id for result in results if result.status is Status.MET}
    for warning in pack.class_warnings:
        if class_id == warning.class_id and reached.intersection(warning.despite):
            yield warning.text


def _assess_band(
    criterion: Criterion, pack: RulePack, case: Case, pictures: Sequence[Ranks]
) -> CriterionResult:
    possible = frozenset(ranks[criterion.id] for ranks in pictures)
    decided = len(possible) == 1
    rank = max(possible) if decided else 0
    status = Status.UNKNOWN if not decided else Status.MET if rank else Status.NOT_MET
    if isinstance(criterion.body, Combined):
        said, numbers, warnings = _combined_numbers(criterion.body, pack, case, pictures)
    else:
        said, numbers, warnings = _measured_numbers(criterion.body, case)
    facts = [case.fact(name) for name in _counted(criterion)]
    return CriterionResult(
        criterion.id,
        status,
        (
            *said,
            _band_sentence(pack, possible),
            *reading_sentences(readings_of(pack, criterion.id), case.readings),
        ),
        numbers[0],
        numbers[1],
        records_behind(facts) if status is not Status.NOT_MET else (),
        clears_with(facts) if status is Status.MET else None,
        warnings,
        criterion.binding,
        pack.scale.class_of(rank) if decided else None,
    )


def _counted(criterion: Criterion) -> tuple[str, ...]:
    """The facts whose records place the criterion in its band (never the whole population)."""
    if isinstance(criterion.body, Banded):
        return tuple(measure.name for measure in criterion.body.measures)
    return ()


def _measured_numbers(body: Body, case: Case) -> _Numbers:
    measures = body.measures if isinstance(body, Banded) else ()
    first = max(measures, key=lambda one: bool(case.count(one.name)))
    return (
        [said for measure in measures for said in describe_measure(measure, case)],
        (case.count(first.name), case.count(first.per) if first.per else None),
        tuple(warning for measure in measures for warning in measure_warnings(measure, case)),
    )


def _combined_numbers(
    body: Combined, pack: RulePack, case: Case, pictures: Sequence[Ranks]
) -> _Numbers:
    said = [_flag_sentence(body.flag, case)]
    for step in body.steps:
        wanted = pack.scale.rank(step.reached)
        counts = {sum(ranks[other] >= wanted for other in body.of) for ranks in pictures}
        shown = "–".join(str(count) for count in sorted({min(counts), max(counts)}))
        level = _class_title(pack, step.reached)
        said.append(sentence(f"số tiêu chí ở mức {level} trở lên: {shown} (cần {body.count})"))
    return said, (None, None), ()


def _flag_sentence(name: str, case: Case) -> str:
    value = case.fact(name).value
    word = "chưa có số liệu" if value is None else "có" if value else "không"
    return sentence(f"{case.label(name)}: {word}")


def _band_sentence(pack: RulePack, possible: frozenset[int]) -> str:
    titles = [
        _class_title(pack, pack.scale.class_of(rank)) if rank else "không chạm ngưỡng nào"
        for rank in sorted(possible, reverse=True)
    ]
    if len(titles) == 1:
        return sentence(f"mức: {titles[0]}")
    return sentence(f"chưa xác định được mức, còn có thể là: {'; '.join(titles)}")
