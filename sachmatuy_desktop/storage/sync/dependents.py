"""What stands on the lines that a bundle brought: while anything does, it cannot be undone.

Asked exactly, of what each author said to have read (`seen`), never of clocks: an entry depends on
the bundle if its author had one of its lines, a record if it was pointed at one of the bundle's
records after it came.  A paper that was issued keeps its figures and depends on nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.references import pointing_at
from sachmatuy_desktop.storage.sync import post
from sachmatuy_desktop.storage.sync.outbox import vector_key

__all__ = ["Dependent", "How", "Range", "depending", "pointing_since", "ranges_of"]

_ENTRIES = schema.journal_entries


@dataclass(frozen=True, slots=True)
class Range:
    """The lines of one site's stream that a bundle brought, and the seal after the last."""

    site: int
    stream: int
    first: int
    last: int
    site_name: str
    scope: str
    unit: str
    chain: str

    @property
    def name(self) -> str:
        """What the stream is called in a vector."""
        return vector_key(self.site_name, self.scope, self.unit)


class How(StrEnum):
    """In what way something stands on a bundle."""

    CONTINUED = "continued"  # another bundle brought what the same PC wrote next
    ACTED = "acted"  # somebody here has written, having read it
    READ = "read"  # another bundle brought what somebody wrote, having read it
    WAITED = "waited"  # its lines waited, and came in with another bundle
    FORWARDED = "forwarded"  # its lines went on to another office
    RECUT = "recut"  # its lines lie in one segment with lines that were here before
    POINTED = "pointed"  # records point at what it brought


@dataclass(frozen=True, slots=True)
class Dependent:
    """One thing that stands on a bundle.

    `bundle` is the digest of the bundle that brought it, `partner` the key id of whom it went to;
    `act`, `by`, `at` tell of what was done here; `register` and `count` of records that point.
    """

    how: How
    bundle: str = ""
    partner: str = ""
    act: str = ""
    by: str = ""
    at: str = ""
    register: str = ""
    count: int = 0


def ranges_of(connection: Connection, digest: str) -> list[Range]:
    """Which lines came in with a bundle."""
    sites, streams = schema.sites, schema.streams
    spans = (
        select(
            _ENTRIES.c.site,
            _ENTRIES.c.stream,
            func.min(_ENTRIES.c.first).label("first"),
            func.max(_ENTRIES.c.last).label("last"),
        )
        .where(_ENTRIES.c.origin == digest)
        .group_by(_ENTRIES.c.site, _ENTRIES.c.stream)
        .subquery()
    )
    ends = _ENTRIES.alias("ends")
    query = (
        select(*spans.c, sites.c.site, streams.c.scope, streams.c.unit_id, ends.c.chain)
        .join(sites, sites.c.id == spans.c.site)
        .join(streams, streams.c.id == spans.c.stream)
        .join(
            ends,
            and_(
                ends.c.site == spans.c.site,
                ends.c.stream == spans.c.stream,
                ends.c.last == spans.c.last,
            ),
        )
        .order_by(sites.c.site, streams.c.scope, streams.c.unit_id)
    )
    rows: Iterable[Any] = connection.execute(query)
    return [Range(*row) for row in rows]


def depending(connection: Connection, digest: str, sender: str) -> Dependent | None:
    """The first thing found that stands on a bundle of `sender`; records that point are asked for
    by `pointing_since`, once the bundle is out.
    """
    return next(_all(connection, digest, sender), None)


def _all(connection: Connection, digest: str, sender: str) -> Iterator[Dependent]:
    ranges = ranges_of(connection, digest)
    for each in ranges:
        yield from _continued(connection, digest, each)
        yield from _read(connection, digest, each)
    yield from _waited(connection, digest)
    yield from _forwarded(connection, digest, sender, ranges)
    for each in ranges:
        yield from _recut(connection, each)


def _elsewhere(digest: str) -> ColumnElement[bool]:
    """Of entries: not brought by this bundle."""
    return or_(_ENTRIES.c.origin.is_(None), _ENTRIES.c.origin != digest)


