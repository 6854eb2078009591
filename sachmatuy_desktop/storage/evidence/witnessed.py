"""The newest point of each partner's journal that was seen here (`services/proof/witnessing`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from sachmatuy_desktop.storage.schema import office
from sachmatuy_desktop.storage.schema import witnessed as table

__all__ = ["DENIED", "agree", "broken", "deny", "forget", "keep", "newest", "say_broken"]

DENIED: Final = "witnessed.denied/"
"""With a partner's key id behind it: the point of ours which that partner saw otherwise."""


def deny(connection: Connection, key_id: str, point: str) -> None:
    """Remember that a partner has seen a point of this office's journal which it does not have."""
    row = {"key": DENIED + key_id, "value": point}
    connection.execute(
        upsert(office)
        .values(row)
        .on_conflict_do_update(index_elements=["key"], set_={"value": point})
    )


def agree(connection: Connection, key_id: str) -> None:
    """A later receipt of that partner agrees again."""
    connection.execute(delete(office).where(office.c.key == DENIED + key_id))


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
