"""Segments of bundles that a person undid: kept, and never applied by themselves.

The very bundle, or a later one with the same lines, brings them back; then what lies here is let
go.  What is another history of the same lines stays, as evidence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, exists, insert, select

from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.sync import post

__all__ = ["KeptOfUndone", "SetAside", "forget_set_aside", "keep_aside", "kept_of", "set_aside"]


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


@dataclass(frozen=True, slots=True)
class KeptOfUndone:
    """What is kept of one undone bundle: so many lines of these units' streams.

    `office` sent it as its bundle number `bundle`; it came in at `came`, went out at `undone`.
    """

    lines: int
    units: tuple[str, ...]
    office: str
    bundle: int | None
    came: str
    undone: str


def kept_of(connection: Connection) -> list[KeptOfUndone]:
    """Every undone bundle of which something has not come again, the last one first."""
    names = {each.key_id: each.name for each in post.partners(connection)}
    headers: dict[str, list[dict[str, object]]] = {}
    for each in set_aside(connection):
        headers.setdefault(each.bundle, []).append(json.loads(each.header))
    found = [_kept(connection, names, *each) for each in headers.items()]
    return sorted(found, key=lambda each: each.undone, reverse=True)


def _kept(
    connection: Connection, names: dict[str, str], digest: str, headers: list[dict[str, object]]
) -> KeptOfUndone:
    came = post.came_bundle(connection, digest)
    return KeptOfUndone(
        sum(int(str(each["last"])) - int(str(each["first"])) + 1 for each in headers),
        tuple(sorted({str(each["stream"]).partition("/")[2] for each in headers})),
        names.get(came.partner, "") if came else "",
        came.sequence if came else None,
        came.at if came else "",
        (came.undone or "") if came else "",
    )


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
