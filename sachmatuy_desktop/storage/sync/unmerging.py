"""Taking a bundle out again: the journal's tail, and every record as it was before.

Because nothing stands on the bundle (`dependents`), its entries are the last of their streams and
what is left is a history that could have been: records are worked out from it anew, by the same
rules by which they came to be.  Nothing vanishes: its segments are set aside, signed as they came.

Runs while an entry of the act `bundle.undo` is open (`guards`).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, delete, func, select

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.registers.attachments import BOOKS, CONTENT_BOOKS
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage import alike, following, schema
from sachmatuy_desktop.storage.attachments import keep_early
from sachmatuy_desktop.storage.blobs import Files
from sachmatuy_desktop.storage.findings import ledger
from sachmatuy_desktop.storage.places import hold, site_id, stream_id
from sachmatuy_desktop.storage.row_reading import read_rows
from sachmatuy_desktop.storage.row_writing import SET_CLOCKS, update_records
from sachmatuy_desktop.storage.search_index import leave_search, refresh_search
from sachmatuy_desktop.storage.statements import inserting
from sachmatuy_desktop.storage.sync import outbox, parking
from sachmatuy_desktop.storage.sync.dependents import Dependent, Range, pointing_since, ranges_of
from sachmatuy_desktop.storage.sync.inbox_records import Incoming
from sachmatuy_desktop.storage.sync.parking import Parked
from sachmatuy_desktop.storage.sync.undone import SetAside, keep_aside
from sachmatuy_desktop.storage.working_out import worked_out

__all__ = ["Pack", "StillNeeded", "TakenOut", "Tell", "take_out"]

Pack = Callable[[Iterable[bytes]], bytes]
"""Makes lines small, as they wait and are set aside."""

Tell = Callable[[int, int], None]
"""`tell(done, total)`, now and then."""

_BATCH: Final = 500
_ENTRIES, _CHANGES = schema.journal_entries, schema.journal_changes
_SET_BESIDE = inserting(schema.siblings)


class StillNeeded(Exception):
    """Records that stay point at what the bundle brought."""

    def __init__(self, dependent: Dependent) -> None:
        super().__init__()
        self.dependent = dependent


@dataclass
class TakenOut:
    """What taking a bundle out did, or would do.

    `gone` and `back` count records by register: those that the bundle had made, and those that say
    again what they said before.  `segments` were set aside, `waiting` wait again for what the
    bundle had brought; `files` contents of attachments nobody speaks of any more.
    """

    gone: Counter[str] = field(default_factory=Counter)
    back: Counter[str] = field(default_factory=Counter)
    ranges: list[Range] = field(default_factory=list)
    segments: int = 0
    waiting: int = 0
    files: int = 0
    touched: set[tuple[str, RecordId]] = field(default_factory=set)

    @property
    def lines(self) -> int:
        """How many lines left the journal."""
        return sum(each.last - each.first + 1 for each in self.ranges)


@dataclass
class _Touched:
    """The records of a register that the bundle's lines speak of."""

    register: str
    made: list[RecordId]
    written: list[RecordId]


def take_out(
    connection: Connection, digest: str, sender: str, files: Files, pack: Pack, tell: Tell
) -> TakenOut:
    """Take out what a bundle of `sender` brought; nothing may depend on it (`dependents`).

    Raises `StillNeeded` for records that point at what it made; the caller takes all back.
    """
    done = TakenOut(ranges=ranges_of(connection, digest))
    newest = _newest_entry(connection, digest)
    touched = list(_touched(connection, digest))
    contents = _contents(connection, touched)
    total = 2 * sum(len(each.made) + len(each.written) for each in touched) + 1
    for each in touched:
        _put_back(connection, digest, each)
        done.back[each.register] += len(each.written)
        done.touched |= {(each.register, record) for record in (*each.made, *each.written)}
        tell(len(done.touched), total)
    for each in touched:
        _drop(connection, each)
        done.gone[each.register] += len(each.made)
    for each in touched:
        for depending in pointing_since(connection, each.register, each.made, newest):
            raise StillNeeded(depending)
    _follow_anew(connection, digest, done.touched)
    _segments_out(connection, digest, done, pack)
    _journal_out(connection, digest, done.ranges)
    done.files = _contents_wait(connection, files, sender, contents)
    tell(total, total)
    return done


