"""Segments that came before what they stand on; they wait here and apply themselves later."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.sync.post import brought


@dataclass(frozen=True, slots=True)
class Parked:
    """A segment that waits: header and signature as text, its packed lines, what it is part of, and
    by what its author lets anybody prove what is left of it (`reduced`: its outline).
    """

    header: str
    signature: str
    lines: bytes
    reason: str
    bundle: str
    reduced: str | None = None


def parked(connection: Connection) -> list[Parked]:
    """Everything that waits."""
    table = schema.parked_segments
    columns = [each for each in table.columns if each.name != "id"]
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


class Missing(StrEnum):
    """What a waiting segment stands on and that is not here."""

    BEFORE = "before"
    """The lines before it, of the same author."""
    READ = "read"
    """Lines of another PC that its author had read."""
    OTHER = "other"
    """Nothing: other words stand here under its numbers; it is kept as evidence of a fork."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A segment that waits: how many lines, of which unit's stream, who wrote it, which bundle.

    `upto` is the last line of its author that is here, `first` its own first one.
    """

    scope: str
    unit: str
    first: int
    lines: int
    upto: int
    missing: Missing
    office: str
    bundle: int | None
    came: str


def waiting(connection: Connection) -> list[Waiting]:
    """What waits, and for what."""
    table, partners, bundles = schema.parked_segments, schema.partners, schema.bundles
    query = (
        select(table.c.header, partners.c.name, bundles.c.sequence, bundles.c.at)
        .outerjoin(bundles, brought(table.c.bundle))
        .outerjoin(partners, partners.c.key_id == bundles.c.partner)
        .order_by(table.c.id)
    )
    return [_waiting(connection, *row) for row in connection.execute(query).all()]


def _waiting(
    connection: Connection, header: str, office: str | None, bundle: int | None, came: str | None
) -> Waiting:
    said = json.loads(header)
    scope, _, unit = str(said["stream"]).partition("/")
    first, last = int(said["first"]), int(said["last"])
    upto = _held(connection, str(said["site"]), scope, unit)
    missing = Missing.READ
    if upto < first - 1:
        missing = Missing.BEFORE
    elif upto >= first:
        missing = Missing.OTHER
    return Waiting(
        scope, unit, first, last - first + 1, upto, missing, office or "", bundle, came or ""
    )


def _held(connection: Connection, site: str, scope: str, unit: str) -> int:
    held, sites, streams = schema.held, schema.sites, schema.streams
    query = (
        select(held.c.last)
        .join(sites, sites.c.id == held.c.site)
        .join(streams, streams.c.id == held.c.stream)
        .where(sites.c.site == site, streams.c.scope == scope, streams.c.unit_id == unit)
    )
    return connection.execute(query).scalar_one_or_none() or 0


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
