"""The receiving office's table: communes × criteria, from the assessments they sent."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Final, cast, get_args

from sachmatuy_desktop.documents import builders
from sachmatuy_desktop.documents.inputs import CommuneLine, Outcome, ReceivingSummary, Status
from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.text import sort_key
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import Choices
from sachmatuy_desktop.services.papers.counts import Row
from sachmatuy_desktop.services.papers.heads import heading_of
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.sync import post

BY_ANOTHER: Final = "(theo bộ tiêu chí khác)"
"""Beside a commune that has sent results, but none by the pack of the table."""


def receiving_summary(office: Office, as_of: date, choices: Choices) -> FormData:
    """Every commune below, with its newest result up to the day by one pack.

    Communes that are partners and have sent nothing stand there with an empty line.
    """
    sent = _assessments(office, as_of)
    pack = _pack(office, choices, sent, as_of)
    newest = (
        {} if pack is None else {unit: row for (unit, by), row in sent.items() if by == pack.id}
    )
    by_any = {unit for unit, _ in sent}
    units = by_any | _communes(office)
    named = {unit: office.units.unit(unit).titled for unit in units}
    summary = ReceivingSummary(
        programme="" if pack is None else f"“{pack.title}”",
        as_of=as_of.isoformat(),
        criteria=()
        if pack is None
        else tuple((pack.marks[each.id], each.title) for each in pack.criteria),
        communes=tuple(
            _line(named[unit], pack, newest.get(unit), by_another=unit in by_any)
            for unit in sorted(units, key=lambda unit: (sort_key(named[unit]), unit))
        ),
    )
    heading = heading_of(office)
    return builders.receiving_summary(heading.paper(training=office.info.training), summary)


def _assessments(office: Office, as_of: date) -> dict[tuple[str, str], Row]:
    """The newest kept result of every commune by every pack."""
    of_whole_units = [Where("as_of", "<=", as_of.isoformat()), Where("village", "null")]
    ids = office.queries.ids("assessments", of_whole_units)
    rows = office.queries.rows("assessments", ids)
    oldest_first = sorted(rows.items(), key=lambda item: (str(item[1]["as_of"]), item[0]))
    return {(str(row["unit_id"]), str(row["pack"])): row for _, row in oldest_first}


def _pack(
    office: Office, choices: Choices, sent: Mapping[tuple[str, str], Row], as_of: date
) -> RulePack | None:
    """The pack chosen, else that of most results sent; of two, the national one."""
    if choices.pack:
        return criteria.library(office).rules(choices.pack, as_of)
    counts = Counter(pack for _, pack in sorted(sent))
    packs = list(_packs(office, sent, as_of))
    return max(
        packs,
        key=lambda pack: (counts[pack.id], pack.scope == "country"),
        default=next(iter(criteria.packs_of(office)), None),
    )


def _packs(office: Office, sent: Iterable[tuple[str, str]], as_of: date) -> Iterator[RulePack]:
    """The packs that results were sent by, as far as this office can read them."""
    seen: set[str] = set()
    for unit, pack in sorted(sent):
        if pack not in seen:
            with suppress(KnownError):
                yield criteria.library(office, unit).rules(pack, as_of)
                seen.add(pack)


def _communes(office: Office) -> set[str]:
    with office.store.reading() as connection:
        return {each.unit_id for each in post.partners(connection) if each.role == "lower"}


def _line(name: str, pack: RulePack | None, row: Row | None, *, by_another: bool) -> CommuneLine:
    if pack is None or (row is None and not by_another):
        return CommuneLine(name)
    if row is None:
        return CommuneLine(f"{name} {BY_ANOTHER}", (None,) * len(pack.criteria))
    statuses = _statuses(str(row["frozen"] or "{}"))
    return CommuneLine(
        name,
        tuple(statuses.get(each.id) for each in pack.criteria),
        cast("Outcome", row["outcome"]),
        str(row["as_of"]),
    )


def _statuses(frozen: str) -> dict[str, Status]:
    """Criterion → status out of a kept assessment (see `services.criteria.KeepAssessment`)."""
    kept = json.loads(frozen)
    return {
        str(each["id"]): cast("Status", each["status"])
        for each in kept.get("answer", {}).get("criteria", ())
        if each["status"] in get_args(Status)
    }
