"""Sending rests after a restoring until somebody has looked at what was restored.

One thing the office file remembers, written into the restored file before it takes its place: no
moment lies between, and a copy of the file rests as well.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from sachmatuy_desktop.storage import schema

__all__ = ["PAUSED", "Pause", "begin", "end", "read"]

PAUSED: Final = "sending.paused"
"""Under this key the office file remembers it."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Since when sending rests, and the moment of the backup that was restored (ISO texts)."""

    since: str
    backup: str


def begin(connection: Connection, pause: Pause) -> None:
    """From now on nothing is sent."""
    row = {"key": PAUSED, "value": json.dumps(asdict(pause))}
    statement = insert(schema.office).values(row)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": row["value"]})
    )


def read(connection: Connection) -> Pause | None:
    """Why sending rests; None where it does not."""
    office = schema.office.c
    said = connection.execute(select(office.value).where(office.key == PAUSED)).scalar_one_or_none()
    return None if said is None else Pause(**json.loads(said))


def end(connection: Connection) -> None:
    """Bundles leave again."""
    connection.execute(delete(schema.office).where(schema.office.c.key == PAUSED))
