"""Keeping the search index: every record by its words, at its place in its list.

`search_docs` numbers the records of a register in the order of its list, with room between the
numbers, and `search_index` (FTS5) lists those numbers by word.  So the index tells hits in the
order they are shown in, and the first screen of ten thousand hits is as quick as that of ten.

A save does not pay for that.  The words of a changed record wait in `search_waiting`, where search
looks too; when more than `PATIENCE` of them wait, they take their places together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
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
    "found_by",
    "next_placed",
    "refresh_search",
    "register_at",
    "stretch",
]

PATIENCE: Final = 64
"""Changed records that wait for their place at most; search reads them one by one."""

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


_WAIT = keeping(schema.search_waiting, ("record",), "register", "words")
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
    book = REGISTERS[register]
    if not book.search:
        return
    living = [row for row in rows if not row[DELETED]]
    if len(living) <= PATIENCE:
        _wait(connection, register, living)
        return
    _settle_waiting(connection)
    docs = [_Doc(str(row["sort_key"]), str(row["id"]), search_words(book, row)) for row in living]
    _settle(connection, register, docs)


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


def found_by(connection: Connection) -> dict[RecordId, str]:
    """Every record that search finds, with its words."""
    cursor = cursor_of(connection)
    found = dict(cursor.execute("SELECT record, words FROM search_docs").fetchall())
    found |= dict(cursor.execute("SELECT record, words FROM search_waiting").fetchall())
    return {record: words for record, words in found.items() if words}


# -- waiting ---------------------------------------------------------------------------------------


def _wait(connection: Connection, register: str, rows: Iterable[Mapping[str, Value]]) -> None:
    """A tombstone waits without words: to lose its place."""
    book = REGISTERS[register]
    _WAIT.many(
        connection,
        [
            {
                "record": row["id"],
                "register": register,
                "words": "" if row[DELETED] else search_words(book, row),
            }
            for row in rows
        ],
    )
    waiting = cursor_of(connection).execute("SELECT count(*) FROM search_waiting").fetchone()
    if waiting[0] > PATIENCE:
        _settle_waiting(connection)


def _settle_waiting(connection: Connection) -> None:
    cursor = cursor_of(connection)
    waiting: dict[str, list[_Doc]] = {
        register: _waiting_of(cursor, register)
        for (register,) in cursor.execute("SELECT DISTINCT register FROM search_waiting").fetchall()
    }
    left = cursor.execute(
        "SELECT d.id FROM search_waiting w JOIN search_docs d ON d.record = w.record"
    ).fetchall()
    _leave(cursor, left)
    cursor.execute("DELETE FROM search_waiting")
    for register, docs in waiting.items():
        _settle(connection, register, docs)


def _waiting_of(cursor: Any, register: str) -> list[_Doc]:
    rows = cursor.execute(
        "SELECT p.sort_key, p.id, w.words FROM search_waiting w"  # noqa: S608  (our own names)
        f" CROSS JOIN {register} p ON p.id = w.record WHERE w.register = ? AND w.words <> ''",
        (register,),
    )
    return [_Doc(*row) for row in rows]


# -- places ----------------------------------------------------------------------------------------


def _settle(connection: Connection, register: str, docs: Iterable[_Doc]) -> None:
    """Put records where the list has them; nothing else of their register may be waiting."""
    cursor = cursor_of(connection)
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
