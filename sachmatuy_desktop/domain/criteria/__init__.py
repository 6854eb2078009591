"""The criteria engine: rule packs as data, facts in, an assessment with its reasons out."""

from __future__ import annotations

from sachmatuy_desktop.domain.criteria.answers import answer
from sachmatuy_desktop.domain.criteria.assess import Assessment, evaluate
from sachmatuy_desktop.domain.criteria.facts import Attestation, Fact, FactRecord, LeftOut
from sachmatuy_desktop.domain.criteria.findings import (
    AttestationTerms,
    CriterionResult,
    FactDefinition,
)
from sachmatuy_desktop.domain.criteria.inputs import read_attestations, read_day, read_facts
from sachmatuy_desktop.domain.criteria.logic import Outcome, Status
from sachmatuy_desktop.domain.criteria.rules import Below, Criterion, Reading, RulePack, Source

__all__ = [
    "Assessment",
    "Attestation",
    "AttestationTerms",
    "Below",
    "Criterion",
    "CriterionResult",
    "Fact",
    "FactDefinition",
    "FactRecord",
    "LeftOut",
    "Outcome",
    "Reading",
    "RulePack",
    "Source",
    "Status",
    "answer",
    "evaluate",
    "read_attestations",
    "read_day",
    "read_facts",
]
