"""Criteria that place a unit in a band, and the class that the bands add up to.

A band is a rank: 0 for none, 1 for the mildest class of the pack, and so on upwards.  A missing
figure leaves several ranks possible; the class is decided when every combination of possible ranks
gives the same one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from sachmatuy_desktop.domain.criteria.checks import exceeds, no_denominator
from sachmatuy_desktop.domain.criteria.facts import Fact, FactRecord, latest
from sachmatuy_desktop.domain.criteria.findings import Case, without
from sachmatuy_desktop.domain.criteria.limits import ALWAYS, Limits, When
from sachmatuy_desktop.domain.criteria.wording import number, percent, sentence

NONE = "none"
Ranks = Mapping[str, int]
"""Criterion id → rank, one of the possible pictures of a unit."""


@dataclass(frozen=True)
class Level:
    """The limits within which a measure reaches a class; the first level that holds is the one."""

    class_id: str
    limits: Limits
    when: When = ALWAYS


@dataclass(frozen=True)
class Measure:
    """One figure of a banded criterion, as a count or per another figure."""

    name: str
    levels: tuple[Level, ...]
    per: str | None = None

    def facts(self) -> tuple[str, ...]:
        """The facts it reads."""
        return (self.name, self.per) if self.per else (self.name,)


@dataclass(frozen=True)
class Banded:
    """A criterion made of one or more measures.

    `combine` is `most_severe` or `least_severe` (of the measures that reach a class at all), or
    the id of a reading with these two values.
    """

    measures: tuple[Measure, ...]
    combine: str = "most_severe"

    def facts(self) -> tuple[str, ...]:
        """The facts it reads."""
        return tuple(name for measure in self.measures for name in measure.facts())


@dataclass(frozen=True)
class Step:
    """The combined criterion reaches `class_id` when enough others reach `reached` or worse."""

    class_id: str
    reached: str


@dataclass(frozen=True)
class Combined:
    """A criterion made of the others: `count` of those in `of` reach a class, and a fact is true.

    `counts_itself` says under which reading its own milder step counts towards its graver one.
    """

    flag: str
    count: int
    of: tuple[str, ...]
    steps: tuple[Step, ...]
    counts_itself: When

    def facts(self) -> tuple[str, ...]:
        """The facts it reads."""
        return (self.flag,)


@dataclass(frozen=True)
class ClassRule:
    """A class is reached when `count` of the criteria in `of` reach its band.

    `exactly` leaves out criteria that reach a graver band.  `outcome` is what the class means for
    the question the pack decides (`yes`: a hot spot).
    """

    id: str
    title: str
    outcome: str
    count: int
    of: tuple[str, ...]
    exactly: bool = False
    when: When = ALWAYS
    quote: str = ""
    paragraph: str = ""


@dataclass(frozen=True)
class ClassWarning:
    """Said when the class comes out as `class_id` although one of `despite` reaches a band."""

    class_id: str
    despite: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Scale:
    """The classes of a pack, gravest first, as ranks."""

    classes: tuple[str, ...]

    def rank(self, class_id: str) -> int:
        """The rank of a class; 0 for none."""
        return len(self.classes) - self.classes.index(class_id) if class_id != NONE else 0

    def class_of(self, rank: int) -> str:
        """The class of a rank."""
        return self.classes[len(self.classes) - rank] if rank else NONE


def possible_ranks(measure: Measure, case: Case, scale: Scale) -> frozenset[int]:
    """Every rank that the measure may have, given what is recorded."""
    levels = [level for level in measure.levels if level.when.holds(case.readings)]
    count = case.count(measure.name)
    if measure.per is None:
        if count is None:
            return _all_ranks(levels, scale)
        return frozenset({_rank(levels, scale, count, 1)})
    per = case.count(measure.per)
    if per and count is not None:
        return frozenset({_rank(levels, scale, count, per)})
    if per is None and count:
        return frozenset(_rank(levels, scale, count, p) for p in _denominators(levels, count))
    return _all_ranks(levels, scale)


def _rank(levels: Sequence[Level], scale: Scale, count: int, per: int) -> int:
    reached = next((level for level in levels if level.limits.hold(count, per)), None)
    return scale.rank(reached.class_id) if reached else 0


def _all_ranks(levels: Sequence[Level], scale: Scale) -> frozenset[int]:
    return frozenset({0, *(scale.rank(level.class_id) for level in levels)})


def _denominators(levels: Sequence[Level], count: int) -> Iterator[int]:
    """One denominator from every stretch on which the answer for this count is the same."""
    yield 1
    for level in levels:
        for bound in level.limits.bounds():
            if bound.numerator:
                turning = count * bound.denominator // bound.numerator
                yield from (max(1, turning - 1), max(1, turning), turning + 1)
    yield count * 10**12


def banded_ranks(criterion: Banded, case: Case, scale: Scale) -> frozenset[int]:
    """Every rank that the criterion may have, its measures taken together."""
    how = case.readings.get(criterion.combine, criterion.combine)
    possible = [possible_ranks(measure, case, scale) for measure in criterion.measures]
    return frozenset(_together(ranks, how) for ranks in product(*possible))


def _together(ranks: tuple[int, ...], how: str) -> int:
    reached = [rank for rank in ranks if rank]
    if not reached:
        return 0
    return max(reached) if how == "most_severe" else min(reached)


def combined_rank(rule: Combined, ranks: Ranks, flag: bool, case: Case, scale: Scale) -> int:
    """The rank of the combined criterion for one picture of the others."""
    if not flag:
        return 0
    own = 0
    for step in reversed(rule.steps):
        wanted = scale.rank(step.reached)
        reaching = sum(ranks[other] >= wanted for other in rule.of)
        reaching += bool(own) and rule.counts_itself.holds(case.readings)
        if reaching >= rule.count:
            own = max(own, scale.rank(step.class_id))
    return own


def decide_class(rules: Sequence[ClassRule], ranks: Ranks, scale: Scale) -> str:
    """The gravest class whose rule holds for one picture of the unit."""
    for rule in rules:
        wanted = scale.rank(rule.id)
        reaching = sum(
            ranks[criterion] == wanted if rule.exactly else ranks[criterion] >= wanted
            for criterion in rule.of
        )
        if reaching >= rule.count:
            return rule.id
    return NONE


def describe_measure(measure: Measure, case: Case) -> tuple[str, ...]:
    """The sentences for a measure: its numbers, or what is missing and why."""
    return (*_numbers_of(measure, case), *map(sentence, case.notes(measure.facts())))


def _numbers_of(measure: Measure, case: Case) -> tuple[str, ...]:
    fact = case.fact(measure.name)
    label = case.label(measure.name)
    if measure.per is None:
        said = f"{label}: {number(fact.value)}" if fact.value is not None else _missing(label)
        return (sentence(said),)
    per = case.count(measure.per)
    if not per:
        return (
            sentence(
                f"{label}: {number(fact.value)}" if fact.value is not None else _missing(label)
            ),
            no_denominator(case, measure.per),
        )
    if fact.value is None:
        return (sentence(_missing(label)),)
    rate = f"{number(fact.value)}/{number(per)} {case.label(measure.per)}"
    return (sentence(f"{label}: {rate} ({percent(fact.value, per)})"),)


def _missing(label: str) -> str:
    return f"chưa có số liệu: {label}"


def measure_warnings(measure: Measure, case: Case) -> tuple[str, ...]:
    """What is odd about a measure's figures."""
    if measure.per is None:
        return ()
    count, per = case.count(measure.name), case.count(measure.per)
    if not per:
        return (no_denominator(case, measure.per),)
    return (exceeds(case, measure.name, measure.per),) if count is not None and count > per else ()


def records_behind(facts: Sequence[Fact]) -> tuple[FactRecord, ...]:
    """The records counted in those facts that are above zero."""
    return without([record for fact in facts if fact.value for record in fact.records], ())


def clears_with(facts: Sequence[Fact]) -> date | None:
    """When the last of the facts above zero can reach zero."""
    return latest([fact.earliest_clearing() for fact in facts if fact.value])
