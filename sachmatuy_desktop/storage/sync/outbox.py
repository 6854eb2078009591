"""What this office has to send: its lines not yet sealed, and the segments others lack."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Select,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.places import site_id


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole entries of one stream written here that no segment holds yet."""

    scope: str
    unit: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class KeptSegment:
    """A segment of any site as kept here: its place, header and signature, and the hash by which
    the next one names it.
    """

    site: str
    scope: str
    unit: str
    first: int
    last: int
    header: str
    signature: str
    hash: str
    outline: str | None = None
    """What its author signed in advance for the day when lines of it are erased."""


def stream_name(scope: str, unit: str) -> str:
    """A stream's name in headers and vectors."""
    return f"{scope}/{unit}"


def stream_parts(name: str) -> tuple[str, str]:
    """Scope and unit of a stream's name."""
    scope, _, unit = name.partition("/")
    return scope, unit


def own_sites(connection: Connection) -> list[str]:
    """The sites under which this file was written here: the one it goes on as, and those it was
    before a restoring.
    """
    entries, sites = schema.journal_entries, schema.sites
    written = select(entries.c.site).where(entries.c.origin.is_(None)).distinct()
    query = select(sites.c.site).where(sites.c.id.in_(written)).order_by(sites.c.id)
    return list(connection.execute(query).scalars())


def author_of(connection: Connection, site: str) -> str | None:
    """The id of the key that signs for a site."""
    sites = schema.sites
    query = select(sites.c.author).where(sites.c.site == site)
    return connection.execute(query).scalar_one_or_none()


def unsealed(
    connection: Connection,
    site: str,
    scopes: Iterable[str],
    most: int = 50_000,
    most_bytes: int | None = None,
) -> list[Stretch]:
    """A site's lines written here without a segment, cut between entries into stretches of at most
    `most` lines.

    With `most_bytes` a stretch's lines have no more bytes than that either; an entry is never cut,
    so one entry that is longer by itself stays one stretch.
    """
    entries, streams, segments = schema.journal_entries, schema.streams, schema.segments
    sealed = (
        select(segments.c.stream, func.max(segments.c.last).label("upto"))
        .where(segments.c.site == site_id(connection, site))
        .group_by(segments.c.stream)
        .subquery()
    )
    weight = literal(0) if most_bytes is None else _entry_bytes()
    query = (
        select(streams.c.scope, streams.c.unit_id, entries.c.first, entries.c.last, weight)
        .join(streams, streams.c.id == entries.c.stream)
        .outerjoin(sealed, sealed.c.stream == entries.c.stream)
        .where(
            entries.c.site == site_id(connection, site),
            entries.c.origin.is_(None),
            streams.c.scope.in_(list(scopes)),
            entries.c.first > func.coalesce(sealed.c.upto, 0),
        )
        .order_by(streams.c.scope, streams.c.unit_id, entries.c.first)
    )
    stretches: list[Stretch] = []
    weighed = 0
    for scope, unit, first, last, size in connection.execute(query):
        weighed += size
        open_one = stretches[-1] if stretches else None
        if (
            open_one is not None
            and (open_one.scope, open_one.unit) == (scope, unit)
            and last - open_one.first < most
            and (most_bytes is None or weighed <= most_bytes)
        ):
            stretches[-1] = Stretch(scope, unit, open_one.first, last)
        else:
            stretches.append(Stretch(scope, unit, first, last))
            weighed = size
    return stretches


def _entry_bytes() -> ColumnElement[int]:
    """How many bytes the lines of an entry have, line feeds included."""
    entries, changes = schema.journal_entries, schema.journal_changes
    of_lines = (
        select(func.coalesce(func.sum(_bytes_of(changes.c.line) + 1), 0))
        .where(changes.c.entry == entries.c.id)
        .scalar_subquery()
    )
    return _bytes_of(entries.c.header) + 1 + of_lines


def _bytes_of(text: ColumnElement[str]) -> ColumnElement[int]:
    return func.length(cast(text, LargeBinary))


def lines_of(
    connection: Connection, site: str, scope: str, unit: str, first: int, last: int
) -> Iterator[bytes]:
    """The lines of a stretch or segment, exactly as they were written and signed."""
    entries, changes, streams = (
        schema.journal_entries,
        schema.journal_changes,
        schema.streams,
    )
    query = (
        select(entries.c.id, entries.c.header)
        .join(streams, streams.c.id == entries.c.stream)
        .where(
            entries.c.site == site_id(connection, site),
            streams.c.scope == scope,
            streams.c.unit_id == unit,
            entries.c.first.between(first, last),
        )
        .order_by(entries.c.first)
    )
    for entry, header in connection.execute(query).all():
        yield header.encode()
        lines = select(changes.c.line).where(changes.c.entry == entry).order_by(changes.c.number)
        for line in connection.execute(lines).scalars():
            yield line.encode()


