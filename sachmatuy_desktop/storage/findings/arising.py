"""What the checks would find that they do not find now: two states of one office file compared.

Only the rules' questions about the records that changed, and those that have to do with them, are
asked; of both states.  What is kept of earlier checks is not looked at, so nothing needs to be up
to date, and nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.findings import Found
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.findings.finders import Changed, Rule
from sachmatuy_desktop.storage.findings.ledger import Finding
from sachmatuy_desktop.storage.findings.rules import RULES
from sachmatuy_desktop.storage.pace import Tell
from sachmatuy_desktop.storage.statements import Prepared, among
from sachmatuy_desktop.storage.sync.differences import titles

__all__ = ["EXAMPLES", "Arising", "Example", "arising"]

EXAMPLES: Final = 20
"""Finds of a rule that are told by name."""

_ACCEPTED: Final = schema.register_tables["accepted_findings"]
_RESTING: Final = Prepared(
    select(_ACCEPTED.c.rule, _ACCEPTED.c.about, _ACCEPTED.c.basis).where(
        among(_ACCEPTED.c.about, "ids"), _ACCEPTED.c.deleted == 0
    )
)


@dataclass(frozen=True, slots=True)
class Example:
    """One find, and how its record is called."""

    finding: Finding
    title: str


@dataclass(frozen=True, slots=True)
class Arising:
    """How many more finds of a rule there would be, some of them by name."""

    rule: str
    count: int
    examples: tuple[Example, ...]


def arising(
    before: Connection, after: Connection, today: str, changed: Changed | None, tell: Tell
) -> list[Arising]:
    """The finds that `after` has and `before` has not, by rule; accepted ones rest.

    `changed` are the records in which the two differ; where they are many, asking about everybody
    (None) is quicker than asking about each.
    """
    found = []
    for at, rule in enumerate(RULES.values()):
        tell(at, len(RULES))
        concerned = None if changed is None else rule.finder.concerned(after, changed)
        fresh: list[Finding] = []
        count = 0
        for each in _new_ones(before, after, today, rule, concerned):
            count += 1
            if len(fresh) < EXAMPLES:
                fresh.append(each)
        if count:
            found.append(Arising(rule.id, count, _named(after, fresh)))
    tell(len(RULES), len(RULES))
    return found


def _new_ones(
    before: Connection,
    after: Connection,
    today: str,
    rule: Rule,
    records: Collection[RecordId] | None,
) -> Iterator[Finding]:
    if records is not None and not records:
        return
    there = list(rule.finder.find(after, today, records))
    if not there:
        return
    known = {
        (each.record, each.field, each.basis(rule.id))
        for each in rule.finder.find(before, today, records)
    }
    known |= _resting(after, rule.id, there)
    for each in there:
        if (each.record, each.field, each.basis(rule.id)) not in known:
            yield _finding(rule, each)


def _resting(
    connection: Connection, rule: str, found: Iterable[Found]
) -> set[tuple[RecordId, str, str]]:
    """Those that somebody has said are right as they are."""
    listed = json.dumps(sorted({each.record for each in found}))
    said = set(_RESTING.run(connection, {"ids": listed}))
    return {
        (each.record, each.field, each.basis(rule))
        for each in found
        if (rule, each.record, each.basis(rule)) in said
    }


def _finding(rule: Rule, found: Found) -> Finding:
    """As the ledger would keep it; it has no number, because it is not kept."""
    return Finding(
        0,
        rule.id,
        found.register,
        found.record,
        found.field,
        found.unit,
        found.place,
        found.told,
        found.basis(rule.id),
    )


def _named(connection: Connection, findings: Collection[Finding]) -> tuple[Example, ...]:
    named = {
        register: titles(
            connection, register, [each.record for each in findings if each.register == register]
        )
        for register in {each.register for each in findings}
    }
    return tuple(Example(each, named[each.register].get(each.record, "")) for each in findings)
