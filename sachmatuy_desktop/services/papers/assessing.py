"""The assessment that a paper reports, made now unless the caller brings one."""

from __future__ import annotations

from datetime import date

from sachmatuy_desktop.domain.criteria import Assessment, RulePack
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import Choices


def assessed(office: Office, pack: RulePack, as_of: date, choices: Choices) -> Assessment:
    """The assessment brought along, or that of the office's records."""
    if choices.assessment is not None:
        return choices.assessment
    village = choices.village if pack.level == criteria.NEIGHBOURHOOD else None
    return criteria.assess(office, pack.id, as_of, village, choices.readings)


def class_of(office: Office, pack: RulePack | None, as_of: date) -> str | None:
    """The class of the unit by the office's own classifying pack in force on the day.

    None where there is no such pack of the level that is reported, or the figures leave it open.
    """
    if pack is None:
        return None
    classifying = next(
        (
            each
            for each in criteria.packs_of(office)
            if each.decision.kind == "class" and each.level == pack.level and each.in_force(as_of)
        ),
        None,
    )
    return None if classifying is None else criteria.assess(office, classifying.id, as_of).class_id
