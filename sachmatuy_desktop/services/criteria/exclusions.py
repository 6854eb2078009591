"""Who is left out of the figures of a criterion and why, told when somebody asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sachmatuy_desktop.domain.criteria import Assessment, LeftOut
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.criteria.asking import Asked, question_of
from sachmatuy_desktop.services.criteria.choosing import library
from sachmatuy_desktop.services.criteria.showing import may_name_all, sees_records_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.facts import opened

__all__ = ["left_out"]


def left_out(
    office: Office,
    assessment: Assessment,
    criterion: str,
    village: RecordId | None = None,
    unit_id: str | None = None,
) -> Mapping[str, tuple[LeftOut, ...]]:
    """By fact of a criterion, who is not counted; one query for each reason.

    An account that may not see who is on a list gets the numbers without the records.
    """
    unit = unit_id or office.unit.id
    packs = library(office, unit)
    pack = packs.rules(assessment.pack_id, assessment.as_of)
    asked = Asked(pack, assessment.as_of, village, dict(assessment.readings), unit, packs)
    with opened(office.store) as books:
        prepared = books.prepared(question_of(asked))
        found = {name: books.left_out(prepared, name) for name in pack.facts_of(criterion)}
    role = office.session.role
    return {
        name: tuple(
            each
            if sees_records_of(role, name) and may_name_all(role, each.records)
            else replace(each, records=())
            for each in told
        )
        for name, told in found.items()
        if told
    }
