"""What one pack says otherwise than another: every difference with its kind, before and after.

Criteria, readings, facts and attestations are the same where their ids are; of the criteria that
are left over, those whose words are alike are one, renamed.  Pure: the same two packs always give
the same list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.criteria.findings import AttestationTerms, FactDefinition
from sachmatuy_desktop.domain.criteria.rules import Criterion, Reading, RulePack
from sachmatuy_desktop.domain.criteria.telling import rule_lines
from sachmatuy_desktop.domain.criteria.wording import day, listing
from sachmatuy_desktop.errors import N_

ALIKE: Final = 0.6
"""How much of two wordings must be the same for two criteria of other ids to be one."""


class Subject(StrEnum):
    """What differs."""

    HEAD = "head"
    CRITERION = "criterion"
    CLASS = "class"
    READING = "reading"
    FACT = "fact"
    ATTESTATION = "attestation"


class Change(StrEnum):
    """How it differs: it came, it went, or it says something else."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


SUBJECTS: Final = MappingProxyType(
    {
        Subject.HEAD: N_("Bộ tiêu chí"),
        Subject.CRITERION: N_("Tiêu chí"),
        Subject.CLASS: N_("Xếp loại"),
        Subject.READING: N_("Cách hiểu"),
        Subject.FACT: N_("Số liệu"),
        Subject.ATTESTATION: N_("Xác nhận"),
    }
)

CHANGES: Final = MappingProxyType(
    {Change.NEW: N_("Mới"), Change.GONE: N_("Bỏ"), Change.CHANGED: N_("Đổi")}
)

ASPECTS: Final = MappingProxyType(
    {
        "id": N_("mã"),
        "title": N_("tên"),
        "quote": N_("câu chữ"),
        "paragraph": N_("điều khoản"),
        "rule": N_("ngưỡng, cách xét"),
        "binding": N_("có quyết định"),
        "group": N_("nhóm"),
        "default": N_("cách hiểu mặc định"),
        "issue": N_("điều chưa rõ"),
        "options": N_("các cách hiểu"),
        "label": N_("tên gọi"),
        "type": N_("kiểu"),
        "unit": N_("đơn vị tính"),
        "meaning": N_("định nghĩa"),
        "formula": N_("công thức"),
        "wording": N_("nội dung"),
        "signers": N_("người ký"),
        "max_age_days": N_("hiệu lực (ngày)"),
        "period": N_("kỳ"),
        "required": N_("bắt buộc"),
        "outcome": N_("là trọng điểm"),
        "level": N_("cấp"),
        "scope": N_("phạm vi"),
        "covers": N_("địa bàn"),
        "effective_from": N_("áp dụng từ"),
        "effective_to": N_("áp dụng đến"),
        "verified": N_("kiểm chứng"),
        "as_of": N_("ngày tính"),
        "decision": N_("cách quyết định"),
        "question": N_("câu hỏi"),
        "edition": N_("số thứ tự bản"),
        "document": N_("văn bản"),
        "": "",
    }
)


@dataclass(frozen=True)
class Difference:
    """One difference.

    `id` and `name` say of what, in the later pack where it is there; `aspect` (a key of `ASPECTS`)
    says in which respect, and is empty where the whole came or went.  `before` and `after` are
    words, empty for nothing.
    """

    subject: Subject
    change: Change
    id: str
    name: str
    aspect: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Piece:
    """Some words of a text: `GONE` stood only before, `NEW` only after, `None` in both."""

    text: str
    change: Change | None = None


def differences(before: RulePack, after: RulePack) -> tuple[Difference, ...]:
    """Everything that differs, the head first, then in the order of the later pack."""
    return (
        *_of_fields(Subject.HEAD, after.id, after.title, _head(before), _head(after)),
        *_of_criteria(before, after),
        *_of(Subject.CLASS, _classes(before), _classes(after)),
        *_of(Subject.READING, _readings(before.readings), _readings(after.readings)),
        *_of(Subject.FACT, _facts(before.facts), _facts(after.facts)),
        *_of(
            Subject.ATTESTATION,
            _attestations(before.attestations),
            _attestations(after.attestations),
        ),
    )


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """The words of two texts, side by side as one: what stayed, what went, what came."""
    old, new = before.split(), after.split()
    pieces: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece(" ".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece(" ".join(old[a:b]), Change.GONE))
        if d > c:
            pieces.append(Piece(" ".join(new[c:d]), Change.NEW))
    return tuple(pieces)


# -- criteria --------------------------------------------------------------------------------------


def pairs(before: RulePack, after: RulePack) -> tuple[tuple[Criterion | None, Criterion], ...]:
    """Every criterion of the later pack with the one it was before, if it was there."""
    earlier = {criterion.id: criterion for criterion in before.criteria}
    left = [each for each in before.criteria if each.id not in {one.id for one in after.criteria}]
    found: list[tuple[Criterion | None, Criterion]] = []
    for criterion in after.criteria:
        twin = earlier.get(criterion.id) or _most_alike(criterion, left)
        if twin in left:
            left.remove(twin)
        found.append((twin, criterion))
    return tuple(found)


def _most_alike(criterion: Criterion, others: Sequence[Criterion]) -> Criterion | None:
    best, likeness = None, ALIKE
    for other in others:
        ratio = SequenceMatcher(None, other.quote.split(), criterion.quote.split(), False).ratio()
        if ratio >= likeness:
            best, likeness = other, ratio
    return best


