"""Who may be whom: the keys under which records meet, and the pairs that are alike.

Keys come from `domain.likeness.blocks`, kept as 64-bit numbers; only records that share one are
ever compared, so the work grows with the records, not with their square.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, or_, select

from sachmatuy_desktop.domain.likeness import RULES, Described, blocks, described, likeness
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.following import (
    Followed,
    changed_since,
    ever_said,
    followed,
    how_many_since,
    newest_entry,
    settle,
)
from sachmatuy_desktop.storage.pace import Pace, Tell
from sachmatuy_desktop.storage.statements import Prepared, among, cursor_of, inserting, is_living

NAME: Final = "alike"

CROWD: Final = 200
"""Records under one key beyond which they are not compared one by one: such a key tells nothing."""

MANY: Final = 5000
"""Changes beyond which working out everything is quicker than following each."""

_CHUNK: Final = 2000
_DOCS, _KEYS, _PAIRS = schema.alike_docs, schema.alike_keys, schema.alike_pairs
_DISTINCT = schema.register_tables["distinct_pairs"]
_PAPERS = schema.register_tables["identity_docs"]

_ADD_DOC = inserting(_DOCS)
_ADD_KEY = "INSERT OR IGNORE INTO alike_keys (key, number) VALUES (?, ?)"
_DROP_KEY = "DELETE FROM alike_keys WHERE key = ? AND number = ?"
_KEY = struct.Struct(">q")
_ADD_PAIR = (
    "INSERT OR REPLACE INTO alike_pairs (first, second, register, reasons) VALUES (?, ?, ?, ?)"
)
_PAPERS_OF = Prepared(
    select(_PAPERS.c.person, _PAPERS.c.number).where(
        among(_PAPERS.c.person, "ids"), is_living(_PAPERS)
    )
)
_MEETING = Prepared(
    select(_DOCS.c.record)
    .join(_KEYS, _KEYS.c.number == _DOCS.c.number)
    .where(among(_KEYS.c.key, "keys"), _DOCS.c.register == bindparam("register"))
    .distinct()
    .limit(CROWD)
)
_UNITS: Final = {
    register: Prepared(select(table.c.id, table.c.unit_id).where(among(table.c.id, "ids")))
    for register, table in schema.register_tables.items()
    if register in RULES
}
_BY_KEY = Prepared(
    select(_KEYS.c.key, _DOCS.c.record)
    .join(_DOCS, _DOCS.c.number == _KEYS.c.number)
    .where(among(_KEYS.c.key, "keys"), _DOCS.c.register == bindparam("register"))
    .order_by(_KEYS.c.key)
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one, and the reasons (of `domain.likeness`)."""

    register: str
    first: RecordId
    second: RecordId
    reasons: tuple[str, ...]


def _columns(register: str) -> tuple[str, ...]:
    if register == "households":
        return ("head", "citizen_number", "village", "address")
    return ("full_name", "citizen_number", "birth", "sex", "father", "mother", "village")


def _reading(register: str) -> Prepared:
    table = schema.register_tables[register]
    columns = [table.c[name] for name in _columns(register)]
    return Prepared(select(table.c.id, *columns).where(among(table.c.id, "ids"), is_living(table)))


_READ: Final = {register: _reading(register) for register in RULES}


def read_described(
    connection: Connection, register: str, records: Collection[RecordId]
) -> dict[RecordId, Described]:
    """What is compared of the living ones among these records."""
    ids = json.dumps(list(records))
    papers: dict[RecordId, list[str]] = defaultdict(list)
    if register == "people":
        for person, number in _PAPERS_OF.run(connection, {"ids": ids}):
            papers[person].append(number)
    names = _columns(register)
    return {
        row[0]: described(register, dict(zip(names, row[1:], strict=True)), papers.get(row[0], ()))
        for row in _READ[register].run(connection, {"ids": ids})
    }


# -- keeping up ------------------------------------------------------------------------------------


def is_behind(connection: Connection) -> bool:
    """Whether the journal has gone on since the pairs were worked out."""
    return followed(connection, NAME).upto < newest_entry(connection)


def catch_up(connection: Connection, tell: Tell) -> None:
    """Work out keys and pairs of what changed since the last time; of everything the first time."""
    state = followed(connection, NAME)
    newest = newest_entry(connection)
    if state.upto == newest:
        return
    left_out = state.left_out
    if state.upto == 0 or how_many_since(connection, state.upto) > MANY:
        left_out = _everything(connection, tell)
    else:
        _what_changed(connection, changed_since(connection, state.upto), tell)
    settle(connection, NAME, Followed(newest, left_out=left_out))