def _newest_entry(connection: Connection, digest: str) -> int:
    query = select(func.max(_ENTRIES.c.id)).where(_ENTRIES.c.origin == digest)
    return int(connection.execute(query).scalar() or 0)


def _brought(digest: str) -> Select[Any]:
    """The numbers of the entries that came with the bundle."""
    return select(_ENTRIES.c.id).where(_ENTRIES.c.origin == digest)


# -- records ---------------------------------------------------------------------------------------


def _touched(connection: Connection, digest: str) -> Iterator[_Touched]:
    """By register; what was set apart touched nothing."""
    apart = schema.quarantine
    query = (
        select(_CHANGES.c.register, _CHANGES.c.record)
        .join(_ENTRIES, _ENTRIES.c.id == _CHANGES.c.entry)
        .outerjoin(
            apart,
            and_(
                apart.c.entry == _CHANGES.c.entry,
                apart.c.number == _CHANGES.c.number,
                apart.c.whole == 1,
            ),
        )
        .where(_ENTRIES.c.origin == digest, apart.c.entry.is_(None))
        .distinct()
    )
    by_register: defaultdict[str, list[RecordId]] = defaultdict(list)
    for register, record in connection.execute(query):
        by_register[register].append(record)
    brought = set(connection.execute(_brought(digest)).scalars())
    for register, records in by_register.items():
        table = schema.register_tables[register]
        made: list[RecordId] = []
        written: list[RecordId] = []
        for some in _some(records, _BATCH):
            rows = connection.execute(
                select(table.c.id, table.c.base_entry).where(table.c.id.in_(some))
            )
            for record, base in rows:
                (made if base in brought else written).append(record)
        yield _Touched(register, made, written)


def _put_back(connection: Connection, digest: str, touched: _Touched) -> None:
    """Work out from the lines that stay what the records say that are not the bundle's own."""
    for some in _some(touched.written, _BATCH):
        records = worked_out(connection, some, without=digest)
        before = {str(row["id"]): row for row in read_rows(connection, touched.register, some)}
        for record in some:
            known = records[record]
            names = sorted(
                name
                for name in (*REGISTERS[touched.register].by_name, DELETED)
                if known.row[name] != before[record][name]
            )
            update_records(connection, touched.register, names, [(known.last, known.row)])
            refresh_search(connection, touched.register, names, [known.row])
        _forget_marks(connection, some)
        _write_marks(connection, records.values())


def _forget_marks(connection: Connection, records: Sequence[RecordId]) -> None:
    for table in (schema.cell_clocks, schema.siblings):
        connection.execute(delete(table).where(table.c.record.in_(records)))


def _write_marks(connection: Connection, records: Iterable[Incoming]) -> None:
    """Which entry wrote which field, and what waits beside it."""
    known = list(records)
    SET_CLOCKS.many(
        connection,
        [
            {"record": each.row["id"], "field": name, "entry": entry}
            for each in known
            for name, entry in each.cells.items()
        ],
    )
    _SET_BESIDE.many(
        connection,
        [
            {
                "record": each.row["id"],
                "field": name,
                "entry": entry,
                "register": each.register,
                "value": json.dumps(value, ensure_ascii=False),
            }
            for each in known
            for name, waiting in each.beside.items()
            for entry, value in waiting.items()
        ],
    )


def _drop(connection: Connection, touched: _Touched) -> None:
    """Take the records out that the bundle made."""
    table = schema.register_tables[touched.register]
    for some in _some(touched.made, _BATCH):
        _forget_marks(connection, some)
        connection.execute(delete(table).where(table.c.id.in_(some)))
        leave_search(connection, some)


def _follow_anew(
    connection: Connection, digest: str, touched: Iterable[tuple[str, RecordId]]
) -> None:
    """Whoever has read the bundle's entries works everything out anew: they will be gone, so that
    nothing tells any more which records they had changed.
    """
    first = connection.execute(
        select(func.min(_ENTRIES.c.id)).where(_ENTRIES.c.origin == digest)
    ).scalar()
    if first is None:
        return
    for name, forget in ((alike.NAME, alike.forget), (ledger.NAME, ledger.forget)):
        if following.followed(connection, name).upto >= first:
            for some in _some([record for _register, record in touched], _BATCH):
                forget(connection, some)
            following.begin_anew(connection, name)