def _of_criteria(before: RulePack, after: RulePack) -> Iterator[Difference]:
    paired = pairs(before, after)
    for earlier, criterion in paired:
        name = _name(criterion)
        if earlier is None:
            yield Difference(
                Subject.CRITERION, Change.NEW, criterion.id, name, after=criterion.quote
            )
        else:
            fields = _criterion(before, earlier), _criterion(after, criterion)
            yield from _of_fields(Subject.CRITERION, criterion.id, name, *fields)
            yield from _of_rules(before, earlier, after, criterion)
    kept = {earlier.id for earlier, _criterion in paired if earlier is not None}
    for earlier in before.criteria:
        if earlier.id not in kept:
            yield Difference(
                Subject.CRITERION, Change.GONE, earlier.id, _name(earlier), before=earlier.quote
            )


def _of_rules(
    before: RulePack, earlier: Criterion, after: RulePack, criterion: Criterion
) -> Iterator[Difference]:
    """The sentences of the rule that changed, those at the same place beside each other."""
    old, new = rule_lines(before, earlier), rule_lines(after, criterion)
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        for place in range(max(b - a, d - c)):
            gone = old[a + place] if a + place < b else ""
            came = new[c + place] if c + place < d else ""
            change = Change.CHANGED if gone and came else Change.NEW if came else Change.GONE
            yield Difference(
                Subject.CRITERION, change, criterion.id, _name(criterion), "rule", gone, came
            )


def _name(criterion: Criterion) -> str:
    return f"{criterion.mark} {criterion.title}".strip()


# -- what is compared field by field ---------------------------------------------------------------

_Fields = Mapping[str, str]


def _of(
    subject: Subject, before: Mapping[str, _Fields], after: Mapping[str, _Fields]
) -> Iterator[Difference]:
    for key, fields in after.items():
        name = next(iter(fields.values()))
        if key in before:
            yield from _of_fields(subject, key, name, before[key], fields)
        else:
            yield Difference(subject, Change.NEW, key, name)
    for key, fields in before.items():
        if key not in after:
            yield Difference(subject, Change.GONE, key, next(iter(fields.values())))


def _of_fields(
    subject: Subject, key: str, name: str, before: _Fields, after: _Fields
) -> Iterator[Difference]:
    for aspect, said in after.items():
        if before[aspect] != said:
            yield Difference(subject, Change.CHANGED, key, name, aspect, before[aspect], said)


def _yes(value: bool) -> str:
    return "có" if value else "không"


def _head(pack: RulePack) -> _Fields:
    count = f" {pack.decision.count}" if pack.decision.count else ""
    good = "" if pack.decision.met_is_good else " (đạt là trọng điểm)"
    cut_off = f" {pack.cut_off}" if pack.as_of == "cut_off" else ""
    source = pack.source
    named = (source.document, source.number, source.date, source.paragraph)
    return {
        "id": pack.id,
        "title": pack.title,
        "edition": str(pack.edition),
        "document": ", ".join(each for each in named if each),
        "level": pack.level,
        "scope": pack.scope,
        "covers": listing(pack.covers),
        "effective_from": day(pack.effective_from),
        "effective_to": day(pack.effective_to) if pack.effective_to else "",
        "verified": _yes(pack.verified),
        "as_of": f"{pack.as_of}{cut_off}",
        "question": pack.decision.question,
        "decision": f"{pack.decision.kind}{count}{good}",
    }


def _criterion(pack: RulePack, criterion: Criterion) -> _Fields:
    return {
        "id": criterion.id,
        "title": f"{pack.marks[criterion.id]}) {criterion.title}",
        "quote": criterion.quote,
        "paragraph": criterion.paragraph,
        "group": criterion.group,
        "binding": _yes(criterion.binding),
    }


def _classes(pack: RulePack) -> dict[str, _Fields]:
    said: dict[str, list[str]] = {}
    for rule in pack.classes:
        marks = listing([pack.marks.get(each, each) for each in rule.of])
        when = " hoặc ".join("=".join(choice) for choice in rule.when.choices)
        exactly = " đúng mức này" if rule.exactly else ""
        said.setdefault(rule.id, []).append(
            f"{rule.count} trong {marks}{exactly}{f' (khi {when})' if when else ''}"
        )
    return {
        rule.id: {
            "title": rule.title,
            "outcome": _yes(rule.outcome == "yes"),
            "rule": "; ".join(said[rule.id]),
            "quote": rule.quote,
        }
        for rule in pack.classes
    }


def _readings(readings: Iterable[Reading]) -> dict[str, _Fields]:
    return {
        reading.id: {
            "issue": reading.issue,
            "default": reading.meaning(reading.default),
            "options": "; ".join(f"{each.value}: {each.meaning}" for each in reading.options),
        }
        for reading in readings
    }


def _facts(facts: Iterable[FactDefinition]) -> dict[str, _Fields]:
    return {
        fact.name: {
            "label": fact.label,
            "type": fact.type,
            "unit": fact.unit,
            "meaning": fact.meaning,
            "formula": fact.formula,
        }
        for fact in facts
    }


def _attestations(attestations: Iterable[AttestationTerms]) -> dict[str, _Fields]:
    return {
        terms.id: {
            "wording": terms.wording,
            "signers": "; ".join(terms.signers),
            "max_age_days": str(terms.max_age_days),
            "period": terms.period,
            "required": _yes(terms.required),
        }
        for terms in attestations
    }
