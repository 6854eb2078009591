"""An assessment as the plain data that `evaluate` prints and that a document freezes."""

from __future__ import annotations

from datetime import date
from typing import Any

from sachmatuy_desktop.domain.criteria.assess import Assessment
from sachmatuy_desktop.domain.criteria.facts import FactRecord
from sachmatuy_desktop.domain.criteria.findings import CriterionResult, PartFinding


def answer(assessment: Assessment) -> dict[str, Any]:
    """The assessment as JSON-ready data; dates are `YYYY-MM-DD`, what is not known is `None`."""
    return {
        "pack": assessment.pack_id,
        "as_of": assessment.as_of.isoformat(),
        "outcome": assessment.outcome.value,
        "class": assessment.class_id,
        "possible_classes": list(assessment.possible_classes),
        "criteria": [_criterion(result) for result in assessment.criteria],
        "trace": list(assessment.trace),
        "readings": dict(assessment.readings),
        "warnings": list(assessment.warnings),
    }


def _criterion(result: CriterionResult) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": result.id,
        "status": result.status.value,
        "trace": list(result.trace),
        "numerator": result.numerator,
        "denominator": result.denominator,
        "blocking": [_record(record) for record in result.blocking],
        "clears_on": _day(result.clears_on),
        "binding": result.binding,
    }
    if result.band is not None:
        told["band"] = result.band
    if len(result.parts) > 1:
        told["parts"] = [_part(part) for part in result.parts]
    return told


def _part(part: PartFinding) -> dict[str, Any]:
    found = part.finding
    return {
        "label": part.label,
        "status": found.status.value,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "trace": list(found.sentences),
        "advisory": part.advisory,
    }


def _record(record: FactRecord) -> dict[str, Any] | str:
    """A record; one that was given by its id alone is told by its id alone."""
    if record == FactRecord("", record.id):
        return record.id
    told: dict[str, Any] = {
        "kind": record.kind,
        "id": record.id,
        "label": record.label,
        "clears_on": _day(record.clears_on),
    }
    if record.since is not None:
        told["since"] = _day(record.since)
    return told


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
