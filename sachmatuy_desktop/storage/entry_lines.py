"""The acts of the journal, each as one line to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from sachmatuy_desktop.domain.acts import act_title, may_be_undone
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.statements import Prepared

ENTRY: Final = schema.journal_entries.c
ENTRIES: Final = select(
    ENTRY.id,
    ENTRY.txn,
    ENTRY.at,
    ENTRY.by,
    ENTRY.act,
    ENTRY.why,
    ENTRY.first,
    ENTRY.last,
    ENTRY.undoes,
    ENTRY.origin,
).order_by(ENTRY.id.desc())
_TAKERS: Final = Prepared(select(ENTRY.txn).where(ENTRY.undoes == bindparam("txn")).distinct())
_TAKEN: Final = Prepared(select(ENTRY.undoes).where(ENTRY.txn == bindparam("txn")).limit(1))


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One act in the journal: who did what when, and how many records it touched."""

    number: int
    txn: str
    at: str
    by: str
    title: str
    why: str
    count: int
    undone: bool
    undoes: str | None
    origin: str | None
    act: str = ""

    @property
    def may_be_undone(self) -> bool:
        """Whether this office did it, it changed something, and it is not taken back already."""
        own = self.origin is None and self.count > 0
        return own and not self.undone and may_be_undone(self.act)


def newest(connection: Connection, limit: int) -> Iterator[EntryLine]:
    """The acts of the newest entries, read one at a time: the first is mostly the one looked for.

    The entries of an own act stand side by side.
    """
    rows = connection.execute(ENTRIES.limit(limit))
    for _txn, act in groupby(rows, key=lambda row: row.txn):
        yield entry_line(connection, list(act))


def entry_line(connection: Connection, rows: Sequence[Any]) -> EntryLine:
    """One act from its entries, the newest first; it is told by its oldest."""
    row = rows[-1]
    return EntryLine(
        row.id,
        row.txn,
        row.at,
        row.by,
        act_title(row.act),
        row.why,
        sum(each.last - each.first for each in rows),
        _is_undone(connection, row.txn),
        row.undoes,
        row.origin,
        row.act,
    )


def _is_undone(connection: Connection, txn: str) -> bool:
    """Whether an act was taken back, and not done again by undoing that.

    However long the row of takings back is, and also where one from outside says of itself that it
    takes itself back.
    """
    takers: dict[str, list[str]] = {txn: []}
    row = [txn]
    for each in row:
        for (taker,) in _TAKERS.run(connection, {"txn": each}).fetchall():
            if taker not in takers:
                takers[taker] = []
                row.append(taker)
                takers[each].append(taker)
    undone: dict[str, bool] = {}
    for each in reversed(row):
        undone[each] = any(not undone[taker] for taker in takers[each])
    return undone[txn]


def depth(connection: Connection, txn: str) -> int:
    """0 for an act, 1 for its undoing, 2 for doing it again, …"""
    row = {txn}
    found = _TAKEN.one(connection, txn=txn)
    while found is not None and found[0] and found[0] not in row:
        row.add(found[0])
        found = _TAKEN.one(connection, txn=found[0])
    return len(row) - 1
