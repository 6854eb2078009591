"""What is left of segments of which lines were erased by law: told until it was heard, and kept."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, select, update

from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.outbox import KeptSegment, kept_segments

__all__ = ["keep_reductions", "reduced_since_heard"]


def reduced_since_heard(connection: Connection, partner: str) -> list[KeptSegment]:
    """The segments of which lines were erased, as long as the partner may not have heard from us
    what is left of them: until it has said to hold something that was written here afterwards.
    """
    entries, erased, acknowledged = (
        schema.journal_entries,
        schema.erased_lines,
        schema.acknowledged,
    )
    heard = (
        select(func.max(entries.c.id))
        .join(
            acknowledged,
            (acknowledged.c.site == entries.c.site) & (acknowledged.c.stream == entries.c.stream),
        )
        .where(
            acknowledged.c.partner == partner,
            entries.c.origin.is_(None),
            entries.c.first <= acknowledged.c.last,
        )
    )
    upto = int(connection.execute(heard).scalar() or 0)
    segments, sites, streams = schema.segments, schema.sites, schema.streams
    touched = (
        select(entries.c.site, entries.c.stream, entries.c.first)
        .join(erased, erased.c.entry == entries.c.id)
        .where(erased.c.by > upto)
        .distinct()
        .subquery()
    )
    query = (
        select(sites.c.site, streams.c.scope, streams.c.unit_id)
        .join(touched, touched.c.site == sites.c.id)
        .join(streams, streams.c.id == touched.c.stream)
        .distinct()
    )
    reached = {tuple(row) for row in connection.execute(query)}
    inside = (
        select(segments.c.site, segments.c.stream, segments.c.first)
        .join(
            touched,
            (touched.c.site == segments.c.site)
            & (touched.c.stream == segments.c.stream)
            & touched.c.first.between(segments.c.first, segments.c.last),
        )
        .distinct()
    )
    wanted = {tuple(row) for row in connection.execute(inside)}
    numbers = {row.site: row.id for row in connection.execute(select(sites.c.site, sites.c.id))}
    of_streams = {
        (row.scope, row.unit_id): row.id
        for row in connection.execute(select(streams.c.scope, streams.c.unit_id, streams.c.id))
    }
    return [
        each
        for site, scope, unit in sorted(reached)
        for each in kept_segments(connection, site=site, scope=scope, unit=unit)
        if (numbers[site], of_streams[scope, unit], each.first) in wanted
    ]


def keep_reductions(connection: Connection, said: Mapping[str, tuple[str, str]]) -> None:
    """Remember what authors say is left of their segments: hash → author's key id and text."""
    segments, sites = schema.segments, schema.sites
    for digest, (author, text) in said.items():
        theirs = select(sites.c.id).where(sites.c.author == author)
        connection.execute(
            update(segments)
            .where(segments.c.hash == digest, segments.c.site.in_(theirs))
            .values(reduced=text)
        )
