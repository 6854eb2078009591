"""What bundles have done with records: when they came here, when they left, who said to hold them.

Read from the journal, the book of bundles and the receipts; nothing is kept for it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, and_, func, select

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.statements import Prepared, among
from sachmatuy_desktop.storage.sync.post import FAILED, still_in

__all__ = ["Carried", "carried"]

_ENTRIES: Final = schema.journal_entries
_CHANGES: Final = schema.journal_changes
_SEGMENTS: Final = schema.segments
_BUNDLES: Final = schema.bundles
_ACKNOWLEDGED: Final = schema.acknowledged

_OF_RECORDS: Final = ("changes", "return")
"""Kinds of bundles that take records along: up, and down."""

_CAME: Final = (
    select(_BUNDLES.c.digest, func.min(_BUNDLES.c.at).label("at"))
    .where(still_in())
    .group_by(_BUNDLES.c.digest)
    .subquery()
)

_HELD: Final = (
    select(_ACKNOWLEDGED.c.site, _ACKNOWLEDGED.c.stream, func.max(_ACKNOWLEDGED.c.last).label("to"))
    .where(among(_ACKNOWLEDGED.c.partner, "partners"))
    .group_by(_ACKNOWLEDGED.c.site, _ACKNOWLEDGED.c.stream)
    .subquery()
)

_SEALED: Final = (
    select(_SEGMENTS.c.site, _SEGMENTS.c.stream, func.max(_SEGMENTS.c.last).label("to"))
    .group_by(_SEGMENTS.c.site, _SEGMENTS.c.stream)
    .subquery()
)

_WRITTEN: Final = Prepared(
    select(
        _CHANGES.c.record,
        _ENTRIES.c.at,
        _CAME.c.at,
        _ENTRIES.c.last <= func.coalesce(_SEALED.c.to, 0),
        _ENTRIES.c.last <= func.coalesce(_HELD.c.to, 0),
    )
    .join(_ENTRIES, _ENTRIES.c.id == _CHANGES.c.entry)
    .outerjoin(_CAME, _CAME.c.digest == _ENTRIES.c.origin)
    .outerjoin(
        _SEALED, and_(_SEALED.c.site == _ENTRIES.c.site, _SEALED.c.stream == _ENTRIES.c.stream)
    )
    .outerjoin(_HELD, and_(_HELD.c.site == _ENTRIES.c.site, _HELD.c.stream == _ENTRIES.c.stream))
    .where(among(_CHANGES.c.record, "records"))
    .order_by(_ENTRIES.c.id)
)


class _Written(NamedTuple):
    """One change of a record: when it was written and came here, whether a bundle ever took it,
    whether a partner holds it.
    """

    at: str
    came: str | None
    sealed: int
    held: int

    def left(self, bundles: Iterable[str]) -> str | None:
        """When the first of these bundles, oldest first, took it along."""
        here = datetime.fromisoformat(self.came or self.at)
        if not self.sealed:
            return None
        return next((each for each in bundles if datetime.fromisoformat(each) >= here), None)


@dataclass(frozen=True, slots=True)
class Carried:
    """Stamps, None where it did not happen.

    `came`: when a bundle brought the record here.  `sent`: when the first bundle took it to one of
    the partners asked about.  `received`: one of them has said it holds its first change.
    `whole`: every change has gone since; `held`: they have said they hold every one of them.
    """

    came: str | None = None
    sent: str | None = None
    received: bool = False
    whole: bool = True
    held: bool = False


def carried(
    connection: Connection, records: Sequence[RecordId], partners: Collection[str]
) -> Mapping[RecordId, Carried]:
    """What became of each record on its way to the partners, whose key ids are given."""
    keys = json.dumps(sorted(partners))
    left = _bundles_to(connection, partners)
    asked = {"records": json.dumps(list(records)), "partners": keys}
    written: defaultdict[RecordId, list[_Written]] = defaultdict(list)
    for record, *rest in _WRITTEN.run(connection, asked):
        written[str(record)].append(_Written(*rest))
    return {record: _carried(lines, left) for record, lines in written.items()}


def _carried(lines: Sequence[_Written], left: Sequence[str]) -> Carried:
    first = lines[0]
    gone = all(each.held or each.left(left) for each in lines)
    held = all(each.held for each in lines)
    return Carried(first.came, first.left(left), bool(first.held), gone, held)


def _bundles_to(connection: Connection, partners: Collection[str]) -> list[str]:
    """When bundles of records left for the partners, the oldest first."""
    query = (
        select(_BUNDLES.c.at)
        .where(
            _BUNDLES.c.direction == "out",
            _BUNDLES.c.kind.in_(_OF_RECORDS),
            _BUNDLES.c.summary != FAILED,
            _BUNDLES.c.partner.in_(list(partners)),
        )
        .order_by(_BUNDLES.c.id)
    )
    return list(connection.execute(query).scalars())
