"""The assessment that a paper reports, made now unless the caller brings one."""

from __future__ import annotations

from datetime import date

from sachmatuy_desktop.domain.criteria import Assessment, RulePack
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import Choices, rule_packs


def assessed(office: Office, pack: RulePack, as_of: date, choices: Choices) -> Assessment:
    if choices.assessment is None:
        raise BadInput(N_("Chưa có kết quả đánh giá."))
    return choices.assessment


def class_of(office: Office, pack: RulePack | None, as_of: date, choices: Choices) -> str | None:
    return None
