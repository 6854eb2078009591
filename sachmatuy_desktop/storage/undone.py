"""Segments of bundles that a person undid: kept, and never applied by themselves.

The very bundle, or a later one with the same lines, brings them back; then what lies here is let
go.  What is another history of the same lines stays, as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, exists, insert, select

from sachmatuy_desktop.storage import schema

__all__ = ["SetAside", "forget_set_aside", "keep_aside", "set_aside"]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A segment of an undone bundle: its place, header and signature, its packed lines."""

    site: int
    stream: int
    first: int
    header: str
    signature: str
    lines: bytes
    bundle: str


def keep_aside(connection: Connection, segments: Iterable[SetAside]) -> None:
    """Keep these besides what is kept already."""
    rows = [asdict(each) for each in segments]
    if rows:
        connection.execute(insert(schema.undone_segments), rows)


def set_aside(connection: Connection) -> list[SetAside]:
    """Everything that was undone and has not come again."""
    table = schema.undone_segments
    columns = [each for each in table.columns if each.name != "id"]
    return [SetAside(*row) for row in connection.execute(select(*columns).order_by(table.c.id))]


def forget_set_aside(connection: Connection) -> None:
    """Let go of the segments that are in force again."""
    kept, table = schema.segments, schema.undone_segments
    again = exists().where(
        kept.c.site == table.c.site,
        kept.c.stream == table.c.stream,
        kept.c.first == table.c.first,
        kept.c.signature == table.c.signature,
    )
    connection.execute(delete(table).where(again))
