"""What the books say of one recognition: the rows, without the fields that only storage needs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, Refused

FORMAT: Final = 1
"""The version of what `Kept` and `Opinion` are written as."""


class Verdict(StrEnum):
    """What an appraisal comes to."""

    ACCEPT = "accept"
    RETURN = "return"
    REJECT = "reject"


class Ruling(StrEnum):
    """What a decision of the receiving office does."""

    RECOGNISE = "recognise"
    MAINTAIN = "maintain"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Kept:
    """What a step froze: the kept result of each pack (a record id), and the counts of the day."""

    assessments: Mapping[str, RecordId] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> str:
        """As a step's row keeps it."""
        kept = {
            "format": FORMAT,
            "assessments": dict(self.assessments),
            "counts": dict(self.counts),
        }
        return json.dumps(kept, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str | None) -> Kept:
        """Raises `Refused` for what this program cannot read; nothing kept is an empty one."""
        if not text:
            return cls()
        read = _read(text)
        return cls(dict(read["assessments"]), dict(read["counts"]))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the appraising office says of one criterion; `reason` where it does not agree."""

    pack: str
    criterion: str
    agrees: bool
    reason: str = ""


def opinions_to_json(opinions: Iterable[Opinion]) -> str:
    """As an appraisal's row keeps them."""
    told = [
        {"pack": each.pack, "criterion": each.criterion, "agrees": each.agrees}
        | ({"reason": each.reason} if each.reason else {})
        for each in opinions
    ]
    return json.dumps({"format": FORMAT, "criteria": told}, ensure_ascii=False, sort_keys=True)


def opinions_from_json(text: str | None) -> tuple[Opinion, ...]:
    """Raises `Refused` for what this program cannot read."""
    if not text:
        return ()
    return tuple(
        Opinion(
            str(each["pack"]),
            str(each["criterion"]),
            bool(each["agrees"]),
            str(each.get("reason", "")),
        )
        for each in _read(text)["criteria"]
    )


def results_to_json(results: Mapping[str, str]) -> str:
    """The kept text of each pack's own result, as an appraisal's row keeps them."""
    kept = {"format": FORMAT, "results": dict(results)}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def results_from_json(text: str | None) -> Mapping[str, str]:
    """Raises `Refused` for what this program cannot read."""
    return dict(_read(text)["results"]) if text else {}


def _read(text: str) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads(text)
        readable = read["format"] == FORMAT
    except (ValueError, KeyError, TypeError):
        readable = False
    if not readable:
        raise Refused(N_("Nội dung đã lưu của bước này thuộc bản chương trình mới hơn."))
    return read


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A commune took a step.

    `round` is 1 until the first return, `year` the reporting year a yearly step is about.
    A withdrawn step keeps all it said; so does a withdrawn answer.
    """

    id: RecordId
    step: str
    done_on: date
    who: str
    position: str
    document: str = ""
    document_on: date | None = None
    paper: RecordId | None = None
    round: int = 1
    year: int = 0
    as_of: date | None = None
    kept: Kept = field(default_factory=Kept)
    choice: str = ""
    choice_why: str = ""
    choice_by: str = ""
    note: str = ""
    withdrawn_on: date | None = None
    withdrawn_why: str = ""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The receiving office answered a request; `frozen` maps each pack to its own result, kept."""

    id: RecordId
    step: RecordId
    verdict: Verdict
    done_on: date
    who: str
    position: str
    round: int = 1
    document: str = ""
    reason: str = ""
    opinions: tuple[Opinion, ...] = ()
    frozen: Mapping[str, str] = field(default_factory=dict)
    withdrawn_on: date | None = None
    withdrawn_why: str = ""

    @property
    def returned(self) -> tuple[Opinion, ...]:
        """The criteria it does not agree with."""
        return tuple(each for each in self.opinions if not each.agrees)


@dataclass(frozen=True, slots=True)
class Decision:
    """The receiving office decided; `until` is its last day, None without one.

    `packs` are those the unit is recognised by: a yearly review that ends in a class has none.
    """

    id: RecordId
    ruling: Ruling
    number: str
    signed_on: date
    signer: str
    position: str = ""
    year: int = 0
    packs: tuple[str, ...] = ()
    result: str = ""
    until: date | None = None
    certificate: str = ""
    why: str = ""
    withdrawn_on: date | None = None
    withdrawn_why: str = ""


@dataclass(frozen=True)
class Recognition:
    """One unit's way by one process in one reporting year, as the books tell it."""

    id: RecordId
    unit: str
    process: str
    packs: tuple[str, ...]
    year: int
    registered_on: date
    target_on: date | None = None
    programme: str = ""
    stopped_on: date | None = None
    stopped_why: str = ""
    steps: tuple[StepTaken, ...] = ()
    appraisals: tuple[Appraisal, ...] = ()
    decisions: tuple[Decision, ...] = ()
