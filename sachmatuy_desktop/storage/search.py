"""Finding records by a typed text, in the order of their list, a page at a time.

What counts as a hit is said in `domain.finding`; here the index is asked for it.  Hits come rank by
rank, within a rank by place, so the first page costs the same however many follow.  Records that
wait for their place (`storage.search_index`) are looked at one by one and put where they belong.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select
from sqlalchemy.dialects import sqlite

from sachmatuy_desktop.domain.finding import GRAM, Asked, Needle, Rank, grams
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage.search_index import (
    GRAM_MARK,
    next_placed,
    register_at,
    stretch,
    words_of,
)
from sachmatuy_desktop.storage.statements import cursor_of

__all__ = ["MOST", "PAGE", "best_of_each", "hits", "listed", "paged"]

PAGE: Final = 64
"""Records that a list is shown with at first."""

MOST: Final = 8192
"""Records read together after that, at most: between two reads a search may be given up."""

_HITS: Final = """
SELECT group_concat(record), group_concat(place) FROM (
  SELECT d.record AS record, s.rowid AS place
  FROM search_index s CROSS JOIN search_docs d ON d.id = s.rowid{join}
  WHERE s.search_index MATCH ? AND s.rowid > ? AND s.rowid < ?
  AND d.record NOT IN (SELECT record FROM search_waiting){conditions}
  ORDER BY s.rowid LIMIT ?)
