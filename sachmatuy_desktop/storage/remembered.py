"""What an office file remembers that is no record: a moment, a choice, how far something got."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from sachmatuy_desktop.storage import schema

__all__ = ["remember", "remembered"]


def remember(connection: Connection, key: str, value: str) -> None:
    """Remember a value under `key` in place of the one before."""
    statement = insert(schema.office).values(key=key, value=value)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": value})
    )


def remembered(connection: Connection, key: str) -> str | None:
    """What was remembered under `key`."""
    office = schema.office.c
    return connection.execute(select(office.value).where(office.key == key)).scalar_one_or_none()