def _continued(connection: Connection, digest: str, lines: Range) -> Iterator[Dependent]:
    """What the same PC wrote next, in a later bundle."""
    query = (
        select(_ENTRIES.c.origin)
        .where(
            _ENTRIES.c.site == lines.site,
            _ENTRIES.c.stream == lines.stream,
            _ENTRIES.c.first > lines.first,
            _elsewhere(digest),
        )
        .order_by(_ENTRIES.c.first.desc())
    )
    for (origin,) in connection.execute(query.limit(1)):
        yield Dependent(How.CONTINUED, bundle=origin or "")


def _read(connection: Connection, digest: str, lines: Range) -> Iterator[Dependent]:
    """What anybody else wrote in this stream who had read a line of the bundle."""
    seen = schema.seen
    query = (
        select(_ENTRIES.c.origin, _ENTRIES.c.act, _ENTRIES.c.by, _ENTRIES.c.at)
        .join(
            seen,
            and_(
                seen.c.site == _ENTRIES.c.site,
                seen.c.stream == _ENTRIES.c.stream,
                seen.c.number == _ENTRIES.c.first,
            ),
        )
        .where(
            seen.c.stream == lines.stream,
            seen.c.other == lines.site,
            seen.c.upto >= lines.first,
            _elsewhere(digest),
        )
        .order_by(_ENTRIES.c.id.desc())
    )
    for origin, act, by, at in connection.execute(query.limit(1)):
        if origin is None:
            yield Dependent(How.ACTED, act=act, by=by, at=at)
        else:
            yield Dependent(How.READ, bundle=origin)


def _waited(connection: Connection, digest: str) -> Iterator[Dependent]:
    """The bundle that brought what lines of this one had to wait for."""
    segments = schema.segments
    query = (
        select(_ENTRIES.c.origin)
        .join(
            segments,
            and_(
                segments.c.site == _ENTRIES.c.site,
                segments.c.stream == _ENTRIES.c.stream,
                segments.c.first <= _ENTRIES.c.first,
                segments.c.last >= _ENTRIES.c.last,
            ),
        )
        .where(segments.c.bundle == digest, _elsewhere(digest))
        .order_by(_ENTRIES.c.id.desc())
    )
    for (origin,) in connection.execute(query.limit(1)):
        yield Dependent(How.WAITED, bundle=origin or "")


def _forwarded(
    connection: Connection, digest: str, sender: str, ranges: list[Range]
) -> Iterator[Dependent]:
    """To whom lines of the bundle were sent on; that its sender gets them back binds nobody."""
    for passage in post.left_since(connection, digest):
        carried = passage.said.get("upto") or {}
        if passage.partner == sender or passage.failed:
            continue
        if any(carried.get(each.name, 0) >= each.first for each in ranges):
            yield Dependent(How.FORWARDED, partner=passage.partner, at=passage.at)


def _recut(connection: Connection, lines: Range) -> Iterator[Dependent]:
    """A segment that began before the bundle: taken apart, nobody could prove its rest."""
    segments = schema.segments
    query = select(segments.c.first).where(
        segments.c.site == lines.site,
        segments.c.stream == lines.stream,
        segments.c.first < lines.first,
        segments.c.last >= lines.first,
    )
    for _first in connection.execute(query.limit(1)):
        yield Dependent(How.RECUT)


def pointing_since(
    connection: Connection, register: str, records: list[RecordId], entry: int
) -> Iterator[Dependent]:
    """Living records that were pointed at these by an entry after this one."""
    for pointing in pointing_at(connection, register, records):
        table, clocks = schema.register_tables[pointing.register], schema.cell_clocks
        writer = func.coalesce(clocks.c.entry, table.c.base_entry)
        query = (
            select(func.count())
            .select_from(table)
            .outerjoin(
                clocks, and_(clocks.c.record == table.c.id, clocks.c.field == pointing.field)
            )
            .where(table.c.id.in_(pointing.records), writer > entry)
        )
        count = connection.execute(query).scalar_one()
        if count:
            yield Dependent(How.POINTED, register=pointing.register, count=count)