# -- the journal -----------------------------------------------------------------------------------


def _journal_out(connection: Connection, digest: str, ranges: Iterable[Range]) -> None:
    """The entries leave, and each stream ends again where it ended before."""
    brought = _brought(digest)
    connection.execute(delete(schema.quarantine).where(schema.quarantine.c.entry.in_(brought)))
    connection.execute(delete(_CHANGES).where(_CHANGES.c.entry.in_(brought)))
    connection.execute(delete(_ENTRIES).where(_ENTRIES.c.origin == digest))
    seen, held = schema.seen, schema.held
    for each in ranges:
        connection.execute(
            delete(seen).where(
                seen.c.site == each.site,
                seen.c.stream == each.stream,
                seen.c.number >= each.first,
            )
        )
        connection.execute(
            delete(held).where(held.c.site == each.site, held.c.stream == each.stream)
        )
        before = connection.execute(
            select(_ENTRIES.c.last, _ENTRIES.c.chain)
            .where(_ENTRIES.c.site == each.site, _ENTRIES.c.stream == each.stream)
            .order_by(_ENTRIES.c.first.desc())
            .limit(1)
        ).one_or_none()
        if before is not None:
            hold(connection, each.site, each.stream, *before)


def _segments_out(connection: Connection, digest: str, done: TakenOut, pack: Pack) -> None:
    """Set the bundle's segments aside; those that an earlier one had brought wait again."""
    aside: list[SetAside] = []
    again: list[Parked] = []
    segments = schema.segments
    for each in done.ranges:
        these = and_(
            segments.c.site == each.site,
            segments.c.stream == each.stream,
            segments.c.last >= each.first,
        )
        for row in connection.execute(select(segments).where(these)).all():
            lines = outbox.lines_of(
                connection, each.site_name, each.scope, each.unit, row.first, row.last
            )
            packed = pack(lines)
            if row.bundle in (digest, None):
                aside.append(
                    SetAside(
                        each.site, each.stream, row.first, row.header, row.signature, packed, digest
                    )
                )
            else:
                again.append(
                    Parked(row.header, row.signature, packed, each.unit, row.bundle, row.reduced)
                )
        connection.execute(delete(segments).where(these))
    aside += [_waited(connection, each) for each in parking.take_waiting(connection, digest)]
    keep_aside(connection, aside)
    parking.park_also(connection, again)
    done.segments, done.waiting = len(aside), len(again)


def _waited(connection: Connection, segment: Parked) -> SetAside:
    """A segment of the bundle that was never applied."""
    said = json.loads(segment.header)
    scope, unit = outbox.stream_parts(said["stream"])
    return SetAside(
        site_id(connection, said["site"]),
        stream_id(connection, scope, unit),
        said["first"],
        segment.header,
        segment.signature,
        segment.lines,
        segment.bundle,
    )


# -- contents of attachments -----------------------------------------------------------------------


def _contents(connection: Connection, touched: Iterable[_Touched]) -> set[str]:
    """The contents that the bundle's attachments speak of."""
    found: set[str] = set()
    books = {each.name for each in BOOKS.values()}
    for each in touched:
        if each.register not in books:
            continue
        table = schema.register_tables[each.register]
        for some in _some(each.made, _BATCH):
            query = select(table.c.sha256).where(table.c.id.in_(some))
            found |= set(connection.execute(query).scalars())
    return found


def _contents_wait(connection: Connection, files: Files, sender: str, contents: set[str]) -> int:
    """What nobody speaks of any more is kept like what comes before its lines."""
    for book in CONTENT_BOOKS:
        table = schema.register_tables[book.name]
        for some in _some(sorted(contents), _BATCH):
            spoken = select(table.c.sha256).where(table.c.sha256.in_(some))
            contents = contents - set(connection.execute(spoken).scalars())
    left = sorted(each for each in contents if files.has(each))
    keep_early(connection, sender, left, instead=False)
    return len(left)


def _some(items: Iterable[str], size: int) -> Iterator[list[str]]:
    """A list in pieces."""
    rest = iter(items)
    while piece := list(islice(rest, size)):
        yield piece
