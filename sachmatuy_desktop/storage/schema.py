"""The tables of an office file: one for each register, and those of the journal.

Nothing is UNIQUE but keys: two offices may both enter the same person, and a merge never aborts.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Final

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement, PrimaryKeyConstraint

from sachmatuy_desktop.storage.schema_registers import HIDDEN, metadata, register_tables

__all__ = ["HIDDEN", "metadata", "register_tables"]  # besides what is written here

APPLICATION_ID: Final = 0x534D5431
"""`SMT1`: an SQLite file with another application id is not an office file."""

SCHEMA_VERSION: Final = 2
"""Kept in `user_version`; a higher one belongs to a newer program and is refused, a lower one is
brought up (`migrating`)."""

office = Table(
    "office",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)

sites = Table(
    "sites",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("site", Text, nullable=False, unique=True),
    Column("author", Text),
    sqlite_strict=True,
)

streams = Table(
    "streams",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("unit_id", Text, nullable=False),
    Index("ix_streams_name", "scope", "unit_id", unique=True),
    sqlite_strict=True,
)

journal_entries = Table(
    "journal_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("txn", Text, nullable=False, index=True),
    Column("site", Integer, nullable=False),
    Column("stream", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("hlc", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("undoes", Text),
    Column("header", Text, nullable=False),
    Column("origin", Text),
    Column("chain", Text),
    Index("ix_journal_entries_place", "site", "stream", "first", unique=True),
    Index("ix_journal_entries_origin", "origin", sqlite_where=text("origin IS NOT NULL")),
    Index("ix_journal_entries_undoes", "undoes", sqlite_where=text("undoes IS NOT NULL")),
    sqlite_strict=True,
)

journal_changes = Table(
    "journal_changes",
    metadata,
    Column("entry", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("register", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("before", Text),
    PrimaryKeyConstraint("entry", "number"),
    Index("ix_journal_changes_record", "record"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

erased_records = Table(
    "erased_records",
    metadata,
    Column("record", Text, nullable=False),
    Column("entry", Integer, nullable=False),
    Column("register", Text, nullable=False),
    PrimaryKeyConstraint("record", "entry"),
    Index("ix_erased_records_entry", "entry"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Which entry (of the act `erase.person`) erased what was said of a record before it."""

