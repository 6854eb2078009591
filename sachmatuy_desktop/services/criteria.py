"""From an office's records to an explained assessment, kept so that it never changes.

`assess` counts and judges; `KeepAssessment` writes the result with everything it was judged by;
`recompute` judges the kept figures again, by the very text of the pack they were judged by then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from sachmatuy_desktop.domain.criteria import (
    Assessment,
    Attestation,
    Fact,
    FactDefinition,
    Outcome,
    RulePack,
    Status,
    answer,
    evaluate,
    read_attestations,
    read_day,
    read_facts,
)
from sachmatuy_desktop.domain.criteria.checks import AllOf
from sachmatuy_desktop.domain.criteria.rules import Parts
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Sensitivity
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.domain.units import Unit
from sachmatuy_desktop.errors import N_, NotFound, Refused
from sachmatuy_desktop.packs.library import PackLibrary, load_packs, read_pack
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.facts import NOT_PERSONAL, Books, Question, opened, register_of
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

COMMUNE_LEVEL: Final = 3
LEVELS: Final = {1: "province", 2: "district", COMMUNE_LEVEL: "commune"}
NEIGHBOURHOOD: Final = "neighbourhood"
FORMAT: Final = 1
"""The version of what `frozen` holds."""

KEY_CLASS: Final = "in_key_class"
KEY_CLASS_PACK: Final = "ninh-thuan-2024/commune-class"
"""The one fact that is another pack's answer on the same day (003 II.1.2, II.2.1).

Key classes are those of that pack whose `outcome` is yes.
"""


@lru_cache(maxsize=1)
def library() -> PackLibrary:
    """The program's packs, read as they are asked for."""
    return load_packs()


# -- which packs -----------------------------------------------------------------------------------


def packs_of(office: Office) -> list[RulePack]:
    """The packs an office is assessed by, its own first.

    Those chosen when it was founded, those it registered for since, and the national ones in force
    today for a unit of its level.
    """
    today = date.fromisoformat(office.clock.today())
    registered = [
        str(row["pack"])
        for row in office.queries.rows("campaigns", office.queries.ids("campaigns")).values()
        if row["unit_id"] == office.unit.id
    ]
    level = LEVELS[office.unit.kind.level]
    national = [pack for pack in library().for_unit(level, (), today) if pack.scope == "country"]
    chosen = _rule_packs([*office.store.facts.packs, *registered])
    return list({pack.id: pack for pack in [*chosen, *national]}.values())


def _rule_packs(ids: Iterable[str]) -> Iterator[RulePack]:
    """The packs with criteria; a plan has none, and an id of a newer program is passed over."""
    for pack_id in dict.fromkeys(ids):
        try:
            pack = library().get(pack_id)
        except NotFound:
            continue
        if isinstance(pack, RulePack):
            yield pack


# -- assessing -------------------------------------------------------------------------------------


def assess(
    office: Office,
    pack_id: str,
    as_of: date,
    village: RecordId | None = None,
    readings: Mapping[str, str] | None = None,
    unit_id: str | None = None,
) -> Assessment:
    """Assess a unit by a pack on a day; the office's own unless a receiving office names another.

    A neighbourhood pack is asked of one `village`.  An account that may not see who is on a list
    gets the figures without the records behind them.  Raises `NotFound` for an unknown pack,
    `BadInput` for a reading the pack does not have.
    """
    with opened(office.store) as books:
        asked = _Asked(
            library().rules(pack_id),
            as_of,
            village,
            dict(readings or {}),
            unit_id or office.unit.id,
        )
        return _assess(books, asked, office.session.role)


def assess_villages(
    office: Office,
    pack_id: str,
    as_of: date,
    readings: Mapping[str, str] | None = None,
    unit_id: str | None = None,
) -> dict[RecordId, Assessment]:
    """The assessment of every village that exists on the day, in the order of their names."""
    unit = unit_id or office.unit.id
    pack, taken = library().rules(pack_id), dict(readings or {})
    day = as_of.isoformat()
    rows = office.queries.rows("villages", office.queries.ids("villages"))
    living = [
        record
        for record in office.queries.ids("villages")
        if rows[record]["unit_id"] == unit
        and str(rows[record]["from_date"] or "") <= day <= str(rows[record]["until_date"] or day)
    ]
    with opened(office.store) as books:
        return {
            village: _assess(books, _Asked(pack, as_of, village, taken, unit), office.session.role)
            for village in living
        }


@dataclass(frozen=True)
class _Asked:
    pack: RulePack
    as_of: date
    village: RecordId | None
    readings: Mapping[str, str]
    unit: str


def _assess(books: Books, asked: _Asked, role: Role) -> Assessment:
    facts, given = _known(books, asked)
    return evaluate(
        asked.pack,
        [_as_shown_to(role, fact) for fact in facts],
        given,
        as_of=asked.as_of,
        readings=asked.readings,
    )


