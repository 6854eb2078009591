"""Keeping the search index: every record by its words, at its place in its list.

`search_docs` numbers the records of a register in the order of its list, with room between the
numbers, and `search_index` (FTS5) lists those numbers by word.  So the index tells hits in the
order they are shown in, and the first screen of ten thousand hits is as quick as that of ten.

No write pays for that.  A changed record waits in `search_waiting`, and search looks at each that
waits itself (`words_of`).  When more than `PATIENCE` of them wait, whoever has time lets them take
their places (`settle`), some at a time: each slice is a transaction, so a power cut loses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple
from zlib import crc32

from sqlalchemy import Connection

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.finding import GRAM, INITIALS, MARKED, grams, search_words
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.ordering import ordered_by
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.statements import cursor_of, keeping

__all__ = [
    "GRAM_MARK",
    "add_to_search",
    "forget_words",
    "found_by",
    "found_otherwise",
    "is_behind",
    "leave_search",
    "next_placed",
    "refresh_search",
    "register_at",
    "settle",
    "stretch",
    "words_of",
]

PATIENCE: Final = 64
"""So many changed records may wait for their place for as long as they like."""

SLICE: Final = 2048
"""Records that take their places together: a tenth of a second, in which nothing can be saved."""

GAP: Final = 1 << 16
"""From one place to the next at the ends of a list, so that others fit between."""

STEP: Final = 1 << 8
"""The same between two neighbours, at most: the next of a name comes after those there are."""

GRAM_MARK: Final = "¤"
"""Begins three digits from anywhere in a number."""

_STRETCH_BITS: Final = 44
_MOVED_AT_FIRST: Final = 8
_ROOM: Final = 1 << 6
"""From one place to the next where neighbours had to move, at least."""


_WAIT = keeping(schema.search_waiting, ("record",), "register")
_WAITING: Final = "SELECT count(*) FROM (SELECT 1 FROM search_waiting LIMIT ?)"
_ADD_DOC: Final = "INSERT INTO search_docs(id, record, words) VALUES (?, ?, ?)"
_ADD_TERMS: Final = "INSERT INTO search_index(rowid, terms) VALUES (?, ?)"
_DROP_DOC: Final = "DELETE FROM search_docs WHERE id = ?"
_DROP_TERMS: Final = "DELETE FROM search_index WHERE rowid = ?"


class _Doc(NamedTuple):
    """A record on its way to its place; the first two fields are its order."""

    sort_key: str
    record: RecordId
    words: str


@cache
def stretch(register: str) -> tuple[int, int]:
    """The places of a register, from and up to but without; its name decides, so they stay."""
    start = (crc32(register.encode()) & 0xFFFF) << _STRETCH_BITS
    return start, start + (1 << _STRETCH_BITS)


@cache
def _registers() -> dict[int, str]:
    return {stretch(book.name)[0]: book.name for book in REGISTERS if book.search}


def register_at(place: int) -> str:
    """The register that a place belongs to."""
    return _registers()[place >> _STRETCH_BITS << _STRETCH_BITS]


def add_to_search(
    connection: Connection, register: str, rows: Sequence[Mapping[str, Value]]
) -> None:
    """Make records findable that were written just now; tombstones are not found."""
    if REGISTERS[register].search:
        _wait(connection, register, (row for row in rows if not row[DELETED]))


def refresh_search(
    connection: Connection,
    register: str,
    names: Iterable[str],
    rows: Iterable[Mapping[str, Value]],
) -> None:
    """Make records whose fields `names` were written findable by what they now say."""
    book = REGISTERS[register]
    placed_by = ordered_by(book)
    if book.search and not {DELETED, *book.search, *placed_by}.isdisjoint(names):
        _wait(connection, register, rows)


def leave_search(connection: Connection, records: Iterable[RecordId]) -> None:
    """Make records not findable that are no longer there at all."""
    cursor, ids = cursor_of(connection), (json.dumps(list(records)),)
    places = cursor.execute(
        "SELECT id FROM search_docs WHERE record IN (SELECT value FROM json_each(?))", ids
    ).fetchall()
    _leave(cursor, places)
    cursor.execute(
        "DELETE FROM search_waiting WHERE record IN (SELECT value FROM json_each(?))", ids
    )


def forget_words(connection: Connection, records: Iterable[RecordId]) -> None:
    """Make records not findable, and leave none of their words in any page of the index.

    FTS5 only marks what leaves such an index; writing it anew lets go of it.
    """
    leave_search(connection, records)
    cursor_of(connection).execute("INSERT INTO search_index(search_index) VALUES ('optimize')")


def found_by(connection: Connection) -> dict[RecordId, str]:
    """Every record that search finds, with its words."""
    cursor = cursor_of(connection)
    found = dict(cursor.execute("SELECT record, words FROM search_docs").fetchall())
    waiting = cursor.execute("SELECT DISTINCT register FROM search_waiting").fetchall()
    for (register,) in waiting:
        for record, deleted, _key, *values in cursor.execute(_reading(register), (register, -1)):
            found[record] = "" if deleted else words_of(register, tuple(values))
    return {record: words for record, words in found.items() if words.strip()}


# -- waiting ---------------------------------------------------------------------------------------


def _wait(connection: Connection, register: str, rows: Iterable[Mapping[str, Value]]) -> None:
    """A tombstone waits too: to lose its place."""
    _WAIT.many(connection, [{"record": row["id"], "register": register} for row in rows])


def is_behind(connection: Connection) -> bool:
    """Whether more records wait for their place than should."""
    waiting = cursor_of(connection).execute(_WAITING, (PATIENCE + 1,)).fetchone()[0]
    return bool(waiting > PATIENCE)


def settle(connection: Connection) -> None:
    """Let some of the records that wait take their places: a slice of one register's list."""
    cursor = cursor_of(connection)
    first = cursor.execute("SELECT register FROM search_waiting LIMIT 1").fetchone()
    if first is None:
        return
    (register,) = first
    rows = cursor.execute(_reading(register), (register, SLICE)).fetchall()
    records = [row[:1] for row in rows]
    places = cursor.execute(
        "SELECT id FROM search_docs WHERE record IN (SELECT value FROM json_each(?))",
        (json.dumps([record for (record,) in records]),),
    ).fetchall()
    _leave(cursor, places)
    cursor.executemany("DELETE FROM search_waiting WHERE record = ?", records)
    living = [row for row in rows if row[1] == 0]
    _settle(
        cursor,
        register,
        [
            _Doc(sort_key, record, words_of(register, tuple(values)))
            for record, _deleted, sort_key, *values in living
        ],
    )