erased_lines = Table(
    "erased_lines",
    metadata,
    Column("entry", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("by", Integer, nullable=False),
    PrimaryKeyConstraint("entry", "number"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""The lines whose payload was erased, the SHA-256 of each as it stood, and by which entry."""

held = Table(
    "held",
    metadata,
    Column("site", Integer, nullable=False),
    Column("stream", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("chain", Text, nullable=False),
    PrimaryKeyConstraint("site", "stream"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

seen = Table(
    "seen",
    metadata,
    Column("site", Integer, nullable=False),
    Column("stream", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("other", Integer, nullable=False),
    Column("upto", Integer, nullable=False),
    PrimaryKeyConstraint("site", "stream", "other", "number"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

cell_clocks = Table(
    "cell_clocks",
    metadata,
    Column("record", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("entry", Integer, nullable=False),
    PrimaryKeyConstraint("record", "field"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

siblings = Table(
    "siblings",
    metadata,
    Column("record", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("entry", Integer, nullable=False),
    Column("register", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("record", "field", "entry"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

segments = Table(
    "segments",
    metadata,
    Column("site", Integer, nullable=False),
    Column("stream", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("header", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("bundle", Text),
    Column("reduced", Text),
    PrimaryKeyConstraint("site", "stream", "first"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

parked_segments = Table(
    "parked_segments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("header", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("lines", LargeBinary, nullable=False),
    Column("reason", Text, nullable=False),
    Column("bundle", Text, nullable=False),
    Column("reduced", Text),
    Index("ix_parked_segments_signature", "signature", unique=True),
    sqlite_strict=True,
)

undone_segments = Table(
    "undone_segments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("site", Integer, nullable=False),
    Column("stream", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("header", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("lines", LargeBinary, nullable=False),
    Column("bundle", Text, nullable=False),
    sqlite_strict=True,
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("entry", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("whole", Integer, nullable=False),
    Column("judged_by", Text, nullable=False),
    PrimaryKeyConstraint("entry", "number", "field"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

rewritten = Table(
    "rewritten",
    metadata,
    Column("entry", Integer, nullable=False),
    Column("register", Text, nullable=False),
    Column("record", Text, nullable=False),
    PrimaryKeyConstraint("entry", "record"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

bundles = Table(
    "bundles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("direction", Text, nullable=False),
    Column("digest", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("partner", Text, nullable=False),
    Column("partner_unit", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("made", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("vector", Text, nullable=False, server_default=""),
    Column("undone", Text),
    sqlite_strict=True,
)

partners = Table(
    "partners",
    metadata,
    Column("key_id", Text, primary_key=True),
    Column("site", Text, nullable=False),
    Column("unit_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("card", Text, nullable=False),
    Column("trusted_at", Text, nullable=False),
    Column("carries", Text, nullable=False, server_default="all"),
    sqlite_strict=True,
)

key_papers = Table(
    "key_papers",
    metadata,
    Column("kind", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("kind", "issuer", "subject"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Certificates, lists of revoked keys and changes of key, each the newest of its issuer."""

acknowledged = Table(
    "acknowledged",
    metadata,
    Column("partner", Text, nullable=False),
    Column("site", Integer, nullable=False),
    Column("stream", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("partner", "site", "stream"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

lacking = Table(
    "lacking",
    metadata,
    Column("partner", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    PrimaryKeyConstraint("partner", "sha256"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

early_files = Table(
    "early_files",
    metadata,
    Column("partner", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    PrimaryKeyConstraint("partner", "sha256"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("upto", Integer, nullable=False),
    Column("heads_sha256", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("device_signature", Text, nullable=False),
    Column("account_signature", Text, nullable=False),
    sqlite_strict=True,
)
"""Where the journal stood, signed; `upto` is its newest entry at that moment."""

anchors = Table(
    "anchors",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("checkpoint", Integer, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("where", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_strict=True,
)
"""Which checkpoints stand somewhere else too."""

witnessed = Table(
    "witnessed",
    metadata,
    Column("office", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("broken", Text, nullable=False, server_default=""),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""The newest checkpoint of each partner's journal that a bundle brought."""

search_docs = Table(
    "search_docs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("record", Text, nullable=False, unique=True),
    Column("words", Text, nullable=False),
    sqlite_strict=True,
)

search_waiting = Table(
    "search_waiting",
    metadata,
    Column("record", Text, primary_key=True),
    Column("register", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


drafts = Table(
    "drafts",
    metadata,
    Column("account", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("account", "place"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""What an account has typed and not saved.  It is no record: no journal, no bundle carries it."""


# What is worked out from the records and may be made anew at any time: who resembles whom, and
# what the data checks found.  It stays on this PC and follows the journal.

followed = Table(
    "followed",
    metadata,
    Column("name", Text, primary_key=True),
    Column("upto", Integer, nullable=False),
    Column("day", Text, nullable=False),
    Column("left_out", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

alike_docs = Table(
    "alike_docs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("record", Text, nullable=False, unique=True),
    Column("register", Text, nullable=False),
    Column("met_by", LargeBinary, nullable=False),
    sqlite_strict=True,
)

alike_keys = Table(
    "alike_keys",
    metadata,
    Column("key", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("key", "number"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

alike_pairs = Table(
    "alike_pairs",
    metadata,
    Column("first", Text, nullable=False),
    Column("second", Text, nullable=False),
    Column("register", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    PrimaryKeyConstraint("first", "second"),
    Index("ix_alike_pairs_second", "second"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

findings = Table(
    "findings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("register", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("place", Text),
    Column("unit_id", Text, nullable=False),
    Column("told", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Index("ix_findings_rule_record", "rule", "record"),
    sqlite_strict=True,
)


@cache
def creating() -> tuple[str, ...]:
    """The statements that make these tables in an empty file, in order.

    Worked out once: putting hundreds of them into words takes longer than SQLite takes to obey.
    """
    dialect, made = sqlite.dialect(), list[DDLElement]()
    for table in metadata.sorted_tables:
        made.append(CreateTable(table))
        made.extend(map(CreateIndex, table.indexes))
    return tuple(str(each.compile(dialect=dialect)) for each in made)


@cache
def fingerprint() -> str:
    """A hash over every table and column: two programs with the same one read the same files.

    Kept in the office file, so that a file made by an unreleased build is told apart from a file
    of the same `SCHEMA_VERSION`, instead of failing at its first missing column.
    """
    drawn = sorted(
        f"{table.name}.{column.name} {column.type}"
        for table in metadata.tables.values()
        for column in table.columns
    )
    return hashlib.sha256("\n".join(drawn).encode()).hexdigest()
