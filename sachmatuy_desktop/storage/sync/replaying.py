"""What was set aside and counts now, put into the records: a newer program understands it, or its
author may have written it after all.

A record of which anything was set aside is worked out anew from all its lines, in the order in
which they came: an order that no line stands in before what its author had read.  So it says what
it would say if everything had been understood at once, whatever was written, removed or decided in
the meantime.  What was believed once stays believed, whoever is told later that its author had
no right to it.  The lines stay as they are; one entry of this office, which never leaves, says that
the records were written anew under it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, and_, select

from sachmatuy_desktop.domain.changes import Act, read_change
from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.domain.vocabulary import OF_THE_AUTHOR, Doubt, Vocabulary, Why
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.journal import Journal
from sachmatuy_desktop.storage.pace import Pace
from sachmatuy_desktop.storage.row_reading import read_rows
from sachmatuy_desktop.storage.statements import Prepared, among, inserting
from sachmatuy_desktop.storage.sync.author_limits import AuthorLimits
from sachmatuy_desktop.storage.sync.causality import Causality
from sachmatuy_desktop.storage.sync.inbox_records import Records
from sachmatuy_desktop.storage.sync.quarantine import (
    Aside,
    all_judged_by,
    count_aside,
    let_go,
    set_aside,
)

__all__ = ["Replayed", "Replaying", "replay"]

_ENTRIES, _CHANGES = schema.journal_entries, schema.journal_changes
_STREAMS, _ASIDE, _SITES = schema.streams, schema.quarantine, schema.sites
_BATCH: Final = 500
_OF_THE_RECORD: Final = frozenset({Why.ABSENT, Why.FOREIGN})
"""Reasons that do not follow from the line but from the record's other lines."""

_SET_ASIDE: Final = (
    select(
        _CHANGES.c.record,
        _CHANGES.c.entry,
        _CHANGES.c.number,
        _CHANGES.c.line,
        _STREAMS.c.scope,
        _STREAMS.c.unit_id.label("unit"),
        _SITES.c.site,
        _SITES.c.author,
        _ASIDE.c.why,
        _ASIDE.c.field,
    )
    .join(_CHANGES, and_(_CHANGES.c.entry == _ASIDE.c.entry, _CHANGES.c.number == _ASIDE.c.number))
    .join(_ENTRIES, _ENTRIES.c.id == _ASIDE.c.entry)
    .join(_STREAMS, _STREAMS.c.id == _ENTRIES.c.stream)
    .join(_SITES, _SITES.c.id == _ENTRIES.c.site)
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


@dataclass(frozen=True, slots=True)
class _Judge:
    """What counts of a line: by what is understood here, and by the bounds of its author.

    Without `limits` nothing new was heard of keys.
    """

    vocabulary: Vocabulary
    limits: AuthorLimits | None

    def judges_otherwise(self, rows: Sequence[Any]) -> bool:
        """Whether a line would be judged otherwise now than when these parts were set aside."""
        before = {(row.why, row.field) for row in rows}
        line = rows[0]
        if any(why in OF_THE_AUTHOR for why, _field in before):
            return not self.bars(line)
        if any(why in _OF_THE_RECORD for why, _field in before):
            return False
        change = read_change(json.loads(line.line))
        _counts, doubts = self.vocabulary.sift(change, line.scope, line.unit)
        return {(str(each.why), each.field) for each in doubts} != before

    def bars(self, line: Any) -> bool:
        """Whether its author still may not have written a line that was set aside for that."""
        if self.limits is None:
            return True
        limit = self.limits.get(line.author)
        return limit is not None and limit.reason(line, line.number, direct=False) is not None


def replay(
    connection: Connection,
    vocabulary: Vocabulary,
    by: Replaying,
    limits: AuthorLimits | None = None,
) -> Replayed:
    """Judge everything set aside anew, and write the records of which more counts; `limits` are
    those of authors where more was heard of their keys.
    """
    done, judge = Replayed(), _Judge(vocabulary, limits)
    rows = connection.execute(_SET_ASIDE).all()
    wanted = list(_counting_now(judge, rows))
    all_judged_by(connection, vocabulary)
    if not wanted:
        return done
    before = count_aside(connection)
    barred = {
        (row.entry, row.number): Why(row.why)
        for row in rows
        if row.why in OF_THE_AUTHOR and judge.bars(row)
    }
    journal = Journal(connection, by.site, by.clock)
    with journal.entry(by.act, by.clock.new_id(), Scope.LOCAL, by.unit) as entry:
        for start in range(0, len(wanted), _BATCH):
            some = wanted[start : start + _BATCH]
            _write_anew(connection, vocabulary, barred, some, entry, done)
    done.lines = before - count_aside(connection)
    return done


def _counting_now(judge: _Judge, rows: Sequence[Any]) -> Iterator[RecordId]:
    """The records with a line that would be judged otherwise now than when it was set aside."""
    for record, of_record in groupby(rows, key=itemgetter(0)):
        lines = groupby(of_record, key=itemgetter(1, 2))
        if any(judge.judges_otherwise(list(of_line)) for _place, of_line in lines):
            yield record


def _write_anew(
    connection: Connection,
    vocabulary: Vocabulary,
    barred: Mapping[tuple[int, int], Why],
    wanted: Sequence[RecordId],
    entry: int,
    done: Replayed,
) -> None:
    records = Records(connection, Causality(connection), searchable=True, pace=Pace(0))
    aside: list[Aside] = []
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
