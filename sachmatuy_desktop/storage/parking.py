"""Segments that came before what they stand on; they wait here and apply themselves later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select

from sachmatuy_desktop.storage import schema


@dataclass(frozen=True, slots=True)
class Parked:
    """A segment that waits: header and signature as text, its packed lines, what it is part of."""

    header: str
    signature: str
    lines: bytes
    reason: str
    bundle: str


def parked(connection: Connection) -> list[Parked]:
    """Everything that waits."""
    table = schema.parked_segments
    columns = (table.c.header, table.c.signature, table.c.lines, table.c.reason, table.c.bundle)
    return [Parked(*row) for row in connection.execute(select(*columns).order_by(table.c.id))]


def signers(connection: Connection) -> dict[str, str]:
    """Which key signed the bundles that brought what waits, by the bundle's digest."""
    bundles, waiting = schema.bundles, select(schema.parked_segments.c.bundle)
    query = select(bundles.c.digest, bundles.c.partner).where(
        bundles.c.direction == "in", bundles.c.digest.in_(waiting)
    )
    return {row.digest: row.partner for row in connection.execute(query)}


def waiting_units(connection: Connection) -> set[str]:
    """The units whose segments wait for a bundle that has not come."""
    return {each.reason for each in parked(connection)}


def waiting_bundles(connection: Connection) -> frozenset[str]:
    """The digests of the bundles that brought what waits."""
    query = select(schema.parked_segments.c.bundle).distinct()
    return frozenset(connection.execute(query).scalars())


def park_also(connection: Connection, segments: Iterable[Parked]) -> None:
    """Let these wait besides those that wait already."""
    rows = [asdict(each) for each in segments]
    if rows:
        connection.execute(insert(schema.parked_segments), rows)


def take_waiting(connection: Connection, bundle: str) -> list[Parked]:
    """What a bundle brought and still waits; it does not wait any more."""
    table = schema.parked_segments
    found = [each for each in parked(connection) if each.bundle == bundle]
    connection.execute(delete(table).where(table.c.bundle == bundle))
    return found


def park(connection: Connection, segments: Iterable[Parked]) -> None:
    """Let these wait, and nothing else."""
    connection.execute(delete(schema.parked_segments))
    park_also(connection, segments)
