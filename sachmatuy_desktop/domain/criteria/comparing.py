"""What every other reading of a pack would change in a result: shown before anybody switches.

One reading is changed at a time; all others stay as they were taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sachmatuy_desktop.domain.criteria.assess import Assessment, evaluate
from sachmatuy_desktop.domain.criteria.facts import Attestation, Fact
from sachmatuy_desktop.domain.criteria.findings import CriterionResult
from sachmatuy_desktop.domain.criteria.rules import Reading, RulePack

__all__ = ["Alternative", "Change", "Known", "Recount", "alternatives", "tell"]

Known = tuple[Iterable[Fact], Iterable[Attestation]]
Recount = Callable[[Reading, Mapping[str, str]], Known]
"""What is known for a reading of another value, and for all readings taken with it."""


@dataclass(frozen=True)
class Change:
    """One criterion as it stands, and as it would."""

    before: CriterionResult
    after: CriterionResult


@dataclass(frozen=True)
class Alternative:
    """The result if one reading were taken another way.

    `changes` are the criteria whose state or band would differ.
    """

    reading: str
    value: str
    before: Assessment
    after: Assessment

    @property
    def changes(self) -> tuple[Change, ...]:
        """The criteria that would stand differently, in the order of the pack."""
        pairs = zip(self.before.criteria, self.after.criteria, strict=True)
        return tuple(
            Change(old, new)
            for old, new in pairs
            if (old.status, old.band) != (new.status, new.band)
        )

    @property
    def moves_result(self) -> bool:
        """Whether the outcome or the class would differ."""
        return _result(self.before) != _result(self.after)

    @property
    def changes_nothing(self) -> bool:
        """Neither a criterion nor the whole would stand differently."""
        return not self.changes and not self.moves_result


def _result(assessment: Assessment) -> tuple[object, ...]:
    return assessment.outcome, assessment.class_id, assessment.possible_classes


def alternatives(pack: RulePack, taken: Assessment, counted: Recount) -> Iterator[Alternative]:
    """Every option of every reading that was not taken, judged one after the other.

    `counted` counts the facts again for a reading that changes how they are counted; those of a
    reading of the rule alone are to be handed back as they were.
    """
    chosen = dict(taken.readings)
    for reading in pack.readings:
        for option in reading.options:
            if option.value == chosen[reading.id]:
                continue
            readings = {**chosen, reading.id: option.value}
            facts, given = counted(reading, readings)
            after = evaluate(pack, facts, given, as_of=taken.as_of, readings=readings)
            yield Alternative(reading.id, option.value, taken, after)


def tell(alternative: Alternative) -> dict[str, Any]:
    """An alternative as JSON-ready data."""
    return {
        "reading": alternative.reading,
        "value": alternative.value,
        "outcome": alternative.after.outcome.value,
        "class": alternative.after.class_id,
        "changes": [
            {
                "id": change.after.id,
                "from": _stand(change.before),
                "to": _stand(change.after),
            }
            for change in alternative.changes
        ],
        "changes_nothing": alternative.changes_nothing,
    }


def _stand(result: CriterionResult) -> dict[str, Any]:
    told: dict[str, Any] = {"status": result.status.value}
    return told if result.band is None else {**told, "band": result.band}
