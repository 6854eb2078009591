"""An assessment and what it was judged by as plain data: printed, frozen, handed on."""

from __future__ import annotations

from datetime import date
from typing import Any

from sachmatuy_desktop.domain.criteria.assess import Assessment
from sachmatuy_desktop.domain.criteria.facts import Attestation, Fact, FactRecord
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


def fact_data(fact: Fact) -> dict[str, Any]:
    """A fact as `read_facts` reads it again; the names of its records are left behind."""
    told: dict[str, Any] = {
        "value": fact.value,
        "clears_on": _day(fact.clears_on),
        "records": [_bare(record) for record in fact.records],
        "exceptions": [_bare(record) for record in fact.exceptions],
    }
    return {**told, "note": fact.note} if fact.note else told


def _bare(record: FactRecord) -> dict[str, Any]:
    told = {"kind": record.kind, "id": record.id, "clears_on": _day(record.clears_on)}
    return {**told, "since": _day(record.since)} if record.since else told


def attestation_data(given: Attestation) -> dict[str, Any]:
    """An attestation as `read_attestations` reads it again."""
    return {
        "value": given.value,
        "signer": given.signer,
        "position": given.position,
        "date": _day(given.signed_on),
        "document": given.document,
        "period": given.period,
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
    if result.since is not None:
        told["since"] = _day(result.since)
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