@cache
def _reading(register: str) -> str:
    """Who waits of a register in the order of its list, with the fields that searches look in."""
    fields = "".join(f", p.{name}" for name in REGISTERS[register].search)
    return (
        f"SELECT w.record, p.deleted, p.sort_key{fields} FROM search_waiting w"  # noqa: S608
        f" LEFT JOIN {register} p ON p.id = w.record WHERE w.register = ?"
        " ORDER BY p.sort_key, w.record LIMIT ?"
    )


@lru_cache(maxsize=4 * PATIENCE)
def words_of(register: str, values: tuple[Value, ...]) -> str:
    """The words of a record by the fields that searches look in, in their order.

    The few that wait are asked at every key that somebody types, so they are remembered.
    """
    return _words_of(register, values)


def _words_of(register: str, values: tuple[Value, ...]) -> str:
    book = REGISTERS[register]
    return search_words(book, dict(zip(book.search, values, strict=True)))


def found_otherwise(cursor: Any, register: str) -> Iterator[RecordId]:
    """Records in their places whose words are not those of their fields."""
    fields = "".join(f", p.{name}" for name in REGISTERS[register].search)
    placed = cursor.execute(
        f"SELECT d.record, d.words{fields} FROM search_docs d"  # noqa: S608  (our own names)
        f" JOIN {register} p ON p.id = d.record WHERE d.id >= ? AND d.id < ?"
        " AND d.record NOT IN (SELECT record FROM search_waiting)",
        stretch(register),
    )
    for record, words, *values in placed:
        if words != _words_of(register, tuple(values)):
            yield record


