"""Facts in the shape a table can be read in, and assessments of the program's own packs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sachmatuy_desktop.domain.criteria import (
    Assessment,
    Attestation,
    CriterionResult,
    Fact,
    RulePack,
    evaluate,
)
from sachmatuy_desktop.packs.library import load_packs

CUT_OFF = date(2026, 12, 14)
LIBRARY = load_packs()

Values = Mapping[str, int | bool | None]


def pack(pack_id: str) -> RulePack:
    """One of the program's own packs."""
    return LIBRARY.rules(pack_id)


def assess(
    pack_id: str,
    values: Values,
    attested: Mapping[str, bool | None] | None = None,
    *,
    as_of: date = CUT_OFF,
    readings: Mapping[str, str] | None = None,
) -> Assessment:
    """The assessment of plain values."""
    return evaluate(
        pack(pack_id),
        [Fact(name, value) for name, value in values.items()],
        [Attestation(name, value) for name, value in (attested or {}).items()],
        as_of=as_of,
        readings=readings,
    )


def criterion(assessment: Assessment, criterion_id: str) -> CriterionResult:
    """One criterion of an assessment."""
    return assessment.criterion(criterion_id)


def statuses(assessment: Assessment) -> dict[str, str]:
    """Criterion id → status."""
    return {result.id: result.status.value for result in assessment.criteria}


def all_attested(pack_id: str) -> dict[str, bool | None]:
    """Every attestation of a pack given as a plain yes."""
    return {terms.id: True for terms in pack(pack_id).attestations}