def _known(books: Books, asked: _Asked) -> tuple[list[Fact], list[Attestation]]:
    """The facts and attestations a pack asks for."""
    pack = asked.pack
    taken = {reading.id: reading.default for reading in pack.readings} | dict(asked.readings)
    question = Question(
        units=tuple(_communes(pack, asked)) or (asked.unit,),
        as_of=asked.as_of,
        pack=pack.id,
        village=asked.village,
        readings=taken,
        unit=asked.unit,
        below=pack.below,
    )
    names = [fact.name for fact in pack.facts]
    found = books.facts(question, names, _only_bases(pack))
    if KEY_CLASS in names:
        found.append(_key_class(books, asked))
    return found, books.attestations(question)


def _only_bases(pack: RulePack) -> frozenset[str]:
    """Facts that are only what a “100 %” is taken of: who lacks it is named there."""
    bases: set[str] = set()
    others: set[str] = set()
    for criterion in pack.criteria:
        for part in criterion.body.parts if isinstance(criterion.body, Parts) else ():
            if isinstance(part.check, AllOf):
                bases.add(part.check.base)
            else:
                others.update(part.check.facts())
        if not isinstance(criterion.body, Parts):
            others.update(criterion.body.facts())
    return frozenset(bases - others)


def _communes(pack: RulePack, asked: _Asked) -> list[str]:
    """The communes below a unit, for a pack of a tier above; of a former unit, as it last was."""
    if pack.level not in ("province", "district"):
        return []
    table = unit_table()
    unit = table.unit(asked.unit)
    day = min(asked.as_of, unit.valid_to or asked.as_of)

    def below(parent: Unit) -> Iterator[str]:
        for child in table.children(parent, day):
            if child.kind.level == COMMUNE_LEVEL:
                yield child.id
            else:
                yield from below(child)

    return list(below(unit))


def _key_class(books: Books, asked: _Asked) -> Fact:
    """Whether the unit is of a key class by the classifying pack on the same day."""
    pack = library().rules(KEY_CLASS_PACK)
    facts, given = _known(books, replace(asked, pack=pack, readings={}))
    found = evaluate(pack, facts, given, as_of=asked.as_of)
    possible = {found.class_id} if found.class_id else set(found.possible_classes)
    key = {each.id for each in pack.classes if each.outcome == Outcome.YES}
    if not possible or (possible & key and possible - key):
        return Fact(KEY_CLASS, None)
    return Fact(KEY_CLASS, bool(possible & key))


# -- who is shown what -----------------------------------------------------------------------------


def _as_shown_to(role: Role, fact: Fact) -> Fact:
    """The fact as it is; without its records where the role may not know who is on a list."""
    if role.sees is Sensitivity.SENSITIVE or fact.name in NOT_PERSONAL:
        return fact
    return _bare(fact)


def _bare(fact: Fact) -> Fact:
    """The figure and its day alone."""
    days = [record.clears_on for record in (fact.exceptions or fact.records)]
    known = [day for day in days if day is not None]
    clears = max(known) if known and len(known) == len(days) else None
    return Fact(fact.name, fact.value, clears_on=fact.clears_on or clears)


def _without_names(fact: Fact) -> Fact:
    """The fact as it may be kept for ever and sent: no names, and no ids of persons.

    Kept results travel with the programme's books, which every account may read.
    """
    if fact.name not in NOT_PERSONAL:
        return _bare(fact)
    return replace(
        fact,
        records=tuple(replace(record, label="") for record in fact.records),
        exceptions=tuple(replace(record, label="") for record in fact.exceptions),
    )


# -- doors -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Door:
    """Where to click for a criterion: a register, and the records in the way (none: all of it)."""

    register: str
    records: tuple[RecordId, ...] = ()


def doors(pack: RulePack, assessment: Assessment) -> dict[str, tuple[Door, ...]]:
    """For every criterion that stands open, the records that block it.

    A criterion that fails for want of records or of a signature leads to the registers where they
    are written down.
    """
    telling = (Status.NOT_MET, Status.UNKNOWN) if pack.decision.met_is_good else (Status.MET,)
    asked = {criterion.id: criterion for criterion in pack.criteria}
    return {
        result.id: _doors_of(pack, asked[result.id].body.facts(), result.id, result.blocking)
        for result in assessment.criteria
        if result.status in telling or result.status is Status.UNKNOWN
    }


def _doors_of(
    pack: RulePack, facts: Sequence[str], criterion: str, blocking: Sequence[Any]
) -> tuple[Door, ...]:
    by_register: dict[str, list[RecordId]] = {}
    for record in blocking:
        by_register.setdefault(record.kind, []).append(record.id)
    if not by_register:
        registers = [register for name in facts if (register := register_of(name))]
        by_register = {register: [] for register in registers}
    found = [Door(register, tuple(ids)) for register, ids in by_register.items()]
    if pack.attestations_of(criterion):
        found.append(Door("attestations"))
    return tuple(found)