def last_segment(connection: Connection, site: str, scope: str, unit: str) -> KeptSegment | None:
    """The newest segment of a site's stream that is kept here."""
    return next(
        iter(kept_segments(connection, site=site, scope=scope, unit=unit, newest=True)), None
    )


def keep_segment(connection: Connection, segment: KeptSegment) -> None:
    """Remember a segment this site has sealed."""
    streams = schema.streams
    stream = connection.execute(
        select(streams.c.id).where(
            streams.c.scope == segment.scope, streams.c.unit_id == segment.unit
        )
    ).scalar_one()
    connection.execute(
        insert(schema.segments).values(
            site=site_id(connection, segment.site),
            stream=stream,
            first=segment.first,
            last=segment.last,
            header=segment.header,
            signature=segment.signature,
            hash=segment.hash,
            reduced=segment.outline,
        )
    )


def segments_after(
    connection: Connection,
    scopes: Iterable[str],
    units: Iterable[str],
    partner: str | None,
    authors: Collection[str] | None = None,
) -> list[KeptSegment]:
    """The segments of the units' streams that `partner` has not acknowledged; all for `None`.

    With the key ids of `authors` only those that they signed.
    """
    acknowledged = held_by(connection, partner) if partner else {}
    return [
        each
        for unit in units
        for each in kept_segments(connection, unit=unit, authors=authors)
        if each.scope in set(scopes)
        and each.last > acknowledged.get(vector_key(each.site, each.scope, each.unit), 0)
    ]


def not_acknowledged(
    query: Select[Any], scopes: Iterable[str], units: Iterable[str], partner: str
) -> Select[Any]:
    """A query over entries of the journal, narrowed to what `partner` has not acknowledged."""
    entries, streams, acknowledged = (
        schema.journal_entries,
        schema.streams,
        schema.acknowledged,
    )
    return (
        query.join(streams, streams.c.id == entries.c.stream)
        .outerjoin(
            acknowledged,
            (acknowledged.c.partner == partner)
            & (acknowledged.c.site == entries.c.site)
            & (acknowledged.c.stream == entries.c.stream),
        )
        .where(
            streams.c.scope.in_(list(scopes)),
            streams.c.unit_id.in_(list(units)),
            entries.c.first > func.coalesce(acknowledged.c.last, 0),
        )
    )


def unacknowledged(
    connection: Connection,
    scopes: Iterable[str],
    units: Iterable[str],
    partner: str,
    authors: Collection[str] | None = None,
) -> dict[str, int]:
    """How many records of each register changed since `partner` last said what it holds.

    With the key ids of `authors` only what came here in segments that they signed.
    """
    entries, changes = schema.journal_entries, schema.journal_changes
    counted = select(changes.c.register, func.count(func.distinct(changes.c.record))).join(
        entries, entries.c.id == changes.c.entry
    )
    query = not_acknowledged(counted, scopes, units, partner).group_by(changes.c.register)
    if authors is not None:
        sites = schema.sites
        query = query.join(sites, sites.c.id == entries.c.site)
        query = query.where(sites.c.author.in_(list(authors)))
    return {row[0]: row[1] for row in connection.execute(query)}


def undelivered(connection: Connection, register: str) -> frozenset[RecordId]:
    """The living records of a register that no office below has said it holds.

    What counts is the entry that made a record: a later change may still be on its way.
    """
    book, entries = schema.register_tables[register], schema.journal_entries
    changes, streams = schema.journal_changes, schema.streams
    partners, acknowledged = schema.partners, schema.acknowledged
    living = select(book.c.id).where(book.c.deleted == 0)
    made = (
        select(changes.c.record, func.min(changes.c.entry).label("entry"))
        .where(changes.c.record.in_(living))
        .group_by(changes.c.record)
        .subquery()
    )
    below = (partners.c.unit_id == streams.c.unit_id) & (partners.c.role == "lower")
    query = (
        select(made.c.record)
        .join(entries, entries.c.id == made.c.entry)
        .join(streams, streams.c.id == entries.c.stream)
        .outerjoin(partners, below)
        .outerjoin(
            acknowledged,
            (acknowledged.c.partner == partners.c.key_id)
            & (acknowledged.c.site == entries.c.site)
            & (acknowledged.c.stream == entries.c.stream),
        )
        .group_by(made.c.record)
        .having(func.coalesce(func.max(acknowledged.c.last), 0) < entries.c.first)
    )
    return frozenset(connection.execute(query).scalars())