"""
_ANYWHERE: Final = """
SELECT s.rowid, d.record
FROM search_index s CROSS JOIN search_docs d ON d.id = s.rowid
WHERE s.search_index MATCH ? AND s.rowid > ?
AND d.record NOT IN (SELECT record FROM search_waiting){conditions}
ORDER BY s.rowid LIMIT ?
"""
_WAITING: Final = """
SELECT {register}.sort_key, {register}.id{fields}
FROM search_waiting w CROSS JOIN {register} ON {register}.id = w.record
WHERE w.register = ? AND {register}.deleted = 0{conditions}
ORDER BY {register}.sort_key, {register}.id
"""

_DIALECT: Final = sqlite.dialect()


@dataclass(frozen=True)
class _Condition:
    """More that a hit must meet, as SQL beginning with AND, and its parameters."""

    text: str = ""
    values: tuple[Any, ...] = ()

    def __add__(self, other: _Condition) -> _Condition:
        return _Condition(self.text + other.text, self.values + other.values)


@dataclass
class _Unplaced:
    """Hits that wait for their place, in order, each with the place it comes before."""

    befores: list[int] = field(default_factory=list)
    records: list[RecordId] = field(default_factory=list)

    def join(self, records: list[RecordId], places: list[int], *, last: bool) -> None:
        """Those that belong among these records take their seats; all that are left, if `last`."""
        seated = len(self.befores) if last else bisect_right(self.befores, places[-1])
        for n in reversed(range(seated)):
            records.insert(bisect_left(places, self.befores[n]), self.records[n])
        del self.befores[:seated], self.records[:seated]


def hits(
    connection: Connection,
    register: str,
    asked: Asked,
    conditions: Sequence[ColumnElement[bool]] = (),
) -> Iterator[list[RecordId]]:
    """The living records of a register that answer and meet the conditions, page after page."""
    cursor = cursor_of(connection)
    wanted = _spelled(conditions)
    unplaced = _unplaced(cursor, register, asked, wanted)
    join = f" CROSS JOIN {register} ON {register}.id = d.record" if conditions else ""
    size, told_yet = PAGE, 0
    for rank, phrase in _phrases(asked):
        checks = wanted if rank == Rank.INITIALS else wanted + _whole_numbers(asked)
        statement = _HITS.format(join=join, conditions=checks.text)
        after, end = stretch(register)
        full = True
        while full:
            given = (phrase, after, end, *checks.values, size)
            told, at = cursor.execute(statement, given).fetchone()
            records = told.split(",") if told else []
            full = len(records) == size
            waiting = unplaced[rank]
            if full or waiting.records:
                places = list(map(int, at.split(","))) if at else []
                waiting.join(records, places, last=not full)
                after = places[-1] if places else after
            told_yet += len(records)
            size = _next_size(told_yet)
            yield records


def best_of_each(connection: Connection, asked: Asked, each: int) -> dict[str, list[RecordId]]:
    """The first hits of every register, `each` of them at most."""
    cursor = cursor_of(connection)
    found: defaultdict[str, list[tuple[int, int, RecordId]]] = defaultdict(list)
    for rank, phrase in _phrases(asked):
        checks = _Condition() if rank == Rank.INITIALS else _whole_numbers(asked)
        statement = _ANYWHERE.format(conditions=checks.text)
        after, full = -1, True
        while full:
            given = (phrase, after, *checks.values, each)
            rows = cursor.execute(statement, given).fetchall()
            for place, record in rows:
                found[register_at(place)].append((rank, place, record))
            full = len(rows) == each
            if full:
                after = rows[-1][0]
                register = register_at(after)
                if len(found[register]) >= each:
                    after = stretch(register)[1] - 1
    for (register,) in cursor.execute("SELECT DISTINCT register FROM search_waiting").fetchall():
        for rank, unplaced in _unplaced(cursor, register, asked, _Condition()).items():
            seats = zip(unplaced.befores, unplaced.records, strict=True)
            found[register] += [(rank, place - 1, record) for place, record in seats]
    return {
        register: [record for _rank, _place, record in sorted(rows, key=itemgetter(0, 1))[:each]]
        for register, rows in found.items()
    }


def _next_size(told: int) -> int:
    """Larger and larger pieces, but nothing beyond the first page before that is full."""
    return PAGE if told < PAGE else min(max(told, 1024), MOST)


def listed(
    connection: Connection, query: Select[Any], *, streams: bool
) -> Iterator[list[RecordId]]:
    """What a query for ids names, page after page; all after the first at once unless it `streams`.

    A query streams when an index has its order; any other is sorted anew for every page.
    """
    size, done = PAGE, 0
    while True:
        piece = query.limit(size).offset(done).subquery()
        told = connection.execute(select(func.group_concat(piece.c.id))).scalar_one()
        records = told.split(",") if told else []
        yield records
        done += len(records)
        if len(records) != size:
            return
        size = _next_size(done) if streams else -1


def paged(pieces: Iterable[list[RecordId]]) -> Iterator[list[RecordId]]:
    """The same records, the first page filled up before anything is told."""
    first: list[RecordId] | None = []
    for piece in pieces:
        if first is None:
            yield piece
            continue
        first += piece
        if len(first) >= PAGE:
            yield first
            first = None
    if first is not None:
        yield first


# -- what the index is asked -----------------------------------------------------------------------


def _phrases(asked: Asked) -> Iterator[tuple[int, str]]:
    """For each rank what to look up; what a better rank told is not told again."""
    best = " AND ".join(_phrase(each, best=True) for each in asked.needles)
    plain = " AND ".join(_phrase(each, best=False) for each in asked.needles)
    yield Rank.BEST, best
    if asked.has_marks:
        yield Rank.PLAIN, f"({plain}) NOT ({best})"
    if asked.initials:
        yield Rank.INITIALS, f"({_beginning(asked.initials)}) NOT ({plain})"


def _phrase(needle: Needle, *, best: bool) -> str:
    if needle.numbers:
        readings = (
            " AND ".join(f'"{GRAM_MARK}{gram}"' for gram in dict.fromkeys(grams(number)))
            for number in needle.numbers
        )
        return "(" + " OR ".join(f"({each})" for each in readings) + ")"
    if best and needle.marked:
        return "(" + " OR ".join(map(_beginning, needle.marked)) + ")"
    return _beginning(needle.plain)


def _beginning(word: str) -> str:
    return f'"{word}" *'


def _whole_numbers(asked: Asked) -> _Condition:
    """The digits one after the other: the index only knows them by threes."""
    condition = _Condition()
    for needle in asked.needles:
        if any(len(number) > GRAM for number in needle.numbers):
            parts = " OR ".join("instr(d.words, ?)" for _number in needle.numbers)
            condition += _Condition(f" AND ({parts})", needle.numbers)
    return condition


def _spelled(conditions: Sequence[ColumnElement[bool]]) -> _Condition:
    if not conditions:
        return _Condition()
    compiled = and_(*conditions).compile(
        dialect=_DIALECT, compile_kwargs={"render_postcompile": True}
    )
    values = tuple(compiled.params[name] for name in compiled.positiontup or ())
    return _Condition(f" AND ({compiled})", values)


# -- who waits -------------------------------------------------------------------------------------


def _unplaced(
    cursor: Any, register: str, asked: Asked, wanted: _Condition
) -> defaultdict[int, _Unplaced]:
    """The hits among the waiting records, by rank."""
    fields = "".join(f", {register}.{name}" for name in REGISTERS[register].search)
    statement = _WAITING.format(register=register, fields=fields, conditions=wanted.text)
    end = stretch(register)[1]
    found: defaultdict[int, _Unplaced] = defaultdict(_Unplaced)
    following: tuple[str, RecordId, int] | None = ("", "", end)
    waiting = cursor.execute(statement, (register, *wanted.values)).fetchall()
    for sort_key, record, *values in waiting:
        rank = asked.rank(words_of(register, tuple(values)))
        if rank is not None:
            if following is not None and following[:2] <= (sort_key, record):
                following = next_placed(cursor, register, sort_key, record)
            found[rank].befores.append(following[2] if following else end)
            found[rank].records.append(record)
    return found
