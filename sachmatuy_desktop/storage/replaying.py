"""What was set aside and is understood now, put into the records.

A record of which anything was set aside is worked out anew from all its lines, in the order in
which they came: an order that no line stands in before what its author had read.  So it says what
it would say if everything had been understood at once, whatever was written, removed or decided in
the meantime.  The lines stay as they are; one entry of this office, which never leaves, says that
the records were written anew under it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, and_, select

from sachmatuy_desktop.domain.changes import read_change
from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.domain.vocabulary import OF_THE_AUTHOR, Doubt, Vocabulary, Why
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.causality import Causality
from sachmatuy_desktop.storage.inbox_records import Records
from sachmatuy_desktop.storage.journal import Journal
from sachmatuy_desktop.storage.pace import Pace
from sachmatuy_desktop.storage.quarantine import (
    Aside,
    all_judged_by,
    count_aside,
    let_go,
    set_aside,
)
from sachmatuy_desktop.storage.row_reading import read_rows
from sachmatuy_desktop.storage.statements import Prepared, among, inserting
from sachmatuy_desktop.storage.unit_of_work import Act

__all__ = ["Replayed", "Replaying", "replay"]

_ENTRIES, _CHANGES = schema.journal_entries, schema.journal_changes
_STREAMS, _ASIDE = schema.streams, schema.quarantine
_BATCH: Final = 500
_NOT_BY_LINE: Final = frozenset({Why.ABSENT, Why.FOREIGN, *OF_THE_AUTHOR})
"""Reasons that do not follow from the line: from the record's other lines, from its author."""

_SET_ASIDE: Final = (
    select(
        _CHANGES.c.record,
        _CHANGES.c.entry,
        _CHANGES.c.number,
        _CHANGES.c.line,
        _STREAMS.c.scope,
        _STREAMS.c.unit_id,
        _ASIDE.c.why,
        _ASIDE.c.field,
    )
    .join(_CHANGES, and_(_CHANGES.c.entry == _ASIDE.c.entry, _CHANGES.c.number == _ASIDE.c.number))
    .join(_ENTRIES, _ENTRIES.c.id == _ASIDE.c.entry)
    .join(_STREAMS, _STREAMS.c.id == _ENTRIES.c.stream)
    .order_by(_CHANGES.c.record, _CHANGES.c.entry, _CHANGES.c.number)
)
_LINES: Final = Prepared(
    select(
        _CHANGES.c.entry, _CHANGES.c.number, _CHANGES.c.line, _STREAMS.c.scope, _STREAMS.c.unit_id
    )
    .join(_ENTRIES, _ENTRIES.c.id == _CHANGES.c.entry)
    .join(_STREAMS, _STREAMS.c.id == _ENTRIES.c.stream)
    .where(among(_CHANGES.c.record, "ids"))
    .order_by(_CHANGES.c.entry, _CHANGES.c.number)
)
_REMEMBER: Final = inserting(schema.rewritten)


@dataclass(frozen=True, slots=True)
class Replaying:
    """By whom: the site and unit of this office, and the act that the entry tells of."""

    act: Act
    site: str
    unit: str
    clock: Clock


@dataclass
class Replayed:
    """Records that say more now, by register, and how many lines no longer have anything aside."""

    records: Counter[str] = field(default_factory=Counter)
    touched: set[tuple[str, RecordId]] = field(default_factory=set)
    lines: int = 0


def replay(connection: Connection, vocabulary: Vocabulary, by: Replaying) -> Replayed:
    """Judge everything set aside anew, and write the records of which more is understood."""
    done = Replayed()
    wanted = list(_understood_now(connection, vocabulary))
    all_judged_by(connection, vocabulary)
    if not wanted:
        return done
    before = count_aside(connection)
    journal = Journal(connection, by.site, by.clock)
    with journal.entry(by.act, by.clock.new_id(), Scope.LOCAL, by.unit) as entry:
        for start in range(0, len(wanted), _BATCH):
            _write_anew(connection, vocabulary, wanted[start : start + _BATCH], entry, done)
    done.lines = before - count_aside(connection)
    return done


def _understood_now(connection: Connection, vocabulary: Vocabulary) -> Iterator[RecordId]:
    """The records with a line that would be judged otherwise now than when it was set aside."""
    rows = connection.execute(_SET_ASIDE).all()
    for record, of_record in groupby(rows, key=itemgetter(0)):
        lines = groupby(of_record, key=itemgetter(1, 2))
        if any(_judged_otherwise(vocabulary, list(of_line)) for _place, of_line in lines):
            yield record


def _judged_otherwise(vocabulary: Vocabulary, rows: Sequence[Any]) -> bool:
    before = {(row.why, row.field) for row in rows}
    if any(why in _NOT_BY_LINE for why, _field in before):
        return False
    change = read_change(json.loads(rows[0].line))
    _counts, doubts = vocabulary.sift(change, rows[0].scope, rows[0].unit_id)
    return {(str(each.why), each.field) for each in doubts} != before


def _barred(connection: Connection, records: Sequence[RecordId]) -> dict[tuple[int, int], Why]:
    """The lines of these records that no program ever takes in, because of who wrote them."""
    query = (
        select(_ASIDE.c.entry, _ASIDE.c.number, _ASIDE.c.why)
        .join(
            _CHANGES, and_(_CHANGES.c.entry == _ASIDE.c.entry, _CHANGES.c.number == _ASIDE.c.number)
        )
        .where(among(_CHANGES.c.record, "ids"), _ASIDE.c.why.in_(sorted(OF_THE_AUTHOR)))
    )
    found = connection.execute(query, {"ids": json.dumps(records)})
    return {(entry, number): Why(why) for entry, number, why in found}


def _write_anew(
    connection: Connection,
    vocabulary: Vocabulary,
    wanted: Sequence[RecordId],
    entry: int,
    done: Replayed,
) -> None:
    records = Records(connection, Causality(connection), searchable=True, pace=Pace(0))
    aside: list[Aside] = []
    barred = _barred(connection, wanted)
    for at, number, text, scope, unit in _LINES.run(connection, {"ids": json.dumps(wanted)}):
        change = read_change(json.loads(text))
        counts, doubts = vocabulary.sift(change, scope, unit)
        if (at, number) in barred:
            counts, doubts = None, (Doubt(barred[at, number], change.register),)
        elif counts is not None and (why := records.take(at, counts)) is not None:
            counts, doubts = None, (Doubt(why, change.register),)
        if doubts:
            aside.append(Aside(at, number, doubts, whole=counts is None))
    let_go(connection, wanted)
    set_aside(connection, aside, vocabulary)
    there = {
        str(row["id"])
        for register in {each.register for each in records.known.values()}
        for row in read_rows(connection, register, wanted)
    }
    records.write_anew(entry, there)
    touched = {(each.register, record) for record, each in records.known.items()}
    _REMEMBER.many(
        connection,
        [{"entry": entry, "register": book, "record": record} for book, record in touched],
    )
    done.touched |= touched
    done.records.update(book for book, _record in touched)