# -- keeping ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class KeepAssessment:
    """Write the result of an assessment of the office's own unit with all it was judged by.

    The result is the id of the `assessments` record.
    """

    pack: str
    as_of: date
    readings: Mapping[str, str] = field(default_factory=dict)
    village: RecordId | None = None

    @property
    def act(self) -> str:
        """The act's id."""
        return "criteria.assess"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `NotAllowed`, `NotFound` for an unknown pack, `BadInput` for a reading."""
        session.role.must_write(REGISTERS["assessments"])
        pack = library().rules(self.pack)
        asked = _Asked(pack, self.as_of, self.village, self.readings, work.unit)
        facts, given = _known(Books(work.connection), asked)
        kept = evaluate(
            pack,
            [_without_names(fact) for fact in facts],
            given,
            as_of=self.as_of,
            readings=self.readings,
        )
        met, total = _met(pack, kept)
        return work.insert(
            "assessments",
            {
                "pack": pack.id,
                "as_of": self.as_of.isoformat(),
                "village": self.village,
                "outcome": kept.outcome.value,
                "klass": kept.class_id,
                "met": met,
                "total": total,
                "frozen": json.dumps(
                    _frozen(kept, work.unit, self.village), ensure_ascii=False, sort_keys=True
                ),
            },
        )


def _met(pack: RulePack, assessment: Assessment) -> tuple[int, int]:
    """How many of the deciding criteria are met, of how many.

    What never arose does not stand in the way and counts as met; of a hot spot's criteria those
    count that are reached.
    """
    good = (Status.MET, Status.NOTHING_ARISEN) if pack.decision.met_is_good else (Status.MET,)
    deciding = [result for result in assessment.criteria if result.binding]
    return sum(result.status in good for result in deciding), len(deciding)


def _frozen(assessment: Assessment, unit: str, village: RecordId | None) -> dict[str, Any]:
    text = _pack_text(assessment.pack_id)
    pack = library().rules(assessment.pack_id)
    return {
        "format": FORMAT,
        "unit": unit,
        "village": village,
        "pack": assessment.pack_id,
        "pack_sha256": _sha256(text),
        "pack_text": text,
        "definitions": {fact.name: _definition(fact) for fact in pack.facts},
        "as_of": assessment.as_of.isoformat(),
        "readings": dict(assessment.readings),
        "facts": {fact.name: _fact(fact) for fact in assessment.facts},
        "attestations": {given.id: _attestation(given) for given in assessment.attestations},
        "answer": answer(assessment),
    }


def _pack_text(pack_id: str) -> str:
    return (library().folder / f"{pack_id}.toml").read_text(encoding="utf-8")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _definition(fact: FactDefinition) -> dict[str, str]:
    return {
        "label": fact.label,
        "type": fact.type,
        "unit": fact.unit,
        "meaning": fact.meaning,
        "source": fact.source,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    def told(records: Iterable[Any]) -> list[dict[str, Any]]:
        return [
            {
                "kind": record.kind,
                "id": record.id,
                "clears_on": record.clears_on.isoformat() if record.clears_on else None,
            }
            for record in records
        ]

    return {
        "value": fact.value,
        "clears_on": fact.clears_on.isoformat() if fact.clears_on else None,
        "records": told(fact.records),
        "exceptions": told(fact.exceptions),
    }


def _attestation(given: Attestation) -> dict[str, Any]:
    return {
        "value": given.value,
        "signer": given.signer,
        "position": given.position,
        "date": given.signed_on.isoformat() if given.signed_on else None,
        "document": given.document,
        "period": given.period,
    }


def recompute(frozen: str) -> Assessment:
    """Judge kept figures again by the pack as it was written then.

    Raises `Refused` if the kept text is not one of this program's, or was altered.
    """
    kept = _read_frozen(frozen)
    definitions = {name: FactDefinition(name, **told) for name, told in kept["definitions"].items()}
    pack, _problems = read_pack(kept["pack_text"].encode(), definitions)
    if not isinstance(pack, RulePack):
        raise Refused(
            N_("Bộ tiêu chí đã lưu cùng kết quả không đọc được bằng bản chương trình này.")
        )
    as_of = read_day(kept["as_of"], "as_of")
    return evaluate(
        pack,
        read_facts(kept["facts"]),
        read_attestations(kept["attestations"]),
        as_of=as_of or date.min,
        readings=kept["readings"],
    )


def _read_frozen(frozen: str) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = json.loads(frozen)
        is_whole = kept["format"] == FORMAT and kept["pack_sha256"] == _sha256(kept["pack_text"])
    except (ValueError, KeyError, TypeError):
        is_whole = False
    if not is_whole:
        raise Refused(N_("Kết quả đã lưu bị hỏng hoặc thuộc bản chương trình mới hơn."))
    return kept
