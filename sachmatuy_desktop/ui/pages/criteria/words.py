"""How a criterion's state, numbers and dates read on screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.criteria import (
    Assessment,
    Attestation,
    CriterionResult,
    FactRecord,
    Outcome,
    RulePack,
    Status,
)
from sachmatuy_desktop.domain.criteria.wording import sentence
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.theme import Tone

__all__ = [
    "attested",
    "clears",
    "figures",
    "moved",
    "outcome_cell",
    "register_of",
    "source_line",
    "status_cell",
    "summary",
]

STATUSES: Final[Mapping[Status, tuple[str, Tone]]] = MappingProxyType(
    {
        Status.MET: (N_("Đạt"), Tone.GOOD),
        Status.NOT_MET: (N_("Chưa đạt"), Tone.BLOCK),
        Status.UNKNOWN: (N_("Chưa đủ căn cứ"), Tone.CARE),
        Status.NOTHING_ARISEN: (N_("Không phát sinh"), Tone.QUIET),
    }
)

HOT_STATUSES: Final[Mapping[Status, tuple[str, Tone]]] = MappingProxyType(
    {
        Status.MET: (N_("Chạm mức"), Tone.BLOCK),
        Status.NOT_MET: (N_("Không chạm mức"), Tone.GOOD),
        Status.UNKNOWN: STATUSES[Status.UNKNOWN],
        Status.NOTHING_ARISEN: STATUSES[Status.NOTHING_ARISEN],
    }
)
"""Where meeting a criterion is what makes a place a hot spot."""

OUTCOMES: Final[Mapping[Outcome, tuple[str, Tone]]] = MappingProxyType(
    {
        Outcome.YES: (N_("Đạt"), Tone.GOOD),
        Outcome.NO: (N_("Chưa đạt"), Tone.BLOCK),
        Outcome.UNKNOWN: (N_("Chưa đủ căn cứ"), Tone.CARE),
    }
)

HOT_OUTCOMES: Final[Mapping[Outcome, tuple[str, Tone]]] = MappingProxyType(
    {
        Outcome.YES: (N_("Thuộc diện trọng điểm phức tạp"), Tone.BLOCK),
        Outcome.NO: (N_("Không thuộc diện"), Tone.GOOD),
        Outcome.UNKNOWN: OUTCOMES[Outcome.UNKNOWN],
    }
)

NO_CLASS: Final = "none"


def status_cell(pack: RulePack, result: CriterionResult) -> Cell:
    """The chip of a criterion; a criterion that reaches a class's threshold names the class."""
    words = STATUSES if pack.decision.met_is_good else HOT_STATUSES
    text, tone = words[result.status]
    if result.band and result.band != NO_CLASS:
        return Cell(_("Mức loại {band}").format(band=result.band), Tone.BLOCK)
    return Cell(_(text), tone)


def outcome_cell(pack: RulePack, assessment: Assessment) -> Cell:
    """The chip of the whole: the class, if the pack gives one."""
    if not pack.classes:
        words = OUTCOMES if pack.decision.met_is_good else HOT_OUTCOMES
        text, tone = words[assessment.outcome]
        return Cell(_(text), tone)
    if assessment.class_id is None:
        return Cell(_("Chưa đủ căn cứ"), Tone.CARE)
    good = assessment.outcome is Outcome.NO
    title = next((each.title for each in pack.classes if each.id == assessment.class_id), "")
    named = title[:1].upper() + title[1:] if title else _("Không thuộc loại nào")
    return Cell(named, Tone.GOOD if good else Tone.BLOCK)


def summary(pack: RulePack, assessment: Assessment) -> str:
    """How many criteria the pack asks for and how many stand where; of a class, which reach it."""
    if pack.decision.kind == "class":
        return _levels(pack, assessment)
    statuses = [each.status for each in assessment.criteria if each.binding]
    words = STATUSES if pack.decision.met_is_good else HOT_STATUSES
    counted = ", ".join(
        f"{statuses.count(status)} {_(text).lower()}"
        for status, (text, _tone) in words.items()
        if status in statuses
    )
    asked = (
        _("Yêu cầu đạt cả {count} tiêu chí")
        if pack.decision.kind == "all"
        else _("Cần từ {least} trong {count} tiêu chí")
    )
    return asked.format(count=len(statuses), least=pack.decision.count) + f": {counted}."


def _levels(pack: RulePack, assessment: Assessment) -> str:
    """Which criteria reach which class, or which classes the books still leave open."""
    if assessment.class_id is None:
        return " ".join(assessment.trace[:1])
    reached: dict[str, list[str]] = {}
    for each in assessment.criteria:
        reached.setdefault(status_cell(pack, each).text, []).append(pack.marks[each.id])
    told = [
        _("{level}: tiêu chí {marks}").format(
            level=text[:1].lower() + text[1:], marks=", ".join(marks)
        )
        for text, marks in reached.items()
    ]
    return sentence("; ".join(told))


def moved(pack: RulePack, before: Assessment, after: Assessment) -> list[str]:
    """What stands differently in another assessment by the same pack: criteria, then the whole."""
    changes = [
        _("tiêu chí {mark}: {old} → {new}").format(
            mark=pack.marks[new.id],
            old=status_cell(pack, old).text,
            new=status_cell(pack, new).text,
        )
        for old, new in zip(before.criteria, after.criteria, strict=True)
        if status_cell(pack, old) != status_cell(pack, new)
    ]
    old, new = outcome_cell(pack, before), outcome_cell(pack, after)
    if old != new:
        changes.append(_("kết quả chung: {old} → {new}").format(old=old.text, new=new.text))
    return changes


def figures(result: CriterionResult) -> str:
    """ "487/512" or "3"; nothing where nothing is counted."""
    if result.numerator is None:
        return ""
    if result.denominator is None:
        return show_integer(result.numerator)
    return f"{show_integer(result.numerator)}/{show_integer(result.denominator)}"


def attested(given: Attestation) -> str:
    """Who has attested what and when, in one line."""
    answer = _("Có") if given.value else _("Không")
    who = ", ".join(part for part in (given.signer, given.position) if part)
    day = _("ngày {day}").format(day=show_date(given.signed_on)) if given.signed_on else ""
    return " · ".join(part for part in (answer, who, day, given.document) if part)


def clears(day: date | None) -> str:
    """The day as it is shown, nothing where it is not known."""
    return show_date(day) if day else ""


def source_line(pack: RulePack, paragraph: str = "") -> str:
    """Document, number, date and place: where the words were read."""
    source = pack.source
    parts = [
        source.document,
        source.number,
        _("ngày {day}").format(day=show_date(date.fromisoformat(source.date)))
        if len(source.date) == 10
        else source.date,
        paragraph or source.paragraph,
    ]
    return ", ".join(part for part in parts if part)


def register_of(record: FactRecord) -> str | None:
    """The register a counted record stands in; None for one that has no page of its own."""
    return record.kind if record.kind in REGISTERS else None
