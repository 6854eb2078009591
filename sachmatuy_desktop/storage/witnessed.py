"""The newest point of each partner's journal that was seen here (`services/witnessing`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from sachmatuy_desktop.storage.schema import witnessed as table

__all__ = ["broken", "forget", "keep", "newest", "say_broken"]


def newest(connection: Connection, keys: Collection[str]) -> Mapping[str, Any] | None:
    """What was seen last of whoever has one of these key ids."""
    query = select(table).where(table.c.office.in_(sorted(keys))).order_by(table.c.at.desc())
    row = connection.execute(query.limit(1)).mappings().one_or_none()
    return None if row is None else dict(row)


def keep(connection: Connection, row: Mapping[str, Any]) -> None:
    """Remember a point in place of the one before."""
    connection.execute(
        upsert(table)
        .values(dict(row))
        .on_conflict_do_update(index_elements=["office"], set_=dict(row))
    )


def forget(connection: Connection, key_id: str) -> None:
    """Forget what was seen under a former key."""
    connection.execute(delete(table).where(table.c.office == key_id))


def say_broken(connection: Connection, key_id: str, told: str) -> None:
    """Remember which points do not hold on to each other; "" once somebody has asked why."""
    connection.execute(update(table).where(table.c.office == key_id).values(broken=told))


def broken(connection: Connection) -> dict[str, str]:
    """By key id what does not hold on."""
    query = select(table.c.office, table.c.broken).where(table.c.broken != "")
    return {row.office: row.broken for row in connection.execute(query)}
