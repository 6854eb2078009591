"""What a drive of household commitments is read from: who is asked, who has signed, the sheets.

The base and the newest answer are the criterion's own (`places.residing`, `ladder`), so a drive
never asks a household that an assessment leaves out, and never counts one that it does not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.drives import SheetRow
from sachmatuy_desktop.domain.registers.drives import KIND
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage.facts.circles import HOUSEHOLDS, alive
from sachmatuy_desktop.storage.facts.ladder import SIGNED
from sachmatuy_desktop.storage.facts.places import COMMITMENTS, residing
from sachmatuy_desktop.storage.facts.question import DAY, UNITS, Question
from sachmatuy_desktop.storage.schema import register_tables

SHEETS: Final = register_tables["drive_sheets"]


@dataclass(frozen=True, slots=True)
class Residing:
    """A household that the commitment is asked of: where it lives, and its place in the village's
    book.
    """

    id: RecordId
    village: RecordId
    unit: str
    number: str
    sort_key: str


def residing_households(connection: Connection, question: Question) -> dict[RecordId, Residing]:
    """Every household that the criterion counts on the day, by id."""
    c = HOUSEHOLDS.c
    rows = connection.execute(
        select(c.id, c.village, c.unit_id, c.number, c.sort_key).where(*residing(question.shape)),
        question.values,
    )
    return {
        row.id: Residing(row.id, row.village, row.unit_id, row.number or "", row.sort_key)
        for row in rows
    }


def signatures(
    connection: Connection,
    question: Question,
    since: str = "",
    household: RecordId | None = None,
) -> dict[RecordId, RecordId]:
    """The households whose newest answer is a signature, each with that commitment.

    With `since`, only what was answered on that day or later: who signs anew has not signed before
    it.  Of two answers on one day the signature holds.  `household` asks about one alone.
    """
    c = COMMITMENTS.c
    one = c.household.is_not(None) if household is None else c.household == household
    rows = connection.execute(
        select(c.household, c.signed_on, c.outcome, c.id).where(
            alive(COMMITMENTS),
            c.unit_id.in_(UNITS),
            c.kind == KIND,
            one,
            c.signed_on <= DAY,
            c.signed_on >= since,
        ),
        question.values,
    )
    newest: dict[RecordId, tuple[str, bool, RecordId]] = {}
    for row in rows:
        said = (row.signed_on, row.outcome == SIGNED, row.id)
        newest[row.household] = max(newest.get(row.household, said), said)
    return {home: commitment for home, (_on, signed, commitment) in newest.items() if signed}


def sheets_of(
    connection: Connection, drive: RecordId, ids: Collection[RecordId] | None = None
) -> list[SheetRow]:
    """The living sheets of a drive, or those of them named, by number.

    A sheet of a household that was merged away is one of the household that was kept.
    """
    c = SHEETS.c
    query = (
        select(
            c.id,
            c.household,
            c.village,
            c.number,
            c.printed_on,
            c.handed_on,
            c.carrier,
            c.came_back_on,
            c.outcome,
            c.visits,
        )
        .where(alive(SHEETS), c.drive == drive)
        .order_by(c.number, c.id)
    )
    if ids is not None:
        query = query.where(c.id.in_(list(ids)))
    kept = _kept(connection)
    return [_sheet(row, kept) for row in connection.execute(query)]


def _sheet(row: Any, kept: Mapping[RecordId, RecordId]) -> SheetRow:
    return SheetRow(
        row.id,
        kept.get(row.household, row.household),
        row.village or "",
        row.number,
        row.printed_on or "",
        row.handed_on or "",
        row.carrier or "",
        row.came_back_on or "",
        row.outcome or "",
        row.visits or 0,
    )


def _kept(connection: Connection) -> dict[RecordId, RecordId]:
    """Of every household merged away, the living one; a circle leads nowhere."""
    c = HOUSEHOLDS.c
    gone = {
        row.id: row.merged_into
        for row in connection.execute(
            select(c.id, c.merged_into).where(c.deleted == 1, c.merged_into.is_not(None))
        )
    }
    found: dict[RecordId, RecordId] = {}
    for each in gone:
        at, seen = each, {each}
        while at in gone and gone[at] not in seen:
            at = gone[at]
            seen.add(at)
        if at not in gone:
            found[each] = at
    return found
