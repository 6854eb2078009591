"""Which contents the office's attachments speak of: what to send, what is lacking, what may go.

A content is written before the act that speaks of it commits, and inside its transaction; sweeping
goes on inside a transaction too.  So SQLite's one write lock keeps a sweep from ever meeting a
content whose act is still open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, func, insert, or_, select

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.attachments import BOOKS, CONTENT_BOOKS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.blobs import Files
from sachmatuy_desktop.storage.statements import Prepared
from sachmatuy_desktop.storage.store import Store

MOST_LACKING: Final = 10_000
"""More contents than that are not asked for at once; the next bundle asks for the rest."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A content as one attachment speaks of it.

    `own` tells an attachment that was made in this very file, so that its content must be here;
    what came in a bundle may have come without.
    """

    register: str
    record: RecordId
    sha256: str
    size: int
    removed: bool
    own: bool


def spoken_of(connection: Connection, units: Collection[str] | None = None) -> Iterator[Spoken]:
    """Every content that an attachment speaks of, also a removed one, the oldest first."""
    for book in CONTENT_BOOKS:
        if units is None:
            found = _all_spoken(book.name).run(connection, {})
        else:
            column = schema.register_tables[book.name].c.unit_id
            found = connection.execute(_speaking(book.name).where(column.in_(list(units))))
        for record, sha256, size, removed, origin in found:
            yield Spoken(
                book.name, record, str(sha256), int(size or 0), bool(removed), origin is None
            )


@cache
def _all_spoken(register: str) -> Prepared:
    """Every check and every sweep asks it."""
    return Prepared(_speaking(register))


def _speaking(register: str) -> Select[Any]:
    table, entries = schema.register_tables[register], schema.journal_entries
    return (
        select(table.c.id, table.c.sha256, table.c.size, table.c.deleted, entries.c.origin)
        .join(entries, entries.c.id == table.c.base_entry)
        .where(table.c.sha256.is_not(None))
        .order_by(table.c.base_entry, table.c.id)
    )


def made_here(connection: Connection, register: str, record: RecordId) -> bool:
    """Whether an attachment was made in this very file, so that its content was here."""
    table, entries = schema.register_tables[register], schema.journal_entries
    query = (
        select(entries.c.id)
        .join(table, table.c.base_entry == entries.c.id)
        .where(table.c.id == record, entries.c.origin.is_(None))
    )
    return connection.execute(query).first() is not None


# -- what another office lacks --------------------------------------------------------------------


def lacking(connection: Connection, files: Files, units: Collection[str]) -> list[str]:
    """The contents that living attachments of the units speak of and that are not here."""
    wanted = dict.fromkeys(each.sha256 for each in spoken_of(connection, units) if not each.removed)
    return [sha256 for sha256 in wanted if not files.has(sha256)][:MOST_LACKING]


def remember_lacking(
    connection: Connection, partner: str, asked: Iterable[str], *, instead: bool
) -> None:
    """Remember which contents a partner says it lacks.

    `instead` of what it said before; otherwise besides it, for a receipt older than the last one.
    """
    table = schema.lacking
    if instead:
        connection.execute(delete(table).where(table.c.partner == partner))
    known = set(
        connection.execute(select(table.c.sha256).where(table.c.partner == partner)).scalars()
    )
    rows = [
        {"partner": partner, "sha256": each} for each in dict.fromkeys(asked) if each not in known
    ]
    if rows:
        connection.execute(insert(table), rows)


def to_send(
    connection: Connection, files: Files, scopes: Iterable[str], unit: str, partner: str | None
) -> dict[str, int]:
    """SHA-256 and size of what goes with a unit's streams to a partner, the oldest first.

    These are the contents of attachments the partner has not acknowledged, and those it says it
    lacks; all for `None`.  A content that is not here cannot be sent.
    """
    asked = set() if partner is None else _asked_by(connection, partner)
    found: dict[str, int] = {}
    travelling = set(scopes)
    for book in BOOKS.values():
        if book.scope not in travelling:
            continue
        new = None if partner is None else _unacknowledged(connection, book, unit, partner)
        found |= {
            sha256: size
            for record, sha256, size in _living(connection, book, unit)
            if (new is None or record in new or sha256 in asked) and files.has(sha256)
        }
    return found


def asked_back(
    connection: Connection, files: Files, scopes: Iterable[str], unit: str, partner: str
) -> dict[str, int]:
    """SHA-256 and size of contents of a unit's own attachments that it says it lacks."""
    asked, travelling = _asked_by(connection, partner), set(scopes)
    return {
        sha256: size
        for book in BOOKS.values()
        if asked and book.scope in travelling
        for _record, sha256, size in _living(connection, book, unit)
        if sha256 in asked and files.has(sha256)
    }


def _asked_by(connection: Connection, partner: str) -> set[str]:
    table = schema.lacking
    query = select(table.c.sha256).where(table.c.partner == partner)
    return set(connection.execute(query).scalars())


def _living(connection: Connection, book: Register, unit: str) -> Iterable[Any]:
    table = schema.register_tables[book.name]
    return connection.execute(
        select(table.c.id, table.c.sha256, table.c.size)
        .where(table.c.unit_id == unit, table.c.deleted == 0)
        .order_by(table.c.base_entry, table.c.id)
    )


