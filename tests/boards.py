"""Communes that have sent: their results as merged bundles leave them, made from counted figures.

The same every time and nobody's: figures come from a counter, so that some criteria are met, some
are not, some cannot be decided, some communes have sent nothing and some have moved since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.criteria import Attestation, Fact, RulePack, evaluate
from sachmatuy_desktop.domain.criteria.checks import AllOf
from sachmatuy_desktop.domain.criteria.rules import Parts
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.services.criteria import Asked, frozen_text, program_library, record_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.statements import cursor_of

IA_HDRAI = "ia-hdrai-2024/commune-drug-free"
CLASSES = "q28-2025/commune-class"
FREE = "q28-2025/commune-drug-free"
PACKS = (IA_HDRAI, CLASSES, FREE)


def send_results(
    office: Office, units: Sequence[str], days: Iterable[date], packs: Sequence[str] = PACKS
) -> None:
    """Results of the units by the packs on the days, all in one act."""
    with office.store.begin(Act("training.fill", "an")) as work:
        for number, unit in enumerate(units):
            for day in days:
                for pack_id in packs:
                    pack = program_library().rules(pack_id)
                    if silent(number, day, pack):
                        continue
                    work.insert("assessments", result(pack, unit, day, number), unit=unit)
        work.commit()


def silent(number: int, day: date, pack: RulePack) -> bool:
    """One commune in twelve has not sent, another one each year."""
    return (number + day.year + len(pack.id)) % 12 == 0


def result(pack: RulePack, unit: str, day: date, number: int) -> dict[str, Value]:
    """What a commune keeps: a whole assessment with its figures."""
    facts = [_fact(pack, each.name, each.type, number, day.year) for each in pack.facts]
    given = list(_given(pack, number, day))
    asked = Asked(pack, day, None, {}, unit, program_library())
    kept = evaluate(pack, facts, given, as_of=day)
    return record_of(asked, kept, frozen_text(kept, asked))


def _fact(pack: RulePack, name: str, kind: str, number: int, year: int) -> Fact:
    dice = _dice(name, number, year)
    if dice % 29 == 0:
        return Fact(name, None)
    if kind == "bool":
        return Fact(name, dice % 2 == 0)
    if name == "population":
        return Fact(name, 4_000 + dice % 9_000)
    if name in _none_wanted(pack):
        return Fact(name, 0 if dice % 9 else 2)
    return Fact(name, 12 if dice % 11 or name in _bases(pack) else 11)


def _bases(pack: RulePack) -> set[str]:
    """The facts that a “100 %” is taken of."""
    return {
        part.check.base
        for criterion in pack.criteria
        if isinstance(criterion.body, Parts)
        for part in criterion.body.parts
        if isinstance(part.check, AllOf)
    }


def _none_wanted(pack: RulePack) -> set[str]:
    """The facts that the pack wants at zero, and everything that puts a unit into a class."""
    found = set()
    for criterion in pack.criteria:
        body = criterion.body
        if isinstance(body, Parts):
            for part in body.parts:
                found |= set(part.facts()) if part.check.kind == "count0" else set()
        else:
            found |= set(body.facts())
    return found


def _given(pack: RulePack, number: int, day: date) -> Iterator[Attestation]:
    for terms in pack.attestations:
        dice = _dice(terms.id, number, day.year)
        if dice % 7:
            yield Attestation(
                terms.id, dice % 13 != 0, "Vũ Thị Hoa", terms.signers[0], day, "01/XN", ""
            )


def _dice(name: str, number: int, year: int) -> int:
    """A number of a kind: the same for the same words, most years the same."""
    drift = year * 31 if (number + year) % 4 == 0 else 0
    return sum(ord(each) * (place + 3) for place, each in enumerate(name)) + number * 97 + drift


BY_HAND = """
SELECT unit_id, strftime('%Y', as_of, '+17 days'), id, outcome, klass, met, total, as_of, criteria
FROM assessments
WHERE deleted = 0 AND pack = ? AND as_of BETWEEN ? AND ?
"""
"""The rows behind a board, written by hand: nothing ranked, nothing read out of them."""


def by_hand(connection: Connection, pack: str, year: int) -> list[Any]:
    """The yardstick of the board: what it costs to fetch its rows at all."""
    asked = (pack, f"{year - 2}-12-15", f"{year}-12-14")
    return list(cursor_of(connection).execute(BY_HAND, asked).fetchall())
