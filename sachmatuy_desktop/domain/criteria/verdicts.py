"""What deciding a pack hands back, whichever way the pack decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sachmatuy_desktop.domain.criteria.findings import CriterionResult
from sachmatuy_desktop.domain.criteria.logic import Outcome
from sachmatuy_desktop.domain.criteria.rules import Reading, RulePack
from sachmatuy_desktop.domain.criteria.wording import sentence


@dataclass(frozen=True)
class Verdict:
    """The outcome, the criteria behind it, and for a classifying pack the class."""

    outcome: Outcome
    criteria: tuple[CriterionResult, ...]
    trace: tuple[str, ...]
    class_id: str | None = None
    possible_classes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def readings_of(pack: RulePack, criterion_id: str) -> Iterator[Reading]:
    """The readings that concern a criterion; with no criterion, those that concern the whole."""
    for reading in pack.readings:
        if criterion_id in reading.applies_to or (not criterion_id and not reading.applies_to):
            yield reading


def reading_sentences(readings: Iterable[Reading], taken: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each reading: the unclear words, how they were taken."""
    for reading in readings:
        words = f"“{reading.words}” – " if reading.words else ""
        meaning = reading.meaning(taken[reading.id])
        yield sentence(f"cách hiểu: {words}{meaning}")