def kept_segments(
    connection: Connection,
    *,
    site: str | None = None,
    scope: str | None = None,
    unit: str | None = None,
    authors: Collection[str] | None = None,
    newest: bool = False,
) -> list[KeptSegment]:
    segments, sites, streams = schema.segments, schema.sites, schema.streams
    query = (
        select(
            sites.c.site,
            streams.c.scope,
            streams.c.unit_id,
            segments.c.first,
            segments.c.last,
            segments.c.header,
            segments.c.signature,
            segments.c.hash,
            segments.c.reduced,
        )
        .join(sites, sites.c.id == segments.c.site)
        .join(streams, streams.c.id == segments.c.stream)
    )
    conditions = {sites.c.site: site, streams.c.scope: scope, streams.c.unit_id: unit}
    for column, wanted in conditions.items():
        if wanted is not None:
            query = query.where(column == wanted)
    if authors is not None:
        query = query.where(sites.c.author.in_(list(authors)))
    if newest:
        query = query.order_by(segments.c.last.desc()).limit(1)
    else:
        query = query.order_by(streams.c.scope, sites.c.site, segments.c.first)
    return [KeptSegment(*row) for row in connection.execute(query)]


# -- vectors --------------------------------------------------------------------------------------


def vector_key(site: str, scope: str, unit: str) -> str:
    """How a site's stream is called in a vector."""
    return f"{site}/{scope}/{unit}"


def held_vector(connection: Connection, units: Iterable[str] | None = None) -> dict[str, int]:
    """The last line held of every site's stream; `units` narrows it to some units' streams."""
    held, sites, streams = schema.held, schema.sites, schema.streams
    query = (
        select(sites.c.site, streams.c.scope, streams.c.unit_id, held.c.last)
        .join(sites, sites.c.id == held.c.site)
        .join(streams, streams.c.id == held.c.stream)
        .where(streams.c.scope != "local")
    )
    if units is not None:
        query = query.where(streams.c.unit_id.in_(list(units)))
    return {
        vector_key(site, scope, unit): last for site, scope, unit, last in connection.execute(query)
    }


def units_held(connection: Connection, scope: str, units: Iterable[str]) -> frozenset[str]:
    """The units of whose streams of a scope something is held here."""
    streams, entries = schema.streams, schema.journal_entries
    rows = connection.execute(
        select(streams.c.unit_id)
        .join(entries, entries.c.stream == streams.c.id)
        .where(streams.c.scope == scope, streams.c.unit_id.in_(list(units)))
        .distinct()
    )
    return frozenset(rows.scalars())


def held_by(connection: Connection, partner: str) -> dict[str, int]:
    """What a partner has said it holds."""
    acknowledged, sites, streams = schema.acknowledged, schema.sites, schema.streams
    query = (
        select(sites.c.site, streams.c.scope, streams.c.unit_id, acknowledged.c.last)
        .join(sites, sites.c.id == acknowledged.c.site)
        .join(streams, streams.c.id == acknowledged.c.stream)
        .where(acknowledged.c.partner == partner)
    )
    return {
        vector_key(site, scope, unit): last for site, scope, unit, last in connection.execute(query)
    }


def forget_acknowledged(connection: Connection, partner: str) -> None:
    """Forget all that a partner has said it holds."""
    acknowledged = schema.acknowledged
    connection.execute(delete(acknowledged).where(acknowledged.c.partner == partner))


def _forget(connection: Connection, partner: str, units: Iterable[str]) -> None:
    acknowledged, streams = schema.acknowledged, schema.streams
    theirs = select(streams.c.id).where(streams.c.unit_id.in_(list(units)))
    connection.execute(
        delete(acknowledged).where(
            acknowledged.c.partner == partner, acknowledged.c.stream.in_(theirs)
        )
    )


def acknowledge(
    connection: Connection,
    partner: str,
    vector: Mapping[str, int],
    units: Iterable[str] = (),
) -> None:
    """Remember what a partner says it holds of the streams known here.

    Of the streams of `units` it is all that the partner holds, and what it held more before is
    forgotten: it was restored from a backup, or has undone a bundle.  Otherwise nothing goes back.
    """
    _forget(connection, partner, units)
    streams, sites = schema.streams, schema.sites
    site_numbers = {row[0]: row[1] for row in connection.execute(select(sites.c.site, sites.c.id))}
    stream_numbers = {
        (scope, unit): number
        for number, scope, unit in connection.execute(
            select(streams.c.id, streams.c.scope, streams.c.unit_id)
        )
    }
    statement = upsert(schema.acknowledged)
    newer = statement.on_conflict_do_update(
        index_elements=["partner", "site", "stream"],
        set_={"last": func.max(schema.acknowledged.c.last, statement.excluded.last)},
    )
    rows = []
    for name, last in vector.items():
        site, _, stream = name.partition("/")
        if site in site_numbers and stream_parts(stream) in stream_numbers:
            rows.append(
                {
                    "partner": partner,
                    "site": site_numbers[site],
                    "stream": stream_numbers[stream_parts(stream)],
                    "last": last,
                }
            )
    if rows:
        connection.execute(newer, rows)
