"""A rule pack: one decision's or plan's criteria as data, with their wording and source.

Nothing here knows a threshold; a pack file does.  See `resources/formats/pack.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sachmatuy_desktop.domain.criteria.bands import (
    Banded,
    ClassRule,
    ClassWarning,
    Combined,
    Scale,
)
from sachmatuy_desktop.domain.criteria.checks import Attested, Part
from sachmatuy_desktop.domain.criteria.findings import AttestationTerms, FactDefinition
from sachmatuy_desktop.domain.dates import ReportingYear


@dataclass(frozen=True)
class Source:
    """Where a pack comes from; `date` and `number` are empty where the text read has none."""

    document: str
    number: str = ""
    date: str = ""
    paragraph: str = ""
    note: str = ""


@dataclass(frozen=True)
class ReadingOption:
    """One way to understand unclear words, as a sentence for the printed sheet.

    `cut_off` (`MM-DD`) is another day at which the year's figures are closed, where the words are
    about that.
    """

    value: str
    meaning: str
    cut_off: str = ""


@dataclass(frozen=True)
class Reading:
    """Unclear words of the source, the ways to understand them, and the one taken by default.

    `where` tells whether the choice changes the rule (`rule`) or how the facts are counted
    (`facts`), which the assessment can only repeat.
    """

    id: str
    reference: str
    words: str
    issue: str
    default: str
    options: tuple[ReadingOption, ...]
    applies_to: tuple[str, ...] = ()
    where: str = "rule"

    def meaning(self, value: str) -> str:
        """The sentence for one of its options."""
        return next(option.meaning for option in self.options if option.value == value)


@dataclass(frozen=True)
class Parts:
    """A criterion that is met when all of its parts hold."""

    parts: tuple[Part, ...]

    def facts(self) -> tuple[str, ...]:
        """The facts it reads."""
        return tuple(name for part in self.parts for name in part.facts())


Body = Parts | Banded | Combined


@dataclass(frozen=True)
class Criterion:
    """One criterion as printed: its mark, exact words and place in the source, and its rule.

    One that is not `binding` is assessed and shown but does not decide.
    """

    id: str
    mark: str
    title: str
    quote: str
    paragraph: str
    body: Body
    group: str = ""
    extract: bool = False
    binding: bool = True
    note: str = ""

    @property
    def kind(self) -> str:
        """`count0`, `ratio`, `threshold`, `attest`, `band`, or `composite` for a mixture."""
        if not isinstance(self.body, Parts):
            return "band"
        kinds = {part.check.kind for part in self.body.parts if not part.advisory}
        return kinds.pop() if len(kinds) == 1 else "composite"


@dataclass(frozen=True)
class Decision:
    """How criteria become an outcome: `all` of them, `at_least` some, or a `class`.

    `met_is_good` is false where meeting a criterion is what makes a unit a hot spot.
    """

    kind: str
    count: int = 0
    met_is_good: bool = True
    question: str = ""


@dataclass(frozen=True)
class Below:
    """How a pack of the tier above reads its communes' own assessments.

    `classed_by` is the pack that classes them and `key_classes` which classes are “key”;
    `recognised_by` the pack by which they are recognised.  `source` is where the plan says so.
    """

    classed_by: str = ""
    key_classes: tuple[str, ...] = ()
    recognised_by: str = ""
    source: str = ""


@dataclass(frozen=True)
class RulePack:
    """Everything a pack file says."""

    id: str
    title: str
    level: str
    scope: str
    covers: tuple[str, ...]
    effective_from: date
    effective_to: date | None
    verified: bool
    as_of: str
    cut_off: str
    source: Source
    decision: Decision
    facts: tuple[FactDefinition, ...]
    attestations: tuple[AttestationTerms, ...]
    criteria: tuple[Criterion, ...]
    readings: tuple[Reading, ...] = ()
    classes: tuple[ClassRule, ...] = ()
    class_warnings: tuple[ClassWarning, ...] = ()
    notes: tuple[str, ...] = ()
    scale: Scale = field(default=Scale(()))
    below: Below = Below()
    edition: int = 1
    """1 for the pack as first written; a later edition keeps its id and takes effect later."""
    replaces: str = ""
    """The id of the pack in whose place this one stands from its first day."""
    text: str = field(default="", repr=False, compare=False)
    """The file's very text, as a kept result freezes it."""

    def in_force(self, day: date) -> bool:
        """Whether the pack's rules apply on the day."""
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )

    def cut_off_taken(self, readings: Mapping[str, str]) -> str:
        """The month and day on which the figures are closed, by the readings taken."""
        for reading in self.readings:
            value = readings.get(reading.id, reading.default)
            for option in reading.options:
                if option.value == value and option.cut_off:
                    return option.cut_off
        return self.cut_off

    def counted_on(self, day: date, readings: Mapping[str, str]) -> date:
        """The day the figures are true of: the day itself, unless they were closed before it.

        Only a reading closes them; without one a later day is a day like any other.
        """
        cut_off = self.cut_off_taken(readings)
        if cut_off == self.cut_off:
            return day
        month, of_month = (int(part) for part in cut_off.split("-"))
        return min(day, date(ReportingYear.of(day).year, month, of_month))

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """What each criterion is called for short: its printed letter or number.

        A plan that only puts dashes before its criteria gives no two of them apart; then they are
        counted: 1, 2, 3 …
        """
        printed = [criterion.mark for criterion in self.criteria]
        told_apart = len(set(printed)) == len(printed)
        return {
            criterion.id: criterion.mark if told_apart else str(number)
            for number, criterion in enumerate(self.criteria, start=1)
        }

    @cached_property
    def counted_facts(self) -> tuple[str, ...]:
        """The facts that an office's books are asked for; the others are worked out from them."""
        return tuple(fact.name for fact in self.facts if not fact.is_derived)

    def facts_of(self, criterion_id: str) -> tuple[str, ...]:
        """The facts that a criterion reads, each once, in the order of its parts."""
        read = (one.body.facts() for one in self.criteria if one.id == criterion_id)
        return tuple(dict.fromkeys(name for names in read for name in names))

    def confirmations_of(self, criterion_id: str) -> tuple[AttestationTerms, ...]:
        """What is attested for a criterion, and the reviews that vouch for a fact it reads."""
        asked, read = set(self.attestations_of(criterion_id)), set(self.facts_of(criterion_id))
        return tuple(
            terms
            for terms in self.attestations
            if terms.id in asked or not read.isdisjoint(terms.vouches)
        )

    def attestations_of(self, criterion_id: str) -> tuple[str, ...]:
        """The ids of the attestations that a criterion asks for."""
        return tuple(
            part.check.id
            for criterion in self.criteria
            if criterion.id == criterion_id and isinstance(criterion.body, Parts)
            for part in criterion.body.parts
            if isinstance(part.check, Attested)
        )
