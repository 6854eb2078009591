"""The packs of criteria that stand in an office file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy import Connection, select

from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.domain.registers.rule_books import PACK_BOOKS
from sachmatuy_desktop.packs.library import TakenIn
from sachmatuy_desktop.storage import schema

FROM_ABOVE: Final = PACK_BOOKS[Scope.DOWN].name
"""The book of packs that an office takes in for all its communes."""

OWN: Final = PACK_BOOKS[Scope.PROGRAMME].name
"""The book of packs that a commune takes in for itself."""

Keys = frozenset[tuple[str, int]]
"""The packs' records with the last entry that wrote each: while they stand, nothing has changed."""


def pack_keys(connection: Connection) -> Keys:
    """The living packs and their state."""
    found: set[tuple[str, int]] = set()
    for book in (FROM_ABOVE, OWN):
        table = schema.register_tables[book]
        query = select(table.c.id, table.c.last_entry).where(table.c.deleted == 0)
        found |= {(str(row[0]), int(row[1])) for row in connection.execute(query)}
    return frozenset(found)


def packs_in(connection: Connection, book: str) -> Iterator[TakenIn]:
    """The living packs of a book, oldest first."""
    table = schema.register_tables[book]
    query = select(table).where(table.c.deleted == 0).order_by(table.c.id)
    for row in connection.execute(query).mappings():
        yield TakenIn(
            key=row["id"],
            unit=row["unit_id"],
            pack_id=row["pack"],
            title=row["title"],
            edition=row["edition"],
            effective_from=date.fromisoformat(row["effective_from"]),
            text=row["content"],
        )