def _everything(connection: Connection, tell: Tell) -> int:
    for table in (_PAIRS, _KEYS, _DOCS):
        connection.execute(delete(table))
    total = 2 * sum(_living(connection, register) for register in RULES)
    done = 0
    keys: list[tuple[int, int]] = []
    for register in RULES:
        table = schema.register_tables[register]
        ids = select(table.c.id).where(table.c.deleted == 0).order_by(table.c.id)
        for chunk in _chunks(connection.execute(ids).scalars()):
            known = read_described(connection, register, chunk)
            keys += _add_docs(connection, register, known)
            done += len(chunk)
            tell(done, total)
    _keep_keys(connection, keys)
    return _compare_blocks(connection, lambda at: tell(done + min(at, done), total))


def _living(connection: Connection, register: str) -> int:
    table = schema.register_tables[register]
    query = select(func.count()).select_from(table).where(table.c.deleted == 0)
    return connection.execute(query).scalar_one()


def _what_changed(connection: Connection, changed: Mapping[str, set[RecordId]], tell: Tell) -> None:
    touched = {register: set(changed.get(register, ())) for register in RULES}
    papers = changed.get("identity_docs", set())
    if papers:
        touched["people"] |= {str(each) for each in ever_said(connection, papers, "person")}
    done, total = 0, sum(map(len, touched.values()))
    for register, records in touched.items():
        for chunk in _chunks(sorted(records)):
            forget(connection, chunk)
            known = read_described(connection, register, chunk)
            _keep_keys(connection, _add_docs(connection, register, known))
            for record, one in known.items():
                found = meeting(connection, register, one, without=record)
                _keep(connection, register, ((record, *each) for each in found))
            done += len(chunk)
            tell(done, total)


def forget(connection: Connection, records: Sequence[RecordId]) -> None:
    """Drop what is known of these records."""
    known = select(_DOCS.c.number, _DOCS.c.met_by).where(_DOCS.c.record.in_(records))
    rows = [
        (key, number)
        for number, packed in connection.execute(known)
        for (key,) in _KEY.iter_unpack(packed)
    ]
    cursor_of(connection).executemany(_DROP_KEY, rows)
    connection.execute(delete(_DOCS).where(_DOCS.c.record.in_(records)))
    connection.execute(
        delete(_PAIRS).where(or_(_PAIRS.c.first.in_(records), _PAIRS.c.second.in_(records)))
    )


def _add_docs(
    connection: Connection, register: str, known: Mapping[RecordId, Described]
) -> list[tuple[int, int]]:
    """Enter the records; returns their keys, each with the record's number, still to be kept."""
    top = int(connection.execute(select(func.max(_DOCS.c.number))).scalar() or 0)
    docs, keys = [], []
    for number, (record, one) in enumerate(known.items(), start=top + 1):
        mine = [_hashed(register, block) for block in blocks(one)]
        packed = b"".join(map(_KEY.pack, mine))
        docs.append({"number": number, "record": record, "register": register, "met_by": packed})
        keys += [(key, number) for key in mine]
    _ADD_DOC.many(connection, docs)
    return keys


def _keep_keys(connection: Connection, keys: Iterable[tuple[int, int]]) -> None:
    """In the order of the table: scattered, each row would write a page of its own."""
    cursor_of(connection).executemany(_ADD_KEY, sorted(keys))


def _hashed(register: str, block: str) -> int:
    text = f"{register}/{block}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big", signed=True)


def _compare_blocks(connection: Connection, tell: Callable[[int], None]) -> int:
    """Compare within every block; returns how many blocks were too crowded to compare."""
    numbers = func.json_group_array(_KEYS.c.number)
    query = select(numbers, func.count()).group_by(_KEYS.c.key).having(func.count() > 1)
    crowded, done = 0, 0
    waiting: list[list[int]] = []
    held = 0
    for listed, count in connection.execute(query):
        done += 1
        if count > CROWD:
            crowded += 1
            continue
        waiting.append(json.loads(listed))
        held += count
        if held >= _CHUNK:
            _compare(connection, waiting)
            waiting, held = [], 0
            tell(done)
    _compare(connection, waiting)
    return crowded


def _compare(connection: Connection, crowds: Sequence[Sequence[int]]) -> None:
    numbers = sorted({number for crowd in crowds for number in crowd})
    query = select(_DOCS.c.number, _DOCS.c.record, _DOCS.c.register).where(
        among(_DOCS.c.number, "ids")
    )
    rows = connection.execute(query, {"ids": json.dumps(numbers)}).all()
    records = {row.number: row.record for row in rows}
    registers = {row.number: row.register for row in rows}
    known: dict[RecordId, Described] = {}
    for register in RULES:
        mine = [row.record for row in rows if row.register == register]
        known |= read_described(connection, register, mine)
    for register in RULES:
        found = (
            (records[one], records[other], reasons)
            for crowd in crowds
            if registers[crowd[0]] == register
            for one, other in combinations(crowd, 2)
            if (reasons := likeness(register, known[records[one]], known[records[other]]))
        )
        _keep(connection, register, found)


