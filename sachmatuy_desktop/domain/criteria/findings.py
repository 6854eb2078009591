"""What looking at one criterion, or one part of it, has found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sachmatuy_desktop.domain.criteria.facts import Attestation, Fact, FactRecord
from sachmatuy_desktop.domain.criteria.logic import Status
from sachmatuy_desktop.domain.expressions import Expression, Value, show

FAILING = (Status.NOT_MET, Status.UNKNOWN)


@dataclass(frozen=True)
class Clearing:
    """A lawful act that takes a record of a fact out of the way: `act` is one of `clearing.ACTS`,
    `title` says it to an official, `source` where it is written.
    """

    act: str
    title: str
    source: str = ""


@dataclass(frozen=True)
class FactDefinition:
    """What a fact name means: the same in every pack that uses it.

    `label` is the few words a trace uses, `meaning` the sentence an official reads before counting.
    A pack may say by an `expression` how the records are counted; `reason` is then said of every
    record behind the figure.
    """

    name: str
    label: str
    type: str
    unit: str
    meaning: str
    source: str
    clearing: tuple[Clearing, ...] = ()
    expression: Expression | None = None
    reason: str = ""

    @property
    def is_derived(self) -> bool:
        """Whether it is worked out from other facts and never counted."""
        return isinstance(self.expression, Value)

    @property
    def formula(self) -> str:
        """The expression in its canonical text, empty where the program itself counts."""
        return show(self.expression) if self.expression is not None else ""


@dataclass(frozen=True)
class AttestationTerms:
    """What is to be attested, by whom, for which period, and how old it may be.

    One that is not `required` decides nothing; the assessment warns when it is missing.  `vouches`
    are the facts whose zero counts only with it, where they are counted from an office's own books;
    one that is `books_only` is asked for there alone.
    """

    id: str
    wording: str
    signers: tuple[str, ...]
    max_age_days: int
    period: str
    required: bool = True
    source: str = ""
    vouches: tuple[str, ...] = ()
    books_only: bool = False


@dataclass(frozen=True)
class Case:
    """Everything a criterion may look at: the facts and attestations of one unit on one date."""

    as_of: date
    definitions: Mapping[str, FactDefinition]
    terms: Mapping[str, AttestationTerms]
    facts: Mapping[str, Fact]
    attestations: Mapping[str, Attestation]
    readings: Mapping[str, str]

    def label(self, name: str) -> str:
        """The few words for a fact."""
        return self.definitions[name].label

    def fact(self, name: str) -> Fact:
        """The fact, with no value if nobody recorded it."""
        return self.facts.get(name) or Fact(name, None)

    def count(self, name: str) -> int | None:
        """The fact's number."""
        return self.fact(name).value

    def sum(self, names: Iterable[str]) -> int | None:
        """The sum of the facts' numbers; not known as soon as one of them is not."""
        total = 0
        for name in names:
            value = self.count(name)
            if value is None:
                return None
            total += value
        return total

    def not_recorded(self, names: Iterable[str]) -> list[str]:
        """The labels of those facts that nobody recorded."""
        return [self.label(each.name) for each in self._facts(names) if _is_silent(each)]

    def not_settled(self, names: Iterable[str]) -> list[str]:
        """The labels of those facts that the records leave open, and say why."""
        return [self.label(each.name) for each in self._facts(names) if each.note]

    def _facts(self, names: Iterable[str]) -> list[Fact]:
        return [self.fact(name) for name in names]

    def notes(self, names: Iterable[str]) -> list[str]:
        """Why those facts are not known, or prove nothing yet; each reason once."""
        told = (self.fact(name).note for name in names)
        return list(dict.fromkeys(note for note in told if note))


def _is_silent(fact: Fact) -> bool:
    return fact.value is None and not fact.note


@dataclass(frozen=True)
class Finding:
    """The state of one part, with its numbers and the sentences that say why."""

    status: Status
    sentences: tuple[str, ...] = ()
    numerator: int | None = None
    denominator: int | None = None
    blocking: tuple[FactRecord, ...] = ()
    clears_on: date | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class PartFinding:
    """A finding and the label of the part it belongs to, as shown below its criterion.

    An `advisory` one only warns, whatever its status.
    """

    label: str
    finding: Finding
    advisory: bool = False


@dataclass(frozen=True)
class CriterionResult:
    """One criterion as assessed; `band` is the class whose threshold it reaches, if it has any."""

    id: str
    status: Status
    trace: tuple[str, ...] = ()
    numerator: int | None = None
    denominator: int | None = None
    blocking: tuple[FactRecord, ...] = ()
    clears_on: date | None = None
    warnings: tuple[str, ...] = ()
    binding: bool = True
    band: str | None = None
    parts: tuple[PartFinding, ...] = ()

    @property
    def since(self) -> date | None:
        """Since when the first of the blocking records stands there, as far as it is known."""
        return min((one.since for one in self.blocking if one.since), default=None)


def without(records: Sequence[FactRecord], removed: Iterable[FactRecord]) -> tuple[FactRecord, ...]:
    """The records that are not among the removed ones, each once."""
    gone = {record.key for record in removed}
    kept = {record.key: record for record in records if record.key not in gone}
    return tuple(kept.values())
