"""Where an office file stands: its short numbers for sites and streams, how far each is held, time.

A site's stream is told by two long names; in the tables it is two small numbers.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, bindparam, func, select, update

from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.statements import Prepared, inserting, keeping

_SITE = Prepared(select(schema.sites.c.id).where(schema.sites.c.site == bindparam("site")))
_NEW_SITE = inserting(schema.sites, "id", "author")
_STREAM = Prepared(
    select(schema.streams.c.id).where(
        schema.streams.c.scope == bindparam("scope"), schema.streams.c.unit_id == bindparam("unit")
    )
)
_NEW_STREAM = inserting(schema.streams, "id")
_HELD = Prepared(
    select(schema.held.c.last, schema.held.c.chain).where(
        schema.held.c.site == bindparam("site"), schema.held.c.stream == bindparam("stream")
    )
)
_HLC = Prepared(select(schema.office.c.value).where(schema.office.c.key == "hlc"))
_SET_HLC = Prepared(
    update(schema.office).where(schema.office.c.key == "hlc").values(value=bindparam("reading"))
)
_HOLD = keeping(schema.held, ("site", "stream"), "last", "chain")


def site_id(connection: Connection, site: str) -> int:
    """The short local number of a site; made when it is first heard of."""
    found = _SITE.one(connection, site=site)
    return int(found[0] if found else _NEW_SITE.run(connection, {"site": site}).lastrowid)


def stream_id(connection: Connection, scope: str, unit: str) -> int:
    """The short local number of a stream; made when it is first heard of."""
    found = _STREAM.one(connection, scope=scope, unit=unit)
    if found is not None:
        return int(found[0])
    return int(_NEW_STREAM.run(connection, {"scope": scope, "unit_id": unit}).lastrowid)


def held_place(connection: Connection, site: int, stream: int) -> tuple[int, str] | None:
    """The last line of a site's stream that is here, and the seal after it."""
    found = _HELD.one(connection, site=site, stream=stream)
    return (found[0], found[1]) if found else None


def hold(connection: Connection, site: int, stream: int, last: int, chain: str) -> None:
    """Remember that a site's stream is here up to line `last`, and the seal after it."""
    _HOLD.run(connection, {"site": site, "stream": stream, "last": last, "chain": chain})


def last_reading(connection: Connection) -> int:
    """The newest reading of the hybrid clock that this office has made or seen."""
    found = _HLC.one(connection)
    return int(found[0]) if found else 0


def set_reading(connection: Connection, reading: int) -> None:
    """Remember a reading of the hybrid clock."""
    _SET_HLC.run(connection, {"reading": str(reading)})


def own_moments(connection: Connection, count: int) -> list[str]:
    """When the newest acts of this file's own were done, by its own clock, newest first."""
    entries = schema.journal_entries
    query = (
        select(entries.c.at)
        .where(entries.c.origin.is_(None))
        .order_by(entries.c.id.desc())
        .limit(count)
    )
    return list(connection.execute(query).scalars())


def first_moment(connection: Connection) -> str | None:
    """When the first act of this file was done, by its own clock: the founding."""
    entries = schema.journal_entries
    query = select(entries.c.at).where(entries.c.origin.is_(None)).order_by(entries.c.id).limit(1)
    return connection.execute(query).scalar()


def days_worked_after(connection: Connection, day: date) -> int:
    """On how many days after this one something was done in this file, by its own clock."""
    entries = schema.journal_entries
    worked = func.substr(entries.c.at, 1, 10)
    query = select(func.count(worked.distinct())).where(
        entries.c.origin.is_(None), worked > day.isoformat()
    )
    return int(connection.execute(query).scalar_one())
