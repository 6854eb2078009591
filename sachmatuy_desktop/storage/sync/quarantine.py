"""What is set aside: parts of lines that do not count here, each with the reason.

The lines themselves stand in the journal and travel on unchanged; a row here says that a field of
one, or the whole, is not in the records.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, and_, case, delete, func, select, update

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.vocabulary import OF_THE_AUTHOR, Doubt, Vocabulary, Why
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.statements import Prepared, among, inserting
from sachmatuy_desktop.storage.sync.post import brought

__all__ = [
    "Aside",
    "SetAside",
    "all_judged_by",
    "count_aside",
    "fields_aside",
    "holds_for_the_author",
    "let_go",
    "set_aside",
    "things_aside",
    "was_judged_otherwise",
]

_ASIDE, _CHANGES, _ENTRIES = schema.quarantine, schema.journal_changes, schema.journal_entries
_INSERT = inserting(_ASIDE)
_OF_RECORDS = Prepared(
    select(_CHANGES.c.record, _ASIDE.c.entry, case((_ASIDE.c.whole == 1, ""), else_=_ASIDE.c.field))
    .join(_CHANGES, and_(_CHANGES.c.entry == _ASIDE.c.entry, _CHANGES.c.number == _ASIDE.c.number))
    .where(among(_CHANGES.c.record, "ids"))
)


@dataclass(frozen=True, slots=True)
class Aside:
    """What is in doubt of one line, by entry and number; `whole`: nothing of the line counts."""

    entry: int
    number: int
    doubts: tuple[Doubt, ...]
    whole: bool


def set_aside(connection: Connection, lines: Iterable[Aside], vocabulary: Vocabulary) -> None:
    """Remember what does not count, and by which vocabulary it was judged."""
    rows = [
        {
            "entry": each.entry,
            "number": each.number,
            "field": doubt.field,
            "why": str(doubt.why),
            "whole": int(each.whole),
            "judged_by": vocabulary.fingerprint,
        }
        for each in lines
        for doubt in each.doubts
    ]
    if rows:
        _INSERT.many(connection, rows)


def was_judged_otherwise(connection: Connection, vocabulary: Vocabulary) -> bool:
    """Whether anything was set aside by a program with another vocabulary."""
    query = select(_ASIDE.c.entry).where(_ASIDE.c.judged_by != vocabulary.fingerprint).limit(1)
    return connection.execute(query).first() is not None


def holds_for_the_author(connection: Connection) -> bool:
    """Whether anything was set aside because of who wrote it."""
    query = select(_ASIDE.c.entry).where(_ASIDE.c.why.in_(sorted(OF_THE_AUTHOR))).limit(1)
    return connection.execute(query).first() is not None


def all_judged_by(connection: Connection, vocabulary: Vocabulary) -> None:
    """Remember that everything left has been judged by this vocabulary."""
    connection.execute(update(_ASIDE).values(judged_by=vocabulary.fingerprint))


def let_go(connection: Connection, records: Iterable[RecordId]) -> None:
    """Forget what was set aside of these records: it is judged anew."""
    theirs = select(_CHANGES.c.entry, _CHANGES.c.number).where(among(_CHANGES.c.record, "ids"))
    gone = theirs.subquery()
    connection.execute(
        delete(_ASIDE).where(
            select(gone.c.entry)
            .where(gone.c.entry == _ASIDE.c.entry, gone.c.number == _ASIDE.c.number)
            .exists()
        ),
        {"ids": json.dumps(list(records))},
    )


def count_aside(connection: Connection) -> int:
    """How many lines have something set aside."""
    lines = select(_ASIDE.c.entry, _ASIDE.c.number).distinct().subquery()
    return connection.execute(select(func.count()).select_from(lines)).scalar_one()


def fields_aside(
    connection: Connection, records: Iterable[RecordId]
) -> frozenset[tuple[RecordId, int, str]]:
    """What does not count of these records: record, entry, and field ("" for all of them)."""
    found = _OF_RECORDS.run(connection, {"ids": json.dumps(list(records))})
    return frozenset((str(row[0]), int(row[1]), str(row[2])) for row in found)


@dataclass(frozen=True, slots=True)
class SetAside:
    """One line of which something does not count: what it wrote, why not, who, when, which bundle.

    `office` is the name of the office or PC that wrote it, "" where its card is gone; `bundle` the
    number of the bundle that brought it, which came in at `came`.
    """

    entry: int
    number: int
    register: str
    record: RecordId
    doubts: tuple[Doubt, ...]
    whole: bool
    at: str
    by: str
    office: str
    bundle: int | None
    came: str


def things_aside(connection: Connection, limit: int) -> list[SetAside]:
    """What is set aside, newest first, at most `limit` lines."""
    lines = (
        select(_ASIDE.c.entry, _ASIDE.c.number)
        .distinct()
        .order_by(_ASIDE.c.entry.desc(), _ASIDE.c.number)
        .limit(limit)
        .subquery()
    )
    sites, bundles = schema.sites, schema.bundles
    author, sender = schema.partners.alias("author"), schema.partners.alias("sender")
    query = (
        select(
            _ASIDE,
            _CHANGES.c.register,
            _CHANGES.c.record,
            _ENTRIES.c.at,
            _ENTRIES.c.by,
            func.coalesce(author.c.name, sender.c.name, "").label("office"),
            bundles.c.sequence,
            func.coalesce(bundles.c.at, "").label("came"),
        )
        .join(lines, and_(lines.c.entry == _ASIDE.c.entry, lines.c.number == _ASIDE.c.number))
        .join(
            _CHANGES, and_(_CHANGES.c.entry == _ASIDE.c.entry, _CHANGES.c.number == _ASIDE.c.number)
        )
        .join(_ENTRIES, _ENTRIES.c.id == _ASIDE.c.entry)
        .join(sites, sites.c.id == _ENTRIES.c.site)
        .outerjoin(author, author.c.key_id == sites.c.author)
        .outerjoin(bundles, brought(_ENTRIES.c.origin))
        .outerjoin(sender, sender.c.key_id == bundles.c.partner)
        .order_by(_ASIDE.c.entry.desc(), _ASIDE.c.number, _ASIDE.c.field)
    )
    rows = connection.execute(query).all()
    return [_thing(list(of_line)) for _, of_line in groupby(rows, key=itemgetter(0, 1))]


def _thing(rows: list[Any]) -> SetAside:
    first = rows[0]
    doubts = dict.fromkeys(Doubt(Why(row.why), first.register, row.field) for row in rows)
    return SetAside(
        first.entry,
        first.number,
        first.register,
        first.record,
        tuple(doubts),
        bool(first.whole),
        first.at,
        first.by,
        first.office,
        first.sequence,
        first.came,
    )
