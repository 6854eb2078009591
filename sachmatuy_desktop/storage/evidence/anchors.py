"""Where a checkpoint of this office's journal stands outside this PC.

Whoever holds every key of this PC can write the journal anew from any point on; what cannot be
written anew is what somebody else already holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select

from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.engine import told_as_sentences
from sachmatuy_desktop.storage.store import Store

__all__ = ["Anchor", "Kind", "Standing", "add", "anchored", "standing"]

MOST_DAYS: Final = timedelta(days=7)
MOST_ENTRIES: Final = 500
EARLY_DAYS: Final = timedelta(days=5)
EARLY_ENTRIES: Final = 400
"""It is asked for an anchor so early that there is time to make one."""


class Kind(StrEnum):
    """How a checkpoint left the PC.

    Of a bundle and of a copy in the office's own folder nobody knows whether they got anywhere:
    these two alone do not count as outside.
    """

    BUNDLE = "bundle"
    RECEIPT = "receipt"
    BACKUP = "backup"
    PRINT = "print"


OUTSIDE: Final = (Kind.RECEIPT, Kind.BACKUP, Kind.PRINT)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Checkpoint `checkpoint` stands at `where` (a partner's key, a folder's name, a paper)."""

    checkpoint: int
    kind: Kind
    where: str
    at: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the journal is anchored outside.

    `newest` is the newest anchor that counts; `entries` were written since its checkpoint (all, if
    there is none), the first of them at `since`.
    """

    newest: Anchor | None
    entries: int
    since: str | None

    def is_due(self, now: datetime) -> bool:
        """Whether an anchor is to be made: 400 entries wait for one, or any for five days."""
        return self._exceeds(now, EARLY_ENTRIES, EARLY_DAYS)

    def is_overdue(self, now: datetime) -> bool:
        """Whether more stands unanchored than may: 500 entries, or any for seven days."""
        return self._exceeds(now, MOST_ENTRIES, MOST_DAYS)

    def _exceeds(self, now: datetime, entries: int, span: timedelta) -> bool:
        if not self.entries or self.since is None:
            return False
        # A moment that is still to come was written by a wrong clock: it tells no span at all.
        return self.entries > entries or abs(now - datetime.fromisoformat(self.since)) > span


def add(store: Store, checkpoint: int, kind: Kind, where: str) -> None:
    """Remember that a checkpoint stands somewhere else.  Raises `StorageTrouble`."""
    with (
        told_as_sentences(),
        store.engine.connect().execution_options(writing=True) as connection,
        connection.begin(),
    ):
        add_in(connection, Anchor(checkpoint, kind, where, store.clock.stamp()))


def add_in(connection: Connection, anchor: Anchor) -> None:
    """The same within a transaction."""
    connection.execute(
        insert(schema.anchors),
        {
            "checkpoint": anchor.checkpoint,
            "kind": anchor.kind.value,
            "where": anchor.where,
            "at": anchor.at,
        },
    )


def anchored(connection: Connection, limit: int = 200) -> list[Anchor]:
    """The anchors, the newest first."""
    table = schema.anchors
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    return [_anchor(row) for row in connection.execute(query).mappings()]


def newest(connection: Connection, kind: Kind, where: str) -> int:
    """The number of the newest checkpoint that stands there; 0 for none."""
    table = schema.anchors
    query = select(func.max(table.c.checkpoint)).where(
        table.c.kind == kind.value, table.c.where == where
    )
    return connection.execute(query).scalar_one() or 0


def standing(store: Store) -> Standing:
    """How far the journal is anchored outside."""
    table, points, entries = schema.anchors, schema.checkpoints, schema.journal_entries
    with store.reading() as connection:
        row = (
            connection.execute(
                select(table, points.c.upto)
                .join(points, points.c.number == table.c.checkpoint)
                .where(table.c.kind.in_([each.value for each in OUTSIDE]))
                .order_by(table.c.checkpoint.desc(), table.c.id.desc())
                .limit(1)
            )
            .mappings()
            .one_or_none()
        )
        upto = 0 if row is None else int(row["upto"])
        after = entries.c.id > upto
        count = connection.execute(select(func.count()).select_from(entries).where(after))
        first = connection.execute(
            select(entries.c.at).where(after).order_by(entries.c.id).limit(1)
        )
        return Standing(
            None if row is None else _anchor(row),
            count.scalar_one(),
            first.scalar_one_or_none(),
        )


def _anchor(row: Any) -> Anchor:
    return Anchor(row["checkpoint"], Kind(row["kind"]), row["where"], row["at"])