def _unacknowledged(connection: Connection, book: Register, unit: str, partner: str) -> set[str]:
    """The attachments added, or brought back, in lines a partner has not acknowledged."""
    entries, changes, streams = schema.journal_entries, schema.journal_changes, schema.streams
    acknowledged = schema.acknowledged
    said = func.json_extract
    query = (
        select(changes.c.record)
        .join(entries, entries.c.id == changes.c.entry)
        .join(streams, streams.c.id == entries.c.stream)
        .outerjoin(
            acknowledged,
            (acknowledged.c.partner == partner)
            & (acknowledged.c.site == entries.c.site)
            & (acknowledged.c.stream == entries.c.stream),
        )
        .where(
            changes.c.register == book.name,
            streams.c.scope == book.scope,
            streams.c.unit_id == unit,
            entries.c.first > func.coalesce(acknowledged.c.last, 0),
            or_(
                said(changes.c.line, "$.new") == 1,
                said(changes.c.line, f"$.v.{DELETED}") == 0,
            ),
        )
    )
    return set(connection.execute(query).scalars())


# -- what came before the lines that speak of it --------------------------------------------------


def keep_early(
    connection: Connection, partner: str, contents: Iterable[str], *, instead: bool
) -> None:
    """Remember contents that came from a partner before the lines that speak of them.

    `instead` of all it sent so before: nothing of it is awaited any more, unless a bundle that it
    sent was undone and has not come again.
    """
    table = schema.early_files
    if instead and not _undid_of(connection, partner):
        connection.execute(delete(table).where(table.c.partner == partner))
    known = set(
        connection.execute(select(table.c.sha256).where(table.c.partner == partner)).scalars()
    )
    rows = [{"partner": partner, "sha256": each} for each in contents if each not in known]
    if rows:
        connection.execute(insert(table), rows)


def _undid_of(connection: Connection, partner: str) -> bool:
    """Whether lines that a partner sent were undone and have not come again."""
    bundles, undone = schema.bundles, schema.undone_segments
    query = select(undone.c.id).join(bundles, bundles.c.digest == undone.c.bundle)
    return connection.execute(query.where(bundles.c.partner == partner)).first() is not None


def early_names(connection: Connection, files: Files) -> frozenset[str]:
    """The names of the files that came before the lines that speak of them."""
    return frozenset(files.name(each) for each in early_contents(connection))


def early_contents(connection: Connection) -> list[str]:
    """SHA-256 of the contents that came before the lines that speak of them."""
    return list(connection.execute(select(schema.early_files.c.sha256).distinct()).scalars())


# -- what may go ----------------------------------------------------------------------------------


def wanted_names(connection: Connection, files: Files) -> dict[str, Spoken]:
    """The names of all files that some attachment speaks of, also a removed one.

    Where several speak of one, a living one comes before a removed one.
    """
    found: dict[str, Spoken] = {}
    for each in spoken_of(connection):
        name = files.name(each.sha256)
        if name not in found or found[name].removed:
            found[name] = each
    return found


def sweep(store: Store) -> int:
    """Take away the files that no attachment speaks of, and what a crash left half written.

    Returns how many.  A removed attachment still speaks of its content: it may be brought back.
    """
    if not store.files.names():
        return 0
    with store.writing() as connection:
        stray = store.files.names() - wanted_names(connection, store.files).keys()
        stray -= early_names(connection, store.files)
        for name in stray:
            store.files.drop(name)
    return len(stray)


def removed_long_ago(connection: Connection, before: str) -> dict[str, int]:
    """SHA-256 and size of contents that only attachments removed before a moment speak of.

    `before` is an ISO moment in the offset of the journal's.
    """
    entries, clocks = schema.journal_entries, schema.cell_clocks
    kept: set[str] = set()
    going: dict[str, int] = {}
    for book in CONTENT_BOOKS:
        table = schema.register_tables[book.name]
        query = (
            select(table.c.sha256, table.c.size, table.c.deleted, entries.c.at)
            .outerjoin(clocks, (clocks.c.record == table.c.id) & (clocks.c.field == DELETED))
            .outerjoin(entries, entries.c.id == clocks.c.entry)
            .where(table.c.sha256.is_not(None))
        )
        for sha256, size, removed, at in connection.execute(query):
            if removed and at is not None and at < before:
                going[sha256] = size
            else:
                kept.add(sha256)
    return {sha256: size for sha256, size in going.items() if sha256 not in kept}


def purged(connection: Connection, files: Files, records: Mapping[RecordId, str]) -> bool:
    """Whether the content of any of these own attachments (record → register) is gone for good."""
    for record, register in records.items():
        table, entries = schema.register_tables[register], schema.journal_entries
        query = (
            select(table.c.sha256)
            .join(entries, entries.c.id == table.c.base_entry)
            .where(table.c.id == record, entries.c.origin.is_(None))
        )
        sha256 = connection.execute(query).scalar_one_or_none()
        if sha256 is not None and not files.has(sha256):
            return True
    return False
