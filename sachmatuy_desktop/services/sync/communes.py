"""The receiving office's page: its communes, what they have come to, what has not arrived."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync.trusting import partners
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.results import Result, newest_results
from sachmatuy_desktop.storage.sync import post
from sachmatuy_desktop.storage.sync.parking import waiting_units
from sachmatuy_desktop.storage.sync.sums import Sums, newest_sums
from sachmatuy_desktop.sync.bundle import Kind

NO_BUNDLE: Final = N_("Chưa nhận gói dữ liệu nào.")
WAITS: Final = N_("Thiếu gói trước đó; dữ liệu đang chờ.")
NO_RESULT: Final = N_("Chưa có kết quả tự rà soát, đánh giá.")
"""What may be missing of a commune."""


@dataclass(frozen=True, slots=True)
class CommuneLine:
    """One commune on the receiving office's page.

    `outcomes` maps a pack to what the commune's newest assessment by it came to: outcome, class,
    criteria met and in all, as-of date.  `missing` says in words what has not arrived.
    `without_people`: the commune chose to send neither persons nor households, so their numbers
    are those of earlier bundles, or not known; `sums` is what it says of them all the same, and
    since when.  Neither is ever added to the other.
    """

    unit_id: str
    name: str
    last_bundle: str | None
    people: int
    households: int
    outcomes: dict[str, Result]
    missing: tuple[str, ...]
    without_people: bool = False
    sums: Sums | None = None


def overview(office: Office) -> list[CommuneLine]:
    """Every commune below: its newest results, its last bundle and what is missing."""
    lines = []
    with office.store.reading() as connection:
        latest = post.newest_from(connection, Kind.CHANGES)
        summaries = post.newest_summaries(connection, Kind.CHANGES)
        waiting = waiting_units(connection)
        sums = newest_sums(connection)
    for unit in dict.fromkeys(each.unit_id for each in partners(office) if each.role == "lower"):
        outcomes = _outcomes(office, unit)
        missing = []
        summary = json.loads(summaries.get(unit, "{}"))
        if unit not in latest:
            missing.append(NO_BUNDLE)
        if unit in waiting:
            missing.append(WAITS)
        if not outcomes:
            missing.append(NO_RESULT)
        lines.append(
            CommuneLine(
                unit,
                office.units.unit(unit).titled,
                latest[unit][1] if unit in latest else None,
                _count(office, "people", unit),
                _count(office, "households", unit),
                outcomes,
                tuple(missing),
                bool(summary.get("without_people")),
                sums.get(unit) if summary.get("figures") else None,
            )
        )
    return lines


def _outcomes(office: Office, unit: str) -> dict[str, Result]:
    """What the unit's newest assessment by each pack came to.

    A pack that judges one khu phố at a time comes to how many of those assessed stand well.
    """
    with office.store.reading() as connection:
        newest = newest_results(connection, unit)
    return {
        pack: by_place[None] if None in by_place else _together(list(by_place.values()))
        for pack, by_place in newest.items()
    }


def _together(places: Sequence[Result]) -> Result:
    well = sum(each.outcome == "yes" for each in places)
    outcome = "yes" if well == len(places) else "no"
    return Result(outcome, None, well, len(places), max(each.as_of for each in places))


def _count(office: Office, register: str, unit: str) -> int:
    return office.queries.count(register, [Where("unit_id", "=", unit)])
