"""Signed texts about keys that this office keeps: certificates, revocations, changes of key.

What they say is read by `sync.directory`; here they are rows, the newest of each.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from sachmatuy_desktop.domain.vocabulary import Why
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.sync.outbox import vector_key

__all__ = ["KeyPaper", "held_of", "keep", "papers"]

"""How the reason begins for which a line of a revoked key is set aside."""


@dataclass(frozen=True, slots=True)
class KeyPaper:
    """One signed text: its kind (the `format` it bears), the key that signed it, the key it speaks
    of ("" for a list), and the serial or version by which a newer one is known.
    """

    kind: str
    issuer: str
    subject: str
    number: int
    text: str
    at: str


def keep(connection: Connection, paper: KeyPaper) -> None:
    """Keep a text in place of the one before it; the caller knows that it is newer."""
    table = schema.key_papers
    connection.execute(
        upsert(table)
        .values(asdict(paper))
        .on_conflict_do_update(
            index_elements=["kind", "issuer", "subject"],
            set_={"number": paper.number, "text": paper.text, "at": paper.at},
        )
    )


def papers(connection: Connection) -> list[KeyPaper]:
    """All that are kept."""
    table = schema.key_papers
    query = select(table).order_by(table.c.kind, table.c.issuer, table.c.subject)
    return [KeyPaper(**row._mapping) for row in connection.execute(query)]


def held_of(connection: Connection, author: str) -> dict[str, int]:
    """The last line of every stream that this office has of a key's sites, up to the first that was
    set aside because the key was revoked.
    """
    held, sites, streams = schema.held, schema.sites, schema.streams
    quarantine, entries = schema.quarantine, schema.journal_entries
    first_aside = (
        select(func.min(quarantine.c.number))
        .join(entries, entries.c.id == quarantine.c.entry)
        .where(
            entries.c.site == held.c.site,
            entries.c.stream == held.c.stream,
            quarantine.c.why == Why.REVOKED,
        )
        .scalar_subquery()
    )
    query = (
        select(sites.c.site, streams.c.scope, streams.c.unit_id, held.c.last, first_aside)
        .join(sites, sites.c.id == held.c.site)
        .join(streams, streams.c.id == held.c.stream)
        .where(sites.c.author == author)
    )
    return {
        vector_key(site, scope, unit): last if aside is None else aside - 1
        for site, scope, unit, last, aside in connection.execute(query)
    }