def _keep(
    connection: Connection,
    register: str,
    found: Iterable[tuple[RecordId, RecordId, Collection[str]]],
) -> None:
    rows = [
        (*sorted((one, other)), register, json.dumps(list(reasons)))
        for one, other, reasons in found
    ]
    if rows:
        cursor_of(connection).executemany(_ADD_PAIR, rows)


# -- asking ----------------------------------------------------------------------------------------


def meeting(
    connection: Connection, register: str, one: Described, without: RecordId | None = None
) -> list[tuple[RecordId, tuple[str, ...]]]:
    """The records that one described may be, with the reasons."""
    keys = json.dumps([_hashed(register, block) for block in blocks(one)])
    met = [row[0] for row in _MEETING.run(connection, {"keys": keys, "register": register})]
    known = read_described(connection, register, [each for each in met if each != without])
    found = ((record, likeness(register, one, other)) for record, other in known.items())
    return [(record, tuple(reasons)) for record, reasons in found if reasons]


def meeting_elsewhere(
    connection: Connection, register: str, records: Sequence[RecordId], pace: Pace
) -> Iterator[Pair]:
    """The records of other units that these may be, as far as nobody knows of it yet.

    `records` are those that a bundle brings; the others are known by the keys kept of them.  The
    `first` of a pair is the record that came.  Keys that too many share tell nothing here either.
    """
    for chunk in _chunks(pace.over(records)):
        mine = read_described(connection, register, chunk)
        by_key: dict[int, list[RecordId]] = defaultdict(list)
        for record, one in mine.items():
            for block in blocks(one):
                by_key[_hashed(register, block)].append(record)
        met: dict[int, list[RecordId]] = defaultdict(list)
        asked = {"keys": json.dumps(list(by_key)), "register": register}
        for key, other in _BY_KEY.run(connection, asked):
            met[key].append(other)
        both = {
            (record, other)
            for key, others in met.items()
            if len(others) <= CROWD
            for record in by_key[key]
            for other in others
        }
        yield from _elsewhere(connection, register, mine, both)


def _elsewhere(
    connection: Connection,
    register: str,
    mine: Mapping[RecordId, Described],
    both: Collection[tuple[RecordId, RecordId]],
) -> Iterator[Pair]:
    ids = {each for pair in both for each in pair}
    units = dict(_UNITS[register].run(connection, {"ids": json.dumps(list(ids))}))
    apart = sorted(pair for pair in both if units.get(pair[0]) != units.get(pair[1]))
    theirs = read_described(connection, register, {other for _record, other in apart})
    known = _already_said(connection, ids) if apart else set()
    for record, other in apart:
        if other in theirs and tuple(sorted((record, other))) not in known:
            reasons = likeness(register, mine[record], theirs[other])
            if reasons:
                yield Pair(register, record, other, tuple(reasons))


def _already_said(
    connection: Connection, records: Collection[RecordId]
) -> set[tuple[RecordId, ...]]:
    """The pairs among these that are kept as alike, or were said to be two."""
    ids = {"ids": json.dumps(list(records))}
    kept = select(_PAIRS.c.first, _PAIRS.c.second).where(among(_PAIRS.c.first, "ids"))
    told = select(_DISTINCT.c.first, _DISTINCT.c.second).where(
        among(_DISTINCT.c.first, "ids"), _DISTINCT.c.deleted == 0
    )
    rows = [*connection.execute(kept, ids), *connection.execute(told, ids)]
    return {tuple(sorted(row)) for row in rows}


def pairs(connection: Connection, register: str, limit: int = -1, offset: int = 0) -> list[Pair]:
    """The pairs nobody has said to be two, in the order of their records."""
    query = _open_pairs(register).order_by(_PAIRS.c.first, _PAIRS.c.second)
    rows = connection.execute(query.limit(limit).offset(offset))
    return [Pair(register, row.first, row.second, tuple(json.loads(row.reasons))) for row in rows]


def count_pairs(connection: Connection, register: str) -> int:
    """How many pairs are waiting for somebody to look."""
    query = select(func.count()).select_from(_open_pairs(register).subquery())
    return connection.execute(query).scalar_one()


def _open_pairs(register: str) -> Any:
    said = select(_DISTINCT.c.first, _DISTINCT.c.second).where(
        _DISTINCT.c.deleted == 0, _DISTINCT.c.book == register
    )
    told = said.subquery()
    return (
        select(_PAIRS)
        .outerjoin(told, (told.c.first == _PAIRS.c.first) & (told.c.second == _PAIRS.c.second))
        .where(_PAIRS.c.register == register, told.c.first.is_(None))
    )


def _chunks(records: Iterable[RecordId]) -> Iterator[list[RecordId]]:
    chunk: list[RecordId] = []
    for each in records:
        chunk.append(each)
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
