"""From the rows of an office file to drives and how far they are."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sachmatuy_desktop.domain.drives import (
    Counts,
    Home,
    PileOut,
    by_village,
    homes_of,
    piles_out,
)
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage.facts import Question, opened
from sachmatuy_desktop.storage.facts.drives import (
    residing_households,
    sheets_of,
    signatures,
)
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.storage.store import Connection, Store

DRIVES: Final = "drives"
VILLAGES: Final = "drive_villages"
SHEETS: Final = "drive_sheets"
BOOKS: Final = frozenset({DRIVES, VILLAGES, SHEETS, "commitments", "households", "villages"})
"""The registers that say how far a drive is."""

EVERYBODY: Final = "tat_ca"


@dataclass(frozen=True, slots=True)
class DriveVillage:
    """A hamlet of a drive, and who carries its forms."""

    id: RecordId
    village: RecordId
    carrier: str = ""


@dataclass(frozen=True)
class Drive:
    """One drive.  `closing` are the counts of the day it ended."""

    id: RecordId
    unit: str
    name: str
    asked: str
    from_date: date
    until_date: date | None = None
    document: str = ""
    task: RecordId = ""
    set_task: RecordId = ""
    remark: str = ""
    ended_on: date | None = None
    closing: Counts | None = None
    villages: tuple[DriveVillage, ...] = ()

    @property
    def is_running(self) -> bool:
        """Not ended yet."""
        return self.ended_on is None

    @property
    def since(self) -> str:
        """The first day whose signatures count; "" for every day.

        Whoever is asked to sign anew has not signed before the drive.
        """
        return self.from_date.isoformat() if self.asked == EVERYBODY else ""

    @property
    def carriers(self) -> Mapping[RecordId, str]:
        """Who carries the forms of each hamlet, where somebody is named."""
        return {each.village: each.carrier for each in self.villages if each.carrier}

    def days_left(self, today: date) -> int | None:
        """Days until the last one, negative when it is past; None without a deadline."""
        return None if self.until_date is None else (self.until_date - today).days


@dataclass(frozen=True)
class DriveState:
    """How far a drive is on a day.

    `counts` are of the whole drive, `villages` of each hamlet, `out` the pile still out in each.
    `missing` are the households of its hamlets that should be asked and have no sheet, `unbooked`
    those whose sheet is signed and whose commitment is not in the book.
    """

    drive: Drive
    homes: tuple[Home, ...]
    counts: Counts
    villages: Mapping[RecordId, Counts]
    out: Mapping[RecordId, PileOut]
    missing: tuple[RecordId, ...]
    unbooked: tuple[Home, ...]


def drives_of(queries: Queries, unit: str | None = None) -> list[Drive]:
    """The drives of a unit, or of all units in the file: those running first, the newest first."""
    where = () if unit is None else (Where("unit_id", "=", unit),)
    ids = queries.ids(DRIVES, where)
    rows = queries.rows(DRIVES, ids)
    villages: dict[RecordId, list[DriveVillage]] = defaultdict(list)
    listed = queries.ids(VILLAGES, where)
    for row in queries.rows(VILLAGES, listed).values():
        villages[str(row["drive"])].append(
            DriveVillage(str(row["id"]), str(row["village"]), str(row["carrier"] or ""))
        )
    found = [_drive(rows[each], tuple(villages[each])) for each in ids if each in rows]
    return sorted(found, key=lambda drive: not drive.is_running)


def state_of(store: Store, drive: Drive, today: str) -> DriveState:
    """How far a drive is; reads every sheet of it, so off the window."""
    with opened(store) as books:
        return standing(books.connection, drive, today)


def standing(connection: Connection, drive: Drive, today: str) -> DriveState:
    """The same, within a transaction."""
    question = Question((drive.unit,), date.fromisoformat(today))
    residing = residing_households(connection, question)
    signed = signatures(connection, question, drive.since)
    sheets = sheets_of(connection, drive.id)
    homes = homes_of(sheets, residing.keys(), signed.keys())
    villages = {each.village for each in drive.villages}
    known = {each.household for each in sheets}
    missing = tuple(
        each.id
        for each in residing.values()
        if each.village in villages and each.id not in known and each.id not in signed
    )
    counted = by_village(homes)
    return DriveState(
        drive,
        homes,
        sum(counted.values(), Counts()),
        counted,
        piles_out(homes),
        missing,
        tuple(home for home in homes if home.is_unbooked),
    )


def counts_above(store: Store, queries: Queries, today: str) -> list[tuple[Drive, Counts]]:
    """The drives of all units in the file with nothing but their counts: for an office above.

    Of a drive that has ended the counts are those that its commune ended it with.
    """
    return [
        (drive, drive.closing or state_of(store, drive, today).counts)
        for drive in drives_of(queries)
    ]


def waiting_by_village(store: Store, unit: str, today: str, *, everybody: bool) -> Counter[str]:
    """How many households of each hamlet a drive begun today would ask."""
    question = Question((unit,), date.fromisoformat(today))
    with opened(store) as books:
        residing = residing_households(books.connection, question)
        signed = {} if everybody else signatures(books.connection, question)
    return Counter(each.village for each in residing.values() if each.id not in signed)


def _drive(row: Mapping[str, Any], villages: tuple[DriveVillage, ...]) -> Drive:
    def text(name: str) -> str:
        return str(row[name] or "")

    closing = text("closing")
    return Drive(
        text("id"),
        text("unit_id"),
        text("name"),
        text("asked"),
        date.fromisoformat(text("from_date")),
        _day(row["until_date"]),
        text("document"),
        text("task"),
        text("set_task"),
        text("remark"),
        _day(row["ended_on"]),
        Counts.from_json(json.loads(closing)) if closing else None,
        villages,
    )


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(str(value))