# -- places ----------------------------------------------------------------------------------------


def _settle(cursor: Any, register: str, docs: Iterable[_Doc]) -> None:
    """Put records where the list has them, among those that have their places."""
    unplaced = sorted(docs)
    at = 0
    while at < len(unplaced):
        after = next_placed(cursor, register, *unplaced[at][:2])
        end = len(unplaced)
        if after is not None:
            end = next((n for n in range(at, end) if unplaced[n][:2] > after[:2]), end)
        _place(cursor, register, unplaced[at:end], None if after is None else after[2])
        at = end


def next_placed(
    cursor: Any, register: str, sort_key: str, record: RecordId
) -> tuple[str, RecordId, int] | None:
    """Sort key, id and place of the record after this one in the list, of those with a place."""
    found: tuple[str, RecordId, int] | None = cursor.execute(
        f"SELECT p.sort_key, p.id, d.id FROM {register} p"  # noqa: S608  (our own names)
        " CROSS JOIN search_docs d ON d.record = p.id"
        " WHERE p.deleted = 0 AND (p.sort_key, p.id) > (?, ?)"
        " AND p.id NOT IN (SELECT record FROM search_waiting)"
        " ORDER BY p.sort_key, p.id LIMIT 1",
        (sort_key, record),
    ).fetchone()
    return found


def _place(cursor: Any, register: str, docs: Sequence[_Doc], after: int | None) -> None:
    """Place records that follow each other before the one at `after`, or at the end."""
    start, end = stretch(register)
    before: int | None = cursor.execute(
        "SELECT max(id) FROM search_docs WHERE id >= ? AND id < ?", (start, after or end)
    ).fetchone()[0]
    named = [(doc.record, doc.words) for doc in docs]
    if before is not None and after is not None and after - before <= len(named):
        moved, after = _make_room(cursor, before, after, len(named), end)
        named += moved
    places = _spread(len(named), before, after, (start + end) // 2)
    rows = [(place, *doc) for place, doc in zip(places, named, strict=True)]
    cursor.executemany(_ADD_DOC, rows)
    cursor.executemany(_ADD_TERMS, [(place, _terms(words)) for place, _record, words in rows])


def _make_room(
    cursor: Any, before: int, after: int, wanted: int, end: int
) -> tuple[list[tuple[RecordId, str]], int | None]:
    """Take up neighbours until there is room enough; and where the next one then stands."""
    count = _MOVED_AT_FIRST
    while True:
        rows = cursor.execute(
            "SELECT id, record, words FROM search_docs WHERE id >= ? AND id < ?"
            " ORDER BY id LIMIT ?",
            (after, end, count + 1),
        ).fetchall()
        bound = rows[count][0] if len(rows) > count else None
        if bound is None or bound - before > _ROOM * (wanted + count):
            break
        count *= 2
    moved = rows[:count]
    _leave(cursor, [row[:1] for row in moved])
    return [row[1:] for row in moved], bound


def _spread(count: int, before: int | None, after: int | None, middle: int) -> Iterable[int]:
    """Places between two others; at the ends of a list there is room without limit."""
    if before is not None and after is not None:
        step = min(STEP, (after - before) // (count + 1))
        return range(before + step, before + step * count + 1, step)
    if after is not None:
        return range(after - GAP * count, after, GAP)
    first = middle if before is None else before + GAP
    return range(first, first + GAP * count, GAP)


def _leave(cursor: Any, places: Sequence[tuple[int]]) -> None:
    cursor.executemany(_DROP_TERMS, places)
    cursor.executemany(_DROP_DOC, places)


def _terms(words: str) -> str:
    """What the index holds of a record: a long number only by its beginning and its grams."""
    terms: list[str] = []
    for word in words.split():
        if word.isalpha() or len(word) < GRAM or word[0] in (MARKED, INITIALS):
            terms.append(word)
        else:
            terms.append(word[:GRAM] if word.isdigit() else word)
            terms += [GRAM_MARK + gram for gram in grams(word)]
    return " ".join(dict.fromkeys(terms))
