"""From the records to an assessment: the facts are counted, then the pack judges them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.criteria import (
    Assessment,
    Attestation,
    Fact,
    Outcome,
    RulePack,
    evaluate,
)
from sachmatuy_desktop.domain.criteria.checks import AllOf
from sachmatuy_desktop.domain.criteria.rules import Parts
from sachmatuy_desktop.domain.criteria.vouching import as_judged
from sachmatuy_desktop.domain.expressions import Value, names_of
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.domain.units import Unit
from sachmatuy_desktop.packs.library import PackLibrary
from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.criteria.choosing import COMMUNE_LEVEL, library
from sachmatuy_desktop.services.criteria.showing import as_shown_to
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.facts import Books, Question, opened

KEY_CLASS: Final = "in_key_class"
KEY_CLASS_PACK: Final = "ninh-thuan-2024/commune-class"
"""The one fact that is another pack's answer on the same day (003 II.1.2, II.2.1).

Key classes are those of that pack whose `outcome` is yes.
"""


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
    unit = unit_id or office.unit.id
    pack = library(office, unit).rules(pack_id, as_of)
    return assess_by(office, pack, as_of, village, readings, unit)


def assess_by(
    office: Office,
    pack: RulePack,
    as_of: date,
    village: RecordId | None = None,
    readings: Mapping[str, str] | None = None,
    unit_id: str | None = None,
) -> Assessment:
    """The same by a pack at hand: an edition not in force, or one that is not taken in yet."""
    unit = unit_id or office.unit.id
    asked = Asked(pack, as_of, village, dict(readings or {}), unit, library(office, unit))
    with opened(office.store) as books:
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
    packs = library(office, unit)
    pack, taken = packs.rules(pack_id, as_of), dict(readings or {})
    with opened(office.store) as books:
        return {
            village: _assess(
                books, Asked(pack, as_of, village, taken, unit, packs), office.session.role
            )
            for village in villages_on(office, unit, as_of)
        }


def villages_on(office: Office, unit: str, day: date) -> list[RecordId]:
    """The villages of a unit that exist on a day, in the order of their names."""
    text = day.isoformat()
    ids = office.queries.ids("villages")
    rows = office.queries.rows("villages", ids)
    return [
        record
        for record in ids
        if rows[record]["unit_id"] == unit
        and str(rows[record]["from_date"] or "") <= text <= str(rows[record]["until_date"] or text)
    ]


@dataclass(frozen=True)
class Asked:
    """What is to be assessed by which pack; `packs` has the others that it may refer to."""

    pack: RulePack
    as_of: date
    village: RecordId | None
    readings: Mapping[str, str]
    unit: str
    packs: PackLibrary


def _assess(books: Books, asked: Asked, role: Role) -> Assessment:
    facts, given = known(books, asked)
    return evaluate(
        asked.pack,
        [as_shown_to(role, fact) for fact in facts],
        given,
        as_of=asked.as_of,
        readings=asked.readings,
    )


def known(books: Books, asked: Asked) -> tuple[list[Fact], list[Attestation]]:
    """The facts and attestations a pack asks for; a zero nobody vouches for is not known.

    Where a reading closes the figures before the day, officials still attest up to the day.
    """
    pack, question = asked.pack, question_of(asked)
    names = pack.counted_facts
    found = books.facts(question, names, only_bases(pack))
    if KEY_CLASS in names:
        found.append(_key_class(books, replace(asked, as_of=question.as_of)))
    given = books.attestations(replace(question, as_of=asked.as_of))
    return as_judged(pack, found, given, asked.as_of), given


def question_of(asked: Asked) -> Question:
    """What the books are asked for a pack."""
    pack = asked.pack
    taken = {each.id: each.default for each in pack.readings} | dict(asked.readings)
    return Question(
        units=tuple(_communes(pack, asked)) or (asked.unit,),
        as_of=pack.counted_on(asked.as_of, taken),
        pack=pack.id,
        village=asked.village,
        readings=taken,
        unit=asked.unit,
        below=pack.below,
        defined={fact.name: fact for fact in pack.facts if fact.expression is not None},
    )


def only_bases(pack: RulePack) -> frozenset[str]:
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
    for fact in pack.facts:
        if isinstance(fact.expression, Value):
            others.update(names_of(fact.expression))
    return frozenset(bases - others)


def _communes(pack: RulePack, asked: Asked) -> list[str]:
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


def _key_class(books: Books, asked: Asked) -> Fact:
    """Whether the unit is of a key class by the classifying pack on the same day."""
    pack = asked.packs.rules(KEY_CLASS_PACK, asked.as_of)
    facts, given = known(books, replace(asked, pack=pack, readings={}))
    return key_class_of(pack, evaluate(pack, facts, given, as_of=asked.as_of))


def key_class_of(pack: RulePack, found: Assessment) -> Fact:
    """Whether an assessment by the classifying pack says that the unit is of a key class."""
    possible = {found.class_id} if found.class_id else set(found.possible_classes)
    key = {each.id for each in pack.classes if each.outcome == Outcome.YES}
    if not possible or (possible & key and possible - key):
        return Fact(KEY_CLASS, None)
    return Fact(KEY_CLASS, bool(possible & key))
