"""What a criterion asks for, said in words: for whoever reads a pack or compares two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sachmatuy_desktop.domain.criteria.bands import NONE, Banded, Combined, Measure
from sachmatuy_desktop.domain.criteria.checks import (
    AllOf,
    Attested,
    Check,
    Compared,
    NoneOf,
    Part,
    WithinLimits,
    YesOrNo,
)
from sachmatuy_desktop.domain.criteria.limits import When
from sachmatuy_desktop.domain.criteria.rules import Criterion, Parts, RulePack
from sachmatuy_desktop.domain.criteria.wording import listing, sentence


def rule_lines(pack: RulePack, criterion: Criterion) -> tuple[str, ...]:
    """The criterion's rule, a sentence for every part or level."""
    teller = _Teller(pack)
    body = criterion.body
    if isinstance(body, Parts):
        return tuple(map(teller.part, body.parts))
    if isinstance(body, Banded):
        return tuple(line for measure in body.measures for line in teller.measure(measure, body))
    return tuple(teller.steps(body))


class _Teller:
    """Knows what the names in a pack are called."""

    def __init__(self, pack: RulePack) -> None:
        self._labels: Mapping[str, str] = {fact.name: fact.label for fact in pack.facts}
        self._wordings = {terms.id: terms.wording for terms in pack.attestations}
        self._classes = {rule.id: rule.title for rule in pack.classes}
        self._marks = pack.marks
        self._issues = {reading.id: reading.issue for reading in pack.readings}
        self._words = {
            (reading.id, option.value): option.meaning
            for reading in pack.readings
            for option in reading.options
        }

    def part(self, part: Part) -> str:
        """One part of a criterion."""
        said = [self._check(part.check)]
        if part.if_any:
            said.append(f"chỉ xét khi có {self._all(part.if_any)}")
        if part.if_none:
            said.append(f"chỉ xét khi không có {self._all(part.if_none)}")
        if part.either:
            said.append(f"đạt một trong các điều của nhóm “{part.either}” là đủ")
        if part.advisory:
            said.append("chỉ để lưu ý, không quyết định")
        return sentence("; ".join(said) + self._when(part.when))

    def measure(self, measure: Measure, body: Banded) -> Iterator[str]:
        """The levels of a measure."""
        label = self._label(measure.name)
        if measure.per:
            label = f"{label} trên {self._label(measure.per)}"
        for level in measure.levels:
            reached = self._class(level.class_id)
            yield sentence(f"{label} {level.limits}: {reached}{self._when(level.when)}")
        if len(body.measures) > 1 and measure is body.measures[-1]:
            how = {"most_severe": "lấy mức nặng nhất", "least_severe": "lấy mức nhẹ nhất"}
            yield sentence(how.get(body.combine) or self._by_reading(body.combine))

    def _by_reading(self, reading: str) -> str:
        return f"lấy mức nào là tùy cách hiểu: {self._issues.get(reading, reading)}"

    def steps(self, body: Combined) -> Iterator[str]:
        """The steps of a criterion made of others."""
        marks = listing([self._marks.get(each, each) for each in body.of])
        for step in body.steps:
            yield sentence(
                f"{self._label(body.flag)}, và ít nhất {body.count} trong các tiêu chí {marks} ở "
                f"mức {self._class(step.reached)} trở lên: {self._class(step.class_id)}"
            )

    def _check(self, check: Check) -> str:
        match check:
            case NoneOf():
                less = f", trừ {self._all(check.minus)}" if check.minus else ""
                said = f"không có {self._all(check.names)}{less}"
            case AllOf():
                said = f"100 % {self._label(check.base)}: {self._label(check.have)}"
            case WithinLimits():
                per = f" trên {self._label(check.per)}" if check.per else ""
                said = f"{self._label(check.name)}{per} {check.limits}"
            case YesOrNo():
                said = f"{self._label(check.name)}: {'có' if check.expected else 'không'}"
            case Compared():
                how = "thấp hơn" if check.strictly else "không cao hơn"
                said = f"{self._all(check.names)} {how} {self._all(check.against)}"
            case Attested():
                said = f"xác nhận: {self._wordings.get(check.id, check.id)}"
            case _:
                said = f"{check.kind}: {self._all(check.facts())}"
        return said

    def _when(self, when: When) -> str:
        if not when.choices:
            return ""
        meant = [self._words.get(choice, "=".join(choice)) for choice in when.choices]
        return f" (khi hiểu là: {' hoặc '.join(meant)})"

    def _label(self, name: str) -> str:
        return self._labels.get(name, name)

    def _all(self, names: tuple[str, ...]) -> str:
        return listing([self._label(name) for name in names])

    def _class(self, class_id: str) -> str:
        if class_id == NONE:
            return "không thuộc loại nào"
        return self._classes.get(class_id, class_id)
